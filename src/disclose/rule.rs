//! The rule of a publication, and what it decided for each cell.

use super::CellId;

/// Whether a count of zero is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Zeros {
    /// A zero is shown, so a hidden whole count is known to be at least one.
    #[default]
    Show,
    /// A zero is hidden like any other small count.
    Suppress,
}

/// What counts as small, and therefore may not be shown.
///
/// With the default, counts of 1 to 4 are small, zeros are shown, and a count that leaves only 1 to 4
/// eligible people unreached is as disclosive as a small count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The least count that is not small.
    pub threshold: u32,
    /// Whether zeros are shown.
    pub zeros: Zeros,
    /// Whether a small number of people *not* counted is hidden too.
    pub protect_complement: bool,
}

impl Default for Rule {
    fn default() -> Self {
        Self { threshold: 5, zeros: Zeros::Show, protect_complement: true }
    }
}

impl Rule {
    /// Whether a count is too small to show. Units: people or events; may be fractional.
    ///
    /// ```
    /// use reachgap::disclose::Rule;
    /// let rule = Rule::default();
    /// assert!(!rule.is_small(0.0) && rule.is_small(1.0) && rule.is_small(4.6) && !rule.is_small(5.0));
    /// ```
    pub fn is_small(&self, count: f64) -> bool {
        count < f64::from(self.threshold) && (self.zeros == Zeros::Suppress || count > 0.0)
    }

    /// The protection level: how wide a range an intruder must be left with for a small count.
    ///
    /// It is the width of the small range itself (1 to 4 when the threshold is 5 and zeros are shown), and
    /// at least one: arithmetic may not say more about a hidden count than the mark in its place does.
    pub fn protection_level(&self) -> f64 {
        let least = if self.zeros == Zeros::Show { 1 } else { 0 };
        f64::from(self.threshold.saturating_sub(1 + least).max(1))
    }

    /// The least value an intruder who knows this rule can give to a hidden cell with this true value.
    pub(super) fn floor(&self, count: f64, eligible: f64) -> f64 {
        let could_be_zero = self.zeros == Zeros::Suppress || self.is_few(eligible);
        if could_be_zero || count < 1.0 || count.fract() != 0.0 { 0.0 } else { 1.0 }
    }

    /// Whether so few people are eligible that any count speaks of each of them.
    pub(super) fn is_few(&self, eligible: f64) -> bool {
        eligible > 0.0 && eligible < f64::from(self.threshold)
    }
}

/// What was decided for a cell.
///
/// Readers of a publication must see one and the same mark for both kinds of hidden cell: to say which is
/// which tells them that a count is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The count may be shown.
    Shown,
    /// The count itself may not be shown.
    Primary(Primary),
    /// The count is hidden only so that another hidden count cannot be worked out.
    Secondary {
        /// The cell it was hidden for.
        protects: CellId,
    },
}

/// Why a count itself may not be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Primary {
    /// The count is small.
    SmallCount,
    /// All but a few of the eligible people are counted.
    SmallComplement,
    /// Only a few people are eligible and none is counted. Such zeros are hidden, although zeros are shown,
    /// so that to be hidden does not mean to be counted; unless a total of zero says so anyway.
    FewEligible,
    /// The publisher of the source suppressed it.
    SuppressedBySource,
    /// Withheld by a decision taken before, whatever its value.
    Withheld,
}

impl Primary {
    /// The reason in a reader's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::SmallCount => "the count is small",
            Self::SmallComplement => "only a few eligible people are not counted",
            Self::FewEligible => "none of very few eligible people",
            Self::SuppressedBySource => "suppressed by the publisher of the source",
            Self::Withheld => "withheld by an earlier decision",
        }
    }
}
