//! A small place with nasty counts: few people here, nearly everybody there, and one person who lives elsewhere.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The place: twelve areas, seven in one authority and five in another, and people reached in each.
#[derive(Debug, Clone)]
pub(crate) struct HiddenPlace {
    /// People reached, by area.
    pub(crate) reached: Vec<u32>,
    /// Eligible people, by area.
    pub(crate) eligible: Vec<u32>,
    /// People reached who live in a known area outside the place.
    pub(crate) outside: u32,
    /// People reached of whom nobody knows where they live.
    pub(crate) unplaced: u32,
    /// People reached in the place whose group is the smallest.
    pub(crate) smallest_group: u32,
    /// People reached in the place whose group is not known.
    pub(crate) unknown_group: u32,
    /// The disclosure rule, as the assessment has it.
    pub(crate) rule: &'static str,
    /// Whether the records are written from the last to the first.
    pub(crate) reversed: bool,
}

const GROUPS: [&str; 3] = ["Alpha", "Beta", "Gamma"];

impl HiddenPlace {
    /// A place where so many were reached.
    pub(crate) fn of(reached: &[u32]) -> Self {
        Self {
            reached: reached.to_vec(),
            eligible: vec![100; reached.len()],
            outside: 0,
            unplaced: 0,
            smallest_group: 3,
            unknown_group: 2,
            rule: "threshold = 5\nzeros = \"show\"",
            reversed: false,
        }
    }

    /// The code of an area, counted from zero; those beyond the last lie outside the place.
    pub(crate) fn code(area: usize) -> String {
        format!("E010000{:02}", area + 1)
    }

    /// Writes the place's files and its assessment.
    pub(crate) fn write(&self, folder: &Path) {
        let file = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
        let areas = self.reached.len();
        let (mut lookup, mut people, mut groups, mut deprivation) = (
            "lsoa11_code,lsoa21_code,change_code,ltla22_code,ltla22_name\n".to_owned(),
            "code,people\n".to_owned(),
            "code,Alpha,Beta,Gamma\n".to_owned(),
            "code,score\n".to_owned(),
        );
        for area in 0..=areas {
            let code = Self::code(area);
            let (authority, name) = match area {
                outside if outside == areas => ("E06000003", "Elsewhere"),
                north if north < 7 => ("E06000001", "Northby"),
                _ => ("E06000002", "Southby"),
            };
            let eligible = self.eligible.get(area).copied().unwrap_or(100);
            let (beta, gamma) = (eligible / 3, eligible / 10);
            writeln!(lookup, "{code},{code},U,{authority},{name}").unwrap();
            writeln!(people, "{code},{eligible}").unwrap();
            writeln!(groups, "{code},{},{beta},{gamma}", eligible - beta - gamma).unwrap();
            writeln!(deprivation, "{code},{}", 10 + (area * 7) % 31).unwrap();
        }
        file("areas.geojson", &boundaries(areas + 1));
        file("lookup.csv", &lookup);
        file("people.csv", &people);
        file("groups.csv", &groups);
        file("deprivation.csv", &deprivation);
        file("mentoring.csv", &self.records());
        file("assessment.toml", &ASSESSMENT.replace("RULE", self.rule));
    }

    /// The records of people, with their header.
    pub(crate) fn records(&self) -> String {
        let mut homes: Vec<String> = Vec::new();
        for (area, count) in self.reached.iter().enumerate() {
            homes.extend((0..*count).map(|_| Self::code(area)));
        }
        let inside = homes.len() as u32;
        homes.extend((0..self.outside).map(|_| Self::code(self.reached.len())));
        homes.extend((0..self.unplaced).map(|_| String::new()));
        let group = |person: u32| match person {
            n if n < self.smallest_group => GROUPS[2],
            n if n < self.smallest_group + self.unknown_group => "",
            n => GROUPS[usize::from(n % 3 == 0)],
        };
        let record = |(person, home): (u32, &String)| {
            // Groups are dealt out from the last area to the first, so that a swap of two early areas moves none.
            let of = if person < inside { group(inside - 1 - person) } else { "" };
            format!("p{person:04},2025-03-{:02},engaged,{home},{of}\n", 1 + person % 28)
        };
        let mut records: Vec<String> = (0u32..).zip(&homes).map(record).collect();
        if self.reversed {
            records.reverse();
        }
        format!("person,date,status,code,group\n{}", records.concat())
    }
}

fn boundaries(areas: usize) -> String {
    let feature = |area: usize| {
        let (west, south) = (-2.6 + 0.01 * (area % 5) as f64, 51.45 + 0.01 * (area / 5) as f64);
        let (east, north) = (west + 0.01, south + 0.01);
        let ring = [(west, south), (east, south), (east, north), (west, north), (west, south)];
        let ring: Vec<String> = ring.iter().map(|(x, y)| format!("[{x:.2},{y:.2}]")).collect();
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"LSOA21CD\":\"{}\",\"LSOA21NM\":\"Square {area}\"}},\
             \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
            HiddenPlace::code(area),
            ring.join(",")
        )
    };
    let features: Vec<String> = (0..areas).map(feature).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}

const ASSESSMENT: &str = r#"title = "Nasty numbers"
date = "2025-06-30"
place = { lad22 = ["E06000001", "E06000002"] }

[areas]
geography = "lsoa21"
file = "areas.geojson"
authority = "lad22"

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

[[groups]]
name = "group"
preset = "census2021-groups-wide"
file = "groups.csv"
geography = "lsoa21"
code = "code"
period = 2021

[deprivation]
file = "deprivation.csv"
geography = "lsoa21"
code = "code"
indicators = ["imd"]
scores = { imd = "score" }

[[uptake]]
service = "mentoring"
agency = "A charity"
file = "mentoring.csv"
geography = "lsoa21"
code = "code"
person = "person"
date = "date"
status = "status"
groups = { group = "group" }

[need]
weights = { imd = 1.0 }

[gap]
standard = "equal-reach"
also = ["in-proportion-to-need", "similar-places"]
covariates = ["imd"]

[sensitivity]
draws = 50

[tolerance]
unplaced = 0.9

[disclosure]
RULE
"#;
