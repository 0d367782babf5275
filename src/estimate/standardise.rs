//! Direct and indirect standardisation for age, sex or group.

use super::confidence::Confidence;
use super::figure::{Figure, FigureRange, finite};
use super::interval::{self, Limits, Method};
use super::no_figure::{self, NoFigure};
use crate::count::Count;

/// Below this many events a directly standardised rate is not given.
pub const FEWEST_EVENTS: f64 = 10.0;

/// One age band (or age × sex × group) of an area, for direct standardisation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Events in the stratum.
    pub events: f64,
    /// People in the stratum.
    pub people: f64,
    /// People of the standard population in the stratum.
    pub standard: f64,
}

/// How many people of one stratum had the same number of events each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RepeatEvents {
    /// Which stratum, as an index into the strata.
    pub stratum: usize,
    /// Events each of these people had.
    pub events_each: f64,
    /// How many people had that many.
    pub people: f64,
}

/// One age band (or age × sex × group) of an area and of the reference population, for indirect standardisation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReferenceStratum {
    /// People of the area in the stratum.
    pub people: f64,
    /// Events of the reference population in the stratum.
    pub reference_events: f64,
    /// People of the reference population in the stratum.
    pub reference_people: f64,
}

/// A directly standardised rate with Dobson's limits.
///
/// `Σ wᵢOᵢ/nᵢ / Σwᵢ`; variance `Σ wᵢ²Oᵢ/nᵢ² / (Σwᵢ)²`; limits `rate + √(variance/O)·(O_L − O)` and the same with
/// `O_U`, where `O_L` and `O_U` are Byar's limits of the total count `O`.
///
/// Units: events per `per` people of the standard population. Missing values: strata that the standard population
/// does not weight are left out.
///
/// # Errors
/// [`NoFigure::FewerThanTenEvents`]; [`NoFigure::EmptyStratum`] where a weighted stratum has nobody in it; faults of
/// the input.
///
/// # References
/// Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991). Confidence intervals for weighted sums of Poisson
/// parameters. *Statistics in Medicine* 10:457–462. <https://doi.org/10.1002/sim.4780100317>
///
/// # Examples
/// Two strata, by hand: (3·10/100 + 1·20/400) / 4 = 0.0875.
/// ```
/// use reachgap::estimate::{Confidence, standardise::{Stratum, direct}};
/// let strata = [
///     Stratum { events: 10.0, people: 100.0, standard: 3.0 },
///     Stratum { events: 20.0, people: 400.0, standard: 1.0 },
/// ];
/// assert!((direct(&strata, 1.0, Confidence::P95)?.value - 0.0875).abs() < 1e-15);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn direct(strata: &[Stratum], per: f64, confidence: Confidence) -> Result<Figure, NoFigure> {
    let squares: Vec<f64> = strata.iter().map(|stratum| stratum.events).collect();
    dobson(strata, &squares, per, confidence, Method::Dobson)
}

/// A directly standardised rate whose events are not independent, because some people had several.
///
/// The rate is that of [`direct`]; in the variance, a person with `f` events adds `f²` instead of `f`:
/// `Σ_f f² Σᵢ wᵢ²U_fi/nᵢ² / (Σwᵢ)²`, with `U_fi` people who had `f` events each. The events of `strata` are
/// not read: they follow from `repeats`.
///
/// # Errors
/// As [`direct`]; [`NoFigure::UnknownStratum`] when `repeats` names a stratum that does not exist.
///
/// # References
/// Office for Health Improvement and Disparities. *Fingertips public health technical guidance: directly standardised
/// rates.* <https://fingertips.phe.org.uk/static-reports/public-health-technical-guidance/>; Stukel TA, Glynn RJ,
/// Fisher ES, Sharp SM, Lu-Yao G, Wennberg JE (1994). Standardized rates of recurrent outcomes. *Statistics in
/// Medicine* 13:1781–1791. <https://doi.org/10.1002/sim.4780131709>
pub fn direct_non_independent(
    strata: &[Stratum],
    repeats: &[RepeatEvents],
    per: f64,
    confidence: Confidence,
) -> Result<Figure, NoFigure> {
    let mut squares = vec![0.0; strata.len()];
    let mut totals: Vec<Stratum> = strata.iter().map(|stratum| Stratum { events: 0.0, ..*stratum }).collect();
    for repeat in repeats {
        let each = no_figure::events(repeat.events_each)?;
        let people = no_figure::events(repeat.people)?;
        let total = totals.get_mut(repeat.stratum).ok_or(NoFigure::UnknownStratum)?;
        total.events += each * people;
        squares[repeat.stratum] += each * each * people;
    }
    dobson(&totals, &squares, per, confidence, Method::DobsonNonIndependent)
}

