//! Inequality against PySAL `inequality` and `segregation`, the OHID statistical package and the R package `healthequal`.

use super::concentration::{self, Form, Ranked};
use super::concentration_curve::curve;
use super::{Chance, Draws, Fit, Quantile, Scale, dissimilarity, gini, isolation, slope, theil};
use crate::estimate::Confidence;
use crate::estimate::empirical_bayes::AreaCount;

fn near(found: f64, expected: f64, relative: f64, what: &str) {
    assert!((found - expected).abs() <= relative * expected.abs(), "{what}: {found}, not {expected}");
}

/// The rows of an oracle file, without its source and its header.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().skip(2).map(|line| line.split(',').collect())
}

struct Expected {
    gini: f64,
    theil: [f64; 3],
    dissimilarity: f64,
    gini_segregation: f64,
    concentration: f64,
}

fn indices(table: &str, expected: &Expected) {
    let number = |cell: &str| cell.parse::<f64>().unwrap();
    let amounts: Vec<AreaCount> =
        rows(table).map(|row| AreaCount { events: number(row[0]), people: 1.0 }).collect();
    let members: Vec<AreaCount> =
        rows(table).map(|row| AreaCount { events: number(row[1]), people: number(row[2]) }).collect();
    let parts: Vec<u32> = rows(table).map(|row| row[3].bytes().map(u32::from).sum()).collect();
    let ranked: Vec<Ranked> = rows(table)
        .map(|row| Ranked {
            rank: number(row[4]),
            people: number(row[2]),
            value: number(row[1]) / number(row[2]),
        })
        .collect();
    near(gini::observed(&amounts).unwrap(), expected.gini, 1e-9, "Gini");
    near(theil::observed(&amounts).unwrap(), expected.theil[0], 1e-9, "Theil");
    for (found, expected) in theil::decomposed(&amounts, &parts).unwrap().iter().zip(expected.theil) {
        near(*found, expected, 1e-9, "Theil, total, between or within");
    }
    near(dissimilarity::observed(&members).unwrap(), expected.dissimilarity, 1e-9, "dissimilarity");
    near(gini::segregation(&members).unwrap(), expected.gini_segregation, 1e-9, "Gini of segregation");
    let concentration = concentration::observed(&ranked, Form::Relative).unwrap();
    near(concentration, expected.concentration, 1e-9, "concentration index");
    let regression = concentration::index(&ranked, Form::Relative, Confidence::P95).unwrap();
    near(regression.figure.value, expected.concentration, 1e-9, "concentration index by regression");
    assert!(curve(&ranked).unwrap().len() <= ranked.len() + 1);
}

#[test]
fn columbus_as_pysal_has_it() {
    let expected = Expected {
        gini: 0.21444958874664774,
        theil: [0.07332563838089572, 0.00017924182933458724, 0.07314639655156113],
        dissimilarity: 0.29616614242019895,
        gini_segregation: 0.4006248741402756,
        concentration: -0.19385626157061633,
    };
    indices(include_str!("../../../tests/oracles/inequality_columbus.csv"), &expected);
}

#[test]
fn north_carolina_as_pysal_has_it() {
    let expected = Expected {
        gini: 0.5099224153084294,
        theil: [0.4645944538723205, 0.03705206891125011, 0.4275423849610704],
        dissimilarity: 0.29450559641158586,
        gini_segregation: 0.4293465211925781,
        concentration: 0.04443464431642535,
    };
    indices(include_str!("../../../tests/oracles/inequality_ncsids.csv"), &expected);
}

#[test]
fn slope_indices_as_ohid_publishes_them() {
    let draws = Draws { repetitions: slope::REPETITIONS, ..Draws::new(2_025) };
    let mut cases = 0;
    for row in rows(include_str!("../../../tests/oracles/slope_index_expected.csv")) {
        let number = |place: usize| row[place].parse::<f64>().unwrap();
        let scale = [Scale::Plain, Scale::Log, Scale::Logit][row[2].parse::<usize>().unwrap()];
        let quantiles = quantiles(row[0], row[1], scale);
        let found = slope::index(&quantiles, scale, Fit::Linear, &draws, true).unwrap();
        let rii = found.rii.unwrap();
        near(found.sii.value, number(4), 1e-9, "slope index");
        near(found.most_deprived, number(6), 1e-9, "intercept");
        near(rii.value, number(5), 1e-9, "relative index");
        near(rii.value, number(8), 1e-9, "relative index as published");
        let five_per_cent = |found: [f64; 2], published: [f64; 2]| {
            let width = published[1] - published[0];
            for (found, published) in found.iter().zip(published) {
                assert!((found - published).abs() < 0.05 * width, "{row:?}: {found}, not {published}");
            }
        };
        five_per_cent([found.sii.limits.lower, found.sii.limits.upper], [number(9), number(10)]);
        five_per_cent([rii.limits.lower, rii.limits.upper], [number(11), number(12)]);
        // The limits of 100,000 simulations move by less than a hundredth of their width.
        let reliability = found.reliability.unwrap();
        assert!(reliability.sii > 0.0 && reliability.sii < 0.01 * (number(10) - number(9)));
        assert!(reliability.rii.unwrap() < 0.01 * (number(12) - number(11)));
        cases += 1;
    }
    assert_eq!(cases, 6);
}

/// The groups of one area; standard errors from their limits, where the table gives none.
fn quantiles(test: &str, area: &str, scale: Scale) -> Vec<Quantile> {
    rows(include_str!("../../../tests/oracles/slope_index_input.csv"))
        .filter(|row| row[0] == test && row[1] == area)
        .map(|row| {
            let number = |place: usize| row[place].parse::<f64>().unwrap();
            let limits = (number(5), number(6));
            let found = Quantile::from_limits(number(3), number(4), limits, Confidence::P95, scale).unwrap();
            if !row[7].is_empty() && scale == Scale::Plain {
                // The table divides by 1.96, not by 1.95996.
                near(found.standard_error, number(7), 3e-5, "standard error");
            }
            found
        })
        .collect()
}

