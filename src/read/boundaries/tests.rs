//! Whole files of every format, good and bad, written on the spot.

mod formats;

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;

/// A folder for one test.
struct Place {
    folder: TempDir,
    geography: Geography,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        Self { folder, geography: Geography::named("lsoa21") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn query<'a>(&'a self, path: &'a Path) -> BoundaryQuery<'a> {
        BoundaryQuery { path, code: None, name: None, layer: None, crs: None, geography: &self.geography }
    }

    /// Writes a file and reads it: what was read, and the problems without the name of the folder.
    fn read(&self, name: &str, bytes: impl AsRef<[u8]>) -> (Option<BoundaryFile>, String) {
        fs::write(self.path(name), bytes).expect("the test's file");
        self.read_file(name, |query| query)
    }

    fn read_file(
        &self,
        name: &str,
        ask: impl FnOnce(BoundaryQuery<'_>) -> BoundaryQuery<'_>,
    ) -> (Option<BoundaryFile>, String) {
        let (path, mut problems) = (self.path(name), Problems::none());
        let file = read(&ask(self.query(&path)), &mut problems);
        let folder = format!("{}/", self.folder.path().display());
        (file, problems.to_string().replace(&folder, ""))
    }
}

/// The ring of a square near Bristol.
fn ring(x: f64, y: f64) -> String {
    format!(
        "[[{x},{y}],[{0},{y}],[{0},{1}],[{x},{1}],[{x},{y}]]",
        format_args!("{:.2}", x + 0.01),
        format_args!("{:.2}", y + 0.01)
    )
}

fn feature(code: &str, geometry: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"LSOA21CD":{code},"LSOA21NM":"Bristol"}},"geometry":{geometry}}}"#
    )
}

fn polygon(rings: &str) -> String {
    format!(r#"{{"type":"Polygon","coordinates":[{rings}]}}"#)
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",\n"))
}

fn square(code: &str, x: f64, y: f64) -> String {
    feature(&format!("{code:?}"), &polygon(&ring(x, y)))
}

#[test]
fn a_geojson_file_is_read_with_its_blank_lines_and_its_legacy_crs() {
    let text = format!(
        "\u{FEFF}\n   \n{{ \"type\": \"FeatureCollection\", \"bbox\": [-3, 51, -2, 52],\n{}\n\"features\": [\n{},\n{}\n],\n{}}}\n\n",
        " ".repeat(80),
        square("E01014485", -2.6, 51.4),
        square("E01014486", -2.5, 51.4),
        r#""crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}"#
    );
    let (file, problems) = Place::new().read("a.geojson", &text);
    assert_eq!(problems, "");
    let file = file.expect("areas");
    assert_eq!(file.crs, Crs::Wgs84);
    assert_eq!(file.file.hash, blake3::hash(text.as_bytes()).to_hex().to_string());
    assert_eq!((file.file.rows, file.file.bytes), (2, text.len() as u64));
    let rows: Vec<_> = file.rows.iter().map(|r| (r.code.as_str(), r.name.as_deref())).collect();
    assert_eq!(rows, [("E01014485", Some("Bristol")), ("E01014486", Some("Bristol"))]);
}

#[test]
fn the_crs_member_is_followed() {
    let at = |x: f64, y: f64| format!("[[{x},{y}],[{0},{y}],[{0},{1}],[{x},{y}]]", x + 90.0, y + 90.0);
    let areas = feature("\"E01014485\"", &polygon(&at(358_000.0, 173_000.0)));
    let crs = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features""#;
    let text = collection(&[areas]).replace("\"features\"", crs);
    let (file, problems) = Place::new().read("a.geojson", text);
    assert_eq!((file.map(|f| f.crs), problems), (Some(Crs::BritishNationalGrid), String::new()));
}

