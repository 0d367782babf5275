//! The sources of one run, read one after the other and brought to the areas.

use super::location::Locator;
use super::records::Context;
use super::roll::Sightings;
use super::sources::{self, Joining};
use super::{UptakeCounts, area_counts, crime};
use crate::area::AreaSet;
use crate::assessment::{Agency, Assessment, Cohort, Uptake};
use crate::ledger::{Entry, Ledger};
use crate::population::Population;
use crate::problem::{Problem, Problems, Severity};
use crate::read;
use crate::read::cohort::CohortRead;
use crate::roll::Roll;

/// The sources of a run as they are joined, one by one.
pub(super) struct Sources<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) joining: Joining<'a>,
    pub(super) locator: &'a Locator,
    pub(super) ledger: &'a mut Ledger,
    pub(super) problems: &'a mut Problems,
    pub(super) report: &'a mut dyn FnMut(&str),
    /// Whether people are put on a roll.
    pub(super) sees_people: bool,
}

impl<'a> Sources<'a> {
    fn keep<T>(&mut self, (found, entry): (Option<T>, Entry)) -> Option<T> {
        self.ledger.entries.push(entry);
        found
    }

    pub(super) fn population(&mut self) -> Option<Population> {
        (self.report)("population");
        let read = read::population::read(self.assessment, self.problems)?;
        let period = self.assessment.settings.population.period.to_string();
        let joined = sources::population(read, period, self.joining, self.problems);
        let population = self.keep(joined)?;
        if let Some(ages) = self.assessment.settings.population.ages {
            self.can_cut(&population, ages, "population.ages");
        }
        Some(population)
    }

    fn can_cut(&mut self, population: &Population, ages: crate::assessment::AgeRange, what: &str) {
        if let Err(band) = population.can_cut(ages) {
            self.problems.push(
                Problem::error(format!("`{what}` is {ages}, but the population table has the band {band}, which lies only partly in it"))
                    .hint("choose ages that fit the table's bands, or a table by single year of age"),
            );
        }
    }

    pub(super) fn groups(&mut self) -> Vec<super::GroupTable> {
        let mut tables = Vec::new();
        for settings in &self.assessment.settings.groups {
            (self.report)(&format!("groups: {}", settings.name));
            let Some(read) = read::groups::read(self.assessment, settings, self.problems) else { continue };
            let joined = sources::groups(
                read,
                &settings.name,
                settings.period.to_string(),
                self.joining,
                self.problems,
            );
            tables.extend(self.keep(joined));
        }
        tables
    }

    pub(super) fn indicators(&mut self) -> (Option<super::Deprivation>, Vec<crate::measure::Measure<f64>>) {
        (self.report)("deprivation and indicators");
        let deprivation = read::deprivation::read(self.assessment, self.problems)
            .map(|read| sources::deprivation(read, self.joining, self.problems))
            .and_then(|joined| self.keep(joined));
        let mut indicators = Vec::new();
        for settings in &self.assessment.settings.indicator {
            let Some(read) = read::indicator::read(self.assessment, settings, self.problems) else {
                continue;
            };
            let joined = sources::indicator(read, self.joining, self.problems);
            indicators.extend(self.keep(joined));
        }
        (deprivation, indicators)
    }

    pub(super) fn crime(&mut self) -> Option<super::CrimeCounts> {
        let settings = self.assessment.settings.crime.as_ref()?;
        (self.report)("crime");
        let files = self.assessment.expand(&settings.files, self.problems);
        let read = read::read_crime(self.assessment, settings, &files, self.problems)?;
        let Joining { routes, areas, .. } = self.joining;
        let errors = self.problems.count(Severity::Error);
        let joined = crime::crime(self.assessment, &read, routes, self.locator, areas, self.problems)?;
        self.tolerate(&joined.1, errors);
        self.keep((Some(joined.0), joined.1))
    }

    /// Refuses a source of which too much could not be placed, unless its joining told an error that says why: there
    /// were `errors` before it.
    fn tolerate(&mut self, entry: &Entry, errors: usize) {
        let (share, most) = (entry.unplaced_share(), self.joining.tolerance.unplaced);
        let said = self.problems.count(Severity::Error) > errors;
        if self.joining.areas > 0 && share > most && !said {
            self.problems.push(
                Problem::error(format!(
                    "{}: {:.1} % of rows could be placed in no area, more than the tolerance of {:.1} %",
                    entry.source,
                    share * 100.0,
                    most * 100.0
                ))
                .hint("check the columns that say where, their boundary year and coordinates; or raise tolerance.unplaced"),
            );
        }
    }

