//! Agencies' files, records and cohorts of a partnership with one thing wrong.

use std::fmt::Write as _;

use crate::support::Place;

pub(super) const REGISTER: &str = "definitions.toml";
const ASSESSMENT: &str = "assessment.toml";

const PARTNERSHIP: &str = r#"
[[uptake]]
service = "mentoring"
file = "mentoring.csv"
geography = "lsoa21"
code = "code"
person = "person"
shared_id = "shared"
date = "date"
status = "status"
attempts = "attempts"
attributes = { language = "language" }

[partnership]
register = "definitions.toml"

[[agency]]
name = "health"
file = "health.csv"
geography = "lsoa21"
code = "area"
shared_id = "shared"
attributes = { language = "language" }
"#;

const COHORT: &str = r#"
[[cohort]]
name = "pupils"
measure = "exclusions"
better = "lower"
file = "cohort.csv"
before = "before"
after = "after"
"#;

/// A definition as the register has it, to be broken by a test.
#[derive(Clone, Copy)]
pub(super) struct Definition<'a> {
    pub(super) id: &'a str,
    pub(super) kind: &'a str,
    pub(super) covers: &'a str,
    pub(super) comparator: &'a str,
    pub(super) more: &'a str,
}

impl Default for Definition<'_> {
    fn default() -> Self {
        let kind = "[\"slipping-through\", \"service-resistant\"]";
        Self { id: "deaf-families", kind, covers: "language = 'Sign'", comparator: "", more: "" }
    }
}

impl Definition<'_> {
    /// Its lines in the register: the id in the second, what more there is from the tenth on.
    pub(super) fn text(&self) -> String {
        let Self { id, kind, covers, comparator, more } = self;
        let comparator = if comparator.is_empty() {
            "# everybody else".into()
        } else {
            format!("comparator = {comparator:?}")
        };
        let covers = toml::Value::String((*covers).to_owned());
        format!(
            "[[definition]]\nid = \"{id}\"\ntitle = \"Deaf families\"\nagency = \"health\"\n\
             wording = \"Deaf families are lost.\"\nkind = {kind}\ncovers = {covers}\n{comparator}\n\n{more}\n"
        )
    }
}

/// The three squares with records of mentoring, one agency that shares pseudonyms, and one definition.
pub(super) fn place() -> Place {
    let mut mentoring = "person,shared,date,status,attempts,code,language\n".to_owned();
    let mut health = "shared,area,language\n".to_owned();
    for n in 0..120u32 {
        let (area, language) = (1 + n % 3, if n % 4 == 0 { "Sign" } else { "English" });
        let mut row = |day: &str, status: &str| {
            let row = format!("p{n:03},s{n:03},2025-{day},{status},3,E0100000{area},{language}");
            writeln!(mentoring, "{row}").unwrap();
        };
        row("01-05", "referred");
        row("01-20", "offered");
        match n % 5 {
            0 => row("02-03", "declined"),
            1 | 2 => row("02-10", "engaged"),
            _ => {}
        }
        writeln!(health, "{}{n:03},E0100000{area},{language}", if n < 60 { "s" } else { "h" }).unwrap();
    }
    Place::valid()
        .append(ASSESSMENT, PARTNERSHIP)
        .write("mentoring.csv", &mentoring)
        .write("health.csv", &health)
        .write(REGISTER, &Definition::default().text())
}

/// Both commands refuse the place with this definition.
pub(super) fn refused(definition: &Definition<'_>, told: &str) {
    place().write(REGISTER, &definition.text()).is_refused(told);
}

/// Both commands go on; the check tells this, and the run notes it in its record; it is not published.
fn told(place: &Place, told: &str) {
    place.check().exits_with(0).tells(told).wrote_nothing();
    place.run().exits_with(0);
    place.has_no_nan();
    let read = |file: &str| std::fs::read_to_string(place.path("reachgap-output").join(file)).unwrap();
    let what = told.lines().next().unwrap().rsplit(": ").next().unwrap();
    let what = what.split(" (").next().unwrap();
    assert!(read("run.json").contains(what), "the record does not tell: {what}");
    assert!(!read("public/report.html").contains(what), "the report tells: {what}");
}

