//! Counting for the equality table: one pass over the people and their ways through services.

use super::Ground;
use crate::assess::partnership::course::{self, Given};
use crate::roll::{Journey, Roll};

/// People of one kind, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) people: u64,
    pub(super) need_known: u64,
    pub(super) needy: u64,
    pub(super) distance_known: u64,
    pub(super) far: u64,
    /// Sum over people.
    pub(super) distance: f64,
    pub(super) core_known: u64,
    pub(super) core: u64,
    pub(super) reached: u64,
    /// Those who came long enough ago, and those of them who completed.
    pub(super) due: u64,
    pub(super) completed: u64,
}

impl Tally {
    pub(super) fn plus(self, other: &Self) -> Self {
        Self {
            people: self.people + other.people,
            need_known: self.need_known + other.need_known,
            needy: self.needy + other.needy,
            distance_known: self.distance_known + other.distance_known,
            far: self.far + other.far,
            distance: self.distance + other.distance,
            core_known: self.core_known + other.core_known,
            core: self.core + other.core,
            reached: self.reached + other.reached,
            due: self.due + other.due,
            completed: self.completed + other.completed,
        }
    }

    pub(super) fn minus(self, other: &Self) -> Self {
        Self {
            people: self.people - other.people,
            need_known: self.need_known - other.need_known,
            needy: self.needy - other.needy,
            distance_known: self.distance_known - other.distance_known,
            far: self.far - other.far,
            distance: self.distance - other.distance,
            core_known: self.core_known - other.core_known,
            core: self.core - other.core,
            reached: self.reached - other.reached,
            due: self.due - other.due,
            completed: self.completed - other.completed,
        }
    }
}

/// What areas say of the people who live there.
struct Areas(Vec<Tally>);

impl Areas {
    fn new(ground: &Ground<'_>) -> Self {
        let lengths =
            [ground.fifths.map(<[_]>::len), ground.core20.map(<[_]>::len), ground.distance.map(<[_]>::len)];
        let count = lengths.into_iter().flatten().max().unwrap_or(0);
        let at = |area: usize| {
            let fifth = ground.fifths.and_then(|fifths| fifths.get(area).copied().flatten());
            let core = ground.core20.and_then(|core| core.get(area).copied().flatten());
            let distance = ground.distance.and_then(|distance| distance.get(area).copied().flatten());
            let distance = distance.filter(|way| way.is_finite());
            let far = distance.zip(ground.out_of_reach).is_some_and(|(way, limit)| way >= limit);
            Tally {
                need_known: u64::from(fifth.is_some()),
                needy: u64::from(fifth == Some(5)),
                distance_known: u64::from(distance.is_some()),
                far: u64::from(far),
                distance: distance.unwrap_or(0.0),
                core_known: u64::from(core.is_some()),
                core: u64::from(core == Some(true)),
                ..Tally::default()
            }
        };
        Self((0..count).map(at).collect())
    }

    fn of(&self, area: u32) -> Tally {
        self.0.get(area as usize).copied().unwrap_or_default()
    }
}

/// By attribute asked for, the tallies of its levels. Ways through services stand in order of person.
pub(super) fn count(ground: &Ground<'_>, attributes: &[usize]) -> Vec<Vec<Tally>> {
    let roll = ground.roll;
    let areas = Areas::new(ground);
    let chosen: Vec<_> = attributes.iter().map(|at| &roll.attributes[*at]).collect();
    let mut tallies: Vec<Vec<Tally>> =
        chosen.iter().map(|attribute| vec![Tally::default(); attribute.levels.len()]).collect();
    let mut journeys = roll.journeys.as_slice();
    for person in 0..roll.len() {
        let own = journeys.iter().take_while(|journey| journey.person as usize == person).count();
        let (own, rest) = journeys.split_at(own);
        journeys = rest;
        let one = met(roll, own, ground.follow_up_days, areas.of(roll.area[person]));
        for (attribute, tallies) in chosen.iter().zip(&mut tallies) {
            if let Some(tally) = tallies.get_mut(usize::from(attribute.values[person])) {
                *tally = tally.plus(&one);
            }
        }
    }
    tallies
}

/// One person: what their area says, and what became of them. Somebody in several services counts once: reached by
/// any, and completed in any of those they came to.
fn met(roll: &Roll, journeys: &[Journey], follow_up_days: u32, area: Tally) -> Tally {
    let mut one = Tally { people: 1, ..area };
    for journey in journeys {
        one.reached |= u64::from(journey.reached);
        let given = Given { days: follow_up_days, end: roll.ends[usize::from(journey.service)] };
        if let Some(completed) = course::outcome(journey, given) {
            one.due = 1;
            one.completed |= u64::from(completed);
        }
    }
    one
}
