//! Two maps side by side of the same areas, such as raw rates beside smoothed ones: one legend, the same classes.

use super::area_value::{AreaValue, shown_values};
use super::choropleth::{Choropleth, with_classes};
use super::class_labels::LegendClasses;
use super::classes::Scheme;
use super::ground::Ground;
use super::model::MapModel;
use super::overlay::{BEYOND, Layer};
use super::style::MapStyle;
use super::{MapError, aligned};
use crate::publish::drawing::numbers::{Unit, areas, count};
use crate::publish::drawing::sheet::Words;
use std::fmt;

pub use super::pair_drawing::draw_pair;

/// One of the two maps.
#[derive(Debug, Clone)]
pub struct PairSide<'a> {
    /// What it is, in a word or two, above the map and in the legend: "Raw", "Smoothed".
    pub name: String,
    /// One figure for each area of the ground.
    pub values: &'a [AreaValue],
}

/// What two maps side by side are to show.
#[derive(Debug, Clone)]
pub struct PairMap<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What the figures are, with their unit, as the legend's heading.
    pub heading: String,
    /// The map on the left.
    pub left: PairSide<'a>,
    /// The map on the right.
    pub right: PairSide<'a>,
    /// How figures are written.
    pub unit: Unit,
    /// How classes are made, from the figures of both maps together.
    pub scheme: &'a Scheme,
    /// A sequential or diverging style.
    pub style: &'a MapStyle,
    /// Figures resting on fewer people than this are suppressed.
    pub fewer_than: u32,
    /// Areas to name on both maps, the most important first; those without a figure are not named.
    pub named: &'a [usize],
    /// Remarks below the legend.
    pub notes: Vec<String>,
}

/// Two maps, ready to be drawn side by side or read.
#[derive(Debug, Clone, PartialEq)]
pub struct PairModel {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What the legend measures.
    pub heading: String,
    /// What each map is.
    pub names: [String; 2],
    /// The maps; their entries differ in nothing but the number of areas.
    pub maps: [MapModel; 2],
    /// Remarks below the legend.
    pub notes: Vec<String>,
    /// Both maps in words, for those who do not see them.
    pub alt_text: String,
}

/// The model of two maps side by side.
///
/// Classes are made from the figures of both maps together, so that the same colour means the same on both.
///
/// Missing values: as on one map; an area may have a figure on one map only, where a withheld rate is smoothed
/// or the other way round.
///
/// # Errors
/// Lists of different lengths, figures that are not finite, classes that cannot be made, a style of the wrong kind.
pub fn pair(ground: &Ground, pair: &PairMap<'_>) -> Result<PairModel, MapError> {
    let mut both = Vec::new();
    for side in [&pair.left, &pair.right] {
        aligned("figures", side.values.len(), ground.len())?;
        both.extend(shown_values(side.values)?);
    }
    let classes = LegendClasses::new(&both, pair.scheme, pair.unit)?;
    let one = |side: &PairSide<'_>| with_classes(ground, &choropleth_of(pair, side), &classes);
    let maps = [one(&pair.left)?, one(&pair.right)?];
    let names = [pair.left.name.clone(), pair.right.name.clone()];
    let moved = moved(pair, &maps);
    let mut notes = maps[0].notes.clone();
    notes.extend([moved.clone()].into_iter().chain(pair.notes.iter().cloned()));
    let alt_text = format!(
        "Two maps side by side with the same classes. Left, {}: {} Right, {}: {} {moved}",
        names[0], maps[0].alt_text, names[1], maps[1].alt_text
    );
    Ok(PairModel { words: pair.words.clone(), heading: pair.heading.clone(), names, maps, notes, alt_text })
}

fn choropleth_of<'a>(pair: &PairMap<'a>, side: &PairSide<'a>) -> Choropleth<'a> {
    Choropleth {
        words: pair.words.clone(),
        heading: pair.heading.clone(),
        values: side.values,
        unit: pair.unit,
        scheme: pair.scheme,
        style: pair.style,
        fewer_than: pair.fewer_than,
        named: pair.named,
    }
}

/// How many areas change class from one map to the other, in words.
fn moved(pair: &PairMap<'_>, maps: &[MapModel; 2]) -> String {
    let both: Vec<usize> = (0..pair.left.values.len())
        .filter(|area| {
            pair.left.values[*area].shown().is_some() && pair.right.values[*area].shown().is_some()
        })
        .collect();
    let moved = both.iter().filter(|area| maps[0].area_entry[**area] != maps[1].area_entry[**area]).count();
    format!("{} of {} with a figure on both maps change class.", count(moved), areas(both.len()))
}

impl PairModel {
    /// The same maps with layers drawn over the areas of both, as [`MapModel::with_overlay`] does for one.
    ///
    /// # Errors
    /// A place that is not finite, or a window with an axis below zero.
    pub fn with_overlay(mut self, ground: &Ground, layers: &[Layer]) -> Result<Self, MapError> {
        let [left, right] = self.maps;
        let (left, right) =
            (left.with_overlay(ground, layers.to_vec())?, right.with_overlay(ground, layers.to_vec())?);
        // Both alternatives grew by the same words; they are told once, at the end.
        if let Some(at) = left.alt_text.find(" Drawn over the areas:") {
            self.alt_text.push_str(&left.alt_text[at..]);
        }
        let outside = left.notes.iter().filter(|note| note.starts_with(BEYOND)).cloned();
        self.notes.extend(outside);
        self.maps = [left, right];
        Ok(self)
    }
}

/// Both maps as text: what a golden test compares.
impl fmt::Display for PairModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, map) in self.names.iter().zip(&self.maps) {
            write!(f, "map: {name}\n{map}")?;
        }
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        writeln!(f, "alt: {}", self.alt_text)
    }
}
