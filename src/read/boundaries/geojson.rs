//! Boundaries from GeoJSON, feature by feature, so that files of any size can be read.

use std::fmt;
use std::io::BufRead;
use std::path::Path;

use ::geojson::{Feature as JsonFeature, GeometryValue, JsonValue, Position};
use geo::Coord;
use rustc_hash::FxHashMap;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::Refusal;
use super::crs::Stated;
use super::layer::{Feature, Layer, Outline, Ring};
use super::open::{Fingerprint, cannot_open, finish, hashed};
use crate::area::Crs;
use crate::problem::Problem;

/// Reads the features of a collection.
pub(super) fn read(path: &Path) -> Result<Layer, Refusal> {
    let mut reader = hashed(path)?;
    skip_byte_order_mark(&mut reader).map_err(|e| cannot_open(path, &e))?;
    let mut collection = Collection::default();
    let mut json = serde_json::Deserializer::from_reader(&mut reader);
    let parsed = json.deserialize_map(&mut collection).and_then(|()| json.end());
    drop(json);
    parsed.map_err(|e| collection.not_read(&e))?;
    collection.layer(finish(path, reader)?)
}

fn skip_byte_order_mark(reader: &mut impl BufRead) -> std::io::Result<()> {
    if reader.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
        reader.consume(3);
    }
    Ok(())
}

/// What has been read of a feature collection.
#[derive(Default)]
struct Collection {
    kind: Option<String>,
    crs: Option<JsonValue>,
    found_features: bool,
    columns: Vec<String>,
    by_header: FxHashMap<String, usize>,
    features: Vec<Feature>,
}

impl<'de> Visitor<'de> for &mut Collection {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "type" => self.kind = members.next_value::<JsonValue>()?.as_str().map(str::to_owned),
                "crs" => self.crs = Some(members.next_value()?),
                "features" => {
                    self.found_features = true;
                    members.next_value_seed(Features(self))?;
                }
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// The features of a collection, one after another.
struct Features<'a>(&'a mut Collection);

impl<'de> DeserializeSeed<'de> for Features<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, features: D) -> Result<(), D::Error> {
        features.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut features: A) -> Result<(), A::Error> {
        while let Some(feature) = features.next_element::<JsonFeature>()? {
            self.0.add(feature);
        }
        Ok(())
    }
}

impl Collection {
    fn add(&mut self, feature: JsonFeature) {
        let mut cells = Vec::with_capacity(self.columns.len());
        for (header, value) in feature.properties.unwrap_or_default() {
            let column = self.column(header);
            if cells.len() <= column {
                cells.resize(column + 1, None);
            }
            cells[column] = text_of(&value);
        }
        let outline = feature.geometry.map_or(Outline::Missing, |geometry| outline_of(geometry.value));
        self.features.push(Feature { cells, outline });
    }

    /// The column with a header, made when it is met for the first time.
    fn column(&mut self, header: String) -> usize {
        if let Some(&column) = self.by_header.get(&header) {
            return column;
        }
        self.columns.push(header.clone());
        self.by_header.insert(header, self.columns.len() - 1);
        self.columns.len() - 1
    }

    fn layer(self, fingerprint: Fingerprint) -> Result<Layer, Refusal> {
        let kind = self.kind.as_deref();
        if !self.found_features || kind.is_some_and(|kind| kind != "FeatureCollection") {
            return Err(not_a_collection(kind));
        }
        let crs = stated(self.crs.as_ref());
        Ok(Layer {
            columns: self.columns,
            features: self.features,
            crs,
            fingerprint,
            layout: "GeoJSON".to_owned(),
        })
    }

    /// The problem with a file that is not the GeoJSON it should be. The text of the file is not quoted.
    fn not_read(&self, error: &serde_json::Error) -> Refusal {
        let at = format!("line {}, column {}", error.line(), error.column());
        let feature = self.features.len() + 1;
        let problem = match error.classify() {
            Category::Io => Problem::error(format!("the file cannot be read: {error}")),
            Category::Eof => {
                Problem::error(format!("the file is cut short in feature {feature}: it ends at {at}"))
                    .hint("get the file again from its publisher")
            }
            Category::Syntax => {
                Problem::error(format!("not valid JSON in UTF-8 at {at}, in feature {feature}"))
                    .hint("JSON knows no NaN or infinite numbers; save text as UTF-8")
            }
            Category::Data => Problem::error(format!("feature {feature} is not a GeoJSON feature, at {at}"))
                .hint("every coordinate must be a number, every feature have a geometry or null"),
        };
        Box::new(if self.found_features { problem.row(feature as u64) } else { problem })
    }
}

fn not_a_collection(kind: Option<&str>) -> Refusal {
    let (what, hint) = match kind {
        Some("Topology") => ("TopoJSON, which is not read", "convert it to GeoJSON"),
        Some("Feature") => ("a single feature, not a collection", "wrap it in a FeatureCollection"),
        _ => ("not a GeoJSON feature collection", "its \"type\" must be \"FeatureCollection\""),
    };
    Box::new(Problem::error(what).hint(hint))
}

/// What the legacy member `crs` says; longitude and latitude where there is none, as the standard has it.
fn stated(crs: Option<&JsonValue>) -> Stated {
    let Some(crs) = crs else { return Stated::Known(Crs::Wgs84) };
    let properties = &crs["properties"];
    match (properties["name"].as_str(), properties["code"].as_i64()) {
        (Some(name), _) => Stated::of_name(name),
        (None, Some(code)) => Stated::of_epsg(code),
        (None, None) => Stated::Nothing,
    }
}

/// An attribute as text; lists and objects are passed over.
fn text_of(value: &JsonValue) -> Option<Box<str>> {
    match value {
        JsonValue::String(text) => Some(text.as_str().into()),
        JsonValue::Number(number) => Some(number.to_string().into()),
        JsonValue::Bool(truth) => Some(truth.to_string().into()),
        JsonValue::Null | JsonValue::Array(_) | JsonValue::Object(_) => None,
    }
}

fn outline_of(geometry: GeometryValue) -> Outline {
    match geometry {
        GeometryValue::Polygon { coordinates } => Outline::Polygons(vec![rings_of(&coordinates)]),
        GeometryValue::MultiPolygon { coordinates } => {
            Outline::Polygons(coordinates.iter().map(|rings| rings_of(rings)).collect())
        }
        GeometryValue::Point { .. } => Outline::NotAnArea("a point"),
        GeometryValue::MultiPoint { .. } => Outline::NotAnArea("points"),
        GeometryValue::LineString { .. } => Outline::NotAnArea("a line"),
        GeometryValue::MultiLineString { .. } => Outline::NotAnArea("lines"),
        GeometryValue::GeometryCollection { .. } => Outline::NotAnArea("a collection of geometries"),
    }
}

fn rings_of(rings: &[Vec<Position>]) -> Vec<Ring> {
    rings.iter().map(|ring| ring.iter().map(coord_of).collect()).collect()
}

/// A position; a number that is missing makes it one that is not finite.
fn coord_of(position: &Position) -> Coord<f64> {
    let number = |i: usize| position.as_slice().get(i).copied().unwrap_or(f64::NAN);
    Coord { x: number(0), y: number(1) }
}
