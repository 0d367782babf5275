//! Access against PySAL `access`, against its worked example, and against plain loops.

use proptest::prelude::*;

use super::catchment::NotAccess;
use super::{Access, Catchment, Decay, three_step, two_step};
use crate::join::reachable::within_distance;
use crate::join::travel::{Trip, matched};
use crate::reachable::Reachable;

/// The cells of an oracle file, without its source and its header.
fn rows(table: &str) -> Vec<Vec<&str>> {
    table.lines().skip(2).map(|line| line.split(',').collect()).collect()
}

fn column(rows: &[Vec<&str>], place: usize) -> Vec<f64> {
    rows.iter().map(|row| row[place].parse().unwrap()).collect()
}

fn near(found: &[f64], expected: &[f64], relative: f64) {
    assert_eq!(found.len(), expected.len());
    for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!(
            (found - expected).abs() <= relative * expected.abs() + 1e-15,
            "{place}: {found}, not {expected}"
        );
    }
}

/// One case of PySAL: steps, σ and the three tables.
fn pysal(steps: &[(f64, f64)], sigma: f64, costs: &str, areas: &str, sites: &str) {
    let (costs, areas, sites) = (rows(costs), rows(areas), rows(sites));
    let trips: Vec<Trip<'_>> =
        costs.iter().map(|row| Trip { from: row[0], to: row[1], cost: row[2].parse().ok() }).collect();
    let area_codes: Vec<&str> = areas.iter().map(|row| row[0]).collect();
    let site_ids: Vec<&str> = sites.iter().map(|row| row[0]).collect();
    let reachable = matched(&trips, &area_codes, &site_ids).unwrap().reachable;
    let (people, capacity) = (column(&areas, 1), column(&sites, 1));
    let stepped = Catchment::stepped(steps).unwrap();
    let equal = Catchment::new(stepped.limit(), Decay::Equal).unwrap();
    let gaussian = Catchment::new(stepped.limit(), Decay::Gaussian { sigma }).unwrap();
    let by = |method: fn(&Reachable, &[f64], &[f64], &Catchment) -> Result<Access, NotAccess>, catchment| {
        method(&reachable, &people, &capacity, catchment).unwrap()
    };
    let found = [
        by(two_step, &equal),
        by(two_step, &stepped),
        by(two_step, &gaussian),
        by(three_step, &stepped),
        by(three_step, &gaussian),
    ];
    for (place, access) in found.iter().enumerate() {
        near(&access.scores, &column(&areas, place + 2), 1e-9);
        near(&access.ratios, &column(&sites, place + 2), 1e-9);
    }
}

#[test]
fn hand_checkable_case_of_pysal() {
    pysal(
        &[(5.0, 1.0), (10.0, 0.5)],
        5.0,
        include_str!("../../../tests/oracles/access_hand_costs.csv"),
        include_str!("../../../tests/oracles/access_hand_areas.csv"),
        include_str!("../../../tests/oracles/access_hand_sites.csv"),
    );
}

#[test]
fn random_minutes_of_pysal() {
    pysal(
        &[(10.0, 1.0), (20.0, 0.68), (30.0, 0.22)],
        12.0,
        include_str!("../../../tests/oracles/access_random_costs.csv"),
        include_str!("../../../tests/oracles/access_random_areas.csv"),
        include_str!("../../../tests/oracles/access_random_sites.csv"),
    );
}

#[test]
fn columbus_of_pysal() {
    pysal(
        &[(0.7, 1.0), (1.4, 0.68), (2.0, 0.22)],
        0.9,
        include_str!("../../../tests/oracles/access_columbus_costs.csv"),
        include_str!("../../../tests/oracles/access_columbus_areas.csv"),
        include_str!("../../../tests/oracles/access_columbus_sites.csv"),
    );
}

// The hospital example of PySAL `access` (tests/test_hospital_example.py): three areas with a hospital each.
const PEOPLE: [f64; 3] = [100.0, 50.0, 10.0];
const BEDS: [f64; 3] = [15.0, 20.0, 100.0];
const CODES: [&str; 3] = ["1", "2", "3"];

