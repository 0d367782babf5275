//! What is asked of the areas together: clusters, the scan, inequality.

use crate::support::Place;

const ASSESSMENT: &str = "assessment.toml";

fn scan(settings: &str) -> Place {
    Place::together().change(ASSESSMENT, "look_for = \"low\"", &format!("look_for = \"low\"\n{settings}"))
}

#[test]
fn impossible_settings_are_refused_all_at_once() {
    let place = scan("largest_share = 0.7\nlevel = 0\nlargest_radius_m = -5")
        .change(ASSESSMENT, "permutations = 99", "permutations = 10\nlevel = 0.7\nscales = [\"msoa21\"]")
        .change(ASSESSMENT, "replications = 99", "replications = 10")
        .change(ASSESSMENT, "by = \"imd\"\nrepetitions = 1000", "by = \"imb\"\nrepetitions = 10\nparts = 3");
    let outcome = place.check().exits_with(3);
    assert_eq!(outcome.errors(), 10);
    outcome
        .tells("`clusters.permutations` is 10\n  hint: 99 or more, usually 999: a p-value cannot be smaller than 1 in 11")
        .tells("`clusters.level` is 0.7\n  hint: above 0 and at most 0.5, usually 0.05")
        .tells("no look-up says which LSOA 2021 lies in which MSOA 2021\n  hint: add a [[lookup]] that has both")
        .tells("`scan.replications` is 10\n  hint: 99 or more")
        .tells("`scan.level` is 0\n  hint: above 0 and at most 0.5, usually 0.05")
        .tells("`scan.largest_share` is 0.7\n  hint: a share above 0 and at most 0.5: more than half of the people are no cluster")
        .tells("`scan.largest_radius_m` is -5\n  hint: a number above 0")
        .tells("`inequality.parts` is 3\n  hint: from 5 to 100, usually 10 or 5")
        .tells("`inequality.repetitions` is 10\n  hint: 1000 or more, usually 100000")
        .tells("`inequality.by` is \"imb\", which no source provides\n  hint: there are imd, crime_rate")
        .wrote_nothing();
}

#[test]
fn shares_and_levels_that_are_no_numbers_are_refused() {
    for share in ["0", "-0.1", "nan", "inf", "0.51"] {
        scan(&format!("largest_share = {share}")).is_refused("`scan.largest_share` is ");
    }
    for level in ["nan", "1", "-1"] {
        scan(&format!("level = {level}")).is_refused("`scan.level` is ");
    }
    scan("model = \"gauss\"").is_refused("unknown variant `gauss`, expected `poisson` or `bernoulli`");
}

#[test]
fn a_scan_of_time_needs_dates_and_counts_around_what_is_expected() {
    scan("time = \"month\"")
        .change(ASSESSMENT, "person = \"person\"\ndate = \"date\"", "person = \"person\"")
        .is_refused(
            "`scan.time` is given, but no individual records have a `date`\n  \
         hint: name the column of the date in [[uptake]], or leave scan.time out",
        );
    scan("time = \"month\"\nmodel = \"bernoulli\"").is_refused(
        "`scan.time` needs scan.model = \"poisson\"\n  \
         hint: the scan of place and time takes counts around what is expected",
    );
    let place = scan("time = \"month\"");
    place.run().exits_with(0);
    place.has_no_nan();
    place.says("No scan of time could be made: records fall into fewer than two periods.");
}

#[test]
fn windows_that_hold_nobody_are_said_to_fit_nowhere() {
    for settings in ["largest_share = 0.01", "largest_share = 0.01\nlargest_radius_m = 1"] {
        let place = scan(settings);
        place.run().exits_with(0);
        place.has_no_nan();
        assert!(!place.has_table("scan_library"));
        place.says("No scan could be made: no window fits: every area has more than the largest share of the people.");
    }
}

#[test]
fn the_bernoulli_model_takes_people_who_were_shared_out_in_fractions() {
    let place = scan("model = \"bernoulli\"\nlargest_share = 0.5").change("people.csv", "1500", "1500.5");
    place.run().exits_with(0);
    place.has_no_nan();
    let groups = place.table("scan_library");
    assert_eq!((groups[0]["named"].as_str(), groups[0]["reached"].as_str()), ("Square 2", "90"));
}

#[test]
fn inequality_without_anything_to_rank_people_by_is_refused() {
    let ranked = Place::together();
    let text = std::fs::read_to_string(ranked.path(ASSESSMENT)).unwrap();
    let cut = |text: &str, from: &str, to: &str| {
        let (start, end) = (text.find(from).unwrap(), text.find(to).unwrap());
        format!("{}{}", &text[..start], &text[end..])
    };
    let text = cut(&cut(&text, "[deprivation]", "[[uptake]]"), "[need]", "[sensitivity]")
        .replace("by = \"imd\"\n", "");
    ranked.write(ASSESSMENT, &text).is_refused(
        "[inequality] has nothing to rank people by\n  hint: add [deprivation], [need] or an [[indicator]]",
    );
}
