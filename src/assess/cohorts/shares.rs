//! Who changed for the better, as it may be shown.

use crate::assessment::Better;
use crate::count::Count;
use crate::estimate::{Confidence, interval};
use crate::measure::Estimate;
use crate::read::cohort::CohortPerson;
use crate::rounded::Rounding;

/// Numbers of people of a group by the way they changed, rounded.
#[derive(Debug, Clone, PartialEq)]
pub struct SharesShown {
    /// The group: the sum of its rounded parts.
    pub of: f64,
    /// Those who changed for the better.
    pub improved: ShareShown,
    /// Those who did not change; `None` where they or those who got worse are few, and both are taken together.
    pub unchanged: Option<ShareShown>,
    /// Those who changed for the worse; `None` in the same case.
    pub worse: Option<ShareShown>,
}

/// A part of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShareShown {
    /// How many they are, rounded.
    pub people: f64,
    /// Their share, from the rounded numbers, with 95 % limits that allow for the rounding. A proportion.
    pub share: Estimate,
    /// The lowest and the highest share that the rounding leaves possible.
    pub possible: (f64, f64),
}

impl SharesShown {
    /// The numbers of a group; `None` where those who improved or all others are few.
    pub(super) fn of(people: &[CohortPerson], better: Better, rounding: Rounding) -> Option<Self> {
        let counts = counts(people, better);
        let each = counts.map(|count| rounding.people(count));
        if let [Some(improved), Some(unchanged), Some(worse)] = each {
            let of = improved + unchanged + worse;
            let part = |people| ShareShown::of(people, of, 3.0, rounding);
            return Some(Self {
                of,
                improved: part(improved)?,
                unchanged: Some(part(unchanged)?),
                worse: Some(part(worse)?),
            });
        }
        let (improved, of) = rounding.part(counts[0], people.len() as f64)?;
        Some(Self {
            of,
            improved: ShareShown::of(improved, of, 2.0, rounding)?,
            unchanged: None,
            worse: None,
        })
    }
}

impl ShareShown {
    /// A part of a whole that is the sum of so many rounded parts.
    fn of(people: f64, of: f64, parts: f64, rounding: Rounding) -> Option<Self> {
        if of <= 0.0 {
            return None;
        }
        // Numbers of people are whole, so that half of an odd step is not reached.
        let half = f64::from(rounding.to.max(1) / 2);
        let (least, most) = ((people - half).max(0.0), people + half);
        let rest = of - people;
        let (least_rest, most_rest) = ((rest - half * (parts - 1.0)).max(0.0), rest + half * (parts - 1.0));
        let possible = (least / (least + most_rest), most / (most + least_rest));
        let range = Count::between((possible.0 * of).min(people), (possible.1 * of).clamp(people, of));
        let limits = interval::wilson_over(range, of, Confidence::P95).ok()?;
        let share = Estimate { value: people / of, lower: limits.lower, upper: limits.upper };
        Some(Self { people, share: super::to(share, 3), possible })
    }
}

/// How many improved, did not change, and got worse.
fn counts(people: &[CohortPerson], better: Better) -> [f64; 3] {
    let mut counts = [0.0; 3];
    for person in people {
        let change =
            if better == Better::Lower { person.before - person.after } else { person.after - person.before };
        let way = if change > 0.0 {
            0
        } else if change < 0.0 {
            2
        } else {
            1
        };
        counts[way] += 1.0;
    }
    counts
}
