//! The shape of the negative binomial by maximum likelihood, given the fitted counts.

use statrs::function::gamma::digamma;

use super::{RegressionError, Theta};

/// Above this the negative binomial is a Poisson distribution for all purposes.
const LARGEST: f64 = 1e7;
const SMALLEST: f64 = 1e-8;

/// The `θ` at which the likelihood of the counts is greatest, by Newton steps kept within a bracket.
pub(super) fn maximum_likelihood(
    counts: &[f64],
    fitted: &[f64],
    start: Option<f64>,
) -> Result<Theta, RegressionError> {
    let excess: f64 = counts.iter().zip(fitted).map(|(count, mean)| (count - mean).powi(2) - count).sum();
    if excess <= 0.0 {
        return Err(RegressionError::NoExtraVariation);
    }
    let (mut low, mut high) = (SMALLEST, LARGEST);
    let mut theta = start.unwrap_or_else(|| moments(counts, fitted)).clamp(low, high);
    for _ in 0..200 {
        let (score, information) = derivatives(counts, fitted, theta);
        if score > 0.0 {
            low = theta;
        } else {
            high = theta;
        }
        let newton = theta + score / information;
        let inside = information > 0.0 && newton > low && newton < high;
        let next = if inside { newton } else { (low * high).sqrt() };
        let settled = (next - theta).abs() <= 1e-13 * theta;
        theta = next;
        if settled {
            break;
        }
    }
    if theta > 0.99 * LARGEST {
        return Err(RegressionError::NoExtraVariation);
    }
    let (_, information) = derivatives(counts, fitted, theta);
    Ok(Theta { value: theta, standard_error: information.sqrt().recip() })
}

fn moments(counts: &[f64], fitted: &[f64]) -> f64 {
    let squares: f64 = counts.iter().zip(fitted).map(|(count, mean)| (count / mean - 1.0).powi(2)).sum();
    counts.len() as f64 / squares
}

/// The first derivative of the log-likelihood by `θ`, and minus the second.
fn derivatives(counts: &[f64], fitted: &[f64], theta: f64) -> (f64, f64) {
    let (digamma_theta, trigamma_theta) = (digamma(theta), trigamma(theta));
    let (mut score, mut information) = (0.0, 0.0);
    for (&count, &mean) in counts.iter().zip(fitted) {
        let share = (count + theta) / (mean + theta);
        score += digamma(theta + count) - digamma_theta + theta.ln() + 1.0 - (theta + mean).ln() - share;
        information += trigamma_theta - trigamma(theta + count) - 1.0 / theta + 2.0 / (mean + theta)
            - share / (mean + theta);
    }
    (score, information)
}

/// The second derivative of the log of the gamma function: recurrence up to 12, then the asymptotic series
/// (Abramowitz and Stegun 1964, 6.4.6 and 6.4.12).
pub(in crate::estimate) fn trigamma(x: f64) -> f64 {
    let (mut x, mut sum) = (x, 0.0);
    while x < 12.0 {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    let series = y * (1.0 / 6.0 - y * (1.0 / 30.0 - y * (1.0 / 42.0 - y * (1.0 / 30.0 - y * 5.0 / 66.0))));
    sum + 1.0 / x + y / 2.0 + series / x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trigamma_has_its_known_values() {
        let pi_squared = std::f64::consts::PI.powi(2);
        assert!((trigamma(1.0) - pi_squared / 6.0).abs() < 1e-14);
        assert!((trigamma(0.5) - pi_squared / 2.0).abs() < 1e-13);
        assert!((trigamma(20.0) - trigamma(21.0) - 1.0 / 400.0).abs() < 1e-16);
    }
}
