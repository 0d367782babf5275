//! What became of one person's way through a service, given the time it had.

use crate::roll::Journey;
use crate::step::Step;

/// How long people are given before their way counts as broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The days.
    pub days: u32,
    /// The last day the service's records tell of, since 1 January 1900.
    pub end: Option<i32>,
}

/// Why somebody came no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stop {
    /// Nothing says why: lost on the way.
    Lost,
    /// They declined.
    Declined,
    /// They left after they had come.
    Disengaged,
    /// The time given is not over.
    Waiting,
}

impl Stop {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Lost, Self::Declined, Self::Disengaged, Self::Waiting];

    /// What became of them, in a reader's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Lost => "lost on the way",
            Self::Declined => "declined",
            Self::Disengaged => "left before the end",
            Self::Waiting => "too early to tell",
        }
    }
}

impl Given {
    /// Whether the time given is not over for something that began on a day. Where the day or the end of the records is
    /// not known, it is over.
    pub fn is_running(self, begun: Option<i32>) -> bool {
        let days = i32::try_from(self.days).unwrap_or(i32::MAX);
        begun.zip(self.end).is_some_and(|(day, end)| day.saturating_add(days) > end)
    }
}

/// What became of one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// The furthest step on the way, by position in [`Step::WAY`].
    pub furthest: usize,
    /// Why it went no further; `None` for those who completed.
    pub stop: Option<Stop>,
    /// As [`outcome`].
    pub outcome: Option<bool>,
}

impl Course {
    /// What became of a way; `None` where no step is recorded.
    pub fn of(journey: &Journey, given: Given) -> Option<Self> {
        let furthest = furthest(journey)?;
        let stop = (furthest < Step::Completed as usize).then(|| stop(journey, furthest, given));
        Some(Self { furthest, stop, outcome: outcome(journey, given) })
    }
}

/// The furthest step on the way that somebody came to, by position in [`Step::WAY`].
pub fn furthest(journey: &Journey) -> Option<usize> {
    Step::WAY.iter().rposition(|step| journey.came_to(*step))
}

/// The first known day on which somebody had come: engaged, or what only those who engaged can do.
pub fn came_on(journey: &Journey) -> Option<i32> {
    let steps = [Step::Engaged, Step::Completed, Step::Disengaged];
    steps.iter().filter_map(|step| journey.day(*step).number()).min()
}

/// Why somebody whose furthest step is `at`, and not the last, came no further. The time runs from the day they came,
/// and for those who did not come from the day they were referred, or else from the first day recorded.
pub fn stop(journey: &Journey, at: usize, given: Given) -> Stop {
    let engaged = at == Step::Engaged as usize;
    if engaged && journey.day(Step::Disengaged).happened() {
        return Stop::Disengaged;
    }
    if !engaged && journey.day(Step::Declined).happened() {
        return Stop::Declined;
    }
    let begun = || journey.day(Step::Referred).number().or_else(|| journey.begun());
    let begun = if engaged { came_on(journey) } else { begun() };
    if given.is_running(begun) { Stop::Waiting } else { Stop::Lost }
}

/// Whether somebody who came long enough before the records end completed; `None` for those who came later, on a day
/// that is not known, or not at all.
pub fn outcome(journey: &Journey, given: Given) -> Option<bool> {
    if !journey.came_to(Step::Engaged) {
        return None;
    }
    let end = given.end?;
    let came = came_on(journey)?;
    let long_ago = came <= end && !given.is_running(Some(came));
    long_ago.then(|| journey.came_to(Step::Completed))
}

#[cfg(test)]
pub(super) mod made_up {
    use crate::roll::{Barrier, Day, Journey, Roll};
    use crate::step::Step;

    /// A way with these steps, each on its day since 1 January 1900; `None` is a day that is not known.
    pub(in crate::assess::partnership) fn journey(
        person: u32,
        service: u16,
        steps: &[(Step, Option<i32>)],
    ) -> Journey {
        let mut days = [Day::NEVER; 7];
        for (step, day) in steps {
            days[*step as usize] = day.map_or(Day::UNDATED, |day| Day::since_1970(day - 25_567));
        }
        Journey {
            person,
            service,
            days,
            reached: days[Step::Engaged as usize].happened(),
            reached_on: days[Step::Engaged as usize],
            attempts: Journey::NO_ATTEMPTS,
            barrier: Barrier::NotRecorded,
            referrer: Roll::NONE,
            provider: Roll::NONE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::made_up::journey;
    use super::*;

    const GIVEN: Given = Given { days: 90, end: Some(45_000) };

    #[test]
    fn the_time_runs_from_referral_and_then_from_the_first_visit() {
        let referred = |day| journey(0, 0, &[(Step::Referred, day)]);
        assert_eq!(stop(&referred(Some(44_911)), 1, GIVEN), Stop::Waiting);
        assert_eq!(stop(&referred(Some(44_910)), 1, GIVEN), Stop::Lost);
        assert_eq!(stop(&referred(None), 1, GIVEN), Stop::Lost);
        let came = journey(0, 0, &[(Step::Referred, Some(44_000)), (Step::Engaged, Some(44_950))]);
        assert_eq!((furthest(&came), stop(&came, 3, GIVEN)), (Some(3), Stop::Waiting));
        assert_eq!(furthest(&journey(0, 0, &[])), None);
    }

    #[test]
    fn somebody_who_declined_and_came_after_all_has_not_declined() {
        let steps = [(Step::Declined, Some(44_000)), (Step::Engaged, Some(44_100))];
        assert_eq!(stop(&journey(0, 0, &steps), 3, GIVEN), Stop::Lost);
        assert_eq!(stop(&journey(0, 0, &steps[..1]), 2, GIVEN), Stop::Declined);
        let left = [(Step::Engaged, Some(44_990)), (Step::Disengaged, Some(44_999))];
        assert_eq!(stop(&journey(0, 0, &left), 3, GIVEN), Stop::Disengaged);
    }

    #[test]
    fn outcomes_are_of_those_who_came_long_enough_ago() {
        let came = |day| journey(0, 0, &[(Step::Engaged, day)]);
        assert_eq!(outcome(&came(Some(44_910)), GIVEN), Some(false));
        assert_eq!(outcome(&came(Some(44_911)), GIVEN), None);
        assert_eq!(outcome(&came(None), GIVEN), None);
        assert_eq!(outcome(&came(Some(44_000)), Given { end: None, ..GIVEN }), None);
        let through = journey(0, 0, &[(Step::Completed, Some(44_500))]);
        assert_eq!(outcome(&through, GIVEN), Some(true));
        assert_eq!(outcome(&journey(0, 0, &[(Step::Referred, Some(44_000))]), GIVEN), None);
    }
}