/// Access there, with minutes from 1 and 2 to 3 and from 3 to 1 and 2.
fn hospitals(to_third: f64, from_third: f64, decay: Decay) -> Access {
    let minutes = |from: usize, to: usize| match (from, to) {
        (from, to) if from == to => 1.0,
        (_, 2) => to_third,
        (2, _) => from_third,
        _ => 80.0,
    };
    let trips: Vec<Trip<'_>> = (0..9)
        .map(|k| Trip { from: CODES[k / 3], to: CODES[k % 3], cost: Some(minutes(k / 3, k % 3)) })
        .collect();
    let reachable = matched(&trips, &CODES, &CODES).unwrap().reachable;
    two_step(&reachable, &PEOPLE, &BEDS, &Catchment::new(60.0, decay).unwrap()).unwrap()
}

#[test]
fn the_hospital_example_has_its_published_scores() {
    let inverse = || Decay::Inverse { power: 1.0, nearest: 1.0 };
    let access = hospitals(40.0, 40.0, inverse());
    near(
        &access.ratios,
        &[0.149_625_935_162_094_77, 0.398_009_950_248_756_24, 7.272_727_272_727_272_5],
        1e-12,
    );
    near(&access.scores, &[0.331_444_116_980_276_6, 0.579_828_132_066_938_1, 7.286_418_169_862_544], 1e-12);
    let access = hospitals(40.0, 40.0, Decay::Equal);
    near(&access.ratios, &[0.136_363_636_363_636_35, 1.0 / 3.0, 0.625], 1e-12);
    near(&access.scores, &[0.761_363_636_363_636_5, 0.958_333_333_333_333_3, 1.094_696_969_696_969_7], 1e-12);
    let access = hospitals(40.0, 40.0, Decay::Gaussian { sigma: 20.0 });
    near(&access.scores, &[0.594_825_613_235_192, 0.836_276_674_985_383_4, 3.370_360_492_721_162_3], 1e-12);
}

#[test]
fn ways_that_differ_by_direction_are_taken_from_the_area_to_the_site() {
    let inverse = Decay::Inverse { power: 1.0, nearest: 1.0 };
    let access = hospitals(20.0, 40.0, inverse);
    near(&access.scores, &[0.435_340_220_876_380_5, 0.683_724_235_963_042, 5.727_976_611_420_986], 1e-12);
}

#[test]
fn what_is_out_of_reach_or_unused_is_listed() {
    let pairs = vec![(0, 0, 1.0), (1, 1, 1.0), (2, 3, 99.0)];
    let reachable = Reachable::from_pairs(4, 4, pairs).unwrap();
    let catchment = Catchment::new(10.0, Decay::Equal).unwrap();
    let access = two_step(&reachable, &[5.0, 0.0, 9.0, 9.0], &[0.0, 3.0, 4.0, 4.0], &catchment).unwrap();
    assert_eq!(access.scores, [0.0; 4]);
    assert_eq!(access.out_of_reach, [2, 3]);
    assert_eq!(access.unused_sites, [1, 2, 3]);
    assert_eq!(access.empty_sites, [0]);
}

#[test]
fn people_and_capacities_that_cannot_be_are_refused() {
    let one = Reachable::from_pairs(1, 1, vec![(0, 0, 1.0)]).unwrap();
    let catchment = Catchment::new(10.0, Decay::Equal).unwrap();
    let refused = |people: &[f64], capacity: &[f64]| {
        two_step(&one, people, capacity, &catchment).unwrap_err().to_string()
    };
    assert_eq!(refused(&[], &[1.0]), "0 numbers of people for 1 areas");
    assert_eq!(refused(&[1.0], &[]), "0 capacities for 1 sites");
    assert_eq!(refused(&[-1.0], &[1.0]), "area number 0 has -1 people, which is not a finite number from 0");
    assert!(refused(&[1.0], &[f64::NAN]).contains("capacity NaN"));
    assert_eq!(
        refused(&[5e-324], &[1e300]),
        "the capacity of site number 0 over the people who reach it is too large to compute"
    );
    let none = Reachable::from_pairs(1, 0, vec![]).unwrap();
    assert_eq!(three_step(&none, &[1.0], &[], &catchment), Err(NotAccess::NoSites));
}

