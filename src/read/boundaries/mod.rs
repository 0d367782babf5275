//! Boundary files: what areas there are, and their shapes.
//!
//! GeoJSON, GeoPackage, Shapefile and FlatGeobuf, in longitude and latitude or on the British National
//! Grid. The format is known by the file's first bytes, never by its name.

mod column;
mod crs;
mod flatgeobuf;
mod format;
mod geojson;
mod geopackage;
mod guard;
mod judge;
mod layer;
mod nesting;
mod open;
mod repair;
mod shapefile;
mod shaping;
#[cfg(test)]
mod tests;
mod validity;

use std::path::Path;

use geo::MultiPolygon;

use crate::area::{AreaCode, Crs, Geography};
use crate::ledger::FileRead;
use crate::problem::{Problem, Problems};
use format::Format;
use layer::Layer;

/// Which boundary file to read, and how.
#[derive(Debug, Clone, Copy)]
pub struct BoundaryQuery<'a> {
    /// The file.
    pub path: &'a Path,
    /// The column of the areas' codes; found by its header when left out.
    pub code: Option<&'a str>,
    /// The column of the areas' names; found by its header when left out.
    pub name: Option<&'a str>,
    /// The layer of a GeoPackage that holds several.
    pub layer: Option<&'a str>,
    /// How the coordinates are to be read; as the file says when left out.
    pub crs: Option<Crs>,
    /// The geography the areas belong to.
    pub geography: &'a Geography,
}

/// One area as a boundary file gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// The area's code.
    pub code: AreaCode,
    /// Its name, where the file has names.
    pub name: Option<String>,
    /// Its shape, valid; empty when the file's was refused, which is then an error among the problems.
    pub shape: MultiPolygon<f64>,
}

/// What a boundary file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct BoundaryFile {
    /// The file, for the ledger.
    pub file: FileRead,
    /// How the coordinates of the shapes are to be read.
    pub crs: Crs,
    /// The areas in the order of the file, each code once.
    pub rows: Vec<Boundary>,
}

/// Reads the areas of a boundary file.
///
/// Every feature is judged, and all problems are told at once: with the number of the feature as the row,
/// and the code where there is one. A ring that touches or crosses itself is repaired and told as a
/// warning when that changes the area by no more than 1 %, and refused by name when it changes more.
///
/// Units: the coordinates stay as they are in the file.
///
/// Missing values: a blank code or a missing shape is an error, never an empty area.
///
/// # Errors
/// Among the problems. `None` when no areas could be read at all.
pub fn read(query: &BoundaryQuery<'_>, problems: &mut Problems) -> Option<BoundaryFile> {
    let layer = match read_layer(query) {
        Ok(layer) => layer,
        Err(problem) => {
            problems.push(in_file(*problem, query.path));
            return None;
        }
    };
    let mut found = Problems::none();
    let judged = judge::judge(query, layer, &mut found);
    for problem in found.sorted() {
        problems.push(in_file(problem.clone(), query.path));
    }
    judged
}

fn in_file(problem: Problem, path: &Path) -> Problem {
    if problem.file.is_some() { problem } else { problem.file(path) }
}

/// Why a file could not be read as a layer of features.
type Refusal = Box<Problem>;

fn read_layer(query: &BoundaryQuery<'_>) -> Result<Layer, Refusal> {
    let format = Format::of_file(query.path)?;
    let read = || match format {
        Format::GeoJson => geojson::read(query.path),
        Format::GeoPackage => geopackage::read(query.path, query.layer),
        Format::Shapefile => shapefile::read(query.path),
        Format::FlatGeobuf => flatgeobuf::read(query.path),
    };
    guard::guarded(read).unwrap_or_else(|_| {
        let what = format!("damaged: not a {format} that can be read");
        Err(Box::new(Problem::error(what).hint("get the file again from its publisher")))
    })
}
