//! Pathways: how many people come to each step of a service, and how many are lost, by who referred and who provides.

use super::course::{Course, Given, Stop};
use super::share::{NoShare, Share, Showing};
use crate::roll::{Journey, Roll};
use crate::step::Step;

/// What stands for a referrer or a provider whom the records do not name.
pub const NOT_RECORDED: &str = "not recorded";

/// The pathways of one service.
#[derive(Debug, Clone, PartialEq)]
pub struct ServicePathways {
    /// The service, by position in [`Roll::services`].
    pub service: usize,
    /// Its name.
    pub name: String,
    /// The steps that its records tell of, in their order; none where they have no statuses.
    pub steps: Vec<Step>,
    /// Everybody.
    pub all: Pathway,
    /// By who referred, in alphabetical order, those without a name last; empty where no record names anybody.
    pub by_referrer: Vec<(String, Pathway)>,
    /// By provider, in the same order.
    pub by_provider: Vec<(String, Pathway)>,
}

/// How far some people came, in numbers that may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Pathway {
    /// By step of the service: people who came to it; `None` where the number is withheld.
    pub people: Vec<Option<f64>>,
    /// From each step to the next.
    pub passages: Vec<Passage>,
    /// Those who completed, of those who came at least the time given before the records end.
    pub retention: Result<Share, NoShare>,
}

/// What became of the people of one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Passage {
    /// The step.
    pub from: Step,
    /// The next one.
    pub to: Step,
    /// Those who came to the next step, of those who came to this one.
    pub on: Result<Share, NoShare>,
    /// Those who came no further, of the same people, by [`Stop`].
    pub stopped: [Result<Share, NoShare>; 4],
}

impl Passage {
    /// Those who came no further for this reason, of all who came to the step.
    ///
    /// # Errors
    /// Why there is no share.
    pub fn stopped_by(&self, stop: Stop) -> Result<Share, NoShare> {
        self.stopped[stop as usize]
    }
}

/// People of one pathway.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Tally {
    /// By step of the way: those who came to it.
    came: [u64; 5],
    /// By furthest step and reason: those who came no further.
    stopped: [[u64; 4]; 5],
    /// Those who came long enough ago, and those of them who completed.
    due: u64,
    completed: u64,
    /// Those who completed or left: where nobody did, no ends are recorded.
    ended: u64,
}

impl Tally {
    fn add(&mut self, course: Course) {
        self.came[..=course.furthest].iter_mut().for_each(|count| *count += 1);
        self.ended += u64::from(course.stop == Some(Stop::Disengaged) || course.stop.is_none());
        if let Some(stop) = course.stop {
            self.stopped[course.furthest][stop as usize] += 1;
        }
        if let Some(completed) = course.outcome {
            self.due += 1;
            self.completed += u64::from(completed);
        }
    }

    fn shown(&self, steps: &[Step], has_ends: bool, showing: Showing) -> Pathway {
        let came = |step: &Step| self.came[*step as usize];
        let counts: Vec<u64> = steps.iter().map(came).collect();
        let people = people_shown(&counts, showing);
        let passage = |at: usize| self.passage(&steps[at..at + 2], &people[at..at + 2], showing);
        let passages = (1..steps.len()).map(|next| passage(next - 1)).collect();
        let retention = if has_ends && self.has_endings() {
            showing.share(self.completed, self.due)
        } else {
            Err(NoShare::NotRecorded)
        };
        Pathway { people, passages, retention }
    }

    /// Whether anybody who came is recorded to have completed or left.
    fn has_endings(&self) -> bool {
        self.ended > 0 || self.came[Step::Engaged as usize] == 0
    }

