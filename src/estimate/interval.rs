//! Confidence limits of a count and of a proportion: Wilson, Byar's, exact Poisson and the OHID rule.

use std::fmt;

pub use super::confidence::Confidence;
use super::figure::finite;
use super::gamma_quantile;
use super::no_figure::{self, NoFigure};
use crate::count::Count;

/// The method that gave confidence limits; published beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Wilson's score limits of a proportion, without continuity correction.
    Wilson,
    /// Byar's approximation for a count.
    Byar,
    /// Exact limits of a Poisson count.
    ExactPoisson,
    /// Dobson's limits of a directly standardised rate, from Byar's limits of its count.
    Dobson,
    /// Dobson's limits, the variance adjusted for people with several events.
    DobsonNonIndependent,
    /// Wilson's limits of the lowest and the highest proportion that a suppressed count allows.
    WilsonOverRange,
    /// Limits by the OHID rule of the lowest and the highest count that a suppressed count allows.
    OhidOverRange,
    /// Percentiles of the figure with every value drawn anew from a normal distribution around it.
    Simulated,
    /// The figure of counts drawn anew, mirrored at the figure itself, which takes off what chance adds.
    PivotalBootstrapOfCounts,
    /// The figure of areas drawn anew with replacement, mirrored at the figure itself.
    PivotalBootstrapOfAreas,
    /// Student's t limits of a regression slope, with standard errors that allow for unequal spread.
    RobustRegression,
    /// Limits of a ratio on the scale of its logarithm, with the variance of Greenland and Robins.
    GreenlandRobins,
    /// Exact limits of a ratio, given how many events each stratum has in both groups together.
    ExactGivenTotals,
    /// Normal limits of kappa, with the standard error of Fleiss, Cohen and Everitt.
    FleissCohenEveritt,
    /// Limits of a survival curve on the scale of log(−log), with Greenwood's variance.
    LogLog,
    /// Limits of a regression coefficient from its standard error, on the log scale.
    Wald,
    /// Quantiles of the gamma distribution that is left once the other groups are allowed for.
    GammaPosterior,
    /// Student's t limits of a mean, a difference or a slope.
    StudentT,
    /// Student's t limits of a difference of means, the spread of the two groups not taken as equal.
    Welch,
    /// Fieller's limits of a ratio of two means.
    Fieller,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wilson => "Wilson score",
            Self::Byar => "Byar's",
            Self::ExactPoisson => "exact Poisson",
            Self::Dobson => "Dobson, with Byar's",
            Self::DobsonNonIndependent => "Dobson, with Byar's, adjusted for non-independent events",
            Self::WilsonOverRange => "Wilson score, from the lowest to the highest possible count",
            Self::OhidOverRange => {
                "exact Poisson below ten and Byar's from ten, from the lowest to the highest possible count"
            }
            Self::Simulated => "simulated, percentiles",
            Self::PivotalBootstrapOfCounts => "pivotal bootstrap of the counts",
            Self::PivotalBootstrapOfAreas => "pivotal bootstrap of the areas",
            Self::RobustRegression => "regression, with robust standard errors",
            Self::GreenlandRobins => "Greenland and Robins, of the logarithm",
            Self::ExactGivenTotals => "exact, given the events of each stratum",
            Self::FleissCohenEveritt => "Fleiss, Cohen and Everitt",
            Self::LogLog => "log-log, with Greenwood's variance",
            Self::Wald => "from the standard error of the log",
            Self::GammaPosterior => "quantiles of the gamma posterior",
            Self::StudentT => "Student's t",
            Self::Welch => "Welch's t",
            Self::Fieller => "Fieller",
        })
    }
}

/// Two-sided confidence limits and the method that gave them; always finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// The method.
    pub method: Method,
}

impl Limits {
    pub(crate) fn times(self, factor: f64) -> Result<Self, NoFigure> {
        Ok(Self {
            lower: finite(self.lower * factor)?,
            upper: finite(self.upper * factor)?,
            method: self.method,
        })
    }
}