#[test]
fn slope_indices_by_another_model_differ_and_say_so() {
    // Weighted least squares on the example of the R package healthequal; its own default, a logit model fitted by
    // maximum likelihood, gives 44.44502 and 3.159506 on the same data.
    let people = [78.0, 91.0, 162.0, 103.0, 105.0];
    let group = |k: usize, per: f64| Quantile {
        population: people[k],
        value: (20.0 + 10.0 * k as f64) / per,
        standard_error: 0.02,
    };
    let per_cent: Vec<Quantile> = (0..5).map(|k| group(k, 1.0)).collect();
    let found = slope::index(&per_cent, Scale::Plain, Fit::Linear, &Draws::new(1), false).unwrap();
    near(found.sii.value, 46.253_810_94, 1e-9, "slope index");
    near(found.rii.unwrap().value, 3.555_800_27, 1e-8, "relative index");
    assert_eq!((found.fit, found.reliability), (Fit::Linear, None));
    let shares: Vec<Quantile> = (0..5).map(|k| group(k, 100.0)).collect();
    let logit = slope::index(&shares, Scale::Logit, Fit::Transformed, &Draws::new(1), false).unwrap();
    // The logits fitted by weighted least squares, evaluated in Python.
    near(logit.sii.value, 0.454_403_916_056_577_9, 1e-12, "slope index of logits");
    near(logit.rii.unwrap().value, 3.299_161_571_380_530_2, 1e-12, "relative index of logits");
    assert_eq!(logit.fit, Fit::Transformed);
}

#[test]
fn simulated_limits_agree_with_theory_on_the_plain_scale() {
    // The slope is a weighted sum of normal values: its limits follow from their standard errors.
    let group = |k: i32| Quantile { population: 100.0, value: f64::from(k), standard_error: 0.5 };
    let groups: Vec<Quantile> = (0..10).map(group).collect();
    let draws = Draws { repetitions: slope::REPETITIONS, ..Draws::new(3) };
    let found = slope::index(&groups, Scale::Plain, Fit::Linear, &draws, false).unwrap();
    // Σ(b − ½)² = 0.825 for ten equal groups; the slope's standard error is 0.5/√0.825.
    let half_width = 1.959_964 * 0.5 / 0.825_f64.sqrt();
    near(found.sii.value, 10.0, 1e-12, "slope");
    near(found.sii.limits.lower, 10.0 - half_width, 0.01, "lower");
    near(found.sii.limits.upper, 10.0 + half_width, 0.01, "upper");
    // The line starts at −½: its ends have no ratio.
    assert_eq!(found.rii, Err(crate::estimate::NoFigure::NoRatio));
}

#[test]
fn the_worked_numbers_of_the_methods_pages() {
    let areas = [10.0, 20.0, 30.0, 40.0].map(|events| AreaCount { events, people: 100.0 });
    near(dissimilarity::observed(&areas).unwrap(), 0.266_666_666_666_666_66, 1e-15, "dissimilarity");
    near(isolation::observed(&areas).unwrap(), 0.3, 1e-15, "isolation");
    let incomes = [10.0, 20.0, 30.0, 40.0, 50.0].map(|events| AreaCount { events, people: 1.0 });
    near(gini::observed(&incomes).unwrap(), 0.266_666_666_666_666_66, 1e-14, "Gini");
    near(theil::observed(&incomes).unwrap(), 0.119_687_593_583_509_24, 1e-14, "Theil");
}

#[test]
fn limits_hold_the_truth_about_as_often_as_they_say() {
    // Areas whose true shares are known; counts drawn from them by another generator of chance.
    let truth: Vec<AreaCount> =
        (0..60).map(|k| AreaCount { events: 8.0 + f64::from(k % 10) * 8.0, people: 100.0 }).collect();
    let expected = dissimilarity::observed(&truth).unwrap();
    let mut state = 11_u64;
    let mut chance = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut held = 0;
    for trial in 0..200 {
        let counts: Vec<AreaCount> = truth
            .iter()
            .map(|area| AreaCount {
                events: (0..100).filter(|_| chance() < area.events / 100.0).count() as f64,
                ..*area
            })
            .collect();
        let draws = Draws { repetitions: 400, ..Draws::new(trial) };
        let limits = dissimilarity::dissimilarity(&counts, &draws).unwrap().index.figure.limits;
        held += u32::from((limits.lower..=limits.upper).contains(&expected));
    }
    // 95 % of 200, two standard errors and a little: 190 ± 8.
    assert!((180..=198).contains(&held), "{held} of 200");
}

#[test]
fn one_seed_gives_one_answer_for_any_number_of_threads() {
    let areas: Vec<AreaCount> =
        (0..50).map(|k| AreaCount { events: f64::from(k % 9), people: f64::from(20 + k) }).collect();
    let draws = Draws::new(4);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            (dissimilarity::dissimilarity(&areas, &draws), theil::theil(&areas, Chance::Events, &draws))
        })
    };
    assert_eq!(with(1), with(3));
    assert_ne!(
        dissimilarity::dissimilarity(&areas, &draws),
        dissimilarity::dissimilarity(&areas, &Draws::new(5))
    );
    let other_key = Draws { key: 1, ..draws };
    assert_ne!(
        dissimilarity::dissimilarity(&areas, &draws),
        dissimilarity::dissimilarity(&areas, &other_key)
    );
}
