//! Population groups: who is reached less than their share, and where the people of each group live.

use super::ServiceFindings;
use super::gap::{Gap, Verdict};
use super::joint::{JointHigh, high};
use crate::count::Count;
use crate::estimate::Confidence;
use crate::estimate::measures::Measures;
use crate::join::{GroupTable, UptakeCounts};
use crate::measure::{Estimate, Measure};
use crate::publishable::Publishable;

/// What records say of the groups of one kind.
#[derive(Debug, Clone)]
pub struct GroupFindings {
    /// What the groups are.
    pub name: String,
    /// One per group.
    pub levels: Vec<GroupGap>,
    /// People reached whose group is not known.
    pub unknown: Count,
}

/// One group's reach.
#[derive(Debug, Clone)]
pub struct GroupGap {
    /// The group.
    pub level: String,
    /// Its eligible people.
    pub eligible: f64,
    /// Those reached.
    pub observed: Count,
    /// Against the place's own rate: observed ÷ expected is the representation ratio.
    pub equal: Gap,
    /// Against the rates of the areas where the group lives: what is left once place is allowed for.
    pub given_where_they_live: Gap,
}

impl GroupFindings {
    /// Sets each group's reach against the place's own rate. People of unknown group are in no group; the
    /// rate is that of people whose group is known, so that unknowns do not make every group look short. Where
    /// their number may not be shown, it is too small to matter and the rate is that of everybody reached.
    ///
    /// Areas whose counts are withheld share one rate, which the others' counts and the total tell anyway.
    pub(super) fn new(
        at: usize,
        uptake: &UptakeCounts,
        publishable: &Publishable,
        confidence: Confidence,
    ) -> Self {
        let groups = &uptake.groups[at];
        let sum = |by_area: &Vec<Count>| by_area.iter().copied().sum::<Count>();
        let observed: Vec<Count> = groups.reached.iter().map(sum).collect();
        let eligible: Vec<f64> = groups.eligible.iter().map(|by_area| by_area.iter().sum()).collect();
        let all_reached = sum(&uptake.reached).middle();
        let known: f64 = observed.iter().map(|c| c.middle()).sum();
        let known = if publishable.unknown[at] { known } else { all_reached };
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let rate = share(known, eligible.iter().sum());
        // Per person of the groups' own population, which may be of other ages than the eligible people.
        let people = |area: usize| groups.eligible.iter().map(|by_area| by_area[area]).sum::<f64>();
        let reached = |area: usize| uptake.reached[area].middle();
        let withheld = || (0..uptake.reached.len()).filter(|area| !publishable.areas[*area]);
        let withheld_rate = share(withheld().map(reached).sum(), withheld().map(people).sum());
        let local_rate = |area: usize| {
            if publishable.areas[area] { share(reached(area), people(area)) } else { withheld_rate }
        };
        let level = |i: usize| {
            let local: f64 =
                groups.eligible[i].iter().enumerate().map(|(area, n)| n * local_rate(area)).sum();
            let gap = |expected: f64| Gap::new(observed[i], Count::exact(expected), confidence);
            GroupGap {
                level: groups.levels[i].clone(),
                eligible: eligible[i],
                observed: observed[i],
                equal: gap(eligible[i] * rate),
                given_where_they_live: gap(local * share(known, all_reached)),
            }
        };
        let levels = (0..groups.levels.len()).map(level).collect();
        Self { name: groups.name.clone(), levels, unknown: sum(&groups.unknown) }
    }
}

/// Where the people of each group live: an ecological figure, of places and not of persons.
#[derive(Debug, Clone)]
pub struct WhereTheyLive {
    /// What the groups are.
    pub name: String,
    /// One per group.
    pub levels: Vec<Exposure>,
}

/// Where one group's people live.
#[derive(Debug, Clone)]
pub struct Exposure {
    /// The group.
    pub level: String,
    /// Its people.
    pub people: f64,
    /// The share of them in the fifth of areas with most need.
    pub in_high_need: Option<f64>,
    /// The share of them in areas of joint high deprivation and crime.
    pub in_joint_high: Option<f64>,
    /// By service: the share of them in areas with a verdict of under-served.
    pub in_under_served: Vec<Option<f64>>,
    /// By service: the mean reach of the areas they live in. Not the reach of the group itself.
    pub reach_of_their_areas: Vec<Option<f64>>,
}

impl WhereTheyLive {
    /// Sets where each group lives against need, crime and reach. Areas whose counts are withheld take no part
    /// in what is said of reach.
    pub(super) fn new(
        table: &GroupTable,
        measures: &Measures,
        joint: Option<&JointHigh>,
        services: &[ServiceFindings],
        publishable: &[Publishable],
    ) -> Self {
        let needy = measures.need.as_ref().map(|n| high(&n.index));
        let levels = table
            .levels
            .iter()
            .zip(&table.people)
            .map(|(level, people)| Exposure {
                level: level.clone(),
                people: people.iter().sum(),
                in_high_need: needy.as_ref().and_then(|n| share(people, |a| n[a])),
                in_joint_high: joint.and_then(|j| share(people, |a| j.areas[a].map(|(d, c)| d && c))),
                in_under_served: services
                    .iter()
                    .zip(publishable)
                    .map(|(s, may)| {
                        let under = |a: usize| s.standards[0].gaps[a].verdict == Verdict::UnderServed;
                        share(people, |a| may.areas[a].then(|| under(a)))
                    })
                    .collect(),
                reach_of_their_areas: measures
                    .reach
                    .iter()
                    .zip(publishable)
                    .map(|(r, may)| mean(people, r, &may.areas))
                    .collect(),
            })
            .collect();
        Self { name: table.name.clone(), levels }
    }
}

fn share(people: &[f64], marked: impl Fn(usize) -> Option<bool>) -> Option<f64> {
    let (mut sum, mut all) = (0.0, 0.0);
    for (area, n) in people.iter().enumerate() {
        if let Some(marked) = marked(area) {
            all += n;
            sum += if marked { *n } else { 0.0 };
        }
    }
    (all > 0.0).then(|| sum / all)
}

fn mean(people: &[f64], reach: &Measure<Estimate>, shown: &[bool]) -> Option<f64> {
    let (mut sum, mut all) = (0.0, 0.0);
    for ((n, value), shown) in people.iter().zip(&reach.values).zip(shown) {
        if let Some(reach) = value.known().filter(|_| *shown) {
            sum += n * reach.value;
            all += n;
        }
    }
    (all > 0.0).then(|| sum / all)
}
