//! Population and deprivation, and what was planted.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::super::{file7, people};
use super::{Row, WRITTEN, number};

#[test]
fn people_by_age_sum_to_their_totals_and_agree_with_the_children_counted() {
    let rows = WRITTEN.rows("population/mid2020_lsoa11_single_year_of_age.csv");
    let of = |row: &Row, age: u32| number(&row[&age.to_string()]);
    for row in &rows {
        let sum: f64 = (0..90).map(|age| of(row, age)).sum::<f64>() + number(&row["90+"]);
        assert_eq!(sum, number(&row["total_population"]));
    }
    let lookup = WRITTEN.rows("lookups/lsoa11_lsoa21_lad22.csv");
    let outside = |code: &String| {
        lookup.iter().any(|row| {
            row["lsoa11_code"] == *code && WRITTEN.place.areas_outside.contains(&row["lsoa21_code"])
        })
    };
    let inside = rows.iter().filter(|row| !outside(&row["lsoa11_code"]));
    let children: f64 = inside.map(|row| (4..=12).map(|age| of(row, age)).sum::<f64>()).sum();
    assert_eq!(children, f64::from(WRITTEN.place.family.children.iter().sum::<u32>()));
}

#[test]
fn census_groups_sum_to_all_residents() {
    for row in WRITTEN.rows("population/census2021_ethnic_group_lsoa21.csv") {
        let sum: f64 = people::GROUPS.iter().map(|group| number(&row[*group])).sum();
        assert_eq!(sum, number(&row["total_residents"]));
    }
}

#[test]
fn file_7_has_the_published_header() {
    let path = WRITTEN.folder.path().join("data/deprivation/iod2025_file7.csv");
    let text = fs::read_to_string(path).expect("File 7");
    let header = text.lines().next().expect("a header");
    // The file of October 2025: 56 headings, some with commas in quotes, one cut short.
    assert_eq!([file7::HEADER.len(), header.len()], [56, 3009]);
    assert!(header.starts_with("LSOA code (2021),LSOA name (2021),Local Authority District code (2024),"));
    assert!(header.contains(",\"Education, Skills and Training Score\","));
    assert!(
        header.contains(",Children and Young People Sub-domain Decile (where 1 is most deprived 10% of LSO,")
    );
    assert!(
        header
            .ends_with("Working age population 18-66 (for use with Employment Deprivation Domain): mid 2022")
    );
}

#[test]
fn deprivation_ranks_follow_the_scores_and_deciles_the_ranks() {
    let rows = WRITTEN.rows("deprivation/iod2025_file7.csv");
    for index in file7::HEADER[4..52].chunks(3) {
        let mut order: Vec<[f64; 3]> =
            rows.iter().map(|row| [0, 1, 2].map(|n| number(&row[index[n]]))).collect();
        order.sort_by(|a, b| a[1].total_cmp(&b[1]));
        for pair in order.windows(2) {
            assert!(pair[0][0] >= pair[1][0] && pair[0][1] < pair[1][1], "{}", index[0]);
        }
        assert!(order.iter().all(|[_, rank, decile]| (rank * 10.0 / 33_755.0).ceil() == *decile));
        assert!(order.iter().all(|[_, rank, _]| (1.0..=33_755.0).contains(rank)));
    }
}

#[test]
fn what_was_planted_is_there() {
    let place = &WRITTEN.place;
    let reach = |planted: bool| {
        let (mut engaged, mut children) = (0, 0);
        for (n, area) in place.areas.iter().enumerate() {
            if place.cluster.contains(area) == planted {
                (engaged, children) =
                    (engaged + place.family.engaged[n], children + place.family.children[n]);
            }
        }
        f64::from(engaged) / f64::from(children)
    };
    let ratio = reach(true) / reach(false);
    assert!((ratio - place.cluster_reach_ratio).abs() < 0.12, "{ratio}");
    let index = |heading: &str| -> BTreeMap<String, f64> {
        let rows = WRITTEN.rows("deprivation/iod2025_file7.csv");
        rows.iter().map(|row| (row[file7::HEADER[0]].clone(), number(&row[heading]))).collect()
    };
    for heading in [file7::HEADER[4], file7::HEADER[19]] {
        let scores = index(heading);
        let mut sorted: Vec<f64> = place.areas.iter().map(|area| scores[area]).collect();
        sorted.sort_by(f64::total_cmp);
        assert!(place.cluster.iter().all(|area| scores[area] >= sorted[96]), "{heading}: not the top fifth");
    }
}

#[test]
fn the_under_reached_group_is_reached_less_by_the_planted_ratio() {
    let place = &WRITTEN.place;
    let census = WRITTEN.rows("population/census2021_ethnic_group_lsoa21.csv");
    let census: BTreeMap<&str, &Row> = census.iter().map(|row| (row["lsoa21_code"].as_str(), row)).collect();
    let children = |group: &str| -> f64 {
        let areas = place.areas.iter().zip(&place.family.children);
        let of_group = |area: &str| number(&census[area][group]) / number(&census[area]["total_residents"]);
        areas.map(|(area, children)| f64::from(*children) * of_group(area)).sum()
    };
    let records = WRITTEN.rows("uptake/family_support.csv");
    let engaged = |group: &str| {
        let rows = records.iter().filter(|row| row["status"] == "engaged" && row["ethnic_group"] == group);
        rows.map(|row| &row["person_id"]).collect::<BTreeSet<_>>().len() as f64
    };
    let (planted, others): (Vec<&str>, Vec<&str>) =
        people::GROUPS.iter().partition(|group| **group == place.under_reached_group);
    let reach = |groups: &[&str]| {
        groups.iter().map(|g| engaged(g)).sum::<f64>() / groups.iter().map(|g| children(g)).sum::<f64>()
    };
    let ratio = reach(&planted) / reach(&others);
    assert!((ratio - place.group_reach_ratio).abs() < 0.12, "{ratio}");
}
