//! Areas as polygons: walks around the cells of an area, holes and islands included.
use std::collections::{BTreeMap, BTreeSet};

use geo::{Area, Coord, LineString, MultiPolygon, Polygon};

use super::mesh::Mesh;

/// The outline of an area made of whole cells, in British National Grid metres: one polygon per
/// separate piece, outer ring anticlockwise, holes clockwise.
pub(super) fn outline(mesh: &Mesh, cells: &[usize]) -> MultiPolygon {
    pieces(mesh, cells).iter().map(|piece| polygon(mesh, piece)).collect()
}

fn pieces(mesh: &Mesh, cells: &[usize]) -> Vec<BTreeSet<usize>> {
    let mut left: BTreeSet<usize> = cells.iter().copied().collect();
    let mut pieces = Vec::new();
    while let Some(first) = left.pop_first() {
        let (mut piece, mut ahead) = (BTreeSet::from([first]), vec![first]);
        while let Some(cell) = ahead.pop() {
            for other in mesh.neighbours(cell).into_iter().flatten() {
                if left.remove(other) {
                    piece.insert(*other);
                    ahead.push(*other);
                }
            }
        }
        pieces.push(piece);
    }
    pieces
}

fn polygon(mesh: &Mesh, piece: &BTreeSet<usize>) -> Polygon {
    let mut rings = rings(mesh, piece);
    rings.sort_by(|a, b| ring_area(b).total_cmp(&ring_area(a)));
    let outer = if rings.is_empty() { LineString::new(Vec::new()) } else { rings.remove(0) };
    Polygon::new(outer, rings)
}

fn ring_area(ring: &LineString) -> f64 {
    Polygon::new(ring.clone(), Vec::new()).signed_area()
}

/// Chains the borders that face another area into closed rings. Three cells meet at every corner,
/// so exactly one border of a piece leaves each corner it uses.
fn rings(mesh: &Mesh, piece: &BTreeSet<usize>) -> Vec<LineString> {
    let mut leaving: BTreeMap<[usize; 3], ([usize; 3], Vec<Coord>)> = BTreeMap::new();
    for &cell in piece {
        for (side, other) in mesh.neighbours(cell).into_iter().flatten().enumerate() {
            let ends = (mesh.corner(cell, (side + 5) % 6), mesh.corner(cell, side));
            if let (false, (Some(from), Some(to))) = (piece.contains(other), ends) {
                leaving.insert(from, (to, mesh.border(cell, *other)));
            }
        }
    }
    let mut rings = Vec::new();
    while let Some((_, (mut at, mut points))) = leaving.pop_first() {
        while let Some((next, more)) = leaving.remove(&at) {
            points.extend(more);
            at = next;
        }
        rings.push(LineString::new(points));
    }
    rings
}
