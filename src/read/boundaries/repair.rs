//! Repairing a shape whose rings touch or cross themselves, without moving a vertex.

use geo::{Area, Coord, CoordsIter, LineString, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::float::overlay::OverlayOptions;
use i_overlay::float::simplify::SimplifyShape;

use super::crs::Extent;
use super::validity::flaw;

/// The largest change of area that a repair may make, as a share of the area before.
pub(super) const LARGEST_CHANGE: f64 = 0.01;

/// How far the repair may move a vertex, as a share of the size of the shape; it is moved back.
const JITTER: f64 = 1.0 / (1_u64 << 28) as f64;

/// A shape that was repaired.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Repaired {
    /// The shape, valid.
    pub(super) shape: MultiPolygon<f64>,
    /// The change of area, as a share of the area before.
    pub(super) change: f64,
}

/// Why a shape cannot be repaired.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unrepairable {
    /// Nothing would be left of it.
    NothingLeft,
    /// Its area would change by more than [`LARGEST_CHANGE`]: by this share, infinite where it had none.
    AreaChanges(f64),
    /// What comes out is not valid either.
    StillInvalid,
}

/// Repairs a shape: its rings are cut where they meet and put together again so that a place inside an odd
/// number of them is inside the shape.
///
/// Vertices stay exactly where they are, so that borders shared with neighbours stay shared.
pub(super) fn repaired(shape: &MultiPolygon<f64>) -> Result<Repaired, Unrepairable> {
    let before = shape.unsigned_area();
    let shape = moved_back(cut(shape), shape);
    let after = shape.unsigned_area();
    if after <= 0.0 {
        return Err(Unrepairable::NothingLeft);
    }
    // Infinite where the two loops of a ring cancelled out.
    let change = (after - before) / before;
    if change.abs() > LARGEST_CHANGE {
        return Err(Unrepairable::AreaChanges(change));
    }
    if flaw(&shape).is_some() { Err(Unrepairable::StillInvalid) } else { Ok(Repaired { shape, change }) }
}

/// The rings of a shape, cut where they meet.
fn cut(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let rings = shape.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let rings: Vec<Vec<[f64; 2]>> = rings.map(|ring| ring.coords().map(|c| [c.x, c.y]).collect()).collect();
    let cut = rings.simplify_shape_custom(FillRule::EvenOdd, OverlayOptions::ogc(), Default::default());
    let polygon = |rings: Vec<Vec<[f64; 2]>>| {
        let mut rings = rings.into_iter().map(|ring| ring.into_iter().map(Coord::from).collect());
        rings.next().map(|outer| Polygon::new(outer, rings.collect()))
    };
    MultiPolygon(cut.into_iter().filter_map(polygon).collect())
}

/// The shape with every vertex that was shifted by rounding back at the vertex it came from.
fn moved_back(cut: MultiPolygon<f64>, original: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let extent = original.coords_iter().fold(Extent::NONE, |extent, c| extent.with(c.x, c.y));
    let reach = extent.size() * JITTER;
    let mut places: Vec<Coord<f64>> = original.coords_iter().collect();
    places.sort_unstable_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let ring = |ring: &LineString<f64>| -> LineString<f64> {
        ring.0.iter().map(|vertex| nearest(&places, *vertex, reach).unwrap_or(*vertex)).collect()
    };
    let polygons = cut.iter().map(|polygon| {
        Polygon::new(ring(polygon.exterior()), polygon.interiors().iter().map(ring).collect())
    });
    MultiPolygon(polygons.collect())
}

/// The nearest of some places, in order of x, within reach of a vertex.
fn nearest(places: &[Coord<f64>], vertex: Coord<f64>, reach: f64) -> Option<Coord<f64>> {
    let first = places.partition_point(|place| place.x < vertex.x - reach);
    let distance = |place: &Coord<f64>| (place.x - vertex.x).hypot(place.y - vertex.y);
    places[first..]
        .iter()
        .take_while(|place| place.x <= vertex.x + reach)
        .filter(|place| distance(place) <= reach)
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .copied()
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    fn mended(polygon: Polygon<f64>) -> Result<Repaired, Unrepairable> {
        repaired(&MultiPolygon(vec![polygon]))
    }

    #[test]
    fn a_ring_that_touches_itself_keeps_its_area_and_its_vertices() {
        // A lake drawn as part of the outer ring, which it touches in one point.
        let pinched = polygon![(x: 0.1, y: 0.1), (x: 9.7, y: 0.1), (x: 9.7, y: 9.7), (x: 0.1, y: 9.7),
            (x: 0.1, y: 0.1), (x: 3.3, y: 6.1), (x: 6.1, y: 3.3)];
        let before: Vec<Coord<f64>> = pinched.exterior_coords_iter().collect();
        let repaired = mended(pinched).expect("repairable");
        assert!(repaired.change.abs() < 1e-12, "{}", repaired.change);
        assert!(repaired.shape.coords_iter().all(|vertex| before.contains(&vertex)));
    }

    #[test]
    fn a_small_crossing_is_cut_off() {
        let crossed = polygon![(x: 0.0, y: 0.0), (x: 100.0, y: 0.0), (x: 100.0, y: 100.0), (x: 50.0, y: 100.0),
            (x: 51.0, y: 101.0), (x: 50.0, y: 101.0), (x: 51.0, y: 100.0), (x: 0.0, y: 100.0)];
        let repaired = mended(crossed).expect("repairable");
        assert!(repaired.change.abs() < 0.001 && repaired.change != 0.0, "{}", repaired.change);
        assert_eq!(flaw(&repaired.shape), None);
    }

    #[test]
    fn a_bow_tie_and_a_line_are_not_guessed_at() {
        let bow = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 4.0), (x: 4.0, y: 0.0), (x: 0.0, y: 3.0)];
        assert!(matches!(mended(bow), Err(Unrepairable::AreaChanges(_))));
        let line = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 4.0), (x: 2.0, y: 2.0)];
        assert_eq!(mended(line), Err(Unrepairable::NothingLeft));
    }
}
