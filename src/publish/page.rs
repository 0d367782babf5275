//! What the report says: the evidence put in the order in which a board reads it.

use super::outputs::{below_title, figure};
use super::pictures::Drawn;
use super::report::{
    Caution, Figure, FileNote, KeyNumber, Method, Point, ReportModel, Rerun, Section, sources_of,
};
use crate::area::AreaSet;
use crate::assessment::Assessment;
use crate::disclose::evidence::{Cell, Column, ColumnKind, Evidence, Table};
use crate::number_words::thousands;
use crate::words::long_date;

/// How many areas the report lists.
const FIRST_AREAS: usize = 15;

/// The report's content.
pub(super) fn model(
    evidence: &Evidence,
    areas: &AreaSet,
    assessment: &Assessment,
    maps: Vec<Drawn>,
    charts: Vec<Drawn>,
) -> ReportModel {
    let about = &evidence.about;
    let figures = |drawn: Vec<Drawn>, folder: &str| -> Vec<Figure> {
        drawn.into_iter().map(|d| figure(d, folder, &about.title)).collect()
    };
    let (maps_together, maps): (Vec<Drawn>, Vec<Drawn>) =
        maps.into_iter().partition(|map| is_of_places(&map.id));
    let (charts_together, charts): (Vec<Drawn>, Vec<Drawn>) =
        charts.into_iter().partition(|chart| is_of_places(&chart.id));
    let mut together: Vec<Figure> = figures(maps_together, "maps");
    together.extend(figures(charts_together, "charts"));
    let (groups, others): (Vec<Drawn>, Vec<Drawn>) =
        charts.into_iter().partition(|chart| chart.id.starts_with("groups"));
    let (mut quadrants, funnels): (Vec<Drawn>, Vec<Drawn>) =
        others.into_iter().partition(|chart| chart.id.starts_with("quadrant"));
    quadrants.extend(funnels);
    ReportModel {
        title: about.title.clone(),
        subtitle: format!("{}; {} areas ({})", about.place, areas.len(), areas.geography()),
        published_by: (!about.publisher.is_empty()).then(|| about.publisher.clone()),
        prepared: long_date(assessment.date),
        version: about.version.clone(),
        question: question(assessment),
        answer: evidence.summary.clone(),
        key_numbers: evidence.key_numbers.iter().map(|(value, label)| KeyNumber { value: value.clone(), label: label.clone(), note: None }).collect(),
        maps: Section { figures: figures(maps, "maps"), ..Section::default() },
        first_areas: Section { tables: evidence.tables.iter().filter_map(|t| first_areas(t, &about.title)).collect(), ..Section::default() },
        groups: Section { figures: figures(groups, "charts"), tables: evidence.tables.iter().filter(|t| is_of_groups(t)).map(|t| Table { title: below_title(&t.title, &about.title), ..t.clone() }).collect(), ..Section::default() },
        definitions: definitions(evidence),
        quadrant: Section { figures: figures(quadrants, "charts"), ..Section::default() },
        together: Section { points: evidence.places.iter().flat_map(|(service, told)| told.iter().map(|words| Point { about: below_title(service, ""), words: words.clone() })).collect(), figures: together, tables: evidence.tables.iter().filter(|t| is_of_places_table(&t.id)).map(|t| for_readers(t, &about.title)).collect(), ..Section::default() },
        sources: sources_of(&evidence.ledger, &evidence.withheld_sources),
        cautions: evidence.cautions.iter().map(Caution::from).collect(),
        methods: evidence.methods.iter().map(|m| Method { name: m.name.clone(), words: m.words.clone(), formula: None, reference: None }).collect(),
        files: files(evidence),
        rerun: Rerun {
            words: vec!["The same assessment file, the same data and the same version of Reachgap give the same files, byte for byte. For another year, keep the assessment file and name that year's data with --data.".into()],
            command: format!("reachgap run {} --data DIR --out DIR", assessment.file.file_name().map(|n| n.to_string_lossy()).unwrap_or_default()),
        },
    }
}

fn question(assessment: &Assessment) -> Vec<String> {
    let settings = &assessment.settings;
    let services: Vec<&str> = settings
        .uptake
        .iter()
        .map(|u| u.service.as_deref().unwrap_or("the services in the records"))
        .collect();
    let mut asked = Vec::new();
    if services.is_empty() {
        asked.push(
            "Where is need highest, and who lives there? No service's records were part of this assessment."
                .to_owned(),
        );
    } else {
        asked.push(match services.as_slice() {
            [one] => format!("Which areas and which groups of people does {one} not reach as it should?"),
            several => format!(
                "Which areas and which groups of people do these services not reach as they should: {}?",
                several.join(", ")
            ),
        });
    }
    asked.push("“Under-served” says something of a service and an area, never of a person: fewer people were reached than the stated standard expects, by more than chance explains.".into());
    asked
}

/// The definitions and their verdicts, in a line each; their pages say more.
fn definitions(evidence: &Evidence) -> Section {
    let Some(partnership) = &evidence.partnership else { return Section::default() };
    let point = |definition: &crate::disclose::evidence::DefinitionEvidence| {
        let claim = definition.claims.first();
        let verdicts: Vec<String> = definition
            .claims
            .iter()
            .map(|claim| format!("{}: {}", claim.kind, claim.verdict.words()))
            .collect();
        let verdicts = crate::words::capital(&verdicts.join("; "));
        let why = claim.map(|claim| claim.sentence.as_str()).unwrap_or_default();
        Point {
            about: format!("{} ({})", definition.title, definition.agency),
            words: format!("{verdicts}. {why}"),
        }
    };
    Section {
        words: partnership.answer.clone(),
        points: partnership.definitions.iter().map(point).collect(),
        ..Section::default()
    }
}

