//! What the charts of clustering and inequality say, that nothing on them is cut or overlaps, and what they refuse.

use super::concentration::{self, Concentration};
use super::correlogram::{self, Alike, Correlogram, DistanceClass};
use super::groups::Rate;
use super::moran::{self, Association, MoranPoint, MoranScatter};
use super::scales::{self, ScaleFigure, Scales};
use super::slope::{self, SlopeChart, SlopeGroup};
use super::tests::{assert_legible, words};
use crate::publish::drawing::numbers::Unit;
use crate::publish::maps::area_value::AreaValue;

fn rate(value: f64, half: f64) -> Rate {
    Rate { value, lower: value - half, upper: value + half }
}

fn scatter<'a>(points: &'a [MoranPoint], named: &'a [usize]) -> MoranScatter<'a> {
    MoranScatter {
        words: words(),
        heading: "Observed ÷ expected".to_owned(),
        points,
        morans_i: 0.42,
        notes: vec!["No pattern would give −0.008; p 0.001 from 999 permutations.".to_owned()],
        named,
        fewer_than: 5,
    }
}

/// Areas all over the four quarters; those far out are unusual.
fn areas(count: usize) -> Vec<MoranPoint> {
    let spread = |n: usize| (n % 1009) as f64 / 1009.0 * 5.0 - 2.5;
    let value = |n: usize| {
        let (own, neighbours) = (spread(n * 37), spread(n * 101 + 7) * 0.8);
        Association { own, neighbours, unusual: (own * neighbours).abs() > 2.5 }
    };
    (0..count)
        .map(|n| MoranPoint { name: format!("Shire {n:03}A"), value: AreaValue::Value(value(n)) })
        .collect()
}

#[test]
fn a_moran_scatter_counts_its_quarters_and_names_only_unusual_areas() {
    let point = |name: &str, value| MoranPoint { name: name.to_owned(), value };
    let at = |own, neighbours, unusual| AreaValue::Value(Association { own, neighbours, unusual });
    let points = [
        point("Hill", at(-1.8, -1.2, true)),
        point("Dale", at(1.5, 1.1, true)),
        point("Moor", at(0.2, -0.1, false)),
        point("Fen", AreaValue::Suppressed),
        point("Isle", AreaValue::NoData("no neighbours".to_owned())),
        point("Edge", at(-1.4, 0.9, true)),
    ];
    let chart = scatter(&points, &[0, 2, 3]);
    assert_eq!(
        chart.alt_text(),
        "Moran scatter of 4 areas: Observed ÷ expected of each area against the mean of its neighbours, in standard deviations. Moran’s I 0.420. Unusual areas, low among low: 1; high among high: 1; low among high: 1; high among low: 0; not unusual: 1. No pattern would give −0.008; p 0.001 from 999 permutations. Not drawn: 1 area (withheld, protects counts below\u{a0}5); 1 area (no neighbours)."
    );
    let svg = moran::draw(&chart).unwrap();
    assert!(svg.contains(">Hill</text>") && !svg.contains(">Moor</text>") && !svg.contains("Fen"));
    assert!(svg.contains("<title>Hill: −1.80, neighbours −1.20</title>"));
    assert_legible(&svg);
}

#[test]
fn a_crowded_moran_scatter_is_legible() {
    let points = areas(300);
    let named: Vec<usize> = (0..300).collect();
    assert_legible(&moran::draw(&scatter(&points, &named)).unwrap());
}

#[test]
fn a_moran_scatter_of_a_whole_country_is_small_and_says_how_it_was_made_so() {
    let points = areas(33_755);
    let chart = scatter(&points, &[]);
    let svg = moran::draw(&chart).unwrap();
    assert!(svg.len() < 2_000_000, "{}", svg.len());
    assert!(svg.contains("too many to be"), "the key says that squares stand for many areas");
    let unusual = points.iter().filter(|p| p.value.shown().is_some_and(|v| v.unusual)).count();
    assert!(unusual > 1000);
    assert_eq!(svg.matches("<title>Shire").count(), unusual, "unusual areas are all there");
    assert_legible(&svg);
}

#[test]
fn a_moran_scatter_without_figures_or_with_infinite_ones_is_refused() {
    let refused = |value| {
        let points = [MoranPoint { name: "Hill".to_owned(), value }];
        moran::draw(&scatter(&points, &[])).unwrap_err().to_string()
    };
    assert_eq!(refused(AreaValue::Suppressed), "there is no figure to draw");
    let infinite = Association { own: f64::INFINITY, neighbours: 0.0, unusual: false };
    assert_eq!(
        refused(AreaValue::Value(infinite)),
        "the figure of area 0 (counted from 0) is not a finite number"
    );
}

