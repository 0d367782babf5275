//! The median waiting time, and its limits.

use super::Curve;
use crate::estimate::no_figure::NoFigure;

/// Within this of a half the curve is taken to be at a half, as R's `survival` does.
const TOLERANCE: f64 = 1.5e-8;

/// The day by which it had happened to half of the people, with limits; each is missing for its own reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Median {
    /// The median, in days; missing where it had not happened to half by the end ([`NoFigure::HalfNotReached`]).
    pub days: Result<f64, NoFigure>,
    /// The lower limit, in days; [`NoFigure::LimitsUndefined`] where it happened to all on one day.
    pub lower: Result<f64, NoFigure>,
    /// The upper limit, in days; often missing where few were followed for long.
    pub upper: Result<f64, NoFigure>,
}

impl Curve {
    /// The median waiting time with the limits of Brookmeyer and Crowley.
    ///
    /// The first day on which the curve is at or below a half; where it stays at exactly a half for a while, the middle
    /// between that day and the next on which it falls, or the last day followed (as R). Limits: the first days on which
    /// the lower and the upper log–log limit of the curve are at or below a half.
    ///
    /// Units: days. Missing values: a [`Median`] says why.
    ///
    /// # References
    /// Brookmeyer R, Crowley J (1982). A confidence interval for the median survival time. *Biometrics* 38:29–41.
    /// <https://doi.org/10.2307/2530286>
    #[must_use]
    pub fn median(&self) -> Median {
        let limits = || self.steps.iter().filter_map(|step| Some((step.day, step.limits.ok()?)));
        let days = self.half(self.steps.iter().map(|step| (step.day, step.survival)));
        let undefined = if days.is_some() { NoFigure::LimitsUndefined } else { NoFigure::HalfNotReached };
        Median {
            days: days.ok_or(NoFigure::HalfNotReached),
            lower: self.half(limits().map(|(day, limits)| (day, limits.lower))).ok_or(undefined),
            upper: self
                .half(limits().map(|(day, limits)| (day, limits.upper)))
                .ok_or(NoFigure::HalfNotReached),
        }
    }

    /// The first day on which a falling curve is at or below a half.
    fn half(&self, mut curve: impl Iterator<Item = (u32, f64)>) -> Option<f64> {
        let (day, share) = curve.find(|(_, share)| *share <= 0.5 + TOLERANCE)?;
        if (share - 0.5).abs() > TOLERANCE {
            return Some(f64::from(day));
        }
        let until = curve.next().map_or_else(|| self.last_day(), |(next, _)| next);
        Some(f64::midpoint(f64::from(day), f64::from(until)))
    }
}