/// Wilson's score limits of the proportion `events / people`.
///
/// `(2x + z² ∓ z·√(z² + 4x(1 − x/n))) / (2(n + z²))`, without continuity correction. The lower limit is exactly 0
/// without events, the upper exactly 1 when everybody has one. Fractions of an event are allowed.
///
/// Units: proportion, 0 to 1.
///
/// # Errors
/// [`NoFigure::ZeroDenominator`]; [`NoFigure::MoreEventsThanPeople`]; [`NoFigure::NotACount`];
/// [`NoFigure::NotADenominator`].
///
/// # References
/// Wilson EB (1927). Probable inference, the law of succession, and statistical inference. *Journal of the American
/// Statistical Association* 22:209–212. <https://doi.org/10.1080/01621459.1927.10502953>
///
/// # Examples
/// 65 of 100, from the published test table of the OHID statistical package:
/// ```
/// use reachgap::estimate::{Confidence, interval};
/// let limits = interval::wilson(65.0, 100.0, Confidence::P95)?;
/// assert!((limits.lower - 0.552_544_432_968_879_7).abs() < 1e-12);
/// assert!((limits.upper - 0.736_357_517_569_024_7).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn wilson(events: f64, people: f64, confidence: Confidence) -> Result<Limits, NoFigure> {
    let (x, n) = (no_figure::events(events)?, no_figure::denominator(people)?);
    if x > n {
        return Err(NoFigure::MoreEventsThanPeople);
    }
    let z = confidence.z();
    // The formula above, multiplied out so that nothing cancels near 0 and 1.
    let spread = z * (z * z + 4.0 * x * (1.0 - x / n)).sqrt();
    let least = |x: f64| 2.0 * x * (x / n) / (2.0 * x + z * z + spread);
    Ok(Limits { lower: finite(least(x))?, upper: finite(1.0 - least(n - x))?, method: Method::Wilson })
}

/// Byar's approximate limits of a Poisson count.
///
/// `O·(1 − 1/(9O) − z/(3√O))³` and `(O+1)·(1 − 1/(9(O+1)) + z/(3√(O+1)))³`.
///
/// Units: events. Fractions of an event are allowed.
///
/// # Errors
/// [`NoFigure::LimitsUndefined`] where the lower limit does not exist: no events, or one event at 99.8 %;
/// [`NoFigure::NotACount`].
///
/// # References
/// Breslow NE, Day NE (1987). *Statistical Methods in Cancer Research, volume II*, page 69. IARC Scientific
/// Publications 82, ISBN 978-92-832-0182-3.
///
/// # Examples
/// 65 events, from the published test table of the OHID statistical package:
/// ```
/// use reachgap::estimate::{Confidence, interval};
/// let limits = interval::byar(65.0, Confidence::P95)?;
/// assert!((limits.lower - 50.163_187_710_459_454).abs() < 1e-9);
/// assert!((limits.upper - 82.849_138_545_939_84).abs() < 1e-9);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn byar(events: f64, confidence: Confidence) -> Result<Limits, NoFigure> {
    let o = no_figure::events(events)?;
    let lower = byar_root(o, -confidence.z());
    if o == 0.0 || lower < 0.0 {
        return Err(NoFigure::LimitsUndefined);
    }
    Ok(Limits {
        lower: finite(o * lower.powi(3))?,
        upper: finite((o + 1.0) * byar_root(o + 1.0, confidence.z()).powi(3))?,
        method: Method::Byar,
    })
}

fn byar_root(o: f64, z: f64) -> f64 {
    1.0 - 1.0 / (9.0 * o) + z / (3.0 * o.sqrt())
}

