//! Runs of the program, and their outputs read back by code that knows nothing of how they were written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A row of a table by its headings.
pub(crate) type Row = BTreeMap<String, String>;

/// Runs the program, which must succeed, and gives what it printed.
pub(crate) fn reachgap(folder: &Path, arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_reachgap")).current_dir(folder).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} said:\n{said}");
    String::from_utf8(output.stdout).unwrap()
}

/// The rows of a CSV file.
pub(crate) fn rows(file: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
    reader.deserialize().map(Result::unwrap).collect()
}

/// The rows of one public table.
pub(crate) fn table(out: &Path, name: &str) -> Vec<Row> {
    rows(&out.join(format!("public/tables/{name}.csv")))
}

/// A number of a row, unless a marker stands in its place.
pub(crate) fn number(row: &Row, column: &str) -> Option<f64> {
    let text = row.get(column).unwrap_or_else(|| panic!("no column {column}"));
    if text.starts_with('[') { None } else { Some(text.parse().unwrap()) }
}

/// The record of a run.
pub(crate) fn record(out: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(out.join("run.json")).unwrap()).unwrap()
}

/// The ledger's entry of a source.
pub(crate) fn entry(record: &Value, source: &str) -> Value {
    let entries = record["ledger"].as_array().unwrap();
    entries.iter().find(|e| e["source"] == source).unwrap_or_else(|| panic!("no {source}")).clone()
}

/// Every file below a folder with its bytes, by its name from there.
pub(crate) fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}
