//! Curves, medians and log-rank tests as R's `survival` 3.5-3 (R 4.2.2) gives them, and edges.

use proptest::prelude::*;

use super::*;

/// Freireich EJ and others (1963), *Blood* 21:699–716: weeks of remission of leukaemia under placebo; all relapsed.
const PLACEBO: [u32; 21] = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
/// The same under 6-mercaptopurine: those who relapsed, and those who had not when last seen.
const RELAPSED: [u32; 9] = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const FOLLOWED: [u32; 12] = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];

/// Miller RG (1997), *Survival Analysis*, page 49: weeks of remission of leukaemia, with and without maintenance.
const MAINTAINED: [(u32, bool); 11] = [
    (9, true),
    (13, true),
    (13, false),
    (18, true),
    (23, true),
    (28, false),
    (31, true),
    (34, true),
    (45, false),
    (48, true),
    (161, false),
];
const NOT_MAINTAINED: [(u32, bool); 12] = [
    (5, true),
    (5, true),
    (8, true),
    (8, true),
    (12, true),
    (16, false),
    (23, true),
    (27, true),
    (30, true),
    (33, true),
    (43, true),
    (45, true),
];

/// Loprinzi CL and others (1994), *Journal of Clinical Oncology* 12:601–607, as `lung` in R's `survival`: days rounded
/// up to spans of 50, deaths and ends of men.
const MEN: [(u32, u64, u64); 19] = [
    (50, 10, 0),
    (100, 14, 0),
    (150, 12, 0),
    (200, 18, 6),
    (250, 11, 5),
    (300, 9, 5),
    (350, 7, 2),
    (400, 8, 0),
    (450, 3, 3),
    (500, 4, 1),
    (550, 3, 0),
    (600, 4, 0),
    (650, 3, 0),
    (700, 2, 0),
    (750, 1, 0),
    (800, 1, 0),
    (850, 1, 2),
    (900, 1, 0),
    (1050, 0, 2),
];
/// The same of women.
const WOMEN: [(u32, u64, u64); 18] = [
    (50, 1, 0),
    (100, 6, 1),
    (150, 4, 1),
    (200, 7, 4),
    (250, 6, 7),
    (300, 3, 7),
    (350, 6, 2),
    (400, 4, 5),
    (450, 4, 0),
    (500, 1, 0),
    (550, 3, 4),
    (600, 0, 3),
    (650, 1, 0),
    (700, 2, 0),
    (750, 4, 1),
    (800, 1, 0),
    (850, 0, 1),
    (1000, 0, 1),
];

fn treated() -> Vec<Day> {
    let relapsed = RELAPSED.into_iter().map(|week| (week, true));
    by_day(relapsed.chain(FOLLOWED.into_iter().map(|week| (week, false))))
}

fn spans(counts: &[(u32, u64, u64)]) -> Vec<Day> {
    counts.iter().map(|&(day, happened, ended)| Day { day, happened, ended }).collect()
}

fn curve(days: &[Day]) -> Curve {
    Curve::of(days, Confidence::P95).unwrap()
}

/// At risk, survival, variance and limits of the step on a day.
fn agrees(curve: &Curve, day: u32, at_risk: u64, [survival, variance, lower, upper]: [f64; 4]) {
    let step = curve.steps().iter().find(|step| step.day == day).unwrap();
    let limits = step.limits.unwrap();
    assert_eq!(step.at_risk, at_risk, "{day}");
    for (ours, theirs) in [
        (step.survival, survival),
        (step.variance.unwrap(), variance),
        (limits.lower, lower),
        (limits.upper, upper),
    ] {
        assert!((ours - theirs).abs() < 1e-12, "{day}: {ours} not {theirs}");
    }
}

