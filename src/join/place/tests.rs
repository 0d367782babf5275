use geo::{Coord, CoordsIter, Intersects, LineString, Point, Polygon};
use proptest::prelude::*;

use super::*;
use crate::join::awkward_areas::{self, square};

fn tricky() -> (Vec<&'static str>, PlaceIndex) {
    let (codes, shapes) = awkward_areas::tricky();
    (codes, PlaceIndex::new(&shapes))
}

#[test]
fn a_point_on_borders_belongs_to_the_area_whose_code_comes_first() {
    let (codes, index) = tricky();
    // source: shapely 2.2.0 (GEOS), case "tricky_a": the areas whose border passes through the point
    for (x, y, borders) in [
        (10.0, 10.0, "A;B;C;D"),
        (20.0, 10.0, "B;D;RING"),
        (10.0, 20.0, "C;D"),
        (20.0, 20.0, "D;RING"),
        (40.0, 0.0, "RING;TALL"),
        (34.0, 14.0, "INNER;RING"),
        (46.0, 0.0, "T1;TALL"),
        (52.0, 7.0, "T1;T2"),
        (52.0, 13.0, "T2;T3"),
        (52.0, 20.0, "CORNER;T3"),
        (65.0, 35.0, "ISLAND;PINCH"),
        (5.0, 25.0, "MULTI"),
        (58.0, 26.0, "CORNER"),
        (40.0, 30.0, "GAP"),
        (10.0, 5.0, "A;B"),
        (46.0, 7.0, "T1;T2;TALL"),
        (46.0, 10.0, "T2;TALL"),
        (26.0, 10.0, "INNER;RING"),
        (62.0, 35.0, "ISLAND;PINCH"),
    ] {
        let placed = index.locate(x, y).map(|area| codes[area as usize]);
        assert_eq!(placed, borders.split(';').next(), "{x} {y}");
    }
}

#[test]
fn a_point_in_a_hole_belongs_to_the_enclave() {
    let (codes, index) = tricky();
    // source: shapely 2.2.0 (GEOS), case "tricky_a": the area whose interior holds the point
    for (x, y, inside) in [
        (30.0, 10.0, Some("INNER")),
        (23.0, 10.0, Some("RING")),
        (43.0, 10.0, Some("TALL")),
        (30.0, 25.0005, Some("GAP")),
        (20.0, 20.0005, None),
        (58.0, 33.0, None),
        (65.0, 2.5, Some("MULTI")),
        (2.5, 22.5, Some("MULTI")),
        (62.5, 37.5, Some("PINCH")),
    ] {
        assert_eq!(index.locate(x, y).map(|area| codes[area as usize]), inside, "{x} {y}");
    }
}

#[test]
fn a_point_that_is_not_finite_lies_nowhere() {
    let (_, index) = tricky();
    assert_eq!(index.locate(f64::NAN, 5.0), None);
    assert_eq!(index.locate_all(&[5.0, f64::INFINITY, 5.0], &[5.0, 5.0, f64::NAN]), [0, NOWHERE, NOWHERE]);
}

#[test]
fn where_areas_overlap_inside_goes_before_border() {
    let over = MultiPolygon(vec![square(0.0, 0.0, 4.0, 4.0)]);
    let under = MultiPolygon(vec![square(2.0, 0.0, 6.0, 4.0)]);
    let index = PlaceIndex::new(&[over, under]);
    assert_eq!(index.locate(3.0, 2.0), Some(0));
    assert_eq!(index.locate(4.0, 2.0), Some(1));
}

#[test]
fn no_areas_hold_no_points() {
    assert_eq!(PlaceIndex::new(&[]).locate_all(&[0.0], &[0.0]), [NOWHERE]);
}

/// The cases computed with GEOS: every point of each, where the folder of cases is named to the test.
#[test]
fn geos_places_every_point_alike() {
    let Some(folder) = std::env::var_os("REACHGAP_ORACLES") else {
        eprintln!("skipped: REACHGAP_ORACLES does not name the folder of cases");
        return;
    };
    for case in ["pip_columbus", "pip_gm", "pip_trafford", "pip_tricky_a"] {
        let folder = std::path::Path::new(&folder).join("13_geometry").join(case);
        let (codes, shapes) = areas_of(&folder.join("areas.geojson"));
        let index = PlaceIndex::new(&shapes);
        let rows =
            |file: &str| csv::Reader::from_path(folder.join(file)).expect("a case file").into_records();
        let mut points = 0;
        for (point, answer) in rows("input.csv").zip(rows("expected.csv")) {
            let (point, answer) = (point.expect("a row"), answer.expect("a row"));
            assert_eq!(point[0], answer[0]);
            // Read as the areas' vertices are read, so that a point on a vertex is exactly on it.
            let number = |i: usize| serde_json::from_str(&point[i]).expect("a number");
            let placed = index.locate(number(1), number(2)).map(|area| codes[area as usize].as_str());
            let border = answer[2].split(';').filter(|code| !code.is_empty()).min();
            let inside = Some(&answer[1]).filter(|code| !code.is_empty());
            assert_eq!(placed, inside.or(border), "{case}: {}", &point[0]);
            points += 1;
        }
        assert!(points > 300, "{points}");
    }
}

