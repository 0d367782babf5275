//! Numbers computed elsewhere, edges, and how often limits hold a known ratio.

use proptest::prelude::*;
use rand_distr::{Binomial, Distribution};
use rand_pcg::Pcg64;

use super::*;
use crate::estimate::random::stream;

const EXACT: Terms = Terms::exact(Confidence::P95);
const ROUNDED: Terms = Terms { rounding_variance: ROUNDED_TO_FIVE, ..EXACT };

fn stratum([events, people, comparator_events, comparator_people]: [f64; 4]) -> Stratum {
    Stratum { events, people, comparator_events, comparator_people }
}

/// Admissions of women and men to six departments, Berkeley 1973 (R 4.2.2, `UCBAdmissions`).
fn berkeley() -> Vec<Stratum> {
    [
        [89.0, 108.0, 512.0, 825.0],
        [17.0, 25.0, 353.0, 560.0],
        [202.0, 593.0, 120.0, 325.0],
        [131.0, 375.0, 138.0, 417.0],
        [94.0, 393.0, 53.0, 191.0],
        [24.0, 341.0, 22.0, 373.0],
    ]
    .map(stratum)
    .to_vec()
}

#[test]
fn admissions_to_berkeley_agree_with_other_packages() {
    // Ratio: statsmodels 0.15.0 `StratifiedTable.riskratio_pooled`; limits: epiR 2.0.57 `RR.mh.wald`; test: R 4.2.2
    // `mantelhaen.test(correct = FALSE)`.
    let found = mantel_haenszel(&berkeley(), EXACT).unwrap();
    assert!((found.ratio.value - 1.058_307_423_589_208).abs() < 1e-12);
    assert!((found.ratio.limits.lower - 0.970_439_153_254_446_3).abs() < 1e-12);
    assert!((found.ratio.limits.upper - 1.154_131_713_531_928).abs() < 1e-12);
    assert!((found.test.chi_square - 1.524_606_660_443_442_7).abs() < 1e-11);
    assert!((found.test.p_two_sided - 0.216_923_697_055_517_23).abs() < 1e-9);
    assert!(found.enough_for_test && found.test.p_more < 0.5);
    assert!((found.expected - 557.0 / 1.058_307_423_589_208).abs() < 1e-9);
}

#[test]
fn the_trial_of_tolbutamide_in_people() {
    // Test: R 4.2.2 `mantelhaen.test(correct = FALSE)`; people and detectable ratios: written out in Python with SciPy.
    let strata = [stratum([8.0, 106.0, 5.0, 120.0]), stratum([22.0, 98.0, 16.0, 85.0])];
    let found = mantel_haenszel(&strata, EXACT).unwrap();
    assert!((found.test.p_two_sided - 0.275_047_303_784_705_7).abs() < 1e-9);
    assert!((found.expected - 22.632_024_068_193_21).abs() < 1e-9);
    assert!((found.short.value + 7.367_975_931_806_786).abs() < 1e-9);
    assert!((found.short.limits.lower + 16.376_840_703_886_72).abs() < 1e-9);
    assert!((found.short.limits.upper - 7.598_364_835_197_316).abs() < 1e-9);
    assert!((found.detectable.below.unwrap() - 0.477_581_660_445_666_86).abs() < 1e-9);
    assert!((found.detectable.above.unwrap() - 2.132_400_695_259_319).abs() < 1e-9);
}

#[test]
fn rounding_of_totals_adds_its_variance() {
    let strata = [stratum([20.0, 100.0, 50.0, 200.0])];
    let (exact, rounded) =
        (mantel_haenszel(&strata, EXACT).unwrap(), mantel_haenszel(&strata, ROUNDED).unwrap());
    let added = rounded.log_standard_error.unwrap().powi(2) - exact.log_standard_error.unwrap().powi(2);
    assert!((added - ROUNDED_TO_FIVE * (1.0 / 400.0 + 1.0 / 2500.0)).abs() < 1e-12);
    // With one stratum the difference is (2a − b)/3: (n₀/N)² and (n₁/N)² of the rounding variance.
    let added = rounded.test.variance - exact.test.variance;
    assert!((added - ROUNDED_TO_FIVE * (4.0 / 9.0 + 1.0 / 9.0)).abs() < 1e-12);
    assert!(rounded.detectable.below.unwrap() < exact.detectable.below.unwrap());
}

