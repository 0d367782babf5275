//! The gap: people short and the ratio of observed to expected reach under one stated standard, with a verdict.

use serde::Serialize;

use crate::count::Count;
use crate::estimate::interval::{Confidence, ohid_count};
use crate::measure::{Estimate, Missing, Value};

/// What the interval allows one to say of an area or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Fewer were reached than the standard expects: the whole interval lies below one.
    UnderServed,
    /// The interval holds one and rules out a gap of a third either way.
    AsExpected,
    /// More were reached than the standard expects: the whole interval lies above one.
    OverServed,
    /// The interval holds one and is too wide to rule out a gap of a third.
    CannotTell,
}

impl Verdict {
    /// All verdicts, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::UnderServed, Self::AsExpected, Self::OverServed, Self::CannotTell];

    /// The ratio that still counts as expected when the interval reaches it: two thirds below, three halves above.
    pub const LEAST: f64 = 2.0 / 3.0;

    /// The verdict an interval of the ratio allows.
    ///
    /// ```
    /// use reachgap::assess::gap::Verdict;
    /// assert_eq!(Verdict::of(0.71, 0.93), Verdict::UnderServed);
    /// assert_eq!(Verdict::of(0.80, 1.20), Verdict::AsExpected);
    /// assert_eq!(Verdict::of(0.40, 2.10), Verdict::CannotTell);
    /// ```
    pub fn of(lower: f64, upper: f64) -> Self {
        if upper < 1.0 {
            Self::UnderServed
        } else if lower > 1.0 {
            Self::OverServed
        } else if lower >= Self::LEAST && upper <= 1.0 / Self::LEAST {
            Self::AsExpected
        } else {
            Self::CannotTell
        }
    }

    /// The verdict in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::UnderServed => "under-served",
            Self::AsExpected => "as expected",
            Self::OverServed => "over-served",
            Self::CannotTell => "cannot tell",
        }
    }
}

/// Observed reach of one area or group set against what the standard expects.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Gap {
    /// People reached.
    pub observed: Count,
    /// People the standard expects to be reached.
    pub expected: Count,
    /// Observed ÷ expected.
    pub ratio: Value<Estimate>,
    /// Expected − observed.
    pub short: Value<Estimate>,
    /// What the interval allows one to say.
    pub verdict: Verdict,
}

impl Gap {
    /// Sets observed against expected. Limits of the observed count are exact below ten and Byar's from
    /// ten, as OHID has them; where either is known only between bounds, the limits are those of the bounds.
    pub fn new(observed: Count, expected: Count, confidence: Confidence) -> Self {
        Self::of_repeated(observed, expected, 1.0, confidence)
    }

    /// As [`Self::new`], for counts of contacts of which one person can have several. Such events are not
    /// independent: the limits lie further from the count by the root of `spread`, the sum over persons of their
    /// contacts squared over the number of contacts (the adjustment OHID makes to Dobson's limits).
    pub fn of_repeated(observed: Count, expected: Count, spread: f64, confidence: Confidence) -> Self {
        let none = |why| Self {
            observed,
            expected,
            ratio: Value::Missing(why),
            short: Value::Missing(why),
            verdict: Verdict::CannotTell,
        };
        if expected.lowest <= 0.0 || !expected.highest.is_finite() {
            return none(Missing::NobodyEligible);
        }
        let limits = (ohid_count(observed.lowest, confidence), ohid_count(observed.highest, confidence));
        let (Ok(least), Ok(most)) = limits else { return none(Missing::IngredientMissing) };
        let further = spread.max(1.0).sqrt();
        let lowest = (observed.lowest - further * (observed.lowest - least.lower)).max(0.0);
        let highest = observed.highest + further * (most.upper - observed.highest);
        let middle = expected.middle();
        let ratio = Estimate {
            value: observed.middle() / middle,
            lower: lowest / expected.highest,
            upper: highest / expected.lowest,
        };
        let short = Estimate {
            value: middle - observed.middle(),
            lower: expected.lowest - highest,
            upper: expected.highest - lowest,
        };
        let verdict = Verdict::of(ratio.lower, ratio.upper);
        Self { observed, expected, ratio: Value::Known(ratio), short: Value::Known(short), verdict }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// O = 895, E = 835.8835612311743: ratio × 100 is 107.07232939 (100.17147713 to 114.32332872), from the
    /// published test data of PHEindicatormethods (testdata_DSR_ISR.xlsx).
    #[test]
    fn the_ratio_and_its_limits_are_those_published() {
        let gap = Gap::new(Count::exact(895.0), Count::exact(835.883_561_231_174_3), Confidence::P95);
        let ratio = gap.ratio.known().expect("a ratio");
        assert!((ratio.value - 1.070_723_293_902_027_5).abs() < 1e-12);
        assert!((ratio.lower - 1.001_714_771_255_398_7).abs() < 1e-9);
        assert!((ratio.upper - 1.143_233_287_249_895).abs() < 1e-9);
        assert_eq!(gap.verdict, Verdict::OverServed);
    }

    #[test]
    fn a_suppressed_count_widens_the_interval_both_ways() {
        let known = Gap::new(Count::exact(20.0), Count::exact(30.0), Confidence::P95).ratio.known();
        let hidden = Gap::new(Count::between(18.0, 22.0), Count::exact(30.0), Confidence::P95).ratio.known();
        let (known, hidden) = (known.expect("a ratio"), hidden.expect("a ratio"));
        assert!(hidden.lower < known.lower && hidden.upper > known.upper);
    }

    /// 20 contacts of 5 persons with 4 each: 5 · 4² ÷ 20 = 4, so the limits lie twice as far away.
    #[test]
    fn contacts_of_the_same_people_widen_the_interval() {
        let one = Gap::new(Count::exact(20.0), Count::exact(20.0), Confidence::P95).ratio.known();
        let four =
            Gap::of_repeated(Count::exact(20.0), Count::exact(20.0), 4.0, Confidence::P95).ratio.known();
        let (one, four) = (one.expect("a ratio"), four.expect("a ratio"));
        assert!((four.upper - 1.0 - 2.0 * (one.upper - 1.0)).abs() < 1e-12);
        assert!((1.0 - four.lower - 2.0 * (1.0 - one.lower)).abs() < 1e-12);
    }

    #[test]
    fn nobody_expected_gives_a_reason_and_no_number() {
        let gap = Gap::new(Count::ZERO, Count::ZERO, Confidence::P95);
        assert_eq!(gap.ratio.missing(), Some(Missing::NobodyEligible));
        assert_eq!(gap.verdict, Verdict::CannotTell);
    }
}
