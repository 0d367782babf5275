//! Slope and relative index of inequality: the gap across the whole deprivation scale, by the OHID method.

use super::bootstrap::Draws;
use super::slope_limits::simulated;
use super::slope_line::Line;
use crate::estimate::empirical_bayes::AreaCount;
use crate::estimate::figure::finite;
use crate::estimate::{Confidence, Figure, NoFigure, interval, no_figure};

/// The simulations that OHID makes.
pub const REPETITIONS: usize = 100_000;

/// One group of deprivation, such as a tenth of areas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// Its people.
    pub population: f64,
    /// Its value.
    pub value: f64,
    /// The standard error of the value, on the [`Scale`] that its error is even on.
    pub standard_error: f64,
}

/// The scale on which the errors of the values are even.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// That of the values: life expectancy, scores.
    Plain,
    /// Logarithms: rates.
    Log,
    /// Logits: proportions, 0 to 1.
    Logit,
}

/// What the line is fitted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fit {
    /// The values themselves.
    Linear,
    /// The values on their [`Scale`]; the ends of the line are taken back.
    Transformed,
}

/// The slope and the relative index of inequality.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlopeIndex {
    /// The slope index: the fitted value of the least deprived less that of the most deprived.
    pub sii: Figure,
    /// The relative index: the fitted value of the least deprived over that of the most deprived; missing where the
    /// line does not stay above zero.
    pub rii: Result<Figure, NoFigure>,
    /// The fitted value of the most deprived.
    pub most_deprived: f64,
    /// The scale of the errors.
    pub scale: Scale,
    /// What the line was fitted to: other choices give other indices.
    pub fit: Fit,
    /// How far the limits move from one simulation to the next, if that was asked for.
    pub reliability: Option<Reliability>,
}

/// The mean absolute difference between the limits published and those of nine further simulations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// Of the slope index, in its units.
    pub sii: f64,
    /// Of the relative index.
    pub rii: Result<f64, NoFigure>,
}

impl Quantile {
    /// A group whose standard error is found from its confidence limits: `(g(upper) − g(lower))/2z` on the scale `g`.
    ///
    /// # Errors
    /// [`NoFigure::NotAStandardError`] when the limits are the wrong way round; [`NoFigure::NoTransform`] when a limit
    /// is zero (or one, of a proportion), as it is without events; [`NoFigure::NotAValue`].
    pub fn from_limits(
        population: f64,
        value: f64,
        limits: (f64, f64),
        confidence: Confidence,
        scale: Scale,
    ) -> Result<Self, NoFigure> {
        let width = scale.of(limits.1)? - scale.of(limits.0)?;
        if width < 0.0 {
            return Err(NoFigure::NotAStandardError);
        }
        Ok(Self { population, value, standard_error: width / (2.0 * confidence.z()) })
    }

    /// A group whose value is the proportion of its people with the event, with Wilson's limits.
    ///
    /// # Errors
    /// As [`interval::wilson`] and [`Self::from_limits`].
    pub fn of_proportion(group: AreaCount, scale: Scale) -> Result<Self, NoFigure> {
        let limits = interval::wilson(group.events, group.people, Confidence::P95)?;
        let value = group.events / group.people;
        Self::from_limits(group.people, value, (limits.lower, limits.upper), Confidence::P95, scale)
    }

    /// A group whose value is its rate of events per person, with limits by the OHID rule.
    ///
    /// # Errors
    /// As [`interval::ohid_count`] and [`Self::from_limits`].
    pub fn of_rate(group: AreaCount, scale: Scale) -> Result<Self, NoFigure> {
        let people = no_figure::denominator(group.people)?;
        let limits = interval::ohid_count(group.events, Confidence::P95)?;
        let value = group.events / people;
        Self::from_limits(
            people,
            value,
            (limits.lower / people, limits.upper / people),
            Confidence::P95,
            scale,
        )
    }
}

impl SlopeIndex {
    /// The relative index the other way up: the most deprived over the least deprived, for events that are harm.
    ///
    /// # Errors
    /// As [`Self::rii`].
    pub fn most_over_least(&self) -> Result<Figure, NoFigure> {
        let mut figure = self.rii?;
        let limits = figure.limits;
        figure.value = finite(1.0 / figure.value)?;
        figure.limits.lower = finite(1.0 / limits.upper)?;
        figure.limits.upper = finite(1.0 / limits.lower)?;
        Ok(figure)
    }
}

