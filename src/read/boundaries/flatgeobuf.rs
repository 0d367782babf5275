//! Boundaries from FlatGeobuf.

use std::path::Path;

use ::flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbFeature, FgbReader, Header};
use geozero::{ColumnValue, GeozeroGeometry, PropertyProcessor};

use super::Refusal;
use super::crs::Stated;
use super::layer::{Feature, Layer, Outline, OutlineWriter};
use super::open::{finish, hashed};
use crate::problem::Problem;

/// Reads all features.
pub(super) fn read(path: &Path) -> Result<Layer, Refusal> {
    let mut reader = hashed(path)?;
    let file = FgbReader::open(&mut reader).map_err(|_| damaged(None))?;
    let header = file.header();
    let columns: Vec<String> = header.columns().iter().flatten().map(|c| c.name().to_owned()).collect();
    let (crs, expected) = (stated(&header), header.features_count());
    let mut features = Vec::new();
    let mut all = file.select_all_seq().map_err(|_| damaged(None))?;
    loop {
        match all.next() {
            Ok(Some(feature)) => features.push(feature_of(feature, columns.len(), features.len())?),
            Ok(None) => break,
            Err(_) => return Err(damaged(Some(features.len()))),
        }
    }
    drop(all);
    if (features.len() as u64) < expected {
        return Err(damaged(Some(features.len())));
    }
    Ok(Layer { columns, features, crs, fingerprint: finish(path, reader)?, layout: "FlatGeobuf".to_owned() })
}

fn feature_of(feature: &FgbFeature, columns: usize, before: usize) -> Result<Feature, Refusal> {
    let mut cells = Cells(vec![None; columns]);
    feature.process_properties(&mut cells).map_err(|_| damaged(Some(before)))?;
    let outline = if feature.geometry().is_some() {
        let mut writer = OutlineWriter::default();
        feature.process_geom(&mut writer).map_err(|_| damaged(Some(before)))?;
        writer.outline()
    } else {
        Outline::Missing
    };
    Ok(Feature { cells: cells.0, outline })
}

/// What the header says of the coordinates.
fn stated(header: &Header<'_>) -> Stated {
    let Some(crs) = header.crs() else { return Stated::Nothing };
    match (crs.code(), crs.wkt()) {
        (0, Some(wkt)) => Stated::of_wkt(wkt),
        (0, None) => Stated::Nothing,
        (code, _) => Stated::of_epsg(i64::from(code)),
    }
}

/// The attributes of one feature as text.
struct Cells(Vec<Option<Box<str>>>);

impl PropertyProcessor for Cells {
    fn property(
        &mut self,
        column: usize,
        _header: &str,
        value: &ColumnValue<'_>,
    ) -> geozero::error::Result<bool> {
        if let Some(cell) = self.0.get_mut(column) {
            *cell = match value {
                ColumnValue::Binary(_) | ColumnValue::Json(_) => None,
                value => Some(value.to_string().into()),
            };
        }
        Ok(false)
    }
}

fn damaged(features_before: Option<usize>) -> Refusal {
    let problem = match features_before {
        Some(before) => Problem::error("the FlatGeobuf file is damaged or cut short").row(before as u64 + 1),
        None => Problem::error("the FlatGeobuf file is damaged"),
    };
    Box::new(problem.hint("get the file again from its publisher"))
}
