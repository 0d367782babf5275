//! Which areas are neighbours: the settings, a list of pairs, islands, and the points of areas.

use crate::outputs::{entry, record};
use crate::support::{Place, boundaries, square};

const RULE: &str = "rule = \"queen\"";

/// A list of pairs that joins the three squares in a row.
const PAIRS: &str = "from,to,weight
E01000001,E01000002,1
E01000002,E01000001,1
E01000002,E01000003,1
E01000003,E01000002,1
";

fn rule(rule: &str) -> Place {
    Place::together().change("assessment.toml", RULE, rule)
}

fn listed(pairs: &str) -> Place {
    let rule = "rule = \"file\"\nfile = \"pairs.csv\"\nfrom = \"from\"\nto = \"to\"\nweight = \"weight\"";
    self::rule(rule).write("pairs.csv", pairs)
}

fn centres(rows: &str) -> Place {
    let centres =
        "[centres]\nfile = \"centres.csv\"\ncode = \"code\"\nlongitude = \"lon\"\nlatitude = \"lat\"\n";
    Place::together()
        .append("assessment.toml", centres)
        .write("centres.csv", &format!("code,lon,lat\nE01000001,-2.595,51.455\n{rows}"))
}

#[test]
fn the_place_looked_at_together_is_valid_until_it_is_broken() {
    for place in [Place::together(), listed(PAIRS)] {
        place.check().exits_with(0).tells_nothing().wrote_nothing();
    }
}

#[test]
fn impossible_distances_and_numbers_are_refused_all_at_once() {
    let place = rule("rule = \"queen\"\ntolerance_m = -1\nnearest = 0\nwithin_m = 0\nrim_m = inf");
    let outcome = place.check().exits_with(3);
    assert_eq!(outcome.errors(), 4);
    outcome
        .tells("`neighbours.tolerance_m` is -1\n  hint: metres, 0 or more")
        .tells("`neighbours.nearest` is 0\n  hint: 1 or more areas")
        .tells("`neighbours.within_m` is 0\n  hint: a number above 0")
        .tells("`neighbours.rim_m` is inf\n  hint: a number above 0")
        .wrote_nothing();
}

#[test]
fn a_list_that_is_not_named_or_not_used_is_refused() {
    rule("rule = \"file\"").is_refused(
        "`neighbours.rule` is \"file\", but the list is not fully named\n  \
         hint: give neighbours.file, neighbours.from and neighbours.to",
    );
    rule("rule = \"queen\"\nfile = \"pairs.csv\"").is_refused(
        "`neighbours.file` is given, but the rule does not use it\n  \
         hint: set neighbours.rule = \"file\", or leave the file out",
    );
    listed(PAIRS).change("assessment.toml", "weight = \"weight\"", "rim_m = 100").is_refused(
        "a rim cannot be read in where neighbours come from a list\n  \
         hint: leave neighbours.rim_m out, or choose another rule",
    );
}

#[test]
fn a_list_with_faults_is_refused_with_every_row() {
    let faults =
        "E01000001,E01000009,1\nE01000003,E01000003,1\nE01000001,E01000002,2\nE01000001,E01000003,0\n";
    let outcome = listed(&format!("{PAIRS}{faults}")).check().exits_with(3);
    assert_eq!(outcome.errors(), 4);
    outcome
        .tells("error: pairs.csv, row 6: there is no area E01000009\n  hint: did you mean E0100000")
        .tells("error: pairs.csv, row 7: area E01000003 is given as its own neighbour\n  hint: remove the row")
        .tells("error: pairs.csv, row 8: the link from E01000001 to E01000002 is in row 2 already\n  hint: remove one")
        .tells("error: pairs.csv, row 9: the weight from E01000001 to E01000003 is 0, not a number above zero\n  hint:")
        .wrote_nothing();
}

#[test]
fn weights_that_are_infinite_missing_or_negative_are_refused_once_each() {
    let rows = "E01000001,E01000003,inf\nE01000003,E01000001,\n";
    let outcome = listed(&format!("{PAIRS}{rows}")).check().exits_with(3);
    assert_eq!(outcome.errors(), 2);
    outcome
        .tells("error: pairs.csv, row 6, column \"weight\": not a finite number\n  hint: correct it")
        .tells(
            "error: pairs.csv, row 7, column \"weight\": blank where a number is wanted\n  hint: fill it in",
        );
    listed(&format!("{PAIRS}E01000001,E01000003,-1\n")).is_refused(
        "error: pairs.csv, row 6: the weight from E01000001 to E01000003 is -1, not a number above zero\n  \
         hint: leave out pairs that are no neighbours",
    );
}

