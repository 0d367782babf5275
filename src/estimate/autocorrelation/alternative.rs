//! Which values count as more extreme than the observed one, and the p-value that follows.

use statrs::distribution::{ContinuousCDF, Normal};

/// What a test sets against chance. It is part of every result, because packages differ in what they take for granted.
///
/// With `R` permutations, of which `up` gave a value at least as large as the observed one and `low` one at most as
/// large (a value as good as equal counts in both):
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Alternative {
    /// Larger or smaller than chance allows: `min(1, 2·min((up + 1)/(R + 1), (low + 1)/(R + 1)))`.
    #[default]
    TwoSided,
    /// Larger: `(up + 1)/(R + 1)`.
    Greater,
    /// Smaller: `(low + 1)/(R + 1)`.
    Less,
    /// The side that was observed, as if it had been asked for beforehand: `(min(up, R − up) + 1)/(R + 1)`. Half the
    /// two-sided p, so twice as many findings by chance; the default of GeoDa and of PySAL until 2026.
    Directed,
    /// At least as far from the expected value, on either side: `(far + 1)/(R + 1)`.
    Folded,
}

/// How often permutations gave values as extreme as the observed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    /// Values at least as large.
    pub(super) up: u32,
    /// Values at most as large.
    pub(super) low: u32,
    /// Values at least as far from the expected one.
    pub(super) far: u32,
    /// Permutations made.
    pub(super) made: u32,
}

impl Alternative {
    /// How many permutations speak for chance.
    pub(super) fn exceedances(self, tally: Tally) -> u32 {
        match self {
            Self::TwoSided => tally.up.min(tally.low),
            Self::Greater => tally.up,
            Self::Less => tally.low,
            Self::Directed => tally.up.min(tally.made - tally.up),
            Self::Folded => tally.far,
        }
    }

    /// The p-value; `stopped` where the last permutation was the one that made up the number of exceedances waited for
    /// (Besag and Clifford 1991: `h/l` instead of `(M + 1)/(R + 1)`).
    pub(super) fn p(self, tally: Tally, stopped: bool) -> f64 {
        let extra = if stopped { 0.0 } else { 1.0 };
        let p = (f64::from(self.exceedances(tally)) + extra) / (f64::from(tally.made) + extra);
        if self == Self::TwoSided { (2.0 * p).min(1.0) } else { p }
    }

    /// The p-value from the probabilities of a value at least as large, and of one at most as large. `None` for
    /// [`Self::Folded`], which those two do not decide.
    pub(super) fn of_tails(self, up: f64, low: f64) -> Option<f64> {
        Some(match self {
            Self::TwoSided => (2.0 * up.min(low)).min(1.0),
            Self::Greater => up.min(1.0),
            Self::Less => low.min(1.0),
            Self::Directed => up.min(low).min(1.0),
            Self::Folded => return None,
        })
    }

    /// The p-value of a standard normal deviate.
    pub(super) fn of_normal(self, z: f64) -> f64 {
        let above = |z: f64| Normal::standard().sf(z);
        match self {
            Self::TwoSided | Self::Folded => (2.0 * above(z.abs())).min(1.0),
            Self::Greater => above(z),
            Self::Less => above(-z),
            Self::Directed => above(z.abs()),
        }
    }

    /// The smallest p that so many permutations can give.
    pub(super) fn smallest(self, permutations: u32) -> f64 {
        self.p(Tally { made: permutations, ..Tally::default() }, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(simulated: &[f64], observed: f64) -> Tally {
        let count = |holds: &dyn Fn(f64) -> bool| simulated.iter().filter(|s| holds(**s)).count() as u32;
        Tally {
            up: count(&|s| s >= observed),
            low: count(&|s| s <= observed),
            far: 0,
            made: simulated.len() as u32,
        }
    }

    #[test]
    fn both_sides_are_twice_the_smaller_one() {
        let tally = tally(&[-0.3, -0.1, 0.0, 0.05, 0.1, 0.2, 0.25, 0.4, 0.6], 0.5);
        assert_eq!(Alternative::Greater.p(tally, false), 0.2);
        assert_eq!(Alternative::Less.p(tally, false), 0.9);
        assert_eq!(Alternative::TwoSided.p(tally, false), 0.4);
        assert_eq!(Alternative::Directed.p(tally, false), 0.2);
    }

    #[test]
    fn values_that_are_all_equal_to_the_observed_one_are_no_finding() {
        let tally = tally(&[1.0; 9], 1.0);
        assert_eq!(Alternative::TwoSided.p(tally, false), 1.0);
        assert_eq!(Alternative::Greater.p(tally, false), 1.0);
    }

    #[test]
    fn a_test_stopped_early_divides_by_the_permutations_made() {
        let tally = Tally { up: 10, low: 90, far: 0, made: 100 };
        assert_eq!(Alternative::Greater.p(tally, true), 0.1);
        assert_eq!(Alternative::TwoSided.p(tally, true), 0.2);
    }
}
