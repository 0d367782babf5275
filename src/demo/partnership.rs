//! What was planted in the partnership's records, and what they hold.
use std::path::PathBuf;

/// What was planted in the records of the partnership's agencies.
///
/// Five definitions of *hard to reach* are tried on them. Two are true: the under-reached group of
/// [`DemoPlace`](super::DemoPlace), and the children known to youth offending, who are lost more often. One is
/// false: families where crime is highest decline no more often than others. One cannot be told: the deaf
/// families are too few. And the families far from a family hub are not resistant: most of what they were offered
/// was out of their reach. One under-served group is named by no definition.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PartnershipFacts {
    /// The last day that the service's records cover, as `2024-12-31`.
    pub last_day: String,
    /// The agency whose known children are lost more often.
    pub losing_agency: String,
    /// How often children known to it are lost, as a ratio of how often others are, among those referred who are
    /// not still waiting.
    pub lost_ratio: f64,
    /// Children referred who are known to it, and how many of them were lost.
    pub known_referred: usize,
    /// Of these, lost: neither engaged nor declined, and not still waiting.
    pub known_lost: usize,
    /// Children referred who are not known to it.
    pub others_referred: usize,
    /// Of these, lost.
    pub others_lost: usize,
    /// Children referred in the last weeks who are still waiting when the records end.
    pub still_waiting: usize,
    /// The last weeks, in days, within which a referral may still be waiting.
    pub last_weeks_days: u32,
    /// How long those known to youth offending wait, as a multiple of what others do.
    pub wait_ratio: f64,
    /// Share of offers declined among those in reach, the same everywhere.
    pub declined_of_offered: f64,
    /// Home language of the deaf families.
    pub few_language: String,
    /// Children of deaf families.
    pub few_children: usize,
    /// The authority in which the areas far from a family hub lie.
    pub far_authority: String,
    /// Areas are far from here on: the way from their middle to the nearest family hub, metres.
    pub far_m: f64,
    /// LSOA 2021 codes of the far areas; none of them is among those with most crime.
    pub far_areas: Vec<String>,
    /// Share of offers out of reach in the far areas.
    pub far_out_of_reach: f64,
    /// Share of offers out of reach elsewhere.
    pub usual_out_of_reach: f64,
    /// The ethnic group that no definition names, though its older children are reached less.
    pub unnamed_group: String,
    /// Their youngest and oldest age.
    pub unnamed_ages: (u8, u8),
    /// How often they engage, as a ratio of the usual. Younger children of the group make up for it.
    pub unnamed_ratio: f64,
    /// Share of children whose records lack the pseudonym that agencies share.
    pub unlinked_share: f64,
    /// Children whose records lack it.
    pub unlinked: usize,
    /// Who refers children whose ethnic group is often missing.
    pub missing_referrer: String,
    /// Share of records without ethnic group among children whom they referred.
    pub missing_group: f64,
    /// The same among all others.
    pub usual_missing_group: f64,
    /// The provider whose engaged children complete at lower odds.
    pub weaker_provider: String,
    /// These odds as a ratio of the others'.
    pub weaker_odds_ratio: f64,
    /// The provider that writes down neither completion nor disengagement.
    pub provider_without_endings: String,
    /// The agencies' files.
    pub agencies: Vec<AgencyFacts>,
    /// The cohort of pupils with exclusions.
    pub cohort: CohortFacts,
}

/// What one agency's file of the children it knows holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgencyFacts {
    /// The agency.
    pub agency: String,
    /// Its file, relative to the demo folder.
    pub file: PathBuf,
    /// All rows; each is a child of its own.
    pub rows: usize,
    /// Rows of children whom the service's records name by the same pseudonym, before any fault.
    pub in_service: usize,
    /// Rows without a pseudonym.
    pub blank_ids: usize,
    /// Rows with the pseudonym in upper case.
    pub upper_case_ids: usize,
    /// Rows with the pseudonym short of its leading zero.
    pub short_ids: usize,
    /// Rows whose sex is not the one in the service's records of the same pseudonym.
    pub contradictory_sex: usize,
}

/// What was planted in the cohort of pupils with fixed-term exclusions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CohortFacts {
    /// Pupils supported.
    pub supported: usize,
    /// Pupils on the waiting list, with whom they are compared.
    pub waiting_list: usize,
    /// Mean exclusions of the supported: in the year before last, the year before and the year after.
    pub supported_means: [f64; 3],
    /// The same on the waiting list: part of any fall is regression to the mean.
    pub waiting_list_means: [f64; 3],
    /// Further exclusions for each hour of support.
    pub per_hour: f64,
}
