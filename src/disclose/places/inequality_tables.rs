//! Tables of inequality: indices with their limits, parts of the people by deprivation, groups living apart.

use super::{Together, cell};
use crate::assess::places::inequality::{GroupApart, InequalityFindings, Part};
use crate::disclose::evidence::{Cell, ColumnKind, Columns, Table};
use crate::estimate::inequality::Corrected;
use crate::estimate::{Figure, NoFigure};
use crate::measure::Value;

/// One index.
struct Index {
    name: &'static str,
    of: String,
    observed: Cell,
    figure: Result<Figure, NoFigure>,
    reading: &'static str,
}

impl Together<'_> {
    pub(super) fn inequality_tables(&self) -> Vec<Table> {
        let Some(found) = &self.found().inequality else { return Vec::new() };
        let mut tables = vec![self.indices_table(found)];
        tables.extend(found.parts.as_ref().ok().map(|parts| self.parts_table(found, parts)));
        tables
    }

    fn indices_table(&self, found: &InequalityFindings) -> Table {
        let columns = index_columns(&self.indices(found));
        let title = self.title(&format!("{}, how unequally reach falls", self.service.uptake.service));
        let notes = vec![format!("Ranked by {}, from the most to the least deprived.", found.by)];
        columns.table(&self.id("inequality"), &title, "One row for each index.", notes)
    }

    fn indices(&self, found: &InequalityFindings) -> Vec<Index> {
        let by = found.by.as_str();
        let across = "0 where reach falls alike on all ranks; above 0 the less deprived are reached more";
        let of_range = "the same for a proportion, alike for being reached and not being reached";
        let elsewhere =
            "share of those reached who would have to live elsewhere for reach to be even; 0 even, 1 apart";
        let alone = "share of people not reached among the neighbours of a person not reached";
        let uneven = "0 where reach is even; the more, the less even";
        let mut rows = slope_indices(found);
        rows.push(Index::corrected("Concentration index", by, found.concentration, across));
        rows.extend(
            found.erreygers.map(|e| Index::corrected("Concentration index, Erreygers", by, e, of_range)),
        );
        let apart = found.dissimilarity.map(|found| found.map(|f| f.index));
        rows.extend(apart.map(|d| Index::corrected("Dissimilarity", "areas", d, elsewhere)));
        let isolation = found.isolation.map(|found| found.map(|f| f.index));
        rows.extend(
            isolation.map(|i| Index::corrected("Isolation of people not reached", "areas", i, alone)),
        );
        rows.push(Index::corrected("Theil's T", "areas", found.theil.map(|t| t.total), uneven));
        if self.joined.areas.authorities().len() > 1 {
            let (between, within) = (found.theil.map(|t| t.between), found.theil.map(|t| t.within));
            let words = "the part of it between authorities";
            rows.push(Index::corrected("Theil's T between authorities", "authorities", between, words));
            let (of, words) =
                ("areas of the same authority", "the part of it between areas of the same authority");
            rows.push(Index::corrected("Theil's T within authorities", of, within, words));
        }
        let words = "0 where reach is even, near 1 where few areas have all of it";
        rows.push(Index::corrected("Gini coefficient", "areas", found.gini.map(|g| g.index), words));
        rows
    }

    fn parts_table(&self, found: &InequalityFindings, parts: &[Part]) -> Table {
        let mut columns = Columns::default();
        let each = |of: &dyn Fn(&Part) -> Cell| parts.iter().map(of).collect::<Vec<_>>();
        let may = |part: &Part| self.is_not_small(part.reached);
        columns.add(
            "part",
            "Part",
            &format!("Part of the eligible people by {}; 1 is the most deprived", found.by),
            ColumnKind::Count,
            (1..=parts.len()).map(|n| Cell::Number(n as f64)).collect(),
        );
        columns.add(
            "areas",
            "Areas",
            "How many areas it has",
            ColumnKind::Count,
            each(&|p| Cell::Number(p.areas as f64)),
        );
        columns.add(
            "eligible",
            "Eligible people",
            "People there whom the service is for",
            ColumnKind::Count,
            each(&|p| Cell::rounded(Value::Known(p.eligible), 0)),
        );
        columns.add(
            "reached",
            "Reached",
            "People reached there",
            ColumnKind::Count,
            each(&|p| self.people(p.reached)),
        );
        let rate = |part: &Part, of: &dyn Fn((f64, crate::estimate::Limits)) -> f64| {
            cell(part.rate.map(of), 4).if_shown(may(part))
        };
        columns.add(
            "reach",
            "Reach",
            "Reached out of eligible",
            ColumnKind::Proportion,
            each(&|p| rate(p, &|r| r.0)),
        );
        columns.add(
            "reach_lower",
            "Lower limit",
            "Its lower limit",
            ColumnKind::Proportion,
            each(&|p| rate(p, &|r| r.1.lower)),
        );
        columns.add(
            "reach_upper",
            "Upper limit",
            "Its upper limit",
            ColumnKind::Proportion,
            each(&|p| rate(p, &|r| r.1.upper)),
        );
        let name = &self.service.uptake.service;
        let words = "One row for each part of the people, as equal in number as whole areas allow.";
        let title = self.title(&format!("{name}, reach by deprivation"));
        columns.table(&self.id("inequality_parts"), &title, words, Vec::new())
    }
}

