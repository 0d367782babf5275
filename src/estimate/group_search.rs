//! Whom nobody names: a search over groups and their crossings for those that are reached less than expected.

mod explain;
mod fewer;
mod round;
mod table;

use thiserror::Error;

use super::confidence::Confidence;
use super::empirical_bayes::{self, AreaCount};
use super::figure::Figure;
use super::interval;
use super::no_figure::NoFigure;
use round::{Candidate, Round, probability};
use table::{Place, Table};

/// The most attributes that are searched at once.
pub const MOST_ATTRIBUTES: usize = 6;
/// The most attributes that one group crosses.
pub const MOST_CROSSED: usize = 3;
/// The most groups that one search may have to look at.
pub const MOST_GROUPS: usize = 1_000_000;
/// A wider group is named in place of a narrower one inside it when its p-value is at most this many times as large.
pub const WIDER_WITHIN: f64 = 10.0;

/// What is known of the people who share one combination of levels.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The level of each attribute, counted from 0, in the order of the attributes; `None` where not recorded.
    pub levels: Vec<Option<usize>>,
    /// Events observed: people reached.
    pub events: f64,
    /// Events expected under the standard, already standardised for age, sex and need.
    pub expected: f64,
}

/// How the search is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Groups with fewer expected events than this are not looked at.
    pub min_expected: f64,
    /// The probability of naming anybody where nobody is reached less than expected.
    pub level: f64,
    /// Only groups whose observed ÷ expected is at most this are named; 1 names any that are reached too little.
    pub largest_ratio: f64,
    /// The search ends after so many groups.
    pub most_found: usize,
    /// The confidence of the limits.
    pub confidence: Confidence,
}

/// One level of one attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level {
    /// The attribute, counted from 0.
    pub attribute: usize,
    /// Its level, counted from 0.
    pub level: usize,
}

/// A group of people: those who have all of these levels, of one to three attributes in their order.
pub type Group = Vec<Level>;

/// A group that is reached less than expected, and that chance and the groups found before it do not explain.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundGroup {
    /// Who they are.
    pub group: Group,
    /// Events observed.
    pub events: f64,
    /// Events expected, scaled so that all with these attributes recorded have as many expected as observed.
    pub expected: f64,
    /// Observed ÷ expected, with limits by the OHID rule.
    pub ratio: Result<Figure, NoFigure>,
    /// The ratio drawn towards 1 by as much as chance explains among groups of as many attributes.
    pub shrunk_ratio: Result<f64, NoFigure>,
    /// Events expected once the groups found before it are explained away; what the test compares with.
    pub expected_after_others: f64,
    /// The probability of so few events by chance, one-sided.
    pub p: f64,
    /// That probability, corrected for all groups tested (Holm).
    pub corrected_p: f64,
    /// Other groups made up of exactly the same cells, which these data cannot tell from it.
    pub same_people: Vec<Group>,
}

/// Why the search went no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// No group left is reached less than chance allows.
    NothingLeft,
    /// As many were found as may be.
    MostFound,
}

/// What the search found.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupSearch {
    /// The groups, in the order in which they were found: the clearest first.
    pub found: Vec<FoundGroup>,
    /// Groups tested at each round: single attributes, crossings of two, of three.
    pub tested: [usize; MOST_CROSSED],
    /// Groups that occur and were not tested because too few events are expected of them.
    pub too_small: usize,
    /// The smallest corrected p-value of the last round, of a group that was not named; `None` when none was tested.
    pub next_corrected_p: Option<f64>,
    /// Why it ended.
    pub ended: Ended,
}

impl GroupSearch {
    /// All groups tested at each round: what the p-values are corrected for.
    #[must_use]
    pub fn all_tested(&self) -> usize {
        self.tested.iter().sum()
    }
}

