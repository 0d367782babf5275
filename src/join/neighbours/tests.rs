use geo::line_measures::{Distance, Euclidean};
use geo::{
    AffineOps, AffineTransform, Coord, Intersects, Line, LineString, LinesIter, MultiPolygon, Polygon,
    polygon,
};
use proptest::prelude::*;

use super::*;
use crate::join::awkward_areas::{square, tricky};
use crate::neighbours::Neighbours;

fn pairs(neighbours: &Neighbours, codes: &[&str]) -> String {
    let of = |i: usize| neighbours.members(i).iter().map(move |&j| (i, j as usize)).filter(|(i, j)| i < j);
    let pairs = (0..codes.len()).flat_map(of).map(|(i, j)| format!("{}-{}", codes[i], codes[j]));
    pairs.collect::<Vec<_>>().join(" ")
}

fn queen(shapes: &[MultiPolygon<f64>], tolerance_m: f64) -> Neighbours {
    contiguous(shapes, Contiguity::Queen, tolerance_m).expect("a distance")
}

fn rook(shapes: &[MultiPolygon<f64>], tolerance_m: f64) -> Neighbours {
    contiguous(shapes, Contiguity::Rook, tolerance_m).expect("a distance")
}

// source: shapely 2.2.0, all pairs, and libpysal 4.14.1 Graph.build_contiguity(strict=True): case "tricky_a"
const TRICKY_QUEEN: &str = "A-B A-C A-D B-C B-D B-RING C-D C-MULTI CORNER-T3 D-RING INNER-RING ISLAND-PINCH \
                            RING-TALL T1-T2 T1-TALL T2-T3 T2-TALL T3-TALL";
const TRICKY_ROOK: &str = "A-B A-C B-D B-RING C-D C-MULTI D-RING INNER-RING ISLAND-PINCH RING-TALL T1-T2 T1-TALL T2-T3 T2-TALL T3-TALL";

#[test]
fn t_junctions_holes_and_corners_are_told_apart() {
    let (codes, shapes) = tricky();
    for tolerance_m in [0.0, 1e-6, 0.0005] {
        assert_eq!(pairs(&queen(&shapes, tolerance_m), &codes), TRICKY_QUEEN, "{tolerance_m}");
        assert_eq!(pairs(&rook(&shapes, tolerance_m), &codes), TRICKY_ROOK, "{tolerance_m}");
    }
    assert_eq!(queen(&shapes, 0.0).islands(), [5]); // GAP
}

#[test]
fn a_gap_within_the_tolerance_is_a_border() {
    let (_, shapes) = tricky();
    assert_eq!(queen(&shapes, 0.002).members(5), [4, 10, 14]); // D at a corner, RING, TALL at a corner
    assert_eq!(rook(&shapes, 0.002).members(5), [10]);
}

#[test]
fn an_area_with_a_vertex_that_is_not_finite_has_no_neighbours() {
    let broken = polygon![(x: 0.0, y: 0.0), (x: f64::NAN, y: 0.0), (x: 10.0, y: 10.0)];
    let shapes =
        [MultiPolygon(vec![square(0.0, 0.0, 10.0, 10.0)]), MultiPolygon(vec![broken]), MultiPolygon(vec![])];
    assert_eq!(queen(&shapes, 1.0).islands(), [0, 1, 2]);
    assert_eq!(rook(&shapes, 0.0).islands(), [0, 1, 2]);
    assert_eq!(queen(&[], 0.0).len(), 0);
}

#[test]
fn what_is_not_a_distance_is_refused() {
    assert_eq!(contiguous(&[], Contiguity::Queen, -1.0), Err(NotADistance(-1.0)));
    assert!(rim(&[], &[], f64::NAN).is_err());
    assert!(PointIndex::new(&[]).within(f64::INFINITY).is_err());
    assert!(PointIndex::new(&[]).between(0.0, -0.5).is_err());
}

