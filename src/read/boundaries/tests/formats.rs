//! GeoPackage, Shapefile and FlatGeobuf.

use ::flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use ::shapefile::dbase::{FieldValue, Record, TableWriterBuilder};
use ::shapefile::{Point, Polygon as Shp, PolygonRing, Writer};
use geo::{Area, Geometry, Polygon, polygon};
use geozero::{ColumnValue, CoordDimensions, PropertyProcessor, ToWkb};
use rusqlite::{Connection, params};

use super::*;

/// A square with a hole on the British National Grid, of 84 square metres.
fn holed(x: f64) -> Polygon<f64> {
    let y = 173_000.0;
    polygon!(
        exterior: [(x: x, y: y), (x: x, y: y + 10.0), (x: x + 10.0, y: y + 10.0), (x: x + 10.0, y: y)],
        interiors: [[(x: x + 3.0, y: y + 3.0), (x: x + 7.0, y: y + 3.0), (x: x + 7.0, y: y + 7.0), (x: x + 3.0, y: y + 7.0)]],
    )
}

fn summary(file: &BoundaryFile) -> Vec<(&str, Option<&str>, f64)> {
    file.rows.iter().map(|r| (r.code.as_str(), r.name.as_deref(), r.shape.unsigned_area())).collect()
}

/// Two areas, as every format should give them.
const TWO: [(&str, Option<&str>, f64); 2] =
    [("E01014485", Some("Bristol 023A"), 84.0), ("E01014486", Some("Bristol 023B"), 84.0)];

/// A GeoPackage with these layers, of two areas each.
fn geopackage(path: &Path, layers: &[&str]) -> rusqlite::Result<Connection> {
    let db = Connection::open(path)?;
    db.execute_batch(
        "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
         CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
         CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT,
             organization_coordsys_id INTEGER, definition TEXT);
         INSERT INTO gpkg_spatial_ref_sys VALUES (27700, 'EPSG', 27700, 'PROJCS'), (0, 'NONE', 0, 'undefined');",
    )?;
    for layer in layers {
        db.execute("INSERT INTO gpkg_contents VALUES (?1, 'features', 27700)", [layer])?;
        db.execute("INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 27700)", [layer])?;
        db.execute_batch(&format!(
            "CREATE TABLE \"{layer}\" (fid INTEGER PRIMARY KEY, geom BLOB, LSOA21CD TEXT, LSOA21NM TEXT)"
        ))?;
        for (i, (code, name, _)) in TWO.iter().enumerate() {
            let shape = Geometry::Polygon(holed(358_000.0 + 20.0 * i as f64));
            let blob = shape.to_gpkg_wkb(CoordDimensions::xy(), Some(27_700), vec![]).expect("a blob");
            let insert = format!("INSERT INTO \"{layer}\" (geom, LSOA21CD, LSOA21NM) VALUES (?1, ?2, ?3)");
            db.execute(&insert, params![blob, code, name])?;
        }
    }
    Ok(db)
}

#[test]
fn a_geopackage_is_read_by_its_only_layer() {
    let place = Place::new();
    let path = place.path("odd name#1?.gpkg");
    drop(geopackage(&path, &["lsoa 21"]).expect("a GeoPackage"));
    let (file, problems) = place.read_file("odd name#1?.gpkg", |query| query);
    let file = file.expect("areas");
    assert_eq!((problems.as_str(), file.crs), ("", Crs::BritishNationalGrid));
    assert_eq!(summary(&file), TWO);
    assert_eq!(file.file.hash, blake3::hash(&fs::read(&path).expect("the file")).to_hex().to_string());
}

#[test]
fn of_several_layers_one_must_be_named() {
    let place = Place::new();
    drop(geopackage(&place.path("a.gpkg"), &["lad22", "lsoa21"]).expect("a GeoPackage"));
    let (file, problems) = place.read_file("a.gpkg", |query| query);
    assert_eq!(file, None);
    assert!(problems.contains("several layers: \"lad22\", \"lsoa21\"\n  hint: name one"), "{problems}");
    let (file, problems) = place.read_file("a.gpkg", |q| BoundaryQuery { layer: Some("LSOA21"), ..q });
    assert_eq!((file.map(|f| f.rows.len()), problems), (Some(2), String::new()));
    let (_, problems) = place.read_file("a.gpkg", |q| BoundaryQuery { layer: Some("ward"), ..q });
    assert!(problems.contains("no layer \"ward\" (there are \"lad22\", \"lsoa21\")"), "{problems}");
}

#[test]
fn a_geopackage_without_shapes_or_coordinate_system_is_refused() {
    let place = Place::new();
    let db = geopackage(&place.path("a.gpkg"), &["lsoa21"]).expect("a GeoPackage");
    db.execute_batch(
        "UPDATE lsoa21 SET geom = NULL WHERE fid = 2; UPDATE lsoa21 SET geom = x'47500001' WHERE fid = 1",
    )
    .expect("an update");
    let (_, problems) = place.read_file("a.gpkg", |query| query);
    assert!(problems.contains("row 1: the geometry is damaged, not an area"), "{problems}");
    assert!(problems.contains("row 2: area E01014486: it has no shape"), "{problems}");
    db.execute_batch("UPDATE gpkg_geometry_columns SET srs_id = 0").expect("an update");
    let (file, problems) = place.read_file("a.gpkg", |query| query);
    assert_eq!(file, None);
    assert!(problems.contains("does not say how its coordinates are to be read"), "{problems}");
    drop(db);
    let (_, problems) = place.read("b.gpkg", b"SQLite format 3\0and then nothing");
    assert!(problems.contains("not a GeoPackage that can be read"), "{problems}");
}

