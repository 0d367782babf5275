//! The assessment file, key by key. What stands here is what an analyst may write; the JSON Schema is made from it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ages::AgeRange;
use crate::area::Crs;
use crate::measure::Polarity;

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
    /// What may be published.
    #[serde(default)]
    pub disclosure: Disclosure,
    /// How much may be lost before the run stops.
    #[serde(default)]
    pub tolerance: Tolerance,
    /// How maps are drawn.
    #[serde(default)]
    pub maps: Maps,
}

fn default_seed() -> u64 {
    1
}

/// The areas and their boundaries.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Areas {
    /// Geography with its boundary year: lsoa11, lsoa21, msoa11, msoa21, ward24, lad22, lad24, or a name of your own.
    pub geography: String,
    /// GeoJSON, GeoPackage, Shapefile or FlatGeobuf.
    pub file: String,
    /// Column of the area code. Left out: found from its name and values.
    pub code: Option<String>,
    /// Column of the area name. Left out: found from its name.
    pub name: Option<String>,
    /// Layer of a GeoPackage that has several.
    pub layer: Option<String>,
    /// Coordinates, where the file does not say: "EPSG:4326" or "EPSG:27700".
    pub crs: Option<Crs>,
    /// Higher geography whose outlines are drawn and whose totals are shown, for example lad22.
    pub authority: Option<String>,
}

/// A published look-up: which area of one geography belongs to which of another.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// Layout: lsoa11-lsoa21, lsoa11-msoa11 or lsoa21-ward24-lad24. Left out: `from`, `to` and their columns are given.
    pub preset: Option<String>,
    /// CSV, spreadsheet or Parquet.
    pub file: String,
    /// Geography looked up.
    pub from: Option<String>,
    /// Geography found.
    pub to: Option<String>,
    /// Column of the code looked up.
    pub from_column: Option<String>,
    /// Column of the code found.
    pub to_column: Option<String>,
    /// Column of the name found.
    pub name_column: Option<String>,
    /// Column of the kind of change: U unchanged, S split, M merged, X complex.
    pub change_column: Option<String>,
    /// Column of the share of the first area that lies in the second. Left out: shares follow `weights`.
    pub share_column: Option<String>,
    /// People by area of the geography found, by which split areas are shared out.
    pub weights: Option<Weights>,
}

/// A table of people by area, used only to share out areas that were split.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// CSV, spreadsheet or Parquet.
    pub file: String,
    /// Column of the area code.
    pub code: String,
    /// Column of the number of people.
    pub count: String,
}

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
    /// Sheet of a workbook.
    pub sheet: Option<String>,
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
    /// Sheet of a workbook.
    pub sheet: Option<String>,
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
    /// Sheet of a workbook.
    pub sheet: Option<String>,
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
    /// Sheet of a workbook.
    pub sheet: Option<String>,
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

/// Look-up from postcodes to areas.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Postcodes {
    /// Layout: nspl or onspd.
    pub preset: Option<String>,
    /// CSV or Parquet.
    pub file: String,
    /// Geography and boundary year of the codes found.
    pub geography: String,
    /// Column of the postcode.
    pub postcode: Option<String>,
    /// Column of the area code.
    pub code: Option<String>,
}

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
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
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
    /// Who is eligible, where it differs from [population].
    pub ages: Option<AgeRange>,
    /// Counts by area: column of the counts. Left out: every row is one contact of one person.
    pub counts: Option<String>,
    /// Counts by area: what a marker stands for: { "*" = [1, 4] }.
    #[serde(default)]
    pub suppressed: BTreeMap<String, (f64, f64)>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
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
    /// Records: this file's words for referred, offered, engaged, completed, declined, disengaged.
    #[serde(default)]
    pub statuses: BTreeMap<String, String>,
    /// Records: statuses that count as reached. Default engaged, completed and disengaged: the person came.
    #[serde(default = "reached")]
    pub reached: Vec<String>,
    /// Column of the service, when one file holds several.
    pub service_column: Option<String>,
    /// Column of the agency.
    pub agency_column: Option<String>,
    /// Column of the provider or branch, whose coverage is watched.
    pub provider: Option<String>,
    /// Keep only rows whose column has one of these values.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// people (each once) or contacts.
    #[serde(default)]
    pub counted: Counted,
}

fn reached() -> Vec<String> {
    ["engaged", "completed", "disengaged"].map(str::to_owned).to_vec()
}

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
