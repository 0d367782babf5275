//! Tables of the whole map: statistics of association, the scan's groups of areas and their members, sites.

use super::{P_VALUE, Together, cell};
use crate::assess::places::clusters::Overall;
use crate::assess::places::scan::{Found, ScanFindings};
use crate::disclose::evidence::{Cell, ColumnKind, Columns, Table};
use crate::estimate::NoFigure;
use crate::estimate::autocorrelation::{Deviate, GeneralG, Global, Permuted};
use crate::estimate::scan::Direction;
use crate::measure::{Missing, Value};

/// How many areas of a group are named.
const NAMED: usize = 5;

/// One statistic of the whole map.
struct Row {
    statistic: String,
    at: String,
    areas: usize,
    value: Cell,
    expected: Cell,
    z: Cell,
    p: Cell,
    how: String,
}

impl Together<'_> {
    /// Statistics of the whole map: one row each, then the same at larger areas and with the rim.
    pub(super) fn association_table(&self) -> Option<Table> {
        let found = self.found();
        let clusters = found.clusters.as_ref()?;
        let association = &clusters.association;
        let at = self.joined.areas.geography().to_string();
        let areas = found.counts.iter().flatten().count();
        let mut rows = vec![
            global("Moran's I, normal approximation", &at, areas, &association.moran, |g| g.normality),
            global("Moran's I, randomisation", &at, areas, &association.moran, |g| g.randomisation),
            permuted("Moran's I, permutation", &at, areas, &association.moran_permuted),
            global("Geary's C, randomisation", &at, areas, &association.geary, |g| g.randomisation),
            general_g(&at, areas, &association.general_g),
        ];
        if let Some(bivariate) = &association.need_and_reach {
            rows.push(permuted(
                "Bivariate Moran's I, need against reach of neighbours",
                &at,
                areas,
                bivariate,
            ));
        }
        for scale in &found.scales {
            rows.push(permuted("Moran's I, permutation", &scale.geography, scale.units, &scale.moran));
        }
        if let Some(rim) = &found.rim {
            let words = format!("{at}, with {} areas outside the place", rim.areas);
            let value = rim.moran.1.ok_or(NoFigure::NotSupplied);
            rows.push(Row {
                value: cell(value, 4),
                how: "compared with the same without them".into(),
                ..Row::empty("Moran's I", &words, areas + rim.areas)
            });
        }
        let mut columns = Columns::default();
        let text =
            |of: &dyn Fn(&Row) -> String| rows.iter().map(|row| Cell::Text(of(row))).collect::<Vec<_>>();
        columns.add("statistic", "Statistic", "The statistic, of people reached over people expected as a deviate that allows for few being expected; general G of the plain ratio", ColumnKind::Text, text(&|row| row.statistic.clone()));
        columns.add("scale", "Of", "Which areas", ColumnKind::Text, text(&|row| row.at.clone()));
        columns.add(
            "areas",
            "Areas",
            "How many take part",
            ColumnKind::Count,
            rows.iter().map(|row| Cell::Number(row.areas as f64)).collect(),
        );
        columns.add(
            "value",
            "Value",
            "Its value",
            ColumnKind::Decimal(4),
            rows.iter().map(|row| row.value.clone()).collect(),
        );
        columns.add(
            "expected",
            "Expected",
            "What chance alone would give on average",
            ColumnKind::Decimal(4),
            rows.iter().map(|row| row.expected.clone()).collect(),
        );
        columns.add(
            "z",
            "z",
            "How far it is from that, in standard deviations",
            ColumnKind::Decimal(2),
            rows.iter().map(|row| row.z.clone()).collect(),
        );
        columns.add(
            "p",
            "p-value",
            "How often chance alone would give as much, two-sided unless the methods say otherwise",
            P_VALUE,
            rows.iter().map(|row| row.p.clone()).collect(),
        );
        columns.add(
            "how",
            "How",
            "What the p-value rests on",
            ColumnKind::Text,
            text(&|row| row.how.clone()),
        );
        let name = &self.service.uptake.service;
        Some(columns.table(
            &self.id("association"),
            &self.title(&format!("{name}, whether areas are like their neighbours")),
            "One row for each statistic of the whole map.",
            Vec::new(),
        ))
    }

    /// The scan's groups of areas, their members, and the groups of place and time.
    pub(super) fn scan_tables(&self) -> Vec<Table> {
        let name = &self.service.uptake.service;
        let mut tables = Vec::new();
        if let Some(scan) = self.scan() {
            let title = self.title(&format!("{name}, groups of areas by scan"));
            tables.push(self.groups_table(scan, false, &self.id("scan"), &title));
            tables.push(self.members_table(
                scan,
                &self.id("scan_members"),
                &self.title(&format!("{name}, the areas of each group")),
            ));
        }
        if let Some(Ok(scan)) = &self.found().scan_of_time {
            let title = self.title(&format!("{name}, groups of areas in a stretch of time by scan"));
            tables.push(self.groups_table(scan, true, &self.id("scan_of_time"), &title));
            tables.push(self.members_table(
                scan,
                &self.id("scan_of_time_members"),
                &self.title(&format!("{name}, the areas of each group in a stretch of time")),
            ));
        }
        tables
    }

    fn groups_table(&self, scan: &ScanFindings, of_time: bool, id: &str, title: &str) -> Table {
        let mut columns = Columns::default();
        let each = |of: &dyn Fn(&Found) -> Cell| scan.clusters.iter().map(of).collect::<Vec<_>>();
        let may = |found: &Found, cell: Cell| cell.if_shown(self.group_may(found, of_time));
        let figure = |value: f64, decimals| Cell::rounded(Value::Known(value), decimals);
        columns.add(
            "group",
            "Group",
            "Number of the group, the least likely by chance first",
            ColumnKind::Count,
            (1..=scan.clusters.len()).map(|n| Cell::Number(n as f64)).collect(),
        );
        columns.add(
            "direction",
            "Reached",
            "Fewer or more than expected",
            ColumnKind::Text,
            each(&|f| Cell::Text(direction(f).into())),
        );
        columns.add(
            "unusual",
            "Unusual",
            &format!("Whether the p-value is at most {}", scan.level),
            ColumnKind::Text,
            each(&|f| Cell::Text(if f.unusual { "yes" } else { "no" }.into())),
        );
        if of_time {
            columns.add(
                "from",
                "From",
                "First period of the stretch of time",
                ColumnKind::Text,
                each(&|f| Cell::Text(scan.periods.get(f.periods.start).cloned().unwrap_or_default())),
            );
            columns.add(
                "to",
                "To",
                "Last period of the stretch of time",
                ColumnKind::Text,
                each(&|f| {
                    Cell::Text(scan.periods.get(f.periods.end.saturating_sub(1)).cloned().unwrap_or_default())
                }),
            );
        }
        columns.add(
            "areas",
            "Areas",
            "How many areas it has",
            ColumnKind::Count,
            each(&|f| Cell::Number(f.areas.len() as f64)),
        );
        columns.add(
            "named",
            "Among them",
            "Its areas, nearest to the middle first, at most five; all stand in the table of members",
            ColumnKind::Text,
            each(&|f| Cell::Text(self.names(f))),
        );
        columns.add(
            "eligible",
            "Eligible people",
            "People in its areas whom the service is for",
            ColumnKind::Count,
            each(&|f| self.people(f.cluster.people)),
        );
        columns.add(
            "reached",
            "Reached",
            "People reached there",
            ColumnKind::Count,
            each(&|f| may(f, figure(f.cluster.observed, 0))),
        );
        columns.add("expected", "Expected", "People the standard expects to be reached there, the place's expectations made to sum to its count", ColumnKind::Decimal(1), each(&|f| may(f, figure(f.cluster.expected, 1))));
        columns.add(
            "ratio",
            "Ratio",
            "Reached over expected",
            ColumnKind::Decimal(2),
            each(&|f| may(f, figure(f.cluster.observed / f.cluster.expected, 2))),
        );
        columns.add(
            "relative_risk",
            "Relative risk",
            "The ratio inside over the ratio outside",
            ColumnKind::Decimal(2),
            each(&|f| may(f, cell(f.cluster.relative_risk, 2))),
        );
        columns.add(
            "log_likelihood_ratio",
            "Log likelihood ratio",
            "How much more likely the counts are with the group than without it, as a logarithm",
            ColumnKind::Decimal(3),
            each(&|f| may(f, figure(f.cluster.log_likelihood_ratio, 3))),
        );
        columns.add(
            "p",
            "p-value",
            &format!("Share of {} random maps whose least likely group is as unlikely", scan.replications),
            P_VALUE,
            each(&|f| figure(f.cluster.p_value, 4)),
        );
        columns.add("p_gumbel", "p-value, Gumbel", "The same by a Gumbel distribution fitted to the random maps, for values that so few maps cannot show", ColumnKind::Decimal(6), each(&|f| may(f, cell(f.cluster.gumbel_p_value, 6))));
        let in_best = |f: &Found| match &scan.best_set {
            Some((_, best)) => {
                Cell::Text(if best.iter().any(|b| b.areas == f.areas) { "yes" } else { "no" }.into())
            }
            None => Cell::NotApplicable,
        };
        if !of_time {
            columns.add("in_best_set", "In the best set", "Whether it belongs to the set of groups that tells areas apart most (highest Gini coefficient, Han and others 2016)", ColumnKind::Text, each(&in_best));
        }
        columns.add(
            "centre_easting",
            "Middle, easting",
            "Of the group's window, metres on the British National Grid",
            ColumnKind::Count,
            each(&|f| figure(f.centre_m[0], 0)),
        );
        columns.add(
            "centre_northing",
            "Middle, northing",
            "Of the group's window, metres on the British National Grid",
            ColumnKind::Count,
            each(&|f| figure(f.centre_m[1], 0)),
        );
        columns.add(
            "longer_half_axis_m",
            "Longer half-axis, m",
            "Of the window; of a circle its radius",
            ColumnKind::Count,
            each(&|f| figure(f.half_axes_m.0, 0)),
        );
        columns.add(
            "shorter_half_axis_m",
            "Shorter half-axis, m",
            "Of the window; of a circle its radius",
            ColumnKind::Count,
            each(&|f| figure(f.half_axes_m.1, 0)),
        );
        let mut notes = vec!["A group is what the window holds, not a neighbourhood with borders: areas at its edge may be like any other.".to_owned()];
        if scan.clusters.is_empty() {
            notes.push("No group of areas differs from the rest in the direction looked for.".into());
        }
        let words = "One row for each group of areas; no two groups share an area.";
        columns.table(id, title, words, notes)
    }

    fn members_table(&self, scan: &ScanFindings, id: &str, title: &str) -> Table {
        let mut columns = Columns::default();
        let members: Vec<(usize, usize)> = scan
            .clusters
            .iter()
            .enumerate()
            .flat_map(|(number, found)| found.areas.iter().map(move |area| (number + 1, *area)))
            .collect();
        let areas = self.joined.areas.areas();
        columns.add(
            "group",
            "Group",
            "Number of the group",
            ColumnKind::Count,
            members.iter().map(|(n, _)| Cell::Number(*n as f64)).collect(),
        );
        columns.add(
            "area_code",
            "Area code",
            "Code of an area of the group",
            ColumnKind::Text,
            members.iter().map(|(_, a)| Cell::Text(areas[*a].code.to_string())).collect(),
        );
        columns.add(
            "area_name",
            "Area",
            "Its name",
            ColumnKind::Text,
            members.iter().map(|(_, a)| Cell::Text(areas[*a].name.clone())).collect(),
        );
        columns.table(
            id,
            title,
            "One row for each area of each group, nearest to its middle first.",
            Vec::new(),
        )
    }

    pub(super) fn names(&self, found: &Found) -> String {
        let areas = self.joined.areas.areas();
        let names: Vec<&str> =
            found.areas.iter().take(NAMED).map(|area| areas[*area].name.as_str()).collect();
        names.join(", ")
    }

    /// The sites of the service.
    pub(super) fn sites_table(&self) -> Option<Table> {
        let found = self.found().access.as_ref()?;
        let sites: Vec<_> = found.sites.iter().map(|site| &self.joined.near.sites[*site]).collect();
        let mut columns = Columns::default();
        columns.add(
            "site",
            "Site",
            "Its id",
            ColumnKind::Text,
            sites.iter().map(|s| Cell::Text(s.id.clone())).collect(),
        );
        columns.add(
            "name",
            "Name",
            "Its name",
            ColumnKind::Text,
            sites.iter().map(|s| Cell::Text(s.name.clone())).collect(),
        );
        columns.add(
            "kind",
            "Kind",
            "What kind of site it is",
            ColumnKind::Text,
            sites.iter().map(|s| Cell::Text(s.kind.clone())).collect(),
        );
        columns.add(
            "capacity",
            "Places",
            "How many people it can serve; 1 where the file does not say",
            ColumnKind::Count,
            sites.iter().map(|s| Cell::rounded(Value::Known(s.capacity), 0)).collect(),
        );
        if let Ok(access) = &found.catchment {
            let people = access.weighted_people.iter().map(|p| Cell::rounded(Value::Known(*p), 0)).collect();
            columns.add(
                "people_within_reach",
                "People within reach",
                "Eligible people of the place who can reach it, weighted by how easily",
                ColumnKind::Count,
                people,
            );
            let (id, label, per) = self.places_within_reach();
            let ratio = access.ratios.iter().zip(&access.weighted_people).map(|(ratio, people)| {
                if *people > 0.0 {
                    Cell::rounded(Value::Known(ratio * per), 2)
                } else {
                    Cell::Missing(Missing::NobodyEligible)
                }
            });
            columns.add(
                id,
                label,
                &format!("{label} who can reach it, weighted by how easily"),
                ColumnKind::Decimal(2),
                ratio.collect(),
            );
        }
        let name = &self.service.uptake.service;
        let title = self.title(&format!("{name}, sites"));
        Some(columns.table(&self.id("sites"), &title, "One row for each site.", Vec::new()))
    }
}

