//! The demo's run finds what was planted in the made-up place, and nothing else; its ledger has every row.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use reachgap::demo::{self, DemoPlace};
use serde_json::Value;
use tempfile::TempDir;

use crate::outputs::{Row, entry, number, reachgap, record, table};

const SEEDS: [u64; 5] = [1, 2, 3, 5, 8];
const STANDARD: &str = "reach_family_support_equal_reach";

struct Demo {
    _folder: TempDir,
    out: PathBuf,
    place: DemoPlace,
}

fn demo_of(seed: u64) -> Demo {
    let folder = tempfile::tempdir().unwrap();
    reachgap(folder.path(), &["demo", "d", "--quiet", "--seed", &seed.to_string()]);
    let place = demo::write_place(&folder.path().join("again"), seed).unwrap();
    Demo { out: folder.path().join("d/reachgap-output"), place, _folder: folder }
}

fn by_area(out: &Path) -> BTreeMap<String, Row> {
    table(out, STANDARD).into_iter().map(|row| (row["area_code"].clone(), row)).collect()
}

fn sum(value: &Value) -> f64 {
    value["lowest"].as_f64().unwrap()
}

#[test]
fn what_was_planted_is_found_and_every_row_is_accounted_for() {
    for seed in SEEDS {
        let demo = demo_of(seed);
        the_planted_cluster_is_under_served(&demo);
        the_planted_cluster_is_the_first_group_of_the_scan(&demo);
        only_the_planted_group_is_under_reached(&demo);
        people_reached_are_those_who_were_made(&demo);
        the_ledger_has_every_row(&demo);
    }
}

fn the_planted_cluster_is_under_served(demo: &Demo) {
    let (areas, place) = (by_area(&demo.out), &demo.place);
    let shown: Vec<&Row> = place
        .cluster
        .iter()
        .map(|code| &areas[code])
        .filter(|row| number(row, "reached").is_some())
        .collect();
    let total = |column| shown.iter().filter_map(|row| number(row, column)).sum::<f64>();
    let (reached, expected) = (total("reached"), total("expected"));
    let ratio = reached / expected;
    assert!((0.35..0.70).contains(&ratio), "seed {}: ratio {ratio}", place.seed);
    // Byar's upper limit of the whole cluster lies below what is expected of it.
    let next = reached + 1.0;
    let upper = next * (1.0 - 1.0 / (9.0 * next) + 1.96 / (3.0 * next.sqrt())).powi(3);
    assert!(upper < expected, "seed {}: {upper} of {expected}", place.seed);
    let ranks = shown.iter().filter_map(|row| number(row, "priority_rank"));
    let first = ranks.filter(|rank| *rank <= 2.0 * place.cluster.len() as f64).count();
    assert!(3 * first >= 2 * shown.len(), "seed {}: {first} of {} first", place.seed, shown.len());
    let under = |row: &&Row| row["verdict"] == "under-served";
    let inside = shown.iter().copied().filter(under).count();
    let all = areas.values().filter(under).count();
    assert!(inside >= 1 && 2 * inside >= all, "seed {}: {inside} of {all} in the cluster", place.seed);
}

/// The scan's first group, and no other, is unusual; it holds most of the planted cluster and little else.
fn the_planted_cluster_is_the_first_group_of_the_scan(demo: &Demo) {
    let (seed, cluster) = (demo.place.seed, &demo.place.cluster);
    let groups = table(&demo.out, "scan_family_support");
    let unusual: Vec<&str> =
        groups.iter().filter(|row| row["unusual"] == "yes").map(|row| row["group"].as_str()).collect();
    assert_eq!(unusual, ["1"], "seed {seed}");
    assert!(number(&groups[0], "p").is_some_and(|p| p <= 0.005), "seed {seed}: {:?}", groups[0]);
    let members = table(&demo.out, "scan_members_family_support");
    let first: Vec<&String> =
        members.iter().filter(|row| row["group"] == "1").map(|row| &row["area_code"]).collect();
    let planted = first.iter().filter(|code| cluster.contains(code)).count();
    assert!(4 * planted >= 3 * cluster.len(), "seed {seed}: {planted} of {} are found", cluster.len());
    assert!(4 * planted >= 3 * first.len(), "seed {seed}: {planted} of {} were planted", first.len());
}

