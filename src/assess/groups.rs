//! Population groups: who is reached less than their share, and where the people of each group live.

use super::ServiceFindings;
use super::gap::{Gap, Verdict};
use super::joint::{JointHigh, high};
use crate::count::Count;
use crate::estimate::Confidence;
use crate::estimate::measures::Measures;
use crate::join::{GroupTable, GroupUptake, UptakeCounts};
use crate::measure::{Estimate, Measure};

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
    /// rate is that of people whose group is known, so that unknowns do not make every group look short.
    pub(super) fn new(
        groups: &GroupUptake,
        uptake: &UptakeCounts,
        reach: &Measure<Estimate>,
        confidence: Confidence,
    ) -> Self {
        let observed: Vec<Count> =
            groups.reached.iter().map(|by_area| by_area.iter().copied().sum()).collect();
        let eligible: Vec<f64> = groups.eligible.iter().map(|by_area| by_area.iter().sum()).collect();
        let all_reached: f64 = uptake.reached.iter().map(|c| c.middle()).sum();
        let known: f64 = observed.iter().map(|c| c.middle()).sum();
        let everybody: f64 = eligible.iter().sum();
        let rate = if everybody > 0.0 { known / everybody } else { 0.0 };
        let known_share = if all_reached > 0.0 { known / all_reached } else { 0.0 };
        let level = |i: usize| {
            let local: f64 = groups.eligible[i]
                .iter()
                .zip(&reach.values)
                .map(|(n, reach)| n * reach.known().map_or(0.0, |r| r.value))
                .sum();
            let gap = |expected: f64| Gap::new(observed[i], Count::exact(expected), confidence);
            GroupGap {
                level: groups.levels[i].clone(),
                eligible: eligible[i],
                observed: observed[i],
                equal: gap(eligible[i] * rate),
                given_where_they_live: gap(local * known_share),
            }
        };
        let levels = (0..groups.levels.len()).map(level).collect();
        Self { name: groups.name.clone(), levels, unknown: groups.unknown.iter().copied().sum() }
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
    pub in_under_served: Vec<f64>,
    /// By service: the mean reach of the areas they live in. Not the reach of the group itself.
    pub reach_of_their_areas: Vec<Option<f64>>,
}

impl WhereTheyLive {
    /// Sets where each group lives against need, crime and reach.
    pub(super) fn new(
        table: &GroupTable,
        measures: &Measures,
        joint: Option<&JointHigh>,
        services: &[ServiceFindings],
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
                    .map(|s| share(people, |a| Some(s.standards[0].gaps[a].verdict == Verdict::UnderServed)))
                    .map(Option::unwrap_or_default)
                    .collect(),
                reach_of_their_areas: measures.reach.iter().map(|r| mean(people, r)).collect(),
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

fn mean(people: &[f64], reach: &Measure<Estimate>) -> Option<f64> {
    let (mut sum, mut all) = (0.0, 0.0);
    for (n, value) in people.iter().zip(&reach.values) {
        if let Some(reach) = value.known() {
            sum += n * reach.value;
            all += n;
        }
    }
    (all > 0.0).then(|| sum / all)
}
