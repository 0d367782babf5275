//! Proportions of rounded counts, and the ratio of two proportions: limits that allow for the rounding.

use super::confidence::Confidence;
use super::figure::finite;
use super::no_figure::{self, NoFigure};
use crate::measure::Estimate;

/// The errors that rounding leaves in a part and in its whole: their variances, and how far they go together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RoundingErrors {
    /// Variance of the error of the part.
    pub part: f64,
    /// Variance of the error of the whole.
    pub of: f64,
    /// Covariance of the two.
    pub both: f64,
}

impl RoundingErrors {
    /// Of a part and a rest that were rounded each, the whole being their sum.
    #[must_use]
    pub const fn of_sum(part: f64, rest: f64) -> Self {
        Self { part, of: part + rest, both: part }
    }

    /// Of a part and a whole that were rounded apart from each other.
    #[must_use]
    pub const fn apart(part: f64, of: f64) -> Self {
        Self { part, of, both: 0.0 }
    }
}

/// The proportion `x/n` of rounded counts, with Wilson's score limits widened for the rounding.
///
/// The limits are the `p` at which `(x − np)² = z²·(np(1 − p) + a − 2cp + bp²)`, with `a` and `b` the variances of the
/// errors of `x` and `n` and `c` their covariance: what chance and rounding together would put as far away. Without
/// errors these are Wilson's limits. Cut at 0 and 1.
///
/// Units: proportion, 0 to 1.
///
/// # Errors
/// [`NoFigure::ZeroDenominator`]; [`NoFigure::MoreEventsThanPeople`]; [`NoFigure::NotAStandardError`] for a variance
/// below zero or not finite; other faults of the input.
///
/// # References
/// Wilson EB (1927). Probable inference, the law of succession, and statistical inference. *Journal of the American
/// Statistical Association* 22:209–212. <https://doi.org/10.1080/01621459.1927.10502953>
///
/// # Examples
/// 20 of 50, the 20 and the other 30 rounded to the nearest five: the equation solved in R 4.2.2. Wilson's own limits
/// are 0.2761 to 0.5382.
/// ```
/// use reachgap::estimate::{Confidence, rounded_proportion::{RoundingErrors, proportion}};
/// let errors = RoundingErrors::of_sum(25.0 / 12.0, 25.0 / 12.0);
/// let found = proportion(20.0, 50.0, errors, Confidence::P95)?;
/// assert_eq!(found.value, 0.4);
/// assert!((found.lower - 0.269_377_855_304_204).abs() < 1e-12);
/// assert!((found.upper - 0.543_780_774_255_828).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn proportion(
    part: f64,
    of: f64,
    errors: RoundingErrors,
    confidence: Confidence,
) -> Result<Estimate, NoFigure> {
    let (x, n) = (no_figure::events(part)?, no_figure::denominator(of)?);
    if x > n {
        return Err(NoFigure::MoreEventsThanPeople);
    }
    let variances = [errors.part, errors.of];
    if !variances.iter().all(|v| v.is_finite() && *v >= 0.0) || !errors.both.is_finite() {
        return Err(NoFigure::NotAStandardError);
    }
    let z2 = confidence.z() * confidence.z();
    // a·p² − 2h·p + c = 0.
    let a = n * n + z2 * (n - errors.of);
    let h = x * n + z2 * (n / 2.0 - errors.both);
    let c = x * x - z2 * errors.part;
    let root = h * h - a * c;
    if a <= 0.0 || root < 0.0 {
        // So few people that the rounding alone could have made anything of them.
        return Ok(Estimate { value: x / n, lower: 0.0, upper: 1.0 });
    }
    // The larger root first, the other from their product, so that nothing cancels near 0.
    let upper = finite((h + root.sqrt()) / a)?;
    let lower = if upper > 0.0 { finite(c / a / upper)? } else { 0.0 };
    let value = x / n;
    let upper = if errors == RoundingErrors::default() && x == n { 1.0 } else { upper.clamp(value, 1.0) };
    Ok(Estimate { value, lower: lower.clamp(0.0, value), upper })
}

