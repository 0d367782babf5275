//! Counting, definition by definition: who of its people and of those they are compared with met each fate.

use super::register::{Registered, Side};
use crate::assessment::Partnership;
use crate::case_mix::CaseMix;
use crate::roll::{Barrier, Journey, Roll};
use crate::step::Step;

/// What is measured of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measured {
    /// Who is reached, out of the eligible people.
    Reached,
    /// Who is lost on the way, out of those referred: neither engaged nor declined in the time given.
    Lost,
    /// Who is known to an agency and reached by none of the services.
    ReachedByNone,
    /// Who turns down an offer that was properly made and in reach, or leaves.
    TurnedDown,
}

/// People of one stratum.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counts {
    /// Those it happened to.
    pub events: f64,
    /// All of them.
    pub people: f64,
}

/// The two sides of a comparison, by stratum, and those of whom it is not known where they stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Those the definition covers.
    pub covered: Vec<Counts>,
    /// Those they are compared with.
    pub compared: Vec<Counts>,
    /// Those of whom it is not known.
    pub unknown: Vec<Counts>,
    /// People left out because a part of their stratum is not known.
    pub no_stratum: f64,
}

impl Tally {
    fn new(strata: usize) -> Self {
        let none = || vec![Counts::default(); strata];
        Self { covered: none(), compared: none(), unknown: none(), no_stratum: 0.0 }
    }

    fn add(&mut self, side: Side, stratum: Option<usize>, event: bool) {
        let Some(stratum) = stratum else {
            self.no_stratum += f64::from(u8::from(side != Side::Neither));
            return;
        };
        let of = match side {
            Side::Covered => &mut self.covered,
            Side::Compared => &mut self.compared,
            Side::Unknown => &mut self.unknown,
            Side::Neither => return,
        };
        of[stratum].people += 1.0;
        of[stratum].events += f64::from(u8::from(event));
    }
}

/// Offers made to one side, and why some do not count as properly made.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Offers {
    /// Those offered something.
    pub offered: f64,
    /// Those of them for whom the offer was out of reach.
    pub out_of_reach: f64,
    /// Those of the others whom too few recorded attempts, or none, were made to contact.
    pub too_few_attempts: f64,
}

/// Everything counted of one definition.
#[derive(Debug, Clone, Default)]
pub struct Tallied {
    /// Reached, of everybody who is.
    pub reached: Tally,
    /// Lost on the way.
    pub lost: Tally,
    /// Reached by none.
    pub by_none: Tally,
    /// Turned down.
    pub turned_down: Tally,
    /// Offers to those covered, and to those compared.
    pub offers: [Offers; 2],
    /// Waiting times in days since referral, and whether they ended: of those covered, and of those compared.
    pub waits: [Vec<(u32, bool)>; 2],
    /// By step of the way: people who came to it, of those covered and of those compared.
    pub steps: [[f64; 5]; 2],
    /// By attribute of the roll, and last by area: reached people of each level, those covered, those compared, others.
    pub reached_by: Vec<Vec<[f64; 3]>>,
}

impl Tallied {
    /// By side, covered and compared: where all but a few of those reached make up whole groups or areas whose exact
    /// numbers are published, how many those few are; else 0.
    pub fn shown_but_few(&self, threshold: u32) -> [f64; 2] {
        let threshold = f64::from(threshold);
        [0, 1].map(|side| {
            let rest = |levels: &Vec<[f64; 3]>| -> f64 {
                let whole =
                    |level: &[f64; 3]| level[side] >= threshold && level.iter().sum::<f64>() == level[side];
                levels.iter().filter(|level| !whole(level)).map(|level| level[side]).sum()
            };
            self.reached_by.iter().map(rest).find(|few| *few > 0.0 && *few < threshold).unwrap_or(0.0)
        })
    }
}

