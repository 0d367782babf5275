//! What one draw of the sensitivity takes at random: counts and weights.

use rand::Rng;
use rand_distr::{Distribution, Gamma};
use rand_pcg::Pcg64;

use crate::count::Count;

/// The distribution an area's count is drawn from.
pub(super) enum Posterior {
    /// Of a known count: a gamma distribution with shape count + ½.
    Known(Gamma<f64>),
    /// Of a suppressed count: any of its whole numbers first.
    Suppressed(Count),
}

impl Posterior {
    pub(super) fn of(count: Count) -> Self {
        match count.known().and_then(|count| Gamma::new(count + 0.5, 1.0).ok()) {
            Some(gamma) => Self::Known(gamma),
            None => Self::Suppressed(count),
        }
    }

    pub(super) fn draw(&self, random: &mut Pcg64) -> f64 {
        match self {
            Self::Known(gamma) => gamma.sample(random),
            Self::Suppressed(count) => {
                let count = whole_number(*count, random);
                Gamma::new(count + 0.5, 1.0).map_or(count, |gamma| gamma.sample(random))
            }
        }
    }
}

/// A whole number between the bounds, all alike; the lower bound rounded up where there is none.
fn whole_number(count: Count, random: &mut Pcg64) -> f64 {
    let lowest = count.lowest.ceil();
    let choices = (count.highest.floor() - lowest).max(0.0) + 1.0;
    lowest + (uniform(random) * choices).floor().min(choices - 1.0)
}

/// Dirichlet around the stated weights; a weight of zero stays zero.
pub(super) fn weights(stated: &[f64], concentration: f64, random: &mut Pcg64) -> Vec<f64> {
    let draw =
        |weight: &f64| Gamma::new(concentration * weight, 1.0).map_or(0.0, |gamma| gamma.sample(random));
    let drawn: Vec<f64> = stated.iter().map(draw).collect();
    let sum: f64 = drawn.iter().sum();
    if sum > 0.0 && sum.is_finite() {
        drawn.into_iter().map(|weight| weight / sum).collect()
    } else {
        stated.to_vec()
    }
}

/// Evenly from 0 up to but not including 1.
fn uniform(random: &mut Pcg64) -> f64 {
    (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::random::stream;

    #[test]
    fn a_suppressed_count_is_drawn_from_its_whole_numbers() {
        let mut random = stream(3, 0);
        let posterior = Posterior::of(Count::between(1.0, 4.0));
        let mean = (0..20_000).map(|_| posterior.draw(&mut random)).sum::<f64>() / 20_000.0;
        // Mean of 1, 2, 3, 4 and of the half that Jeffreys' prior adds; standard error 0.014.
        assert!((mean - 3.0).abs() < 0.06);
        let numbers: Vec<f64> =
            (0..200).map(|_| whole_number(Count::between(1.0, 4.0), &mut random)).collect();
        assert!((1..=4).all(|k| numbers.contains(&f64::from(k))));
        assert!(numbers.iter().all(|number| (1.0..=4.0).contains(number)));
    }

    #[test]
    fn drawn_weights_keep_to_the_stated_ones() {
        let mut random = stream(3, 0);
        let (mut mean, mut square) = (0.0, 0.0);
        for _ in 0..20_000 {
            let weights = weights(&[0.5, 0.5, 0.0], 100.0, &mut random);
            assert_eq!(weights[2], 0.0);
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            mean += weights[0] / 20_000.0;
            square += weights[0] * weights[0] / 20_000.0;
        }
        assert!((mean - 0.5).abs() < 0.002);
        assert!(((square - mean * mean).sqrt() - (0.25_f64 / 101.0).sqrt()).abs() < 0.001);
    }
}
