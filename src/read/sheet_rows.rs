//! The cells of a sheet, gathered into the rows and columns of a table.

use std::collections::BTreeMap;
use std::path::Path;

use crate::ledger::FileRead;
use crate::problem::{Problem, Problems};
use crate::read::column::TextColumn;
use crate::read::table::Parts;

/// Rows as they grow, cell by cell.
pub(crate) struct SheetRows {
    headers: Vec<String>,
    not_kept: Vec<String>,
    /// For each column of the sheet, where it stands among the kept ones.
    kept: Vec<Option<usize>>,
    /// Rows above are titles and headers.
    first_row: u64,
    columns: Vec<TextColumn>,
    row_numbers: Vec<u32>,
    current: Option<u32>,
    cells: Vec<String>,
    /// Columns without a header that hold cells: how many, and the first row that has one.
    beyond: BTreeMap<u32, (u64, u32)>,
    /// The first row that came after one further down.
    disordered: Option<u32>,
}

impl SheetRows {
    /// Starts below the headers; `first_row` is the number of the first row of data.
    pub(crate) fn new(headers: Vec<String>, keeps: impl Fn(&str) -> bool, first_row: u64) -> Self {
        let (mut names, mut not_kept, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        for header in headers {
            let keep = keeps(&header);
            kept.push(keep.then_some(names.len()));
            if keep { names.push(header) } else { not_kept.push(header) }
        }
        Self {
            columns: vec![TextColumn::default(); names.len()],
            cells: vec![String::new(); names.len()],
            headers: names,
            not_kept,
            kept,
            first_row,
            row_numbers: Vec::new(),
            current: None,
            beyond: BTreeMap::new(),
            disordered: None,
        }
    }

    /// Takes a cell; rows and columns are counted from 0.
    pub(crate) fn cell(&mut self, row: u32, column: u32, text: &str) {
        if u64::from(row) + 1 < self.first_row {
            return;
        }
        match self.current {
            Some(current) if current == row => {}
            Some(current) if current > row => {
                self.disordered.get_or_insert(row);
                return;
            }
            _ => {
                self.end_row();
                self.current = Some(row);
            }
        }
        match self.kept.get(column as usize) {
            Some(Some(place)) => text.clone_into(&mut self.cells[*place]),
            Some(None) => {}
            None => self.beyond.entry(column).or_insert((0, row)).0 += 1,
        }
    }

    fn end_row(&mut self) {
        let Some(row) = self.current.take() else { return };
        if self.cells.iter().all(String::is_empty) {
            return;
        }
        self.row_numbers.push(row.saturating_add(1));
        for (column, cell) in self.columns.iter_mut().zip(&mut self.cells) {
            column.push(cell);
            cell.clear();
        }
    }

    /// The finished rows, with a word on cells that were left out.
    pub(crate) fn finish(mut self, path: &Path, file: FileRead, problems: &mut Problems) -> Parts {
        self.end_row();
        if let Some(row) = self.disordered {
            let problem = Problem::error("the rows of the sheet are not in order").file(path);
            problems.push(problem.row(u64::from(row) + 1).hint("open the workbook and save it again"));
        }
        if let Some(first) = self.beyond.values().map(|(_, row)| *row).min() {
            let most = self.beyond.values().map(|(rows, _)| *rows).max().unwrap_or(1);
            let mut names: Vec<String> = self.beyond.keys().take(5).map(|c| letters(*c)).collect();
            if self.beyond.len() > names.len() {
                names.push("…".into());
            }
            let what = format!("cells in columns without a header are left out: {}", names.join(", "));
            problems.push(Problem::warning(what).file(path).row(u64::from(first) + 1).rows(most));
        }
        let Self { headers, not_kept, columns, row_numbers, .. } = self;
        Parts { file, headers, not_kept, columns, row_numbers }
    }
}

/// A column as a spreadsheet letters it: 0 is A, 26 is AA.
fn letters(mut column: u32) -> String {
    let mut text = String::new();
    loop {
        text.insert(0, char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            return text;
        }
        column = column / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        assert_eq!([0, 25, 26, 16_383].map(letters), ["A", "Z", "AA", "XFD"]);
    }
}
