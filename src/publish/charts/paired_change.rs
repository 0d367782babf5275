//! Paired change: the mean of a group before and after, with intervals, and the shares that improved or worsened.

use super::groups::{Rate, rates_hold};
use super::labels::told;
use super::{ChartError, finite};
use crate::number_words::{number, percentage, things};
use crate::publish::drawing::numbers::Unit;
use crate::publish::drawing::sheet::Words;
use crate::publish::maps::area_value::AreaValue;

/// Which figures are the better ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// Higher ones: attendance, a score.
    Higher,
    /// Lower ones: exclusions, days absent.
    Lower,
}

impl Better {
    /// Which figures are better, in words.
    pub fn words(self) -> &'static str {
        match self {
            Better::Higher => "higher is better",
            Better::Lower => "lower is better",
        }
    }
}

/// The means of the same people before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedFigures {
    /// Mean before, with its interval.
    pub before: Rate,
    /// Mean after, with its interval.
    pub after: Rate,
    /// Mean of after − before over the same people, with its interval, which is narrower than the other two suggest.
    pub change: Rate,
}

/// The people of a group who changed in one direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangedPeople {
    /// Their share of the group, from 0 to 1.
    pub share: f64,
    /// How many they are.
    pub people: u64,
}

/// A group of people measured twice.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedGroup {
    /// Its name: the cohort, or the people it is compared with.
    pub name: String,
    /// People measured both times.
    pub people: AreaValue<u64>,
    /// Its means, if they may be shown.
    pub figures: AreaValue<PairedFigures>,
    /// Those who improved, stayed the same and got worse.
    pub directions: [AreaValue<ChangedPeople>; 3],
}

/// What a chart of paired change is to show.
#[derive(Debug, Clone)]
pub struct PairedChange<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What is measured, with its unit, above the plot.
    pub heading: String,
    /// How figures are written.
    pub unit: Unit,
    /// Which figures are better.
    pub better: Better,
    /// The time before and the time after: "Autumn term 2020", "Summer term 2021".
    pub times: [String; 2],
    /// What the intervals are, for example "95% interval".
    pub interval_name: String,
    /// Whether the axis begins at zero.
    pub from_zero: bool,
    /// The cohort, and the group it is compared with where there is one. Others are not drawn.
    pub groups: &'a [ChangedGroup],
    /// Remarks below the chart, such as the warning of regression to the mean.
    pub notes: Vec<String>,
    /// Numbers of people smaller than this are suppressed.
    pub fewer_than: u32,
}

/// How many groups are drawn.
const MOST_GROUPS: usize = 2;
/// The directions in words, in their order.
pub(super) const DIRECTIONS: [&str; 3] = ["Improved", "Same", "Worse"];
/// How far shares may be from a whole, having been rounded.
const ROUNDING: f64 = 0.015;

impl ChangedGroup {
    /// The directions as they may be drawn: where one alone is withheld, the other two would give it away, and none is.
    pub(super) fn safe_directions(&self) -> [AreaValue<ChangedPeople>; 3] {
        let suppressed = self.directions.iter().filter(|d| matches!(d, AreaValue::Suppressed)).count();
        if suppressed == 1 { [const { AreaValue::Suppressed }; 3] } else { self.directions.clone() }
    }
}

/// People and their share in words.
fn changed(people: &ChangedPeople) -> String {
    format!("{}, {}", percentage(people.share), things(people.people, "person", "people"))
}

