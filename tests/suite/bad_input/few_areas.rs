//! Places too small, too empty or too even for what is asked: a named reason stands in place of each figure.

use crate::support::{Place, records};

/// Which figures of the whole map there are, and why not.
fn reasons(place: &Place) -> Vec<(String, String)> {
    let rows = place.table("association_library");
    rows.into_iter().map(|row| (row["value"].clone(), row["how"].clone())).collect()
}

fn none_for(place: &Place, why: &[&str]) {
    for (value, how) in reasons(place) {
        assert!(value == "[x]" && why.contains(&how.as_str()), "{value}: {how}");
    }
}

/// The place runs, and nothing that it writes is not a number.
fn runs(place: &Place) {
    place.check().exits_with(0);
    place.run().exits_with(0);
    place.has_no_nan();
}

/// So many of the three squares lie in the place, the others outside.
fn of_squares(count: usize) -> Place {
    let outside = |place: Place, code: &str| {
        place.change("lookup.csv", &format!("{code},X,E06000023"), &format!("{code},X,E06000024"))
    };
    let codes = ["E01000003", "E01000002"];
    codes.into_iter().take(3 - count).fold(Place::together(), outside)
}

#[test]
fn a_place_of_one_area_has_no_neighbours_and_no_groups() {
    let place = of_squares(1);
    runs(&place);
    none_for(&place, &["too few areas", "no neighbours"]);
    assert_eq!(place.table("places_library").len(), 1);
    assert!(!place.has_table("scan_library") && !place.has_table("inequality_parts_library"));
    place.says("No slope of reach along deprivation can be given: too few areas or groups to compare.");
    place.says("No scan could be made: ");
    for index in place.table("inequality_library") {
        assert_eq!(index["value"], "[x]", "{index:?}");
    }
}

#[test]
fn a_place_of_one_area_has_no_nearest_neighbour_either() {
    let place = of_squares(1);
    let nearest = "rule = \"nearest\"\nislands = \"nearest\"";
    runs(&place.change("assessment.toml", "rule = \"queen\"", nearest));
}

#[test]
fn a_place_of_two_areas_has_sites_and_indices_but_no_clusters() {
    let place = of_squares(2);
    runs(&place);
    none_for(&place, &["too few areas"]);
    for row in place.table("places_library") {
        assert_eq!((row["local_moran"].as_str(), row["cluster"].as_str()), ("[x]", "[x]"));
        assert!(row["places_per_1000"].parse::<f64>().unwrap() > 0.0);
    }
    place.says(
        "No scan could be made: no window fits: every area has more than the largest share of the people.",
    );
    let indices = place.table("inequality_library");
    let gini = indices.iter().find(|row| row["index"] == "Gini coefficient").unwrap();
    assert!(gini["value"].parse::<f64>().unwrap() > 0.05);
}

#[test]
fn where_all_areas_are_reached_alike_there_is_no_pattern_to_speak_of() {
    let place =
        Place::together().write("members.csv", "code,members\nE01000001,150\nE01000002,160\nE01000003,170\n");
    runs(&place);
    none_for(&place, &["all areas have the same value"]);
    for row in place.table("places_library") {
        assert_eq!((row["standardised_ratio"].as_str(), row["local_moran"].as_str()), ("0.000", "[x]"));
    }
    for row in place.table("inequality_library").iter().filter(|row| row["value"] != "[x]") {
        let is_isolation = row["index"].starts_with("Isolation");
        assert!(is_isolation || row["value"].parse::<f64>() == Ok(0.0), "{row:?}");
    }
}

#[test]
fn where_nobody_or_everybody_is_reached_no_figure_is_made_up() {
    let nobody =
        Place::together().write("members.csv", "code,members\nE01000001,0\nE01000002,0\nE01000003,0\n");
    runs(&nobody);
    none_for(&nobody, &["too few areas", "no neighbours"]);
    for row in nobody.table("inequality_library") {
        assert_eq!(row["value"], "[x]", "{row:?}");
    }
    nobody.says("No scan could be made: ");
    let everybody = Place::together()
        .change(
            "assessment.toml",
            "look_for = \"low\"",
            "look_for = \"both\"\nmodel = \"bernoulli\"\nlargest_share = 0.5",
        )
        .write("members.csv", "code,members\nE01000001,1500\nE01000002,1600\nE01000003,1700\n");
    runs(&everybody);
    none_for(&everybody, &["all areas have the same value"]);
    everybody.says(
        "No scan could be made: every person is a case, so no place can have more or fewer than another.",
    );
}

#[test]
fn an_area_where_nobody_lives_takes_no_part() {
    let place = Place::together()
        .write("people.csv", "code,people\nE01000001,1500\nE01000002,0\nE01000003,1700\n")
        .write("members.csv", "code,members\nE01000001,300\nE01000002,0\nE01000003,90\n")
        .write("advice.csv", &records(&[60, 0, 40]));
    runs(&place);
    let rows = place.table("places_library");
    for column in ["standardised_ratio", "local_moran", "ratio_smoothed", "relative_risk"] {
        assert!(rows[1].get(column).is_none_or(|cell| cell == "[x]"), "{column} of {:?}", rows[1]);
    }
    assert_eq!(rows[1]["access_and_reach"], "cannot tell");
    none_for(&place, &["too few areas", "no neighbours"]);
}

#[test]
fn deprivation_that_is_infinite_missing_or_the_same_everywhere_ranks_nobody() {
    let scores = |scores: [&str; 3]| {
        let rows: Vec<String> =
            (1..=3).zip(scores).map(|(area, score)| format!("E0100000{area},{score}\n")).collect();
        Place::together().write("deprivation.csv", &format!("code,score\n{}", rows.concat()))
    };
    scores(["12.5", "24.0", "inf"]).is_refused(
        "error: deprivation.csv, row 4, column \"score\": not a finite number\n  hint: correct it",
    );
    let place = Place::together().write("deprivation.csv", "code,score\nE01000001,12.5\nE01000002,24.0\n");
    place.is_refused("error: deprivation.csv: no row for 1 of the 3 areas of the place\n  hint: ");
    let tolerant = place.append("assessment.toml", "\n[tolerance]\nareas_missing = 0.9\n");
    runs(&tolerant);
    let two_ways = reasons(&tolerant).pop().unwrap();
    assert_eq!(
        (two_ways.0.as_str(), two_ways.1.as_str()),
        ("[x]", "too few areas"),
        "need of an area is missing"
    );
    let even = scores(["20", "20", "20"]);
    runs(&even);
    even.says("No slope of reach along deprivation can be given: ");
}
