//! The weighted line through groups of deprivation, and the scales it can be fitted on.

use super::slope::{Fit, Quantile, Scale};
use crate::estimate::figure::finite;
use crate::estimate::{NoFigure, no_figure};

impl Scale {
    /// The value on this scale.
    pub(super) fn of(self, value: f64) -> Result<f64, NoFigure> {
        match self {
            _ if !value.is_finite() => Err(NoFigure::NotAValue),
            Self::Plain => Ok(value),
            Self::Log if value < 0.0 => Err(NoFigure::NotAValue),
            Self::Logit if !(0.0..=1.0).contains(&value) => Err(NoFigure::NotAValue),
            Self::Log if value > 0.0 => Ok(value.ln()),
            Self::Logit if value > 0.0 && value < 1.0 => Ok((value / (1.0 - value)).ln()),
            Self::Log | Self::Logit => Err(NoFigure::NoTransform),
        }
    }

    /// The value that stands at this place of the scale.
    pub(super) fn back(self, place: f64) -> f64 {
        match self {
            Self::Plain => place,
            Self::Log => place.exp(),
            Self::Logit => 1.0 / (1.0 + (-place).exp()),
        }
    }
}

/// A weighted line through the groups, as what each value adds to its slope and its mean.
pub(super) struct Line {
    pub(super) scale: Scale,
    pub(super) fit: Fit,
    /// What each value adds to the slope.
    slope: Vec<f64>,
    /// What each value adds to the mean.
    mean: Vec<f64>,
    /// The mean of the cumulative shares.
    middle: f64,
}

/// The fitted values at both ends of the scale of deprivation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub(super) most_deprived: f64,
    pub(super) least_deprived: f64,
}

impl Ends {
    pub(super) fn difference(self) -> f64 {
        self.least_deprived - self.most_deprived
    }

    pub(super) fn ratio(self) -> Result<f64, NoFigure> {
        if self.most_deprived > 0.0 && self.least_deprived > 0.0 {
            finite(self.least_deprived / self.most_deprived)
        } else {
            Err(NoFigure::NoRatio)
        }
    }
}

impl Line {
    pub(super) fn of(quantiles: &[Quantile], scale: Scale, fit: Fit) -> Result<Self, NoFigure> {
        if !(5..=100).contains(&quantiles.len()) {
            return Err(NoFigure::NotDeprivationGroups);
        }
        let mut population = 0.0;
        for quantile in quantiles {
            population += no_figure::denominator(quantile.population)?;
            if !(quantile.standard_error.is_finite() && quantile.standard_error >= 0.0) {
                return Err(NoFigure::NotAStandardError);
            }
        }
        let mean: Vec<f64> = quantiles.iter().map(|quantile| quantile.population / population).collect();
        let mut before = 0.0;
        let middles: Vec<f64> = mean
            .iter()
            .map(|share| {
                before += share;
                before - 0.5 * share
            })
            .collect();
        let middle: f64 = mean.iter().zip(&middles).map(|(share, b)| share * b).sum();
        let spread: f64 = mean.iter().zip(&middles).map(|(share, b)| share * (b - middle).powi(2)).sum();
        let slope = mean.iter().zip(&middles).map(|(share, b)| share * (b - middle) / spread).collect();
        Ok(Self { scale, fit, slope, mean, middle })
    }

    /// What the line is fitted to, for a value at this place of the scale.
    pub(super) fn place(&self, on_scale: f64) -> Result<f64, NoFigure> {
        finite(match self.fit {
            Fit::Linear => self.scale.back(on_scale),
            Fit::Transformed => on_scale,
        })
    }

    /// The fitted ends for values of all groups.
    pub(super) fn ends(&self, values: &[f64]) -> Ends {
        let (mut slope, mut mean) = (0.0, 0.0);
        for ((value, for_slope), for_mean) in values.iter().zip(&self.slope).zip(&self.mean) {
            slope += for_slope * value;
            mean += for_mean * value;
        }
        let intercept = mean - slope * self.middle;
        match self.fit {
            Fit::Linear => Ends { most_deprived: intercept, least_deprived: intercept + slope },
            Fit::Transformed => Ends {
                most_deprived: self.scale.back(intercept),
                least_deprived: self.scale.back(intercept + slope),
            },
        }
    }
}
