//! Maps of named categories: the verdict on each area, and areas of joint high deprivation and crime.

use super::alt_text::Told;
use super::area_value::AreaValue;
use super::choropleth::{labels, missing_entries, missing_words};
use super::ground::Ground;
use super::model::{Entry, Layout, MapModel};
use super::style::{Categorical, MapStyle};
use super::{MapError, aligned};
use crate::publish::drawing::sheet::Words;

/// What a map of categories is to show.
#[derive(Debug, Clone)]
pub struct CategoryMap<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What is judged, as the legend's heading.
    pub heading: String,
    /// For each area of the ground, its category's place in the style.
    pub categories: &'a [AreaValue<usize>],
    /// A categorical style, which names the categories.
    pub style: &'a MapStyle,
    /// Figures resting on fewer people than this are suppressed.
    pub fewer_than: u32,
    /// Areas to name on the map, the most important first; those without a category are not named.
    pub named: &'a [usize],
    /// Remarks below the legend.
    pub notes: Vec<String>,
}

/// Places of the categories in the style `verdict`.
pub mod verdict {
    /// Reached less than expected.
    pub const UNDER_SERVED: usize = 0;
    /// Reached as expected.
    pub const AS_EXPECTED: usize = 1;
    /// Reached more than expected.
    pub const OVER_SERVED: usize = 2;
    /// The interval does not allow a verdict.
    pub const CANNOT_TELL: usize = 3;
}

/// Places of the categories in the style `local-moran`.
pub mod local_moran {
    /// A high figure among high ones.
    pub const HIGH_AMONG_HIGH: usize = 0;
    /// A low figure among low ones.
    pub const LOW_AMONG_LOW: usize = 1;
    /// A low figure among high ones.
    pub const LOW_AMONG_HIGH: usize = 2;
    /// A high figure among low ones.
    pub const HIGH_AMONG_LOW: usize = 3;
    /// Nothing that chance would not bring about.
    pub const NOT_UNUSUAL: usize = 4;
    /// An area without neighbours.
    pub const NO_NEIGHBOURS: usize = 5;
}

/// Places of the categories in the style `hot-spots`.
pub mod hot_spots {
    /// Unusually many, with 99% confidence after correction.
    pub const MANY_99: usize = 0;
    /// Unusually many, with 95% confidence after correction.
    pub const MANY_95: usize = 1;
    /// Unusually many, with 90% confidence after correction.
    pub const MANY_90: usize = 2;
    /// Nothing that chance would not bring about.
    pub const NOT_UNUSUAL: usize = 3;
    /// Unusually few, with 90% confidence after correction.
    pub const FEW_90: usize = 4;
    /// Unusually few, with 95% confidence after correction.
    pub const FEW_95: usize = 5;
    /// Unusually few, with 99% confidence after correction.
    pub const FEW_99: usize = 6;
}

/// Places of the categories in the style `scan`.
pub mod scan {
    /// Inside the most likely cluster with fewer than expected.
    pub const MOST_LIKELY_LOW: usize = 0;
    /// Inside another cluster with fewer than expected.
    pub const OTHER_LOW: usize = 1;
    /// Inside a cluster with more than expected.
    pub const HIGH: usize = 2;
    /// Inside no cluster.
    pub const OUTSIDE: usize = 3;
}

/// Places of the categories in the style `access-gap`.
pub mod access_gap {
    /// Far from a site and under-served.
    pub const FAR_UNDER_SERVED: usize = 0;
    /// Near a site and still under-served.
    pub const NEAR_UNDER_SERVED: usize = 1;
    /// Far from a site, and not under-served.
    pub const FAR_SERVED: usize = 2;
    /// Near a site, and not under-served.
    pub const NEAR_SERVED: usize = 3;
    /// Distance or verdict cannot be told.
    pub const CANNOT_TELL: usize = 4;
}

/// The model of a map of categories.
///
/// Missing values: suppressed areas and areas without data have entries of their own and are never named.
///
/// # Errors
/// Lists of different lengths, a category that the style does not have, a style of the wrong kind.
pub fn categories(ground: &Ground, map: &CategoryMap<'_>) -> Result<MapModel, MapError> {
    aligned("categories", map.categories.len(), ground.len())?;
    let MapStyle::Categorical(style) = map.style else {
        return Err(MapError::StyleKind { map: "category", wanted: "categorical", found: map.style.kind() });
    };
    let mut entries = category_entries(style, map.categories)?;
    let shown = entries.len();
    entries.extend(missing_entries(map.categories, map.fewer_than)?);
    let labels = labels(ground, map.named, map.categories)?;
    let told =
        Told { heading: &map.heading, shown: &entries[..shown], missing: &entries[shown..], labels: &labels };
    let alt_text = told.named();
    let tooltip = |(area, value): (usize, &AreaValue<usize>)| {
        let told = match value {
            AreaValue::Value(category) => entries[*category].label.to_lowercase(),
            other => missing_words(other, map.fewer_than),
        };
        format!("{}: {told}", ground.title(area))
    };
    Ok(MapModel {
        words: map.words.clone(),
        heading: map.heading.clone(),
        layout: Layout::List,
        area_entry: map.categories.iter().map(|value| entry_of(value, shown)).collect(),
        tooltips: map.categories.iter().enumerate().map(tooltip).collect(),
        labels,
        overlay: Vec::new(),
        notes: map.notes.clone(),
        scale_bar_km: ground.scale_bar_km(),
        alt_text,
        entries,
    })
}

fn category_entries(style: &Categorical, values: &[AreaValue<usize>]) -> Result<Vec<Entry>, MapError> {
    let count = style.category.len();
    let mut counts = vec![0; count];
    for value in values {
        if let AreaValue::Value(index) = value {
            *counts.get_mut(*index).ok_or(MapError::NoSuch { what: "category", index: *index, count })? += 1;
        }
    }
    let all = style.category.iter().zip(counts);
    Ok(all
        .map(|(c, count)| Entry { label: c.name.clone(), count, paint: c.paint(), missing: false })
        .collect())
}

fn entry_of(value: &AreaValue<usize>, shown: usize) -> usize {
    match value {
        AreaValue::Value(category) => *category,
        AreaValue::Suppressed => shown,
        AreaValue::NoData(_) => shown + 1,
    }
}
