//! A figure with its confidence limits, and a figure known only between bounds.

use super::interval::Limits;
use super::no_figure::NoFigure;
use crate::measure::Estimate;

/// One value with its confidence limits and the method that gave them; always finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The point estimate, in the units of the function that gave it.
    pub value: f64,
    /// Its confidence limits, in the same units.
    pub limits: Limits,
}

/// A value that rests on a count known only as a range.
///
/// The value lies between `lowest` and `highest` whatever the count was; the limits are the lower limit of the
/// lowest count and the upper limit of the highest, and their method says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FigureRange {
    /// The value if the count was the lowest it may be.
    pub lowest: f64,
    /// The value if the count was the highest it may be.
    pub highest: f64,
    /// The limits that hold for every count in the range.
    pub limits: Limits,
}

impl Figure {
    /// Multiplies the value and its limits by the same factor.
    pub(crate) fn times(self, factor: f64) -> Result<Self, NoFigure> {
        let limits = self.limits.times(factor)?;
        Ok(Self { value: finite(self.value * factor)?, limits })
    }
}

impl FigureRange {
    /// Multiplies the bounds and their limits by the same factor.
    pub(crate) fn times(self, factor: f64) -> Result<Self, NoFigure> {
        Ok(Self {
            lowest: finite(self.lowest * factor)?,
            highest: finite(self.highest * factor)?,
            limits: self.limits.times(factor)?,
        })
    }
}

impl From<Figure> for Estimate {
    fn from(figure: Figure) -> Self {
        Self { value: figure.value, lower: figure.limits.lower, upper: figure.limits.upper }
    }
}

impl From<FigureRange> for Estimate {
    /// The value is the middle of the range.
    fn from(figure: FigureRange) -> Self {
        let value = figure.lowest.midpoint(figure.highest);
        Self { value, lower: figure.limits.lower, upper: figure.limits.upper }
    }
}

/// The number, unless it overflowed.
pub(crate) fn finite(value: f64) -> Result<f64, NoFigure> {
    if value.is_finite() { Ok(value) } else { Err(NoFigure::TooLarge) }
}
