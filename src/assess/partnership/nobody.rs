//! Whom nobody names: groups reached less than others, found by searching, that no definition covers.

use std::collections::BTreeMap;

use super::register::Registered;
use super::test::Judging;
use crate::assessment::AgeRange;
use crate::estimate::group_search::{self, Ended, Group, GroupSearch, GroupSearchError};
use crate::estimate::{Figure, NoFigure, rate};
use crate::join::coverage::{Cell, Ground, cells};
use crate::roll::Roll;

/// A definition names a group when it covers at least this share of the group's people.
pub const NAMES_THE_GROUP: f64 = 0.5;
/// Groups of whom fewer are expected than this are not looked at.
const LEAST_EXPECTED: f64 = 20.0;
/// Only groups reached at most this many times as often as expected are told.
const LARGEST_RATIO: f64 = 0.9;
/// The most groups that are told.
const MOST_FOUND: usize = 12;

/// A group that is reached less than others.
#[derive(Debug, Clone, PartialEq)]
pub struct Unnamed {
    /// Who they are: attribute and level, each.
    pub levels: Vec<(String, String)>,
    /// Its eligible people.
    pub eligible: f64,
    /// Those reached, rounded.
    pub reached: f64,
    /// Those that would be at the reach of everybody with the same need.
    pub expected: f64,
    /// Reached ÷ expected, with limits, from the rounded number.
    pub ratio: Result<Figure, NoFigure>,
    /// The ratio drawn towards 1 by as much as chance explains.
    pub shrunk: Option<f64>,
    /// The p-value, corrected for every group tested.
    pub p: f64,
    /// Definitions that cover at least half of its people, by position among the current ones.
    pub named_by: Vec<usize>,
    /// The largest share of its people that one definition covers, rounded to hundredths.
    pub most_covered: f64,
}

/// What searching one service found.
#[derive(Debug, Clone, PartialEq)]
pub struct Searched {
    /// The service.
    pub service: String,
    /// The attributes.
    pub attributes: Vec<String>,
    /// The groups.
    pub groups: Vec<Unnamed>,
    /// How many groups were tested.
    pub tested: usize,
    /// Groups with too few expected.
    pub too_small: usize,
    /// Groups found whose numbers may not be shown.
    pub withheld: usize,
    /// Reached people left out because an attribute is not written down, rounded; `None` where few.
    pub unknown: Option<f64>,
    /// Whether more groups might have been told.
    pub more: bool,
}

/// Why a service was not searched.
#[derive(Debug, Clone, PartialEq)]
pub enum NotSearched {
    /// The population tables do not tell these attributes.
    NoEligible(Vec<String>),
    /// The search cannot be made.
    NoSearch(GroupSearchError),
}

/// Searches one service.
///
/// # Errors
/// [`NotSearched`].
pub fn search(
    ground: &Ground<'_>,
    roll: &Roll,
    (service, ages): (usize, AgeRange),
    current: &[&Registered],
    judging: Judging,
) -> Result<Searched, NotSearched> {
    let attributes = &ground.assessment.settings.partnership.search;
    let eligible = cells(ground, ages, attributes).map_err(NotSearched::NoEligible)?;
    let Some(columns) = attributes.iter().map(|name| roll.attribute(name)).collect::<Option<Vec<_>>>() else {
        return Err(NotSearched::NoEligible(attributes.clone()));
    };
    let fifths = ground.case_mix.fifths.as_ref();
    let mut reached: BTreeMap<(Vec<u16>, u8), f64> = BTreeMap::new();
    let mut unknown = [0.0; 6];
    for journey in roll.journeys.iter().filter(|j| usize::from(j.service) == service && j.reached) {
        let person = journey.person as usize;
        let area = roll.area[person];
        if area == Roll::NOWHERE {
            continue;
        }
        let levels: Vec<u16> = columns.iter().map(|column| column.values[person]).collect();
        let fifth = fifths.and_then(|f| f[area as usize]).unwrap_or(0);
        if levels.contains(&Roll::NONE) {
            unknown[usize::from(fifth)] += 1.0;
            continue;
        }
        *reached.entry((levels, fifth)).or_default() += 1.0;
    }
    let (found, table) = find(&eligible, &reached, &columns, judging)?;
    let rates = rates(&eligible, &reached, &unknown, judging);
    let tell = Telling { roll, columns: &columns, current, eligible: &eligible, rates, judging };
    let groups: Vec<Option<Unnamed>> = found.found.iter().map(|group| tell.group(group, &table)).collect();
    Ok(Searched {
        service: roll.services[service].clone(),
        attributes: attributes.clone(),
        tested: found.all_tested(),
        too_small: found.too_small,
        withheld: groups.iter().filter(|group| group.is_none()).count(),
        groups: groups.into_iter().flatten().collect(),
        unknown: judging.rounding.people(unknown.iter().sum()),
        more: found.ended == Ended::MostFound,
    })
}

type Reached = BTreeMap<(Vec<u16>, u8), f64>;

/// By fifth of need: reach as it may be shown, from rounded numbers of those reached. A few of whom an attribute is not
/// written down are counted in: the areas' exact numbers are published, and the difference would tell how few they are.
fn rates(eligible: &[Cell], reached: &Reached, unknown: &[f64; 6], judging: Judging) -> [f64; 6] {
    let few = judging.rounding.people(unknown.iter().sum()).is_none();
    std::array::from_fn(|fifth| {
        let cells = || eligible.iter().filter(|cell| usize::from(cell.fifth) == fifth);
        let people: f64 = cells().map(|cell| cell.people).sum();
        let known: f64 = cells().filter_map(|cell| reached.get(&(cell.levels.clone(), cell.fifth))).sum();
        let events = judging.rounding.nearest(known + if few { unknown[fifth] } else { 0.0 });
        if people > 0.0 { events / people } else { 0.0 }
    })
}