    pub(super) fn uptake(
        &mut self,
        areas: &AreaSet,
        population: Option<&Population>,
        groups: &[super::GroupTable],
    ) -> (Vec<UptakeCounts>, Option<Roll>) {
        let (mut services, mut seen) = (Vec::new(), Vec::new());
        let postcodes = if self.assessment.settings.postcodes.is_some() {
            (self.report)("postcodes");
            read::postcodes::read(self.assessment, self.problems)
        } else {
            None
        };
        for settings in &self.assessment.settings.uptake {
            let name = settings.service.as_deref().unwrap_or(&settings.file);
            (self.report)(&format!("uptake: {name}"));
            let found = if settings.counts.is_some() {
                self.counts(settings, population)
            } else {
                let context = self.context(settings, population, groups, postcodes.as_ref());
                let source = self.sees_people.then_some(seen.len());
                let (found, of_people) = self.records(context, source);
                seen.extend(of_people);
                found
            };
            services.extend(found);
        }
        let agencies: &[Agency] = if self.sees_people { &self.assessment.settings.agency } else { &[] };
        for agency in agencies {
            (self.report)(&format!("agency: {}", agency.name));
            let settings = Uptake::from(agency);
            let context = self.context(&settings, population, groups, postcodes.as_ref());
            seen.extend(self.agency(agency, context, seen.len()));
        }
        let roll = self.sees_people.then(|| {
            (self.report)("people of several sources");
            super::roll::link(seen, self.assessment, self.problems)
        });
        let tolerance = self.joining.tolerance.more_than_eligible;
        for service in &mut services {
            if let Some(population) = population {
                super::eligible::fill(service, self.assessment, population, groups, self.problems);
            }
            area_counts::more_than_eligible(service, areas, tolerance, self.problems);
        }
        (services, roll)
    }

    fn counts(&mut self, settings: &Uptake, population: Option<&Population>) -> Vec<UptakeCounts> {
        let Some(read) = read::area_counts::read(self.assessment, settings, self.problems) else {
            return Vec::new();
        };
        let errors = self.problems.count(Severity::Error);
        let joined = area_counts::area_counts(&read, settings, population, self.joining, self.problems);
        self.tolerate(&joined.1, errors);
        self.keep(joined).into_iter().collect()
    }

    pub(super) fn cohorts(&mut self) -> Vec<(Cohort, CohortRead)> {
        let mut cohorts = Vec::new();
        let settings: &[Cohort] = if self.sees_people { &self.assessment.settings.cohort } else { &[] };
        for settings in settings {
            (self.report)(&format!("cohort: {}", settings.name));
            let Some(read) = read::cohort::read(self.assessment, settings, self.problems) else { continue };
            self.ledger.entries.push(read.entry.clone());
            cohorts.push((settings.clone(), read));
        }
        cohorts
    }

    /// What bringing records to the areas needs.
    fn context<'c>(
        &self,
        settings: &'c Uptake,
        population: Option<&'c Population>,
        groups: &'c [super::GroupTable],
        postcodes: Option<&'c read::postcodes::PostcodesRead>,
    ) -> Context<'c>
    where
        'a: 'c,
    {
        let (assessment, joining, locator) = (self.assessment, self.joining, self.locator);
        Context { assessment, settings, population, groups, postcodes, joining, locator }
    }

    fn agency(&mut self, agency: &Agency, context: Context<'_>, source: usize) -> Option<Sightings> {
        let read = read::read_records(self.assessment, context.settings, self.problems)?;
        let errors = self.problems.count(Severity::Error);
        let (seen, entry) = super::records::agency(&read, agency, context, source, self.problems);
        // A file that does not say where people live tells whom the agency knows; other sources may place them.
        if agency.code.is_some() || agency.postcode.is_some() {
            self.tolerate(&entry, errors);
        }
        self.ledger.entries.push(entry);
        Some(seen)
    }

    fn records(
        &mut self,
        context: Context<'_>,
        source: Option<usize>,
    ) -> (Vec<UptakeCounts>, Option<Sightings>) {
        if let (Some(ages), Some(population)) = (context.settings.ages, context.population) {
            self.can_cut(population, ages, "uptake.ages");
        }
        let Some(read) = read::read_records(self.assessment, context.settings, self.problems) else {
            return (Vec::new(), None);
        };
        let errors = self.problems.count(Severity::Error);
        let (services, entry, seen) = super::records::records(read, context, source, self.problems);
        self.tolerate(&entry, errors);
        self.ledger.entries.push(entry);
        (services, seen)
    }
}