    fn passage(&self, steps: &[Step], people: &[Option<f64>], showing: Showing) -> Passage {
        let (from, to) = (steps[0], steps[1]);
        let base = self.came[from as usize];
        let recorded = to <= Step::Engaged || self.has_endings();
        let share = |n: u64, shown: bool| match (base, shown) {
            _ if !recorded => Err(NoShare::NotRecorded),
            (0, _) => Err(NoShare::Nobody),
            (_, false) => Err(NoShare::Withheld),
            _ => showing.step(n, base),
        };
        let base_shown = people[0].is_some();
        let stopped = Stop::ALL.map(|stop| {
            let n = (from as usize..to as usize).map(|at| self.stopped[at][stop as usize]).sum();
            share(n, base_shown)
        });
        let on = share(self.came[to as usize], base_shown && people[1].is_some());
        Passage { from, to, on, stopped }
    }
}

/// Numbers of people at steps that follow each other: one is shown only where it may be, and where the difference to
/// the last one shown may be too. Where the first is withheld, all are: the others are a part of it.
fn people_shown(came: &[u64], showing: Showing) -> Vec<Option<f64>> {
    let mut last: Option<u64> = None;
    let mut shown = Vec::with_capacity(came.len());
    for (at, n) in came.iter().enumerate() {
        let before = if at == 0 { Some(*n) } else { last };
        let apart = before.and_then(|before| showing.people(before - n));
        let people = showing.people(*n).filter(|_| apart.is_some());
        last = if people.is_some() { Some(*n) } else { last };
        shown.push(people);
    }
    shown
}

/// The tallies of each service by who referred or who provides: made where somebody is met.
struct Table {
    names: usize,
    at: Vec<u32>,
    tallies: Vec<Tally>,
}

impl Table {
    const NONE: u32 = u32::MAX;

    fn new(services: usize, names: usize) -> Self {
        Self { names, at: vec![Self::NONE; services * (names + 1)], tallies: Vec::new() }
    }

    fn tally(&mut self, service: u16, name: u16) -> &mut Tally {
        let place = usize::from(service) * (self.names + 1) + usize::from(name).min(self.names);
        if self.at[place] == Self::NONE {
            self.at[place] = self.tallies.len() as u32;
            self.tallies.push(Tally::default());
        }
        &mut self.tallies[self.at[place] as usize]
    }

    /// Name and tally of everybody met in a service, in order of the names; none where nobody is named.
    fn of(&self, service: usize, names: &[String]) -> Vec<(String, Tally)> {
        let row = &self.at[service * (self.names + 1)..][..=self.names];
        let name = |at: usize| names.get(at).map_or(NOT_RECORDED, String::as_str).to_owned();
        let met = row.iter().enumerate().filter(|(_, place)| **place != Self::NONE);
        let met: Vec<_> = met.map(|(at, place)| (at, self.tallies[*place as usize])).collect();
        if met.iter().all(|(at, _)| *at == self.names) {
            return Vec::new();
        }
        met.into_iter().map(|(at, tally)| (name(at), tally)).collect()
    }
}

/// How far the people of every service come: in one pass over their ways.
///
/// A step is left out where no record of the service tells of it. A later step counts for the earlier ones. Those of
/// whom it is too early to tell are not counted as lost.
pub fn pathways(roll: &Roll, follow_up_days: u32, showing: Showing) -> Vec<ServicePathways> {
    let services = roll.services.len();
    let mut all = vec![Tally::default(); services];
    let mut recorded = vec![[false; 5]; services];
    let mut by_referrer = Table::new(services, roll.referrers.len());
    let mut by_provider = Table::new(services, roll.providers.len());
    for journey in &roll.journeys {
        let service = usize::from(journey.service);
        let given = Given { days: follow_up_days, end: roll.ends[service] };
        let Some(course) = Course::of(journey, given) else { continue };
        all[service].add(course);
        by_referrer.tally(journey.service, journey.referrer).add(course);
        by_provider.tally(journey.service, journey.provider).add(course);
        note(journey, &mut recorded[service]);
    }
    let service = |at: usize| {
        let kept = |step: &Step| roll.has_statuses[at] && recorded[at][*step as usize];
        let steps: Vec<Step> = Step::WAY.into_iter().filter(kept).collect();
        let shown = |tally: Tally| tally.shown(&steps, roll.ends[at].is_some(), showing);
        let rows = |table: &Table, names: &[String]| {
            let rows = if steps.is_empty() { Vec::new() } else { table.of(at, names) };
            rows.into_iter().map(|(name, tally)| (name, shown(tally))).collect()
        };
        ServicePathways {
            service: at,
            name: roll.services[at].clone(),
            all: shown(all[at]),
            by_referrer: rows(&by_referrer, &roll.referrers),
            by_provider: rows(&by_provider, &roll.providers),
            steps: steps.clone(),
        }
    };
    (0..services).map(service).collect()
}

