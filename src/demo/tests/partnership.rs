//! The form of the partnership's files: pseudonyms, steps, agencies and their planted faults.
use std::collections::{BTreeMap, BTreeSet};

use super::children::{Child, PLACES, usual};
use super::{Row, number};

#[test]
fn each_child_has_one_pseudonym_or_is_counted_as_unlinked() {
    for place in PLACES.iter() {
        let children = place.children();
        let one = |child: &Child| child.rows.iter().all(|row| row["shared_id"] == child.cell("shared_id"));
        assert!(children.iter().all(one));
        let ids: Vec<&str> = children.iter().map(|child| child.cell("shared_id")).collect();
        let linked: BTreeSet<&&str> = ids.iter().filter(|id| !id.is_empty()).collect();
        let digits = |id: &str| id.len() == 16 && id.chars().all(|c| "0123456789abcdef".contains(c));
        assert!(linked.iter().all(|id| digits(id)));
        assert_eq!(children.len() - linked.len(), place.place.partnership.unlinked);
        let share = place.place.partnership.unlinked as f64 / children.len() as f64;
        assert!((0.01..0.035).contains(&share), "{share}");
    }
}

#[test]
fn steps_follow_each_other_and_only_offers_have_barriers() {
    const ORDER: [&str; 6] = ["identified", "referred", "offered", "engaged", "completed", "disengaged"];
    let rank = |row: &Row| ORDER.iter().position(|step| row["status"] == *step).unwrap_or(3);
    for place in PLACES.iter() {
        for child in place.children() {
            for pair in child.rows.windows(2) {
                assert!(pair[0]["date"] < pair[1]["date"] && rank(&pair[0]) <= rank(&pair[1]), "{pair:?}");
            }
            let mut before = 1.0;
            for row in &child.rows {
                assert!(row["date"].as_str() <= "2024-12-31" && row["date"].as_str() >= "2024-01-01");
                assert_eq!(row["barrier"].is_empty(), row["status"] != "offered", "{row:?}");
                assert_eq!(row["attempts"].is_empty(), rank(row) < 2, "{row:?}");
                if rank(row) >= 2 {
                    let attempts = number(&row["attempts"]);
                    assert!((before..=4.0).contains(&attempts), "{row:?}");
                    before = attempts;
                }
            }
        }
    }
}

#[test]
fn each_agency_file_has_the_children_and_the_faults_that_were_counted() {
    for place in PLACES.iter() {
        let children = place.children();
        let served: BTreeMap<&str, &Child> = children
            .iter()
            .map(|child| (child.cell("shared_id"), child))
            .filter(|(id, _)| !id.is_empty())
            .collect();
        for facts in &place.place.partnership.agencies {
            let file = facts.file.strip_prefix("data").expect("a data file");
            let rows = place.rows(file.to_str().expect("a name"));
            let count = |fits: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| fits(row)).count();
            let child = |row: &Row| served.get(usual(&row["shared_id"]).as_str()).copied();
            assert_eq!(rows.len(), facts.rows, "{}", facts.agency);
            assert_eq!(count(&|row| row["shared_id"].is_empty()), facts.blank_ids);
            assert_eq!(
                count(&|row| row["shared_id"] != row["shared_id"].to_lowercase()),
                facts.upper_case_ids
            );
            assert_eq!(count(&|row| row["shared_id"].len() == 15), facts.short_ids);
            assert_eq!(count(&|row| child(row).is_some()), facts.in_service);
            let differs = |row: &Row, column: &str| child(row).is_some_and(|c| c.cell(column) != row[column]);
            assert_eq!(count(&|row| differs(row, "sex")), facts.contradictory_sex);
            assert_eq!(count(&|row| differs(row, "home_language") || differs(row, "age")), 0);
            let stated = |row: &Row| child(row).is_some_and(|c| !c.cell("ethnic_group").is_empty());
            let other = |row: &Row| differs(row, "ethnic_group") && !row["ethnic_group"].is_empty();
            assert_eq!(count(&|row| stated(row) && other(row)), 0);
            assert!(rows.iter().all(|row| place.place.areas.contains(&row["lsoa21_code"])));
            let ids: BTreeSet<&String> =
                rows.iter().map(|row| &row["shared_id"]).filter(|id| !id.is_empty()).collect();
            assert_eq!(ids.len() + facts.blank_ids, rows.len());
        }
        let faults =
            place.place.partnership.agencies.iter().map(|facts| {
                [facts.blank_ids, facts.upper_case_ids, facts.short_ids, facts.contradictory_sex]
            });
        assert_eq!(faults.fold([0; 4], |sum, each| [0, 1, 2, 3].map(|n| sum[n] + each[n])), [10, 6, 5, 4]);
    }
}

#[test]
fn education_knows_three_in_ten_children_and_the_others_fewer() {
    for place in PLACES.iter() {
        let children = f64::from(place.place.family.children.iter().sum::<u32>());
        let shares: Vec<f64> =
            place.place.partnership.agencies.iter().map(|facts| facts.rows as f64 / children).collect();
        assert!((0.28..0.32).contains(&shares[0]), "{shares:?}");
        assert!(shares[1..].iter().all(|share| (0.015..0.13).contains(share)), "{shares:?}");
    }
}

#[test]
fn the_cohort_has_the_means_that_were_planted() {
    for place in PLACES.iter() {
        let (rows, facts) = (place.rows("cohort/exclusions.csv"), &place.place.partnership.cohort);
        for (group, pupils, planted) in [
            ("supported", facts.supported, facts.supported_means),
            ("waiting list", facts.waiting_list, facts.waiting_list_means),
        ] {
            let own: Vec<&Row> = rows.iter().filter(|row| row["group"] == group).collect();
            assert_eq!(own.len(), pupils);
            for (year, planted) in ["year_before_last", "before", "after"].iter().zip(planted) {
                let mean = own.iter().map(|row| number(&row[*year])).sum::<f64>() / pupils as f64;
                assert!((mean - planted).abs() < 1.4, "seed {}: {group} {year}: {mean}", place.place.seed);
            }
        }
    }
}
