//! Boundaries, look-ups and postcodes.
use std::collections::BTreeSet;

use geo::{Area, BooleanOps, Contains, MultiPolygon, Polygon, Validation, unary_union};

use super::super::place::Place;
use super::{Row, WRITTEN, point};

#[test]
fn for_any_seed_boundaries_are_valid_and_leave_neither_gaps_nor_overlaps() {
    for seed in [1, 2, 3, 20, 1999, u64::MAX] {
        let place = Place::new(seed);
        let outlines: Vec<&MultiPolygon> = place.plots.iter().map(|plot| &plot.outline).collect();
        assert_eq!(outlines.len(), 148);
        for outline in &outlines {
            assert!(outline.is_valid(), "seed {seed}: {:?}", outline.check_validation());
        }
        let sum: f64 = outlines.iter().map(|outline| outline.unsigned_area()).sum();
        let whole = unary_union(outlines.iter().flat_map(|outline| outline.iter()));
        assert!((whole.unsigned_area() / sum - 1.0).abs() < 1e-9, "seed {seed}");
        assert!(whole.iter().all(|piece| piece.interiors().is_empty()), "seed {seed}: a gap between areas");
        assert_eq!(place.cluster.len(), 8);
    }
}

#[test]
fn written_boundaries_are_valid_too() {
    let boundaries = WRITTEN.boundaries();
    assert_eq!(boundaries.keys().cloned().collect::<BTreeSet<_>>(), WRITTEN.known_codes());
    assert!(boundaries.values().all(Validation::is_valid));
    let sum: f64 = boundaries.values().map(Area::unsigned_area).sum();
    let whole = unary_union(boundaries.values().flat_map(|outline| outline.iter()));
    assert!((whole.unsigned_area() / sum - 1.0).abs() < 1e-6);
}

#[test]
fn there_is_an_island_and_an_enclave() {
    let boundaries = WRITTEN.boundaries();
    assert!(boundaries[&WRITTEN.place.island_area].0.len() > 1);
    let around = &boundaries[&WRITTEN.place.hole_area].0[0];
    let filled = MultiPolygon::from(Polygon::new(around.interiors()[0].clone(), Vec::new()));
    let enclaves = boundaries.values().filter(|other| filled.intersection(*other).unsigned_area() > 0.0);
    assert_eq!(enclaves.count(), 1);
}

#[test]
fn the_cluster_is_in_one_piece_and_inside_the_place() {
    let place = Place::new(1);
    let reached = place.cluster.iter().filter(|area| {
        let neighbours = &place.plots[**area].neighbours;
        place.cluster.iter().any(|other| neighbours.contains(other))
    });
    assert_eq!(reached.count(), 8);
    let boundaries = WRITTEN.boundaries();
    let union = unary_union(WRITTEN.place.cluster.iter().flat_map(|code| boundaries[code].iter()));
    assert_eq!(union.0.len(), 1);
    assert!(WRITTEN.place.cluster.iter().all(|code| WRITTEN.place.areas.contains(code)));
}

#[test]
fn the_look_up_has_every_area_and_each_kind_of_change_as_counted() {
    let rows = WRITTEN.rows("lookups/lsoa11_lsoa21_lad22.csv");
    let of = |letter: &str| rows.iter().filter(|row| row["change_code"] == letter).collect::<Vec<_>>();
    let facts = &WRITTEN.place.lookup;
    let counted = [facts.unchanged_rows, facts.split_rows, facts.merged_rows, facts.complex_rows];
    assert_eq!(["U", "S", "M", "X"].map(|letter| of(letter).len()), counted);
    assert_eq!(counted, [129, 13, 8, 3]);
    assert!(of("U").iter().all(|row| row["lsoa11_code"] == row["lsoa21_code"]));
    let codes: BTreeSet<String> = rows.iter().map(|row| row["lsoa21_code"].clone()).collect();
    assert_eq!(codes, WRITTEN.known_codes());
    let distinct =
        |letter: &str, column: &str| of(letter).iter().map(|row| &row[column]).collect::<BTreeSet<_>>().len();
    assert_eq!([distinct("S", "lsoa11_code"), distinct("S", "lsoa21_code")], [6, 13]);
    assert_eq!([distinct("M", "lsoa11_code"), distinct("M", "lsoa21_code")], [8, 4]);
    assert_eq!([distinct("X", "lsoa11_code"), distinct("X", "lsoa21_code")], [2, 2]);
}

#[test]
fn every_postcode_is_listed_once_and_lies_in_its_area() {
    let (boundaries, rows) = (WRITTEN.boundaries(), WRITTEN.rows("lookups/postcodes.csv"));
    let distinct: BTreeSet<&String> = rows.iter().map(|row| &row["pcds"]).collect();
    assert_eq!(distinct.len(), rows.len());
    let located: Vec<&Row> = rows.iter().filter(|row| row["osgrdind"] == "1").collect();
    assert_eq!(rows.len() - located.len(), 5);
    for row in located {
        assert!(boundaries[&row["lsoa21"]].contains(&point(row, "long", "lat").expect("a point")));
    }
}
