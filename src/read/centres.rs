//! Points that stand for the people of each area, such as population-weighted centroids.

use super::cells::code::CodeColumn;
use super::points::{PointColumns, Points};
use super::source::{Opening, Source};
use crate::area::Geography;
use crate::assessment::Assessment;
use crate::ledger::FileRead;
use crate::problem::Problems;

/// What a table of such points says.
#[derive(Debug)]
pub struct CentresRead {
    /// The file.
    pub file: FileRead,
    /// The area of each row.
    pub codes: CodeColumn,
    /// Its point.
    pub points: Points,
}

/// Reads the points, where the assessment names them.
pub fn read(assessment: &Assessment, problems: &mut Problems) -> Option<CentresRead> {
    let settings = assessment.settings.centres.as_ref()?;
    let text = Option::as_deref;
    let columns = PointColumns {
        longitude: text(&settings.longitude),
        latitude: text(&settings.latitude),
        easting: text(&settings.easting),
        northing: text(&settings.northing),
    };
    let mut named = vec![settings.code.as_str()];
    named.extend(columns.named());
    let opening = Opening { file: &settings.file, preset: None, named: &named };
    let source = Source::open(assessment, opening, problems)?;
    let found = source.table.require(&named, problems)?;
    let geography = Geography::named(&assessment.settings.areas.geography);
    let codes = source.code_column(found[0], &geography, problems);
    source.refuse_repeats(found[0], &codes, problems);
    let points = columns.read(&source, problems)?;
    Some(CentresRead { file: source.file(assessment, Some(&geography)), codes, points })
}
