//! Need against reach on one map: three classes of each, in a square legend.

use super::alt_text::Told;
use super::area_value::{AreaValue, shown_values};
use super::choropleth::{labels, missing_entries, missing_words};
use super::class_labels::LegendClasses;
use super::classes::Scheme;
use super::ground::Ground;
use super::model::{Axes, Entry, Layout, MapModel};
use super::style::{Bivariate, MapStyle};
use super::{MapError, aligned};
use crate::publish::drawing::numbers::{Unit, sentence};
use crate::publish::drawing::sheet::Words;

/// One of the two figures.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    /// What it is called along the legend, for example "need".
    pub name: String,
    /// One figure for each area of the ground.
    pub values: &'a [AreaValue],
    /// How figures are written.
    pub unit: Unit,
    /// Three classes, usually [`Scheme::Quantile`] or two stated limits.
    pub scheme: &'a Scheme,
}

/// What a map of need against reach is to show.
#[derive(Debug, Clone)]
pub struct BivariateMap<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// The legend's heading.
    pub heading: String,
    /// Grows from left to right in the legend.
    pub need: Side<'a>,
    /// Grows from bottom to top in the legend.
    pub reach: Side<'a>,
    /// A bivariate style.
    pub style: &'a MapStyle,
    /// Figures resting on fewer people than this are suppressed.
    pub fewer_than: u32,
    /// Areas to name on the map, the most important first.
    pub named: &'a [usize],
}

const LEVELS: [&str; 3] = ["low", "middle", "high"];

/// The model of a map of need against reach.
///
/// Missing values: an area is suppressed where either figure is, and has no data where either is missing;
/// nothing of its other figure is shown then.
///
/// # Errors
/// Lists of different lengths, figures that are not finite, other than three classes, a style of
/// the wrong kind.
pub fn bivariate(ground: &Ground, map: &BivariateMap<'_>) -> Result<MapModel, MapError> {
    let MapStyle::Bivariate(style) = map.style else {
        return Err(MapError::StyleKind { map: "two-way", wanted: "bivariate", found: map.style.kind() });
    };
    let cells = cells(ground, map)?;
    let mut entries = cell_entries(style, map, &cells.areas);
    entries.extend(missing_entries(&cells.areas, map.fewer_than)?);
    let labels = labels(ground, map.named, &cells.areas)?;
    let told = Told { heading: &map.heading, shown: &entries[..9], missing: &entries[9..], labels: &labels };
    let alt_text = told.named();
    Ok(MapModel {
        words: map.words.clone(),
        heading: map.heading.clone(),
        layout: Layout::Square(Axes { across: sentence(&map.need.name), up: sentence(&map.reach.name) }),
        area_entry: cells.areas.iter().map(entry_of).collect(),
        tooltips: (0..ground.len()).map(|area| tooltip(ground, area, map, &cells.areas[area])).collect(),
        labels,
        overlay: Vec::new(),
        notes: cells.notes,
        scale_bar_km: ground.scale_bar_km(),
        alt_text,
        entries,
    })
}

/// Each area's cell, and what the levels mean.
struct Cells {
    areas: Vec<AreaValue<usize>>,
    notes: Vec<String>,
}

fn cells(ground: &Ground, map: &BivariateMap<'_>) -> Result<Cells, MapError> {
    let both: Vec<AreaValue<(f64, f64)>> = pair(ground, map)?;
    let of =
        |side: fn(&(f64, f64)) -> f64| both.iter().filter_map(|v| v.shown().map(side)).collect::<Vec<_>>();
    let need = three_classes(&of(|pair| pair.0), &map.need)?;
    let reach = three_classes(&of(|pair| pair.1), &map.reach)?;
    let cell = |pair: &(f64, f64)| {
        3 * reach.classes.class_of(map.reach.unit.shown(pair.1)).unwrap_or(0)
            + need.classes.class_of(map.need.unit.shown(pair.0)).unwrap_or(0)
    };
    let areas = both.iter().map(|value| match value {
        AreaValue::Value(pair) => AreaValue::Value(cell(pair)),
        AreaValue::Suppressed => AreaValue::Suppressed,
        AreaValue::NoData(reason) => AreaValue::NoData(reason.clone()),
    });
    let areas = areas.collect();
    let notes = [levels(&need, &map.need), levels(&reach, &map.reach)].into_iter().flatten().collect();
    Ok(Cells { areas, notes })
}

/// Both figures of each area, where both may be shown.
fn pair(ground: &Ground, map: &BivariateMap<'_>) -> Result<Vec<AreaValue<(f64, f64)>>, MapError> {
    for side in [&map.need, &map.reach] {
        aligned("figures", side.values.len(), ground.len())?;
        shown_values(side.values)?;
    }
    let both = map.need.values.iter().zip(map.reach.values).map(|pair| match pair {
        (AreaValue::Value(need), AreaValue::Value(reach)) => AreaValue::Value((*need, *reach)),
        (AreaValue::Suppressed, _) | (_, AreaValue::Suppressed) => AreaValue::Suppressed,
        (AreaValue::NoData(reason), _) | (_, AreaValue::NoData(reason)) => AreaValue::NoData(reason.clone()),
    });
    Ok(both.collect())
}

fn three_classes(values: &[f64], side: &Side<'_>) -> Result<LegendClasses, MapError> {
    let asked = side.scheme.requested();
    if asked != 3 {
        return Err(MapError::ClassCount { asked, most: 3 });
    }
    LegendClasses::new(values, side.scheme, side.unit)
}

/// What low, middle and high mean for one figure.
fn levels(classes: &LegendClasses, side: &Side<'_>) -> Vec<String> {
    let labels = classes.labels();
    let told: Vec<String> =
        LEVELS.iter().zip(labels).map(|(level, label)| format!("{level} {label}")).collect();
    let meaning = (!told.is_empty()).then(|| format!("{}: {}.", sentence(&side.name), told.join("; ")));
    meaning
        .into_iter()
        .chain(classes.classes.notice().map(|notice| format!("{}: {notice}", sentence(&side.name))))
        .collect()
}

fn cell_entries(style: &Bivariate, map: &BivariateMap<'_>, cells: &[AreaValue<usize>]) -> Vec<Entry> {
    let entry = |(cell, paint)| Entry {
        label: sentence(&format!(
            "{} {}, {} {}",
            LEVELS[cell % 3],
            map.need.name,
            LEVELS[cell / 3],
            map.reach.name
        )),
        count: cells.iter().filter(|value| value.shown() == Some(&cell)).count(),
        paint,
        missing: false,
    };
    style.paints().into_iter().enumerate().map(entry).collect()
}

fn entry_of(value: &AreaValue<usize>) -> usize {
    match value {
        AreaValue::Value(cell) => *cell,
        AreaValue::Suppressed => 9,
        AreaValue::NoData(_) => 10,
    }
}

fn tooltip(ground: &Ground, area: usize, map: &BivariateMap<'_>, cell: &AreaValue<usize>) -> String {
    let told = match (cell, &map.need.values[area], &map.reach.values[area]) {
        (AreaValue::Value(_), AreaValue::Value(need), AreaValue::Value(reach)) => {
            format!(
                "{} {}, {} {}",
                map.need.name,
                map.need.unit.tell(*need),
                map.reach.name,
                map.reach.unit.tell(*reach)
            )
        }
        (other, _, _) => missing_words(other, map.fewer_than),
    };
    format!("{}: {told}", ground.title(area))
}
