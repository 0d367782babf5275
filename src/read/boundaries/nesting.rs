//! Which rings are outer rings, and which hole lies in which of them.

use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
use geo::{Area, BoundingRect, LineString, Polygon, Rect};

use super::layer::Ring;

/// Puts rings that are listed in any order together as polygons: a ring within an even number of others is
/// an outer ring, a ring within an odd number is a hole of the smallest of them.
///
/// The direction in which a ring runs is not relied on.
pub(super) fn nested(rings: Vec<Ring>) -> Vec<Vec<Ring>> {
    if rings.len() <= 1 {
        return if rings.is_empty() { Vec::new() } else { vec![rings] };
    }
    let outlines: Vec<Outline> = rings.iter().map(Outline::of).collect();
    let hosts: Vec<Vec<usize>> = (0..rings.len()).map(|inner| hosts_of(&outlines, inner)).collect();
    let smallest = |hosts: &[usize]| hosts.iter().copied().min_by(|&a, &b| outlines[a].by_size(&outlines[b]));
    let mut polygons: Vec<Vec<Ring>> = vec![Vec::new(); rings.len()];
    let outer = |ring: usize| hosts[ring].len().is_multiple_of(2);
    for ring in (0..rings.len()).filter(|&ring| outer(ring)) {
        polygons[ring].push(rings[ring].clone());
    }
    for (ring, positions) in rings.into_iter().enumerate().filter(|(ring, _)| !outer(*ring)) {
        if let Some(host) = smallest(&hosts[ring]) {
            polygons[host].push(positions);
        }
    }
    polygons.retain(|rings| !rings.is_empty());
    polygons
}

/// The rings that hold a ring.
fn hosts_of(outlines: &[Outline], inner: usize) -> Vec<usize> {
    (0..outlines.len()).filter(|&outer| outer != inner && outlines[outer].holds(&outlines[inner])).collect()
}

/// A ring with what is asked of it again and again.
struct Outline {
    ring: LineString<f64>,
    envelope: Option<Rect<f64>>,
    area: f64,
}

impl Outline {
    fn of(positions: &Ring) -> Self {
        let polygon = Polygon::new(LineString(positions.clone()), Vec::new());
        let envelope = polygon.bounding_rect();
        let area = polygon.unsigned_area();
        Self { ring: polygon.into_inner().0, envelope, area }
    }

    fn by_size(&self, other: &Self) -> std::cmp::Ordering {
        self.area.total_cmp(&other.area)
    }

    /// Whether another ring lies in this one, by its first vertex that is not on the border of this one.
    fn holds(&self, inner: &Self) -> bool {
        let (Some(outer), Some(envelope)) = (self.envelope, inner.envelope) else { return false };
        let around = outer.min().x <= envelope.min().x
            && outer.min().y <= envelope.min().y
            && outer.max().x >= envelope.max().x
            && outer.max().y >= envelope.max().y;
        if !around || self.area < inner.area {
            return false;
        }
        let positions = inner.ring.0.iter().map(|c| coord_pos_relative_to_ring(*c, &self.ring));
        positions.into_iter().find(|p| *p != CoordPos::OnBoundary) == Some(CoordPos::Inside)
    }
}

#[cfg(test)]
mod tests {
    use geo::Coord;

    use super::*;

    fn square(at: f64, side: f64) -> Ring {
        [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
            .map(|(x, y)| Coord { x: at + x * side, y: at + y * side })
            .to_vec()
    }

    #[test]
    fn an_island_in_a_lake_on_an_island_is_an_area_again() {
        let (island, lake, holm) = (square(0.0, 10.0), square(2.0, 6.0), square(4.0, 2.0));
        let polygons = nested(vec![lake.clone(), holm.clone(), island.clone()]);
        assert_eq!(polygons, vec![vec![holm], vec![island, lake]]);
    }

    #[test]
    fn rings_side_by_side_are_areas_each() {
        assert_eq!(nested(vec![square(0.0, 1.0), square(1.0, 1.0)]).len(), 2);
        assert!(nested(vec![]).is_empty());
    }
}
