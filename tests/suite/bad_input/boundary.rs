//! Boundary files.

use crate::support::{Place, boundaries, feature, square};

/// The place with another first area.
fn with_first(feature: &str) -> Place {
    Place::valid().write("areas.geojson", &boundaries(&[feature.to_owned(), square(1), square(2)]))
}

/// The first area with these positions as its only ring.
fn ring(positions: &str) -> String {
    feature(0, &format!("{{\"type\":\"Polygon\",\"coordinates\":[[{positions}]]}}"))
}

const CORRECT: &str =
    "hint: correct the shape in the boundary file, or get the file again from its publisher";

#[test]
fn a_missing_boundary_file_is_refused() {
    Place::valid()
        .remove("areas.geojson")
        .is_refused("error: areas.geojson: there is no such file\n  hint: ");
}

#[test]
fn an_empty_boundary_file_is_refused() {
    Place::valid().write("areas.geojson", "").is_refused("error: areas.geojson: the file is empty");
}

#[test]
fn a_boundary_file_without_features_is_refused() {
    Place::valid()
        .write("areas.geojson", &boundaries(&[]))
        .is_refused("error: areas.geojson: the file holds no features, so there are no areas");
}

#[test]
fn an_area_that_is_there_twice_is_refused() {
    Place::valid()
        .write("areas.geojson", &boundaries(&[square(0), square(1), square(2), square(1)]))
        .is_refused(
            "error: areas.geojson, row 4, column \"LSOA21CD\": area E01000002 is there already, as feature 2",
        );
}

#[test]
fn coordinates_that_are_no_numbers_are_refused() {
    with_first(&ring("[-2.6,51.45],[NaN,51.45],[-2.59,51.46],[-2.6,51.45]"))
        .is_refused("error: areas.geojson, row 1: not valid JSON in UTF-8 at line 2, ");
    with_first(&ring("[-2.6,51.45],[-2.59,51.45],[-2.59,1e999],[-2.6,51.45]"))
        .is_refused("hint: JSON knows no NaN or infinite numbers; save text as UTF-8");
}

#[test]
fn swapped_longitude_and_latitude_are_refused() {
    let swapped = |n: u32| {
        let (low, high) = (-2.6 + 0.01 * f64::from(n), -2.59 + 0.01 * f64::from(n));
        let ring =
            format!("[51.45,{low:.2}],[51.46,{low:.2}],[51.46,{high:.2}],[51.45,{high:.2}],[51.45,{low:.2}]");
        feature(n, &format!("{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}"))
    };
    Place::valid().write("areas.geojson", &boundaries(&[swapped(0), swapped(1), swapped(2)])).is_refused(
        "error: areas.geojson, row 1: longitude and latitude are swapped: as they stand, the area is not in \
         Great Britain (3 rows)\n  hint: write longitude before latitude, as GeoJSON does",
    );
}

#[test]
fn an_area_without_a_shape_is_refused() {
    with_first(&feature(0, "null"))
        .is_refused(&format!("error: areas.geojson, row 1: area E01000001: it has no shape\n  {CORRECT}"));
}

#[test]
fn a_ring_that_crosses_itself_is_refused() {
    with_first(&ring("[-2.60,51.45],[-2.59,51.46],[-2.59,51.45],[-2.60,51.458],[-2.60,51.45]")).is_refused(
        "error: areas.geojson, row 1: area E01000001: a ring touches or crosses itself near -2.59",
    );
}

#[test]
fn a_ring_that_only_touches_itself_is_mended_and_told() {
    let pinched = "[-2.60,51.45],[-2.59,51.45],[-2.59,51.46],[-2.60,51.46],[-2.60,51.45],\
                   [-2.597,51.456],[-2.594,51.453],[-2.60,51.45]";
    let place = with_first(&ring(pinched));
    place.check().exits_with(0).tells(
        "warning: areas.geojson, row 1: area E01000001: a ring touches or crosses itself near -2.60000, 51.45000; \
         repaired",
    );
}

#[test]
fn a_boundary_file_that_is_not_utf_8_is_refused() {
    let bytes = boundaries(&[square(0), square(1), square(2)]).replace("Square 1", "Caf@").into_bytes();
    let bytes: Vec<u8> = bytes.into_iter().map(|b| if b == b'@' { 0xe9 } else { b }).collect();
    Place::valid()
        .write_bytes("areas.geojson", &bytes)
        .is_refused("error: areas.geojson, row 2: not valid JSON in UTF-8 at line 3, ");
}

#[test]
fn a_boundary_file_that_was_cut_short_is_refused() {
    let whole = boundaries(&[square(0), square(1), square(2)]);
    Place::valid()
        .write("areas.geojson", &whole[..whole.len() - 60])
        .is_refused("error: areas.geojson, row 3: the file is cut short in feature 3: it ends at line 4, ");
}
