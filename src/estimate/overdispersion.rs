//! Overdispersion: areas that differ more than chance, and funnels widened for it.

use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::confidence::Confidence;
use super::funnel::FunnelLimits;
use super::no_figure::{self, NoFigure};

/// The share of areas pulled in at each end before their spread is measured, as Spiegelhalter used.
pub const WINSORISED_SHARE: f64 = 0.1;

/// How much more than chance a set of areas differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Overdispersion {
    /// φ̂: the mean of the squared winsorised z-scores; 1 when areas differ as chance would have it.
    pub phi: f64,
    /// τ̂²: the variance between areas, in the squared units of the standard errors; never negative.
    pub tau_squared: f64,
    /// Areas it rests on.
    pub areas: usize,
    /// The probability of so large a φ̂ by chance: the upper tail of χ² at I·φ̂ with I degrees of freedom.
    pub p_value: f64,
}

/// One area against the average of a funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deviation {
    /// The area's value less the average.
    pub difference: f64,
    /// The standard error of the value under the average, by chance alone; above zero.
    pub standard_error: f64,
}

impl Deviation {
    /// A proportion against the average: standard error `√(θ₀(1 − θ₀)/n)`.
    ///
    /// # Errors
    /// [`NoFigure::NotAnAverage`] unless the average lies between 0 and 1, ends excluded; faults of the input.
    pub fn of_proportion(events: f64, people: f64, average: f64) -> Result<Self, NoFigure> {
        let (x, n) = (no_figure::events(events)?, no_figure::denominator(people)?);
        if x > n {
            return Err(NoFigure::MoreEventsThanPeople);
        }
        if !(average > 0.0 && average < 1.0) {
            return Err(NoFigure::NotAnAverage);
        }
        Ok(Self { difference: x / n - average, standard_error: (average * (1.0 - average) / n).sqrt() })
    }

    /// An observed ÷ expected ratio against 1: standard error `1/√E`.
    ///
    /// # Errors
    /// [`NoFigure::NoExpectedEvents`]; faults of the input.
    pub fn of_ratio(observed: f64, expected: f64) -> Result<Self, NoFigure> {
        let (o, e) = (no_figure::events(observed)?, no_figure::expected(expected)?);
        Ok(Self { difference: o / e - 1.0, standard_error: e.sqrt().recip() })
    }
}

/// How a funnel is widened for overdispersion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Widening {
    /// Every standard error times √φ̂.
    Multiplicative,
    /// The variance between areas added to every squared standard error.
    Additive,
}

/// Measures overdispersion from the z-scores of all areas, the extreme ones winsorised.
///
/// `zᵢ = differenceᵢ / standard errorᵢ`; z-scores below the 10th and above the 90th percentile are set to those
/// percentiles (linear between order statistics); `φ̂ = Σz²/I`;
/// `τ̂² = max(0, (I·φ̂ − (I − 1)) / (Σw − Σw²/Σw))`, `w = 1/standard error²`.
///
/// # Errors
/// [`NoFigure::NoVariation`] with fewer than two areas; [`NoFigure::NotAnAverage`] when a difference is not finite or
/// a standard error not above zero.
///
/// # References
/// Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. *Statistics in Medicine*
/// 24:1185–1202. <https://doi.org/10.1002/sim.1970>; DerSimonian R, Laird N (1986). Meta-analysis in clinical
/// trials. *Controlled Clinical Trials* 7:177–188. <https://doi.org/10.1016/0197-2456(86)90046-2>
///
/// # Examples
/// Five areas with z-scores −3, −1, 0, 1, 3, none winsorised: φ̂ = 20/5 = 4.
/// ```
/// use reachgap::estimate::overdispersion::{Deviation, overdispersion};
/// let areas = [-3.0, -1.0, 0.0, 1.0, 3.0].map(|difference| Deviation { difference, standard_error: 1.0 });
/// let found = overdispersion(&areas, 0.0)?;
/// assert_eq!(found.phi, 4.0);
/// assert_eq!(found.tau_squared, 4.0); // (20 − 4) / (5 − 1)
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn overdispersion(areas: &[Deviation], winsorised_share: f64) -> Result<Overdispersion, NoFigure> {
    if areas.len() < 2 {
        return Err(NoFigure::NoVariation);
    }
    let sound = |area: &Deviation| area.difference.is_finite() && area.standard_error > 0.0;
    if !areas.iter().all(sound) || !(0.0..0.5).contains(&winsorised_share) {
        return Err(NoFigure::NotAnAverage);
    }
    let count = areas.len() as f64;
    let scores = winsorised(areas, winsorised_share);
    let total: f64 = scores.iter().map(|z| z * z).sum();
    if !total.is_finite() {
        return Err(NoFigure::TooLarge);
    }
    let chi_squared = ChiSquared::new(count).map_err(|_| NoFigure::NoVariation)?;
    Ok(Overdispersion {
        phi: total / count,
        tau_squared: between_areas(areas, total),
        areas: areas.len(),
        p_value: chi_squared.sf(total),
    })
}

