//! Evidence: figures that may be shown. Only disclosure control makes it, and publishing sees nothing else.

use serde::Serialize;

mod partnership;
mod pictures;

pub use crate::assess::partnership::verdict::Verdict;

pub use partnership::{ClaimEvidence, DefinitionEvidence, KeyFigure, PartnershipEvidence, SectionEvidence};
pub use pictures::{
    AmongNeighbours, Bar, Between, ChangedPeople, Chart, Drawing, FunnelLimit, FunnelWords, Map, Outline,
    Overlay, Picture, Point, Shown, VerdictBar, WaitingLine,
};

use crate::ledger::Ledger;
use crate::measure::{Missing, Value};
use crate::problem::{Problem, Problems};

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

/// A table made column by column.
#[derive(Debug, Default)]
pub(super) struct Columns {
    columns: Vec<Column>,
    cells: Vec<Vec<Cell>>,
}

impl Columns {
    /// Adds a column with its cells.
    pub(super) fn add(
        &mut self,
        id: &str,
        label: &str,
        description: &str,
        kind: ColumnKind,
        cells: Vec<Cell>,
    ) {
        self.columns.push(Column {
            id: id.into(),
            label: label.into(),
            description: description.into(),
            kind,
        });
        self.cells.push(cells);
    }

    /// Puts the columns together.
    pub(super) fn table(self, id: &str, title: &str, description: &str, notes: Vec<String>) -> Table {
        let rows = self.cells.first().map_or(0, Vec::len);
        let mut columns: Vec<_> = self.cells.into_iter().map(Vec::into_iter).collect();
        let row = |_| columns.iter_mut().filter_map(Iterator::next).collect();
        let rows = (0..rows).map(row).collect();
        Table {
            id: id.into(),
            title: title.into(),
            description: description.into(),
            columns: self.columns,
            rows,
            notes,
        }
    }
}

impl Cell {
    /// A number rounded to so many decimals, or why there is none.
    pub(super) fn rounded(value: Value<f64>, decimals: u8) -> Self {
        match value {
            Value::Known(number) => {
                let scale = 10f64.powi(decimals.into());
                // Adding zero turns a negative zero into a plain one.
                Self::Number((number * scale).round_ties_even() / scale + 0.0)
            }
            Value::Missing(reason) => Self::Missing(reason),
        }
    }

    /// The cell, if it may be shown.
    pub(super) fn if_shown(self, shown: bool) -> Self {
        if shown { self } else { Self::Suppressed }
    }

    /// The number in the cell, if it shows one.
    pub fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }
}

/// What the whole publication is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// Title of the assessment.
    pub title: String,
    /// The place, in words.
    pub place: String,
    /// The day it was made, as YYYY-MM-DD.
    pub date: String,
    /// Who publishes it.
    pub publisher: String,
    /// Sources, for the foot of maps.
    pub sources: String,
    /// Licence and attribution of figures and boundaries.
    pub licence: String,
    /// Version of the program.
    pub version: String,
    /// Counts below this are withheld.
    pub threshold: u32,
}

/// One method that was used, for the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MethodUsed {
    /// Its name.
    pub name: String,
    /// What it does, with its formula, in words.
    pub words: String,
}

/// Everything that may be published. Only disclosure control can make one.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// What it is about.
    pub about: About,
    /// What was asked and found, in sentences.
    pub summary: Vec<String>,
    /// What was found of areas looked at together: for each service, paragraphs.
    pub places: Vec<(String, Vec<String>)>,
    /// Key numbers: a figure and what it is.
    pub key_numbers: Vec<(String, String)>,
    /// The tables; the first has one row per area.
    pub tables: Vec<Table>,
    /// The maps.
    pub maps: Vec<Map>,
    /// The charts.
    pub charts: Vec<Chart>,
    /// The methods used.
    pub methods: Vec<MethodUsed>,
    /// Definitions of hard to reach, where there are any.
    pub partnership: Option<PartnershipEvidence>,
    /// Where the numbers come from, in full: for the record of the run, which stays inside.
    pub ledger: Ledger,
    /// Sources of the ledger whose numbers of rows may not be published, as some of them are small and each
    /// row is a person.
    pub withheld_sources: Vec<String>,
    /// What was noticed, in full: for the record of the run.
    pub problems: Problems,
    /// What a reader should be careful about.
    pub cautions: Vec<Problem>,
    _made_here: MadeHere,
}

/// Keeps anybody else from making evidence.
#[derive(Debug, Clone)]
struct MadeHere;

/// The parts of evidence, put together by disclosure control.
pub(super) struct Parts {
    pub(super) about: About,
    pub(super) summary: Vec<String>,
    pub(super) places: Vec<(String, Vec<String>)>,
    pub(super) key_numbers: Vec<(String, String)>,
    pub(super) tables: Vec<Table>,
    pub(super) maps: Vec<Map>,
    pub(super) charts: Vec<Chart>,
    pub(super) methods: Vec<MethodUsed>,
    pub(super) partnership: Option<PartnershipEvidence>,
    pub(super) ledger: Ledger,
    pub(super) withheld_sources: Vec<String>,
    pub(super) problems: Problems,
    pub(super) cautions: Vec<Problem>,
}

impl From<Parts> for Evidence {
    fn from(parts: Parts) -> Self {
        let Parts { about, summary, places, key_numbers, tables, maps, charts, methods, .. } = parts;
        let Parts { partnership, ledger, withheld_sources, problems, cautions, .. } = parts;
        Self {
            about,
            summary,
            places,
            key_numbers,
            tables,
            maps,
            charts,
            methods,
            partnership,
            ledger,
            withheld_sources,
            problems,
            cautions,
            _made_here: MadeHere,
        }
    }
}
