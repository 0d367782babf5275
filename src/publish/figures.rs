//! How the cells of a table are written: plainly for machines, in words for readers, and the marks that stand
//! where there is no figure. Nothing else in publishing turns a figure of a table into text.

use crate::disclose::evidence::{Cell, ColumnKind, Table};
use crate::measure::Missing;
use crate::number_words::{self, number, percentage};
use crate::publish::{PublishError, TableFault};

/// A mark that stands in a cell where there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Marker {
    /// Withheld so that nobody can be identified.
    Confidential,
    /// There is no figure.
    NotAvailable,
    /// The question does not arise.
    NotApplicable,
}

impl Marker {
    /// Every marker, in the order in which they are explained.
    pub const ALL: [Self; 3] = [Self::Confidential, Self::NotAvailable, Self::NotApplicable];

    /// The mark itself, one of those used across British official statistics.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Confidential => "[c]",
            Self::NotAvailable => "[x]",
            Self::NotApplicable => "[z]",
        }
    }

    /// What the mark means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Confidential => "confidential: withheld so that nobody can be identified",
            Self::NotAvailable => "not available: there is no figure",
            Self::NotApplicable => "not applicable: the question does not arise",
        }
    }
}

/// The marker of a cell, where it has one.
pub fn marker(cell: &Cell) -> Option<Marker> {
    match cell {
        Cell::Text(_) | Cell::Number(_) => None,
        Cell::Suppressed => Some(Marker::Confidential),
        Cell::Missing(_) => Some(Marker::NotAvailable),
        Cell::NotApplicable => Some(Marker::NotApplicable),
    }
}

/// Why a cell has no figure, in a reader's words.
pub fn reason(cell: &Cell) -> Option<&'static str> {
    match cell {
        Cell::Missing(reason) => Some(Missing::words(*reason)),
        _ => None,
    }
}

/// The markers that stand in a table, in the order in which they are explained.
pub fn markers_in(table: &Table) -> Vec<Marker> {
    let stands =
        |marker: &Marker| table.rows.iter().flatten().any(|cell| self::marker(cell) == Some(*marker));
    Marker::ALL.into_iter().filter(stands).collect()
}

/// How many decimals a number of this kind is written with.
pub fn decimals(kind: ColumnKind) -> usize {
    match kind {
        ColumnKind::Text | ColumnKind::Count => 0,
        ColumnKind::Proportion => 4,
        ColumnKind::Decimal(decimals) => usize::from(decimals),
    }
}

/// A number for machines: counts without decimals, proportions with four, others as the column says;
/// a full stop, no separators, and never a minus sign before zero.
///
/// ```
/// use reachgap::{disclose::evidence::ColumnKind, publish::figures::plain};
/// assert_eq!(plain(ColumnKind::Count, 1234.0), "1234");
/// assert_eq!(plain(ColumnKind::Proportion, 0.12345), "0.1235");
/// assert_eq!(plain(ColumnKind::Decimal(1), -0.04), "0.0");
/// ```
pub fn plain(kind: ColumnKind, value: f64) -> String {
    number_words::fixed(value, decimals(kind))
}

/// The value as [`plain`] writes it, for files that hold numbers rather than text.
pub fn rounded(kind: ColumnKind, value: f64) -> f64 {
    plain(kind, value).parse().unwrap_or(value)
}

/// A cell for machines: the text, the plain number, or the marker.
pub fn cell(kind: ColumnKind, cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(value) => plain(kind, *value),
        other => marker(other).map_or("", Marker::mark).to_owned(),
    }
}

/// A cell for readers: `1,234`, `12.3%`, `−0.4`, words, or the marker.
///
/// ```
/// use reachgap::disclose::evidence::{Cell, ColumnKind};
/// use reachgap::publish::figures::shown;
/// assert_eq!(shown(ColumnKind::Proportion, &Cell::Number(0.1234)), "12.3%");
/// assert_eq!(shown(ColumnKind::Count, &Cell::Suppressed), "[c]");
/// ```
pub fn shown(kind: ColumnKind, cell: &Cell) -> String {
    match (kind, cell) {
        (_, Cell::Text(text)) => text.clone(),
        (ColumnKind::Proportion, Cell::Number(value)) => percentage(*value),
        (_, Cell::Number(value)) => number(*value, decimals(kind)),
        (_, other) => marker(other).map_or("", Marker::mark).to_owned(),
    }
}

/// Makes sure that a table can be written: it has columns, whose names differ, rows as long as there
/// are columns, and finite numbers.
///
/// # Errors
/// The first [`TableFault`].
pub fn check(table: &Table) -> Result<(), PublishError> {
    fault(table).map_or(Ok(()), |fault| Err(PublishError::Table { table: table.id.clone(), fault }))
}

fn fault(table: &Table) -> Option<TableFault> {
    let columns = &table.columns;
    if columns.is_empty() {
        return Some(TableFault::NoColumns);
    }
    let repeated = columns.iter().enumerate().find(|(i, c)| columns[..*i].iter().any(|d| d.id == c.id));
    if let Some((_, column)) = repeated {
        return Some(TableFault::RepeatedColumn { column: column.id.clone() });
    }
    table.rows.iter().zip(1..).find_map(|(row, place)| row_fault(table, row, place))
}

fn row_fault(table: &Table, row: &[Cell], place: usize) -> Option<TableFault> {
    if row.len() != table.columns.len() {
        return Some(TableFault::Ragged { row: place, cells: row.len(), columns: table.columns.len() });
    }
    let wrong = row.iter().position(|cell| matches!(cell, Cell::Number(value) if !value.is_finite()))?;
    Some(TableFault::NotFinite { row: place, column: table.columns[wrong].id.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample;

    #[test]
    fn every_gap_is_marked() {
        assert_eq!(cell(ColumnKind::Count, &Cell::Suppressed), "[c]");
        assert_eq!(cell(ColumnKind::Count, &Cell::Missing(Missing::NotObserved)), "[x]");
        assert_eq!(cell(ColumnKind::Count, &Cell::NotApplicable), "[z]");
    }

    #[test]
    fn a_number_that_is_none_is_refused_with_its_place() {
        let mut table = sample::areas();
        table.rows[1][4] = Cell::Number(f64::NAN);
        let refused = check(&table).expect_err("not a number").to_string();
        assert_eq!(refused, "table \"areas\": row 2, column \"eligible\": the figure is not a finite number");
    }

    #[test]
    fn a_short_row_and_a_repeated_column_are_refused() {
        let mut short = sample::areas();
        short.rows[0].pop();
        assert!(check(&short).is_err_and(|e| e.to_string().contains("row 1 has")));
        let mut twice = sample::areas();
        twice.columns[1].id = twice.columns[0].id.clone();
        assert!(check(&twice).is_err_and(|e| e.to_string().contains("two columns are called")));
    }
}