/// Notes the steps that a record tells of by name; to decline or to leave tells of what was offered or begun.
fn note(journey: &Journey, recorded: &mut [bool; 5]) {
    for (step, known) in Step::WAY.iter().zip(recorded.iter_mut()) {
        *known |= journey.day(*step).happened();
    }
    recorded[Step::Offered as usize] |= journey.day(Step::Declined).happened();
    recorded[Step::Engaged as usize] |= journey.day(Step::Disengaged).happened();
}

#[cfg(test)]
mod tests {
    use super::super::course::made_up::journey;
    use super::super::share::FIVES;
    use super::*;
    use proptest::prelude::*;

    const END: i32 = 45_000;

    fn roll(journeys: Vec<Journey>) -> Roll {
        Roll {
            services: vec!["Parenting".into()],
            ends: vec![Some(END)],
            has_statuses: vec![true],
            referrers: vec!["Health".into(), "School".into()],
            providers: vec!["North".into()],
            journeys,
            ..Roll::default()
        }
    }

    fn many(count: usize, referrer: u16, steps: &[(Step, Option<i32>)]) -> Vec<Journey> {
        vec![Journey { referrer, ..journey(0, 0, steps) }; count]
    }

    /// 100 referred: 40 complete, 10 leave, 10 have just come, 15 decline, 20 are lost, 5 were referred last week.
    fn place() -> Vec<Journey> {
        let long_ago = Some(END - 300);
        let mut all = many(40, 0, &[(Step::Referred, long_ago), (Step::Completed, Some(END - 100))]);
        all.extend(many(10, 0, &[(Step::Engaged, Some(END - 200)), (Step::Disengaged, Some(END - 150))]));
        all.extend(many(10, 1, &[(Step::Referred, long_ago), (Step::Engaged, Some(END - 10))]));
        all.extend(many(15, 1, &[(Step::Offered, long_ago), (Step::Declined, Some(END - 250))]));
        all.extend(many(20, 1, &[(Step::Referred, long_ago)]));
        all.extend(many(5, Roll::NONE, &[(Step::Referred, Some(END - 7))]));
        all
    }

    fn counted(share: Result<Share, NoShare>) -> (f64, f64) {
        share.map(|share| (share.part, share.of)).unwrap()
    }

    #[test]
    fn everybody_is_counted_on_and_off_each_step() {
        let found = pathways(&roll(place()), 90, FIVES);
        let service = &found[0];
        assert_eq!(service.steps, Step::WAY[1..]);
        assert_eq!(service.all.people, [100.0, 75.0, 60.0, 40.0].map(Some));
        let [referred, offered, engaged] = [0, 1, 2].map(|at| service.all.passages[at]);
        assert_eq!(counted(referred.on), (75.0, 100.0));
        assert_eq!(counted(referred.stopped_by(Stop::Lost)), (20.0, 100.0));
        assert_eq!(counted(referred.stopped_by(Stop::Waiting)), (5.0, 100.0));
        assert_eq!(counted(offered.stopped_by(Stop::Declined)), (15.0, 75.0));
        assert_eq!(counted(engaged.stopped_by(Stop::Disengaged)), (10.0, 60.0));
        assert_eq!(counted(engaged.stopped_by(Stop::Waiting)), (10.0, 60.0));
        // Those who came a few days ago are in no share of those who stayed.
        assert_eq!(counted(service.all.retention), (40.0, 50.0));
    }

