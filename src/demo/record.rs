//! One child as the service and the agencies of the partnership know it.
use std::collections::BTreeSet;

use rand_pcg::Pcg64;

use super::draw::{any, chance};
use super::family::Child;
use super::journey::Journey;
use super::known::{KnownTo, ONESELF, POLICE, YOUTH_OFFENDING, in_service, referrer, to_youth_offending};
use super::language::language;
use super::outcome::Way;
use super::provider::provider;
use super::pseudonym::Pseudonyms;

/// Share of records without the pseudonym that agencies share.
pub(super) const UNLINKED: f64 = 0.02;
const BARRIERS: [&str; 3] = ["language", "opening hours", "distance"];
/// Planted: shares of offers that were out of reach: far from a family hub among offers as usual there, and
/// among all, with those that were made out of reach; and elsewhere.
const FAR_OUT_OF_REACH: f64 = 0.5;
pub(super) const FAR_OUT_OF_REACH_OF_ALL: f64 = 0.7;
pub(super) const USUAL_OUT_OF_REACH: f64 = 0.03;
/// Planted: shares of records without ethnic group, of children whom the police referred and of others.
pub(super) const GROUP_MISSING_POLICE: f64 = 0.25;
pub(super) const GROUP_MISSING: f64 = 0.03;

/// A child known to the service.
pub(super) struct Record {
    pub(super) child: Child,
    pub(super) journey: Journey,
    /// The pseudonym, and whether the service's records have it.
    pub(super) shared_id: String,
    pub(super) linked: bool,
    pub(super) known: KnownTo,
    pub(super) language: &'static str,
    pub(super) disabled: bool,
    pub(super) referrer: &'static str,
    pub(super) provider: &'static str,
    /// Why the offer was out of reach, or `none`.
    pub(super) barrier: &'static str,
    /// Still waiting when the records end.
    pub(super) waiting: bool,
}

/// What the making of records goes by.
pub(super) struct Registry {
    /// Areas far from any family hub.
    pub(super) far: BTreeSet<usize>,
    pub(super) pseudonyms: Pseudonyms,
}

impl Registry {
    /// The record of a child; none where a late referral led to engagement in time, for those who engaged are
    /// counted already.
    pub(super) fn record(
        &mut self,
        child: Child,
        mut journey: Journey,
        way: Way,
        rng: &mut Pcg64,
    ) -> Option<Record> {
        let never = matches!(way, Way::NeverEngaged | Way::OutOfReach);
        let lost = never && journey.without_engagement(way, rng);
        let known = if child.counts_at_home() {
            in_service(to_youth_offending(lost, rng), rng)
        } else {
            KnownTo::default()
        };
        if !time(&mut journey, way, known[YOUTH_OFFENDING], rng) {
            return None;
        }
        let provider = provider(journey.agency, rng);
        journey.delivered_by(provider, rng);
        let referrer = if journey.reached("referred") { referrer(known, rng) } else { ONESELF };
        if referrer != ONESELF {
            journey.maybe_identified(rng);
        }
        let further = (GROUP_MISSING_POLICE - GROUP_MISSING) / (1.0 - GROUP_MISSING);
        journey.group_recorded &= referrer != POLICE || !chance(rng, further);
        Some(Record {
            shared_id: self.pseudonyms.next(rng),
            linked: !chance(rng, UNLINKED),
            known,
            language: language(child.group, rng),
            disabled: journey.disability == "yes" || journey.disability.is_empty() && chance(rng, 0.126),
            referrer,
            provider,
            barrier: self.barrier(child.area, way, rng),
            waiting: way == Way::Late,
            child,
            journey,
        })
    }

    fn barrier(&self, area: Option<usize>, way: Way, rng: &mut Pcg64) -> &'static str {
        let far = area.is_some_and(|area| self.far.contains(&area));
        if way == Way::OutOfReach || far && chance(rng, FAR_OUT_OF_REACH) {
            "distance"
        } else if chance(rng, USUAL_OUT_OF_REACH) {
            any::<&str>(rng, &BARRIERS)
        } else {
            "none"
        }
    }
}

/// Sets the days of a child's way; false where it cannot be still waiting.
fn time(journey: &mut Journey, way: Way, slow: bool, rng: &mut Pcg64) -> bool {
    match way {
        Way::Late => return journey.still_waiting(slow, rng),
        Way::Engaged => {
            if slow {
                journey.slow_down();
            }
            journey.maybe_late(rng);
        }
        _ => {}
    }
    true
}

impl Record {
    /// What became of a child that was referred: engaged, declined, or lost, that is neither; none where it
    /// was not referred or is still waiting.
    pub(super) fn became(&self) -> Option<&'static str> {
        let ends = ["engaged", "declined"].into_iter().find(|end| self.journey.reached(end));
        (self.journey.reached("referred") && !self.waiting).then_some(ends.unwrap_or("lost"))
    }
}
