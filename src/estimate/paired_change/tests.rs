//! Expected values: R 4.2.2 `t.test`, `binom.test`, `lm`, `confint`, on the made-up cohorts below; Fieller's limits by
//! `uniroot` over `t.test(after - theta * before)`.

use proptest::prelude::*;
use rand_distr::{Distribution, Normal};

use super::*;
use crate::estimate::random::stream;

const BEFORE: [f64; 10] = [12.0, 9.0, 15.0, 7.0, 10.0, 11.0, 8.0, 14.0, 6.0, 13.0];
const AFTER: [f64; 10] = [8.0, 9.0, 7.0, 6.0, 8.0, 10.0, 9.0, 6.0, 5.0, 7.0];
const EARLIER: [f64; 10] = [8.0, 10.0, 11.0, 6.0, 7.0, 12.0, 5.0, 9.0, 7.0, 10.0];
const DOSE: [f64; 10] = [20.0, 5.0, 40.0, 8.0, 15.0, 6.0, 2.0, 38.0, 9.0, 30.0];
const OTHERS_BEFORE: [f64; 7] = [9.0, 12.0, 8.0, 10.0, 14.0, 7.0, 11.0];
const OTHERS_AFTER: [f64; 7] = [8.0, 11.0, 8.0, 9.0, 11.0, 7.0, 10.0];

fn person(before: f64, after: f64) -> Person {
    Person { before, after, earlier: None, dose: None }
}

fn ten() -> Vec<Person> {
    let with =
        |k: usize| Person { earlier: Some(EARLIER[k]), dose: Some(DOSE[k]), ..person(BEFORE[k], AFTER[k]) };
    (0..10).map(with).collect()
}

fn others() -> Vec<Person> {
    OTHERS_BEFORE.iter().zip(OTHERS_AFTER).map(|(&before, after)| person(before, after)).collect()
}

fn cohort(people: &[Person]) -> Cohort<'_> {
    Cohort { people, lower_is_better: true, comparison: None, population_mean: None }
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-8 * (1.0 + expected.abs()), "{found} is not {expected}");
}

fn agrees(found: Result<Tested, NoFigure>, [value, lower, upper, p]: [f64; 4]) {
    let found = found.unwrap();
    near(found.figure.value, value);
    near(found.figure.limits.lower, lower);
    near(found.figure.limits.upper, upper);
    near(found.p, p);
}

#[test]
fn the_change_agrees_with_r() {
    let people = ten();
    let found = paired_change(&cohort(&people), Confidence::P95).unwrap();
    assert_eq!((found.people, found.mean_before, found.mean_after, found.mean_change), (10, 10.5, 7.5, -3.0));
    agrees(found.change, [-3.0, -5.360_557_356_175_594, -0.639_442_643_824_405_6, 0.018_328_392_205_591_45]);
    let relative = found.relative_change.unwrap();
    near(relative.value, -0.285_714_285_714_285_7);
    near(relative.limits.lower, -0.437_490_827_646_654_15);
    near(relative.limits.upper, -0.074_224_443_134_778_27);
    assert_eq!(relative.limits.method, Method::Fieller);
}

#[test]
fn the_share_improved_and_the_sign_test_agree_with_r() {
    let people = ten();
    let found = paired_change(&cohort(&people), Confidence::P95).unwrap().improvement;
    assert_eq!((found.improved.value, found.unchanged.value, found.worse.value), (0.8, 0.1, 0.1));
    near(found.sign_test_p, 0.039_062_5);
    let rise = Cohort { lower_is_better: false, ..cohort(&people) };
    let rise = paired_change(&rise, Confidence::P95).unwrap().improvement;
    assert_eq!((rise.improved, rise.worse), (found.worse, found.improved));
    assert_eq!(rise.sign_test_p, found.sign_test_p);
}

#[test]
fn the_dose_agrees_with_r() {
    let people = ten();
    let found = paired_change(&cohort(&people), Confidence::P95).unwrap();
    let expected = [
        -0.232_909_691_506_634_6,
        -0.253_230_417_968_073_4,
        -0.212_588_965_045_195_8,
        4.513_842_162_389_864e-9,
    ];
    agrees(found.change_per_dose, expected);
    assert!((found.change_per_dose.unwrap().p / expected[3] - 1.0).abs() < 1e-6);
}

