//! What lies over maps, and two maps side by side: what they say, and that nothing is cut or overlaps.

use super::area_value::AreaValue;
use super::categories::{CategoryMap, categories, scan};
use super::choropleth::{Choropleth, choropleth};
use super::classes::Scheme;
use super::demo_ground::{assert_legible, figures, grid, long_words};
use super::draw::draw;
use super::ground::Ground;
use super::model::MapModel;
use super::overlay::{Layer, LineKind, Site, Window};
use super::pair::{PairMap, PairModel, PairSide, draw_pair, pair};
use super::style::{EMBEDDED, MapStyle};
use crate::publish::drawing::marks::MarkShape;
use crate::publish::drawing::numbers::Unit;
use proptest::prelude::*;

fn clusters(ground: &Ground) -> MapModel {
    let inside = |area: usize| if area % 12 < 4 { scan::MOST_LIKELY_LOW } else { scan::OUTSIDE };
    let of_areas: Vec<AreaValue<usize>> =
        (0..ground.len()).map(|area| AreaValue::Value(inside(area))).collect();
    categories(
        ground,
        &CategoryMap {
            words: long_words(),
            heading: "Clusters found by the scan".to_owned(),
            categories: &of_areas,
            style: &MapStyle::embedded("scan").unwrap(),
            fewer_than: 5,
            named: &[30, 31, 42, 70],
            notes: Vec::new(),
        },
    )
    .unwrap()
}

fn windows(line: LineKind, windows: Vec<Window>) -> Layer {
    Layer::Windows { name: "Cluster with few people reached".to_owned(), line, windows }
}

fn libraries(places: &[(f64, f64)]) -> Layer {
    let site = |(number, place): (usize, &(f64, f64))| Site {
        number: (number + 1).to_string(),
        ..Site::new(*place, &format!("Library {number}"))
    };
    let sites = places.iter().enumerate().map(site).collect();
    Layer::Sites { name: "Library".to_owned(), mark: MarkShape::Square, sites }
}

#[test]
fn layers_are_told_in_the_legend_and_to_those_who_do_not_see_the_map() {
    let ground = grid(12, 10, 1);
    let bare = clusters(&ground);
    let found = vec![
        Window::circle((3000.0, 3000.0), 1500.0).told("1", "9 areas, 61% of the expected number"),
        Window::circle((90_000.0, 0.0), 1500.0).told("2", "far away"),
    ];
    let map = bare
        .clone()
        .with_overlay(
            &ground,
            vec![windows(LineKind::Dashed, found), libraries(&[(500.0, 500.0), (-900.0, 0.0)])],
        )
        .unwrap();
    let text = map.to_string();
    assert!(text.contains("over: Cluster with few people reached | 1 | dashed line\n  1: 9 areas, 61% of the expected number\nover: Library | 1 | square\n"), "{text}");
    assert!(text.contains("note: Beyond the edge of the map, not drawn: Cluster with few people reached, 1 of 2; Library, 1 of 2.\n"), "{text}");
    assert!(text.contains("Drawn over the areas: Cluster with few people reached, dashed line: 1 (1, 9 areas, 61% of the expected number). Library, square: 1.\n"), "{text}");
    let svg = draw(&map, &ground).unwrap();
    assert!(svg.contains("<title>Library 0</title>") && !svg.contains("Library 1"));
    assert_legible(&svg);
    assert_eq!(bare.clone().with_overlay(&ground, Vec::new()).unwrap(), bare, "no layer changes nothing");
}

#[test]
fn a_layer_without_a_place_is_refused_by_name() {
    let ground = grid(2, 2, 1);
    let refused =
        |layer| clusters(&grid(12, 10, 1)).with_overlay(&ground, vec![layer]).unwrap_err().to_string();
    assert_eq!(
        refused(libraries(&[(0.0, 0.0), (f64::NAN, 0.0)])),
        "Library 1 (counted from 0) to be drawn over the map has an impossible place or size"
    );
    let inside_out = windows(LineKind::Solid, vec![Window::circle((0.0, 0.0), -1.0)]);
    assert!(refused(inside_out).starts_with("Cluster with few people reached 0"));
}

