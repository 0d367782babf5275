//! What is wrong with single rows of a block, until the block's place in its file is known.

use std::path::Path;

use crate::problem::{Problem, Problems, Severity};

/// A kind of fault: how much it matters, what it is, and its cure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) severity: Severity,
    pub(crate) what: &'static str,
    pub(crate) cure: &'static str,
}

impl Fault {
    pub(crate) const fn error(what: &'static str, cure: &'static str) -> Self {
        Self { severity: Severity::Error, what, cure }
    }

    pub(crate) const fn warning(what: &'static str, cure: &'static str) -> Self {
        Self { severity: Severity::Warning, what, cure }
    }

    fn problem(self) -> Problem {
        let problem = match self.severity {
            Severity::Error => Problem::error(self.what),
            Severity::Warning => Problem::warning(self.what),
            Severity::Note => Problem::note(self.what),
        };
        problem.hint(self.cure)
    }
}

/// One kind of fault in one column: the first row that has it, and how many have.
#[derive(Debug)]
struct Seen<Column> {
    column: Column,
    fault: Fault,
    first: u64,
    rows: u64,
}

/// The faults of the rows of a block, by column and kind.
#[derive(Debug)]
pub(crate) struct RowFaults<Column>(Vec<Seen<Column>>);

impl<Column> Default for RowFaults<Column> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<Column: Copy + PartialEq> RowFaults<Column> {
    /// Notes a fault; the first row of the block is 0.
    #[cold]
    pub(crate) fn note(&mut self, column: Column, row: u64, fault: Fault) {
        match self.0.iter_mut().find(|seen| seen.column == column && seen.fault == fault) {
            Some(same) => same.rows += 1,
            None => self.0.push(Seen { column, fault, first: row, rows: 1 }),
        }
    }

    /// Tells of the faults, now that the number of the block's first row is known.
    pub(crate) fn tell(
        &self,
        file: &Path,
        first_row: u64,
        name: impl Fn(Column) -> String,
        problems: &mut Problems,
    ) {
        for seen in &self.0 {
            let problem = seen.fault.problem().file(file).row(first_row + seen.first).rows(seen.rows);
            problems.push(problem.column(name(seen.column)));
        }
    }
}