/// Exact limits of a Poisson count (Garwood 1936).
///
/// `χ²(α/2; 2O)/2` (0 without events) and `χ²(1 − α/2; 2O + 2)/2`, found as quantiles of the gamma distribution, so
/// that fractions of an event are allowed: the limits then lie between those of the whole numbers beside it.
///
/// Units: events. Accuracy: about fourteen digits; nine above 10⁸ events.
///
/// # Errors
/// [`NoFigure::NotACount`].
///
/// # References
/// Garwood F (1936). Fiducial limits for the Poisson distribution. *Biometrika* 28:437–442.
/// <https://doi.org/10.1093/biomet/28.3-4.437>
///
/// # Examples
/// 5 events, as R 4.2.2 `poisson.test(5)`:
/// ```
/// use reachgap::estimate::{Confidence, interval};
/// let limits = interval::exact_poisson(5.0, Confidence::P95)?;
/// assert!((limits.lower - 1.623_486_390_118_42).abs() < 1e-9);
/// assert!((limits.upper - 11.668_332_079_322_67).abs() < 1e-9);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn exact_poisson(events: f64, confidence: Confidence) -> Result<Limits, NoFigure> {
    let o = no_figure::events(events)?;
    let (tail, z) = (confidence.tail(), confidence.z());
    let lower = if o == 0.0 { 0.0 } else { gamma_quantile::lower(o, tail, z) };
    Ok(Limits {
        lower: finite(lower)?,
        upper: finite(gamma_quantile::upper(o + 1.0, tail, z))?,
        method: Method::ExactPoisson,
    })
}

/// Limits of a count by the rule of the Office for Health Improvement and Disparities (OHID).
///
/// Exact Poisson limits below ten events, Byar's from ten. The method used is named in the result.
///
/// Units: events. Fractions of an event are allowed (9.5 events take the exact limits).
///
/// # Errors
/// [`NoFigure::NotACount`].
///
/// # References
/// Office for Health Improvement and Disparities. *Fingertips public health technical guidance: confidence
/// intervals.* <https://fingertips.phe.org.uk/static-reports/public-health-technical-guidance/>
///
/// # Examples
/// ```
/// use reachgap::estimate::{Confidence, Method, interval};
/// assert_eq!(interval::ohid_count(9.0, Confidence::P95)?.method, Method::ExactPoisson);
/// assert_eq!(interval::ohid_count(10.0, Confidence::P95)?.method, Method::Byar);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn ohid_count(events: f64, confidence: Confidence) -> Result<Limits, NoFigure> {
    if events < 10.0 { exact_poisson(events, confidence) } else { byar(events, confidence) }
}

/// Wilson's limits that hold for every count in a range: the lower limit of the lowest proportion and the upper
/// limit of the highest.
///
/// A highest count above the number of people is taken as that number: nobody is counted twice in a proportion.
///
/// Units: proportion, 0 to 1.
///
/// # Errors
/// As [`wilson`]; [`NoFigure::MoreEventsThanPeople`] when even the lowest count is above the number of people.
///
/// # Examples
/// ```
/// use reachgap::{count::Count, estimate::{Confidence, Method, interval}};
/// let limits = interval::wilson_over(Count::between(1.0, 9.0), 100.0, Confidence::P95)?;
/// assert!((limits.lower - interval::wilson(1.0, 100.0, Confidence::P95)?.lower).abs() < 1e-15);
/// assert!((limits.upper - interval::wilson(9.0, 100.0, Confidence::P95)?.upper).abs() < 1e-15);
/// assert_eq!(limits.method, Method::WilsonOverRange);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn wilson_over(events: Count, people: f64, confidence: Confidence) -> Result<Limits, NoFigure> {
    let (lowest_count, highest_count) = no_figure::bounds(events)?;
    let lowest = wilson(lowest_count, people, confidence)?;
    if events.is_exact() {
        return Ok(lowest);
    }
    let highest = wilson(highest_count.min(people), people, confidence)?;
    Ok(Limits { lower: lowest.lower, upper: highest.upper, method: Method::WilsonOverRange })
}

