//! Individual records of uptake: one row for each contact of one person with one service.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::area::AreaCode;
use crate::ledger::{Entry, FileRead};
use crate::problem::{Problem, Problems};
use crate::read::blocks::Sizes;
use crate::read::csv_table::with_headers;
use crate::read::delimited::{self, Place, Reading};
use crate::read::format::{Format, format_of};
use crate::read::point::PointKind;
use crate::read::rows::Rows;
use crate::read::table::{Table, TableQuery, read_table};
use crate::read::text::{TextFile, TextOptions};
use crate::step::Step;

mod age;
mod gathered;
mod identity;
mod layout;
mod part;
mod status;

pub use layout::IndividualColumns;

use gathered::Gathered;
use identity::Likeness;
use layout::Layout;
use part::Part;

/// Names of the columns of categories that are no attributes of persons.
pub const REFERRER: &str = "referrer:";
/// The provider.
pub const PROVIDER: &str = "provider:";
/// Attempts at contact.
pub const ATTEMPTS: &str = "attempts:";
/// What put an offer out of reach.
pub const BARRIER: &str = "barrier:";

/// Rows of a table that are read in one go.
const TABLE_ROWS: usize = 1 << 16;

/// What is to be read, and how.
#[derive(Debug, Clone, Copy)]
pub struct IndividualQuery<'q> {
    /// The files: delimited text, workbooks or Parquet.
    pub paths: &'q [PathBuf],
    /// Where things stand.
    pub columns: &'q IndividualColumns,
    /// The files' own words for the steps of a way; their seven names are always understood.
    pub statuses: &'q BTreeMap<String, Step>,
    /// Keep only rows whose column has one of these values.
    pub only: &'q BTreeMap<String, Vec<String>>,
    /// What is known of text files.
    pub text: TextOptions<'q>,
    /// The sheet of workbooks.
    pub sheet: Option<&'q str>,
    /// The row the headers are in.
    pub header_row: Option<u64>,
    /// Dates after this day are refused.
    pub today: Date,
}

/// One column of categories, such as ethnic group or service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// What it is: `age_band`, `sex`, `service`, `agency` or the name of an attribute.
    pub name: String,
    /// The distinct entries, in alphabetical order.
    pub levels: Vec<String>,
    /// The entry of each row, as a position in [`Self::levels`]; [`Self::NONE`] where the cell is blank.
    pub values: Vec<u16>,
}

impl Category {
    /// Stands for a blank cell.
    pub const NONE: u16 = u16::MAX;
}

/// Records of uptake in columns. Columns that the assessment does not name are empty.
#[derive(Debug, Clone, PartialEq)]
pub struct IndividualRead {
    /// A 64-bit hash of each person's id; 0 where it is blank.
    ///
    /// Ids are trimmed, otherwise taken as they are. Among ten million people the chance that any two are taken
    /// for one is three in a million.
    pub person: Vec<u64>,
    /// Each person's pseudonym that all agencies share, hashed with a key that is drawn for the run; 0 where it is
    /// blank.
    pub shared: Vec<u64>,
    /// Of pseudonyms with capitals or leading zeros: the hash without them, and their own; each once.
    pub shared_forms: Vec<(u64, u64)>,
    /// Days since 1 January 1970; [`Self::NO_DATE`] where blank.
    pub date: Vec<i32>,
    /// Age in whole years; [`Self::NO_AGE`] where blank or unknown.
    pub age: Vec<u8>,
    /// How far the contact went; `None` where blank.
    pub status: Vec<Option<Step>>,
    /// Age band, sex, service, agency and attributes, as far as they are named.
    pub categories: Vec<Category>,
    /// The area code, as a position in [`Self::codes`]; [`Self::NONE`] where blank.
    pub code: Vec<u32>,
    /// Distinct codes, in the order first met.
    pub codes: Vec<AreaCode>,
    /// The postcode, as a position in [`Self::postcodes`]; [`Self::NONE`] where blank.
    pub postcode: Vec<u32>,
    /// Distinct postcodes in upper case without spaces, in the order first met.
    pub postcodes: Vec<String>,
    /// Where each distinct code was first met: which of [`Self::paths`], and the row in it.
    code_rows: Vec<(u32, u64)>,
    paths: Vec<PathBuf>,
    points: Vec<[f64; 2]>,
    in_metres: bool,
    rows: usize,
    /// What was read and left out. Rows in use are counted when they are placed, and so are 0 yet.
    pub entry: Entry,
}

impl IndividualRead {
    /// Stands for no code or no postcode.
    pub const NONE: u32 = u32::MAX;
    /// Stands for no date.
    pub const NO_DATE: i32 = i32::MIN;
    /// Stands for no age.
    pub const NO_AGE: u8 = u8::MAX;

    /// How many records there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Forgets where the rows lie, once they are placed.
    pub(crate) fn forget_places(&mut self) {
        (self.points, self.code, self.postcode) = (Vec::new(), Vec::new(), Vec::new());
    }

    /// The point of a row: longitude and latitude, or easting and northing where [`Self::in_metres`].
    #[inline]
    pub fn point(&self, row: usize) -> Option<[f64; 2]> {
        self.points.get(row).copied().filter(|at| at[0] < f64::INFINITY)
    }

    /// Whether any points were asked for.
    pub fn has_points(&self) -> bool {
        !self.points.is_empty()
    }

    /// Whether points are eastings and northings on the British National Grid.
    pub fn in_metres(&self) -> bool {
        self.in_metres
    }

    /// The file and the row in which a code was first met.
    pub fn first_row(&self, code: &AreaCode) -> Option<(&Path, u64)> {
        let at = self.codes.iter().position(|known| known == code)?;
        let (path, row) = self.code_rows.get(at)?;
        Some((self.paths.get(*path as usize)?, *row))
    }