/// A Shapefile of the two areas, its rings in an unhelpful order.
fn shapefile(path: &Path) {
    let table = TableWriterBuilder::new()
        .add_character_field("LSOA21CD".try_into().expect("a name"), 9)
        .add_character_field("LSOA21NM".try_into().expect("a name"), 40);
    let mut writer = Writer::from_path(path, table).expect("a writer");
    for (i, (code, name, _)) in TWO.iter().enumerate() {
        let area = holed(358_000.0 + 20.0 * i as f64);
        let points = |ring: &geo::LineString<f64>| ring.0.iter().map(|c| Point::new(c.x, c.y)).collect();
        let hole = PolygonRing::Inner(points(&area.interiors()[0]));
        let shape = Shp::with_rings(vec![hole, PolygonRing::Outer(points(area.exterior()))]);
        let mut record = Record::default();
        record.insert("LSOA21CD".into(), FieldValue::Character(Some((*code).into())));
        record.insert("LSOA21NM".into(), FieldValue::Character(name.map(Into::into)));
        writer.write_shape_and_record(&shape, &record).expect("a shape written");
    }
}

#[test]
fn a_shapefile_is_read_with_its_attributes_and_its_projection() {
    let place = Place::new();
    shapefile(&place.path("a.shp"));
    let (file, problems) = place.read_file("a.shp", |query| query);
    assert_eq!(file, None);
    assert!(problems.contains("hint: say crs = \"EPSG:27700\""), "{problems}");
    fs::write(place.path("a.prj"), "PROJCS[\"British_National_Grid\",GEOGCS[\"GCS_OSGB_1936\"")
        .expect("a .prj");
    let (file, problems) = place.read_file("a.shp", |query| query);
    let file = file.expect("areas");
    assert_eq!((problems.as_str(), file.crs), ("", Crs::BritishNationalGrid));
    assert_eq!(summary(&file), TWO);
}

#[test]
fn a_shapefile_without_its_attributes_or_cut_short_is_refused() {
    let place = Place::new();
    shapefile(&place.path("a.shp"));
    let whole = fs::read(place.path("a.shp")).expect("the file");
    let (_, problems) = place.read("a.shp", &whole[..whole.len() - 90]);
    assert!(problems.contains("a.shp: the Shapefile is damaged or cut short"), "{problems}");
    fs::remove_file(place.path("a.dbf")).expect("the attributes gone");
    let (_, problems) = place.read("a.shp", &whole);
    assert!(problems.contains("no .dbf beside it"), "{problems}");
}

/// A FlatGeobuf file of the two areas.
fn flatgeobuf(path: &Path) {
    let crs = FgbCrs { code: 27_700, ..FgbCrs::default() };
    let options = FgbWriterOptions { crs, write_index: false, ..FgbWriterOptions::default() };
    let mut writer =
        FgbWriter::create_with_options("areas", GeometryType::Polygon, options).expect("a writer");
    writer.add_column("LSOA21CD", ColumnType::String, |_, _| {});
    writer.add_column("LSOA21NM", ColumnType::String, |_, _| {});
    for (i, (code, name, _)) in TWO.iter().enumerate() {
        let shape = Geometry::Polygon(holed(358_000.0 + 20.0 * i as f64));
        writer
            .add_feature_geom(shape, |feature| {
                feature.property(0, "LSOA21CD", &ColumnValue::String(code)).expect("a code");
                let name = name.unwrap_or_default();
                feature.property(1, "LSOA21NM", &ColumnValue::String(name)).expect("a name");
            })
            .expect("a feature");
    }
    writer.write(fs::File::create(path).expect("a file")).expect("a file written");
}

#[test]
fn a_flatgeobuf_file_is_read() {
    let place = Place::new();
    flatgeobuf(&place.path("a.fgb"));
    let (file, problems) = place.read_file("a.fgb", |query| query);
    let file = file.expect("areas");
    assert_eq!((problems.as_str(), file.crs), ("", Crs::BritishNationalGrid));
    assert_eq!(summary(&file), TWO);
    let bytes = fs::read(place.path("a.fgb")).expect("the file");
    assert_eq!(file.file.hash, blake3::hash(&bytes).to_hex().to_string());
}

#[test]
fn a_flatgeobuf_file_that_is_cut_short_anywhere_is_refused() {
    let place = Place::new();
    flatgeobuf(&place.path("a.fgb"));
    let whole = fs::read(place.path("a.fgb")).expect("the file");
    for end in (8..whole.len()).step_by(7) {
        let (file, problems) = place.read("b.fgb", &whole[..end]);
        assert!(file.is_none() && problems.starts_with("error: b.fgb"), "{end}: {problems}");
    }
}

#[test]
fn damaged_bytes_never_stop_the_program() {
    let place = Place::new();
    shapefile(&place.path("a.shp"));
    flatgeobuf(&place.path("a.fgb"));
    drop(geopackage(&place.path("a.gpkg"), &["lsoa21"]).expect("a GeoPackage"));
    for name in ["a.shp", "a.dbf", "a.fgb", "a.gpkg"] {
        let whole = fs::read(place.path(name)).expect("the file");
        let step = (whole.len() / 60).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xFF;
            fs::write(place.path(name), &bytes).expect("the damaged file");
            let read = if name == "a.dbf" { "a.shp" } else { name };
            place.read_file(read, |q| BoundaryQuery { crs: Some(Crs::BritishNationalGrid), ..q });
        }
        fs::write(place.path(name), &whole).expect("the file again");
    }
}
