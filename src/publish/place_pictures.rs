//! What is drawn of areas looked at together: layers over maps, two maps side by side, and the charts of clusters and
//! inequality.

use super::charts::concentration::{self, Concentration};
use super::charts::correlogram::{self, Alike, Correlogram, DistanceClass};
use super::charts::groups::Rate;
use super::charts::moran::{self, Association, MoranPoint, MoranScatter};
use super::charts::scales::{self, ScaleFigure, Scales};
use super::charts::slope::{self, SlopeChart, SlopeGroup};
use super::drawing::marks::MARK_SHAPES;
use super::drawing::numbers::Unit;
use super::drawing::sheet::Words;
use super::maps::area_value::AreaValue;
use super::maps::overlay::{Layer, LineKind, Site, Window};
use super::pictures::area_value;
use crate::disclose::evidence::{AmongNeighbours, Between, Chart, Drawing, Outline, Overlay, Shown};

/// What the legends of 95 % intervals say.
const INTERVAL: &str = "95% interval";

/// The layers of a map.
pub(super) fn layers(overlay: &[Overlay]) -> Vec<Layer> {
    let mut marks = MARK_SHAPES.iter().cycle();
    let layer = |overlay: &Overlay| match overlay {
        Overlay::Windows { name, dashed, windows } => Some(Layer::Windows {
            name: name.clone(),
            line: if *dashed { LineKind::Dashed } else { LineKind::Solid },
            windows: windows.iter().map(window).collect(),
        }),
        Overlay::Sites { name, sites } => Some(Layer::Sites {
            name: name.clone(),
            mark: *marks.next()?,
            sites: sites.iter().map(|(place, name)| Site::new((place[0], place[1]), name)).collect(),
        }),
    };
    overlay.iter().filter_map(layer).collect()
}

fn window(outline: &Outline) -> Window {
    let [x, y] = outline.centre_m;
    Window::ellipse((x, y), outline.half_axes_m, outline.degrees).told(&outline.number, &outline.words)
}

fn rate((value, lower, upper): Between) -> Rate {
    Rate { value, lower, upper }
}

fn shown_rate(figure: &Shown<Between>) -> AreaValue<Rate> {
    match area_value(figure) {
        AreaValue::Value(figure) => AreaValue::Value(rate(figure)),
        AreaValue::Suppressed => AreaValue::Suppressed,
        AreaValue::NoData(why) => AreaValue::NoData(why),
    }
}

/// Draws one of these charts; `None` for a chart of another kind. Its words and the picture, or why there is none.
pub(super) fn draw(chart: &Chart, words: Words, fewer_than: u32) -> Option<Result<(String, String), String>> {
    Some(match &chart.drawing {
        Drawing::MoranScatter { points, morans_i } => draw_moran(words, chart, points, *morans_i, fewer_than),
        Drawing::Correlogram { expected, classes } => {
            draw_correlogram(words, chart, *expected, classes, fewer_than)
        }
        Drawing::Scales { heading, interval, scales } => {
            let figure = |(name, areas, figure): &(String, usize, Shown<Between>)| ScaleFigure {
                name: name.clone(),
                areas: *areas,
                figure: shown_rate(figure),
            };
            let scales: Vec<ScaleFigure> = scales.iter().map(figure).collect();
            let chart = Scales {
                words,
                heading: heading.clone(),
                interval_name: interval.clone(),
                scales: &scales,
                reference: 0.0,
                reference_name: "no likeness".into(),
                notes: chart.notes.clone(),
                fewer_than,
            };
            scales::draw(&chart).map(|svg| (chart.alt_text(), svg)).map_err(|e| e.to_string())
        }
        Drawing::Concentration { curve, index } => {
            let chart = Concentration {
                words,
                people: "eligible people".into(),
                reached: "people reached".into(),
                curve,
                index: rate(*index),
                interval_name: INTERVAL.into(),
                notes: chart.notes.clone(),
            };
            concentration::draw(&chart).map(|svg| (chart.alt_text(), svg)).map_err(|e| e.to_string())
        }
        Drawing::Slope { by, percentage, parts, line, slope, relative } => {
            let of = (by.as_str(), *percentage, parts.as_slice(), *line, *slope, *relative);
            draw_slope(words, chart, of, fewer_than)
        }
        _ => return None,
    })
}