    #[test]
    fn rows_stand_in_order_with_those_not_named_last() {
        let found = pathways(&roll(place()), 90, FIVES);
        let names: Vec<&str> = found[0].by_referrer.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Health", "School", NOT_RECORDED]);
        assert_eq!(found[0].by_referrer[1].1.people, [45.0, 25.0, 10.0, 0.0].map(Some));
        assert!(found[0].by_provider.is_empty());
    }

    #[test]
    fn a_few_lost_are_shown_neither_as_lost_nor_by_the_next_step() {
        let mut few = many(30, 0, &[(Step::Completed, Some(END - 100))]);
        few.extend(many(3, 0, &[(Step::Offered, Some(END - 300))]));
        few.extend(many(1, 0, &[(Step::Engaged, Some(END - 300))]));
        let found = pathways(&roll(few), 90, FIVES);
        assert_eq!(found[0].steps, [Step::Offered, Step::Engaged, Step::Completed]);
        assert_eq!(found[0].all.people, [Some(35.0), None, None]);
        assert_eq!(found[0].all.passages[0].on, Err(NoShare::Withheld));
        assert_eq!(found[0].all.passages[1].on, Err(NoShare::Withheld));
        assert_eq!(found[0].all.retention, Err(NoShare::Withheld));
    }

    #[test]
    fn of_a_provider_that_records_no_ends_it_is_not_told_who_stayed() {
        let mut all = place();
        let silent = many(30, 2, &[(Step::Engaged, Some(END - 200))]);
        all.extend(silent);
        let mut of = roll(all);
        of.referrers.push("Voluntary".into());
        let found = pathways(&of, 90, FIVES);
        let (name, way) = &found[0].by_referrer[2];
        assert_eq!((name.as_str(), way.retention), ("Voluntary", Err(NoShare::NotRecorded)));
        assert_eq!(way.passages[2].on, Err(NoShare::NotRecorded));
        assert_eq!(counted(way.passages[1].on), (30.0, 30.0));
    }

    #[test]
    fn a_service_without_statuses_or_without_dates_says_so() {
        let mut silent = roll(place());
        silent.has_statuses = vec![false];
        let found = pathways(&silent, 90, FIVES);
        assert!(found[0].steps.is_empty() && found[0].all.passages.is_empty());
        let mut undated = roll(many(9, 0, &[(Step::Engaged, None)]));
        undated.ends = vec![None];
        assert_eq!(pathways(&undated, 90, FIVES)[0].all.retention, Err(NoShare::NotRecorded));
    }

    proptest! {
        #[test]
        fn order_changes_nothing_and_nothing_small_shows(counts in prop::collection::vec(0usize..12, 6), turn in 0usize..50) {
            let kinds: [&[(Step, Option<i32>)]; 6] = [
                &[(Step::Identified, Some(END - 300))],
                &[(Step::Referred, Some(END - 300))],
                &[(Step::Offered, None)],
                &[(Step::Engaged, Some(END - 200))],
                &[(Step::Completed, Some(END - 200))],
                &[(Step::Declined, Some(END - 20))],
            ];
            let mut all: Vec<Journey> =
                kinds.iter().zip(&counts).flat_map(|(steps, count)| many(*count, 0, steps)).collect();
            let found = pathways(&roll(all.clone()), 90, FIVES);
            let turn = turn % all.len().max(1);
            all.rotate_left(turn);
            prop_assert_eq!(&found, &pathways(&roll(all), 90, FIVES));
            for pair in found[0].all.people.windows(2) {
                if let [Some(before), Some(after)] = pair {
                    prop_assert!(after <= before);
                }
            }
        }
    }
}
