//! An intruder reads what is published, with code of their own, and must learn no small number of people.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use tempfile::TempDir;

use crate::hidden_place::HiddenPlace;
use crate::outputs::{Row, contents, number, reachgap, table};

/// Columns of the area tables that tell something of the people reached.
const TELLING: [&str; 6] = ["reached", "reach", "ratio", "people_short", "verdict", "priority"];
const STANDARDS: [&str; 3] = ["equal_reach", "in_proportion_to_need", "similar_places"];

struct Published {
    _folder: TempDir,
    out: PathBuf,
    place: HiddenPlace,
    threshold: u32,
}

fn nasty() -> HiddenPlace {
    let mut place = HiddenPlace::of(&[2, 4, 30, 25, 0, 41, 6, 1, 5, 22, 38, 98]);
    (place.outside, place.unplaced) = (1, 2);
    place
}

fn publish(place: HiddenPlace, threshold: u32) -> Published {
    let folder = tempfile::tempdir().unwrap();
    place.write(folder.path());
    reachgap(folder.path(), &["run", "assessment.toml", "--quiet"]);
    Published { out: folder.path().join("reachgap-output"), _folder: folder, place, threshold }
}

/// The same place under both thresholds, with zeros shown and suppressed.
fn under_every_rule() -> Vec<Published> {
    let rules = [
        ("threshold = 5\nzeros = \"show\"", 5),
        ("threshold = 5\nzeros = \"suppress\"", 5),
        ("threshold = 10\nzeros = \"show\"", 10),
        ("threshold = 10\nzeros = \"suppress\"", 10),
    ];
    rules.map(|(rule, threshold)| publish(HiddenPlace { rule, ..nasty() }, threshold)).into()
}

impl Published {
    fn table(&self, name: &str) -> Vec<Row> {
        table(&self.out, name)
    }

    fn is_small(&self, count: f64) -> bool {
        count > 0.0 && count < f64::from(self.threshold)
            || count == 0.0 && self.place.rule.contains("suppress")
    }

    /// Codes of the areas whose counts are withheld.
    fn withheld(&self) -> Vec<String> {
        let rows = self.table("reach_mentoring_equal_reach");
        rows.iter().filter(|r| number(r, "reached").is_none()).map(|r| r["area_code"].clone()).collect()
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.out.join("public").join(file)).unwrap()
    }
}

#[test]
fn no_small_number_of_people_is_written_in_a_table() {
    for run in under_every_rule() {
        let names = ["reach_mentoring_equal_reach", "authorities_mentoring", "groups_mentoring_group"];
        for row in names.iter().flat_map(|name| run.table(name)) {
            let Some(reached) = number(&row, "reached") else { continue };
            assert!(!run.is_small(reached), "{row:?}");
            let few = f64::from(run.threshold);
            let left = number(&row, "eligible").unwrap() - reached;
            assert!(left <= 0.0 || left >= few, "all but {left}: {row:?}");
        }
        for row in run.table("pathway_mentoring") {
            assert!(number(&row, "people").is_none_or(|people| !run.is_small(people)), "{row:?}");
        }
    }
}

#[test]
fn no_figure_stands_beside_a_withheld_count_that_tells_it() {
    for run in under_every_rule() {
        let withheld = run.withheld();
        assert!(withheld.len() >= 4, "{withheld:?}");
        for name in STANDARDS {
            for row in run.table(&format!("reach_mentoring_{name}")) {
                if !withheld.contains(&row["area_code"]) {
                    continue;
                }
                for (column, cell) in row.iter().filter(|(c, _)| TELLING.iter().any(|t| c.starts_with(t))) {
                    assert_eq!(cell, "[c]", "{column} of {}", row["area_code"]);
                }
            }
        }
        let columns = ["area_code", "measure", "marker"];
        for row in run.table("long").iter().filter(|row| withheld.contains(&row["area_code"])) {
            let [_, measure, marker] = columns.map(|column| row[column].as_str());
            let telling = TELLING.iter().any(|t| measure.starts_with(t));
            assert!(!telling || marker == "[c]", "{row:?}");
        }
    }
}

#[test]
fn no_withheld_count_follows_by_subtraction() {
    for run in under_every_rule() {
        let rows = run.table("reach_mentoring_equal_reach");
        let totals = run.table("authorities_mentoring");
        for authority in ["Northby", "Southby", "Whole place"] {
            let total = totals.iter().find(|row| row["authority"] == authority).unwrap();
            let Some(total) = number(total, "reached") else { continue };
            let inside = |row: &&Row| authority == "Whole place" || row["authority"] == authority;
            let shown: f64 = rows.iter().filter(inside).filter_map(|row| number(row, "reached")).sum();
            let hidden: Vec<&Row> =
                rows.iter().filter(inside).filter(|row| number(row, "reached").is_none()).collect();
            not_told(&run, &hidden, total - shown);
        }
        let place = totals.iter().find(|row| row["authority"] == "Whole place").unwrap();
        let groups = run.table("groups_mentoring_group");
        let shown: f64 = groups.iter().filter_map(|row| number(row, "reached")).sum();
        let hidden = groups.iter().filter(|row| number(row, "reached").is_none()).count();
        if let (Some(total), 1) = (number(place, "reached"), hidden) {
            // The others of the sum are people of unknown group, whose number must then be withheld too.
            assert!(
                run.text("report.html").contains("of [c] of those reached is not known"),
                "{total} − {shown}"
            );
        }
    }
}

