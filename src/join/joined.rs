//! What joining gives: every source, aligned to one set of areas.

use super::near::Near;
use crate::area::AreaSet;
use crate::assessment::{AgeRange, Cohort, Counted};
use crate::count::Count;
use crate::ledger::Ledger;
use crate::measure::{Measure, Value};
use crate::population::{Population, Strata};
use crate::read::cohort::CohortRead;
use crate::roll::Roll;

/// Everything the sources say, aligned to one set of areas.
#[derive(Debug, Clone)]
pub struct Joined {
    /// The areas of the run.
    pub areas: AreaSet,
    /// Their people, by kind.
    pub population: Population,
    /// Their people, by population group.
    pub groups: Vec<GroupTable>,
    /// Deprivation as published.
    pub deprivation: Option<Deprivation>,
    /// Further indicators as published.
    pub indicators: Vec<Measure<f64>>,
    /// Recorded crime.
    pub crime: Option<CrimeCounts>,
    /// Uptake of services.
    pub uptake: Vec<UptakeCounts>,
    /// Everybody whom the agencies know or the services met, where there is a partnership.
    pub roll: Option<Roll>,
    /// Cohorts, in the order of the assessment; those that cannot be read are left out.
    pub cohorts: Vec<(Cohort, CohortRead)>,
    /// Points, neighbours and sites.
    pub near: Near,
    /// What was read, used, dropped and placed.
    pub ledger: Ledger,
}

/// People by population group and area.
#[derive(Debug, Clone, Default)]
pub struct GroupTable {
    /// What the groups are: `ethnic_group`.
    pub name: String,
    /// The groups.
    pub levels: Vec<String>,
    /// People: one vector per group, each aligned to the areas.
    pub people: Vec<Vec<f64>>,
    /// When it speaks of.
    pub period: String,
    /// Whose figures they are.
    pub source: String,
}

/// Deprivation as published, by area.
#[derive(Debug, Clone)]
pub struct Deprivation {
    /// The indicators asked for.
    pub indicators: Vec<Measure<f64>>,
    /// By area: whether the index puts it in the most deprived fifth of the country, where its file has the rank.
    pub most_deprived_fifth: Option<Vec<Option<bool>>>,
    /// The whole index made again from the ranks of its domains without the one for crime, where recorded
    /// crime is used beside it.
    pub without_crime: Option<WithoutCrime>,
}

/// The domains of an index, but for crime.
#[derive(Debug, Clone)]
pub struct WithoutCrime {
    /// Which of [`Deprivation::indicators`] is the whole index.
    pub whole: usize,
    /// Names of the domains kept.
    pub domains: Vec<String>,
    /// Their official weights.
    pub weights: Vec<f64>,
    /// Their ranks: one vector per domain, each aligned to the areas; 1 is most deprived.
    pub ranks: Vec<Vec<Value<f64>>>,
    /// How many areas were ranked.
    pub ranked: f64,
}

/// Recorded crime by category and area.
#[derive(Debug, Clone, Default)]
pub struct CrimeCounts {
    /// The categories, in order of their names.
    pub categories: Vec<String>,
    /// Incidents: one vector per category, each aligned to the areas.
    pub counts: Vec<Vec<f64>>,
    /// Months observed: the exposure of every rate, never an assumed twelve.
    pub months: usize,
    /// The months, in words.
    pub period: String,
    /// Whose figures they are.
    pub source: String,
}

/// Uptake of one service.
#[derive(Debug, Clone, Default)]
pub struct UptakeCounts {
    /// The service.
    pub service: String,
    /// The agency that runs it.
    pub agency: String,
    /// People or contacts.
    pub counted: Counted,
    /// When it speaks of.
    pub period: String,
    /// Whom it is for.
    pub ages: Option<AgeRange>,
    /// Eligible people, by area.
    pub eligible: Vec<f64>,
    /// People (or contacts) reached, by area.
    pub reached: Vec<Count>,
    /// Eligible people by stratum.
    pub strata: Strata,
    /// Reached, one number per stratum over the whole place; `None` where the source has no strata.
    pub reached_by_stratum: Option<Vec<f64>>,
    /// Reached, but of a stratum that is not known.
    pub stratum_unknown: f64,
    /// Reached by stratum and area: one vector per stratum, each aligned to the areas.
    pub reached_in_strata: Vec<Vec<f64>>,
    /// Where contacts are counted of persons who can be told apart: the sum over persons of their contacts
    /// squared, by area. Contacts of one person are not independent events.
    pub squared_contacts: Option<Vec<f64>>,
    /// Contacts by area, where people are counted and contacts are known too.
    pub contacts: Option<Vec<f64>>,
    /// Reached by population group.
    pub groups: Vec<GroupUptake>,
    /// Reached by period of time and area, where a scan of time is asked for and records are dated.
    pub in_periods: Option<InPeriods>,
    /// People (or contacts) who reached each status, over the whole place.
    pub statuses: Vec<(String, u64)>,
}

/// Who was reached when.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InPeriods {
    /// Names of the periods, in order of time.
    pub names: Vec<String>,
    /// Reached: one vector per period, each aligned to the areas. Records without a date are left out.
    pub reached: Vec<Vec<f64>>,
}

/// Who was reached, by one population group.
#[derive(Debug, Clone, Default)]
pub struct GroupUptake {
    /// What the groups are.
    pub name: String,
    /// The groups, as the population table names them.
    pub levels: Vec<String>,
    /// Eligible people: one vector per group, each aligned to the areas.
    pub eligible: Vec<Vec<f64>>,
    /// Reached: one vector per group, each aligned to the areas.
    pub reached: Vec<Vec<Count>>,
    /// Reached, of a group that is not known, by area.
    pub unknown: Vec<Count>,
}
