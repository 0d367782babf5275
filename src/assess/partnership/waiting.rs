//! Waiting times from referral to engagement, as they may be published: at stated days, never at those of persons.

use super::test::Judging;
use crate::estimate::survival::{Curve, by_day};
use crate::measure::Estimate;

/// Shares still waiting are given every so many days.
pub const EVERY: u32 = 28;
/// Curves go no further than this.
const LONGEST: u32 = 364;
/// Curves of fewer people are not given.
const FEWEST: u64 = 50;

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

/// The wait of these people; `None` where they are few.
pub fn wait(waits: &[(u32, bool)], judging: Judging) -> Option<Wait> {
    let curve = Curve::of(&by_day(waits.iter().copied()), judging.confidence).ok()?;
    if curve.people() < FEWEST {
        return None;
    }
    let rounded = |people: u64| judging.rounding.people(people as f64);
    let at = |day: u32| {
        let still = Estimate::from(curve.at(day).ok()?);
        let round = |share: f64| (share * 100.0).round() / 100.0;
        let shown =
            Estimate { value: round(still.value), lower: round(still.lower), upper: round(still.upper) };
        Some((day, shown, rounded(curve.at_risk(day))?))
    };
    let days = (0..=LONGEST.min(curve.last_day())).step_by(EVERY as usize);
    let median = curve.median();
    Some(Wait {
        people: rounded(curve.people())?,
        still_waiting: days.map_while(at).collect(),
        median: median.days.ok().map(|days| (days.round(), median.lower.ok(), median.upper.ok())),
    })
}
