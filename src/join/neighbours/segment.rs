//! Edges of borders: whether two come within a distance of each other, and along which stretch.

use geo::Coord;
use geo::kernels::{Kernel, Orientation, RobustKernel};

use super::boundary::Extent;

/// One straight edge of a border.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    /// Where it starts.
    pub(super) from: Coord<f64>,
    /// Where it ends.
    pub(super) to: Coord<f64>,
}

impl Segment {
    /// The edges between neighbouring vertices.
    pub(super) fn along(vertices: &[Coord<f64>]) -> impl Iterator<Item = Self> + '_ {
        vertices.windows(2).map(|pair| Self { from: pair[0], to: pair[1] })
    }

    pub(super) fn extent(self) -> Extent {
        Extent {
            west: self.from.x.min(self.to.x),
            south: self.from.y.min(self.to.y),
            east: self.from.x.max(self.to.x),
            north: self.from.y.max(self.to.y),
        }
    }

    pub(super) fn length(self) -> f64 {
        (self.to.x - self.from.x).hypot(self.to.y - self.from.y)
    }

    /// Whether the nearest points of two edges are at most `distance` apart. At distance 0 this is exact.
    pub(super) fn within(self, other: Self, distance: f64) -> bool {
        self.extent().within(&other.extent(), distance)
            && (self.shares_an_end(other)
                || distance > 0.0 && self.ends_within(other, distance)
                || self.touches(other))
    }

    fn shares_an_end(self, other: Self) -> bool {
        self.from == other.from || self.from == other.to || self.to == other.from || self.to == other.to
    }

    /// Whether an end of either comes this near to the other: true of the nearest points, unless they cross.
    fn ends_within(self, other: Self, distance: f64) -> bool {
        let limit = distance * distance;
        other.distance_2(self.from) <= limit
            || other.distance_2(self.to) <= limit
            || self.distance_2(other.from) <= limit
            || self.distance_2(other.to) <= limit
    }

    /// The squared distance from a point to the nearest point of the edge.
    fn distance_2(self, point: Coord<f64>) -> f64 {
        let (along, start) = (self.to - self.from, point - self.from);
        let length_2 = dot(along, along);
        let share = if length_2 > 0.0 { (dot(start, along) / length_2).clamp(0.0, 1.0) } else { 0.0 };
        let away = start - along * share;
        dot(away, away)
    }

    /// Whether two edges share a point, decided exactly; their extents are known to meet.
    fn touches(self, other: Self) -> bool {
        let sides = |edge: Self, ends: Self| (edge.side(ends.from), edge.side(ends.to));
        let apart = |(a, b): (Orientation, Orientation)| a == b && a != Orientation::Collinear;
        !apart(sides(self, other)) && !apart(sides(other, self))
    }

    fn side(self, point: Coord<f64>) -> Orientation {
        RobustKernel::orient2d(self.from, self.to, point)
    }

    /// The stretch of this edge that lies at most `distance` from another, as shares of the way along it;
    /// at distance 0 the part that both have in common, if it has a length.
    pub(super) fn stretch_within(self, other: Self, distance: f64) -> Option<(f64, f64)> {
        if !self.extent().within(&other.extent(), distance) || self.from == self.to {
            return None;
        }
        let (start, end) =
            if distance > 0.0 { self.stretch_near(other, distance) } else { self.stretch_in_common(other) };
        (end > start).then_some((start, end))
    }

    /// All points no further than `distance` from an edge are a strip along it and a disc about each end. The
    /// three make one convex shape, so that another edge lies within it along one stretch.
    fn stretch_near(self, other: Self, distance: f64) -> (f64, f64) {
        let parts = [
            self.stretch_in_disc(other.from, distance),
            self.stretch_in_disc(other.to, distance),
            self.stretch_in_strip(other, distance),
        ];
        let found = parts.into_iter().filter(|(start, end)| end > start);
        found.fold((1.0, 0.0), |all, part| (part.0.min(all.0), part.1.max(all.1)))
    }

    fn stretch_in_disc(self, centre: Coord<f64>, radius: f64) -> (f64, f64) {
        let (along, start) = (self.to - self.from, self.from - centre);
        let (a, half_b) = (dot(along, along), dot(along, start));
        let c = dot(start, start) - radius * radius;
        let root = (half_b * half_b - a * c).max(0.0).sqrt();
        (((-half_b - root) / a).max(0.0), ((-half_b + root) / a).min(1.0))
    }

    fn stretch_in_strip(self, other: Self, distance: f64) -> (f64, f64) {
        let length = other.length();
        if length <= 0.0 {
            return (1.0, 0.0);
        }
        let unit = (other.to - other.from) / length;
        let place = |point: Coord<f64>| {
            let away = point - other.from;
            (dot(away, unit), away.x * unit.y - away.y * unit.x)
        };
        let (from, to) = (place(self.from), place(self.to));
        let ahead = share_between(from.0, to.0, 0.0, length);
        let aside = share_between(from.1, to.1, -distance, distance);
        (ahead.0.max(aside.0), ahead.1.min(aside.1))
    }

    fn stretch_in_common(self, other: Self) -> (f64, f64) {
        if self.side(other.from) != Orientation::Collinear || self.side(other.to) != Orientation::Collinear {
            return (1.0, 0.0);
        }
        let along = self.to - self.from;
        let of = |point: Coord<f64>| {
            if along.x.abs() > along.y.abs() {
                (point.x - self.from.x) / along.x
            } else {
                (point.y - self.from.y) / along.y
            }
        };
        let (a, b) = (of(other.from), of(other.to));
        (a.min(b).max(0.0), a.max(b).min(1.0))
    }
}

