//! Travel times or distances from areas to sites, as a user brings them.

use super::cells::code::CodeColumn;
use super::cells::count::{Suppressed, SuppressedMarkers};
use super::cells::number;
use super::source::{Opening, Source};
use crate::area::Geography;
use crate::assessment::Assessment;
use crate::ledger::FileRead;
use crate::measure::Value;
use crate::problem::{Problem, Problems};

/// What a table of travel costs says.
#[derive(Debug)]
pub struct TravelRead {
    /// The file.
    pub file: FileRead,
    /// Geography of its codes.
    pub geography: Geography,
    /// The area of each row.
    pub codes: CodeColumn,
    /// The site of each row, by its id.
    pub sites: Vec<String>,
    /// The cost of each row; `None` where the cell is blank: no way from the area to the site.
    pub costs: Vec<Option<f64>>,
}

/// Reads the travel costs, where the assessment names them.
pub fn read(assessment: &Assessment, problems: &mut Problems) -> Option<TravelRead> {
    let settings = assessment.settings.access.travel.as_ref()?;
    let named = [settings.area.as_str(), settings.site.as_str(), settings.cost.as_str()];
    let opening = Opening { file: &settings.file, preset: None, named: &named };
    let source = Source::open(assessment, opening, problems)?;
    let columns = source.table.require(&named, problems)?;
    let stated = settings.geography.as_deref().unwrap_or(&assessment.settings.areas.geography);
    let geography = Geography::named(stated);
    let codes = source.code_column(columns[0], &geography, problems);
    let no_way = ["", "-", "NA", "n/a", ".."].map(|mark| (mark, Suppressed::Missing));
    let read = number::numbers(&source.table, columns[2], &SuppressedMarkers::new(no_way), problems);
    let mut costs: Vec<Option<f64>> = read.into_iter().map(Value::known).collect();
    for (row, cost) in costs.iter_mut().enumerate().filter(|(_, cost)| cost.is_some_and(|cost| cost < 0.0)) {
        let problem = Problem::error("a cost below zero").hint("leave it blank where there is no way");
        problems.push(source.table.at(columns[2], row, problem));
        *cost = None;
    }
    let site = |row: usize| source.table.cell(columns[1], row).trim().to_owned();
    Some(TravelRead {
        file: source.file(assessment, Some(&geography)),
        sites: (0..source.table.rows()).map(site).collect(),
        geography,
        codes,
        costs,
    })
}
