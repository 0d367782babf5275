//! Definitions beside each other: whom they name together, whom one names and the other does not, and what each
//! would put first.

use std::collections::BTreeMap;

use super::register::Registered;
use crate::assess::StandardFindings;
use crate::estimate::agreement::Overlap;
use crate::estimate::{Confidence, Figure, NoFigure};
use crate::measure::Value;
use crate::roll::Roll;
use crate::rounded::Rounding;

/// The most definitions that are set beside each other: each is one bit.
pub const MOST: usize = 64;
/// An area is named by a definition whose people are at least this many times as large a share of its eligible people
/// as of the whole place's.
pub const NAMED_AREA: f64 = 1.5;
/// Two definitions name different people where the upper limit of their overlap against chance is below this.
pub const DIFFERENT_PEOPLE: f64 = 0.2;
/// Two definitions name much the same people from this Jaccard index on.
pub const SAME_PEOPLE: f64 = 0.5;

/// What two definitions have to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// They name much the same people.
    Agree,
    /// They name some of the same people.
    Overlap,
    /// They name different people: fewer than a fifth of those that chance would bring are in both.
    Contradict,
    /// Numbers are too small to say.
    CannotTell,
}

/// Two definitions beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The first, by position among the current definitions.
    pub first: usize,
    /// The second.
    pub second: usize,
    /// Rounded numbers of people: in both, in the first alone, in the second alone, in neither; `None` where one is
    /// small.
    pub people: Option<Overlap>,
    /// Cohen's kappa over people.
    pub kappa: Result<Figure, NoFigure>,
    /// Jaccard's index over people.
    pub jaccard: Result<f64, NoFigure>,
    /// People in both against those that chance would bring.
    pub overlap: Result<Figure, NoFigure>,
    /// The same over areas, from the eligible people: areas named by both, by one alone, by neither.
    pub areas: Option<Overlap>,
    /// Cohen's kappa over areas.
    pub kappa_of_areas: Result<Figure, NoFigure>,
    /// What they have to do with each other.
    pub relation: Relation,
}

/// People, or areas, that a set of definitions names and no other does.
#[derive(Debug, Clone, PartialEq)]
pub struct Combination {
    /// The definitions, by position among the current ones.
    pub definitions: Vec<usize>,
    /// How many; rounded, and `None` where small, for people.
    pub size: Option<f64>,
}

/// How the order of areas changes when a definition's people come first.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// The definition, by position among the current ones.
    pub definition: usize,
    /// How many areas are put first: a fifth of those in order.
    pub first: usize,
    /// Of them, how many come first for everybody too.
    pub kept: usize,
    /// Areas that come first under the definition only, the first of them first.
    pub moved_up: Vec<u32>,
}

/// Definitions beside each other.
#[derive(Debug, Clone, Default)]
pub struct Between {
    /// Everybody on the roll, rounded.
    pub people: f64,
    /// People whom each definition covers; `None` where small.
    pub sizes: Vec<Option<f64>>,
    /// People of whom it is not known whether a definition covers them; `None` where small.
    pub unknown: Vec<Option<f64>>,
    /// Areas each definition names; none where eligible people cannot be told.
    pub areas: Vec<Option<Vec<bool>>>,
    /// Pairs.
    pub pairs: Vec<Pair>,
    /// Combinations of people, the largest first.
    pub of_people: Vec<Combination>,
    /// Combinations of areas, the largest first.
    pub of_areas: Vec<Combination>,
    /// Orders of areas.
    pub orders: Vec<Order>,
}

/// What setting definitions beside each other needs.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The people.
    pub roll: &'a Roll,
    /// The current definitions.
    pub current: &'a [&'a Registered],
    /// Eligible people by area.
    pub eligible: &'a [f64],
    /// How numbers are rounded.
    pub rounding: Rounding,
    /// Of intervals.
    pub confidence: Confidence,
}

