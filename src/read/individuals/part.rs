//! The records of one block.

use std::collections::BTreeMap;

use crate::read::cells::date::{self, DateForm, NotADate};
use crate::read::distinct::Distinct;
use crate::read::id_hash;
use crate::read::individuals::identity::IdForms;
use crate::read::individuals::layout::Layout;
use crate::read::individuals::status;
use crate::read::individuals::{IndividualQuery, IndividualRead, age};
use crate::read::once::Once;
use crate::read::point;
use crate::read::row_faults::{Fault, RowFaults};
use crate::read::rows::trim;
use crate::read::shared_id::SharedId;
use crate::step::Step;

/// The columns faults are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Person,
    Date,
    Age,
    Point,
}

const NO_ID: Fault =
    Fault::warning("no id of a person", "the row counts as a contact and as no known person");

/// Where a row has no point: no coordinate is ever infinite.
pub(super) const NO_POINT: [f64; 2] = [f64::INFINITY; 2];

/// Entries of one column, numbered in the order met.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) texts: Distinct,
    pub(super) values: Vec<u32>,
    /// The row in which each was first met, where that is asked for.
    pub(super) first: Vec<u64>,
}

impl Entries {
    #[inline]
    fn add(&mut self, cell: &str) {
        self.values.push(self.texts.number(trim(cell)));
    }

    #[inline]
    fn add_with_row(&mut self, cell: &str, number: u64) {
        self.add(cell);
        if self.first.len() < self.texts.texts().len() {
            self.first.push(number);
        }
    }
}

/// The records of one block, pointing into lists of its own.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) rows: usize,
    pub(super) person: Vec<u64>,
    pub(super) shared: Vec<u64>,
    /// Pseudonyms that another form is alike to: the hash of that form, and their own.
    pub(super) shared_forms: Vec<(u64, u64)>,
    pub(super) forms: IdForms,
    pub(super) date: Vec<i32>,
    /// The first row with a date of each form.
    pub(super) date_forms: [Option<u64>; 2],
    pub(super) age: Vec<u8>,
    pub(super) status: Vec<Option<Step>>,
    /// Words for the status that have no stated meaning: the first row that has each, and how many have.
    pub(super) unknown: BTreeMap<String, (u64, u64)>,
    pub(super) categories: Vec<Entries>,
    pub(super) code: Entries,
    pub(super) postcode: Entries,
    pub(super) points: Vec<[f64; 2]>,
    pub(super) left_out: u64,
    pub(super) faults: RowFaults<Column>,
    dates: Once<Result<(i32, DateForm), Fault>>,
    ages: Once<Result<u8, Fault>>,
    statuses: Once<Result<Option<Step>, ()>>,
}

impl Part {
    pub(super) fn new(layout: &Layout) -> Self {
        let categories = layout.categories.iter().map(|_| Entries::default()).collect();
        Self { categories, ..Self::default() }
    }

    /// Adds a record, whose cells are asked for by their column.
    #[inline]
    pub(super) fn add<'c>(
        &mut self,
        number: u64,
        cell: impl Fn(usize) -> &'c str,
        layout: &Layout,
        query: &IndividualQuery<'_>,
    ) {
        let wanted = |(column, values): &(usize, Vec<String>)| {
            let cell = trim(cell(*column));
            values.iter().any(|value| value.trim().eq_ignore_ascii_case(cell))
        };
        if !layout.only.iter().all(wanted) {
            self.left_out += 1;
            return;
        }
        self.rows += 1;
        if let Some(column) = layout.person {
            self.add_person(number, trim(cell(column)));
        }
        if let Some(column) = layout.shared_id {
            let id = SharedId::of(trim(cell(column)));
            self.shared.push(id.exact);
            self.shared_forms.extend((id.plain != id.exact).then_some((id.plain, id.exact)));
        }
        if let Some(column) = layout.date {
            self.add_date(number, trim(cell(column)), query);
        }
        if let Some(column) = layout.age {
            self.add_age(number, trim(cell(column)));
        }
        if let Some(column) = layout.status {
            self.add_status(number, trim(cell(column)), query);
        }
        for (entries, column) in self.categories.iter_mut().zip(&layout.categories) {
            entries.add(cell(*column));
        }
        layout.code.iter().for_each(|column| self.code.add_with_row(cell(*column), number));
        layout.postcode.iter().for_each(|column| self.postcode.add(cell(*column)));
        if let Some((x, y, kind)) = layout.point {
            let point = point::parse(cell(x), cell(y), kind).unwrap_or_else(|fault| {
                self.faults.note(Column::Point, number, fault);
                None
            });
            self.points.push(point.unwrap_or(NO_POINT));
        }
    }

    fn add_person(&mut self, number: u64, id: &str) {
        if id.is_empty() {
            self.faults.note(Column::Person, number, NO_ID);
        } else {
            self.forms.note(id);
        }
        self.person.push(id_hash::of(id));
    }

    fn add_date(&mut self, number: u64, cell: &str, query: &IndividualQuery<'_>) {
        if cell.is_empty() {
            self.date.push(IndividualRead::NO_DATE);
            return;
        }
        let day = match self.dates.meaning(cell, |text| read_date(text, query)) {
            Ok((day, form)) => {
                self.date_forms[form as usize].get_or_insert(number);
                day
            }
            Err(fault) => {
                self.faults.note(Column::Date, number, fault);
                IndividualRead::NO_DATE
            }
        };
        self.date.push(day);
    }

    fn add_age(&mut self, number: u64, cell: &str) {
        let age = self.ages.meaning(cell, age::parse).unwrap_or_else(|fault| {
            self.faults.note(Column::Age, number, fault);
            IndividualRead::NO_AGE
        });
        self.age.push(age);
    }

    fn add_status(&mut self, number: u64, cell: &str, query: &IndividualQuery<'_>) {
        let status = self.statuses.meaning(cell, |word| status::read(word, query.statuses));
        if status.is_err() {
            self.unknown.entry(cell.to_owned()).or_insert((number, 0)).1 += 1;
        }
        self.status.push(status.unwrap_or(None));
    }
}

fn read_date(text: &str, query: &IndividualQuery<'_>) -> Result<(i32, DateForm), Fault> {
    let found = date::parse(text);
    let checked =
        found.and_then(|(day, form)| if day > query.today { Err(NotADate::Future) } else { Ok((day, form)) });
    checked
        .map(|(day, form)| (date::days_since_1970(day), form))
        .map_err(|why| Fault::error(why.words(), why.cure()))
}