/// What counting needs.
#[derive(Debug, Clone, Copy)]
pub struct Counting<'a> {
    /// The people.
    pub roll: &'a Roll,
    /// The stratum of each; `u16::MAX` where it is not known.
    pub strata: &'a [u16],
    /// The strata.
    pub case_mix: &'a CaseMix,
    /// What counts as proper.
    pub settings: &'a Partnership,
    /// By service and area: whether its nearest site is out of reach.
    pub far: &'a [Vec<bool>],
}

/// The strata of everybody on the roll.
pub fn strata(roll: &Roll, case_mix: &CaseMix) -> Vec<u16> {
    let sex = roll.attribute("sex");
    let band = roll.attribute("age_band");
    let band_of = |text: &String| crate::assessment::AgeRange::parse(text).ok();
    let bands: Vec<_> = band.iter().flat_map(|b| &b.levels).map(band_of).collect();
    let stratum = |person: usize| {
        let age = match roll.age[person] {
            Roll::NO_AGE => band.and_then(|b| bands.get(usize::from(b.values[person])).copied().flatten()),
            age => Some(crate::assessment::AgeRange { from: age, to: Some(age) }),
        };
        let sex = sex.and_then(|s| s.levels.get(usize::from(s.values[person])).map(String::as_str));
        let area = Some(roll.area[person]).filter(|area| *area != Roll::NOWHERE);
        case_mix.stratum(age, sex, area).and_then(|s| u16::try_from(s).ok()).unwrap_or(u16::MAX)
    };
    (0..roll.len()).map(stratum).collect()
}