/// Whether a map or chart shows areas looked at together.
fn is_of_places(id: &str) -> bool {
    let kinds = [
        "clusters_",
        "hot_spots_",
        "smoothed_",
        "scan_",
        "distance_",
        "places_within_reach_",
        "access_and_reach_",
        "moran_scatter_",
        "correlogram_",
        "scales_",
        "slope_",
        "concentration_",
    ];
    kinds.iter().any(|kind| id.starts_with(kind))
}

/// Whether a table of areas looked at together is short enough for the page.
fn is_of_places_table(id: &str) -> bool {
    let kinds = ["scan_", "inequality_", "association_", "groups_apart"];
    kinds.iter().any(|kind| id.starts_with(kind)) && !id.contains("_members_")
}

/// A table as the page shows it: without the columns that only programs need.
fn for_readers(table: &Table, title: &str) -> Table {
    let kept = |id: &str| {
        ![
            "centre_easting",
            "centre_northing",
            "longer_half_axis_m",
            "shorter_half_axis_m",
            "p_gumbel",
            "log_likelihood_ratio",
            "relative_risk",
            "as_counted",
            "in_best_set",
        ]
        .contains(&id)
    };
    let columns: Vec<usize> = (0..table.columns.len()).filter(|c| kept(&table.columns[*c].id)).collect();
    Table {
        title: below_title(&table.title, title),
        columns: columns.iter().map(|c| table.columns[*c].clone()).collect(),
        rows: table.rows.iter().map(|row| columns.iter().map(|c| row[*c].clone()).collect()).collect(),
        ..table.clone()
    }
}

fn is_of_groups(table: &Table) -> bool {
    table.id.starts_with("groups_") || table.id.starts_with("where_they_live_")
}

/// The first areas by priority, with the columns a board needs.
fn first_areas(table: &Table, title: &str) -> Option<Table> {
    let rank = table.column("priority_rank")?;
    let wanted = [
        "priority_rank",
        "area_name",
        "authority",
        "eligible",
        "reached",
        "reached_lowest",
        "reached_highest",
        "reach",
        "ratio",
        "people_short",
        "verdict",
        "stays_in_top_fifth",
    ];
    let one_authority = table.column("authority").is_some_and(|at| all_the_same(table, at));
    let wanted = wanted.iter().filter(|id| !(one_authority && **id == "authority"));
    let columns: Vec<usize> = wanted.filter_map(|id| table.column(id)).collect();
    let mut rows: Vec<&Vec<Cell>> = table.rows.iter().filter(|row| row[rank].number().is_some()).collect();
    rows.sort_by(|a, b| {
        a[rank].number().unwrap_or_default().total_cmp(&b[rank].number().unwrap_or_default())
    });
    rows.truncate(FIRST_AREAS);
    let first = Table {
        id: format!("first-{}", table.id.replace('_', "-")),
        title: format!("The first {} areas by priority", rows.len()),
        description: format!(
            "{}. From the table {}.csv, which has every area.",
            below_title(&table.title, title),
            table.id
        ),
        columns: columns.iter().map(|c| table.columns[*c].clone()).collect(),
        rows: rows.into_iter().map(|row| columns.iter().map(|c| row[*c].clone()).collect()).collect(),
        notes: table.notes.clone(),
    };
    (!first.rows.is_empty()).then(|| brief(first))
}

fn all_the_same(table: &Table, at: usize) -> bool {
    table.rows.windows(2).all(|pair| pair[0][at] == pair[1][at])
}

/// The same table made to fit the page: the lowest and the highest count in one column, and a short label.
fn brief(mut table: Table) -> Table {
    if let Some(column) = table.columns.iter_mut().find(|column| column.id == "priority_rank") {
        column.label = "Rank".into();
    }
    let (Some(low), Some(high)) = (table.column("reached_lowest"), table.column("reached_highest")) else {
        return table;
    };
    let description = "Lowest and highest possible number".into();
    table.columns[low] =
        Column { id: "reached".into(), label: "Reached".into(), description, kind: ColumnKind::Count };
    table.columns.remove(high);
    for row in &mut table.rows {
        let highest = row.remove(high);
        if let (Some(least), Some(most)) = (row[low].number(), highest.number())
            && least < most
        {
            row[low] = Cell::Text(format!("{}–{}", thousands(least), thousands(most)));
        }
    }
    table
}

fn files(evidence: &Evidence) -> Vec<FileNote> {
    let note = |file: &str, what: &str| FileNote { file: file.to_owned(), what: what.to_owned() };
    let mut files = vec![
        note("tables.xlsx", "every table, as an accessible workbook"),
        note("tables/data-dictionary.csv", "what every column means"),
        note("tables/long.csv", "every figure, one to a row"),
        note("areas.geojson", "the areas with their figures, for a mapping program"),
        note("maps", "every map, as SVG and PNG"),
    ];
    if evidence.partnership.is_some() {
        files.push(note(
            "definitions/index.html",
            "what agencies call hard to reach, tested, a page for each definition",
        ));
    }
    if !evidence.charts.is_empty() {
        files.push(note("charts", "every chart, as SVG and PNG"));
    }
    files.extend(
        evidence
            .tables
            .iter()
            .map(|t| note(&format!("tables/{}.csv", t.id), &below_title(&t.title, &evidence.about.title))),
    );
    files
}
