//! Verdicts on definitions: supported, not supported, not enough data, or not offered in reach; and why.

use crate::assessment::DefinitionKind;
use crate::estimate::NoFigure;
use crate::measure::Estimate;

/// What the evidence says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The data bear the claim out.
    Supported,
    /// The data speak against it.
    NotSupported,
    /// The data cannot tell.
    NotEnoughData,
    /// What was offered lay out of reach: turning it down says nothing of those to whom it was offered.
    NotOfferedInReach,
}

impl Verdict {
    /// The verdict in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::NotSupported => "not supported",
            Self::NotEnoughData => "not enough data",
            Self::NotOfferedInReach => "not offered in reach",
        }
    }
}

/// Why a verdict was given: the rule that gave it.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// The ratio is beyond the threshold, and by more than chance explains once all tests are allowed for.
    BeyondThreshold,
    /// The whole interval lies on the near side of the threshold.
    ShortOfThreshold,
    /// The interval holds both parity, or near it, and the threshold.
    Undecided,
    /// There are too few events for the test's approximation to chance.
    TooFewEvents,
    /// A number of people is too small to be shown.
    TooFewToShow,
    /// The population tables do not tell whom the definition covers.
    NoEligible(Vec<String>),
    /// The records hold no statuses.
    NoStatuses,
    /// No agency's file says whom the agencies know.
    NoAgencies,
    /// The records hold no attempts at contact.
    NoAttempts,
    /// Most offers were out of reach.
    OutOfReach,
    /// There is no ratio.
    NoRatio(NoFigure),
}

/// What a test must show, and what it showed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// The ratio to those compared, with its limits.
    pub ratio: Estimate,
    /// The p-value, corrected for all tests.
    pub p: f64,
    /// How much chance is borne.
    pub level: f64,
    /// How far from parity matters, as a ratio below 1.
    pub threshold: f64,
    /// Whether the claim is of fewer (reached) or of more (lost, turned down).
    pub fewer: bool,
}

/// The rule: supported where the ratio is at or beyond the threshold and differs from parity by more than chance, all
/// tests allowed for; not supported where its whole interval lies on the near side of the threshold; else not enough
/// data.
///
/// ```
/// use reachgap::assess::partnership::verdict::{Shown, Verdict, Why, judge};
/// use reachgap::measure::Estimate;
/// let shown = |value, lower, upper, p| Shown { ratio: Estimate { value, lower, upper }, p, level: 0.05, threshold: 0.8, fewer: true };
/// assert_eq!(judge(shown(0.6, 0.5, 0.7, 0.001)), (Verdict::Supported, Why::BeyondThreshold));
/// assert_eq!(judge(shown(0.97, 0.9, 1.05, 0.4)), (Verdict::NotSupported, Why::ShortOfThreshold));
/// assert_eq!(judge(shown(0.7, 0.4, 1.2, 0.2)), (Verdict::NotEnoughData, Why::Undecided));
/// ```
pub fn judge(shown: Shown) -> (Verdict, Why) {
    let Shown { ratio, p, level, threshold, fewer } = shown;
    let (beyond, short) = if fewer {
        (ratio.value <= threshold && ratio.value < 1.0, ratio.lower > threshold)
    } else {
        let most = 1.0 / threshold;
        (ratio.value >= most && ratio.value > 1.0, ratio.upper < most)
    };
    if beyond && p <= level {
        (Verdict::Supported, Why::BeyondThreshold)
    } else if short {
        (Verdict::NotSupported, Why::ShortOfThreshold)
    } else {
        (Verdict::NotEnoughData, Why::Undecided)
    }
}

/// The verdict on a claim from those on its parts: supported where any is, not supported where all are that could be
/// told.
pub fn of_claim(parts: &[Verdict]) -> Verdict {
    let has = |verdict| parts.contains(&verdict);
    if has(Verdict::Supported) {
        Verdict::Supported
    } else if has(Verdict::NotOfferedInReach) {
        Verdict::NotOfferedInReach
    } else if !parts.is_empty() && parts.iter().all(|part| *part == Verdict::NotSupported) {
        Verdict::NotSupported
    } else {
        Verdict::NotEnoughData
    }
}

/// Whether a claim of this kind is of fewer than parity.
pub fn claims_fewer(kind: DefinitionKind) -> bool {
    kind == DefinitionKind::UnderRepresented
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_but_certain_difference_does_not_support_a_claim_of_a_large_one() {
        let ratio = Estimate { value: 0.93, lower: 0.89, upper: 0.97 };
        let shown = Shown { ratio, p: 0.001, level: 0.05, threshold: 0.8, fewer: true };
        assert_eq!(judge(shown).0, Verdict::NotSupported);
        let ratio = Estimate { value: 1.6, lower: 1.3, upper: 1.9 };
        assert_eq!(judge(Shown { ratio, fewer: false, ..shown }).0, Verdict::Supported);
    }

    #[test]
    fn one_supported_part_supports_the_claim() {
        use Verdict::{NotEnoughData, NotSupported, Supported};
        assert_eq!(of_claim(&[NotSupported, Supported]), Supported);
        assert_eq!(of_claim(&[NotSupported, NotEnoughData]), NotEnoughData);
        assert_eq!(of_claim(&[NotSupported]), NotSupported);
        assert_eq!(of_claim(&[]), NotEnoughData);
    }
}
