//! Figures that somebody published of a cohort, held against each other and against the records.

use super::CohortChange;
use super::sentences;
use crate::assessment::{Cohort, Published};
use crate::estimate::Confidence;
use crate::estimate::published_change::{ChangeCheck, Printed, ShareCheck, check_change, check_share};
use crate::rounded::Rounding;

/// What a published figure speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The average before.
    Before,
    /// The average after.
    After,
    /// The change in per cent.
    Change,
    /// The share improved.
    Improved,
    /// The number of people.
    People,
}

/// What a published figure is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The other figures of the same source.
    Itself,
    /// The records, as far as they may be shown.
    Records,
}

/// Whether a published figure holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It agrees.
    Agrees,
    /// It contradicts.
    Contradicts,
    /// It cannot be checked.
    CannotBeChecked,
}

/// One published figure, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedCheck {
    /// Where it was published.
    pub source: String,
    /// What it speaks of.
    pub claim: Claim,
    /// What it was held against.
    pub against: Against,
    /// Whether it holds.
    pub outcome: Outcome,
    /// How that comes about, for a reader who knows nothing of statistics.
    pub sentence: String,
}

/// The figures published of a cohort, each judged: against those beside it, and against the records where these may be
/// shown.
pub(super) fn check(
    settings: &Cohort,
    records: Option<&CohortChange>,
    rounding: Rounding,
) -> Vec<PublishedCheck> {
    let mut checks = Vec::new();
    for published in &settings.published {
        let mut checking = Checking { published, checks: Vec::new(), rounding };
        checking.against_itself();
        if let Some(records) = records {
            checking.against(records);
        }
        checks.extend(checking.checks);
    }
    checks
}

struct Checking<'a> {
    published: &'a Published,
    checks: Vec<PublishedCheck>,
    rounding: Rounding,
}

impl Checking<'_> {
    fn push(&mut self, claim: Claim, against: Against, (outcome, sentence): (Outcome, String)) {
        let source = self.published.source.clone();
        self.checks.push(PublishedCheck { source, claim, against, outcome, sentence });
    }

    fn against_itself(&mut self) {
        let Published { source, before, after, change, improved, people } = self.published;
        if let Some(change) = change {
            let told = match (before, after) {
                (Some(before), Some(after)) => {
                    sentences::change(source, [before, after, change], check_change)
                }
                _ => (Outcome::CannotBeChecked, sentences::change_alone(source, change)),
            };
            self.push(Claim::Change, Against::Itself, told);
        }
        if let Some(improved) = improved {
            let told = match improved.parse() {
                Ok(share) => {
                    let found = check_share(share, *people, Confidence::P95);
                    sentences::share(source, improved, &found, self.rounding)
                }
                Err(_) => sentences::not_printed(source, improved),
            };
            self.push(Claim::Improved, Against::Itself, told);
        }
    }

    /// Against what is shown of the records: a figure agrees where both may be roundings of the same.
    fn against(&mut self, records: &CohortChange) {
        let group = &records.helped;
        let averages = [
            (Claim::Before, &self.published.before, group.before.value),
            (Claim::After, &self.published.after, group.after.value),
        ];
        for (claim, printed, shown) in averages {
            if let Some(text) = printed {
                let told = sentences::average(&self.published.source, claim, text, shown);
                self.push(claim, Against::Records, told);
            }
        }
        if let Some(text) = &self.published.change {
            let shown = [group.before.value, group.after.value].map(|average| format!("{average:.1}"));
            let told = sentences::change_of_records(&self.published.source, [&shown[0], &shown[1], text]);
            self.push(Claim::Change, Against::Records, told);
        }
        if let Some(text) = &self.published.improved {
            let told = sentences::share_of_records(&self.published.source, text, group.shares.as_ref());
            self.push(Claim::Improved, Against::Records, told);
        }
        if let Some(people) = self.published.people {
            let told = sentences::people(&self.published.source, people, group, self.rounding);
            self.push(Claim::People, Against::Records, told);
        }
    }
}

/// The outcome of a check of a change.
pub(super) fn of_change(found: &ChangeCheck) -> Outcome {
    match found {
        ChangeCheck::Agrees(_) => Outcome::Agrees,
        ChangeCheck::Contradicts(_) => Outcome::Contradicts,
        ChangeCheck::CannotBeChecked(_) => Outcome::CannotBeChecked,
    }
}

/// The outcome of a check of a share.
pub(super) fn of_share(found: &ShareCheck) -> Outcome {
    match found {
        ShareCheck::Agrees(_) => Outcome::Agrees,
        ShareCheck::Contradicts { .. } => Outcome::Contradicts,
        ShareCheck::SizeNotKnown { .. } | ShareCheck::CannotBeChecked(_) => Outcome::CannotBeChecked,
    }
}

/// Whether a printed figure may be of something that lies between these.
pub(super) fn may_be(printed: Printed, lowest: f64, highest: f64) -> Outcome {
    let overlap = printed.lowest() <= highest + 1e-9 && printed.highest() >= lowest - 1e-9;
    if overlap { Outcome::Agrees } else { Outcome::Contradicts }
}
