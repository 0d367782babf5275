//! Evidence: figures that may be shown. Only disclosure control makes it, and publishing sees nothing else.

use serde::Serialize;

use crate::measure::Missing;

/// What a column of an evidence table holds, and so how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// Words or a code.
    Text,
    /// A whole number of people or events.
    Count,
    /// A proportion from 0 to 1, shown as a percentage by reports.
    Proportion,
    /// Any other number, with this many decimals.
    Decimal(u8),
}

/// One column, with its meaning: what the data dictionary says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Machine name, lower case with underscores, units in the name.
    pub id: String,
    /// Heading for a reader.
    pub label: String,
    /// What it means, in a sentence: unit, numerator, denominator, period, source, method.
    pub description: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// One cell of an evidence table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Cell {
    /// Words or a code.
    Text(String),
    /// A number that may be shown, already rounded for publication.
    Number(f64),
    /// Withheld so that nobody can be identified; `[c]` in tables.
    Suppressed,
    /// There is no figure, for this reason; `[x]` in tables.
    Missing(Missing),
    /// The question does not arise for this row; `[z]` in tables.
    NotApplicable,
}

/// A table that may be published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Machine name: the file's name without its ending.
    pub id: String,
    /// Title: what, where, when.
    pub title: String,
    /// One or two sentences on how to read it.
    pub description: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// Notes shown beneath it.
    pub notes: Vec<String>,
}

impl Table {
    /// The position of a column by its machine name.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.id == id)
    }
}