/// Given their sum, none of the hidden counts has only one value that it can take.
fn not_told(run: &Published, hidden: &[&Row], sum: f64) {
    assert_ne!(hidden.len(), 1, "one hidden count is {sum}");
    let least = if run.place.rule.contains("suppress") { 0.0 } else { 1.0 };
    let most = |row: &Row| number(row, "eligible").unwrap();
    for row in hidden {
        let others: Vec<&&Row> =
            hidden.iter().filter(|other| other["area_code"] != row["area_code"]).collect();
        let (low, high) = (
            (sum - others.iter().map(|other| most(other)).sum::<f64>()).max(least),
            (sum - least * others.len() as f64).min(most(row)),
        );
        assert!(high - low >= 1.0, "{} is {low} to {high}", row["area_code"]);
    }
}

/// The strongest of all: two places that differ only in what is withheld give the same publication.
#[test]
fn the_publication_is_the_same_whatever_the_withheld_counts_are() {
    let mut other = nasty();
    other.reached.swap(0, 1);
    let (first, second) = (publish(nasty(), 5), publish(other, 5));
    let hidden = first.withheld();
    assert!(hidden.contains(&HiddenPlace::code(0)) && hidden.contains(&HiddenPlace::code(1)));
    assert_eq!(hidden, second.withheld());
    let [first, second] = [&first, &second].map(|run| contents(&run.out.join("public")));
    assert!(first.keys().eq(second.keys()));
    for (file, bytes) in &first {
        let other = &second[file];
        assert!(bytes == other, "{} differs: {}", file.display(), difference(bytes, other));
    }
}

fn difference(a: &[u8], b: &[u8]) -> String {
    let [a, b] = [a, b].map(String::from_utf8_lossy);
    let differ = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    differ.map_or_else(String::new, |(a, b)| {
        let at = a.bytes().zip(b.bytes()).position(|(a, b)| a != b).unwrap_or_default().saturating_sub(60);
        let cut = |text: &str| text.chars().skip(at).take(160).collect::<String>();
        format!("\n{}\n{}", cut(a), cut(b))
    })
}

#[test]
fn workbook_and_map_data_withhold_what_the_tables_withhold() {
    let run = publish(nasty(), 5);
    let withheld = run.withheld();
    let data: serde_json::Value = serde_json::from_str(&run.text("areas.geojson")).unwrap();
    for feature in data["features"].as_array().unwrap() {
        let about = feature["properties"].as_object().unwrap();
        let hidden = withheld.iter().any(|code| about["area_code"] == code.as_str());
        for (name, value) in about.iter().filter(|(name, _)| !name.ends_with("_marker")) {
            let telling = TELLING.iter().any(|t| name.starts_with(t));
            assert!(!hidden || !telling || value.is_null(), "{name}: {value}");
        }
    }
    let mut workbook: Xlsx<_> = open_workbook(run.out.join("public/tables.xlsx")).unwrap();
    let mut seen = 0;
    for (sheet, range) in workbook.worksheets() {
        let mut heads: Vec<String> = Vec::new();
        for row in range.rows() {
            let texts: Vec<String> = row.iter().map(ToString::to_string).collect();
            if texts.iter().any(|t| t == "Area code") && texts.len() > 5 {
                heads = texts;
            } else if texts.iter().any(|t| withheld.contains(t)) {
                for (head, cell) in heads.iter().zip(row).filter(|(head, _)| *head == "Reached") {
                    assert_eq!(*cell, Data::String("[c]".into()), "{sheet}: {head}");
                    seen += 1;
                }
            }
        }
    }
    assert_eq!(seen, withheld.len() * STANDARDS.len());
}

#[test]
fn a_map_says_of_a_withheld_area_only_that_it_is_withheld() {
    let run = publish(nasty(), 5);
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for (file, bytes) in contents(&run.out.join("public/maps")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let about_people =
            ["gap", "reach", "verdict"].iter().any(|kind| file.to_string_lossy().starts_with(kind));
        if !about_people || file.extension().is_none_or(|kind| kind != "svg") {
            continue;
        }
        for code in run.withheld() {
            let tooltip = text.split("<title>").find(|part| part.contains(&format!("({code})"))).unwrap();
            let tooltip = tooltip.split("</title>").next().unwrap();
            assert!(tooltip.contains("withheld"), "{}: {tooltip}", file.display());
            *told.entry(code).or_default() += 1;
        }
    }
    assert!(told.values().all(|maps| *maps == 5), "{told:?}");
}

#[test]
fn how_many_people_live_elsewhere_or_nowhere_is_not_told() {
    let run = publish(nasty(), 5);
    let report = run.text("report.html");
    assert!(report.contains("What became of the rows is withheld"));
    assert!(!report.contains("could not be placed"), "1 person outside and 2 unplaced are told");
    // 275 engaged less 272 in the place would be the 3 who are not in it.
    let place = run.table("authorities_mentoring").into_iter().find(|row| row["authority"] == "Whole place");
    let place = number(&place.unwrap(), "reached");
    let pathway = run.table("pathway_mentoring");
    let engaged = pathway.iter().find(|row| row["status"] == "engaged").unwrap();
    assert!(number(engaged, "people").is_none() || place.is_none(), "{engaged:?} and {place:?}");
}

#[test]
fn the_record_of_a_run_lies_outside_what_is_published() {
    let run = publish(nasty(), 5);
    assert!(run.out.join("run.json").exists());
    let names = contents(&run.out.join("public"));
    let is_record = |path: &&PathBuf| path.ends_with(Path::new("run.json"));
    assert!(!names.keys().any(|path| is_record(&path)));
    for (file, bytes) in names.iter().filter(|(file, _)| file.extension().is_some_and(|kind| kind != "png")) {
        let text = String::from_utf8_lossy(bytes);
        for person in ["p0000", "p0001", "p0271"] {
            assert!(!text.contains(person), "{person} is named in {}", file.display());
        }
    }
}
