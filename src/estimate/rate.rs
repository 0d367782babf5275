//! Crude rates and proportions, each with its limits and method.

use super::confidence::Confidence;
use super::figure::finite;
pub use super::figure::{Figure, FigureRange};
use super::interval;
use super::no_figure::{self, NoFigure};
use crate::count::Count;

/// A crude rate: events per `per` people, with limits by the OHID rule.
///
/// `per · O / n`; limits `per · O_L / n` and `per · O_U / n`, exact below ten events and Byar's from ten.
///
/// Units: events per `per` people (or per person-years). There may be more events than people.
///
/// # Errors
/// [`NoFigure::ZeroDenominator`]; faults of the input.
///
/// # References
/// Breslow NE, Day NE (1987). *Statistical Methods in Cancer Research, volume II*, page 69. IARC Scientific
/// Publications 82, ISBN 978-92-832-0182-3.
///
/// # Examples
/// 222 events among 3,215 people, from the published test table of the OHID statistical package:
/// ```
/// use reachgap::estimate::{Confidence, rate};
/// let figure = rate::rate(222.0, 3215.0, 100_000.0, Confidence::P95)?;
/// assert!((figure.value - 6905.132_192_846_034).abs() < 1e-8);
/// assert!((figure.limits.lower - 6026.574_877_652_674).abs() < 1e-8);
/// assert!((figure.limits.upper - 7875.729_370_871_851).abs() < 1e-8);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn rate(events: f64, people: f64, per: f64, confidence: Confidence) -> Result<Figure, NoFigure> {
    let n = no_figure::denominator(people)?;
    let per = no_figure::multiplier(per)?;
    let count =
        Figure { value: no_figure::events(events)?, limits: interval::ohid_count(events, confidence)? };
    count.times(finite(per / n)?)
}

/// A proportion with Wilson's score limits.
///
/// Units: proportion, 0 to 1.
///
/// # Errors
/// [`NoFigure::ZeroDenominator`]; [`NoFigure::MoreEventsThanPeople`]; other faults of the input.
///
/// # References
/// Wilson EB (1927). Probable inference, the law of succession, and statistical inference. *Journal of the American
/// Statistical Association* 22:209–212. <https://doi.org/10.1080/01621459.1927.10502953>
///
/// # Examples
/// ```
/// use reachgap::estimate::{Confidence, NoFigure, rate};
/// assert_eq!(rate::proportion(65.0, 100.0, Confidence::P95)?.value, 0.65);
/// assert_eq!(rate::proportion(3.0, 2.0, Confidence::P95), Err(NoFigure::MoreEventsThanPeople));
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn proportion(events: f64, people: f64, confidence: Confidence) -> Result<Figure, NoFigure> {
    Ok(Figure { limits: interval::wilson(events, people, confidence)?, value: events / people })
}

/// A crude rate whose count is known only as a range: the rates of the lowest and the highest count, and the limits
/// that hold for all counts between them.
///
/// # Errors
/// As [`rate`].
///
/// # Examples
/// A count suppressed as 1 to 4 among 500 people:
/// ```
/// use reachgap::{count::Count, estimate::{Confidence, rate}};
/// let figure = rate::rate_over(Count::between(1.0, 4.0), 500.0, 1000.0, Confidence::P95)?;
/// assert_eq!((figure.lowest, figure.highest), (2.0, 8.0));
/// assert!((figure.limits.lower - 0.050_635_615_968_58).abs() < 1e-12);
/// assert!((figure.limits.upper - 20.483_177_350_807_388).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn rate_over(
    events: Count,
    people: f64,
    per: f64,
    confidence: Confidence,
) -> Result<FigureRange, NoFigure> {
    let n = no_figure::denominator(people)?;
    let per = no_figure::multiplier(per)?;
    let count = FigureRange {
        lowest: events.lowest,
        highest: events.highest,
        limits: interval::ohid_over(events, confidence)?,
    };
    count.times(finite(per / n)?)
}

/// A proportion whose count is known only as a range.
///
/// A highest count above the number of people is taken as that number.
///
/// # Errors
/// As [`proportion`]; [`NoFigure::MoreEventsThanPeople`] when even the lowest count is above the number of people.
///
/// # Examples
/// ```
/// use reachgap::{count::Count, estimate::{Confidence, rate}};
/// let figure = rate::proportion_over(Count::between(1.0, 4.0), 2.0, Confidence::P95)?;
/// assert_eq!((figure.lowest, figure.highest), (0.5, 1.0));
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn proportion_over(events: Count, people: f64, confidence: Confidence) -> Result<FigureRange, NoFigure> {
    Ok(FigureRange {
        limits: interval::wilson_over(events, people, confidence)?,
        lowest: events.lowest / people,
        highest: events.highest.min(people) / people,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_may_have_more_events_than_people() {
        let figure = rate(250.0, 220.0, 100_000.0, Confidence::P95).unwrap();
        assert!((figure.value - 113_636.363_636_363_65).abs() < 1e-6);
    }

    #[test]
    fn sums_take_the_method_of_their_own_size() {
        // Two areas of 5 in 100 take exact limits; together, 10 in 200, they take Byar's.
        let both = rate(10.0, 200.0, 100_000.0, Confidence::P95).unwrap();
        assert_eq!(both.limits.method, interval::Method::Byar);
        assert!((both.limits.lower - 2_393.724_956_983_782_2).abs() < 1e-8);
        assert!((both.limits.upper - 9_195.729_302_878_237).abs() < 1e-8);
    }

    #[test]
    fn gaps_and_faults_are_named() {
        let p95 = Confidence::P95;
        assert_eq!(rate(1.0, 0.0, 1.0, p95), Err(NoFigure::ZeroDenominator));
        assert_eq!(rate(-1.0, 5.0, 1.0, p95), Err(NoFigure::NotACount));
        assert_eq!(rate(f64::NAN, 5.0, 1.0, p95), Err(NoFigure::NotACount));
        assert_eq!(rate(1.0, f64::INFINITY, 1.0, p95), Err(NoFigure::NotADenominator));
        assert_eq!(rate(1.0, 5.0, 0.0, p95), Err(NoFigure::NotAMultiplier));
        assert_eq!(rate(1e300, 1e-300, 1.0, p95), Err(NoFigure::TooLarge));
        assert_eq!(proportion(0.0, 0.0, p95), Err(NoFigure::ZeroDenominator));
        assert_eq!(proportion_over(Count::between(3.0, 4.0), 2.0, p95), Err(NoFigure::MoreEventsThanPeople));
    }
}
