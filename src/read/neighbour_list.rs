//! A list of pairs of neighbouring areas, as a user brings it.

use super::cells::code::CodeColumn;
use super::cells::count::{Suppressed, SuppressedMarkers};
use super::cells::number;
use super::source::{Opening, Source};
use crate::area::Geography;
use crate::assessment::Assessment;
use crate::ledger::FileRead;
use crate::measure::Value;
use crate::problem::Problems;

/// What a list of neighbours says.
#[derive(Debug)]
pub struct NeighbourListRead {
    /// The file.
    pub file: FileRead,
    /// The area whose neighbour is given, row by row.
    pub from: CodeColumn,
    /// The neighbour.
    pub to: CodeColumn,
    /// The weight; 1 where the list has none.
    pub weights: Vec<f64>,
}

/// Reads the list, where the assessment names one.
pub fn read(assessment: &Assessment, problems: &mut Problems) -> Option<NeighbourListRead> {
    let settings = &assessment.settings.neighbours;
    let (file, from, to) = (settings.file.as_deref()?, settings.from.as_deref()?, settings.to.as_deref()?);
    let named: Vec<&str> = [Some(from), Some(to), settings.weight.as_deref()].into_iter().flatten().collect();
    let source = Source::open(assessment, Opening { file, preset: None, named: &named }, problems)?;
    let columns = source.table.require(&named, problems)?;
    let geography = Geography::named(&assessment.settings.areas.geography);
    let none: [(&str, Suppressed); 0] = [];
    let weights = match columns.get(2) {
        Some(column) => {
            let read = number::numbers(&source.table, *column, &SuppressedMarkers::new(none), problems);
            // One that cannot be read was told.
            read.into_iter().map(|weight| Value::known(weight).unwrap_or(1.0)).collect()
        }
        None => vec![1.0; source.table.rows()],
    };
    Some(NeighbourListRead {
        file: source.file(assessment, Some(&geography)),
        from: source.code_column(columns[0], &geography, problems),
        to: source.code_column(columns[1], &geography, problems),
        weights,
    })
}