impl Beside<'_> {
    /// Sets the current definitions beside each other.
    pub fn between(&self) -> Between {
        let definitions = &self.current[..self.current.len().min(MOST)];
        let combinations = combinations(self.roll.len(), |person| {
            mask(definitions.iter().map(|one| one.covers.people.is_yes(person)))
        });
        let areas: Vec<Option<Vec<bool>>> =
            definitions.iter().map(|one| named_areas(one, self.eligible)).collect();
        let told: Vec<bool> = areas.iter().map(Option::is_some).collect();
        let of_areas = combinations_of(self.eligible.len(), &areas);
        let rounded = |n: u64| self.rounding.people(n as f64);
        let shown = Shown::new(&combinations, self.rounding);
        let indices = 0..definitions.len();
        let pairs = indices.clone().flat_map(|second| (0..second).map(move |first| (first, second)));
        let pair = |(first, second)| {
            let both_told = told[first] && told[second];
            self.pair(first, second, (&combinations, &shown), both_told.then_some(&of_areas))
        };
        Between {
            people: shown.sum(|_| true),
            sizes: self.sizes_of(definitions, &combinations, &shown),
            unknown: definitions.iter().map(|one| rounded(one.covers.people.count_unknown())).collect(),
            pairs: pairs.map(pair).collect(),
            of_people: listed(&combinations, |mask, n| rounded(n).map(|_| shown.sum(|own| own == mask))),
            of_areas: listed(&of_areas, |_, n| Some(n as f64)),
            areas,
            orders: Vec::new(),
        }
    }

    /// People whom each definition covers, as [`Between::sizes`].
    pub fn sizes(&self) -> Vec<Option<f64>> {
        let definitions = &self.current[..self.current.len().min(MOST)];
        let combinations = combinations(self.roll.len(), |person| {
            mask(definitions.iter().map(|one| one.covers.people.is_yes(person)))
        });
        self.sizes_of(definitions, &combinations, &Shown::new(&combinations, self.rounding))
    }

    fn sizes_of(
        &self,
        definitions: &[&Registered],
        exact: &BTreeMap<u64, u64>,
        shown: &Shown,
    ) -> Vec<Option<f64>> {
        let size = |bit: usize| {
            let inside = |mask: u64| mask >> bit & 1 == 1;
            let people: u64 = exact.iter().filter(|(mask, _)| inside(**mask)).map(|(_, n)| n).sum();
            self.rounding.people(people as f64).map(|_| shown.sum(inside))
        };
        (0..definitions.len()).map(size).collect()
    }

    fn pair(
        &self,
        first: usize,
        second: usize,
        (people, shown): (&BTreeMap<u64, u64>, &Shown),
        areas: Option<&BTreeMap<u64, u64>>,
    ) -> Pair {
        let exact = overlap(first, second, people);
        let cell = |n: f64, first_too: bool, second_too: bool| {
            let inside =
                |mask: u64| (mask >> first & 1 == 1) == first_too && (mask >> second & 1 == 1) == second_too;
            self.rounding.people(n).map(|_| shown.sum(inside))
        };
        let rounded = || {
            Some(Overlap {
                both: cell(exact.both, true, true)?,
                only_first: cell(exact.only_first, true, false)?,
                only_second: cell(exact.only_second, false, true)?,
                neither: cell(exact.neither, false, false)?,
            })
        };
        let people = rounded();
        let of = |measure: &dyn Fn(&Overlap) -> Result<Figure, NoFigure>| {
            people.as_ref().map_or(Err(NoFigure::TooFewToCompare), measure)
        };
        let overlap_with_chance = of(&|o| o.observed_to_expected(self.confidence));
        let jaccard = people.as_ref().map_or(Err(NoFigure::TooFewToCompare), Overlap::jaccard);
        let areas = areas.map(|areas| overlap(first, second, areas));
        let kappa_of_areas =
            areas.as_ref().map_or(Err(NoFigure::TooFewToCompare), |o| o.kappa(self.confidence));
        let relation = relation(&overlap_with_chance, &jaccard);
        Pair {
            first,
            second,
            kappa: of(&|o| o.kappa(self.confidence)),
            jaccard,
            overlap: overlap_with_chance,
            people,
            areas,
            kappa_of_areas,
            relation,
        }
    }

    /// How the order of areas changes under each definition. Areas whose counts are withheld take no part.
    pub fn orders(&self, standard: &StandardFindings, may: &[bool]) -> Vec<Order> {
        let short: Vec<Option<f64>> = standard
            .gaps
            .iter()
            .zip(may)
            .map(|(gap, may)| match gap.short {
                Value::Known(short) if *may && short.value > 0.0 => Some(short.value),
                _ => None,
            })
            .collect();
        let base = ranked(&short);
        let first = base.len() / 5;
        let usual = &base[..first];
        let of = |(definition, one): (usize, &&Registered)| {
            let by_area = &one.covers.eligible.as_ref()?.by_area;
            let own = |(area, short): (usize, &Option<f64>)| {
                let everybody = self.eligible[area];
                short.filter(|_| everybody > 0.0).map(|short| short * by_area[area] / everybody)
            };
            let own: Vec<Option<f64>> = short.iter().enumerate().map(own).collect();
            let order: Vec<u32> = ranked(&own).into_iter().take(first).collect();
            let moved_up: Vec<u32> = order.iter().copied().filter(|area| !usual.contains(area)).collect();
            Some(Order { definition, first, kept: order.len() - moved_up.len(), moved_up })
        };
        self.current.iter().take(MOST).enumerate().filter_map(of).collect()
    }
}

/// People by combination of definitions, as they are shown.
///
/// Combinations overlap with nothing. Whatever is shown of people in several of them is the sum of what is shown of each,
/// so that it tells nothing more; numbers rounded for themselves would, at their edges, tell a withheld one: 12 and 12
/// (shown as 10 and 10) and 4 (withheld) are 28 (shown as 30).
struct Shown {
    combinations: Vec<(u64, f64)>,
    rounding: Rounding,
}

