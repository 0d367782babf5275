//! Maps and charts of the evidence, drawn: each with its words for those who cannot see it.

use rayon::prelude::*;

use super::PublishError;
use super::charts::funnel::{self, Funnel, FunnelLimits, FunnelPoint, Standing};
use super::charts::groups::{self, GroupRate, Groups, Rate};
use super::charts::quadrant::{self, Quadrant, QuadrantPoint};
use super::drawing::numbers::Unit;
use super::drawing::picture;
use super::drawing::sheet::Words;
use super::maps::area_value::AreaValue;
use super::maps::bivariate::{BivariateMap, Side, bivariate};
use super::maps::categories::{CategoryMap, categories};
use super::maps::choropleth::{Choropleth, choropleth};
use super::maps::classes;
use super::maps::draw::draw;
use super::maps::ground::{Ground, MapAreas};
use super::maps::pair::{PairMap, PairSide, draw_pair, pair};
use super::maps::style::MapStyle;
use super::maps::{MapError, model::MapModel};
use super::partnership_pictures;
use super::place_pictures::{self, layers};
use crate::area::AreaSet;
use crate::assessment::Scheme;
use crate::disclose::evidence::{
    About, Bar, Chart, Drawing, Evidence, FunnelLimit, FunnelWords, Map, Picture, Point, Shown,
};

/// A map or chart, drawn.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// Its machine name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// A line on how to read it.
    pub caption: String,
    /// What it shows, in words.
    pub alt: String,
    /// As SVG.
    pub svg: String,
    /// As PNG.
    pub png: Vec<u8>,
}

/// Draws every map and chart, in the order of the evidence.
///
/// # Errors
/// When one cannot be drawn.
pub fn draw_all(
    evidence: &Evidence,
    areas: &AreaSet,
    width: u32,
) -> Result<(Vec<Drawn>, Vec<Drawn>), PublishError> {
    let about = &evidence.about;
    let failed = |id: &str, why: String| PublishError::Picture { picture: id.to_owned(), why };
    let ground = if evidence.maps.is_empty() {
        None
    } else {
        Some(ground(areas).map_err(|e| failed("maps", e.to_string()))?)
    };
    let maps = evidence.maps.par_iter().map(|map| {
        let ground = ground.as_ref().ok_or_else(|| failed(&map.id, "no ground".into()))?;
        let (alt, svg) = draw_map(ground, map, about).map_err(|e| failed(&map.id, e.to_string()))?;
        finish(&map.id, &map.title, &map.subtitle, alt, svg, width)
    });
    let charts = evidence.charts.par_iter().map(|chart| {
        let (alt, svg) = draw_chart(chart, about).map_err(|why| failed(&chart.id, why))?;
        finish(&chart.id, &chart.title, &chart.subtitle, alt, svg, width)
    });
    Ok((maps.collect::<Result<_, _>>()?, charts.collect::<Result<_, _>>()?))
}

fn finish(
    id: &str,
    title: &str,
    caption: &str,
    alt: String,
    svg: String,
    width: u32,
) -> Result<Drawn, PublishError> {
    let png = picture::png(&svg, width)
        .map_err(|e| PublishError::Picture { picture: id.to_owned(), why: e.to_string() })?;
    Ok(Drawn { id: id.to_owned(), title: title.to_owned(), caption: caption.to_owned(), alt, svg, png })
}

fn ground(areas: &AreaSet) -> Result<Ground, MapError> {
    let codes: Vec<String> = areas.areas().iter().map(|a| a.code.to_string()).collect();
    let names: Vec<String> = areas.areas().iter().map(|a| a.name.clone()).collect();
    let several = areas.authorities().len() > 1;
    let authority = |a: &crate::area::Area| areas.authorities()[a.authority as usize].name.clone();
    let authorities = if several { areas.areas().iter().map(authority).collect() } else { Vec::new() };
    Ground::new(&MapAreas { codes: &codes, names: &names, authorities: &authorities, shapes: areas.shapes() })
}

fn words(title: &str, subtitle: &str, about: &About) -> Words {
    Words {
        title: title.to_owned(),
        subtitle: (!subtitle.is_empty()).then(|| subtitle.to_owned()),
        source: about.sources.clone(),
        date: about.date.clone(),
        licence: about.licence.clone(),
    }
}

pub(super) fn area_value<T: Clone>(shown: &Shown<T>) -> AreaValue<T> {
    match shown {
        Shown::Value(value) => AreaValue::Value(value.clone()),
        Shown::Suppressed => AreaValue::Suppressed,
        Shown::Missing(reason) => AreaValue::NoData(reason.words().to_owned()),
    }
}

