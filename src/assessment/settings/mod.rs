//! The assessment file, key by key. What stands here is what an analyst may write; the JSON Schema is made from it.

mod access;
mod judging;
mod need_sources;
mod partnership;
mod people;
mod place;
mod places;
mod publishing;
mod uptake;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use access::{Access, Centres, Decay, Inequality, Sites, Travel};
pub use judging::{Benchmark, Gap, Model, Need, Sensitivity, Standard, Transform};
pub use need_sources::{Crime, Deprivation, ExtraIndicator, Files, Placing};
pub use partnership::{Agency, Better, Cohort, Definition, DefinitionKind, Partnership, Published, Register};
pub use people::{Groups, Period, Population};
pub use place::{Areas, FileFormat, Lookup, Postcodes, Weights};
pub use places::{
    Clusters, Correction, Islands, LookFor, NeighbourRule, NeighbourSettings, NeighbourWeights, Scan,
    ScanDispersion, ScanModel, Sides, Span, WindowShape,
};
pub use publishing::{Disclosure, Maps, Scheme, Tolerance, Zeros};
pub use uptake::{Counted, Uptake};

/// A needs assessment: what place it is about, what data it reads, and how it judges them.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Title of the report and of every table and map.
    pub title: String,
    /// The date the outputs carry, as YYYY-MM-DD. Left out: the day of the run.
    pub date: Option<String>,
    /// Who publishes the outputs.
    pub publisher: Option<String>,
    /// Licence and attribution of the data, for the foot of maps: "Contains OS data © Crown copyright …".
    pub licence: Option<String>,
    /// Start of every random draw: the same seed gives the same outputs, byte for byte. Default 1.
    #[serde(default = "default_seed")]
    pub seed: u64,
    /// The place: codes of a higher geography, such as `{ lad22 = ["E06000023"] }`, or of the areas
    /// themselves; a code may end in `*`. Left out: every area in the boundary file.
    #[serde(default)]
    pub place: BTreeMap<String, Vec<String>>,
    /// How files are to be read, where that cannot be found out from the files themselves.
    #[serde(default)]
    pub format: Vec<FileFormat>,
    /// The areas and their boundaries.
    pub areas: Areas,
    /// Published look-ups between boundary years and to higher geographies.
    #[serde(default)]
    pub lookup: Vec<Lookup>,
    /// People by area: whom services are for.
    pub population: Population,
    /// People by area and population group.
    #[serde(default)]
    pub groups: Vec<Groups>,
    /// An index of deprivation.
    pub deprivation: Option<Deprivation>,
    /// Further indicators of need, one figure per area.
    #[serde(default)]
    pub indicator: Vec<ExtraIndicator>,
    /// Recorded crime.
    pub crime: Option<Crime>,
    /// Look-up from postcodes to areas, for records that carry only a postcode.
    pub postcodes: Option<Postcodes>,
    /// Uptake of services: individual records, or counts by area.
    #[serde(default)]
    pub uptake: Vec<Uptake>,
    /// How need is composed.
    pub need: Option<Need>,
    /// Which standard reach is set against.
    #[serde(default)]
    pub gap: Gap,
    /// How firm the priorities are.
    #[serde(default)]
    pub sensitivity: Sensitivity,
    /// The points that stand for the people of each area, such as population-weighted centroids. Left out: the
    /// middles of the areas.
    pub centres: Option<Centres>,
    /// Which areas are near each other.
    #[serde(default)]
    pub neighbours: NeighbourSettings,
    /// Looks for clusters of areas that are alike.
    pub clusters: Option<Clusters>,
    /// Looks for groups of areas where fewer, or more, were reached than expected.
    pub scan: Option<Scan>,
    /// Sites at which services are given.
    #[serde(default)]
    pub sites: Vec<Sites>,
    /// How access to sites is measured.
    #[serde(default)]
    pub access: Access,
    /// How unequal reach is.
    pub inequality: Option<Inequality>,
    /// How agencies' definitions of hard to reach are tested.
    #[serde(default)]
    pub partnership: Partnership,
    /// What agencies call hard to reach.
    #[serde(default)]
    pub definition: Vec<Definition>,
    /// Files of people whom agencies know.
    #[serde(default)]
    pub agency: Vec<Agency>,
    /// Cohorts with figures before and after.
    #[serde(default)]
    pub cohort: Vec<Cohort>,
    /// What may be published.
    #[serde(default)]
    pub disclosure: Disclosure,
    /// How much may be lost before the run stops.
    #[serde(default)]
    pub tolerance: Tolerance,
    /// Report template of your own, in minijinja syntax, instead of the one that comes with the program.
    pub report_template: Option<String>,
    /// How maps are drawn.
    #[serde(default)]
    pub maps: Maps,
}

fn default_seed() -> u64 {
    1
}
