//! Contiguity: areas with a common border, or a common point of it.

use geo::MultiPolygon;
use rayon::prelude::*;

use super::NotADistance;
use super::boundary::{Boundaries, Boundary};
use crate::neighbours::Neighbours;

/// How much longer than the tolerance borders must run together to be more than a meeting at a corner.
const TOLERANCES_TO_SHARE: f64 = 4.0;

/// Which contact of two borders makes neighbours, after the moves of chess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contiguity {
    /// Any: a common corner is enough.
    Queen,
    /// A stretch of common border.
    Rook,
}

/// The areas whose borders meet, each weighing one.
///
/// Formula, with the tolerance *t*:
/// - queen: the nearest points of the two borders are at most *t* apart; at *t* = 0, they share a point;
/// - rook: on each of the two borders, the part that lies at most *t* from the other is longer than 4*t*; at
///   *t* = 0, they have a stretch in common, of whatever length. Two borders that only meet at a corner are
///   within *t* of each other along 2*t* when they part at right angles, along 4*t* when they part at 30°.
///   Where a common border ends, they part as well: so the common border itself must be longer than about 2*t*.
///
/// Borders are all rings, holes included, so that an enclave is the neighbour of its host. A corner on the
/// middle of another area's edge counts as contact, though no vertex is shared. Neighbours are mutual.
///
/// Units: metres, as the shapes. At *t* = 0 contact is decided exactly, else to the rounding of the numbers.
///
/// Missing values: an area without a shape, or with a vertex that is not finite, has no neighbours.
///
/// # Errors
/// A tolerance that is negative or not finite.
///
/// # Examples
/// ```
/// use geo::{MultiPolygon, polygon};
/// use reachgap::join::neighbours::{Contiguity, contiguous};
/// let square = |x: f64, y: f64| {
///     MultiPolygon(vec![polygon![(x: x, y: y), (x: x + 10., y: y), (x: x + 10., y: y + 10.), (x: x, y: y + 10.)]])
/// };
/// // Two squares side by side, one that meets the second at a corner, one half a metre off.
/// let shapes = [square(0., 0.), square(10., 0.), square(20., 10.), square(-10.5, 0.)];
/// assert_eq!(contiguous(&shapes, Contiguity::Queen, 0.0)?.links(), 4);
/// assert_eq!(contiguous(&shapes, Contiguity::Rook, 0.0)?.links(), 2);
/// assert_eq!(contiguous(&shapes, Contiguity::Rook, 0.5)?.members(0), [1, 3]);
/// # Ok::<(), reachgap::join::neighbours::NotADistance>(())
/// ```
///
/// References: Cliff A D, Ord J K (1981), *Spatial Processes: Models and Applications*, ch. 1. Bivand R S,
/// Pebesma E, Gómez-Rubio V (2013), *Applied Spatial Data Analysis with R*, 2nd ed., § 9.2,
/// doi:10.1007/978-1-4614-7618-4.
pub fn contiguous(
    shapes: &[MultiPolygon<f64>],
    contiguity: Contiguity,
    tolerance_m: f64,
) -> Result<Neighbours, NotADistance> {
    let tolerance = NotADistance::checked(tolerance_m)?;
    let boundaries = Boundaries::new(shapes, |_| true);
    let later: Vec<Vec<u32>> = (0_u32..shapes.len() as u32)
        .into_par_iter()
        .map(|area| {
            let Some(boundary) = &boundaries.all[area as usize] else { return Vec::new() };
            let later = boundaries.about(boundary, tolerance).filter(|(other, _)| *other > area);
            later
                .filter(|(_, other)| meet(contiguity, boundary, other, tolerance))
                .map(|(other, _)| other)
                .collect()
        })
        .collect();
    Ok(mutual(later))
}

fn meet(contiguity: Contiguity, one: &Boundary<'_>, other: &Boundary<'_>, tolerance: f64) -> bool {
    let shared = TOLERANCES_TO_SHARE * tolerance;
    match contiguity {
        Contiguity::Queen => one.near(other, tolerance),
        Contiguity::Rook => {
            one.near_along_more_than(shared, other, tolerance)
                && other.near_along_more_than(shared, one, tolerance)
        }
    }
}

/// Neighbours both ways, from the neighbours of each area that come after it.
fn mutual(later: Vec<Vec<u32>>) -> Neighbours {
    let mut lists = vec![Vec::new(); later.len()];
    for (area, later) in (0_u32..).zip(later) {
        for &other in &later {
            lists[other as usize].push(area);
        }
        lists[area as usize].extend(later);
    }
    Neighbours::from_lists(lists).expect("each pair of areas that exist is met once, earlier area first")
}