fn draw_moran(
    words: Words,
    chart: &Chart,
    points: &[AmongNeighbours],
    morans_i: f64,
    fewer_than: u32,
) -> Result<(String, String), String> {
    let point = |point: &AmongNeighbours| MoranPoint {
        name: point.name.clone(),
        value: match area_value(&point.value) {
            AreaValue::Value((own, neighbours, unusual)) => {
                AreaValue::Value(Association { own, neighbours, unusual })
            }
            AreaValue::Suppressed => AreaValue::Suppressed,
            AreaValue::NoData(why) => AreaValue::NoData(why),
        },
    };
    let points: Vec<MoranPoint> = points.iter().map(point).collect();
    let far = |at: &usize| match points[*at].value {
        AreaValue::Value(value) if value.unusual => value.own.abs() + value.neighbours.abs(),
        _ => 0.0,
    };
    let mut named: Vec<usize> = (0..points.len()).filter(|at| far(at) > 0.0).collect();
    named.sort_by(|a, b| far(b).total_cmp(&far(a)).then(a.cmp(b)));
    let chart = MoranScatter {
        words,
        heading: "People reached ÷ people expected, allowing for chance".into(),
        points: &points,
        morans_i,
        notes: chart.notes.clone(),
        named: &named,
        fewer_than,
    };
    moran::draw(&chart).map(|svg| (chart.alt_text(), svg)).map_err(|e| e.to_string())
}

fn draw_correlogram(
    words: Words,
    chart: &Chart,
    expected: f64,
    classes: &[(f64, f64, u64, Shown<Between>)],
    fewer_than: u32,
) -> Result<(String, String), String> {
    let class = |(from_m, to_m, pairs, figure): &(f64, f64, u64, Shown<Between>)| DistanceClass {
        from_m: *from_m,
        to_m: *to_m,
        pairs: *pairs,
        value: match area_value(figure) {
            AreaValue::Value((value, lower, upper)) => AreaValue::Value(Alike { value, lower, upper }),
            AreaValue::Suppressed => AreaValue::Suppressed,
            AreaValue::NoData(why) => AreaValue::NoData(why),
        },
    };
    let classes: Vec<DistanceClass> = classes.iter().map(class).collect();
    let chart = Correlogram {
        words,
        heading: "Moran’s I of people reached ÷ people expected".into(),
        limits_name: "95% limits of chance (randomisation)".into(),
        expected,
        classes: &classes,
        notes: chart.notes.clone(),
        fewer_than,
    };
    correlogram::draw(&chart).map(|svg| (chart.alt_text(), svg)).map_err(|e| e.to_string())
}

type SlopeParts<'a> =
    (&'a str, bool, &'a [(String, f64, Shown<Between>)], (f64, f64), Between, Option<Between>);

fn draw_slope(
    words: Words,
    chart: &Chart,
    (by, percentage, parts, line, slope, relative): SlopeParts<'_>,
    fewer_than: u32,
) -> Result<(String, String), String> {
    let group = |(name, people_share, figure): &(String, f64, Shown<Between>)| SlopeGroup {
        name: name.clone(),
        people_share: *people_share,
        rate: shown_rate(figure),
    };
    let groups: Vec<SlopeGroup> = parts.iter().map(group).collect();
    let heading =
        if percentage { "Share of eligible people reached" } else { "Contacts per eligible person" };
    let chart = SlopeChart {
        words,
        heading: heading.into(),
        groups_heading: format!("Areas by {by}, the most deprived left; as wide as their share of people"),
        unit: if percentage { Unit::Percentage } else { Unit::Number },
        interval_name: INTERVAL.into(),
        groups: &groups,
        line,
        slope: rate(slope),
        relative: relative.map(rate),
        notes: chart.notes.clone(),
        fewer_than,
    };
    slope::draw(&chart).map(|svg| (chart.alt_text(), svg)).map_err(|e| e.to_string())
}
