//! Sites at which services are given.

use rustc_hash::FxHashMap;

use super::cells::count::{Suppressed, SuppressedMarkers};
use super::cells::number;
use super::points::{PointColumns, Points};
use super::source::{Opening, Source};
use crate::assessment::{Assessment, Sites};
use crate::ledger::FileRead;
use crate::problem::{Problem, Problems};

/// What a table of sites says.
#[derive(Debug)]
pub struct SitesRead {
    /// The file.
    pub file: FileRead,
    /// The id of each site.
    pub ids: Vec<String>,
    /// Its name.
    pub names: Vec<String>,
    /// The service given there; `None` where every service is.
    pub services: Option<Vec<String>>,
    /// What kind of site it is.
    pub kinds: Vec<String>,
    /// How many people it can serve; each counts as one where the table does not say.
    pub capacities: Vec<f64>,
    /// Where it is.
    pub points: Points,
    /// Rows that `only` leaves out.
    pub left_out: u64,
}

/// Reads a table of sites.
pub fn read(assessment: &Assessment, settings: &Sites, problems: &mut Problems) -> Option<SitesRead> {
    let text = Option::as_deref;
    let columns = PointColumns {
        longitude: text(&settings.longitude),
        latitude: text(&settings.latitude),
        easting: text(&settings.easting),
        northing: text(&settings.northing),
    };
    let others = [&settings.name, &settings.service, &settings.kind, &settings.capacity];
    let mut named = vec![settings.id.as_str()];
    named.extend(others.into_iter().flatten().map(String::as_str));
    named.extend(columns.named());
    let opening = Opening { file: &settings.file, preset: None, named: &named };
    let source = Source::open(assessment, opening, problems)?;
    source.table.require(&named, problems)?;
    let rows = source.rows_where(&settings.only, problems);
    let cells = |header: &str| -> Option<Vec<String>> {
        let column = source.table.column(header)?;
        Some(rows.iter().map(|row| source.table.cell(column, *row).trim().to_owned()).collect())
    };
    let ids = cells(&settings.id)?;
    refuse_repeats(&source, &settings.id, (&ids, &rows), problems);
    let services = settings.service.as_deref().and_then(cells);
    let kinds = settings.kind.as_deref().and_then(cells).or_else(|| services.clone());
    let points = columns.read(&source, problems)?;
    let points = Points { points: rows.iter().map(|row| points.points[*row]).collect(), ..points };
    Some(SitesRead {
        left_out: (source.table.rows() - rows.len()) as u64,
        file: source.file(assessment, None),
        names: settings.name.as_deref().and_then(cells).unwrap_or_else(|| ids.clone()),
        kinds: kinds.unwrap_or_else(|| vec!["site".to_owned(); rows.len()]),
        capacities: capacities(&source, settings.capacity.as_deref(), &rows, problems),
        points,
        ids,
        services,
    })
}

fn refuse_repeats(
    source: &Source,
    header: &str,
    (ids, rows): (&[String], &[usize]),
    problems: &mut Problems,
) {
    let Some(column) = source.table.column(header) else { return };
    let mut met: FxHashMap<&str, usize> = FxHashMap::default();
    for (id, &row) in ids.iter().zip(rows) {
        if id.is_empty() {
            let problem = Problem::error("a site without an id").hint("give every site an id of its own");
            problems.push(source.table.at(column, row, problem));
        } else if met.insert(id, row).is_some() {
            let problem = Problem::error("a site's id stands here a second time")
                .hint("give every site an id of its own, or remove the repeated row");
            problems.push(source.table.at(column, row, problem));
        }
    }
}

/// How many people each site can serve. A negative number is an error, and so is a blank.
fn capacities(source: &Source, header: Option<&str>, rows: &[usize], problems: &mut Problems) -> Vec<f64> {
    let column = header.and_then(|header| source.table.column(header));
    let Some(column) = column else { return vec![1.0; rows.len()] };
    let none: [(&str, Suppressed); 0] = [];
    let read = number::numbers(&source.table, column, &SuppressedMarkers::new(none), problems);
    let mut capacities = Vec::with_capacity(rows.len());
    for &row in rows {
        let capacity = crate::measure::Value::known(read[row]);
        if capacity.is_some_and(|capacity| capacity < 0.0) {
            let problem = Problem::error("a capacity below zero").hint("how many people the site can serve");
            problems.push(source.table.at(column, row, problem));
        }
        capacities.push(capacity.unwrap_or_default());
    }
    capacities
}
