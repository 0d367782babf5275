//! The record of a run, `run.json`: what went in, how it was configured, what was noticed, what came out.
//!
//! It holds nothing that depends on the machine: no absolute path, no clock, no number of threads. The
//! same inputs and configuration on the same day give the same bytes.

use std::collections::BTreeSet;
use std::io::Write;

use serde::Serialize;
use serde_json::Value;

use crate::ledger::{FileRead, Ledger};
use crate::problem::Problem;
use crate::publish::PublishError;
use crate::publish::staging::OutputFile;

/// The record's file name in the output folder.
pub const FILE: &str = "run.json";

/// How a record says that it is one of ours.
pub const PROGRAM: &str = "reachgap";

/// Everything a run leaves on record.
#[derive(Debug, Clone)]
pub struct RunRecord<'a> {
    /// The assessment's title.
    pub title: &'a str,
    /// The version of Reachgap.
    pub version: &'a str,
    /// The day of the run as `2026-11-22`, as it was told to the run.
    pub run_date: &'a str,
    /// The seed of the random numbers, where any were drawn.
    pub seed: Option<u64>,
    /// The configuration as it was read.
    pub configuration: &'a Value,
    /// What every source brought, with its files.
    pub ledger: &'a Ledger,
    /// What the reader of the figures must know.
    pub notices: &'a [Problem],
    /// The files that were written, this record excepted.
    pub outputs: &'a [OutputFile],
}

#[derive(Serialize)]
struct Input<'a> {
    source: &'a str,
    file: &'a str,
    bytes: u64,
    blake3: &'a str,
    rows: u64,
    geography: Option<&'a str>,
    layout: &'a str,
}

#[derive(Serialize)]
struct Output<'a> {
    file: &'a str,
    bytes: u64,
    blake3: &'a str,
}

#[derive(Serialize)]
struct Record<'a> {
    program: &'a str,
    version: &'a str,
    title: &'a str,
    run_date: &'a str,
    seed: Option<u64>,
    inputs: Vec<Input<'a>>,
    outputs: Vec<Output<'a>>,
    notices: &'a [Problem],
    configuration: &'a Value,
    ledger: Vec<Value>,
}

/// Writes the record as indented JSON.
///
/// A file that was named by an absolute path keeps only its own name, as `…/name`.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, run: &RunRecord<'_>) -> Result<(), PublishError> {
    let record = Record {
        program: PROGRAM,
        version: run.version,
        title: run.title,
        run_date: run.run_date,
        seed: run.seed,
        inputs: inputs(run.ledger),
        outputs: outputs(run.outputs),
        notices: run.notices,
        configuration: run.configuration,
        ledger: entries(run.ledger)?,
    };
    let record = without_places(serde_json::to_value(&record).map_err(std::io::Error::from)?);
    serde_json::to_writer_pretty(&mut *out, &record).map_err(std::io::Error::from)?;
    Ok(out.write_all(b"\n")?)
}

/// The files that a record says belong to its run, itself included; `None` if it is not one of ours.
pub fn files_of(record: &[u8]) -> Option<BTreeSet<String>> {
    let record: Value = serde_json::from_slice(record).ok()?;
    if record.get("program")?.as_str()? != PROGRAM {
        return None;
    }
    let outputs = record.get("outputs")?.as_array()?;
    let named = outputs.iter().filter_map(|output| output.get("file")?.as_str().map(str::to_owned));
    Some(named.chain([FILE.to_owned()]).collect())
}

fn inputs(ledger: &Ledger) -> Vec<Input<'_>> {
    ledger
        .entries
        .iter()
        .flat_map(|entry| entry.files.iter().map(|file| input(&entry.source, file)))
        .collect()
}

fn input<'a>(source: &'a str, file: &'a FileRead) -> Input<'a> {
    Input {
        source,
        file: &file.file,
        bytes: file.bytes,
        blake3: &file.hash,
        rows: file.rows,
        geography: file.geography.as_deref(),
        layout: &file.layout,
    }
}

fn outputs(written: &[OutputFile]) -> Vec<Output<'_>> {
    let mut outputs: Vec<Output<'_>> =
        written.iter().map(|w| Output { file: &w.file, bytes: w.bytes, blake3: &w.hash }).collect();
    outputs.sort_by_key(|output| output.file);
    outputs
}

/// The ledger's entries without their files, which stand among the inputs.
fn entries(ledger: &Ledger) -> Result<Vec<Value>, PublishError> {
    let mut entries = Vec::with_capacity(ledger.entries.len());
    for entry in &ledger.entries {
        let mut value = serde_json::to_value(entry).map_err(std::io::Error::from)?;
        if let Some(fields) = value.as_object_mut() {
            fields.shift_remove("files");
        }
        entries.push(value);
    }
    Ok(entries)
}

/// The same with every absolute path cut down to the file's own name.
fn without_places(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(without_place(text)),
        Value::Array(items) => items.into_iter().map(without_places).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(key, value)| (key, without_places(value))).collect()
        }
        other => other,
    }
}

fn without_place(text: String) -> String {
    let mut start = text.chars();
    let (first, second, third) = (start.next(), start.next(), start.next());
    let drive = first.is_some_and(|c| c.is_ascii_alphabetic()) && second == Some(':');
    let from_drive = drive && matches!(third, Some('\\' | '/'));
    let from_root =
        matches!((first, second), (Some('/'), Some(c)) if !c.is_whitespace()) || text.starts_with("\\\\");
    if !from_drive && !from_root {
        return text;
    }
    let name = text.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default();
    format!("…/{name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample;

    fn written() -> Value {
        let ledger = sample::ledger();
        let configuration = serde_json::json!({ "title": "T", "population": { "file": "/home/ann/people.csv" },
            "uptake": [{ "file": "C:\\data\\uptake.csv" }], "unit": "crimes / 1,000" });
        let outputs = [("public/b.csv", 2), ("public/a.csv", 1)].map(|(file, bytes)| OutputFile {
            file: file.into(),
            bytes,
            hash: "00".into(),
        });
        let run = RunRecord {
            title: "T",
            version: "0.1.0",
            run_date: "2026-11-22",
            seed: Some(7),
            configuration: &configuration,
            ledger: &ledger,
            notices: &[Problem::warning("two months are absent")],
            outputs: &outputs,
        };
        let mut bytes = Vec::new();
        write(&mut bytes, &run).expect("a record");
        let mut again = Vec::new();
        write(&mut again, &run).expect("a record");
        assert_eq!(bytes, again);
        assert_eq!(files_of(&bytes).map(|files| files.len()), Some(3));
        serde_json::from_slice(&bytes).expect("JSON")
    }

    #[test]
    fn every_input_stands_with_its_hash_and_rows_and_outputs_in_order_of_name() {
        let record = written();
        assert_eq!(record["inputs"][0]["source"], "population");
        assert!(record["inputs"][0]["rows"].is_u64() && record["inputs"][0]["blake3"].is_string());
        assert_eq!(record["outputs"][0]["file"], "public/a.csv");
        assert!(record["ledger"][0].get("files").is_none());
    }

    #[test]
    fn no_absolute_path_is_recorded() {
        let record = written();
        assert_eq!(record["configuration"]["population"]["file"], "…/people.csv");
        assert_eq!(record["configuration"]["uptake"][0]["file"], "…/uptake.csv");
        assert_eq!(record["configuration"]["unit"], "crimes / 1,000");
    }

    #[test]
    fn another_programs_record_is_not_ours() {
        assert_eq!(files_of(br#"{"program":"other","outputs":[]}"#), None);
        assert_eq!(files_of(b"not JSON"), None);
    }
}
