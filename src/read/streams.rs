//! Sources too large for a table in memory: from the assessment's words to what their readers ask.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::individuals::{self, IndividualColumns, IndividualQuery, IndividualRead, read_individuals};
use super::police::{CrimeRead, PoliceColumns, read_police};
use super::text::TextOptions;
use crate::assessment::preset::Preset;
use crate::assessment::{Assessment, Crime, Uptake};
use crate::problem::Problems;
use crate::step::Step;

/// Reads the crime files in the layout of the assessment's preset.
pub fn read_crime(
    assessment: &Assessment,
    settings: &Crime,
    files: &[PathBuf],
    problems: &mut Problems,
) -> Option<CrimeRead> {
    let preset = Preset::or_problem(&settings.preset, &assessment.directory, problems);
    let header = |what: &str| preset.headers(what, None).into_iter().next();
    let usual = PoliceColumns::default();
    let columns = PoliceColumns {
        crime_id: header("crime_id").unwrap_or(usual.crime_id),
        month: header("month").unwrap_or(usual.month),
        force: header("reported_by").unwrap_or(usual.force),
        longitude: header("longitude").unwrap_or(usual.longitude),
        latitude: header("latitude").unwrap_or(usual.latitude),
        code: header("code").unwrap_or(usual.code),
        category: header("category").unwrap_or(usual.category),
    };
    if files.is_empty() {
        return None;
    }
    read_police(files, &columns, TextOptions::default(), assessment.date, problems)
}

/// Reads individual records of uptake.
pub fn read_records(
    assessment: &Assessment,
    settings: &Uptake,
    problems: &mut Problems,
) -> Option<IndividualRead> {
    let columns = IndividualColumns {
        person: settings.person.clone(),
        shared_id: settings.shared_id.clone(),
        date: settings.date.clone(),
        age: settings.age.clone(),
        age_band: settings.age_band.clone(),
        sex: settings.sex.clone(),
        attributes: attributes(settings),
        service: settings.service_column.clone(),
        agency: settings.agency_column.clone(),
        status: settings.status.clone(),
        code: settings.code.clone(),
        postcode: settings.postcode.clone(),
        longitude: settings.longitude.clone(),
        latitude: settings.latitude.clone(),
        easting: settings.easting.clone(),
        northing: settings.northing.clone(),
    };
    let status = |(word, name): (&String, &String)| Step::named(name).map(|status| (word.clone(), status));
    let statuses: BTreeMap<String, Step> = settings.statuses.iter().filter_map(status).collect();
    let format = assessment.format_of(&settings.file);
    let query = IndividualQuery {
        paths: &[assessment.path(&settings.file)],
        columns: &columns,
        statuses: &statuses,
        only: &settings.only,
        text: TextOptions { delimiter: format.delimiter, encoding: format.encoding.as_deref() },
        sheet: format.sheet.as_deref(),
        header_row: format.header_row,
        today: assessment.date,
    };
    read_individuals(&query, problems)
}

/// Population groups, further attributes, and what definitions are tested by.
fn attributes(settings: &Uptake) -> Vec<(String, String)> {
    let named = settings.groups.iter().chain(&settings.attributes);
    let mut all: Vec<(String, String)> = named.map(|(name, header)| (name.clone(), header.clone())).collect();
    let special = [
        (individuals::REFERRER, &settings.referrer),
        (individuals::PROVIDER, &settings.provider),
        (individuals::ATTEMPTS, &settings.attempts),
        (individuals::BARRIER, &settings.barrier),
    ];
    all.extend(special.into_iter().filter_map(|(name, header)| Some((name.to_owned(), header.clone()?))));
    all
}
