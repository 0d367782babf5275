//! How often people of a group have an event relative to others like them: the Mantel–Haenszel risk ratio.

mod bounds;
mod detectable;
#[cfg(test)]
mod ratio_tests;
mod sums;
mod zero_events;

pub use bounds::{Bounds, bounds};
pub use detectable::{Detectable, POWER};

use super::confidence::Confidence;
use super::figure::{Figure, finite};
use super::interval::{Limits, Method};
use super::no_figure::{self, NoFigure};
use super::score_test::ScoreTest;
use sums::Sums;

/// The variance of the error of a total that was rounded to the nearest five: `5²/12`.
pub const ROUNDED_TO_FIVE: f64 = 25.0 / 12.0;

/// One stratum, such as an age band: the people of the group, and the people they are compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// People of the group who had the event.
    pub events: f64,
    /// People of the group.
    pub people: f64,
    /// People of the comparator who had the event.
    pub comparator_events: f64,
    /// People of the comparator.
    pub comparator_people: f64,
}

/// On what terms a ratio is given: confidence, level of the test, and how exact the totals are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// The confidence of the limits.
    pub confidence: Confidence,
    /// The level of the two-sided test that the smallest detectable ratio is given for, above 0 and below 1.
    pub level: f64,
    /// The variance of the error in each total of events: 0 for exact totals, [`ROUNDED_TO_FIVE`] for rounded ones.
    pub rounding_variance: f64,
}

impl Terms {
    /// Limits at this confidence, a test at the level that belongs to it, and exact totals.
    #[must_use]
    pub const fn exact(confidence: Confidence) -> Self {
        Self { confidence, level: 1.0 - confidence.level(), rounding_variance: 0.0 }
    }

    fn checked(self) -> Result<Self, NoFigure> {
        let level = self.level > 0.0 && self.level < 1.0;
        let rounding = self.rounding_variance.is_finite() && self.rounding_variance >= 0.0;
        if level && rounding { Ok(self) } else { Err(NoFigure::NotAValue) }
    }
}

/// The risk ratio of a group over strata, its test, and what it amounts to in people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StratifiedRatio {
    /// The Mantel–Haenszel risk ratio with its limits: 1 is parity, below 1 the group has fewer events.
    pub ratio: Figure,
    /// The standard error of the ratio's logarithm; absent where the group had no events.
    pub log_standard_error: Option<f64>,
    /// The Cochran–Mantel–Haenszel test of parity, without continuity correction.
    pub test: ScoreTest,
    /// Whether there are events enough for the test's approximation, by the rule of Mantel and Fleiss (1980).
    pub enough_for_test: bool,
    /// Events of the group in strata that have a comparator.
    pub events: f64,
    /// Events of the comparator in strata that have people of the group.
    pub comparator_events: f64,
    /// Events of the group in strata without a comparator, left out of everything else here.
    pub events_left_out: f64,
    /// Events that the group would have had at parity.
    pub expected: f64,
    /// How many people more would have had the event at parity, with limits; below zero where more had it.
    pub short: Figure,
    /// The ratios nearest to 1 that so many events would have shown.
    pub detectable: Detectable,
}

