//! Charts of definitions: verdicts, combinations, ways, waits and change.

use super::charts::attrition::{self, Attrition, AttritionStep};
use super::charts::groups::Rate;
use super::charts::paired_change::{self, Better, ChangedGroup, PairedChange, PairedFigures};
use super::charts::upset::{self, Upset, UpsetCombination, UpsetSet};
use super::charts::verdicts::{self, ClaimKind, VerdictRow, Verdicts};
use super::charts::waiting::{
    self, MedianWait, Waiting, WaitingCurve, WaitingGroup, WaitingStep, waiting_days,
};
use super::drawing::numbers::Unit;
use super::drawing::sheet::Words;
use super::maps::area_value::AreaValue;
use super::pictures::area_value;
use crate::assessment::DefinitionKind;
use crate::disclose::evidence::{
    Between, ChangedPeople, Chart, Drawing, Shown, Verdict, VerdictBar, WaitingLine,
};

/// What the legends of intervals say.
const INTERVAL: &str = "95% interval";

type Drawn = Result<(String, String), String>;

/// Draws one of these charts; `None` for a chart of another kind.
pub(super) fn draw(chart: &Chart, words: Words, fewer_than: u32) -> Option<Drawn> {
    let notes = chart.notes.clone();
    Some(match &chart.drawing {
        Drawing::Verdicts { rows } => {
            let rows: Vec<VerdictRow> = rows.iter().map(verdict_row).collect();
            let heading = "Ratio to those compared (1 = the same)".to_owned();
            let interval_name = INTERVAL.to_owned();
            let chart = Verdicts { words, heading, interval_name, rows: &rows, notes, fewer_than };
            told(verdicts::draw(&chart), chart.alt_text())
        }
        Drawing::Upset { sets, combinations } => {
            let set = |(label, agency, people): &(String, String, Shown<f64>)| UpsetSet {
                label: label.clone(),
                agency: agency.clone(),
                people: people_of(people),
            };
            let combination = |(members, people): &(Vec<usize>, Shown<f64>)| UpsetCombination {
                members: members.clone(),
                people: people_of(people),
            };
            let sets: Vec<UpsetSet> = sets.iter().map(set).collect();
            let combinations: Vec<UpsetCombination> = combinations.iter().map(combination).collect();
            let chart = Upset { words, sets: &sets, combinations: &combinations, notes, fewer_than };
            told(upset::draw(&chart), chart.alt_text())
        }
        Drawing::Attrition { groups, steps } => {
            let step = |(name, people): &(String, Option<[Shown<f64>; 2]>)| AttritionStep {
                name: name.clone(),
                people: match people {
                    Some(people) => [people_of(&people[0]), people_of(&people[1])],
                    None => [not_recorded(), not_recorded()],
                },
            };
            let steps: Vec<AttritionStep> = steps.iter().map(step).collect();
            let chart = Attrition { words, groups: groups.clone(), steps: &steps, notes, fewer_than };
            told(attrition::draw(&chart), chart.alt_text())
        }
        Drawing::Waiting { lines } => draw_waiting(words, lines, notes, fewer_than),
        Drawing::PairedChange { unit, lower_is_better, groups } => {
            let groups: Vec<ChangedGroup> = groups.iter().map(changed_group).collect();
            let chart = PairedChange {
                words,
                heading: unit.clone(),
                unit: Unit::Decimals(1),
                better: if *lower_is_better { Better::Lower } else { Better::Higher },
                times: ["Before".to_owned(), "After".to_owned()],
                interval_name: INTERVAL.to_owned(),
                from_zero: true,
                groups: &groups,
                notes,
                fewer_than,
            };
            told(paired_change::draw(&chart), chart.alt_text())
        }
        _ => return None,
    })
}

fn told<E: std::fmt::Display>(drawn: Result<String, E>, alt: String) -> Drawn {
    drawn.map(|svg| (alt, svg)).map_err(|why| why.to_string())
}

fn not_recorded() -> AreaValue<u64> {
    AreaValue::NoData("not recorded".into())
}

fn people_of(shown: &Shown<f64>) -> AreaValue<u64> {
    match area_value(shown) {
        AreaValue::Value(people) => AreaValue::Value(people.max(0.0).round() as u64),
        AreaValue::Suppressed => AreaValue::Suppressed,
        AreaValue::NoData(why) => AreaValue::NoData(why),
    }
}

