//! Slope and relative index of inequality: the gap across the whole deprivation scale, by the OHID method.

use super::bootstrap::Draws;
use super::slope_limits::simulated;
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
    fn of(quantiles: &[Quantile], scale: Scale, fit: Fit) -> Result<Self, NoFigure> {
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
