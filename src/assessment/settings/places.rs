//! Which areas are near each other, and what is asked of them together: clusters, windows, scales.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which areas are neighbours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NeighbourRule {
    /// Areas whose borders meet, be it in a point.
    #[default]
    Queen,
    /// Areas that share a length of border.
    Rook,
    /// The nearest areas, as many for each.
    Nearest,
    /// Areas whose centres lie within a distance.
    Within,
    /// A list of pairs.
    File,
}

/// What a neighbour weighs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NeighbourWeights {
    /// The neighbours of each area weigh one together.
    #[default]
    RowStandardised,
    /// Every neighbour weighs one.
    Binary,
}

/// What becomes of areas without neighbours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Islands {
    /// They take no part.
    #[default]
    LeaveOut,
    /// The nearest area becomes their neighbour, and they its.
    Nearest,
}

/// Which areas are near each other.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NeighbourSettings {
    /// queen, rook, nearest, within or file.
    pub rule: NeighbourRule,
    /// Queen and rook: how far apart two borders may lie and still meet, in metres. Published generalised
    /// boundaries may not meet exactly. Default 1.
    pub tolerance_m: f64,
    /// Nearest: how many. Default 6.
    pub nearest: usize,
    /// Within: how far the centres may lie apart, in metres. Default 2000.
    pub within_m: f64,
    /// File: CSV, spreadsheet or Parquet with a pair of area codes in each row.
    pub file: Option<String>,
    /// File: column of the area whose neighbour is given.
    pub from: Option<String>,
    /// File: column of the neighbour.
    pub to: Option<String>,
    /// File: column of the weight. Left out: every pair weighs one.
    pub weight: Option<String>,
    /// row-standardised or binary.
    pub weights: NeighbourWeights,
    /// leave-out or nearest.
    pub islands: Islands,
    /// Areas outside the place whose borders lie within so many metres are read in too, so that the edge of the place is no cliff,
    /// and what is found with and without them is compared. Left out: none.
    pub rim_m: Option<f64>,
}

impl Default for NeighbourSettings {
    fn default() -> Self {
        Self {
            rule: NeighbourRule::default(),
            tolerance_m: 1.0,
            nearest: 6,
            within_m: 2000.0,
            file: None,
            from: None,
            to: None,
            weight: None,
            weights: NeighbourWeights::default(),
            islands: Islands::default(),
            rim_m: None,
        }
    }
}

/// What counts as extreme in a permutation test.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sides {
    /// Statistics unusually high and unusually low.
    #[default]
    TwoSided,
    /// Statistics unusually high only: local Moran of areas like their neighbours, Gi* of hot spots.
    Greater,
    /// Statistics unusually low only: local Moran of areas unlike their neighbours, Gi* of cold spots.
    Less,
}

/// How p-values are adjusted for the number of areas tested.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Correction {
    /// The share of false findings, for tests that lean the same way.
    #[default]
    BenjaminiHochberg,
    /// The share of false findings, whatever the tests have to do with each other.
    BenjaminiYekutieli,
    /// The chance of any false finding.
    Holm,
}

/// Clusters of areas that are alike.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Clusters {
    /// Most permutations for each area; those whose answer is clear stop earlier. Default 9999.
    pub permutations: u32,
    /// two-sided, greater or less.
    pub sides: Sides,
    /// benjamini-hochberg, benjamini-yekutieli or holm.
    pub correction: Correction,
    /// The share of false findings that is borne, or the chance of one. Default 0.05.
    pub level: f64,
    /// Higher geographies at which the same is asked again, such as ["msoa21", "ward24"]; a look-up must lead to each.
    pub scales: Vec<String>,
}

impl Default for Clusters {
    fn default() -> Self {
        Self {
            permutations: 9999,
            sides: Sides::default(),
            correction: Correction::default(),
            level: 0.05,
            scales: Vec::new(),
        }
    }
}

/// Whether unusually few, unusually many or both are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LookFor {
    /// Fewer than expected.
    #[default]
    Low,
    /// More than expected.
    High,
    /// Both.
    Both,
}

/// The form of a scan's windows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WindowShape {
    /// Circles.
    #[default]
    Circle,
    /// Circles and ellipses.
    Ellipse,
}

/// What a scan takes counts to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ScanModel {
    /// Counts around what is expected (Poisson).
    #[default]
    Poisson,
    /// Reached or not reached, among the eligible (Bernoulli).
    Bernoulli,
}

/// What a scan does where areas differ from each other by more than chance even without any cluster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ScanDispersion {
    /// Counts and expectations are divided by how much more than chance they vary.
    #[default]
    Divide,
    /// Nothing: any difference between areas may then be called unusual.
    Ignore,
}

/// How time is cut where a scan looks at time too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Span {
    /// Calendar months.
    Month,
    /// Quarters of the calendar year.
    Quarter,
    /// Calendar years.
    Year,
}

/// A search for groups of areas, of any place and size, where fewer or more were reached than expected.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Scan {
    /// low, high or both.
    pub look_for: LookFor,
    /// poisson or bernoulli.
    pub model: ScanModel,
    /// divide or ignore: what is done where areas vary more than chance has it even without a cluster (poisson).
    pub overdispersion: ScanDispersion,
    /// circle or ellipse.
    pub shape: WindowShape,
    /// The largest share of the eligible people that one group of areas may have. Default 0.25, at most 0.5.
    pub largest_share: f64,
    /// The largest radius of a window, in metres. Left out: any.
    pub largest_radius_m: Option<f64>,
    /// How many random maps the finding is set against. Default 999.
    pub replications: u32,
    /// The largest p-value of a group that is told of as unusual. Default 0.05.
    pub level: f64,
    /// month, quarter or year: also looks for groups of areas in a stretch of time, from the dates of records.
    pub time: Option<Span>,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            look_for: LookFor::default(),
            model: ScanModel::default(),
            overdispersion: ScanDispersion::default(),
            shape: WindowShape::default(),
            largest_share: 0.25,
            largest_radius_m: None,
            replications: 999,
            level: 0.05,
            time: None,
        }
    }
}
