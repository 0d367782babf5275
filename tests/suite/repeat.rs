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