#[test]
fn remissions_of_freireich_agree_with_r() {
    let treated = curve(&treated());
    let first = [
        0.857_142_857_142_857_1,
        0.005_830_903_790_087_463_5,
        0.619_717_955_265_983_9,
        0.951_551_747_646_997,
    ];
    agrees(&treated, 6, 21, first);
    let fifth =
        [0.627_450_980_392_156_7, 0.013_008_284_180_005_47, 0.367_510_855_987_502, 0.804_912_189_471_841_2];
    agrees(&treated, 16, 11, fifth);
    let last =
        [0.448_179_271_708_683_4, 0.018_114_860_231_637_73, 0.188_052_005_959_232_4, 0.680_142_628_495_241_3];
    agrees(&treated, 23, 6, last);
    let median = treated.median();
    assert_eq!((median.days, median.lower), (Ok(23.0), Ok(13.0)));
    assert_eq!(median.upper, Err(NoFigure::HalfNotReached));
    let placebo = curve(&by_day(PLACEBO.map(|week| (week, true))));
    assert_eq!(placebo.median(), Median { days: Ok(8.0), lower: Ok(4.0), upper: Ok(11.0) });
}

#[test]
fn the_log_rank_test_of_freireich_agrees_with_r() {
    let found = log_rank(&treated(), &by_day(PLACEBO.map(|week| (week, true)))).unwrap();
    assert!((found.test.chi_square - 16.792_940_989_216_54).abs() < 1e-9);
    assert!((found.test.variance - 6.256_960_573_675_5).abs() < 1e-12);
    assert!((found.expected[0] - 19.250_500_948_031_128).abs() < 1e-12);
    assert!((found.expected[1] - 10.749_499_051_968_868).abs() < 1e-12);
    assert_eq!(found.happened, [9, 21]);
    assert!(found.test.p_fewer < 3e-5);
}

#[test]
fn remissions_of_miller_agree_with_r() {
    let (with, without) = (by_day(MAINTAINED), by_day(NOT_MAINTAINED));
    let found = log_rank(&with, &without).unwrap();
    assert!((found.test.chi_square - 3.396_388_698_977_601).abs() < 1e-9);
    assert!((found.expected[0] - 10.689_335_992_300_725).abs() < 1e-12);
    let (with, without) = (curve(&with), curve(&without));
    let last = [
        0.184_090_909_090_909_08,
        0.023_560_023_009_015_777,
        0.011_738_480_123_189_6,
        0.525_014_842_726_644_6,
    ];
    agrees(&with, 48, 2, last);
    assert_eq!(with.median().days, Ok(31.0));
    assert_eq!(without.median(), Median { days: Ok(23.0), lower: Ok(5.0), upper: Ok(33.0) });
    assert_eq!(without.steps().last().unwrap().limits, Err(NoFigure::LimitsUndefined));
}

#[test]
fn many_ties_and_ends_agree_with_r() {
    let (men, women) = (spans(&MEN), spans(&WOMEN));
    let found = log_rank(&men, &women).unwrap();
    assert!((found.test.chi_square - 11.128_132_608_404_15).abs() < 1e-9);
    assert!((found.expected[0] - 92.020_064_330_921_8).abs() < 1e-11);
    assert_eq!(found.happened, [112, 53]);
    let (men, women) = (curve(&men), curve(&women));
    let half = [
        0.522_853_957_636_566_3,
        0.001_848_910_741_695_702_5,
        0.435_421_968_742_224_5,
        0.603_059_789_580_704_5,
    ];
    agrees(&men, 250, 78, half);
    let last = [
        0.038_373_256_718_547_466,
        0.000_511_575_411_563_975,
        0.009_592_413_919_682_057,
        0.101_505_595_127_433_9,
    ];
    agrees(&men, 900, 3, last);
    let last = [
        0.087_483_715_561_573_2,
        0.002_723_216_451_004_855,
        0.019_511_222_727_099_604,
        0.221_412_517_543_431,
    ];
    agrees(&women, 800, 3, last);
    assert_eq!(men.median(), Median { days: Ok(300.0), lower: Ok(250.0), upper: Ok(350.0) });
    assert_eq!(women.median(), Median { days: Ok(450.0), lower: Ok(350.0), upper: Ok(550.0) });
}

#[test]
fn a_curve_that_rests_at_a_half_has_its_median_in_the_middle() {
    // As R: 2.5 and 3.
    let all = curve(&by_day([(1, true), (2, true), (3, true), (4, true)]));
    assert_eq!(all.median(), Median { days: Ok(2.5), lower: Ok(1.0), upper: Err(NoFigure::HalfNotReached) });
    let half = curve(&by_day([(1, true), (2, true), (3, false), (4, false)]));
    assert_eq!(half.median().days, Ok(3.0));
    let at_once = curve(&by_day([(5, true); 3])).median();
    assert_eq!((at_once.days, at_once.lower), (Ok(5.0), Err(NoFigure::LimitsUndefined)));
}