#[test]
fn a_corner_touched_at_a_narrow_angle_is_no_common_border() {
    // Two wedges that meet at the origin, the gap between their sides 45 degrees wide.
    let one = polygon![(x: 0.0, y: 0.0), (x: 100.0, y: 0.0), (x: 100.0, y: -100.0)];
    let other = polygon![(x: 0.0, y: 0.0), (x: 100.0, y: 100.0), (x: 0.0, y: 100.0)];
    let shapes = [MultiPolygon(vec![one]), MultiPolygon(vec![other])];
    assert_eq!((queen(&shapes, 5.0).links(), rook(&shapes, 5.0).links()), (2, 0));
}

#[test]
fn ties_for_the_last_place_are_all_kept() {
    // A cross: the middle one has four nearest.
    let cross =
        [[0.0, 0.0], [0.1, 0.0], [-0.1, 0.0], [0.0, 0.1], [0.0, -0.1]].map(|[x, y]| [x + 0.3, y + 7.7]);
    let index = PointIndex::new(&cross);
    assert_eq!(index.nearest(1).members(0), [1, 2, 3, 4]);
    assert_eq!(index.nearest(1).members(1), [0]);
    assert_eq!(index.nearest(9).links(), 20);
    assert_eq!(index.nearest(0).links(), 0);
}

#[test]
fn points_in_one_place_are_neighbours_and_points_nowhere_are_not() {
    let index = PointIndex::new(&[[1.0, 1.0], [1.0, 1.0], [f64::NAN, 0.0], [5.0, 1.0]]);
    assert_eq!(index.within(0.0).expect("a distance").links(), 2);
    assert_eq!(index.nearest(1).islands(), [2]);
    assert_eq!(index.smallest_band_without_islands_m(), Some(4.0));
    assert_eq!(PointIndex::new(&[[0.0, 0.0]]).smallest_band_without_islands_m(), None);
}

/// The plain loop over all pairs of edges of all pairs of areas, with the predicates of `geo`.
fn queen_by_plain_loop(shapes: &[MultiPolygon<f64>], tolerance_m: f64) -> Neighbours {
    let edges: Vec<Vec<Line<f64>>> = shapes.iter().map(|shape| shape.lines_iter().collect()).collect();
    let meet = |a: &Line<f64>, b: &Line<f64>| a.intersects(b) || Euclidean.distance(a, b) <= tolerance_m;
    let near = |i: usize, j: usize| edges[i].iter().any(|a| edges[j].iter().any(|b| meet(a, b)));
    let list = |i: usize| (0..shapes.len()).filter(|&j| i != j && near(i, j)).map(|j| j as u32).collect();
    Neighbours::from_lists((0..shapes.len()).map(list).collect()).expect("neighbours")
}

/// Stars with up to forty corners, on a coarse lattice so that they touch often.
fn stars() -> impl Strategy<Value = Vec<MultiPolygon<f64>>> {
    let star = (0_i32..12, 0_i32..12, prop::collection::vec(1_i32..4, 3..40)).prop_map(|(x, y, radii)| {
        let step = std::f64::consts::TAU / radii.len() as f64;
        let corner = |(i, radius): (usize, &i32)| {
            let (sin, cos) = (i as f64 * step).sin_cos();
            let at = |centre: i32, share: f64| {
                f64::from(centre) + (share * f64::from(*radius) * 2.0).round() / 2.0
            };
            Coord { x: at(x, cos), y: at(y, sin) }
        };
        let ring = LineString(radii.iter().enumerate().map(corner).collect());
        MultiPolygon(vec![Polygon::new(ring, vec![])])
    });
    prop::collection::vec(star, 0..12)
}

