//! Assessing: measures become findings. No verdict where the interval does not allow one.

pub mod gap;
pub mod groups;
pub mod joint;
pub mod priority;
pub mod sensitivity;
pub mod similar;
pub mod standard;

use crate::area::AreaSet;
use crate::assessment::{Benchmark, Settings, Standard};
use crate::count::Count;
use crate::estimate::Confidence;
use crate::estimate::measures::Measures;
use crate::join::{Joined, UptakeCounts};
use crate::problem::{Problem, Problems};

use gap::Gap;
use groups::{GroupFindings, WhereTheyLive};
use joint::JointHigh;
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
    problems: &mut Problems,
) -> Findings {
    let service = |(i, uptake): (usize, &UptakeCounts)| {
        let mut standards = vec![settings.gap.standard];
        standards.extend(settings.gap.also.iter().copied().filter(|s| *s != settings.gap.standard));
        standards.dedup();
        let standards: Vec<StandardFindings> = standards
            .into_iter()
            .map(|standard| under(standard, joined, uptake, measures, settings, confidence, problems))
            .collect();
        let priorities = Priorities::new(&standards[0], uptake, measures.need.as_ref(), settings, problems);
        let groups = uptake
            .groups
            .iter()
            .map(|g| GroupFindings::new(g, uptake, &measures.reach[i], confidence))
            .collect();
        ServiceFindings { standards, priorities, groups }
    };
    let services: Vec<ServiceFindings> = joined.uptake.iter().enumerate().map(service).collect();
    let joint = JointHigh::new(measures);
    let where_they_live = joined
        .groups
        .iter()
        .map(|table| WhereTheyLive::new(table, measures, joint.as_ref(), &services))
        .collect();
    Findings { services, joint, where_they_live }
}

/// The equal-reach expectation, which the other standards start from.
fn equal_reach(uptake: &UptakeCounts, benchmark: &Benchmark) -> Vec<Count> {
    if let Benchmark::Rate(rate) = benchmark {
        return uptake.eligible.iter().map(|n| Count::exact(n * rate)).collect();
    }
    let reached: Count = uptake.reached.iter().copied().sum();
    let eligible: Vec<f64> = uptake.strata.people.iter().map(|s| s.iter().sum()).collect();
    let rates = standard::own_rates(reached, uptake.reached_by_stratum.as_deref(), &eligible);
    standard::equal_reach(&uptake.strata.people, &rates)
}

fn under(
    standard: Standard,
    joined: &Joined,
    uptake: &UptakeCounts,
    measures: &Measures,
    settings: &Settings,
    confidence: Confidence,
    problems: &mut Problems,
) -> StandardFindings {
    let equal = equal_reach(uptake, &settings.gap.benchmark);
    let mut similar = None;
    let expected = match standard {
        Standard::EqualReach => equal,
        Standard::InProportionToNeed => {
            let need: Vec<Option<f64>> = match &measures.need {
                Some(need) => need.index.values.iter().map(|v| v.known()).collect(),
                None => vec![None; equal.len()],
            };
            standard::in_proportion_to_need(&equal, &need, settings.gap.need_ratio)
        }
        Standard::SimilarPlaces => match SimilarPlaces::fit(uptake, &equal, measures, &settings.gap) {
            Ok((fitted, expected)) => {
                similar = Some(fitted);
                expected
            }
            Err(why) => {
                problems.push(Problem::warning(format!(
                    "{}: similar places cannot be compared: {why}",
                    uptake.service
                )));
                vec![Count::ZERO; equal.len()]
            }
        },
    };
    let gap = |observed: Count, expected: Count| Gap::new(observed, expected, confidence);
    let gaps = uptake.reached.iter().zip(&expected).map(|(o, e)| gap(*o, *e)).collect();
    let sums = |counts: &[Count]| by_authority(&joined.areas, counts);
    let authorities =
        sums(&uptake.reached).into_iter().zip(sums(&expected)).map(|(o, e)| gap(o, e)).collect();
    let place = gap(uptake.reached.iter().copied().sum(), expected.iter().copied().sum());
    StandardFindings { standard, gaps, authorities, place, similar }
}

/// Sums counts by authority.
pub fn by_authority(areas: &AreaSet, counts: &[Count]) -> Vec<Count> {
    let mut sums = vec![Count::ZERO; areas.authorities().len()];
    for (area, count) in areas.areas().iter().zip(counts) {
        sums[area.authority as usize] += *count;
    }
    sums
}
