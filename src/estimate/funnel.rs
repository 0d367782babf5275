//! Funnel limits: how far chance alone would scatter areas of a given size around one average.

use std::fmt;

use super::confidence::Confidence;
use super::interval;
use super::no_figure::{self, NoFigure};

/// The control limits of a funnel at one size of denominator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelLimits {
    /// The lower control limit.
    pub lower: f64,
    /// The upper control limit.
    pub upper: f64,
}

/// The point of a ratio funnel at which so many observed events lie exactly on a limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioFunnelPoint {
    /// Observed events.
    pub observed: f64,
    /// The expected events at which the observed lie on the lower limit.
    pub expected_at_lower: f64,
    /// The lower limit there: observed ÷ expected.
    pub lower: f64,
    /// The expected events at which the observed lie on the upper limit.
    pub expected_at_upper: f64,
    /// The upper limit there: observed ÷ expected.
    pub upper: f64,
}

/// Where an area lies against the 95 % and the 99.8 % limits of a funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Below the 99.8 % limit.
    FarBelow,
    /// Below the 95 % limit, not the 99.8 % limit.
    Below,
    /// Within the 95 % limits: no more than chance.
    Within,
    /// Above the 95 % limit, not the 99.8 % limit.
    Above,
    /// Above the 99.8 % limit.
    FarAbove,
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FarBelow => "below the 99.8 % limit",
            Self::Below => "below the 95 % limit",
            Self::Within => "within the limits",
            Self::Above => "above the 95 % limit",
            Self::FarAbove => "above the 99.8 % limit",
        })
    }
}

/// Control limits of a proportion for areas with `people` in the denominator.
///
/// `θ₀ ∓ z·√(θ₀(1 − θ₀)/n)`, cut at 0 and 1. These are exactly the proportions whose Wilson limits touch the average.
///
/// Units: proportion, 0 to 1.
///
/// # Errors
/// [`NoFigure::NotAnAverage`] outside 0 to 1; [`NoFigure::ZeroDenominator`]; faults of the input.
///
/// # References
/// Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. *Statistics in Medicine*
/// 24:1185–1202. <https://doi.org/10.1002/sim.1970>
///
/// # Examples
/// An average of 80.642448 % and 100 people, from the published test table of the OHID statistical package:
/// ```
/// use reachgap::estimate::{Confidence, funnel};
/// let limits = funnel::proportion_limits(0.806_424_48, 100.0, Confidence::P95)?;
/// assert!((limits.lower - 0.728_986).abs() < 1e-5);
/// assert!((limits.upper - 0.883_863).abs() < 1e-5);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn proportion_limits(
    average: f64,
    people: f64,
    confidence: Confidence,
) -> Result<FunnelLimits, NoFigure> {
    if !(0.0..=1.0).contains(&average) {
        return Err(NoFigure::NotAnAverage);
    }
    let n = no_figure::denominator(people)?;
    let spread = confidence.z() * (average * (1.0 - average) / n).sqrt();
    Ok(FunnelLimits { lower: (average - spread).max(0.0), upper: (average + spread).min(1.0) })
}

/// Where the proportion `events / people` lies in the funnel around `average`.
///
/// # Errors
/// As [`proportion_limits`]; [`NoFigure::MoreEventsThanPeople`].
pub fn proportion_band(events: f64, people: f64, average: f64) -> Result<Band, NoFigure> {
    let outer = proportion_limits(average, people, Confidence::P998)?;
    let inner = proportion_limits(average, people, Confidence::P95)?;
    if no_figure::events(events)? > people {
        return Err(NoFigure::MoreEventsThanPeople);
    }
    Ok(band(events / people, inner, outer))
}