#[test]
fn what_cannot_be_compared_is_a_named_reason() {
    let reason = |strata: &[[f64; 4]]| {
        let strata: Vec<Stratum> = strata.iter().copied().map(stratum).collect();
        mantel_haenszel(&strata, EXACT).unwrap_err()
    };
    assert_eq!(reason(&[]), NoFigure::NobodyInGroup);
    assert_eq!(reason(&[[0.0, 0.0, 5.0, 10.0]]), NoFigure::NobodyInGroup);
    assert_eq!(reason(&[[1.0, 5.0, 0.0, 0.0]]), NoFigure::NobodyOutsideGroup);
    assert_eq!(reason(&[[1.0, 5.0, 0.0, 0.0], [0.0, 0.0, 1.0, 5.0]]), NoFigure::TooFewToCompare);
    assert_eq!(reason(&[[0.0, 5.0, 0.0, 5.0]]), NoFigure::NoEvents);
    assert_eq!(reason(&[[1.0, 5.0, 0.0, 5.0]]), NoFigure::NoExpectedEvents);
    assert_eq!(reason(&[[5.0, 5.0, 5.0, 5.0]]), NoFigure::EverybodyHadTheEvent);
    assert_eq!(reason(&[[1.0, 0.0, 1.0, 5.0]]), NoFigure::EventsWithoutPeople);
    assert_eq!(reason(&[[6.0, 5.0, 1.0, 5.0]]), NoFigure::MoreEventsThanPeople);
    assert_eq!(reason(&[[-1.0, 5.0, 1.0, 5.0]]), NoFigure::NotACount);
    assert_eq!(reason(&[[1.0, f64::INFINITY, 1.0, 5.0]]), NoFigure::NotADenominator);
    for (level, rounding_variance) in
        [(0.0, 0.0), (1.0, 0.0), (f64::NAN, 0.0), (0.05, -1.0), (0.05, f64::NAN)]
    {
        let terms = Terms { level, rounding_variance, ..EXACT };
        assert_eq!(mantel_haenszel(&berkeley(), terms), Err(NoFigure::NotAValue));
    }
}

#[test]
fn a_stratum_without_comparator_is_left_out_and_counted() {
    let mut strata = berkeley();
    let before = mantel_haenszel(&strata, EXACT).unwrap();
    strata.push(stratum([7.0, 9.0, 0.0, 0.0]));
    strata.push(stratum([0.0, 0.0, 3.0, 9.0]));
    let after = mantel_haenszel(&strata, EXACT).unwrap();
    assert_eq!(after, StratifiedRatio { events_left_out: 7.0, ..before });
}

#[test]
fn a_small_stratum_may_have_more_events_than_its_people_were_estimated_at() {
    let mut strata = berkeley();
    strata.push(stratum([2.0, 0.7, 1.0, 3.2]));
    let found = mantel_haenszel(&strata, EXACT).unwrap();
    assert!(found.log_standard_error.unwrap() > 0.0 && found.test.variance > 0.0);
}

proptest! {
    #[test]
    fn order_and_splitting_of_people_change_nothing(
        cells in prop::collection::vec((0.1..40.0_f64, 40.0..99.0_f64, 0.1..40.0_f64, 40.0..99.0_f64), 1..8),
    ) {
        let strata: Vec<Stratum> = cells.iter().map(|&(a, n, b, m)| stratum([a, n, b, m])).collect();
        let turned: Vec<Stratum> = strata.iter().rev().copied().collect();
        let (one, other) = (mantel_haenszel(&strata, EXACT).unwrap(), mantel_haenszel(&turned, EXACT).unwrap());
        prop_assert!((one.ratio.value / other.ratio.value - 1.0).abs() < 1e-9);
        prop_assert!((one.test.z - other.test.z).abs() < 1e-9);
        prop_assert!(one.ratio.limits.lower < one.ratio.value && one.ratio.value < one.ratio.limits.upper);
        prop_assert!(one.short.limits.lower < one.short.value && one.short.value < one.short.limits.upper);
        prop_assert!((one.events + one.short.value - one.expected).abs() < 1e-9);
    }

    #[test]
    fn the_comparator_seen_from_the_group_is_the_inverse(
        cells in prop::collection::vec((0.1..40.0_f64, 40.0..99.0_f64, 0.1..40.0_f64, 40.0..99.0_f64), 1..8),
    ) {
        let strata: Vec<Stratum> = cells.iter().map(|&(a, n, b, m)| stratum([a, n, b, m])).collect();
        let swapped: Vec<Stratum> = cells.iter().map(|&(a, n, b, m)| stratum([b, m, a, n])).collect();
        let (one, other) = (mantel_haenszel(&strata, ROUNDED).unwrap(), mantel_haenszel(&swapped, ROUNDED).unwrap());
        prop_assert!((one.ratio.value * other.ratio.value - 1.0).abs() < 1e-9);
        prop_assert!((one.test.z + other.test.z).abs() < 1e-9);
        if let (Ok(above), Ok(below)) = (one.detectable.above, other.detectable.below) {
            prop_assert!((above * below - 1.0).abs() < 1e-6);
        }
    }
}

