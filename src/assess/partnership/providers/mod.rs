//! Providers compared: how many of those who come stay to the end, their case mix allowed for, within limits that
//! allow for chance and for what providers always differ in.

mod compare;
mod months;
#[cfg(test)]
mod provider_tests;
mod standard;

use std::collections::BTreeMap;

use super::course::{self, Given};
use super::share::{NoShare, Share, Showing};
use super::tally::wait;
use super::waiting;
use crate::estimate::funnel::{Band, FunnelLimits};
use crate::estimate::overdispersion::Overdispersion;
use crate::estimate::survival::Day;
use crate::measure::Estimate;
use crate::number_words::whole;
use crate::roll::{Journey, Roll};
use crate::step::Step;
use months::{Calendar, Months};
use standard::Stratum;

/// Fewer completions than this expected at a provider say nothing of it.
pub const LEAST_EXPECTED: f64 = 5.0;

/// The providers of one service, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderComparison {
    /// The service, by position in [`Roll::services`].
    pub service: usize,
    /// Its name.
    pub name: String,
    /// The providers, in order of their names.
    pub providers: Vec<ProviderFinding>,
    /// How much more than chance the comparable ones differ; `None` where fewer than two are.
    pub overdispersion: Option<Overdispersion>,
    /// People who came long enough ago to a provider whom the records do not name; `None` where withheld.
    pub unnamed: Option<f64>,
}

/// One provider of a service.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderFinding {
    /// The provider.
    pub provider: String,
    /// Those who completed, of those who came at least the time given before the records end.
    pub completion: Result<Share, NoShare>,
    /// Set against what all comparable providers achieve.
    pub compared: Option<Compared>,
    /// Why it is not compared; empty where it is.
    pub not_comparable: Vec<Why>,
    /// The median days from referral to the first meeting; `None` where few were referred, or fewer than half met.
    pub waiting: Option<f64>,
}

/// A provider set against all comparable ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// Those expected to complete, had its people the rates of all comparable providers together.
    pub expected: f64,
    /// Completed ÷ expected, with limits.
    pub ratio: Estimate,
    /// The standard error of the ratio about 1 by chance and rounding, before it is widened.
    pub standard_error: f64,
    /// The 95 % limits of the funnel about 1.
    pub inner: FunnelLimits,
    /// Its 99.8 % limits.
    pub outer: FunnelLimits,
    /// Where the ratio lies.
    pub band: Band,
}

/// Why a provider is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// It records nobody who completed or left.
    NoEndings,
    /// Its records cover less than three quarters of the months of the service's records.
    FewMonths {
        /// The months that its records tell of.
        months: u32,
        /// The months that the service's records tell of.
        of: u32,
    },
    /// Of more than a fifth of its people the case mix is not known.
    CaseMixUnknown,
    /// Its numbers are too small to be shown.
    Withheld,
    /// Nobody came to it long enough ago.
    Nobody,
    /// Fewer than [`LEAST_EXPECTED`] completions expected.
    FewExpected,
    /// There is no other provider.
    Only,
    /// No other provider is comparable.
    NoOtherComparable,
    /// At all comparable providers together nobody, or everybody, completed.
    AllAlike,
}

impl Why {
    /// The reason in a reader's words, to follow "not comparable because".
    pub fn words(self) -> String {
        match self {
            Self::NoEndings => "it records no completions or endings at all".into(),
            Self::FewMonths { months, of } => {
                let (months, of) = (whole(u64::from(months)), whole(u64::from(of)));
                format!("its records cover {months} of the {of} months of the service's records")
            }
            Self::CaseMixUnknown => "its case mix is unknown for more than a fifth of its people".into(),
            Self::Withheld => "its numbers are too small to be shown".into(),
            Self::Nobody => "nobody came to it long enough ago to have completed".into(),
            Self::FewExpected => "fewer than five completions are expected of it".into(),
            Self::Only => "it is the only provider".into(),
            Self::NoOtherComparable => "no other provider is comparable".into(),
            Self::AllAlike => "nobody, or everybody, completed at the comparable providers".into(),
        }
    }
}

/// The case mix of the people on the roll.
#[derive(Debug, Clone, Copy)]
pub struct MixOfPeople<'a> {
    /// By person: the stratum; [`Roll::NONE`] where it is not known.
    pub of: &'a [u16],
    /// How many strata there are.
    pub strata: usize,
}

/// People of one provider.
#[derive(Debug, Clone, Default)]
struct Tally {
    /// By stratum; the last is that of people of unknown stratum.
    strata: Vec<Stratum>,
    /// Ways that ended in a record: completed or left.
    endings: u64,
    months: Months,
    /// By days since referral: those met then, and those followed no longer.
    waits: BTreeMap<u32, (u64, u64)>,
}

