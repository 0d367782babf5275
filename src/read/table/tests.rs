//! What tables of text give, and what is said of bad ones.

use std::fs;

use super::*;

/// Reads a table from these bytes with this name; problems come without the folder.
fn read_as(name: &str, bytes: &[u8], change: impl FnOnce(&mut TableQuery<'_>)) -> (Option<Table>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    let mut query = TableQuery::new(&path);
    change(&mut query);
    let mut problems = Problems::none();
    let table = read_table(&query, &mut problems);
    (table, problems.to_string().replace(&format!("{}/", folder.path().display()), ""))
}

fn read(text: &str) -> (Option<Table>, String) {
    read_as("t.csv", text.as_bytes(), |_| {})
}

fn required(table: &Table, headers: &[&str]) -> String {
    let mut problems = Problems::none();
    assert!(table.require(headers, &mut problems).is_none());
    problems.to_string().split_once("t.csv: ").expect("named").1.to_owned()
}

#[test]
fn codes_and_blanks_stay_text() {
    let (table, said) = read("code,n\r\n0123,\r\n,\r\n E2 ,1.50\r\n");
    let table = table.expect("read");
    assert_eq!(said, "");
    assert_eq!((table.rows(), table.cell(0, 0), table.cell(1, 0)), (2, "0123", ""));
    assert_eq!((table.cell(0, 1), table.cell(1, 1), table.row_number(1)), (" E2 ", "1.50", 4));
    assert_eq!(table.file.rows, 2);
    assert_eq!(table.file.layout, "CSV, comma, UTF-8, CRLF");
    assert_eq!(table.file.hash.len(), 64);
}

#[test]
fn a_column_is_found_whatever_its_blanks_and_case() {
    let table = read(" LSOA\u{a0}code ,lsoa CODE\nE1,E2\n").0.expect("read");
    assert_eq!(table.column("lsoa CODE"), Some(1));
    assert_eq!(table.column("Lsoa Code"), Some(0));
    assert_eq!(table.column("nothing"), None);
}

#[test]
fn a_missing_column_is_told_with_the_nearest_and_all() {
    let table = read("lsoa11_code,users\nE1,2\n").0.expect("read");
    assert_eq!(
        required(&table, &["LSOA11CD", "users", "year"]),
        "there is no column \"LSOA11CD\"\n  hint: did you mean \"lsoa11_code\"? the file has: lsoa11_code, \
         users\nerror: t.csv: there is no column \"year\"\n  hint: the file has: lsoa11_code, users"
            .replace("t.csv: there", &format!("{}: there", table.path.display()))
    );
}

#[test]
fn the_wrong_delimiter_is_suspected() {
    let (table, _) = read_as("t.csv", b"code,n\nE1,2\n", |q| q.delimiter = Some(';'));
    let said = required(&table.expect("read"), &["users"]);
    assert!(said.contains("is the delimiter right? the file has: code,n"), "{said}");
}

#[test]
fn a_repeated_header_is_told_and_cannot_be_required() {
    let (table, said) = read("code,n,n\nE1,2,3\n");
    assert!(
        said.starts_with("warning: t.csv: the header \"n\" is there more than once: columns 2, 3"),
        "{said}"
    );
    let said = required(&table.expect("read"), &["n"]);
    assert!(said.starts_with("there are several columns \"n\""), "{said}");
}

#[test]
fn a_blank_header_gets_a_name() {
    let (table, said) = read(",n\nE1,2\n");
    assert_eq!(said, "note: t.csv: columns without a header were named \"column 1\"");
    assert_eq!(table.expect("read").column("column 1"), Some(0));
}

#[test]
fn headers_without_data_are_refused() {
    let (table, said) = read("code,n\n");
    assert!(table.is_none());
    assert!(said.starts_with("error: t.csv: there are headers but no rows of data"), "{said}");
}

#[test]
fn a_file_of_blank_lines_is_refused() {
    let (_, said) = read("\n\n\n");
    assert!(said.starts_with("error: t.csv: there is nothing in it"), "{said}");
}

#[test]
fn a_table_without_headers_has_numbered_columns() {
    let (table, _) = read_as("t.csv", b"E1,2\nE2,3\n", |q| q.has_header = false);
    let table = table.expect("read");
    assert_eq!((table.headers(), table.rows()), (&["column 1".to_owned(), "column 2".to_owned()][..], 2));
    assert_eq!(table.row_number(0), 1);
}

#[test]
fn titles_are_passed_over_and_rows_keep_their_numbers() {
    let (table, said) = read("Members, by area\n\ncode,users,year\nE1,2,3\nE2,3,4\n");
    let table = table.expect(&said);
    assert_eq!((table.headers().len(), table.rows(), table.row_number(0)), (3, 2, 4));
}

#[test]
fn only_the_columns_asked_for_are_kept() {
    let (table, _) = read_as("t.csv", b"a,B,c\n1,2,3\n", |q| q.only = Some(&["b"]));
    let table = table.expect("read");
    assert_eq!((table.headers(), table.cell(0, 0)), (&["B".to_owned()][..], "2"));
    assert!(required(&table, &["a"]).contains("the file has: B, a, c"));
}

#[test]
fn a_bare_cr_ends_a_row() {
    let table = read("code,n\rE1,2\rE2,3\r").0.expect("read");
    assert_eq!((table.rows(), table.cell(1, 1)), (2, "3"));
}

#[test]
fn a_zip_called_csv_and_a_missing_file_are_refused() {
    let (_, said) = read_as("t.csv", b"PK\x03\x04 something", |_| {});
    assert!(said.starts_with("error: t.csv: this is a zip archive"), "{said}");
    let mut problems = Problems::none();
    assert!(read_table(&TableQuery::new(Path::new("nowhere/t.csv")), &mut problems).is_none());
    assert!(problems.to_string().starts_with("error: nowhere/t.csv: there is no such file"));
}

#[test]
fn a_header_with_commas_is_one_header() {
    let table = read("code,\"Rank (1, 2, …)\"\nE1,3\n").0.expect("read");
    assert_eq!(table.column("Rank (1, 2, …)"), Some(1));
}
