//! The mark between cells: as declared, or the one by which the first rows agree on how many cells they have.

use std::path::Path;

use crate::problem::Problem;
use crate::read::rows::Rows;

/// The marks that are looked for, the likeliest first.
const MARKS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many rows are looked at.
const ROWS: usize = 200;

/// The delimiter in words.
pub(crate) fn words(delimiter: u8) -> String {
    match delimiter {
        b',' => "comma".into(),
        b';' => "semicolon".into(),
        b'\t' => "tab".into(),
        b'|' => "pipe".into(),
        other => format!("\"{}\"", char::from(other)),
    }
}

/// A delimiter that was declared.
///
/// # Errors
/// A mark outside ASCII, a quote or a line end.
pub(crate) fn declared(path: &Path, mark: char) -> Result<u8, Problem> {
    match u8::try_from(mark) {
        Ok(byte) if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r' | 0) => Ok(byte),
        _ => Err(Problem::error("the declared delimiter cannot part cells")
            .file(path)
            .hint("use \",\", \";\", \"\\t\" or \"|\", or leave it out to have it found")),
    }
}

/// Finds the delimiter of a text from its first rows; a comma where there is none.
///
/// For each mark, the most common number of cells is found; the mark wins by which the largest share of
/// rows agrees, then the one with the most cells.
pub(crate) fn find(sample: &str) -> u8 {
    let mut best = (0, 1, b',');
    for mark in MARKS {
        let (percent, cells) = agreement(sample, mark);
        if cells > 1 && (percent, cells) > (best.0, best.1) {
            best = (percent, cells, mark);
        }
    }
    best.2
}

/// The percentage of rows that have the most common number of cells, to the nearest five, and that number.
fn agreement(sample: &str, mark: u8) -> (usize, usize) {
    let mut rows = Rows::new(sample, mark);
    let mut widths = Vec::new();
    while widths.len() < ROWS {
        let Some(row) = rows.next_row() else { break };
        widths.push(row.len());
    }
    widths.sort_unstable();
    let most = widths.chunk_by(|a, b| a == b).max_by_key(|same| (same[0] > 1, same.len(), same[0]));
    most.map_or((0, 1), |same| (same.len() * 20 / widths.len() * 5, same[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_by_which_rows_agree_is_found() {
        assert_eq!(find("a,b\n1,2\n"), b',');
        assert_eq!(find("a;b\n1,5;2\n3,5;4\n"), b';');
        assert_eq!(find("name\tn\nSmith, J\t1\nJones\t2\n"), b'\t');
        assert_eq!(find("a|b|c\n1|2|3\n"), b'|');
    }

    #[test]
    fn titles_above_the_table_do_not_mislead() {
        assert_eq!(find("Members; by area\n\ncode,users,year\nE1,2,3\nE2,2,3\nE3,2,4\n"), b',');
    }

    #[test]
    fn one_column_is_read_as_commas() {
        assert_eq!(find("code\nE1\nE2\n"), b',');
        assert_eq!(find(""), b',');
    }

    #[test]
    fn a_delimiter_that_cannot_part_cells_is_refused() {
        let said = declared(Path::new("u.csv"), '"').expect_err("refused").to_string();
        assert!(said.starts_with("error: u.csv: the declared delimiter cannot part cells"));
    }
}
