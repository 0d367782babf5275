//! One column of cells as text, held in one piece.

/// The cells of a column, one after another in a single text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TextColumn {
    text: String,
    ends: Vec<u32>,
}

impl TextColumn {
    /// Adds a cell below the others.
    pub(crate) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// Adds the cells of another column below these.
    pub(crate) fn append(&mut self, other: &Self) {
        let before = self.text.len();
        self.text.push_str(&other.text);
        let moved = |end: &u32| u32::try_from(before + *end as usize).unwrap_or(u32::MAX);
        self.ends.extend(other.ends.iter().map(moved));
    }

    /// The cell in this row.
    pub(crate) fn cell(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] as usize };
        &self.text[start..self.ends[row] as usize]
    }

    /// Whether it holds more text than can be addressed (4 GiB).
    pub(crate) fn is_too_long(&self) -> bool {
        u32::try_from(self.text.len()).is_err()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_went_in() {
        let mut column = TextColumn::default();
        let mut more = TextColumn::default();
        ["a", "", "bc"].iter().for_each(|cell| column.push(cell));
        ["", "é"].iter().for_each(|cell| more.push(cell));
        column.append(&more);
        let cells: Vec<&str> = (0..5).map(|row| column.cell(row)).collect();
        assert_eq!(cells, ["a", "", "bc", "", "é"]);
    }
}