fn dobson(
    strata: &[Stratum],
    squares: &[f64],
    per: f64,
    confidence: Confidence,
    method: Method,
) -> Result<Figure, NoFigure> {
    let per = no_figure::multiplier(per)?;
    let (mut weights, mut events, mut rate, mut variance) = (0.0, 0.0, 0.0, 0.0);
    for (stratum, square) in strata.iter().zip(squares) {
        let weight = standard_weight(stratum)?;
        if weight == 0.0 {
            continue;
        }
        let people = people_of(stratum)?;
        weights += weight;
        events += stratum.events;
        rate += weight * stratum.events / people;
        variance += (weight / people).powi(2) * square;
    }
    if weights == 0.0 {
        return Err(NoFigure::NotAStandardPopulation);
    }
    if events < FEWEST_EVENTS {
        return Err(NoFigure::FewerThanTenEvents);
    }
    let count = interval::byar(events, confidence)?;
    let (rate, step) = (rate / weights, (variance / events).sqrt() / weights);
    let limits = Limits {
        lower: rate + step * (count.lower - events),
        upper: rate + step * (count.upper - events),
        method,
    };
    Figure { value: rate, limits }.times(per)
}

fn standard_weight(stratum: &Stratum) -> Result<f64, NoFigure> {
    if stratum.standard.is_finite() && stratum.standard >= 0.0 {
        Ok(stratum.standard)
    } else {
        Err(NoFigure::NotAStandardPopulation)
    }
}

fn people_of(stratum: &Stratum) -> Result<f64, NoFigure> {
    let events = no_figure::events(stratum.events)?;
    match no_figure::denominator(stratum.people) {
        Err(NoFigure::ZeroDenominator) if events > 0.0 => Err(NoFigure::EventsWithoutPeople),
        Err(NoFigure::ZeroDenominator) => Err(NoFigure::EmptyStratum),
        other => other,
    }
}

/// The events an area would have if each stratum had the rate of the reference population.
///
/// `Σ nᵢ · reference eventsᵢ / reference peopleᵢ`.
///
/// Units: events. Missing values: a stratum with nobody in the area adds nothing, whatever the reference says.
///
/// # Errors
/// [`NoFigure::EmptyReferenceStratum`]; faults of the input.
///
/// # Examples
/// ```
/// use reachgap::estimate::standardise::{ReferenceStratum, expected};
/// let strata = [
///     ReferenceStratum { people: 200.0, reference_events: 30.0, reference_people: 1000.0 },
///     ReferenceStratum { people: 100.0, reference_events: 20.0, reference_people: 1000.0 },
/// ];
/// assert_eq!(expected(&strata)?, 8.0);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn expected(strata: &[ReferenceStratum]) -> Result<f64, NoFigure> {
    let mut total = 0.0;
    for stratum in strata {
        match no_figure::denominator(stratum.people) {
            Err(NoFigure::ZeroDenominator) => {}
            Err(fault) => return Err(fault),
            Ok(people) => total += people * reference_rate(&[*stratum])?,
        }
    }
    finite(total)
}

