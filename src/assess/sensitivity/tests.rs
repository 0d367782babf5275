use super::*;

fn exactly(counts: &[f64]) -> Vec<Count> {
    counts.iter().map(|count| Count::exact(*count)).collect()
}

/// Areas that differ in count and in two indicators.
fn many(areas: usize) -> (Vec<Count>, Vec<f64>, Vec<f64>, Vec<f64>) {
    let counts: Vec<f64> = (0..areas).map(|i| ((i * 37) % 60) as f64).collect();
    let eligible: Vec<f64> = (0..areas).map(|i| 200.0 + ((i * 53) % 90) as f64).collect();
    let first: Vec<f64> = (0..areas).map(|i| ((i * 71) % 100) as f64).collect();
    let second: Vec<f64> = (0..areas).map(|i| ((i * 29) % 100) as f64).collect();
    (exactly(&counts), eligible, first, second)
}

fn found(threads: usize, seed: u64) -> Stability {
    let (observed, eligible, first, second) = many(500);
    let need: &[&[f64]] = &[&first, &second];
    let ranking = Ranking { observed: &observed, expected: &eligible, need, weights: &[0.6, 0.4] };
    let variation = Variation { draws: 200, seed, ..Variation::default() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| stability(&ranking, Standard::OwnTotal { need_strength: 0.5 }, &variation)).unwrap()
}

#[test]
fn one_thread_and_three_give_the_same_probabilities() {
    assert_eq!(found(1, 7), found(3, 7));
    assert_ne!(found(1, 7), found(1, 8));
}

#[test]
fn every_draw_fills_every_place() {
    let stability = found(2, 7);
    assert_eq!(stability.places, 100);
    assert_eq!(stability.in_top.iter().filter(|top| **top).count(), 100);
    assert!((stability.probability.iter().sum::<f64>() - 100.0).abs() < 1e-9);
    assert!(stability.mean_kept.unwrap() > 0.5);
}

#[test]
fn equal_areas_share_the_places_evenly() {
    let observed = exactly(&[20.0; 10]);
    let need: &[&[f64]] = &[&[10.0; 10]];
    let ranking = Ranking { observed: &observed, expected: &[40.0; 10], need, weights: &[1.0] };
    let variation = Variation { draws: 4000, ..Variation::default() };
    let found = stability(&ranking, Standard::Given, &variation).unwrap();
    // Two places among ten: 0.2 each, with a Monte-Carlo standard error of 0.0063.
    assert!(found.probability.iter().all(|p| (p - 0.2).abs() < 0.03));
    // As stated all tie, and the first two by order take the places.
    assert_eq!(found.in_top.iter().position(|top| !top), Some(2));
}

#[test]
fn the_probability_agrees_with_its_closed_form() {
    // Two areas, one place, equal need: the second wins when its gamma draw is the smaller. Shapes 20.5 and 30.5;
    // P(G(20.5) < G(30.5)) is the beta distribution function I(1/2; 20.5, 30.5) = (R 4.2.2: pbeta).
    let observed = exactly(&[20.0, 30.0]);
    let need: &[&[f64]] = &[&[1.0; 2]];
    let ranking = Ranking { observed: &observed, expected: &[1000.0; 2], need, weights: &[1.0] };
    let variation = Variation { draws: 20_000, top_share: 0.5, ..Variation::default() };
    let found = stability(&ranking, Standard::Given, &variation).unwrap();
    assert!((found.probability[0] - 0.92169236988842).abs() < 0.008);
}

#[test]
fn areas_without_a_shortfall_are_never_in_the_top() {
    let observed = exactly(&[500.0, 600.0, 700.0]);
    let need: &[&[f64]] = &[&[1.0; 3]];
    let ranking = Ranking { observed: &observed, expected: &[10.0; 3], need, weights: &[1.0] };
    let found = stability(&ranking, Standard::Given, &Variation::default()).unwrap();
    assert_eq!(found.probability, [0.0; 3]);
    assert_eq!(found.mean_kept, None);
}

#[test]
fn input_that_does_not_fit_is_refused() {
    let observed = exactly(&[1.0, 2.0]);
    let need: &[&[f64]] = &[&[1.0; 2]];
    let good = Ranking { observed: &observed, expected: &[1.0; 2], need, weights: &[1.0] };
    let refused =
        |ranking: &Ranking<'_>| stability(ranking, Standard::Given, &Variation::default()).unwrap_err();
    assert_eq!(refused(&Ranking { expected: &[1.0], ..good }), SensitivityError::Length);
    assert_eq!(refused(&Ranking { weights: &[0.9], ..good }), SensitivityError::Weights);
    assert_eq!(
        refused(&Ranking { expected: &[1.0, -1.0], ..good }),
        SensitivityError::NotANumber { area: 1 }
    );
    assert_eq!(refused(&Ranking { need: &[], weights: &[], ..good }), SensitivityError::Nothing);
    let impossible = [Count::exact(1.0), Count::between(4.0, 1.0)];
    assert_eq!(refused(&Ranking { observed: &impossible, ..good }), SensitivityError::NotACount { area: 1 });
    let none = Variation { draws: 0, ..Variation::default() };
    assert_eq!(stability(&good, Standard::Given, &none), Err(SensitivityError::Variation));
}
