//! The records of all blocks together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::area::AreaCode;
use crate::ledger::{Entry, FileRead};
use crate::problem::{Problem, Problems};
use crate::read::cells::date;
use crate::read::distinct::Distinct;
use crate::read::individuals::identity::IdForms;
use crate::read::individuals::part::{Column, Entries, Part};
use crate::read::individuals::{Category, IndividualColumns, IndividualRead, NOT_ASKED_FOR, PointKind};
use crate::read::postcodes;
use crate::step::Step;

/// How many words without a meaning are listed.
const LISTED: usize = 20;

/// Everything read so far, in the order of files and rows.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    rows: usize,
    person: Vec<u64>,
    shared: Vec<u64>,
    shared_forms: Vec<(u64, u64)>,
    forms: IdForms,
    date: Vec<i32>,
    date_forms: [Option<(String, u64)>; 2],
    age: Vec<u8>,
    status: Vec<Option<Step>>,
    unknown: BTreeMap<String, (String, u64, u64)>,
    categories: Vec<(Distinct, Vec<u16>)>,
    code: Vec<u32>,
    codes: Distinct,
    code_rows: Vec<(u32, u64)>,
    paths: Vec<PathBuf>,
    postcode: Vec<u32>,
    postcodes: Distinct,
    points: Vec<[f64; 2]>,
    left_out: u64,
    problems: Problems,
}

impl Gathered {
    pub(super) fn new(columns: &IndividualColumns) -> Self {
        let categories = columns.categories().iter().map(|_| (Distinct::default(), Vec::new())).collect();
        Self { categories, ..Self::default() }
    }

    /// Adds the records of the next block.
    pub(super) fn add(&mut self, part: Part, first_row: u64, path: &Path, columns: &IndividualColumns) {
        self.rows += part.rows;
        self.person.extend(part.person);
        self.shared.extend(part.shared);
        self.shared_forms.extend(part.shared_forms);
        self.forms.join(part.forms);
        self.date.extend(part.date);
        self.age.extend(part.age);
        self.status.extend(part.status);
        self.points.extend(part.points);
        self.left_out += part.left_out;
        for (all, new) in self.categories.iter_mut().zip(&part.categories) {
            add_entries(all, new);
        }
        let code = |text: &str| AreaCode::parse(text).map(|code| code.as_str().to_owned());
        let met = add_listed(&mut self.code, &mut self.codes, &part.code, code);
        self.note_code_rows(&met, &part.code.first, first_row, path);
        let postcode = |text: &str| Some(postcodes::normal(text)).filter(|normal| !normal.is_empty());
        add_listed(&mut self.postcode, &mut self.postcodes, &part.postcode, postcode);
        let file = || path.display().to_string();
        for (known, new) in self.date_forms.iter_mut().zip(part.date_forms) {
            if let (None, Some(row)) = (&known, new) {
                *known = Some((file(), first_row + row));
            }
        }
        for (word, (row, rows)) in part.unknown {
            if self.unknown.len() <= LISTED || self.unknown.contains_key(&word) {
                self.unknown.entry(word).or_insert((file(), first_row + row, 0)).2 += rows;
            }
        }
        part.faults.tell(path, first_row, |column| header(columns, column), &mut self.problems);
    }

    /// Keeps where codes that are new were met: `met` holds the number of each text of a block, `first` its row.
    fn note_code_rows(&mut self, met: &[u32], first: &[u64], first_row: u64, path: &Path) {
        if self.code_rows.len() == self.codes.texts().len() {
            return;
        }
        if self.paths.last().is_none_or(|last| last != path) {
            self.paths.push(path.to_owned());
        }
        let path = (self.paths.len() - 1) as u32;
        for (number, row) in met.iter().zip(first) {
            if *number as usize == self.code_rows.len() {
                self.code_rows.push((path, first_row + row));
            }
        }
    }

    /// Whether ids may differ only in case or leading zeros, so that a second look is due.
    pub(super) fn identity_may_mislead(&self) -> bool {
        self.forms.may_mislead()
    }

