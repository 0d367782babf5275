//! Regression of counts on what places are like: Poisson and negative binomial, log link, exposure as offset.

mod design;
mod likelihood;
mod theta;

use nalgebra::{DMatrix, DVector};
use thiserror::Error;

use design::Design;
pub(super) use theta::trigamma;

/// The distribution of the counts around their fitted mean `μ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Variance `μ`.
    Poisson,
    /// Variance `μ + μ²/θ` (the second kind of negative binomial), `θ` by maximum likelihood.
    NegativeBinomial,
}

/// One covariate: a property of every area, missing for none.
#[derive(Debug, Clone, Copy)]
pub struct Covariate<'a> {
    /// Its name, which its coefficient bears.
    pub name: &'a str,
    /// Its value in every area.
    pub values: &'a [f64],
}

/// One fitted coefficient on the log scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// The covariate, or `(intercept)`.
    pub name: String,
    /// The estimate; `exp` of it is the ratio of rates per unit of the covariate.
    pub estimate: f64,
    /// Its standard error under the family; for a Poisson fit with dispersion above 1, times √dispersion.
    pub standard_error: f64,
}

/// The shape of a negative binomial fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theta {
    /// `θ`: the smaller, the more counts vary beyond Poisson.
    pub value: f64,
    /// Its standard error, from the observed information.
    pub standard_error: f64,
}

/// A fitted regression.
#[derive(Debug, Clone, PartialEq)]
pub struct Regression {
    /// The family fitted.
    pub family: Family,
    /// The intercept, then the covariates in the order given.
    pub coefficients: Vec<Coefficient>,
    /// The shape, for the negative binomial.
    pub theta: Option<Theta>,
    /// Pearson's χ² over the residual degrees of freedom; about 1 when the family fits.
    pub dispersion: f64,
    /// Twice the log-likelihood short of a perfect fit.
    pub deviance: f64,
    /// The log-likelihood, all constants included.
    pub log_likelihood: f64,
    /// Akaike's criterion: −2·log-likelihood + 2·parameters (`θ` counts as one).
    pub aic: f64,
    /// Areas less coefficients.
    pub residual_degrees: usize,
    /// The fitted count of every area.
    pub fitted: Vec<f64>,
    /// Newton steps taken.
    pub iterations: usize,
}

/// Why a regression cannot be fitted.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RegressionError {
    /// Outcome, exposure and covariates must have one entry per area.
    #[error("{name} has {found} entries for {expected} areas")]
    Length {
        /// What has the wrong number of entries.
        name: String,
        /// Areas of the outcome.
        expected: usize,
        /// Entries found.
        found: usize,
    },
    /// There must be more areas than coefficients.
    #[error("{areas} areas are too few for {coefficients} coefficients")]
    TooFewAreas {
        /// Areas.
        areas: usize,
        /// Coefficients, the intercept included.
        coefficients: usize,
    },
    /// A count is negative or not finite.
    #[error("the count of area number {area} is negative or not finite")]
    NotACount {
        /// The area, counted from 0.
        area: usize,
    },
    /// An exposure is not above zero.
    #[error("the exposure of area number {area} is not above zero; hint: leave areas without people out")]
    NotAnExposure {
        /// The area, counted from 0.
        area: usize,
    },
    /// A covariate is not finite.
    #[error("{covariate} is not a number in area number {area}")]
    NotANumber {
        /// The covariate.
        covariate: String,
        /// The area, counted from 0.
        area: usize,
    },
    /// No area has an event.
    #[error("no area has an event, so there is nothing to fit")]
    NoEvents,
    /// A covariate has the same value in every area.
    #[error("{covariate} has the same value in every area; hint: leave it out")]
    ConstantCovariate {
        /// The covariate.
        covariate: String,
    },
    /// A covariate follows from the ones before it.
    #[error("{covariate} follows from the covariates before it (collinear); hint: leave one of them out")]
    Collinear {
        /// The covariate.
        covariate: String,
    },
    /// A covariate separates areas without events from the rest, so that its best coefficient is infinite.
    #[error("{covariate} singles out areas that all have no events, so its coefficient has no finite value")]
    Separation {
        /// The covariate whose coefficient ran away.
        covariate: String,
    },
    /// The counts vary no more than Poisson counts do.
    #[error("the counts vary no more than by chance; hint: use the Poisson family")]
    NoExtraVariation,
    /// The estimates did not settle.
    #[error("the estimates did not settle in {iterations} steps")]
    NoConvergence {
        /// Newton steps taken.
        iterations: usize,
    },
}

