//! What one source says of people: one sighting for each person and service, in the order of its records.

use std::collections::BTreeMap;

use crate::assessment::Agency;
use crate::join::location::Spot;
use crate::join::records::{Contact, Context};
use crate::problem::{Problem, Problems};
use crate::read::individuals::{self, Category, IndividualRead};
use crate::roll::{Attribute, Barrier, Day, Journey, Roll, Written};

/// People as one source saw them.
#[derive(Debug, Default)]
pub(crate) struct Sightings {
    /// The source, in words.
    pub(super) source: String,
    /// The agency whose file it is; `None` for records of a service.
    pub(super) agency: Option<String>,
    /// By sighting: whom; the same number is the same person.
    pub(super) whom: Vec<u64>,
    /// Pseudonyms with capitals or leading zeros: the hash without them, and their own.
    pub(super) other_forms: Vec<(u64, u64)>,
    /// By sighting: whether the person can be recognised in other sources.
    pub(super) shared: Vec<bool>,
    pub(super) area: Vec<u32>,
    pub(super) age: Vec<u8>,
    pub(super) attributes: Vec<Attribute>,
    /// One for each sighting, in records of services.
    pub(super) journeys: Vec<Journey>,
    pub(super) services: Vec<String>,
    pub(super) ends: Vec<Option<i32>>,
    pub(super) has: Has,
    pub(super) referrers: Vec<String>,
    pub(super) providers: Vec<String>,
    pub(super) written: Vec<Written>,
}

/// What records of services hold.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Has {
    pub(super) statuses: bool,
    pub(super) attempts: bool,
    pub(super) barriers: bool,
}