/// Two steps over every area and every site: the plain twin of the sparse method.
fn plainly(
    areas: &[[f64; 2]],
    sites: &[[f64; 2]],
    people: &[f64],
    capacity: &[f64],
    catchment: &Catchment,
) -> Vec<f64> {
    let weight = |area: &[f64; 2], site: &[f64; 2]| {
        let (east, north) = (area[0] - site[0], area[1] - site[1]);
        catchment.weight((east * east + north * north).sqrt())
    };
    let ratio = |(site, capacity): (&[f64; 2], &f64)| {
        let people: f64 = areas.iter().zip(people).map(|(area, people)| people * weight(area, site)).sum();
        if people > 0.0 { capacity / people } else { 0.0 }
    };
    let ratios: Vec<f64> = sites.iter().zip(capacity).map(ratio).collect();
    areas
        .iter()
        .map(|area| sites.iter().zip(&ratios).map(|(site, ratio)| ratio * weight(area, site)).sum())
        .collect()
}

type Place = (Vec<([f64; 2], f64)>, Vec<([f64; 2], f64)>);

fn place() -> impl Strategy<Value = Place> {
    let point = || (0.0..9_000.0_f64, 0.0..9_000.0_f64).prop_map(|(east, north)| [east, north]);
    let people = prop_oneof![Just(0.0), 1.0..3_000.0_f64];
    let places = prop_oneof![Just(0.0), 1.0..300.0_f64];
    (prop::collection::vec((point(), people), 1..30), prop::collection::vec((point(), places), 1..12))
}

fn zones() -> Catchment {
    Catchment::stepped(&[(1_500.0, 1.0), (3_000.0, 0.68), (5_000.0, 0.22)]).unwrap()
}

proptest! {
    #[test]
    fn every_place_that_somebody_reaches_is_given_out_once((areas, sites) in place(), share in any::<bool>()) {
        let (points, people): (Vec<_>, Vec<_>) = areas.into_iter().unzip();
        let (places, capacity): (Vec<_>, Vec<_>) = sites.into_iter().unzip();
        let reachable = within_distance(&points, &places, 5_000.0).unwrap();
        let method = if share { three_step } else { two_step };
        let access = method(&reachable, &people, &capacity, &zones()).unwrap();
        let given: f64 = access.scores.iter().zip(&people).map(|(score, people)| score * people).sum();
        let unused: f64 = access.unused_sites.iter().map(|&site| capacity[site as usize]).sum();
        let total: f64 = capacity.iter().sum();
        prop_assert!((given + unused - total).abs() <= 1e-9 * total.max(1.0));
    }

    #[test]
    fn the_sparse_method_gives_what_plain_loops_give((areas, sites) in place()) {
        let (points, people): (Vec<_>, Vec<_>) = areas.into_iter().unzip();
        let (places, capacity): (Vec<_>, Vec<_>) = sites.into_iter().unzip();
        let reachable = within_distance(&points, &places, 5_000.0).unwrap();
        let access = two_step(&reachable, &people, &capacity, &zones()).unwrap();
        near(&access.scores, &plainly(&points, &places, &people, &capacity, &zones()), 1e-9);
    }

    #[test]
    fn reordering_areas_reorders_their_scores((mut areas, sites) in place()) {
        let (places, capacity): (Vec<_>, Vec<_>) = sites.into_iter().unzip();
        let scores = |areas: &[([f64; 2], f64)]| {
            let (points, people): (Vec<_>, Vec<_>) = areas.iter().copied().unzip();
            let reachable = within_distance(&points, &places, 5_000.0).unwrap();
            two_step(&reachable, &people, &capacity, &zones()).unwrap().scores
        };
        let mut before = scores(&areas);
        areas.reverse();
        before.reverse();
        near(&scores(&areas), &before, 1e-9);
    }
}