#[test]
fn a_list_without_rows_or_with_another_header_is_refused() {
    listed("from,to,weight\n")
        .is_refused("error: pairs.csv: there are headers but no rows of data\n  hint: ");
    listed(&PAIRS.replace("from,to", "one,other")).is_refused(
        "error: pairs.csv: there is no column \"from\"\n  hint: the file has: one, other, weight",
    );
}

#[test]
fn a_link_without_a_link_back_is_told() {
    let place = listed(&PAIRS.replace("E01000003,E01000002,1\n", ""));
    place.check().exits_with(0).tells(
        "warning: 1 link between neighbours has no link back\n  \
         hint: give each pair in both directions, unless this is meant",
    );
    place.run().exits_with(0);
    place.has_no_nan();
}

#[test]
fn pairs_that_lead_out_of_the_place_are_left_out() {
    let place = listed(PAIRS).change("lookup.csv", "E01000003,X,E06000023", "E01000003,X,E06000024");
    place.run().exits_with(0);
    let entry = entry(&record(&place.path("reachgap-output")), "neighbours");
    assert_eq!((&entry["rows_read"], &entry["rows_used"]), (&4.into(), &2.into()));
    assert_eq!(entry["dropped"]["leads out of the place"], 2);
}

#[test]
fn where_no_area_has_a_neighbour_that_is_said_and_no_figure_given() {
    let place = rule("rule = \"within\"\nwithin_m = 10");
    place.check().exits_with(0).tells(
        "warning: 3 areas have no neighbour: E01000001, E01000002, E01000003; nothing can be said of clusters\n  \
         hint: raise neighbours.tolerance_m, or choose neighbours.rule = \"nearest\"",
    );
    place.run().exits_with(0);
    place.has_no_nan();
    for row in place.table("association_library") {
        assert_eq!((row["value"].as_str(), row["how"].as_str()), ("[x]", "no neighbours"), "{row:?}");
    }
    for row in place.table("places_library") {
        let together =
            ["neighbours_mean", "local_moran", "cluster", "gi_star_z", "local_geary", "need_among_reach"];
        assert!(together.iter().all(|column| row[*column] == "[x]"), "{row:?}");
    }
    place.says("Whether areas reached less lie together cannot be said: no neighbours.");
}

/// The third square stands apart from the other two.
fn with_an_island(rule: &str) -> Place {
    let apart = square(2).replace("-2.58,", "-2.55,").replace("-2.57,", "-2.54,");
    self::rule(rule).write("areas.geojson", &boundaries(&[square(0), square(1), apart]))
}

#[test]
fn an_island_takes_no_part_or_is_given_its_nearest_area() {
    let place = with_an_island(RULE);
    place.check().exits_with(0).tells(
        "warning: 1 area has no neighbour: E01000003; it takes no part in clusters\n  \
         hint: raise neighbours.tolerance_m, or set neighbours.islands = \"nearest\"",
    );
    place.run().exits_with(0);
    place.has_no_nan();
    let rows = place.table("places_library");
    assert_eq!((rows[2]["area_code"].as_str(), rows[2]["cluster"].as_str()), ("E01000003", "[x]"));
    assert_ne!(rows[0]["cluster"], "[x]");
    with_an_island("rule = \"queen\"\nislands = \"nearest\"")
        .check()
        .exits_with(0)
        .tells("note: 1 area has no neighbour: E01000003; it was given its nearest area");
}

#[test]
fn points_of_areas_that_are_missing_repeated_or_swapped_are_told() {
    centres("E01000002,-2.585,51.455\n")
        .check()
        .exits_with(0)
        .tells("warning: centres.csv: no point for 1 of the 3 areas of the place; their middle is taken");
    centres("E01000002,51.455,-2.585\nE01000003,inf,51.455\n")
        .check()
        .exits_with(3)
        .tells("error: centres.csv, row 3, column \"lon\": longitude and latitude look swapped\n  hint: exchange")
        .tells("error: centres.csv, row 4, column \"lon\": a coordinate that is NaN or infinite\n  hint: correct it");
    centres("E01000003,-2.575,51.455\nE01000003,-2.575,51.455\n").is_refused(
        "error: centres.csv, row 4, column \"code\": area E01000003 stands here a second time\n  hint: ",
    );
    centres("")
        .change(
            "assessment.toml",
            "file = \"centres.csv\"\ncode = \"code\"\nlongitude = \"lon\"\nlatitude = \"lat\"\n",
            "file = \"centres.csv\"\ncode = \"code\"\n",
        )
        .is_refused(
            "[centres] has no pair of columns that says where they are\n  hint: give longitude and latitude",
        );
}
