//! Small files of records, made here.

use std::fs;

use jiff::civil::date;

use super::*;

fn columns() -> IndividualColumns {
    let named = |header: &str| Some(header.to_owned());
    IndividualColumns {
        person: named("id"),
        date: named("date"),
        age: named("age"),
        sex: named("sex"),
        attributes: vec![("ethnic_group".into(), "ethnicity".into())],
        status: named("status"),
        code: named("lsoa"),
        postcode: named("pc"),
        longitude: named("lon"),
        latitude: named("lat"),
        ..IndividualColumns::default()
    }
}

const HEADER: &str = "id,date,age,sex,ethnicity,status,lsoa,pc,lon,lat";

fn read_with(
    rows: &[&str],
    columns: &IndividualColumns,
    statuses: &BTreeMap<String, Step>,
    only: &BTreeMap<String, Vec<String>>,
) -> (Option<IndividualRead>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("r.csv");
    fs::write(&path, format!("{HEADER}\n{}\n", rows.join("\n"))).expect("written");
    let mut problems = Problems::none();
    let paths = [path];
    let query = IndividualQuery {
        paths: &paths,
        columns,
        statuses,
        only,
        text: TextOptions::default(),
        sheet: None,
        header_row: None,
        today: date(2025, 6, 30),
    };
    let read = read_individuals(&query, &mut problems);
    (read, problems.to_string().replace(&format!("{}/", folder.path().display()), ""))
}

fn read(rows: &[&str]) -> (Option<IndividualRead>, String) {
    read_with(rows, &columns(), &BTreeMap::new(), &BTreeMap::new())
}

#[test]
fn records_come_in_columns_with_every_blank_marked() {
    let rows = [
        "7,2025-03-31,83,F,White,engaged,e01,bs1 4dj,-2.59,51.45",
        "8,,,,,,,,,",
        " 7 ,1970-01-02,unknown,M,Asian,Completed,E02,BS14DJ,,",
    ];
    let (read, said) = read(&rows);
    let read = read.expect(&said);
    assert_eq!(read.rows(), 3);
    assert!(read.person[0] == read.person[2] && read.person[0] != read.person[1]);
    assert_eq!(read.date, [20_178, IndividualRead::NO_DATE, 1]);
    assert_eq!(read.age, [83, IndividualRead::NO_AGE, IndividualRead::NO_AGE]);
    assert_eq!(read.status, [Some(Step::Engaged), None, Some(Step::Completed)]);
    let group = read.category("ethnic_group").expect("named");
    assert_eq!(
        (&group.levels[..], &group.values[..]),
        (&["Asian".into(), "White".into()][..], &[1, u16::MAX, 0][..])
    );
    assert_eq!(read.codes.iter().map(AreaCode::as_str).collect::<Vec<_>>(), ["E01", "E02"]);
    assert_eq!(read.code, [0, IndividualRead::NONE, 1]);
    assert_eq!(
        (&read.postcode[..], &read.postcodes[..]),
        (&[0, u32::MAX, 0][..], &["BS14DJ".to_owned()][..])
    );
    assert_eq!([0, 1, 2].map(|row| read.point(row)), [Some([-2.59, 51.45]), None, None]);
    assert_eq!((read.entry.rows_read, read.entry.files[0].rows), (3, 3));
    assert_eq!(said, "");
}

#[test]
fn words_for_the_status_without_a_meaning_are_listed() {
    let (read, said) = read(&["1,,,,,attended,,,,", "2,,,,,DNA,,,,", "3,,,,,DNA,,,,"]);
    assert!(read.is_none());
    assert_eq!(
        said,
        "error: r.csv, row 2, column \"status\": words for the status without a stated meaning: \"DNA\", \
         \"attended\" (3 rows)\n  hint: say which of these each means: identified, referred, offered, engaged, \
         completed, declined, disengaged"
    );
}

#[test]
fn a_files_own_words_for_the_status_are_understood() {
    let words = BTreeMap::from([("Attended".to_owned(), Step::Engaged)]);
    let (read, _) = read_with(&["1,,,,,attended,,,,"], &columns(), &words, &BTreeMap::new());
    assert_eq!(read.expect("read").status, [Some(Step::Engaged)]);
}

