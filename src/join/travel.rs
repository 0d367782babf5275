//! A travel matrix that the user brings: which of its columns holds areas and which sites, and what it leaves out.

use rustc_hash::FxHashMap;
use thiserror::Error;

use crate::reachable::{NotReachable, Reachable};

/// One row of a travel matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trip<'a> {
    /// Where the way begins: an area code or a site id.
    pub from: &'a str,
    /// Where the way ends.
    pub to: &'a str,
    /// What it costs; `None` where the matrix says that the way cannot be made.
    pub cost: Option<f64>,
}

/// Which way the costs of a matrix run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Ways begin at areas and end at sites.
    AreaToSite,
    /// Ways begin at sites and end at areas: the matrix is the other way round from what access needs.
    SiteToArea,
    /// The matrix holds ways of both kinds.
    Both,
}

/// A travel matrix matched to the areas and sites of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Travel {
    /// Costs from area to site; where the matrix holds none, the costs from site to area in their place.
    pub reachable: Reachable,
    /// Costs from site to area, arranged by area, where the matrix holds both.
    pub back: Option<Reachable>,
    /// Which way the costs run.
    pub direction: Direction,
    /// Rows that match no area and site of the run.
    pub unmatched: usize,
    /// Rows without a cost: the way cannot be made.
    pub without_cost: usize,
}

/// A travel matrix that access cannot be had from.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum NotTravel {
    /// The matrix has no rows.
    #[error("the travel matrix is empty")]
    Empty,
    /// No row joins an area of the run with a site.
    #[error("none of the {0} rows of the travel matrix joins an area with a site")]
    NoMatch(usize),
    /// Every row lacks its cost.
    #[error("none of the rows of the travel matrix has a cost")]
    NoCost,
    /// A cost is negative or not finite, or a pair stands there twice.
    #[error(transparent)]
    Pairs(#[from] NotReachable),
}

impl NotTravel {
    /// What to do about it.
    pub fn cure(&self) -> &'static str {
        match self {
            Self::Empty => "export or make it again",
            Self::NoMatch(_) => "are the codes of the same year, and the site ids those of the sites file?",
            Self::NoCost => "check the column named by `cost`",
            Self::Pairs(_) => "give each pair of an area and a site once, with a number from 0",
        }
    }
}

