//! Cells that hold counts, some of them suppressed.

use std::collections::BTreeMap;

use crate::count::Count;
use crate::measure::{Missing, Value};
use crate::problem::{Problem, Problems};
use crate::read::cells::number::{not_a_number, parse};
use crate::read::table::Table;

/// What a mark in place of a count means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Suppressed {
    /// Any count from the first to the second, both included.
    Between(f64, f64),
    /// Nothing is known of the count.
    Missing,
}

/// The marks a source uses in place of counts, such as `*`, `[c]`, `<5` or a blank, and what each means.
///
/// Marks are compared trimmed and whatever their case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SuppressedMarkers(BTreeMap<String, Suppressed>);

/// Marks that publishers use; a cell with one of them is not quoted by chance.
const USUAL: &[&str] = &[
    "*",
    "**",
    "c",
    "[c]",
    "(c)",
    "x",
    "[x]",
    "z",
    "[z]",
    "s",
    "[s]",
    "u",
    "[u]",
    "..",
    "...",
    ":",
    "-",
    "--",
    "–",
    "—",
    ".",
    "~",
    "low",
    "[low]",
    "[w]",
    "n/a",
    "na",
    "null",
    "none",
    "supp",
    "suppressed",
    "<3",
    "<4",
    "<5",
    "<6",
    "<7",
    "<8",
    "<10",
    "< 5",
    "< 10",
    "1-4",
    "1 to 4",
    "under 5",
    "less than 5",
    "fewer than 5",
];

impl SuppressedMarkers {
    /// The marks and what they mean; the empty text stands for a blank cell.
    pub fn new(marks: impl IntoIterator<Item = (impl AsRef<str>, Suppressed)>) -> Self {
        Self(marks.into_iter().map(|(mark, means)| (normal(mark.as_ref()), means)).collect())
    }

    /// What a cell means that holds a mark; `None` when it does not.
    pub fn meaning(&self, cell: &str) -> Option<Suppressed> {
        if self.0.is_empty() || cell.trim().len() > 40 {
            return None;
        }
        self.0.get(&normal(cell)).copied()
    }

    /// The mark in a cell, when it is one that publishers use.
    pub(crate) fn usual(cell: &str) -> Option<&'static str> {
        let cell = normal(cell);
        USUAL.iter().find(|mark| **mark == cell).copied()
    }
}

fn normal(mark: &str) -> String {
    mark.trim().to_lowercase()
}

/// Whether counts may have a fractional part, as modelled populations have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wholeness {
    /// Whole numbers only.
    Whole,
    /// Any number that is not negative.
    Fractional,
}

/// Why a number is not a count.
const NEGATIVE: (&str, &str) = ("a negative count", "correct it; changes and net figures are not counts");
const FRACTION: (&str, &str) =
    ("a fraction where a whole number is wanted", "give counts, not rates, shares or averages");

/// Reads one cell as a count.
///
/// # Errors
/// What is wrong with the cell, without its place.
pub fn parse_count(
    cell: &str,
    markers: &SuppressedMarkers,
    wholeness: Wholeness,
) -> Result<Value<Count>, Problem> {
    match markers.meaning(cell) {
        Some(Suppressed::Between(lowest, highest)) => {
            return Ok(Value::Known(Count::between(lowest, highest)));
        }
        Some(Suppressed::Missing) => return Ok(Value::Missing(Missing::SuppressedBySource)),
        None => {}
    }
    let refuse = |(what, cure): (&str, &str)| Err(Problem::error(what).hint(cure));
    match parse(cell) {
        Err(why) => Err(not_a_number(cell, why)),
        Ok(value) if value < 0.0 => refuse(NEGATIVE),
        Ok(value) if wholeness == Wholeness::Whole && value.fract() != 0.0 => refuse(FRACTION),
        Ok(value) => Ok(Value::Known(Count::exact(value))),
    }
}

/// Reads a column of counts.
///
/// Missing values: a mark that means nothing is known is [`Missing::SuppressedBySource`]; a mark with bounds is
/// a count between them, never a zero.
///
/// # Errors
/// Every kind of cell that is not a count is among the problems, with its first row and how many there are.
pub fn counts(
    table: &Table,
    column: usize,
    markers: &SuppressedMarkers,
    wholeness: Wholeness,
    problems: &mut Problems,
) -> Vec<Value<Count>> {
    let read = |row: usize| {
        parse_count(table.cell(column, row), markers, wholeness).unwrap_or_else(|problem| {
            problems.push(table.at(column, row, problem));
            Value::Missing(Missing::NotInSource)
        })
    };
    (0..table.rows()).map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stars() -> SuppressedMarkers {
        SuppressedMarkers::new([
            ("*", Suppressed::Between(1.0, 4.0)),
            ("[C]", Suppressed::Missing),
            ("", Suppressed::Missing),
        ])
    }

    fn read(cell: &str) -> Result<Value<Count>, String> {
        parse_count(cell, &stars(), Wholeness::Whole).map_err(|problem| problem.to_string())
    }

    #[test]
    fn a_suppressed_count_is_an_interval_and_never_a_zero() {
        assert_eq!(read(" * "), Ok(Value::Known(Count::between(1.0, 4.0))));
        assert_eq!(read("[c]"), Ok(Value::Missing(Missing::SuppressedBySource)));
        assert_eq!(read("  "), Ok(Value::Missing(Missing::SuppressedBySource)));
        assert_eq!(read("1,204"), Ok(Value::Known(Count::exact(1204.0))));
        assert_eq!(read("0"), Ok(Value::Known(Count::exact(0.0))));
    }

    #[test]
    fn negative_and_fractional_counts_are_refused() {
        let said = read("-3").expect_err("refused");
        assert_eq!(
            said,
            "error: a negative count\n  hint: correct it; changes and net figures are not counts"
        );
        assert!(
            read("2.5").expect_err("refused").starts_with("error: a fraction where a whole number is wanted")
        );
        let modelled = parse_count("2.5", &stars(), Wholeness::Fractional);
        assert_eq!(modelled, Ok(Value::Known(Count::exact(2.5))));
    }

    #[test]
    fn a_mark_without_a_stated_meaning_is_named() {
        assert_eq!(
            read("<5").expect_err("refused"),
            "error: the mark \"<5\" has no stated meaning\n  hint: say what it means, for example suppressed = \
             { \"<5\" = [1, 4] }"
        );
    }

    #[test]
    fn other_contents_of_a_cell_are_not_quoted() {
        assert!(!read("Mary Smith").expect_err("refused").contains("Mary"));
    }
}