    /// Puts lists in order and tells of everything that is wrong.
    pub(super) fn finish(
        mut self,
        columns: &IndividualColumns,
        mut files: Vec<FileRead>,
        problems: &mut Problems,
    ) -> Option<IndividualRead> {
        problems.extend(std::mem::take(&mut self.problems));
        self.refuse_unknown_statuses(columns, problems);
        self.refuse_mixed_dates(columns, problems);
        files.sort_by(|a, b| a.file.cmp(&b.file));
        let mut entry = Entry::new("uptake");
        entry.of_people = true;
        entry.rows_read = files.iter().map(|file| file.rows).sum();
        entry.files = files;
        entry.drop_rows(NOT_ASKED_FOR, self.left_out);
        if self.rows == 0 {
            let problem = Problem::error("there is not one record to count");
            problems.push(problem.hint("are the files empty, or does `only` leave every row out?"));
        }
        let categories = categories(columns, self.categories, problems);
        let codes = self.codes.texts().iter().filter_map(|text| AreaCode::parse(text)).collect();
        let postcodes = self.postcodes.texts().iter().map(ToString::to_string).collect();
        let in_metres = matches!(columns.point(), Some((_, _, PointKind::Metres)));
        Some(IndividualRead {
            person: tight(self.person),
            shared: tight(self.shared),
            shared_forms: {
                self.shared_forms.sort_unstable();
                self.shared_forms.dedup();
                self.shared_forms
            },
            date: tight(self.date),
            age: tight(self.age),
            status: tight(self.status),
            categories,
            code: tight(self.code),
            codes,
            code_rows: self.code_rows,
            paths: self.paths,
            postcode: tight(self.postcode),
            postcodes,
            points: tight(self.points),
            in_metres,
            rows: self.rows,
            entry,
        })
    }

    fn refuse_unknown_statuses(&self, columns: &IndividualColumns, problems: &mut Problems) {
        let Some((file, row, _)) = self.unknown.values().min_by_key(|(file, row, _)| (file, row)) else {
            return;
        };
        let words: Vec<String> = self.unknown.keys().map(|word| format!("\"{word}\"")).collect();
        let what = if words.len() > LISTED {
            format!("more than {LISTED} words for the status have no stated meaning: is it the right column?")
        } else {
            format!("words for the status without a stated meaning: {}", words.join(", "))
        };
        let problem = Problem::error(what)
            .file(Path::new(file))
            .row(*row)
            .rows(self.unknown.values().map(|u| u.2).sum());
        let names = Step::ALL.map(Step::name).join(", ");
        let hint = format!("say which of these each means: {names}");
        problems.push(problem.column(columns.status.as_deref().unwrap_or_default()).hint(hint));
    }

    fn refuse_mixed_dates(&self, columns: &IndividualColumns, problems: &mut Problems) {
        if let [Some(iso), Some(day_first)] = &self.date_forms {
            let (file, row) = iso.max(day_first);
            let problem = date::mixed_forms().file(Path::new(file)).row(*row);
            problems.push(problem.column(columns.date.as_deref().unwrap_or_default()));
        }
    }
}

fn header(columns: &IndividualColumns, column: Column) -> String {
    let name = |header: &Option<String>| header.clone().unwrap_or_default();
    match column {
        Column::Person => name(&columns.person),
        Column::Date => name(&columns.date),
        Column::Age => name(&columns.age),
        Column::Point => columns.point().map(|(x, y, _)| format!("{x}, {y}")).unwrap_or_default(),
    }
}

fn add_entries((texts, values): &mut (Distinct, Vec<u16>), new: &Entries) {
    let number = |text: &str| {
        let full = texts.texts().len() > usize::from(u16::MAX);
        let number = if text.is_empty() || full { None } else { Some(texts.number(text)) };
        number.and_then(|number| u16::try_from(number).ok()).unwrap_or(Category::NONE)
    };
    let numbers: Vec<u16> = new.texts.texts().iter().map(|text| text.as_ref()).map(number).collect();
    values.extend(new.values.iter().map(|value| numbers[*value as usize]));
}

fn add_listed(
    values: &mut Vec<u32>,
    list: &mut Distinct,
    new: &Entries,
    normal: impl Fn(&str) -> Option<String>,
) -> Vec<u32> {
    let number = |text: &str| normal(text).map_or(IndividualRead::NONE, |text| list.number(&text));
    let numbers: Vec<u32> = new.texts.texts().iter().map(|text| text.as_ref()).map(number).collect();
    values.extend(new.values.iter().map(|value| numbers[*value as usize]));
    numbers
}

fn categories(
    columns: &IndividualColumns,
    found: Vec<(Distinct, Vec<u16>)>,
    problems: &mut Problems,
) -> Vec<Category> {
    let mut all = Vec::new();
    for ((name, header), (texts, mut values)) in columns.categories().into_iter().zip(found) {
        if texts.texts().len() >= usize::from(u16::MAX) {
            let problem = Problem::error(format!("more than 65,534 different entries for {name}"));
            problems.push(problem.column(header).hint("is the right column named?"));
        }
        let (levels, order) = texts.sorted();
        let place = |value: u16| {
            let place = order.get(usize::from(value)).and_then(|place| u16::try_from(*place).ok());
            place.unwrap_or(Category::NONE)
        };
        values.iter_mut().for_each(|value| *value = place(*value));
        all.push(Category { name: name.to_owned(), levels, values: tight(values) });
    }
    all
}

fn tight<T>(mut column: Vec<T>) -> Vec<T> {
    column.shrink_to_fit();
    column
}
