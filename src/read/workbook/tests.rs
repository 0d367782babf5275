//! Workbooks made by another program, read back.

use std::path::PathBuf;

use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook as Written, Worksheet};
use tempfile::TempDir;

use super::*;
use crate::read::table::{Table, read_table};

fn written(sheets: impl FnOnce(&mut Written)) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("w.xlsx");
    let mut book = Written::new();
    sheets(&mut book);
    book.save(&path).expect("saved");
    (folder, path)
}

fn fill(sheet: &mut Worksheet, first_row: u32, rows: &[&[&str]]) {
    for (r, row) in (first_row..).zip(rows) {
        for (c, cell) in (0..).zip(*row) {
            sheet.write(r, c, *cell).expect("a cell");
        }
    }
}

fn read_with(path: &Path, change: impl FnOnce(&mut TableQuery<'_>)) -> (Option<Table>, String) {
    let mut query = TableQuery::new(path);
    change(&mut query);
    let mut problems = Problems::none();
    let table = read_table(&query, &mut problems);
    let folder = path.parent().expect("a folder").display().to_string();
    (table, problems.to_string().replace(&format!("{folder}/"), ""))
}

#[test]
fn an_empty_notes_sheet_is_passed_over_and_the_headers_found() {
    let (_folder, path) = written(|book| {
        book.add_worksheet().set_name("Notes").expect("a name");
        let sheet = book.add_worksheet().set_name("IoD").expect("a name");
        fill(sheet, 2, &[&["Title"], &["LSOA code", "Rank"], &["E01", "007"], &["E02", "8"]]);
    });
    let (table, said) = read_with(&path, |_| {});
    let table = table.expect(&said);
    assert_eq!(table.headers(), ["LSOA code", "Rank"]);
    assert_eq!((table.rows(), table.cell(1, 0), table.row_number(0)), (2, "007", 5));
    assert_eq!(table.file.layout, "XLSX, sheet \"IoD\", headers in row 4");
    assert_eq!(said, "");
}

#[test]
fn whole_numbers_have_no_decimal_point_and_dates_are_iso() {
    let (_folder, path) = written(|book| {
        let sheet = book.add_worksheet();
        fill(sheet, 0, &[&["n", "x", "day", "is"]]);
        sheet.write(1, 0, 123_456_789.0).expect("a cell");
        sheet.write(1, 1, 0.1).expect("a cell");
        let day = ExcelDateTime::from_ymd(2024, 2, 29).expect("a date");
        sheet.write_with_format(1, 2, &day, &Style::new().set_num_format("dd/mm/yyyy")).expect("a cell");
        sheet.write(1, 3, true).expect("a cell");
    });
    let table = read_with(&path, |_| {}).0.expect("read");
    let row: Vec<&str> = (0..4).map(|c| table.cell(c, 0)).collect();
    assert_eq!(row, ["123456789", "0.1", "2024-02-29", "true"]);
}

#[test]
fn a_stray_cell_in_the_far_corner_costs_a_warning_and_no_memory() {
    let (_folder, path) = written(|book| {
        let sheet = book.add_worksheet();
        fill(sheet, 0, &[&["code", "n"], &["E1", "2"]]);
        sheet.write(1_048_575, 16_383, "x").expect("a cell");
    });
    let (table, said) = read_with(&path, |_| {});
    assert_eq!(table.expect("read").rows(), 1);
    assert_eq!(said, "warning: w.xlsx, row 1048576: cells in columns without a header are left out: XFD");
}

#[test]
fn a_sheet_is_chosen_by_name_or_by_its_headers() {
    let (_folder, path) = written(|book| {
        fill(book.add_worksheet().set_name("A").expect("a name"), 0, &[&["p", "q"], &["1", "2"]]);
        fill(book.add_worksheet().set_name("B").expect("a name"), 0, &[&["code", "q"], &["3", "4"]]);
    });
    let cell = |table: Option<Table>| table.expect("read").cell(0, 0).to_owned();
    assert_eq!(cell(read_with(&path, |q| q.sheet = Some("b ")).0), "3");
    assert_eq!(cell(read_with(&path, |q| q.expects = &["Code"]).0), "3");
    let (table, said) = read_with(&path, |_| {});
    assert_eq!(cell(table), "1");
    assert!(
        said.starts_with("warning: w.xlsx: these sheets look alike and the first was read: A, B"),
        "{said}"
    );
    let (_, said) = read_with(&path, |q| q.sheet = Some("C"));
    assert!(said.starts_with("error: w.xlsx: there is no sheet \"C\"\n  hint: it has: A, B"), "{said}");
}

#[test]
fn empty_workbooks_and_headers_alone_are_refused() {
    let (_folder, path) = written(|book| {
        book.add_worksheet();
    });
    assert!(read_with(&path, |_| {}).1.starts_with("error: w.xlsx: every sheet is empty"));
    let (_folder, path) = written(|book| fill(book.add_worksheet(), 0, &[&["code", "n"]]));
    let said = read_with(&path, |_| {}).1;
    assert!(said.starts_with("error: w.xlsx: there are headers but no rows of data"), "{said}");
}

#[test]
fn a_workbook_that_is_really_something_else_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("w.xls");
    std::fs::write(&path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing more").expect("written");
    let (_, said) = read_with(&path, |_| {});
    assert!(said.starts_with("error: w.xls: the workbook cannot be opened"), "{said}");
    assert!(said.contains("save it as .xlsx"), "{said}");
}

#[test]
fn a_workbook_named_csv_is_read_with_a_warning() {
    let (_folder, path) = written(|book| fill(book.add_worksheet(), 0, &[&["code", "n"], &["E1", "2"]]));
    let csv = path.with_file_name("t.csv");
    std::fs::rename(&path, &csv).expect("renamed");
    let (table, said) = read_with(&csv, |_| {});
    assert!(table.is_some());
    assert!(said.starts_with("warning: t.csv: this is an Excel workbook named .csv"), "{said}");
}

#[test]
fn an_open_document_spreadsheet_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("w.ods");
    std::fs::write(&path, include_bytes!("small.ods")).expect("written");
    let (table, said) = read_with(&path, |_| {});
    let table = table.expect(&said);
    let row = |r: usize| (0..3).map(|c| table.cell(c, r).to_owned()).collect::<Vec<_>>();
    assert_eq!([row(0), row(1)], [["007", "3", "2024-02-29"], ["E2", "0.5", ""]]);
    assert_eq!((table.rows(), table.row_number(1)), (2, 3));
    assert_eq!(table.file.layout, "ODS, sheet \"Data\", headers in row 1");
}
