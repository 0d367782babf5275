//! The map model: everything a map says, as plain data, before anything is drawn.

use super::overlay::Layer;
use crate::publish::drawing::numbers;
use crate::publish::drawing::paint::{Paint, Pattern};
use crate::publish::drawing::sheet::Words;
use std::fmt;

/// One line, or one cell, of a legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it is called.
    pub label: String,
    /// How many areas it holds.
    pub count: usize,
    /// How they are filled.
    pub paint: Paint,
    /// Whether it stands for areas without a figure; such an entry is only shown where there are any.
    pub missing: bool,
}

impl Entry {
    /// Whether the legend shows it.
    pub fn is_shown(&self) -> bool {
        !self.missing || self.count > 0
    }
}

/// How the legend is laid out.
#[derive(Debug, Clone, PartialEq)]
pub enum Layout {
    /// One line for each entry.
    List,
    /// The first nine entries in a square, row by row from its bottom; the others in lines below it.
    Square(Axes),
}

/// The words along the sides of a square legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axes {
    /// What grows from left to right.
    pub across: String,
    /// What grows from bottom to top.
    pub up: String,
}

/// A name to be set on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The area's place in the list of areas.
    pub area: usize,
    /// The words.
    pub text: String,
}

/// A map, ready to be drawn or read.
#[derive(Debug, Clone, PartialEq)]
pub struct MapModel {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What the legend measures.
    pub heading: String,
    /// How the legend is laid out.
    pub layout: Layout,
    /// The legend's entries, in the order shown.
    pub entries: Vec<Entry>,
    /// For each area, its entry.
    pub area_entry: Vec<usize>,
    /// For each area, what a pointer resting on it is told.
    pub tooltips: Vec<String>,
    /// Names to set on the map, the most important first.
    pub labels: Vec<Label>,
    /// What is drawn over the areas, the lowest layer first; empty for most maps.
    pub overlay: Vec<Layer>,
    /// Remarks below the legend.
    pub notes: Vec<String>,
    /// Length of the scale bar, in kilometres.
    pub scale_bar_km: f64,
    /// The map in words, for those who do not see it.
    pub alt_text: String,
}

/// The map as text: what a golden test compares.
impl fmt::Display for MapModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.words.title)?;
        if let Some(subtitle) = &self.words.subtitle {
            writeln!(f, "{subtitle}")?;
        }
        writeln!(f, "legend: {}", self.heading)?;
        if let Layout::Square(axes) = &self.layout {
            writeln!(f, "  across: {}; up: {}", axes.across, axes.up)?;
        }
        for entry in self.entries.iter().filter(|entry| entry.is_shown()) {
            let pattern = if entry.paint.pattern == Pattern::None {
                String::new()
            } else {
                format!(" {:?}", entry.paint.pattern)
            };
            writeln!(
                f,
                "  {} | {} | {}{pattern}",
                entry.label,
                numbers::areas(entry.count),
                entry.paint.fill
            )?;
        }
        for layer in &self.overlay {
            writeln!(f, "over: {} | {} | {}", layer.name(), numbers::count(layer.len()), layer.sign())?;
            for (number, words) in layer.told() {
                writeln!(f, "  {number}: {words}")?;
            }
        }
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        for (tooltip, entry) in self.tooltips.iter().zip(&self.area_entry) {
            writeln!(f, "area: {tooltip} -> {}", self.entries[*entry].label)?;
        }
        for label in &self.labels {
            writeln!(f, "label: {}", label.text)?;
        }
        writeln!(f, "scale bar: {} km", self.scale_bar_km)?;
        for line in self.words.foot() {
            writeln!(f, "foot: {line}")?;
        }
        writeln!(f, "alt: {}", self.alt_text)
    }
}
