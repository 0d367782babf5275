//! Cohorts: what changed, and whether published figures hold.

use super::rows::{Rows, estimate, people, text};
use super::{Told, machine_name};
use crate::assess::cohorts::{Against, CohortChange, CohortFindings, GroupChange, Outcome, ShareShown};
use crate::assessment::Better;
use crate::disclose::evidence::{
    Between, Cell, ChangedPeople, Chart, ColumnKind, Drawing, SectionEvidence, Shown, Table,
};
use crate::measure::Estimate;
use crate::words::capital;

use ColumnKind::{Count, Decimal, Text};

const HELPED: &str = "with the help";
const OTHERS: &str = "without the help";

fn id(found: &CohortFindings) -> String {
    format!("cohort_{}", machine_name(&found.name))
}

fn between(e: Estimate) -> Between {
    (e.value, e.lower, e.upper)
}

/// A proportion as a percentage.
fn percent(e: Estimate) -> Estimate {
    Estimate { value: e.value * 100.0, lower: e.lower * 100.0, upper: e.upper * 100.0 }
}

/// For ten units instead of one.
fn tenfold(e: Estimate) -> Estimate {
    Estimate { value: e.value * 10.0, lower: e.lower * 10.0, upper: e.upper * 10.0 }
}

/// One figure of a cohort: what, of whom, how many people, and the figure with its limits.
type Line<'a> = (&'a str, &'a str, Option<f64>, Estimate);

impl Told<'_> {
    pub(super) fn cohort_tables(&self) -> Vec<Table> {
        let tables = self.found.cohorts.iter().filter_map(|found| {
            let change = found.change.as_ref().ok()?;
            Some(self.cohort_table(found, change))
        });
        tables.collect()
    }

    fn cohort_table(&self, found: &CohortFindings, change: &CohortChange) -> Table {
        let decimals = 1;
        let mut rows = Rows::new(&[
            ("figure", "Figure", "What the figure is", Text),
            ("whose", "Whose", "Those who had the help, those who did not, or both beside each other", Text),
            ("unit", "In", "Its unit", Text),
            ("people", "People", "How many people it speaks of, rounded", Count),
        ]);
        rows.with_limits(("value", "Value", "The figure", Decimal(decimals)));
        for (unit, (figure, whose, of, value)) in lines(found, change) {
            let mut row = vec![
                text(figure),
                text(whose),
                text(unit),
                of.map_or(Cell::NotApplicable, |n| people(Some(n))),
            ];
            row.extend(estimate(Some(value), decimals));
            rows.rows.push(row);
        }
        let better = if found.better == Better::Lower {
            "Lower figures are better."
        } else {
            "Higher figures are better."
        };
        rows.table(
            &id(found),
            &format!("{}: {}, before and after", self.title, found.name),
            &format!("{}. One row for each figure.", capital(&found.measure)),
            vec![
                format!("{better} Only people with a figure before and a figure after are counted, and every person is compared with themselves."),
                format!("Numbers of people are rounded to the nearest {}.", self.found.judging.rounding.to),
            ],
        )
    }

    pub(super) fn cohort_charts(&self) -> Vec<Chart> {
        let chart = |found: &CohortFindings| {
            let change = found.change.as_ref().ok()?;
            let others = change.comparison.as_ref().map(|others| changed(OTHERS, others));
            let mut groups = vec![changed(HELPED, &change.helped)];
            groups.extend(others);
            let mut chart = self.chart(
                format!("partnership_{}", id(found)),
                &format!("{}, before and after", found.name),
                "The average of the same people before and after, and how many of them changed for the better",
                Drawing::PairedChange {
                    unit: capital(&found.measure),
                    lower_is_better: found.better == Better::Lower,
                    groups,
                },
                &id(found),
            );
            chart.notes.extend(change.caution.map(|caution| format!("{}.", capital(&caution.to_string()))));
            Some(chart)
        };
        self.found.cohorts.iter().filter_map(chart).collect()
    }

    /// A part of the page for each cohort.
    pub(super) fn cohort_sections(&self) -> Vec<SectionEvidence> {
        let section = |found: &CohortFindings| SectionEvidence {
            id: id(found).replace('_', "-"),
            heading: format!("Before and after: {}", found.name),
            words: found.sentences(),
            points: found
                .published
                .iter()
                .map(|check| (verdict(check.outcome, check.against), check.sentence.clone()))
                .collect(),
            pictures: vec![format!("partnership_{}", id(found))],
            tables: vec![id(found)],
        };
        self.found.cohorts.iter().map(section).collect()
    }
}

/// What was found of a published figure, as a heading.
fn verdict(outcome: Outcome, against: Against) -> String {
    let beside = match against {
        Against::Itself => "the published figures beside each other",
        Against::Records => "a published figure beside the records",
    };
    let word = match outcome {
        Outcome::Agrees => "Agrees",
        Outcome::Contradicts => "Contradicts",
        Outcome::CannotBeChecked => "Cannot be checked",
    };
    format!("{word} ({beside})")
}

/// Every figure, with its unit.
fn lines<'a>(found: &'a CohortFindings, change: &'a CohortChange) -> Vec<(&'a str, Line<'a>)> {
    let unit = found.measure.as_str();
    let mut lines = Vec::new();
    of_group(&mut lines, unit, HELPED, &change.helped);
    let single = |figure, whose, of: Option<Estimate>| of.map(|of| (figure, whose, None, of));
    let relative = change.relative.map(percent);
    lines.extend(
        single("change in proportion to the average before", HELPED, relative).map(|line| ("%", line)),
    );
    if let Some(others) = &change.comparison {
        of_group(&mut lines, unit, OTHERS, others);
    }
    let both = "both";
    let more = [
        single("difference of the changes", both, change.difference),
        single(
            "difference of the changes, of people who started alike",
            both,
            change.difference_from_the_same_start,
        ),
        single("change before the help by itself", HELPED, change.natural),
        single("change from the average of both figures before", HELPED, change.from_both_before),
        single("change for each ten further units of help", HELPED, change.per_dose.map(tenfold)),
    ];
    lines.extend(more.into_iter().flatten().map(|line| (unit, line)));
    lines
}

fn of_group<'a>(lines: &mut Vec<(&'a str, Line<'a>)>, unit: &'a str, whose: &'a str, group: &GroupChange) {
    let averages =
        [("average before", group.before), ("average after", group.after), ("average change", group.change)];
    lines.extend(averages.map(|(figure, value)| (unit, (figure, whose, Some(group.people), value))));
    let Some(shares) = &group.shares else { return };
    let parts =
        [("improved", Some(shares.improved)), ("the same", shares.unchanged), ("worse", shares.worse)];
    let part = |(figure, part): (&'a str, Option<ShareShown>)| {
        part.map(|part| ("% of people", (figure, whose, Some(part.people), percent(part.share))))
    };
    lines.extend(parts.into_iter().filter_map(part));
}

fn changed(name: &str, group: &GroupChange) -> ChangedPeople {
    let direction = |part: Option<ShareShown>| match part {
        Some(part) => Shown::Value((between(part.share), part.people)),
        None => Shown::Suppressed,
    };
    let shares = group.shares.as_ref();
    ChangedPeople {
        name: capital(name),
        people: Shown::Value(group.people),
        figures: Shown::Value([between(group.before), between(group.after), between(group.change)]),
        directions: [
            direction(shares.map(|s| s.improved)),
            direction(shares.and_then(|s| s.unchanged)),
            direction(shares.and_then(|s| s.worse)),
        ],
    }
}
