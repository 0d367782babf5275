//! The files of a run: what may be published, what must stay inside, and the record of both.

use super::definition_pages;
use super::pictures::{self, Drawn};
use super::record::{self, RunRecord};
use super::report;
use super::staging::Staging;
use super::workbook::{self, Cover};
use super::{PublishError, csv, geodata};
use crate::area::{AreaCode, AreaSet};
use crate::assessment::Assessment;
use crate::disclose::evidence::{Evidence, Table};
use crate::join::grid;
use crate::problem::Problem;

/// Writes everything that may be published. Tables are written while pictures are drawn.
///
/// # Errors
/// When a file cannot be made or written.
pub fn public(
    evidence: &Evidence,
    areas: &AreaSet,
    assessment: &Assessment,
    staging: &Staging,
) -> Result<(), PublishError> {
    let tables = || write_tables(evidence, assessment, staging);
    let pictures = || {
        write_geodata(evidence, areas, staging)?;
        write_pictures(evidence, areas, assessment, staging)
    };
    let (tables, pictures) = rayon::join(tables, pictures);
    tables.and(pictures)
}

fn write_tables(evidence: &Evidence, assessment: &Assessment, staging: &Staging) -> Result<(), PublishError> {
    let tables: Vec<&Table> = evidence.tables.iter().collect();
    staging.write("public/tables.xlsx", |out| workbook::write(out, &cover(evidence, assessment), &tables))?;
    for table in &tables {
        staging.write(&format!("public/tables/{}.csv", table.id), |out| csv::write_wide(out, table))?;
    }
    staging.write("public/tables/long.csv", |out| csv::write_long(out, &tables))?;
    staging.write("public/tables/data-dictionary.csv", |out| csv::write_dictionary(out, &tables))
}

fn write_geodata(evidence: &Evidence, areas: &AreaSet, staging: &Staging) -> Result<(), PublishError> {
    let geodata = geodata_table(evidence);
    let codes: Vec<AreaCode> = areas.areas().iter().map(|a| a.code.clone()).collect();
    let shapes = grid::shapes_to_lon_lat(areas.shapes().to_vec()).map_err(|_| PublishError::Picture {
        picture: "areas.geojson".into(),
        why: "a shape lies off the British National Grid".into(),
    })?;
    staging.write("public/areas.geojson", |out| {
        geodata::write(out, &geodata, "area_code", &codes, &shapes).map(|_| ())
    })
}

/// Writes maps and charts, and the report that shows them.
fn write_pictures(
    evidence: &Evidence,
    areas: &AreaSet,
    assessment: &Assessment,
    staging: &Staging,
) -> Result<(), PublishError> {
    let (maps, charts) = pictures::draw_all(evidence, areas, assessment.settings.maps.width)?;
    for (folder, drawn) in maps.iter().map(|d| ("maps", d)).chain(charts.iter().map(|d| ("charts", d))) {
        staging.write_bytes(&format!("public/{folder}/{}.svg", drawn.id), drawn.svg.as_bytes())?;
        staging.write_bytes(&format!("public/{folder}/{}.png", drawn.id), &drawn.png)?;
    }
    let (of_definitions, maps): (Vec<Drawn>, Vec<Drawn>) =
        maps.into_iter().partition(|map| definition_pages::is_of_definitions(&map.id));
    let (charts_of_definitions, charts): (Vec<Drawn>, Vec<Drawn>) =
        charts.into_iter().partition(|chart| definition_pages::is_of_definitions(&chart.id));
    definition_pages::write(evidence, assessment, (of_definitions, charts_of_definitions), staging)?;
    let template = assessment.settings.report_template.as_ref().map(|name| assessment.path(name));
    let model = super::page::model(evidence, areas, assessment, maps, charts);
    staging.write("public/report.html", |out| report::write(out, &model, template.as_deref()))
}

fn cover(evidence: &Evidence, assessment: &Assessment) -> Cover {
    let about = &evidence.about;
    let date = assessment.date;
    let mut lines =
        vec![format!("Place: {}.", about.place), format!("Made with Reachgap {}.", about.version)];
    lines.extend(evidence.summary.iter().cloned());
    Cover {
        title: about.title.clone(),
        author: about.publisher.clone(),
        keywords: ["needs assessment", "deprivation", "service uptake"].map(str::to_owned).to_vec(),
        about: lines,
        date: (date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs()),
    }
}

/// The areas with the headline figures of every service beside them.
fn geodata_table(evidence: &Evidence) -> Table {
    let mut table = evidence.tables[0].clone();
    let wanted = [
        "eligible",
        "reached",
        "reached_lowest",
        "reached_highest",
        "reach",
        "expected",
        "ratio",
        "ratio_lower",
        "ratio_upper",
        "people_short",
        "verdict",
        "priority_rank",
    ];
    let mut told = Vec::new();
    for service in evidence.tables.iter().skip(1).filter(|t| t.column("priority").is_some()) {
        let prefix = service.id.trim_start_matches("reach_").to_owned();
        if told.contains(&prefix) {
            continue;
        }
        for (at, column) in
            service.columns.iter().enumerate().filter(|(_, c)| wanted.contains(&c.id.as_str()))
        {
            let mut column = column.clone();
            column.id = format!("{}_{prefix}", column.id);
            table.columns.push(column);
            table.rows.iter_mut().zip(&service.rows).for_each(|(row, from)| row.push(from[at].clone()));
        }
        told.push(prefix);
    }
    table
}

/// Writes the record of the run.
///
/// # Errors
/// When it cannot be written.
pub fn record(evidence: &Evidence, assessment: &Assessment, staging: &Staging) -> Result<(), PublishError> {
    let about = &evidence.about;
    let notices: Vec<Problem> = evidence.problems.sorted().into_iter().cloned().collect();
    let outputs = staging.written();
    let run = RunRecord {
        title: &about.title,
        version: &about.version,
        run_date: &about.date,
        seed: Some(assessment.settings.seed),
        configuration: &assessment.raw,
        ledger: &evidence.ledger,
        notices: &notices,
        outputs: &outputs,
    };
    staging.write(record::FILE, |out| record::write(out, &run))
}

/// A picture as the report shows it.
///
/// The page has the assessment's title above: pictures need not repeat it.
pub(super) fn figure(drawn: Drawn, folder: &str, title: &str) -> report::Figure {
    report::Figure {
        png_file: format!("{folder}/{}.png", drawn.id),
        id: drawn.id.replace('_', "-"),
        title: below_title(&drawn.title, title),
        alt: drawn.alt,
        caption: drawn.caption,
        svg: drawn.svg,
        png: Some(drawn.png),
    }
}

/// A heading without the assessment's title before it, beginning with a capital.
pub(super) fn below_title(heading: &str, title: &str) -> String {
    let own = heading.strip_prefix(title).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(heading);
    let mut letters = own.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
