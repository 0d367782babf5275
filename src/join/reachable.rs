//! Sites within a distance of each area, in a straight line: found in an R-tree of the sites.

use rayon::prelude::*;
use rstar::primitives::GeomWithData;
use rstar::{PointDistance, RTree};
use thiserror::Error;

use crate::reachable::Reachable;

/// A point in the plane, easting and northing in metres.
pub type PlanePoint = [f64; 2];

/// Points or a distance that no pairs can be found from.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NotPlaced {
    /// A point of an area is not finite.
    #[error("the point of area number {0} is not finite")]
    Area(usize),
    /// A point of a site is not finite.
    #[error("the point of site number {0} is not finite")]
    Site(usize),
    /// The distance is not a finite number above zero.
    #[error("the distance {0} is not a finite number above zero")]
    Distance(f64),
}

/// Every area with every site no farther than `distance_m` in a straight line, that distance included.
///
/// Distances are planar, `√(Δe² + Δn²)`; costs of the result are metres. People travel farther than a straight line:
/// bring a travel matrix where rivers, hills or timetables matter.
///
/// # Errors
/// [`NotPlaced`].
///
/// # Examples
/// ```
/// use reachgap::join::reachable::within_distance;
/// let areas = [[0.0, 0.0], [10_000.0, 0.0]];
/// let sites = [[3_000.0, 4_000.0], [0.0, 5_001.0]];
/// let reachable = within_distance(&areas, &sites, 5_000.0)?;
/// assert_eq!(reachable.of(0).collect::<Vec<_>>(), [(0, 5_000.0)]);
/// assert_eq!(reachable.areas_without_sites(), [1]);
/// # Ok::<(), reachgap::join::reachable::NotPlaced>(())
/// ```
pub fn within_distance(
    areas: &[PlanePoint],
    sites: &[PlanePoint],
    distance_m: f64,
) -> Result<Reachable, NotPlaced> {
    if !(distance_m.is_finite() && distance_m > 0.0) {
        return Err(NotPlaced::Distance(distance_m));
    }
    let tree = tree(areas, sites)?;
    // The tree compares squares; the square of a distance that is met exactly may round either way.
    let search = distance_m * distance_m * (1.0 + 1e-12);
    let near = |area: &PlanePoint| {
        let found = tree.locate_within_distance(*area, search);
        let mut near: Vec<(u32, f64)> = found
            .map(|site| (site.data, distance(area, site.geom())))
            .filter(|(_, d)| *d <= distance_m)
            .collect();
        near.sort_unstable_by_key(|(site, _)| *site);
        near
    };
    let lists: Vec<Vec<(u32, f64)>> = areas.par_iter().with_min_len(256).map(near).collect();
    Ok(Reachable::from_ordered(&lists, sites.len()))
}

/// Every area with the sites nearest to it in a straight line, however far: one, or all that are exactly as near.
///
/// # Errors
/// [`NotPlaced`].
///
/// # Examples
/// ```
/// use reachgap::join::reachable::nearest_sites;
/// let reachable = nearest_sites(&[[0.0, 0.0]], &[[0.0, 70_000.0], [30_000.0, 40_000.0]])?;
/// assert_eq!(reachable.of(0).collect::<Vec<_>>(), [(1, 50_000.0)]);
/// # Ok::<(), reachgap::join::reachable::NotPlaced>(())
/// ```
pub fn nearest_sites(areas: &[PlanePoint], sites: &[PlanePoint]) -> Result<Reachable, NotPlaced> {
    let tree = tree(areas, sites)?;
    let nearest = |area: &PlanePoint| {
        let mut by_distance =
            tree.nearest_neighbor_iter(area).map(|site| (site.data, distance(area, site.geom()))).peekable();
        let least = by_distance.peek().map_or(0.0, |(_, distance)| *distance);
        let mut nearest: Vec<(u32, f64)> = by_distance.take_while(|(_, d)| *d <= least).collect();
        nearest.sort_unstable_by_key(|(site, _)| *site);
        nearest
    };
    let lists: Vec<Vec<(u32, f64)>> = areas.par_iter().with_min_len(256).map(nearest).collect();
    Ok(Reachable::from_ordered(&lists, sites.len()))
}

