//! The areas with their figures as GeoJSON (RFC 7946), for QGIS and web maps.
//!
//! One feature to a line, in the order of the area codes; longitude and latitude in WGS 84 with six decimals
//! (about 0.1 m), or five (about 1 m) when there are many areas. Outer rings run anticlockwise, holes
//! clockwise. A gap is `null`, and a property named after the column with `_marker` says which.

mod arcs;
mod ring;
mod simplify;

use std::collections::BTreeMap;
use std::io::Write;

use geo::MultiPolygon;
use rayon::prelude::*;

use crate::area::AreaCode;
use crate::disclose::evidence::{Cell, Column, Table};
use crate::publish::{PublishError, TableFault, figures};
use ring::Shape;
use simplify::Borders;

/// More areas than this are written with five decimals.
const MANY_AREAS: usize = 5_000;
/// More points than this are thinned: a point takes about 20 bytes, so the shapes stay below 20 MB.
const MOST_POINTS: usize = 1_000_000;
/// The first tolerance tried when points are thinned, in metres; it is doubled until they are few enough.
const FIRST_TOLERANCE_M: f64 = 10.0;
/// No tolerance goes beyond this, in metres.
const LAST_TOLERANCE_M: f64 = 160.0;

/// How finely the shapes were written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detail {
    /// Decimals of longitude and latitude.
    pub decimals: u32,
    /// How far a border may have moved, in metres, where points were left out.
    pub tolerance_m: Option<f64>,
}

impl Detail {
    /// The same in a sentence for readers.
    pub fn words(&self) -> String {
        let metres = if self.decimals == 6 { "0.1 m" } else { "1 m" };
        let rounded = format!("coordinates are rounded to {} decimals (about {metres})", self.decimals);
        match self.tolerance_m {
            None => format!("{rounded}; no point was left out"),
            Some(m) => format!("{rounded}; borders are simplified by at most {m} m, the same on both sides"),
        }
    }
}

/// Writes `areas.geojson`: the shape of each area with its row of the table as properties.
///
/// `codes` and `shapes` (longitude and latitude, WGS 84) are aligned; the table's column `key` holds the codes,
/// in any order. Every area needs one row and every row an area.
///
/// # Errors
/// When the table is faulty, areas and rows do not match, or `out` cannot be written to.
pub fn write(
    out: &mut dyn Write,
    table: &Table,
    key: &str,
    codes: &[AreaCode],
    shapes: &[MultiPolygon<f64>],
) -> Result<Detail, PublishError> {
    figures::check(table)?;
    let rows = rows_by_code(table, key)?;
    matched(&rows, codes)?;
    let decimals = if codes.len() > MANY_AREAS { 5 } else { 6 };
    let mut shapes: Vec<Shape> = shapes.par_iter().map(|shape| ring::rounded(shape, decimals)).collect();
    let detail = Detail { decimals, tolerance_m: thin(&mut shapes, decimals) };
    writeln!(out, "{{\"type\":\"FeatureCollection\",\"name\":{},", json(&table.id))?;
    writeln!(out, "\"title\":{},\"detail\":{},", json(&table.title), json(&detail.words()))?;
    writeln!(out, "\"features\":[")?;
    let mut line = Vec::new();
    for (place, (code, shape)) in codes.iter().zip(&shapes).enumerate() {
        line.clear();
        write!(line, "{{\"type\":\"Feature\",\"id\":{},\"properties\":{{", json(code.as_str()))?;
        properties(&mut line, &table.columns, rows[code.as_str()])?;
        line.extend(b"},\"geometry\":");
        ring::write(&mut line, shape, decimals);
        line.extend(if place + 1 < codes.len() { b"},\n".as_slice() } else { b"}\n" });
        out.write_all(&line)?;
    }
    out.write_all(b"]}\n")?;
    Ok(detail)
}

fn rows_by_code<'a>(table: &'a Table, key: &str) -> Result<BTreeMap<&'a str, &'a [Cell]>, PublishError> {
    let column = table.column(key).ok_or_else(|| PublishError::Table {
        table: table.id.clone(),
        fault: TableFault::NoColumn { column: key.to_owned() },
    })?;
    let mut rows = BTreeMap::new();
    for row in &table.rows {
        let Cell::Text(code) = &row[column] else { continue };
        if rows.insert(code.as_str(), row.as_slice()).is_some() {
            return Err(PublishError::Unmatched { code: code.clone(), found: "two rows in the table" });
        }
    }
    Ok(rows)
}

fn matched(rows: &BTreeMap<&str, &[Cell]>, codes: &[AreaCode]) -> Result<(), PublishError> {
    let unmatched = |code: &str, found| Err(PublishError::Unmatched { code: code.to_owned(), found });
    if let Some(code) = codes.iter().find(|code| !rows.contains_key(code.as_str())) {
        return unmatched(code.as_str(), "a shape and no row in the table");
    }
    let known: std::collections::BTreeSet<&str> = codes.iter().map(AreaCode::as_str).collect();
    match rows.keys().find(|code| !known.contains(*code)) {
        Some(code) => unmatched(code, "a row in the table and no shape"),
        None => Ok(()),
    }
}

fn properties(line: &mut Vec<u8>, columns: &[Column], row: &[Cell]) -> std::io::Result<()> {
    for (place, (column, cell)) in columns.iter().zip(row).enumerate() {
        if place > 0 {
            line.push(b',');
        }
        let name = json(&column.id);
        match cell {
            Cell::Text(text) => write!(line, "{name}:{}", json(text))?,
            Cell::Number(value) => write!(line, "{name}:{}", figures::plain(column.kind, *value))?,
            gap => {
                let mark = figures::marker(gap).map_or("", figures::Marker::mark);
                let marker = json(&format!("{}_marker", column.id));
                write!(line, "{name}:null,{marker}:{}", json(mark))?;
            }
        }
    }
    Ok(())
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn thin(shapes: &mut Vec<Shape>, decimals: u32) -> Option<f64> {
    thin_to(shapes, decimals, MOST_POINTS)
}

/// Leaves points out until there are at most so many, if a tolerance that is allowed can do it.
fn thin_to(shapes: &mut Vec<Shape>, decimals: u32, most: usize) -> Option<f64> {
    let points = |shapes: &[Shape]| shapes.iter().flatten().flatten().map(Vec::len).sum::<usize>();
    if points(shapes) <= most {
        return None;
    }
    let borders = Borders::of(shapes);
    let mut tolerance = FIRST_TOLERANCE_M;
    loop {
        let thinned = borders.simplified(decimals, tolerance);
        if points(&thinned) <= most || tolerance >= LAST_TOLERANCE_M {
            *shapes = thinned;
            return Some(tolerance);
        }
        tolerance *= 2.0;
    }
}

#[cfg(test)]
mod tests;
