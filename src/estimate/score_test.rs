//! Score tests: how far events fall from what would be expected without a difference, against the spread of chance.

use statrs::distribution::{ContinuousCDF, Normal};

use super::figure::finite;
use super::no_figure::NoFigure;

/// The test of a difference between events that happened and events expected if two groups were alike.
///
/// Always finite. The one-sided p-values follow from the signed root `z`, and add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreTest {
    /// Events that happened in the group less events expected if there were no difference.
    pub difference: f64,
    /// The variance of the difference if there were no difference.
    pub variance: f64,
    /// The signed root `difference / √variance`: below zero when the group has fewer events than expected.
    pub z: f64,
    /// Chi-square with one degree of freedom, `z²`, without continuity correction.
    pub chi_square: f64,
    /// The probability of a difference at least as large in either direction.
    pub p_two_sided: f64,
    /// The probability of so few events or fewer, if there were no difference.
    pub p_fewer: f64,
    /// The probability of so many events or more, if there were no difference.
    pub p_more: f64,
}

impl ScoreTest {
    /// The test of a difference with a variance above zero.
    pub(crate) fn of(difference: f64, variance: f64) -> Result<Self, NoFigure> {
        let z = finite(finite(difference)? / finite(variance)?.sqrt())?;
        let normal = Normal::standard();
        Ok(Self {
            difference,
            variance,
            z,
            chi_square: finite(z * z)?,
            p_two_sided: (2.0 * normal.sf(z.abs())).min(1.0),
            p_fewer: normal.cdf(z),
            p_more: normal.sf(z),
        })
    }
}

/// Events expected in the first of two groups, and their variance, if the events fell on people without regard to
/// the group: the hypergeometric distribution.
///
/// `e = n₁m/N`, `v = n₁n₀m(N − m)/(N²(N − 1))`. Where people are fractions, `N − 1` is never taken below `N/2`, which
/// it only is when fewer than two people are compared; for whole people that changes nothing.
pub(crate) fn without_difference(group: f64, others: f64, events: f64) -> (f64, f64) {
    let people = group + others;
    let (in_group, in_others) = (group / people, others / people);
    let correction = (people - events) / (people - 1.0).max(people / 2.0);
    (events * in_group, events * in_group * in_others * correction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sided_probabilities_follow_the_sign() {
        let test = ScoreTest::of(-1.959_963_984_540_054, 1.0).unwrap();
        assert!((test.p_fewer - 0.025).abs() < 1e-9 && (test.p_two_sided - 0.05).abs() < 1e-9);
        assert!((test.p_fewer + test.p_more - 1.0).abs() < 1e-15);
    }

    #[test]
    fn a_test_without_variance_is_refused() {
        assert_eq!(ScoreTest::of(1.0, 0.0), Err(NoFigure::TooLarge));
        assert_eq!(ScoreTest::of(0.0, 0.0), Err(NoFigure::TooLarge));
        assert_eq!(ScoreTest::of(f64::NAN, 1.0), Err(NoFigure::TooLarge));
    }

    #[test]
    fn one_person_in_each_group_has_the_variance_of_a_coin() {
        assert_eq!(without_difference(1.0, 1.0, 1.0), (0.5, 0.25));
        assert_eq!(without_difference(1.0, 0.0, 1.0).1, 0.0);
    }
}
