//! Whom a service is for: eligible people by area, by stratum and by group.

use super::{GroupTable, UptakeCounts};
use crate::assessment::{AgeRange, Assessment};
use crate::population::{Population, position};
use crate::problem::{Problem, Problems};

/// The ages a service is for: its own, or those of the population.
pub fn ages(stated: Option<AgeRange>, assessment: &Assessment) -> AgeRange {
    stated.or(assessment.settings.population.ages).unwrap_or(AgeRange::ALL)
}

/// Fills in the eligible people of a service.
pub fn fill(
    service: &mut UptakeCounts,
    assessment: &Assessment,
    population: &Population,
    groups: &[GroupTable],
    problems: &mut Problems,
) {
    let ages = ages(service.ages, assessment);
    service.ages = (ages != AgeRange::ALL).then_some(ages);
    service.eligible = population.sum_where(|kind| ages.covers(kind.age));
    if service.strata.is_empty() {
        service.strata = population.strata(&[], ages, &[]);
        if !assessment.settings.gap.standardise.is_empty() {
            problems.push(Problem::note(format!(
                "{}: the source is not told apart by {}, so reach is not standardised",
                service.service,
                assessment.settings.gap.standardise.join(", ")
            )));
        }
    }
    let mut kept = Vec::new();
    for mut group in std::mem::take(&mut service.groups) {
        let Some((levels, people, all_ages)) = by_group(&group.name, ages, population, groups) else {
            problems.push(
                Problem::warning(format!(
                    "{}: no population table has the groups \"{}\"",
                    service.service, group.name
                ))
                .hint("add a [[groups]] table of this name, or groups in [population]"),
            );
            continue;
        };
        if all_ages && ages != AgeRange::ALL {
            problems.push(Problem::note(format!(
                "{}: the people of each {} are of all ages, for want of a table by age; groups with more children look more reached than they are by a service for children, and the reverse",
                service.service,
                group.name.replace('_', " ")
            )));
        }
        group.eligible = group
            .levels
            .iter()
            .map(|level| {
                position(&levels, level)
                    .map_or_else(|| vec![0.0; population.areas()], |at| people[at].clone())
            })
            .collect();
        kept.push(group);
    }
    service.groups = kept;
}

/// The people of each level of a group, and whether they are of all ages for want of a table by age.
pub fn by_group(
    name: &str,
    ages: AgeRange,
    population: &Population,
    groups: &[GroupTable],
) -> Option<(Vec<String>, Vec<Vec<f64>>, bool)> {
    if let Some((levels, people)) = population.by_group(name, ages) {
        return Some((levels, people, false));
    }
    let table = groups.iter().find(|table| table.name == name)?;
    Some((table.levels.clone(), table.people.clone(), true))
}
