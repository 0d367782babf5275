//! How much strata differ from what is expected of them, beyond chance, and what that leaves of each.

use crate::estimate::confidence::Confidence;
use crate::estimate::figure::finite;
use crate::estimate::interval::{Limits, Method};
use crate::estimate::no_figure::NoFigure;
use crate::estimate::{gamma_quantile, regression};

/// A variance above this is taken as this: ratios that differ a thousandfold.
const LARGEST: f64 = 1e6;

/// How much the ratios of strata differ beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// `A`: the variance of the ratios around their mean of 1; 0 where they differ no more than by chance.
    pub of_ratios: f64,
    /// The variance of their natural logarithms.
    pub of_log_ratios: f64,
    /// The variance of `A` itself, as an estimate: `2m/(Σ 1/(A + 1/μ))²` over `m` strata.
    pub own_variance: f64,
}

impl Spread {
    /// Paule and Mandel's estimate from events and the mean expected of each, above zero.
    pub(super) fn of(counts: &[(f64, f64)], freedom: usize) -> Self {
        let excess = |variance: f64| {
            let part =
                |&(events, mean): &(f64, f64)| (events - mean).powi(2) / (mean * (1.0 + variance * mean));
            counts.iter().map(part).sum::<f64>() - freedom as f64
        };
        if freedom == 0 || excess(0.0) <= 0.0 {
            return Self { of_ratios: 0.0, of_log_ratios: 0.0, own_variance: 0.0 };
        }
        let (mut low, mut high) = (0.0, 1.0);
        while excess(high) > 0.0 && high < LARGEST {
            (low, high) = (high, high * 2.0);
        }
        for _ in 0..200 {
            let middle = low.midpoint(high);
            if excess(middle) > 0.0 { low = middle } else { high = middle }
        }
        let weights: f64 = counts.iter().map(|(_, mean)| 1.0 / (high + 1.0 / mean)).sum();
        let own_variance = 2.0 * counts.len() as f64 / (weights * weights);
        Self { of_ratios: high, of_log_ratios: log_variance(high), own_variance }
    }

    /// The ratio of events to their mean, drawn towards 1.
    pub(super) fn shrunk(self, events: f64, mean: f64) -> f64 {
        (1.0 + self.of_ratios * events) / (1.0 + self.of_ratios * mean)
    }

    /// Quantiles of a gamma distribution around the shrunk ratio.
    ///
    /// Its relative variance is `1/(1/A + O)`, that of the ratio with `μ` and `A` known, plus what these add:
    /// `γ²·var(log μ)` and `2·var(A)·D²/(A + D)³`, `D = 1/μ`, `γ = A/(A + D)`.
    pub(super) fn limits(
        self,
        events: f64,
        mean: f64,
        of_log_mean: f64,
        confidence: Confidence,
    ) -> Result<Limits, NoFigure> {
        if self.of_ratios == 0.0 {
            return Err(NoFigure::NoExtraVariation);
        }
        let both = self.of_ratios + 1.0 / mean;
        let of_mean = (self.of_ratios / both).powi(2) * of_log_mean;
        let of_spread = 2.0 * self.own_variance / (mean * mean * both.powi(3));
        let shape = finite(1.0 / (1.0 / (1.0 / self.of_ratios + events) + of_mean + of_spread))?;
        let scale = self.shrunk(events, mean) / shape;
        let (tail, z) = (confidence.tail(), confidence.z());
        Ok(Limits {
            lower: finite(gamma_quantile::lower(shape, tail, z) * scale)?,
            upper: finite(gamma_quantile::upper(shape, tail, z) * scale)?,
            method: Method::GammaPosterior,
        })
    }
}

/// The variance of the logarithm of a gamma variable with mean 1 and this variance: the trigamma of its shape.
fn log_variance(variance: f64) -> f64 {
    if variance < 1e-12 { variance } else { regression::trigamma(1.0 / variance) }
}