#[test]
fn a_comparison_group_agrees_with_r() {
    let (people, others) = (ten(), others());
    let compared = Cohort { comparison: Some(&others), ..cohort(&people) };
    let found = paired_change(&compared, Confidence::P95).unwrap();
    assert_eq!(found.caution, None);
    let found = found.compared.unwrap().unwrap();
    assert_eq!((found.people, found.mean_change), (7, -1.0));
    let welch = [-2.0, -4.436_741_178_088_157, 0.436_741_178_088_157_4, 0.098_422_422_257_635];
    agrees(found.difference, welch);
    let adjusted =
        [-1.720_024_345_709_07, -3.318_523_992_162_228, -0.121_524_699_255_912_25, 0.036_798_746_930_321_17];
    agrees(found.adjusted_difference, adjusted);
}

#[test]
fn an_earlier_baseline_agrees_with_r() {
    let people = ten();
    let known = Cohort { population_mean: Some(8.0), ..cohort(&people) };
    let found = paired_change(&known, Confidence::P95).unwrap();
    assert_eq!(found.caution, None);
    let found = found.earlier.unwrap().unwrap();
    agrees(
        found.natural_change,
        [2.0, 0.347_953_991_084_715_75, 3.652_046_008_915_284, 0.022_899_494_551_768_28],
    );
    agrees(
        found.adjusted_change,
        [-2.0, -3.877_575_303_447_246, -0.122_424_696_552_752_94, 0.039_271_039_694_091_43],
    );
    let towards = found.towards_population.unwrap().unwrap();
    near(towards.lasting, 0.490_909_090_909_090_7);
    near(towards.regression_to_the_mean, 1.272_727_272_727_273_2);
    agrees(
        towards.change_beyond,
        [-1.727_272_727_272_73, -3.635_542_895_505_48, 0.180_997_440_960_022, 0.070_314_615_306_392_7],
    );
}

#[test]
fn regression_to_the_mean_follows_how_long_differences_last() {
    // R 4.2.2, mean 60, standard deviation 15, cut-off 40; a correlation of 0, 0.8 and 1.
    for (correlation, expected) in [(0.0, 26.972_023_042_053_4), (0.8, 5.394_404_608_410_68), (1.0, 0.0)] {
        let (within, between) = (15.0 * f64::sqrt(1.0 - correlation), 15.0 * f64::sqrt(correlation));
        near(regression_to_the_mean(20.0, within, between).unwrap(), expected);
    }
    for (distance, within, between) in
        [(f64::NAN, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, 0.0, 0.0), (1.0, f64::INFINITY, 0.0)]
    {
        assert_eq!(regression_to_the_mean(distance, within, between), Err(NoFigure::NotAValue));
    }
    assert_eq!(regression_to_the_mean(1e6, 1.0, 1.0), Err(NoFigure::TooLarge));
}

/// People of a population around 10, chosen because they were at 12 or above before; nothing is done for them.
fn chosen(seed: u64, people: usize) -> Vec<Person> {
    let (usual, chance) = (Normal::new(10.0, 2.0).unwrap(), Normal::new(0.0, 2.0).unwrap());
    let drawn = (0..).map(|key| {
        let mut random = stream(seed, key);
        let own = usual.sample(&mut random);
        let mut measure = || own + chance.sample(&mut random);
        Person { earlier: Some(measure()), ..person(measure(), measure()) }
    });
    drawn.filter(|person| person.before >= 12.0).take(people).collect()
}

#[test]
fn people_chosen_at_a_bad_moment_improve_without_any_programme_and_the_adjustments_say_so() {
    let holds = |found: Result<Tested, NoFigure>| {
        let limits = found.unwrap().figure.limits;
        limits.lower <= 0.0 && limits.upper >= 0.0
    };
    let (mut compared, mut adjusted, mut beyond, mut halved) = (0, 0, 0, 0.0);
    for seed in 0..200 {
        let (people, others) = (chosen(seed, 80), chosen(1_000 + seed, 60));
        let cohort = Cohort { comparison: Some(&others), population_mean: Some(10.0), ..cohort(&people) };
        let found = paired_change(&cohort, Confidence::P95).unwrap();
        assert!(found.change.unwrap().figure.limits.upper < 0.0, "{seed}");
        let by_comparison = found.compared.unwrap().unwrap();
        let earlier = found.earlier.unwrap().unwrap();
        compared += i32::from(holds(by_comparison.difference));
        adjusted += i32::from(holds(by_comparison.adjusted_difference));
        beyond += i32::from(holds(earlier.towards_population.unwrap().unwrap().change_beyond));
        halved += earlier.adjusted_change.unwrap().figure.value / found.mean_change / 200.0;
    }
    // Binomial, 200 runs at 0.95: 182 to 198 in all but one of a hundred cases.
    assert!(
        [compared, adjusted, beyond].iter().all(|covered| *covered >= 182),
        "{compared} {adjusted} {beyond}"
    );
    assert!((halved - 0.5).abs() < 0.03, "{halved}");
}