#[test]
fn a_date_in_the_future_is_refused() {
    let (_, said) = read(&["1,2025-07-01,,,,,,,,"]);
    assert!(said.starts_with("error: r.csv, row 2, column \"date\": a date in the future"), "{said}");
}

#[test]
fn dates_of_two_forms_are_refused() {
    let (_, said) = read(&["1,2025-03-01,,,,,,,,", "2,04/03/2025,,,,,,,,"]);
    let told = "error: r.csv, row 3, column \"date\": some dates begin with the year and some with the day";
    assert!(said.starts_with(told), "{said}");
}

#[test]
fn impossible_ages_and_coordinates_are_refused_together() {
    let (_, said) = read(&["1,,200,,,,,,NaN,51", "2,,4.5,,,,,,51.5,-2.5"]);
    for told in [
        "error: r.csv, row 2, column \"age\": an age over 122 years",
        "error: r.csv, row 3, column \"age\": not an age in whole years",
        "error: r.csv, row 2, column \"lon, lat\": a coordinate that is NaN or infinite",
        "error: r.csv, row 3, column \"lon, lat\": longitude and latitude look swapped",
    ] {
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn ids_that_differ_only_in_case_or_padding_are_told() {
    let (read, said) = read(&["7,,,,,,,,,", "07,,,,,,,,,", "A1,,,,,,,,,", "a1,,,,,,,,,", "9,,,,,,,,,"]);
    assert!(read.is_some());
    let told = "warning: column \"id\": 4 ids differ from another only in case or leading zeros";
    assert!(said.starts_with(told), "{said}");
}

#[test]
fn rows_without_an_id_are_told() {
    let (read, said) = read(&["7,,,,,,,,,", ",,30,,,,,,,"]);
    assert_eq!(read.expect("read").person[1], 0);
    assert!(said.starts_with("warning: r.csv, row 3, column \"id\": no id of a person"), "{said}");
}

#[test]
fn only_the_rows_asked_for_are_kept_and_the_others_counted() {
    let only = BTreeMap::from([("sex".to_owned(), vec!["f".to_owned()])]);
    let (read, _) =
        read_with(&["1,,,F,,,,,,", "2,,,M,,,,,,", "3,,,F,,,,,,"], &columns(), &BTreeMap::new(), &only);
    let read = read.expect("read");
    assert_eq!((read.rows(), read.entry.dropped.get(NOT_ASKED_FOR)), (2, Some(&1)));
}

#[test]
fn missing_columns_are_told_all_at_once() {
    let mut columns = columns();
    columns.person = Some("person_id".into());
    columns.easting = Some("x".into());
    let (_, said) = read_with(&["1,,,,,,,,,"], &columns, &BTreeMap::new(), &BTreeMap::new());
    assert!(said.contains("there is no column \"person_id\""), "{said}");
    assert!(said.contains("only one of easting and northing is named"), "{said}");
}

#[test]
fn records_in_a_workbook_are_read_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("r.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (c, header) in (0..).zip(["id", "age"]) {
        sheet.write(0, c, header).expect("a cell");
    }
    sheet.write(1, 0, "0071").expect("a cell");
    sheet.write(1, 1, 30).expect("a cell");
    book.save(&path).expect("saved");
    let columns = IndividualColumns {
        person: Some("id".into()),
        age: Some("age".into()),
        ..IndividualColumns::default()
    };
    let paths = [path];
    let query = IndividualQuery {
        paths: &paths,
        columns: &columns,
        statuses: &BTreeMap::new(),
        only: &BTreeMap::new(),
        text: TextOptions::default(),
        sheet: None,
        header_row: None,
        today: date(2025, 6, 30),
    };
    let mut problems = Problems::none();
    let read = read_individuals(&query, &mut problems).expect("read");
    assert_eq!((read.age, read.entry.rows_read), (vec![30], 1));
    assert!(problems.is_empty(), "{problems}");
}
