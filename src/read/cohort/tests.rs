use std::fs;

use super::*;
use crate::assessment::Settings;

const SETTINGS: &str = r#"
title = "A town"
areas = { geography = "lsoa21", file = "areas.geojson" }
population = { file = "people.csv", geography = "lsoa21", period = 2024 }
[[cohort]]
name = "pupils"
measure = "exclusions a year"
better = "lower"
file = "cohort.csv"
before = "Before"
after = "After"
"#;

const GROUPED: &str = "group = \"Group\"\nhelped = [\"Supported\"]\n";

/// What is read of a file, with settings beside those above, and what is said of it.
fn read_with(file: &str, more: &str) -> (Option<CohortRead>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cohort.csv"), file).unwrap();
    let settings: Settings = toml::from_str(&format!("{SETTINGS}{more}")).unwrap();
    let cohort = settings.cohort[0].clone();
    let assessment = Assessment {
        settings,
        file: folder.path().join("assessment.toml"),
        directory: folder.path().to_owned(),
        date: jiff::civil::date(2026, 1, 1),
        raw: serde_json::Value::Null,
        notices: Problems::none(),
    };
    let mut problems = Problems::none();
    let read = read(&assessment, &cohort, &mut problems);
    let said = problems.to_string().replace(&format!("{}/", folder.path().display()), "");
    (read, said)
}

#[test]
fn figures_before_and_after_are_read_with_who_had_the_help() {
    let file = "Id,Earlier,Before,After,Hours,Group\n1,4,\"1,012\",6.5,20,supported\n2,,-3,8,,Waiting list\n";
    let more = format!("earlier = \"earlier\"\ndose = \"Hours\"\n{GROUPED}");
    let (read, said) = read_with(file, &more);
    let read = read.expect(&said);
    let first = CohortPerson { before: 1012.0, after: 6.5, earlier: Some(4.0), dose: Some(20.0) };
    let second = CohortPerson { before: -3.0, after: 8.0, earlier: None, dose: None };
    assert_eq!((read.people.as_slice(), read.helped.as_slice()), (&[first, second][..], &[true, false][..]));
    assert_eq!((read.helped(), read.comparison()), (vec![first], vec![second]));
    assert_eq!(said, "");
}

#[test]
fn people_without_both_figures_or_a_group_are_left_out_and_counted() {
    let file = "Before,After,Group\n3,2,supported\n3,,supported\n,2,other\n,,other\n4,1,\n5,5,other\n";
    let (read, said) = read_with(file, GROUPED);
    let entry = read.expect(&said).entry;
    let dropped: Vec<(&str, u64)> = entry.dropped.iter().map(|(why, rows)| (why.as_str(), *rows)).collect();
    let expected = [
        ("without a figure after", 1),
        ("without a figure before", 1),
        ("without a group", 1),
        ("without figures before and after", 1),
    ];
    assert_eq!(dropped, expected);
    assert_eq!((entry.rows_read, entry.rows_used, entry.of_people), (6, 2, true));
    assert!(entry.balances());
    assert_eq!((entry.source.as_str(), entry.files[0].file.as_str()), ("cohort: pupils", "cohort.csv"));
}

#[test]
fn without_a_group_column_everybody_had_the_help() {
    let (read, said) = read_with("Before,After\n3,2\n4,4\n", "");
    assert_eq!(read.expect(&said).helped, [true, true]);
}

#[test]
fn cells_that_are_not_numbers_are_refused_without_quoting_them() {
    let (read, said) = read_with("Before,After\nMary moved away,2\n3,40%\n4,NaN\n5,#N/A\n6,*\n", "");
    assert_eq!(read, None);
    assert!(!said.contains("Mary"), "{said}");
    for words in [
        "error: cohort.csv, row 2, column \"Before\": not a number\n  hint: correct it, or leave it blank where it is \
         not known",
        "row 3, column \"After\": a percent sign where a plain number is wanted",
        "row 4, column \"After\": not a finite number",
        "row 5, column \"After\": an error of the spreadsheet, such as #N/A",
        "row 6, column \"After\": not a number",
    ] {
        assert!(said.contains(words), "{words}\nis not in\n{said}");
    }
}

#[test]
fn a_word_that_matches_nobody_is_refused_with_the_nearest() {
    let rows = "3,2,Suported\n".repeat(6) + &"3,2,Waiting list\n".repeat(6) + "1,2,Supporting Mary\n";
    let (read, said) = read_with(&format!("Before,After,Group\n{rows}"), GROUPED);
    assert_eq!(read, None);
    assert_eq!(
        said,
        "error: cohort.csv, column \"Group\": no row has the word \"Supported\" that `helped` names\n  hint: did you \
         mean \"suported\"?"
    );
    let rows = "3,2,Ours\n".repeat(6) + &"3,2,Waiting list\n".repeat(6);
    let (_, said) = read_with(&format!("Before,After,Group\n{rows}"), GROUPED);
    assert!(said.ends_with("hint: the column has \"ours\" and \"waiting list\""), "{said}");
}

#[test]
fn a_group_and_its_words_need_each_other() {
    let file = "Before,After,Group\n3,2,supported\n";
    let (read, said) = read_with(file, "group = \"Group\"\n");
    assert!(read.is_none() && said.contains("`group` is named, but not who had the help"), "{said}");
    let (read, said) = read_with(file, "helped = [\"supported\"]\n");
    assert!(read.is_none() && said.contains("`helped` is given, but no column"), "{said}");
}

#[test]
fn a_cohort_of_which_nobody_had_the_help_is_refused() {
    let (read, said) = read_with("Before,After,Group\n3,,supported\n3,2,other\n", GROUPED);
    assert!(read.is_none());
    assert!(said.contains("nobody who had the help has a figure before and a figure after"), "{said}");
    let (read, said) = read_with("Before,After\n3,\n,2\n", "");
    assert!(read.is_none() && said.contains("nobody who had the help"), "{said}");
}

#[test]
fn a_comparison_group_without_anybody_is_told() {
    let (read, said) = read_with("Before,After,Group\n3,2,supported\n3,,other\n", GROUPED);
    assert!(
        read.is_some() && said.starts_with("warning: cohort.csv: [[cohort]] pupils: everybody"),
        "{said}"
    );
}

#[test]
fn a_column_that_is_not_there_or_stands_for_two_things_is_refused() {
    let (read, said) = read_with("Before,Afters\n3,2\n", "");
    assert!(read.is_none() && said.contains("did you mean \"Afters\"?"), "{said}");
    let (read, said) = read_with("Before,After\n3,2\n", "earlier = \"before\"\n");
    assert!(read.is_none() && said.contains("the column \"Before\" is named for two things"), "{said}");
}

#[test]
fn less_than_no_help_is_refused() {
    let (read, said) = read_with("Before,After,Hours\n3,2,-1\n", "dose = \"Hours\"\n");
    assert!(read.is_none());
    assert!(said.contains("row 2, column \"Hours\": an amount of help below zero"), "{said}");
}

#[test]
fn a_file_without_rows_is_refused() {
    let (read, said) = read_with("Before,After\n", "");
    assert!(read.is_none() && said.contains("no rows of data"), "{said}");
}
