//! Expected values: R 4.2.2 `glm(O ~ factor(a) + factor(b) + factor(c), poisson, offset = log(E), epsilon = 1e-15)`,
//! `uniroot` for the variance, `trigamma` and `qgamma` with the variances written out in matrices, on the twelve made-up strata below.

use proptest::prelude::*;
use rand_distr::{Distribution, Gamma, Poisson};

use super::*;
use crate::estimate::Method;
use crate::estimate::random::stream;

const SETTINGS: Settings = Settings { confidence: Confidence::P95, small_expected: 10.0 };
const EXPECTED: [f64; 12] = [60.0, 45.0, 20.0, 40.0, 30.0, 15.0, 25.0, 18.0, 9.0, 16.0, 12.0, 6.0];
const ALIKE: [f64; 12] = [70.0, 44.0, 12.0, 38.0, 21.0, 5.0, 27.0, 13.0, 6.0, 15.0, 10.0, 0.0];
const UNLIKE: [f64; 12] = [50.0, 44.0, 12.0, 38.0, 21.0, 1.0, 27.0, 13.0, 6.0, 15.0, 10.0, 14.0];

/// Three levels of the first attribute, two of the second and the third.
fn twelve(events: [f64; 12]) -> Vec<Stratum> {
    let stratum = |k: usize| Stratum {
        levels: vec![k % 3, k / 3 % 2, k / 6],
        events: events[k],
        expected: EXPECTED[k],
    };
    (0..12).map(stratum).collect()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * (expected.abs() + 0.01), "{found} is not {expected}");
}

#[test]
fn main_effects_agree_with_r() {
    let apart = crossings(&[3, 2, 2], &twelve(ALIKE), &SETTINGS).unwrap();
    let expected = [
        (0, 1, -0.238_291_757_063_823_8, 0.134_279_401_898_437),
        (0, 2, -0.831_845_556_853_546_8, 0.223_953_027_204_267),
        (1, 1, -0.254_608_493_859_317_6, 0.130_589_254_839_361),
        (2, 1, -0.090_430_699_994_964_4, 0.139_105_561_377_332),
    ];
    assert_eq!(apart.main_effects.len(), 4);
    for (effect, (attribute, level, estimate, error)) in apart.main_effects.iter().zip(expected) {
        let ratio = effect.ratio.unwrap();
        assert_eq!((effect.attribute, effect.level, effect.compared_with), (attribute, level, 0));
        near(ratio.value.ln(), estimate);
        near(ratio.limits.upper.ln(), estimate + error * Confidence::P95.z());
    }
    near(apart.dispersion, 0.648_383_450_626_67);
    near(apart.strata[0].additive.unwrap() * 60.0, 71.897_433_874_923_5);
    near(apart.strata[11].additive.unwrap() * 6.0, 2.216_148_391_225_38);
}

#[test]
fn strata_that_differ_by_their_main_effects_alone_have_no_interaction() {
    let apart = crossings(&[3, 2, 2], &twelve(ALIKE), &SETTINGS).unwrap();
    near(apart.before.of_ratios, 0.057_757_074_313_641_7);
    near(apart.before.of_log_ratios, 0.059_457_104_531_533_4);
    assert_eq!((apart.after.of_ratios, apart.after.of_log_ratios), (0.0, 0.0));
    assert_eq!(apart.change_in_variance, Ok(1.0));
    for stratum in &apart.strata {
        assert_eq!(stratum.interaction, Ok(1.0));
        assert_eq!(stratum.shrunk, stratum.additive);
        assert_eq!(stratum.small, stratum.expected < 10.0);
    }
    assert_eq!(apart.strata[11].raw.unwrap().value, 0.0);
}