#[test]
fn many_sites_and_windows_neither_overlap_nor_are_cut() {
    let ground = grid(12, 10, 3);
    let places: Vec<(f64, f64)> =
        (0..60).map(|i| (f64::from(i * 37 % 101) * 106.0, f64::from(i * 53 % 89) * 100.0)).collect();
    let rings = (0..9)
        .map(|i| {
            Window::ellipse(
                (f64::from(i) * 1300.0, f64::from(i * 7 % 9) * 1000.0),
                (1800.0, 500.0),
                20.0 * f64::from(i),
            )
        })
        .enumerate()
        .map(|(i, window)| {
            window.told(&(i + 1).to_string(), "12 areas with 4,812 people, 61% of the expected number")
        });
    let layers = vec![windows(LineKind::Solid, rings.collect()), libraries(&places)];
    let map = clusters(&ground).with_overlay(&ground, layers).unwrap();
    assert_legible(&draw(&map, &ground).unwrap());
}

fn two(ground: &Ground, left: &[AreaValue], right: &[AreaValue]) -> PairModel {
    let side = |name: &str, values| PairSide { name: name.to_owned(), values };
    pair(
        ground,
        &PairMap {
            words: long_words(),
            heading: "Members, % of children aged 4 to 12".to_owned(),
            left: side("Raw", left),
            right: side("Smoothed towards the neighbours", right),
            unit: Unit::Percentage,
            scheme: &Scheme::Quantile(5),
            style: &MapStyle::embedded("reach").unwrap(),
            fewer_than: 5,
            named: &[0, 4, 30],
            notes: Vec::new(),
        },
    )
    .unwrap()
}

fn smoothed(raw: &[AreaValue]) -> Vec<AreaValue> {
    let halfway = |value: &AreaValue| match value {
        AreaValue::Value(rate) => AreaValue::Value(f64::midpoint(*rate, 0.25)),
        other => other.clone(),
    };
    raw.iter().map(halfway).collect()
}

#[test]
fn the_same_colour_means_the_same_on_both_maps() {
    let ground = grid(12, 10, 1);
    let raw = figures(120);
    let found = two(&ground, &raw, &smoothed(&raw));
    let told = |map: &MapModel| map.entries.iter().map(|e| (e.label.clone(), e.paint)).collect::<Vec<_>>();
    assert_eq!(told(&found.maps[0]), told(&found.maps[1]));
    for map in &found.maps {
        assert_eq!(map.entries.iter().map(|entry| entry.count).sum::<usize>(), 120);
    }
    assert!(
        found.maps[0].entries[0].count > found.maps[1].entries[0].count,
        "smoothing draws in the highest"
    );
    let moved = (0..120).filter(|a| found.maps[0].area_entry[*a] != found.maps[1].area_entry[*a]).count();
    assert!(
        found
            .alt_text
            .starts_with("Two maps side by side with the same classes. Left, Raw: Map of 120 areas")
    );
    assert!(
        found.alt_text.ends_with(&format!("{moved} of 98 areas with a figure on both maps change class.")),
        "{}",
        found.alt_text
    );
    assert!(found.to_string().contains("map: Raw\n"));
}

#[test]
fn two_maps_of_any_form_neither_overlap_nor_are_cut() {
    for (across, down) in [(12, 10), (4, 14), (20, 3)] {
        let ground = grid(across, down, 2);
        let raw = figures(ground.len());
        let layer =
            windows(LineKind::Solid, vec![Window::circle((900.0, 900.0), 1200.0).told("1", "4 areas")]);
        let found = two(&ground, &raw, &smoothed(&raw)).with_overlay(&ground, &[layer]).unwrap();
        assert_eq!(found.alt_text.matches("Drawn over the areas").count(), 1);
        assert_legible(&draw_pair(&found, &ground).unwrap());
    }
}

