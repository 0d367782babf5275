//! Where directly standardised reach may be shown. It is worked out from the number of people reached in every
//! stratum of an area, and says as much: with the plain count beside it, two strata are two equations. What the place's
//! own rates expect of every area says how many were reached in each stratum of the whole place. So the strata of
//! areas are cells of the publication like any others, although no table shows them.

use super::counts::{ServiceCells, examine};
use super::{CellId, Cells, Fault, Protection, Rule, protect};
use crate::assess::standard::sharing_a_rate;
use crate::assessment::Counted;
use crate::join::UptakeCounts;
use crate::publishable::Publishable;

/// Strata of areas beyond which they are not examined, as that would take minutes; then nothing is shown.
const MOST_STRATA: usize = 10_000;

/// Whether standardised reach may be shown, by area: where the area's count and all its strata may be. Nothing that was
/// decided before changes. Where the strata cannot be kept from being worked out, nothing is shown.
///
/// How many people of an unknown stratum were reached is taken to be known, and is not protected: it tells nothing of
/// a person but that the record has a blank.
pub(super) fn standardised_shown(
    service: ServiceCells,
    uptake: &UptakeCounts,
    rule: &Rule,
    decided: &Protection,
    shown: &Publishable,
) -> Result<Vec<bool>, Fault> {
    let none = vec![false; shown.areas.len()];
    let strata = uptake.reached_in_strata.len() * shown.areas.len();
    if uptake.strata.dimensions.is_empty()
        || strata == 0
        || strata > MOST_STRATA
        || tells_groups(uptake, shown)
    {
        return Ok(none);
    }
    let (areas, place_shown) = (service.areas.clone(), decided.is_shown(service.place));
    let mut cells = as_decided(service.cells, decided);
    let strata = Strata::new(uptake).add(&mut cells, &areas, place_shown.then_some(rule.threshold));
    let protection = protect(&cells, rule)?;
    let before = decided.given_away();
    let gives_more = protection.given_away().iter().any(|cell| !before.contains(cell));
    if gives_more || examine(&cells, rule, &protection, &uptake.service).is_err() {
        return Ok(none);
    }
    let may = |(area, strata): (&bool, &Vec<CellId>)| *area && strata.iter().all(|s| protection.is_shown(*s));
    Ok(shown.areas.iter().zip(&strata).map(may).collect())
}

/// Whether the strata tell apart groups of which a count is withheld.
fn tells_groups(uptake: &UptakeCounts, shown: &Publishable) -> bool {
    let kinds = uptake.groups.iter().zip(shown.groups.iter().zip(&shown.unknown));
    kinds
        .filter(|(group, _)| uptake.strata.dimensions.contains(&group.name))
        .any(|(_, (levels, unknown))| !unknown || levels.contains(&false))
}

/// The cells of the other tables: what is shown is known, and what is hidden stays hidden.
fn as_decided(mut cells: Cells, decided: &Protection) -> Cells {
    for cell in cells.ids() {
        if decided.is_shown(cell) {
            cells.public(cell);
        } else {
            cells.hide(cell);
        }
    }
    cells
}

/// People reached in each stratum that weighs in standardised reach.
struct Strata<'a> {
    uptake: &'a UptakeCounts,
    used: Vec<usize>,
    eligible: Vec<f64>,
}

impl<'a> Strata<'a> {
    fn new(uptake: &'a UptakeCounts) -> Self {
        let eligible: Vec<f64> = uptake.strata.people.iter().map(|people| people.iter().sum()).collect();
        let used = (0..eligible.len()).filter(|s| eligible[*s] > 0.0).collect();
        Self { uptake, used, eligible }
    }

    fn reached(&self, stratum: usize, area: usize) -> f64 {
        self.uptake.reached_in_strata[stratum][area]
    }

    /// Adds the cells of every area's strata, which add up to the area and to the strata of the place. The latter are
    /// known where own rates are told (`told`: the least count that has a rate of its own).
    fn add(&self, cells: &mut Cells, areas: &[CellId], told: Option<u32>) -> Vec<Vec<CellId>> {
        let by_area: Vec<Vec<CellId>> =
            areas.iter().enumerate().map(|(area, total)| self.add_area(cells, area, *total)).collect();
        let mut sums = vec![0.0; self.eligible.len()];
        let mut of_place: Vec<Option<CellId>> = vec![None; self.eligible.len()];
        for (at, stratum) in self.used.iter().copied().enumerate() {
            sums[stratum] = (0..areas.len()).map(|area| self.reached(stratum, area)).sum();
            let sum = self.add_cell(cells, sums[stratum], self.eligible[stratum]);
            cells.relation(sum, &by_area.iter().map(|strata| strata[at]).collect::<Vec<CellId>>());
            of_place[stratum] = Some(sum);
        }
        if let Some(threshold) = told {
            let (pooled, apart) = sharing_a_rate(&sums, &self.eligible, threshold);
            apart.iter().filter_map(|s| of_place[*s]).for_each(|cell| cells.public(cell));
            let parts: Vec<CellId> = pooled.iter().filter_map(|s| of_place[*s]).collect();
            if !parts.is_empty() {
                let together = cells.add(pooled.iter().map(|s| sums[*s]).sum());
                cells.public(together);
                cells.relation(together, &parts);
            }
        }
        by_area
    }

    fn add_area(&self, cells: &mut Cells, area: usize, total: CellId) -> Vec<CellId> {
        let add =
            |s: &usize| self.add_cell(cells, self.reached(*s, area), self.uptake.strata.people[*s][area]);
        let strata: Vec<CellId> = self.used.iter().map(add).collect();
        let known: f64 = self.used.iter().map(|s| self.reached(*s, area)).sum();
        let mut parts = strata.clone();
        let unknown = self.uptake.reached[area].lowest - known;
        if unknown > 0.0 {
            let unknown = cells.add(unknown);
            cells.public(unknown);
            parts.push(unknown);
        }
        cells.relation(total, &parts);
        strata
    }

    fn add_cell(&self, cells: &mut Cells, count: f64, eligible: f64) -> CellId {
        let cell = cells.add(count);
        if self.uptake.counted == Counted::People && eligible >= count {
            cells.out_of(cell, eligible);
        }
        cell
    }
}
