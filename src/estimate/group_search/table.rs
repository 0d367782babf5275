//! The cells of a search, checked, and the groups that they make up.

use super::{Cell, Group, GroupSearchError, Level, MOST_ATTRIBUTES, MOST_CROSSED, MOST_GROUPS};

/// A cell whose level of an attribute that is crossed is not recorded.
const UNKNOWN: u32 = u32::MAX;

/// One group: a combination of levels of one crossing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The crossing, in the order of the table.
    pub(super) crossing: usize,
    /// The combination of levels within it.
    pub(super) group: usize,
}

/// Sums over the cells of one crossing.
pub(super) struct Sums {
    /// For each group.
    pub(super) groups: Vec<f64>,
    /// For all cells whose levels are recorded.
    pub(super) known: f64,
}

/// One to three attributes, crossed.
struct Crossing {
    attributes: Vec<usize>,
    /// The group of each cell, or [`UNKNOWN`].
    group_of: Vec<u32>,
    events: Sums,
    /// As supplied, scaled to the events of those whose levels are recorded.
    expected: Vec<f64>,
    tested: Vec<usize>,
}

/// The cells and all groups that can be made of them.
pub(super) struct Table {
    levels: Vec<usize>,
    expected: Vec<f64>,
    crossings: Vec<Crossing>,
    too_small: usize,
}

impl Table {
    pub(super) fn new(levels: &[usize], cells: &[Cell], min_expected: f64) -> Result<Self, GroupSearchError> {
        let subsets = subsets(levels)?;
        check(levels, cells)?;
        let expected: Vec<f64> = cells.iter().map(|cell| cell.expected).collect();
        let mut table = Self { levels: levels.to_vec(), expected, crossings: Vec::new(), too_small: 0 };
        for attributes in subsets {
            table.add(attributes, cells, min_expected);
        }
        Ok(table)
    }

    fn add(&mut self, attributes: Vec<usize>, cells: &[Cell], min_expected: f64) {
        let groups: usize = attributes.iter().map(|&attribute| self.levels[attribute]).product();
        let group_of: Vec<u32> = cells.iter().map(|cell| self.group_of(&attributes, cell)).collect();
        let events = sums(&group_of, groups, cells.iter().map(|cell| cell.events));
        let supplied = sums(&group_of, groups, cells.iter().map(|cell| cell.expected));
        let scale = if supplied.known > 0.0 { events.known / supplied.known } else { 0.0 };
        let expected: Vec<f64> = supplied.groups.iter().map(|expected| expected * scale).collect();
        // Those who are everybody have nobody to be compared with.
        let some = |group: &usize| expected[*group] < events.known * (1.0 - 1e-12);
        let (large, small): (Vec<usize>, Vec<usize>) = (0..groups)
            .filter(|&group| supplied.groups[group] > 0.0)
            .partition(|&group| expected[group] >= min_expected);
        self.too_small += small.len();
        let tested = large.into_iter().filter(some).collect();
        self.crossings.push(Crossing { attributes, group_of, events, expected, tested });
    }

    fn group_of(&self, attributes: &[usize], cell: &Cell) -> u32 {
        let place = attributes.iter().try_fold(0, |place, &attribute| {
            cell.levels[attribute].map(|level| place * self.levels[attribute] + level)
        });
        place.and_then(|place| u32::try_from(place).ok()).unwrap_or(UNKNOWN)
    }

    /// How many attributes a crossing has.
    pub(super) fn crossed(&self, crossing: usize) -> usize {
        self.crossings[crossing].attributes.len()
    }

    /// The groups of a crossing that are tested at every round.
    pub(super) fn tested_groups(&self, crossing: usize) -> impl Iterator<Item = usize> {
        self.crossings[crossing].tested.iter().copied()
    }

