//! Everything found of a partnership.

use super::asking::Answered;
use super::barriers::{self, Crossed};
use super::between::{Beside, Between};
use super::equality::{self, Characteristic, PlusGroup, plus_groups};
use super::missing::{self, Authorities, MissingShare};
use super::nobody::{self, NotSearched, Searched};
use super::pathways::{ServicePathways, pathways};
use super::providers::{MixOfPeople, ProviderComparison, providers};
use super::register::{self, Registered};
use super::share::Showing;
use super::tally::{self, Counting};
use super::test::{Judging, Test};
use super::tested::{DefinitionFindings, NearButMissed, has, tested};
use crate::assess::ServiceFindings;
use crate::assess::cohorts::CohortFindings;
use crate::assess::places::access::{AccessGap, nearest_cost};
use crate::assessment::{AgeRange, Assessment};
use crate::case_mix::CaseMix;
use crate::estimate::Confidence;
use crate::estimate::crossings::CrossingsError;
use crate::estimate::measures::Measures;
use crate::join::Joined;
use crate::join::coverage::Ground;
use crate::measure::Estimate;
use crate::publishable::Publishable;
use crate::roll::Roll;
use crate::rounded::Rounding;

/// Everything found of a partnership.
#[derive(Debug, Clone)]
pub struct PartnershipFindings {
    /// The definitions, in the order of the assessment.
    pub definitions: Vec<DefinitionFindings>,
    /// The current ones beside each other.
    pub between: Between,
    /// Whom nobody names, service by service.
    pub searched: Vec<Result<Searched, NotSearched>>,
    /// Several barriers at once, where it is asked for.
    pub crossed: Option<Result<Crossed, CrossingsError>>,
    /// Ways through services, by who refers and who provides.
    pub pathways: Vec<ServicePathways>,
    /// Providers compared.
    pub providers: Vec<ProviderComparison>,
    /// What is not written down, by who writes.
    pub missing_by_writer: Vec<MissingShare>,
    /// What is not written down, by authority.
    pub missing_by_authority: Vec<MissingShare>,
    /// Protected characteristics, where any are named.
    pub equality: Vec<Characteristic>,
    /// The same as evidence for a choice of PLUS groups.
    pub plus: Vec<PlusGroup>,
    /// Cohorts, before and after.
    pub cohorts: Vec<CohortFindings>,
    /// How many tests were corrected for each other.
    pub tests: usize,
    /// On what terms they were judged.
    pub judging: Judging,
    /// What comparisons allow for.
    pub case_mix: CaseMix,
}

impl PartnershipFindings {
    /// The current definitions.
    pub fn current(&self) -> Vec<&DefinitionFindings> {
        self.definitions.iter().filter(|one| one.registered.current).collect()
    }
}

/// What finding needs.
#[derive(Debug, Clone, Copy)]
pub struct Finding<'a> {
    /// The run's assessment.
    pub assessment: &'a Assessment,
    /// Everything joined.
    pub joined: &'a Joined,
    /// Figures of areas.
    pub measures: &'a Measures,
    /// What was found of services, in the order of the join.
    pub services: &'a [ServiceFindings],
    /// What may be shown of them.
    pub publishable: &'a [Publishable],
    /// Of every interval.
    pub confidence: Confidence,
}

