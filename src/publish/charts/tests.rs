//! What the first three charts say, and that nothing on them is cut or overlaps.

use super::funnel::{self, Funnel, FunnelLimits, FunnelPoint, Standing};
use super::groups::{self, GroupRate, Groups, Rate};
use super::quadrant::{self, Quadrant, QuadrantPoint};
use crate::publish::drawing::numbers::Unit;
use crate::publish::drawing::picture::{TextBox, text_boxes};
use crate::publish::drawing::sheet::{WIDTH, Words};
use crate::publish::maps::area_value::AreaValue;

pub(super) fn words() -> Words {
    Words {
        title: "Library reach among children aged 4 to 12 by small area and by population group, school year 2020 to 2021".to_owned(),
        subtitle: Some("Each point is one area.".to_owned()),
        source: "made up".to_owned(),
        date: "2021".to_owned(),
        licence: "OGL v3".to_owned(),
    }
}

pub(super) fn assert_legible(svg: &str) {
    let boxes = text_boxes(svg).unwrap();
    for (place, one) in boxes.iter().enumerate() {
        assert!(one.left >= 0.0 && one.right <= WIDTH, "cut: {one:?}");
        let under = |other: &&TextBox| one.overlaps(other);
        assert_eq!(boxes[place + 1..].iter().find(under), None, "overlaps {one:?}");
    }
}

fn funnel_of(
    points: &[FunnelPoint],
    limits: &[FunnelLimits],
    named: &[usize],
) -> Result<String, super::ChartError> {
    funnel::draw(&Funnel {
        words: words(),
        things: ["area", "areas"],
        size_heading: "Children aged 4 to 12".to_owned(),
        value_heading: "Members, % of children".to_owned(),
        unit: Unit::Percentage,
        points,
        limits,
        benchmark: 0.80642448,
        benchmark_name: "Average".to_owned(),
        named,
        fewer_than: 5,
    })
}

/// Limits at 100 people about an average of 80.642448 %: PHEindicatormethods, published test data for funnels.
const LIMITS: FunnelLimits = FunnelLimits {
    size: 100.0,
    limits_95: (0.728_986_296_011_802_8, 0.883_862_663_987_964_2),
    limits_998: (0.684_329_390_611_174_7, 0.928_519_569_388_825_5),
};

fn point(name: &str, size: f64, value: AreaValue<(f64, Standing)>) -> FunnelPoint {
    FunnelPoint { name: name.to_owned(), value, size }
}

#[test]
fn a_funnel_plot_counts_its_areas_and_names_what_is_not_drawn() {
    let points = [
        point("Hill", 100.0, AreaValue::Value((0.65, Standing::FarBelow))),
        point("Dale", 60.0, AreaValue::Value((0.80, Standing::Within))),
        point("Moor", 70.0, AreaValue::Suppressed),
    ];
    let limits = [FunnelLimits { size: 50.0, ..LIMITS }, LIMITS];
    let svg = funnel_of(&points, &limits, &[0, 2]).unwrap();
    assert!(svg.contains("Funnel plot of 2 areas: Members, % of children, by Children aged 4 to 12. Benchmark: Average 80.6%. Number of areas below the 99.8% limit: 1; below the 95% limit: 0; within the limits: 1; above the 95% limit: 0; above the 99.8% limit: 0. Not drawn: 1 area, withheld (protects counts below\u{a0}5)."), "{svg}");
    assert!(svg.contains("<title>Hill: 65.0%, below the 99.8% limit</title>"));
    assert!(!svg.contains("Moor"), "a suppressed area is neither drawn nor named");
    assert_legible(&svg);
}

#[test]
fn a_funnel_plot_with_impossible_figures_is_refused() {
    let one = [point("Hill", 100.0, AreaValue::Value((0.5, Standing::Below)))];
    let crossed = [FunnelLimits { limits_95: (0.9, 0.1), ..LIMITS }];
    assert_eq!(
        funnel_of(&one, &crossed, &[]).unwrap_err().to_string(),
        "the limits at size 0 (counted from 0): the lower limit is above the upper one"
    );
    let none = [point("Hill", 100.0, AreaValue::Suppressed)];
    assert_eq!(funnel_of(&none, &[LIMITS], &[]).unwrap_err().to_string(), "there is no figure to draw");
    let infinite = [point("Hill", f64::INFINITY, AreaValue::Value((0.5, Standing::Below)))];
    assert_eq!(
        funnel_of(&infinite, &[LIMITS], &[]).unwrap_err().to_string(),
        "the size of area 0 (counted from 0) is not a finite number"
    );
}

#[test]
fn a_chart_of_groups_tells_every_group_and_keeps_the_suppressed_ones() {
    let rate = |value: f64| AreaValue::Value(Rate { value, lower: value - 0.03, upper: value + 0.03 });
    let groups = [
        GroupRate {
            name: "Black, Black British, Black Welsh, Caribbean or African: African".to_owned(),
            rate: rate(0.34),
        },
        GroupRate { name: "White: Gypsy or Irish Traveller".to_owned(), rate: AreaValue::Suppressed },
        GroupRate { name: "White: Roma".to_owned(), rate: rate(0.18) },
    ];
    let chart = Groups {
        words: words(),
        heading: "Members, % of children in the group".to_owned(),
        unit: Unit::Percentage,
        interval_name: "95% interval, Wilson".to_owned(),
        groups: &groups,
        benchmark: 0.26,
        benchmark_name: "All children".to_owned(),
        fewer_than: 5,
    };
    let svg = groups::draw(&chart).unwrap();
    assert!(chart.alt_text().ends_with("African: 34.0% (31.0% to 37.0%); White: Gypsy or Irish Traveller: withheld: protects counts below\u{a0}5; White: Roma: 18.0% (15.0% to 21.0%)."));
    assert_legible(&svg);
}

#[test]
fn need_against_reach_counts_the_quarter_that_matters() {
    let points: Vec<QuadrantPoint> = (0..40)
        .map(|area| QuadrantPoint {
            name: format!("Shire {area:03}A"),
            value: if area == 9 {
                AreaValue::Suppressed
            } else {
                AreaValue::Value((f64::from(area), 0.4 - f64::from(area * 7 % 40) / 150.0))
            },
        })
        .collect();
    let chart = Quadrant {
        words: words(),
        need_heading: "Deprivation score".to_owned(),
        need_unit: Unit::Number,
        reach_heading: "Members, % of children".to_owned(),
        reach_unit: Unit::Percentage,
        points: &points,
        high_need: 20.0,
        low_reach: 0.27,
        division_name: "the median of all areas".to_owned(),
        named: &[39, 30, 31, 9, 22],
        fewer_than: 5,
    };
    let svg = quadrant::draw(&chart).unwrap();
    assert!(chart.alt_text().contains("High need, low reach: 10;"), "{}", chart.alt_text());
    assert!(!svg.contains("Shire 009A"));
    assert_legible(&svg);
}
