//! How much a site still counts the farther away it is, and where the catchment ends.

use thiserror::Error;

/// How the weight of a pair falls with the cost of the way.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Decay {
    /// One everywhere in the catchment (Luo and Wang 2003).
    Equal,
    /// The weight of the first step whose cost is not exceeded; zero beyond the last (Luo and Qi 2009).
    Steps(Vec<Step>),
    /// `exp(−d²/2σ²)`, cut at the edge of the catchment; 1 at no cost, 0.6065 at σ.
    Gaussian {
        /// The cost σ, in the units of the costs.
        sigma: f64,
    },
    /// `(exp(−½(d/d₀)²) − exp(−½))/(1 − exp(−½))`, which falls to zero at the edge d₀ of the catchment (Dai 2010).
    GaussianToEdge,
    /// `d^(−power)`, where ways that cost less than `nearest` count as `nearest`, so that the weight stays finite.
    Inverse {
        /// The power, above zero; 1 is plain inverse distance.
        power: f64,
        /// The lowest cost that is told apart, above zero.
        nearest: f64,
    },
}

/// One step of a stepped weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The highest cost of the step, itself included.
    pub limit: f64,
    /// The weight within it.
    pub weight: f64,
}

/// How far people travel at most, and how much less a site counts on the way there.
///
/// The edge belongs to the catchment: a cost equal to the limit is within.
///
/// # Examples
/// Three zones of driving time with the weights of Luo and Qi (2009):
/// ```
/// use reachgap::estimate::access::{Catchment, Decay};
/// let zones = Catchment::stepped(&[(10.0, 1.0), (20.0, 0.68), (30.0, 0.22)])?;
/// assert_eq!([0.0, 10.0, 10.1, 30.0, 30.1].map(|minutes| zones.weight(minutes)), [1.0, 1.0, 0.68, 0.22, 0.0]);
/// // The Gaussian weights of the PySAL documentation at 1, 2 and 3 σ:
/// let gaussian = Catchment::new(60.0, Decay::Gaussian { sigma: 20.0 })?;
/// assert!((gaussian.weight(20.0) - 0.606_530_66).abs() < 1e-8);
/// assert!((gaussian.weight(60.0) - 0.011_108_996_54).abs() < 1e-11);
/// # Ok::<(), reachgap::estimate::access::NotACatchment>(())
/// ```
///
/// # References
/// Luo W, Wang F (2003). Measures of spatial accessibility to health care in a GIS environment. *Environment and
/// Planning B* 30:865–884. <https://doi.org/10.1068/b29120>; Luo W, Qi Y (2009). An enhanced two-step floating catchment
/// area (E2SFCA) method. *Health & Place* 15:1100–1107. <https://doi.org/10.1016/j.healthplace.2009.06.002>; Dai D
/// (2010). Black residential segregation, disparities in spatial access to health care facilities, and late-stage
/// breast cancer diagnosis in metropolitan Detroit. *Health & Place* 16:1038–1052.
/// <https://doi.org/10.1016/j.healthplace.2010.06.012>
#[derive(Debug, Clone, PartialEq)]
pub struct Catchment {
    limit: f64,
    decay: Decay,
}

/// A catchment or weight that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NotACatchment {
    /// The limit must be a finite number above zero.
    #[error("the catchment ends at {0}, which is not a finite number above zero")]
    Limit(f64),
    /// The steps must have rising limits.
    #[error("step number {0} does not lie beyond the one before it")]
    StepOrder(usize),
    /// The weights of steps must lie above zero and not rise.
    #[error("the weight of step number {0} is not above zero, or higher than the one before it")]
    StepWeight(usize),
    /// Stepped weights need a step.
    #[error("stepped weights without a step")]
    NoStep,
    /// σ, the power and the lowest cost told apart must be finite numbers above zero.
    #[error("{0} is given as a scale of the weights, which must be a finite number above zero")]
    Scale(f64),
}

impl Catchment {
    /// A catchment that ends at `limit`, itself included.
    ///
    /// # Errors
    /// [`NotACatchment`].
    pub fn new(limit: f64, decay: Decay) -> Result<Self, NotACatchment> {
        if !above_zero(limit) {
            return Err(NotACatchment::Limit(limit));
        }
        match &decay {
            Decay::Steps(steps) => check_steps(steps)?,
            Decay::Gaussian { sigma } => check_scale(*sigma)?,
            Decay::Inverse { power, nearest } => check_scale(*power).and_then(|()| check_scale(*nearest))?,
            Decay::Equal | Decay::GaussianToEdge => {}
        }
        Ok(Self { limit, decay })
    }