/// Why a search cannot be made.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum GroupSearchError {
    /// No attribute, or too many.
    #[error("{found} attributes to search, where one to {MOST_ATTRIBUTES} are possible")]
    Attributes {
        /// Attributes given.
        found: usize,
    },
    /// More groups than can be looked at.
    #[error("more than {MOST_GROUPS} groups to look at; hint: join rare levels of the attributes")]
    TooManyGroups,
    /// A cell must have one level for each attribute.
    #[error("cell number {cell} has {found} levels for {expected} attributes")]
    Length {
        /// The cell, counted from 0.
        cell: usize,
        /// Attributes.
        expected: usize,
        /// Levels found.
        found: usize,
    },
    /// A level beyond those that the attribute has.
    #[error("cell number {cell} has level {level} of attribute number {attribute}, which has {levels}")]
    UnknownLevel {
        /// The cell, counted from 0.
        cell: usize,
        /// The attribute, counted from 0.
        attribute: usize,
        /// The level found, counted from 0.
        level: usize,
        /// Levels of the attribute.
        levels: usize,
    },
    /// Events, observed or expected, that are negative or not finite.
    #[error("cell number {cell} has events that are negative or not finite")]
    NotACount {
        /// The cell, counted from 0.
        cell: usize,
    },
    /// No events observed, or none expected, anywhere.
    #[error("no events are observed, or none expected, so there is nothing to compare")]
    NoEvents,
    /// The level or the largest ratio is not a proportion, or the fewest expected events are not a number above zero.
    #[error("a search needs a level and a largest ratio above 0 and up to 1, and some expected events")]
    NotSettings,
}

/// Searches single attributes and crossings of up to three for groups reached less than expected.
///
/// Every group with enough expected events is tested: given all `N` events of people whose attributes in question are
/// recorded, the group's `O` are binomial with the group's share of the expected, so `p = P(Binomial(N, E/ΣE) ≤ O)`;
/// totals agree by themselves. The p-values are corrected for all groups tested (Holm). The group with the smallest
/// p-value is found if its corrected p-value is at most the level; or in its place the simplest group that contains
/// it and whose p-value is at most [`WIDER_WITHIN`] times as large. It is then explained away: its expected events
/// are scaled to its observed, those of everybody else to theirs, in turn for all groups found until nothing moves
/// (a Poisson model with one factor for each group found). Then all groups are tested again, until none is left.
/// Parents and children of a group are therefore named only for what the group itself does not explain.
///
/// Equal p-values (to nine digits): fewer attributes first, then more expected events, then the order given.
///
/// Units: ratio (1 is as expected). Missing values: a cell without a level takes no part in groups that name its
/// attribute, nor in what they are compared with. Without any known event, an attribute is not searched.
///
/// # Errors
/// [`GroupSearchError`].
///
/// # References
/// Przyborowski J, Wilenski H (1940). Homogeneity of results in testing samples from Poisson series. *Biometrika*
/// 31:313–323. <https://doi.org/10.1093/biomet/31.3-4.313>; Holm S (1979). A simple sequentially rejective multiple
/// test procedure. *Scandinavian Journal of Statistics* 6:65–70. <https://www.jstor.org/stable/4615733>; Zhang Z,
/// Assunção R, Kulldorff M (2010). Spatial scan statistics adjusted for multiple clusters. *Journal of Probability
/// and Statistics* 2010:642379. <https://doi.org/10.1155/2010/642379>; Deming WE, Stephan FF (1940). On a least
/// squares adjustment of a sampled frequency table. *Annals of Mathematical Statistics* 11:427–444.
/// <https://doi.org/10.1214/aoms/1177731829>
///
/// # Examples
/// One attribute, three levels. 10 of 100 events where 40 were expected: `P(Binomial(100, 0.4) ≤ 10)` is
/// 2.3 × 10⁻¹¹ by R 4.2.2 `pbinom(10, 100, 0.4)`, times three groups tested.
/// ```
/// use reachgap::estimate::{Confidence, group_search::{Cell, Settings, search}};
/// let cell = |level, events, expected| Cell { levels: vec![Some(level)], events, expected };
/// let cells = [cell(0, 10.0, 40.0), cell(1, 45.0, 30.0), cell(2, 45.0, 30.0)];
/// let settings =
///     Settings { min_expected: 5.0, level: 0.05, largest_ratio: 1.0, most_found: 20, confidence: Confidence::P95 };
/// let searched = search(&[3], &cells, &settings)?;
/// assert_eq!(searched.found.len(), 1);
/// assert_eq!(searched.found[0].group[0].level, 0);
/// assert!((searched.found[0].p / 2.338_761_768_922e-11 - 1.0).abs() < 1e-9);
/// assert!((searched.found[0].corrected_p / 7.016_285_306_766e-11 - 1.0).abs() < 1e-9);
/// # Ok::<(), reachgap::estimate::group_search::GroupSearchError>(())
/// ```
pub fn search(
    levels: &[usize],
    cells: &[Cell],
    settings: &Settings,
) -> Result<GroupSearch, GroupSearchError> {
    checked(settings)?;
    let table = Table::new(levels, cells, settings.min_expected)?;
    let shrunk = std::array::from_fn(|attributes| shrunk_ratios(&table, attributes + 1));
    let mut named: Vec<Place> = Vec::new();
    let mut found = Vec::new();
    let (next_corrected_p, ended) = loop {
        let explained = explain::explained(&table, &named);
        let round = Round::of(&table, &explained, settings);
        let corrected = round.best.and_then(|best| round.corrected(best));
        match round.best.zip(corrected) {
            Some((_, p)) if p <= settings.level && found.len() == settings.most_found => {
                break (Some(p), Ended::MostFound);
            }
            Some((best, p)) if p <= settings.level => {
                let chosen = round.simplest(&table, best);
                found.push(report(&table, &round, chosen, &shrunk, settings.confidence));
                named.push(round.candidates[chosen].place);
            }
            _ => break (corrected, Ended::NothingLeft),
        }
    };
    Ok(GroupSearch { found, tested: table.tested(), too_small: table.too_small(), next_corrected_p, ended })
}

