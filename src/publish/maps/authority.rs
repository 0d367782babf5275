//! Authority outlines, dissolved from the areas as they are drawn.
//!
//! The union is taken of the simplified shapes, so that a whole country takes a fraction of a second and
//! borders that do not quite meet meet on the grid. Gaps that are left between generalised borders show as
//! small holes in the union and are closed; a true hole, such as another authority inside, is kept.

use super::simplify::twice_area;
use crate::publish::drawing::canvas::{Point, UNITS};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A hole smaller than this many square pixels is a gap between borders, not a place.
const GAP: f64 = 30.0;

/// An authority as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Authority {
    /// Its name, empty where none was given.
    pub(super) name: String,
    /// Its outline, each ring closed.
    pub(super) outline: Vec<Vec<Point>>,
}

/// The authorities in the order of their names, each with its outline.
pub(super) fn outlines(areas: &[Vec<Vec<Point>>], names: &[String]) -> Vec<Authority> {
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for area in 0..areas.len() {
        members.entry(names.get(area).map_or("", String::as_str)).or_default().push(area);
    }
    let members: Vec<(&str, Vec<usize>)> = members.into_iter().collect();
    let dissolved = members.par_iter().map(|(name, members)| Authority {
        name: (*name).to_owned(),
        outline: dissolve(members.iter().map(|area| areas[*area].as_slice())),
    });
    dissolved.collect()
}

fn dissolve<'a>(areas: impl Iterator<Item = &'a [Vec<Point>]>) -> Vec<Vec<Point>> {
    let on_grid = |ring: &Vec<Point>| ring.iter().map(|p| IntPoint::new(p.0, p.1)).collect::<Vec<_>>();
    let rings: Vec<Vec<IntPoint<i32>>> = areas.flatten().map(on_grid).collect();
    let edges = rings.iter().map(Vec::len).sum();
    let mut overlay = Overlay::new_custom(edges, IntOverlayOptions::ogc(), Default::default());
    overlay.add_source(&rings, ShapeType::Subject);
    let union = overlay.overlay(OverlayRule::Subject, FillRule::NonZero);
    let rings = union.into_iter().flat_map(|shape| {
        let rings = shape.into_iter().enumerate().map(|(place, ring)| (place > 0, closed(&ring)));
        rings.filter(|(hole, ring)| !hole || area(ring) >= GAP).map(|(_, ring)| ring)
    });
    rings.collect()
}

fn closed(ring: &[IntPoint<i32>]) -> Vec<Point> {
    ring.iter().chain(ring.first()).map(|p| (p.x, p.y)).collect()
}

/// Area of a ring in square pixels.
fn area(ring: &[Point]) -> f64 {
    twice_area(ring).abs() as f64 / 2.0 / UNITS / UNITS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: i32, y: i32, side: i32) -> Vec<Vec<Point>> {
        vec![vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side)]]
    }

    fn names(given: &[&str]) -> Vec<String> {
        given.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn areas_of_one_authority_lose_the_border_between_them() {
        let areas = [square(0, 0, 100), square(100, 0, 100), square(200, 0, 100)];
        let found = outlines(&areas, &names(&["Avon", "Avon", "Wye"]));
        assert_eq!(found.len(), 2);
        let corners = |a: &Authority| {
            let mut c = a.outline[0].clone();
            c.sort();
            c.dedup();
            c
        };
        assert_eq!(corners(&found[0]), [(0, 0), (0, 100), (200, 0), (200, 100)]);
        assert_eq!(corners(&found[1]), [(200, 0), (200, 100), (300, 0), (300, 100)]);
    }

    #[test]
    fn a_gap_between_generalised_borders_is_closed_and_a_true_hole_kept() {
        // A frame of four strips around a hole of 40 × 40 pixels, one strip leaving a gap of 3 × 1 pixels.
        let strips = [
            vec![vec![(0, 0), (600, 0), (600, 100), (0, 100)]],
            vec![vec![(0, 500), (600, 500), (600, 600), (0, 600)]],
            vec![vec![(0, 100), (100, 100), (100, 500), (0, 500)]],
            vec![vec![(500, 100), (520, 110), (550, 110), (560, 100), (600, 100), (600, 500), (500, 500)]],
        ];
        let found = outlines(&strips, &[]);
        assert_eq!(found[0].outline.len(), 2, "{:?}", found[0].outline);
    }
}
