//! Whether the way there costs what the way back does.

use thiserror::Error;

use crate::reachable::Reachable;

/// How the ways from areas to sites differ from the ways back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asymmetry {
    /// Pairs with a cost in both directions.
    pub compared: usize,
    /// Pairs whose costs differ by more than the tolerance.
    pub differing: usize,
    /// Pairs with a cost from the area to the site alone.
    pub there_only: usize,
    /// Pairs with a cost from the site to the area alone.
    pub back_only: usize,
    /// The pair whose costs differ most, if any do.
    pub largest: Option<Difference>,
}

/// The two costs of one pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The area, counted from 0.
    pub area: u32,
    /// The site, counted from 0.
    pub site: u32,
    /// The cost from the area to the site.
    pub there: f64,
    /// The cost from the site to the area.
    pub back: f64,
}

/// The two sets of pairs are not about the same areas and sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "the ways there join {there_areas} areas with {there_sites} sites, the ways back {back_areas} with {back_sites}"
)]
pub struct NotTheSamePlaces {
    /// Areas of the ways there.
    pub there_areas: usize,
    /// Sites of the ways there.
    pub there_sites: usize,
    /// Areas of the ways back.
    pub back_areas: usize,
    /// Sites of the ways back.
    pub back_sites: usize,
}

impl Asymmetry {
    /// Whether the direction matters: some pair differs, or is listed in one direction alone.
    pub fn matters(&self) -> bool {
        self.differing + self.there_only + self.back_only > 0
    }
}

/// Compares the costs from areas to sites with the costs from the same sites to the same areas.
///
/// Two costs differ when `|there − back| > tolerance · max(there, back)`. Both arguments are arranged by area. Where
/// the direction matters, access is to be computed from the costs from area to site: it is the people who travel.
///
/// # Errors
/// [`NotTheSamePlaces`].
///
/// # Examples
/// ```
/// use reachgap::{estimate::access::direction, reachable::Reachable};
/// let there = Reachable::from_pairs(2, 1, vec![(0, 0, 20.0), (1, 0, 20.0)])?;
/// let back = Reachable::from_pairs(2, 1, vec![(0, 0, 40.0), (1, 0, 20.0)])?;
/// let found = direction::asymmetry(&there, &back, 0.01)?;
/// assert_eq!((found.compared, found.differing, found.matters()), (2, 1, true));
/// assert_eq!(found.largest.map(|pair| (pair.area, pair.there, pair.back)), Some((0, 20.0, 40.0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn asymmetry(there: &Reachable, back: &Reachable, tolerance: f64) -> Result<Asymmetry, NotTheSamePlaces> {
    if (there.areas(), there.sites()) != (back.areas(), back.sites()) {
        return Err(NotTheSamePlaces {
            there_areas: there.areas(),
            there_sites: there.sites(),
            back_areas: back.areas(),
            back_sites: back.sites(),
        });
    }
    let mut found = Asymmetry { compared: 0, differing: 0, there_only: 0, back_only: 0, largest: None };
    let mut widest = 0.0;
    for (area, number) in (0..there.areas()).zip(0u32..) {
        for (site, cost) in there.of(area) {
            let Some(cost_back) = back.cost(area, site) else {
                found.there_only += 1;
                continue;
            };
            found.compared += 1;
            let difference = (cost - cost_back).abs();
            found.differing += usize::from(difference > tolerance * cost.max(cost_back));
            if difference > widest {
                widest = difference;
                found.largest = Some(Difference { area: number, site, there: cost, back: cost_back });
            }
        }
    }
    found.back_only = back.pairs() - found.compared;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ways_do_not_matter_and_missing_ones_do() {
        let there = Reachable::from_pairs(1, 2, vec![(0, 0, 3.0), (0, 1, 4.0)]).unwrap();
        assert!(!asymmetry(&there, &there, 0.0).unwrap().matters());
        let back = Reachable::from_pairs(1, 2, vec![(0, 0, 3.0)]).unwrap();
        let found = asymmetry(&there, &back, 0.0).unwrap();
        assert_eq!((found.there_only, found.back_only, found.largest), (1, 0, None));
        assert!(found.matters());
    }

    #[test]
    fn other_places_are_refused() {
        let two = Reachable::from_pairs(1, 2, vec![]).unwrap();
        let one = Reachable::from_pairs(1, 1, vec![]).unwrap();
        let refused = asymmetry(&two, &one, 0.0).unwrap_err();
        assert_eq!(refused.to_string(), "the ways there join 1 areas with 2 sites, the ways back 1 with 1");
    }
}