/// The p-value as it may be shown: the level it does not exceed. The exact one would tell the exact number reached.
fn p_shown(p: f64) -> f64 {
    [0.001, 0.01, 0.05].into_iter().find(|level| p <= *level).unwrap_or_else(|| (p * 10.0).ceil() / 10.0)
}

/// Makes the cells and searches them. What is expected of a cell is its people at the reach of their fifth of need.
fn find(
    eligible: &[Cell],
    reached: &Reached,
    columns: &[&crate::roll::Attribute],
    judging: Judging,
) -> Result<(GroupSearch, Vec<group_search::Cell>), NotSearched> {
    let mut of_fifth = [(0.0, 0.0); 6];
    for cell in eligible {
        let sums = &mut of_fifth[usize::from(cell.fifth)];
        sums.0 += reached.get(&(cell.levels.clone(), cell.fifth)).copied().unwrap_or_default();
        sums.1 += cell.people;
    }
    let mut table: BTreeMap<&[u16], (f64, f64)> = BTreeMap::new();
    for cell in eligible {
        let (events, people) = of_fifth[usize::from(cell.fifth)];
        let sums = table.entry(&cell.levels).or_default();
        sums.0 += reached.get(&(cell.levels.clone(), cell.fifth)).copied().unwrap_or_default();
        sums.1 += if people > 0.0 { cell.people * events / people } else { 0.0 };
    }
    let cell = |(levels, (events, expected)): (&[u16], (f64, f64))| group_search::Cell {
        levels: levels.iter().map(|level| Some(usize::from(*level))).collect(),
        events,
        expected,
    };
    let table: Vec<group_search::Cell> = table.into_iter().map(cell).collect();
    let levels: Vec<usize> = columns.iter().map(|column| column.levels.len()).collect();
    let settings = group_search::Settings {
        min_expected: LEAST_EXPECTED,
        level: judging.level,
        largest_ratio: LARGEST_RATIO,
        most_found: MOST_FOUND,
        confidence: judging.confidence,
    };
    let found = group_search::search(&levels, &table, &settings).map_err(NotSearched::NoSearch)?;
    Ok((found, table))
}

/// The shrunk ratio as it may be shown: drawn towards 1 by the same share, in tenths, from the ratio that is shown.
fn shrunk_shown(shrunk: f64, found: &group_search::FoundGroup, shown: f64) -> f64 {
    let apart = 1.0 - found.events / found.expected;
    let kept = if apart.abs() > 1e-9 { ((1.0 - shrunk) / apart).clamp(0.0, 1.0) } else { 1.0 };
    1.0 - (1.0 - shown) * (kept * 10.0).round() / 10.0
}

/// Tells of groups found.
struct Telling<'a> {
    roll: &'a Roll,
    columns: &'a [&'a crate::roll::Attribute],
    current: &'a [&'a Registered],
    eligible: &'a [Cell],
    /// By fifth of need: reach as it may be shown.
    rates: [f64; 6],
    judging: Judging,
}

impl Telling<'_> {
    fn group(&self, found: &group_search::FoundGroup, table: &[group_search::Cell]) -> Option<Unnamed> {
        let inside = |levels: &dyn Fn(usize) -> Option<usize>, group: &Group| {
            group.iter().all(|part| levels(part.attribute) == Some(part.level))
        };
        let of_group = |cell: &&Cell| inside(&|at| Some(usize::from(cell.levels[at])), &found.group);
        let cells = || self.eligible.iter().filter(of_group);
        let eligible: f64 = cells().map(|cell| cell.people).sum();
        let expected: f64 = cells().map(|cell| cell.people * self.rates[usize::from(cell.fifth)]).sum();
        let events: f64 = table
            .iter()
            .filter(|cell| inside(&|at| cell.levels[at], &found.group))
            .map(|cell| cell.events)
            .sum();
        let reached = self.judging.rounding.people(events)?;
        self.judging.rounding.people((eligible - events).max(0.0))?;
        let level = |part: &group_search::Level| {
            let column = self.columns[part.attribute];
            (column.name.clone(), column.levels[part.level].clone())
        };
        let covered = self.covered(&found.group);
        let most = covered.iter().copied().fold(0.0, f64::max);
        Some(Unnamed {
            levels: found.group.iter().map(level).collect(),
            eligible,
            reached,
            expected,
            ratio: rate::rate(reached, expected, 1.0, self.judging.confidence),
            shrunk: found
                .shrunk_ratio
                .as_ref()
                .ok()
                .map(|shrunk| shrunk_shown(*shrunk, found, reached / expected)),
            p: p_shown(found.corrected_p),
            named_by: (0..covered.len()).filter(|at| covered[*at] >= NAMES_THE_GROUP).collect(),
            most_covered: (most * 100.0).round() / 100.0,
        })
    }

    /// By definition: the share it covers of the group's people on the roll.
    fn covered(&self, group: &Group) -> Vec<f64> {
        let level = |attribute: usize, person: usize| self.columns[attribute].values[person];
        let belongs = |person: &usize| {
            group.iter().all(|part| usize::from(level(part.attribute, *person)) == part.level)
        };
        let people: Vec<usize> = (0..self.roll.len()).filter(belongs).collect();
        let share = |one: &&Registered| {
            let covered = people.iter().filter(|person| one.covers.people.is_yes(**person)).count();
            if people.is_empty() { 0.0 } else { covered as f64 / people.len() as f64 }
        };
        self.current.iter().map(share).collect()
    }
}