/// The slope and the relative index of inequality of 5 to 100 groups in order from the most to the least deprived.
///
/// `a` is each group's share of all people and `b` the cumulative share up to its middle. The line is fitted by least
/// squares with weights `a` (OHID writes it as `√a·y` on `√a` and `√a·b`). With `Y₀` the fitted value at `b = 0`:
/// `SII = slope`, `RII = (Y₀ + SII)/Y₀`. With [`Fit::Transformed`] the ends of the line are taken back from the scale
/// first. Limits are percentiles of the index with each value drawn from a normal distribution on its scale,
/// [`REPETITIONS`] times by convention.
///
/// Units: the slope index those of the value; the relative index a ratio.
///
/// Missing values: every group must have people, a value and a standard error.
///
/// # Errors
/// [`NoFigure::NotDeprivationGroups`]; [`NoFigure::ZeroDenominator`]; [`NoFigure::NotAStandardError`];
/// [`NoFigure::NotAValue`]; [`NoFigure::NoTransform`]; [`NoFigure::TooFewRepetitions`].
///
/// # References
/// Office for Health Improvement and Disparities. *Fingertips public health technical guidance: slope index of
/// inequality.* <https://fingertips.phe.org.uk/static-reports/public-health-technical-guidance/>; Low A, Low A (2004).
/// Measuring the gap: quantifying and comparing local health inequalities. *Journal of Public Health* 26:388–395.
/// <https://doi.org/10.1093/pubmed/fdh175>
///
/// # Examples
/// Life expectancy by tenths of deprivation, area 1 of the test table of the OHID statistical package: 6.934616 years,
/// 95 % limits 3.13 to 10.76 there.
/// ```
/// use reachgap::estimate::inequality::{Draws, Fit, Quantile, Scale, slope};
/// let population = [7291., 7997., 6105., 7666., 5790., 6934., 5918., 5974., 7147., 7534.];
/// let years = [
///     75.9334590103081, 78.3442382727843, 83.8360631041654, 83.6375399664931, 80.4655031529559, 81.1156759857022,
///     81.6930835718562, 84.1900062060987, 80.5955641081472, 86.2894349578624,
/// ];
/// let standard_error = [
///     1.638472426358545, 1.578192884542907, 1.5134355059640296, 1.7754906175801293, 1.7013390591981388,
///     1.56412107376755, 1.3681148366878566, 1.4001418005940802, 2.4328463975781616, 1.5665181695934678,
/// ];
/// let tenths: Vec<Quantile> = (0..10)
///     .map(|k| Quantile { population: population[k], value: years[k], standard_error: standard_error[k] })
///     .collect();
/// let draws = Draws { repetitions: slope::REPETITIONS, ..Draws::new(1) };
/// let found = slope::index(&tenths, Scale::Plain, Fit::Linear, &draws, false)?;
/// assert!((found.sii.value - 6.934_616_473_668_819).abs() < 1e-9);
/// assert!((found.rii?.value - 1.088_818_080_444_621_7).abs() < 1e-12);
/// assert!((found.sii.limits.lower - 3.13).abs() < 0.1 && (found.sii.limits.upper - 10.76).abs() < 0.1);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn index(
    quantiles: &[Quantile],
    scale: Scale,
    fit: Fit,
    draws: &Draws,
    reliability: bool,
) -> Result<SlopeIndex, NoFigure> {
    let line = Line::of(quantiles, scale, fit)?;
    let values: Vec<f64> =
        quantiles.iter().map(|quantile| line.place(scale.of(quantile.value)?)).collect::<Result<_, _>>()?;
    let ends = line.ends(&values);
    let (sii, rii) = (finite(ends.difference())?, ends.ratio());
    let limits = simulated(quantiles, &line, draws, reliability)?;
    Ok(SlopeIndex {
        sii: Figure { value: sii, limits: limits.sii },
        rii: rii.and_then(|value| Ok(Figure { value, limits: limits.rii? })),
        most_deprived: finite(ends.most_deprived)?,
        scale,
        fit,
        reliability: limits.reliability,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn few() -> Draws {
        Draws { repetitions: 200, ..Draws::new(1) }
    }

    fn fifths(values: [f64; 5]) -> Vec<Quantile> {
        values.map(|value| Quantile { population: 100.0, value, standard_error: 0.1 }).to_vec()
    }

    #[test]
    fn groups_that_cannot_be_are_named() {
        let refused =
            |groups: &[Quantile], scale| index(groups, scale, Fit::Linear, &few(), false).unwrap_err();
        let changed = |change: fn(&mut Quantile)| {
            let mut groups = fifths([0.1, 0.2, 0.3, 0.4, 0.5]);
            change(&mut groups[2]);
            refused(&groups, Scale::Logit)
        };
        assert_eq!(changed(|group| group.population = 0.0), NoFigure::ZeroDenominator);
        assert_eq!(changed(|group| group.population = -1.0), NoFigure::NotADenominator);
        assert_eq!(changed(|group| group.standard_error = f64::NAN), NoFigure::NotAStandardError);
        assert_eq!(changed(|group| group.value = 1.0), NoFigure::NoTransform);
        assert_eq!(changed(|group| group.value = 1.5), NoFigure::NotAValue);
        assert_eq!(changed(|group| group.value = f64::INFINITY), NoFigure::NotAValue);
        assert_eq!(refused(&fifths([0.1; 5])[..4], Scale::Plain), NoFigure::NotDeprivationGroups);
        let draws = Draws { repetitions: 10, ..few() };
        let refused = index(&fifths([0.1; 5]), Scale::Plain, Fit::Linear, &draws, false).unwrap_err();
        assert_eq!(refused, NoFigure::TooFewRepetitions);
    }

    #[test]
    fn limits_give_standard_errors_on_their_scale() {
        let from = |limits, scale| Quantile::from_limits(9.0, 0.5, limits, Confidence::P95, scale);
        let z = Confidence::P95.z();
        assert!((from((0.25, 0.75), Scale::Plain).unwrap().standard_error - 0.25 / z).abs() < 1e-15);
        assert!(
            (from((0.25, 0.75), Scale::Log).unwrap().standard_error - 3.0_f64.ln() / (2.0 * z)).abs() < 1e-15
        );
        assert!((from((0.25, 0.75), Scale::Logit).unwrap().standard_error - 3.0_f64.ln() / z).abs() < 1e-15);
        assert_eq!(from((0.75, 0.25), Scale::Plain), Err(NoFigure::NotAStandardError));
        assert_eq!(from((0.0, 0.25), Scale::Log), Err(NoFigure::NoTransform));
        let none = Quantile::of_proportion(AreaCount { events: 0.0, people: 9.0 }, Scale::Logit);
        assert_eq!(none, Err(NoFigure::NoTransform));
        assert!(Quantile::of_rate(AreaCount { events: 12.0, people: 9.0 }, Scale::Log).is_ok());
    }

    #[test]
    fn equal_values_have_no_slope_and_a_ratio_of_one() {
        let found = index(&fifths([3.0; 5]), Scale::Plain, Fit::Linear, &few(), false).unwrap();
        assert!(
            found.sii.value.abs() < 1e-12 && found.sii.limits.lower < 0.0 && found.sii.limits.upper > 0.0
        );
        assert!((found.rii.unwrap().value - 1.0).abs() < 1e-12);
        let turned = found.most_over_least().unwrap();
        assert!((turned.limits.lower * found.rii.unwrap().limits.upper - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn shifting_values_shifts_the_line_and_more_people_everywhere_change_nothing(
            values in prop::array::uniform5(1.0..9.0_f64),
            people in prop::array::uniform5(1.0..900.0_f64),
            shift in 0.0..50.0_f64,
        ) {
            let groups = |shift: f64, times: f64| -> Vec<Quantile> {
                let group = |(value, people): (&f64, &f64)| Quantile {
                    population: people * times,
                    value: value + shift,
                    standard_error: 0.2,
                };
                values.iter().zip(&people).map(group).collect()
            };
            let found = |groups: &[Quantile]| index(groups, Scale::Plain, Fit::Linear, &few(), false).unwrap();
            let (here, there) = (found(&groups(0.0, 1.0)), found(&groups(shift, 8.0)));
            prop_assert!((here.sii.value - there.sii.value).abs() < 1e-9);
            prop_assert!((here.sii.limits.lower - there.sii.limits.lower).abs() < 1e-9);
            prop_assert!((here.most_deprived + shift - there.most_deprived).abs() < 1e-9);
        }
    }
}