impl Index {
    fn corrected(
        name: &'static str,
        of: &str,
        found: Result<Corrected, NoFigure>,
        reading: &'static str,
    ) -> Self {
        let observed = cell(found.map(|f| f.observed), 4);
        Self { name, of: of.into(), observed, figure: found.map(|f| f.figure), reading }
    }
}

fn slope_indices(found: &InequalityFindings) -> Vec<Index> {
    let plain = |name, figure: Result<Figure, NoFigure>, reading| {
        let observed = cell(figure.map(|f| f.value), 4);
        Index { name, of: found.by.clone(), observed, figure, reading }
    };
    let slope = "difference in reach between the least and the most deprived; above 0 the least deprived are reached more";
    let relative =
        "reach of the least over that of the most deprived; above 1 the least deprived are reached more";
    vec![
        plain("Slope index of inequality", found.slope.map(|s| s.sii), slope),
        plain("Relative index of inequality", found.slope.and_then(|s| s.rii), relative),
    ]
}

fn index_columns(rows: &[Index]) -> Columns {
    let mut columns = Columns::default();
    let text = |of: &dyn Fn(&Index) -> String| rows.iter().map(|row| Cell::Text(of(row))).collect::<Vec<_>>();
    let figure = |of: &dyn Fn(&Figure) -> f64| {
        let part = |row: &Index| cell(row.figure.as_ref().map(of).map_err(|why| *why), 4);
        rows.iter().map(part).collect::<Vec<_>>()
    };
    columns.add("index", "Index", "The index", ColumnKind::Text, text(&|row| row.name.into()));
    let about = "What people are ranked by, or grouped by";
    columns.add("across", "Across", about, ColumnKind::Text, text(&|row| row.of.clone()));
    let about =
        "The index; where chance alone makes small areas look unequal, with what chance adds taken off";
    columns.add("value", "Value", about, ColumnKind::Decimal(4), figure(&|f| f.value));
    let lower = figure(&|f| f.limits.lower);
    columns.add("lower", "Lower limit", "Its lower limit", ColumnKind::Decimal(4), lower);
    let upper = figure(&|f| f.limits.upper);
    columns.add("upper", "Upper limit", "Its upper limit", ColumnKind::Decimal(4), upper);
    let observed = rows.iter().map(|row| row.observed.clone()).collect();
    let about = "The index of the counts as they are";
    columns.add("as_counted", "As counted", about, ColumnKind::Decimal(4), observed);
    let reading = text(&|row| row.reading.into());
    columns.add("reading", "How to read it", "What the value means", ColumnKind::Text, reading);
    columns
}

/// How people of the population's groups live apart; nothing in it counts users of a service.
pub(in crate::disclose) fn groups_apart(found: &[GroupApart], title: &str) -> Option<Table> {
    if found.is_empty() {
        return None;
    }
    let mut columns = Columns::default();
    let each = |of: &dyn Fn(&GroupApart) -> Cell| found.iter().map(of).collect::<Vec<_>>();
    let kinds = each(&|g| Cell::Text(g.name.replace('_', " ")));
    columns.add("kind", "Kind of group", "What the groups are", ColumnKind::Text, kinds);
    columns.add("group", "Group", "The group", ColumnKind::Text, each(&|g| Cell::Text(g.level.clone())));
    let index = |found: Result<Corrected, NoFigure>, of: &dyn Fn(&Figure) -> f64| {
        cell(found.map(|f| of(&f.figure)), 3)
    };
    for (id, label, words, which) in [
        (
            "dissimilarity",
            "Dissimilarity",
            "Share of the group's people who would have to live in another area for the group to be spread like everybody else; what chance adds in small areas is taken off",
            true,
        ),
        (
            "isolation",
            "Isolation",
            "Share of the group among the people of the area of a person of the group, on average",
            false,
        ),
    ] {
        let of = |g: &GroupApart| {
            if which { g.dissimilarity.map(|d| d.index) } else { g.isolation.map(|i| i.index) }
        };
        columns.add(id, label, words, ColumnKind::Decimal(3), each(&|g| index(of(g), &|f| f.value)));
        columns.add(
            &format!("{id}_lower"),
            &format!("{label}, lower limit"),
            "Its lower limit",
            ColumnKind::Decimal(3),
            each(&|g| index(of(g), &|f| f.limits.lower)),
        );
        columns.add(
            &format!("{id}_upper"),
            &format!("{label}, upper limit"),
            "Its upper limit",
            ColumnKind::Decimal(3),
            each(&|g| index(of(g), &|f| f.limits.upper)),
        );
    }
    let about = "The dissimilarity that chance alone would give a group of this size in areas of this size";
    let even = each(&|g| cell(g.dissimilarity.map(|d| d.expected_if_even), 3));
    columns.add("even", "Dissimilarity if even", about, ColumnKind::Decimal(3), even);
    Some(columns.table(
        "groups_apart",
        &format!("{title}: how people of each group live apart"),
        "One row for each group of the population.",
        Vec::new(),
    ))
}
