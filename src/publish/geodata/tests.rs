use geo::{LineString, Polygon, polygon};
use serde_json::Value;

use super::*;
use crate::disclose::evidence::ColumnKind;
use crate::publish::sample;

/// Thirty squares in a row, a hundredth of a degree wide, with a wavy border between neighbours.
fn squares(points: usize) -> Vec<MultiPolygon<f64>> {
    let border = |i: usize| -> Vec<(f64, f64)> {
        (0..=points)
            .map(|k| {
                let up = k as f64 / points as f64;
                let wave = if k == 0 || k == points { 0.0 } else { (up * 40.0).sin() * 2e-5 };
                (-2.6 + 0.01 * i as f64 + wave, 51.4 + 0.01 * up)
            })
            .collect()
    };
    let square = |i: usize| {
        let mut ring = border(i + 1);
        ring.extend(border(i).into_iter().rev());
        MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])])
    };
    (0..30).map(square).collect()
}

fn codes() -> Vec<AreaCode> {
    (1..=30).map(|i| AreaCode::parse(&format!("E0100{i:04}")).expect("a code")).collect()
}

fn written(table: &Table, shapes: &[MultiPolygon<f64>]) -> (String, Detail) {
    let mut bytes = Vec::new();
    let detail = write(&mut bytes, table, "area_code", &codes(), shapes).expect("written");
    (String::from_utf8(bytes).expect("UTF-8"), detail)
}

#[test]
fn every_area_is_a_feature_with_its_figures() {
    let (text, detail) = written(&sample::areas(), &squares(4));
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let features = json["features"].as_array().expect("features");
    assert_eq!(features.len(), 30);
    assert_eq!(features[0]["id"], "E01000001");
    assert_eq!(features[0]["properties"]["reached"], 38);
    assert_eq!(features[0]["properties"]["reach"], 0.0922);
    assert!(features[0]["properties"].get("reached_marker").is_none());
    assert_eq!(detail, Detail { decimals: 6, tolerance_m: None });
    assert!(json.get("crs").is_none(), "RFC 7946 knows only WGS 84");
}

#[test]
fn a_gap_is_null_with_its_marker_beside_it() {
    let (text, _) = written(&sample::areas(), &squares(4));
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let withheld = &json["features"][7]["properties"];
    assert_eq!((&withheld["reached"], &withheld["reached_marker"]), (&Value::Null, &Value::from("[c]")));
    let absent = &json["features"][12]["properties"];
    assert_eq!((&absent["reach"], &absent["reach_marker"]), (&Value::Null, &Value::from("[x]")));
    assert_eq!(absent["verdict_marker"], "[z]");
}

#[test]
fn outer_rings_run_anticlockwise_and_holes_clockwise() {
    let clockwise = polygon!(
        exterior: [(x: 0.0, y: 0.0), (x: 0.0, y: 1.0), (x: 1.0, y: 1.0), (x: 1.0, y: 0.0)],
        interiors: [[(x: 0.2, y: 0.2), (x: 0.4, y: 0.2), (x: 0.4, y: 0.4), (x: 0.2, y: 0.4)]],
    );
    let mut line = Vec::new();
    ring::write(&mut line, &ring::rounded(&MultiPolygon(vec![clockwise]), 6), 6);
    assert_eq!(
        String::from_utf8(line).expect("UTF-8"),
        "{\"type\":\"Polygon\",\"coordinates\":[[[1,0],[1,1],[0,1],[0,0],[1,0]],\
         [[0.2,0.4],[0.4,0.4],[0.4,0.2],[0.2,0.2],[0.2,0.4]]]}"
    );
}

#[test]
fn an_area_without_a_shape_has_no_geometry() {
    let mut shapes = squares(4);
    shapes[3] = MultiPolygon(vec![]);
    let (text, _) = written(&sample::areas(), &shapes);
    let json: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json["features"][3]["geometry"], Value::Null);
}

#[test]
fn areas_and_rows_that_do_not_match_are_refused_by_code() {
    let mut table = sample::areas();
    table.rows.remove(4);
    let refused = write(&mut Vec::new(), &table, "area_code", &codes(), &squares(4)).expect_err("no row");
    assert_eq!(refused.to_string(), "area E01000005 has a shape and no row in the table");
    let refused = write(&mut Vec::new(), &sample::areas(), "area_code", &codes()[..29], &squares(4)[..29]);
    assert_eq!(
        refused.expect_err("no shape").to_string(),
        "area E01000030 has a row in the table and no shape"
    );
    let refused =
        write(&mut Vec::new(), &sample::areas(), "lsoa", &codes(), &squares(4)).expect_err("no key");
    assert_eq!(refused.to_string(), "table \"areas\": there is no column called \"lsoa\"");
}

#[test]
fn the_same_areas_give_the_same_bytes_whatever_the_order_of_the_rows() {
    let table = sample::areas();
    let mut turned = table.clone();
    turned.rows.reverse();
    assert_eq!(written(&table, &squares(9)), written(&turned, &squares(9)));
}

#[test]
fn neighbours_still_meet_after_points_were_left_out() {
    let mut shapes: Vec<Shape> = squares(200).iter().map(|shape| ring::rounded(shape, 6)).collect();
    let before: usize = shapes.iter().flatten().flatten().map(Vec::len).sum();
    let tolerance = thin_to(&mut shapes, 6, before / 4);
    let after: usize = shapes.iter().flatten().flatten().map(Vec::len).sum();
    assert!(tolerance.is_some() && after <= before / 4, "{before} to {after} at {tolerance:?}");
    for pair in shapes.windows(2) {
        let (left, right) = (&pair[0][0][0], &pair[1][0][0]);
        let shared = left.iter().filter(|point| right.contains(point)).count();
        let inner =
            |ring: &ring::Ring, side: i64| ring.iter().filter(|p| (p[0] - side).abs() < 1_000).count();
        let side = right.iter().map(|p| p[0]).min().expect("points");
        assert_eq!(shared, inner(right, side));
        assert_eq!(shared, inner(left, left.iter().map(|p| p[0]).max().expect("points")));
    }
}

#[test]
fn words_in_properties_are_escaped() {
    let mut table = sample::areas();
    table.rows[0][1] = Cell::Text("Tŷ \"Gwyn\"\n\u{1}".into());
    assert_eq!(table.columns[1].kind, ColumnKind::Text);
    let (text, _) = written(&table, &squares(4));
    let json: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json["features"][0]["properties"]["area_name"], "Tŷ \"Gwyn\"\n\u{1}");
}

/// Leaves the file where an environment variable says, to be opened elsewhere.
#[test]
fn the_sample_can_be_opened_elsewhere() {
    let (text, _) = written(&sample::areas(), &squares(40));
    if let Some(folder) = std::env::var_os("REACHGAP_LOOK") {
        std::fs::write(std::path::Path::new(&folder).join("areas.geojson"), text).expect("a file");
    }
}
