//! Gathering what was planted in the partnership's records.
use super::codes::AUTHORITIES;
use super::family::{UNNAMED, UNNAMED_AGES, UNNAMED_RATIO};
use super::journey::{LAST_DAY, day};
use super::known::{AGENCIES, LOST_RATIO, POLICE, YOUTH_OFFENDING};
use super::land::VALE;
use super::language::SIGNED;
use super::outcome::{LAST_WEEKS_DAYS, SLOWNESS};
use super::partnership::{AgencyFacts, CohortFacts, PartnershipFacts};
use super::people::GROUPS;
use super::place::Place;
use super::provider::{WEAKER, WEAKER_ODDS, WITHOUT_ENDINGS};
use super::record::{
    FAR_OUT_OF_REACH_OF_ALL, GROUP_MISSING, GROUP_MISSING_POLICE, Record, UNLINKED, USUAL_OUT_OF_REACH,
};
use super::service::{DECLINED_OF_OFFERED, FAR_M, Service};

/// The facts of the partnership.
pub(super) fn planted(
    place: &Place,
    service: &Service,
    agencies: Vec<AgencyFacts>,
    cohort: CohortFacts,
) -> PartnershipFacts {
    let records = &service.records;
    let of = |known: bool| {
        let referred = records.iter().filter(|record| record.became().is_some());
        referred.filter(move |record| record.known[YOUTH_OFFENDING] == known)
    };
    let count = |fits: fn(&Record) -> bool| records.iter().filter(|record| fits(record)).count();
    PartnershipFacts {
        last_day: day(LAST_DAY).to_string(),
        losing_agency: AGENCIES[YOUTH_OFFENDING].to_owned(),
        lost_ratio: LOST_RATIO,
        known_referred: of(true).count(),
        known_lost: of(true).filter(|record| record.became() == Some("lost")).count(),
        others_referred: of(false).count(),
        others_lost: of(false).filter(|record| record.became() == Some("lost")).count(),
        still_waiting: count(|record| record.waiting),
        last_weeks_days: LAST_WEEKS_DAYS.unsigned_abs(),
        wait_ratio: f64::from(SLOWNESS),
        declined_of_offered: DECLINED_OF_OFFERED,
        few_language: SIGNED.to_owned(),
        few_children: count(|record| record.language == SIGNED),
        far_authority: AUTHORITIES[VALE].1.to_owned(),
        far_m: FAR_M,
        far_areas: service.registry.far.iter().map(|area| place.codes[*area].clone()).collect(),
        far_out_of_reach: FAR_OUT_OF_REACH_OF_ALL,
        usual_out_of_reach: USUAL_OUT_OF_REACH,
        unnamed_group: GROUPS[UNNAMED].to_owned(),
        unnamed_ages: UNNAMED_AGES,
        unnamed_ratio: UNNAMED_RATIO,
        unlinked_share: UNLINKED,
        unlinked: count(|record| !record.linked),
        missing_referrer: POLICE.to_owned(),
        missing_group: GROUP_MISSING_POLICE,
        usual_missing_group: GROUP_MISSING,
        weaker_provider: WEAKER.to_owned(),
        weaker_odds_ratio: WEAKER_ODDS,
        provider_without_endings: WITHOUT_ENDINGS.to_owned(),
        agencies,
        cohort,
    }
}