#[test]
fn areas_that_are_all_at_the_mean_are_drawn() {
    let flat = Association { own: 0.0, neighbours: 0.0, unusual: false };
    let points = vec![MoranPoint { name: "Hill".to_owned(), value: AreaValue::Value(flat) }; 3];
    assert_legible(&moran::draw(&scatter(&points, &[])).unwrap());
}

fn curve_of(curve: &[(f64, f64)], index: Rate) -> Concentration<'_> {
    Concentration {
        words: words(),
        people: "children aged 4 to 12".to_owned(),
        reached: "library members".to_owned(),
        curve,
        index,
        interval_name: "95% interval".to_owned(),
        notes: Vec::new(),
    }
}

#[test]
fn a_concentration_curve_says_who_is_favoured() {
    let curve = [(0.0, 0.0), (0.1, 0.05), (0.3, 0.2), (1.0, 1.0)];
    let told = |index| curve_of(&curve, index).alt_text();
    let text = told(rate(0.1, 0.05));
    assert!(text.ends_with("Concentration index 0.100 (95% interval 0.050 to 0.150): above 0, so library members are found more among the less deprived. The most deprived 20% of children aged 4 to 12 are 12.5% of library members."), "{text}");
    assert!(told(rate(-0.1, 0.05)).contains("found more among the more deprived"));
    assert!(told(rate(0.01, 0.05)).contains("the interval holds 0, so it cannot be told who is favoured"));
    assert_legible(&concentration::draw(&curve_of(&curve, rate(0.1, 0.05))).unwrap());
}

#[test]
fn points_that_make_no_curve_are_refused() {
    let refused = |curve: &[(f64, f64)]| {
        concentration::draw(&curve_of(curve, rate(0.1, 0.05))).unwrap_err().to_string()
    };
    assert_eq!(refused(&[]), "there is no figure to draw");
    let what = "the concentration curve, from 0 to 1 and never falling";
    assert_eq!(
        refused(&[(0.0, 0.0), (0.5, 0.4), (0.4, 0.6), (1.0, 1.0)]),
        format!("{what}: point 2 (counted from 0) does not follow the one before it")
    );
    assert!(refused(&[(0.1, 0.0), (1.0, 1.0)]).contains("point 0"));
    assert!(refused(&[(0.0, 0.0), (1.0, 0.9)]).contains("point 1"));
    assert!(refused(&[(0.0, 0.0), (1.0, f64::NAN)]).contains("not a finite number"));
}

#[test]
fn a_point_alone_at_both_ends_makes_a_step() {
    let curve = [(0.0, 0.0), (0.0, 0.3), (1.0, 1.0)];
    assert_legible(&concentration::draw(&curve_of(&curve, rate(0.0, 0.1))).unwrap());
}

fn fifths() -> Vec<SlopeGroup> {
    let group = |n: usize| SlopeGroup {
        name: (n + 1).to_string(),
        people_share: 0.2,
        rate: if n == 2 {
            AreaValue::Suppressed
        } else {
            AreaValue::Value(rate(0.2 + 0.03 * n as f64, 0.01))
        },
    };
    (0..5).map(group).collect()
}

fn slope_of<'a>(groups: &'a [SlopeGroup], unit: Unit, slope: Rate) -> SlopeChart<'a> {
    SlopeChart {
        words: words(),
        heading: "Members, % of children".to_owned(),
        groups_heading: "Fifths of areas by deprivation, each as wide as its share of people".to_owned(),
        unit,
        interval_name: "95% interval".to_owned(),
        groups,
        line: (0.185, 0.335),
        slope,
        relative: Some(rate(1.81, 0.2)),
        notes: Vec::new(),
        fewer_than: 5,
    }
}

#[test]
fn a_slope_of_percentages_is_told_in_percentage_points() {
    let groups = fifths();
    let chart = slope_of(&groups, Unit::Percentage, rate(0.15, 0.02));
    let text = chart.alt_text();
    assert!(
        text.contains(
            "1: 20.0% (19.0% to 21.0%); 2: 23.0% (22.0% to 24.0%); 3: withheld, protects counts below\u{a0}5;"
        ),
        "{text}"
    );
    assert!(text.ends_with("Slope index of inequality 15.0 percentage points (95% interval 13.0 to 17.0): the rate rises from the most to the least deprived. Along the line the rate is 18.5% at the most deprived end and 33.5% at the least deprived end. Relative index of inequality 1.81 (95% interval 1.61 to 2.01)."), "{text}");
    assert_legible(&slope::draw(&chart).unwrap());
    let plain = slope_of(&groups, Unit::Number, rate(-0.15, 0.02)).alt_text();
    assert!(
        plain.contains("Slope index of inequality −0.15 (95% interval −0.17 to −0.13): the rate falls"),
        "{plain}"
    );
    assert!(slope_of(&groups, Unit::Number, rate(0.0, 0.02)).alt_text().contains("cannot be told whether"));
}

