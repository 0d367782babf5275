//! Tests of disclosure control as a whole: published cases, and properties of random publications.

mod cases;
mod properties;
mod scale;

use super::{CellId, Cells, Protection};

/// A table of counts with its margins, all of them cells of one publication.
struct Table {
    cells: Cells,
    inner: Vec<Vec<CellId>>,
    /// Every row and column: total first.
    lines: Vec<Vec<CellId>>,
}

impl Table {
    fn new(counts: &[&[f64]]) -> Self {
        let mut cells = Cells::default();
        let inner: Vec<Vec<CellId>> =
            counts.iter().map(|row| row.iter().map(|&n| cells.add(n)).collect()).collect();
        let mut lines = Vec::new();
        let rows: Vec<CellId> = counts.iter().map(|row| cells.add(row.iter().sum())).collect();
        let columns: Vec<CellId> = (0..counts[0].len())
            .map(|column| cells.add(counts.iter().map(|row| row[column]).sum()))
            .collect();
        let grand = cells.add(counts.iter().flat_map(|row| row.iter()).sum());
        for (row, &total) in inner.iter().zip(&rows) {
            lines.push([&[total], row.as_slice()].concat());
        }
        for (column, &total) in columns.iter().enumerate() {
            lines.push(std::iter::once(total).chain(inner.iter().map(|row| row[column])).collect());
        }
        lines.push([&[grand], rows.as_slice()].concat());
        lines.push([&[grand], columns.as_slice()].concat());
        lines.iter().for_each(|line| cells.relation(line[0], &line[1..]));
        Self { cells, inner, lines }
    }
}

/// What a publication shows, cell by cell.
fn numbers(cells: &Cells, protection: &Protection) -> Vec<Option<f64>> {
    cells.ids().map(|cell| protection.is_shown(cell).then(|| cells.lowest[cell.index()])).collect()
}