#[test]
fn interactions_agree_with_r() {
    let apart = crossings(&[3, 2, 2], &twelve(UNLIKE), &SETTINGS).unwrap();
    near(apart.before.of_ratios, 0.230_352_372_010_526);
    near(apart.before.of_log_ratios, 0.258_899_793_006_452);
    near(apart.after.of_ratios, 0.569_024_463_727_905);
    near(apart.after.of_log_ratios, 0.759_969_177_707_122);
    near(apart.strata[5].interaction.unwrap(), 0.254_824_668_943_842);
    near(apart.strata[11].interaction.unwrap(), 2.502_553_863_229_311);
    let limits = apart.strata[5].interaction_limits.unwrap();
    near(limits.lower, 0.023_659_842_987_357_9);
    near(limits.upper, 0.753_940_018_581_511);
    near(apart.after.own_variance, 0.068_422_269_728_771_15);
    assert_eq!(limits.method, Method::GammaPosterior);
    // Limits of main effects are widened: dispersion 4.51 by R.
    let effect = apart.main_effects[0].ratio.unwrap();
    near(effect.value.ln(), -0.094_120_757_323_993_2);
    let widened = 0.138_045_903_190_58 * 4.510_449_888_036_01_f64.sqrt();
    near((effect.limits.upper / effect.value).ln(), widened * Confidence::P95.z());
    // Crossings that go against the main effects: these explain less than nothing.
    assert!(apart.change_in_variance.unwrap() < 0.0);
}

/// 36 strata of four attributes whose effects multiply, one of them with a ratio of its own on top.
fn drawn(own: f64, size: f64, seed: u64) -> Vec<Stratum> {
    let stratum = |k: usize| {
        let levels = vec![k % 3, k / 3 % 2, k / 6 % 3, k / 18];
        let expected = size * (60.0 - k as f64);
        let ratio =
            0.8_f64.powi(levels[0] as i32) * 0.7_f64.powi(levels[1] as i32) * 1.2_f64.powi(levels[3] as i32);
        let mean = expected * ratio * if k == 22 { own } else { 1.0 };
        let poisson = Poisson::new(mean).unwrap();
        Stratum { levels, events: poisson.sample(&mut stream(seed, k as u64)), expected }
    };
    (0..36).map(stratum).collect()
}

#[test]
fn planted_main_effects_leave_interactions_near_one() {
    let mut variance = 0.0;
    for seed in 0..20 {
        let apart = crossings(&[3, 2, 3, 2], &drawn(1.0, 1.0, seed), &SETTINGS).unwrap();
        variance += apart.after.of_log_ratios / 20.0;
        assert!(apart.change_in_variance.unwrap() > 0.5, "{seed}: {:?}", apart.change_in_variance);
        assert!(apart.strata.iter().all(|s| (0.75..1.35).contains(&s.interaction.unwrap())), "{seed}");
    }
    assert!(variance < 0.01, "{variance}");
}

#[test]
fn a_planted_interaction_is_found() {
    let found = (0..40_u64).filter(|&seed| {
        let apart = crossings(&[3, 2, 3, 2], &drawn(0.3, 3.0, seed), &SETTINGS).unwrap();
        let lowest = apart.strata.iter().all(|s| s.interaction >= apart.strata[22].interaction);
        lowest && apart.strata[22].interaction_limits.is_ok_and(|limits| limits.upper < 1.0)
    });
    let found = found.count();
    assert!(found >= 38, "{found} of 40");
}

#[test]
fn limits_of_interactions_hold_as_often_as_they_say() {
    let (mut held, mut all) = (0, 0);
    let own = Gamma::new(5.0, 0.2).unwrap();
    for seed in 0..100 {
        let mut strata = drawn(1.0, 1.0, seed);
        let ratios: Vec<f64> = (0..36).map(|key| own.sample(&mut stream(10_000 + seed, key))).collect();
        for (key, (stratum, ratio)) in strata.iter_mut().zip(&ratios).enumerate() {
            let poisson = Poisson::new(stratum.expected * ratio).unwrap();
            stratum.events = poisson.sample(&mut stream(20_000 + seed, key as u64));
        }
        let apart = crossings(&[3, 2, 3, 2], &strata, &SETTINGS).unwrap();
        for (stratum, ratio) in apart.strata.iter().zip(ratios) {
            let limits = stratum.interaction_limits.unwrap();
            held += i32::from(limits.lower <= ratio && ratio <= limits.upper);
            all += 1;
        }
    }
    // 3,382 of 3,600 when this was written: 93.9 %.
    assert!(held * 100 >= all * 93 && held * 100 <= all * 97, "{held} of {all}");
}

