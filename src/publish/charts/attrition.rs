//! Attrition: how many people are left at each step from identified to completed, and how many go no further.

use super::ChartError;
use super::labels::{brief, told};
use crate::number_words::{number, things};
use crate::publish::drawing::sheet::Words;
use crate::publish::maps::area_value::AreaValue;

/// A step of the pathway.
#[derive(Debug, Clone, PartialEq)]
pub struct AttritionStep {
    /// What people are at this step: "referred".
    pub name: String,
    /// People of each group who reached it: the number, withheld, or why there is none ("not recorded").
    pub people: [AreaValue<u64>; 2],
}

/// What a chart of attrition is to show.
#[derive(Debug, Clone)]
pub struct Attrition<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// The two groups: the definition's people, and those they are compared with.
    pub groups: [String; 2],
    /// The steps in the order of the pathway.
    pub steps: &'a [AttritionStep],
    /// Remarks below the chart.
    pub notes: Vec<String>,
    /// Numbers of people smaller than this are suppressed.
    pub fewer_than: u32,
}

/// What becomes of a group between two steps whose numbers are known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Loss {
    /// The step to which they did not come.
    pub(super) at: usize,
    /// The last step before it whose number is known.
    pub(super) since: usize,
    /// People who went no further; negative where more are counted than before.
    pub(super) people: i64,
    /// Their share of those at the step before.
    pub(super) share: f64,
}

impl Attrition<'_> {
    /// The steps of a group whose numbers are known, with the numbers.
    pub(super) fn known(&self, group: usize) -> Vec<(usize, u64)> {
        let number = |(place, step): (usize, &AttritionStep)| {
            step.people[group].shown().map(|people| (place, *people))
        };
        self.steps.iter().enumerate().filter_map(number).collect()
    }

    /// The step whose people are the whole of a group's shares: the first whose number is known.
    ///
    /// Missing values: none where no number is known or nobody is at the first step.
    pub(super) fn whole(&self, group: usize) -> Option<(usize, u64)> {
        self.known(group).first().copied().filter(|(_, people)| *people > 0)
    }

    /// What a group loses between each two steps that follow each other among those known.
    pub(super) fn losses(&self, group: usize) -> Vec<Loss> {
        let loss = |pair: &[(usize, u64)]| {
            let ((since, before), (at, after)) = (pair[0], pair[1]);
            let people = before as i64 - after as i64;
            (before > 0).then(|| Loss { at, since, people, share: people as f64 / before as f64 })
        };
        self.known(group).windows(2).filter_map(loss).collect()
    }

    /// A loss in words.
    pub(super) fn loss_told(&self, loss: Loss) -> String {
        let share = format!("{}%", number((loss.share * 100.0).abs(), 0));
        let since = if loss.since + 1 == loss.at {
            String::new()
        } else {
            format!(" than “{}”", self.steps[loss.since].name)
        };
        match loss.people {
            0 => format!("all of them went further{since}"),
            1.. if loss.share < 0.005 => format!("fewer than 1% went no further{since}"),
            1.. => format!("{share} went no further{since}"),
            _ if loss.since + 1 == loss.at => format!("{share} more than at the step before"),
            _ => format!("{share} more than at “{}”", self.steps[loss.since].name),
        }
    }

    /// The number of people and their share at a step, or why there is none.
    pub(super) fn step_told(&self, step: &AttritionStep, group: usize) -> String {
        brief(&step.people[group], |people| self.share_told(*people, group))
    }

    fn share_told(&self, people: u64, group: usize) -> String {
        let count = things(people, "person", "people");
        match self.whole(group) {
            Some((_, whole)) => format!("{count}, {}%", number(people as f64 / whole as f64 * 100.0, 0)),
            None => count,
        }
    }

    /// Of whom the shares of a group are shares.
    pub(super) fn whole_told(&self, group: usize) -> String {
        match self.whole(group) {
            Some((step, _)) => format!("Shares of all {}", self.steps[step].name),
            None => "No shares: no step has a number that may be shown".to_owned(),
        }
    }

    /// What bold letters mean, and a warning where a later step counts more people than an earlier one.
    pub(super) fn remarks(&self) -> Vec<String> {
        let losses: Vec<Loss> = [0, 1].into_iter().flat_map(|group| self.losses(group)).collect();
        let lost = losses.iter().any(|loss| loss.people > 0);
        let gained = losses.iter().any(|loss| loss.people < 0);
        let bold = lost.then(|| "In bold: where most people of each group went no further.".to_owned());
        let more = gained.then(|| {
            "More people at a later step than at an earlier one: the earlier step is not fully recorded."
                .to_owned()
        });
        bold.into_iter().chain(more).collect()
    }

    /// A warning where the shares of the two groups cannot be compared.
    pub(super) fn beginnings_differ(&self) -> Option<String> {
        let (one, other) = (self.whole(0)?.0, self.whole(1)?.0);
        (one != other).then(|| {
            "The two groups begin at different steps, so their shares of the whole cannot be compared."
                .to_owned()
        })
    }

    fn group_told(&self, group: usize) -> String {
        let losses = self.losses(group);
        let steps: Vec<String> = self
            .steps
            .iter()
            .enumerate()
            .map(|(place, step)| {
                let people = &step.people[group];
                let told = told(people, self.fewer_than, |people| self.share_told(*people, group));
                let lost = losses.iter().find(|loss| loss.at == place);
                let lost = lost.map(|loss| format!(" ({})", self.loss_told(*loss))).unwrap_or_default();
                format!("{} {told}{lost}", step.name)
            })
            .collect();
        format!("{}. {}: {}.", self.groups[group], self.whole_told(group), steps.join("; "))
    }

    /// The chart in words, for those who do not see it: every step of both groups.
    pub fn alt_text(&self) -> String {
        let steps = things(self.steps.len() as u64, "step", "steps");
        let start = format!("Chart of attrition over {steps}, for two groups of people.");
        [start, self.group_told(0), self.group_told(1)]
            .into_iter()
            .chain(self.beginnings_differ())
            .chain(self.notes.iter().cloned())
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub(super) fn check(&self) -> Result<(), ChartError> {
        if self.whole(0).is_none() && self.whole(1).is_none() { Err(ChartError::Nothing) } else { Ok(()) }
    }
}

pub use super::attrition_drawing::draw;
