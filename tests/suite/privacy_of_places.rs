//! An intruder reads what is published of areas looked at together: clusters, scans, access, inequality.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::hidden_place::HiddenPlace;
use crate::outputs::{Row, contents, number, reachgap, rows, table};

const TOGETHER: &str = r#"
[neighbours]
rule = "queen"

[clusters]
permutations = 199

[scan]
look_for = "both"
largest_share = 0.5
replications = 199
time = "month"

[[sites]]
file = "sites.csv"
id = "site"
capacity = "places"
longitude = "lon"
latitude = "lat"

[access]
catchment = 2000
far = 700

[inequality]
by = "imd"
parts = 5
repetitions = 1000
"#;

const SITES: &str = "site,places,lon,lat\nS1,50,-2.595,51.455\nS2,30,-2.565,51.465\n";

struct Published {
    folder: TempDir,
    threshold: u32,
}

/// Publishes the place with its areas looked at together; the people of each area come month after month.
fn publish(place: &HiddenPlace) -> Published {
    let folder = tempfile::tempdir().unwrap();
    place.write(folder.path());
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let mut dated = |line: &str| {
        let code = line.split(',').nth(3).unwrap_or_default().to_owned();
        let nth = met.entry(code).or_default();
        *nth += 1;
        format!("{}\n", line.replace(",2025-03-", &format!(",2025-0{}-", 1 + *nth % 5)))
    };
    let records: String = place.records().lines().map(&mut dated).collect();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("mentoring.csv"), records).unwrap();
    fs::write(file("sites.csv"), SITES).unwrap();
    let assessment = fs::read_to_string(file("assessment.toml")).unwrap();
    fs::write(file("assessment.toml"), assessment + TOGETHER).unwrap();
    reachgap(folder.path(), &["run", "assessment.toml", "--quiet"]);
    let threshold = if place.rule.contains("10") { 10 } else { 5 };
    Published { folder, threshold }
}

fn nasty(reached: &[u32], rule: &'static str) -> HiddenPlace {
    HiddenPlace { outside: 1, unplaced: 2, rule, ..HiddenPlace::of(reached) }
}

const MANY: [u32; 12] = [2, 4, 30, 25, 0, 41, 6, 1, 5, 22, 38, 98];
/// One authority has so few that its total is withheld, and so is that of the other.
const FEW_IN_ONE: [u32; 12] = [22, 4, 30, 25, 3, 41, 60, 1, 0, 2, 1, 0];
const RULES: [&str; 4] = [
    "threshold = 5\nzeros = \"show\"",
    "threshold = 5\nzeros = \"suppress\"",
    "threshold = 10\nzeros = \"show\"",
    "threshold = 10\nzeros = \"suppress\"",
];

impl Published {
    fn out(&self) -> PathBuf {
        self.folder.path().join("reachgap-output")
    }

    fn public(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        contents(&self.out().join("public"))
    }

    /// The rows of a table, or none where it is not published.
    fn table(&self, name: &str) -> Vec<Row> {
        let is_there = self.out().join(format!("public/tables/{name}.csv")).exists();
        if is_there { table(&self.out(), name) } else { Vec::new() }
    }

    fn is_small(&self, count: f64) -> bool {
        count > 0.0 && count < f64::from(self.threshold)
    }

    /// Codes of the areas whose count is shown, or withheld.
    fn areas(&self, shown: bool) -> BTreeSet<String> {
        let rows = self.table("reach_mentoring_equal_reach");
        let kept = rows.iter().filter(|row| number(row, "reached").is_some() == shown);
        kept.map(|row| row["area_code"].clone()).collect()
    }
}

/// Two places that differ only in withheld counts, of the same sum in an authority, give the same publication: byte
/// for byte, with every table, map, chart and sentence on areas looked at together.
#[test]
fn nothing_said_of_areas_together_rests_on_withheld_counts() {
    for (counts, rule, changed) in [
        (MANY, RULES[0], vec![(0, 4), (1, 2)]),
        (MANY, RULES[0], vec![(0, 3), (1, 3)]),
        (MANY, RULES[1], vec![(0, 1), (1, 5 - 1), (4, 1)]),
        (MANY, RULES[2], vec![(0, 1), (1, 5)]),
        (FEW_IN_ONE, RULES[0], vec![(7, 2), (9, 1)]),
        (FEW_IN_ONE, RULES[2], vec![(7, 1), (9, 1), (10, 2)]),
    ] {
        let mut other = counts;
        changed.iter().for_each(|(area, count)| other[*area] = *count);
        let [first, second] = [counts, other].map(|counts| publish(&nasty(&counts, rule)));
        let withheld = first.areas(false);
        assert_eq!(withheld, second.areas(false), "{rule}: the test exchanges what is not withheld");
        assert!(changed.iter().all(|(area, _)| withheld.contains(&HiddenPlace::code(*area))), "{withheld:?}");
        let [first, second] = [first.public(), second.public()];
        assert!(first.keys().eq(second.keys()), "{counts:?}, {rule}: not the same files");
        let differing: Vec<_> =
            first.iter().filter(|(file, bytes)| second[*file] != **bytes).map(|f| f.0).collect();
        assert!(differing.is_empty(), "{counts:?}, {rule}: {differing:?}");
    }
}

