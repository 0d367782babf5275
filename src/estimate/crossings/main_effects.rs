//! The additive part: one term for each level of each attribute, none for their crossings.

use nalgebra::DMatrix;

use super::{CrossingsError, Spread, Stratum};
use crate::estimate::confidence::Confidence;
use crate::estimate::figure::{Figure, finite};
use crate::estimate::interval::{Limits, Method};
use crate::estimate::no_figure::NoFigure;
use crate::estimate::regression::{Coefficient, Covariate, Family, fit};

/// The ratio of one level of an attribute to the attribute's level of comparison, the other attributes alike.
#[derive(Debug, Clone, PartialEq)]
pub struct MainEffect {
    /// The attribute, counted from 0.
    pub attribute: usize,
    /// Its level, counted from 0.
    pub level: usize,
    /// The level it is compared with: the one with most expected events, the first of equals.
    pub compared_with: usize,
    /// The ratio, with limits; none where the level has no events.
    pub ratio: Result<Figure, NoFigure>,
}

/// Fitted main effects.
pub(super) struct Additive {
    pub(super) effects: Vec<MainEffect>,
    /// The fitted events of each stratum.
    pub(super) fitted: Vec<Result<f64, NoFigure>>,
    pub(super) residual_degrees: usize,
    pub(super) dispersion: f64,
    /// One row of ones and zeros for each stratum that the regression rests on.
    design: DMatrix<f64>,
}

/// Events of each level of each attribute, over strata of which events are expected.
struct Margin {
    events: Vec<f64>,
    expected: Vec<f64>,
}

impl Additive {
    pub(super) fn fit(
        levels: &[usize],
        strata: &[Stratum],
        confidence: Confidence,
    ) -> Result<Self, CrossingsError> {
        let margins: Vec<Margin> =
            levels.iter().enumerate().map(|(attribute, &levels)| margin(attribute, levels, strata)).collect();
        let without_events = |stratum: &Stratum| {
            margins.iter().zip(&stratum.levels).any(|(margin, &level)| margin.events[level] == 0.0)
        };
        let kept: Vec<&Stratum> =
            strata.iter().filter(|stratum| stratum.expected > 0.0 && !without_events(stratum)).collect();
        let terms = terms(&margins);
        let columns: Vec<Vec<f64>> = terms.iter().map(|term| term.column(&kept)).collect();
        let names: Vec<String> = terms.iter().map(Term::name).collect();
        let covariates: Vec<Covariate<'_>> =
            names.iter().zip(&columns).map(|(name, values)| Covariate { name, values }).collect();
        let events: Vec<f64> = kept.iter().map(|stratum| stratum.events).collect();
        let expected: Vec<f64> = kept.iter().map(|stratum| stratum.expected).collect();
        let regression = fit(&events, &expected, &covariates, Family::Poisson)?;
        let mut fitted = regression.fitted.iter();
        let of_stratum = |stratum: &Stratum| match stratum {
            stratum if stratum.expected == 0.0 => Err(NoFigure::NoExpectedEvents),
            stratum if without_events(stratum) => Ok(0.0),
            _ => fitted.next().map_or(Err(NoFigure::NotSupplied), |&fitted| finite(fitted)),
        };
        Ok(Self {
            fitted: strata.iter().map(of_stratum).collect(),
            effects: effects(&margins, &terms, &regression.coefficients, regression.dispersion, confidence),
            residual_degrees: regression.residual_degrees,
            dispersion: regression.dispersion,
            design: DMatrix::from_fn(kept.len(), terms.len() + 1, |row, column| match column {
                0 => 1.0,
                column => columns[column - 1][row],
            }),
        })
    }