/// The crude rate of the reference population: all its events over all its people.
///
/// Units: events per person.
///
/// # Errors
/// [`NoFigure::EmptyReferenceStratum`] when the reference population has nobody; faults of the input.
pub fn reference_rate(strata: &[ReferenceStratum]) -> Result<f64, NoFigure> {
    let (mut events, mut people) = (0.0, 0.0);
    for stratum in strata {
        events += no_figure::events(stratum.reference_events)?;
        people += match no_figure::denominator(stratum.reference_people) {
            Err(NoFigure::ZeroDenominator) => 0.0,
            other => other?,
        };
    }
    match no_figure::denominator(people) {
        Err(NoFigure::ZeroDenominator) => Err(NoFigure::EmptyReferenceStratum),
        Err(fault) => Err(fault),
        Ok(people) => finite(events / people),
    }
}

/// An indirectly standardised ratio, observed ÷ expected, with limits by the OHID rule.
///
/// `per · O/E`; limits `per · O_L/E` and `per · O_U/E`. Use `per` 1 for a ratio, 100 for the customary index. The
/// expected events are taken as known.
///
/// # Errors
/// [`NoFigure::NoExpectedEvents`]; faults of the input.
///
/// # References
/// Breslow NE, Day NE (1987). *Statistical Methods in Cancer Research, volume II*, pages 65–72. IARC Scientific
/// Publications 82, ISBN 978-92-832-0182-3.
///
/// # Examples
/// 9 events where 835.88 were expected, from the published test table of the OHID statistical package:
/// ```
/// use reachgap::estimate::{Confidence, standardise::indirect_ratio};
/// let figure = indirect_ratio(9.0, 835.883_561_231_174_3, 100.0, Confidence::P95)?;
/// assert!((figure.value - 1.076_704_988_281_368_4).abs() < 1e-12);
/// assert!((figure.limits.lower - 0.492_338_082_509_577_6).abs() < 1e-12);
/// assert!((figure.limits.upper - 2.043_921_455_549_973).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn indirect_ratio(
    observed: f64,
    expected: f64,
    per: f64,
    confidence: Confidence,
) -> Result<Figure, NoFigure> {
    let expected = no_figure::expected(expected)?;
    let per = no_figure::multiplier(per)?;
    let count =
        Figure { value: no_figure::events(observed)?, limits: interval::ohid_count(observed, confidence)? };
    count.times(finite(per / expected)?)
}

/// An indirectly standardised rate: the standardised ratio times the crude rate of the reference population.
///
/// `per · O/E · reference rate`, with the limits of [`indirect_ratio`] times the same. Rates of areas with different
/// age structures are comparable with the reference, not strictly with one another.
///
/// Units: events per `per` people.
///
/// # Errors
/// As [`indirect_ratio`]; [`NoFigure::NotAMultiplier`] when the reference rate is not above zero.
///
/// # Examples
/// 895 events, from the published test table of the OHID statistical package:
/// ```
/// use reachgap::estimate::{Confidence, standardise::indirect_rate};
/// let reference_rate = 0.093_498_830_922_110_2;
/// let figure = indirect_rate(895.0, 835.883_561_231_174_3, reference_rate, 100_000.0, Confidence::P95)?;
/// assert!((figure.value - 10_011.137_622_091_057).abs() < 1e-8);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn indirect_rate(
    observed: f64,
    expected: f64,
    reference_rate: f64,
    per: f64,
    confidence: Confidence,
) -> Result<Figure, NoFigure> {
    indirect_ratio(observed, expected, per * reference_rate, confidence)
}

