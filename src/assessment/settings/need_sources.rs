//! What tells of need: deprivation, further indicators, recorded crime.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::people::Period;
use crate::measure::Polarity;

/// An index of deprivation.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deprivation {
    /// Layout: iod2019-file7, iod2025-file7, iod-tidy, wimd2019. Left out: `columns` says where the figures are.
    pub preset: Option<String>,
    /// CSV, spreadsheet or Parquet.
    pub file: String,
    /// Geography and boundary year of its codes.
    pub geography: String,
    /// Which of its figures to use: imd, income, employment, education, health, crime, barriers,
    /// living_environment, idaci, idaopi.
    pub indicators: Vec<String>,
    /// When it speaks of.
    pub period: Option<Period>,
    /// Column of the area code.
    pub code: Option<String>,
    /// Columns of scores (more is more deprived), by indicator.
    #[serde(default)]
    pub scores: BTreeMap<String, String>,
    /// Columns of ranks (1 is most deprived), by indicator.
    #[serde(default)]
    pub ranks: BTreeMap<String, String>,
    /// Keep the crime domain in the index although recorded crime is used beside it. Default false:
    /// it is left out, since the same crime would count twice.
    #[serde(default)]
    pub keep_crime_domain: bool,
}

/// One further indicator: a column of figures, one per area.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtraIndicator {
    /// Short name used in weights.
    pub id: String,
    /// Its name for a reader.
    pub label: String,
    /// CSV, spreadsheet or Parquet.
    pub file: String,
    /// Geography and boundary year of its codes.
    pub geography: String,
    /// Column of the area code.
    pub code: String,
    /// Column of the figures.
    pub column: String,
    /// Their unit.
    pub unit: String,
    /// high-is-need or low-is-need.
    pub polarity: Polarity,
    /// When they speak of.
    pub period: Option<Period>,
    /// Whose figures they are.
    pub source: Option<String>,
}

/// One file or several; each may be a pattern such as "crime/*.csv".
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Files {
    /// One name or pattern.
    One(String),
    /// Several names or patterns.
    Several(Vec<String>),
}

impl Files {
    /// The names and patterns.
    pub fn patterns(&self) -> Vec<&str> {
        match self {
            Self::One(pattern) => vec![pattern],
            Self::Several(patterns) => patterns.iter().map(String::as_str).collect(),
        }
    }
}

/// What says where a row lies, when it carries both a code and a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Placing {
    /// The code; the point is used where there is no code.
    #[default]
    CodeFirst,
    /// The point; the code is used where there is no point.
    PointFirst,
}

/// Recorded crime.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crime {
    /// Layout: police-uk-street.
    #[serde(default = "police_uk_street")]
    pub preset: String,
    /// The files. Their boundary year is found from their codes, file by file.
    pub files: Files,
    /// First and last month expected, as ["2025-01", "2025-12"]. Left out: the first and last seen.
    pub months: Option<(String, String)>,
    /// What says where a crime lies. Default code-first: points are snapped to streets, which often are borders.
    #[serde(default)]
    pub placing: Placing,
}

fn police_uk_street() -> String {
    "police-uk-street".to_owned()
}