#[test]
fn steps_out_of_order_are_told() {
    let place =
        place().change("mentoring.csv", "p001,s001,2025-02-10,engaged", "p001,s001,2025-01-02,engaged");
    told(
        &place,
        "warning: mentoring.csv: mentoring: people whose steps are out of order, such as engaged before referred; they \
         are left out of waiting times\n  \
         hint: correct the dates, or check that `statuses` gives each word its meaning",
    );
}

#[test]
fn two_statuses_on_one_day_are_told() {
    let place = place()
        .change("mentoring.csv", "p001,s001,2025-02-10,engaged", "p001,s001,2025-01-20,engaged")
        .change("mentoring.csv", "p006,s006,2025-02-10,engaged", "p006,s006,2025-01-20,engaged");
    told(
        &place,
        "warning: mentoring.csv: mentoring: people with two statuses on one day; the one further on the way is taken to \
         follow the other (2 rows)\n  hint: record the day of each step",
    );
}

#[test]
fn attempts_that_are_no_numbers_are_told() {
    let place = place().change(
        "mentoring.csv",
        "2025-02-10,engaged,3,E01000002,English\np002",
        "2025-02-10,engaged,thrice,E01000002,English\np002",
    );
    told(
        &place,
        "warning: mentoring.csv: mentoring: entries of attempts that are no whole number; they count as not recorded\n  \
         hint: write attempts as whole numbers",
    );
}

#[test]
fn pseudonyms_that_differ_by_case_or_padding_are_told() {
    let hint = "shared pseudonyms differ from another only in case or leading zeros; they are taken for different \
                people\n  hint: have every agency write each pseudonym in one way; spreadsheets drop leading zeros";
    let case = place().change("health.csv", "s007,", "S007,");
    told(&case, &format!("warning: 2 {hint}"));
    let padding = place().change("health.csv", "s007,", "00s007,").change("health.csv", "s008,", "0s008,");
    told(&padding, &format!("warning: 4 {hint}"));
    let blanks = place().change("health.csv", "s007,", "  s007 ,");
    blanks.check().exits_with(0).tells_nothing();
}

#[test]
fn a_pseudonym_given_to_two_people_is_told() {
    let with_age = |file: &str, own: &str| -> String {
        let text = std::fs::read_to_string(place().path(file)).unwrap();
        let age = |(at, line): (usize, &str)| match at {
            0 => format!("{line},age\n"),
            _ => format!("{line},{}\n", if line.contains("s007,") { own } else { "7" }),
        };
        text.lines().enumerate().map(age).collect()
    };
    let place = place()
        .write("health.csv", &with_age("health.csv", "7"))
        .write("mentoring.csv", &with_age("mentoring.csv", "61"))
        .change(ASSESSMENT, "file = \"health.csv\"", "file = \"health.csv\"\nage = \"age\"")
        .change(ASSESSMENT, "file = \"mentoring.csv\"", "file = \"mentoring.csv\"\nage = \"age\"");
    let outcome = place.check();
    outcome.exits_with(0).tells(
        "warning: 1 people whose sources contradict each other in sex or age: one pseudonym may have been given to two\n  \
         hint: the source named first in the assessment was followed; have the agencies check these pseudonyms",
    );
}

#[test]
fn an_agencys_file_without_the_shared_pseudonym_is_refused() {
    place()
        .change(ASSESSMENT, "code = \"area\"\nshared_id = \"shared\"", "code = \"area\"")
        .is_refused("[[agency]] health: no column holds the pseudonym that all agencies share\n  hint: give `shared_id`; ");
    place()
        .change(ASSESSMENT, "code = \"area\"\nshared_id = \"shared\"", "code = \"area\"\nshared_id = \"pseudonym\"")
        .is_refused("error: health.csv: there is no column \"pseudonym\"\n  hint: the file has: shared, area, language");
}