impl Tally {
    fn all(&self) -> Stratum {
        self.strata.iter().copied().fold(Stratum::default(), Stratum::plus)
    }

    fn known(&self) -> &[Stratum] {
        self.strata.split_last().map_or(&[], |(_, known)| known)
    }

    fn unknown(&self) -> u64 {
        self.strata.last().map_or(0, |unknown| unknown.engaged)
    }

    /// The median wait of those referred, where that may be shown.
    fn waiting(&self, showing: Showing) -> Option<f64> {
        let day = |(day, (happened, ended)): (&u32, &(u64, u64))| Day {
            day: *day,
            happened: *happened,
            ended: *ended,
        };
        waiting::median(&self.waits.iter().map(day).collect::<Vec<_>>(), showing)
    }

    fn add(&mut self, stratum: usize, journey: &Journey, given: Given) {
        if journey.day(Step::Completed).happened() || journey.day(Step::Disengaged).happened() {
            self.endings += 1;
        }
        if let Some((days, met)) = wait(journey, given.end).filter(|_| journey.day(Step::Referred).happened())
        {
            let (seen, others) = self.waits.entry(days).or_default();
            *(if met { seen } else { others }) += 1;
        }
        if let Some(completed) = course::outcome(journey, given) {
            self.strata[stratum].engaged += 1;
            self.strata[stratum].completed += u64::from(completed);
        }
    }
}

/// The tallies of all providers of all services.
struct Tallies {
    /// By service, then provider; the last is that of ways whose provider is not named. `None` where nobody is met.
    rows: Vec<Option<Tally>>,
    names: usize,
    /// By service.
    months: Vec<Months>,
}

impl Tallies {
    fn count(roll: &Roll, mix: MixOfPeople<'_>, follow_up_days: u32) -> Self {
        let (services, names) = (roll.services.len(), roll.providers.len());
        let mut all = Self {
            rows: vec![None; services * (names + 1)],
            names,
            months: vec![Months::default(); services],
        };
        let calendar = Calendar::new();
        for journey in &roll.journeys {
            let service = usize::from(journey.service);
            let place = service * (names + 1) + usize::from(journey.provider).min(names);
            let none = || Tally { strata: vec![Stratum::default(); mix.strata + 1], ..Tally::default() };
            let tally = all.rows[place].get_or_insert_with(none);
            let stratum = usize::from(mix.of[journey.person as usize]).min(mix.strata);
            tally.add(stratum, journey, Given { days: follow_up_days, end: roll.ends[service] });
            for month in journey.days.iter().filter_map(|day| calendar.month(*day)) {
                tally.months.add(month);
                all.months[service].add(month);
            }
        }
        all
    }

    /// The named providers met in a service, and people of those not named.
    fn of(&self, service: usize) -> (Vec<(usize, &Tally)>, u64) {
        let row = &self.rows[service * (self.names + 1)..][..=self.names];
        let named =
            row[..self.names].iter().enumerate().filter_map(|(at, tally)| Some((at, tally.as_ref()?)));
        let unnamed = row[self.names].as_ref().map_or(0, |tally| tally.all().engaged);
        (named.collect(), unnamed)
    }
}

/// Compares the providers of every service that has any, in one pass over the ways of people.
///
/// Held against each other is completion, given that somebody came at least the time given before the records end.
/// Expected are the completions that a provider's people would reach with the rates of all comparable providers
/// together, stratum by stratum. Providers that are not comparable take no part in rates or limits.
///
/// # References
/// Breslow NE, Day NE (1987). *Statistical Methods in Cancer Research, volume II*, pages 65–72. IARC Scientific
/// Publications 82, ISBN 978-92-832-0182-3 (indirect standardisation); Spiegelhalter DJ (2005). Funnel plots for
/// comparing institutional performance. *Statistics in Medicine* 24:1185–1202. <https://doi.org/10.1002/sim.1970>
pub fn providers(
    roll: &Roll,
    mix: MixOfPeople<'_>,
    follow_up_days: u32,
    showing: Showing,
) -> Vec<ProviderComparison> {
    let tallies = Tallies::count(roll, mix, follow_up_days);
    let services = (0..roll.services.len()).filter_map(|service| {
        let (named, unnamed) = tallies.of(service);
        let months = tallies.months[service].count();
        let (providers, overdispersion) = compare::compare(&named, months, &roll.providers, showing);
        let name = roll.services[service].clone();
        let found =
            ProviderComparison { service, name, providers, overdispersion, unnamed: showing.people(unnamed) };
        (!named.is_empty()).then_some(found)
    });
    services.collect()
}
