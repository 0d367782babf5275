//! What maps say, as text; that nothing is cut or overlaps; that suppression leaves no trace; that bytes repeat.

use super::area_value::AreaValue;
use super::bivariate::{BivariateMap, Side, bivariate};
use super::categories::{CategoryMap, categories};
use super::choropleth::{Choropleth, choropleth};
use super::classes::Scheme;
use super::demo_ground::{assert_legible, figures, grid, long_words};
use super::draw::draw;
use super::ground::Ground;
use super::model::MapModel;
use super::style::MapStyle;
use crate::publish::drawing::numbers::Unit;
use crate::publish::drawing::sheet::Words;

fn short_words(title: &str) -> Words {
    Words {
        title: title.to_owned(),
        subtitle: None,
        source: "made up".to_owned(),
        date: "2021".to_owned(),
        licence: "OGL v3".to_owned(),
    }
}

fn reach(ground: &Ground, values: &[AreaValue], words: Words, named: &[usize]) -> MapModel {
    choropleth(
        ground,
        &Choropleth {
            words,
            heading: "Members, % of children aged 4 to 12".to_owned(),
            values,
            unit: Unit::Percentage,
            scheme: &Scheme::Quantile(5),
            style: &MapStyle::embedded("reach").unwrap(),
            fewer_than: 5,
            named,
        },
    )
    .unwrap()
}

#[test]
fn a_choropleth_map_says_what_it_shows() {
    let values = [
        AreaValue::Value(0.051),
        AreaValue::Value(0.122),
        AreaValue::Value(0.198),
        AreaValue::Suppressed,
        AreaValue::Value(0.251),
        AreaValue::NoData("boundary changed".to_owned()),
    ];
    let map = choropleth(
        &grid(3, 2, 1),
        &Choropleth {
            words: short_words("Reach"),
            heading: "% of children".to_owned(),
            values: &values,
            unit: Unit::Percentage,
            scheme: &Scheme::Quantile(2),
            style: &MapStyle::embedded("reach").unwrap(),
            fewer_than: 5,
            named: &[0, 3, 5],
        },
    );
    assert_eq!(map.unwrap().to_string(), "\
Reach
legend: % of children
  16% to 26% | 2 areas | #033A34
  5% to 16% | 2 areas | #DDF1EC
  Withheld: protects counts below\u{a0}5 | 1 area | #FFFFFF CloseLines
  No data | 1 area | #EDEDED Cross
note: Classes by quantiles; each includes its upper limit.
area: Shire 000A (E01000000): 5.10% -> 5% to 16%
area: Shire 001A (E01000001): 12.2% -> 5% to 16%
area: Shire 002A (E01000002): 19.8% -> 16% to 26%
area: Shire 003A (E01000003): withheld, protects counts below 5 -> Withheld: protects counts below\u{a0}5
area: Shire 004A (E01000004): 25.1% -> 16% to 26%
area: Shire 005A (E01000005): no data (boundary changed) -> No data
label: Shire 000A
scale bar: 0.5 km
foot: Source: made up. Date: 2021.
foot: OGL v3
alt: Map of 6 areas: % of children. 2 of 6 areas are in the highest of 2 classes (16% to 26%), 2 in the lowest (5% to 16%); classes by quantiles. Withheld: protects counts below\u{a0}5: 1 area. No data: 1 area. Named on the map: Shire 000A.
");
}

#[test]
fn a_map_of_verdicts_says_what_it_shows() {
    let verdicts = [AreaValue::Value(0), AreaValue::Value(1), AreaValue::Value(3), AreaValue::Suppressed];
    let map = categories(
        &grid(2, 2, 1),
        &CategoryMap {
            words: short_words("Verdict"),
            heading: "Reach against equal reach".to_owned(),
            categories: &verdicts,
            style: &MapStyle::embedded("verdict").unwrap(),
            fewer_than: 10,
            named: &[0],
            notes: vec!["From 95% intervals.".to_owned()],
        },
    );
    let text = map.unwrap().to_string();
    assert!(text.contains("  Under-served | 1 area | #801650\n  As expected | 1 area | #E6DFD1\n  Over-served | 0 areas | #6CC2B8 Dots\n  Cannot tell | 1 area | #FFFFFF FallingLines\n  Withheld: protects counts below\u{a0}10 | 1 area"), "{text}");
    assert!(text.contains("area: Shire 002A (E01000002): cannot tell -> Cannot tell"), "{text}");
    assert!(text.contains("alt: Map of 4 areas: Reach against equal reach. Under-served: 1 area; As expected: 1 area; Over-served: 0 areas; Cannot tell: 1 area. Withheld: protects counts below\u{a0}10: 1 area."), "{text}");
}

#[test]
fn a_map_of_need_and_reach_suppresses_both_where_one_is_suppressed() {
    let ground = grid(3, 2, 1);
    let need: Vec<AreaValue> = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0].map(AreaValue::Value).to_vec();
    let mut reach: Vec<AreaValue> = [0.6, 0.5, 0.4, 0.3, 0.2, 0.1].map(AreaValue::Value).to_vec();
    reach[5] = AreaValue::Suppressed;
    let (thirds, style) = (Scheme::Quantile(3), MapStyle::embedded("need-reach").unwrap());
    let map = bivariate(
        &ground,
        &BivariateMap {
            words: short_words("Both"),
            heading: "Need and reach".to_owned(),
            need: Side { name: "need".to_owned(), values: &need, unit: Unit::Number, scheme: &thirds },
            reach: Side { name: "reach".to_owned(), values: &reach, unit: Unit::Percentage, scheme: &thirds },
            style: &style,
            fewer_than: 5,
            named: &[5],
        },
    );
    let map = map.unwrap();
    let text = map.to_string();
    assert!(
        text.contains("area: Shire 005A (E01000005): withheld, protects counts below 5 -> Withheld"),
        "{text}"
    );
    assert!(
        text.contains("area: Shire 000A (E01000000): need 10.0, reach 60.0% -> Low need, high reach"),
        "{text}"
    );
    assert!(text.contains("High need, low reach | 2 areas | #2B1F2E Dots"), "{text}");
    assert!(
        !text.contains("need 60") && !text.contains("37 to 60"),
        "the need of a suppressed area is not told: {text}"
    );
    assert!(map.labels.is_empty());
    assert_legible(&draw(&map, &ground).unwrap());
}

