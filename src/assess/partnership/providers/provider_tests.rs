//! Tests of the comparison of providers.

use super::super::course::made_up::journey;
use super::super::share::FIVES;
use super::*;
use crate::estimate::Confidence;
use crate::rounded::Rounding;
use proptest::prelude::*;

const END: i32 = 45_000;

/// Completed and engaged, by provider and stratum: made up.
const PLACE: [[(usize, usize); 3]; 6] = [
    [(30, 40), (18, 30), (12, 30)],
    [(16, 20), (42, 60), (12, 20)],
    [(2, 10), (4, 20), (14, 50)],
    [(50, 60), (35, 50), (20, 40)],
    [(10, 25), (8, 25), (7, 25)],
    [(27, 30), (9, 10), (9, 10)],
];

/// A place whose people's number tells their stratum: person 0 is of stratum 0, and so on; person 3 of none.
#[derive(Default)]
struct Place(Vec<Journey>);

impl Place {
    const MIX: MixOfPeople<'static> = MixOfPeople { of: &[0, 1, 2, Roll::NONE], strata: 3 };

    fn with(mut self, provider: u16, stratum: u32, (completed, engaged): (usize, usize)) -> Self {
        for at in 0..engaged {
            // Spread over ten months, so that everybody's records cover them.
            let came = END - 120 - 30 * (at as i32 % 10);
            let last = if at < completed { Step::Completed } else { Step::Disengaged };
            let steps = [(Step::Engaged, Some(came)), (last, Some(came + 20))];
            self.0.push(Journey { provider, ..journey(stratum, 0, &steps) });
        }
        self
    }

    fn of(counts: &[[(usize, usize); 3]]) -> Self {
        let mut place = Self::default();
        for (provider, strata) in counts.iter().enumerate() {
            for (stratum, counts) in strata.iter().enumerate() {
                place = place.with(provider as u16, stratum as u32, *counts);
            }
        }
        place
    }

    fn compared(self) -> ProviderComparison {
        self.compared_showing(FIVES)
    }

    fn compared_showing(self, showing: Showing) -> ProviderComparison {
        let roll = Roll {
            services: vec!["Parenting".into()],
            ends: vec![Some(END)],
            has_statuses: vec![true],
            providers: ('A'..='H').map(String::from).collect(),
            area: vec![0; 4],
            journeys: self.0,
            ..Roll::default()
        };
        providers(&roll, Self::MIX, 90, showing).swap_remove(0)
    }
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-11 * expected.abs().max(1.0), "{found} is not {expected}");
}

/// Numbers as they are, as rounding is another matter. Expected: the same figures in NumPy 2 and SciPy 1.17
/// (`quantile` of type 7, `chi2.sf`, `norm.ppf`); the expected completions also as the fitted values of R 4.2.2
/// `glm(cbind(completed, rest) ~ stratum, binomial)` summed by provider.
#[test]
fn case_mix_and_widened_limits_agree_with_others() {
    let exact = Showing { rounding: Rounding { to: 1, threshold: 0 }, ..FIVES };
    let found = Place::of(&PLACE).compared_showing(exact);
    let spread = found.overdispersion.as_ref().unwrap();
    near(spread.phi, 10.622_792_628_652_08);
    near(spread.tau_squared, 0.086_014_588_542_368_14);
    near(spread.p_value, 7.810299710148e-12);
    let expected = [
        (59.721_057_321_057_316, 1.004_670_759_217_190_4, 0.404_524_348_813_222_63, 1.938_873_422_852_985_1),
        (58.744_045_144_045_145, 1.191_610_142_412_807, 0.403_055_652_649_873_2, 1.941_189_083_940_498_2),
        (40.337_590_337_590_34, 0.495_815_437_476_990_97, 0.387_410_495_952_291_6, 1.965_856_459_996_018_2),
        (90.441_659_241_659_24, 1.160_969_412_551_808_9, 0.411_593_252_364_149_34, 1.927_728_037_379_29),
        (43.686_466_686_466_69, 0.572_259_601_112_226_5, 0.396_051_664_912_606_45, 1.952_232_118_071_956_6),
        (32.069_181_269_181_27, 1.403_216_365_964_582_4, 0.391_198_066_294_788_8, 1.959_884_680_755_893_6),
    ];
    for (finding, (completed, ratio, lower, upper)) in found.providers.iter().zip(expected) {
        let compared = finding.compared.unwrap();
        near(compared.expected, completed);
        near(compared.ratio.value, ratio);
        near(compared.inner.lower, lower);
        near(compared.outer.upper, upper);
        assert_eq!(compared.band, Band::Within);
    }
    let total: f64 = found.providers.iter().map(|f| f.compared.unwrap().expected).sum();
    near(total, 325.0);
}

/// Two providers with the same rates by stratum and different people are alike once case mix is allowed for.
#[test]
fn who_the_people_are_is_allowed_for() {
    let found = Place::of(&[[(80, 100), (10, 50), (0, 0)], [(40, 50), (20, 100), (0, 0)]]).compared();
    for finding in &found.providers {
        near(finding.compared.unwrap().ratio.value, 1.0);
    }
    let share = |at: usize| found.providers[at].completion.unwrap().share.value;
    assert!((share(0), share(1)) == (0.6, 0.4));
    assert!(!found.overdispersion.unwrap().is_present());
}