/// People of the group, people of the comparator, and the comparator's risk.
const CELLS: [(f64, f64, f64); 4] =
    [(60.0, 400.0, 0.1), (90.0, 300.0, 0.2), (40.0, 500.0, 0.3), (150.0, 700.0, 0.15)];

/// Four strata in which the risk of the group is `ratio` times that of the comparator.
fn drawn(ratio: f64, random: &mut Pcg64) -> Vec<Stratum> {
    let mut count =
        |people: f64, risk: f64| Binomial::new(people as u64, risk).unwrap().sample(random) as f64;
    let each = |(group, others, risk): (f64, f64, f64)| {
        stratum([count(group, risk * ratio), group, count(others, risk), others])
    };
    CELLS.map(each).to_vec()
}

/// The strata as published totals leave them: each side scaled to its total, rounded to the nearest five.
fn rounded(strata: Vec<Stratum>) -> Vec<Stratum> {
    let nearest = |total: f64| if total > 0.0 { (total / 5.0).round() * 5.0 / total } else { 0.0 };
    let group = nearest(strata.iter().map(|s| s.events).sum());
    let comparator = nearest(strata.iter().map(|s| s.comparator_events).sum());
    let scaled = |s: Stratum| Stratum {
        events: s.events * group,
        comparator_events: s.comparator_events * comparator,
        ..s
    };
    strata.into_iter().map(scaled).collect()
}

/// How many of 2,000 draws have limits that hold the ratio, and how many tests at 5 % find a difference.
fn held_and_found(ratio: f64, terms: Terms, change: fn(Vec<Stratum>) -> Vec<Stratum>) -> (u32, u32) {
    let (mut held, mut found) = (0, 0);
    for draw in 0..2000 {
        let strata = change(drawn(ratio, &mut stream(20_250_301, draw)));
        let result = mantel_haenszel(&strata, terms).unwrap();
        let limits = result.ratio.limits;
        held += u32::from(limits.lower <= ratio && ratio <= limits.upper);
        found += u32::from(result.test.p_two_sided <= 0.05);
    }
    (held, found)
}

#[test]
fn limits_hold_the_ratio_as_often_as_they_say() {
    // 95 % of 2,000 is 1,900; three standard errors of chance are 29.
    for ratio in [0.5, 0.75, 1.0, 1.5] {
        let (held, _) = held_and_found(ratio, EXACT, |strata| strata);
        assert!((1871..=1935).contains(&held), "{ratio}: {held}");
        let (held, _) = held_and_found(ratio, ROUNDED, rounded);
        assert!((1871..=1945).contains(&held), "{ratio}, rounded: {held}");
    }
}

#[test]
fn the_test_finds_a_difference_where_there_is_none_as_often_as_its_level() {
    let (_, found) = held_and_found(1.0, EXACT, |strata| strata);
    assert!((71..=129).contains(&found), "{found}");
    let (_, found) = held_and_found(1.0, ROUNDED, rounded);
    assert!((65..=129).contains(&found), "rounded: {found}");
}

/// The ratio that is its own smallest detectable ratio, when as many events happen as it brings.
fn its_own(side: fn(Detectable) -> Result<f64, NoFigure>) -> f64 {
    let typical = |ratio: f64| -> Vec<Stratum> {
        let each = |(group, others, risk): (f64, f64, f64)| {
            stratum([group * risk * ratio, group, others * risk, others])
        };
        CELLS.map(each).to_vec()
    };
    let next = |ratio: f64| side(mantel_haenszel(&typical(ratio), EXACT).unwrap().detectable).unwrap();
    (0..20).fold(1.0, |ratio, _| next(ratio))
}

#[test]
fn the_smallest_detectable_ratio_is_found_four_times_in_five() {
    // 80 % of 2,000 is 1,600; three standard errors of chance are 54.
    for side in [|d: Detectable| d.below, |d: Detectable| d.above] {
        let ratio = its_own(side);
        let (_, found) = held_and_found(ratio, EXACT, |strata| strata);
        assert!((1546..=1654).contains(&found), "{ratio}: {found}");
    }
}