/// Matches a travel matrix to areas and sites, and tells which way its costs run.
///
/// A row whose `from` is an area and whose `to` is a site is a way there; a row from a site to an area is a way back.
/// Where sites carry the codes of areas, as when a site stands for its area, a row is both: the way there of one pair
/// and the way back of another.
///
/// Access takes the ways there, in both steps of a catchment. A matrix that holds ways back alone is taken as if each
/// way there cost the same, and [`Travel::direction`] says so; it is right for services that come to people.
///
/// Missing values: a row without a cost, and a pair without a row, is out of reach; both are counted.
///
/// # Errors
/// [`NotTravel`].
///
/// # Examples
/// ```
/// use reachgap::join::travel::{Direction, Trip, matched};
/// let row = |from, to, cost| Trip { from, to, cost: Some(cost) };
/// let turned_round = [row("S1", "E01", 12.0), row("S1", "E02", 30.0), row("S9", "E02", 5.0)];
/// let travel = matched(&turned_round, &["E01", "E02"], &["S1"])?;
/// assert_eq!((travel.direction, travel.unmatched), (Direction::SiteToArea, 1));
/// assert_eq!(travel.reachable.cost(1, 0), Some(30.0));
/// # Ok::<(), reachgap::join::travel::NotTravel>(())
/// ```
pub fn matched(trips: &[Trip<'_>], areas: &[&str], sites: &[&str]) -> Result<Travel, NotTravel> {
    if trips.is_empty() {
        return Err(NotTravel::Empty);
    }
    let (area_numbers, site_numbers) = (numbers(areas), numbers(sites));
    let pair = |area: &str, site: &str| Some((*area_numbers.get(area)?, *site_numbers.get(site)?));
    let (mut there, mut back) = (Vec::new(), Vec::new());
    let (mut unmatched, mut without_cost) = (0, 0);
    for trip in trips {
        let (out, home) = (pair(trip.from, trip.to), pair(trip.to, trip.from));
        match trip.cost {
            _ if out.is_none() && home.is_none() => unmatched += 1,
            None => without_cost += 1,
            Some(cost) => {
                there.extend(out.map(|(area, site)| (area, site, cost)));
                back.extend(home.map(|(area, site)| (area, site, cost)));
            }
        }
    }
    if there.is_empty() && back.is_empty() {
        return Err(if without_cost > 0 { NotTravel::NoCost } else { NotTravel::NoMatch(trips.len()) });
    }
    let arranged = |pairs| Reachable::from_pairs(areas.len(), sites.len(), pairs);
    let (reachable, back, direction) = match (there.is_empty(), back.is_empty()) {
        (false, true) => (arranged(there)?, None, Direction::AreaToSite),
        (true, _) => (arranged(back)?, None, Direction::SiteToArea),
        (false, false) => (arranged(there)?, Some(arranged(back)?), Direction::Both),
    };
    Ok(Travel { reachable, back, direction, unmatched, without_cost })
}

fn numbers<'a>(codes: &[&'a str]) -> FxHashMap<&'a str, u32> {
    codes.iter().copied().zip(0u32..).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREAS: [&str; 3] = ["A1", "A2", "A3"];

    fn row<'a>(from: &'a str, to: &'a str, cost: f64) -> Trip<'a> {
        Trip { from, to, cost: Some(cost) }
    }

    #[test]
    fn sites_that_carry_area_codes_are_read_both_ways() {
        let travel = matched(&[row("A1", "A3", 20.0), row("A3", "A1", 40.0)], &AREAS, &AREAS).unwrap();
        assert_eq!(travel.direction, Direction::Both);
        assert_eq!(travel.reachable.cost(0, 2), Some(20.0));
        assert_eq!(travel.reachable.cost(2, 0), Some(40.0));
        assert_eq!(travel.back.unwrap().cost(0, 2), Some(40.0));
    }

    #[test]
    fn ways_there_are_preferred_to_ways_back() {
        let travel = matched(&[row("A1", "S1", 20.0), row("S1", "A1", 40.0)], &AREAS, &["S1"]).unwrap();
        assert_eq!(travel.reachable.cost(0, 0), Some(20.0));
        assert_eq!(travel.direction, Direction::Both);
        let one_way = matched(&[row("A1", "S1", 20.0)], &AREAS, &["S1"]).unwrap();
        assert_eq!((one_way.direction, one_way.back), (Direction::AreaToSite, None));
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let blank = Trip { from: "A2", to: "S1", cost: None };
        let travel = matched(&[row("A1", "S1", 3.0), blank, row("A9", "S1", 4.0)], &AREAS, &["S1"]).unwrap();
        assert_eq!((travel.unmatched, travel.without_cost), (1, 1));
        assert_eq!(travel.reachable.areas_without_sites(), [1, 2]);
    }

    #[test]
    fn matrices_that_say_nothing_are_refused() {
        let refused = |trips: &[Trip<'_>]| matched(trips, &AREAS, &["S1"]).unwrap_err().to_string();
        assert_eq!(refused(&[]), "the travel matrix is empty");
        assert!(refused(&[row("X", "Y", 1.0)]).starts_with("none of the 1 rows of the travel matrix joins"));
        assert_eq!(
            refused(&[Trip { from: "A1", to: "S1", cost: None }]),
            "none of the rows of the travel matrix has a cost"
        );
        assert!(refused(&[row("A1", "S1", f64::INFINITY)]).contains("inf"));
        assert!(refused(&[row("A1", "S1", 1.0), row("A1", "S1", 2.0)]).contains("twice"));
    }
}