fn dot(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.x + a.y * b.y
}

/// The shares of the way from `from` to `to` between which it lies within two bounds.
fn share_between(from: f64, to: f64, low: f64, high: f64) -> (f64, f64) {
    let change = to - from;
    if change == 0.0 {
        return if (low..=high).contains(&from) { (0.0, 1.0) } else { (1.0, 0.0) };
    }
    let (a, b) = ((low - from) / change, (high - from) / change);
    (a.min(b).max(0.0), a.max(b).min(1.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edge(x1: f64, y1: f64, x2: f64, y2: f64) -> Segment {
        Segment { from: Coord { x: x1, y: y1 }, to: Coord { x: x2, y: y2 } }
    }

    #[test]
    fn an_end_on_the_middle_of_an_edge_touches_it() {
        let long = edge(0.0, 0.0, 10.0, 20.0);
        assert!(long.within(edge(3.0, 6.0, 9.0, 6.0), 0.0));
        assert!(!long.within(edge(3.0 + 1e-12, 6.0, 9.0, 6.0), 0.0));
    }

    #[test]
    fn edges_that_cross_are_at_no_distance() {
        assert!(edge(0.0, 0.0, 100.0, 100.0).within(edge(0.0, 100.0, 100.0, 0.0), 1.0));
    }

    #[test]
    fn the_stretch_along_a_parallel_edge_ends_in_round_caps() {
        // At 3 from the line, within 5: 4 beyond each end of the other.
        let (start, end) =
            edge(0.0, 0.0, 100.0, 0.0).stretch_within(edge(40.0, 3.0, 60.0, 3.0), 5.0).unwrap();
        assert!((start - 0.36).abs() < 1e-12 && (end - 0.64).abs() < 1e-12);
    }

    #[test]
    fn edges_that_meet_end_to_end_have_nothing_in_common() {
        assert_eq!(edge(0.0, 0.0, 1.0, 0.0).stretch_within(edge(1.0, 0.0, 2.0, 0.0), 0.0), None);
        assert_eq!(edge(0.0, 0.0, 4.0, 4.0).stretch_within(edge(3.0, 3.0, 9.0, 9.0), 0.0), Some((0.75, 1.0)));
    }

    proptest! {
        #[test]
        fn the_stretch_is_where_sampled_points_are_near(c in proptest::array::uniform8(-10.0..10.0), d in 0.1..8.0) {
            let (one, other) = (edge(c[0], c[1], c[2], c[3]), edge(c[4], c[5], c[6], c[7]));
            let stretch = one.stretch_within(other, d);
            prop_assert!(stretch.is_none() || one.within(other, d));
            for step in 0..=200 {
                let share = f64::from(step) / 200.0;
                let away = other.distance_2(one.from + (one.to - one.from) * share).sqrt() - d;
                let inside = stretch.is_some_and(|(start, end)| (start..=end).contains(&share));
                prop_assert!(away.abs() < 1e-6 || inside == (away < 0.0), "{share} {away} {stretch:?}");
            }
        }

        #[test]
        fn nearness_is_mutual(c in proptest::array::uniform8(-3_i8..3), d in 0.0..3.0) {
            let c = c.map(f64::from);
            let (one, other) = (edge(c[0], c[1], c[2], c[3]), edge(c[4], c[5], c[6], c[7]));
            prop_assert_eq!(one.within(other, d), other.within(one, d));
            prop_assert_eq!(one.within(other, 0.0), other.within(one, 0.0));
        }
    }
}
