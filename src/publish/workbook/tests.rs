use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::disclose::evidence::{Cell, ColumnKind};
use crate::publish::sample;

fn cover() -> Cover {
    Cover {
        title: "Library reach in Northbridge, 2021".into(),
        author: "Northbridge Partnership".into(),
        keywords: vec!["needs assessment".into(), "library".into()],
        about: vec!["Which areas and groups the library service does not reach.".into()],
        date: (2026, 11, 22),
    }
}

fn made(tables: &[&Table]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes, &cover(), tables).expect("a workbook");
    bytes
}

fn opened(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

#[test]
fn what_is_read_back_equals_the_table() {
    let (areas, groups) = (sample::areas(), sample::groups());
    let mut book = opened(made(&[&areas, &groups]));
    assert_eq!(book.sheet_names(), ["Cover", "Contents", "Notes", "areas", "groups", "Data dictionary"]);
    for table in [&areas, &groups] {
        let sheet = book.worksheet_range(&table.id).expect("a sheet");
        let mut rows = sheet.rows().skip(sheet::HEADER_ROW as usize);
        let heads: Vec<String> = rows.next().expect("a header").iter().map(ToString::to_string).collect();
        let labels: Vec<&str> = table.columns.iter().map(|c| c.label.as_str()).collect();
        assert_eq!(heads, labels);
        assert_eq!(rows.len(), table.rows.len());
        for (read, written) in rows.zip(&table.rows) {
            for ((read, cell), column) in read.iter().zip(written).zip(&table.columns) {
                assert_same(read, cell, column.kind);
            }
        }
    }
}

fn assert_same(read: &Data, cell: &Cell, kind: ColumnKind) {
    match (read, cell) {
        (Data::Float(read), Cell::Number(value)) => {
            assert!((read - figures::rounded(kind, *value)).abs() < 1e-12);
        }
        (Data::String(read), Cell::Text(text)) => assert_eq!(read, text),
        (Data::String(read), gap) => assert_eq!(Some(read.as_str()), figures::marker(gap).map(|m| m.mark())),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_table_is_marked_up_under_a_name_of_its_own() {
    let (areas, groups) = (sample::areas(), sample::groups());
    let mut book = opened(made(&[&areas, &groups]));
    book.load_tables().expect("tables");
    let mut names: Vec<String> = book.table_names().into_iter().cloned().collect();
    names.sort();
    assert_eq!(
        names,
        ["table_areas", "table_contents", "table_data_dictionary", "table_groups", "table_notes"]
    );
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let areas = sample::areas();
    assert_eq!(made(&[&areas]), made(&[&areas]));
}

#[test]
fn a_text_that_looks_like_a_formula_stays_a_text() {
    let mut groups = sample::groups();
    groups.rows[0][0] = Cell::Text("=HYPERLINK(\"http://example.org\")".into());
    let mut book = opened(made(&[&groups]));
    let formulas = book.worksheet_formula("groups").expect("a sheet");
    assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()));
}

#[test]
fn a_table_without_rows_is_still_a_table() {
    let mut groups = sample::groups();
    groups.rows.clear();
    let mut book = opened(made(&[&groups]));
    assert!(book.worksheet_range("groups").is_ok());
}

#[test]
fn columns_with_one_label_are_told_apart() {
    let mut groups = sample::groups();
    groups.columns[3].label = "eligible children".into();
    let mut book = opened(made(&[&groups]));
    let sheet = book.worksheet_range("groups").expect("a sheet");
    let heads = sheet.rows().nth(sheet::HEADER_ROW as usize).expect("a header");
    assert_eq!(heads[3].to_string(), "eligible children (2)");
}

#[test]
fn more_rows_than_a_worksheet_holds_are_refused() {
    let mut groups = sample::groups();
    groups.columns.truncate(1);
    groups.rows = vec![vec![Cell::NotApplicable]; MOST_ROWS + 1];
    let refused = write(&mut Vec::new(), &cover(), &[&groups]).expect_err("too many");
    assert_eq!(
        refused.to_string(),
        "table \"groups\": 1048571 rows do not fit a worksheet, which holds at most 1048570\n  \
         hint: use the CSV file of this table"
    );
}

/// Leaves the workbook where an environment variable says, to be looked at.
#[test]
fn the_sample_workbook_can_be_looked_at() {
    let (areas, groups) = (sample::areas(), sample::groups());
    let bytes = made(&[&areas, &groups]);
    if let Some(folder) = std::env::var_os("REACHGAP_LOOK") {
        std::fs::write(std::path::Path::new(&folder).join("sample.xlsx"), bytes).expect("a file");
    }
}
