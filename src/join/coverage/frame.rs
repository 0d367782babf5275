//! People as rows of a data frame: the columns that expressions may name.

use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, NamedFrom, NewChunkedArray, PlSmallStr, Series};

use super::{AreaMeasure, Ground};
use crate::area::AreaSet;
use crate::roll::Roll;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds {
    /// Age in whole years.
    Age,
    /// An attribute of persons.
    Attribute(String),
    /// Whether an agency knows the person: a bit of the roll.
    KnownTo(usize),
    /// A figure of areas, by its position among the measures.
    Measure(usize),
    /// Its fifth.
    Fifth(usize),
    /// The name of the authority.
    Authority,
    /// The code of the area.
    Area,
}

/// A name as expressions write it: lower case, with underscores.
pub(crate) fn expression_name(name: &str) -> String {
    let letter = |c: char| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    name.trim().chars().map(letter).collect()
}

/// Every column that expressions may name, with what it holds.
pub(super) fn columns(ground: &Ground<'_>, roll: &Roll) -> Vec<(String, Holds)> {
    let mut all = vec![("age".to_owned(), Holds::Age)];
    all.extend(roll.attributes.iter().map(|a| (expression_name(&a.name), Holds::Attribute(a.name.clone()))));
    let agency =
        |(bit, name): (usize, &String)| (format!("known_to_{}", expression_name(name)), Holds::KnownTo(bit));
    all.extend(roll.agencies.iter().enumerate().map(agency));
    for (at, measure) in ground.measures.iter().enumerate() {
        let name = expression_name(&measure.name);
        all.push((format!("{name}_fifth"), Holds::Fifth(at)));
        all.push((name, Holds::Measure(at)));
    }
    all.push(("authority".to_owned(), Holds::Authority));
    all.push(("area".to_owned(), Holds::Area));
    all
}

/// Words of a list, each row one of them or nothing.
pub(super) fn words(name: &str, words: &Series, rows: impl Iterator<Item = Option<u32>>) -> Column {
    let at: IdxCa = IdxCa::from_iter_options(PlSmallStr::EMPTY, rows.map(|row| row.map(|at| at as IdxSize)));
    let mut taken =
        words.take(&at).unwrap_or_else(|_| Series::full_null(PlSmallStr::EMPTY, at.len(), words.dtype()));
    taken.rename(name.into());
    taken.into()
}

/// The words an attribute, the authorities or the areas may have, as a series to take from.
pub(super) fn list(words: impl Iterator<Item = String>) -> Series {
    Series::new(PlSmallStr::EMPTY, words.collect::<Vec<String>>())
}

pub(super) fn authorities(areas: &AreaSet) -> Series {
    list(areas.authorities().iter().map(|a| a.name.clone()))
}

pub(super) fn codes(areas: &AreaSet) -> Series {
    list(areas.areas().iter().map(|a| a.code.to_string()))
}

/// A figure of areas, row by row.
pub(super) fn figure(name: &str, measure: &AreaMeasure, rows: impl Iterator<Item = Option<u32>>) -> Column {
    let values: Vec<Option<f64>> = rows.map(|area| area.and_then(|a| measure.values[a as usize])).collect();
    Series::new(name.into(), values).into()
}

/// Fifths of a figure of areas, row by row.
pub(super) fn fifth(name: &str, measure: &AreaMeasure, rows: impl Iterator<Item = Option<u32>>) -> Column {
    let values: Vec<Option<i32>> =
        rows.map(|area| area.and_then(|a| measure.fifths[a as usize]).map(i32::from)).collect();
    Series::new(name.into(), values).into()
}

/// A frame of these columns, all as long as each other.
pub(super) fn frame(rows: usize, columns: Vec<Column>) -> Option<DataFrame> {
    DataFrame::new(rows, columns).ok()
}

/// Rows of people on the roll as a frame with these columns.
pub(super) fn of_people(
    (ground, roll): (&Ground<'_>, &Roll),
    columns: &[(String, Holds)],
    rows: std::ops::Range<usize>,
) -> Option<DataFrame> {
    let areas = ground.joined.areas.areas();
    let area = || roll.area[rows.clone()].iter().map(|area| (*area != Roll::NOWHERE).then_some(*area));
    let column = |(name, holds): &(String, Holds)| -> Option<Column> {
        Some(match holds {
            Holds::Age => {
                let age = |age: &u8| (*age != Roll::NO_AGE).then_some(i32::from(*age));
                Series::new(name.into(), roll.age[rows.clone()].iter().map(age).collect::<Vec<_>>()).into()
            }
            Holds::Attribute(attribute) => {
                let attribute = roll.attribute(attribute)?;
                let level = |value: &u16| (*value != Roll::NONE).then_some(u32::from(*value));
                let levels = list(attribute.levels.iter().cloned());
                words(name, &levels, attribute.values[rows.clone()].iter().map(level))
            }
            Holds::KnownTo(bit) => {
                let known = roll.known_to[rows.clone()].iter().map(|bits| bits >> bit & 1 == 1);
                Series::new(name.into(), known.collect::<Vec<bool>>()).into()
            }
            Holds::Measure(at) => figure(name, &ground.measures[*at], area()),
            Holds::Fifth(at) => fifth(name, &ground.measures[*at], area()),
            Holds::Authority => words(
                name,
                &authorities(&ground.joined.areas),
                area().map(|a| a.map(|a| areas[a as usize].authority)),
            ),
            Holds::Area => words(name, &codes(&ground.joined.areas), area()),
        })
    };
    let all: Option<Vec<Column>> = columns.iter().map(column).collect();
    frame(rows.len(), all?)
}