impl Overdispersion {
    /// Whether the areas differ more than chance would have it, at the 5 % level; only then should a funnel be
    /// widened.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.phi > 1.0 && self.p_value < 0.05
    }

    /// The standard error widened for overdispersion; unchanged where none [is present](Self::is_present).
    #[must_use]
    pub fn widened(&self, standard_error: f64, widening: Widening) -> f64 {
        match widening {
            _ if !self.is_present() => standard_error,
            Widening::Multiplicative => standard_error * self.phi.sqrt(),
            Widening::Additive => (standard_error * standard_error + self.tau_squared).sqrt(),
        }
    }

    /// Control limits around `average` for an area whose standard error is `standard_error`, widened.
    ///
    /// By the normal approximation and not cut at what is possible: cut at 0 (and 1 for a proportion) to draw.
    #[must_use]
    pub fn limits(
        &self,
        average: f64,
        standard_error: f64,
        widening: Widening,
        level: Confidence,
    ) -> FunnelLimits {
        let spread = level.z() * self.widened(standard_error, widening);
        FunnelLimits { lower: average - spread, upper: average + spread }
    }
}

fn winsorised(areas: &[Deviation], share: f64) -> Vec<f64> {
    let scores: Vec<f64> = areas.iter().map(|area| area.difference / area.standard_error).collect();
    let mut sorted = scores.clone();
    sorted.sort_by(f64::total_cmp);
    let (least, most) = (percentile(&sorted, share), percentile(&sorted, 1.0 - share));
    scores.into_iter().map(|z| z.clamp(least, most.max(least))).collect()
}

/// Linear between order statistics (the seventh type of Hyndman and Fan, 1996).
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor();
    let next = sorted[(below as usize + 1).min(sorted.len() - 1)];
    let here = sorted[below as usize];
    here + (place - below) * (next - here)
}

fn between_areas(areas: &[Deviation], total: f64) -> f64 {
    let weights = areas.iter().map(|area| area.standard_error.powi(-2));
    let (mut sum, mut squares) = (0.0, 0.0);
    for weight in weights {
        sum += weight;
        squares += weight * weight;
    }
    let excess = total - (areas.len() as f64 - 1.0);
    (excess / (sum - squares / sum)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn winsorised_spread_agrees_with_r() {
        // Expected: the formulas evaluated in R 4.2.2 with quantile(z, c(0.1, 0.9)) on these made-up areas.
        let values = [0.71, 0.82, 0.64, 0.93, 0.78, 0.88, 0.55, 0.80, 0.91, 0.69, 0.84, 0.75];
        let people = [120.0, 340.0, 95.0, 410.0, 260.0, 180.0, 75.0, 520.0, 300.0, 150.0, 610.0, 220.0];
        let area =
            |(value, people): (f64, f64)| Deviation::of_proportion(value * people, people, 0.79).unwrap();
        let areas: Vec<_> = values.into_iter().zip(people).map(area).collect();
        let found = overdispersion(&areas, WINSORISED_SHARE).unwrap();
        assert!((found.phi - 9.080_410_764_087_34).abs() < 1e-9);
        assert!((found.tau_squared - 5.586_503_407_183_41e-3).abs() < 1e-12);
        assert!((found.p_value - 9.585_727_203_828_86e-18).abs() < 1e-24);
        assert!(found.is_present());
        assert!(
            (found.widened(0.02, Widening::Multiplicative) - 0.02 * 9.080_410_764_087_34_f64.sqrt()).abs()
                < 1e-9
        );
        assert!((found.widened(0.02, Widening::Additive).powi(2) - (4e-4 + found.tau_squared)).abs() < 1e-12);
    }

    #[test]
    fn areas_that_differ_by_chance_leave_the_funnel_alone() {
        let areas =
            [0.5, -0.4, 0.9, -1.1, 0.2].map(|difference| Deviation { difference, standard_error: 1.0 });
        let found = overdispersion(&areas, WINSORISED_SHARE).unwrap();
        assert!(!found.is_present());
        assert_eq!(found.tau_squared, 0.0);
        let limits = found.limits(10.0, 1.0, Widening::Additive, Confidence::P95);
        assert!((limits.upper - 11.959_963_984_540_054).abs() < 1e-12);
    }

    #[test]
    fn one_area_has_no_spread() {
        let area = Deviation { difference: 1.0, standard_error: 1.0 };
        assert_eq!(overdispersion(&[area], 0.1), Err(NoFigure::NoVariation));
        let faulty = Deviation { standard_error: 0.0, ..area };
        assert_eq!(overdispersion(&[area, faulty], 0.1), Err(NoFigure::NotAnAverage));
    }
}