impl Finding<'_> {
    /// Tests the definitions and looks at the people of the partnership. `None` where there is none.
    pub fn find(&self, answered: Answered) -> Option<PartnershipFindings> {
        let roll = self.joined.roll.as_ref()?;
        let settings = &self.assessment.settings;
        let Answered { registered, case_mix, measures } = answered;
        let ground = Ground {
            assessment: self.assessment,
            joined: self.joined,
            measures: &measures,
            case_mix: &case_mix,
        };
        let rounding = Rounding {
            to: settings.partnership.round_to.unwrap_or(settings.disclosure.threshold),
            threshold: settings.disclosure.threshold,
        };
        let judging = Judging { confidence: self.confidence, level: settings.partnership.level, rounding };
        let strata = tally::strata(roll, &case_mix);
        let far = self.far(roll);
        let partnership = &settings.partnership;
        let counting =
            Counting { roll, strata: &strata, case_mix: &case_mix, settings: partnership, far: &far };
        let (mut definitions, tests) = tested(registered, &counting, judging);
        definitions
            .iter_mut()
            .for_each(|one| one.near_but_missed = self.near_but_missed(one, roll, &case_mix));
        self.size(&mut definitions, roll, judging);
        let current: Vec<&Registered> =
            definitions.iter().map(|one| &one.registered).filter(|one| one.current).collect();
        let between = self.between(&current, roll, judging);
        let searched = self.searched(&ground, roll, &current, judging);
        let ages = settings.population.ages.unwrap_or(AgeRange::ALL);
        let barriers = (!settings.partnership.barriers.is_empty())
            .then(|| barriers::crossed(&ground, roll, ages, judging));
        let equality = self.equality(&ground, roll, judging);
        let showing = Showing { rounding, confidence: self.confidence };
        let mix = MixOfPeople { of: &strata, strata: case_mix.len() };
        let days = settings.partnership.follow_up_days;
        let of_area: Vec<u32> = self.joined.areas.areas().iter().map(|area| area.authority).collect();
        let names: Vec<String> = self.joined.areas.authorities().iter().map(|a| a.name.clone()).collect();
        let authorities = Authorities { of_area: &of_area, names: &names };
        let cohorts = self.joined.cohorts.iter();
        Some(PartnershipFindings {
            definitions,
            between,
            searched,
            crossed: barriers,
            pathways: pathways(roll, days, showing),
            providers: providers(roll, mix, days, showing),
            missing_by_writer: missing::by_writer(&roll.written, showing, judging.level),
            missing_by_authority: missing::by_authority(roll, authorities, showing, judging.level),
            plus: plus_groups(&equality),
            equality,
            cohorts: cohorts.map(|(settings, read)| CohortFindings::of(settings, read, rounding)).collect(),
            tests,
            judging,
            case_mix,
        })
    }

    /// Protected characteristics: need, access, uptake and outcome of people of each kind, and their reach out of the
    /// eligible people where tables of the population tell them apart.
    fn equality(&self, ground: &Ground<'_>, roll: &Roll, judging: Judging) -> Vec<Characteristic> {
        let settings = &self.assessment.settings.partnership;
        if settings.protected.is_empty() {
            return Vec::new();
        }
        let service = roll.services.first().map(|service| nearest_cost(&self.joined.near, service));
        let distance = service.filter(|_| !self.joined.near.sites.is_empty());
        let showing = Showing { rounding: judging.rounding, confidence: judging.confidence };
        let on = equality::Ground {
            roll,
            follow_up_days: settings.follow_up_days,
            fifths: ground.case_mix.fifths.as_deref(),
            core20: self.joined.deprivation.as_ref().and_then(|d| d.most_deprived_fifth.as_deref()),
            distance: distance.as_deref(),
            out_of_reach: settings.out_of_reach,
            showing,
        };
        let mut table = equality::equality(&on, &settings.protected);
        let reach = self.reach_of_levels(ground, roll, &table, judging);
        let levels = table.iter_mut().flat_map(|characteristic| &mut characteristic.levels);
        levels.zip(reach).for_each(|(level, reach)| level.reach = reach);
        table
    }

    /// By characteristic and level: reach relative to everybody else, as that of a definition.
    fn reach_of_levels(
        &self,
        ground: &Ground<'_>,
        roll: &Roll,
        table: &[Characteristic],
        judging: Judging,
    ) -> Vec<Option<Estimate>> {
        let (strata, far) = (tally::strata(roll, ground.case_mix), self.far(roll));
        let settings = &self.assessment.settings.partnership;
        let counting = Counting { roll, strata: &strata, case_mix: ground.case_mix, settings, far: &far };
        let levels = table.iter().flat_map(|c| c.levels.iter().map(move |level| (c, level)));
        let reach = |(characteristic, level): (&Characteristic, &equality::Level)| {
            let one = register::of_level(ground, characteristic.attribute.as_ref()?, &level.level)?;
            let tallied = counting.of(&one);
            let mut tests = Test::of(&one, &tallied, has(&one, roll), judging);
            let test = tests.first_mut()?;
            test.estimate(judging.level, judging);
            test.ratio.as_ref().map(|ratio| Estimate::from(ratio.ratio))
        };
        levels.map(reach).collect()
    }

    /// The areas of the fifth with most need that are near a site of a definition's first service and under-served by
    /// it, as far as their counts may be shown; and how many of its eligible people live there.
    fn near_but_missed(
        &self,
        one: &DefinitionFindings,
        roll: &Roll,
        case_mix: &CaseMix,
    ) -> Option<NearButMissed> {
        let (fifths, eligible) = (case_mix.fifths.as_ref()?, one.registered.covers.eligible.as_ref()?);
        let service = &roll.services[one.registered.services.iter().position(|chosen| *chosen)?];
        let at = self.joined.uptake.iter().position(|uptake| uptake.service == *service)?;
        let (found, may) = (&self.services[at], &self.publishable[at].areas);
        let (access, gaps) = (found.places.access.as_ref()?, &found.standards[0].gaps);
        let missed = |area: &usize| {
            fifths[*area] == Some(5)
                && may[*area]
                && access.gap(*area, &gaps[*area]) == AccessGap::NearUnderServed
        };
        let areas: Vec<usize> = (0..gaps.len()).filter(missed).collect();
        let ages = one.registered.ages;
        let all = self.joined.population.sum_where(|kind| ages.covers(kind.age));
        let share = |people: &[f64]| {
            let total: f64 = people.iter().sum();
            let inside: f64 = areas.iter().map(|area| people[*area]).sum();
            if total > 0.0 { inside / total } else { 0.0 }
        };
        Some(NearButMissed { areas: areas.len(), share: share(&eligible.by_area), share_of_all: share(&all) })
    }

    /// By service: the areas whose nearest site is out of reach.
    fn far(&self, roll: &Roll) -> Vec<Vec<bool>> {
        let limit = self.assessment.settings.partnership.out_of_reach;
        let far = |service: &String| match limit {
            Some(limit) => {
                let costs = nearest_cost(&self.joined.near, service);
                costs.iter().map(|cost| cost.is_some_and(|cost| cost >= limit)).collect()
            }
            None => Vec::new(),
        };
        roll.services.iter().map(far).collect()
    }

    /// Says how many people each definition covers, earlier wordings too, in numbers that fit each other.
    fn size(&self, definitions: &mut [DefinitionFindings], roll: &Roll, judging: Judging) {
        let Judging { rounding, confidence, .. } = judging;
        let sizes =
            |current: &[&Registered]| Beside { roll, current, eligible: &[], rounding, confidence }.sizes();
        let all: Vec<&Registered> = definitions.iter().map(|one| &one.registered).collect();
        let current: Vec<&Registered> = all.iter().copied().filter(|one| one.current).collect();
        let of_current = sizes(&current);
        let of_all = if current.len() < all.len() { sizes(&all) } else { of_current.clone() };
        let mut of_current = of_current.into_iter();
        for (one, size) in definitions.iter_mut().zip(of_all.into_iter().chain(std::iter::repeat(None))) {
            one.people = if one.registered.current { of_current.next().flatten() } else { size };
        }
    }

    fn between(&self, current: &[&Registered], roll: &Roll, judging: Judging) -> Between {
        let ages = current.first().map_or(AgeRange::ALL, |one| one.ages);
        let eligible = self.joined.population.sum_where(|kind| ages.covers(kind.age));
        let Judging { rounding, confidence, .. } = judging;
        let beside = Beside { roll, current, eligible: &eligible, rounding, confidence };
        let mut between = beside.between();
        let service = current.iter().find_map(|one| one.services.iter().position(|chosen| *chosen));
        let service =
            service.and_then(|at| self.joined.uptake.iter().position(|u| u.service == roll.services[at]));
        if let Some(at) = service {
            between.orders = beside.orders(&self.services[at].standards[0], &self.publishable[at].areas);
        }
        between
    }

    fn searched(
        &self,
        ground: &Ground<'_>,
        roll: &Roll,
        current: &[&Registered],
        judging: Judging,
    ) -> Vec<Result<Searched, NotSearched>> {
        if self.assessment.settings.partnership.search.is_empty() {
            return Vec::new();
        }
        let ages = |service: usize| {
            let one = current.iter().find(|one| one.services[service]);
            one.map(|one| one.ages).or(self.assessment.settings.population.ages).unwrap_or(AgeRange::ALL)
        };
        (0..roll.services.len())
            .map(|service| nobody::search(ground, roll, (service, ages(service)), current, judging))
            .collect()
    }
}
