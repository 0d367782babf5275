//! Sites of services and how access to them is asked for.

use crate::support::Place;

const ASSESSMENT: &str = "assessment.toml";
const ACCESS: &str = "catchment = 2000\nfar = 500";

fn sites(from: &str, to: &str) -> Place {
    Place::together().change("sites.csv", from, to)
}

fn access(settings: &str) -> Place {
    Place::together().change(ASSESSMENT, ACCESS, settings)
}

#[test]
fn a_site_that_stands_twice_is_refused_once() {
    let place = sites("S2,", "S1,");
    assert_eq!(place.check().exits_with(3).errors(), 1);
    place.is_refused(
        "error: sites.csv, row 3, column \"site\": a site's id stands here a second time\n  \
         hint: give every site an id of its own, or remove the repeated row",
    );
    sites("S2,", ",")
        .is_refused("error: sites.csv, row 3, column \"site\": a site without an id\n  hint: give every");
    let more = "\n[[sites]]\nfile = \"more.csv\"\nid = \"site\"\nlongitude = \"lon\"\nlatitude = \"lat\"\n";
    Place::together()
        .append(ASSESSMENT, more)
        .write("more.csv", "site,lon,lat\nS1,-2.58,51.455\n")
        .is_refused(
            "error: the site id \"S1\" stands in two files\n  hint: give every site an id of its own",
        );
}

#[test]
fn capacities_that_are_no_numbers_of_people_are_refused() {
    for (capacity, told) in [
        ("-50", "a capacity below zero\n  hint: how many people the site can serve"),
        ("inf", "not a finite number\n  hint: correct it"),
        ("NaN", "not a finite number\n  hint: correct it"),
        ("", "blank where a number is wanted\n  hint: fill it in"),
        ("many", "not a number\n  hint: correct it"),
    ] {
        sites("library,50", &format!("library,{capacity}"))
            .is_refused(&format!("error: sites.csv, row 3, column \"places\": {told}"));
    }
}

#[test]
fn capacities_of_zero_everywhere_are_refused_and_elsewhere_are_a_zero() {
    let none = "site,service,places,lon,lat\nS1,library,0,-2.595,51.455\nS3,advice,0,-2.585,51.455\n";
    Place::together().write("sites.csv", none).is_refused(
        "error: every site has a capacity of zero\n  \
         hint: check the column named by `capacity`, or leave it out: each site then counts as one",
    );
    let place = sites("library,50", "library,0").change("sites.csv", "library,100", "library,0");
    place.run().exits_with(0);
    place.has_no_nan();
    for row in place.table("sites_library").iter().chain(&place.table("places_library")) {
        assert_eq!(row["places_per_1000"].parse::<f64>(), Ok(0.0), "{row:?}");
    }
}

#[test]
fn points_of_sites_that_are_swapped_or_not_named_are_refused() {
    let (from, to) = (
        "longitude = \"lon\"\nlatitude = \"lat\"\n\n[access]",
        "longitude = \"lat\"\nlatitude = \"lon\"\n\n[access]",
    );
    Place::together()
        .change(ASSESSMENT, from, to)
        .is_refused("column \"lat\": longitude and latitude look swapped");
    Place::together().change(ASSESSMENT, from, "longitude = \"lon\"\n\n[access]").is_refused(
        "[[sites]] sites.csv: no pair of columns says where sites are\n  \
         hint: give longitude and latitude, or easting and northing",
    );
}

#[test]
fn a_file_without_sites_is_told() {
    Place::together()
        .write("sites.csv", "site,service,places,lon,lat\n")
        .is_refused("error: sites.csv: there are headers but no rows of data\n  hint: ");
    let only =
        |only: &str| Place::together().change(ASSESSMENT, "id = \"site\"", &format!("id = \"site\"\n{only}"));
    let warning = "warning: sites.csv: none of its rows gives a site that can be used\n  \
                   hint: check `only` and the columns that say where sites are";
    let place = only("only = { places = [\"7\"] }");
    place.check().exits_with(0).tells(warning);
    place.run().exits_with(0);
    assert!(!place.has_table("sites_library"));
    only("only = { plces = [\"7\"] }").is_refused("error: sites.csv: no column holds the plces");
    let abroad = "site,service,places,lon,lat\nS1,library,100,10.0,45.0\nS2,library,100,,\n";
    Place::together().write("sites.csv", abroad).check().exits_with(0).tells(warning);
}

#[test]
fn sites_of_no_service_are_told_with_the_nearest_name() {
    let place = Place::together().change("sites.csv", "S3,advice", "S3,advise");
    place.check().exits_with(0).tells(
        "warning: [[sites]] has sites of \"advise\", which no [[uptake]] is about\n  hint: did you mean \"advice\"?",
    );
    place.run().exits_with(0);
    assert!(place.has_table("sites_library") && !place.has_table("sites_advice"));
}

#[test]
fn sites_far_outside_the_place_are_the_nearest_and_out_of_reach() {
    let far = "site,service,places,lon,lat\nS1,library,100,-0.12,51.5\nS3,advice,20,-2.585,51.455\n";
    let place = Place::together().write("sites.csv", far);
    place.run().exits_with(0);
    place.has_no_nan();
    for row in place.table("places_library") {
        assert!(row["distance_to_site"].parse::<f64>().unwrap() > 150_000.0, "{row:?}");
        assert_eq!(row["places_per_1000"].parse::<f64>(), Ok(0.0), "{row:?}");
        assert!(row["access_and_reach"].starts_with("far from a site"), "{row:?}");
    }
    let site = &place.table("sites_library")[0];
    assert_eq!((site["people_within_reach"].as_str(), site["places_per_1000"].as_str()), ("0", "[x]"));
    place.says("3 areas have no site within the catchment.");
}

#[test]
fn catchments_steps_and_weights_that_make_no_sense_are_refused() {
    let place = access("catchment = 0\nfar = -1\nsteps = [100, 100]\nweights = [0.5, 1.0]");
    let outcome = place.check().exits_with(3);
    assert_eq!(outcome.errors(), 4);
    outcome
        .tells("`access.catchment` is 0\n  hint: a number above 0")
        .tells("`access.far` is -1\n  hint: a number above 0")
        .tells("`access.steps` do not rise from above 0 to `access.catchment`\n  hint: for example")
        .tells(
            "`access.weights` must be one number above 0 for each step, none above the one before\n  hint:",
        );
    for steps in ["[1000, 500, 2000]", "[500, 1000, 1500]", "[0, 1000, 2000]", "[500, nan, 2000]"] {
        access(&format!("{ACCESS}\nsteps = {steps}"))
            .is_refused("`access.steps` do not rise from above 0 to `access.catchment`");
    }
    for weights in ["[1, 0.5]", "[1, 0.5, 0]", "[1, 0.5, nan]", "[]"] {
        access(&format!("{ACCESS}\nsteps = [500, 1000, 2000]\nweights = {weights}"))
            .is_refused("`access.weights` must be one number above 0 for each step");
    }
}