fn only_the_planted_group_is_under_reached(demo: &Demo) {
    for row in table(&demo.out, "groups_family_support_ethnic_group") {
        let limits = [number(&row, "ratio_lower"), number(&row, "ratio_upper")].map(Option::unwrap);
        let planted = row["group"] == demo.place.under_reached_group;
        let seed = demo.place.seed;
        assert_eq!(row["verdict"] == "under-served", planted, "seed {seed}: {row:?}");
        if planted {
            assert!(limits[0] < 0.7 && limits[1] < 1.0 && limits[1] > 0.55, "seed {seed}: {limits:?}");
        }
        // Given where they live the ratio moves little: the group is reached less everywhere.
        let (ratio, local) = (number(&row, "ratio").unwrap(), number(&row, "ratio_given_area").unwrap());
        assert!((ratio - local).abs() < 0.15, "seed {seed}: {ratio} and {local}");
    }
}

fn people_reached_are_those_who_were_made(demo: &Demo) {
    let (areas, family) = (by_area(&demo.out), &demo.place.family);
    for (code, (children, engaged)) in
        demo.place.areas.iter().zip(family.children.iter().zip(&family.engaged))
    {
        let row = &areas[code];
        // The parts of a split area share its children by all their residents, so only the others are exact.
        let split = code.as_str().starts_with("E019005");
        assert!(split || (number(row, "eligible").unwrap() - f64::from(*children)).abs() <= 1.0, "{row:?}");
        match number(row, "reached") {
            Some(reached) => assert_eq!(reached, f64::from(*engaged), "{row:?}"),
            None => assert_eq!(row["reached"], "[c]"),
        }
    }
    let whole = table(&demo.out, "authorities_family_support").pop().unwrap();
    let engaged: u32 = family.engaged.iter().sum();
    assert_eq!(number(&whole, "reached"), Some(f64::from(engaged)));
}

fn the_ledger_has_every_row(demo: &Demo) {
    let (run, place) = (record(&demo.out), &demo.place);
    let count = |entry: &Value, path: &str| entry.pointer(path).unwrap().as_u64().unwrap() as usize;
    let crime = entry(&run, "crime");
    assert_eq!(count(&crime, "/rows_read"), place.crime.rows);
    assert_eq!(count(&crime, "/placement/by_code"), place.crime.in_place);
    assert_eq!(count(&crime, "/placement/outside_place"), place.crime.outside_place);
    assert_eq!(count(&crime, "/placement/no_location"), place.crime.without_location);
    assert_eq!(count(&crime, "/placement/unknown_location"), place.crime.unknown_code);
    let months = crime["coverage"].as_object().unwrap();
    assert_eq!(months.values().filter(|seen| **seen == "observed").count(), 11);
    assert_eq!(months[&place.crime.missing_month], "absent");
    let family = entry(&run, "uptake: family support");
    assert_eq!(count(&family, "/rows_read"), place.family.rows);
    assert_eq!(sum(&family["amount"]["placed"]), f64::from(place.family.engaged.iter().sum::<u32>()));
    let library = entry(&run, "uptake: library");
    assert_eq!(count(&library, "/rows_read"), place.library.rows);
    assert_eq!(count(&library, "/placement/no_location"), place.library.without_area);
    let (least, most) = (sum(&library["amount"]["total"]), &library["amount"]["total"]["highest"]);
    assert_eq!(least, f64::from(place.library.shown_users) + place.library.suppressed as f64);
    assert_eq!(
        most.as_f64(),
        Some(f64::from(place.library.shown_users) + 4.0 * place.library.suppressed as f64)
    );
    assert!((least..=most.as_f64().unwrap()).contains(&f64::from(place.library.all_users)));
    let lookup = &place.lookup;
    let rows = lookup.unchanged_rows + lookup.split_rows + lookup.merged_rows + lookup.complex_rows;
    assert_eq!(count(&entry(&run, "look-up 1"), "/rows_read"), rows);
}
