//! Input that gets a named error, and what is left of a map where little happens.

use super::super::*;
use super::{Map, settings};

fn refused(change: impl FnOnce(&mut Map)) -> ScanError {
    let mut map = Map::strewn(10, 1, 5.0, 1);
    let windows = map.windows(0.5);
    change(&mut map);
    scan(&map.given(), &windows, &settings(Looking::Both, 9), None).expect_err("refused")
}

#[test]
fn counts_that_cannot_be_are_refused() {
    assert_eq!(refused(|map| map.observed[3] = f64::NAN), ScanError::Observed(3));
    assert_eq!(refused(|map| map.observed[3] = -1.0), ScanError::Observed(3));
    assert_eq!(refused(|map| map.expected[2] = f64::INFINITY), ScanError::Expected(2));
    assert_eq!(refused(|map| map.people[2] = f64::NAN), ScanError::People(2));
    assert_eq!(refused(|map| map.observed[1] = 2e9), ScanError::TooManyEvents);
    assert_eq!(refused(|map| map.keys[1] = map.keys[0]), ScanError::KeyTwice);
}

#[test]
fn a_map_without_events_or_expectations_is_refused() {
    assert_eq!(refused(|map| map.observed.fill(0.0)), ScanError::NoEvents);
    assert_eq!(refused(|map| map.expected.fill(0.0)), ScanError::NoExpected);
    assert_eq!(refused(|map| map.expected[4] = 0.0), ScanError::EventsUnexpected(4));
}

#[test]
fn slices_that_do_not_fit_are_refused() {
    assert_eq!(refused(|map| map.periods = 0), ScanError::NoPeriods);
    let short = refused(|map| map.observed.truncate(5));
    assert_eq!(short, ScanError::Lengths { what: "observed counts", given: 5, needed: 10 });
    let keys = refused(|map| map.keys.truncate(5));
    assert_eq!(keys, ScanError::Lengths { what: "keys", given: 5, needed: 10 });
}

#[test]
fn cases_among_people_must_be_possible() {
    let map = Map::strewn(10, 1, 5.0, 1);
    let with = |cases: &[f64], people: &[f64]| {
        let given = Observation { counts: Counts::Bernoulli { cases, people }, ..map.given() };
        scan(&given, &map.windows(0.5), &settings(Looking::Both, 9), None).map(|_| ())
    };
    let (one, two) = (vec![1.0; 10], vec![2.0; 10]);
    assert_eq!(with(&two, &one), Err(ScanError::MoreCasesThanPeople(0)));
    assert_eq!(with(&one, &one), Err(ScanError::EveryoneACase));
    assert_eq!(with(&[0.5; 10], &one), Err(ScanError::NotWhole(0)));
    assert_eq!(with(&one, &two), Ok(()));
    assert_eq!(with(&[0.0; 10], &two), Err(ScanError::NoEvents));
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let map = Map::strewn(10, 1, 5.0, 1);
    let with = |settings: Settings, shares: Option<&Shares>| {
        scan(&map.given(), &map.windows(0.5), &settings, shares).map(|_| ())
    };
    let plain = settings(Looking::High, 9);
    assert_eq!(with(Settings { replications: 0, ..plain }, None), Err(ScanError::NoReplications));
    let forever = Settings { longest_share_of_time: 1.5, ..plain };
    assert_eq!(with(forever, None), Err(ScanError::NotAShare(1.5)));
    let shares = Shares { shares: vec![0.2, 0.0], level: 0.05 };
    assert_eq!(with(plain, Some(&shares)), Err(ScanError::NotAShare(0.0)));
    assert_eq!(scan(&map.given(), &[], &plain, None).map(|_| ()), Err(ScanError::NoWindows));
}

#[test]
fn equal_rates_have_no_cluster() {
    let mut map = Map::strewn(10, 1, 5.0, 1);
    (map.observed, map.expected) = (vec![4.0; 10], vec![4.0; 10]);
    let found = map.scan(&settings(Looking::Both, 20));
    assert_eq!(found.clusters, []);
    assert!(found.relative_risks.iter().all(|risk| (risk.expect("a risk") - 1.0).abs() < 1e-12));
}

#[test]
fn two_areas_and_events_in_one_of_them_give_a_reason_for_the_relative_risk() {
    let mut map = Map::strewn(2, 1, 5.0, 1);
    (map.people, map.observed, map.expected) = (vec![100.0; 2], vec![12.0, 0.0], vec![6.0; 2]);
    let found = map.scan(&settings(Looking::High, 99));
    assert_eq!(found.clusters.len(), 1);
    assert_eq!(found.clusters[0].areas, [0]);
    assert_eq!(found.clusters[0].relative_risk, Err(NoFigure::NoEvents));
    assert!((found.clusters[0].log_likelihood_ratio - 12.0 * 2.0_f64.ln()).abs() < 1e-9);
    assert!(found.clusters[0].p_value < 0.05);
}

#[test]
fn an_area_without_people_or_expectation_belongs_to_windows_like_any_other() {
    let mut map = Map::strewn(10, 1, 5.0, 1);
    (map.people[3], map.expected[3], map.observed[3]) = (0.0, 0.0, 0.0);
    let found = map.scan(&settings(Looking::Both, 40));
    assert_eq!(found.relative_risks[3], Err(NoFigure::NoExpectedEvents));
    assert!(found.clusters.iter().all(|cluster| cluster.statistic.is_finite() && cluster.expected > 0.0));
}