/// By hand: 255 of 400 completed, so 31.875 of 50 are expected; `s = √(50·0.6375·0.3625 + 25/12·(0.3625² + 0.6375²)) /
/// 31.875 = 0.1117`, and 45 of 50 lie (45 − 31.875)/(31.875·0.1117) = 3.69 standard errors above: beyond 3.09.
#[test]
fn a_provider_that_differs_lies_outside() {
    let even = [(30, 50), (0, 0), (0, 0)];
    let mut counts = vec![even; 7];
    counts.push([(45, 50), (0, 0), (0, 0)]);
    let found = Place::of(&counts).compared();
    assert!(!found.overdispersion.as_ref().unwrap().is_present());
    let last = found.providers[7].compared.unwrap();
    near(last.expected, 31.875);
    assert!((last.standard_error - 0.1117).abs() < 5e-5);
    assert_eq!(last.band, Band::FarAbove);
    assert_eq!(found.providers[0].compared.unwrap().band, Band::Within);
}

#[test]
fn why_a_provider_is_not_compared_is_told_and_it_takes_no_part() {
    let three =
        || Place::of(&[[(30, 60), (20, 60), (0, 0)], [(40, 60), (25, 60), (0, 0)]]).with(6, 0, (16, 30));
    let plain = three().compared();
    let mut place = three().with(2, 0, (3, 40)).with(4, 3, (20, 40));
    // No endings; two months only; nobody long enough ago.
    place.0.extend((0..100).map(|at| {
        let steps =
            [(Step::Engaged, Some(END - 120 - 30 * (at % 10))), (Step::Referred, Some(END - 100 - at))];
        Journey { provider: 3, ..journey(0, 0, &steps) }
    }));
    let steps = [(Step::Engaged, Some(END - 120)), (Step::Completed, Some(END - 120))];
    place.0.extend(vec![Journey { provider: 5, ..journey(0, 0, &steps) }; 30]);
    let steps = [(Step::Engaged, Some(END - 5)), (Step::Disengaged, Some(END - 1))];
    place.0.extend(vec![Journey { provider: 7, ..journey(0, 0, &steps) }; 30]);
    let found = place.compared();
    let why = |at: usize| found.providers[at].not_comparable.clone();
    assert_eq!(why(2), [Why::Withheld]);
    assert_eq!(why(3), [Why::NoEndings]);
    assert_eq!(why(4), [Why::CaseMixUnknown]);
    assert!(matches!(why(5)[..], [Why::FewMonths { months: 1, of: 11..=13 }]), "{:?}", why(5));
    assert!(why(7).contains(&Why::Nobody));
    let compared = |found: &ProviderComparison| -> Vec<Compared> {
        found.providers.iter().filter_map(|finding| finding.compared).collect()
    };
    assert_eq!((compared(&found), &found.overdispersion), (compared(&plain), &plain.overdispersion));
    assert_eq!(compared(&found).len(), 3);
    assert!(why(3)[0].words().contains("no completions or endings"));
}

#[test]
fn one_provider_and_nobody_else_to_compare_with() {
    let alone = Place::of(&[[(30, 60), (0, 0), (0, 0)]]).compared();
    assert_eq!(alone.providers[0].not_comparable, [Why::Only]);
    assert_eq!(alone.overdispersion, None);
    let small = Place::of(&[[(30, 60), (0, 0), (0, 0)], [(2, 30), (0, 0), (0, 0)]]).compared();
    assert_eq!(small.providers[0].not_comparable, [Why::NoOtherComparable]);
    assert_eq!(small.providers[1].not_comparable, [Why::Withheld]);
    let few =
        Place::of(&[[(30, 300), (0, 0), (0, 0)], [(30, 300), (0, 0), (0, 0)], [(5, 20), (0, 0), (0, 0)]]);
    assert_eq!(few.compared().providers[2].not_comparable, [Why::FewExpected]);
}

#[test]
fn where_everybody_completes_nothing_is_to_compare() {
    let exact =
        Showing { rounding: crate::rounded::Rounding { to: 1, threshold: 0 }, confidence: Confidence::P95 };
    let place = Place::of(&[[(60, 60), (0, 0), (0, 0)], [(50, 50), (0, 0), (0, 0)]]);
    let roll = Roll {
        services: vec!["Parenting".into()],
        ends: vec![Some(END)],
        providers: vec!["A".into(), "B".into()],
        area: vec![0; 4],
        journeys: place.0,
        ..Roll::default()
    };
    let found = providers(&roll, Place::MIX, 90, exact).swap_remove(0);
    assert_eq!(found.providers[0].not_comparable, [Why::AllAlike]);
}

proptest! {
    #[test]
    fn order_changes_nothing_and_the_expected_sum_to_the_observed(
        counts in prop::collection::vec((5usize..40, 5usize..40), 12),
        turn in 0usize..100,
    ) {
        let strata = |at: usize| {
            [0, 1, 2].map(|s| { let (done, rest) = counts[3 * at + s]; (done, done + rest) })
        };
        let counts: Vec<_> = (0..4).map(strata).collect();
        let found = Place::of(&counts).compared();
        let mut turned = Place::of(&counts);
        let turn = turn % turned.0.len();
        turned.0.rotate_left(turn);
        prop_assert_eq!(&found, &turned.compared());
        let compared = || found.providers.iter().filter_map(|f| Some((f.compared?, f.completion.ok()?)));
        let (expected, observed) = compared()
            .fold((0.0, 0.0), |(e, o), (compared, share)| (e + compared.expected, o + share.part));
        prop_assert!((expected - observed).abs() < 1e-9 * observed);
        for (compared, _) in compared() {
            prop_assert!(compared.ratio.lower <= compared.ratio.value && compared.ratio.value <= compared.ratio.upper);
            prop_assert!(compared.outer.lower <= compared.inner.lower && compared.standard_error > 0.0);
        }
    }
}
