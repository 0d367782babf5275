//! A tiny place in a folder of its own, and the program run on it as a user would.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::outputs::{Row, contents, table};

const ASSESSMENT: &str = r#"title = "Three squares"
date = "2025-06-30"
place = { lad22 = ["E06000023"] }

[areas]
geography = "lsoa21"
file = "areas.geojson"

[[lookup]]
preset = "lsoa11-lsoa21"
file = "lookup.csv"

[population]
preset = "long"
file = "people.csv"
geography = "lsoa21"
code = "code"
count = "people"
period = 2024

[deprivation]
file = "deprivation.csv"
geography = "lsoa21"
code = "code"
indicators = ["imd"]
scores = { imd = "score" }
keep_crime_domain = true

[crime]
files = "crime/*.csv"

[[uptake]]
service = "library"
file = "members.csv"
geography = "lsoa21"
code = "code"
counts = "members"

[[uptake]]
service = "advice"
file = "advice.csv"
geography = "lsoa21"
code = "code"
longitude = "lon"
latitude = "lat"
person = "person"
date = "date"

[need]
weights = { imd = 0.5, crime_rate = 0.5 }

[sensitivity]
draws = 20
"#;

const LOOKUP: &str = "\
lsoa11_code,lsoa21_code,change_code,ltla22_code,ltla22_name
E01000001,E01000001,U,E06000023,Bristol
E01000011,E01000002,X,E06000023,Bristol
E01000012,E01000003,X,E06000023,Bristol
";

/// What is asked of the areas together, to be added to the assessment.
const TOGETHER: &str = r#"
[neighbours]
rule = "queen"

[clusters]
permutations = 99

[scan]
look_for = "low"
replications = 99

[[sites]]
file = "sites.csv"
id = "site"
service = "service"
capacity = "places"
longitude = "lon"
latitude = "lat"

[access]
catchment = 2000
far = 500

[inequality]
by = "imd"
repetitions = 1000
"#;

const SITES: &str = "\
site,service,places,lon,lat
S1,library,100,-2.595,51.455
S2,library,50,-2.575,51.455
S3,advice,20,-2.585,51.455
";

const CRIME_HEADER: &str = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,\
    LSOA name,Crime type,Last outcome category,Context\n";

/// A valid assessment of three square areas near Bristol, written to a folder, to be broken by a test.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    /// The place as it should be.
    pub(crate) fn valid() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place
            .write("assessment.toml", ASSESSMENT)
            .write("areas.geojson", &boundaries(&[square(0), square(1), square(2)]))
            .write("lookup.csv", LOOKUP)
            .write("people.csv", "code,people\nE01000001,1500\nE01000002,1600\nE01000003,1700\n")
            .write("deprivation.csv", "code,score\nE01000001,12.5\nE01000002,24.0\nE01000003,41.75\n")
            .write("crime/2025-01.csv", &crimes("2025-01", &[20, 30, 40]))
            .write("crime/2025-02.csv", &crimes("2025-02", &[21, 33, 38]))
            .write("members.csv", "code,members\nE01000001,300\nE01000002,200\nE01000003,90\n")
            .write("advice.csv", &records(&[60, 50, 40]))
    }

    /// As [`Self::valid`], with the areas looked at together: neighbours, clusters, a scan, sites, access, inequality.
    pub(crate) fn together() -> Self {
        Self::valid().append("assessment.toml", TOGETHER).write("sites.csv", SITES)
    }

    /// Writes a file, in the place of one that is there.
    pub(crate) fn write(self, file: &str, text: &str) -> Self {
        self.write_bytes(file, text.as_bytes())
    }

    /// As [`Self::write`], for what is not text.
    pub(crate) fn write_bytes(self, file: &str, bytes: &[u8]) -> Self {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Puts one text in the place of another in a file, which must be there exactly once.
    pub(crate) fn change(self, file: &str, from: &str, to: &str) -> Self {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert_eq!(text.matches(from).count(), 1, "\"{from}\" in {file}");
        self.write(file, &text.replacen(from, to, 1))
    }

    /// Adds text at the end of a file.
    pub(crate) fn append(self, file: &str, text: &str) -> Self {
        let before = fs::read_to_string(self.path(file)).unwrap();
        self.write(file, &(before + text))
    }

    /// Removes a file.
    pub(crate) fn remove(self, file: &str) -> Self {
        fs::remove_file(self.path(file)).unwrap();
        self
    }

    /// A file of the place.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// The program, to be run in the place's folder.
    pub(crate) fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reachgap"));
        command.current_dir(self.folder.path());
        command
    }

    /// `reachgap check assessment.toml`.
    pub(crate) fn check(&self) -> Outcome {
        self.obey(self.program().args(["check", "assessment.toml", "--quiet"]))
    }

    /// `reachgap run assessment.toml`.
    pub(crate) fn run(&self) -> Outcome {
        self.obey(self.program().args(["run", "assessment.toml", "--quiet"]))
    }

    /// `reachgap run assessment.toml --out OUT`.
    pub(crate) fn run_into(&self, out: &str) -> Outcome {
        self.obey(self.program().args(["run", "assessment.toml", "--quiet", "--out", out]))
    }

    /// Runs a command and keeps what it said, and which files there were before and after.
    pub(crate) fn obey(&self, command: &mut Command) -> Outcome {
        let before = files_in(self.folder.path());
        let output =
            assert_cmd::Command::from_std(std::mem::replace(command, Command::new(""))).output().unwrap();
        Outcome {
            code: output.status.code(),
            said: String::from_utf8(output.stderr).unwrap(),
            before,
            after: files_in(self.folder.path()),
        }
    }

    /// The rows of a public table of the run.
    pub(crate) fn table(&self, name: &str) -> Vec<Row> {
        table(&self.path("reachgap-output"), name)
    }

    /// Whether the run has such a table.
    pub(crate) fn has_table(&self, name: &str) -> bool {
        self.path(&format!("reachgap-output/public/tables/{name}.csv")).exists()
    }

    /// The report of the run says this, word for word.
    pub(crate) fn says(&self, told: &str) {
        let report = fs::read_to_string(self.path("reachgap-output/public/report.html")).unwrap();
        assert!(report.contains(told), "the report does not say: {told}");
    }

    /// No file of the run has a figure that is not a number, or infinite.
    pub(crate) fn has_no_nan(&self) {
        let is_no_number =
            |word: &str| ["nan", "inf", "-inf", "infinity"].contains(&word.to_lowercase().as_str());
        for (file, bytes) in contents(&self.path("reachgap-output")) {
            let kinds = ["csv", "html", "svg", "json", "geojson", "toml", "md"];
            if !file.extension().is_some_and(|kind| kinds.iter().any(|known| kind == *known)) {
                continue;
            }
            let text = String::from_utf8(bytes).unwrap();
            let apart = |letter: char| !letter.is_alphanumeric() && letter != '-';
            let found = text.split(apart).find(|word| is_no_number(word));
            assert!(found.is_none(), "{} in {}", found.unwrap_or_default(), file.display());
        }
    }

    /// Breaks nothing, and expects both commands to say that the inputs are refused, and to write nothing.
    pub(crate) fn is_refused(&self, told: &str) {
        for outcome in [self.check(), self.run()] {
            outcome.exits_with(3).tells(told).wrote_nothing();
        }
    }
}

