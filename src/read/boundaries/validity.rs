//! Whether a shape is valid, by the rules of OGC Simple Features: rings do not touch or cross themselves,
//! holes lie in their outer ring, parts do not overlap.
//!
//! The verdicts are those of `geo`'s `Validation`, whose look at every pair of a ring's edges is replaced by
//! a sweep, so that rings of a hundred thousand vertices can be judged; a ring without an inside is a flaw too.

use geo::coordinate_position::CoordPos;
use geo::dimensions::Dimensions;
use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{
    BoundingRect, Coord, Intersects, Line, LineString, MultiPolygon, Polygon, PreparedGeometry, Relate,
    RemoveRepeatedPoints,
};

/// The least positions of a ring, the first repeated at the end.
const FEWEST: usize = 4;

/// What makes a shape invalid, and where, as far as it is at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Flaw {
    /// The rule that is broken, in words.
    pub(super) what: &'static str,
    /// A place near it.
    pub(super) at: Option<Coord<f64>>,
}

/// The first flaw of a shape, if it is not valid.
pub(super) fn flaw(shape: &MultiPolygon<f64>) -> Option<Flaw> {
    shape.iter().find_map(polygon_flaw).or_else(|| parts_flaw(&shape.0))
}

fn polygon_flaw(polygon: &Polygon<f64>) -> Option<Flaw> {
    let mut rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.find_map(ring_flaw).or_else(|| holes_flaw(polygon))
}

fn ring_flaw(ring: &LineString<f64>) -> Option<Flaw> {
    if ring.0.len() < FEWEST || ring.remove_repeated_points().0.len() < FEWEST {
        return Some(Flaw { what: "a ring has fewer than three corners", at: ring.0.first().copied() });
    }
    if is_flat(ring) {
        return Some(Flaw { what: "a ring has no inside", at: ring.0.first().copied() });
    }
    self_contact(ring).map(|at| Flaw { what: "a ring touches or crosses itself", at: Some(at) })
}

/// Whether all positions of a ring lie on one line.
fn is_flat(ring: &LineString<f64>) -> bool {
    let Some(&first) = ring.0.first() else { return true };
    let Some(&second) = ring.0.iter().find(|c| **c != first) else { return true };
    ring.0.iter().all(|c| RobustKernel::orient2d(first, second, *c) == Orientation::Collinear)
}

/// An edge with its extent.
struct Edge {
    low: Coord<f64>,
    high: Coord<f64>,
    line: Line<f64>,
}

impl Edge {
    fn of(line: Line<f64>) -> Self {
        let (a, b) = (line.start, line.end);
        let low = Coord { x: a.x.min(b.x), y: a.y.min(b.y) };
        Self { low, high: Coord { x: a.x.max(b.x), y: a.y.max(b.y) }, line }
    }

    /// Whether two edges of one ring meet other than end to start.
    fn meets(&self, other: &Self) -> bool {
        self.low.y <= other.high.y
            && other.low.y <= self.high.y
            && self.line.start != other.line.end
            && self.line.end != other.line.start
            && self.line.intersects(&other.line)
    }
}

/// A place near which a ring touches or crosses itself.
fn self_contact(ring: &LineString<f64>) -> Option<Coord<f64>> {
    let mut edges: Vec<Edge> = ring.lines().map(Edge::of).collect();
    edges.sort_unstable_by(|a, b| a.low.x.total_cmp(&b.low.x));
    // The edges that the upright sweeping line may still cross.
    let mut open: Vec<&Edge> = Vec::new();
    for edge in &edges {
        open.retain(|earlier| earlier.high.x >= edge.low.x);
        if let Some(other) = open.iter().find(|earlier| edge.meets(earlier)) {
            return Some(meeting(&edge.line, &other.line));
        }
        open.push(edge);
    }
    None
}

/// Where two lines that meet do so.
fn meeting(a: &Line<f64>, b: &Line<f64>) -> Coord<f64> {
    match line_intersection(*a, *b) {
        Some(LineIntersection::SinglePoint { intersection, .. }) => intersection,
        Some(LineIntersection::Collinear { intersection }) => intersection.start,
        None => a.start,
    }
}

