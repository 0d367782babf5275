//! Tables of areas and other small sources: every cell is text until a column is read as what it means.

use std::path::{Path, PathBuf};

use crate::ledger::FileRead;
use crate::problem::{Problem, Problems};
use crate::read::column::TextColumn;
use crate::read::format::{self, Format};
use crate::read::text::tidy;
use crate::read::{csv_table, parquet, workbook};

/// How many headers a message lists.
const LISTED: usize = 40;

/// How many characters of a header a message quotes.
const LONGEST_QUOTED: usize = 120;

/// What is known beforehand of a table.
#[derive(Debug, Clone, Copy)]
pub struct TableQuery<'q> {
    /// The file.
    pub path: &'q Path,
    /// The sheet of a workbook; found by its headers where not named.
    pub sheet: Option<&'q str>,
    /// The row the headers are in, the first row being 1; found where not given.
    pub header_row: Option<u64>,
    /// Headers that help to find the sheet and the header row.
    pub expects: &'q [&'q str],
    /// The only columns to keep, by header; all where `None`. Others cannot be asked for afterwards.
    pub only: Option<&'q [&'q str]>,
    /// The mark between cells of a text file; found where not given.
    pub delimiter: Option<char>,
    /// The encoding of a text file; found where not given.
    pub encoding: Option<&'q str>,
    /// Whether there are headers at all. Without them columns are called `column 1`, `column 2` and so on.
    pub has_header: bool,
}

impl<'q> TableQuery<'q> {
    /// A table with headers of which nothing else is known.
    pub fn new(path: &'q Path) -> Self {
        Self {
            path,
            sheet: None,
            header_row: None,
            expects: &[],
            only: None,
            delimiter: None,
            encoding: None,
            has_header: true,
        }
    }

    /// Whether a column with this header is kept.
    pub(crate) fn keeps(&self, header: &str) -> bool {
        self.only.is_none_or(|only| only.iter().any(|name| same(name, header)))
    }
}

/// A table whose cells are text.
#[derive(Debug, Clone)]
pub struct Table {
    /// The file, as it was named to the run.
    pub path: PathBuf,
    /// What was read and how it was laid out.
    pub file: FileRead,
    headers: Vec<String>,
    not_kept: Vec<String>,
    columns: Vec<TextColumn>,
    row_numbers: Vec<u32>,
}

/// Reads a table from delimited text, a workbook or Parquet, whichever the file is.
///
/// Rows without any text are left out. Cells are as the file has them; numbers of workbooks and Parquet are
/// written as short as is exact, whole numbers without a decimal point, dates as `YYYY-MM-DD`.
///
/// # Errors
/// `None`, with every reason among the problems, each with its cure.
pub fn read_table(query: &TableQuery<'_>, problems: &mut Problems) -> Option<Table> {
    let format = match format::format_of(query.path) {
        Ok(format) => format,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    if query.sheet.is_some() && !matches!(format, Format::Xlsx | Format::Xls | Format::Ods) {
        let what = format!("a sheet is named, but this is {}", format.words());
        problems.push(Problem::warning(what).file(query.path).hint("leave the sheet out"));
    }
    note_misnamed(query.path, format, problems);
    let parts = match format {
        Format::Text => csv_table::read(query, problems),
        Format::Xlsx | Format::Xls | Format::Ods => workbook::read(query, format, problems),
        Format::Parquet => parquet::read(query, problems),
    }?;
    Table::new(query.path, parts, problems)
}

fn note_misnamed(path: &Path, format: Format, problems: &mut Problems) {
    let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let text = matches!(ending.as_str(), "csv" | "txt" | "tsv");
    if format != Format::Text && text {
        let what = format!("this is {} named .{ending}", format.words());
        problems.push(Problem::warning(what).file(path).hint("it was read as what it is; rename it"));
    }
}

/// What a format's reader hands over.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) file: FileRead,
    /// The headers of the columns kept.
    pub(crate) headers: Vec<String>,
    /// The headers of the columns not kept.
    pub(crate) not_kept: Vec<String>,
    pub(crate) columns: Vec<TextColumn>,
    pub(crate) row_numbers: Vec<u32>,
}

impl Table {
    fn new(path: &Path, mut parts: Parts, problems: &mut Problems) -> Option<Self> {
        if parts.row_numbers.is_empty() {
            let what = "there are headers but no rows of data";
            problems.push(Problem::error(what).file(path).hint("export or download it again"));
            return None;
        }
        if parts.columns.iter().any(TextColumn::is_too_long) {
            let what = "a column holds more than 4 GiB of text";
            problems.push(Problem::error(what).file(path).hint("divide the file into smaller ones"));
            return None;
        }
        parts.file.rows = parts.row_numbers.len() as u64;
        name_blank_headers(path, &mut parts.headers, problems);
        warn_of_repeated_headers(path, &parts.headers, problems);
        let Parts { file, headers, not_kept, columns, row_numbers } = parts;
        Some(Self { path: path.to_owned(), file, headers, not_kept, columns, row_numbers })
    }

