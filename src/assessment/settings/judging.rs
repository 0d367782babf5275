//! How need is composed and reach judged.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How indicators are brought to one scale.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Transform {
    /// Rank, then the exponential transform of the Indices of Deprivation: tells the most deprived apart.
    #[default]
    Exponential,
    /// Distance from the mean in standard deviations.
    ZScore,
    /// Rank as a percentile.
    Percentile,
}

/// How need is composed.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// exponential, z-score or percentile.
    #[serde(default)]
    pub transform: Transform,
    /// Weight of each indicator; they must sum to one. Recorded crime is `crime_rate`, anti-social
    /// behaviour `asb_rate`, one kind of crime `crime_rate:burglary`.
    pub weights: BTreeMap<String, f64>,
}

/// The standard that reach is set against. The three are never mixed.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Standard {
    /// A benchmark rate applied to each area's eligible people.
    #[default]
    EqualReach,
    /// Eligible people weighted by need.
    InProportionToNeed,
    /// What areas of the same kind achieve, by regression.
    SimilarPlaces,
}

/// The rate that equal reach asks of every area.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Benchmark {
    /// The place's own rate.
    #[default]
    Place,
    /// A given rate, from 0 to 1 (people) or per person (contacts).
    Rate(f64),
    /// "place", or a word that is refused.
    Word(String),
}

/// How the gap is judged.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Gap {
    /// The standard of the headline figures.
    pub standard: Standard,
    /// Further standards, each in a table of its own.
    pub also: Vec<Standard>,
    /// Equal reach: "place" (its own rate) or a rate such as 0.12.
    pub benchmark: Benchmark,
    /// What to standardise for: "age", "sex", and groups in both the population and the records.
    pub standardise: Vec<String>,
    /// In proportion to need: how many times the lowest-need area's rate the highest-need area is due. Default 2.
    pub need_ratio: f64,
    /// Similar places: what to adjust for, among the indicators and "need".
    pub covariates: Vec<String>,
    /// Similar places: poisson or negative-binomial.
    pub model: Model,
    /// Confidence of intervals, from 0.9 up. Default 0.95.
    pub confidence: f64,
}

impl Default for Gap {
    fn default() -> Self {
        Self {
            standard: Standard::default(),
            also: Vec::new(),
            benchmark: Benchmark::default(),
            standardise: Vec::new(),
            need_ratio: 2.0,
            covariates: Vec::new(),
            model: Model::default(),
            confidence: 0.95,
        }
    }
}

/// The regression behind "similar places".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// Counts vary more than chance alone would have them.
    #[default]
    NegativeBinomial,
    /// Counts vary by chance alone.
    Poisson,
}

/// How firm the priorities are when weights and counts vary.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Sensitivity {
    /// Number of random draws; 0 leaves it out. Default 1000.
    pub draws: u32,
    /// How closely drawn weights keep to the stated ones: larger is closer. Default 50.
    pub concentration: f64,
}

impl Default for Sensitivity {
    fn default() -> Self {
        Self { draws: 1000, concentration: 50.0 }
    }
}
