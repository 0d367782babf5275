//! Street-level crime as police.uk publishes it: one CSV file for each force and month, or a few that hold many.
//!
//! Every row that is kept is one crime in four columns: place, area code, category and month, each an index
//! into a list of the distinct ones. Six million crimes stand at some six hundred thousand places, because
//! police.uk moves each to a nearby map point.

use std::ops::Range;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::area::AreaCode;
use crate::ledger::Entry;
use crate::problem::{Problem, Problems};
use crate::read::blocks::Sizes;
use crate::read::csv_table::with_headers;
use crate::read::delimited::{self, Place, Reading};
use crate::read::rows::Rows;
use crate::read::table::{TableQuery, missing_column, position};
use crate::read::text::{TextFile, TextOptions};

mod gathered;
mod months;
mod part;
mod repeats;

use gathered::Gathered;
use part::Part;

/// The headers of police.uk files, or those that stand for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoliceColumns {
    /// The crime's identifier; blank for anti-social behaviour.
    pub crime_id: String,
    /// The month, as `2025-03`.
    pub month: String,
    /// The force.
    pub force: String,
    /// Longitude in degrees.
    pub longitude: String,
    /// Latitude in degrees.
    pub latitude: String,
    /// The code of the area.
    pub code: String,
    /// The type of crime.
    pub category: String,
}

impl Default for PoliceColumns {
    fn default() -> Self {
        Self {
            crime_id: "Crime ID".into(),
            month: "Month".into(),
            force: "Reported by".into(),
            longitude: "Longitude".into(),
            latitude: "Latitude".into(),
            code: "LSOA code".into(),
            category: "Crime type".into(),
        }
    }
}

/// Crimes, one row each, and the lists their columns point into.
#[derive(Debug, Clone, PartialEq)]
pub struct CrimeRead {
    /// Where each crime was, as a position in [`Self::places`]; [`Self::NONE`] where that is not known.
    pub place: Vec<u32>,
    /// The area code of each crime, as a position in [`Self::codes`]; [`Self::NONE`] where it has none.
    pub code: Vec<u32>,
    /// The category of each crime, as a position in [`Self::categories`].
    pub category: Vec<u8>,
    /// The month of each crime, as a position in [`Self::months`].
    pub month: Vec<u8>,
    /// Which rows came from each file, in the order of [`Entry::files`].
    pub file_rows: Vec<Range<usize>>,
    /// Distinct longitudes and latitudes, in degrees, in the order first met.
    pub places: Vec<[f64; 2]>,
    /// Distinct codes, in the order first met.
    pub codes: Vec<AreaCode>,
    /// Distinct categories, in alphabetical order.
    pub categories: Vec<String>,
    /// Distinct months, the earliest first, as `2025-03`.
    pub months: Vec<String>,
    /// What was read, dropped and covered. Rows in use are counted when they are placed, and so are 0 yet.
    pub entry: Entry,
}

impl CrimeRead {
    /// Stands for no place or no code.
    pub const NONE: u32 = u32::MAX;
}

/// Why a row was left out, in the ledger.
pub const REPEATED_CRIME_ID: &str = "repeated Crime ID";

/// Why a row was left out that has no location either.
pub const REPEATED_WITHOUT_LOCATION: &str = "repeated Crime ID, without location";

/// Reads street-level crime from CSV files, in the order of their names.
///
/// A row whose Crime ID was met before is dropped; rows without one (anti-social behaviour) are all kept, even
/// where they look the same, because distinct incidents are moved to the same map point. Crime IDs are compared
/// by a 64-bit hash: among six million the chance that any two distinct ones are taken for the same is one in a
/// million.
///
/// Coverage: every month from the first to the last; *partial* where it has fewer than half the rows of the
/// median month, *absent* where it has none.
///
/// # Errors
/// `None`, with every reason among the problems: missing columns, months that are none or in the future, a month
/// of a force in two files, impossible coordinates, and whatever is wrong with the files themselves.
pub fn read_police(
    paths: &[PathBuf],
    columns: &PoliceColumns,
    options: TextOptions<'_>,
    today: Date,
    problems: &mut Problems,
) -> Option<CrimeRead> {
    let mut found = Problems::none();
    let read = try_read(paths, columns, options, today, &mut found);
    let fine = !found.has_errors();
    problems.extend(found);
    read.filter(|_| fine)
}

