//! Who may know whom: each outside crate has a room, stages know only the stages before them, nouns know none,
//! and publishing sees nothing but evidence. See `docs/architecture.md`.

use std::fs;
use std::path::Path;

use crate::source_tree::{SourceFile, rust_files, source_files};

/// The stages, in the order that data move.
const STAGES: [&str; 6] = ["read", "join", "estimate", "assess", "disclose", "publish"];

/// Outside crates and where they may be named: paths below `src`.
const ROOMS: &[(&[&str], &[&str])] = &[
    (&["polars"], &["read/", "join/", "publish/"]),
    (&["rstar"], &["join/"]),
    (&["i_overlay"], &["read/boundaries/", "publish/maps/"]),
    (&["lonlat_bng"], &["join/", "demo/"]),
    (&["plotters"], &["publish/drawing/", "publish/maps/", "publish/charts/"]),
    (&["palette"], &["publish/drawing/", "publish/maps/", "publish/charts/"]),
    (&["clap", "clap_complete", "clap_mangen", "indicatif", "ctrlc"], &["cli/"]),
    (&["geojson", "geozero", "shapefile", "flatgeobuf", "rusqlite", "calamine", "encoding_rs"], &["read/"]),
    (&["nalgebra", "statrs"], &["estimate/"]),
    (&["microlp"], &["disclose/"]),
    (&["rust_xlsxwriter", "minijinja", "resvg", "usvg", "tiny_skia"], &["publish/"]),
];

/// Publishing may only see evidence. These files may name more: those that write what stays inside, with full
/// figures, and one that takes shapes back to longitude and latitude.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("publish/private.rs", &["join", "estimate", "assess"]),
    ("publish/explanation.rs", &["join", "estimate", "assess"]),
    ("publish/outputs.rs", &["join"]),
];

/// Files that may grow no further without a noun being found in them.
const LONGEST_FILE: usize = 400;

/// Every place where a rule is broken, as one message.
fn holds(rule: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

fn stage(name: &str) -> Option<usize> {
    STAGES.iter().position(|stage| *stage == name)
}

/// The stages that a file names, with the line and the stage's place in the order.
fn stages_named(file: &SourceFile) -> impl Iterator<Item = (usize, usize)> {
    file.root_modules().into_iter().filter_map(|(line, name)| stage(&name).map(|stage| (line, stage)))
}

#[test]
fn the_import_decides_the_room() {
    let mut broken = Vec::new();
    for file in source_files() {
        for (crates, rooms) in
            ROOMS.iter().filter(|(_, rooms)| !rooms.iter().any(|r| file.path.starts_with(r)))
        {
            for krate in *crates {
                let lines = file.lines_naming(krate).into_iter();
                broken.extend(lines.map(|line| {
                    format!("src/{}:{line}: {krate} belongs in {}", file.path, rooms.join(", "))
                }));
            }
        }
    }
    holds("an outside crate is named outside its room", broken);
}

#[test]
fn every_room_is_lived_in() {
    let files = source_files();
    let named = |krate: &str| files.iter().any(|file| !file.lines_naming(krate).is_empty());
    let unused = ROOMS.iter().flat_map(|(crates, _)| *crates).filter(|krate| !named(krate));
    holds("no source file names this crate", unused.map(ToString::to_string).collect());
}

#[test]
fn a_stage_knows_only_the_stages_before_it() {
    let mut broken = Vec::new();
    for file in source_files() {
        let Some(own) = stage(file.room()) else { continue };
        broken.extend(stages_named(&file).filter(|(_, named)| *named > own).map(|(line, named)| {
            format!("src/{}:{line}: {} comes before {}", file.path, STAGES[own], STAGES[named])
        }));
        let above =
            file.root_modules().into_iter().filter(|(_, name)| ["cli", "run", "demo"].contains(&&**name));
        broken.extend(above.map(|(line, name)| format!("src/{}:{line}: a stage knows no {name}", file.path)));
    }
    holds("a stage names a later one", broken);
}

#[test]
fn nouns_know_no_stage() {
    // These put the stages together: the contents page, the run and why it stopped, and what was typed.
    let composes = ["lib", "main", "run", "error", "cli"];
    let mut broken = Vec::new();
    for file in source_files() {
        if stage(file.room()).is_none() && !composes.contains(&file.room()) {
            let named = stages_named(&file);
            broken.extend(
                named.map(|(line, named)| format!("src/{}:{line}: names {}", file.path, STAGES[named])),
            );
        }
    }
    holds("a noun names a stage", broken);
}

#[test]
fn publishing_sees_only_evidence() {
    let mut broken = Vec::new();
    for file in source_files() {
        if file.room() != "publish" {
            continue;
        }
        let allowed =
            MAY_NAME.iter().find(|(path, _)| *path == file.path).map_or(&[][..], |(_, stages)| stages);
        let seen = stages_named(&file).filter(|(_, named)| {
            !["disclose", "publish"].contains(&STAGES[*named]) && !allowed.contains(&STAGES[*named])
        });
        broken.extend(seen.map(|(line, named)| format!("src/{}:{line}: names {}", file.path, STAGES[named])));
    }
    holds("publishing names what has not passed disclosure control", broken);
}

#[test]
fn no_file_is_too_long() {
    let long = source_files().into_iter().filter(|file| file.lines > LONGEST_FILE);
    let mut broken: Vec<String> =
        long.map(|file| format!("src/{}: {} lines, at most {LONGEST_FILE}", file.path, file.lines)).collect();
    for path in rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite")) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        if lines > LONGEST_FILE {
            broken.push(format!("{}: {lines} lines", path.display()));
        }
    }
    holds("a file is too long: a noun is missing", broken);
}
