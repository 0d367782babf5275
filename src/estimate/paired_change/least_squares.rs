//! Means, slopes and their Student's t limits.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::Tested;
use crate::estimate::confidence::Confidence;
use crate::estimate::figure::{Figure, finite};
use crate::estimate::interval::{Limits, Method};
use crate::estimate::no_figure::NoFigure;

/// Means of pairs, and the sums of squares and products around them.
pub(super) struct Moments {
    pub(super) count: f64,
    pub(super) mean_x: f64,
    pub(super) mean_y: f64,
    pub(super) xx: f64,
    pub(super) xy: f64,
    pub(super) yy: f64,
}

impl Moments {
    /// Without any pair, all zero.
    pub(super) fn of(pairs: impl Iterator<Item = (f64, f64)> + Clone) -> Self {
        let count = pairs.clone().count() as f64;
        let share = count.max(1.0);
        let sums = pairs.clone().fold((0.0, 0.0), |sums: (f64, f64), (x, y)| (sums.0 + x, sums.1 + y));
        let (mean_x, mean_y) = (sums.0 / share, sums.1 / share);
        let mut moments = Self { count, mean_x, mean_y, xx: 0.0, xy: 0.0, yy: 0.0 };
        for (x, y) in pairs {
            let (x, y) = (x - mean_x, y - mean_y);
            moments.xx += x * x;
            moments.xy += x * y;
            moments.yy += y * y;
        }
        moments
    }

    /// Degrees of freedom left by so many parameters.
    pub(super) fn freedom(&self, parameters: usize) -> Result<f64, NoFigure> {
        let freedom = self.count - parameters as f64;
        if freedom >= 1.0 { Ok(freedom) } else { Err(NoFigure::TooFewToCompare) }
    }

    /// The slope of `y` on `x`; all `x` alike have none.
    pub(super) fn slope_alone(&self) -> Result<f64, NoFigure> {
        if self.xx > 1e-24 * self.count * self.mean_x.powi(2) && self.xx > 0.0 {
            finite(self.xy / self.xx)
        } else {
            Err(NoFigure::NoVariation)
        }
    }

    /// The slope of `y` on `x` with its limits and test.
    pub(super) fn slope(&self, confidence: Confidence) -> Result<Tested, NoFigure> {
        let freedom = self.freedom(2)?;
        let slope = self.slope_alone()?;
        let left = (self.yy - slope * self.xy).max(0.0);
        tested(slope, (left / freedom / self.xx).sqrt(), freedom, Method::StudentT, confidence)
    }
}

/// The mean of values, with its limits and test.
pub(super) fn mean_figure(
    values: impl Iterator<Item = f64> + Clone,
    confidence: Confidence,
) -> Result<Tested, NoFigure> {
    let moments = Moments::of(values.map(|value| (value, value)));
    let freedom = moments.freedom(1)?;
    let error = (moments.xx / freedom / moments.count).sqrt();
    tested(moments.mean_x, error, freedom, Method::StudentT, confidence)
}

/// An estimate with its standard error as limits and a test.
///
/// Values that are all alike leave no spread to judge by.
pub(super) fn tested(
    value: f64,
    error: f64,
    freedom: f64,
    method: Method,
    confidence: Confidence,
) -> Result<Tested, NoFigure> {
    let (value, error) = (finite(value)?, finite(error)?);
    if error <= 1e-14 * value.abs() {
        return Err(NoFigure::NoVariation);
    }
    let reach = quantile(confidence, freedom) * error;
    let limits = Limits { lower: finite(value - reach)?, upper: finite(value + reach)?, method };
    Ok(Tested { figure: Figure { value, limits }, p: p_value(value / error, freedom) })
}

/// Student's t with the tail of the confidence above it.
pub(super) fn quantile(confidence: Confidence, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(f64::INFINITY, |t| t.inverse_cdf(1.0 - confidence.tail()))
}

/// The probability of a t as far from 0, on either side.
fn p_value(t: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(1.0, |found| (2.0 * found.cdf(-t.abs())).min(1.0))
}