    /// The category of this name.
    pub fn category(&self, name: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.name == name)
    }
}

/// Why a row was left out, in the ledger.
pub const NOT_ASKED_FOR: &str = "not among the rows asked for";

/// Reads individual records of uptake, in the order of the files' names.
///
/// # Errors
/// `None`, with every reason among the problems: missing columns, statuses without a stated meaning, dates in the
/// future or of two forms, impossible ages and coordinates, and whatever is wrong with the files themselves.
pub fn read_individuals(query: &IndividualQuery<'_>, problems: &mut Problems) -> Option<IndividualRead> {
    let mut found = Problems::none();
    let read = try_read(query, &mut found);
    let fine = !found.has_errors();
    problems.extend(found);
    read.filter(|_| fine)
}

fn try_read(query: &IndividualQuery<'_>, problems: &mut Problems) -> Option<IndividualRead> {
    query.columns.check(problems);
    let mut paths = query.paths.to_vec();
    paths.sort_by(|a, b| a.file_name().cmp(&b.file_name()).then_with(|| a.cmp(b)));
    if paths.is_empty() {
        problems.push(Problem::error("no file of records was found").hint("check the file name or pattern"));
    }
    let sources: Vec<Source> = paths.iter().filter_map(|path| Source::open(path, query, problems)).collect();
    if sources.len() < paths.len() || sources.is_empty() || problems.has_errors() {
        return None;
    }
    let (mut texts, mut tables) = (Vec::new(), Vec::new());
    for source in sources {
        match source {
            Source::Text(file, layout) => texts.push((file, layout)),
            Source::Table(table, layout) => tables.push((table, layout)),
        }
    }
    let (files, layouts): (Vec<TextFile>, Vec<Layout>) = texts.into_iter().unzip();
    let mut text = Text { files, layouts };
    let (mut gathered, mut read) = text.read(query, problems)?;
    for (table, layout) in &tables {
        read_rows(table, layout, query, &mut gathered);
        read.push(table.file.clone());
    }
    if gathered.identity_may_mislead() {
        let likeness = text.likeness(problems)?.and(&tables);
        likeness.tell(query.columns, problems);
    }
    gathered.finish(query.columns, read, problems)
}

/// An open file of either kind, and where its columns stand.
enum Source {
    Text(TextFile, Layout),
    Table(Table, Layout),
}

impl Source {
    fn open(path: &Path, query: &IndividualQuery<'_>, problems: &mut Problems) -> Option<Self> {
        let named = query.columns.named(query.only);
        let table = TableQuery {
            sheet: query.sheet,
            header_row: query.header_row,
            expects: &named,
            only: Some(&named),
            delimiter: query.text.delimiter,
            encoding: query.text.encoding,
            ..TableQuery::new(path)
        };
        if !matches!(format_of(path), Ok(Format::Text)) {
            let table = read_table(&table, problems)?;
            let layout = Layout::find(path, table.headers(), query, problems)?;
            return Some(Self::Table(table, layout));
        }
        let file = TextFile::open(path, query.text, problems)?;
        let (file, headers) = with_headers(file, &table).map_err(|problem| problems.push(problem)).ok()?;
        let layout = Layout::find(path, &headers, query, problems)?;
        Some(Self::Text(file, layout))
    }
}

/// The text files, which are read together.
struct Text {
    files: Vec<TextFile>,
    layouts: Vec<Layout>,
}

impl Text {
    fn read(
        &mut self,
        query: &IndividualQuery<'_>,
        problems: &mut Problems,
    ) -> Option<(Gathered, Vec<FileRead>)> {
        let names: Vec<PathBuf> = self.files.iter().map(|file| file.path().to_owned()).collect();
        let layouts = &self.layouts;
        let reading = Reading {
            widths: layouts.iter().map(|layout| layout.width).collect(),
            start: || Gathered::new(query.columns),
            parse: |file: usize, rows: &mut Rows<'_>| {
                let mut part = Part::new(&layouts[file]);
                while let Some(row) = rows.next_row() {
                    part.add(row.number, |column| row.cell(column), &layouts[file], query);
                }
                part
            },
            merge: |all: &mut Gathered, place: Place, part: Part| {
                all.add(part, place.first_row, &names[place.file], query.columns);
            },
        };
        delimited::read(&mut self.files, Sizes::default(), &reading, problems)
    }

    /// Reads the ids alone once more, to tell those that are nearly alike.
    fn likeness(&mut self, problems: &mut Problems) -> Option<Likeness> {
        let layouts = &self.layouts;
        let reading = Reading {
            widths: layouts.iter().map(|layout| layout.width).collect(),
            start: Likeness::default,
            parse: |file: usize, rows: &mut Rows<'_>| {
                let mut part = Likeness::default();
                while let Some(row) = rows.next_row() {
                    layouts[file].person.iter().for_each(|column| part.add(row.cell(*column)));
                }
                part.without_repeats()
            },
            merge: |all: &mut Likeness, _: Place, part: Likeness| all.append(part),
        };
        delimited::read(&mut self.files, Sizes::default(), &reading, problems).map(|(likeness, _)| likeness)
    }
}

fn read_rows(table: &Table, layout: &Layout, query: &IndividualQuery<'_>, gathered: &mut Gathered) {
    for start in (0..table.rows()).step_by(TABLE_ROWS) {
        let mut part = Part::new(layout);
        for row in start..table.rows().min(start + TABLE_ROWS) {
            part.add(table.row_number(row), |column| table.cell(column, row), layout, query);
        }
        gathered.add(part, 0, &table.path, query.columns);
    }
}

#[cfg(test)]
mod tests;
