//! How unusual: p-values from the replications, and Gumbel's distribution fitted to them.

use crate::estimate::NoFigure;
use crate::estimate::figure::finite;

/// Euler's constant.
const EULER: f64 = 0.577_215_664_901_532_9;

/// The share of replications whose highest ratio reaches the observed one, the observed counted among both:
/// `(1 + #{replication ≥ observed})/(1 + replications)`.
///
/// # References
/// Dwass M (1957). Modified randomization tests for nonparametric hypotheses. *Annals of Mathematical Statistics*
/// 28:181–187. <https://doi.org/10.1214/aoms/1177707045>
///
/// # Examples
/// ```
/// use reachgap::estimate::scan::monte_carlo_p_value;
/// assert_eq!(monte_carlo_p_value(5.0, &[1.0, 5.0, 7.0, 2.0]), 0.6);
/// ```
#[must_use]
pub fn monte_carlo_p_value(observed: f64, replications: &[f64]) -> f64 {
    let reached = replications.iter().filter(|ratio| **ratio >= observed).count();
    (1 + reached) as f64 / (1 + replications.len()) as f64
}

/// The p-value by Gumbel's distribution of extremes, fitted to the replications by their mean and standard deviation.
///
/// `β = s√6/π`, `μ = mean − 0.5772·β`, `p = 1 − exp(−exp(−(observed − μ)/β))`. It reaches below the smallest p-value
/// that counting replications allows.
///
/// # Errors
/// [`NoFigure::NoVariation`] with fewer than two replications or where all are alike.
///
/// # References
/// Abrams AM, Kleinman K, Kulldorff M (2010). Gumbel based p-value approximations for spatial scan statistics.
/// *International Journal of Health Geographics* 9:61. <https://doi.org/10.1186/1476-072X-9-61>
///
/// # Examples
/// ```
/// use reachgap::estimate::scan::gumbel_p_value;
/// // Mean 2, standard deviation 1: β = 0.779697, μ = 1.549946.
/// let p = gumbel_p_value(6.0, &[1.0, 2.0, 3.0])?;
/// assert!((p - 0.003_315_4).abs() < 1e-6);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn gumbel_p_value(observed: f64, replications: &[f64]) -> Result<f64, NoFigure> {
    let count = replications.len() as f64;
    let mean = replications.iter().sum::<f64>() / count;
    let squares: f64 = replications.iter().map(|ratio| (ratio - mean) * (ratio - mean)).sum();
    if replications.len() < 2 || squares <= 0.0 {
        return Err(NoFigure::NoVariation);
    }
    let scale = (squares / (count - 1.0)).sqrt() * 6.0_f64.sqrt() / std::f64::consts::PI;
    let location = mean - EULER * scale;
    finite(-(-(-(observed - location) / scale).exp()).exp_m1())
}