fn unit(percentage: bool) -> Unit {
    if percentage { Unit::Percentage } else { Unit::Number }
}

fn scheme(scheme: Scheme, breaks: Option<&Vec<f64>>, count: usize) -> classes::Scheme {
    match (breaks, scheme) {
        (Some(limits), _) => classes::Scheme::Stated(limits.clone()),
        (None, Scheme::Quantile) => classes::Scheme::Quantile(count),
        (None, Scheme::FisherJenks) => classes::Scheme::FisherJenks(count),
        (None, Scheme::EqualInterval) => classes::Scheme::EqualInterval(count),
    }
}

/// A map's words and its picture.
fn draw_map(ground: &Ground, map: &Map, about: &About) -> Result<(String, String), MapError> {
    let layers = layers(&map.overlay);
    if let Picture::Pair { heading, left, right, style, scheme: wanted, breaks, classes } = &map.picture {
        let figures = |side: &(String, Vec<Shown<f64>>)| side.1.iter().map(area_value).collect::<Vec<_>>();
        let (left_figures, right_figures) = (figures(left), figures(right));
        let both = PairMap {
            words: words(&map.title, &map.subtitle, about),
            heading: heading.clone(),
            left: PairSide { name: left.0.clone(), values: &left_figures },
            right: PairSide { name: right.0.clone(), values: &right_figures },
            unit: Unit::Number,
            scheme: &scheme(*wanted, breaks.as_ref(), *classes),
            style: &MapStyle::embedded(style)?,
            fewer_than: about.threshold,
            named: &map.named,
            notes: map.notes.clone(),
        };
        let model = pair(ground, &both)?.with_overlay(ground, &layers)?;
        return Ok((model.alt_text.clone(), draw_pair(&model, ground)?));
    }
    let model = model(ground, map, about)?.with_overlay(ground, layers)?;
    Ok((model.alt_text.clone(), draw(&model, ground)?))
}

fn model(ground: &Ground, map: &Map, about: &About) -> Result<MapModel, MapError> {
    let words = words(&map.title, &map.subtitle, about);
    let (fewer_than, named) = (about.threshold, map.named.as_slice());
    match &map.picture {
        Picture::Classes { heading, values, percentage, style, scheme: wanted, breaks, classes } => {
            let values: Vec<AreaValue> = values.iter().map(area_value).collect();
            let scheme = scheme(*wanted, breaks.as_ref(), *classes);
            let style = MapStyle::embedded(style)?;
            let map = Choropleth {
                words,
                heading: heading.clone(),
                values: &values,
                unit: unit(*percentage),
                scheme: &scheme,
                style: &style,
                fewer_than,
                named,
            };
            choropleth(ground, &map)
        }
        Picture::Categories { heading, categories: of_areas, style } => {
            let of_areas: Vec<AreaValue<usize>> = of_areas.iter().map(area_value).collect();
            let style = MapStyle::embedded(style)?;
            let map = CategoryMap {
                words,
                heading: heading.clone(),
                categories: &of_areas,
                style: &style,
                fewer_than,
                named,
                notes: map.notes.clone(),
            };
            categories(ground, &map)
        }
        Picture::Pair { .. } => Err(MapError::NoShapes),
        Picture::NeedAndReach { need, reach, percentage } => {
            let need: Vec<AreaValue> = need.iter().map(area_value).collect();
            let reach: Vec<AreaValue> = reach.iter().map(area_value).collect();
            let thirds = classes::Scheme::Quantile(3);
            let style = MapStyle::embedded("need-reach")?;
            let side =
                |name: &str, values, unit| Side { name: name.to_owned(), values, unit, scheme: &thirds };
            let (need, reach) = (side("need", &need, Unit::Number), side("reach", &reach, unit(*percentage)));
            bivariate(
                ground,
                &BivariateMap {
                    words,
                    heading: "Need and reach, in thirds".into(),
                    need,
                    reach,
                    style: &style,
                    fewer_than,
                    named,
                },
            )
        }
    }
}

fn draw_chart(chart: &Chart, about: &About) -> Result<(String, String), String> {
    let words = words(&chart.title, &chart.subtitle, about);
    if let Some(drawn) = place_pictures::draw(chart, words.clone(), about.threshold) {
        return drawn;
    }
    if let Some(drawn) = partnership_pictures::draw(chart, words.clone(), about.threshold) {
        return drawn;
    }
    match &chart.drawing {
        Drawing::Funnel { words: of, points, limits } => {
            draw_funnel(chart, (words, of), points, limits, about.threshold)
        }
        Drawing::Groups { heading, bars } => draw_groups(words, heading, bars, about.threshold),
        Drawing::Quadrant { points, need_split } => {
            draw_quadrant(chart, words, points, *need_split, about.threshold)
        }
        _ => Err("there is no drawing of this kind".into()),
    }
}