/// Newton steps after which a fit that still moves is given up.
const MOST_STEPS: usize = 60;
/// Newton steps after which a settled deviance with moving estimates is taken for separation.
const STEPS_BEFORE_SEPARATION: usize = 15;
/// Alternations between coefficients and `θ`.
const MOST_ALTERNATIONS: usize = 100;

/// Fits counts on covariates with a log link: `log μᵢ = log exposureᵢ + β₀ + Σ βⱼxᵢⱼ`.
///
/// Iteratively reweighted least squares; for the negative binomial, alternating with Newton steps for `θ` until both
/// settle. Standard errors come from the expected information, `θ` taken as known.
///
/// Fitted counts are what *similar places* have. Whatever the covariates explain is no longer seen as a gap.
///
/// Missing values: none allowed; leave out areas with any value missing.
///
/// # Errors
/// [`RegressionError`].
///
/// # References
/// McCullagh P, Nelder JA (1989). *Generalized Linear Models*, second edition.
/// <https://doi.org/10.1007/978-1-4899-3242-6>; Venables WN, Ripley BD (2002). *Modern Applied Statistics with S*,
/// fourth edition, section 7.4. <https://doi.org/10.1007/978-0-387-21706-2>
///
/// # Examples
/// Two kinds of place with rates 0.1 and 0.3: the coefficient is the log of their ratio.
/// ```
/// use reachgap::estimate::regression::{Covariate, Family, fit};
/// let fitted = fit(
///     &[8.0, 12.0, 27.0, 33.0],
///     &[100.0; 4],
///     &[Covariate { name: "deprived", values: &[0.0, 0.0, 1.0, 1.0] }],
///     Family::Poisson,
/// )?;
/// assert!((fitted.coefficients[1].estimate - 3.0_f64.ln()).abs() < 1e-12);
/// assert!((fitted.coefficients[1].standard_error - (1.0_f64 / 20.0 + 1.0 / 60.0).sqrt()).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::regression::RegressionError>(())
/// ```
pub fn fit(
    counts: &[f64],
    exposure: &[f64],
    covariates: &[Covariate<'_>],
    family: Family,
) -> Result<Regression, RegressionError> {
    let design = Design::new(counts, exposure, covariates)?;
    let mut state = State::start(&design);
    state.climb(&design, None)?;
    let theta = match family {
        Family::Poisson => None,
        Family::NegativeBinomial => Some(alternate(&design, &mut state)?),
    };
    Ok(report(family, &design, covariates, state, theta))
}

/// Coefficients (of the standardised covariates) and what follows from them.
struct State {
    beta: DVector<f64>,
    fitted: Vec<f64>,
    information: DMatrix<f64>,
    iterations: usize,
}

impl State {
    fn start(design: &Design<'_>) -> Self {
        let mut beta = DVector::zeros(design.coefficients());
        beta[0] = (design.counts.iter().sum::<f64>() / design.exposure.iter().sum::<f64>()).ln();
        let fitted = design.fitted(&beta);
        Self { information: DMatrix::identity(beta.len(), beta.len()), beta, fitted, iterations: 0 }
    }

    /// Newton steps until the linear predictor no longer moves.
    fn climb(&mut self, design: &Design<'_>, theta: Option<f64>) -> Result<(), RegressionError> {
        let mut deviance = likelihood::deviance(design.counts, &self.fitted, theta);
        for step in 1..=MOST_STEPS {
            self.iterations += 1;
            let (information, score) = design.information(&self.fitted, theta);
            let Some(cholesky) = information.clone().cholesky() else {
                return Err(self.runaway(design, step));
            };
            self.information = information;
            let change = cholesky.solve(&score);
            let moved = design.largest_move(&change);
            let before = deviance;
            deviance = self.advance(design, theta, change, before);
            if moved < 1e-9 {
                return Ok(());
            }
            let settled = (before - deviance).abs() < 1e-6 * (deviance.abs() + 0.1);
            if step >= STEPS_BEFORE_SEPARATION && settled && moved > 0.1 {
                return Err(self.runaway(design, step));
            }
        }
        Err(RegressionError::NoConvergence { iterations: self.iterations })
    }

    /// Takes the step, halved while it makes the fit worse; returns the deviance reached.
    fn advance(
        &mut self,
        design: &Design<'_>,
        theta: Option<f64>,
        mut change: DVector<f64>,
        before: f64,
    ) -> f64 {
        let start = self.beta.clone();
        for _ in 0..30 {
            self.beta = &start + &change;
            self.fitted = design.fitted(&self.beta);
            let deviance = likelihood::deviance(design.counts, &self.fitted, theta);
            if deviance <= before + 1e-9 * (before.abs() + 0.1) {
                return deviance;
            }
            change /= 2.0;
        }
        self.beta = start;
        self.fitted = design.fitted(&self.beta);
        before
    }

    /// The estimates run off: name the covariate with the largest standardised coefficient.
    fn runaway(&self, design: &Design<'_>, step: usize) -> RegressionError {
        let sizes = self.beta.iter().skip(1).map(|beta| beta.abs());
        let largest = sizes.enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        match largest {
            Some((covariate, _)) if step > 3 => {
                RegressionError::Separation { covariate: design.names[covariate].clone() }
            }
            _ => RegressionError::NoConvergence { iterations: self.iterations },
        }
    }
}

/// Coefficients and `θ` in turn, until neither moves.
fn alternate(design: &Design<'_>, state: &mut State) -> Result<Theta, RegressionError> {
    let mut theta = theta::maximum_likelihood(design.counts, &state.fitted, None)?;
    for _ in 0..MOST_ALTERNATIONS {
        state.climb(design, Some(theta.value))?;
        let next = theta::maximum_likelihood(design.counts, &state.fitted, Some(theta.value))?;
        let settled = (next.value - theta.value).abs() < 1e-10 * next.value;
        theta = next;
        if settled {
            return Ok(theta);
        }
    }
    Err(RegressionError::NoConvergence { iterations: state.iterations })
}

fn report(
    family: Family,
    design: &Design<'_>,
    covariates: &[Covariate<'_>],
    state: State,
    theta: Option<Theta>,
) -> Regression {
    let shape = theta.map(|theta| theta.value);
    let log_likelihood = likelihood::log_likelihood(design.counts, &state.fitted, shape);
    let parameters = design.coefficients() + usize::from(theta.is_some());
    let residual_degrees = design.counts.len() - design.coefficients();
    let (estimates, errors) = design.unstandardised(&state.beta, state.information);
    let names = ["(intercept)"].into_iter().chain(covariates.iter().map(|covariate| covariate.name));
    let coefficient = |((name, estimate), standard_error): ((&str, f64), f64)| Coefficient {
        name: name.to_owned(),
        estimate,
        standard_error,
    };
    Regression {
        family,
        coefficients: names.zip(estimates).zip(errors).map(coefficient).collect(),
        theta,
        dispersion: likelihood::pearson(design.counts, &state.fitted, shape) / residual_degrees as f64,
        deviance: likelihood::deviance(design.counts, &state.fitted, shape),
        log_likelihood,
        aic: 2.0 * parameters as f64 - 2.0 * log_likelihood,
        residual_degrees,
        fitted: state.fitted,
        iterations: state.iterations,
    }
}

#[cfg(test)]
mod tests;
