//! What readers see, as text: a change of it is a change to look at.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::outputs::reachgap;

fn demo() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    reachgap(folder.path(), &["demo", "d", "--quiet"]);
    let demo = folder.path().join("d");
    (folder, demo)
}

/// The first lines of a file, the long ones cut.
fn first_lines(file: &Path, lines: usize) -> String {
    let text = fs::read_to_string(file).unwrap();
    let cut = |line: &str| line.chars().take(200).collect::<String>();
    text.lines().take(lines).map(cut).collect::<Vec<_>>().join("\n")
}

/// What a picture says: the texts in it, without the tooltips of single areas.
fn words_of(svg: &Path) -> String {
    let text = fs::read_to_string(svg).unwrap();
    let of = |part: &str, tag: &str| part.split(&format!("</{tag}>")).next().unwrap_or_default().to_owned();
    let described = text.split("<desc").skip(1).map(|part| of(part, "desc"));
    let titled = text.split("<title").skip(1).take(4).map(|part| of(part, "title"));
    let strip = |part: String| part.split_once('>').map_or(part.clone(), |(_, words)| words.to_owned());
    described.chain(titled).map(strip).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_check_tells_of_the_demo() {
    let (_folder, demo) = demo();
    insta::assert_snapshot!(reachgap(&demo, &["check", "assessment.toml", "--quiet"]));
}

#[test]
fn what_is_explained_of_one_area() {
    let (_folder, demo) = demo();
    insta::assert_snapshot!(reachgap(&demo, &["explain", "assessment.toml", "E01900004", "--quiet"]));
}

#[test]
fn how_the_tables_begin() {
    let (_folder, demo) = demo();
    let tables = demo.join("reachgap-output/public/tables");
    let mut names: Vec<PathBuf> = fs::read_dir(&tables).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let told = names.iter().map(|file| {
        let name = file.file_name().unwrap().to_string_lossy();
        format!("— {name}\n{}", first_lines(file, 3))
    });
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_the_maps_say() {
    let (_folder, demo) = demo();
    let maps = demo.join("reachgap-output/public/maps");
    let told = ["gap_equal_reach_family_support", "need_and_reach_family_support", "verdict_family_support"]
        .map(|map| format!("— {map}\n{}", words_of(&maps.join(format!("{map}.svg")))));
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_help_tells() {
    let folder = tempfile::tempdir().unwrap();
    let told = ["demo", "new", "check", "run", "explain"]
        .map(|command| format!("— {command}\n{}", reachgap(folder.path(), &[command, "--help"])));
    insta::assert_snapshot!(format!("{}\n{}", reachgap(folder.path(), &["--help"]), told.join("\n")));
}

#[test]
fn the_answer_of_the_report() {
    let (_folder, demo) = demo();
    let page = fs::read_to_string(demo.join("reachgap-output/public/report.html")).unwrap();
    let answer = page.split("<div class=\"answer\">").nth(1).unwrap().split("</div>").next().unwrap();
    insta::assert_snapshot!(answer.replace("<p>", "").replace("</p>", "").trim());
}
