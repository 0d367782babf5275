//! What is wrong with the inputs, and how much it matters: problems are values, gathered and told all at once.

use std::fmt;
use std::path::Path;

use serde::Serialize;

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The run cannot go on: a figure would be wrong.
    Error,
    /// The run goes on; the reader of the figures must know.
    Warning,
    /// Worth knowing.
    Note,
}

/// One problem: where it is, what it is, and what to do about it.
///
/// The text may quote codes, column headers and file names, never other contents of a cell: a log is
/// not a place for a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// The file, as it was named to the run.
    pub file: Option<String>,
    /// The row as a spreadsheet numbers it: the first line of the file is row 1.
    pub row: Option<u64>,
    /// The column's header.
    pub column: Option<String>,
    /// What is wrong, as a sentence fragment.
    pub what: String,
    /// What to do, where there is one likely cure.
    pub hint: Option<String>,
    /// How many rows have this problem; the row above is the first.
    pub rows: u64,
    /// Whether it counts people, so that the number may say too much to be published.
    #[serde(skip)]
    pub of_people: bool,
}

impl Problem {
    /// A problem that stops the run.
    pub fn error(what: impl Into<String>) -> Self {
        Self::new(Severity::Error, what)
    }

    /// A problem that the reader of the figures must know of.
    pub fn warning(what: impl Into<String>) -> Self {
        Self::new(Severity::Warning, what)
    }

    /// Something worth knowing.
    pub fn note(what: impl Into<String>) -> Self {
        Self::new(Severity::Note, what)
    }

    fn new(severity: Severity, what: impl Into<String>) -> Self {
        Self {
            severity,
            file: None,
            row: None,
            column: None,
            what: what.into(),
            hint: None,
            rows: 1,
            of_people: false,
        }
    }

    /// Says which file it is in.
    #[must_use]
    pub fn file(mut self, file: &Path) -> Self {
        self.file = Some(file.display().to_string());
        self
    }

    /// Says which row it is in, counting the first line of the file as row 1.
    #[must_use]
    pub fn row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// Says which column it is in.
    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says that it counts people: it is told to who runs the program, and not published as it stands.
    #[must_use]
    pub fn of_people(mut self) -> Self {
        self.of_people = true;
        self
    }

    /// The id of the definition that it speaks of, where it speaks of one.
    pub(crate) fn of_definition(&self) -> Option<String> {
        let rest = self.what.split("definition \"").nth(1)?;
        rest.split('"').next().map(str::to_owned)
    }

    /// Says how many rows have it.
    #[must_use]
    pub fn rows(mut self, rows: u64) -> Self {
        self.rows = rows;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        write!(f, "{severity}: ")?;
        if let Some(file) = &self.file {
            write!(f, "{file}")?;
            if let Some(row) = self.row {
                write!(f, ", row {row}")?;
            }
            if let Some(column) = &self.column {
                write!(f, ", column \"{column}\"")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.what)?;
        if self.rows > 1 {
            write!(f, " ({} rows)", self.rows)?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

/// Problems gathered while reading; the same problem in the same column is told once, with its rows counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// None so far.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds one problem; joins it to an earlier one that says the same of the same file and column.
    pub fn push(&mut self, problem: Problem) {
        let same = self.0.iter_mut().find(|p| {
            p.severity == problem.severity
                && p.file == problem.file
                && p.column == problem.column
                && p.what == problem.what
        });
        match same {
            Some(earlier) => {
                earlier.rows += problem.rows;
                earlier.row = earlier.row.min(problem.row).or(earlier.row);
            }
            None => self.0.push(problem),
        }
    }

    /// Adds several: another reading's, or the one that there may be.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Problem>) {
        for problem in others {
            self.push(problem);
        }
    }

    /// Whether any of them stops the run.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|p| p.severity == Severity::Error)
    }

    /// How many distinct problems there are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|p| p.severity == severity).count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The problems, errors first, otherwise in the order they were met.
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut all: Vec<&Problem> = self.0.iter().collect();
        all.sort_by_key(|p| p.severity);
        all
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.sorted().into_iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_problem_is_told_once_with_its_rows_counted() {
        let mut problems = Problems::none();
        let one = || Problem::error("negative count").file(Path::new("u.csv")).column("users");
        problems.push(one().row(9));
        problems.push(one().row(4));
        assert_eq!(problems.to_string(), "error: u.csv, row 4, column \"users\": negative count (2 rows)");
    }

    #[test]
    fn errors_come_first() {
        let mut problems = Problems::none();
        problems.push(Problem::note("b"));
        problems.push(Problem::error("a").hint("do c"));
        assert_eq!(problems.to_string(), "error: a\n  hint: do c\nnote: b");
    }
}