#[test]
fn categories_stand_where_their_names_say() {
    use super::categories::{access_gap, hot_spots, local_moran};
    let name = |style: &str, place: usize| match MapStyle::embedded(style).unwrap() {
        MapStyle::Categorical(style) => style.category[place].name.clone(),
        other => panic!("{}", other.kind()),
    };
    let places = [
        ("local-moran", local_moran::HIGH_AMONG_HIGH, "High among high"),
        ("local-moran", local_moran::LOW_AMONG_LOW, "Low among low"),
        ("local-moran", local_moran::LOW_AMONG_HIGH, "Low among high"),
        ("local-moran", local_moran::HIGH_AMONG_LOW, "High among low"),
        ("local-moran", local_moran::NOT_UNUSUAL, "Not unusual"),
        ("local-moran", local_moran::NO_NEIGHBOURS, "No neighbours"),
        ("hot-spots", hot_spots::MANY_99, "Unusually many, 99% confidence"),
        ("hot-spots", hot_spots::MANY_95, "Unusually many, 95% confidence"),
        ("hot-spots", hot_spots::MANY_90, "Unusually many, 90% confidence"),
        ("hot-spots", hot_spots::NOT_UNUSUAL, "Not unusual"),
        ("hot-spots", hot_spots::FEW_90, "Unusually few, 90% confidence"),
        ("hot-spots", hot_spots::FEW_95, "Unusually few, 95% confidence"),
        ("hot-spots", hot_spots::FEW_99, "Unusually few, 99% confidence"),
        ("scan", scan::MOST_LIKELY_LOW, "Inside the most likely low cluster"),
        ("scan", scan::OTHER_LOW, "Inside another low cluster"),
        ("scan", scan::HIGH, "Inside a high cluster"),
        ("scan", scan::OUTSIDE, "Outside any cluster"),
        ("access-gap", access_gap::FAR_UNDER_SERVED, "Far from a site and under-served"),
        ("access-gap", access_gap::NEAR_UNDER_SERVED, "Near a site and still under-served"),
        ("access-gap", access_gap::FAR_SERVED, "Far from a site, not under-served"),
        ("access-gap", access_gap::NEAR_SERVED, "Near a site, not under-served"),
        ("access-gap", access_gap::CANNOT_TELL, "Cannot tell"),
    ];
    for (style, place, words) in places {
        assert_eq!(name(style, place), words);
    }
    assert_eq!(EMBEDDED.len(), 12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_place_keeps_its_place_when_the_ground_is_drawn_smaller(east in 0.0f64..1e5, x in 0.0f64..9000.0, y in 0.0f64..9000.0) {
        let ground = grid(10, 10, 1);
        let placed = ground.place((x, y));
        prop_assert!(ground.holds((x, y)));
        prop_assert!(!ground.holds((x + 9000.0 + east + 100.0, y)));
        let half = ground.scaled(0.5).place((x, y));
        prop_assert!((half.0 * 2.0 - placed.0).abs() < 1e-6 && (half.1 * 2.0 - placed.1).abs() < 1e-6);
    }
}

#[test]
fn an_access_map_of_a_whole_country_with_many_sites_is_drawn() {
    let ground = grid(185, 183, 1);
    let values = figures(ground.len());
    let map = choropleth(
        &ground,
        &Choropleth {
            words: long_words(),
            heading: "Distance to the nearest library, metres".to_owned(),
            values: &values,
            unit: Unit::Number,
            scheme: &Scheme::Quantile(5),
            style: &MapStyle::embedded("access").unwrap(),
            fewer_than: 5,
            named: &[],
        },
    )
    .unwrap();
    let sites = (0..3000)
        .map(|i| Site::new((f64::from(i * 37 % 1801) * 90.0, f64::from(i * 53 % 1789) * 90.0), "Library"))
        .collect();
    let layer = Layer::Sites { name: "Library".to_owned(), mark: MarkShape::Circle, sites };
    let svg = draw(&map.with_overlay(&ground, vec![layer]).unwrap(), &ground).unwrap();
    assert_eq!(svg.matches("<title>Library</title>").count(), 3000);
}
