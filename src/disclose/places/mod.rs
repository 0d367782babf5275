//! What may be published of areas looked at together: clusters, groups of areas by scan, access and inequality.
//!
//! It rests on counts that are public anyhow (`assess::places::public_counts`), but for the scan of time, of which only
//! groups are told whose counts, and what is left of their areas' counts, are not small. Two rules come on top: what an
//! area's own figure says is withheld where its count is; and no number of people below the threshold is shown, though
//! it be made of public ones.

mod area_table;
mod association_table;
mod charts;
mod inequality_tables;
mod maps;
mod methods;
mod scan_tables;
mod sites_table;
mod words;

use super::evidence::{Cell, Chart, ColumnKind, Map, Table};
use super::service_tables::Service;
use crate::assess::places::PlaceFindings;
use crate::assess::places::scan::{Found, ScanFindings};
use crate::assessment::{Settings, Zeros};
use crate::estimate::NoFigure;
use crate::join::Joined;
use crate::measure::{Missing, Value};

pub(super) use inequality_tables::groups_apart;
pub(super) use methods::methods;

/// What may be published of one service.
pub(super) struct Together<'a> {
    pub(super) joined: &'a Joined,
    pub(super) settings: &'a Settings,
    pub(super) service: &'a Service<'a>,
}

impl Together<'_> {
    fn found(&self) -> &PlaceFindings {
        &self.service.findings.places
    }

    /// Whether anything may be said. What is expected gives the place's total away, where that is withheld.
    fn may(&self) -> bool {
        self.service.gaps_shown.contains(&true)
    }

    /// Whether the figures of an area's own count may be shown.
    fn own(&self, area: usize) -> bool {
        self.service.gaps_shown[area] && self.found().counts[area].is_none_or(|count| !count.stood_in)
    }

    fn title(&self, what: &str) -> String {
        format!("{}: {what}", self.settings.title)
    }

    fn id(&self, what: &str) -> String {
        format!("{what}_{}", self.service.id)
    }

    /// A number of people that is not small.
    fn people(&self, number: f64) -> Cell {
        Cell::rounded(Value::Known(number), 0).if_shown(self.is_not_small(number))
    }

    fn is_not_small(&self, number: f64) -> bool {
        let rounded = number.round_ties_even();
        let zero = rounded <= 0.0 && self.settings.disclosure.zeros == Zeros::Show;
        zero || rounded >= f64::from(self.service.shown.threshold)
    }

    /// Whether the counts of a group of areas may be shown. In a scan of time what is left of its areas' counts and of
    /// its periods' must not be small either, as that follows by subtraction (what is expected tells the periods').
    fn group_may(&self, found: &Found, of_time: bool) -> bool {
        let observed = found.cluster.observed;
        if !of_time {
            return self.is_not_small(observed);
        }
        let all: f64 =
            found.areas.iter().filter_map(|a| self.found().counts[*a]).map(|c| c.observed.middle()).sum();
        let mut others = found.beside.into_iter().flatten().chain([all - observed]);
        observed.round_ties_even() > 0.0
            && self.is_not_small(observed)
            && others.all(|count| self.is_not_small(count))
    }

    /// The scan, where one was made.
    fn scan(&self) -> Option<&ScanFindings> {
        self.found().scan.as_ref()?.as_ref().ok()
    }

    /// The groups of a scan that may be told of. Of a group in a stretch of time nothing is told, not even that it
    /// is there, where its counts may not be shown: its rank and its p-value would bracket them.
    fn told_groups<'s>(&self, scan: &'s ScanFindings, of_time: bool) -> Vec<&'s Found> {
        scan.clusters.iter().filter(|found| !of_time || self.group_may(found, true)).collect()
    }

    /// The tables.
    pub(super) fn tables(&self) -> Vec<Table> {
        if !self.may() {
            return Vec::new();
        }
        let mut tables: Vec<Table> = self.area_table().into_iter().collect();
        tables.extend(self.association_table());
        tables.extend(self.scan_tables());
        tables.extend(self.sites_table());
        tables.extend(self.inequality_tables());
        tables
    }

    /// The maps.
    pub(super) fn maps(&self) -> Vec<Map> {
        if self.may() { self.all_maps() } else { Vec::new() }
    }

    /// The charts.
    pub(super) fn charts(&self) -> Vec<Chart> {
        if self.may() { self.all_charts() } else { Vec::new() }
    }

    /// What was found, in paragraphs.
    pub(super) fn paragraphs(&self) -> Vec<String> {
        if self.may() { self.all_words() } else { Vec::new() }
    }
}

/// A figure, or why there is none.
fn cell(figure: Result<f64, NoFigure>, decimals: u8) -> Cell {
    match figure {
        Ok(figure) => Cell::rounded(Value::Known(figure), decimals),
        Err(why) => Cell::Missing(Missing::from(why)),
    }
}

/// As many decimals as a p-value needs.
const P_VALUE: ColumnKind = ColumnKind::Decimal(4);
