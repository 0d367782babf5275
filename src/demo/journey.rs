//! A child's way through the family-support service: referred, offered, engaged, and how it ended.
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rand::RngExt;
use rand_pcg::Pcg64;

use super::draw::{chance, weighted};
use super::family::Child;
use super::land::VALE;

pub(super) const SERVICE: &str = "family support";
pub(super) const COUNCILS: [&str; 2] = ["Wexley Council", "Marlow Vale Council"];
pub(super) const CHARITY: &str = "Kestrel Family Trust";
const NEW_YEAR: Date = date(2024, 1, 1);
/// The last day that the records cover, counted from New Year.
pub(super) const LAST_DAY: i32 = 365;

/// What the service wrote down of one child, and when.
pub(super) struct Journey {
    /// Day of the first step, counted from New Year.
    pub(super) start: i32,
    pub(super) agency: &'static str,
    pub(super) sex: &'static str,
    /// Whether the ethnic group was written down.
    pub(super) group_recorded: bool,
    /// `yes`, `no`, or empty where it was not written down.
    pub(super) disability: &'static str,
    /// The steps with the days since the step before.
    pub(super) steps: Vec<(&'static str, i32)>,
}

/// A day of the records, counted from New Year.
pub(super) fn day(number: i32) -> Date {
    NEW_YEAR.saturating_add(number.days())
}

impl Journey {
    /// Draws a child's way.
    pub(super) fn new(child: &Child, rng: &mut Pcg64) -> Self {
        let start = rng.random_range(0..240);
        let agency = match child.authority {
            _ if chance(rng, 0.3) => CHARITY,
            VALE => COUNCILS[1],
            _ => COUNCILS[0],
        };
        let sex = if chance(rng, 0.5) { "female" } else { "male" };
        let group_recorded = !chance(rng, 0.03);
        let disability = ["no", "yes", ""][weighted(rng, &[0.83, 0.12, 0.05])];
        Self { start, agency, sex, group_recorded, disability, steps: steps(child.engaged, rng) }
    }

    /// Whether the child came to this step.
    pub(super) fn reached(&self, step: &str) -> bool {
        self.steps.iter().any(|(status, _)| *status == step)
    }

    /// The steps with the day of each, as far as the records go.
    pub(super) fn days(&self) -> impl Iterator<Item = (&'static str, i32)> {
        let dated = self.steps.iter().scan(self.start, |day, (status, wait)| {
            *day += wait;
            Some((*status, *day))
        });
        dated.filter(|(_, day)| *day <= LAST_DAY)
    }
}

/// The steps of the way with the days since the step before; many families come without a referral.
fn steps(engaged: bool, rng: &mut Pcg64) -> Vec<(&'static str, i32)> {
    let mut steps = Vec::new();
    if !engaged || chance(rng, 0.6) {
        steps.push(("referred", 0));
        steps.push(("offered", rng.random_range(3..15)));
    }
    if !engaged {
        if chance(rng, 0.8) {
            steps.push(("declined", rng.random_range(3..22)));
        }
        return steps;
    }
    steps.push(("engaged", rng.random_range(5..29)));
    if chance(rng, 0.15) {
        steps.push(("engaged", rng.random_range(7..15)));
    }
    match weighted(rng, &[0.55, 0.25, 0.2]) {
        0 => steps.push(("completed", rng.random_range(20..57))),
        1 => steps.push(("disengaged", rng.random_range(10..45))),
        _ => {}
    }
    steps
}
