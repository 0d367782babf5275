//! Adjusted p-values: what is left of many tests once chance findings are allowed for.

use thiserror::Error;

/// How p-values are adjusted for the number of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Adjustment {
    /// False discovery rate, for independent or positively dependent tests (Benjamini and Hochberg 1995).
    BenjaminiHochberg,
    /// False discovery rate under any dependence (Benjamini and Yekutieli 2001).
    BenjaminiYekutieli,
    /// Probability of any false finding (Holm 1979).
    Holm,
}

/// A p-value outside 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("p-value number {index} is {value}, not between 0 and 1")]
pub struct NotAProbability {
    /// Its place, counted from 0.
    pub index: usize,
    /// Its value.
    pub value: f64,
}

/// Adjusted p-values in the order given; an adjusted p at or below the level is a finding at that level.
///
/// With `p₍₁₎ ≤ … ≤ p₍ₘ₎`: Benjamini–Hochberg `min over j ≥ i of m·p₍ⱼ₎/j`; Benjamini–Yekutieli the same times
/// `Σ 1/k`, `k = 1…m`; Holm `max over j ≤ i of (m − j + 1)·p₍ⱼ₎`; all at most 1.
///
/// Missing values: leave out tests that were not made, since every entry counts towards `m`.
///
/// # Errors
/// [`NotAProbability`].
///
/// # References
/// Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate. *Journal of the Royal Statistical Society B*
/// 57:289–300. <https://doi.org/10.1111/j.2517-6161.1995.tb02031.x>; Benjamini Y, Yekutieli D (2001). The control of
/// the false discovery rate in multiple testing under dependency. *Annals of Statistics* 29:1165–1188.
/// <https://doi.org/10.1214/aos/1013699998>; Holm S (1979). A simple sequentially rejective multiple test procedure.
/// *Scandinavian Journal of Statistics* 6:65–70. <https://www.jstor.org/stable/4615733>
///
/// # Examples
/// The fifteen tests of Benjamini and Hochberg (1995), of which four are findings at 5 %:
/// ```
/// use reachgap::estimate::multiple_testing::{Adjustment, adjusted};
/// let p = [
///     0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
///     1.0,
/// ];
/// let q = adjusted(&p, Adjustment::BenjaminiHochberg)?;
/// assert!((q[3] - 0.035_625).abs() < 1e-15);
/// assert_eq!(q.iter().filter(|&&q| q <= 0.05).count(), 4);
/// # Ok::<(), reachgap::estimate::multiple_testing::NotAProbability>(())
/// ```
pub fn adjusted(p: &[f64], adjustment: Adjustment) -> Result<Vec<f64>, NotAProbability> {
    if let Some(index) = p.iter().position(|p| !(0.0..=1.0).contains(p)) {
        return Err(NotAProbability { index, value: p[index] });
    }
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut result = vec![0.0; p.len()];
    match adjustment {
        Adjustment::BenjaminiHochberg => step_up(p, &order, 1.0, &mut result),
        Adjustment::BenjaminiYekutieli => {
            let harmonic: f64 = (1..=p.len()).map(|k| 1.0 / k as f64).sum();
            step_up(p, &order, harmonic, &mut result);
        }
        Adjustment::Holm => step_down(p, &order, &mut result),
    }
    Ok(result)
}

/// The fewest permutations with which any of `tests` areas could be a finding at `level` by Benjamini–Hochberg.
///
/// The smallest p-value of `R` permutations is `1/(R + 1)`, so `R ≥ tests/level − 1`. `None` when the level is not
/// between 0 and 1, or so many could not be counted.
///
/// # Examples
/// All 33,755 small areas of England at 5 %:
/// ```
/// use reachgap::estimate::multiple_testing::fewest_permutations;
/// assert_eq!(fewest_permutations(33_755, 0.05), Some(675_099));
/// ```
#[must_use]
pub fn fewest_permutations(tests: usize, level: f64) -> Option<u64> {
    let needed = (tests as f64 / level - 1.0 - 1e-6).ceil();
    (level > 0.0 && level <= 1.0 && needed < 1e15).then_some(needed.max(0.0) as u64)
}

fn step_up(p: &[f64], order: &[usize], factor: f64, result: &mut [f64]) {
    let mut least = 1.0_f64;
    for (place, &i) in order.iter().enumerate().rev() {
        let scale = p.len() as f64 / (place + 1) as f64;
        least = least.min(p[i] * scale * factor);
        result[i] = least;
    }
}

fn step_down(p: &[f64], order: &[usize], result: &mut [f64]) {
    let mut most = 0.0_f64;
    for (place, &i) in order.iter().enumerate() {
        most = most.max((p.len() - place) as f64 * p[i]).min(1.0);
        result[i] = most;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_tests_give_no_findings() {
        assert_eq!(adjusted(&[], Adjustment::Holm), Ok(vec![]));
    }

    #[test]
    fn impossible_p_values_are_refused() {
        let refused = adjusted(&[0.2, 1.2], Adjustment::BenjaminiHochberg).unwrap_err();
        assert_eq!(refused.to_string(), "p-value number 1 is 1.2, not between 0 and 1");
        assert!(adjusted(&[f64::NAN], Adjustment::Holm).is_err());
    }

    #[test]
    fn the_fewest_permutations_follow_the_number_of_tests() {
        assert_eq!(fewest_permutations(200, 0.05), Some(3_999));
        assert_eq!(fewest_permutations(1_000, 0.05), Some(19_999));
        assert_eq!(fewest_permutations(10, 0.0), None);
    }
}
