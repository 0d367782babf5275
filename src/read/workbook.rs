//! Tables from workbooks: Excel (`.xlsx`, `.xls`) and OpenDocument spreadsheets.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{Data, DataRef, Ods, Reader, Xls, Xlsx};

use crate::problem::{Problem, Problems};
use crate::read::format::{self, Format};
use crate::read::header::{self, SEARCHED, TopRow};
use crate::read::sheet_rows::SheetRows;
use crate::read::table::{Parts, TableQuery};
use crate::read::whole_file;
use crate::read::written::{moment, number};

/// The last column that is searched for headers, counted from 0; Excel's own last is 16,383.
const LAST_COLUMN: u32 = 4_095;

/// An open workbook.
enum Workbook {
    Xlsx(Xlsx<BufReader<File>>),
    Xls(Xls<BufReader<File>>),
    Ods(Ods<BufReader<File>>),
}

/// Reads a table from a sheet of a workbook.
pub(crate) fn read(query: &TableQuery<'_>, format: Format, problems: &mut Problems) -> Option<Parts> {
    match try_read(query, format, problems) {
        Ok(parts) => Some(parts),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

fn try_read(query: &TableQuery<'_>, format: Format, problems: &mut Problems) -> Result<Parts, Problem> {
    let mut workbook = Workbook::open(query.path, format)?;
    let sheet = choose_sheet(&mut workbook, query, problems)?;
    let at = header::find(&sheet.top, query)?;
    let headers = header_cells(&sheet.top, at, query.has_header);
    let first_row = sheet.top[at].number + u64::from(query.has_header);
    let mut rows = SheetRows::new(headers, |name| query.keeps(name), first_row);
    workbook.cells(query.path, &sheet.name, |row, column, text| {
        rows.cell(row, column, text);
        true
    })?;
    let layout =
        format!("{}, sheet \"{}\", headers in row {}", name_of(format), sheet.name, sheet.top[at].number);
    let file = whole_file::read(query.path, layout)?;
    Ok(rows.finish(query.path, file, problems))
}

fn name_of(format: Format) -> &'static str {
    match format {
        Format::Xls => "XLS",
        Format::Ods => "ODS",
        _ => "XLSX",
    }
}

/// The headers of the sheet, without blank ones after the last.
fn header_cells(top: &[TopRow], at: usize, has_header: bool) -> Vec<String> {
    if !has_header {
        return header::numbered(top.iter().map(|row| row.cells.len()).max().unwrap_or(0));
    }
    let mut names = header::names(&top[at].cells);
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    names
}

/// A sheet and its first rows.
struct Sheet {
    name: String,
    top: Vec<TopRow>,
}

fn choose_sheet(
    workbook: &mut Workbook,
    query: &TableQuery<'_>,
    problems: &mut Problems,
) -> Result<Sheet, Problem> {
    let names = workbook.sheets();
    let named = query.sheet.map(|wanted| sheet_named(query.path, &names, wanted)).transpose()?;
    let mut sheets = Vec::new();
    for name in named.map_or(names, |name| vec![name]) {
        let top = workbook.top(query.path, &name)?;
        sheets.push(Sheet { name, top });
    }
    let matches = |sheet: &Sheet| header::best(&sheet.top, query.expects).map_or(0, |(_, count)| count);
    let filled =
        |sheet: &Sheet| usize::from(sheet.top.len() > 1 && sheet.top.iter().any(|r| r.cells.len() > 1));
    let score = |sheet: &Sheet| (matches(sheet), filled(sheet), usize::from(!sheet.top.is_empty()));
    let best = sheets.iter().map(score).max().unwrap_or_default();
    if best.2 == 0 {
        let what = if query.sheet.is_some() { "the sheet is empty" } else { "every sheet is empty" };
        return Err(Problem::error(what).file(query.path).hint("name the sheet that holds the table"));
    }
    let alike: Vec<String> = sheets.iter().filter(|s| score(s) == best).map(|s| s.name.clone()).collect();
    if alike.len() > 1 {
        let what = format!("these sheets look alike and the first was read: {}", alike.join(", "));
        problems.push(Problem::warning(what).file(query.path).hint("name the sheet"));
    }
    let chosen = sheets.into_iter().find(|sheet| score(sheet) == best);
    chosen.ok_or_else(|| Problem::error("the workbook has no sheets").file(query.path))
}

fn sheet_named(path: &Path, names: &[String], wanted: &str) -> Result<String, Problem> {
    let same = |name: &&String| name.trim().eq_ignore_ascii_case(wanted.trim());
    names.iter().find(same).cloned().ok_or_else(|| {
        let there = format!("it has: {}", names.join(", "));
        let near = crate::read::nearest(wanted, names.iter().map(String::as_str));
        let hint = near.map_or(there.clone(), |near| format!("did you mean \"{near}\"? {there}"));
        Problem::error(format!("there is no sheet \"{wanted}\"")).file(path).hint(hint)
    })
}

impl Workbook {
    fn open(path: &Path, format: Format) -> Result<Self, Problem> {
        let (file, _) = format::open(path)?;
        let file = BufReader::new(file);
        match format {
            Format::Xls => {
                Xls::new(file).map(Self::Xls).map_err(|e| cannot_open(path, &e, "save it as .xlsx"))
            }
            Format::Ods => Ods::new(file).map(Self::Ods).map_err(|e| cannot_open(path, &e, "save it again")),
            _ => Xlsx::new(file).map(Self::Xlsx).map_err(|e| cannot_open(path, &e, "save it again as .xlsx")),
        }
    }

    fn sheets(&self) -> Vec<String> {
        match self {
            Self::Xlsx(book) => book.sheet_names(),
            Self::Xls(book) => book.sheet_names(),
            Self::Ods(book) => book.sheet_names(),
        }
    }

    /// The first rows of a sheet that are not blank; charts and other sheets without cells have none.
    fn top(&mut self, path: &Path, sheet: &str) -> Result<Vec<TopRow>, Problem> {
        let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        self.cells(path, sheet, |row, column, text| {
            if rows.len() > SEARCHED {
                return false;
            }
            if column > LAST_COLUMN {
                return true;
            }
            let cells = rows.entry(row).or_default();
            let column = column as usize;
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            text.clone_into(&mut cells[column]);
            true
        })?;
        let numbered = rows.into_iter().map(|(row, cells)| TopRow { number: u64::from(row) + 1, cells });
        Ok(numbered.take(SEARCHED).collect())
    }

    /// Gives every cell that holds something, row by row, until told to stop.
    fn cells(
        &mut self,
        path: &Path,
        sheet: &str,
        mut take: impl FnMut(u32, u32, &str) -> bool,
    ) -> Result<(), Problem> {
        match self {
            Self::Xlsx(book) => xlsx_cells(book, path, sheet, take),
            Self::Xls(book) => {
                let range =
                    book.worksheet_range(sheet).map_err(|e| cannot_read(path, &e, "save it as .xlsx"))?;
                range_cells(&range, &mut take);
                Ok(())
            }
            Self::Ods(book) => {
                let range =
                    book.worksheet_range(sheet).map_err(|e| cannot_read(path, &e, "save it again"))?;
                range_cells(&range, &mut take);
                Ok(())
            }
        }
    }
}

/// Cells are taken from the stream as they come: a stray cell in the far corner costs nothing.
fn xlsx_cells(
    book: &mut Xlsx<BufReader<File>>,
    path: &Path,
    sheet: &str,
    mut take: impl FnMut(u32, u32, &str) -> bool,
) -> Result<(), Problem> {
    let Ok(mut cells) = book.worksheet_cells_reader(sheet) else { return Ok(()) };
    while let Some(cell) = cells.next_cell().map_err(|e| cannot_read(path, &e, "save it again"))? {
        let (row, column) = cell.get_position();
        let go_on = match cell.get_value() {
            DataRef::Empty => true,
            DataRef::SharedString(text) => text.trim().is_empty() || take(row, column, text),
            DataRef::String(text) => text.trim().is_empty() || take(row, column, text),
            other => take(row, column, &as_text(&Data::from(other.clone()))),
        };
        if !go_on {
            break;
        }
    }
    Ok(())
}

fn range_cells(range: &calamine::Range<Data>, take: &mut impl FnMut(u32, u32, &str) -> bool) {
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let text = as_text(value);
        let at = |offset: usize, start: u32| u32::try_from(offset).unwrap_or(u32::MAX).saturating_add(start);
        if !text.trim().is_empty() && !take(at(row, top), at(column, left), &text) {
            return;
        }
    }
}

fn as_text(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::Int(whole) => whole.to_string(),
        Data::Float(value) => number(*value),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(value) if value.is_duration() => number(value.as_f64()),
        Data::DateTime(value) => {
            let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
            moment((year, month, day), (hour, minute, second))
        }
        Data::Error(error) => error.to_string(),
    }
}

fn cannot_open(path: &Path, cause: &impl Display, cure: &str) -> Problem {
    Problem::error(format!("the workbook cannot be opened: {cause}"))
        .file(path)
        .hint(format!("take any password off and {cure}"))
}

fn cannot_read(path: &Path, cause: &impl Display, cure: &str) -> Problem {
    Problem::error(format!("the sheet cannot be read: {cause}")).file(path).hint(cure)
}

#[cfg(test)]
mod tests;
