//! What may be shown and lost, and how maps are drawn.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What becomes of zeros.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Zeros {
    /// Zeros are shown.
    #[default]
    Show,
    /// Zeros are withheld like small counts.
    Suppress,
}

/// What may be published.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Disclosure {
    /// Counts from 1 to one below this are withheld. Default 5.
    pub threshold: u32,
    /// show or suppress.
    pub zeros: Zeros,
    /// Also protect the few who were *not* reached, where nearly everybody was. Default true.
    pub protect_unreached: bool,
}

impl Default for Disclosure {
    fn default() -> Self {
        Self { threshold: 5, zeros: Zeros::Show, protect_unreached: true }
    }
}

/// How much may be lost before the run stops. Shares from 0 to 1.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Tolerance {
    /// Rows of a source that cannot be placed in any area. Default 0.15.
    pub unplaced: f64,
    /// Areas of the place that a source has no row for. Default 0.01.
    pub areas_missing: f64,
    /// Areas where more people were counted than are eligible. Default 0.05.
    pub more_than_eligible: f64,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { unplaced: 0.15, areas_missing: 0.01, more_than_eligible: 0.05 }
    }
}

/// How a map's values are put in classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// As many areas in each class.
    #[default]
    Quantile,
    /// Classes as alike inside as can be (Fisher–Jenks).
    FisherJenks,
    /// Classes of equal width.
    EqualInterval,
}

/// How maps are drawn.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Maps {
    /// quantile, fisher-jenks or equal-interval.
    pub scheme: Scheme,
    /// How many classes, 3 to 7. Default 5.
    pub classes: usize,
    /// Stated upper breaks by map (need, reach, gap), instead of the scheme.
    pub breaks: BTreeMap<String, Vec<f64>>,
    /// How many areas to name on a map. Default 6.
    pub labels: usize,
    /// Width of PNG files in pixels. Default 1600.
    pub width: u32,
}

impl Default for Maps {
    fn default() -> Self {
        Self { scheme: Scheme::default(), classes: 5, breaks: BTreeMap::new(), labels: 6, width: 1600 }
    }
}