#[test]
fn a_level_without_events_has_a_ratio_of_zero_and_spoils_nothing() {
    let mut strata = twelve(ALIKE);
    let without = Stratum { levels: vec![3, 0, 0], events: 0.0, expected: 30.0 };
    let nobody = Stratum { levels: vec![3, 1, 0], events: 0.0, expected: 0.0 };
    strata.extend([without, nobody]);
    let apart = crossings(&[4, 2, 2], &strata, &SETTINGS).unwrap();
    let alone = crossings(&[3, 2, 2], &twelve(ALIKE), &SETTINGS).unwrap();
    assert_eq!(apart.strata[..12], alone.strata[..]);
    assert_eq!((apart.strata[12].additive, apart.strata[12].shrunk), (Ok(0.0), Ok(0.0)));
    assert_eq!(apart.strata[12].interaction, Err(NoFigure::NoEvents));
    assert_eq!(apart.strata[13].raw, Err(NoFigure::NoExpectedEvents));
    assert_eq!(apart.strata[13].shrunk, Err(NoFigure::NoExpectedEvents));
    assert_eq!(apart.main_effects[2].ratio, Err(NoFigure::NoEvents));
}

#[test]
fn what_cannot_be_taken_apart_is_refused_by_name() {
    let refused = |levels: &[usize], strata: &[Stratum]| crossings(levels, strata, &SETTINGS).unwrap_err();
    let stratum = |levels, events, expected| Stratum { levels, events, expected };
    let twice = [stratum(vec![0], 1.0, 1.0), stratum(vec![0], 1.0, 1.0)];
    assert_eq!(refused(&[1], &twice), CrossingsError::Repeated { first: 0, second: 1 });
    let length = CrossingsError::Length { stratum: 0, expected: 2, found: 1 };
    assert_eq!(refused(&[1, 1], &twice), length);
    let unknown = refused(&[1], &[stratum(vec![1], 1.0, 1.0)]);
    assert_eq!(unknown.to_string(), "stratum number 0 has level 1 of attribute number 0, which has 1");
    assert_eq!(refused(&[1], &[stratum(vec![0], f64::NAN, 1.0)]), CrossingsError::NotACount { stratum: 0 });
    for strata in [vec![], vec![stratum(vec![0], 1.0, 1.0)], vec![stratum(vec![0], 1.0, 0.0)]] {
        assert!(matches!(
            refused(&[1], &strata),
            CrossingsError::MainEffects(RegressionError::TooFewAreas { .. })
        ));
    }
    let none = [stratum(vec![0], 0.0, 1.0), stratum(vec![1], 0.0, 1.0), stratum(vec![2], 0.0, 1.0)];
    assert!(matches!(refused(&[3], &none), CrossingsError::MainEffects(_)));
}

#[test]
fn strata_that_are_all_alike_have_nothing_to_explain() {
    let strata: Vec<Stratum> =
        (0..4).map(|k| Stratum { levels: vec![k % 2, k / 2], events: 9.0, expected: 9.0 }).collect();
    let apart = crossings(&[2, 2], &strata, &SETTINGS).unwrap();
    assert_eq!(apart.change_in_variance, Err(NoFigure::NoExtraVariation));
    assert!(apart.strata.iter().all(|stratum| (stratum.shrunk.unwrap() - 1.0).abs() < 1e-9));
}

proptest! {
    #[test]
    fn reordered_strata_and_renamed_levels_have_the_same_figures(
        events in prop::array::uniform12(0_u8..60),
        order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let strata = twelve(events.map(f64::from));
        let moved: Vec<Stratum> = order.iter().map(|&k| Stratum {
            levels: vec![strata[k].levels[2], 2 - strata[k].levels[0], 1 - strata[k].levels[1]],
            ..strata[k]
        }).collect();
        let found = crossings(&[3, 2, 2], &strata, &SETTINGS);
        let again = crossings(&[2, 3, 2], &moved, &SETTINGS);
        prop_assert_eq!(found.is_ok(), again.is_ok());
        if let (Ok(found), Ok(again)) = (found, again) {
            for (&k, stratum) in order.iter().zip(&again.strata) {
                let (a, b) = (&found.strata[k], stratum);
                prop_assert_eq!(a.raw, b.raw);
                let close = |a: f64, b: f64| a.is_finite() && (a - b).abs() <= 1e-6 * (1.0 + a.abs());
                prop_assert!(close(a.additive.unwrap(), b.additive.unwrap()));
                prop_assert!(close(a.shrunk.unwrap(), b.shrunk.unwrap()));
            }
        }
    }
}
