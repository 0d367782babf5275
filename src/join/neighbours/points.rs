//! Neighbours by distance between points: the nearest few, a band, and the distance classes of a correlogram.

use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::GeomWithData;

use super::NotADistance;
use crate::neighbours::Neighbours;

/// Distances that differ by less than this share of them are the same distance.
const SAME_DISTANCE: f64 = 1e-9;

/// The points that stand for areas, indexed by an R*-tree.
///
/// Units: metres, easting and northing. Missing values: a point that is not finite is nobody's neighbour and
/// has none. Points in one place are at distance 0, and neighbours like any others.
///
/// # Examples
/// ```
/// use reachgap::join::neighbours::PointIndex;
/// // Five points on a line.
/// let index = PointIndex::new(&[[0., 0.], [100., 0.], [300., 0.], [600., 0.], [1000., 0.]]);
/// assert_eq!(index.nearest(1).members(4), [3]);
/// assert_eq!(index.within(200.0)?.islands(), [3, 4]);
/// assert_eq!(index.between(200.0, 300.0)?.members(2), [1]);
/// assert_eq!(index.smallest_band_without_islands_m(), Some(400.0));
/// # Ok::<(), reachgap::join::neighbours::NotADistance>(())
/// ```
#[derive(Debug)]
pub struct PointIndex {
    points: Vec<[f64; 2]>,
    tree: RTree<GeomWithData<[f64; 2], u32>>,
}

impl PointIndex {
    /// Indexes points, one for each area.
    pub fn new(points: &[[f64; 2]]) -> Self {
        let finite = (0_u32..).zip(points).filter(|(_, point)| is_finite(**point));
        let tree = RTree::bulk_load(finite.map(|(area, &point)| GeomWithData::new(point, area)).collect());
        Self { points: points.to_vec(), tree }
    }

    /// The `k` nearest of every point, each weighing one.
    ///
    /// Ties are kept: all that are as near as the `k`-th, to one part in 1,000,000,000, are neighbours, so that
    /// some areas may have more than `k` and the order and the names of areas change nothing. Where there are
    /// fewer than `k` others, all of them are. The links need not be mutual.
    ///
    /// References: Bivand R S, Pebesma E, Gómez-Rubio V (2013), *Applied Spatial Data Analysis with R*, 2nd ed.,
    /// § 9.2, doi:10.1007/978-1-4614-7618-4.
    pub fn nearest(&self, k: usize) -> Neighbours {
        self.lists(|area| self.nearest_of(area, k).map(|(other, _)| other).collect())
    }

    /// The pairs of points at most `distance_m` apart, each weighing one.
    ///
    /// # Errors
    /// A distance that is negative or not finite.
    pub fn within(&self, distance_m: f64) -> Result<Neighbours, NotADistance> {
        let limit = NotADistance::checked(distance_m)?;
        Ok(self.lists(|area| self.others_to(area, limit).map(|(other, _)| other).collect()))
    }

    /// The pairs of points at least `lower_m` and less than `upper_m` apart, each weighing one: one distance
    /// class of a correlogram. Classes that follow on one another share no pair and leave none out.
    ///
    /// # Errors
    /// A distance that is negative or not finite.
    pub fn between(&self, lower_m: f64, upper_m: f64) -> Result<Neighbours, NotADistance> {
        let (lower, upper) = (NotADistance::checked(lower_m)?, NotADistance::checked(upper_m)?);
        Ok(self.lists(|area| {
            let others = self.others_to(area, upper).filter(|&(_, d)| d >= lower && d < upper);
            others.map(|(other, _)| other).collect()
        }))
    }

    /// The smallest distance that leaves no point without neighbours in [`Self::within`]: the greatest of all
    /// distances to the nearest other point. `None` where fewer than two points are finite.
    ///
    /// Units: metres.
    pub fn smallest_band_without_islands_m(&self) -> Option<f64> {
        let areas = (0..self.points.len()).into_par_iter();
        let nearest: Vec<Option<f64>> = areas.map(|area| Some(self.nearest_of(area, 1).next()?.1)).collect();
        nearest.into_iter().flatten().reduce(f64::max)
    }

    /// The `k` nearest of one point and all at the same distance as the last of them, nearest first, with
    /// their distances.
    pub(super) fn nearest_of(&self, area: usize, k: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        let point = self.points[area];
        let tree = is_finite(point).then_some(&self.tree);
        let others =
            tree.into_iter().flat_map(move |tree| tree.nearest_neighbor_iter_with_distance_2(&point));
        let others = others.filter(move |(entry, _)| entry.data as usize != area);
        let others = others.map(|(entry, distance_2)| (entry.data, distance_2.sqrt()));
        others.scan((0, 0.0), move |(taken, furthest), (other, distance)| {
            if *taken < k {
                *furthest = distance;
            }
            *taken += 1;
            (*taken <= k || k > 0 && distance <= *furthest * (1.0 + SAME_DISTANCE))
                .then_some((other, distance))
        })
    }

    /// The points at most `limit` from one, with their distances.
    fn others_to(&self, area: usize, limit: f64) -> impl Iterator<Item = (u32, f64)> + '_ {
        let point = self.points[area];
        let tree = is_finite(point).then_some(&self.tree);
        // A hair more than asked for, since squares are rounded; the distance itself decides.
        let limit_2 = limit * limit * (1.0 + SAME_DISTANCE);
        let found = tree.into_iter().flat_map(move |tree| tree.locate_within_distance(point, limit_2));
        let found = found.filter(move |entry| entry.data as usize != area);
        found.map(move |entry| (entry.data, apart(point, *entry.geom()))).filter(move |&(_, d)| d <= limit)
    }

    fn lists(&self, of: impl Fn(usize) -> Vec<u32> + Sync + Send) -> Neighbours {
        let lists = (0..self.points.len()).into_par_iter().map(of).collect();
        Neighbours::from_lists(lists).expect("every entry of the tree is another area that exists, once")
    }
}

fn is_finite([x, y]: [f64; 2]) -> bool {
    x.is_finite() && y.is_finite()
}

fn apart(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (x, y) = (a[0] - b[0], a[1] - b[1]);
    (x * x + y * y).sqrt()
}