/// Sets a person apart from those of other sources, where nothing says that they are the same.
fn own_number(number: u64, source: usize) -> u64 {
    let mixed = (number ^ (source as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
        .wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (mixed ^ (mixed >> 32)).max(1)
}

/// The people of an agency's file, row by row.
pub(crate) fn of_agency(
    (read, spots): (&IndividualRead, &[Spot]),
    kept: &[bool],
    agency: &Agency,
    source: usize,
    problems: &mut Problems,
) -> Sightings {
    let mut gathering = Gathering::new(read, spots, source);
    let mut blank = 0;
    for row in (0..read.rows()).filter(|row| kept[*row]) {
        let shared = read.shared.get(row).copied().unwrap_or_default();
        blank += u64::from(shared == 0);
        gathering.add(&[row], (shared, row as u64));
    }
    let mut found = gathering.found;
    found.source = format!("agency: {}", agency.name);
    found.agency = Some(agency.name.clone());
    count_blanks(&mut found, !read.age.is_empty(), |_| agency.name.clone());
    if blank > 0 {
        problems.push(
            Problem::warning(format!(
                "rows without the pseudonym that all agencies share; their people count as known to {} alone",
                agency.name
            ))
            .file(std::path::Path::new(&agency.file))
            .column(agency.shared_id.clone().unwrap_or_default())
            .of_people()
            .rows(blank)
            .hint("have the agency fill in the pseudonyms of these rows"),
        );
    }
    found
}

/// The people of the records of services, from the contacts that are kept, in order of service, person and day.
pub(crate) fn of_records(
    (read, spots): (&IndividualRead, &[Spot]),
    contacts: &[Contact],
    services: &[String],
    context: Context<'_>,
    source: usize,
    problems: &mut Problems,
) -> Sightings {
    let mut gathering = Gathering::new(read, spots, source);
    let ways = Ways::new(read, context);
    let mut faults = Faults::default();
    let mut ends: Vec<Option<i32>> = vec![None; services.len()];
    let mut referrers = Vec::new();
    let mut rows: Vec<usize> = Vec::new();
    for of_person in contacts.chunk_by(|a, b| (a.service, a.person) == (b.service, b.person)) {
        rows.clear();
        rows.extend(of_person.iter().map(|contact| contact.row as usize));
        let shared = rows.iter().filter_map(|row| read.shared.get(*row)).find(|id| **id != 0);
        if !gathering.add(&rows, (shared.copied().unwrap_or_default(), of_person[0].person)) {
            continue;
        }
        let service = usize::from(of_person[0].service);
        let journey = ways.journey(&rows, of_person[0].service, &mut faults);
        let last = rows.iter().filter_map(|row| ways.day(*row).number()).max();
        ends[service] = ends[service].max(last);
        referrers.push(journey.referrer);
        gathering.found.journeys.push(journey);
    }
    let mut found = gathering.found;
    let name = context.settings.service.as_deref().unwrap_or(&context.settings.file);
    found.source = format!("uptake: {name}");
    found.services = services.to_vec();
    found.ends = ends;
    found.has = Has {
        statuses: !read.status.is_empty(),
        attempts: read.category(individuals::ATTEMPTS).is_some(),
        barriers: read.category(individuals::BARRIER).is_some(),
    };
    let levels = |name: &str| read.category(name).map(|c| c.levels.clone()).unwrap_or_default();
    (found.referrers, found.providers) = (levels(individuals::REFERRER), levels(individuals::PROVIDER));
    let own = context.settings.agency.clone().unwrap_or_else(|| name.to_owned());
    let by = found.referrers.clone();
    count_blanks(&mut found, !read.age.is_empty(), |at| {
        by.get(usize::from(referrers[at])).cloned().unwrap_or_else(|| own.clone())
    });
    faults.tell(name, context, problems);
    found
}

/// Sightings while they are gathered.
struct Gathering<'a> {
    read: &'a IndividualRead,
    spots: &'a [Spot],
    source: usize,
    categories: Vec<&'a Category>,
    found: Sightings,
}

impl<'a> Gathering<'a> {
    fn new(read: &'a IndividualRead, spots: &'a [Spot], source: usize) -> Self {
        let is_attribute =
            |c: &&Category| !c.name.ends_with(':') && !["service", "agency"].contains(&c.name.as_str());
        let categories: Vec<&Category> = read.categories.iter().filter(is_attribute).collect();
        let attribute =
            |c: &&Category| Attribute { name: c.name.clone(), levels: c.levels.clone(), values: Vec::new() };
        let found = Sightings {
            attributes: categories.iter().map(attribute).collect(),
            other_forms: read.shared_forms.clone(),
            ..Sightings::default()
        };
        Self { read, spots, source, categories, found }
    }

    /// Adds a person from all rows that speak of them; `false` where they live outside the place.
    fn add(&mut self, rows: &[usize], (shared, number): (u64, u64)) -> bool {
        let spot =
            |wanted: &dyn Fn(Spot) -> bool| rows.iter().map(|row| self.spots[*row]).find(|s| wanted(*s));
        let area = match spot(&|s| matches!(s, Spot::Area(_))) {
            Some(Spot::Area(area)) => area,
            _ if spot(&|s| s == Spot::Outside).is_some() => return false,
            _ => Roll::NOWHERE,
        };
        let age =
            rows.iter().filter_map(|row| self.read.age.get(*row)).find(|age| **age != IndividualRead::NO_AGE);
        let found = &mut self.found;
        found.whom.push(if shared == 0 { own_number(number, self.source) } else { shared });
        found.shared.push(shared != 0);
        found.area.push(area);
        found.age.push(age.copied().unwrap_or(Roll::NO_AGE));
        for (attribute, category) in found.attributes.iter_mut().zip(&self.categories) {
            let known = rows.iter().map(|row| category.values[*row]).find(|value| *value != Category::NONE);
            attribute.values.push(known.unwrap_or(Roll::NONE));
        }
        true
    }
}

/// Counts what is not written down, by who wrote.
fn count_blanks(found: &mut Sightings, has_age: bool, by: impl Fn(usize) -> String) {
    let mut all: BTreeMap<String, (u64, Vec<u64>)> = BTreeMap::new();
    let columns = found.attributes.len() + 2;
    for at in 0..found.whom.len() {
        let (people, blank) = all.entry(by(at)).or_insert_with(|| (0, vec![0; columns]));
        *people += 1;
        for (count, attribute) in blank.iter_mut().zip(&found.attributes) {
            *count += u64::from(attribute.values[at] == Roll::NONE);
        }
        blank[columns - 2] += u64::from(found.area[at] == Roll::NOWHERE);
        blank[columns - 1] += u64::from(has_age && found.age[at] == Roll::NO_AGE);
    }
    let mut names: Vec<String> = found.attributes.iter().map(|a| a.name.clone()).collect();
    names.extend(["location", "age"].map(str::to_owned));
    let kept = |(name, blank): (&String, u64)| (name != "age" || has_age).then(|| (name.clone(), blank));
    let of = |(by, (people, blank)): (String, (u64, Vec<u64>))| Written {
        source: found.source.clone(),
        by,
        people,
        blank: names.iter().zip(blank).filter_map(kept).collect(),
    };
    found.written = all.into_iter().map(of).collect();
}

/// What is odd about the ways through a service.
#[derive(Debug, Default)]
struct Faults {
    out_of_order: u64,
    same_day: u64,
    attempts: u64,
}

impl Faults {
    fn tell(&self, service: &str, context: Context<'_>, problems: &mut Problems) {
        let file = std::path::Path::new(&context.settings.file);
        let mut tell = |people: u64, what: &str, hint: &str| {
            if people > 0 {
                let problem = Problem::warning(format!("{service}: {what}")).file(file).rows(people);
                problems.push(problem.of_people().hint(hint));
            }
        };
        tell(
            self.out_of_order,
            "people whose steps are out of order, such as engaged before referred; they are left out of waiting times",
            "correct the dates, or check that `statuses` gives each word its meaning",
        );
        tell(
            self.same_day,
            "people with two statuses on one day; the one further on the way is taken to follow the other",
            "record the day of each step",
        );
        tell(
            self.attempts,
            "entries of attempts that are no whole number; they count as not recorded",
            "write attempts as whole numbers",
        );
    }
}

/// The ways of people through services, from their rows.
struct Ways<'a> {
    read: &'a IndividualRead,
    context: Context<'a>,
    /// By level of the column of attempts: how many.
    attempts: Vec<Option<u8>>,
    /// By level of the column of barriers: whether one stood in the way.
    barriers: Vec<bool>,
}

