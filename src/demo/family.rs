//! The children whom a family-support service for those aged 4 to 12 knows: in proportion to the children of
//! each area and group, but for what is planted.
use std::io;

use rand::RngExt;
use rand_pcg::Pcg64;

use super::draw::{any, chance, count, weighted};
use super::facts::FamilyFacts;
use super::people::GROUPS;
use super::place::{AGES, Place};
use super::postcodes::Postcodes;
use super::whereabouts::{Stray, Whereabouts};

/// Planted: reach in the cluster, and of the under-reached group, as ratios of reach elsewhere.
pub(super) const CLUSTER_RATIO: f64 = 0.5;
pub(super) const GROUP_RATIO: f64 = 0.6;
/// Planted: the under-reached group, by its position among the census groups.
pub(super) const UNDER_REACHED: usize = 0;
/// Share of children who engage where nothing is planted.
pub(super) const USUAL_REACH: f64 = 0.105;
/// Children referred who never engaged, for each one who did: half of [`NEVER_ENGAGED`], the other half being
/// drawn by the partnership's own stream.
const HALF_NEVER_ENGAGED: f64 = NEVER_ENGAGED / 2.0;
pub(super) const NEVER_ENGAGED: f64 = 0.5;
/// How common each year of age from four is.
const AGE_WEIGHTS: [f64; 9] = [1.0; 9];

/// Planted: the group that no definition names, by its position among the census groups and its ages, and how
/// often its children engage as a ratio of what is usual. Its younger children make up for it, so that neither
/// the group nor the ages stand out alone.
pub(super) const UNNAMED: usize = 1;
pub(super) const UNNAMED_AGES: (u8, u8) = (8, 12);
pub(super) const UNNAMED_RATIO: f64 = 0.3;
/// Years of age before those.
const YOUNGER: usize = UNNAMED_AGES.0 as usize - AGES.0;

/// One child known to the service.
pub(super) struct Child {
    pub(super) age: u8,
    pub(super) group: usize,
    pub(super) engaged: bool,
    pub(super) whereabouts: Whereabouts,
    /// Number of the authority where the child lives.
    pub(super) authority: usize,
    /// The area where the child lives, if it is in the place.
    pub(super) area: Option<usize>,
}

impl Child {
    /// Whether the child is of the eligible ages.
    pub(super) fn eligible(&self) -> bool {
        (AGES.0..=AGES.1).contains(&usize::from(self.age))
    }

    /// Whether the child is of the eligible ages and lives in the place.
    pub(super) fn counts_at_home(&self) -> bool {
        self.eligible() && self.area.is_some()
    }

    /// Whether the record can be placed in its area and the child is of the eligible ages.
    pub(super) fn counts(&self) -> bool {
        self.eligible() && self.whereabouts.is_known()
    }
}

/// The making of children who live in the place.
pub(super) struct Families<'a> {
    pub(super) place: &'a Place,
    pub(super) codes: &'a Postcodes,
}

impl Families<'_> {
    /// Children of an area and group whom the service is expected to engage.
    pub(super) fn expected(&self, area: usize, group: usize) -> f64 {
        let local = if self.place.cluster.contains(&area) { CLUSTER_RATIO } else { 1.0 };
        let ratio = if group == UNDER_REACHED { GROUP_RATIO } else { 1.0 };
        self.place.people.of_group(area, group, self.place.children(area)) * USUAL_REACH * local * ratio
    }

    /// One child of an area and group.
    pub(super) fn child(
        &self,
        area: usize,
        group: usize,
        engaged: bool,
        rng: &mut Pcg64,
    ) -> io::Result<Child> {
        let whereabouts = Whereabouts::usual(self.place, area, self.codes, rng)?;
        let age = any_age(rng);
        Ok(Child { age, whereabouts, ..self.at_home(area, group, engaged) })
    }

    fn at_home(&self, area: usize, group: usize, engaged: bool) -> Child {
        let whereabouts = Whereabouts::by_code(self.place, area);
        let authority = self.place.plots[area].authority;
        Child { age: 0, group, engaged, whereabouts, authority, area: Some(area) }
    }

    /// The children of one area: those who engaged, and half of those who never did.
    pub(super) fn of_area(
        &self,
        area: usize,
        facts: &mut FamilyFacts,
        rng: &mut Pcg64,
    ) -> io::Result<Vec<Child>> {
        let mut known = Vec::new();
        for group in 0..GROUPS.len() {
            let expected = self.expected(area, group);
            let counts = [(true, count(rng, expected)), (false, count(rng, expected * HALF_NEVER_ENGAGED))];
            for engaged in counts.into_iter().flat_map(|(engaged, n)| (0..n).map(move |_| engaged)) {
                known.push(self.child(area, group, engaged, rng)?);
            }
            if chance(rng, 0.06) {
                facts.outside_ages += 1;
                let age = *any(rng, &[2, 3, 13, 14]);
                known.push(Child { age, ..self.at_home(area, group, true) });
            }
        }
        Ok(known)
    }

    /// Makes all but a few of the unnamed group's engaged children younger.
    pub(super) fn keep_few_unnamed<'c>(
        &self,
        children: impl Iterator<Item = &'c mut Child>,
        rng: &mut Pcg64,
    ) {
        let unnamed = |child: &&mut Child| {
            child.engaged && child.group == UNNAMED && (UNNAMED_AGES.0..=UNNAMED_AGES.1).contains(&child.age)
        };
        let mut older: Vec<&mut Child> = children.filter(unnamed).collect();
        let of_group: f64 = self.place.areas(true).iter().map(|area| self.expected(*area, UNNAMED)).sum();
        let share = AGE_WEIGHTS[YOUNGER..].iter().sum::<f64>() / AGE_WEIGHTS.iter().sum::<f64>();
        let kept = (of_group * share * UNNAMED_RATIO).round() as usize;
        while older.len() > kept {
            let child = older.swap_remove(rng.random_range(0..older.len()));
            child.age = AGES.0 as u8 + weighted(rng, &AGE_WEIGHTS[..YOUNGER]) as u8;
        }
    }

    /// A few engaged children whose records lead nowhere in the place, each for a reason that is counted.
    pub(super) fn strays(&self, facts: &mut FamilyFacts, rng: &mut Pcg64) -> io::Result<Vec<Child>> {
        let mut children = Vec::new();
        for (stray, how_many) in
            [(Stray::OldCode, 6), (Stray::UnknownPostcode, 8), (Stray::AtSea, 4), (Stray::Outside, 15)]
        {
            for _ in 0..how_many {
                let whereabouts = Whereabouts::stray(self.place, stray, rng)?;
                let age = any_age(rng);
                children.push(Child { age, group: 4, engaged: true, whereabouts, authority: 0, area: None });
            }
        }
        (facts.old_code, facts.unknown_postcode, facts.at_sea, facts.outside_place) = (6, 8, 4, 15);
        Ok(children)
    }
}

fn any_age(rng: &mut Pcg64) -> u8 {
    AGES.0 as u8 + weighted(rng, &AGE_WEIGHTS) as u8
}