/// The points of a ratio funnel that belong to `observed` events.
///
/// The expected events at which the observed are just significant are the exact Poisson limits of the observed; the
/// funnel's line passes through observed ÷ expected there. Draw the curve through the points of 1, 2, 3 … events.
///
/// Units: ratio (1 is as expected).
///
/// # Errors
/// [`NoFigure::NoEvents`], since no expected count makes none too many; faults of the input.
///
/// # Examples
/// Six events, 99.8 %, from the published test table of the OHID statistical package:
/// ```
/// use reachgap::estimate::{Confidence, funnel};
/// let point = funnel::ratio_point(6.0, Confidence::P998)?;
/// assert!((point.expected_at_lower - 18.061_636_840_199_064).abs() < 1e-9);
/// assert!((point.expected_at_upper - 1.107_104_660_255_639_4).abs() < 1e-9);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn ratio_point(observed: f64, confidence: Confidence) -> Result<RatioFunnelPoint, NoFigure> {
    if no_figure::events(observed)? == 0.0 {
        return Err(NoFigure::NoEvents);
    }
    let exact = interval::exact_poisson(observed, confidence)?;
    Ok(RatioFunnelPoint {
        observed,
        expected_at_lower: exact.upper,
        lower: observed / exact.upper,
        expected_at_upper: exact.lower,
        upper: observed / exact.lower,
    })
}

/// Where observed ÷ expected lies in the funnel around 1, judged by the OHID limits of the observed count.
///
/// # Errors
/// [`NoFigure::NoExpectedEvents`]; faults of the input.
///
/// # Examples
/// From the published test table of the OHID statistical package:
/// ```
/// use reachgap::estimate::funnel::{Band, ratio_band};
/// assert_eq!(ratio_band(8.0, 6.239_860_227)?, Band::Within);
/// assert_eq!(ratio_band(159.0, 232.932_903_6)?, Band::FarBelow);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn ratio_band(observed: f64, expected: f64) -> Result<Band, NoFigure> {
    let expected = no_figure::expected(expected)?;
    let outer = interval::ohid_count(observed, Confidence::P998)?;
    let inner = interval::ohid_count(observed, Confidence::P95)?;
    // The expected count against the limits of the observed: above the upper limit means too few observed.
    Ok(match expected {
        e if e > outer.upper => Band::FarBelow,
        e if e > inner.upper => Band::Below,
        e if e < outer.lower => Band::FarAbove,
        e if e < inner.lower => Band::Above,
        _ => Band::Within,
    })
}

/// Where a value lies against inner and outer control limits.
#[must_use]
pub fn band(value: f64, inner: FunnelLimits, outer: FunnelLimits) -> Band {
    match value {
        v if v < outer.lower => Band::FarBelow,
        v if v < inner.lower => Band::Below,
        v if v > outer.upper => Band::FarAbove,
        v if v > inner.upper => Band::Above,
        _ => Band::Within,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_events_are_never_too_many() {
        assert_eq!(ratio_band(0.0, 240.627_349_9), Ok(Band::FarBelow));
        assert_eq!(ratio_band(0.0, 0.01), Ok(Band::Within));
        assert_eq!(ratio_point(0.0, Confidence::P95), Err(NoFigure::NoEvents));
    }

    #[test]
    fn an_average_of_nobody_or_everybody_has_no_width() {
        let none = proportion_limits(0.0, 10.0, Confidence::P95).unwrap();
        assert_eq!((none.lower, none.upper), (0.0, 0.0));
        assert_eq!(proportion_band(0.0, 10.0, 0.0), Ok(Band::Within));
        assert_eq!(proportion_band(1.0, 10.0, 0.0), Ok(Band::FarAbove));
    }

    #[test]
    fn a_proportion_on_its_limit_has_wilson_limits_that_touch_the_average() {
        let limits = proportion_limits(0.3, 50.0, Confidence::P95).unwrap();
        let wilson = interval::wilson(limits.upper * 50.0, 50.0, Confidence::P95).unwrap();
        assert!((wilson.lower - 0.3).abs() < 1e-12);
    }
}
