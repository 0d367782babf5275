//! Individual uptake records brought to the areas. People are counted once; repeat contacts are kept apart.

use rayon::prelude::*;

use super::area_counts;
use super::crime::{choose, note};
use super::eligible;
use super::location::{Locator, Spot};
use super::route::Route;
use super::sources::Joining;
use super::{GroupTable, GroupUptake, UptakeCounts};
use crate::area::{AreaCode, Crs, Geography};
use crate::assessment::{AgeRange, Assessment, Counted, Placing, STATUSES, Uptake};
use crate::count::Count;
use crate::ledger::Entry;
use crate::population::{Population, Strata, Traits, position};
use crate::problem::{Problem, Problems};
use crate::read::individuals::{IndividualsRead, UNKNOWN_AGE, UNKNOWN_LEVEL};
use crate::read::postcodes::{PostcodesRead, normal};

/// What the joining of records needs.
#[derive(Debug)]
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

/// No status, or one that a file without statuses does not have.
const NO_STATUS: u8 = u8::MAX;

/// Counts the people of each service by area, stratum and group.
pub fn records(read: IndividualsRead, context: &Context<'_>, problems: &mut Problems) -> Option<(Vec<UptakeCounts>, Entry)> {
    let mut entry = read.entry.clone();
    entry.source = format!("uptake: {}", context.settings.service.as_deref().unwrap_or(&context.settings.file));
    for file in &mut entry.files {
        file.file = context.assessment.name_of(std::path::Path::new(&file.file));
    }
    let kept = kept(&read, context, &mut entry);
    let spots = spots(&read, &kept, context, &mut entry, problems)?;
    let (services, service_of) = services(&read, context);
    let contacts = contacts(&read, &kept, context, &service_of);
    let mut found = Vec::new();
    for (at, name) in services.iter().enumerate() {
        let of_service: Vec<Contact> = contacts.iter().filter(|c| c.service == at as u16).copied().collect();
        found.push(Counting::new(&read, context, &spots).service(name, &of_service, &mut entry));
    }
    Some((found, entry))
}

/// The rows to count: those that `only` keeps, of eligible age, with a person where people are counted.
fn kept(read: &IndividualsRead, context: &Context<'_>, entry: &mut Entry) -> Vec<bool> {
    let ages = eligible::ages(context.settings.ages, context.assessment);
    let mut kept = vec![true; read.rows()];
    let mut drop = |reason: &str, unwanted: &dyn Fn(usize) -> bool| {
        let mut rows = 0;
        for (row, kept) in kept.iter_mut().enumerate() {
            if *kept && unwanted(row) {
                *kept = false;
                rows += 1;
            }
        }
        entry.drop_rows(reason, rows);
    };
    for (column, values) in &context.settings.only {
        let Some(attribute) = read.attributes.iter().find(|a| a.name == only_name(column)) else { continue };
        let wanted: Vec<bool> = attribute.levels.iter().map(|l| values.iter().any(|v| v.eq_ignore_ascii_case(l))).collect();
        drop("left out by `only`", &|row| !wanted.get(attribute.codes[row] as usize).copied().unwrap_or(false));
    }
    if context.settings.counted == Counted::People {
        drop("no person id", &|row| read.person.get(row).copied().flatten_id().is_none());
    }
    if ages != AgeRange::ALL && !read.age.is_empty() {
        drop("outside the eligible ages", &|row| read.age[row] != UNKNOWN_AGE && !ages.contains(read.age[row]));
    }
    kept
}

/// The name under which a column that `only` filters by is read.
pub fn only_name(column: &str) -> String {
    format!("only: {column}")
}
