//! Drawing lots: one independent, value-stable stream of random numbers for each step of the making.
use rand::RngExt;
use rand_distr::{Distribution, Poisson, StandardNormal};
use rand_pcg::Pcg64;

/// A step of the making. Each has its own stream, so that changing one leaves the others as they were.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Ground = 1,
    Community = 2,
    Boundaries = 3,
    People = 4,
    Deprivation = 5,
    Crime = 6,
    Family = 7,
    Library = 8,
    Postcodes = 9,
    Sites = 10,
    Partnership = 11,
    Agencies = 12,
    Cohort = 13,
    Attempts = 14,
}

/// The stream of a step.
pub(super) fn stream(seed: u64, step: Step) -> Pcg64 {
    Pcg64::new(u128::from(seed), step as u128)
}

/// A count of independent events with this mean (Poisson).
pub(super) fn count(rng: &mut Pcg64, mean: f64) -> u32 {
    Poisson::new(mean).map_or(0, |events| events.sample(rng) as u32)
}

/// A draw from the normal distribution with this standard deviation.
pub(super) fn normal(rng: &mut Pcg64, deviation: f64) -> f64 {
    let draw: f64 = StandardNormal.sample(rng);
    draw * deviation
}

/// One of several, all alike likely.
pub(super) fn any<'a, T>(rng: &mut Pcg64, of: &'a [T]) -> &'a T {
    &of[rng.random_range(0..of.len())]
}

/// The position of one of several, as likely as its weight.
pub(super) fn weighted(rng: &mut Pcg64, weights: &[f64]) -> usize {
    let mut left = rng.random_range(0.0..1.0) * weights.iter().sum::<f64>();
    for (position, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return position;
        }
    }
    weights.len() - 1
}

/// True with this probability.
pub(super) fn chance(rng: &mut Pcg64, probability: f64) -> bool {
    rng.random_range(0.0..1.0) < probability
}
