//! Tables and the assessment file itself.

use crate::support::{Place, crimes};

#[test]
fn a_missing_file_is_told_with_the_nearest_name() {
    Place::valid()
        .write("member.csv", "code,members\n")
        .remove("members.csv")
        .is_refused("error: members.csv: there is no such file\n  hint: did you mean \"member.csv\"?");
}

#[test]
fn a_pattern_without_files_is_refused() {
    Place::valid().change("assessment.toml", "crime/*.csv", "crimes/*.csv").is_refused(
        "error: crimes/*.csv: no file of this name or pattern\n  hint: names start from the folder",
    );
}

#[test]
fn an_empty_file_is_refused() {
    Place::valid()
        .write("people.csv", "")
        .is_refused("error: people.csv: the file is empty\n  hint: export or download it again");
}

#[test]
fn a_header_alone_is_refused() {
    Place::valid().write("deprivation.csv", "code,score\n").is_refused(
        "error: deprivation.csv: there are headers but no rows of data\n  hint: export or download it again",
    );
}

#[test]
fn a_wrong_delimiter_is_suspected_where_there_is_one_column() {
    Place::valid().write("members.csv", "code:members\nE01000001:300\nE01000002:200\n").is_refused(
        "error: members.csv: there is no column \"members\"\n  \
         hint: is the delimiter right? the file has: code:members",
    );
}

#[test]
fn an_area_that_stands_twice_is_refused() {
    Place::valid().append("deprivation.csv", "E01000002,24.0\n").is_refused(
        "error: deprivation.csv, row 5, column \"code\": area E01000002 stands here a second time\n  \
         hint: each area has one row",
    );
}

#[test]
fn people_of_one_kind_given_twice_are_refused() {
    Place::valid().append("people.csv", "E01000002,1600\n").is_refused(
        "error: people.csv, row 5, column \"code\": area E01000002 stands here a second time\n  \
         hint: each area has one row for each kind of people",
    );
}

#[test]
fn an_unknown_code_is_refused_where_too_much_is_lost() {
    Place::valid().change("members.csv", "E01000002", "E01999999").is_refused(
        "error: members.csv, row 3, column \"code\": 1 of 3 area codes are not known as LSOA 2021, the first is \
         E01999999, more than the tolerance of 15.0 %\n  \
         hint: check `geography` and its boundary year, and whether a look-up is missing",
    );
}

#[test]
fn an_unknown_code_is_one_fault_and_told_once() {
    let place = Place::valid().change("members.csv", "E01000002", "E01999999");
    assert_eq!(place.check().exits_with(3).errors(), 1);
}

#[test]
fn unknown_codes_of_records_are_told_with_the_rows_they_stand_in() {
    let place = Place::valid().append(
        "advice.csv",
        "p7,2025-03-01,E01999999,,\np8,2025-03-01,E01999999,,\np9,2025-03-01,E01999998,,\n",
    );
    place.check().exits_with(0).tells(
        "warning: advice.csv, row 152, column \"code\": 3 of 153 area codes are not known as LSOA 2021, the first is \
         E01999999, then E01999998 in row 154",
    );
}

#[test]
fn codes_of_2011_declared_as_2021_are_refused() {
    Place::valid().write("members.csv", "code,members\nE01000001,300\nE01000011,200\nE01000012,90\n").is_refused(
        "error: members.csv, row 3, column \"code\": 2 of 3 area codes are not known as LSOA 2021, the first is \
         E01000011, then E01000012 in row 4; 2 of them are LSOA 2011\n  hint: set geography = \"lsoa11\"",
    );
}

#[test]
fn codes_that_lost_their_zeros_are_refused() {
    Place::valid().write("members.csv", "code,members\n1000001,300\n1000002,200\n1000003,90\n").is_refused(
        "error: members.csv, row 2, column \"code\": the codes are numbers, where LSOA 2021 codes are E01, W01 \
         and six digits\n  \
         hint: a spreadsheet may have taken letters or leading zeros off: export the column as text",
    );
}

#[test]
fn a_negative_count_is_refused() {
    Place::valid().change("members.csv", "E01000002,200", "E01000002,-200").is_refused(
        "error: members.csv, row 3, column \"members\": a negative count\n  \
         hint: correct it; changes and net figures are not counts",
    );
}