#[test]
fn all_problems_are_told_at_once() {
    let touching =
        "[[-2.6,51.4],[-2.58,51.4],[-2.59,51.41],[-2.58,51.42],[-2.6,51.42],[-2.59,51.41],[-2.6,51.4]]";
    let bow = "[[-2.6,51.4],[-2.5,51.5],[-2.5,51.4],[-2.6,51.5],[-2.6,51.4]]";
    let features = [
        square("E01014485", -2.6, 51.4),
        feature("null", &polygon(&ring(-2.5, 51.4))),
        square("E02002483", -2.4, 51.4),
        square("E01014485", -2.3, 51.4),
        feature("\"E01014486\"", "null"),
        feature("\"E01014487\"", r#"{"type":"Point","coordinates":[-2.6,51.4]}"#),
        feature("\"E01014488\"", &polygon("[[-2.6,51.4],[-2.5],[-2.5,51.5],[-2.6,51.4]]")),
        square("E01014489", 51.4, -2.6),
        feature(
            "\"E01014490\"",
            &polygon("[[358000,173000],[358009,173000],[358009,173009],[358000,173000]]"),
        ),
        feature("\"E01014491\"", &polygon(touching)),
        feature("\"E01014492\"", &polygon(bow)),
        feature("\"E01014493\"", &polygon("[[-2.6,51.4],[-2.55,51.41],[-2.5,51.4]]")),
    ];
    let (file, problems) = Place::new().read("a.geojson", collection(&features));
    let fix = "  hint: correct the shape in the boundary file, or get the file again from its publisher";
    let expected = [
        "error: a.geojson, row 2, column \"LSOA21CD\": the code is missing",
        "  hint: every area needs a code",
        "error: a.geojson, row 3, column \"LSOA21CD\": E02002483 is not a code of LSOA 2021 (E01, W01 and six digits)",
        "  hint: check the geography, and that codes are stored as text",
        "error: a.geojson, row 4, column \"LSOA21CD\": area E01014485 is there already, as feature 1",
        "error: a.geojson, row 5: area E01014486: it has no shape",
        fix,
        "error: a.geojson, row 6: the geometry is a point, not an area",
        "  hint: boundaries must be polygons",
        "error: a.geojson, row 7: area E01014488: a coordinate is missing or not a finite number",
        fix,
        "error: a.geojson, row 8: longitude and latitude are swapped: as they stand, the area is not in Great Britain",
        "  hint: write longitude before latitude, as GeoJSON does",
        "error: a.geojson, row 9: the coordinates do not fit EPSG:4326 (longitude and latitude): they look like metres on the British National Grid",
        "  hint: say crs = \"EPSG:27700\"",
        "error: a.geojson, row 11: area E01014492: a ring touches or crosses itself near -2.55000, 51.45000; its loops cancel out, so a repair would be a guess",
        fix,
        "error: a.geojson, row 12: area E01014493: a ring stops far from its start, as if cut short",
        fix,
        "warning: a.geojson, row 10: area E01014491: a ring touches or crosses itself near -2.59000, 51.41000; repaired, with the area it had",
    ];
    assert_eq!(problems.lines().collect::<Vec<_>>(), expected);
    let file = file.expect("areas");
    let refused: Vec<_> =
        file.rows.iter().filter(|r| r.shape.0.is_empty()).map(|r| r.code.as_str()).collect();
    assert_eq!((file.rows.len(), refused.len()), (10, 7), "{refused:?}");
}

#[test]
fn many_areas_with_one_kind_of_problem_are_counted_after_the_first_few() {
    let features: Vec<String> = (0..50).map(|i| feature(&format!("\"E0101{i:04}\""), "null")).collect();
    let (_, problems) = Place::new().read("a.geojson", collection(&features));
    assert_eq!(problems.matches("it has no shape").count(), 20);
    assert!(problems.contains("row 21: more areas without a shape (30 rows)"), "{problems}");
}

#[test]
fn a_file_that_is_no_feature_collection_is_told_for_what_it_is() {
    let place = Place::new();
    let told = |text: &str| place.read("a.geojson", text).1.lines().next().unwrap_or_default().to_owned();
    let good = collection(&[square("E01014485", -2.6, 51.4), square("E01014486", -2.5, 51.4)]);
    assert_eq!(
        told(&good[..good.len() - 40]),
        "error: a.geojson, row 2: the file is cut short in feature 2: it ends at line 2, column 151"
    );
    assert_eq!(
        told(&good.replacen("-2.6", "NaN", 1)),
        "error: a.geojson, row 1: not valid JSON in UTF-8 at line 1, column 164, in feature 1"
    );
    assert_eq!(
        told(&good.replacen("-2.6", "\"-2.6\"", 1)),
        "error: a.geojson, row 1: feature 1 is not a GeoJSON feature, at line 1, column 169"
    );
    assert_eq!(told(r#"{"type":"Topology","objects":{}}"#), "error: a.geojson: TopoJSON, which is not read");
    assert_eq!(
        told(&square("E01014485", -2.6, 51.4)),
        "error: a.geojson: a single feature, not a collection"
    );
    assert_eq!(told("{}"), "error: a.geojson: not a GeoJSON feature collection");
    assert_eq!(told(&collection(&[])), "error: a.geojson: the file holds no features, so there are no areas");
    assert_eq!(told(""), "error: a.geojson: the file is empty");
    let mut latin = good.clone().into_bytes();
    let at = good.find("Bristol").expect("a name");
    latin[at] = 0xE9;
    let (_, problems) = place.read("a.geojson", latin);
    assert!(problems.contains("not valid JSON in UTF-8 at line 1"), "{problems}");
}

#[test]
fn a_file_that_is_not_there_is_told_with_the_nearest() {
    let place = Place::new();
    place.read("lsoa21.geojson", "{}");
    let (file, problems) = place.read_file("lsoa21.geojsn", |query| query);
    assert_eq!(
        (file, problems.as_str()),
        (None, "error: lsoa21.geojsn: there is no such file\n  hint: did you mean \"lsoa21.geojson\"?")
    );
}

#[test]
fn columns_can_be_named_and_are_told_when_they_are_not_there() {
    let place = Place::new();
    let text = collection(&[square("E01014485", -2.6, 51.4)]).replace("LSOA21CD", "zone");
    let (file, problems) = place.read("a.geojson", text);
    assert_eq!(file, None);
    assert_eq!(
        problems,
        "error: a.geojson: no column is known to hold codes of LSOA 2021 (there are \"zone\", \"LSOA21NM\")\n  \
         hint: did you mean code = \"zone\"?"
    );
    let (file, _) = place.read_file("a.geojson", |query| BoundaryQuery { code: Some("zone"), ..query });
    assert_eq!(file.map(|f| f.rows.len()), Some(1));
    let (_, problems) = place.read_file("a.geojson", |query| BoundaryQuery { code: Some("zoen"), ..query });
    assert!(problems.contains("no column \"zoen\"") && problems.contains("code = \"zone\"?"), "{problems}");
}