impl PairedChange<'_> {
    /// The groups that are drawn.
    pub(super) fn drawn(&self) -> &[ChangedGroup] {
        &self.groups[..self.groups.len().min(MOST_GROUPS)]
    }

    /// The means that may be shown, with the places of their groups.
    pub(super) fn figures(&self) -> impl Iterator<Item = (usize, PairedFigures)> {
        self.drawn().iter().enumerate().filter_map(|(place, group)| Some((place, *group.figures.shown()?)))
    }

    /// A difference of figures: of two percentages, in percentage points.
    fn difference(&self, of: f64) -> String {
        match self.unit {
            Unit::Percentage => number(of * 100.0, 1),
            other => other.tell(of),
        }
    }

    /// Whether the change is for the better, as far as its interval tells.
    fn meaning(&self, change: Rate) -> &'static str {
        let (rises, falls) = (change.lower > 0.0, change.upper < 0.0);
        match self.better {
            _ if !rises && !falls => "the interval holds 0, so it cannot be told whether there is a change",
            Better::Higher if rises => "better than before",
            Better::Lower if falls => "better than before",
            _ => "worse than before",
        }
    }

    /// The change of a group in words.
    pub(super) fn finding(&self, group: &ChangedGroup) -> String {
        let points = if self.unit == Unit::Percentage { " percentage points" } else { "" };
        told(&group.figures, self.fewer_than, |figures| {
            let change = figures.change;
            format!(
                "{} before, {} after; change {}{points} ({} {} to {}): {}",
                self.unit.tell(figures.before.value),
                self.unit.tell(figures.after.value),
                self.difference(change.value),
                self.interval_name,
                self.difference(change.lower),
                self.difference(change.upper),
                self.meaning(change),
            )
        })
    }

    /// A direction of change in words, as below the strip.
    pub(super) fn direction_told(&self, direction: &AreaValue<ChangedPeople>) -> String {
        super::labels::brief(direction, changed)
    }

    /// The number of people measured twice, in words.
    pub(super) fn people_told(&self, group: &ChangedGroup) -> String {
        told(&group.people, self.fewer_than, |people| things(*people, "person", "people"))
    }

    fn group_told(&self, group: &ChangedGroup) -> String {
        let directions: Vec<String> = DIRECTIONS
            .iter()
            .zip(&group.safe_directions())
            .map(|(name, direction)| {
                format!("{}: {}", name.to_lowercase(), told(direction, self.fewer_than, changed))
            })
            .collect();
        format!(
            "{} (measured both times: {}): {}. Of them {}.",
            group.name,
            self.people_told(group),
            self.finding(group),
            directions.join("; ")
        )
    }

    /// The chart in words, for those who do not see it.
    pub fn alt_text(&self) -> String {
        let start = format!(
            "Chart of change: {} ({}), mean in {} and in {}, with {}.",
            self.heading,
            self.better.words(),
            self.times[0],
            self.times[1],
            self.interval_name
        );
        std::iter::once(start)
            .chain(self.drawn().iter().map(|group| self.group_told(group)))
            .chain(self.notes.iter().cloned())
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub(super) fn check(&self) -> Result<(), ChartError> {
        if self.figures().next().is_none() {
            return Err(ChartError::Nothing);
        }
        for (_, f) in self.figures() {
            rates_hold(
                ("the mean (before, after, change)", "the interval of mean"),
                [f.before, f.after, f.change],
            )?;
        }
        self.drawn().iter().try_for_each(directions_hold)
    }
}

/// Refuses shares outside 0 to 1, and three shares that do not make a whole.
fn directions_hold(group: &ChangedGroup) -> Result<(), ChartError> {
    let shares: Vec<f64> =
        group.directions.iter().filter_map(AreaValue::shown).map(|changed| changed.share).collect();
    let what = "the share that improved, stayed the same or got worse";
    finite(what, &shares)?;
    if let Some(index) = shares.iter().position(|share| !(0.0..=1.0).contains(share)) {
        return Err(ChartError::OutOfRange { what, index, figure: shares[index], range: "from 0 to 1" });
    }
    let total: f64 = shares.iter().sum();
    let apart = if shares.len() == 3 { (total - 1.0).abs() } else { total - 1.0 };
    let what = "the shares that improved, stayed the same and got worse";
    if apart > ROUNDING { Err(ChartError::NotWhole { what, total }) } else { Ok(()) }
}

pub use super::paired_change_drawing::draw;