#[test]
fn a_fraction_of_a_person_is_refused() {
    Place::valid().change("members.csv", "E01000003,90", "E01000003,90.5").is_refused(
        "error: members.csv, row 4, column \"members\": a fraction where a whole number is wanted\n  \
         hint: give counts, not rates, shares or averages",
    );
}

#[test]
fn more_members_than_people_are_refused() {
    Place::valid().change("members.csv", "E01000001,300", "E01000001,3000").is_refused(
        "library: more people were counted than are eligible in 1 of 3 areas; the first is E01000001\n  \
         hint: check the ages of the eligible population",
    );
}

#[test]
fn coordinates_that_are_no_finite_numbers_are_refused() {
    for nonsense in ["NaN", "inf", "1e999"] {
        Place::valid().append("advice.csv", &format!("p9,2025-03-01,,{nonsense},51.455\n")).is_refused(
            "error: advice.csv, row 152, column \"lon, lat\": a coordinate that is NaN or infinite\n  \
             hint: correct it, or leave both blank",
        );
    }
}

#[test]
fn swapped_coordinates_of_records_are_refused() {
    Place::valid().append("advice.csv", "p9,2025-03-01,,51.455,-2.595\n").is_refused(
        "error: advice.csv, row 152, column \"lon, lat\": longitude and latitude look swapped\n  \
         hint: exchange the two column names in the assessment file",
    );
}

#[test]
fn a_date_in_the_future_is_refused() {
    Place::valid().append("advice.csv", "p9,2031-03-01,E01000001,,\n").is_refused(
        "error: advice.csv, row 152, column \"date\": a date in the future\n  \
         hint: correct it, or leave the row out",
    );
}

#[test]
fn a_month_of_crime_in_the_future_is_refused() {
    Place::valid().write("crime/2025-03.csv", &crimes("2031-03", &[20, 30, 40])).is_refused(
        "error: crime/2025-03.csv, row 2, column \"Month\": a month in the future (90 rows)\n  \
         hint: correct it, or leave the row out",
    );
}

#[test]
fn a_month_given_twice_is_refused() {
    Place::valid().write("crime/2025-02b.csv", &crimes("2025-02", &[1, 2, 3])).is_refused(
        "error: crime/2025-02b.csv: the month 2025-02 of Avon is given twice: it is in crime/2025-02.csv too\n  \
         hint: leave one of the files out",
    );
}

#[test]
fn a_zip_called_csv_is_refused() {
    Place::valid().write_bytes("crime/2025-03.csv", b"PK\x03\x04\x14\0\0\0\x08\0street.csv").is_refused(
        "error: crime/2025-03.csv: this is a zip archive\n  hint: unpack it and name the file inside",
    );
}

#[test]
fn text_declared_as_utf_8_by_its_mark_must_be() {
    Place::valid().write_bytes("members.csv", b"\xef\xbb\xbfcode,members\nE01000001,\xff\xfe\n").is_refused(
        "error: members.csv, row 2: not valid UTF-8, although it is declared or marked as that\n  \
         hint: leave the encoding out to have it found, or declare the right one",
    );
}

#[test]
fn text_of_an_older_encoding_is_read_and_told() {
    let place = Place::valid().write_bytes("members.csv", b"code,members,note\nE01000001,300,caf\xe9\n");
    place.check().tells(
        "warning: members.csv, row 2: not valid UTF-8: the file was read as windows-1252\n  \
         hint: if accents look wrong, declare its encoding or save it as UTF-8",
    );
}

#[test]
fn an_assessment_that_is_not_utf_8_is_refused() {
    Place::valid()
        .write_bytes("assessment.toml", b"title = \"Caf\xe9\"\n")
        .is_refused("error: assessment.toml: cannot be read: stream did not contain valid UTF-8\n  hint: ");
}

#[test]
fn weights_that_do_not_sum_to_one_are_refused() {
    Place::valid().change("assessment.toml", "imd = 0.5, crime", "imd = 0.6, crime").is_refused(
        "error: assessment.toml, row 50: `need.weights` sum to 1.1, not to 1\n  \
         hint: weights are shares of the whole index: make them add up to 1",
    );
}