    /// The variance of the log of each fitted count, in the order of [`counts`](Self::counts), where strata differ
    /// beyond chance by `spread`: `(XᵀWX)⁻¹ XᵀVX (XᵀWX)⁻¹`, `W = μ`, `V = μ + Aμ²`.
    pub(super) fn log_variances(&self, means: &[f64], spread: Spread) -> Option<Vec<f64>> {
        let weighted = |weight: &dyn Fn(f64) -> f64| {
            let mut rows = self.design.clone();
            for (mut row, &mean) in rows.row_iter_mut().zip(means) {
                row *= weight(mean);
            }
            self.design.transpose() * rows
        };
        let inverse = weighted(&|mean| mean).cholesky()?.inverse();
        let middle = weighted(&|mean| mean * (1.0 + spread.of_ratios * mean));
        let covariance = &inverse * middle * &inverse;
        Some(self.design.row_iter().map(|row| (row * &covariance * row.transpose())[0]).collect())
    }

    /// Events observed and fitted of every stratum that the regression rests on.
    pub(super) fn counts(&self, strata: &[Stratum]) -> Vec<(f64, f64)> {
        let counts = strata.iter().zip(&self.fitted);
        counts
            .filter_map(|(stratum, fitted)| Some((stratum.events, fitted.ok().filter(|&f| f > 0.0)?)))
            .collect()
    }
}

/// One level that has a coefficient.
#[derive(Clone, Copy, PartialEq)]
struct Term {
    attribute: usize,
    level: usize,
}

impl Term {
    fn column(&self, strata: &[&Stratum]) -> Vec<f64> {
        let has = |stratum: &&Stratum| f64::from(u8::from(stratum.levels[self.attribute] == self.level));
        strata.iter().map(has).collect()
    }

    fn name(&self) -> String {
        format!("level {} of attribute {}", self.level, self.attribute)
    }
}

fn margin(attribute: usize, levels: usize, strata: &[Stratum]) -> Margin {
    let mut margin = Margin { events: vec![0.0; levels], expected: vec![0.0; levels] };
    for stratum in strata.iter().filter(|stratum| stratum.expected > 0.0) {
        margin.events[stratum.levels[attribute]] += stratum.events;
        margin.expected[stratum.levels[attribute]] += stratum.expected;
    }
    margin
}

impl Margin {
    /// The level that others are compared with; the most expected events, of those that have any event.
    fn compared_with(&self) -> Option<usize> {
        let with_events = (0..self.events.len()).filter(|&level| self.events[level] > 0.0);
        with_events.reduce(|a, b| if self.expected[b] > self.expected[a] { b } else { a })
    }
}

/// Every level with events, apart from those compared with.
fn terms(margins: &[Margin]) -> Vec<Term> {
    let of = |(attribute, margin): (usize, &Margin)| {
        let reference = margin.compared_with();
        let others =
            (0..margin.events.len()).filter(|&level| margin.events[level] > 0.0 && Some(level) != reference);
        others.map(|level| Term { attribute, level }).collect::<Vec<_>>()
    };
    margins.iter().enumerate().flat_map(of).collect()
}

fn effects(
    margins: &[Margin],
    terms: &[Term],
    coefficients: &[Coefficient],
    dispersion: f64,
    confidence: Confidence,
) -> Vec<MainEffect> {
    let mut effects = Vec::new();
    for (attribute, margin) in margins.iter().enumerate() {
        let Some(compared_with) = margin.compared_with() else { continue };
        let others = |level: &usize| *level != compared_with && margin.expected[*level] > 0.0;
        for level in (0..margin.events.len()).filter(others) {
            let place = terms.iter().position(|term| *term == Term { attribute, level });
            let ratio = match place.and_then(|place| coefficients.get(place + 1)) {
                Some(coefficient) => ratio(coefficient, dispersion, confidence),
                None => Err(NoFigure::NoEvents),
            };
            effects.push(MainEffect { attribute, level, compared_with, ratio });
        }
    }
    effects
}

/// `exp` of a coefficient, its standard error widened where counts vary more than by chance.
fn ratio(coefficient: &Coefficient, dispersion: f64, confidence: Confidence) -> Result<Figure, NoFigure> {
    let reach = confidence.z() * coefficient.standard_error * dispersion.max(1.0).sqrt();
    Ok(Figure {
        value: finite(coefficient.estimate.exp())?,
        limits: Limits {
            lower: finite((coefficient.estimate - reach).exp())?,
            upper: finite((coefficient.estimate + reach).exp())?,
            method: Method::Wald,
        },
    })
}
