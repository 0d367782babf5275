//! Findings in, evidence out.

use super::area_tables;
use super::evidence::{About, Chart, Evidence, Parts, Table};
use super::figures::Figures;
use super::group_tables::where_they_live;
use super::partnership;
use super::places::{self, Together, groups_apart};
use super::provenance;
use super::service_tables::{self, Service, machine_name};
use super::summary;
use crate::assess::Findings;
use crate::assessment::{Assessment, Settings};
use crate::error::Error;
use crate::estimate::measures::Measures;
use crate::join::{Joined, UptakeCounts};
use crate::problem::{Problem, Problems};
use crate::publishable::Publishable;

/// Makes the evidence: withholds what would identify, and leaves out every figure that would give it away.
///
/// # Errors
/// [`Error::Audit`] when the finished publication would still give a withheld count away.
pub fn evidence(
    assessment: &Assessment,
    joined: &Joined,
    measures: &Measures,
    findings: &Findings,
    publishable: &[Publishable],
    mut problems: Problems,
) -> Result<Evidence, Error> {
    let settings = &assessment.settings;
    let withheld_sources =
        provenance::withheld_sources(&joined.ledger, publishable, settings.disclosure.threshold);
    let services = services(settings, joined, measures, findings, (publishable, &mut problems));
    let need = measures.need.as_ref().map(|n| &n.index);
    let figures = Figures { joined, settings };
    let together: Vec<Together<'_>> =
        services.iter().map(|service| Together { joined, settings, service }).collect();
    let mut maps = figures.of_need(need, findings);
    maps.extend(services.iter().flat_map(|s| figures.of_service(s, need)));
    maps.extend(together.iter().flat_map(Together::maps));
    let mut charts: Vec<Chart> = services.iter().flat_map(|s| figures.charts(s, need)).collect();
    charts.extend(together.iter().flat_map(Together::charts));
    let mut tables = tables(joined, measures, findings, &services, &settings.title);
    tables.extend(together.iter().flat_map(Together::tables));
    tables.extend(groups_apart(&findings.groups_apart, &settings.title));
    let partnership = findings
        .partnership
        .as_ref()
        .map(|found| partnership::Told { joined, settings, found, title: &settings.title }.shown());
    let partnership = partnership.map(|shown| {
        tables.extend(shown.tables);
        charts.extend(shown.charts);
        maps.extend(shown.maps);
        shown.evidence
    });
    let scans = findings.services.iter().filter_map(|service| service.places.scan.as_ref()?.as_ref().ok());
    let dispersions: Vec<f64> = scans.map(|scan| scan.dispersion).collect();
    let paragraphs = |found: &Together<'_>| (found.service.uptake.service.clone(), found.paragraphs());
    let told = together.iter().map(paragraphs).filter(|(_, told)| !told.is_empty()).collect();
    Ok(Evidence::from(Parts {
        about: about(assessment, joined),
        summary: summary::sentences(joined, measures, findings, &services),
        places: told,
        key_numbers: summary::key_numbers(joined, findings, &services),
        tables,
        maps,
        charts,
        methods: [
            summary::methods(settings, measures, &services),
            places::methods(joined, settings, &dispersions),
        ]
        .concat(),
        partnership,
        ledger: joined.ledger.clone(),
        withheld_sources,
        cautions: provenance::cautions(&joined.ledger, &problems),
        problems,
    }))
}

/// The services, each with what may be shown of it.
fn services<'a>(
    settings: &Settings,
    joined: &'a Joined,
    measures: &'a Measures,
    findings: &'a Findings,
    (publishable, problems): (&'a [Publishable], &mut Problems),
) -> Vec<Service<'a>> {
    let mut services = Vec::new();
    for (i, uptake) in joined.uptake.iter().enumerate() {
        let shown = &publishable[i];
        tell_of(uptake, shown, measures.standardised[i].is_some(), problems);
        let id = unique(machine_name(&uptake.service), &services);
        services.push(Service {
            uptake,
            findings: &findings.services[i],
            reach: &measures.reach[i],
            standardised: measures.standardised[i].as_ref(),
            gaps_shown: service_tables::gaps_shown(shown, &settings.gap.benchmark),
            group_gaps_shown: service_tables::group_gaps_shown(shown, uptake),
            shown,
            id,
        });
    }
    services
}

/// Tells what a reader must know of what is withheld of a service.
fn tell_of(uptake: &UptakeCounts, shown: &Publishable, standardised: bool, problems: &mut Problems) {
    if shown.already_public > 0 {
        problems.push(Problem::note(format!(
            "{}: {} withheld counts follow from public figures alone, whatever is published here",
            uptake.service, shown.already_public
        )));
    }
    if standardised && !shown.standardised.contains(&true) {
        problems.push(Problem::note(format!(
            "{}: directly standardised reach is withheld in every area, as the people reached in each stratum could be worked out from it, or are too many to examine",
            uptake.service
        )));
    }
}

fn unique(name: String, services: &[Service<'_>]) -> String {
    let taken = |name: &str| services.iter().any(|s| s.id == name);
    if !taken(&name) {
        return name;
    }
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    numbered.take(services.len() + 1).find(|n| !taken(n)).unwrap_or(name)
}

fn tables(
    joined: &Joined,
    measures: &Measures,
    findings: &Findings,
    services: &[Service<'_>],
    title: &str,
) -> Vec<Table> {
    let mut tables = vec![area_tables::areas(joined, measures, findings, title)];
    for service in services {
        let standards = service.findings.standards.iter();
        tables.extend(standards.map(|standard| service.reach_table(&joined.areas, standard, title)));
        tables.push(service.authority_table(&joined.areas, title));
        tables.extend(service.group_tables(title));
        tables.extend(service.pathway_table(title));
    }
    tables.extend(findings.where_they_live.iter().map(|found| where_they_live(found, services, title)));
    tables
}

fn about(assessment: &Assessment, joined: &Joined) -> About {
    let settings = &assessment.settings;
    let mut sources: Vec<&str> = vec![&joined.population.source];
    sources.extend(
        joined.deprivation.iter().flat_map(|d| d.indicators.first()).map(|m| m.indicator.source.as_str()),
    );
    sources.extend(joined.crime.iter().map(|c| c.source.as_str()));
    sources.extend(joined.uptake.iter().map(|u| u.agency.as_str()));
    sources.retain(|s| !s.is_empty());
    sources.dedup();
    About {
        title: settings.title.clone(),
        place: summary::place(joined),
        date: assessment.date.to_string(),
        publisher: settings.publisher.clone().unwrap_or_default(),
        sources: sources.join("; "),
        licence: settings.licence.clone().unwrap_or_default(),
        version: env!("CARGO_PKG_VERSION").into(),
        threshold: settings.disclosure.threshold,
    }
}