type Site = GeomWithData<PlanePoint, u32>;

fn tree(areas: &[PlanePoint], sites: &[PlanePoint]) -> Result<RTree<Site>, NotPlaced> {
    let wrong = |point: &PlanePoint| !point.iter().all(|coordinate| coordinate.is_finite());
    if let Some(area) = areas.iter().position(wrong) {
        return Err(NotPlaced::Area(area));
    } else if let Some(site) = sites.iter().position(wrong) {
        return Err(NotPlaced::Site(site));
    }
    Ok(RTree::bulk_load(sites.iter().zip(0u32..).map(|(&point, number)| Site::new(point, number)).collect()))
}

fn distance(area: &PlanePoint, site: &PlanePoint) -> f64 {
    area.distance_2(site).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every pair compared: the plain twin of the search.
    fn plainly(areas: &[PlanePoint], sites: &[PlanePoint], distance_m: f64) -> Reachable {
        let near = |area: &PlanePoint| {
            let all = sites.iter().zip(0u32..).map(|(site, number)| (number, distance(area, site)));
            all.filter(|(_, d)| *d <= distance_m).collect()
        };
        Reachable::from_ordered(&areas.iter().map(near).collect::<Vec<_>>(), sites.len())
    }

    #[test]
    fn points_that_cannot_be_are_refused() {
        let nowhere = [f64::NAN, 0.0];
        assert_eq!(within_distance(&[nowhere], &[], 1.0), Err(NotPlaced::Area(0)));
        assert_eq!(within_distance(&[], &[nowhere], 1.0), Err(NotPlaced::Site(0)));
        assert_eq!(within_distance(&[], &[], 0.0), Err(NotPlaced::Distance(0.0)));
        assert_eq!(nearest_sites(&[nowhere], &[]), Err(NotPlaced::Area(0)));
    }

    #[test]
    fn without_sites_every_area_is_alone() {
        assert_eq!(within_distance(&[[0.0, 0.0]], &[], 9.0).unwrap().areas_without_sites(), [0]);
        assert_eq!(nearest_sites(&[[0.0, 0.0]], &[]).unwrap().areas_without_sites(), [0]);
    }

    #[test]
    fn sites_as_near_as_each_other_are_all_kept() {
        let sites = [[0.0, 2.0], [1.0, 0.0], [-1.0, 0.0]];
        let nearest = nearest_sites(&[[0.0, 0.0]], &sites).unwrap();
        assert_eq!(nearest.of(0).collect::<Vec<_>>(), [(1, 1.0), (2, 1.0)]);
    }

    fn points(most: usize) -> impl Strategy<Value = Vec<PlanePoint>> {
        // Whole hundreds, so that many distances are met exactly and many points coincide.
        prop::collection::vec((0..30_i32, 0..30_i32), 0..most).prop_map(|points| {
            points.iter().map(|&(x, y)| [f64::from(x) * 100.0, f64::from(y) * 100.0]).collect()
        })
    }

    proptest! {
        #[test]
        fn the_tree_finds_what_comparing_every_pair_finds(areas in points(40), sites in points(40), steps in 1..9_u8) {
            let distance_m = f64::from(steps) * 100.0;
            let found = within_distance(&areas, &sites, distance_m).unwrap();
            prop_assert_eq!(found, plainly(&areas, &sites, distance_m));
        }

        #[test]
        fn shifting_the_plane_changes_nothing(areas in points(20), sites in points(20), east in -9_i32..9, north in -9_i32..9) {
            let shifted = |points: &[PlanePoint]| -> Vec<PlanePoint> {
                points.iter().map(|p| [p[0] + f64::from(east) * 64.0, p[1] + f64::from(north) * 64.0]).collect()
            };
            prop_assert_eq!(
                within_distance(&areas, &sites, 500.0).unwrap(),
                within_distance(&shifted(&areas), &shifted(&sites), 500.0).unwrap()
            );
        }
    }
}
