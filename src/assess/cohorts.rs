//! Cohorts: what changed from before to after in figures that may be shown, and whether published figures hold.
//!
//! Numbers of people are rounded, averages are given to one decimal, and a group of fewer than ten people is not shown
//! at all. What is said of a published figure rests on the figures shown here and on those published, on nothing else.

mod published;
mod sentences;
mod shares;
mod summary;

use crate::assessment::{Better, Cohort};
use crate::estimate::paired_change::{self, Caution, PairedChange, Person, Tested, paired_change};
use crate::estimate::{Confidence, NoFigure};
use crate::measure::Estimate;
use crate::read::cohort::{CohortPerson, CohortRead};
use crate::rounded::Rounding;

pub use published::{Against, Claim, Outcome, PublishedCheck};
pub use shares::{ShareShown, SharesShown};

/// With fewer people than this nothing is shown of a group.
pub const FEWEST: usize = 10;

/// What was found of a cohort, as it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct CohortFindings {
    /// Its name.
    pub name: String,
    /// What was measured, with its unit.
    pub measure: String,
    /// Which way is better.
    pub better: Better,
    /// What changed, or why that is not shown.
    pub change: Result<CohortChange, NotShown>,
    /// The published figures, each judged.
    pub published: Vec<PublishedCheck>,
}

/// Why nothing is shown of a cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotShown {
    /// Too few people.
    #[error(
        "fewer than {FEWEST} people have a figure before and a figure after, too few to show anything of them"
    )]
    FewPeople,
    /// The average would tell each person's figure.
    #[error("everybody has the same figure, so that their average would be each person's own")]
    AllAlike,
    /// There are no figures.
    #[error("{0}")]
    NoFigure(NoFigure),
}

/// What changed in a cohort.
#[derive(Debug, Clone, PartialEq)]
pub struct CohortChange {
    /// Those who had the help.
    pub helped: GroupChange,
    /// Those who did not, where there are enough of them to be shown.
    pub comparison: Option<GroupChange>,
    /// There is a comparison group that is not shown.
    pub comparison_withheld: bool,
    /// The change of the average in proportion to the average before, to a tenth of a per cent.
    pub relative: Option<Estimate>,
    /// How much more those who had the help changed than the others: the plain difference.
    pub difference: Option<Estimate>,
    /// The same between people who started alike.
    pub difference_from_the_same_start: Option<Estimate>,
    /// What had changed before the help by itself, from the earlier figure to the one before.
    pub natural: Option<Estimate>,
    /// The change from the average of both figures before the help to the one after.
    pub from_both_before: Option<Estimate>,
    /// The change for each unit of help, to two decimals.
    pub per_dose: Option<Estimate>,
    /// What the change must not be read as.
    pub caution: Option<Caution>,
}

/// A group of people before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupChange {
    /// How many they are, rounded.
    pub people: f64,
    /// Their average before, to one decimal.
    pub before: Estimate,
    /// Their average after, to one decimal.
    pub after: Estimate,
    /// The average change, to one decimal.
    pub change: Estimate,
    /// Who changed for the better, where that may be shown.
    pub shares: Option<SharesShown>,
}

impl CohortFindings {
    /// What is found of a cohort, its numbers of people rounded as all are.
    ///
    /// Units: averages in those of the measure, to one decimal; shares and the relative change are proportions.
    ///
    /// Missing values: people without a figure before or after have been left out; those without a dose or an earlier
    /// figure take no part in what rests on these, and it is not shown where they are few.
    ///
    /// # References
    /// As for [`paired_change`](paired_change()) and [`check_change`](crate::estimate::published_change::check_change).
    pub fn of(settings: &Cohort, read: &CohortRead, rounding: Rounding) -> Self {
        let change = CohortChange::of(settings.better, read, rounding);
        let published = published::check(settings, change.as_ref().ok(), rounding);
        Self {
            name: settings.name.clone(),
            measure: settings.measure.clone(),
            better: settings.better,
            change,
            published,
        }
    }
}