fn checked(settings: &Settings) -> Result<(), GroupSearchError> {
    let share = |value: f64| value > 0.0 && value <= 1.0;
    let sound = share(settings.level) && share(settings.largest_ratio);
    if sound && settings.min_expected.is_finite() && settings.min_expected > 0.0 {
        Ok(())
    } else {
        Err(GroupSearchError::NotSettings)
    }
}

/// The shrunk ratio of every tested group that crosses so many attributes, in the order of the table.
fn shrunk_ratios(table: &Table, crossed: usize) -> Vec<(Place, Result<f64, NoFigure>)> {
    let places: Vec<Place> =
        table.places().filter(|place| table.crossed(place.crossing) == crossed).collect();
    let counts: Vec<_> = places
        .iter()
        .map(|&place| Ok(AreaCount { events: table.events(place), people: table.expected(place) }))
        .collect();
    match empirical_bayes::global(&counts) {
        Ok(smoothed) => places.into_iter().zip(smoothed.rates).collect(),
        Err(reason) => places.into_iter().map(|place| (place, Err(reason))).collect(),
    }
}

type Shrunk = [Vec<(Place, Result<f64, NoFigure>)>; MOST_CROSSED];

fn report(
    table: &Table,
    round: &Round,
    chosen: usize,
    shrunk: &Shrunk,
    confidence: Confidence,
) -> FoundGroup {
    let Candidate { place, expected: expected_after_others, log_p, .. } = round.candidates[chosen];
    let (events, expected) = (table.events(place), table.expected(place));
    let of_its_kind = &shrunk[table.crossed(place.crossing) - 1];
    let own = of_its_kind.binary_search_by(|(other, _)| other.cmp(&place));
    FoundGroup {
        group: table.group(place),
        events,
        expected,
        ratio: interval::ohid_count(events, confidence)
            .and_then(|limits| Figure { value: events, limits }.times(1.0 / expected)),
        shrunk_ratio: own.map_or(Err(NoFigure::TooFewToCompare), |own| of_its_kind[own].1),
        expected_after_others,
        p: probability(log_p),
        corrected_p: round.corrected(chosen).unwrap_or(1.0),
        same_people: table.same_people(place),
    }
}

#[cfg(test)]
mod tests;
