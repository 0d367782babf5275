//! Where services are given, how far they reach, and how unequal reach is.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Sites at which services are given.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sites {
    /// CSV, spreadsheet or Parquet with a site in each row.
    pub file: String,
    /// Column of the site's id.
    pub id: String,
    /// Column of its name. Left out: the id.
    pub name: Option<String>,
    /// Column of the service given there, as `[[uptake]]` names it. Left out: every service.
    pub service: Option<String>,
    /// Column of the kind of site, shown on maps. Left out: the service.
    pub kind: Option<String>,
    /// Column of how many people the site can serve. Left out: each site counts as one.
    pub capacity: Option<String>,
    /// Only rows whose column has one of the values, such as `{ open = ["yes"] }`.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// Column of the longitude, in degrees.
    pub longitude: Option<String>,
    /// Column of the latitude, in degrees.
    pub latitude: Option<String>,
    /// Column of the easting, in metres.
    pub easting: Option<String>,
    /// Column of the northing, in metres.
    pub northing: Option<String>,
}

/// How ease of reaching a site falls with distance or time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Decay {
    /// Not at all up to the catchment's edge (two-step floating catchment).
    None,
    /// In steps (enhanced two-step floating catchment).
    #[default]
    Stepped,
    /// Along a Gaussian curve that ends at the catchment's edge.
    Gaussian,
}

/// The travel times or distances that a user brings.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Travel {
    /// CSV, spreadsheet or Parquet with an area, a site and a cost in each row.
    pub file: String,
    /// Column of the area code.
    pub area: String,
    /// Column of the site's id.
    pub site: String,
    /// Column of the cost from the area to the site.
    pub cost: String,
    /// What the cost is, in words: "minutes by bus". Default minutes.
    #[serde(default = "minutes")]
    pub unit: String,
    /// Geography of the area codes. Left out: that of the areas.
    pub geography: Option<String>,
}

fn minutes() -> String {
    "minutes".into()
}

/// The points that stand for the people of each area, such as population-weighted centroids.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Centres {
    /// CSV, spreadsheet or Parquet with an area in each row.
    pub file: String,
    /// Column of the area code.
    pub code: String,
    /// Column of the longitude, in degrees.
    pub longitude: Option<String>,
    /// Column of the latitude, in degrees.
    pub latitude: Option<String>,
    /// Column of the easting, in metres.
    pub easting: Option<String>,
    /// Column of the northing, in metres.
    pub northing: Option<String>,
}

/// How access to sites is measured.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Access {
    /// How far people go to a site: metres, or the unit of `travel`. Default 5000.
    pub catchment: f64,
    /// none, stepped or gaussian.
    pub decay: Decay,
    /// Stepped: the ends of the steps, as far as the catchment. Default thirds of it.
    pub steps: Vec<f64>,
    /// Stepped: what each step weighs. Default 1, 0.68, 0.22.
    pub weights: Vec<f64>,
    /// Also shares out each area's people among the sites within reach first (three-step).
    pub three_step: bool,
    /// From here on an area is far from its nearest site: metres, or the unit of `travel`. Default 2000.
    pub far: f64,
    /// Travel times or distances. Left out: straight lines.
    pub travel: Option<Travel>,
}

impl Default for Access {
    fn default() -> Self {
        Self {
            catchment: 5000.0,
            decay: Decay::default(),
            steps: Vec::new(),
            weights: vec![1.0, 0.68, 0.22],
            three_step: false,
            far: 2000.0,
            travel: None,
        }
    }
}

/// How unequal reach is.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Inequality {
    /// The indicator along which people are ranked, from most to least deprived. Left out: the need index, or else
    /// the first indicator of deprivation.
    pub by: Option<String>,
    /// Into how many parts of equal population people are put along it. Default 10.
    pub parts: usize,
    /// How often limits are simulated. Default 100000.
    pub repetitions: u32,
}

impl Default for Inequality {
    fn default() -> Self {
        Self { by: None, parts: 10, repetitions: 100_000 }
    }
}
