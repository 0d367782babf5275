//! Against neighbours found by other programs.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::*;
use crate::neighbours::Neighbours;

/// The rows of a table kept with the tests, without its source and header.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(2).map(|line| line.split(',').collect())
}

fn number(text: &str) -> f64 {
    text.parse().expect("a number")
}

/// Codes and shapes from a table of rings.
fn areas(table: &'static str) -> (Vec<&'static str>, Vec<MultiPolygon<f64>>) {
    let (mut codes, mut shapes): (Vec<&str>, Vec<MultiPolygon<f64>>) = Default::default();
    for row in rows(table) {
        let numbers: Vec<f64> = row[2].split(' ').map(number).collect();
        let ring = LineString(numbers.chunks(2).map(|c| Coord { x: c[0], y: c[1] }).collect());
        if codes.last() != Some(&row[0]) {
            codes.push(row[0]);
            shapes.push(MultiPolygon(vec![]));
        }
        let parts = &mut shapes.last_mut().expect("a shape").0;
        match row[1] {
            "outer" => parts.push(Polygon::new(ring, vec![])),
            _ => parts.last_mut().expect("an outer ring comes first").interiors_push(ring),
        }
    }
    (codes, shapes)
}

/// The links as pairs of codes, sorted.
fn links(neighbours: &Neighbours, codes: &[&'static str]) -> Vec<(&'static str, &'static str)> {
    let of = |area: usize| neighbours.members(area).iter().map(move |&j| (codes[area], codes[j as usize]));
    let mut links: Vec<_> = (0..codes.len()).flat_map(of).collect();
    links.sort_unstable();
    links
}

fn expected(table: &'static str, wanted: impl Fn(&[&str]) -> bool) -> Vec<(&'static str, &'static str)> {
    let mut links: Vec<_> = rows(table).filter(|row| wanted(row)).map(|row| (row[0], row[1])).collect();
    links.sort_unstable();
    links
}

#[test]
fn contiguity_is_that_of_three_other_programs() {
    macro_rules! table {
        ($name:literal) => {
            include_str!(concat!("../../../tests/oracles/contiguity_", $name, ".csv"))
        };
    }
    let cases = [
        (table!("columbus_areas"), table!("columbus_links"), 236, 200),
        (table!("gm_areas"), table!("gm_links"), 34, 34),
        (table!("ncsids_areas"), table!("ncsids_links"), 490, 462),
        (table!("trafford_areas"), table!("trafford_links"), 744, 732),
    ];
    for (shapes, table, queen_links, rook_links) in cases {
        let (codes, shapes) = areas(shapes);
        let queen = contiguous(&shapes, Contiguity::Queen, 0.0).expect("neighbours");
        let rook = contiguous(&shapes, Contiguity::Rook, 0.0).expect("neighbours");
        assert_eq!((queen.links(), rook.links()), (queen_links, rook_links));
        assert_eq!(links(&queen, &codes), expected(table, |_| true));
        assert_eq!(links(&rook, &codes), expected(table, |row| row[2] == "true"));
        assert!(queen.is_symmetric() && rook.is_symmetric());
        // A tolerance far below the length of any edge changes nothing.
        let queen_nearly = contiguous(&shapes, Contiguity::Queen, 1e-8).expect("neighbours");
        let rook_nearly = contiguous(&shapes, Contiguity::Rook, 1e-8).expect("neighbours");
        assert_eq!((queen_nearly, rook_nearly), (queen, rook));
    }
}

/// Centroids of Columbus; the codes are the numbers from 1.
fn columbus() -> (Vec<&'static str>, PointIndex) {
    let table = include_str!("../../../tests/oracles/distance_columbus_points.csv");
    let (codes, points): (Vec<_>, Vec<_>) = rows(table).map(|r| (r[0], [number(r[1]), number(r[2])])).unzip();
    (codes, PointIndex::new(&points))
}

#[test]
fn the_nearest_are_those_of_spdep() {
    let (codes, index) = columbus();
    let table = include_str!("../../../tests/oracles/distance_columbus_nearest.csv");
    for k in ["1", "4", "6"] {
        let nearest = index.nearest(k.parse().expect("a number"));
        assert_eq!(links(&nearest, &codes), expected(table, |row| row[2] == k));
    }
    for row in rows(table).filter(|row| row[2] == "6") {
        let of = |code: &str| codes.iter().position(|c| *c == code).expect("a code");
        let (area, other) = (of(row[0]), of(row[1]) as u32);
        let found = index.nearest_of(area, 6).find(|(j, _)| *j == other).expect("among the nearest").1;
        assert!((found / number(row[3]) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn distance_bands_are_those_of_spdep() {
    let (codes, index) = columbus();
    let table = include_str!("../../../tests/oracles/distance_columbus_bands.csv");
    let smallest = index.smallest_band_without_islands_m().expect("points");
    // source: spdep 1.2-7, the greatest distance to a nearest neighbour
    assert!((smallest / 0.618_864_158_076_845_5 - 1.0).abs() < 1e-12);
    assert!(index.within(smallest).expect("a distance").islands().is_empty());
    for band in ["0.3", "0.65"] {
        let within = index.within(number(band)).expect("a distance");
        assert_eq!(links(&within, &codes), expected(table, |row| row[2] == band));
        assert!(within.is_symmetric());
    }
    let within = index.within(smallest).expect("a distance");
    assert_eq!(links(&within, &codes), expected(table, |row| row[2].starts_with("0.61")));
}
