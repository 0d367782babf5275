//! A small made-up place for the tests of maps: a grid of square areas in two authorities.

use super::area_value::AreaValue;
use super::ground::{Ground, MapAreas};
use crate::publish::drawing::picture::{TextBox, text_boxes};
use crate::publish::drawing::sheet::{WIDTH, Words};
use geo::{LineString, MultiPolygon, Polygon};

/// A grid of `across` × `down` areas of 900 m, the left half in Eastshire, the right half in Westshire.
pub(super) fn grid(across: usize, down: usize, points_per_side: usize) -> Ground {
    let count = across * down;
    let codes: Vec<String> = (0..count).map(|area| format!("E0100{area:04}")).collect();
    let names: Vec<String> = (0..count).map(|area| format!("Shire {area:03}A")).collect();
    let half = |area: usize| {
        if area % across < across.div_ceil(2) { "Eastshire" } else { "Westshire" }
    };
    let authorities: Vec<String> = (0..count).map(|area| half(area).to_owned()).collect();
    let shapes: Vec<MultiPolygon<f64>> = (0..count)
        .map(|area| square((area % across) as f64 * 900.0, (area / across) as f64 * 900.0, points_per_side))
        .collect();
    let places = MapAreas { codes: &codes, names: &names, authorities: &authorities, shapes: &shapes };
    Ground::new(&places).unwrap()
}

/// A square whose sides carry many points and bend a little, as surveyed borders do.
fn square(x: f64, y: f64, points: usize) -> MultiPolygon<f64> {
    let bend = |t: f64| (t * 40.0).sin() * 12.0 * f64::from(u8::from(points > 1));
    let step = |n: usize| n as f64 / points as f64;
    let side = |n: usize| step(n) * 900.0;
    let south = (0..points).map(|n| (x + side(n), y + bend(step(n))));
    let east = (0..points).map(|n| (x + 900.0 + bend(step(n)), y + side(n)));
    let north = (0..points).map(|n| (x + 900.0 - side(n), y + 900.0 + bend(1.0 - step(n))));
    let west = (0..points).map(|n| (x + bend(1.0 - step(n)), y + 900.0 - side(n)));
    let ring: LineString<f64> = south.chain(east).chain(north).chain(west).collect();
    MultiPolygon(vec![Polygon::new(ring, Vec::new())])
}

/// Figures that rise with the area's number, some suppressed, some missing.
pub(super) fn figures(count: usize) -> Vec<AreaValue> {
    let figure = |area: usize| match area % 11 {
        4 => AreaValue::Suppressed,
        7 => AreaValue::NoData("boundary changed".to_owned()),
        _ => AreaValue::Value(0.05 + (area * 37 % 101) as f64 / 250.0),
    };
    (0..count).map(figure).collect()
}

/// Words as long as planners write them.
pub(super) fn long_words() -> Words {
    Words {
        title: "Children aged 4 to 12 living in Eastshire and Westshire who borrowed from, visited or joined a library in the school year 2020 to 2021".to_owned(),
        subtitle: Some("Share of all children aged 4 to 12 by small area (LSOA 2021). Areas furthest below what equal reach would give are named on the map.".to_owned()),
        source: "Made-up membership records and made-up population estimates, produced for the tests of this program".to_owned(),
        date: "school year 2020 to 2021".to_owned(),
        licence: "Contains public sector information licensed under the Open Government Licence v3.0. Contains OS data © Crown copyright and database right 2021.".to_owned(),
    }
}

/// Every text is on the sheet, and no two are printed over each other.
pub(super) fn assert_legible(svg: &str) {
    let boxes = text_boxes(svg).unwrap();
    let height = text_bottom(svg);
    assert!(boxes.len() > 8);
    for (place, one) in boxes.iter().enumerate() {
        assert!(
            one.left >= 0.0 && one.right <= WIDTH && one.top >= 0.0 && one.bottom <= height,
            "cut: {one:?}"
        );
        let under = |other: &&TextBox| one.overlaps(other);
        assert_eq!(boxes[place + 1..].iter().find(under), None, "overlaps {one:?}");
    }
}

fn text_bottom(svg: &str) -> f64 {
    let (_, rest) = svg.split_once(" height=\"").unwrap();
    rest.split_once('"').unwrap().0.parse().unwrap()
}