/// The Mantel–Haenszel risk ratio of a group and its comparator over strata.
///
/// With `a` of `n₁` people of the group and `b` of `n₀` of the comparator in a stratum of `N`, `m = a + b`:
/// `ratio = Σ(a·n₀/N) / Σ(b·n₁/N) = R/S`.
///
/// - *Limits*: `exp(ln ratio ∓ z·SE)`, `SE² = Σ(m·n₁·n₀ − a·b·N)/N² / (R·S)` (Greenland and Robins 1985, equation 13),
///   plus `v/A² + v/B²` for totals `A`, `B` of events with a rounding variance `v`.
/// - *Test*: Cochran–Mantel–Haenszel, `(Σ(a − n₁m/N))² / Σ n₁n₀m(N − m)/(N²(N − 1))`, without continuity correction;
///   the same rounding variance is carried over to the sum.
/// - *Expected at parity*: `A / ratio`, so that events, ratio and expected agree; *short*: `A/ratio − A`, with limits
///   from those of the ratio.
/// - *Detectable*: the ratio `ρ` at which `|Σ(a(ρ) − n₁m/N)| = z(1 − level/2)·√V + z(0.8)·√V(ρ)`, where the events of each
///   stratum fall in that ratio, `a(ρ) = m·ρn₁/(ρn₁ + n₀)`, `V` is the variance of the test and `V(ρ)` that of the sum at
///   `ρ`. It depends on how many events there were in all, not on how they fell.
///
/// No events in the group, some in the comparator: the ratio is 0, its lower limit 0, and its upper limit the `ρ` at
/// which no events would have the probability of one tail, given the events of each stratum:
/// `Σ b·ln(1 + ρ·n₁/n₀) = −ln(tail)`; expected at parity is `Σ n₁·b/n₀`. With a rounding variance `v` that limit is
/// multiplied by the exact Poisson upper limit of `√(3v)` events over that of none.
///
/// Units: ratio; people. Missing values: strata with nobody in the group or in the comparator say nothing and are left
/// out; the group's events in them are counted in `events_left_out`. Where estimates of people leave a stratum with more
/// events than people, its events are taken as Poisson counts, which widens the limits.
///
/// # Errors
/// [`NoFigure::NobodyInGroup`], [`NoFigure::NobodyOutsideGroup`], [`NoFigure::TooFewToCompare`] where no stratum has
/// both; [`NoFigure::NoEvents`]; [`NoFigure::NoExpectedEvents`] where the comparator had none;
/// [`NoFigure::EverybodyHadTheEvent`]; faults: [`NoFigure::EventsWithoutPeople`], [`NoFigure::MoreEventsThanPeople`] of
/// a total, [`NoFigure::NotACount`], [`NoFigure::NotADenominator`], [`NoFigure::NotAValue`] of the terms.
///
/// # References
/// Mantel N, Haenszel W (1959). Statistical aspects of the analysis of data from retrospective studies of disease.
/// *Journal of the National Cancer Institute* 22:719–748. <https://doi.org/10.1093/jnci/22.4.719>; Greenland S,
/// Robins JM (1985). Estimation of a common effect parameter from sparse follow-up data. *Biometrics* 41:55–68.
/// <https://doi.org/10.2307/2530643>; Mantel N, Fleiss JL (1980). Minimum expected cell size requirements for the
/// Mantel–Haenszel one-degree-of-freedom chi-square test and a related rapid procedure. *American Journal of
/// Epidemiology* 112:129–134. <https://doi.org/10.1093/oxfordjournals.aje.a112962>
///
/// # Examples
/// Deaths in a trial of tolbutamide by age (Rothman KJ, 2012, *Epidemiology: An Introduction*, table 10–3):
/// ```
/// use reachgap::estimate::{Confidence, stratified_ratio::{Stratum, Terms, mantel_haenszel}};
/// let strata = [
///     Stratum { events: 8.0, people: 106.0, comparator_events: 5.0, comparator_people: 120.0 },
///     Stratum { events: 22.0, people: 98.0, comparator_events: 16.0, comparator_people: 85.0 },
/// ];
/// let found = mantel_haenszel(&strata, Terms::exact(Confidence::P95))?;
/// assert!((found.ratio.value - 1.325_555_324_155_105).abs() < 1e-12);
/// assert!((found.ratio.limits.lower - 0.797_907_040_146_486).abs() < 1e-12);
/// assert!((found.ratio.limits.upper - 2.202_132_365_035_111).abs() < 1e-12);
/// assert!((found.test.chi_square - 1.191_400_187_276_447).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn mantel_haenszel(strata: &[Stratum], terms: Terms) -> Result<StratifiedRatio, NoFigure> {
    let terms = terms.checked()?;
    let sums = Sums::of(strata)?;
    let (ratio, log_standard_error) = ratio(&sums, strata, terms)?;
    let expected = if sums.events > 0.0 { sums.events / ratio.value } else { sums.indirect };
    Ok(StratifiedRatio {
        ratio,
        log_standard_error,
        test: ScoreTest::of(sums.difference, sums.variance + sums.rounding_of_difference(terms))?,
        enough_for_test: sums.enough_for_test(),
        events: sums.events,
        comparator_events: sums.comparator_events,
        events_left_out: sums.left_out,
        expected: finite(expected)?,
        short: short(sums.events, expected, ratio)?,
        detectable: Detectable::of(strata, &sums, terms),
    })
}

fn ratio(sums: &Sums, strata: &[Stratum], terms: Terms) -> Result<(Figure, Option<f64>), NoFigure> {
    if sums.events == 0.0 {
        let upper = zero_events::upper_limit(strata, terms)?;
        let limits = Limits { lower: 0.0, upper, method: Method::ExactGivenTotals };
        return Ok((Figure { value: 0.0, limits }, None));
    }
    let value = finite(sums.group / sums.comparator)?;
    let error = finite(sums.log_variance(terms).sqrt())?;
    let factor = (terms.confidence.z() * error).exp();
    let limits =
        Limits { lower: value / factor, upper: finite(value * factor)?, method: Method::GreenlandRobins };
    Ok((Figure { value, limits }, Some(error)))
}

/// Events at parity less events that happened, at the ratio and at its limits.
fn short(events: f64, expected: f64, ratio: Figure) -> Result<Figure, NoFigure> {
    let Limits { lower, upper, method } = ratio.limits;
    // Without events, the expected number does not follow from the ratio: the ratio's share of it is taken off.
    let at = |limit: f64| if events > 0.0 { events / limit - events } else { expected * (1.0 - limit) };
    let limits = Limits { lower: finite(at(upper))?, upper: finite(at(lower))?, method };
    Ok(Figure { value: finite(expected - events)?, limits })
}

impl Stratum {
    /// The stratum, its counts and people possible.
    fn checked(self) -> Result<Self, NoFigure> {
        for (events, people) in [(self.events, self.people), (self.comparator_events, self.comparator_people)]
        {
            no_figure::events(events)?;
            no_figure::events(people).map_err(|_| NoFigure::NotADenominator)?;
            if people == 0.0 && events > 0.0 {
                return Err(NoFigure::EventsWithoutPeople);
            }
        }
        Ok(self)
    }

    fn has_both(self) -> bool {
        self.people > 0.0 && self.comparator_people > 0.0
    }
}