/// An indirectly standardised ratio whose observed count is known only as a range.
///
/// # Errors
/// As [`indirect_ratio`].
pub fn indirect_ratio_over(
    observed: Count,
    expected: f64,
    per: f64,
    confidence: Confidence,
) -> Result<FigureRange, NoFigure> {
    let expected = no_figure::expected(expected)?;
    let per = no_figure::multiplier(per)?;
    let count = FigureRange {
        lowest: observed.lowest,
        highest: observed.highest,
        limits: interval::ohid_over(observed, confidence)?,
    };
    count.times(finite(per / expected)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::standard_population::EUROPEAN_2013;

    const EVENTS: [f64; 19] = [
        127.0, 25.0, 18.0, 21.0, 12.0, 27.0, 48.0, 27.0, 29.0, 32.0, 32.0, 34.0, 45.0, 65.0, 38.0, 68.0,
        74.0, 82.0, 91.0,
    ];
    const PEOPLE: [f64; 19] = [
        636.0, 558.0, 609.0, 543.0, 384.0, 594.0, 669.0, 843.0, 660.0, 576.0, 606.0, 522.0, 426.0, 273.0,
        300.0, 288.0, 153.0, 123.0, 207.0,
    ];

    fn strata() -> Vec<Stratum> {
        let bands = EVENTS.iter().zip(PEOPLE).zip(EUROPEAN_2013);
        bands
            .map(|((&events, people), band)| Stratum { events, people, standard: f64::from(band.people) })
            .collect()
    }

    #[test]
    fn events_of_the_same_person_widen_the_limits() {
        // Expected: the formula evaluated in R 4.2.2 with floor(0.1·O/3) people of three events each,
        // floor(0.2·O/2) of two, the rest of one, which leaves the totals of the published test table.
        let mut repeats = Vec::new();
        for (stratum, events) in EVENTS.iter().enumerate() {
            let (three, two) = ((events * 0.1 / 3.0).floor(), (events * 0.2 / 2.0).floor());
            let one = events - 3.0 * three - 2.0 * two;
            for (events_each, people) in [(1.0, one), (2.0, two), (3.0, three)] {
                repeats.push(RepeatEvents { stratum, events_each, people });
            }
        }
        let figure = direct_non_independent(&strata(), &repeats, 100_000.0, Confidence::P95).unwrap();
        assert!((figure.value - 10_430.247_991_469_425).abs() < 1e-7);
        assert!((figure.limits.lower - 9_609.713_974_659_63).abs() < 1e-7);
        assert!((figure.limits.upper - 11_292.415_645_821_959).abs() < 1e-7);
        assert_eq!(figure.limits.method, Method::DobsonNonIndependent);
    }

    #[test]
    fn one_event_each_is_the_independent_case() {
        let each = |(stratum, &people): (usize, &f64)| RepeatEvents { stratum, events_each: 1.0, people };
        let repeats: Vec<_> = EVENTS.iter().enumerate().map(each).collect();
        let repeated = direct_non_independent(&strata(), &repeats, 1.0, Confidence::P998).unwrap();
        let single = direct(&strata(), 1.0, Confidence::P998).unwrap();
        assert_eq!(
            (repeated.limits.lower, repeated.limits.upper),
            (single.limits.lower, single.limits.upper)
        );
    }

    #[test]
    fn an_age_band_without_people_gives_no_rate() {
        let mut strata = strata();
        strata[3].people = 0.0;
        assert_eq!(direct(&strata, 1.0, Confidence::P95), Err(NoFigure::EventsWithoutPeople));
        strata[3].events = 0.0;
        assert_eq!(direct(&strata, 1.0, Confidence::P95), Err(NoFigure::EmptyStratum));
        strata[3].standard = 0.0;
        assert!(direct(&strata, 1.0, Confidence::P95).is_ok());
    }

    #[test]
    fn gaps_and_faults_are_named() {
        let p95 = Confidence::P95;
        assert_eq!(direct(&[], 1.0, p95), Err(NoFigure::NotAStandardPopulation));
        assert_eq!(indirect_ratio(3.0, 0.0, 1.0, p95), Err(NoFigure::NoExpectedEvents));
        let empty = ReferenceStratum { people: 4.0, reference_events: 0.0, reference_people: 0.0 };
        assert_eq!(expected(&[empty]), Err(NoFigure::EmptyReferenceStratum));
        assert_eq!(expected(&[ReferenceStratum { people: 0.0, ..empty }]), Ok(0.0));
    }
}