    /// A catchment in steps of cost and weight that ends with the last of them.
    ///
    /// # Errors
    /// [`NotACatchment`].
    pub fn stepped(steps: &[(f64, f64)]) -> Result<Self, NotACatchment> {
        let steps: Vec<Step> = steps.iter().map(|&(limit, weight)| Step { limit, weight }).collect();
        let last = steps.last().ok_or(NotACatchment::NoStep)?.limit;
        Self::new(last, Decay::Steps(steps))
    }

    /// The highest cost within the catchment.
    pub fn limit(&self) -> f64 {
        self.limit
    }

    /// How the weight falls with the cost.
    pub fn decay(&self) -> &Decay {
        &self.decay
    }

    /// The weight of a pair at this cost; zero outside the catchment.
    pub fn weight(&self, cost: f64) -> f64 {
        if cost > self.limit {
            return 0.0;
        }
        match &self.decay {
            Decay::Equal => 1.0,
            Decay::Steps(steps) => {
                steps.iter().find(|step| cost <= step.limit).map_or(0.0, |step| step.weight)
            }
            Decay::Gaussian { sigma } => bell(cost / sigma),
            Decay::GaussianToEdge => {
                let edge = bell(1.0);
                ((bell(cost / self.limit) - edge) / (1.0 - edge)).max(0.0)
            }
            Decay::Inverse { power, nearest } => cost.max(*nearest).powf(-power),
        }
    }
}

fn bell(deviations: f64) -> f64 {
    (-0.5 * deviations * deviations).exp()
}

fn above_zero(number: f64) -> bool {
    number.is_finite() && number > 0.0
}

fn check_scale(scale: f64) -> Result<(), NotACatchment> {
    if above_zero(scale) { Ok(()) } else { Err(NotACatchment::Scale(scale)) }
}

fn check_steps(steps: &[Step]) -> Result<(), NotACatchment> {
    let mut before = Step { limit: 0.0, weight: f64::MAX };
    for (number, step) in steps.iter().enumerate() {
        if !(step.limit.is_finite() && (step.limit > before.limit || number == 0 && step.limit >= 0.0)) {
            return Err(NotACatchment::StepOrder(number));
        } else if !(step.weight > 0.0 && step.weight <= before.weight) {
            return Err(NotACatchment::StepWeight(number));
        }
        before = *step;
    }
    if steps.is_empty() { Err(NotACatchment::NoStep) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_of_dai_fall_to_zero_at_the_edge() {
        let catchment = Catchment::new(30.0, Decay::GaussianToEdge).unwrap();
        assert_eq!(catchment.weight(0.0), 1.0);
        assert_eq!(catchment.weight(30.0), 0.0);
        // (exp(−1/8) − exp(−1/2))/(1 − exp(−1/2)), evaluated in Python.
        assert!((catchment.weight(15.0) - 0.701_366_573_239_004_4).abs() < 1e-12);
    }

    #[test]
    fn the_shortest_ways_have_finite_inverse_weights() {
        let catchment = Catchment::new(60.0, Decay::Inverse { power: 1.0, nearest: 1.0 }).unwrap();
        assert_eq!(catchment.weight(0.0), 1.0);
        assert_eq!(catchment.weight(40.0), 0.025);
        assert_eq!(catchment.weight(60.1), 0.0);
    }

    #[test]
    fn impossible_catchments_are_refused() {
        let refused = |limit, decay| Catchment::new(limit, decay).unwrap_err();
        assert_eq!(refused(0.0, Decay::Equal), NotACatchment::Limit(0.0));
        assert!(matches!(refused(f64::NAN, Decay::Equal), NotACatchment::Limit(_)));
        assert_eq!(refused(9.0, Decay::Gaussian { sigma: 0.0 }), NotACatchment::Scale(0.0));
        assert_eq!(refused(9.0, Decay::Inverse { power: 1.0, nearest: 0.0 }), NotACatchment::Scale(0.0));
        assert_eq!(Catchment::stepped(&[]), Err(NotACatchment::NoStep));
        assert_eq!(Catchment::stepped(&[(10.0, 1.0), (10.0, 0.5)]), Err(NotACatchment::StepOrder(1)));
        assert_eq!(Catchment::stepped(&[(10.0, 0.5), (20.0, 0.6)]), Err(NotACatchment::StepWeight(1)));
        assert_eq!(Catchment::stepped(&[(10.0, 0.0)]), Err(NotACatchment::StepWeight(0)));
    }
}
