//! The nearest site of each area.

use crate::estimate::NoFigure;
use crate::reachable::Reachable;

/// The nearest site of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearest {
    /// The site, counted from 0.
    pub site: u32,
    /// The cost of the way there, in the units of the costs.
    pub cost: f64,
    /// How many sites cost exactly as much, this one included; the first of them is named.
    pub as_near: usize,
}

/// The nearest site of each area and the cost of the way there.
///
/// For the nearest site of a type, give only the sites of that type. Where several are exactly as near, the first in
/// the order of the sites is named and their number is given.
///
/// Units: those of the costs.
///
/// # Errors
/// [`NoFigure::NoSiteWithinReach`], for each area without a pair.
///
/// # Examples
/// ```
/// use reachgap::{estimate::{NoFigure, access::nearest}, reachable::Reachable};
/// let reachable = Reachable::from_pairs(2, 3, vec![(0, 0, 900.0), (0, 1, 650.0), (0, 2, 650.0)])?;
/// let sites = nearest(&reachable);
/// let first = sites[0]?;
/// assert_eq!((first.site, first.cost, first.as_near), (1, 650.0, 2));
/// assert_eq!(sites[1], Err(NoFigure::NoSiteWithinReach));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn nearest(reachable: &Reachable) -> Vec<Result<Nearest, NoFigure>> {
    (0..reachable.areas()).map(|area| nearest_of(reachable.of(area))).collect()
}

fn nearest_of(sites: impl Iterator<Item = (u32, f64)>) -> Result<Nearest, NoFigure> {
    let nearer = |best: Option<Nearest>, (site, cost): (u32, f64)| match best {
        Some(best) if best.cost < cost => Some(best),
        Some(best) if best.cost == cost => Some(Nearest { as_near: best.as_near + 1, ..best }),
        _ => Some(Nearest { site, cost, as_near: 1 }),
    };
    sites.fold(None, nearer).ok_or(NoFigure::NoSiteWithinReach)
}
