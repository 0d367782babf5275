//! The counts of one service as cells and sums, and which of them may be shown.

use super::audit::{Leak, audit};
use super::{CellId, Cells, Protection, Rule, protect, strata};
use crate::area::AreaSet;
use crate::assess::by_authority;
use crate::assessment::{Counted, Disclosure};
use crate::count::Count;
use crate::error::Error;
use crate::join::UptakeCounts;
use crate::publishable::Publishable;

impl From<&Disclosure> for Rule {
    fn from(settings: &Disclosure) -> Self {
        Self {
            threshold: settings.threshold,
            zeros: settings.zeros.into(),
            protect_complement: settings.protect_unreached,
        }
    }
}

impl From<crate::assessment::Zeros> for super::Zeros {
    fn from(zeros: crate::assessment::Zeros) -> Self {
        match zeros {
            crate::assessment::Zeros::Show => Self::Show,
            crate::assessment::Zeros::Suppress => Self::Suppress,
        }
    }
}

/// The cells of one service. A count that its source gave as bounds is published as bounds; it enters by its
/// lowest value, which is the smaller of the two, and both are shown or withheld together.
pub(super) struct ServiceCells {
    pub(super) cells: Cells,
    pub(super) areas: Vec<CellId>,
    authorities: Vec<CellId>,
    pub(super) place: CellId,
    groups: Vec<Vec<CellId>>,
    unknown: Vec<CellId>,
    statuses: Vec<CellId>,
}

/// Decides what may be shown of one service, and examines the outcome as an intruder would.
///
/// # Errors
/// [`Error::Audit`] when the outcome would give a withheld count away.
pub fn publishable(
    areas: &AreaSet,
    uptake: &UptakeCounts,
    settings: &Disclosure,
) -> Result<Publishable, Error> {
    let rule = Rule::from(settings);
    let service = ServiceCells::new(areas, uptake);
    let fault = |fault: super::Fault| Error::Audit(format!("{}: {fault}", uptake.service));
    let protection = protect(&service.cells, &rule).map_err(fault)?;
    let already_public = examine(&service.cells, &rule, &protection, &uptake.service)?;
    let shown = |ids: &[CellId]| ids.iter().map(|id| protection.is_shown(*id)).collect::<Vec<bool>>();
    let mut publishable = Publishable {
        areas: shown(&service.areas),
        standardised: Vec::new(),
        authorities: shown(&service.authorities),
        place: protection.is_shown(service.place),
        groups: service.groups.iter().map(|g| shown(g)).collect(),
        unknown: shown(&service.unknown),
        statuses: shown(&service.statuses),
        already_public,
        threshold: settings.threshold,
    };
    publishable.standardised =
        strata::standardised_shown(service, uptake, &rule, &protection, &publishable).map_err(fault)?;
    Ok(publishable)
}

pub(super) fn examine(
    cells: &Cells,
    rule: &Rule,
    protection: &Protection,
    service: &str,
) -> Result<usize, Error> {
    let values = cells.values().map_err(|fault| Error::Audit(format!("{service}: {fault}")))?;
    let shown: Vec<Option<f64>> =
        cells.ids().map(|id| protection.is_shown(id).then(|| values[id.index()])).collect();
    let found = audit(cells, rule, &shown).map_err(|fault| Error::Audit(format!("{service}: {fault}")))?;
    let given_away = protection.given_away();
    let leak = found.leaks.iter().find(|leak| !given_away.contains(&leak.cell()));
    match leak {
        Some(
            Leak::Narrow(cell) | Leak::Shown(cell, _) | Leak::Misstated(cell) | Leak::Subtracted { cell, .. },
        ) => Err(Error::Audit(format!("{service}: count number {} could be worked out", cell.index()))),
        None => Ok(found.already_public.len().max(given_away.len())),
    }
}

impl ServiceCells {
    fn new(set: &AreaSet, uptake: &UptakeCounts) -> Self {
        let mut cells = Cells::default();
        let people = uptake.counted == Counted::People;
        let mut add = |count: f64, eligible: f64| {
            let cell = cells.add(count);
            if people && eligible >= count {
                cells.out_of(cell, eligible);
            }
            cell
        };
        let lowest: Vec<Count> = uptake.reached.iter().map(|c| Count::exact(c.lowest)).collect();
        let by_authority_count = by_authority(set, &lowest);
        let eligible: Vec<Count> = uptake.eligible.iter().map(|n| Count::exact(*n)).collect();
        let by_authority_eligible = by_authority(set, &eligible);
        let total: f64 = by_authority_count.iter().map(|c| c.lowest).sum();
        let everybody: f64 = by_authority_eligible.iter().map(|c| c.lowest).sum();
        let areas: Vec<CellId> =
            lowest.iter().zip(&uptake.eligible).map(|(c, n)| add(c.lowest, *n)).collect();
        let authorities: Vec<CellId> = by_authority_count
            .iter()
            .zip(&by_authority_eligible)
            .map(|(c, n)| add(c.lowest, n.lowest))
            .collect();
        let place = add(total, everybody);
        let of = |by_area: &Vec<Count>| by_area.iter().map(|c| c.lowest).sum::<f64>();
        let mut groups = Vec::new();
        let mut unknown = Vec::new();
        for group in &uptake.groups {
            let level =
                |(reached, eligible): (&Vec<Count>, &Vec<f64>)| add(of(reached), eligible.iter().sum());
            groups.push(group.reached.iter().zip(&group.eligible).map(level).collect::<Vec<CellId>>());
            unknown.push(add(of(&group.unknown), f64::INFINITY));
        }
        let statuses: Vec<CellId> =
            uptake.statuses.iter().map(|(_, n)| add(*n as f64, f64::INFINITY)).collect();
        // A status that more people have than were reached in the place tells of people who live elsewhere.
        let beyond = |n: u64| Some(n as f64 - total).filter(|beyond| *beyond > 0.0);
        let beyond: Vec<Option<CellId>> = uptake
            .statuses
            .iter()
            .map(|(_, n)| beyond(*n).map(|beyond| add(beyond, f64::INFINITY)))
            .collect();
        for (authority, cell) in (0u32..).zip(&authorities) {
            let inside = set.areas().iter().zip(&areas).filter(|(a, _)| a.authority == authority);
            cells.relation(*cell, &inside.map(|(_, id)| *id).collect::<Vec<_>>());
        }
        cells.relation(place, &authorities);
        for (status, beyond) in statuses.iter().zip(&beyond) {
            if let Some(beyond) = beyond {
                cells.relation(*status, &[place, *beyond]);
            }
        }
        for (levels, unknown) in groups.iter().zip(&unknown) {
            cells.relation(place, &[levels.as_slice(), &[*unknown]].concat());
        }
        Self { cells, areas, authorities, place, groups, unknown, statuses }
    }
}