/// Limits by the OHID rule that hold for every count in a range: the lower limit of the lowest count and the upper
/// limit of the highest.
///
/// Units: events.
///
/// # Errors
/// As [`ohid_count`].
///
/// # Examples
/// ```
/// use reachgap::{count::Count, estimate::{Confidence, interval}};
/// let limits = interval::ohid_over(Count::between(0.0, 5.0), Confidence::P95)?;
/// assert_eq!(limits.lower, 0.0);
/// assert!((limits.upper - 11.668_332_079_322_67).abs() < 1e-9);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn ohid_over(events: Count, confidence: Confidence) -> Result<Limits, NoFigure> {
    let (lowest_count, highest_count) = no_figure::bounds(events)?;
    let lowest = ohid_count(lowest_count, confidence)?;
    if events.is_exact() {
        return Ok(lowest);
    }
    Ok(Limits {
        lower: lowest.lower,
        upper: ohid_count(highest_count, confidence)?.upper,
        method: Method::OhidOverRange,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn byar_has_no_lower_limit_for_one_event_at_99_8() {
        assert_eq!(byar(1.0, Confidence::P998), Err(NoFigure::LimitsUndefined));
        assert_eq!(byar(0.0, Confidence::P95), Err(NoFigure::LimitsUndefined));
        assert!(byar(1.0, Confidence::P95).is_ok());
    }

    #[test]
    fn a_fraction_of_an_event_lies_between_its_neighbours() {
        // As 0.445 of 1 in the published test table of the OHID statistical package.
        let limits = wilson(0.445, 1.0, Confidence::P95).unwrap();
        assert!((limits.lower - 0.043_817_447_720_588_22).abs() < 1e-12);
        assert!((limits.upper - 0.933_462_127_697_915_6).abs() < 1e-12);
    }

    #[test]
    fn the_smallest_fractions_of_an_event_have_limits() {
        for count in [1e-3, 1e-12, f64::MIN_POSITIVE, 1e8, 1e12, 1e300] {
            let limits = exact_poisson(count, Confidence::P998).unwrap();
            assert!(limits.lower <= count && count <= limits.upper, "{count}");
        }
    }

    #[test]
    fn a_known_count_is_not_called_a_range() {
        let known = Count::exact(4.0);
        assert_eq!(ohid_over(known, Confidence::P95), ohid_count(4.0, Confidence::P95));
        assert_eq!(wilson_over(known, 9.0, Confidence::P95), wilson(4.0, 9.0, Confidence::P95));
    }

    #[test]
    fn counts_that_cannot_be_are_refused() {
        for count in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(ohid_count(count, Confidence::P95), Err(NoFigure::NotACount));
            assert_eq!(wilson(count, 5.0, Confidence::P95), Err(NoFigure::NotACount));
        }
        assert_eq!(ohid_over(Count::between(4.0, 1.0), Confidence::P95), Err(NoFigure::NotACount));
    }

    proptest! {
        #[test]
        fn limits_enclose_the_count(count in 0.0..1e7_f64, level in 0.9..0.999_f64) {
            let limits = ohid_count(count, Confidence::new(level).unwrap()).unwrap();
            prop_assert!(limits.lower >= 0.0 && limits.lower <= count && count < limits.upper);
        }

        #[test]
        fn exact_limits_leave_their_tail(count in 0.01..5e4_f64, level in 0.9..0.999_f64) {
            let confidence = Confidence::new(level).unwrap();
            let limits = exact_poisson(count, confidence).unwrap();
            let below = statrs::function::gamma::gamma_lr(count, limits.lower);
            let above = statrs::function::gamma::gamma_ur(count + 1.0, limits.upper);
            prop_assert!((below / confidence.tail() - 1.0).abs() < 1e-9);
            prop_assert!((above / confidence.tail() - 1.0).abs() < 1e-9);
        }

        #[test]
        fn wilson_limits_enclose_the_proportion_and_mirror(people in 1.0..1e9_f64, share in 0.0..=1.0_f64) {
            let limits = wilson(people * share, people, Confidence::P95).unwrap();
            let mirrored = wilson(people * (1.0 - share), people, Confidence::P95).unwrap();
            prop_assert!(0.0 <= limits.lower && limits.lower <= share + 1e-15);
            prop_assert!(share <= limits.upper + 1e-15 && limits.upper <= 1.0);
            prop_assert!((limits.lower - (1.0 - mirrored.upper)).abs() < 1e-12);
        }

        #[test]
        fn more_events_move_both_limits_up(count in 0.0..1e4_f64) {
            let (less, more) = (exact_poisson(count, Confidence::P95), exact_poisson(count + 0.5, Confidence::P95));
            prop_assert!(less.unwrap().lower < more.unwrap().lower && less.unwrap().upper < more.unwrap().upper);
        }
    }
}