impl Counting<'_> {
    /// Counts everything of one definition in one pass over the roll.
    pub fn of(&self, one: &Registered) -> Tallied {
        let (strata, services) = (self.case_mix.len(), self.roll.services.len());
        let mut tallied = Tallied {
            reached: Tally::new(strata),
            lost: Tally::new(strata * services),
            by_none: Tally::new(strata),
            turned_down: Tally::new(strata * services),
            reached_by: self.nobody_by_level(),
            ..Tallied::default()
        };
        let mut journeys = self.roll.journeys.as_slice();
        for person in 0..self.roll.len() {
            let own = journeys.iter().take_while(|journey| journey.person as usize == person).count();
            let (own, rest) = journeys.split_at(own);
            journeys = rest;
            self.person(one, person, own, &mut tallied);
        }
        tallied
    }

    fn person(&self, one: &Registered, person: usize, journeys: &[Journey], tallied: &mut Tallied) {
        let side = one.side(person);
        let stratum = Some(usize::from(self.strata[person])).filter(|s| *s != usize::from(u16::MAX));
        let mut reached = false;
        for journey in journeys.iter().filter(|journey| one.speaks_of(journey)) {
            reached |= journey.reached;
            let in_service = stratum.map(|s| usize::from(journey.service) * self.case_mix.len() + s);
            self.way(journey, side, in_service, tallied);
            if self.roll.has_statuses[usize::from(journey.service)] {
                self.offer(journey, (side, self.roll.area[person]), in_service, tallied);
            }
        }
        if reached && self.roll.area[person] != Roll::NOWHERE {
            tallied.reached.add(side, stratum, true);
            self.level(person, side, &mut tallied.reached_by);
        }
        if self.roll.known_to[person] != 0 {
            tallied.by_none.add(side, stratum, !reached);
        }
    }

    fn nobody_by_level(&self) -> Vec<Vec<[f64; 3]>> {
        let areas = self
            .roll
            .area
            .iter()
            .filter(|area| **area != Roll::NOWHERE)
            .max()
            .map_or(0, |last| *last as usize + 1);
        // The level after the last is that of those of whom it is not written down.
        let sizes = self.roll.attributes.iter().map(|attribute| attribute.levels.len()).chain([areas]);
        sizes.map(|size| vec![[0.0; 3]; size + 1]).collect()
    }

    fn level(&self, person: usize, side: Side, reached_by: &mut [Vec<[f64; 3]>]) {
        let side = match side {
            Side::Covered => 0,
            Side::Compared => 1,
            Side::Unknown | Side::Neither => 2,
        };
        let values = self.roll.attributes.iter().map(|attribute| usize::from(attribute.values[person]));
        let places = values.chain([self.roll.area[person] as usize]);
        for (levels, at) in reached_by.iter_mut().zip(places) {
            let last = levels.len() - 1;
            levels[at.min(last)][side] += 1.0;
        }
    }

    /// A way through a service: its steps, the wait, and whether the person got lost.
    fn way(&self, journey: &Journey, side: Side, stratum: Option<usize>, tallied: &mut Tallied) {
        let at = match side {
            Side::Covered => Some(0),
            Side::Compared => Some(1),
            Side::Unknown | Side::Neither => None,
        };
        if let Some(at) = at {
            for (count, step) in tallied.steps[at].iter_mut().zip(Step::WAY) {
                *count += f64::from(u8::from(came_from_the_first(journey, step)));
            }
        }
        if !journey.day(Step::Referred).happened() {
            return;
        }
        let end = self.roll.ends[usize::from(journey.service)];
        let waited = wait(journey, end);
        if let (Some(at), Some(wait)) = (at, waited) {
            tallied.waits[at].push(wait);
        }
        let referred = journey.day(Step::Referred).number();
        let early =
            referred.zip(end).is_some_and(|(day, end)| day + self.settings.follow_up_days as i32 > end);
        if early {
            return;
        }
        let lost = !journey.came_to(Step::Engaged) && !journey.day(Step::Declined).happened();
        tallied.lost.add(side, stratum, lost);
    }

    /// An offer: whether it was properly made and in reach, and whether it was turned down.
    fn offer(
        &self,
        journey: &Journey,
        (side, area): (Side, u32),
        stratum: Option<usize>,
        tallied: &mut Tallied,
    ) {
        if !journey.came_to(Step::Offered) {
            return;
        }
        let far = &self.far[usize::from(journey.service)];
        let out_of_reach =
            journey.barrier == Barrier::Stood || far.get(area as usize).copied().unwrap_or(false);
        // Somebody who gave an answer needed no further attempt.
        let answered = journey.came_to(Step::Engaged) || journey.day(Step::Declined).happened();
        let recorded = journey.attempts != Journey::NO_ATTEMPTS;
        let enough = recorded && (answered || journey.attempts >= self.settings.attempts);
        let too_few = !out_of_reach && !enough;
        let offers = match side {
            Side::Covered => Some(&mut tallied.offers[0]),
            Side::Compared => Some(&mut tallied.offers[1]),
            Side::Unknown | Side::Neither => None,
        };
        if let Some(offers) = offers {
            offers.offered += 1.0;
            offers.out_of_reach += f64::from(u8::from(out_of_reach));
            offers.too_few_attempts += f64::from(u8::from(too_few));
        }
        if !out_of_reach && enough {
            // Somebody who declined and came after all has not declined.
            let declined = journey.day(Step::Declined).happened() && !journey.came_to(Step::Engaged);
            let turned_down = declined || journey.day(Step::Disengaged).happened();
            tallied.turned_down.add(side, stratum, turned_down);
        }
    }
}

/// Whether a person who was identified or referred came to a step.
fn came_from_the_first(journey: &Journey, step: Step) -> bool {
    match step {
        Step::Identified => journey.day(Step::Identified).happened(),
        Step::Referred => journey.day(Step::Referred).happened(),
        later => journey.day(Step::Referred).happened() && journey.came_to(later),
    }
}

/// Days from referral to engagement and whether it came, else to the day the wait was cut short: declined, or the
/// end of the records. Out of order, undated: none.
pub(super) fn wait(journey: &Journey, end: Option<i32>) -> Option<(u32, bool)> {
    let referred = journey.day(Step::Referred).number()?;
    let days = |to: i32| u32::try_from(to - referred).ok();
    if journey.came_to(Step::Engaged) {
        let engaged = [Step::Engaged, Step::Completed, Step::Disengaged];
        let first = engaged.iter().filter_map(|step| journey.day(*step).number()).min()?;
        return days(first).map(|days| (days, true));
    }
    let cut = journey.day(Step::Declined).number().or(end)?;
    days(cut).map(|days| (days, false))
}
