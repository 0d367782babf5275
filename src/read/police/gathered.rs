//! The crimes of all blocks together.

use std::ops::Range;
use std::path::Path;

use rustc_hash::FxHashMap;

use crate::area::AreaCode;
use crate::ledger::{Entry, FileRead};
use crate::problem::{Problem, Problems};
use crate::read::delimited::Place;
use crate::read::distinct::Distinct;
use crate::read::police::months::{self, Seen};
use crate::read::police::part::{Column, Part};
use crate::read::police::{CrimeRead, PoliceColumns, REPEATED_CRIME_ID, REPEATED_WITHOUT_LOCATION, repeats};

/// Everything read so far, in the order of files and rows.
#[derive(Debug)]
pub(super) struct Gathered {
    place: Vec<u32>,
    code: Vec<u32>,
    category: Vec<u8>,
    month: Vec<u8>,
    id: Vec<u64>,
    places: Vec<[f64; 2]>,
    known: FxHashMap<[u64; 2], u32>,
    codes: Distinct,
    categories: Distinct,
    months: Distinct,
    /// Rows up to the end of each file.
    ends: Vec<usize>,
    seen: Seen,
    problems: Problems,
}

impl Gathered {
    pub(super) fn new(files: usize) -> Self {
        Self {
            place: Vec::new(),
            code: Vec::new(),
            category: Vec::new(),
            month: Vec::new(),
            id: Vec::new(),
            places: Vec::new(),
            known: FxHashMap::default(),
            codes: Distinct::default(),
            categories: Distinct::default(),
            months: Distinct::default(),
            ends: vec![0; files],
            seen: Seen::default(),
            problems: Problems::none(),
        }
    }

    /// Adds the crimes of the next block.
    pub(super) fn add(&mut self, part: Part, at: Place, path: &Path, columns: &PoliceColumns) {
        let places: Vec<u32> = part.places.iter().map(|place| self.place_number(*place)).collect();
        let codes: Vec<u32> = part.codes.texts().iter().map(|text| self.code_number(text)).collect();
        let categories = small(&self.categories.numbers_of(&part.categories));
        let months = small(&self.months.numbers_of(&part.months));
        self.place.extend(part.place.iter().map(|n| renumbered(&places, *n)));
        self.code.extend(part.code.iter().map(|n| renumbered(&codes, *n)));
        self.category.extend(part.category.iter().map(|n| categories[*n as usize]));
        self.month.extend(part.month.iter().map(|n| months[*n as usize]));
        self.id.extend(part.id);
        self.ends[at.file..].fill(self.place.len());
        #[expect(clippy::iter_over_hash_type, reason = "numbers of rows are summed by force and month")]
        for ((force, month), rows) in part.rows {
            let force = part.forces.texts().get(force as usize).map_or("", |name| name);
            self.seen.add(at.file, force, &part.months.texts()[month as usize], rows);
        }
        let name = |column| match column {
            Column::Month => columns.month.clone(),
            Column::Category => columns.category.clone(),
            Column::Point => format!("{}, {}", columns.longitude, columns.latitude),
        };
        part.faults.tell(path, at.first_row, name, &mut self.problems);
    }

    fn place_number(&mut self, at: [f64; 2]) -> u32 {
        let places = &mut self.places;
        *self.known.entry(at.map(f64::to_bits)).or_insert_with(|| {
            places.push(at);
            u32::try_from(places.len() - 1).unwrap_or(CrimeRead::NONE)
        })
    }

    fn code_number(&mut self, text: &str) -> u32 {
        AreaCode::parse(text).map_or(CrimeRead::NONE, |code| self.codes.number(code.as_str()))
    }

    /// Drops repeats, puts lists in order, and judges months.
    pub(super) fn finish(mut self, files: Vec<FileRead>, problems: &mut Problems) -> Option<CrimeRead> {
        problems.extend(std::mem::take(&mut self.problems));
        self.refuse_too_many(problems);
        self.seen.judge(&files, problems);
        if problems.has_errors() {
            return None;
        }
        self.known = FxHashMap::default();
        let mut entry = Entry::new("crime");
        entry.rows_read = files.iter().map(|file| file.rows).sum();
        entry.files = files;
        let repeated = repeats::find(&self.id);
        self.id = Vec::new();
        let nowhere = |row: &&u32| {
            let row = **row as usize;
            self.code[row] == CrimeRead::NONE && self.place[row] == CrimeRead::NONE
        };
        let without_location = repeated.iter().filter(nowhere).count();
        entry.drop_rows(REPEATED_CRIME_ID, (repeated.len() - without_location) as u64);
        entry.drop_rows(REPEATED_WITHOUT_LOCATION, without_location as u64);
        let file_rows = self.leave_out(&repeated);
        let (categories, order) = self.categories.sorted();
        reorder(&mut self.category, &order);
        let (months, order) = self.months.sorted();
        reorder(&mut self.month, &order);
        entry.coverage = months::coverage(&months, &self.month);
        let codes = self.codes.texts().iter().filter_map(|text| AreaCode::parse(text)).collect();
        let Self { place, code, category, month, places, .. } = self;
        Some(CrimeRead { place, code, category, month, file_rows, places, codes, categories, months, entry })
    }

    fn refuse_too_many(&self, problems: &mut Problems) {
        for (what, list) in [("types of crime", &self.categories), ("months", &self.months)] {
            if list.texts().len() > usize::from(u8::MAX) {
                let what = format!("more than 255 {what}");
                problems.push(Problem::error(what).hint("is the right column named?"));
            }
        }
    }

    /// Takes rows out of every column, and tells which rows each file has left.
    fn leave_out(&mut self, rows: &[u32]) -> Vec<Range<usize>> {
        let mut out = vec![false; if rows.is_empty() { 0 } else { self.place.len() }];
        rows.iter().for_each(|row| out[*row as usize] = true);
        if !out.is_empty() {
            keep(&mut self.place, &out);
            keep(&mut self.code, &out);
            keep(&mut self.category, &out);
            keep(&mut self.month, &out);
        }
        let mut start = 0;
        let mut ranges = Vec::new();
        for end in &self.ends {
            let end = end - rows.partition_point(|row| (*row as usize) < *end);
            ranges.push(start..end);
            start = end;
        }
        ranges
    }
}

fn keep<T>(column: &mut Vec<T>, out: &[bool]) {
    let mut out = out.iter();
    column.retain(|_| !out.next().copied().unwrap_or(false));
}

fn reorder(column: &mut [u8], order: &[u32]) {
    let order = small(order);
    column.iter_mut().for_each(|number| *number = order[usize::from(*number)]);
}

fn renumbered(numbers: &[u32], old: u32) -> u32 {
    if old == CrimeRead::NONE { old } else { numbers[old as usize] }
}

/// Numbers as bytes; the last stands for all that are too large, which are refused at the end.
fn small(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().map(|number| u8::try_from(*number).unwrap_or(u8::MAX)).collect()
}
