//! The table of areas among their neighbours: one row per area, with whatever was asked for.

use super::{P_VALUE, Together, cell};
use crate::assess::places::access::{AccessFindings, AccessGap};
use crate::assess::places::clusters::{AreaAmong, ClusterFindings, unusual};
use crate::assess::places::smoothed::Smoothed;
use crate::disclose::area_tables::name_areas;
use crate::disclose::evidence::{Cell, ColumnKind, Columns, Table};
use crate::estimate::NoFigure;
use crate::estimate::autocorrelation::{Basis, JoinCount, LocalMoran};
use crate::measure::{Missing, Value};

/// What distance and reach together say, in a table.
pub(super) fn access_gap_words(gap: AccessGap) -> &'static str {
    match gap {
        AccessGap::FarUnderServed => "far from a site and under-served",
        AccessGap::NearUnderServed => "near a site and still under-served",
        AccessGap::FarNot => "far from a site, not under-served",
        AccessGap::NearNot => "near a site, not under-served",
        AccessGap::CannotTell => "cannot tell",
    }
}

impl Together<'_> {
    /// One row per area.
    pub(super) fn area_table(&self) -> Option<Table> {
        let found = self.found();
        if found.clusters.is_none() && found.scan.is_none() && found.access.is_none() {
            return None;
        }
        let mut columns = Columns::default();
        name_areas(&mut columns, &self.joined.areas);
        if let Some(clusters) = &found.clusters {
            self.add_clusters(&mut columns, clusters);
        }
        if let Some(smoothed) = &found.smoothed {
            self.add_smoothed(&mut columns, smoothed);
        }
        self.add_scan(&mut columns);
        if let Some(access) = &found.access {
            self.add_access(&mut columns, access);
        }
        let name = &self.service.uptake.service;
        let words = "One row for each area, beside its neighbours. Figures of an area's own count are withheld where that is; its neighbours' findings then rest on its share of what its authority's published total leaves over.";
        Some(columns.table(
            &self.id("places"),
            &self.title(&format!("{name}, areas looked at together")),
            words,
            Vec::new(),
        ))
    }

    fn each(&self, cell: impl Fn(usize) -> Cell) -> Vec<Cell> {
        (0..self.joined.areas.len()).map(|area| cell(area).if_shown(self.own(area))).collect()
    }

    fn add_clusters(&self, columns: &mut Columns, found: &ClusterFindings) {
        let about = "People reached over people expected as a deviate from the place's mean that allows for how few are expected (Assunção and Reis 1999)";
        let own = self.each(|area| cell(found.standardised[area], 3));
        columns.add("standardised_ratio", "Ratio, standardised", about, ColumnKind::Decimal(3), own);
        let beside = |area: usize| {
            found.surroundings[area]
                .map_or(Cell::Missing(Missing::NoNeighbours), |mean| Cell::rounded(Value::Known(mean), 3))
        };
        let about = "The same of the area's neighbours, weighted as stated under the methods";
        columns.add(
            "neighbours_mean",
            "Mean of its neighbours",
            about,
            ColumnKind::Decimal(3),
            self.each(beside),
        );
        self.add_local_moran(columns, found);
        self.add_other_local(columns, found);
    }

    fn add_local_moran(&self, columns: &mut Columns, found: &ClusterFindings) {
        let among = |of: &dyn Fn(&AreaAmong) -> Cell| self.each(|area| of(&found.areas[area]));
        let (level, decimal) = (found.level, ColumnKind::Decimal(3));
        let about = "Local Moran's I: above 0 for an area like its neighbours, below for one unlike them";
        let value = among(&|a| cell(a.moran.map(|m| m.value), 3));
        columns.add("local_moran", "Local Moran", about, decimal, value);
        let about = "Pseudo p-value by conditional permutation, two-sided unless the methods say otherwise";
        columns.add(
            "local_moran_p",
            "Its p-value",
            about,
            P_VALUE,
            among(&|a| cell(a.moran.map(|m| m.test.p), 4)),
        );
        let about = format!(
            "The p-value adjusted for the number of areas; at or below {level} the area is called unusual"
        );
        let adjusted = among(&|a| cell(a.moran.map(|m| m.test.adjusted), 4));
        columns.add("local_moran_p_adjusted", "p-value, adjusted", &about, P_VALUE, adjusted);
        let about = "Permutations made for the area; those whose answer is clear stop early";
        let made = among(&|a| cell(a.moran.map(|m| f64::from(m.test.permutations)), 0));
        columns.add("local_moran_permutations", "Permutations", about, ColumnKind::Count, made);
        let about = "Permutations, permutations stopped early, or the tail of the permutation distribution";
        let rests = among(&|a| text(a.moran.map(|m| basis(m.test.basis))));
        columns.add("local_moran_basis", "Basis of the p-value", about, ColumnKind::Text, rests);
        let about = "Where unusual: low-low (reached less, among areas reached less), high-high, low among high, high among low; otherwise not unusual";
        let kind = among(&|a| kind(&a.moran, level));
        columns.add("cluster", "Kind of cluster", about, ColumnKind::Text, kind);
        let about = "Whether the kind of cluster stays the same with every count that its source withheld at its lowest, and at its highest";
        let holds = among(&|a| text(a.moran.map(|_| yes(a.holds_at_bounds))));
        columns.add("holds_at_bounds", "Holds at the bounds", about, ColumnKind::Text, holds);
    }

    /// Gi*, local Geary, under-served neighbours, and need beside reach.
    fn add_other_local(&self, columns: &mut Columns, found: &ClusterFindings) {
        let among = |of: &dyn Fn(&AreaAmong) -> Cell| self.each(|area| of(&found.areas[area]));
        let decimal = ColumnKind::Decimal(3);
        let about = "Getis and Ord's Gi* as a standard deviate, of the area and its neighbours together: far below 0 a cold spot (few reached), far above a hot spot";
        columns.add(
            "gi_star_z",
            "Gi*",
            about,
            decimal,
            among(&|a| cell(a.hot_spot.map(|h| h.statistic.z), 3)),
        );
        let about = "Of Gi*, by permutation, adjusted for the number of areas";
        let adjusted = among(&|a| cell(a.hot_spot.map(|h| h.test.adjusted), 4));
        columns.add("gi_star_p_adjusted", "Its p-value, adjusted", about, P_VALUE, adjusted);
        let about = "Local Geary's C: small for an area like its neighbours";
        columns.add(
            "local_geary",
            "Local Geary",
            about,
            decimal,
            among(&|a| cell(a.geary.map(|g| g.value), 3)),
        );
        let about = "Of local Geary, by permutation, adjusted for the number of areas";
        let adjusted = among(&|a| cell(a.geary.map(|g| g.test.adjusted), 4));
        columns.add("local_geary_p_adjusted", "Its p-value, adjusted", about, P_VALUE, adjusted);
        let joins = |of: &dyn Fn(&JoinCount) -> f64, decimals: u8| {
            among(&|a| match &a.under_served {
                Ok(joins) => Cell::rounded(Value::Known(of(joins)), decimals),
                Err(NoFigure::NoNeighbours) => Cell::Missing(Missing::NoNeighbours),
                Err(_) => Cell::NotApplicable,
            })
        };
        let about = "Of an under-served area: how many of its neighbours are under-served too";
        let count = joins(&|j| f64::from(j.joins), 0);
        columns.add("under_served_neighbours", "Under-served neighbours", about, ColumnKind::Count, count);
        let about = "How likely chance alone would bring as many together (local join count), adjusted for the number of under-served areas";
        let adjusted = joins(&|j| j.adjusted, 4);
        columns.add("under_served_neighbours_p_adjusted", "Its p-value, adjusted", about, P_VALUE, adjusted);
        if found.areas.iter().any(|area| area.need_and_reach.is_some()) {
            let told = |a: &AreaAmong| {
                a.need_and_reach.as_ref().map_or(Cell::NotApplicable, |moran| kind(moran, found.level))
            };
            let about = "Bivariate local Moran: need of the area (named first) against reach of its neighbours; high among low is much need where neighbours are reached little";
            columns.add("need_among_reach", "Need among reach", about, ColumnKind::Text, among(&told));
        }
    }

    fn add_smoothed(&self, columns: &mut Columns, found: &Smoothed) {
        columns.add("ratio_smoothed", "Ratio, smoothed", "People reached over people expected, drawn towards the place's mean by as much as chance explains (empirical Bayes, Marshall 1991)", ColumnKind::Decimal(3), self.each(|area| cell(found.towards_place[area], 3)));
        columns.add(
            "ratio_smoothed_locally",
            "Ratio, smoothed by neighbours",
            "The same, drawn towards the mean of the area and its neighbours",
            ColumnKind::Decimal(3),
            self.each(|area| cell(found.towards_neighbours[area], 3)),
        );
        let borrowed = |area: usize| {
            found.borrowed[area]
                .map_or(Cell::Missing(Missing::NoNeighbours), |share| Cell::rounded(Value::Known(share), 2))
        };
        columns.add(
            "borrowed",
            "Borrowed",
            "Share of the last figure that is borrowed from the neighbourhood: 0 none, 1 all",
            ColumnKind::Proportion,
            self.each(borrowed),
        );
    }

    fn add_scan(&self, columns: &mut Columns) {
        let Some(scan) = self.scan() else { return };
        let mut number = vec![None; self.joined.areas.len()];
        for (place, found) in scan.clusters.iter().enumerate() {
            found.areas.iter().for_each(|area| number[*area] = Some(place + 1));
        }
        let number = number.into_iter().map(|n| n.map_or(Cell::NotApplicable, |n| Cell::Number(n as f64)));
        columns.add("scan_group", "Group of the scan", "Number of the group of areas that the scan put the area in, in the table of the scan; unusual or not as that table says", ColumnKind::Count, number.collect());
        let risk = |area: usize| match scan.relative_risks[area] {
            Some(risk) => cell(risk, 3),
            None => Cell::Missing(Missing::IngredientMissing),
        };
        columns.add(
            "relative_risk",
            "Relative risk",
            "The area's ratio of reached to expected over that of all other areas together",
            ColumnKind::Decimal(3),
            self.each(risk),
        );
    }

    /// How places within reach are told: machine name, words and the number of people they are per. Where the file
    /// does not say how many people a site can serve, sites are counted.
    pub(super) fn places_within_reach(&self) -> (&'static str, &'static str, f64) {
        let sites = self.found().access.iter().flat_map(|access| &access.sites);
        if sites.clone().all(|site| self.joined.near.sites[*site].capacity_given) {
            ("places_per_1000", "Places per 1,000 eligible people", 1000.0)
        } else {
            ("sites_per_100000", "Sites per 100,000 eligible people", 100_000.0)
        }
    }

    fn add_access(&self, columns: &mut Columns, found: &AccessFindings) {
        let sites = &self.joined.near.sites;
        let name = |area: usize| {
            found.nearest[area].map_or(Cell::Missing(Missing::NoSite), |(site, _)| {
                Cell::Text(sites[found.sites[site as usize]].name.clone())
            })
        };
        let areas = 0..self.joined.areas.len();
        let cost = |cost: Option<f64>| {
            cost.map_or(Cell::Missing(Missing::NoSite), |c| {
                Cell::rounded(Value::Known(c), if found.straight { 0 } else { 1 })
            })
        };
        let kind = if found.straight { ColumnKind::Decimal(0) } else { ColumnKind::Decimal(1) };
        let way = if found.straight { "in a straight line, metres".to_owned() } else { found.unit.clone() };
        columns.add(
            "nearest_site",
            "Nearest site",
            "The nearest site of the service",
            ColumnKind::Text,
            areas.clone().map(name).collect(),
        );
        columns.add(
            "distance_to_site",
            "Way to it",
            &format!("From the area's point to the nearest site, {way}"),
            kind,
            areas.clone().map(|a| cost(found.nearest[a].map(|n| n.1))).collect(),
        );
        for (of_kind, costs) in &found.by_kind {
            let id = format!("distance_to_{}", crate::disclose::service_tables::machine_name(of_kind));
            columns.add(
                &id,
                &format!("Way to the nearest {of_kind}"),
                &format!("The same to the nearest site of this kind, {way}"),
                kind,
                costs.iter().map(|c| cost(*c)).collect(),
            );
        }
        if let Ok(access) = &found.catchment {
            let (id, label, per) = self.places_within_reach();
            let score = |area: usize| Cell::rounded(Value::Known(access.scores[area] * per), 2);
            let words = format!(
                "{label} within reach, shared with everybody who can reach the same sites (floating catchment); 0 where no site is within reach"
            );
            columns.add(id, label, &words, ColumnKind::Decimal(2), areas.clone().map(score).collect());
        }
        let gaps = &self.service.findings.standards[0].gaps;
        let judged = |area: usize| Cell::Text(access_gap_words(found.gap(area, &gaps[area])).into());
        columns.add(
            "access_and_reach",
            "Access and reach",
            &format!(
                "Whether the nearest site is far ({} {} or more) and whether the area is under-served",
                found.far, found.unit
            ),
            ColumnKind::Text,
            self.each(judged),
        );
    }
}

fn text(words: Result<impl Into<String>, NoFigure>) -> Cell {
    match words {
        Ok(words) => Cell::Text(words.into()),
        Err(why) => Cell::Missing(Missing::from(why)),
    }
}

/// The kind of cluster that an area belongs to.
fn kind(moran: &Result<LocalMoran, NoFigure>, level: f64) -> Cell {
    let kind = |_| unusual(moran, level).map_or_else(|| "not unusual".to_owned(), |kind| kind.to_string());
    text(moran.map(kind))
}

fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Permutations => "permutations",
        Basis::StoppedEarly => "permutations, stopped early",
        Basis::Tail => "tail of the permutation distribution",
    }
}
