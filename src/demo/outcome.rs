//! How a child's way through the service went on: declined, lost, slow, or still waiting at the end.
use rand::RngExt;
use rand_pcg::Pcg64;

use super::draw::{chance, weighted};
use super::journey::{Journey, LAST_DAY};

/// How a child's way is to go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The child engaged.
    Engaged,
    /// Referred, but never engaged.
    NeverEngaged,
    /// Offered what was out of the family's reach, and never engaged.
    OutOfReach,
    /// Referred so late that the child may still be waiting.
    Late,
}

/// Of those who never engaged: declined, lost after the offer, lost before it.
const NEVER_ENGAGED: [f64; 3] = [0.6, 0.2, 0.2];
/// The same for those whose offers were out of reach: all of them had an offer.
const OUT_OF_REACH: [f64; 3] = [0.75, 0.25, 0.0];
/// Planted: how long those known to youth offending wait, as a multiple of the usual.
pub(super) const SLOWNESS: i32 = 2;
/// The last weeks of the records, in days, and the share of referrals that fall into them.
pub(super) const LAST_WEEKS_DAYS: i32 = 56;
pub(super) const LATE_SHARE: f64 = 0.15;
/// Share of referrals before which somebody is noted to have identified the child.
const IDENTIFIED: f64 = 0.5;

impl Journey {
    /// Ends the way of a child that never engages; true where the child was lost rather than declined.
    pub(super) fn without_engagement(&mut self, way: Way, rng: &mut Pcg64) -> bool {
        let shares = if way == Way::OutOfReach { OUT_OF_REACH } else { NEVER_ENGAGED };
        let end = weighted(rng, &shares);
        let declined = ("declined", rng.random_range(3..22));
        self.steps.truncate(if end == 2 { 1 } else { 2 });
        if end == 0 {
            self.steps.push(declined);
        }
        end != 0
    }

    /// Lets the child wait longer for the offer and for the service.
    pub(super) fn slow_down(&mut self) {
        if self.reached("referred") {
            let awaited = self.steps.iter_mut().filter(|(status, _)| ["offered", "engaged"].contains(status));
            awaited.take(2).for_each(|(_, wait)| *wait *= SLOWNESS);
        }
    }

    /// Days between referral and engagement.
    fn wait(&self) -> i32 {
        let until = self.steps.iter().position(|(status, _)| *status == "engaged").unwrap_or(0);
        self.steps[..=until].iter().map(|(_, wait)| wait).sum()
    }

    /// Moves some of the referrals that led to engagement into the last weeks: those that fit.
    pub(super) fn maybe_late(&mut self, rng: &mut Pcg64) {
        let room = (LAST_WEEKS_DAYS - self.wait()).max(0);
        let fits = f64::from(room) / f64::from(LAST_WEEKS_DAYS);
        if self.reached("referred") && chance(rng, LATE_SHARE * fits) {
            self.start = LAST_DAY + 1 - LAST_WEEKS_DAYS + rng.random_range(0..room);
        }
    }

    /// Makes this a referral of the last weeks that has not led to engagement yet; false where it would have.
    pub(super) fn still_waiting(&mut self, slow: bool, rng: &mut Pcg64) -> bool {
        self.steps.truncate(2);
        self.steps.push(("engaged", rng.random_range(5..29)));
        if slow {
            self.slow_down();
        }
        let wait = self.wait().min(LAST_WEEKS_DAYS);
        self.start = LAST_DAY + 1 - rng.random_range(1..=wait);
        self.steps.truncate(2);
        chance(rng, f64::from(wait) / f64::from(LAST_WEEKS_DAYS))
    }

    /// Notes that somebody identified some of the children who were referred, days before it.
    pub(super) fn maybe_identified(&mut self, rng: &mut Pcg64) {
        let before = rng.random_range(3..31);
        if self.reached("referred") && before <= self.start && chance(rng, IDENTIFIED) {
            self.start -= before;
            self.steps[0].1 = before;
            self.steps.insert(0, ("identified", 0));
        }
    }
}
