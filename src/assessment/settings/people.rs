//! Whom: people by area, and by population group.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::AgeRange;

/// People by area: the eligible population is taken from here.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Layout: ons-single-year-of-age (one column per year of age), or long (one row per area and kind of person).
    pub preset: Option<String>,
    /// CSV, spreadsheet or Parquet.
    pub file: String,
    /// Geography and boundary year of its codes.
    pub geography: String,
    /// Who is eligible, by age: "4-12", "65+". Left out: everybody.
    pub ages: Option<AgeRange>,
    /// Age bands for standardising, within `ages`: ["4-7", "8-12"].
    #[serde(default)]
    pub age_bands: Vec<AgeRange>,
    /// When it speaks of: a year or a date.
    pub period: Period,
    /// Whose figures they are.
    pub source: Option<String>,
    /// Column of the area code.
    pub code: Option<String>,
    /// Long layout: column of the number of people.
    pub count: Option<String>,
    /// Long layout: column of the age or age band.
    pub age: Option<String>,
    /// Long layout: column of the sex.
    pub sex: Option<String>,
    /// Long layout: columns of population groups, by the name of the group in uptake records.
    #[serde(default)]
    pub groups: BTreeMap<String, String>,
    /// Keep only rows whose column has one of these values: { sex = ["Persons"] }.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
}

/// A year or a date, as text or number.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema, PartialEq, Eq)]
#[serde(untagged)]
pub enum Period {
    /// A year.
    Year(i64),
    /// Any words: "2021-07-18", "January to September 2025".
    Words(String),
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Words(words) => f.write_str(words),
        }
    }
}

/// People by area and population group, such as Census ethnic groups.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Groups {
    /// What the groups are, as uptake records name it: "ethnic_group".
    pub name: String,
    /// Layout: census2021-groups-wide (one column per group) or census2021-groups-long (one row per area and group).
    pub preset: Option<String>,
    /// CSV, spreadsheet or Parquet.
    pub file: String,
    /// Geography and boundary year of its codes.
    pub geography: String,
    /// When it speaks of.
    pub period: Period,
    /// Whose figures they are.
    pub source: Option<String>,
    /// Column of the area code.
    pub code: Option<String>,
    /// Wide layout: columns of the groups. Left out: every column but the code and the total.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Wide layout: column of the total, to check the groups against.
    pub total: Option<String>,
    /// Long layout: column of the group.
    pub group: Option<String>,
    /// Long layout: column of the number of people.
    pub count: Option<String>,
    /// Long layout: keep only the part before the first ": " of a group's name.
    #[serde(default)]
    pub broad: bool,
    /// Words of this source for a group, and the words used in outputs and uptake records.
    #[serde(default)]
    pub rename: BTreeMap<String, String>,
}
