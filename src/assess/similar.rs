//! What similar places achieve: a regression of reach on chosen covariates. Whatever it adjusts for it also
//! explains away, so where deprived places are reached less it hides exactly the gap that matters.

use crate::assess::places::nearest_cost;
use crate::assessment::{Gap as GapSettings, Model};
use crate::count::Count;
use crate::estimate::measures::Measures;
use crate::estimate::regression::{self, Covariate, Family, Regression, RegressionError};
use crate::join::UptakeCounts;
use crate::join::near::Near;

/// A fitted comparison with similar places.
#[derive(Debug, Clone)]
pub struct SimilarPlaces {
    /// Coefficients, dispersion and fit.
    pub regression: Regression,
    /// Areas that took part: reach, expectation and every covariate known.
    pub areas: usize,
    /// Whether Poisson was used although the negative binomial was asked for, as counts vary no more than by chance.
    pub fell_back: bool,
}

impl SimilarPlaces {
    /// Fits the regression, with the equal-reach expectation as exposure, and gives every area's expected count.
    /// Counts known only between bounds enter by their middle. An area that lacks a covariate is expected nothing.
    /// Areas whose counts are withheld take no part in the fit, so that its coefficients and expectations give
    /// nothing of them away; what they would be expected is told by the fit to the others.
    ///
    /// # Errors
    /// Why the regression cannot be fitted.
    pub fn fit(
        uptake: &UptakeCounts,
        equal: &[Count],
        (measures, near): (&Measures, &Near),
        settings: &GapSettings,
        shown: &[bool],
    ) -> Result<(Self, Vec<Count>), RegressionError> {
        let columns: Vec<(&str, Vec<Option<f64>>)> = settings
            .covariates
            .iter()
            .map(|name| (name.as_str(), column(name, measures, (near, &uptake.service), equal.len())))
            .collect();
        let complete = |a: &usize| equal[*a].middle() > 0.0 && columns.iter().all(|(_, c)| c[*a].is_some());
        let (rows, others): (Vec<usize>, Vec<usize>) =
            (0..equal.len()).filter(complete).partition(|area| shown[*area]);
        let take = |column: &[Option<f64>]| rows.iter().filter_map(|a| column[*a]).collect::<Vec<f64>>();
        let values: Vec<Vec<f64>> = columns.iter().map(|(_, c)| take(c)).collect();
        let covariates: Vec<Covariate<'_>> =
            columns.iter().zip(&values).map(|((name, _), values)| Covariate { name, values }).collect();
        let counts: Vec<f64> = rows.iter().map(|a| uptake.reached[*a].middle()).collect();
        let exposure: Vec<f64> = rows.iter().map(|a| equal[*a].middle()).collect();
        let (regression, fell_back) = fit(&counts, &exposure, &covariates, settings.model)?;
        let mut expected = vec![Count::ZERO; equal.len()];
        for (area, fitted) in rows.iter().zip(&regression.fitted) {
            expected[*area] = Count::exact(*fitted);
        }
        for area in others {
            let linear: f64 = regression
                .coefficients
                .iter()
                .enumerate()
                .map(|(i, c)| {
                    c.estimate * i.checked_sub(1).map_or(1.0, |j| columns[j].1[area].unwrap_or_default())
                })
                .sum();
            expected[area] = Count::exact(equal[area].middle() * linear.exp());
        }
        Ok((Self { regression, areas: rows.len(), fell_back }, expected))
    }
}

fn fit(
    counts: &[f64],
    exposure: &[f64],
    covariates: &[Covariate<'_>],
    model: Model,
) -> Result<(Regression, bool), RegressionError> {
    let poisson = || regression::fit(counts, exposure, covariates, Family::Poisson);
    match model {
        Model::Poisson => Ok((poisson()?, false)),
        Model::NegativeBinomial => {
            match regression::fit(counts, exposure, covariates, Family::NegativeBinomial) {
                Err(RegressionError::NoExtraVariation) => Ok((poisson()?, true)),
                fitted => Ok((fitted?, false)),
            }
        }
    }
}

/// The covariate that is the cost of the way to the nearest site of the service.
pub const DISTANCE_TO_SITE: &str = "distance_to_site";

fn column(name: &str, measures: &Measures, (near, service): (&Near, &str), areas: usize) -> Vec<Option<f64>> {
    if name == DISTANCE_TO_SITE {
        return nearest_cost(near, service);
    }
    let measure = match (&measures.need, name) {
        (Some(need), "need") => Some(&need.index),
        _ => measures.indicator(name),
    };
    measure.map_or_else(|| vec![None; areas], |m| m.values.iter().map(|v| v.known()).collect())
}
