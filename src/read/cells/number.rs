//! Cells that hold numbers.

use crate::measure::{Missing, Value};
use crate::problem::{Problem, Problems};
use crate::read::cells::count::SuppressedMarkers;
use crate::read::table::Table;

/// Why a cell is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotANumber {
    /// It is blank.
    Blank,
    /// It is text.
    Text,
    /// It is `NaN` or infinite.
    NotFinite,
    /// It has a percent sign.
    Percent,
    /// It has a currency sign.
    Currency,
    /// Its commas do not part thousands.
    Commas,
    /// A formula in the spreadsheet failed, such as `#N/A`.
    SpreadsheetError,
}

impl NotANumber {
    /// The reason in a reader's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Blank => "blank where a number is wanted",
            Self::Text => "not a number",
            Self::NotFinite => "not a finite number",
            Self::Percent => "a percent sign where a plain number is wanted",
            Self::Currency => "a currency sign where a plain number is wanted",
            Self::Commas => "a comma that does not part thousands",
            Self::SpreadsheetError => "an error of the spreadsheet, such as #N/A",
        }
    }

    /// What to do about it.
    pub fn cure(self) -> &'static str {
        match self {
            Self::Blank => "fill it in, or say what a blank means",
            Self::Text => "correct it, or say what the mark means",
            Self::NotFinite => "correct it, or leave it blank and say what a blank means",
            Self::Percent => "take the sign off, and give a proportion where one is asked for",
            Self::Currency => "take the sign off",
            Self::Commas => "write decimals with a point and thousands without commas",
            Self::SpreadsheetError => "mend the formula and export again",
        }
    }
}

/// Reads a cell as a number. Thousands may be parted by commas, as in `1,234.5`.
///
/// ```
/// use reachgap::read::cells::number::{self, NotANumber};
/// assert_eq!(number::parse(" 1,234.5 "), Ok(1234.5));
/// assert_eq!(number::parse("12%"), Err(NotANumber::Percent));
/// assert_eq!(number::parse("NaN"), Err(NotANumber::NotFinite));
/// ```
///
/// # Errors
/// Why it is not a number.
pub fn parse(cell: &str) -> Result<f64, NotANumber> {
    let cell = cell.trim();
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err(NotANumber::NotFinite),
        Err(_) => without_commas(cell),
    }
}

fn without_commas(cell: &str) -> Result<f64, NotANumber> {
    match cell.chars().next() {
        None => return Err(NotANumber::Blank),
        Some('#') => return Err(NotANumber::SpreadsheetError),
        _ => {}
    }
    if cell.contains('%') {
        return Err(NotANumber::Percent);
    }
    if cell.contains(['£', '$', '€']) {
        return Err(NotANumber::Currency);
    }
    if !cell.contains(',') || cell.chars().any(char::is_alphabetic) {
        return Err(NotANumber::Text);
    }
    let whole = cell.split('.').next().unwrap_or_default().trim_start_matches(['-', '+']);
    let mut groups = whole.split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    if !first || !groups.all(|group| group.len() == 3) {
        return Err(NotANumber::Commas);
    }
    cell.replace(',', "").parse().map_err(|_| NotANumber::Text)
}

/// Reads a column of numbers.
///
/// Missing values: a cell with a stated mark is [`Missing::SuppressedBySource`], whatever its bounds.
///
/// # Errors
/// Every kind of cell that is not a number is among the problems, with its first row and how many there are.
pub fn numbers(
    table: &Table,
    column: usize,
    markers: &SuppressedMarkers,
    problems: &mut Problems,
) -> Vec<Value<f64>> {
    let read = |row: usize| {
        let cell = table.cell(column, row);
        if markers.meaning(cell).is_some() {
            return Value::Missing(Missing::SuppressedBySource);
        }
        match parse(cell) {
            Ok(value) => Value::Known(value),
            Err(why) => {
                problems.push(table.at(column, row, not_a_number(cell, why)));
                Value::Missing(Missing::NotInSource)
            }
        }
    };
    (0..table.rows()).map(read).collect()
}

/// The problem with a cell that is not a number; a known mark for suppression is named.
pub(crate) fn not_a_number(cell: &str, why: NotANumber) -> Problem {
    match SuppressedMarkers::usual(cell) {
        Some(mark) => Problem::error(format!("the mark \"{mark}\" has no stated meaning"))
            .hint(format!("say what it means, for example suppressed = {{ \"{mark}\" = [1, 4] }}")),
        None => Problem::error(why.words()).hint(why.cure()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_usual_form_are_read() {
        let read = ["1", "-2.5", " 3 ", "1,234", "1,234,567.8", "+4", "1e3", "-1,000"].map(parse);
        let expected = [1.0, -2.5, 3.0, 1234.0, 1_234_567.8, 4.0, 1000.0, -1000.0].map(Ok);
        assert_eq!(read, expected);
    }

    #[test]
    fn what_is_not_a_number_is_refused_with_its_reason() {
        use NotANumber::{Blank, Commas, Currency, NotFinite, Percent, SpreadsheetError, Text};
        let cells = ["", "x", "NaN", "inf", "-Infinity", "5%", "£3", "1,23", "12,3456", "#N/A", "1 234"];
        let expected = [
            Blank,
            Text,
            NotFinite,
            NotFinite,
            NotFinite,
            Percent,
            Currency,
            Commas,
            Commas,
            SpreadsheetError,
            Text,
        ];
        assert_eq!(cells.map(parse), expected.map(Err));
    }
}
