//! Individual uptake records brought to the areas. People are counted once; repeat contacts are kept apart.

use rayon::prelude::*;

use super::counting::Counting;
use super::crime::{choose, note};
use super::eligible;
use super::location::{Locator, Spot};
use super::roll::{self, Sightings};
use super::route::Route;
use super::sources::Joining;
use super::{GroupTable, UptakeCounts};
use crate::area::{AreaCode, Crs, Geography};
use crate::assessment::{AgeRange, Agency, Assessment, Counted, Placing, Uptake};
use crate::ledger::Entry;
use crate::population::Population;
use crate::problem::{Problem, Problems};
use crate::read::individuals::IndividualRead;
use crate::read::postcodes::PostcodesRead;

/// What the joining of records needs.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The run's assessment.
    pub assessment: &'a Assessment,
    /// What the assessment says of these records.
    pub settings: &'a Uptake,
    /// The population.
    pub population: Option<&'a Population>,
    /// People by group.
    pub groups: &'a [GroupTable],
    /// Postcodes.
    pub postcodes: Option<&'a PostcodesRead>,
    /// The ways to the areas.
    pub joining: Joining<'a>,
    /// Points to areas.
    pub locator: &'a Locator,
}

/// One contact, in the order in which contacts are gone through: service, person, day, row of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Contact {
    pub(super) service: u16,
    pub(super) person: u64,
    pub(super) day: i32,
    pub(super) row: u32,
}

/// Counts the people of each service by area, stratum and group. The people of a partnership are seen on the
/// way: those of this source, the one of that number.
pub(super) fn records(
    mut read: IndividualRead,
    context: Context<'_>,
    source: Option<usize>,
    problems: &mut Problems,
) -> (Vec<UptakeCounts>, Entry, Option<Sightings>) {
    let mut entry = read.entry.clone();
    entry.source =
        format!("uptake: {}", context.settings.service.as_deref().unwrap_or(&context.settings.file));
    for file in &mut entry.files {
        file.file = context.assessment.name_of(std::path::Path::new(&file.file));
    }
    let kept = kept(&read, context, &mut entry);
    let spots = spots(&read, &kept, context, &mut entry, problems);
    read.forget_places();
    let services = services(&read, context);
    let contacts = contacts(&read, &kept, context);
    let seen = source
        .map(|source| roll::of_records((&read, &spots), &contacts, &services, context, source, problems));
    let mut counting = Counting::new(&read, context, &spots);
    let found = services
        .iter()
        .enumerate()
        .map(|(at, name)| counting.service(name, of_service(&contacts, at), &mut entry, problems))
        .collect();
    (found, entry, seen)
}

/// The people of an agency's file, as they are seen; `context` holds the file's settings as those of records.
pub(super) fn agency(
    read: &IndividualRead,
    agency: &Agency,
    context: Context<'_>,
    source: usize,
    problems: &mut Problems,
) -> (Sightings, Entry) {
    let mut entry = read.entry.clone();
    entry.source = format!("agency: {}", agency.name);
    for file in &mut entry.files {
        file.file = context.assessment.name_of(std::path::Path::new(&file.file));
    }
    let kept = kept(read, context, &mut entry);
    let spots = spots(read, &kept, context, &mut entry, problems);
    (roll::of_agency((read, &spots), &kept, agency, source, problems), entry)
}

/// The rows to count: those of eligible age, with a person where people are counted.
fn kept(read: &IndividualRead, context: Context<'_>, entry: &mut Entry) -> Vec<bool> {
    let mut kept = vec![true; read.rows()];
    let mut drop = |reason: &str, unwanted: &dyn Fn(usize) -> bool| {
        let mut rows = 0;
        for (row, kept) in kept.iter_mut().enumerate().filter(|(_, kept)| **kept) {
            *kept = !unwanted(row);
            rows += u64::from(!*kept);
        }
        entry.drop_rows(reason, rows);
    };
    if context.settings.counted == Counted::People {
        drop("no person id", &|row| read.person.get(row).is_none_or(|id| *id == 0));
    }
    let ages = eligible::ages(context.settings.ages, context.assessment);
    if ages != AgeRange::ALL && !read.age.is_empty() {
        let outside = |row: usize| read.age[row] != IndividualRead::NO_AGE && !ages.contains(read.age[row]);
        drop("outside the eligible ages", &outside);
    }
    kept
}

