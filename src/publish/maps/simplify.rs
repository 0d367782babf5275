//! Shapes reduced to what a sheet can show.
//!
//! Every point is moved to a grid finer than a pixel, the same grid for all areas, so that neighbours that
//! shared a border still do. Points that then repeat or lie on a straight line are dropped. An area too
//! small to leave anything is drawn as a square of one pixel, so that no area disappears.

use crate::publish::drawing::canvas::{Point, UNITS};
use geo::{LineString, MultiPolygon, Polygon};

/// From metres on the ground to the grid of the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Projection {
    /// Westernmost easting, metres.
    pub(super) west: f64,
    /// Northernmost northing, metres.
    pub(super) north: f64,
    /// Metres that one pixel shows.
    pub(super) metres_per_pixel: f64,
    /// Free paper around the shapes, pixels.
    pub(super) border: f64,
    /// Width of a grid cell, in canvas units.
    pub(super) cell: i32,
}

impl Projection {
    fn point(&self, easting: f64, northing: f64) -> Point {
        let cells_per_metre = UNITS / self.metres_per_pixel / f64::from(self.cell);
        let border = self.border * UNITS / f64::from(self.cell);
        let on_grid = |metres: f64| ((metres * cells_per_metre + border).round() as i32) * self.cell;
        (on_grid(easting - self.west), on_grid(self.north - northing))
    }

    /// An area's rings on the sheet: outer rings turn one way, holes the other.
    pub(super) fn rings(&self, shape: &MultiPolygon<f64>) -> Vec<Vec<Point>> {
        let rings: Vec<Vec<Point>> = shape.iter().flat_map(|polygon| self.polygon(polygon)).collect();
        if rings.is_empty() { self.dot(shape).into_iter().collect() } else { rings }
    }

    fn polygon(&self, polygon: &Polygon<f64>) -> Vec<Vec<Point>> {
        let Some(outer) = self.ring(polygon.exterior(), true) else {
            return Vec::new();
        };
        let holes = polygon.interiors().iter().filter_map(|hole| self.ring(hole, false));
        std::iter::once(outer).chain(holes).collect()
    }

    fn ring(&self, line: &LineString<f64>, outer: bool) -> Option<Vec<Point>> {
        let mut ring = straightened(line.coords().map(|c| self.point(c.x, c.y)));
        let area = twice_area(&ring);
        if area == 0 {
            return None;
        }
        if (area > 0) != outer {
            ring.reverse();
        }
        Some(ring)
    }

    /// A square of one pixel around the first point of a shape too small to draw.
    fn dot(&self, shape: &MultiPolygon<f64>) -> Option<Vec<Point>> {
        let first = shape.iter().find_map(|polygon| polygon.exterior().coords().next())?;
        let (x, y) = self.point(first.x, first.y);
        let half = (UNITS / 2.0) as i32;
        Some(vec![(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)])
    }
}

/// Points without repeats and without those on a straight line between their neighbours.
fn straightened(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        while kept.len() >= 2 && turn(kept[kept.len() - 2], kept[kept.len() - 1], point) == 0 {
            kept.pop();
        }
        if kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    close(&mut kept);
    kept
}

/// Drops what repeats or lies straight where the ring meets its beginning.
fn close(ring: &mut Vec<Point>) {
    let mut from = 0;
    while ring.len() - from >= 3 {
        let (first, last) = (ring[from], ring[ring.len() - 1]);
        if first == last || turn(ring[ring.len() - 2], last, first) == 0 {
            ring.pop();
        } else if turn(last, first, ring[from + 1]) == 0 {
            from += 1;
        } else {
            break;
        }
    }
    ring.drain(..from);
}

fn turn(a: Point, b: Point, c: Point) -> i64 {
    let wide = |p: Point| (i64::from(p.0), i64::from(p.1));
    let (a, b, c) = (wide(a), wide(b), wide(c));
    (b.0 - a.0) * (c.1 - b.1) - (b.1 - a.1) * (c.0 - b.0)
}

/// Twice the signed area of a ring, in square canvas units.
pub(super) fn twice_area(ring: &[Point]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{polygon, wkt};
    use proptest::prelude::*;

    const SHEET: Projection =
        Projection { west: 0.0, north: 1000.0, metres_per_pixel: 10.0, border: 0.0, cell: 5 };

    #[test]
    fn north_is_up_and_a_square_keeps_its_corners() {
        let square = MultiPolygon::from(
            polygon![(x: 0.0, y: 1000.0), (x: 100.0, y: 1000.0), (x: 100.0, y: 900.0), (x: 50.0, y: 900.0), (x: 0.0, y: 900.0)],
        );
        assert_eq!(SHEET.rings(&square), [vec![(0, 0), (100, 0), (100, 100), (0, 100)]]);
    }

    #[test]
    fn an_area_too_small_to_see_becomes_one_pixel() {
        let tiny =
            MultiPolygon::from(polygon![(x: 500.0, y: 500.0), (x: 501.0, y: 500.0), (x: 501.0, y: 501.0)]);
        assert_eq!(SHEET.rings(&tiny), [vec![(495, 495), (505, 495), (505, 505), (495, 505)]]);
    }

    #[test]
    fn holes_turn_the_other_way() {
        let ring = MultiPolygon::from(
            wkt!(POLYGON((0.0 0.0, 800.0 0.0, 800.0 800.0, 0.0 800.0, 0.0 0.0), (200.0 200.0, 600.0 200.0, 600.0 600.0, 200.0 200.0))),
        );
        let rings = SHEET.rings(&ring);
        assert_eq!(rings.len(), 2);
        assert!(twice_area(&rings[0]) > 0 && twice_area(&rings[1]) < 0);
    }

    proptest! {
        #[test]
        fn no_ring_keeps_a_needless_point(points in prop::collection::vec((-5i32..5, -5i32..5), 0..30)) {
            let ring = straightened(points.iter().copied());
            let n = ring.len();
            if twice_area(&ring) != 0 {
                for i in 0..n {
                    prop_assert!(turn(ring[i], ring[(i + 1) % n], ring[(i + 2) % n]) != 0);
                }
            }
        }

        #[test]
        fn straightening_never_changes_the_area(points in prop::collection::vec((-9i32..9, -9i32..9), 3..30)) {
            prop_assert_eq!(twice_area(&points), twice_area(&straightened(points.iter().copied())));
        }
    }
}