#[test]
fn no_table_of_areas_together_has_a_small_number_of_people() {
    let mut seen = 0;
    for (counts, rule) in RULES.iter().flat_map(|rule| [(MANY, *rule), (FEW_IN_ONE, *rule)]) {
        let run = publish(&nasty(&counts, rule));
        let names = ["scan", "scan_of_time", "inequality_parts", "authorities"];
        for (name, row) in names
            .iter()
            .flat_map(|name| run.table(&format!("{name}_mentoring")).into_iter().map(move |row| (name, row)))
        {
            for column in ["reached", "eligible"] {
                let Some(people) = number(&row, column) else { continue };
                assert!(!run.is_small(people), "{rule}: {column} in {name}: {row:?}");
                assert!(people > 0.0 || !rule.contains("suppress") || column == "eligible", "{row:?}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "only {seen} numbers were seen");
}

#[test]
fn an_areas_own_figures_are_withheld_where_its_count_is() {
    const OPEN: [&str; 8] = [
        "area_code",
        "area_name",
        "authority",
        "scan_group",
        "nearest_site",
        "distance_to_site",
        "places_per_1000",
        "sites_per_100000",
    ];
    for rule in RULES {
        let run = publish(&nasty(&MANY, rule));
        let withheld = run.areas(false);
        assert!(withheld.len() >= 4, "{withheld:?}");
        for row in run.table("places_mentoring").iter().filter(|row| withheld.contains(&row["area_code"])) {
            for (column, cell) in row.iter().filter(|(column, _)| !OPEN.contains(&column.as_str())) {
                assert_eq!(cell, "[c]", "{rule}: {column} of {}", row["area_code"]);
            }
        }
    }
}

/// Numbers in a text that are followed by words for people.
fn people_told(text: &str) -> Vec<(f64, String)> {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || "<>\";:()".contains(c)).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let mut told = Vec::new();
    for pair in words.windows(3) {
        let Ok(number) = pair[0].replace(',', "").parse::<f64>() else { continue };
        let of_people = ["people", "person", "persons"].contains(&pair[1])
            || (pair[1] == "eligible" && pair[2] == "people")
            || (pair[1] == "were" && pair[2] == "reached");
        if of_people {
            told.push((number, pair.join(" ")));
        }
    }
    told
}

#[test]
fn no_map_chart_or_sentence_tells_a_small_number_of_people() {
    assert_eq!(people_told("where 3 were reached; 12 eligible people (2,001 people) live").len(), 3);
    for (counts, rule) in RULES.iter().flat_map(|rule| [(MANY, *rule), (FEW_IN_ONE, *rule)]) {
        let run = publish(&nasty(&counts, rule));
        for (file, bytes) in run.public() {
            if file.extension().is_none_or(|kind| kind != "svg" && kind != "html") {
                continue;
            }
            for (people, words) in people_told(&String::from_utf8_lossy(&bytes)) {
                let text = format!("{rule}: \"{words}\" in {}", file.display());
                assert!(!run.is_small(people), "{text}");
            }
        }
    }
}

/// The counts of a group in a stretch of time tell, with what is expected and the areas' own counts, how many were
/// reached in its areas at other times, elsewhere at that time, and elsewhere at other times. None may be small.
#[test]
fn no_small_number_follows_from_a_group_in_a_stretch_of_time() {
    let mut groups_seen = 0;
    let uneven = [44, 4, 30, 25, 8, 41, 26, 1, 15, 22, 38, 98];
    for (counts, rule) in RULES.iter().flat_map(|rule| [(MANY, *rule), (uneven, *rule)]) {
        let run = publish(&nasty(&counts, rule));
        let shown = run.areas(true);
        let members = run.table("scan_of_time_members_mentoring");
        for group in run.table("scan_of_time_mentoring") {
            let areas: BTreeSet<&str> = members
                .iter()
                .filter(|row| row["group"] == group["group"])
                .map(|row| row["area_code"].as_str())
                .collect();
            let mut cells = [0.0; 4];
            for person in rows(&run.folder.path().join("mentoring.csv")) {
                if !shown.contains(&person["code"]) {
                    continue;
                }
                let month = &person["date"][..7];
                let then = (group["from"].as_str()..=group["to"].as_str()).contains(&month);
                cells[2 * usize::from(areas.contains(person["code"].as_str())) + usize::from(then)] += 1.0;
            }
            assert_eq!(number(&group, "reached"), Some(cells[3]), "{rule}: the attack is wrong: {group:?}");
            assert!(cells.iter().all(|count| !run.is_small(*count)), "{rule}: {cells:?} of {group:?}");
            groups_seen += 1;
        }
    }
    assert!(groups_seen >= 8, "only {groups_seen} groups were seen");
}
