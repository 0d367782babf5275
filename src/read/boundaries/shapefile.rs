//! Boundaries from a Shapefile: `.shp`, with its attributes in `.dbf` and its coordinate system in `.prj`.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use ::shapefile::dbase::{self, FieldValue};
use ::shapefile::record::traits::HasXY;
use ::shapefile::{PolygonRing, Reader, Shape, ShapeReader};
use geo::Coord;

use super::Refusal;
use super::crs::Stated;
use super::layer::{Feature, Layer, Outline, Ring};
use super::nesting::nested;
use super::open::{cannot_open, fingerprint};
use crate::problem::Problem;

type Source = BufReader<File>;

/// Reads all shapes with their attributes.
pub(super) fn read(path: &Path) -> Result<Layer, Refusal> {
    let Some(attributes) = beside(path, "dbf") else { return Err(no_attributes(path)) };
    let table = dbase::ReaderBuilder::new()
        .with_encoding(dbase::UnicodeLossy)
        .build(opened(&attributes)?)
        .map_err(|_| damaged(&attributes))?;
    let columns: Vec<String> = table.fields().iter().map(|f| f.name().to_owned()).collect();
    let rows = table.header().num_records;
    let shapes = ShapeReader::new(opened(path)?).map_err(|_| damaged(path))?;
    let features = features(Reader::new(shapes, table), &columns, path)?;
    if features.len() != rows as usize {
        let what = format!("{} shapes but {rows} rows of attributes", features.len());
        return Err(Box::new(Problem::error(what).hint("get both files again from their publisher")));
    }
    let crs = match beside(path, "prj") {
        Some(prj) => {
            Stated::of_wkt(&String::from_utf8_lossy(&std::fs::read(&prj).map_err(|e| cannot_open(&prj, &e))?))
        }
        None => Stated::Nothing,
    };
    let attributes = fingerprint(&attributes)?;
    let layout = format!("Shapefile; attributes of {} bytes, BLAKE3 {}", attributes.bytes, attributes.hash);
    Ok(Layer { columns, features, crs, fingerprint: fingerprint(path)?, layout })
}

fn features(
    mut reader: Reader<Source, Source>,
    columns: &[String],
    path: &Path,
) -> Result<Vec<Feature>, Refusal> {
    let mut features = Vec::new();
    for pair in reader.iter_shapes_and_records() {
        let (shape, record) = pair.map_err(|_| damaged(path))?;
        let cells = columns.iter().map(|column| record.get(column).and_then(text_of)).collect();
        features.push(Feature { cells, outline: outline_of(&shape) });
    }
    Ok(features)
}

/// The file of the same name with another extension, in capitals or not.
fn beside(path: &Path, extension: &str) -> Option<PathBuf> {
    let spellings = [extension.to_owned(), extension.to_ascii_uppercase()];
    spellings.iter().map(|spelling| path.with_extension(spelling)).find(|file| file.exists())
}

fn opened(path: &Path) -> Result<Source, Refusal> {
    File::open(path).map(BufReader::new).map_err(|e| cannot_open(path, &e))
}

fn outline_of(shape: &Shape) -> Outline {
    match shape {
        Shape::NullShape => Outline::Missing,
        Shape::Polygon(polygon) => Outline::Polygons(polygons_of(polygon.rings())),
        Shape::PolygonM(polygon) => Outline::Polygons(polygons_of(polygon.rings())),
        Shape::PolygonZ(polygon) => Outline::Polygons(polygons_of(polygon.rings())),
        Shape::Point(_) | Shape::PointM(_) | Shape::PointZ(_) => Outline::NotAnArea("a point"),
        Shape::Multipoint(_) | Shape::MultipointM(_) | Shape::MultipointZ(_) => Outline::NotAnArea("points"),
        Shape::Polyline(_) | Shape::PolylineM(_) | Shape::PolylineZ(_) => Outline::NotAnArea("a line"),
        Shape::Multipatch(_) => Outline::NotAnArea("a surface in space"),
    }
}

/// A Shapefile lists rings without saying which hole belongs to which outer ring.
fn polygons_of<P: HasXY>(rings: &[PolygonRing<P>]) -> Vec<Vec<Ring>> {
    let coords = |points: &[P]| points.iter().map(|p| Coord { x: p.x(), y: p.y() }).collect();
    nested(rings.iter().map(|ring| coords(ring.points())).collect())
}

/// An attribute as text; a whole number without a decimal point.
fn text_of(value: &FieldValue) -> Option<Box<str>> {
    match value {
        FieldValue::Character(text) => text.as_deref().map(Into::into),
        FieldValue::Numeric(number) => number.map(|n| n.to_string().into()),
        FieldValue::Float(number) => number.map(|n| n.to_string().into()),
        FieldValue::Logical(truth) => truth.map(|t| t.to_string().into()),
        FieldValue::Integer(number) => Some(number.to_string().into()),
        FieldValue::Double(number) | FieldValue::Currency(number) => Some(number.to_string().into()),
        FieldValue::Memo(text) => Some(text.as_str().into()),
        FieldValue::Date(_) | FieldValue::DateTime(_) => None,
    }
}

fn no_attributes(path: &Path) -> Refusal {
    let missing = path.with_extension("dbf");
    let what = "the Shapefile has no .dbf beside it, so its areas have no codes";
    Box::new(Problem::error(what).hint(format!("put {} there too", missing.display())))
}

fn damaged(path: &Path) -> Refusal {
    Box::new(
        Problem::error("the Shapefile is damaged or cut short")
            .file(path)
            .hint("get all its files again from their publisher"),
    )
}
