//! Checks of the demo place, most of them on one place written once.
mod children;
mod figures;
mod ground;
mod partnership;
mod planted;
mod records;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use geo::{LineString, MultiPolygon, Point, Polygon};
use serde_json::Value;
use tempfile::TempDir;

use super::{DemoPlace, write_place};

struct Written {
    folder: TempDir,
    place: DemoPlace,
}

static WRITTEN: LazyLock<Written> = LazyLock::new(|| written(1));

fn written(seed: u64) -> Written {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = write_place(folder.path(), seed).expect("the demo place");
    Written { folder, place }
}

type Row = BTreeMap<String, String>;

impl Written {
    fn rows(&self, file: &str) -> Vec<Row> {
        let mut reader =
            csv::Reader::from_path(self.folder.path().join("data").join(file)).expect("a CSV file");
        let headers = reader.headers().expect("a header").clone();
        let cells = |record: csv::StringRecord| {
            headers.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect::<Row>()
        };
        reader.records().map(|record| cells(record.expect("a row"))).collect()
    }

    fn crimes(&self) -> Vec<Row> {
        let months = self.place.crime.months.iter();
        months.flat_map(|month| self.rows(&format!("crime/{month}-wexley-street.csv"))).collect()
    }

    fn boundaries(&self) -> BTreeMap<String, MultiPolygon> {
        let text = fs::read_to_string(self.folder.path().join("data/boundaries/lsoa21.geojson"))
            .expect("boundaries");
        let json: Value = serde_json::from_str(&text).expect("GeoJSON");
        let features = json["features"].as_array().expect("features");
        features
            .iter()
            .map(|f| (text_of(&f["properties"]["LSOA21CD"]), multi_polygon(&f["geometry"])))
            .collect()
    }

    fn known_codes(&self) -> BTreeSet<String> {
        self.place.areas.iter().chain(&self.place.areas_outside).cloned().collect()
    }
}

fn text_of(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

fn multi_polygon(geometry: &Value) -> MultiPolygon {
    let polygons = match geometry["type"].as_str() {
        Some("Polygon") => vec![geometry["coordinates"].clone()],
        _ => geometry["coordinates"].as_array().expect("polygons").clone(),
    };
    let ring = |ring: &Value| -> LineString {
        let points: Vec<[f64; 2]> = serde_json::from_value(ring.clone()).expect("points");
        points.into()
    };
    let polygon = |rings: &Value| {
        let mut rings: Vec<LineString> = rings.as_array().expect("rings").iter().map(ring).collect();
        Polygon::new(rings.remove(0), rings)
    };
    polygons.iter().map(polygon).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().expect("a number")
}

fn point(row: &Row, lon: &str, lat: &str) -> Option<Point> {
    (!row[lon].is_empty()).then(|| Point::new(number(&row[lon]), number(&row[lat])))
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
    let digest = |written: &Written| -> Vec<_> {
        let read = |file: &std::path::PathBuf| {
            blake3::hash(&fs::read(written.folder.path().join(file)).expect("file"))
        };
        written.place.files.iter().map(read).collect()
    };
    let again = written(1);
    assert_eq!(again.place, WRITTEN.place);
    assert_eq!(digest(&again), digest(&WRITTEN));
    let other = digest(&written(2));
    assert!(digest(&WRITTEN).iter().zip(&other).all(|(one, two)| one != two));
}

#[test]
fn every_file_is_listed_and_all_are_small() {
    let files = |folder: &Path| -> Vec<_> {
        fs::read_dir(folder).expect("folder").map(|f| f.expect("file")).collect()
    };
    let (mut folders, mut found, mut bytes) = (vec![WRITTEN.folder.path().to_owned()], 0, 0);
    while let Some(folder) = folders.pop() {
        for entry in files(&folder) {
            let about = entry.metadata().expect("metadata");
            if about.is_dir() {
                folders.push(entry.path());
            } else {
                (found, bytes) = (found + 1, bytes + about.len());
            }
        }
    }
    assert_eq!(found, WRITTEN.place.files.len());
    assert!(bytes < 6_000_000, "{bytes} bytes");
}