proptest! {
    // Tolerances that no two of the made shapes can lie exactly apart: rounding would decide such a tie.
    #[test]
    fn the_tree_finds_what_the_plain_loop_finds(shapes in stars(), tolerance_m in prop::sample::select(vec![0.0, 0.300_000_1, 1.700_000_1])) {
        let found = queen(&shapes, tolerance_m);
        prop_assert_eq!(&found, &queen_by_plain_loop(&shapes, tolerance_m));
        prop_assert!(found.is_symmetric());
        let rook = rook(&shapes, tolerance_m);
        prop_assert!(rook.is_symmetric());
        let within = |i: usize| rook.members(i).iter().all(|j| found.members(i).contains(j));
        prop_assert!((0..shapes.len()).all(within), "a rook's neighbour is a queen's");
    }

    #[test]
    fn moving_and_turning_the_plane_changes_nothing(shapes in stars(), x in -9_i32..9, y in -9_i32..9) {
        let turned_and_moved = AffineTransform::new(0.0, -1.0, f64::from(x), 1.0, 0.0, f64::from(y));
        let moved: Vec<_> = shapes.iter().map(|shape| shape.affine_transform(&turned_and_moved)).collect();
        prop_assert_eq!(queen(&shapes, 0.0), queen(&moved, 0.0));
        prop_assert_eq!(rook(&shapes, 0.0), rook(&moved, 0.0));
        prop_assert_eq!(queen(&shapes, 0.300_000_1), queen(&moved, 0.300_000_1));
    }

    #[test]
    fn the_order_of_areas_changes_nothing(shapes in stars()) {
        let areas = shapes.len() as u32;
        let reversed: Vec<_> = shapes.iter().rev().cloned().collect();
        let (found, back) = (queen(&shapes, 0.300_000_1), queen(&reversed, 0.300_000_1));
        for area in 0..shapes.len() {
            let mut members: Vec<u32> = back.members(shapes.len() - 1 - area).iter().map(|j| areas - 1 - j).collect();
            members.sort_unstable();
            prop_assert_eq!(found.members(area), members);
        }
    }

    #[test]
    fn the_rim_is_what_touches_the_place(shapes in stars(), inside in prop::collection::vec(any::<bool>(), 12)) {
        let near = queen_by_plain_loop(&shapes, 1.200_000_1);
        let expected: Vec<u32> = (0..shapes.len())
            .filter(|&i| !inside[i] && near.members(i).iter().any(|&j| inside[j as usize]))
            .map(|i| i as u32)
            .collect();
        prop_assert_eq!(rim(&shapes, &inside, 1.200_000_1), Ok(expected));
    }

    #[test]
    fn distances_find_what_the_plain_loop_finds(
        points in prop::collection::vec((0_i32..9, 0_i32..9), 0..40), k in 0_usize..6, lower in 0_i32..4, width in 0_i32..4,
    ) {
        let points: Vec<[f64; 2]> = points.into_iter().map(|(x, y)| [f64::from(x), f64::from(y)]).collect();
        let (lower, upper) = (f64::from(lower), f64::from(lower + width));
        let apart = |i: usize, j: usize| (points[i][0] - points[j][0]).hypot(points[i][1] - points[j][1]);
        let by_loop = |near: &dyn Fn(usize, usize) -> bool| {
            let list = |i| (0..points.len()).filter(|&j| i != j && near(i, j)).map(|j| j as u32).collect();
            Neighbours::from_lists((0..points.len()).map(list).collect()).expect("neighbours")
        };
        let kth = |i: usize| {
            let mut all: Vec<f64> = (0..points.len()).filter(|&j| j != i).map(|j| apart(i, j)).collect();
            all.sort_by(f64::total_cmp);
            k.checked_sub(1).map_or(-1.0, |last| *all.get(last).or(all.last()).unwrap_or(&0.0))
        };
        let index = PointIndex::new(&points);
        prop_assert_eq!(index.within(upper), Ok(by_loop(&|i, j| apart(i, j) <= upper)));
        prop_assert_eq!(index.between(lower, upper), Ok(by_loop(&|i, j| apart(i, j) >= lower && apart(i, j) < upper)));
        prop_assert_eq!(index.nearest(k), by_loop(&|i, j| apart(i, j) <= kth(i) + 1e-9));
    }
}
