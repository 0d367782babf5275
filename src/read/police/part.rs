//! The crimes of one block.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::read::cells::date::{self, NotADate};
use crate::read::distinct::Distinct;
use crate::read::id_hash;
use crate::read::point::{self, PointKind};
use crate::read::police::{CrimeRead, Layout};
use crate::read::row_faults::{Fault, RowFaults};
use crate::read::rows::{Row, Rows};

/// The columns faults are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Month,
    Point,
    Category,
}

const NOT_A_MONTH: Fault = Fault::error("not a month", "write months as 2025-03");
const FUTURE: Fault = Fault::error("a month in the future", "correct it, or leave the row out");
const NO_CATEGORY: Fault = Fault::error("no type of crime", "fill it in, or leave the row out");

/// The crimes of one block, pointing into lists of its own.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) place: Vec<u32>,
    pub(super) code: Vec<u32>,
    pub(super) category: Vec<u32>,
    pub(super) month: Vec<u32>,
    /// The hash of each Crime ID; 0 where it is blank.
    pub(super) id: Vec<u64>,
    pub(super) places: Vec<[f64; 2]>,
    pub(super) codes: Distinct,
    pub(super) categories: Distinct,
    pub(super) months: Distinct,
    pub(super) forces: Distinct,
    /// Rows by force and month.
    pub(super) rows: FxHashMap<(u32, u32), u64>,
    pub(super) faults: RowFaults<Column>,
    known: FxHashMap<[u64; 2], u32>,
    month_faults: Vec<Option<Fault>>,
}

impl Part {
    pub(super) fn read(rows: &mut Rows<'_>, layout: &Layout, today: Date) -> Self {
        let mut part = Self::default();
        while let Some(row) = rows.next_row() {
            part.add(&row, layout, today);
        }
        part.known = FxHashMap::default();
        part
    }

    fn add(&mut self, row: &Row<'_>, layout: &Layout, today: Date) {
        let month = self.months.number(row.trimmed(layout.month));
        self.check_month(month, row, today);
        let category = self.categories.number(row.trimmed(layout.category));
        if self.categories.texts()[category as usize].is_empty() {
            self.faults.note(Column::Category, row.number, NO_CATEGORY);
        }
        let force = layout.force.map_or(0, |column| self.forces.number(row.trimmed(column)));
        *self.rows.entry((force, month)).or_default() += 1;
        let point = point::parse(row.cell(layout.longitude), row.cell(layout.latitude), PointKind::Degrees);
        let point = point.unwrap_or_else(|fault| {
            self.faults.note(Column::Point, row.number, fault);
            None
        });
        let place = point.map_or(CrimeRead::NONE, |at| self.place_number(at));
        self.place.push(place);
        self.code.push(layout.code.map_or(CrimeRead::NONE, |column| self.codes.number(row.cell(column))));
        self.category.push(category);
        self.month.push(month);
        self.id.push(layout.crime_id.map_or(0, |column| id_hash::of(row.trimmed(column))));
    }

    fn place_number(&mut self, at: [f64; 2]) -> u32 {
        let places = &mut self.places;
        *self.known.entry(at.map(f64::to_bits)).or_insert_with(|| {
            places.push(at);
            u32::try_from(places.len() - 1).unwrap_or(CrimeRead::NONE)
        })
    }

    fn check_month(&mut self, month: u32, row: &Row<'_>, today: Date) {
        if self.month_faults.len() <= month as usize {
            self.month_faults.push(month_fault(&self.months.texts()[month as usize], today));
        }
        if let Some(fault) = self.month_faults[month as usize] {
            self.faults.note(Column::Month, row.number, fault);
        }
    }
}

fn month_fault(text: &str, today: Date) -> Option<Fault> {
    match date::parse_month(text) {
        Ok(month) if month > today => Some(FUTURE),
        Ok(_) => None,
        Err(NotADate::Future) => Some(FUTURE),
        Err(_) => Some(NOT_A_MONTH),
    }
}