impl Shown {
    /// With fewer withheld combinations than this, how many people are in them together is not used.
    const MANY: usize = 10;

    fn new(exact: &BTreeMap<u64, u64>, rounding: Rounding) -> Self {
        let few: Vec<f64> =
            exact.values().map(|n| *n as f64).filter(|n| rounding.people(*n).is_none()).collect();
        let usual = rounding.in_place_of_few();
        let mean = rounding.nearest(few.iter().sum()) / few.len().max(1) as f64;
        let of_few = if few.len() < Self::MANY { usual } else { mean.clamp(0.6 * usual, 1.2 * usual) };
        // Everybody's exact number may be known from elsewhere. One or two withheld numbers would then be what is left,
        // so that the largest combination is rounded as if they were in it.
        let left: f64 = if few.len() <= 2 { few.iter().sum() } else { 0.0 };
        let largest = exact.iter().max_by_key(|(mask, n)| (**n, **mask)).map(|(mask, _)| *mask);
        let shown = |(mask, n): (&u64, &u64)| {
            let n = *n as f64;
            let with = if Some(*mask) == largest { n + left } else { n };
            (*mask, rounding.people(n).map_or(of_few, |_| rounding.nearest(with)))
        };
        Self { combinations: exact.iter().map(shown).collect(), rounding }
    }

    fn sum(&self, inside: impl Fn(u64) -> bool) -> f64 {
        let inside = self.combinations.iter().filter(|(mask, _)| inside(*mask));
        self.rounding.nearest(inside.map(|(_, people)| people).sum())
    }
}

/// Areas with a figure above zero, the highest first; ties in order of areas.
fn ranked(figures: &[Option<f64>]) -> Vec<u32> {
    let known = |(area, figure): (u32, &Option<f64>)| figure.filter(|f| *f > 0.0).map(|f| (area, f));
    let mut order: Vec<(u32, f64)> = (0u32..).zip(figures).filter_map(known).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    order.into_iter().map(|(area, _)| area).collect()
}

/// Definitions as bits.
fn mask(covered: impl Iterator<Item = bool>) -> u64 {
    covered.enumerate().fold(0, |mask, (bit, covered)| mask | u64::from(covered) << bit)
}

fn combinations(len: usize, mask_of: impl Fn(usize) -> u64) -> BTreeMap<u64, u64> {
    let mut found: rustc_hash::FxHashMap<u64, u64> = rustc_hash::FxHashMap::default();
    for at in 0..len {
        *found.entry(mask_of(at)).or_default() += 1;
    }
    found.into_iter().collect()
}

fn combinations_of(areas: usize, named: &[Option<Vec<bool>>]) -> BTreeMap<u64, u64> {
    combinations(areas, |area| mask(named.iter().map(|named| named.as_ref().is_some_and(|n| n[area]))))
}

/// The areas that a definition names.
fn named_areas(one: &Registered, eligible: &[f64]) -> Option<Vec<bool>> {
    let covered = &one.covers.eligible.as_ref()?.by_area;
    let (all_covered, all): (f64, f64) = (covered.iter().sum(), eligible.iter().sum());
    let share = if all > 0.0 { all_covered / all } else { 0.0 };
    let named = |(covered, eligible): (&f64, &f64)| {
        *eligible > 0.0 && *covered > 0.0 && covered / eligible >= (NAMED_AREA * share).min(1.0 - 1e-9)
    };
    Some(covered.iter().zip(eligible).map(named).collect())
}

/// Combinations of at least one definition and of none, the largest first.
fn listed(combinations: &BTreeMap<u64, u64>, size: impl Fn(u64, u64) -> Option<f64>) -> Vec<Combination> {
    let mut all: Vec<(u64, u64)> = combinations.iter().map(|(mask, n)| (*mask, *n)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let one = |(mask, n): (u64, u64)| Combination {
        definitions: (0..MOST).filter(|bit| mask >> bit & 1 == 1).collect(),
        size: size(mask, n),
    };
    all.into_iter().map(one).collect()
}

fn overlap(first: usize, second: usize, combinations: &BTreeMap<u64, u64>) -> Overlap {
    let mut counts = [0u64; 4];
    for (mask, n) in combinations {
        counts[(mask >> first & 1 | (mask >> second & 1) << 1) as usize] += n;
    }
    let [neither, only_first, only_second, both] = counts.map(|n| n as f64);
    Overlap { both, only_first, only_second, neither }
}

fn relation(overlap: &Result<Figure, NoFigure>, jaccard: &Result<f64, NoFigure>) -> Relation {
    match (overlap, jaccard) {
        (Ok(overlap), _) if overlap.limits.upper < DIFFERENT_PEOPLE => Relation::Contradict,
        (_, Ok(jaccard)) if *jaccard >= SAME_PEOPLE => Relation::Agree,
        (Ok(_), Ok(_)) => Relation::Overlap,
        _ => Relation::CannotTell,
    }
}