impl<'a> Ways<'a> {
    fn new(read: &'a IndividualRead, context: Context<'a>) -> Self {
        let levels = |name: &str| read.category(name).map(|c| c.levels.as_slice()).unwrap_or_default();
        let number = |text: &String| text.trim().parse::<u8>().ok().filter(|n| *n != Journey::NO_ATTEMPTS);
        let stood = |text: &String| {
            !context.settings.no_barrier.iter().any(|no| no.eq_ignore_ascii_case(text.trim()))
        };
        Self {
            read,
            context,
            attempts: levels(individuals::ATTEMPTS).iter().map(number).collect(),
            barriers: levels(individuals::BARRIER).iter().map(stood).collect(),
        }
    }

    fn day(&self, row: usize) -> Day {
        match self.read.date.get(row) {
            Some(day) if *day != IndividualRead::NO_DATE => Day::since_1970(*day),
            _ => Day::UNDATED,
        }
    }

    fn value(&self, name: &str, rows: &[usize]) -> u16 {
        let category = self.read.category(name);
        let known =
            category.and_then(|c| rows.iter().map(|row| c.values[*row]).find(|v| *v != Category::NONE));
        known.unwrap_or(Roll::NONE)
    }

    fn journey(&self, rows: &[usize], service: u16, faults: &mut Faults) -> Journey {
        let mut journey = Journey {
            person: 0,
            service,
            days: [Day::NEVER; 7],
            reached: false,
            reached_on: Day::NEVER,
            attempts: Journey::NO_ATTEMPTS,
            barrier: Barrier::NotRecorded,
            referrer: self.value(individuals::REFERRER, rows),
            provider: self.value(individuals::PROVIDER, rows),
        };
        for row in rows {
            let day = self.day(*row);
            let status = self.read.status.get(*row).copied().flatten();
            if let Some(status) = status {
                let first = &mut journey.days[status as usize];
                *first = (*first).min(day);
            }
            let words = &self.context.settings.reached;
            let counts = self.read.status.is_empty()
                || status.is_some_and(|status| words.iter().any(|word| word == status.name()));
            if counts {
                journey.reached = true;
                journey.reached_on = journey.reached_on.min(day);
            }
            self.add_offer(*row, &mut journey, faults);
        }
        let days: Vec<Day> = journey.days.iter().copied().filter(|day| day.number().is_some()).collect();
        let on_the_way = journey.days[..5].iter().copied().filter(|day| day.number().is_some());
        faults.out_of_order += u64::from(!on_the_way.is_sorted());
        faults.same_day += u64::from((1..days.len()).any(|at| days[..at].contains(&days[at])));
        journey
    }

    fn add_offer(&self, row: usize, journey: &mut Journey, faults: &mut Faults) {
        let value =
            |name: &str| self.read.category(name).map(|c| c.values[row]).filter(|v| *v != Category::NONE);
        if let Some(level) = value(individuals::ATTEMPTS) {
            match self.attempts[usize::from(level)] {
                Some(number) if journey.attempts == Journey::NO_ATTEMPTS => journey.attempts = number,
                Some(number) => journey.attempts = journey.attempts.max(number),
                None => faults.attempts += 1,
            }
        }
        if let Some(level) = value(individuals::BARRIER) {
            let stood = self.barriers[usize::from(level)] || journey.barrier == Barrier::Stood;
            journey.barrier = if stood { Barrier::Stood } else { Barrier::None };
        }
    }
}
