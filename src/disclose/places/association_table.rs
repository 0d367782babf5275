//! The table of the whole map: whether areas are like their neighbours.

use super::{P_VALUE, Together, cell};
use crate::assess::places::clusters::{ClusterFindings, Overall};
use crate::disclose::evidence::{Cell, ColumnKind, Columns, Table};
use crate::estimate::NoFigure;
use crate::estimate::autocorrelation::{Deviate, GeneralG, Global, Permuted};
use crate::measure::{Missing, Value};

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
        let clusters = self.found().clusters.as_ref()?;
        let columns = columns(&self.rows(clusters));
        let title =
            self.title(&format!("{}, whether areas are like their neighbours", self.service.uptake.service));
        let words = "One row for each statistic of the whole map.";
        Some(columns.table(&self.id("association"), &title, words, Vec::new()))
    }

    fn rows(&self, clusters: &ClusterFindings) -> Vec<Row> {
        let found = self.found();
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
        rows
    }
}

fn columns(rows: &[Row]) -> Columns {
    let mut columns = Columns::default();
    let text = |of: &dyn Fn(&Row) -> String| rows.iter().map(|row| Cell::Text(of(row))).collect::<Vec<_>>();
    let cells = |of: &dyn Fn(&Row) -> &Cell| rows.iter().map(|row| of(row).clone()).collect::<Vec<_>>();
    let about = "The statistic, of people reached over people expected as a deviate that allows for few being expected; general G of the plain ratio";
    columns.add("statistic", "Statistic", about, ColumnKind::Text, text(&|row| row.statistic.clone()));
    columns.add("scale", "Of", "Which areas", ColumnKind::Text, text(&|row| row.at.clone()));
    let areas = rows.iter().map(|row| Cell::Number(row.areas as f64)).collect();
    columns.add("areas", "Areas", "How many take part", ColumnKind::Count, areas);
    columns.add("value", "Value", "Its value", ColumnKind::Decimal(4), cells(&|row| &row.value));
    let about = "What chance alone would give on average";
    columns.add("expected", "Expected", about, ColumnKind::Decimal(4), cells(&|row| &row.expected));
    let about = "How far it is from that, in standard deviations";
    columns.add("z", "z", about, ColumnKind::Decimal(2), cells(&|row| &row.z));
    let about = "How often chance alone would give as much, two-sided unless the methods say otherwise";
    columns.add("p", "p-value", about, P_VALUE, cells(&|row| &row.p));
    columns.add("how", "How", "What the p-value rests on", ColumnKind::Text, text(&|row| row.how.clone()));
    columns
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
        how: match found.islands {
            0 => "analytic".into(),
            1 => "analytic; 1 area has no neighbour".into(),
            islands => format!("analytic; {islands} areas have no neighbour"),
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
