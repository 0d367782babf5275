//! Waiting times from referral to engagement, as they may be published: at stated days, never at those of persons.

use super::share::Showing;
use super::test::Judging;
use crate::estimate::interval;
use crate::estimate::survival::{Curve, Day, by_day};
use crate::measure::Estimate;

/// Shares still waiting are given every so many days.
pub const EVERY: u32 = 28;
/// Curves go no further than this.
const LONGEST: u32 = 364;
/// Waits of fewer people are not given.
pub const FEWEST: u64 = 50;

/// The wait of some people.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// How many people, rounded.
    pub people: f64,
    /// Every so many days: the day, the share still waiting with its limits, and the rounded number still followed.
    pub still_waiting: Vec<(u32, Estimate, f64)>,
    /// The median in whole days, where half were seen: with its limits as far as they are known.
    pub median: Option<(f64, Option<f64>, Option<f64>)>,
}

/// The median wait in whole days; `None` where people are few, or fewer than half were seen.
pub fn median(waits: &[Day], showing: Showing) -> Option<f64> {
    let curve = Curve::of(waits, showing.confidence).ok().filter(|curve| curve.people() >= FEWEST)?;
    curve.median().days.ok().map(f64::round)
}

/// The wait of these people; `None` where they are few.
pub fn wait(waits: &[(u32, bool)], judging: Judging) -> Option<Wait> {
    let curve = Curve::of(&by_day(waits.iter().copied()), judging.confidence).ok()?;
    if curve.people() < FEWEST {
        return None;
    }
    let rounded = |people: u64| judging.rounding.people(people as f64);
    let mut shown = Still { waiting: curve.people() as f64, day: 0 };
    let at = |day: u32| {
        shown = shown.on(day, &curve, judging);
        Some((day, shown.share(&curve, judging)?, rounded(curve.at_risk(day))?))
    };
    let days = (0..=LONGEST.min(curve.last_day())).step_by(EVERY as usize);
    let still_waiting = days.map_while(at).collect();
    let median = curve.median();
    Some(Wait {
        people: rounded(curve.people())?,
        still_waiting,
        median: median.days.ok().map(|days| (days.round(), median.lower.ok(), median.upper.ok())),
    })
}

/// How many are still waiting as it was last shown: a change is shown once it is one of enough people.
#[derive(Clone, Copy)]
struct Still {
    /// The share still waiting of everybody, in people.
    waiting: f64,
    /// The day on which it changed.
    day: u32,
}

impl Still {
    fn on(self, day: u32, curve: &Curve, judging: Judging) -> Self {
        let Ok(share) = curve.at(day) else { return self };
        let waiting = share.value * curve.people() as f64;
        let changed = self.waiting - waiting;
        let enough = changed > 0.0 && judging.rounding.people(changed).is_some();
        if enough && judging.rounding.people(waiting).is_some() { Self { waiting, day } } else { self }
    }

    /// The share from rounded numbers, with Wilson's limits for as many people as would give Greenwood's variance,
    /// rounded: a share of exact numbers would tell that one person of fifty was met.
    fn share(self, curve: &Curve, judging: Judging) -> Option<Estimate> {
        let rounding = judging.rounding;
        let (waiting, met) =
            (rounding.nearest(self.waiting), rounding.nearest(curve.people() as f64 - self.waiting));
        let share = waiting / (waiting + met);
        let last = curve.steps().iter().take_while(|step| step.day <= self.day).last();
        let variance = last.and_then(|step| step.variance.ok()).filter(|variance| *variance > 0.0);
        let as_many = variance.map_or(curve.at_risk(self.day) as f64, |variance| {
            let exact = self.waiting / curve.people() as f64;
            exact * (1.0 - exact) / variance
        });
        let people = rounding.nearest(as_many).clamp(f64::from(rounding.to), waiting + met);
        let limits = interval::wilson(share * people, people, judging.confidence).ok()?;
        let round = |share: f64| (share * 100.0).round() / 100.0;
        Some(Estimate { value: round(share), lower: round(limits.lower), upper: round(limits.upper) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Confidence;
    use crate::rounded::Rounding;

    fn judging() -> Judging {
        Judging { confidence: Confidence::P95, level: 0.05, rounding: Rounding { to: 5, threshold: 5 } }
    }

    /// So many met on each of these days, the others followed for 100 days.
    fn waits(met: &[(u32, usize)], people: usize) -> Vec<(u32, bool)> {
        let mut all: Vec<_> = met.iter().flat_map(|(day, n)| std::iter::repeat_n((*day, true), *n)).collect();
        all.resize(people, (100, false));
        all
    }

    #[test]
    fn one_person_met_changes_nothing_that_is_shown() {
        let nobody = wait(&waits(&[], 60), judging()).unwrap();
        for few in 1..5 {
            let found = wait(&waits(&[(10, few)], 60), judging()).unwrap();
            let shares =
                |wait: &Wait| wait.still_waiting.iter().map(|(_, share, _)| *share).collect::<Vec<_>>();
            assert_eq!(shares(&found)[0], shares(&nobody)[0]);
            assert!(found.still_waiting.iter().all(|(_, share, _)| share.value == 1.0));
        }
    }

    #[test]
    fn a_few_more_are_shown_once_they_are_enough() {
        let found = wait(&waits(&[(10, 20), (40, 2), (70, 4)], 100), judging()).unwrap();
        let shares: Vec<f64> = found.still_waiting.iter().map(|(_, share, _)| share.value).collect();
        assert_eq!(shares, [1.0, 0.8, 0.8, 0.75]);
    }
}