/// The ratio of two proportions of different people, with limits from the limits of each (MOVER-R).
///
/// With `p₁ (l₁ to u₁)` over `p₂ (l₂ to u₂)` and `m = p₁p₂`:
/// lower `B/(m + √(m² − BC))`, `B = l₁(2p₁ − l₁)`, `C = u₂(2p₂ − u₂)`; upper `(m + √(m² − DE))/E`,
/// `D = u₁(2p₁ − u₁)`, `E = l₂(2p₂ − l₂)`. From Wilson's limits this is the interval "MOVER-R Wilson".
///
/// # Errors
/// [`NoFigure::NoRatio`] where the second proportion or its lower limit is 0.
///
/// # References
/// Donner A, Zou GY (2012). Closed-form confidence intervals for functions of the normal mean and standard deviation.
/// *Statistical Methods in Medical Research* 21:347–359. <https://doi.org/10.1177/0962280210383082>; Fagerland MW,
/// Lydersen S, Laake P (2015). Recommended confidence intervals for two independent binomial proportions. *Statistical
/// Methods in Medical Research* 24:224–254. <https://doi.org/10.1177/0962280211415469>
///
/// # Examples
/// 7 of 34 children against 1 of 34 (Perondi and others 2004): 7.0000 (1.1537 to 41.9763) in the published tests of the
/// package that goes with Fagerland, Lydersen and Laake's *Statistical Analysis of Contingency Tables*:
/// ```
/// use reachgap::estimate::{Confidence, rounded_proportion::{RoundingErrors, proportion, ratio}};
/// let share = |x| proportion(x, 34.0, RoundingErrors::default(), Confidence::P95);
/// let found = ratio(share(7.0)?, share(1.0)?)?;
/// assert!((found.value - 7.0).abs() < 1e-12);
/// assert!((found.lower - 1.1537).abs() < 5e-5 && (found.upper - 41.9763).abs() < 5e-5);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn ratio(first: Estimate, second: Estimate) -> Result<Estimate, NoFigure> {
    if second.value <= 0.0 || second.lower <= 0.0 {
        return Err(NoFigure::NoRatio);
    }
    let m = first.value * second.value;
    let half = |limit: f64, value: f64| limit * (2.0 * value - limit);
    let (b, c) = (half(first.lower, first.value), half(second.upper, second.value));
    let (d, e) = (half(first.upper, first.value), half(second.lower, second.value));
    let root = |product: f64| (m * m - product).max(0.0).sqrt();
    let value = first.value / second.value;
    let lower = if b > 0.0 { b / (m + root(b * c)) } else { 0.0 };
    let upper = finite((m + root(d * e)) / e)?;
    Ok(Estimate { value: finite(value)?, lower: finite(lower)?.min(value), upper: upper.max(value) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::interval;
    use proptest::prelude::*;

    const V: f64 = 25.0 / 12.0;

    fn share(x: f64, n: f64) -> Estimate {
        proportion(x, n, RoundingErrors::default(), Confidence::P95).unwrap()
    }

    #[test]
    fn none_and_all_keep_one_sided_limits() {
        // Expected: the equation solved in R 4.2.2.
        let none = proportion(0.0, 50.0, RoundingErrors::of_sum(0.0, V), Confidence::P95).unwrap();
        assert_eq!(none.lower, 0.0);
        assert!((none.upper - 0.071_560_334_886_999).abs() < 1e-12);
        let all = proportion(50.0, 50.0, RoundingErrors::of_sum(V, 0.0), Confidence::P95).unwrap();
        assert!((all.lower - 0.928_439_665_113_003).abs() < 1e-12 && (all.upper - 1.0).abs() < 1e-12);
    }

    #[test]
    fn ratios_agree_with_r() {
        // Expected: the published formula evaluated in R 4.2.2.
        let found = ratio(share(40.0, 100.0), share(60.0, 100.0)).unwrap();
        assert!((found.lower - 0.497_981_984_459_029).abs() < 1e-12);
        assert!((found.upper - 0.884_744_410_639_722).abs() < 1e-12);
        let none = ratio(share(0.0, 16.0), share(15.0, 72.0)).unwrap();
        assert!(none.lower == 0.0 && (none.upper - 1.001_818_867_035_14).abs() < 1e-11);
        assert_eq!(ratio(share(3.0, 16.0), share(0.0, 72.0)), Err(NoFigure::NoRatio));
    }

    #[test]
    fn faults_are_named() {
        let faulty = RoundingErrors { part: -1.0, ..RoundingErrors::default() };
        assert_eq!(proportion(1.0, 2.0, faulty, Confidence::P95), Err(NoFigure::NotAStandardError));
        let none = RoundingErrors::default();
        assert_eq!(proportion(3.0, 2.0, none, Confidence::P95), Err(NoFigure::MoreEventsThanPeople));
        assert_eq!(proportion(0.0, 0.0, none, Confidence::P95), Err(NoFigure::ZeroDenominator));
        assert_eq!(proportion(f64::NAN, 2.0, none, Confidence::P95), Err(NoFigure::NotACount));
    }

    #[test]
    fn where_rounding_could_have_made_anything_nothing_is_ruled_out() {
        let wide = proportion(1.0, 2.0, RoundingErrors::of_sum(V, V), Confidence::P998).unwrap();
        assert_eq!((wide.lower, wide.upper), (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn without_rounding_the_limits_are_wilsons(x in 0.0..1.0_f64, n in 1.0..1e7_f64) {
            let wilson = interval::wilson(x * n, n, Confidence::P95).unwrap();
            let found = share(x * n, n);
            prop_assert!((found.lower - wilson.lower).abs() < 1e-9);
            prop_assert!((found.upper - wilson.upper).abs() < 1e-9);
        }

        #[test]
        fn rounding_only_widens(x in 1u32..200, rest in 1u32..200) {
            let (x, n) = (f64::from(5 * x), f64::from(5 * (x + rest)));
            let exact = share(x, n);
            for errors in [RoundingErrors::of_sum(V, V), RoundingErrors::apart(V, V)] {
                let found = proportion(x, n, errors, Confidence::P95).unwrap();
                prop_assert!(found.lower <= exact.lower + 1e-12 && found.upper >= exact.upper - 1e-12);
                prop_assert!(found.lower >= 0.0 && found.upper <= 1.0);
            }
        }

        #[test]
        fn a_ratio_turned_round_has_limits_turned_round(x in 1u32..60, y in 1u32..60) {
            let (a, b) = (share(f64::from(x), 100.0), share(f64::from(y), 100.0));
            let (there, back) = (ratio(a, b).unwrap(), ratio(b, a).unwrap());
            prop_assert!((there.lower * back.upper - 1.0).abs() < 1e-9);
            prop_assert!(there.lower <= there.value && there.value <= there.upper);
        }
    }
}
