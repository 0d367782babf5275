//! Full-precision figures for use inside: nothing is withheld, so they must not leave the office.

use super::PublishError;
use super::parquet::{self, PrivateColumn};
use super::staging::Staging;
use crate::assess::{Findings, StandardFindings};
use crate::count::Count;
use crate::estimate::measures::Measures;
use crate::join::{Joined, UptakeCounts};
use crate::measure::{Estimate, Value};

type Columns = Vec<(String, PrivateColumn)>;

/// Writes the private files: areas, and one per service.
///
/// # Errors
/// When a file cannot be written.
pub fn private(
    joined: &Joined,
    measures: &Measures,
    findings: &Findings,
    staging: &Staging,
) -> Result<(), PublishError> {
    write("private/areas.parquet", &areas(joined, measures), staging)?;
    for (i, (uptake, found)) in joined.uptake.iter().zip(&findings.services).enumerate() {
        let mut columns = names(joined);
        reach(&mut columns, uptake, &measures.reach[i].values);
        for standard in &found.standards {
            gaps(&mut columns, standard);
        }
        columns.push(("priority".into(), numbers(found.priorities.priority.iter().map(|v| v.known()))));
        if let Some(stays) = &found.priorities.stays_first {
            columns.push(("stays_in_top_fifth".into(), numbers(stays.iter().map(|v| v.known()))));
        }
        write(&format!("private/service_{}.parquet", i + 1), &columns, staging)?;
    }
    Ok(())
}

fn write(file: &str, columns: &Columns, staging: &Staging) -> Result<(), PublishError> {
    let columns: Vec<(&str, PrivateColumn)> = columns.iter().map(|(n, c)| (n.as_str(), c.clone())).collect();
    staging.write(file, |out| parquet::write(out, &columns))
}

fn names(joined: &Joined) -> Columns {
    let areas = joined.areas.areas();
    let text = |of: &dyn Fn(&crate::area::Area) -> String| {
        PrivateColumn::Text(areas.iter().map(|a| Some(of(a))).collect())
    };
    vec![
        ("area_code".into(), text(&|a| a.code.to_string())),
        ("area_name".into(), text(&|a| a.name.clone())),
        ("authority".into(), text(&|a| joined.areas.authorities()[a.authority as usize].code.clone())),
    ]
}

fn numbers(values: impl Iterator<Item = Option<f64>>) -> PrivateColumn {
    PrivateColumn::Number(values.collect())
}

fn areas(joined: &Joined, measures: &Measures) -> Columns {
    let mut columns = names(joined);
    columns.push(("residents".into(), numbers(joined.population.residents().into_iter().map(Some))));
    let indicators = measures.indicators.iter().chain(measures.need.iter().map(|n| &n.index));
    for measure in indicators.chain(measures.crime.iter().map(|c| &c.smoothed)) {
        columns.push((measure.indicator.id.clone(), numbers(measure.values.iter().map(|v| v.known()))));
    }
    if let Some(need) = &measures.need {
        for ((id, _), scores) in need.parts.iter().zip(&need.scores) {
            columns.push((format!("need_score_{id}"), numbers(scores.iter().map(|v| v.known()))));
        }
    }
    if let Some(crime) = &joined.crime {
        for (category, counts) in crime.categories.iter().zip(&crime.counts) {
            columns.push((format!("crime: {category}"), numbers(counts.iter().map(|n| Some(*n)))));
        }
    }
    for table in &joined.groups {
        for (level, people) in table.levels.iter().zip(&table.people) {
            columns.push((format!("{}: {level}", table.name), numbers(people.iter().map(|n| Some(*n)))));
        }
    }
    columns
}

fn reach(columns: &mut Columns, uptake: &UptakeCounts, reach: &[Value<Estimate>]) {
    let service = vec![Some(uptake.service.clone()); uptake.eligible.len()];
    columns.push(("service".into(), PrivateColumn::Text(service)));
    columns.push(("eligible".into(), numbers(uptake.eligible.iter().map(|n| Some(*n)))));
    counts(columns, "reached", uptake.reached.iter().copied());
    if let Some(contacts) = &uptake.contacts {
        columns.push(("contacts".into(), numbers(contacts.iter().map(|n| Some(*n)))));
    }
    estimates(columns, "reach", reach.iter().copied());
    for group in &uptake.groups {
        for (level, reached) in group.levels.iter().zip(&group.reached) {
            counts(columns, &format!("reached: {}: {level}", group.name), reached.iter().copied());
        }
    }
}

fn counts(columns: &mut Columns, name: &str, values: impl Iterator<Item = Count> + Clone) {
    columns.push((format!("{name}_lowest"), numbers(values.clone().map(|c| Some(c.lowest)))));
    columns.push((format!("{name}_highest"), numbers(values.map(|c| Some(c.highest)))));
}

fn estimates(columns: &mut Columns, name: &str, values: impl Iterator<Item = Value<Estimate>> + Clone) {
    columns.push((name.to_owned(), numbers(values.clone().map(|v| v.known().map(|e| e.value)))));
    columns.push((format!("{name}_lower"), numbers(values.clone().map(|v| v.known().map(|e| e.lower)))));
    columns.push((format!("{name}_upper"), numbers(values.map(|v| v.known().map(|e| e.upper)))));
}

fn gaps(columns: &mut Columns, found: &StandardFindings) {
    let name = crate::disclose::standard_name(found.standard);
    counts(columns, &format!("expected_{name}"), found.gaps.iter().map(|g| g.expected));
    estimates(columns, &format!("ratio_{name}"), found.gaps.iter().map(|g| g.ratio));
    estimates(columns, &format!("people_short_{name}"), found.gaps.iter().map(|g| g.short));
    let verdicts = found.gaps.iter().map(|g| Some(g.verdict.words().to_owned())).collect();
    columns.push((format!("verdict_{name}"), PrivateColumn::Text(verdicts)));
}
