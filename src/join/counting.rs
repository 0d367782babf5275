//! Counting the people of one service: each once, where they first were reached.

use super::eligible;
use super::location::Spot;
use super::periods::Periods;
use super::records::{Contact, Context};
use super::{GroupUptake, InPeriods, UptakeCounts};
use crate::assessment::{AgeRange, Counted};
use crate::count::Count;
use crate::ledger::Entry;
use crate::population::{Strata, Traits, position};
use crate::problem::{Problem, Problems};
use crate::read::individuals::{Category, IndividualRead};
use crate::step::Step;

/// Counts people, service by service.
pub(super) struct Counting<'a> {
    read: &'a IndividualRead,
    context: Context<'a>,
    spots: &'a [Spot],
    strata: Strata,
    groups: Vec<Group<'a>>,
}

/// One population group: where each level of the records stands among those of the population.
struct Group<'a> {
    name: &'a str,
    levels: Vec<String>,
    category: Option<&'a Category>,
    level_of: Vec<Option<usize>>,
}

impl<'a> Counting<'a> {
    pub(super) fn new(read: &'a IndividualRead, context: Context<'a>, spots: &'a [Spot]) -> Self {
        let ages = eligible::ages(context.settings.ages, context.assessment);
        let settings = &context.assessment.settings;
        let strata = context.population.map(|population| {
            let bands = &settings.population.age_bands;
            population.strata(&settings.gap.standardise, ages, bands)
        });
        let group = |name: &'a String| {
            let category = read.category(name);
            let levels = context
                .population
                .and_then(|population| eligible::by_group(name, ages, population, context.groups))
                .map_or_else(
                    || category.map(|c| c.levels.clone()).unwrap_or_default(),
                    |(levels, _, _)| levels,
                );
            let level_of =
                category.iter().flat_map(|c| &c.levels).map(|level| position(&levels, level)).collect();
            Group { name, levels, category, level_of }
        };
        let groups = context.settings.groups.keys().map(group).collect();
        Self { read, context, spots, strata: strata.unwrap_or_default(), groups }
    }

    /// Counts one service from its contacts, which are in order of person and day.
    pub(super) fn service(
        &mut self,
        name: &str,
        contacts: &[Contact],
        entry: &mut Entry,
        problems: &mut Problems,
    ) -> UptakeCounts {
        let areas = self.context.joining.areas;
        let mut tally = Tally::new(areas, self.strata.len(), &self.groups);
        let span = self.context.assessment.settings.scan.as_ref().and_then(|scan| scan.time);
        tally.periods = span.and_then(|span| Periods::of(span, self.days(contacts)));
        tally.in_periods = vec![vec![0.0; areas]; tally.periods.map_or(0, |periods| periods.len())];
        let people = self.context.settings.counted == Counted::People;
        let single = |a: &Contact, b: &Contact| people && a.person == b.person;
        for of_person in contacts.chunk_by(single) {
            self.count_person(of_person, &mut tally);
        }
        let squared =
            (!people && !self.read.person.is_empty()).then(|| self.squared_contacts(contacts, areas));
        entry.amount.total += Count::exact(tally.total);
        entry.amount.placed += Count::exact(tally.reached.iter().sum());
        entry.amount.outside_place += Count::exact(tally.outside);
        entry.amount.unplaced += Count::exact(tally.unplaced);
        self.tell_unknown_levels(name, problems);
        self.finish(name, tally, squared, contacts)
    }

    /// Counts a person once, where and as who they were when first reached in an area of the place; or else where
    /// they were first reached at all.
    fn count_person(&self, contacts: &[Contact], tally: &mut Tally) {
        let reached = |c: &&Contact| self.is_reached(c.row as usize);
        for contact in contacts.iter().filter(reached) {
            if let Spot::Area(area) = self.spots[contact.row as usize] {
                tally.contacts[area as usize] += 1.0;
            }
        }
        for contact in contacts {
            if let Some(status) = self.read.status.get(contact.row as usize).copied().flatten() {
                tally.seen[status as usize] = true;
            }
        }
        tally.count_statuses();
        let in_place = |c: &&Contact| matches!(self.spots[c.row as usize], Spot::Area(_));
        let mut all = contacts.iter().filter(reached);
        let Some(first) = all.clone().find(in_place).or_else(|| all.next()) else { return };
        let row = first.row as usize;
        tally.total += 1.0;
        match self.spots[row] {
            Spot::Area(area) => {
                tally.count_period(area as usize, first.day);
                self.count_in(area as usize, row, tally);
            }
            Spot::Outside => tally.outside += 1.0,
            Spot::Unknown | Spot::Nowhere => tally.unplaced += 1.0,
        }
    }

    /// The sum over persons of their contacts squared, by area. A contact without a person stands alone.
    fn squared_contacts(&self, contacts: &[Contact], areas: usize) -> Vec<f64> {
        let mut sums = vec![0.0; areas];
        for of_person in contacts.chunk_by(|a, b| a.person == b.person && a.person != 0) {
            let spots = of_person
                .iter()
                .filter(|c| self.is_reached(c.row as usize))
                .map(|c| self.spots[c.row as usize]);
            let mut placed: Vec<u32> = spots
                .filter_map(|spot| if let Spot::Area(area) = spot { Some(area) } else { None })
                .collect();
            placed.sort_unstable();
            for in_area in placed.chunk_by(|a, b| a == b) {
                sums[in_area[0] as usize] += (in_area.len() * in_area.len()) as f64;
            }
        }
        sums
    }

    fn is_reached(&self, row: usize) -> bool {
        match self.read.status.get(row) {
            None => true,
            Some(None) => false,
            Some(Some(status)) => self.context.settings.reached.iter().any(|word| word == status.name()),
        }
    }

    fn count_in(&self, area: usize, row: usize, tally: &mut Tally) {
        tally.reached[area] += 1.0;
        match self.stratum(row) {
            Some(stratum) => {
                tally.by_stratum[stratum] += 1.0;
                tally.in_strata[stratum][area] += 1.0;
            }
            None => tally.stratum_unknown += 1.0,
        }
        for (group, counts) in self.groups.iter().zip(&mut tally.groups) {
            let level = group
                .category
                .and_then(|c| group.level_of.get(usize::from(c.values[row])).copied().flatten());
            let column = level.unwrap_or(group.levels.len());
            counts[column][area] += 1.0;
        }
    }

    fn stratum(&self, row: usize) -> Option<usize> {
        let read = self.read;
        let level = |name: &str| {
            let category = read.category(name)?;
            category.levels.get(usize::from(category.values[row])).map(String::as_str)
        };
        let age = read.age.get(row).copied().filter(|age| *age != IndividualRead::NO_AGE);
        let age = age.map(|age| AgeRange { from: age, to: Some(age) });
        let age = age.or_else(|| level("age_band").and_then(|band| AgeRange::parse(band).ok()));
        let groups: Vec<Option<&str>> = self.strata.dimensions.iter().map(|name| level(name)).collect();
        self.strata.stratum(&Traits { age, sex: level("sex"), groups: &groups })
    }

    fn tell_unknown_levels(&self, service: &str, problems: &mut Problems) {
        for group in &self.groups {
            let Some(category) = group.category else { continue };
            let unknown = category.levels.iter().zip(&group.level_of).filter(|(_, at)| at.is_none());
            let unknown: Vec<&str> = unknown.map(|(level, _)| level.as_str()).collect();
            if !unknown.is_empty() && !group.levels.is_empty() {
                problems.push(
                    Problem::warning(format!(
                        "{service}: the records' {} has {} that the population table does not: {}; their people count as of unknown group",
                        group.name,
                        if unknown.len() == 1 { "a level" } else { "levels" },
                        unknown.join(", ")
                    ))
                    .file(std::path::Path::new(&self.context.settings.file))
                    .hint(format!("the table has {}; rename them in [[groups]] rename", group.levels.join(", "))),
                );
            }
        }
    }

    fn finish(
        &self,
        name: &str,
        tally: Tally,
        squared: Option<Vec<f64>>,
        contacts: &[Contact],
    ) -> UptakeCounts {
        let settings = self.context.settings;
        let people = settings.counted == Counted::People;
        let counts = |by_area: &Vec<f64>| by_area.iter().map(|n| Count::exact(*n)).collect::<Vec<Count>>();
        let group = |(group, mut by_level): (&Group<'_>, Vec<Vec<f64>>)| {
            let unknown = by_level.pop().unwrap_or_default();
            GroupUptake {
                name: group.name.to_owned(),
                levels: group.levels.clone(),
                eligible: Vec::new(),
                reached: by_level.iter().map(counts).collect(),
                unknown: counts(&unknown),
            }
        };
        let statuses = Step::ALL.iter().zip(tally.statuses).map(|(s, n)| (s.name().to_owned(), n));
        UptakeCounts {
            service: name.to_owned(),
            agency: self.agency(contacts),
            counted: settings.counted,
            period: settings.period.as_ref().map_or_else(|| self.period(contacts), ToString::to_string),
            ages: settings.ages,
            eligible: Vec::new(),
            reached: counts(&tally.reached),
            strata: self.strata.clone(),
            reached_by_stratum: Some(tally.by_stratum),
            stratum_unknown: tally.stratum_unknown,
            reached_in_strata: tally.in_strata,
            squared_contacts: squared,
            contacts: people.then_some(tally.contacts),
            groups: self.groups.iter().zip(tally.groups).map(group).collect(),
            in_periods: tally
                .periods
                .map(|periods| InPeriods { names: periods.names(), reached: tally.in_periods }),
            statuses: if self.read.status.is_empty() { Vec::new() } else { statuses.collect() },
        }
    }

    fn agency(&self, contacts: &[Contact]) -> String {
        if let Some(agency) = &self.context.settings.agency {
            return agency.clone();
        }
        let Some(category) = self.read.category("agency") else { return String::new() };
        let mut seen = vec![false; category.levels.len()];
        for contact in contacts {
            if let Some(seen) = seen.get_mut(usize::from(category.values[contact.row as usize])) {
                *seen = true;
            }
        }
        let names: Vec<&str> =
            category.levels.iter().zip(seen).filter(|(_, s)| *s).map(|(l, _)| l.as_str()).collect();
        if names.len() > 4 { format!("{} agencies", names.len()) } else { names.join(", ") }
    }

    /// The days of the contacts that have one.
    fn days<'c>(&self, contacts: &'c [Contact]) -> impl Iterator<Item = i32> + Clone + 'c {
        let dated = if self.read.date.is_empty() { &[] } else { contacts };
        dated.iter().map(|c| c.day).filter(|day| *day != IndividualRead::NO_DATE)
    }

    /// From the first to the last day of the contacts.
    fn period(&self, contacts: &[Contact]) -> String {
        let dated = self.days(contacts);
        match (dated.clone().min(), dated.max()) {
            (Some(first), Some(last)) => format!("{} to {}", day_in_words(first), day_in_words(last)),
            _ => String::new(),
        }
    }
}

