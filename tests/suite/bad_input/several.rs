//! Many things wrong at once.

use crate::support::{Place, crimes};

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let place = Place::valid()
        .write("people.csv", "")
        .change("deprivation.csv", "24.0", "twenty")
        .write("crime/2025-02b.csv", &crimes("2025-02", &[1, 2, 3]))
        .change("members.csv", "E01000002,200", "E01000002,-200")
        .append("members.csv", "E01000003,0.5\n")
        .append("advice.csv", "p9,2031-03-01,E01000001,,\np9,2025-03-02,,51.455,-2.595\n")
        .remove("areas.geojson");
    for outcome in [place.check(), place.run()] {
        let outcome = outcome
            .exits_with(3)
            .tells("error: areas.geojson: there is no such file")
            .tells("error: people.csv: the file is empty")
            .tells("error: deprivation.csv, row 3, column \"score\": not a number")
            .tells("error: crime/2025-02b.csv: the month 2025-02 of Avon is given twice")
            .tells("error: members.csv, row 3, column \"members\": a negative count")
            .tells("error: members.csv, row 5, column \"members\": a fraction where a whole number is wanted")
            .tells("error: advice.csv, row 152, column \"date\": a date in the future")
            .tells("error: advice.csv, row 153, column \"lon, lat\": longitude and latitude look swapped");
        assert_eq!(outcome.errors(), 8);
        outcome.wrote_nothing();
    }
}

#[test]
fn everything_wrong_with_the_assessment_is_told_at_once() {
    let place = Place::valid()
        .change("assessment.toml", "title = \"Three squares\"", "title = \" \"")
        .change("assessment.toml", "imd = 0.5, crime_rate = 0.5", "imd = 0.5, crime_rat = 0.4")
        .change("assessment.toml", "draws = 20", "draws = 20\nconcentration = 0")
        .append("assessment.toml", "[disclosure]\nthreshold = 1\n");
    place
        .check()
        .exits_with(3)
        .tells("`title` is blank")
        .tells("`need.weights` names \"crime_rat\", which no source provides\n  hint: did you mean \"crime_rate\"?")
        .tells("`need.weights` sum to 0.9, not to 1")
        .tells("`sensitivity.concentration` is not above 0")
        .tells("`disclosure.threshold` is 1\n  hint: at least 2")
        .wrote_nothing();
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_one() {
    Place::valid().change("assessment.toml", "[sensitivity]", "[sensitvity]").is_refused(
        "error: assessment.toml, row 52: unknown key `sensitvity`\n  hint: did you mean `sensitivity`?",
    );
}
