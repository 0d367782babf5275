//! Which area a point lies in.

mod order;
mod rings;

use geo::MultiPolygon;
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

pub(crate) use rings::{Position, RingEdges};

/// In the answers of [`PlaceIndex::locate_all`]: the point lies in no area.
pub const NOWHERE: u32 = u32::MAX;

/// How many points one piece of parallel work places.
const CHUNK: usize = 4096;

/// How many neighbouring points ask the tree together.
const RUN: usize = 64;

/// Up to how many areas about a run of points are looked through one by one.
const FEW: usize = 32;

type Envelope = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// Areas, indexed so that the one a point lies in is found at once.
///
/// An R*-tree over the areas' envelopes names the candidates; each candidate's edges, sorted into
/// horizontal bands, then decide exactly.
///
/// A point belongs to
/// - the area it lies inside; the first of them, in the order of the areas' codes, where areas overlap;
/// - else, exactly on a border, to the first of the areas whose border it is on;
/// - else to none. A point in a hole belongs to the area that fills the hole, not to its host.
///
/// ```
/// use geo::{MultiPolygon, polygon};
/// use reachgap::join::place::PlaceIndex;
///
/// let west = polygon![(x: 0., y: 0.), (x: 10., y: 0.), (x: 10., y: 10.), (x: 0., y: 10.)];
/// let east = polygon![(x: 10., y: 0.), (x: 20., y: 0.), (x: 20., y: 10.), (x: 10., y: 10.)];
/// let index = PlaceIndex::new(&[MultiPolygon(vec![west]), MultiPolygon(vec![east])]);
/// assert_eq!(index.locate(15.0, 5.0), Some(1));
/// assert_eq!(index.locate(10.0, 5.0), Some(0)); // on the border of both
/// assert_eq!(index.locate(25.0, 5.0), None);
/// ```
#[derive(Debug)]
pub struct PlaceIndex {
    tree: RTree<Envelope>,
    areas: Vec<RingEdges>,
}

impl PlaceIndex {
    /// Indexes areas by their shapes, which stand in the order of their codes.
    ///
    /// Missing values: an area without a shape, or with a vertex that is not finite, holds no point.
    pub fn new(shapes: &[MultiPolygon<f64>]) -> Self {
        let areas: Vec<RingEdges> = shapes.par_iter().map(RingEdges::new).collect();
        let envelopes = (0_u32..).zip(&areas).filter_map(|(area, edges)| {
            let (low, high) = edges.envelope()?;
            Some(GeomWithData::new(Rectangle::from_corners(low, high), area))
        });
        Self { tree: RTree::bulk_load(envelopes.collect()), areas }
    }

    /// The position of the area a point lies in; `None` in no area, or when it is not finite.
    ///
    /// Units: those of the shapes.
    pub fn locate(&self, x: f64, y: f64) -> Option<u32> {
        let mut candidates = Vec::new();
        Some(self.place(x, y, &mut candidates)).filter(|&area| area != NOWHERE)
    }

    /// The positions of the areas that points lie in, [`NOWHERE`] for a point in none, in parallel.
    ///
    /// Neighbouring points are placed one after another, whatever their order, because they need the same
    /// areas. The answers do not depend on the order, nor on the number of threads.
    pub fn locate_all(&self, xs: &[f64], ys: &[f64]) -> Vec<u32> {
        let order = order::along_z_curve(xs, ys);
        let mut answers = vec![NOWHERE; order.len()];
        let pieces = answers.par_chunks_mut(CHUNK).zip(order.par_chunks(CHUNK));
        pieces.for_each_init(Vec::new, |candidates, (answers, order)| {
            for (answers, order) in answers.chunks_mut(RUN).zip(order.chunks(RUN)) {
                self.place_run(xs, ys, order, candidates, answers);
            }
        });
        let mut placed = vec![NOWHERE; order.len()];
        for (&point, answer) in order.iter().zip(answers) {
            placed[point as usize] = answer;
        }
        placed
    }

    /// Places a run of points that lie close together, asking the tree but once where they do.
    fn place_run(&self, xs: &[f64], ys: &[f64], run: &[u32], candidates: &mut Vec<u32>, answers: &mut [u32]) {
        let points = || run.iter().map(|&point| [xs[point as usize], ys[point as usize]]);
        let around = AABB::from_points(&points().filter(|p| finite(*p)).collect::<Vec<_>>());
        candidates.clear();
        candidates.extend(self.tree.locate_in_envelope_intersecting(&around).take(FEW + 1).map(|e| e.data));
        candidates.sort_unstable();
        let few = candidates.len() <= FEW;
        for (answer, [x, y]) in answers.iter_mut().zip(points()) {
            *answer = if few { self.first_of(candidates, x, y) } else { self.place(x, y, candidates) };
        }
    }

    fn place(&self, x: f64, y: f64, candidates: &mut Vec<u32>) -> u32 {
        candidates.clear();
        if finite([x, y]) {
            candidates.extend(self.tree.locate_all_at_point(&[x, y]).map(|envelope| envelope.data));
            candidates.sort_unstable();
        }
        self.first_of(candidates, x, y)
    }

    /// The area, of candidates in ascending order, that the point belongs to by the rule above.
    fn first_of(&self, candidates: &[u32], x: f64, y: f64) -> u32 {
        let mut on_border = NOWHERE;
        for &area in candidates {
            match self.areas[area as usize].position(x, y) {
                Position::Inside => return area,
                Position::Border => on_border = on_border.min(area),
                Position::Outside => {}
            }
        }
        on_border
    }
}

fn finite([x, y]: [f64; 2]) -> bool {
    x.is_finite() && y.is_finite()
}

#[cfg(test)]
mod tests;
