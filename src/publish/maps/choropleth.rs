//! Choropleth maps: areas coloured by a figure, such as need, reach, or observed ÷ expected.

use super::alt_text::Told;
use super::area_value::{AreaValue, shown_values};
use super::class_labels::LegendClasses;
use super::classes::Scheme;
use super::ground::Ground;
use super::model::{Entry, Label, Layout, MapModel};
use super::style::{MapStyle, Missing};
use super::{MapError, aligned};
use crate::publish::drawing::numbers::Unit;
use crate::publish::drawing::paint::Paint;
use crate::publish::drawing::sheet::Words;

/// What a choropleth map is to show.
#[derive(Debug, Clone)]
pub struct Choropleth<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What the figure is, with its unit, as the legend's heading.
    pub heading: String,
    /// One figure for each area of the ground.
    pub values: &'a [AreaValue],
    /// How figures are written.
    pub unit: Unit,
    /// How classes are made.
    pub scheme: &'a Scheme,
    /// A sequential or diverging style.
    pub style: &'a MapStyle,
    /// Figures resting on fewer people than this are suppressed.
    pub fewer_than: u32,
    /// Areas to name on the map, the most important first; those without a figure are not named.
    pub named: &'a [usize],
}

/// The model of a choropleth map.
///
/// Missing values: suppressed areas and areas without data have entries of their own in the legend, are
/// never named, and take no part in the class limits.
///
/// # Errors
/// Lists of different lengths, figures that are not finite, classes that cannot be made, a style of
/// the wrong kind.
pub fn choropleth(ground: &Ground, map: &Choropleth<'_>) -> Result<MapModel, MapError> {
    aligned("figures", map.values.len(), ground.len())?;
    let classes = LegendClasses::new(&shown_values(map.values)?, map.scheme, map.unit)?;
    with_classes(ground, map, &classes)
}

/// The model of a choropleth map whose classes may have been made from more figures than its own.
pub(super) fn with_classes(
    ground: &Ground,
    map: &Choropleth<'_>,
    classes: &LegendClasses,
) -> Result<MapModel, MapError> {
    let mut entries = class_entries(classes, map)?;
    entries.reverse();
    let shown = entries.len();
    entries.extend(missing_entries(map.values, map.fewer_than)?);
    let area_entry: Vec<usize> =
        map.values.iter().map(|value| entry_of(value, classes, map.unit, shown)).collect();
    for (place, entry) in entries.iter_mut().enumerate().take(shown) {
        entry.count = area_entry.iter().filter(|of| **of == place).count();
    }
    let labels = labels(ground, map.named, map.values)?;
    let told =
        Told { heading: &map.heading, shown: &entries[..shown], missing: &entries[shown..], labels: &labels };
    let alt_text = told.ordered(map.scheme.name());
    Ok(MapModel {
        words: map.words.clone(),
        heading: map.heading.clone(),
        layout: Layout::List,
        area_entry,
        tooltips: map
            .values
            .iter()
            .enumerate()
            .map(|(area, value)| tooltip(ground, area, value, map))
            .collect(),
        labels,
        overlay: Vec::new(),
        notes: notes(classes),
        scale_bar_km: ground.scale_bar_km(),
        alt_text,
        entries,
    })
}

/// Entries of the classes, lowest first, their areas not yet counted.
fn class_entries(found: &LegendClasses, map: &Choropleth<'_>) -> Result<Vec<Entry>, MapError> {
    let classes = &found.classes;
    let lowest = match classes.scheme {
        Scheme::Stated(_) => f64::NEG_INFINITY,
        _ => classes.sorted.first().copied().unwrap_or(f64::NEG_INFINITY),
    };
    let paints: Vec<Paint> = match map.style {
        MapStyle::Sequential(style) => style.paints(classes.len()),
        MapStyle::Diverging(style) => style.paints(lowest, &classes.upper),
        other => {
            return Err(MapError::StyleKind {
                map: "choropleth",
                wanted: "sequential or diverging",
                found: other.kind(),
            });
        }
    };
    let all = found.labels().into_iter().zip(paints);
    Ok(all.map(|(label, paint)| Entry { label, count: 0, paint, missing: false }).collect())
}

/// The two entries that every legend keeps for areas without a figure: suppressed, then no data.
pub(super) fn missing_entries<T>(values: &[AreaValue<T>], fewer_than: u32) -> Result<[Entry; 2], MapError> {
    let missing = Missing::embedded()?;
    let suppressed = values.iter().filter(|v| matches!(v, AreaValue::Suppressed)).count();
    let no_data = values.iter().filter(|v| matches!(v, AreaValue::NoData(_))).count();
    Ok([
        Entry {
            label: suppressed_words(fewer_than),
            count: suppressed,
            paint: missing.suppressed,
            missing: true,
        },
        Entry { label: "No data".to_owned(), count: no_data, paint: missing.no_data, missing: true },
    ])
}

fn suppressed_words(fewer_than: u32) -> String {
    format!("Withheld: protects counts below\u{a0}{fewer_than}")
}

fn entry_of(value: &AreaValue, classes: &LegendClasses, unit: Unit, shown: usize) -> usize {
    match value {
        AreaValue::Value(v) => classes.classes.class_of(unit.shown(*v)).map_or(0, |class| shown - 1 - class),
        AreaValue::Suppressed => shown,
        AreaValue::NoData(_) => shown + 1,
    }
}

fn tooltip(ground: &Ground, area: usize, value: &AreaValue, map: &Choropleth<'_>) -> String {
    let told = match value {
        AreaValue::Value(v) => map.unit.tell(*v),
        other => missing_words(other, map.fewer_than),
    };
    format!("{}: {told}", ground.title(area))
}

/// Why an area has no figure, in words.
pub(super) fn missing_words<T>(value: &AreaValue<T>, fewer_than: u32) -> String {
    match value {
        AreaValue::Value(_) => String::new(),
        AreaValue::Suppressed => format!("withheld, protects counts below {fewer_than}"),
        AreaValue::NoData(reason) if reason.is_empty() => "no data".to_owned(),
        AreaValue::NoData(reason) => format!("no data ({reason})"),
    }
}

/// The names to set on the map. An area without a figure is never named, since being among those that
/// matter would say something about it.
pub(super) fn labels<T>(
    ground: &Ground,
    named: &[usize],
    values: &[AreaValue<T>],
) -> Result<Vec<Label>, MapError> {
    if let Some(&index) = named.iter().find(|area| **area >= ground.len()) {
        return Err(MapError::NoSuch { what: "area", index, count: ground.len() });
    }
    let shown = named.iter().filter(|area| matches!(values[**area], AreaValue::Value(_)));
    Ok(shown.map(|area| Label { area: *area, text: ground.name(*area).to_owned() }).collect())
}

fn notes(found: &LegendClasses) -> Vec<String> {
    let classes = &found.classes;
    if classes.is_empty() {
        return vec!["No area has a figure that can be shown.".to_owned()];
    }
    let rounded = if found.moved > 0 { ", limits rounded" } else { "" };
    let how = format!("Classes by {}{rounded}; each includes its upper limit.", classes.scheme.name());
    std::iter::once(how).chain(classes.notice()).collect()
}
