//! Who was reached: records and counts of uptake.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::need_sources::Placing;
use super::people::Period;
use crate::assessment::AgeRange;

/// What is counted as reach.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// Each person once.
    #[default]
    People,
    /// Each contact.
    Contacts,
}

/// Uptake of one service, or of several told apart by a column.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Uptake {
    /// The service. Left out: taken from the column `service_column`, each service apart.
    pub service: Option<String>,
    /// The agency that runs it.
    pub agency: Option<String>,
    /// The file.
    pub file: String,
    /// Geography and boundary year of its codes.
    pub geography: Option<String>,
    /// When it speaks of.
    pub period: Option<Period>,
    /// Who is eligible, where it differs from `population`.
    pub ages: Option<AgeRange>,
    /// Counts by area: column of the counts. Left out: every row is one contact of one person.
    pub counts: Option<String>,
    /// Counts by area: what a marker stands for: { "*" = [1, 4] }.
    #[serde(default)]
    pub suppressed: BTreeMap<String, (f64, f64)>,
    /// Column of the area code.
    pub code: Option<String>,
    /// Column of the postcode.
    pub postcode: Option<String>,
    /// Column of the longitude.
    pub longitude: Option<String>,
    /// Column of the latitude.
    pub latitude: Option<String>,
    /// Column of the easting.
    pub easting: Option<String>,
    /// Column of the northing.
    pub northing: Option<String>,
    /// What says where a row lies, when it carries both a code and a point.
    #[serde(default)]
    pub placing: Placing,
    /// Records: column of the person's pseudonymous id.
    pub person: Option<String>,
    /// Records: column of the date.
    pub date: Option<String>,
    /// Records: column of the age in years.
    pub age: Option<String>,
    /// Records: column of the age band, where there is no age in years.
    pub age_band: Option<String>,
    /// Records: column of the sex.
    pub sex: Option<String>,
    /// Columns of population groups, by name: { ethnic_group = "Ethnicity" }.
    #[serde(default)]
    pub groups: BTreeMap<String, String>,
    /// Records: column of the status.
    pub status: Option<String>,
    /// Records: this file's words for identified, referred, offered, engaged, completed, declined, disengaged.
    #[serde(default)]
    pub statuses: BTreeMap<String, String>,
    /// Records: statuses that count as reached. Default engaged, completed and disengaged: the person came.
    #[serde(default = "reached")]
    pub reached: Vec<String>,
    /// Column of the service, when one file holds several.
    pub service_column: Option<String>,
    /// Column of the agency.
    pub agency_column: Option<String>,
    /// Column of the provider or branch. Counts by area: its coverage is watched. Records: providers are compared.
    pub provider: Option<String>,
    /// Records: column of the pseudonym that all agencies share, by which people are recognised in other files.
    pub shared_id: Option<String>,
    /// Records: columns of further attributes, by name: { disability = "Disabled" }.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// Records: column of the agency that referred the person.
    pub referrer: Option<String>,
    /// Records: column of how often contact was attempted.
    pub attempts: Option<String>,
    /// Records: column of what put an offer out of the person's reach: language, opening hours, distance.
    pub barrier: Option<String>,
    /// Records: this file's words for no barrier. Default none and no.
    #[serde(default = "no_barrier")]
    pub no_barrier: Vec<String>,
    /// Keep only rows whose column has one of these values.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// people (each once) or contacts.
    #[serde(default)]
    pub counted: Counted,
}

fn no_barrier() -> Vec<String> {
    ["none", "no"].map(str::to_owned).to_vec()
}

fn reached() -> Vec<String> {
    ["engaged", "completed", "disengaged"].map(str::to_owned).to_vec()
}