fn holes_flaw(polygon: &Polygon<f64>) -> Option<Flaw> {
    let holes: Vec<Polygon<f64>> =
        polygon.interiors().iter().map(|ring| Polygon::new(ring.clone(), Vec::new())).collect();
    if holes.is_empty() {
        return None;
    }
    let outer = Polygon::new(polygon.exterior().clone(), Vec::new());
    let outer = PreparedGeometry::from(&outer);
    holes.iter().enumerate().find_map(|(i, hole)| {
        let found = |what| Some(Flaw { what, at: hole.exterior().0.first().copied() });
        let relation = outer.relate(hole);
        if !relation.is_contains() {
            return found("a hole reaches out of its ring");
        }
        if relation.get(CoordPos::OnBoundary, CoordPos::OnBoundary) == Dimensions::OneDimensional {
            return found("a hole runs along its outer ring");
        }
        let others = &holes[i + 1..];
        let contact = others.iter().find_map(|other| contact(hole, other));
        contact.and_then(|_| found("two holes overlap or share a border"))
    })
}

fn parts_flaw(parts: &[Polygon<f64>]) -> Option<Flaw> {
    parts.iter().enumerate().find_map(|(i, part)| {
        let contact = parts[i + 1..].iter().find_map(|other| contact(part, other));
        contact.map(|what| Flaw { what, at: part.exterior().0.first().copied() })
    })
}

/// What two polygons have in common that parts of one shape may not.
fn contact(a: &Polygon<f64>, b: &Polygon<f64>) -> Option<&'static str> {
    if !a.bounding_rect()?.intersects(&b.bounding_rect()?) {
        return None;
    }
    let relation = a.relate(b);
    if relation.get(CoordPos::Inside, CoordPos::Inside) == Dimensions::TwoDimensional {
        return Some("two parts overlap");
    }
    (relation.get(CoordPos::OnBoundary, CoordPos::OnBoundary) == Dimensions::OneDimensional)
        .then_some("two parts share a border")
}

#[cfg(test)]
mod tests {
    use geo::{Validation, polygon};
    use proptest::prelude::*;

    use super::*;

    fn told(polygon: Polygon<f64>) -> Option<&'static str> {
        flaw(&MultiPolygon(vec![polygon])).map(|flaw| flaw.what)
    }

    #[test]
    fn a_ring_that_touches_itself_is_told_with_the_place() {
        let eight = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 2.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0),
            (x: 2.0, y: 2.0), (x: 0.0, y: 4.0)];
        let found = flaw(&MultiPolygon(vec![eight])).expect("a flaw");
        assert_eq!(
            found,
            Flaw { what: "a ring touches or crosses itself", at: Some(Coord { x: 2.0, y: 2.0 }) }
        );
    }

    #[test]
    fn holes_and_parts_are_judged() {
        let square = |x: f64, side: f64| polygon![(x: x, y: 0.0), (x: x + side, y: 0.0), (x: x + side, y: side), (x: x, y: side)];
        let hole = polygon![(x: 3.0, y: 1.0), (x: 5.0, y: 1.0), (x: 5.0, y: 3.0), (x: 3.0, y: 3.0)];
        let pierced = Polygon::new(square(0.0, 4.0).exterior().clone(), vec![hole.exterior().clone()]);
        assert_eq!(told(pierced), Some("a hole reaches out of its ring"));
        let overlapping = MultiPolygon(vec![square(0.0, 4.0), square(2.0, 4.0)]);
        assert_eq!(flaw(&overlapping).map(|f| f.what), Some("two parts overlap"));
        let apart = MultiPolygon(vec![square(0.0, 4.0), square(6.0, 4.0)]);
        assert_eq!(flaw(&apart), None);
        assert_eq!(
            told(polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 1.0)]),
            Some("a ring has fewer than three corners")
        );
    }

    fn ring() -> impl Strategy<Value = LineString<f64>> {
        prop::collection::vec((0_i8..8, 0_i8..8), 3..9)
            .prop_map(|v| v.into_iter().map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) }).collect())
    }

    proptest! {
        #[test]
        fn the_verdict_is_that_of_the_plain_look_at_every_pair(outer in ring(), hole in ring(), holed: bool) {
            let flat = is_flat(&outer) || holed && is_flat(&hole);
            let polygon = Polygon::new(outer, if holed { vec![hole] } else { vec![] });
            let shape = MultiPolygon(vec![polygon]);
            prop_assert_eq!(flaw(&shape).is_none(), shape.is_valid() && !flat);
        }
    }
}
