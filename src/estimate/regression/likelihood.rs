//! Deviance, likelihood and Pearson's χ² of fitted counts; `theta` absent for Poisson.

use statrs::function::gamma::ln_gamma;

/// Twice the log-likelihood short of a perfect fit.
pub(super) fn deviance(counts: &[f64], fitted: &[f64], theta: Option<f64>) -> f64 {
    let unit = |(&count, &mean): (&f64, &f64)| {
        let own = if count > 0.0 { count * (count / mean).ln() } else { 0.0 };
        match theta {
            None => own - (count - mean),
            Some(theta) => own - (count + theta) * ((count + theta) / (mean + theta)).ln(),
        }
    };
    2.0 * counts.iter().zip(fitted).map(unit).sum::<f64>()
}

/// The log-likelihood, all constants included.
pub(super) fn log_likelihood(counts: &[f64], fitted: &[f64], theta: Option<f64>) -> f64 {
    let unit = |(&count, &mean): (&f64, &f64)| {
        let own = if count > 0.0 { count * mean.ln() } else { 0.0 } - ln_gamma(count + 1.0);
        match theta {
            None => own - mean,
            Some(theta) => {
                let shape = ln_gamma(theta + count) - ln_gamma(theta);
                own + shape + theta * theta.ln() - (theta + count) * (theta + mean).ln()
            }
        }
    };
    counts.iter().zip(fitted).map(unit).sum()
}

/// Pearson's χ²: squared residuals over the variance of the family.
pub(super) fn pearson(counts: &[f64], fitted: &[f64], theta: Option<f64>) -> f64 {
    let unit = |(&count, &mean): (&f64, &f64)| {
        let variance = mean + theta.map_or(0.0, |theta| mean * mean / theta);
        (count - mean).powi(2) / variance
    };
    counts.iter().zip(fitted).map(unit).sum()
}
