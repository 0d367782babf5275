//! Boundaries from a layer of a GeoPackage.

use std::fmt::Write as _;
use std::path::Path;

use geozero::GeozeroGeometry;
use geozero::wkb::GpkgWkb;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row};

use super::Refusal;
use super::crs::Stated;
use super::layer::{Feature, Layer, Outline, OutlineWriter};
use super::open::fingerprint;
use crate::problem::Problem;

/// The bit of a geometry's flags that says it is empty.
const EMPTY: u8 = 0b0001_0000;

/// Reads the features of a layer: the one named, or the only one.
pub(super) fn read(path: &Path, layer: Option<&str>) -> Result<Layer, Refusal> {
    let fingerprint = fingerprint(path)?;
    let database = open(path).map_err(|e| damaged(&e))?;
    let table = table(&database, layer)?;
    let source = Source::of(&database, &table).map_err(|e| damaged(&e))?;
    let (columns, features) = source.features(&database).map_err(|e| damaged(&e))?;
    let layout = format!("GeoPackage, layer {table}");
    Ok(Layer { columns, features, crs: source.crs, fingerprint, layout })
}

/// Opens the file so that nothing is written beside it, even where the last writer left a journal.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-wal");
    if Path::new(&journal).exists() {
        return Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    }
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut uri = "file:".to_owned();
    for byte in full.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => uri.push(char::from(byte)),
            other => {
                // Writing to a string cannot fail.
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri.push_str("?immutable=1");
    Connection::open_with_flags(uri, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
}

/// The table of the layer named, or of the only one.
fn table(database: &Connection, layer: Option<&str>) -> Result<String, Refusal> {
    let tables = tables(database).map_err(|e| damaged(&e))?;
    let listed = || tables.iter().map(|t| format!("\"{t}\"")).collect::<Vec<_>>().join(", ");
    match (layer, tables.as_slice()) {
        (_, []) => Err(Box::new(Problem::error("the GeoPackage holds no layer of features"))),
        (None, [only]) => Ok(only.clone()),
        (None, _) => {
            let what = format!("the GeoPackage holds several layers: {}", listed());
            Err(Box::new(Problem::error(what).hint("name one with layer = …")))
        }
        (Some(name), tables) => {
            let found = tables.iter().find(|t| *t == name);
            found.or_else(|| tables.iter().find(|t| t.eq_ignore_ascii_case(name))).cloned().ok_or_else(|| {
                let what = format!("the GeoPackage has no layer \"{name}\" (there are {})", listed());
                Box::new(Problem::error(what).hint("name one of them with layer = …"))
            })
        }
    }
}

fn tables(database: &Connection) -> rusqlite::Result<Vec<String>> {
    let query = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY table_name";
    database.prepare(query)?.query_map([], |row| row.get(0))?.collect()
}

/// Where a layer's features are.
struct Source {
    table: String,
    geometry: String,
    crs: Stated,
}

impl Source {
    fn of(database: &Connection, table: &str) -> rusqlite::Result<Self> {
        let query = "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?1";
        let (geometry, srs): (String, i64) =
            database.query_row(query, [table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self { table: table.to_owned(), geometry, crs: stated(database, srs)? })
    }

    fn features(&self, database: &Connection) -> rusqlite::Result<(Vec<String>, Vec<Feature>)> {
        let mut query = database.prepare(&format!("SELECT * FROM {}", quoted(&self.table)))?;
        let headers: Vec<String> = query.column_names().map(str::to_owned).collect();
        let geometry = headers.iter().position(|h| h.eq_ignore_ascii_case(&self.geometry));
        let geometry = geometry.ok_or_else(|| rusqlite::Error::InvalidColumnName(self.geometry.clone()))?;
        let attributes: Vec<usize> = (0..headers.len()).filter(|&column| column != geometry).collect();
        let mut rows = query.query([])?;
        let mut features = Vec::new();
        while let Some(row) = rows.next()? {
            features.push(feature_of(row, &attributes, geometry)?);
        }
        let columns = attributes.iter().map(|&column| headers[column].clone()).collect();
        Ok((columns, features))
    }
}

/// What the GeoPackage says of a layer's coordinates.
fn stated(database: &Connection, srs: i64) -> rusqlite::Result<Stated> {
    let query = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys \
                 WHERE srs_id = ?1";
    let row = database.query_row(query, [srs], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let found: Option<(String, i64, String)> = row.optional()?;
    Ok(match found {
        Some((organisation, code, _)) if organisation.eq_ignore_ascii_case("EPSG") => Stated::of_epsg(code),
        Some((_, _, definition)) if srs > 0 => Stated::of_wkt(&definition),
        _ => Stated::Nothing,
    })
}

fn feature_of(row: &Row<'_>, attributes: &[usize], geometry: usize) -> rusqlite::Result<Feature> {
    let cells = attributes.iter().map(|&column| Ok(text_of(row.get_ref(column)?)));
    let cells = cells.collect::<rusqlite::Result<_>>()?;
    let outline = match row.get_ref(geometry)? {
        ValueRef::Blob(bytes) => outline_of(bytes),
        _ => Outline::Missing,
    };
    Ok(Feature { cells, outline })
}

fn outline_of(bytes: &[u8]) -> Outline {
    if bytes.get(3).is_some_and(|flags| flags & EMPTY != 0) {
        return Outline::Missing;
    }
    let mut writer = OutlineWriter::default();
    match GpkgWkb(bytes).process_geom(&mut writer) {
        Ok(()) => writer.outline(),
        Err(_) => Outline::NotAnArea("damaged"),
    }
}

/// An attribute as text.
fn text_of(value: ValueRef<'_>) -> Option<Box<str>> {
    match value {
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into()),
        ValueRef::Integer(number) => Some(number.to_string().into()),
        ValueRef::Real(number) => Some(number.to_string().into()),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}

/// A table's name as SQL writes it.
fn quoted(table: &str) -> String {
    format!("\"{}\"", table.replace('"', "\"\""))
}

fn damaged(error: &rusqlite::Error) -> Refusal {
    let problem = Problem::error(format!("the file is not a GeoPackage that can be read: {error}"));
    Box::new(problem.hint("get the file again from its publisher"))
}