impl CohortChange {
    fn of(better: Better, read: &CohortRead, rounding: Rounding) -> Result<Self, NotShown> {
        let (helped, others) = (read.helped(), read.comparison());
        let group = |people: &[CohortPerson]| GroupChange::of(people, better, rounding);
        let shown = group(&helped)?;
        let comparison = group(&others).ok();
        let people = persons(&helped, rounding);
        let beside = comparison.is_some().then(|| persons(&others, rounding));
        let found = found(&people, beside.as_deref(), better).map_err(NotShown::NoFigure)?;
        let compared = found.compared.and_then(Result::ok);
        let earlier = found.earlier.and_then(Result::ok);
        Ok(Self {
            helped: shown,
            comparison_withheld: comparison.is_none() && !others.is_empty(),
            comparison,
            relative: found.relative_change.ok().map(|figure| to(figure.into(), 3)),
            difference: compared.and_then(|compared| shown_to(compared.difference, 1)),
            difference_from_the_same_start: compared.and_then(|c| shown_to(c.adjusted_difference, 1)),
            natural: earlier.and_then(|earlier| shown_to(earlier.natural_change, 1)),
            from_both_before: earlier.and_then(|earlier| shown_to(earlier.adjusted_change, 1)),
            per_dose: shown_to(found.change_per_dose, 2),
            caution: found.caution,
        })
    }
}

impl GroupChange {
    fn of(people: &[CohortPerson], better: Better, rounding: Rounding) -> Result<Self, NotShown> {
        if people.len() < FEWEST.max(rounding.threshold as usize) {
            return Err(NotShown::FewPeople);
        }
        let alike = |of: fn(&CohortPerson) -> f64| people.iter().all(|person| of(person) == of(&people[0]));
        if alike(|person| person.before) || alike(|person| person.after) || alike(|p| p.after - p.before) {
            return Err(NotShown::AllAlike);
        }
        let mean = |of: fn(&CohortPerson) -> f64| mean(people.iter().map(of)).map_err(NotShown::NoFigure);
        let shares = SharesShown::of(people, better, rounding);
        let rounded = rounding.people(people.len() as f64).filter(|n| *n > 0.0).ok_or(NotShown::FewPeople)?;
        Ok(Self {
            people: shares.as_ref().map_or(rounded, |shares| shares.of),
            before: mean(|person| person.before)?,
            after: mean(|person| person.after)?,
            change: mean(|person| person.after - person.before)?,
            shares,
        })
    }
}

/// An average to one decimal with its 95 % limits: the change from nought.
fn mean(values: impl Iterator<Item = f64>) -> Result<Estimate, NoFigure> {
    let person = |after| Person { before: 0.0, after, earlier: None, dose: None };
    let people: Vec<Person> = values.map(person).collect();
    Ok(to(found(&people, None, Better::Higher)?.change?.figure.into(), 1))
}

fn found(people: &[Person], others: Option<&[Person]>, better: Better) -> Result<PairedChange, NoFigure> {
    let lower_is_better = better == Better::Lower;
    let cohort = paired_change::Cohort { people, lower_is_better, comparison: others, population_mean: None };
    paired_change(&cohort, Confidence::P95)
}

/// People as they are estimated from: without an earlier figure or a dose where those who have one, or those who have
/// none, are few.
fn persons(people: &[CohortPerson], rounding: Rounding) -> Vec<Person> {
    let may_be_shown = |known: usize| {
        let unknown = people.len() - known;
        known >= FEWEST && (unknown == 0 || unknown >= rounding.threshold as usize)
    };
    let earlier = may_be_shown(people.iter().filter(|person| person.earlier.is_some()).count());
    let dose = may_be_shown(people.iter().filter(|person| person.dose.is_some()).count());
    let person = |of: &CohortPerson| Person {
        before: of.before,
        after: of.after,
        earlier: of.earlier.filter(|_| earlier),
        dose: of.dose.filter(|_| dose),
    };
    people.iter().map(person).collect()
}

fn shown_to(tested: Result<Tested, NoFigure>, decimals: i32) -> Option<Estimate> {
    Some(to(tested.ok()?.figure.into(), decimals))
}

/// A figure and its limits to so many decimals, without a minus before zero.
fn to(estimate: Estimate, decimals: i32) -> Estimate {
    let places = 10f64.powi(decimals);
    let to = |value: f64| (value * places).round() / places + 0.0;
    Estimate { value: to(estimate.value), lower: to(estimate.lower), upper: to(estimate.upper) }
}

#[cfg(test)]
mod tests;
