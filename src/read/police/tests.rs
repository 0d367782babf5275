//! Small police files, made here.

use std::fs;

use jiff::civil::date;

use super::*;
use crate::ledger::Coverage;

const HEADER: &str = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,\
                      Crime type,Last outcome category,Context";

/// A row: id, month, longitude, latitude, code, type.
fn row(cells: [&str; 6]) -> String {
    let [id, month, x, y, code, kind] = cells;
    format!("{id},{month},Avon,Avon,{x},{y},On or near ,{code},name,{kind},,")
}

fn read(files: &[(&str, Vec<String>)]) -> (Option<CrimeRead>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut paths = Vec::new();
    for (name, rows) in files {
        let path = folder.path().join(name);
        fs::write(&path, format!("{HEADER}\r\n{}\r\n", rows.join("\r\n"))).expect("written");
        paths.push(path);
    }
    let mut problems = Problems::none();
    let columns = PoliceColumns::default();
    let read = read_police(&paths, &columns, TextOptions::default(), date(2025, 6, 30), &mut problems);
    (read, problems.to_string().replace(&format!("{}/", folder.path().display()), ""))
}

const BURGLARY: [&str; 6] = ["a1", "2025-01", "-2.5", "51.5", "E01", "Burglary"];
const ASB: [&str; 6] = ["", "2025-01", "-2.5", "51.5", "E01", "Anti-social behaviour"];

#[test]
fn repeated_crimes_are_dropped_and_incidents_without_an_id_are_all_kept() {
    let second = ["a1", "2025-03", "-2.6", "51.6", "E02", "Drugs"];
    let files = [
        ("2025-03.csv", vec![row(second), row(["b", "2025-03", "", "", "", "Drugs"])]),
        ("2025-01.csv", vec![row(BURGLARY), row(ASB), row(ASB)]),
    ];
    let (read, said) = read(&files);
    let read = read.expect(&said);
    assert_eq!(read.categories, ["Anti-social behaviour", "Burglary", "Drugs"]);
    assert_eq!(read.category, [1, 0, 0, 2]);
    assert_eq!(read.months, ["2025-01", "2025-03"]);
    assert_eq!(read.month, [0, 0, 0, 1]);
    assert_eq!(read.place, [0, 0, 0, CrimeRead::NONE]);
    assert_eq!((read.places[0], read.codes[0].as_str()), ([-2.5, 51.5], "E01"));
    assert_eq!(read.code, [0, 0, 0, CrimeRead::NONE]);
    assert_eq!(read.file_rows, [0..3, 3..4]);
    assert_eq!((read.entry.rows_read, read.place.len()), (5, 4));
    assert_eq!(read.entry.dropped.get(REPEATED_CRIME_ID), Some(&1));
    assert!(read.entry.files[0].file.ends_with("2025-01.csv"));
}

#[test]
fn a_missing_month_is_absent() {
    let february = ["b", "2025-03", "-2.5", "51.5", "E01", "Burglary"];
    let (read, _) = read(&[("1.csv", vec![row(BURGLARY)]), ("3.csv", vec![row(february)])]);
    let coverage = read.expect("read").entry.coverage;
    assert_eq!(coverage.get("2025-02"), Some(&Coverage::Absent));
    assert_eq!(coverage.len(), 3);
}

#[test]
fn a_month_given_twice_is_refused() {
    let other = ["c", "2025-01", "-2.5", "51.5", "E01", "Burglary"];
    let (read, said) = read(&[("1.csv", vec![row(BURGLARY)]), ("2.csv", vec![row(other)])]);
    assert!(read.is_none());
    assert!(
        said.starts_with("error: 2.csv: the month 2025-01 of Avon is given twice: it is in ")
            && said.contains("1.csv too\n  hint: leave one of the files out"),
        "{said}"
    );
}

#[test]
fn the_same_file_twice_is_refused() {
    let (_, said) = read(&[("1.csv", vec![row(BURGLARY)]), ("2.csv", vec![row(BURGLARY)])]);
    assert!(said.starts_with("error: 2.csv: the same file twice: it has the bytes of 1.csv"), "{said}");
}

#[test]
fn a_month_in_the_future_and_one_that_is_none_are_refused() {
    let future = ["c", "2025-07", "-2.5", "51.5", "E01", "Burglary"];
    let none = ["d", "July", "-2.5", "51.5", "E01", "Burglary"];
    let (_, said) = read(&[("1.csv", vec![row(BURGLARY), row(future), row(none), row(none)])]);
    assert!(said.contains("error: 1.csv, row 3, column \"Month\": a month in the future"), "{said}");
    assert!(said.contains("error: 1.csv, row 4, column \"Month\": not a month (2 rows)"), "{said}");
}

#[test]
fn swapped_coordinates_are_refused() {
    let swapped = ["c", "2025-01", "51.5", "-2.5", "E01", "Burglary"];
    let (_, said) = read(&[("1.csv", vec![row(BURGLARY), row(swapped)])]);
    assert!(
        said.starts_with(
            "error: 1.csv, row 3, column \"Longitude, Latitude\": longitude and latitude look swapped"
        ),
        "{said}"
    );
}

#[test]
fn a_missing_column_is_told_for_every_file_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("1.csv");
    fs::write(&path, "ID,Months,Longitude,Latitude\n1,2,3,4\n").expect("written");
    let mut problems = Problems::none();
    let columns = PoliceColumns::default();
    let read = read_police(&[path], &columns, TextOptions::default(), date(2025, 6, 30), &mut problems);
    assert!(read.is_none());
    let said = problems.to_string();
    assert!(said.contains("there is no column \"Month\"\n  hint: did you mean \"Months\"?"), "{said}");
    assert!(said.contains("there is no column \"Crime type\""), "{said}");
}

#[test]
fn a_force_without_a_month_that_others_have_is_told() {
    let other = row(["c", "2025-01", "-2.5", "51.5", "E01", "Burglary"]).replace("Avon", "Kent");
    let later = row(["d", "2025-02", "-2.5", "51.5", "E01", "Burglary"]).replace("Avon", "Kent");
    let (read, said) = read(&[("1.csv", vec![row(BURGLARY)]), ("2.csv", vec![other, later])]);
    assert!(read.is_some());
    assert!(said.contains("warning: Avon has no crimes in 2025-02, where other forces have"), "{said}");
    assert!(said.contains("note: 2.csv: the file has rows of 2 months, 2025-01 to 2025-02"), "{said}");
}