fn rate((value, lower, upper): Between) -> Rate {
    Rate { value, lower, upper }
}

fn verdict_row(bar: &VerdictBar) -> VerdictRow {
    VerdictRow {
        agency: bar.agency.clone(),
        title: bar.title.clone(),
        kind: match bar.kind {
            DefinitionKind::UnderRepresented => ClaimKind::UnderRepresented,
            DefinitionKind::SlippingThrough => ClaimKind::SlippingThrough,
            DefinitionKind::ServiceResistant => ClaimKind::ServiceResistant,
        },
        ratio: match &bar.ratio {
            Ok(ratio) => AreaValue::Value(rate(*ratio)),
            Err(why) => AreaValue::NoData(why.clone()),
        },
        threshold: Some(bar.threshold),
        verdict: match bar.verdict {
            Verdict::Supported => verdicts::Verdict::Supported,
            Verdict::NotSupported => verdicts::Verdict::NotSupported,
            Verdict::NotEnoughData => verdicts::Verdict::NotEnoughData,
            Verdict::NotOfferedInReach => verdicts::Verdict::NotOfferedInReach,
        },
    }
}

fn draw_waiting(words: Words, lines: &[WaitingLine], notes: Vec<String>, fewer_than: u32) -> Drawn {
    let points = |line: &WaitingLine| line.still_waiting.clone().unwrap_or_default();
    let end = lines.iter().flat_map(points).map(|(day, _, _)| f64::from(day)).fold(0.0, f64::max);
    let days = waiting_days(end.max(1.0));
    let group = |line: &WaitingLine| {
        let points = points(line);
        let at_risk = |day: &f64| {
            // The last stated day at or before this one tells how many were still followed.
            let before = points.iter().take_while(|(at, _, _)| f64::from(*at) <= *day).last();
            before.map_or(AreaValue::Suppressed, |(_, _, left)| AreaValue::Value(left.round() as u64))
        };
        let step = |(day, share, _): &(u32, Between, f64)| {
            let (value, lower, upper) = *share;
            WaitingStep {
                day: f64::from(*day),
                not_seen: Rate { value, lower: lower.clamp(0.0, 1.0), upper: upper.clamp(0.0, 1.0) },
            }
        };
        let curve = || WaitingCurve {
            steps: points.iter().map(step).collect(),
            followed_to: points.last().map_or(0.0, |(day, _, _)| f64::from(*day)),
            median: match line.median {
                Some((days, lower, upper)) => AreaValue::Value(MedianWait { days, lower, upper }),
                None => AreaValue::NoData("not reached".into()),
            },
        };
        WaitingGroup {
            name: line.name.clone(),
            curve: if points.is_empty() { AreaValue::Suppressed } else { AreaValue::Value(curve()) },
            at_risk: days.iter().map(at_risk).collect(),
        }
    };
    let groups: Vec<WaitingGroup> = lines.iter().map(group).collect();
    let chart = Waiting {
        words,
        heading: "Share not yet met".into(),
        days_heading: "Days since referral".into(),
        interval_name: INTERVAL.into(),
        groups: &groups,
        days: &days,
        notes,
        fewer_than,
    };
    told(waiting::draw(&chart), chart.alt_text())
}

fn changed_group(group: &ChangedPeople) -> ChangedGroup {
    let figures = match area_value(&group.figures) {
        AreaValue::Value([before, after, change]) => {
            AreaValue::Value(PairedFigures { before: rate(before), after: rate(after), change: rate(change) })
        }
        AreaValue::Suppressed => AreaValue::Suppressed,
        AreaValue::NoData(why) => AreaValue::NoData(why),
    };
    let direction = |shown: &Shown<(Between, f64)>| match area_value(shown) {
        AreaValue::Value((share, people)) => {
            AreaValue::Value(paired_change::ChangedPeople { share: share.0, people: people.round() as u64 })
        }
        AreaValue::Suppressed => AreaValue::Suppressed,
        AreaValue::NoData(why) => AreaValue::NoData(why),
    };
    ChangedGroup {
        name: group.name.clone(),
        people: people_of(&group.people),
        figures,
        directions: [0, 1, 2].map(|at| direction(&group.directions[at])),
    }
}