fn draw_funnel(
    chart: &Chart,
    (words, of): (Words, &FunnelWords),
    points: &[Point],
    limits: &[FunnelLimit],
    fewer_than: u32,
) -> Result<(String, String), String> {
    let named = named(points);
    let limits: Vec<FunnelLimits> = limits
        .iter()
        .map(|l| FunnelLimits { size: l.expected, limits_95: l.inner, limits_998: l.outer })
        .collect();
    let mut points: Vec<FunnelPoint> = points.iter().map(|p| funnel_point(p, &limits)).collect();
    points.extend(withheld(chart).map(|value| FunnelPoint { name: String::new(), value, size: 0.0 }));
    let chart = Funnel {
        words,
        things: of.things,
        size_heading: of.size.into(),
        value_heading: of.value.into(),
        unit: Unit::Number,
        points: &points,
        limits: &limits,
        benchmark: 1.0,
        benchmark_name: of.benchmark.into(),
        named: &named,
        fewer_than,
    };
    funnel::draw(&chart).map(|svg| (chart.alt_text(), svg)).map_err(|e| e.to_string())
}

fn draw_groups(
    words: Words,
    heading: &str,
    bars: &[Bar],
    fewer_than: u32,
) -> Result<(String, String), String> {
    let rate = |&(value, lower, upper): &(f64, f64, f64)| Rate { value, lower, upper };
    let groups: Vec<GroupRate> = bars
        .iter()
        .map(|bar| GroupRate {
            name: bar.label.clone(),
            rate: match area_value(&bar.figure) {
                AreaValue::Value(figure) => AreaValue::Value(rate(&figure)),
                AreaValue::Suppressed => AreaValue::Suppressed,
                AreaValue::NoData(why) => AreaValue::NoData(why),
            },
        })
        .collect();
    let chart = Groups {
        words,
        heading: heading.into(),
        unit: Unit::Number,
        interval_name: "95% interval".into(),
        groups: &groups,
        benchmark: 1.0,
        benchmark_name: "parity".into(),
        fewer_than,
    };
    groups::draw(&chart).map(|svg| (chart.alt_text(), svg)).map_err(|e| e.to_string())
}

fn draw_quadrant(
    chart: &Chart,
    words: Words,
    points: &[Point],
    need_split: f64,
    fewer_than: u32,
) -> Result<(String, String), String> {
    let named = named(points);
    let mut points: Vec<QuadrantPoint> = points
        .iter()
        .map(|p| QuadrantPoint { name: p.name.clone(), value: AreaValue::Value((p.x, p.y)) })
        .collect();
    points.extend(withheld(chart).map(|value| QuadrantPoint { name: String::new(), value }));
    let chart = Quadrant {
        words,
        need_heading: "Need index".into(),
        need_unit: Unit::Number,
        reach_heading: "People reached ÷ people expected".into(),
        reach_unit: Unit::Number,
        points: &points,
        high_need: need_split,
        low_reach: 1.0,
        division_name: "the median need of all areas, and as many reached as expected".into(),
        named: &named,
        fewer_than,
    };
    quadrant::draw(&chart).map(|svg| (chart.alt_text(), svg)).map_err(|e| e.to_string())
}

fn named(points: &[Point]) -> Vec<usize> {
    let mut named: Vec<(usize, usize)> =
        points.iter().enumerate().filter_map(|(i, p)| p.rank.map(|rank| (rank, i))).collect();
    named.sort_unstable();
    named.into_iter().map(|(_, i)| i).collect()
}

fn withheld<T>(chart: &Chart) -> impl Iterator<Item = AreaValue<T>> {
    (0..chart.withheld).map(|_| AreaValue::Suppressed)
}

fn funnel_point(point: &Point, limits: &[FunnelLimits]) -> FunnelPoint {
    let at = limits.partition_point(|l| l.size < point.x).min(limits.len().saturating_sub(1));
    let standing = match limits.get(at) {
        Some(l) if point.y < l.limits_998.0 => Standing::FarBelow,
        Some(l) if point.y < l.limits_95.0 => Standing::Below,
        Some(l) if point.y > l.limits_998.1 => Standing::FarAbove,
        Some(l) if point.y > l.limits_95.1 => Standing::Above,
        _ => Standing::Within,
    };
    FunnelPoint { name: point.name.clone(), value: AreaValue::Value((point.y, standing)), size: point.x }
}