fn try_read(
    paths: &[PathBuf],
    columns: &PoliceColumns,
    options: TextOptions<'_>,
    today: Date,
    problems: &mut Problems,
) -> Option<CrimeRead> {
    let mut paths = paths.to_vec();
    paths.sort_by(|a, b| a.file_name().cmp(&b.file_name()).then_with(|| a.cmp(b)));
    let mut files = Vec::new();
    let mut layouts = Vec::new();
    for path in &paths {
        if let Some((file, layout)) = open(path, columns, options, problems) {
            files.push(file);
            layouts.push(layout);
        }
    }
    if files.is_empty() && paths.is_empty() {
        problems.push(Problem::error("no crime file was found").hint("check the file name or pattern"));
    }
    if files.len() < paths.len() || files.is_empty() {
        return None;
    }
    let names: Vec<PathBuf> = files.iter().map(|file| file.path().to_owned()).collect();
    let reading = Reading {
        widths: layouts.iter().map(|layout| layout.width).collect(),
        start: || Gathered::new(names.len()),
        parse: |file: usize, rows: &mut Rows<'_>| Part::read(rows, &layouts[file], today),
        merge: |all: &mut Gathered, place: Place, part: Part| {
            all.add(part, place, &names[place.file], columns);
        },
    };
    let (gathered, read) = delimited::read(&mut files, Sizes::default(), &reading, problems)?;
    gathered.finish(read, problems)
}

/// Where the columns stand in one file.
#[derive(Debug, Clone, Copy)]
struct Layout {
    width: usize,
    crime_id: Option<usize>,
    month: usize,
    force: Option<usize>,
    longitude: usize,
    latitude: usize,
    code: Option<usize>,
    category: usize,
}

fn open(
    path: &Path,
    columns: &PoliceColumns,
    options: TextOptions<'_>,
    problems: &mut Problems,
) -> Option<(TextFile, Layout)> {
    let file = TextFile::open(path, options, problems)?;
    let expects = [columns.month.as_str(), &columns.category, &columns.longitude, &columns.latitude];
    let query = TableQuery { expects: &expects, ..TableQuery::new(path) };
    let (file, headers) = with_headers(file, &query).map_err(|problem| problems.push(problem)).ok()?;
    let layout = find_columns(path, &headers, columns, problems)?;
    Some((file, layout))
}

fn find_columns(
    path: &Path,
    headers: &[String],
    columns: &PoliceColumns,
    problems: &mut Problems,
) -> Option<Layout> {
    let all: Vec<&str> = headers.iter().map(String::as_str).collect();
    let mut required = |name: &str| {
        let found = position(headers, name);
        if found.is_none() {
            problems.push(missing_column(path, name, &all));
        }
        found
    };
    let wanted = [&columns.month, &columns.longitude, &columns.latitude, &columns.category];
    let [month, longitude, latitude, category] = wanted.map(|name| required(name));
    let mut optional = |name: &str, without: &str| {
        let found = position(headers, name);
        if found.is_none() {
            let what = format!("there is no column \"{name}\": {without}");
            problems.push(Problem::warning(what).file(path));
        }
        found
    };
    Some(Layout {
        width: headers.len(),
        crime_id: optional(&columns.crime_id, "repeated crimes cannot be told"),
        month: month?,
        force: optional(&columns.force, "a month of a force that is given twice cannot be told"),
        longitude: longitude?,
        latitude: latitude?,
        code: optional(&columns.code, "crimes are placed by their points alone"),
        category: category?,
    })
}

#[cfg(test)]
mod tests;