fn day_in_words(days: i32) -> String {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().days(days)).map(crate::words::long_date).unwrap_or_default()
}

/// The counts of one service while they are made.
struct Tally {
    reached: Vec<f64>,
    contacts: Vec<f64>,
    by_stratum: Vec<f64>,
    in_strata: Vec<Vec<f64>>,
    stratum_unknown: f64,
    groups: Vec<Vec<Vec<f64>>>,
    periods: Option<Periods>,
    in_periods: Vec<Vec<f64>>,
    statuses: [u64; 7],
    seen: [bool; 7],
    total: f64,
    outside: f64,
    unplaced: f64,
}

impl Tally {
    fn new(areas: usize, strata: usize, groups: &[Group<'_>]) -> Self {
        Self {
            reached: vec![0.0; areas],
            contacts: vec![0.0; areas],
            by_stratum: vec![0.0; strata],
            in_strata: vec![vec![0.0; areas]; strata],
            stratum_unknown: 0.0,
            groups: groups.iter().map(|g| vec![vec![0.0; areas]; g.levels.len() + 1]).collect(),
            periods: None,
            in_periods: Vec::new(),
            statuses: [0; 7],
            seen: [false; 7],
            total: 0.0,
            outside: 0.0,
            unplaced: 0.0,
        }
    }

    /// Counts one person in the period of a day, where periods are asked for and the day is known.
    fn count_period(&mut self, area: usize, day: i32) {
        if let Some(period) = self.periods.and_then(|periods| periods.place(day)) {
            self.in_periods[period][area] += 1.0;
        }
    }

    /// Counts the statuses one person was seen in, and forgets them.
    fn count_statuses(&mut self) {
        for (count, seen) in self.statuses.iter_mut().zip(&mut self.seen) {
            *count += u64::from(*seen);
            *seen = false;
        }
    }
}
