//! The joining of one run: sources are read one after the other, so that only one is in memory at a time, and
//! every problem of every source is told, not the first.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::areas::{self, Place};
use super::crosswalk::{Changes, Crosswalk};
use super::location::Locator;
use super::near;
use super::records::Context;
use super::roll::Sightings;
use super::route::Routes;
use super::sources::{self, Joining};
use super::{Joined, area_counts, crime};
use crate::area::{AreaCode, AreaSet, Geography};
use crate::assessment::{Agency, Assessment, Cohort, Uptake};
use crate::join::UptakeCounts;
use crate::ledger::{Entry, Ledger};
use crate::population::Population;
use crate::problem::{Problem, Problems, Severity};
use crate::read;
use crate::read::boundaries::BoundaryQuery;
use crate::read::cohort::CohortRead;
use crate::roll::Roll;

/// Reads and joins every source. `None` when the areas or their people cannot be made out.
pub fn join(
    assessment: &Assessment,
    problems: &mut Problems,
    report: &mut dyn FnMut(&str),
) -> Option<Joined> {
    joined(assessment, None, problems, report)
}

/// The same with the areas just outside the place, those whose borders lie within so many metres, taken in.
///
/// # Errors
/// Every problem, where the files cannot be read or joined for the wider place.
pub fn with_rim(
    assessment: &Assessment,
    rim_m: f64,
    report: &mut dyn FnMut(&str),
) -> Result<Joined, Problems> {
    let mut problems = Problems::none();
    match joined(assessment, Some(rim_m), &mut problems, report) {
        Some(joined) if !problems.has_errors() => Ok(joined),
        _ => Err(problems),
    }
}

fn joined(
    assessment: &Assessment,
    rim_m: Option<f64>,
    problems: &mut Problems,
    report: &mut dyn FnMut(&str),
) -> Option<Joined> {
    let settings = &assessment.settings;
    let mut ledger = Ledger::default();
    report("look-ups");
    let (crosswalks, names) = lookups(assessment, &mut ledger, problems);
    report("boundaries");
    let geography = Geography::named(&settings.areas.geography);
    let path = assessment.path(&settings.areas.file);
    let query = BoundaryQuery {
        path: &path,
        code: settings.areas.code.as_deref(),
        name: settings.areas.name.as_deref(),
        layer: settings.areas.layer.as_deref(),
        crs: settings.areas.crs,
        geography: &geography,
    };
    let boundaries = read::boundaries::read(&query, problems);
    let found =
        boundaries.as_ref().map(|b| areas::place(assessment, b, (&crosswalks, &names), rim_m, problems));
    let place = found.flatten();
    let place = place.unwrap_or_else(|| areas::nowhere(geography.clone()));
    let locator = match &boundaries {
        Some(boundaries) => Locator::new(boundaries, &place),
        None => Locator::without_boundaries(),
    };
    if let Some(boundaries) = boundaries {
        ledger.entries.push(boundary_entry(assessment, boundaries, &place));
    }
    let routes = Routes::new(&place.areas, &place.known, &crosswalks);
    let scales = near::scales(assessment, &place.areas, &crosswalks, &names, problems);
    drop(crosswalks);
    let joining = Joining { routes: &routes, areas: place.areas.len(), tolerance: &settings.tolerance };
    let mut sources =
        Sources { assessment, joining, locator: &locator, ledger: &mut ledger, problems, report };
    let population = sources.population();
    let groups = sources.groups();
    let (deprivation, indicators) = sources.indicators();
    let crime = sources.crime();
    let (uptake, roll) = sources.uptake(&place.areas, population.as_ref(), &groups);
    let cohorts = sources.cohorts();
    report("sites and neighbours");
    let (areas, known) = (&place.areas, &place.known);
    let finding = near::Finding { assessment, areas, known, joining };
    let near = near::near(&finding, scales, &mut ledger, problems);
    sites_of_no_service(&near.sites, &uptake, problems);
    if place.areas.is_empty() {
        return None;
    }
    Some(Joined {
        areas: place.areas,
        population: population?,
        groups,
        deprivation,
        indicators,
        crime,
        uptake,
        roll,
        cohorts,
        near,
        ledger,
    })
}

/// Tells of sites whose service is none that was assessed.
fn sites_of_no_service(sites: &[super::sites::Site], uptake: &[UptakeCounts], problems: &mut Problems) {
    let mut strangers: Vec<&str> = sites
        .iter()
        .filter_map(|site| site.service.as_deref())
        .filter(|service| !uptake.iter().any(|u| u.service.eq_ignore_ascii_case(service)))
        .collect();
    strangers.sort_unstable();
    strangers.dedup();
    for stranger in strangers {
        let near = read::nearest(stranger, uptake.iter().map(|u| u.service.as_str()));
        let problem =
            Problem::warning(format!("[[sites]] has sites of \"{stranger}\", which no [[uptake]] is about"));
        problems.push(match near {
            Some(near) => problem.hint(format!("did you mean \"{near}\"?")),
            None => problem,
        });
    }
}

