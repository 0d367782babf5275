//! The log-rank test: did it happen sooner in one of two groups?

use std::collections::BTreeMap;

use super::{Day, merged};
use crate::estimate::no_figure::NoFigure;
use crate::estimate::score_test::{ScoreTest, without_difference};

/// The log-rank test of two groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRank {
    /// The test, of the first group: fewer events than expected means that it waits longer.
    pub test: ScoreTest,
    /// How often it happened in the first and in the second group.
    pub happened: [u64; 2],
    /// How often it would have happened in each if both waited alike.
    pub expected: [f64; 2],
}

/// The log-rank test of two groups counted by day, in any order.
///
/// On each day `j` on which it happened to `d` of `n = n₁ + n₂` people still followed, `e = d·n₁/n` and
/// `v = d·n₁·n₂(n − d)/(n²(n − 1))`; chi-square `(Σ(d₁ − e))² / Σv`, as R's `survdiff`.
///
/// # Errors
/// [`NoFigure::NobodyInGroup`] where a group has nobody; [`NoFigure::NoEvents`]; [`NoFigure::TooFewToCompare`] where
/// the groups were never both followed on a day on which it happened to some but not to all.
///
/// # References
/// Mantel N (1966). Evaluation of survival data and two new rank order statistics arising in its consideration. *Cancer
/// Chemotherapy Reports* 50:163–170; Peto R, Peto J (1972). Asymptotically efficient rank invariant test procedures.
/// *Journal of the Royal Statistical Society A* 135:185–207. <https://doi.org/10.2307/2344317>
pub fn log_rank(first: &[Day], second: &[Day]) -> Result<LogRank, NoFigure> {
    let mut days: BTreeMap<u32, [(u64, u64); 2]> = BTreeMap::new();
    let (mut at_risk, mut happened) = ([0_u64; 2], [0_u64; 2]);
    for (group, counts) in [first, second].into_iter().enumerate() {
        for day in merged(counts.iter().copied()) {
            days.entry(day.day).or_default()[group] = (day.happened, day.ended);
            at_risk[group] = at_risk[group].saturating_add(day.happened).saturating_add(day.ended);
            happened[group] = happened[group].saturating_add(day.happened);
        }
    }
    if at_risk.contains(&0) {
        return Err(NoFigure::NobodyInGroup);
    }
    if happened == [0, 0] {
        return Err(NoFigure::NoEvents);
    }
    let (mut expected, mut variance) = ([0.0; 2], 0.0);
    for counts in days.values() {
        let events = counts[0].0.saturating_add(counts[1].0) as f64;
        if events > 0.0 {
            let [n1, n2] = at_risk.map(|people| people as f64);
            let (of_first, spread) = without_difference(n1, n2, events);
            expected[0] += of_first;
            expected[1] += without_difference(n2, n1, events).0;
            variance += spread;
        }
        for group in 0..2 {
            at_risk[group] = at_risk[group].saturating_sub(counts[group].0).saturating_sub(counts[group].1);
        }
    }
    if variance <= 0.0 {
        return Err(NoFigure::TooFewToCompare);
    }
    Ok(LogRank { test: ScoreTest::of(happened[0] as f64 - expected[0], variance)?, happened, expected })
}
