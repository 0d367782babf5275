//! A partnership: what its agencies call hard to reach, whom they know, and what became of cohorts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::places::Correction;
use super::uptake::{Counted, Uptake};

/// What an agency means by hard to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DefinitionKind {
    /// Its people are fewer among those reached than among those eligible.
    UnderRepresented,
    /// Its people are pointed to services and get lost on the way.
    SlippingThrough,
    /// Its people turn down what they are offered, or leave.
    ServiceResistant,
}

impl DefinitionKind {
    /// The kind in a reader's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::UnderRepresented => "under-represented",
            Self::SlippingThrough => "slipping through the net",
            Self::ServiceResistant => "resistant to services",
        }
    }
}

/// One agency's definition of hard to reach, as data.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Its name in files: lower-case letters, digits and hyphens.
    pub id: String,
    /// A few words for charts and tables: "Asian families".
    pub title: String,
    /// The agency whose definition it is.
    pub agency: String,
    /// The wording, as the agency writes it.
    pub wording: String,
    /// What it claims of its people: under-represented, slipping-through, service-resistant, or several.
    pub kind: Vec<DefinitionKind>,
    /// Whom it covers: an SQL expression over age, the attributes of records, known_to_AGENCY and measures of
    /// areas: "ethnic_group = 'Asian' AND imd_fifth >= 4".
    pub covers: String,
    /// The services it speaks about. Left out: all with records of persons.
    #[serde(default)]
    pub services: Vec<String>,
    /// The first and the last day it speaks about. Left out: everything recorded.
    pub period: Option<(String, String)>,
    /// Whom its people are compared with: an SQL expression. Left out: everybody it does not cover.
    pub comparator: Option<String>,
    /// How far from parity matters to the agency, as a ratio below 1: 0.8 means a fifth fewer reached, or lost or
    /// declining a quarter more often. Default 0.8.
    pub threshold: Option<f64>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The day it was agreed, as YYYY-MM-DD.
    pub agreed: Option<String>,
    /// The day it is due for review, as YYYY-MM-DD.
    pub review: Option<String>,
    /// What it rests on.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Which wording it is: of several with the same id, the one agreed last is tested, the others are set beside it.
    pub version: Option<String>,
}

/// A file of people whom an agency knows.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// The agency: expressions name it as known_to_NAME.
    pub name: String,
    /// CSV, spreadsheet or Parquet: one row for each person, or for each time they were met.
    pub file: String,
    /// Column of the pseudonym that all agencies share.
    pub shared_id: Option<String>,
    /// Geography and boundary year of its codes.
    pub geography: Option<String>,
    /// Column of the area code.
    pub code: Option<String>,
    /// Column of the postcode.
    pub postcode: Option<String>,
    /// Column of the day they became known.
    pub date: Option<String>,
    /// Column of the age in years.
    pub age: Option<String>,
    /// Column of the age band, where there is no age in years.
    pub age_band: Option<String>,
    /// Column of the sex.
    pub sex: Option<String>,
    /// Columns of attributes, by name: { ethnic_group = "Ethnicity", disability = "Disabled" }.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// Keep only rows whose column has one of these values.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
}

impl From<&Agency> for Uptake {
    /// The file as it is read and placed: as records of which every row is a contact.
    fn from(agency: &Agency) -> Self {
        let agency = agency.clone();
        Self {
            service: Some(agency.name),
            file: agency.file,
            shared_id: agency.shared_id,
            geography: agency.geography,
            code: agency.code,
            postcode: agency.postcode,
            date: agency.date,
            age: agency.age,
            age_band: agency.age_band,
            sex: agency.sex,
            attributes: agency.attributes,
            only: agency.only,
            counted: Counted::Contacts,
            ..Self::default()
        }
    }
}

/// How definitions are tested, and what else is looked for among the people of a partnership.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Partnership {
    /// A file of definitions, each under a heading `[[definition]]`, read beside those in this file.
    pub register: Option<String>,
    /// The share of false findings that is borne over all definitions tested. Default 0.05.
    pub level: f64,
    /// How tests are corrected for their number: holm, benjamini-yekutieli or
    /// benjamini-hochberg. Default holm.
    pub correction: Correction,
    /// How long a referral is given, in days, before the person counts as lost. Default 90.
    pub follow_up_days: u32,
    /// Recorded attempts at contact before an offer counts as properly made. Default 2.
    pub attempts: u8,
    /// From here on, in metres (or the unit of access.travel), the nearest site is out of reach. Left out: distance
    /// alone puts no offer out of reach.
    pub out_of_reach: Option<f64>,
    /// What comparisons allow for: "age", "sex" and "need" (fifths of areas). Default age and need.
    pub standardise: Vec<String>,
    /// Attributes searched, alone and crossed up to three at a time, for groups that no definition names: "age_band",
    /// "sex", "ethnic_group".
    pub search: Vec<String>,
    /// Attributes whose crossings are looked at for several barriers at once.
    pub barriers: Vec<String>,
    /// Protected characteristics and the attribute that records them: { race = "ethnic_group" }.
    pub protected: BTreeMap<String, String>,
    /// Numbers of people are published to the nearest multiple of this. Default `disclosure.threshold`.
    pub round_to: Option<u32>,
}

impl Default for Partnership {
    fn default() -> Self {
        Self {
            register: None,
            level: 0.05,
            correction: Correction::Holm,
            follow_up_days: 90,
            attempts: 2,
            out_of_reach: None,
            standardise: vec!["age".into(), "need".into()],
            search: Vec::new(),
            barriers: Vec::new(),
            protected: BTreeMap::new(),
            round_to: None,
        }
    }
}

/// Which way a figure of a cohort is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// Less is better, as with exclusions.
    Lower,
    /// More is better, as with attendance.
    Higher,
}

/// Figures of people before and after something was done for them.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cohort {
    /// The cohort's name.
    pub name: String,
    /// What was measured, with its unit: "fixed-term exclusions a school year".
    pub measure: String,
    /// lower or higher.
    pub better: Better,
    /// CSV, spreadsheet or Parquet: one row for each person.
    pub file: String,
    /// Column of the figure before.
    pub before: String,
    /// Column of the figure after.
    pub after: String,
    /// Column of an earlier figure, for regression to the mean.
    pub earlier: Option<String>,
    /// Column of how much help each had.
    pub dose: Option<String>,
    /// Column of the group, where people without the help are in the file too.
    pub group: Option<String>,
    /// Words of that column for those who had the help. Others are the comparison group.
    #[serde(default)]
    pub helped: Vec<String>,
    /// Figures published before, to be checked.
    #[serde(default)]
    pub published: Vec<Published>,
}

/// A figure somebody published of a cohort.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Where it was published.
    pub source: String,
    /// The mean before, as it was written: "9.8".
    pub before: Option<String>,
    /// The mean after, as it was written: "6.6".
    pub after: Option<String>,
    /// The change in per cent, as it was written: "-40".
    pub change: Option<String>,
    /// The share improved in per cent, as it was written: "37.2".
    pub improved: Option<String>,
    /// How many people it speaks of, where that is told.
    pub people: Option<u64>,
}

/// A register: a file of nothing but definitions.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The definitions.
    #[serde(default)]
    pub definition: Vec<Definition>,
}
