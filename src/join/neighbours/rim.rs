//! The rim: areas just outside a place, read in so that its edge is not a cliff.

use geo::MultiPolygon;
use rayon::prelude::*;

use super::NotADistance;
use super::boundary::Boundaries;

/// The positions of the areas outside the place whose border comes within `distance_m` of the border of an area
/// inside it, in ascending order.
///
/// `shapes` are all areas of a boundary file; `inside` tells which of them belong to the place (those beyond its
/// end do not).
///
/// Units: metres, as the shapes. Missing values: an area without a shape, or with a vertex that is not finite,
/// is not in the rim.
///
/// # Errors
/// A distance that is negative or not finite.
///
/// # Examples
/// ```
/// use geo::{MultiPolygon, polygon};
/// use reachgap::join::neighbours::rim;
/// let square = |x: f64| {
///     MultiPolygon(vec![polygon![(x: x, y: 0.), (x: x + 10., y: 0.), (x: x + 10., y: 10.), (x: x, y: 10.)]])
/// };
/// let row = [square(0.), square(10.), square(20.), square(30.)];
/// assert_eq!(rim(&row, &[true, false, false, false], 0.0)?, [1]);
/// assert_eq!(rim(&row, &[true, false, false, false], 10.0)?, [1, 2]);
/// # Ok::<(), reachgap::join::neighbours::NotADistance>(())
/// ```
pub fn rim(shapes: &[MultiPolygon<f64>], inside: &[bool], distance_m: f64) -> Result<Vec<u32>, NotADistance> {
    let distance = NotADistance::checked(distance_m)?;
    let is_inside = |area: usize| inside.get(area).copied().unwrap_or(false);
    let boundaries = Boundaries::new(shapes, is_inside);
    let areas = (0_u32..shapes.len() as u32).into_par_iter().filter(|area| !is_inside(*area as usize));
    let near = areas.filter(|area| {
        let Some(boundary) = &boundaries.all[*area as usize] else { return false };
        boundaries.about(boundary, distance).any(|(_, other)| boundary.near(other, distance))
    });
    Ok(near.collect())
}