#[test]
fn groups_that_make_no_whole_are_refused() {
    let mut groups = fifths();
    groups[0].people_share = 0.1;
    let refused =
        slope::draw(&slope_of(&groups, Unit::Percentage, rate(0.15, 0.02))).unwrap_err().to_string();
    assert!(refused.starts_with("the groups’ shares of people add up to 0.9000, not to 1"), "{refused}");
}

fn correlogram_of(classes: &[DistanceClass]) -> Correlogram<'_> {
    Correlogram {
        words: words(),
        heading: "Moran’s I of observed ÷ expected".to_owned(),
        limits_name: "95% limits of chance".to_owned(),
        expected: -0.01,
        classes,
        notes: Vec::new(),
        fewer_than: 5,
    }
}

fn class(km: f64, value: AreaValue<f64>) -> DistanceClass {
    let alike = |value| Alike { value, lower: -0.1, upper: 0.1 };
    let value = match value {
        AreaValue::Value(value) => AreaValue::Value(alike(value)),
        AreaValue::Suppressed => AreaValue::Suppressed,
        AreaValue::NoData(reason) => AreaValue::NoData(reason),
    };
    DistanceClass { from_m: km * 1000.0, to_m: (km + 1.0) * 1000.0, pairs: 120, value }
}

#[test]
fn a_correlogram_says_how_far_likeness_goes() {
    let classes = [
        class(0.0, AreaValue::Value(0.5)),
        class(1.0, AreaValue::Value(0.2)),
        class(2.0, AreaValue::Value(0.05)),
        class(3.0, AreaValue::NoData("no pairs".to_owned())),
        class(4.0, AreaValue::Value(-0.2)),
    ];
    let chart = correlogram_of(&classes);
    assert_eq!(
        chart.alt_text(),
        "Correlogram: Moran’s I of observed ÷ expected by distance between areas, with 95% limits of chance. Areas are more alike than chance allows up to 2 km apart. 0 km to 1 km: 0.500, more alike than chance allows; 1 km to 2 km: 0.200, more alike than chance allows; 2 km to 3 km: 0.050, as chance allows; 3 km to 4 km: no data, no pairs; 4 km to 5 km: −0.200, less alike than chance allows."
    );
    assert_legible(&correlogram::draw(&chart).unwrap());
    assert!(correlogram_of(&classes[2..]).alt_text().contains("no more alike than chance allows"));
}

#[test]
fn distances_in_disorder_are_refused() {
    let classes = [class(1.0, AreaValue::Value(0.5)), class(0.5, AreaValue::Value(0.2))];
    assert_eq!(
        correlogram::draw(&correlogram_of(&classes)).unwrap_err().to_string(),
        "the distances, in increasing order: point 1 (counted from 0) does not follow the one before it"
    );
}

fn scales_of(figures: &[ScaleFigure]) -> Scales<'_> {
    Scales {
        words: words(),
        heading: "Moran’s I of observed ÷ expected".to_owned(),
        interval_name: "95% interval".to_owned(),
        scales: figures,
        reference: 0.0,
        reference_name: "no pattern".to_owned(),
        notes: vec!["Larger areas are fewer.".to_owned()],
        fewer_than: 5,
    }
}

#[test]
fn a_chart_of_scales_says_whether_the_finding_survives() {
    let scale = |name: &str, areas, figure| ScaleFigure { name: name.to_owned(), areas, figure };
    let figures = [
        scale("Small areas", 263, AreaValue::Value(rate(0.4, 0.1))),
        scale("Middle areas", 55, AreaValue::Value(rate(0.3, 0.2))),
        scale("Wards", 34, AreaValue::Value(rate(0.1, 0.2))),
        scale("Authorities", 1, AreaValue::NoData("one area".to_owned())),
    ];
    let chart = scales_of(&figures);
    let text = chart.alt_text();
    assert!(text.ends_with("Wards, 34 areas: 0.100 (−0.100 to 0.300); Authorities, 1 area: no data: one area. Not the same at every scale. Above no pattern: Small areas, Middle areas. Not clearly different from no pattern: Wards. Larger areas are fewer."), "{text}");
    assert_legible(&scales::draw(&chart).unwrap());
    assert!(scales_of(&figures[..2]).alt_text().contains("The same at all 2 scales: above no pattern."));
    assert_eq!(
        scales::draw(&scales_of(&figures[3..])).unwrap_err().to_string(),
        "there is no figure to draw"
    );
}
