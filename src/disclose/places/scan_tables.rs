//! The tables of a scan: its groups of areas, and which areas belong to each.

use super::{P_VALUE, Together, cell};
use crate::assess::places::scan::{Found, ScanFindings};
use crate::disclose::evidence::{Cell, ColumnKind, Columns, Table};
use crate::estimate::scan::Direction;
use crate::measure::Value;
use crate::number_words::number;

/// How many areas of a group are named.
const NAMED: usize = 5;

impl Together<'_> {
    /// The scan's groups of areas, their members, and the groups of place and time.
    pub(super) fn scan_tables(&self) -> Vec<Table> {
        let name = &self.service.uptake.service;
        let mut tables = Vec::new();
        if let Some(scan) = self.scan() {
            let title = self.title(&format!("{name}, groups of areas by scan"));
            tables.push(self.groups_table(scan, false, &self.id("scan"), &title));
            tables.push(self.members_table(
                (scan, false),
                &self.id("scan_members"),
                &self.title(&format!("{name}, the areas of each group")),
            ));
        }
        if let Some(Ok(scan)) = &self.found().scan_of_time {
            let title = self.title(&format!("{name}, groups of areas in a stretch of time by scan"));
            tables.push(self.groups_table(scan, true, &self.id("scan_of_time"), &title));
            tables.push(self.members_table(
                (scan, true),
                &self.id("scan_of_time_members"),
                &self.title(&format!("{name}, the areas of each group in a stretch of time")),
            ));
        }
        tables
    }

    fn groups_table(&self, scan: &ScanFindings, of_time: bool, id: &str, title: &str) -> Table {
        let groups = self.told_groups(scan, of_time);
        let mut columns = Columns::default();
        self.add_groups(&mut columns, &groups, (scan, of_time));
        self.add_counts(&mut columns, &groups, of_time);
        self.add_chance(&mut columns, &groups, (scan, of_time));
        add_windows(&mut columns, &groups);
        let mut notes = vec!["A group is what the window holds, not a neighbourhood with borders: areas at its edge may be like any other.".to_owned()];
        if groups.is_empty() {
            notes.push(
                "No group of areas that may be told of differs from the rest in the direction looked for."
                    .into(),
            );
        } else if of_time {
            notes.push(
                "Groups whose counts, or what is left of their areas' or periods' counts, are small are left out.".into(),
            );
        }
        if scan.dispersion > 1.0 {
            notes.push(format!(
                "Areas vary {} times as much as chance has it even without any group: the log likelihood ratio and the p-values are of counts and expectations divided by that.",
                number(scan.dispersion, 1)
            ));
        }
        columns.table(id, title, "One row for each group of areas; no two groups share an area.", notes)
    }

    /// Which groups there are.
    fn add_groups(&self, columns: &mut Columns, groups: &[&Found], (scan, of_time): (&ScanFindings, bool)) {
        let text =
            |of: &dyn Fn(&Found) -> String| groups.iter().map(|f| Cell::Text(of(f))).collect::<Vec<_>>();
        let number = (1..=groups.len()).map(|n| Cell::Number(n as f64)).collect();
        let about = "Number of the group, the least likely by chance first";
        columns.add("group", "Group", about, ColumnKind::Count, number);
        let about = "Fewer or more than expected";
        columns.add("direction", "Reached", about, ColumnKind::Text, text(&|f| direction(f).into()));
        let about = format!("Whether the p-value is at most {}", scan.level);
        columns.add("unusual", "Unusual", &about, ColumnKind::Text, text(&|f| yes(f.unusual).into()));
        if of_time {
            let period = |at: usize| scan.periods.get(at).cloned().unwrap_or_default();
            let about = "First period of the stretch of time";
            columns.add("from", "From", about, ColumnKind::Text, text(&|f| period(f.periods.start)));
            let about = "Last period of the stretch of time";
            columns.add(
                "to",
                "To",
                about,
                ColumnKind::Text,
                text(&|f| period(f.periods.end.saturating_sub(1))),
            );
        }
        let areas = groups.iter().map(|f| Cell::Number(f.areas.len() as f64)).collect();
        columns.add("areas", "Areas", "How many areas it has", ColumnKind::Count, areas);
        let about = "Its areas, nearest to the middle first, at most five; all stand in the table of members";
        columns.add("named", "Among them", about, ColumnKind::Text, text(&|f| self.names(f)));
    }

    /// How many were reached in them, and how many expected.
    fn add_counts(&self, columns: &mut Columns, groups: &[&Found], of_time: bool) {
        let each = |of: &dyn Fn(&Found) -> Cell| groups.iter().map(|found| of(found)).collect::<Vec<_>>();
        let may = |found: &Found, cell: Cell| cell.if_shown(self.group_may(found, of_time));
        let people = each(&|f| self.people(f.cluster.people));
        let about = "People in its areas whom the service is for";
        columns.add("eligible", "Eligible people", about, ColumnKind::Count, people);
        let reached = each(&|f| may(f, figure(f.cluster.observed, 0)));
        columns.add("reached", "Reached", "People reached there", ColumnKind::Count, reached);
        let expected = each(&|f| may(f, figure(f.cluster.expected, 1)));
        let about = "People the standard expects to be reached there, the place's expectations made to sum to its count";
        columns.add("expected", "Expected", about, ColumnKind::Decimal(1), expected);
        let ratio = each(&|f| may(f, figure(f.cluster.observed / f.cluster.expected, 2)));
        columns.add("ratio", "Ratio", "Reached over expected", ColumnKind::Decimal(2), ratio);
        let risk = each(&|f| may(f, cell(f.cluster.relative_risk, 2)));
        let about = "The ratio inside over the ratio outside";
        columns.add("relative_risk", "Relative risk", about, ColumnKind::Decimal(2), risk);
    }

    /// How unlikely they are by chance.
    fn add_chance(&self, columns: &mut Columns, groups: &[&Found], (scan, of_time): (&ScanFindings, bool)) {
        let each = |of: &dyn Fn(&Found) -> Cell| groups.iter().map(|found| of(found)).collect::<Vec<_>>();
        let may = |found: &Found, cell: Cell| cell.if_shown(self.group_may(found, of_time));
        let ratio = each(&|f| may(f, figure(f.cluster.log_likelihood_ratio, 3)));
        let about = "How much more likely the counts are with the group than without it, as a logarithm";
        columns.add("log_likelihood_ratio", "Log likelihood ratio", about, ColumnKind::Decimal(3), ratio);
        let about =
            format!("Share of {} random maps whose least likely group is as unlikely", scan.replications);
        columns.add("p", "p-value", &about, P_VALUE, each(&|f| figure(f.cluster.p_value, 4)));
        let gumbel = each(&|f| may(f, cell(f.cluster.gumbel_p_value, 6)));
        let about = "The same by a Gumbel distribution fitted to the random maps, for values that so few maps cannot show";
        columns.add("p_gumbel", "p-value, Gumbel", about, ColumnKind::Decimal(6), gumbel);
        if of_time {
            return;
        }
        let in_best = |found: &Found| match &scan.best_set {
            Some((_, best)) => Cell::Text(yes(best.iter().any(|b| b.areas == found.areas)).into()),
            None => Cell::NotApplicable,
        };
        let about = "Whether it belongs to the set of groups that tells areas apart most (highest Gini coefficient, Han and others 2016)";
        columns.add("in_best_set", "In the best set", about, ColumnKind::Text, each(&in_best));
    }

    fn members_table(&self, (scan, of_time): (&ScanFindings, bool), id: &str, title: &str) -> Table {
        let mut columns = Columns::default();
        let members: Vec<(usize, usize)> = self
            .told_groups(scan, of_time)
            .into_iter()
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
}

/// Where their windows are.
fn add_windows(columns: &mut Columns, groups: &[&Found]) {
    let each =
        |of: &dyn Fn(&Found) -> f64| groups.iter().map(|found| figure(of(found), 0)).collect::<Vec<_>>();
    let grid = "Of the group's window, metres on the British National Grid";
    columns.add("centre_easting", "Middle, easting", grid, ColumnKind::Count, each(&|f| f.centre_m[0]));
    columns.add("centre_northing", "Middle, northing", grid, ColumnKind::Count, each(&|f| f.centre_m[1]));
    let axis = "Of the window; of a circle its radius";
    columns.add(
        "longer_half_axis_m",
        "Longer half-axis, m",
        axis,
        ColumnKind::Count,
        each(&|f| f.half_axes_m.0),
    );
    columns.add(
        "shorter_half_axis_m",
        "Shorter half-axis, m",
        axis,
        ColumnKind::Count,
        each(&|f| f.half_axes_m.1),
    );
}

fn figure(value: f64, decimals: u8) -> Cell {
    Cell::rounded(Value::Known(value), decimals)
}

fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "no" }
}

fn direction(found: &Found) -> &'static str {
    match found.cluster.direction {
        Direction::Low => "fewer",
        Direction::High => "more",
    }
}
