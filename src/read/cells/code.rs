//! Cells that hold codes of areas.

use std::ops::Deref;

use crate::area::{AreaCode, Geography};
use crate::problem::{Problem, Problems};
use crate::read::table::Table;

/// Reads a column of codes; blanks have none.
///
/// Single codes of another geography are kept: whether an area is known is decided when sources are joined.
///
/// # Errors
/// Codes that lost their zeros, or most of which are not of the geography, are among the problems.
pub fn codes(
    table: &Table,
    column: usize,
    geography: &Geography,
    problems: &mut Problems,
) -> Vec<Option<AreaCode>> {
    let found: Vec<Option<AreaCode>> =
        (0..table.rows()).map(|row| AreaCode::parse(table.cell(column, row))).collect();
    let listed = || found.iter().enumerate().filter_map(|(row, code)| code.as_ref().map(|code| (row, code)));
    if let Some((row, problem)) = judge(listed, geography) {
        problems.push(table.at(column, row, problem));
    }
    found
}

/// The area codes of some rows of a table, blanks as `None`, and where they stand.
#[derive(Debug, Clone)]
pub struct CodeColumn {
    codes: Vec<Option<AreaCode>>,
    header: String,
    rows: Vec<u64>,
}

impl CodeColumn {
    /// The codes of every row of a table, as [`codes`] reads them.
    pub fn read(table: &Table, column: usize, geography: &Geography, problems: &mut Problems) -> Self {
        Self {
            codes: codes(table, column, geography, problems),
            header: table.headers()[column].clone(),
            rows: (0..table.rows()).map(|row| table.row_number(row)).collect(),
        }
    }

    /// The codes at some positions only.
    #[must_use]
    pub fn at_rows(&self, positions: impl Iterator<Item = usize> + Clone) -> Self {
        Self {
            codes: positions.clone().map(|at| self.codes[at].clone()).collect(),
            header: self.header.clone(),
            rows: positions.map(|at| self.rows[at]).collect(),
        }
    }

    /// The number a spreadsheet gives the row of a code.
    ///
    /// # Panics
    /// When there is no such position.
    pub fn row_number(&self, at: usize) -> u64 {
        self.rows[at]
    }

    /// The header of the column.
    pub fn header(&self) -> &str {
        &self.header
    }

    /// The first row with this code.
    pub fn first_row(&self, code: &AreaCode) -> Option<u64> {
        self.codes.iter().position(|found| found.as_ref() == Some(code)).map(|at| self.rows[at])
    }
}

impl Deref for CodeColumn {
    type Target = [Option<AreaCode>];
    fn deref(&self) -> &Self::Target {
        &self.codes
    }
}

/// What is wrong with codes as a whole, and the first row that shows it.
pub(crate) fn judge<'c, Listed: Iterator<Item = (usize, &'c AreaCode)>>(
    codes: impl Fn() -> Listed,
    geography: &Geography,
) -> Option<(usize, Problem)> {
    let first = codes().next()?;
    let numeric = |code: &AreaCode| code.as_str().bytes().all(|b| b.is_ascii_digit());
    let lengths = || codes().map(|(_, code)| code.as_str().len());
    if codes().all(|(_, code)| numeric(code)) {
        let (shortest, longest) = (lengths().min()?, lengths().max()?);
        if !geography.accepts(first.1) {
            return Some((first.0, lost_zeros(geography)));
        }
        let (row, _) = codes().find(|(_, code)| code.as_str().len() == shortest)?;
        return (shortest < longest).then(|| (row, uneven(shortest, longest)));
    }
    let refused: Vec<(usize, &AreaCode)> = codes().filter(|(_, code)| !geography.accepts(code)).collect();
    let most = refused.len() * 2 > codes().count();
    most.then(|| (refused[0].0, wrong_geography(refused[0].1, geography, refused.len() as u64)))
}

fn lost_zeros(geography: &Geography) -> Problem {
    Problem::error(format!("the codes are numbers, where {geography} codes are {}", geography.example()))
        .hint("a spreadsheet may have taken letters or leading zeros off: export the column as text")
}

fn uneven(shortest: usize, longest: usize) -> Problem {
    Problem::warning(format!(
        "the codes are numbers of {shortest} to {longest} digits: leading zeros may be lost"
    ))
    .hint("a spreadsheet may have taken them off: export the column as text")
}

fn wrong_geography(code: &AreaCode, geography: &Geography, rows: u64) -> Problem {
    let example = geography.example();
    Problem::error(format!("most codes are not {geography} codes ({example}); the first is {code}"))
        .rows(rows)
        .hint("name the column that holds them, or state the geography the codes are of")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(geography: &str, codes: &[&str]) -> Option<String> {
        let codes: Vec<AreaCode> = codes.iter().filter_map(|code| AreaCode::parse(code)).collect();
        judge(|| codes.iter().enumerate(), &Geography::named(geography))
            .map(|(row, said)| format!("{row} {said}"))
    }

    #[test]
    fn codes_of_the_geography_are_fine_and_a_few_others_too() {
        assert_eq!(judged("lsoa11", &["E01000001", "W01000001", "S01000001"]), None);
        assert_eq!(judged("lsoa11", &[]), None);
        assert_eq!(judged("schools", &["114", "902"]), None);
    }

    #[test]
    fn codes_that_lost_their_letters_or_zeros_are_refused() {
        let said = judged("lsoa21", &["1014399", "1014400"]).expect("refused");
        assert!(
            said.starts_with(
                "0 error: the codes are numbers, where LSOA 2021 codes are E01, W01 and six digits"
            ),
            "{said}"
        );
        assert!(said.contains("leading zeros"), "{said}");
    }

    #[test]
    fn codes_of_uneven_length_may_have_lost_zeros() {
        let said = judged("county", &["12001", "1001"]).expect("told");
        assert!(
            said.starts_with("1 warning: the codes are numbers of 4 to 5 digits: leading zeros may be lost")
        );
    }

    #[test]
    fn codes_of_another_geography_are_refused() {
        let said = judged("lsoa21", &["E02000001", "E02000002", "E01000001"]).expect("refused");
        assert!(said.contains(
            "most codes are not LSOA 2021 codes (E01, W01 and six digits); the first is E02000001"
        ));
    }
}