#[test]
fn long_words_many_classes_and_many_names_neither_overlap_nor_are_cut() {
    for (across, down) in [(12, 9), (4, 14), (20, 3)] {
        let ground = grid(across, down, 4);
        let values = figures(ground.len());
        let named: Vec<usize> = (0..ground.len()).step_by(5).collect();
        let map = reach(&ground, &values, long_words(), &named);
        assert_legible(&draw(&map, &ground).unwrap());
    }
}

#[test]
fn a_suppressed_area_leaves_no_trace() {
    let ground = grid(6, 6, 1);
    let with = figures(36);
    let hidden = 4;
    let named = [0, hidden, 1];
    let svg = draw(&reach(&ground, &with, short_words("Reach"), &named), &ground).unwrap();
    assert_eq!(svg.matches("Shire 004A").count(), 1, "only in its tooltip");
    assert!(svg.contains("<title>Shire 004A (E01000004): withheld, protects counts below 5</title>"));
    // Its shape stands in the group of suppressed areas, which is filled like no class.
    let group = svg.split("<g ").find(|group| group.contains("Shire 004A")).unwrap();
    assert!(group.starts_with("fill=\"#FFFFFF\"") && !group.contains('%'), "{group}");
    // Classes are those of the other areas alone.
    let shown: Vec<AreaValue> = with
        .iter()
        .enumerate()
        .map(|(area, v)| if area == hidden { AreaValue::NoData(String::new()) } else { v.clone() })
        .collect();
    let without = reach(&ground, &shown, short_words("Reach"), &[]);
    let labels =
        |map: &MapModel| map.entries.iter().take(5).map(|e| (e.label.clone(), e.count)).collect::<Vec<_>>();
    assert_eq!(labels(&reach(&ground, &with, short_words("Reach"), &[])), labels(&without));
}

#[test]
fn a_map_without_any_figure_is_drawn_and_says_so() {
    let ground = grid(2, 2, 1);
    let map = reach(&ground, &vec![AreaValue::Suppressed; 4], short_words("Reach"), &[]);
    assert_eq!(map.notes, ["No area has a figure that can be shown."]);
    assert!(map.alt_text.contains("No area has a figure"));
    assert_legible(&draw(&map, &ground).unwrap());
}

#[test]
fn one_thread_and_two_draw_the_same_bytes() {
    let drawn = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let ground = grid(30, 20, 6);
            let values = figures(ground.len());
            draw(&reach(&ground, &values, long_words(), &[3, 5]), &ground).unwrap()
        })
    };
    assert_eq!(drawn(1), drawn(2));
}

#[test]
fn a_whole_country_is_small_enough_to_send() {
    let ground = grid(185, 183, 8);
    assert_eq!(ground.len(), 33_855);
    assert!(!ground.has_area_outlines());
    let values = figures(ground.len());
    let svg = draw(&reach(&ground, &values, short_words("Reach"), &[]), &ground).unwrap();
    assert!(svg.len() < 15_000_000, "{}", svg.len());
    assert_eq!(svg.matches("<title>Shire").count(), ground.len(), "every area is there");
}

#[test]
fn a_wrong_style_or_a_wrong_list_is_refused() {
    let ground = grid(2, 1, 1);
    let values = [AreaValue::Value(0.1), AreaValue::Value(0.2)];
    let style = MapStyle::embedded("verdict").unwrap();
    let scheme = Scheme::Quantile(2);
    let ask = |values, named| Choropleth {
        words: short_words(""),
        heading: String::new(),
        values,
        unit: Unit::Number,
        scheme: &scheme,
        style: &style,
        fewer_than: 5,
        named,
    };
    let refused = |map: Choropleth<'_>| choropleth(&ground, &map).unwrap_err().to_string();
    assert_eq!(
        refused(ask(&values, &[])),
        "a choropleth map needs a sequential or diverging style, not a categorical one"
    );
    assert_eq!(refused(ask(&values[..1], &[])), "figures: 1 for 2 areas");
    let reach_style = MapStyle::embedded("reach").unwrap();
    let beyond = Choropleth { style: &reach_style, ..ask(&values, &[2]) };
    assert_eq!(refused(beyond), "area 2 (counted from 0) does not exist: there are 2");
}
