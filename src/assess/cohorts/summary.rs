//! What is found of a cohort, in sentences for readers who know no statistics.

use super::{CohortChange, CohortFindings, SharesShown};
use crate::assessment::Better;
use crate::measure::Estimate;
use crate::number_words::{number, percentage};
use crate::words::capital;

impl CohortFindings {
    /// What is found, in sentences; one that says why where nothing may be shown.
    pub fn sentences(&self) -> Vec<String> {
        match &self.change {
            Ok(change) => change.sentences(self.better),
            Err(why) => vec![format!("{}.", capital(&why.to_string()))],
        }
    }
}

impl CohortChange {
    fn sentences(&self, better: Better) -> Vec<String> {
        let group = &self.helped;
        let mut said = vec![format!(
            "About {} people have a figure before and a figure after. Their average was {} before and {} after: {} \
             ({}), {}.",
            number(group.people, 0),
            number(group.before.value, 1),
            number(group.after.value, 1),
            moved(group.change.value),
            limits(group.change, 1),
            for_the_better(group.change, better)
        )];
        said.extend(group.shares.as_ref().map(SharesShown::sentence));
        said.extend(self.comparison.as_ref().map(|others| {
            format!(
                "About {} people without the help went from {} to {}: {}.",
                number(others.people, 0),
                number(others.before.value, 1),
                number(others.after.value, 1),
                moved(others.change.value)
            )
        }));
        let same_start =
            self.difference_from_the_same_start.map(|difference| ("people who started alike", difference));
        let plain = self.difference.map(|difference| ("the two groups", difference));
        said.extend(same_start.or(plain).map(|(between, difference)| {
            format!(
                "Between {between}, the help goes with a difference of {} ({}), {}.",
                number(difference.value, 1),
                limits(difference, 1),
                for_the_better(difference, better)
            )
        }));
        if self.comparison_withheld {
            said.push("The people without the help are too few, or too alike, to be shown.".to_owned());
        }
        said.extend(self.natural.map(|natural| {
            format!(
                "Before the help, from the earlier figure to the one before, the average changed by {} ({}).",
                number(natural.value, 1),
                limits(natural, 1)
            )
        }));
        said.extend(self.from_both_before.map(|change| {
            format!(
                "Counted from the average of both figures before the help, the change is {} ({}), {}.",
                number(change.value, 1),
                limits(change, 1),
                for_the_better(change, better)
            )
        }));
        said.extend(self.per_dose.map(|slope| {
            format!(
                "For each further unit of help the change differs by {} ({}), {}.",
                number(slope.value, 2),
                limits(slope, 2),
                for_the_better(slope, better)
            )
        }));
        said.extend(self.caution.map(|caution| format!("Caution: {caution}.")));
        said
    }
}

impl SharesShown {
    fn sentence(&self) -> String {
        let share = self.improved.share;
        let improved = format!(
            "About {} of {} people improved, {} (95% interval {} to {})",
            number(self.improved.people, 0),
            number(self.of, 0),
            percentage(share.value),
            percentage(share.lower),
            percentage(share.upper)
        );
        match (self.unchanged, self.worse) {
            (Some(unchanged), Some(worse)) => format!(
                "{improved}; about {} did not change and {} got worse.",
                number(unchanged.people, 0),
                number(worse.people, 0)
            ),
            _ => format!("{improved}."),
        }
    }
}

/// A change of an average as a rise or a fall.
fn moved(change: f64) -> String {
    match number(change.abs(), 1).as_str() {
        "0.0" => "no change to one decimal".to_owned(),
        size if change < 0.0 => format!("a fall of {size}"),
        size => format!("a rise of {size}"),
    }
}

fn limits(of: Estimate, decimals: usize) -> String {
    format!("95% interval {} to {}", number(of.lower, decimals), number(of.upper, decimals))
}

/// What a change means, as far as its interval tells.
fn for_the_better(change: Estimate, better: Better) -> &'static str {
    let rises = change.lower > 0.0;
    let falls = change.upper < 0.0;
    match (better, rises, falls) {
        (_, false, false) => "which chance alone may explain",
        (Better::Higher, true, _) | (Better::Lower, _, true) => "which is for the better",
        _ => "which is for the worse",
    }
}
