//! UpSet chart: how many people each definition covers, and how many each combination of definitions.

use super::ChartError;
use super::labels::told;
use crate::number_words::things;
use crate::publish::drawing::sheet::Words;
use crate::publish::maps::area_value::AreaValue;
use crate::words::listed;

/// A definition, as a set of people.
#[derive(Debug, Clone, PartialEq)]
pub struct UpsetSet {
    /// Its short label; two lines are drawn, the rest gives way to an ellipsis.
    pub label: String,
    /// The agency whose definition it is.
    pub agency: String,
    /// People it covers, if the number may be shown.
    pub people: AreaValue<u64>,
}

/// A combination of definitions.
#[derive(Debug, Clone, PartialEq)]
pub struct UpsetCombination {
    /// The definitions, as places in the list of sets; none stands for the people whom no definition covers.
    pub members: Vec<usize>,
    /// People covered by these definitions and by no other, if the number may be shown.
    pub people: AreaValue<u64>,
}

/// What an UpSet chart is to show.
#[derive(Debug, Clone)]
pub struct Upset<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// The definitions, in the order shown; up to 12 are read with ease.
    pub sets: &'a [UpsetSet],
    /// The combinations, in the order shown; the first 20 are drawn and the key says how many are not.
    pub combinations: &'a [UpsetCombination],
    /// Remarks below the chart.
    pub notes: Vec<String>,
    /// Numbers of people smaller than this are suppressed.
    pub fewer_than: u32,
}

/// How many combinations are drawn.
const MOST_COMBINATIONS: usize = 20;

impl Upset<'_> {
    /// The combinations that are drawn.
    pub(super) fn drawn(&self) -> &[UpsetCombination] {
        &self.combinations[..self.combinations.len().min(MOST_COMBINATIONS)]
    }

    /// The definitions of a combination in words.
    pub(super) fn joined(&self, combination: &UpsetCombination) -> String {
        let names: Vec<String> = combination
            .members
            .iter()
            .filter_map(|place| self.sets.get(*place))
            .map(|set| format!("“{}” ({})", set.label, set.agency))
            .collect();
        match names.as_slice() {
            [] => "none of the definitions".to_owned(),
            [one] => format!("{one} alone"),
            several => listed(several),
        }
    }

    /// A number of people in words, or why there is none.
    pub(super) fn people(&self, people: &AreaValue<u64>) -> String {
        told(people, self.fewer_than, |number| things(*number, "person", "people"))
    }

    /// How many combinations are not drawn, in words.
    pub(super) fn left_out(&self) -> Option<String> {
        let number = self.combinations.len() - self.drawn().len();
        let told = things(number as u64, "combination follows", "combinations follow");
        (number > 0).then(|| format!("{told} in the tables, not drawn here."))
    }

    /// The chart in words, for those who do not see it: every definition and every combination drawn.
    pub fn alt_text(&self) -> String {
        let sets: Vec<String> = self
            .sets
            .iter()
            .map(|set| format!("“{}” ({}): {}", set.label, set.agency, self.people(&set.people)))
            .collect();
        let combinations: Vec<String> = self
            .drawn()
            .iter()
            .map(|combination| format!("{}: {}", self.joined(combination), self.people(&combination.people)))
            .collect();
        let start = format!(
            "UpSet chart of {} and {}. People covered by each definition: {}. People covered by these definitions and no \
             other: {}.",
            things(self.sets.len() as u64, "definition", "definitions"),
            things(self.drawn().len() as u64, "of their combinations", "of their combinations"),
            sets.join("; "),
            combinations.join("; "),
        );
        std::iter::once(start)
            .chain(self.left_out())
            .chain(self.notes.iter().cloned())
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub(super) fn check(&self) -> Result<(), ChartError> {
        if self.sets.is_empty() || self.combinations.is_empty() {
            return Err(ChartError::Nothing);
        }
        for (index, combination) in self.combinations.iter().enumerate() {
            if let Some(named) = combination.members.iter().find(|member| **member >= self.sets.len()) {
                return Err(ChartError::NotListed { what: "combination", index, named: *named });
            }
        }
        Ok(())
    }
}

pub use super::upset_drawing::draw;