#[test]
fn days_without_limits_of_the_curve_have_those_of_a_proportion() {
    let treated = curve(&treated());
    let before = treated.at(5).unwrap();
    assert_eq!((before.value, before.limits.upper), (1.0, 1.0));
    assert_eq!(before.limits, interval::wilson(21.0, 21.0, Confidence::P95).unwrap());
    assert_eq!(treated.at(35).unwrap().value, treated.at(23).unwrap().value);
    assert_eq!(treated.at(36), Err(NoFigure::NotFollowedSoLong));
    let placebo = curve(&by_day(PLACEBO.map(|week| (week, true))));
    assert_eq!(placebo.at(500).unwrap().limits, interval::wilson(0.0, 21.0, Confidence::P95).unwrap());
}

#[test]
fn people_are_at_risk_on_the_day_they_were_last_followed() {
    let treated = curve(&treated());
    let at_risk: Vec<u64> = [0, 6, 7, 25, 36].map(|day| treated.at_risk(day)).to_vec();
    assert_eq!(at_risk, [21, 21, 17, 5, 0]);
    assert_eq!((treated.people(), treated.last_day()), (21, 35));
}

#[test]
fn what_cannot_be_followed_or_compared_is_a_named_reason() {
    assert_eq!(Curve::of(&[], Confidence::P95), Err(NoFigure::NobodyInGroup));
    let never = curve(&by_day([(3, false), (9, false)]));
    assert!(never.steps().is_empty());
    assert_eq!(never.median().days, Err(NoFigure::HalfNotReached));
    assert_eq!(never.at(9).unwrap().value, 1.0);
    let (one, two) = (by_day([(3, false)]), by_day([(2, true)]));
    assert_eq!(log_rank(&one, &[]), Err(NoFigure::NobodyInGroup));
    assert_eq!(log_rank(&one, &one), Err(NoFigure::NoEvents));
    assert_eq!(log_rank(&by_day([(1, false)]), &two), Err(NoFigure::TooFewToCompare));
    assert_eq!(log_rank(&two, &two), Err(NoFigure::TooFewToCompare));
}

proptest! {
    #[test]
    fn the_order_of_people_changes_nothing_and_the_curve_falls(
        waits in prop::collection::vec((0..60_u32, any::<bool>()), 1..80),
    ) {
        let one = curve(&by_day(waits.iter().copied()));
        prop_assert_eq!(&one, &curve(&by_day(waits.iter().rev().copied())));
        prop_assert!(one.steps().windows(2).all(|pair| pair[1].survival < pair[0].survival));
        for step in one.steps() {
            let figure = one.at(step.day).unwrap();
            prop_assert!(figure.limits.lower <= figure.value && figure.value <= figure.limits.upper);
        }
    }

    #[test]
    fn when_everybody_is_followed_to_the_end_the_curve_is_a_plain_share(
        waits in prop::collection::vec(0..60_u32, 1..80),
    ) {
        let one = curve(&by_day(waits.iter().map(|&day| (day, true))));
        for day in 0..60 {
            let later = waits.iter().filter(|&&wait| wait > day).count() as f64 / waits.len() as f64;
            prop_assert!((one.at(day).unwrap().value - later).abs() < 1e-12);
        }
    }

    #[test]
    fn which_group_comes_first_turns_the_sign_only(
        first in prop::collection::vec((0..30_u32, any::<bool>()), 1..40),
        second in prop::collection::vec((0..30_u32, any::<bool>()), 1..40),
    ) {
        let (first, second) = (by_day(first), by_day(second));
        match (log_rank(&first, &second), log_rank(&second, &first)) {
            (Ok(one), Ok(other)) => prop_assert!((one.test.z + other.test.z).abs() < 1e-9),
            (one, other) => prop_assert_eq!(one.err(), other.err()),
        }
    }
}
