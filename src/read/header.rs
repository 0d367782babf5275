//! Finding the row that holds the headers.

use crate::problem::Problem;
use crate::read::table::{TableQuery, same};
use crate::read::text::tidy;

/// How many rows are searched for headers.
pub(crate) const SEARCHED: usize = 100;

/// A row near the top of a file or sheet.
#[derive(Debug, Clone, Default)]
pub(crate) struct TopRow {
    /// Its number in a spreadsheet.
    pub(crate) number: u64,
    /// Its cells.
    pub(crate) cells: Vec<String>,
}

impl TopRow {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|c| !c.trim().is_empty()).count()
    }

    fn matches(&self, expects: &[&str]) -> usize {
        expects.iter().filter(|name| self.cells.iter().any(|cell| same(cell, name))).count()
    }
}

/// The position of the header row among the top rows.
///
/// The row that was named; else the first that has most of the expected headers; else the first as wide as
/// most rows are, with text in more than half of its cells or in all but the first.
///
/// # Errors
/// No row of that number, or no rows at all.
pub(crate) fn find(rows: &[TopRow], query: &TableQuery<'_>) -> Result<usize, Problem> {
    if let Some(wanted) = query.header_row {
        return rows.iter().position(|row| row.number == wanted).ok_or_else(|| {
            Problem::error(format!("there is nothing in row {wanted}, which is to hold the headers"))
                .file(query.path)
                .hint("the first line of the file is row 1; leave the header row out to have it found")
        });
    }
    if let Some((position, _)) = best(rows, query.expects) {
        return Ok(position);
    }
    usual_width(rows).ok_or_else(|| {
        Problem::error("there is nothing in it").file(query.path).hint("export or download it again")
    })
}

/// The first row with most of the expected headers, and how many it has.
pub(crate) fn best(rows: &[TopRow], expects: &[&str]) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize)> = None;
    for (position, row) in rows.iter().enumerate() {
        let matches = row.matches(expects);
        if matches > best.map_or(0, |(_, most)| most) {
            best = Some((position, matches));
        }
        if matches > 0 && matches == expects.len() {
            break;
        }
    }
    best
}

fn usual_width(rows: &[TopRow]) -> Option<usize> {
    let width = most_common(rows.iter().map(|row| row.cells.len()))?;
    let filled = most_common(rows.iter().map(TopRow::filled))?;
    let first_blank = |row: &TopRow| row.cells.first().is_some_and(|c| c.trim().is_empty());
    let full = |row: &TopRow| {
        let all_but_first = first_blank(row) && row.filled() > 0 && row.filled() + 1 == row.cells.len();
        row.filled() * 2 > filled || all_but_first
    };
    let wide = rows.iter().position(|row| row.cells.len() >= width && full(row));
    wide.or_else(|| rows.iter().position(full))
}

/// The most common number above 1, the larger of two as common; 1 only where there is no other.
fn most_common(numbers: impl Iterator<Item = usize>) -> Option<usize> {
    let mut sorted: Vec<usize> = numbers.filter(|n| *n > 0).collect();
    sorted.sort_unstable();
    Some(sorted.chunk_by(|a, b| a == b).max_by_key(|same| (same[0] > 1, same.len(), same[0]))?[0])
}

/// The headers of a row, tidied.
pub(crate) fn names(cells: &[String]) -> Vec<String> {
    cells.iter().map(|cell| tidy(cell).into_owned()).collect()
}

/// Names for columns without headers.
pub(crate) fn numbered(width: usize) -> Vec<String> {
    (1..=width).map(|i| format!("column {i}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn rows(cells: &[&[&str]]) -> Vec<TopRow> {
        let row = |(i, c): (usize, &&[&str])| TopRow {
            number: i as u64 + 1,
            cells: c.iter().map(|s| (*s).to_owned()).collect(),
        };
        cells.iter().enumerate().map(row).collect()
    }

    #[test]
    fn titles_above_the_headers_are_passed_over() {
        let top = rows(&[&["Members by area"], &["", ""], &["code", "users"], &["E1", "3"], &["E2", "4"]]);
        let mut query = TableQuery::new(Path::new("m.csv"));
        assert_eq!(find(&top, &query), Ok(2));
        query.expects = &["Code "];
        assert_eq!(find(&top, &query), Ok(2));
        query.header_row = Some(9);
        let said = find(&top, &query).expect_err("refused").to_string();
        assert!(said.starts_with("error: m.csv: there is nothing in row 9"), "{said}");
    }
}