/// What became of a command.
pub(crate) struct Outcome {
    code: Option<i32>,
    said: String,
    before: BTreeMap<PathBuf, u64>,
    after: BTreeMap<PathBuf, u64>,
}

impl Outcome {
    /// The exit code is this one.
    pub(crate) fn exits_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "it said:\n{}", self.said);
        self
    }

    /// The exit code.
    pub(crate) fn code(&self) -> Option<i32> {
        self.code
    }

    /// What was told contains this, word for word.
    pub(crate) fn tells(self, told: &str) -> Self {
        assert!(self.said.contains(told), "not told:\n{told}\n\nit said:\n{}", self.said);
        self
    }

    /// Nothing was told: no error, no warning, no note.
    pub(crate) fn tells_nothing(self) -> Self {
        assert!(self.said.trim().is_empty(), "it said:\n{}", self.said);
        self
    }

    /// What was told ends with this.
    pub(crate) fn tells_last(self, told: &str) -> Self {
        assert!(self.said.trim_end().ends_with(told), "not told last:\n{told}\n\nit said:\n{}", self.said);
        self
    }

    /// Every file and folder is as it was.
    pub(crate) fn wrote_nothing(self) -> Self {
        assert_eq!(self.after, self.before, "files were written or removed");
        self
    }

    /// How many errors were told.
    pub(crate) fn errors(&self) -> usize {
        self.said.lines().filter(|line| line.starts_with("error: ")).count()
    }
}

/// Files and folders with their sizes; a folder has none.
pub(crate) fn files_in(folder: &Path) -> BTreeMap<PathBuf, u64> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_in(&path));
            found.insert(path, 0);
        } else {
            found.insert(path.clone(), path.metadata().map_or(0, |about| about.len()));
        }
    }
    found
}

/// A boundary file of these features.
pub(crate) fn boundaries(features: &[String]) -> String {
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}

/// One of the three squares, about 700 m by 1,100 m, in a row from west to east.
pub(crate) fn square(number: u32) -> String {
    let (west, east) = (-2.6 + 0.01 * f64::from(number), -2.59 + 0.01 * f64::from(number));
    let ring = [(west, 51.45), (east, 51.45), (east, 51.46), (west, 51.46), (west, 51.45)];
    let ring: Vec<String> = ring.iter().map(|(lon, lat)| format!("[{lon:.2},{lat:.2}]")).collect();
    feature(number, &format!("{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}", ring.join(",")))
}

/// A feature of a boundary file: the area of this number, with this geometry.
pub(crate) fn feature(number: u32, geometry: &str) -> String {
    let code = format!("E0100000{}", number + 1);
    format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"LSOA21CD\":\"{code}\",\"LSOA21NM\":\"Square {number}\"}},\
         \"geometry\":{geometry}}}"
    )
}

/// A month of recorded crime: so many in each area.
pub(crate) fn crimes(month: &str, counts: &[u32]) -> String {
    let mut text = CRIME_HEADER.to_owned();
    for (area, count) in (0u32..).zip(counts) {
        for n in 0..*count {
            let lon = -2.595 + 0.01 * f64::from(area);
            text += &format!(
                "{month}-{area}-{n},{month},Avon,Avon,{lon:.3},51.455,Street,E0100000{},Square,Burglary,,\n",
                area + 1
            );
        }
    }
    text
}

/// Records of advice: so many people in each area, one contact each.
pub(crate) fn records(counts: &[u32]) -> String {
    let mut text = "person,date,code,lon,lat\n".to_owned();
    for (area, count) in (1u32..).zip(counts) {
        for n in 0..*count {
            text += &format!("p{area}-{n:03},2025-03-{:02},E0100000{area},,\n", 1 + n % 28);
        }
    }
    text
}
