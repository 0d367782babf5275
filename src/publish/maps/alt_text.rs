//! The map in words, made from the same figures as the map.

use super::model::{Entry, Label};
use crate::publish::drawing::numbers::{areas, count};

/// Entries of the legend that show figures, and those for areas without one.
pub(super) struct Told<'a> {
    /// What is mapped.
    pub(super) heading: &'a str,
    /// Entries that show figures, highest first where they have an order.
    pub(super) shown: &'a [Entry],
    /// Entries for areas without a figure.
    pub(super) missing: &'a [Entry],
    /// Names on the map.
    pub(super) labels: &'a [Label],
}

impl Told<'_> {
    fn total(&self) -> usize {
        self.shown.iter().chain(self.missing).map(|entry| entry.count).sum()
    }

    /// A map whose classes go from high to low.
    pub(super) fn ordered(&self, scheme: &str) -> String {
        let mut text = format!("Map of {}: {}. ", areas(self.total()), self.heading);
        match self.shown {
            [] => text.push_str("No area has a figure that can be shown. "),
            [only] => text.push_str(&format!("All {} with a figure are in one class, {}. ", areas(only.count), only.label)),
            [highest, .., lowest] => text.push_str(&format!(
                "{} of {} are in the highest of {} classes ({}), {} in the lowest ({}); classes by {scheme}. ",
                count(highest.count), areas(self.total()), self.shown.len(), highest.label, count(lowest.count), lowest.label,
            )),
        }
        self.end(text)
    }

    /// A map whose classes have names.
    pub(super) fn named(&self) -> String {
        let mut text = format!("Map of {}: {}. ", areas(self.total()), self.heading);
        let each: Vec<String> =
            self.shown.iter().map(|entry| format!("{}: {}", entry.label, areas(entry.count))).collect();
        text.push_str(&each.join("; "));
        text.push_str(". ");
        self.end(text)
    }

    fn end(&self, mut text: String) -> String {
        for entry in self.missing.iter().filter(|entry| entry.count > 0) {
            text.push_str(&format!("{}: {}. ", entry.label, areas(entry.count)));
        }
        if !self.labels.is_empty() {
            let names: Vec<&str> = self.labels.iter().map(|label| label.text.as_str()).collect();
            text.push_str(&format!("Named on the map: {}. ", names.join(", ")));
        }
        text.trim_end().to_owned()
    }
}