#[test]
fn rows_without_the_shared_pseudonym_are_told() {
    let place = place().change("health.csv", "s007,", ",").change("health.csv", "s008,", "  ,");
    told(
        &place,
        "warning: health.csv, column \"shared\": rows without the pseudonym that all agencies share; their people count \
         as known to health alone (2 rows)\n  hint: have the agency fill in the pseudonyms of these rows",
    );
}

#[test]
fn more_agencies_than_can_be_told_apart_are_refused() {
    let agency = |n: u32| {
        format!("\n[[agency]]\nname = \"agency {n}\"\nfile = \"health.csv\"\nshared_id = \"shared\"\n")
    };
    let more = |count: u32| place().append(ASSESSMENT, &(1..count).map(agency).collect::<String>());
    more(65).is_refused(
        "error: assessment.toml: 65 [[agency]] entries\n  hint: at most 64; put the files of some agencies together",
    );
    more(64).check().exits_with(0);
}

#[test]
fn agencies_that_expressions_could_not_tell_apart_are_refused() {
    let agency = |name: &str| {
        format!("\n[[agency]]\nname = \"{name}\"\nfile = \"health.csv\"\nshared_id = \"shared\"\n")
    };
    place()
        .append(ASSESSMENT, &agency("health"))
        .is_refused("[[agency]] health: stands twice\n  hint: give each");
    place().append(ASSESSMENT, &(agency("social care") + &agency("social-care"))).is_refused(
        "error: two things that definitions may name are both called \"known_to_social_care\"\n  hint: ",
    );
}

#[test]
fn a_cohort_with_text_for_a_number_is_refused() {
    let cohort = "before,after\n9,6\n8,\n7,many\n".to_owned() + &"9,6\n".repeat(20);
    place().append(ASSESSMENT, COHORT).write("cohort.csv", &cohort).is_refused(
        "error: cohort.csv, row 4, column \"after\": not a number\n  \
         hint: correct it, or leave it blank where it is not known",
    );
    place().append(ASSESSMENT, COHORT).is_refused("error: cohort.csv: there is no such file");
}

#[test]
fn a_partnership_of_counts_alone_is_refused() {
    let text = std::fs::read_to_string(place().path(ASSESSMENT)).unwrap();
    let (start, end) = (text.find("[[uptake]]\nservice = \"advice\"").unwrap(), text.find("[need]").unwrap());
    let text = format!("{}{}", &text[..start], &text[end..]);
    let (start, end) =
        (text.find("[[uptake]]\nservice = \"mentoring\"").unwrap(), text.find("[partnership]").unwrap());
    place().write(ASSESSMENT, &format!("{}{}", &text[..start], &text[end..])).is_refused(
        "definitions are tested against records of persons, and there are none\n  \
         hint: add an [[uptake]] with one row for each contact",
    );
}

#[test]
fn settings_of_a_partnership_that_make_no_sense_are_refused_all_at_once() {
    let place = place().change(
        ASSESSMENT,
        "register = \"definitions.toml\"",
        "register = \"definitions.toml\"\nlevel = 0.5\nround_to = 3\nfollow_up_days = 0\nout_of_reach = -1\n\
         standardise = [\"age\", \"hight\"]",
    );
    let outcome = place.check();
    assert_eq!(outcome.errors(), 5);
    outcome
        .exits_with(3)
        .tells("`partnership.level` is 0.5\n  hint: above 0 and at most 0.2, usually 0.05")
        .tells("`partnership.round_to` is 3\n  hint: at least `disclosure.threshold`, which is 5")
        .tells("`partnership.follow_up_days` is 0\n  hint: 1 or more days, such as 90")
        .tells("`partnership.out_of_reach` is -1\n  hint: a distance above 0")
        .tells(
            "`partnership.standardise` names \"hight\"\n  hint: what can be allowed for is age, sex and need",
        )
        .wrote_nothing();
}
