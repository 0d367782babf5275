//! Tables made row by row.

use crate::assess::partnership::share::{NoShare, Share};
use crate::disclose::evidence::{Cell, ColumnKind, Columns, Table};
use crate::estimate::{Figure, NoFigure};
use crate::measure::{Estimate, Missing, Value};

/// Machine name, heading, meaning and kind of a column.
pub(super) type Heading<'a> = (&'a str, &'a str, &'a str, ColumnKind);

/// A table made row by row of cells under stated columns.
pub(super) struct Rows {
    columns: Vec<(String, String, String, ColumnKind)>,
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Rows {
    pub(super) fn new(columns: &[Heading<'_>]) -> Self {
        let mut rows = Self { columns: Vec::new(), rows: Vec::new() };
        columns.iter().for_each(|column| rows.column(*column));
        rows
    }

    /// One more column.
    pub(super) fn column(&mut self, (id, label, about, kind): Heading<'_>) {
        self.columns.push((id.to_owned(), label.to_owned(), about.to_owned(), kind));
    }

    /// A figure with its limits: three columns.
    pub(super) fn with_limits(&mut self, (id, label, about, kind): Heading<'_>) {
        self.column((id, label, about, kind));
        let limit = |which: &str| format!("{label}, {which} limit");
        let of = |which: &str| format!("{which} 95% limit of: {}", about.to_lowercase());
        self.column((&format!("{id}_lower"), &limit("lower"), &of("Lower"), kind));
        self.column((&format!("{id}_upper"), &limit("upper"), &of("Upper"), kind));
    }

    pub(super) fn table(self, id: &str, title: &str, description: &str, notes: Vec<String>) -> Table {
        let mut columns = Columns::default();
        for (at, (id, label, about, kind)) in self.columns.iter().enumerate() {
            let cells = self.rows.iter().map(|row| row[at].clone()).collect();
            columns.add(id, label, about, *kind, cells);
        }
        columns.table(id, title, description, notes)
    }
}

pub(super) fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

/// A rounded number, or that it is withheld.
pub(super) fn people(number: Option<f64>) -> Cell {
    number.map_or(Cell::Suppressed, |number| Cell::rounded(Value::Known(number), 0))
}

pub(super) fn figure(value: Option<f64>, decimals: u8) -> Cell {
    Cell::rounded(value.map_or(Value::Missing(Missing::IngredientMissing), Value::Known), decimals)
}

pub(super) fn limits(of: &Result<Figure, NoFigure>, withheld: bool) -> [Cell; 3] {
    match of {
        _ if withheld => [Cell::Suppressed, Cell::Suppressed, Cell::Suppressed],
        Ok(f) => estimate(Some(Estimate::from(*f)), 2),
        Err(_) => estimate(None, 2),
    }
}

/// A figure with its limits, to so many decimals.
pub(super) fn estimate(of: Option<Estimate>, decimals: u8) -> [Cell; 3] {
    [of.map(|e| e.value), of.map(|e| e.lower), of.map(|e| e.upper)].map(|value| figure(value, decimals))
}

/// Why there is no share, as a cell.
pub(super) fn no_share(why: NoShare) -> Cell {
    match why {
        NoShare::Nobody => Cell::NotApplicable,
        NoShare::Withheld => Cell::Suppressed,
        NoShare::NotRecorded => Cell::Missing(Missing::NotRecorded),
    }
}

/// A share with its limits.
pub(super) fn share(of: Result<Share, NoShare>) -> [Cell; 3] {
    match of {
        Ok(share) => estimate(Some(share.share), 3),
        Err(why) => [no_share(why), no_share(why), no_share(why)],
    }
}

/// A share without its limits.
pub(super) fn share_alone(of: Result<Share, NoShare>) -> Cell {
    let [share, ..] = share(of);
    share
}
