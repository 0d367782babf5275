//! A travel matrix that the user brings.

use std::fmt::Write as _;

use crate::outputs::{entry, record};
use crate::support::Place;

const COLUMNS: &str = "area = \"area\"\nsite = \"site\"\ncost = \"minutes\"";

fn travel(rows: &str) -> Place {
    let settings = format!("catchment = 30\nfar = 15\n\n[access.travel]\nfile = \"travel.csv\"\n{COLUMNS}");
    Place::together()
        .change("assessment.toml", "catchment = 2000\nfar = 500", &settings)
        .write("travel.csv", &format!("area,site,minutes\n{rows}"))
}

/// The way from every area to every site.
fn all() -> String {
    let mut rows = String::new();
    for (area, site) in (1..=3).flat_map(|area| (1..=3).map(move |site| (area, site))) {
        writeln!(rows, "E0100000{area},S{site},{}", 5 * area + site).unwrap();
    }
    rows
}

#[test]
fn a_whole_matrix_is_taken() {
    let place = travel(&all());
    place.check().exits_with(0).tells_nothing();
    place.run().exits_with(0);
    let rows = place.table("places_library");
    assert_eq!((rows[0]["nearest_site"].as_str(), rows[0]["distance_to_site"].as_str()), ("S1", "6.0"));
}

#[test]
fn a_matrix_without_rows_or_costs_is_refused() {
    travel("").is_refused("error: travel.csv: there are headers but no rows of data\n  hint: ");
    travel("E01000001,S1,\nE01000002,S1,NA\n").is_refused(
        "error: travel.csv: none of the rows of the travel matrix has a cost\n  hint: check the column named by `cost`",
    );
}

#[test]
fn a_matrix_of_other_sites_is_refused() {
    travel("E01000001,X1,5\nE01000002,X1,5\n").is_refused(
        "error: travel.csv: none of the 2 rows of the travel matrix joins an area with a site\n  \
         hint: are the codes of the same year, and the site ids those of the sites file?",
    );
}

#[test]
fn pairs_that_are_missing_are_counted_and_out_of_reach() {
    let place = travel("E01000001,S1,5\nE01000002,S1,12\nE01000002,S2,9\n");
    place.run().exits_with(0);
    place.has_no_nan();
    let rows = place.table("places_library");
    let of = |column: &str| rows.iter().map(|row| row[column].clone()).collect::<Vec<_>>();
    assert_eq!(of("nearest_site"), ["S1", "S2", "[x]"]);
    assert_eq!(of("distance_to_site"), ["5.0", "9.0", "[x]"]);
    assert_eq!(rows[2]["places_per_1000"].parse::<f64>(), Ok(0.0));
    assert!(rows[2]["access_and_reach"].starts_with("far from a site"));
    let record = std::fs::read_to_string(place.path("reachgap-output/run.json")).unwrap();
    assert!(
        record.contains("6 of 9 pairs of an area and a site have no cost: the site counts as out of reach.")
    );
    // No way at all leads to the site of advice: nothing is said of access to it.
    assert!(!place.has_table("sites_advice"));
}

#[test]
fn swapped_columns_are_refused_and_suspected() {
    let place = travel(&all()).change(
        "assessment.toml",
        COLUMNS,
        "area = \"site\"\nsite = \"area\"\ncost = \"minutes\"",
    );
    place
        .check()
        .exits_with(3)
        .tells("error: travel.csv, row 2, column \"site\": most codes are not LSOA 2021 codes")
        .tells("the first is S1 (9 rows)\n  hint: name the column that holds them")
        .tells("hint: are `area` and `site` the right way round?")
        .wrote_nothing();
    travel(&all())
        .change("assessment.toml", COLUMNS, "area = \"area\"\nsite = \"minutes\"\ncost = \"site\"")
        .is_refused("error: travel.csv, row 2, column \"site\": not a number (9 rows)\n  hint: ");
}

#[test]
fn costs_that_are_no_costs_are_refused_once_each() {
    for (cost, told) in [
        ("-6", "a cost below zero\n  hint: leave it blank where there is no way"),
        ("inf", "not a finite number\n  hint: correct it"),
        ("soon", "not a number\n  hint: correct it"),
    ] {
        let place = travel(&all().replace("E01000001,S1,6", &format!("E01000001,S1,{cost}")));
        assert_eq!(place.check().exits_with(3).errors(), 1);
        place.is_refused(&format!("error: travel.csv, row 2, column \"minutes\": {told}"));
    }
}

#[test]
fn a_pair_that_stands_twice_counts_once_at_its_lowest_cost() {
    let place = travel(&format!("{}E01000001,S1,2\nE01999999,S1,1\n", all()));
    place.run().exits_with(0);
    assert_eq!(place.table("places_library")[0]["distance_to_site"], "2.0");
    let entry = entry(&record(&place.path("reachgap-output")), "travel");
    assert_eq!((&entry["rows_read"], &entry["rows_used"]), (&11.into(), &10.into()));
    assert_eq!(entry["dropped"]["a pair that stands in a row before, at no higher cost"], 1);
    assert_eq!(entry["placement"]["outside_place"], 1);
}

#[test]
fn a_matrix_without_sites_or_in_metres_is_refused() {
    travel(&all()).change("assessment.toml", "catchment = 30\nfar = 15\n", "").is_refused(
        "`access.catchment` and `access.far` are those for metres, but ways come from `access.travel`\n  \
             hint: give both in minutes",
    );
    let alone =
        format!("\n[access]\ncatchment = 30\nfar = 15\n[access.travel]\nfile = \"travel.csv\"\n{COLUMNS}\n");
    Place::valid()
        .append("assessment.toml", &alone)
        .write("travel.csv", "area,site,minutes\nE01000001,S1,5\n")
        .is_refused("`access.travel` is given, but there are no [[sites]]");
}