/// The areas of a case in the order of their codes.
fn areas_of(file: &std::path::Path) -> (Vec<String>, Vec<MultiPolygon<f64>>) {
    let text = std::fs::read_to_string(file).expect("a case file");
    let json: serde_json::Value = serde_json::from_str(&text).expect("GeoJSON");
    let mut areas: Vec<(String, MultiPolygon<f64>)> = Vec::new();
    for feature in json["features"].as_array().expect("features") {
        let properties = feature["properties"].as_object().expect("properties");
        let code = properties.values().next().expect("a code");
        let code = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
        let coordinates = &feature["geometry"]["coordinates"];
        let polygons = match feature["geometry"]["type"].as_str() {
            Some("Polygon") => vec![polygon_of(coordinates)],
            _ => coordinates.as_array().expect("polygons").iter().map(polygon_of).collect(),
        };
        areas.push((code, MultiPolygon(polygons)));
    }
    areas.sort_by(|a, b| a.0.cmp(&b.0));
    areas.into_iter().unzip()
}

fn polygon_of(rings: &serde_json::Value) -> Polygon<f64> {
    let mut rings = rings.as_array().expect("rings").iter().map(|ring| {
        let number = |position: &serde_json::Value, i: usize| position[i].as_f64().expect("a number");
        let positions = ring.as_array().expect("positions").iter();
        positions.map(|p| Coord { x: number(p, 0), y: number(p, 1) }).collect::<LineString<f64>>()
    });
    let exterior = rings.next().expect("an exterior ring");
    Polygon::new(exterior, rings.collect())
}

/// A star-shaped area about a centre: never crosses itself.
fn star(centre: (f64, f64), reach: &[f64]) -> MultiPolygon<f64> {
    let step = std::f64::consts::TAU / reach.len() as f64;
    let corner = |(i, r): (usize, &f64)| {
        let (sin, cos) = (i as f64 * step).sin_cos();
        // Whole numbers, so that points meet borders and vertices often.
        Coord { x: (centre.0 + r * cos).round(), y: (centre.1 + r * sin).round() }
    };
    MultiPolygon(vec![Polygon::new(reach.iter().enumerate().map(corner).collect(), vec![])])
}

/// The plain loop: inside the first area that holds the point, else the first whose border it is on.
fn plain(shapes: &[MultiPolygon<f64>], x: f64, y: f64) -> Option<u32> {
    let point = Point::new(x, y);
    let border = |shape: &&MultiPolygon<f64>| shape.iter().any(|p| p.exterior().intersects(&point));
    let inside = |shape: &&MultiPolygon<f64>| shape.intersects(&point) && !border(shape);
    let first = shapes.iter().position(|s| inside(&s)).or_else(|| shapes.iter().position(|s| border(&s)));
    first.map(|area| area as u32)
}

proptest! {
    #[test]
    fn the_index_answers_like_a_plain_loop(
        stars in prop::collection::vec(
            ((-20.0..20.0, -20.0..20.0), prop::collection::vec(5.0..15.0, 5..24)), 1..8),
        points in prop::collection::vec((-30_i32..30, -30_i32..30), 1..60),
    ) {
        let shapes: Vec<MultiPolygon<f64>> = stars.iter().map(|(c, reach)| star(*c, reach)).collect();
        let index = PlaceIndex::new(&shapes);
        let vertices: Vec<Coord<f64>> = shapes.iter().flat_map(|s| s.coords_iter()).collect();
        let points = points.iter().map(|&(x, y)| Coord { x: f64::from(x) / 2.0, y: f64::from(y) / 2.0 });
        for p in points.chain(vertices) {
            prop_assert_eq!(index.locate(p.x, p.y), plain(&shapes, p.x, p.y), "{} {}", p.x, p.y);
        }
    }
}
