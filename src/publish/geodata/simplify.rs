//! Fewer points along borders, the same on both sides of every border.
//!
//! Douglas and Peucker's rule on each arc: a point is kept where the border would otherwise move by more than
//! the tolerance.
//!
//! References: Douglas DH, Peucker TK (1973) *Algorithms for the reduction of the number of points required
//! to represent a digitized line or its caricature*, doi:10.3138/FM57-6770-U75U-7727.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::arcs;
use super::ring::{Point, Ring, Shape};

/// Metres in a degree of latitude.
const METRES_PER_DEGREE: f64 = 111_320.0;
/// Rings with no more points than this are left as they are.
const SMALL_RING: usize = 6;

/// Shapes, and the points at which their borders are cut into arcs.
pub(super) struct Borders<'s> {
    shapes: &'s [Shape],
    cuts: FxHashSet<Point>,
}

impl<'s> Borders<'s> {
    pub(super) fn of(shapes: &'s [Shape]) -> Self {
        let rings = || shapes.iter().flatten().flatten();
        let mut cuts = arcs::junctions(rings());
        for ring in rings().filter(|ring| ring.len() <= SMALL_RING) {
            cuts.extend(ring);
        }
        Self { shapes, cuts }
    }

    /// The shapes with points left out where no border moves by more than `tolerance_m`.
    ///
    /// A ring that would shrink to less than a triangle keeps all its points, and so do its neighbours there.
    pub(super) fn simplified(&self, decimals: u32, tolerance_m: f64) -> Vec<Shape> {
        let rings = || self.shapes.iter().flatten().flatten();
        let grid = Grid::of(rings(), decimals, tolerance_m);
        let mut cuts = self.cuts.clone();
        loop {
            let polygon = |rings: &Vec<Ring>| rings.iter().map(|ring| thin(ring, &cuts, &grid)).collect();
            let shape = |shape: &Shape| shape.iter().map(polygon).collect();
            let thinned: Vec<Shape> = self.shapes.par_iter().map(shape).collect();
            let collapsed =
                rings().zip(thinned.iter().flatten().flatten()).filter(|(_, kept)| kept.len() < 3);
            let collapsed: Vec<&Ring> = collapsed.map(|(ring, _)| ring).collect();
            if collapsed.iter().all(|ring| ring.iter().all(|point| cuts.contains(point))) {
                return thinned;
            }
            collapsed.into_iter().for_each(|ring| cuts.extend(ring));
        }
    }
}

/// Units of the last decimal in metres, and the tolerance.
struct Grid {
    across_m: f64,
    up_m: f64,
    tolerance_m: f64,
}

impl Grid {
    fn of<'a>(rings: impl Iterator<Item = &'a Ring>, decimals: u32, tolerance_m: f64) -> Self {
        let (mut lowest, mut highest) = (i64::MAX, i64::MIN);
        for point in rings.flatten() {
            lowest = lowest.min(point[1]);
            highest = highest.max(point[1]);
        }
        let up_m = METRES_PER_DEGREE / 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
        let middle = if lowest <= highest { lowest.midpoint(highest) as f64 } else { 0.0 };
        let latitude = middle * up_m / METRES_PER_DEGREE;
        Self { across_m: up_m * latitude.to_radians().cos(), up_m, tolerance_m }
    }

    /// The distance of a point from the stretch between two others, in metres.
    fn distance(&self, point: Point, from: Point, to: Point) -> f64 {
        let metres =
            |a: Point, b: Point| ((b[0] - a[0]) as f64 * self.across_m, (b[1] - a[1]) as f64 * self.up_m);
        let (along, aside) = (metres(from, to), metres(from, point));
        let length = along.0 * along.0 + along.1 * along.1;
        let share = if length > 0.0 { (along.0 * aside.0 + along.1 * aside.1) / length } else { 0.0 };
        let share = share.clamp(0.0, 1.0);
        (aside.0 - share * along.0).hypot(aside.1 - share * along.1)
    }
}

fn thin(ring: &Ring, cuts: &FxHashSet<Point>, grid: &Grid) -> Ring {
    let mut thinned = Ring::with_capacity(ring.len());
    for mut arc in arcs::arcs(ring, cuts) {
        let against = arcs::runs_against(&arc);
        if against {
            arc.reverse();
        }
        let mut kept = thin_arc(&arc, grid);
        if against {
            kept.reverse();
        }
        kept.pop(); // the next arc begins with it
        thinned.extend(kept);
    }
    thinned
}

fn thin_arc(arc: &[Point], grid: &Grid) -> Vec<Point> {
    let last = arc.len() - 1;
    let mut keep = vec![false; arc.len()];
    (keep[0], keep[last]) = (true, true);
    let mut waiting = vec![(0, last)];
    while let Some((from, to)) = waiting.pop() {
        let mut farthest = (grid.tolerance_m, None);
        for place in from + 1..to {
            let distance = grid.distance(arc[place], arc[from], arc[to]);
            if distance > farthest.0 {
                farthest = (distance, Some(place));
            }
        }
        if let Some(place) = farthest.1 {
            keep[place] = true;
            waiting.extend([(from, place), (place, to)]);
        }
    }
    arc.iter().zip(keep).filter_map(|(point, keep)| keep.then_some(*point)).collect()
}
