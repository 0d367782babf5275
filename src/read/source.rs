//! Area-level sources: from the assessment's words to the columns of a table.

use std::path::Path;

use super::cells::code::{self, CodeColumn};
use super::cells::count::{self, Suppressed, SuppressedMarkers, Wholeness};
use super::cells::number;
use super::table::{Table, TableQuery, read_table};
use crate::area::{AreaCode, Geography};
use crate::assessment::Assessment;
use crate::assessment::preset::Preset;
use crate::ledger::FileRead;
use crate::problem::{Problem, Problems};

/// A table that is being read for one source, with its layout.
#[derive(Debug)]
pub struct Source {
    /// The cells.
    pub table: Table,
    /// Where columns are found.
    pub preset: Preset,
}

/// What to open.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// The file's name in the assessment.
    pub file: &'a str,
    /// The layout's name.
    pub preset: Option<&'a str>,
    /// Headers the assessment names.
    pub named: &'a [&'a str],
}

impl Source {
    /// Opens a table in the layout of a preset.
    pub fn open(assessment: &Assessment, opening: Opening<'_>, problems: &mut Problems) -> Option<Self> {
        let preset = opening
            .preset
            .map(|name| Preset::or_problem(name, &assessment.directory, problems))
            .unwrap_or_default();
        let known: Vec<&str> = preset.columns.values().flatten().map(String::as_str).collect();
        let expects = [opening.named, &known].concat();
        let path = assessment.path(opening.file);
        let format = assessment.format_of(opening.file);
        let query = TableQuery {
            sheet: format.sheet.as_deref(),
            header_row: format.header_row,
            encoding: format.encoding.as_deref(),
            delimiter: format.delimiter,
            expects: &expects,
            ..TableQuery::new(&path)
        };
        let mut found = Problems::none();
        let table = read_table(&query, &mut found);
        problems.extend(found);
        table.map(|table| Self { table, preset })
    }

    /// The column that holds something: the one the assessment names, or the first of the preset's that is there.
    pub fn find(&self, what: &str, named: Option<&str>) -> Option<usize> {
        self.preset.headers(what, named).iter().find_map(|header| self.table.column(header))
    }

    /// As [`Self::find`], and a problem where there is none.
    pub fn need(&self, what: &str, named: Option<&str>, problems: &mut Problems) -> Option<usize> {
        let found = self.find(what, named);
        if found.is_none() {
            problems.push(self.no_column(what, &self.preset.headers(what, named)));
        }
        found
    }

    /// The problem that a column is not there, with the headers that are.
    pub fn no_column(&self, what: &str, candidates: &[String]) -> Problem {
        let looked_for = match candidates {
            [] => String::new(),
            names => format!("; looked for \"{}\"", names.join("\", \"")),
        };
        let mut there: Vec<&str> = self.table.headers().iter().map(String::as_str).collect();
        there.truncate(20);
        Problem::error(format!("no column holds the {}{looked_for}", what.replace('_', " ")))
            .file(&self.table.path)
            .hint(format!("name the column in the assessment; the headers are \"{}\"", there.join("\", \"")))
    }

    /// The codes of a column; blank ones are `None`.
    pub fn codes(
        &self,
        column: usize,
        geography: &Geography,
        problems: &mut Problems,
    ) -> Vec<Option<AreaCode>> {
        code::codes(&self.table, column, geography, problems)
    }

    /// The codes of a column with where they stand.
    pub fn code_column(&self, column: usize, geography: &Geography, problems: &mut Problems) -> CodeColumn {
        CodeColumn::read(&self.table, column, geography, problems)
    }

    /// The people of a column: numbers that are not negative. A blank or a mark is an error.
    pub fn people(&self, column: usize, problems: &mut Problems) -> Vec<Option<f64>> {
        let counts = count::counts(
            &self.table,
            column,
            &SuppressedMarkers::default(),
            Wholeness::Fractional,
            problems,
        );
        counts.into_iter().map(|c| c.known().map(|c| c.lowest)).collect()
    }

    /// The figures of a column. A blank or one of the usual marks means that the publisher gives none.
    pub fn figures(&self, column: usize, problems: &mut Problems) -> Vec<Option<f64>> {
        let none =
            ["", "*", "c", "[c]", "x", "[x]", "-", "..", "n/a", "na"].map(|mark| (mark, Suppressed::Missing));
        let figures = number::numbers(&self.table, column, &SuppressedMarkers::new(none), problems);
        figures.into_iter().map(crate::measure::Value::known).collect()
    }

    /// Refuses codes that stand in more than one row, where each area has one.
    pub fn refuse_repeats(&self, column: usize, codes: &[Option<AreaCode>], problems: &mut Problems) {
        let rows = codes.iter().enumerate().filter_map(|(row, code)| Some((row, code.as_ref()?, ())));
        let hint = "each area has one row; if rows tell kinds of people apart, pick one kind with `only`";
        problems.extend(self.repeats(column, rows, hint));
    }

    /// Refuses codes that stand in more than one row of the same kind, where each area has one of each.
    pub fn refuse_repeats_of_kind<'c, Kind: Eq + std::hash::Hash>(
        &self,
        column: usize,
        rows: impl Iterator<Item = (usize, &'c AreaCode, Kind)>,
        problems: &mut Problems,
    ) {
        let hint = "each area has one row for each kind of people; name the columns that tell rows apart (age, sex \
                    or groups), or pick rows with `only`";
        problems.extend(self.repeats(column, rows, hint));
    }

    /// One problem, at the first repeat, with the repeats counted.
    fn repeats<'c, Kind: Eq + std::hash::Hash>(
        &self,
        column: usize,
        rows: impl Iterator<Item = (usize, &'c AreaCode, Kind)>,
        hint: &str,
    ) -> Problems {
        let mut met = rustc_hash::FxHashSet::default();
        let mut repeats =
            rows.filter_map(|(row, code, kind)| (!met.insert((code, kind))).then_some((row, code)));
        let mut problems = Problems::none();
        if let Some((row, code)) = repeats.next() {
            let problem = Problem::error(format!("area {code} stands here a second time")).hint(hint);
            problems.push(self.table.at(column, row, problem.rows(1 + repeats.count() as u64)));
        }
        problems
    }

    /// The rows to keep: those whose columns have one of the values asked for.
    pub fn rows_where(
        &self,
        only: &std::collections::BTreeMap<String, Vec<String>>,
        problems: &mut Problems,
    ) -> Vec<usize> {
        let mut conditions = Vec::new();
        for (header, values) in only {
            match self.table.column(header) {
                Some(column) => conditions.push((column, values)),
                None => problems.push(self.no_column(header, std::slice::from_ref(header))),
            }
        }
        let keeps = |row: &usize| {
            conditions.iter().all(|(column, values)| {
                let cell = self.table.cell(*column, *row).trim();
                values.iter().any(|v| v.eq_ignore_ascii_case(cell))
            })
        };
        (0..self.table.rows()).filter(keeps).collect()
    }

    /// The record of the file, by the name a reader knows it by.
    pub fn file(&self, assessment: &Assessment, geography: Option<&Geography>) -> FileRead {
        FileRead {
            file: assessment.name_of(Path::new(&self.table.path)),
            geography: geography.map(ToString::to_string),
            ..self.table.file.clone()
        }
    }
}
