//! Verdicts: one row for each definition tested, with its ratio, its threshold and what the evidence says of it.

use super::ChartError;
use super::groups::{Rate, rates_hold};
use super::labels::told;
use crate::number_words::{number, things};
use crate::publish::drawing::numbers::sentence;
use crate::publish::drawing::sheet::Words;
use crate::publish::maps::area_value::AreaValue;

/// What a definition claims of its people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimKind {
    /// Fewer of them are reached than of everyone eligible.
    UnderRepresented,
    /// More of them are lost between identified and completed.
    SlippingThrough,
    /// More of them decline or leave what they were properly offered.
    ServiceResistant,
}

/// All kinds, in the order in which they are drawn.
pub const CLAIM_KINDS: [ClaimKind; 3] =
    [ClaimKind::UnderRepresented, ClaimKind::SlippingThrough, ClaimKind::ServiceResistant];

impl ClaimKind {
    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            ClaimKind::UnderRepresented => "Under-represented",
            ClaimKind::SlippingThrough => "Slipping through",
            ClaimKind::ServiceResistant => "Service-resistant",
        }
    }

    /// Which side of parity is worse, and what it means.
    pub fn worse_side(self) -> &'static str {
        match self {
            ClaimKind::UnderRepresented => "left of 1 is worse: reached less than their share",
            ClaimKind::SlippingThrough => "right of 1 is worse: lost more often than others",
            ClaimKind::ServiceResistant => "right of 1 is worse: refused or left more often than others",
        }
    }

    /// Whether ratios below 1 are the worse ones.
    pub(super) fn worse_below(self) -> bool {
        matches!(self, ClaimKind::UnderRepresented)
    }
}

/// What the evidence says of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The evidence bears the definition out.
    Supported,
    /// The evidence speaks against it.
    NotSupported,
    /// The data are too few to tell.
    NotEnoughData,
    /// Its people were not offered a service within their reach, so that nothing can be said of refusal.
    NotOfferedInReach,
}

/// All verdicts, in the order of the key.
pub const VERDICTS: [Verdict; 4] =
    [Verdict::Supported, Verdict::NotSupported, Verdict::NotEnoughData, Verdict::NotOfferedInReach];

impl Verdict {
    /// The verdict in words.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Supported => "supported",
            Verdict::NotSupported => "not supported",
            Verdict::NotEnoughData => "not enough data",
            Verdict::NotOfferedInReach => "not offered in reach",
        }
    }
}

/// A test of a definition.
#[derive(Debug, Clone, PartialEq)]
pub struct VerdictRow {
    /// The agency whose definition it is.
    pub agency: String,
    /// The definition's short title.
    pub title: String,
    /// What it claims.
    pub kind: ClaimKind,
    /// The ratio with its interval, or why there is none; 0 is drawn beyond the end of the axis.
    pub ratio: AreaValue<Rate>,
    /// The ratio from which the claim holds, as the definition sets it.
    pub threshold: Option<f64>,
    /// The verdict.
    pub verdict: Verdict,
}

/// What a chart of verdicts is to show.
#[derive(Debug, Clone)]
pub struct Verdicts<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What the ratio is, below the axis: "Ratio to everyone else (1 = the same)".
    pub heading: String,
    /// What the intervals are, for example "95% interval".
    pub interval_name: String,
    /// The tests, in the order shown within their kind.
    pub rows: &'a [VerdictRow],
    /// Remarks below the chart.
    pub notes: Vec<String>,
    /// Figures resting on fewer people than this are suppressed.
    pub fewer_than: u32,
}

impl Verdicts<'_> {
    /// The rows of a kind, in their order.
    pub(super) fn of(&self, kind: ClaimKind) -> impl Iterator<Item = &VerdictRow> {
        self.rows.iter().filter(move |row| row.kind == kind)
    }

    /// How many rows have a verdict.
    pub(super) fn number(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }

    /// A row's ratio in words, or why there is none.
    pub(super) fn ratio_told(&self, row: &VerdictRow) -> String {
        told(&row.ratio, self.fewer_than, |r| {
            format!("{} ({} to {})", number(r.value, 2), number(r.lower, 2), number(r.upper, 2))
        })
    }

    /// A row in words.
    pub(super) fn row_told(&self, row: &VerdictRow) -> String {
        let threshold = row.threshold.map(|t| format!(", threshold {}", number(t, 2))).unwrap_or_default();
        format!("{}: {}: {}{threshold}: {}", row.agency, row.title, self.ratio_told(row), row.verdict.words())
    }

    /// The chart in words, for those who do not see it: every row, by kind.
    pub fn alt_text(&self) -> String {
        let numbers: Vec<String> = VERDICTS
            .iter()
            .map(|verdict| format!("{}: {}", verdict.words(), self.number(*verdict)))
            .collect();
        let start = format!(
            "Chart of {} of definitions: {}, with {}. {}.",
            things(self.rows.len() as u64, "test", "tests"),
            self.heading,
            self.interval_name,
            sentence(&numbers.join("; "))
        );
        let kinds = CLAIM_KINDS.iter().filter_map(|kind| {
            let rows: Vec<String> = self.of(*kind).map(|row| self.row_told(row)).collect();
            (!rows.is_empty())
                .then(|| format!("{} ({}). {}.", kind.words(), kind.worse_side(), rows.join("; ")))
        });
        std::iter::once(start).chain(kinds).chain(self.notes.iter().cloned()).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn check(&self) -> Result<(), ChartError> {
        if self.rows.is_empty() {
            return Err(ChartError::Nothing);
        }
        let what = "the ratio of row";
        for (index, row) in self.rows.iter().enumerate() {
            let Some(ratio) = row.ratio.shown() else {
                continue;
            };
            rates_hold((what, "the interval of row"), [*ratio]).map_err(|error| at_row(error, index))?;
            if let Some(figure) = [ratio.value, ratio.lower].into_iter().find(|figure| *figure < 0.0) {
                return Err(ChartError::OutOfRange { what, index, figure, range: "0 or above" });
            }
        }
        let odd = |row: &VerdictRow| row.threshold.filter(|t| !(t.is_finite() && *t > 0.0));
        match self.rows.iter().enumerate().find_map(|(index, row)| Some((index, odd(row)?))) {
            Some((index, figure)) => {
                Err(ChartError::OutOfRange { what: "the threshold of row", index, figure, range: "above 0" })
            }
            None => Ok(()),
        }
    }
}

/// The same error with the row's own place.
fn at_row(error: ChartError, row: usize) -> ChartError {
    match error {
        ChartError::NotFinite { what, .. } => ChartError::NotFinite { what, index: row },
        ChartError::LimitsCross { what, .. } => ChartError::LimitsCross { what, index: row },
        other => other,
    }
}

pub use super::verdicts_drawing::draw;
