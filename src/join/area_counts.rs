//! Uptake given as counts by area, brought to the areas.

use std::collections::BTreeMap;

use super::sources::Joining;
use super::{GroupUptake, UptakeCounts};
use crate::area::AreaSet;
use crate::assessment::Uptake;
use crate::count::Count;
use crate::ledger::{Coverage, Entry};
use crate::population::{Population, position};
use crate::problem::{Problem, Problems};
use crate::read::area_counts::AreaCountsRead;

/// Brings counts to the areas. Eligible people and strata are filled in by the caller.
pub fn area_counts(
    read: &AreaCountsRead,
    settings: &Uptake,
    population: Option<&Population>,
    joining: Joining<'_>,
    problems: &mut Problems,
) -> (Option<UptakeCounts>, Entry) {
    let service = settings.service.clone().unwrap_or_default();
    let mut entry = Entry::new(format!("uptake: {service}"));
    entry.rows_read = read.file.rows;
    entry.files.push(read.file.clone());
    entry.drop_rows("left out by `only`", read.left_out);
    entry.drop_rows("no count in the row", read.blank);
    let Some(landings) = joining.land(&read.codes, &read.geography, &mut entry, false, problems) else {
        return (None, entry);
    };
    let (reached, amount) = landings.sum_counts(&read.counts);
    entry.amount = amount;
    entry.coverage = providers(read);
    if read.suppressed > 0 {
        entry.notes.push(format!(
            "{} of {} counts were withheld by the source and enter as the range they can have.",
            read.suppressed,
            read.counts.len()
        ));
    }
    if entry.placement.no_location > 0 {
        entry.notes.push(format!("{} rows have no area.", entry.placement.no_location));
    }
    let groups = read.groups.iter().map(|(name, levels)| {
        let named = population
            .and_then(|p| p.by_group(name, settings.ages.unwrap_or(crate::assessment::AgeRange::ALL)));
        let wanted = named.map_or_else(|| distinct(levels), |(wanted, _)| wanted);
        let of = |keep: &dyn Fn(&str) -> bool| {
            let counts = read.counts.iter().zip(levels).map(|(c, l)| if keep(l) { *c } else { Count::ZERO });
            landings.sum_counts(&counts.collect::<Vec<_>>()).0
        };
        let by_level = wanted.iter().map(|level| of(&|l| l.eq_ignore_ascii_case(level))).collect();
        let unknown = of(&|l| position(&wanted, l).is_none());
        GroupUptake { name: name.clone(), levels: wanted, eligible: Vec::new(), reached: by_level, unknown }
    });
    let counts = UptakeCounts {
        service,
        agency: settings.agency.clone().unwrap_or_default(),
        counted: settings.counted,
        period: settings.period.as_ref().map(ToString::to_string).unwrap_or_default(),
        ages: settings.ages,
        groups: groups.collect(),
        reached,
        ..UptakeCounts::default()
    };
    (Some(counts), entry)
}

fn distinct(levels: &[String]) -> Vec<String> {
    let mut distinct: Vec<String> = levels.iter().filter(|l| !l.is_empty()).cloned().collect();
    distinct.sort();
    distinct.dedup();
    distinct
}

/// Providers that were seen at all: each with at least one row.
fn providers(read: &AreaCountsRead) -> BTreeMap<String, Coverage> {
    let names = read.providers.iter().flatten().filter(|name| !name.is_empty());
    names.map(|name| (name.clone(), Coverage::Observed)).collect()
}

/// Refuses uptake above the eligible population in too many areas; counts it where there are few.
pub fn more_than_eligible(uptake: &UptakeCounts, areas: &AreaSet, tolerance: f64, problems: &mut Problems) {
    if uptake.counted == crate::assessment::Counted::Contacts {
        return;
    }
    let pairs = uptake.reached.iter().zip(&uptake.eligible).zip(areas.areas());
    let mut above = pairs.filter(|((c, n), _)| c.lowest > **n + 0.5).map(|(_, area)| &area.code);
    let Some(first) = above.next() else { return };
    let above = 1 + above.count();
    let what = format!(
        "{}: more people were counted than are eligible in {above} of {} areas; the first is {first}",
        uptake.service,
        areas.len()
    );
    let hint = "check the ages of the eligible population, the boundary year, and whether contacts were counted as people";
    let many = above as f64 > tolerance * areas.len() as f64;
    problems.push(if many { Problem::error(what) } else { Problem::warning(what) }.hint(hint));
}
