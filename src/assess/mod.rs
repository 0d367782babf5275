//! Assessing: measures become findings. No verdict where the interval does not allow one.

pub mod cohorts;
pub mod gap;
pub mod groups;
pub mod joint;
pub mod partnership;
pub mod places;
pub mod priority;
pub mod sensitivity;
pub mod similar;
pub mod standard;

use crate::area::AreaSet;
use crate::assessment::{Benchmark, Settings, Standard};
use crate::count::Count;
use crate::estimate::Confidence;
use crate::estimate::measures::Measures;
use crate::join::near::Near;
use crate::join::{Joined, UptakeCounts};
use crate::problem::{Problem, Problems};
use crate::publishable::Publishable;

use gap::Gap;
use groups::{GroupFindings, WhereTheyLive};
use joint::JointHigh;
use partnership::PartnershipFindings;
use places::inequality::GroupApart;
use places::{PlaceFindings, Viewing};
use priority::Priorities;
use similar::SimilarPlaces;

/// Everything found, still with every figure in full.
#[derive(Debug, Clone)]
pub struct Findings {
    /// One per service, in the order of the assessment.
    pub services: Vec<ServiceFindings>,
    /// Areas of joint high deprivation and crime, where both are known.
    pub joint: Option<JointHigh>,
    /// Where the people of each population group live.
    pub where_they_live: Vec<WhereTheyLive>,
    /// How people of each population group live apart, where inequality is asked for.
    pub groups_apart: Vec<GroupApart>,
    /// Definitions of hard to reach and the people of the partnership, where there are definitions or agencies' files.
    pub partnership: Option<PartnershipFindings>,
}

/// What was found of one service.
#[derive(Debug, Clone)]
pub struct ServiceFindings {
    /// The standards, the headline's first.
    pub standards: Vec<StandardFindings>,
    /// The order in which areas fall short, under the headline's standard.
    pub priorities: Priorities,
    /// The population groups that records tell apart.
    pub groups: Vec<GroupFindings>,
    /// Areas looked at together, under the headline's standard.
    pub places: PlaceFindings,
}

/// Reach under one standard.
#[derive(Debug, Clone)]
pub struct StandardFindings {
    /// The standard.
    pub standard: Standard,
    /// One gap per area.
    pub gaps: Vec<Gap>,
    /// One gap per authority.
    pub authorities: Vec<Gap>,
    /// The gap of the whole place.
    pub place: Gap,
    /// The regression behind similar places.
    pub similar: Option<SimilarPlaces>,
}

/// Judges everything measured.
pub fn findings(
    joined: &Joined,
    measures: &Measures,
    settings: &Settings,
    confidence: Confidence,
    publishable: &[Publishable],
    problems: &mut Problems,
) -> Findings {
    let judging = Judging { areas: &joined.areas, near: &joined.near, measures, settings, confidence };
    let viewing = Viewing::new(joined, measures, settings, confidence);
    let service = |(i, uptake): (usize, &UptakeCounts)| {
        let mut standards = vec![settings.gap.standard];
        standards.extend(settings.gap.also.iter().copied().filter(|s| *s != settings.gap.standard));
        standards.dedup();
        let standards: Vec<StandardFindings> = standards
            .into_iter()
            .map(|standard| judging.under(standard, uptake, &publishable[i], problems))
            .collect();
        let priorities = Priorities::new(
            &standards[0],
            (uptake, &publishable[i]),
            measures.need.as_ref(),
            settings,
            problems,
        );
        let groups = (0..uptake.groups.len())
            .map(|g| GroupFindings::new(g, uptake, &publishable[i], confidence))
            .collect();
        let places = viewing.service(uptake, &standards[0].gaps, &publishable[i]);
        ServiceFindings { standards, priorities, groups, places }
    };
    let services: Vec<ServiceFindings> = joined.uptake.iter().enumerate().map(service).collect();
    let joint = JointHigh::new(measures);
    let where_they_live = joined
        .groups
        .iter()
        .map(|table| WhereTheyLive::new(table, measures, joint.as_ref(), &services, publishable))
        .collect();
    Findings { services, joint, where_they_live, groups_apart: viewing.groups(), partnership: None }
}