/// Where each row lies; rows that are not kept lie nowhere and are not noted.
fn spots(
    read: &IndividualRead,
    kept: &[bool],
    context: Context<'_>,
    entry: &mut Entry,
    problems: &mut Problems,
) -> Vec<Spot> {
    let by_code = code_spots(read, context, entry, problems);
    let by_postcode = postcode_spots(read, context, problems);
    let by_point = point_spots(read, context);
    let prefer_point = context.settings.placing == Placing::PointFirst;
    let at = |spots: &[Spot], index: Option<&u32>| index.and_then(|i| spots.get(*i as usize)).copied();
    let mut spots = vec![Spot::Nowhere; read.rows()];
    for (row, spot) in spots.iter_mut().enumerate().filter(|(row, _)| kept[*row]) {
        let code = at(&by_code, read.code.get(row));
        let point = by_point.get(row).copied().filter(|spot| *spot != Spot::Nowhere);
        let (mut found, by_code_used) = choose(code, point, prefer_point);
        let known = matches!(found, Spot::Area(_) | Spot::Outside);
        match at(&by_postcode, read.postcode.get(row)) {
            Some(postcode) if !known => {
                found = postcode;
                entry.rows_used += 1;
                match found {
                    Spot::Area(_) => entry.placement.by_postcode += 1,
                    Spot::Outside => entry.placement.outside_place += 1,
                    Spot::Unknown | Spot::Nowhere => entry.placement.unknown_location += 1,
                }
            }
            _ => note(entry, found, by_code_used, code, point),
        }
        *spot = found;
    }
    spots
}

fn spot(route: Option<&Route>, code: Option<&AreaCode>) -> Spot {
    match (route, code) {
        (Some(route), Some(code)) => route.main_area(code).into(),
        _ => Spot::Unknown,
    }
}

/// Where each distinct code leads. Codes that are known in another boundary year are a problem.
fn code_spots(
    read: &IndividualRead,
    context: Context<'_>,
    entry: &mut Entry,
    problems: &mut Problems,
) -> Vec<Spot> {
    let Some(name) = context.settings.geography.as_deref() else { return Vec::new() };
    let geography = Geography::named(name);
    for file in &mut entry.files {
        file.geography = Some(geography.to_string());
    }
    let route = context.joining.routes.from(&geography);
    let spots: Vec<Spot> = read.codes.par_iter().map(|code| spot(route, Some(code))).collect();
    if context.joining.areas > 0 {
        let mut rows = vec![0u64; read.codes.len()];
        for code in read.code.iter().filter(|code| **code != IndividualRead::NONE) {
            rows[*code as usize] += 1;
        }
        let codes = read.codes.iter().zip(rows.iter().copied());
        let at = |code: &AreaCode| {
            let (path, row) = read.first_row(code)?;
            Some((context.assessment.name_of(path), row))
        };
        let strays = context.joining.strays(codes, &geography, &at);
        let column = context.settings.code.as_deref().unwrap_or_default();
        problems.extend(strays.map(|problem| problem.column(column)));
    }
    spots
}

fn postcode_spots(read: &IndividualRead, context: Context<'_>, problems: &mut Problems) -> Vec<Spot> {
    if read.postcodes.is_empty() {
        return Vec::new();
    }
    let Some(lookup) = context.postcodes else {
        problems.push(
            Problem::warning(format!(
                "{}: records have postcodes, but there is no [postcodes] look-up",
                context.settings.file
            ))
            .hint("add [postcodes] with the National Statistics Postcode Lookup"),
        );
        return Vec::new();
    };
    let route = context.joining.routes.from(&lookup.geography);
    read.postcodes.par_iter().map(|postcode| spot(route, lookup.areas.get(postcode))).collect()
}

/// Where each row's point lies; rows without one lie nowhere.
fn point_spots(read: &IndividualRead, context: Context<'_>) -> Vec<Spot> {
    if !read.has_points() {
        return Vec::new();
    }
    let off = [f64::INFINITY; 2];
    let points: Vec<[f64; 2]> =
        (0..read.rows()).into_par_iter().map(|row| read.point(row).unwrap_or(off)).collect();
    let crs = if read.in_metres() { Crs::BritishNationalGrid } else { Crs::Wgs84 };
    context.locator.locate_all(&points, crs)
}

/// The services: the one the assessment names, or those of the column.
fn services(read: &IndividualRead, context: Context<'_>) -> Vec<String> {
    match (&context.settings.service, read.category("service")) {
        (None, Some(category)) => category.levels.clone(),
        (Some(service), _) => vec![service.clone()],
        (None, None) => vec![String::new()],
    }
}

/// Every contact that is kept, in order.
fn contacts(read: &IndividualRead, kept: &[bool], context: Context<'_>) -> Vec<Contact> {
    let apart = context.settings.service.is_none();
    let service = read.category("service").filter(|_| apart);
    let contact = |row: usize| {
        let service = service.map_or(0, |s| s.values[row]);
        let person = read.person.get(row).copied().unwrap_or(row as u64);
        let day = read.date.get(row).copied().unwrap_or_default();
        (kept[row] && service != u16::MAX).then_some(Contact { service, person, day, row: row as u32 })
    };
    let mut contacts: Vec<Contact> = (0..read.rows()).into_par_iter().filter_map(contact).collect();
    contacts.par_sort_unstable();
    contacts
}

fn of_service(contacts: &[Contact], service: usize) -> &[Contact] {
    let from = contacts.partition_point(|c| usize::from(c.service) < service);
    let to = contacts.partition_point(|c| usize::from(c.service) <= service);
    &contacts[from..to]
}