fn direction(found: &Found) -> &'static str {
    match found.cluster.direction {
        Direction::Low => "fewer",
        Direction::High => "more",
    }
}

impl Row {
    fn empty(statistic: &str, at: &str, areas: usize) -> Self {
        let none = Cell::NotApplicable;
        Self {
            statistic: statistic.into(),
            at: at.into(),
            areas,
            value: none.clone(),
            expected: none.clone(),
            z: none.clone(),
            p: none,
            how: String::new(),
        }
    }

    /// A statistic that could not be had.
    fn none(statistic: &str, at: &str, areas: usize, why: &str) -> Self {
        Self {
            value: Cell::Missing(Missing::IngredientMissing),
            how: why.into(),
            ..Self::empty(statistic, at, areas)
        }
    }
}

fn figure(value: f64, decimals: u8) -> Cell {
    Cell::rounded(Value::Known(value), decimals)
}

fn global(
    statistic: &str,
    at: &str,
    areas: usize,
    found: &Overall<Global>,
    test: impl Fn(&Global) -> Result<Deviate, NoFigure>,
) -> Row {
    let found = match found {
        Ok(found) => found,
        Err(why) => return Row::none(statistic, at, areas, why),
    };
    Row {
        areas: found.areas,
        value: figure(found.value, 4),
        expected: figure(found.expectation, 4),
        z: cell(test(found).map(|t| t.z), 2),
        p: cell(test(found).map(|t| t.p), 4),
        how: if found.islands > 0 {
            format!("analytic; {} areas have no neighbour", found.islands)
        } else {
            "analytic".into()
        },
        ..Row::empty(statistic, at, areas)
    }
}

fn general_g(at: &str, areas: usize, found: &Overall<GeneralG>) -> Row {
    let statistic = "General G, randomisation";
    let found = match found {
        Ok(found) => found,
        Err(why) => return Row::none(statistic, at, areas, why),
    };
    Row {
        areas: found.areas,
        value: figure(found.value, 6),
        expected: figure(found.expectation, 6),
        z: cell(found.randomisation.map(|t| t.z), 2),
        p: cell(found.randomisation.map(|t| t.p), 4),
        how: "analytic".into(),
        ..Row::empty(statistic, at, areas)
    }
}

fn permuted(statistic: &str, at: &str, areas: usize, found: &Overall<Permuted>) -> Row {
    let found = match found {
        Ok(found) => found,
        Err(why) => return Row::none(statistic, at, areas, why),
    };
    let spread = found.standard_deviation;
    Row {
        value: figure(found.value, 4),
        expected: figure(found.mean, 4),
        z: if spread > 0.0 {
            figure((found.value - found.mean) / spread, 2)
        } else {
            Cell::Missing(Missing::NoVariation)
        },
        p: figure(found.p, 4),
        how: format!("{} permutations", found.permutations),
        ..Row::empty(statistic, at, areas)
    }
}