/// The equal-reach expectation, which the other standards start from. Strata in which few were reached share one
/// rate, and so does everybody where strata tell apart groups whose counts are withheld: no expectation may give
/// their counts away.
fn equal_reach(uptake: &UptakeCounts, benchmark: &Benchmark, may: &Publishable) -> Vec<Count> {
    if let Benchmark::Rate(rate) = benchmark {
        return uptake.eligible.iter().map(|n| Count::exact(n * rate)).collect();
    }
    let reached: Count = uptake.reached.iter().copied().sum();
    let eligible: Vec<f64> = uptake.strata.people.iter().map(|s| s.iter().sum()).collect();
    let kinds = uptake.groups.iter().zip(may.groups.iter().zip(&may.unknown));
    let withheld = kinds
        .filter(|(group, _)| uptake.strata.dimensions.contains(&group.name))
        .any(|(_, (levels, unknown))| !unknown || levels.contains(&false));
    let by_stratum = uptake.reached_by_stratum.as_deref().filter(|_| !withheld);
    let rates = standard::own_rates(reached, by_stratum, &eligible, may.threshold);
    standard::equal_reach(&uptake.strata.people, &rates)
}

/// What judging a service needs.
struct Judging<'a> {
    areas: &'a AreaSet,
    near: &'a Near,
    measures: &'a Measures,
    settings: &'a Settings,
    confidence: Confidence,
}

impl Judging<'_> {
    /// Reach under one standard.
    fn under(
        &self,
        standard: Standard,
        uptake: &UptakeCounts,
        publishable: &Publishable,
        problems: &mut Problems,
    ) -> StandardFindings {
        let equal = equal_reach(uptake, &self.settings.gap.benchmark, publishable);
        let mut similar = None;
        let expected = match standard {
            Standard::EqualReach => equal,
            Standard::InProportionToNeed => {
                let ratio = self.settings.gap.need_ratio;
                standard::in_proportion_to_need(&equal, &self.need(equal.len()), ratio)
            }
            Standard::SimilarPlaces => {
                match SimilarPlaces::fit(
                    uptake,
                    &equal,
                    (self.measures, self.near),
                    &self.settings.gap,
                    &publishable.areas,
                ) {
                    Ok((fitted, expected)) => {
                        similar = Some(fitted);
                        expected
                    }
                    Err(why) => {
                        let what = format!("{}: similar places cannot be compared: {why}", uptake.service);
                        problems.push(Problem::warning(what));
                        vec![Count::ZERO; equal.len()]
                    }
                }
            }
        };
        self.gaps(standard, uptake, &expected, similar)
    }

    fn need(&self, areas: usize) -> Vec<Option<f64>> {
        let need = self.measures.need.as_ref();
        need.map_or_else(|| vec![None; areas], |n| n.index.values.iter().map(|v| v.known()).collect())
    }

    fn gaps(
        &self,
        standard: Standard,
        uptake: &UptakeCounts,
        expected: &[Count],
        similar: Option<SimilarPlaces>,
    ) -> StandardFindings {
        let gap = |((observed, expected), squared): ((&Count, &Count), Option<&Count>)| {
            let spread = squared.map_or(1.0, |s| s.lowest / observed.lowest.max(1.0));
            Gap::of_repeated(*observed, *expected, spread, self.confidence)
        };
        let gaps = |observed: &[Count], expected: &[Count], squared: Option<&[Count]>| -> Vec<Gap> {
            let pairs = observed.iter().zip(expected).enumerate();
            pairs.map(|(i, pair)| gap((pair, squared.map(|s| &s[i])))).collect()
        };
        let squared: Option<Vec<Count>> =
            uptake.squared_contacts.as_ref().map(|s| s.iter().map(|n| Count::exact(*n)).collect());
        let sums = |counts: &[Count]| by_authority(self.areas, counts);
        let whole = |counts: &[Count]| vec![counts.iter().copied().sum::<Count>()];
        let judged = |level: &dyn Fn(&[Count]) -> Vec<Count>| {
            gaps(&level(&uptake.reached), &level(expected), squared.as_deref().map(level).as_deref())
        };
        let place = judged(&whole)[0];
        let authorities = judged(&sums);
        let gaps = judged(&|counts| counts.to_vec());
        StandardFindings { standard, gaps, authorities, place, similar }
    }
}

/// Sums counts by authority.
pub fn by_authority(areas: &AreaSet, counts: &[Count]) -> Vec<Count> {
    let mut sums = vec![Count::ZERO; areas.authorities().len()];
    for (area, count) in areas.areas().iter().zip(counts) {
        sums[area.authority as usize] += *count;
    }
    sums
}
