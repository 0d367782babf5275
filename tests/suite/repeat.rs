//! The same inputs give the same bytes, whatever the number of threads and the order of the rows.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::outputs::{contents, reachgap};

fn demo(folder: &Path) -> PathBuf {
    reachgap(folder, &["demo", "d", "--quiet"]);
    folder.join("d")
}

fn run(demo: &Path, out: &str, threads: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    reachgap(demo, &["run", "assessment.toml", "--quiet", "--threads", threads, "--out", out]);
    contents(&demo.join(out))
}

fn differing(a: &BTreeMap<PathBuf, Vec<u8>>, b: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    assert!(a.keys().eq(b.keys()), "not the same files");
    a.iter().filter(|(file, bytes)| b[*file] != **bytes).map(|(file, _)| file.display().to_string()).collect()
}

#[test]
fn one_thread_and_two_write_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let demo = demo(folder.path());
    let (one, two) = (run(&demo, "one", "1"), run(&demo, "two", "2"));
    assert_eq!(differing(&one, &two), Vec::<String>::new());
    assert!(one.len() > 40);
}

/// Sorts the lines of a file below its header by their reversed text: an order that nothing was made in.
fn shuffle(file: &Path) {
    let text = fs::read_to_string(file).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].sort_by_key(|line| line.chars().rev().collect::<String>());
    fs::write(file, lines.join("\n") + "\n").unwrap();
}

#[test]
fn the_order_of_rows_changes_no_figure() {
    let folder = tempfile::tempdir().unwrap();
    let demo = demo(folder.path());
    let before = contents(&demo.join("reachgap-output"));
    for file in [
        "uptake/library_members.csv",
        "uptake/family_support.csv",
        "agencies/education.csv",
        "agencies/health.csv",
        "agencies/social_services.csv",
        "agencies/youth_offending.csv",
        "agencies/voluntary.csv",
        "cohort/exclusions.csv",
        "population/mid2020_lsoa11_single_year_of_age.csv",
        "population/census2021_ethnic_group_lsoa21.csv",
        "deprivation/iod2025_file7.csv",
        "crime/2024-01-wexley-street.csv",
        "crime/2024-11-wexley-street.csv",
        "lookups/postcodes.csv",
        "lookups/lsoa11_lsoa21_lad22.csv",
    ] {
        shuffle(&demo.join("data").join(file));
    }
    let after = run(&demo, "after", "2");
    let differing = differing(&before, &after);
    // The record has the hashes of the files, which are other files now.
    assert_eq!(differing, ["run.json"]);
}

#[test]
fn the_order_of_records_changes_no_figure() {
    let place = crate::hidden_place::HiddenPlace::of(&[12, 4, 30, 25, 0, 41, 6, 1, 5, 22, 38, 98]);
    let outputs = [false, true].map(|reversed| {
        let folder = tempfile::tempdir().unwrap();
        crate::hidden_place::HiddenPlace { reversed, ..place.clone() }.write(folder.path());
        reachgap(folder.path(), &["run", "assessment.toml", "--quiet"]);
        contents(&folder.path().join("reachgap-output"))
    });
    assert_eq!(differing(&outputs[0], &outputs[1]), ["run.json"]);
}

/// Moves a part of the assessment, from its first line up to the next blank one, behind another part.
fn move_behind(text: &str, part: &str, other: &str) -> String {
    let start = text.find(part).unwrap();
    let end = start + text[start..].find("\n\n").unwrap() + 2;
    let (moved, rest) = (&text[start..end], format!("{}{}", &text[..start], &text[end..]));
    let behind = rest.find(other).unwrap();
    let behind = behind + rest[behind..].find("\n\n").unwrap() + 2;
    format!("{}{moved}{}", &rest[..behind], &rest[behind..])
}

/// Agencies stay in their order: where two contradict each other, the one named first is followed. The order in which
/// services and definitions are named decides the order of rows and pages, and no figure.
#[test]
fn the_order_of_services_and_definitions_changes_no_figure_of_the_partnership() {
    let folder = tempfile::tempdir().unwrap();
    let demo = demo(folder.path());
    let before = contents(&demo.join("reachgap-output"));
    let edit = |file: &str, change: &dyn Fn(&str) -> String| {
        let file = demo.join(file);
        fs::write(&file, change(&fs::read_to_string(&file).unwrap())).unwrap();
    };
    let assessment = fs::read_to_string(demo.join("assessment.toml")).unwrap();
    edit("assessment.toml", &|text| {
        let support = "[[uptake]]\nservice = \"family support\"";
        move_behind(text, support, "[[uptake]]\nservice = \"library\"")
    });
    let after = run(&demo, "services", "1");
    // Pages and pictures name their sources in the order of the assessment; tables hold the figures.
    let is_table = |file: &&PathBuf| {
        let name = file.to_string_lossy();
        file.starts_with("public/tables")
            && ["definition", "searched", "barriers"].iter().any(|part| name.contains(part))
    };
    let tables: Vec<&PathBuf> = before.keys().filter(is_table).collect();
    assert!(tables.len() >= 5, "{tables:?}");
    let differ = |after: &BTreeMap<PathBuf, Vec<u8>>, files: &[&PathBuf]| -> Vec<String> {
        let differs = |file: &&&PathBuf| after.get(**file) != before.get(**file);
        files.iter().filter(differs).map(|file| file.display().to_string()).collect()
    };
    assert_eq!(differ(&after, &tables), Vec::<String>::new());
    fs::write(demo.join("assessment.toml"), assessment).unwrap();
    edit("definitions.toml", &|text| {
        let (head, rest) = text.split_at(text.find("[[definition]]").unwrap());
        let mut parts: Vec<&str> = rest.split("[[definition]]").skip(1).collect();
        parts.reverse();
        let parts: String =
            parts.iter().map(|part| format!("[[definition]]{}\n\n", part.trim_end())).collect();
        format!("{head}{parts}")
    });
    let turned = run(&demo, "turned", "2");
    let sorted = |files: &BTreeMap<PathBuf, Vec<u8>>| {
        let text = String::from_utf8(files[Path::new("public/tables/definitions.csv")].clone()).unwrap();
        let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
        rows.sort();
        rows
    };
    assert_eq!(sorted(&before), sorted(&turned));
    let is_own_picture = |file: &&PathBuf| file.to_string_lossy().contains("definition_");
    let pictures: Vec<&PathBuf> = before.keys().filter(is_own_picture).collect();
    assert!(pictures.len() > 10, "{pictures:?}");
    assert_eq!(differ(&turned, &pictures), Vec::<String>::new());
}
