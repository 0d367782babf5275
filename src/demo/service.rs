//! The children known to the family-support service, and what became of each.
use std::collections::BTreeSet;
use std::io;

use rand::RngExt;
use rand_pcg::Pcg64;

use super::draw::{Step, count, stream};
use super::facts::FamilyFacts;
use super::family::{Child, Families, NEVER_ENGAGED, USUAL_REACH};
use super::journey::Journey;
use super::known::VOLUNTARY;
use super::land::VALE;
use super::language::SIGNED;
use super::outcome::{LATE_SHARE, Way};
use super::people::GROUPS;
use super::place::{AGES, Place};
use super::pseudonym::Pseudonyms;
use super::record::{Record, Registry};
use super::sites::Sites;

/// Share of the engaged who come by a referral.
const REFERRED: f64 = 0.6;
/// Planted: in areas far from a family hub, further children offered what was out of reach, for each who engaged.
const OUT_OF_REACH: f64 = 2.0 / 3.0;
/// What follows for the share declined of the offers in reach: of those who never engaged, six in ten.
pub(super) const DECLINED_OF_OFFERED: f64 = 0.3;
/// Planted: from here on areas of the rural authority are far from a family hub, metres.
pub(super) const FAR_M: f64 = 4_500.0;
/// Planted: children of deaf families by what became of them, as usual, but so few that nothing can be told of
/// them; and how many of them the voluntary sector knows.
const SIGNING: [(&str, usize); 3] = [("engaged", 6), ("declined", 4), ("lost", 2)];
const SIGNING_KNOWN: usize = 9;

/// The children known to the service, and what else their making has to tell.
pub(super) struct Service {
    pub(super) records: Vec<Record>,
    pub(super) registry: Registry,
    pub(super) facts: FamilyFacts,
}

impl Service {
    /// Makes the records; `far` are the areas far from any family hub.
    pub(super) fn new(families: &Families<'_>, far: BTreeSet<usize>, seed: u64) -> io::Result<Self> {
        let place = families.place;
        let facts = FamilyFacts {
            ages: (AGES.0 as u8, AGES.1 as u8),
            children: place.areas(true).into_iter().map(|area| place.children(area)).collect(),
            usual_reach: USUAL_REACH,
            ..FamilyFacts::default()
        };
        let registry = Registry { far, pseudonyms: Pseudonyms::default() };
        let mut service = Self { records: Vec::new(), registry, facts };
        let mut children = service.first_children(families, &mut stream(seed, Step::Family))?;
        let mut rng = stream(seed, Step::Partnership);
        families.keep_few_unnamed(children.iter_mut().map(|(child, _)| child), &mut rng);
        for (child, journey) in children {
            let way = if child.engaged { Way::Engaged } else { Way::NeverEngaged };
            service.records.extend(service.registry.record(child, journey, way, &mut rng));
        }
        service.add_further(families, &mut rng)?;
        service.add_signing(&mut rng);
        service.count();
        Ok(service)
    }

    fn first_children(
        &mut self,
        families: &Families<'_>,
        rng: &mut Pcg64,
    ) -> io::Result<Vec<(Child, Journey)>> {
        let mut known = Vec::new();
        for area in families.place.areas(true) {
            let children = families.of_area(area, &mut self.facts, rng)?;
            let counted = children.iter().filter(|child| child.engaged && child.counts());
            self.facts.engaged.push(counted.count() as u32);
            known.extend(with_journeys(children, rng));
        }
        let strays = families.strays(&mut self.facts, rng)?;
        known.extend(with_journeys(strays, rng));
        Ok(known)
    }

    /// Adds the other half of those who never engaged, those offered what was out of reach, and those who are
    /// still waiting.
    fn add_further(&mut self, families: &Families<'_>, rng: &mut Pcg64) -> io::Result<()> {
        for area in families.place.areas(true) {
            let out_of_reach = if self.registry.far.contains(&area) { OUT_OF_REACH } else { 0.0 };
            let ways = [
                (Way::NeverEngaged, NEVER_ENGAGED / 2.0),
                (Way::OutOfReach, out_of_reach),
                (Way::Late, REFERRED * LATE_SHARE),
            ];
            for group in 0..GROUPS.len() {
                for (way, per_engaged) in ways {
                    for _ in 0..count(rng, families.expected(area, group) * per_engaged) {
                        let child = families.child(area, group, false, rng)?;
                        let journey = Journey::new(&child, rng);
                        self.records.extend(self.registry.record(child, journey, way, rng));
                    }
                }
            }
        }
        Ok(())
    }

    /// Lets a few of the referred children be of deaf families.
    fn add_signing(&mut self, rng: &mut Pcg64) {
        let mut known = 0..SIGNING_KNOWN;
        for (became, wanted) in SIGNING {
            let fits =
                |record: &&mut Record| record.child.counts_at_home() && record.became() == Some(became);
            let mut may: Vec<&mut Record> = self.records.iter_mut().filter(fits).collect();
            for _ in 0..wanted.min(may.len()) {
                let record = may.swap_remove(rng.random_range(0..may.len()));
                (record.language, record.linked) = (SIGNED, true);
                record.known[VOLUNTARY] |= known.next().is_some();
            }
        }
    }

    fn count(&mut self) {
        let homes = || self.records.iter().map(|record| &record.child.whereabouts);
        self.facts.people = self.records.len();
        self.facts.unlocated = homes().filter(|home| !home.is_known()).count();
        self.facts.point_elsewhere = homes().filter(|home| home.point_elsewhere).count();
        self.facts.rows = self.records.iter().map(|record| record.journey.days().count()).sum();
    }
}

fn with_journeys(children: Vec<Child>, rng: &mut Pcg64) -> Vec<(Child, Journey)> {
    let with_journey = |child| {
        let journey = Journey::new(&child, rng);
        (child, journey)
    };
    children.into_iter().map(with_journey).collect()
}

/// The areas far from any family hub: in the rural authority, where there is little crime.
pub(super) fn far_areas(place: &Place, sites: &Sites) -> BTreeSet<usize> {
    let far = |area: &usize| place.plots[*area].authority == VALE && sites.to_hub_m(place, *area) > FAR_M;
    place.areas(true).into_iter().filter(far).collect()
}