#[test]
fn what_cannot_be_said_has_its_reason() {
    let found = |people: &[Person]| paired_change(&cohort(people), Confidence::P95);
    assert_eq!(found(&[]), Err(NoFigure::NotSupplied));
    assert_eq!(found(&[person(f64::NAN, 1.0)]), Err(NoFigure::NotAValue));
    assert_eq!(found(&[Person { dose: Some(f64::INFINITY), ..person(1.0, 1.0) }]), Err(NoFigure::NotAValue));
    let one = found(&[person(4.0, 3.0)]).unwrap();
    assert_eq!((one.mean_change, one.change), (-1.0, Err(NoFigure::TooFewToCompare)));
    assert_eq!(one.relative_change, Err(NoFigure::TooFewToCompare));
    assert_eq!(one.change_per_dose, Err(NoFigure::NotSupplied));
    assert_eq!(one.caution, Some(Caution::RegressionToTheMean));
    let alike = found(&[person(4.0, 4.0), person(4.0, 4.0)]).unwrap();
    assert_eq!(alike.change, Err(NoFigure::NoVariation));
    assert_eq!((alike.improvement.unchanged.value, alike.improvement.sign_test_p), (1.0, 1.0));
    let zero = found(&[person(0.0, 4.0), person(0.0, 5.0)]).unwrap();
    assert_eq!(zero.relative_change, Err(NoFigure::ZeroAverage));
    assert_eq!(found(&[person(-1.0, 4.0)]).unwrap().relative_change, Err(NoFigure::NoRatio));
    let wide = found(&[person(0.0, 4.0), person(1.0, 5.0)]).unwrap();
    assert_eq!(wide.relative_change, Err(NoFigure::LimitsUndefined));
    let dosed = |dose| Person { dose: Some(dose), ..person(dose, 1.0) };
    assert_eq!(found(&[dosed(1.0), dosed(2.0)]).unwrap().change_per_dose, Err(NoFigure::TooFewToCompare));
    let same = found(&[dosed(1.0), dosed(1.0), dosed(1.0)]).unwrap();
    assert_eq!(same.change_per_dose, Err(NoFigure::NoVariation));
}

#[test]
fn an_empty_comparison_group_leaves_the_caution_standing() {
    let people = ten();
    let bare = others();
    let none = Cohort { comparison: Some(&[]), ..cohort(&bare) };
    let found = paired_change(&none, Confidence::P95).unwrap();
    assert_eq!(found.compared, Some(Err(NoFigure::NotSupplied)));
    assert_eq!(found.caution, Some(Caution::RegressionToTheMean));
    let one = Cohort { comparison: Some(&bare[..1]), ..cohort(&bare) };
    let found = paired_change(&one, Confidence::P95).unwrap();
    assert_eq!(found.compared.unwrap().unwrap().difference, Err(NoFigure::TooFewToCompare));
    assert_eq!(found.caution, Some(Caution::RegressionToTheMean));
    let unknown = Cohort { population_mean: Some(f64::NAN), ..cohort(&people) };
    assert_eq!(paired_change(&unknown, Confidence::P95), Err(NoFigure::NotAValue));
}

proptest! {
    #[test]
    fn the_order_of_people_changes_nothing_and_all_figures_are_finite(
        people in prop::collection::vec((0_i32..40, 0_i32..40, prop::option::of(0_i32..40), prop::option::of(0_i32..9)), 1..30),
    ) {
        let people: Vec<Person> = people.into_iter().map(|(before, after, earlier, dose)| Person {
            before: f64::from(before),
            after: f64::from(after),
            earlier: earlier.map(f64::from),
            dose: dose.map(f64::from),
        }).collect();
        let reversed: Vec<Person> = people.iter().rev().copied().collect();
        let all = Cohort { comparison: Some(&reversed), population_mean: Some(9.0), ..cohort(&people) };
        let found = paired_change(&all, Confidence::P95).unwrap();
        let again = paired_change(&cohort(&reversed), Confidence::P95).unwrap();
        prop_assert_eq!(found.improvement, again.improvement);
        let same = |a: Result<Tested, NoFigure>, b: Result<Tested, NoFigure>| match (a, b) {
            (Ok(a), Ok(b)) => (a.figure.limits.lower - b.figure.limits.lower).abs() < 1e-8,
            (a, b) => a.is_err() && b.is_err(),
        };
        prop_assert!(same(found.change, again.change));
        prop_assert!(same(found.change_per_dose, again.change_per_dose));
        let compared = found.compared.unwrap().unwrap();
        for tested in [found.change, found.change_per_dose, compared.difference, compared.adjusted_difference].into_iter().flatten() {
            prop_assert!(tested.figure.limits.lower <= tested.figure.value && (0.0..=1.0).contains(&tested.p));
        }
    }
}