    /// The headers of the columns that were kept, tidied.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// How many rows of data there are.
    pub fn rows(&self) -> usize {
        self.row_numbers.len()
    }

    /// The column with this header: the same but for blanks around it, else the same but for its case.
    pub fn column(&self, header: &str) -> Option<usize> {
        position(&self.headers, header)
    }

    /// The columns with these headers, in this order.
    ///
    /// # Errors
    /// `None`, with every missing or repeated header among the problems, the nearest one that is there, and
    /// a list of all.
    pub fn require(&self, headers: &[&str], problems: &mut Problems) -> Option<Vec<usize>> {
        let mut found = Vec::new();
        for header in headers {
            match self.column(header) {
                Some(column) if self.is_repeated(column) => {
                    let what = format!("there are several columns \"{}\"", self.headers[column]);
                    problems.push(Problem::error(what).file(&self.path).hint("rename or remove all but one"));
                }
                Some(column) => found.push(column),
                None => problems.push(self.missing(header)),
            }
        }
        (found.len() == headers.len()).then_some(found)
    }

    /// The cell in this column and row, as the file has it.
    ///
    /// # Panics
    /// When there is no such column or row.
    pub fn cell(&self, column: usize, row: usize) -> &str {
        self.columns[column].cell(row)
    }

    /// The number a spreadsheet gives this row; the first line of the file is 1.
    ///
    /// # Panics
    /// When there is no such row.
    pub fn row_number(&self, row: usize) -> u64 {
        u64::from(self.row_numbers[row])
    }

    /// Says of a problem that it is in this cell.
    #[must_use]
    pub fn at(&self, column: usize, row: usize, problem: Problem) -> Problem {
        problem.file(&self.path).row(self.row_number(row)).column(&self.headers[column])
    }

    fn is_repeated(&self, column: usize) -> bool {
        self.headers.iter().filter(|h| **h == self.headers[column]).count() > 1
    }

    fn missing(&self, header: &str) -> Problem {
        let all: Vec<&str> = self.headers.iter().chain(&self.not_kept).map(String::as_str).collect();
        missing_column(&self.path, header, &all)
    }
}

/// The problem that a column is missing: with the nearest header that is there, and a list of all.
pub(crate) fn missing_column(path: &Path, header: &str, all: &[&str]) -> Problem {
    let mut listed: Vec<String> = all.iter().take(LISTED).map(|header| shortened(header)).collect();
    if all.len() > LISTED {
        listed.push("…".into());
    }
    let there = format!("the file has: {}", listed.join(", "));
    let hint = match crate::read::nearest(header, all.iter().copied()) {
        _ if all.len() == 1 => format!("is the delimiter right? {there}"),
        Some(near) => format!("did you mean \"{}\"? {there}", shortened(near)),
        None => there,
    };
    Problem::error(format!("there is no column \"{header}\"")).file(path).hint(hint)
}

/// A header as a message quotes it.
fn shortened(header: &str) -> String {
    match header.char_indices().nth(LONGEST_QUOTED) {
        Some((end, _)) => format!("{}…", &header[..end]),
        None => header.to_owned(),
    }
}

/// The column with this header: the same but for blanks around it, else the same but for its case.
pub(crate) fn position(headers: &[String], header: &str) -> Option<usize> {
    let wanted = tidy(header);
    let exact = headers.iter().position(|h| *h == wanted);
    exact.or_else(|| headers.iter().position(|h| same(h, &wanted)))
}

/// Whether two headers are the same but for blanks and case.
pub(crate) fn same(one: &str, other: &str) -> bool {
    tidy(one).to_lowercase() == tidy(other).to_lowercase()
}

fn name_blank_headers(path: &Path, headers: &mut [String], problems: &mut Problems) {
    let mut named = Vec::new();
    for (i, header) in headers.iter_mut().enumerate().filter(|(_, h)| h.is_empty()) {
        *header = format!("column {}", i + 1);
        named.push(format!("\"{header}\""));
    }
    if !named.is_empty() {
        let what = format!("columns without a header were named {}", named.join(", "));
        problems.push(Problem::note(what).file(path));
    }
}

fn warn_of_repeated_headers(path: &Path, headers: &[String], problems: &mut Problems) {
    for (i, header) in headers.iter().enumerate() {
        let places: Vec<String> =
            (0..headers.len()).filter(|j| headers[*j] == *header).map(|j| (j + 1).to_string()).collect();
        if places.len() > 1 && places[0] == (i + 1).to_string() {
            let what =
                format!("the header \"{header}\" is there more than once: columns {}", places.join(", "));
            problems.push(Problem::warning(what).file(path).hint("rename or remove all but one"));
        }
    }
}

#[cfg(test)]
mod tests;