    /// All groups tested, in order.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> {
        let of = |(crossing, found): (usize, &Crossing)| {
            found.tested.iter().map(|&group| Place { crossing, group }).collect::<Vec<_>>()
        };
        self.crossings.iter().enumerate().flat_map(of)
    }

    /// Groups tested, by how many attributes they cross.
    pub(super) fn tested(&self) -> [usize; MOST_CROSSED] {
        let mut tested = [0; MOST_CROSSED];
        for crossing in &self.crossings {
            tested[crossing.attributes.len() - 1] += crossing.tested.len();
        }
        tested
    }

    /// Groups that occur and are too small to be tested.
    pub(super) fn too_small(&self) -> usize {
        self.too_small
    }

    /// Events observed in a group.
    pub(super) fn events(&self, place: Place) -> f64 {
        self.crossings[place.crossing].events.groups[place.group]
    }

    /// Events of everybody whose levels of this crossing are recorded.
    pub(super) fn known_events(&self, crossing: usize) -> f64 {
        self.crossings[crossing].events.known
    }

    /// Events expected of a group, scaled so that totals agree.
    pub(super) fn expected(&self, place: Place) -> f64 {
        self.crossings[place.crossing].expected[place.group]
    }

    /// The expected events of each cell as supplied.
    pub(super) fn supplied(&self) -> &[f64] {
        &self.expected
    }

    /// Sums of a weight of each cell, for every crossing.
    pub(super) fn sums(&self, weights: &[f64]) -> Vec<Sums> {
        let of =
            |crossing: &Crossing| sums(&crossing.group_of, crossing.expected.len(), weights.iter().copied());
        self.crossings.iter().map(of).collect()
    }

    /// Whether a cell belongs to the group; `None` where its levels are not recorded.
    pub(super) fn has(&self, place: Place, cell: usize) -> Option<bool> {
        let group = self.crossings[place.crossing].group_of[cell];
        (group != UNKNOWN).then_some(group as usize == place.group)
    }

    /// Whether all levels of `wide` are among those of `narrow`, and fewer.
    pub(super) fn holds(&self, wide: Place, narrow: Place) -> bool {
        let narrow_levels = self.group(narrow);
        self.crossed(wide.crossing) < narrow_levels.len()
            && self.group(wide).iter().all(|level| narrow_levels.contains(level))
    }

    /// The levels that make up a group.
    pub(super) fn group(&self, place: Place) -> Group {
        let attributes = &self.crossings[place.crossing].attributes;
        let mut rest = place.group;
        let mut group: Group = Vec::with_capacity(attributes.len());
        for &attribute in attributes.iter().rev() {
            group.push(Level { attribute, level: rest % self.levels[attribute] });
            rest /= self.levels[attribute];
        }
        group.reverse();
        group
    }

    /// The other tested groups that have exactly the same cells with people in them.
    pub(super) fn same_people(&self, place: Place) -> Vec<Group> {
        let own = &self.crossings[place.crossing];
        let same = |other: &Place| {
            let theirs = &self.crossings[other.crossing];
            *other != place
                && theirs.events.groups[other.group] == own.events.groups[place.group]
                && (0..self.expected.len()).all(|cell| {
                    let belongs =
                        |crossing: &Crossing, group: usize| crossing.group_of[cell] as usize == group;
                    belongs(own, place.group) == belongs(theirs, other.group)
                })
        };
        self.places().filter(same).map(|other| self.group(other)).collect()
    }
}

fn sums(group_of: &[u32], groups: usize, weights: impl Iterator<Item = f64>) -> Sums {
    let mut sums = Sums { groups: vec![0.0; groups], known: 0.0 };
    for (&group, weight) in group_of.iter().zip(weights) {
        if group != UNKNOWN {
            sums.groups[group as usize] += weight;
            sums.known += weight;
        }
    }
    sums
}

/// Every one, two and three of the attributes, in order.
fn subsets(levels: &[usize]) -> Result<Vec<Vec<usize>>, GroupSearchError> {
    let count = levels.len();
    if !(1..=MOST_ATTRIBUTES).contains(&count) {
        return Err(GroupSearchError::Attributes { found: count });
    }
    let mut subsets: Vec<Vec<usize>> = (1_u32..1 << count)
        .map(|mask| (0..count).filter(|attribute| mask >> attribute & 1 == 1).collect())
        .filter(|subset: &Vec<usize>| subset.len() <= MOST_CROSSED)
        .collect();
    subsets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    let groups = |subset: &Vec<usize>| {
        subset.iter().try_fold(1_usize, |groups, &attribute| groups.checked_mul(levels[attribute]))
    };
    let all = subsets.iter().try_fold(0_usize, |all, subset| all.checked_add(groups(subset)?));
    match all {
        Some(all) if all <= MOST_GROUPS => Ok(subsets),
        _ => Err(GroupSearchError::TooManyGroups),
    }
}

fn check(levels: &[usize], cells: &[Cell]) -> Result<(), GroupSearchError> {
    let (mut events, mut expected) = (0.0, 0.0);
    for (cell, found) in cells.iter().enumerate() {
        if found.levels.len() != levels.len() {
            return Err(GroupSearchError::Length { cell, expected: levels.len(), found: found.levels.len() });
        }
        for (attribute, (&level, &levels)) in found.levels.iter().zip(levels).enumerate() {
            if let Some(level) = level.filter(|&level| level >= levels) {
                return Err(GroupSearchError::UnknownLevel { cell, attribute, level, levels });
            }
        }
        if [found.events, found.expected].iter().any(|value| !value.is_finite() || *value < 0.0) {
            return Err(GroupSearchError::NotACount { cell });
        }
        events += found.events;
        expected += found.expected;
    }
    if events.is_normal() && expected.is_normal() { Ok(()) } else { Err(GroupSearchError::NoEvents) }
}
