//! The upper limit of a ratio whose group had no events at all.

use super::{Stratum, Terms};
use crate::estimate::figure::finite;
use crate::estimate::interval;
use crate::estimate::no_figure::NoFigure;

/// The ratio at which no events in the group would have the probability of one tail.
///
/// Given its `b` events, a stratum leaves the group without any with probability `(n₀ / (n₀ + ρn₁))ᵇ`. The logarithm
/// of the product falls as `ρ` rises, from 0 without end, so there is one answer; it is found by halving.
pub(super) fn upper_limit(strata: &[Stratum], terms: Terms) -> Result<f64, NoFigure> {
    let wanted = -terms.confidence.tail().ln();
    let compared = || strata.iter().filter(|stratum| stratum.has_both());
    let held = |ratio: f64| -> f64 {
        let each = |s: &Stratum| s.comparator_events * (ratio * (s.people / s.comparator_people)).ln_1p();
        compared().map(each).sum()
    };
    // On the scale of the logarithm, between the smallest and the largest number.
    let (mut low, mut high) = (f64::MIN_POSITIVE.ln(), f64::MAX.ln());
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if held(middle.exp()) < wanted { low = middle } else { high = middle }
    }
    if high >= f64::MAX.ln() {
        return Err(NoFigure::TooLarge);
    }
    finite(high.exp() * for_rounding(terms)?)
}

/// A total published as none may have been up to `√(3v)`, half the number it was rounded to.
fn for_rounding(terms: Terms) -> Result<f64, NoFigure> {
    let most = interval::exact_poisson((3.0 * terms.rounding_variance).sqrt(), terms.confidence)?.upper;
    Ok(most / interval::exact_poisson(0.0, terms.confidence)?.upper)
}

#[cfg(test)]
mod tests {
    use super::super::mantel_haenszel;
    use super::*;
    use crate::estimate::{Confidence, Method};

    fn stratum(people: f64, comparator_events: f64, comparator_people: f64) -> Stratum {
        Stratum { events: 0.0, people, comparator_events, comparator_people }
    }

    #[test]
    fn one_stratum_has_the_limit_of_clopper_and_pearson() {
        // By hand: the group's share of 40 events, none of them its own, is at most 1 − 0.025^(1/40); as odds, times
        // 300/100.
        let share = 1.0 - 0.025_f64.powf(1.0 / 40.0);
        let found = mantel_haenszel(&[stratum(100.0, 40.0, 300.0)], Terms::exact(Confidence::P95)).unwrap();
        assert!((found.ratio.limits.upper / (share / (1.0 - share) * 3.0) - 1.0).abs() < 1e-12);
        assert!((found.ratio.limits.upper - 0.289_824_681_373_084).abs() < 1e-12);
        assert!((found.short.limits.lower - 9.469_004_248_358_88).abs() < 1e-9);
        assert_eq!((found.ratio.value, found.ratio.limits.lower, found.log_standard_error), (0.0, 0.0, None));
        assert_eq!(found.ratio.limits.method, Method::ExactGivenTotals);
        assert!(
            (found.expected - 40.0 / 3.0).abs() < 1e-12 && (found.short.value - found.expected).abs() < 1e-12
        );
        assert!(found.short.limits.lower > 0.0 && found.short.limits.upper == found.expected);
    }

    #[test]
    fn a_large_comparator_leaves_the_limit_of_a_poisson_count() {
        let strata = [stratum(10.0, 4e8, 4e9), stratum(30.0, 4e8, 4e9)];
        let upper = upper_limit(&strata, Terms::exact(Confidence::P95)).unwrap();
        let poisson = interval::exact_poisson(0.0, Confidence::P95).unwrap().upper;
        assert!((upper / (poisson / 4.0) - 1.0).abs() < 1e-6, "{upper}");
    }

    #[test]
    fn rounding_raises_the_limit() {
        let exact = Terms::exact(Confidence::P95);
        let rounded = Terms { rounding_variance: super::super::ROUNDED_TO_FIVE, ..exact };
        let strata = [stratum(100.0, 40.0, 300.0)];
        assert!(upper_limit(&strata, rounded).unwrap() > 2.0 * upper_limit(&strata, exact).unwrap());
    }
}
