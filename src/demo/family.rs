//! Records of a family-support service for children aged 4 to 12: one row per step of a child's way
//! through it.
use std::io;
use std::path::Path;

use rand_pcg::Pcg64;

use super::draw::{Step, any, chance, count, stream, weighted};
use super::facts::FamilyFacts;
use super::journey::journey;
use super::people::GROUPS;
use super::place::{AGES, Place};
use super::postcodes::Postcodes;
use super::table::write;
use super::whereabouts::{Stray, Whereabouts};

const HEADER: [&str; 13] = [
    "person_id",
    "service",
    "agency",
    "date",
    "age",
    "sex",
    "ethnic_group",
    "disability",
    "status",
    "lsoa21_code",
    "postcode",
    "longitude",
    "latitude",
];
/// Planted: reach in the cluster, and of the under-reached group, as ratios of reach elsewhere.
pub(super) const CLUSTER_RATIO: f64 = 0.5;
pub(super) const GROUP_RATIO: f64 = 0.6;
/// Planted: the under-reached group, by its position among the census groups.
pub(super) const UNDER_REACHED: usize = 0;
/// Share of children who engage where nothing is planted.
const USUAL_REACH: f64 = 0.105;
/// Children referred who never engaged, for each one who did.
const NEVER_ENGAGED: f64 = 0.25;

/// One child known to the service.
pub(super) struct Child {
    pub(super) age: u8,
    pub(super) group: usize,
    pub(super) engaged: bool,
    pub(super) whereabouts: Whereabouts,
    /// Number of the authority where the child lives.
    pub(super) authority: usize,
}

/// Writes the records and reports what they hold.
pub(super) fn write_family(
    path: &Path,
    place: &Place,
    codes: &Postcodes,
    seed: u64,
) -> io::Result<FamilyFacts> {
    let mut rng = stream(seed, Step::Family);
    let mut facts = FamilyFacts {
        ages: (AGES.0 as u8, AGES.1 as u8),
        children: place.areas(true).into_iter().map(|area| place.children(area)).collect(),
        usual_reach: USUAL_REACH,
        ..FamilyFacts::default()
    };
    let mut rows = Vec::new();
    for area in place.areas(true) {
        let children = area_children(place, area, codes, &mut facts, &mut rng)?;
        let counted = children.iter().filter(|child| child.engaged && child.counts());
        facts.engaged.push(counted.count() as u32);
        add_journeys(&children, &mut rows, &mut facts, &mut rng);
    }
    let strays = stray_children(place, &mut facts, &mut rng)?;
    add_journeys(&strays, &mut rows, &mut facts, &mut rng);
    rows.sort_by(|a, b| (&a[3], &a[0]).cmp(&(&b[3], &b[0])));
    facts.rows = rows.len();
    write(path, &HEADER, &rows)?;
    Ok(facts)
}

fn add_journeys(children: &[Child], rows: &mut Vec<Vec<String>>, facts: &mut FamilyFacts, rng: &mut Pcg64) {
    for child in children {
        facts.people += 1;
        rows.extend(journey(child, facts.people, rng));
    }
}

impl Child {
    /// Whether the record can be placed in its area and the child is of the eligible ages.
    fn counts(&self) -> bool {
        (AGES.0..=AGES.1).contains(&usize::from(self.age)) && self.whereabouts.is_known()
    }
}

/// The children of one area whom the service knows: in proportion to its children, but for what is planted.
fn area_children(
    place: &Place,
    area: usize,
    codes: &Postcodes,
    facts: &mut FamilyFacts,
    rng: &mut Pcg64,
) -> io::Result<Vec<Child>> {
    let local = if place.cluster.contains(&area) { CLUSTER_RATIO } else { 1.0 };
    let mut known = Vec::new();
    for group in 0..GROUPS.len() {
        let ratio = if group == UNDER_REACHED { GROUP_RATIO } else { 1.0 };
        let eligible = place.people.of_group(area, group, place.children(area));
        let expected = eligible * USUAL_REACH * local * ratio;
        let counts = [(true, count(rng, expected)), (false, count(rng, expected * NEVER_ENGAGED))];
        for engaged in counts.into_iter().flat_map(|(engaged, n)| (0..n).map(move |_| engaged)) {
            let whereabouts = Whereabouts::usual(place, area, codes, rng)?;
            facts.unlocated += usize::from(!whereabouts.is_known());
            facts.point_elsewhere += usize::from(whereabouts.point_elsewhere);
            let age = 4 + rng_age(rng);
            known.push(Child { age, group, engaged, whereabouts, authority: place.plots[area].authority });
        }
        if chance(rng, 0.06) {
            facts.outside_ages += 1;
            let whereabouts = Whereabouts::by_code(place, area);
            let age = *any(rng, &[2, 3, 13, 14]);
            known.push(Child {
                age,
                group,
                engaged: true,
                whereabouts,
                authority: place.plots[area].authority,
            });
        }
    }
    Ok(known)
}

/// Years above four, younger children a little more often.
fn rng_age(rng: &mut Pcg64) -> u8 {
    weighted(rng, &[1.3, 1.3, 1.2, 1.1, 1.0, 1.0, 0.9, 0.8, 0.7]) as u8
}

/// A few engaged children whose records lead nowhere in the place, each for a reason that is counted.
fn stray_children(place: &Place, facts: &mut FamilyFacts, rng: &mut Pcg64) -> io::Result<Vec<Child>> {
    let mut children = Vec::new();
    for (stray, how_many) in
        [(Stray::OldCode, 6), (Stray::UnknownPostcode, 8), (Stray::AtSea, 4), (Stray::Outside, 15)]
    {
        for _ in 0..how_many {
            let whereabouts = Whereabouts::stray(place, stray, rng)?;
            children.push(Child {
                age: 4 + rng_age(rng),
                group: 4,
                engaged: true,
                whereabouts,
                authority: 0,
            });
        }
    }
    (facts.old_code, facts.unknown_postcode, facts.at_sea, facts.outside_place) = (6, 8, 4, 15);
    Ok(children)
}