type Names = FxHashMap<AreaCode, String>;

/// Reads the look-ups; the names they give to areas come with them.
fn lookups(assessment: &Assessment, ledger: &mut Ledger, problems: &mut Problems) -> (Vec<Crosswalk>, Names) {
    let (mut crosswalks, mut names) = (Vec::new(), Names::default());
    for (i, lookup) in assessment.settings.lookup.iter().enumerate() {
        let Some(file) = read::lookup::read(assessment, lookup, problems) else { continue };
        let mut entry = Entry::new(format!("look-up {}", i + 1));
        entry.rows_read = file.file.rows;
        entry.rows_used = file.file.rows;
        entry.placement.by_code = file.file.rows;
        entry.files.push(file.file);
        entry.files.extend(file.people_file);
        for relation in file.relations {
            if relation.blank > 0 {
                entry.notes.push(format!("{} rows without a code on one side tie nothing.", relation.blank));
            }
            names.extend(relation.names);
            let walk = Crosswalk::new(relation.from, relation.to, &relation.pairs, &file.people);
            entry.notes.push(changes_in_words(&walk, &relation.changes));
            if walk.changes.shared_equally > 0 && walk.changes.split + walk.changes.complex > 0 {
                problems.push(
                    Problem::warning(format!(
                        "{} split areas of {} are shared out equally, for want of people to weight by",
                        walk.changes.shared_equally, walk.from
                    ))
                    .hint("give the look-up `weights`: people by area of the later year"),
                );
            }
            crosswalks.push(walk);
        }
        ledger.entries.push(entry);
    }
    (crosswalks, names)
}

/// What the look-up does, from its own change codes where it has them.
fn changes_in_words(walk: &Crosswalk, codes: &BTreeMap<String, u64>) -> String {
    let Changes { unchanged, split, merged, complex, .. } = walk.changes;
    let (from, to) = (&walk.from, &walk.to);
    if split + complex == 0 && merged > unchanged {
        let higher: FxHashSet<&AreaCode> = walk.found().collect();
        return format!("{} areas of {from} lie in {} of {to}.", unchanged + merged, higher.len());
    }
    let mut words = format!(
        "{from} to {to}: {unchanged} areas unchanged, {split} split, {merged} merged, {complex} both."
    );
    if !codes.is_empty() {
        let rows: Vec<String> = codes.iter().map(|(code, rows)| format!("{code} {rows}")).collect();
        words.push_str(&format!(" Rows by the look-up's own change code: {}.", rows.join(", ")));
    }
    words
}

fn boundary_entry(
    assessment: &Assessment,
    boundaries: read::boundaries::BoundaryFile,
    place: &Place,
) -> Entry {
    let mut entry = Entry::new("areas");
    let rows = boundaries.rows.len() as u64;
    let inside = place.areas.len() as u64;
    (entry.rows_read, entry.rows_used) = (rows, rows);
    (entry.placement.by_code, entry.placement.outside_place) = (inside, rows - inside);
    let mut file = boundaries.file;
    file.file = assessment.name_of(std::path::Path::new(&file.file));
    entry.files.push(file);
    entry
}

/// The sources of a run as they are joined, one by one.
struct Sources<'a> {
    assessment: &'a Assessment,
    joining: Joining<'a>,
    locator: &'a Locator,
    ledger: &'a mut Ledger,
    problems: &'a mut Problems,
    report: &'a mut dyn FnMut(&str),
}

impl<'a> Sources<'a> {
    fn keep<T>(&mut self, (found, entry): (Option<T>, Entry)) -> Option<T> {
        self.ledger.entries.push(entry);
        found
    }

    fn population(&mut self) -> Option<Population> {
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

    fn groups(&mut self) -> Vec<super::GroupTable> {
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

    fn indicators(&mut self) -> (Option<super::Deprivation>, Vec<crate::measure::Measure<f64>>) {
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

    fn crime(&mut self) -> Option<super::CrimeCounts> {
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

    fn uptake(
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
                let (found, of_people) = self.records(context, seen.len());
                seen.extend(of_people);
                found
            };
            services.extend(found);
        }
        for agency in &self.assessment.settings.agency {
            (self.report)(&format!("agency: {}", agency.name));
            let settings = Uptake::from(agency);
            let context = self.context(&settings, population, groups, postcodes.as_ref());
            seen.extend(self.agency(agency, context, seen.len()));
        }
        let roll = self.assessment.has_partnership().then(|| {
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

    fn cohorts(&mut self) -> Vec<(Cohort, CohortRead)> {
        let mut cohorts = Vec::new();
        for settings in &self.assessment.settings.cohort {
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
        self.tolerate(&entry, errors);
        self.ledger.entries.push(entry);
        Some(seen)
    }

    fn records(&mut self, context: Context<'_>, source: usize) -> (Vec<UptakeCounts>, Option<Sightings>) {
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
