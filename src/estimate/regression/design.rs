//! The checked inputs of a regression, with standardised covariates.

use nalgebra::{DMatrix, DVector};

use super::{Covariate, RegressionError};

/// A covariate that keeps less than this share of its spread beside the others is collinear.
const COLLINEAR: f64 = 1e-7;

/// Counts, exposures and standardised covariates, checked.
pub(super) struct Design<'a> {
    pub(super) counts: &'a [f64],
    pub(super) exposure: &'a [f64],
    pub(super) names: Vec<String>,
    columns: Vec<Vec<f64>>,
    means: Vec<f64>,
    deviations: Vec<f64>,
}

impl<'a> Design<'a> {
    pub(super) fn new(
        counts: &'a [f64],
        exposure: &'a [f64],
        covariates: &[Covariate<'_>],
    ) -> Result<Self, RegressionError> {
        checked_counts(counts, exposure, covariates.len() + 1)?;
        let mut design = Self {
            counts,
            exposure,
            names: covariates.iter().map(|covariate| covariate.name.to_owned()).collect(),
            columns: Vec::new(),
            means: Vec::new(),
            deviations: Vec::new(),
        };
        for covariate in covariates {
            design.add(covariate)?;
        }
        design.independent()?;
        Ok(design)
    }

    /// Coefficients, the intercept included.
    pub(super) fn coefficients(&self) -> usize {
        self.columns.len() + 1
    }

    fn add(&mut self, covariate: &Covariate<'_>) -> Result<(), RegressionError> {
        same_length(covariate.name, self.counts.len(), covariate.values.len())?;
        let name = || covariate.name.to_owned();
        if let Some(area) = covariate.values.iter().position(|value| !value.is_finite()) {
            return Err(RegressionError::NotANumber { covariate: name(), area });
        }
        let areas = covariate.values.len() as f64;
        let mean = covariate.values.iter().map(|value| value / areas).sum::<f64>();
        let squares = covariate.values.iter().map(|value| (value - mean).powi(2) / areas).sum::<f64>();
        let deviation = squares.sqrt();
        let constant = covariate.values.iter().all(|value| *value == covariate.values[0]);
        if constant || !deviation.is_normal() || deviation < 1e-12 * mean.abs() {
            return Err(RegressionError::ConstantCovariate { covariate: name() });
        }
        self.columns.push(covariate.values.iter().map(|value| (value - mean) / deviation).collect());
        self.means.push(mean);
        self.deviations.push(deviation);
        Ok(())
    }

    /// Gram–Schmidt: each covariate must keep some of its spread once those before it are taken out.
    fn independent(&self) -> Result<(), RegressionError> {
        let mut basis: Vec<Vec<f64>> = Vec::new();
        for (column, name) in self.columns.iter().zip(&self.names) {
            let mut rest = column.clone();
            for _ in 0..2 {
                for direction in &basis {
                    let along = dot(direction, &rest);
                    rest.iter_mut().zip(direction).for_each(|(rest, part)| *rest -= along * part);
                }
            }
            let length = dot(&rest, &rest).sqrt();
            if length < COLLINEAR * (column.len() as f64).sqrt() {
                return Err(RegressionError::Collinear { covariate: name.clone() });
            }
            basis.push(rest.iter().map(|part| part / length).collect());
        }
        Ok(())
    }

    fn predictor(&self, area: usize, beta: &DVector<f64>) -> f64 {
        let parts = self.columns.iter().zip(beta.iter().skip(1));
        beta[0] + parts.map(|(column, beta)| column[area] * beta).sum::<f64>()
    }

    /// The fitted counts of these coefficients.
    pub(super) fn fitted(&self, beta: &DVector<f64>) -> Vec<f64> {
        let fitted = |(area, exposure): (usize, &f64)| exposure * self.predictor(area, beta).exp();
        self.exposure.iter().enumerate().map(fitted).collect()
    }

    /// The largest change of the linear predictor that a change of the coefficients makes.
    pub(super) fn largest_move(&self, change: &DVector<f64>) -> f64 {
        (0..self.counts.len()).map(|area| self.predictor(area, change).abs()).fold(0.0, f64::max)
    }

    /// The expected information `XᵀWX` and the score, at these fitted counts.
    pub(super) fn information(&self, fitted: &[f64], theta: Option<f64>) -> (DMatrix<f64>, DVector<f64>) {
        let size = self.coefficients();
        let (mut information, mut score) = (DMatrix::zeros(size, size), DVector::zeros(size));
        let mut row = vec![1.0; size];
        for (area, (count, mean)) in self.counts.iter().zip(fitted).enumerate() {
            let shrink = theta.map_or(1.0, |theta| theta / (theta + mean));
            for (entry, column) in row[1..].iter_mut().zip(&self.columns) {
                *entry = column[area];
            }
            for j in 0..size {
                score[j] += row[j] * (count - mean) * shrink;
                for k in 0..=j {
                    information[(j, k)] += row[j] * row[k] * mean * shrink;
                }
            }
        }
        information.fill_upper_triangle_with_lower_triangle();
        (information, score)
    }

    /// Coefficients and standard errors in the units of the covariates.
    pub(super) fn unstandardised(
        &self,
        beta: &DVector<f64>,
        information: DMatrix<f64>,
    ) -> (Vec<f64>, Vec<f64>) {
        let size = self.coefficients();
        let mut back = DMatrix::<f64>::identity(size, size);
        for (j, (mean, deviation)) in self.means.iter().zip(&self.deviations).enumerate() {
            back[(j + 1, j + 1)] = 1.0 / deviation;
            back[(0, j + 1)] = -mean / deviation;
        }
        let estimates = &back * beta;
        let covariance = information
            .cholesky()
            .expect("the information of a fit that settled has been decomposed before")
            .inverse();
        let errors = (&back * covariance * back.transpose()).diagonal().map(f64::sqrt);
        (estimates.iter().copied().collect(), errors.iter().copied().collect())
    }
}

fn checked_counts(counts: &[f64], exposure: &[f64], coefficients: usize) -> Result<(), RegressionError> {
    same_length("the exposure", counts.len(), exposure.len())?;
    if let Some(area) = counts.iter().position(|count| !count.is_finite() || *count < 0.0) {
        return Err(RegressionError::NotACount { area });
    }
    if let Some(area) = exposure.iter().position(|exposure| !exposure.is_normal() || *exposure < 0.0) {
        return Err(RegressionError::NotAnExposure { area });
    }
    if counts.len() <= coefficients {
        return Err(RegressionError::TooFewAreas { areas: counts.len(), coefficients });
    }
    if counts.iter().all(|count| *count == 0.0) {
        return Err(RegressionError::NoEvents);
    }
    Ok(())
}

fn same_length(name: &str, expected: usize, found: usize) -> Result<(), RegressionError> {
    if expected == found {
        return Ok(());
    }
    Err(RegressionError::Length { name: name.to_owned(), expected, found })
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
