//! Properties that hold for every publication.

use proptest::prelude::*;

use super::Table;
use crate::disclose::{
    CellId, Cells, Intruder, Primary, Protection, Rule, Status, Zeros, attack, audit, protect,
};

fn rule() -> impl Strategy<Value = Rule> {
    (2u32..=10, any::<bool>(), any::<bool>()).prop_map(|(threshold, show, protect_complement)| Rule {
        threshold,
        zeros: if show { Zeros::Show } else { Zeros::Suppress },
        protect_complement,
    })
}

/// Counts with many zeros and small ones, as areas by groups have them.
fn count() -> impl Strategy<Value = f64> {
    prop_oneof![2 => Just(0u32), 4 => 1u32..12, 4 => 5u32..80].prop_map(f64::from)
}

fn table() -> impl Strategy<Value = Vec<Vec<f64>>> {
    (2usize..7, 2usize..6)
        .prop_flat_map(|(rows, columns)| prop::collection::vec(prop::collection::vec(count(), columns), rows))
}

/// Areas in authorities in a place, by groups with a total, and optionally a second breakdown.
#[derive(Debug, Clone)]
struct Nested {
    /// Authority, area, group.
    counts: Vec<Vec<Vec<f64>>>,
    has_second_breakdown: bool,
    eligible: Option<f64>,
}

fn nested() -> impl Strategy<Value = Nested> {
    let counts = (2usize..4, 2usize..4).prop_flat_map(|(authorities, groups)| {
        let area = prop::collection::vec(count(), groups);
        prop::collection::vec(prop::collection::vec(area, 1..5), authorities)
    });
    (counts, any::<bool>(), prop::option::of(1.0..1.5f64)).prop_map(
        |(counts, has_second_breakdown, eligible)| Nested { counts, has_second_breakdown, eligible },
    )
}

/// The sums of a publication: total first.
type Lines = Vec<Vec<CellId>>;

impl Nested {
    fn publication(&self) -> (Cells, Lines) {
        let mut cells = Cells::default();
        let mut lines = Vec::new();
        let groups = self.counts[0][0].len();
        let breakdowns = 1 + usize::from(self.has_second_breakdown);
        let authorities: Vec<Vec<CellId>> = self
            .counts
            .iter()
            .map(|areas| {
                let areas = areas.iter().map(|area| self.row(&mut cells, &mut lines, area)).collect();
                self.sum(&mut cells, &mut lines, areas, groups, breakdowns)
            })
            .collect();
        self.sum(&mut cells, &mut lines, authorities, groups, breakdowns);
        lines.iter().for_each(|line| cells.relation(line[0], &line[1..]));
        (cells, lines)
    }

    /// The cells of one area: its total, its groups, and two halves of its total.
    fn row(&self, cells: &mut Cells, lines: &mut Lines, area: &[f64]) -> Vec<CellId> {
        let total: f64 = area.iter().sum();
        let mut row = vec![cells.add(total)];
        row.extend(area.iter().map(|&n| cells.add(n)));
        if let Some(eligible) = self.eligible {
            area.iter().zip(&row[1..]).for_each(|(n, &cell)| cells.out_of(cell, 1.0 + (n * eligible).ceil()));
            cells.out_of(row[0], row[1..].iter().map(|cell| cells.eligible[cell.index()]).sum());
        }
        lines.push(row.clone());
        if self.has_second_breakdown {
            let half = (total / 3.0).floor();
            row.extend([cells.add(half), cells.add(total - half)]);
            row[row.len() - 2..].iter().for_each(|&cell| cells.out_of(cell, cells.eligible[row[0].index()]));
            lines.push(vec![row[0], row[row.len() - 2], row[row.len() - 1]]);
        }
        row
    }

    /// The cells of an area made of others.
    fn sum(
        &self,
        cells: &mut Cells,
        lines: &mut Lines,
        parts: Vec<Vec<CellId>>,
        groups: usize,
        breakdowns: usize,
    ) -> Vec<CellId> {
        let row: Vec<CellId> = (0..parts[0].len())
            .map(|column| {
                let total = cells.add(parts.iter().map(|row| cells.lowest[row[column].index()]).sum());
                cells.out_of(total, parts.iter().map(|row| cells.eligible[row[column].index()]).sum());
                lines.push(std::iter::once(total).chain(parts.iter().map(|row| row[column])).collect());
                total
            })
            .collect();
        lines.push(row[..=groups].to_vec());
        if breakdowns == 2 {
            lines.push(vec![row[0], row[groups + 1], row[groups + 2]]);
        }
        row
    }
}

fn check(cells: &Cells, lines: &[Vec<CellId>], rule: &Rule) -> Protection {
    let protection = protect(cells, rule).expect("it adds up");
    assert_eq!(protection.given_away(), []);
    let hidden = protection.hidden();
    for bounds in attack(cells, &hidden, Intruder::KnowsRule(*rule)).expect("it adds up") {
        let width = bounds.upper - bounds.lower;
        let eligible = cells.eligible[bounds.cell.index()];
        assert!(width > 1.0 - 1e-6, "{bounds:?}");
        let status = protection.status(bounds.cell);
        if matches!(status, Status::Primary(reason) if reason != Primary::FewEligible) {
            let floor = cells.floor(bounds.cell.index(), Some(rule));
            assert!(width > rule.protection_level().min(eligible - floor) - 1e-6, "{bounds:?}");
        }
    }
    for line in lines {
        assert_ne!(line.iter().filter(|&&cell| !protection.is_shown(cell)).count(), 1, "{line:?}");
    }
    let shown: Vec<Option<f64>> =
        cells.ids().map(|cell| protection.is_shown(cell).then(|| cells.lowest[cell.index()])).collect();
    assert_eq!(audit(cells, rule, &shown).expect("it adds up"), Default::default());
    protection
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_recovered_from_a_protected_table(counts in table(), rule in rule()) {
        let rows: Vec<&[f64]> = counts.iter().map(Vec::as_slice).collect();
        let table = Table::new(&rows);
        check(&table.cells, &table.lines, &rule);
    }

    #[test]
    fn nothing_is_recovered_from_nested_geographies(nested in nested(), rule in rule()) {
        let (cells, lines) = nested.publication();
        check(&cells, &lines, &rule);
    }

    #[test]
    fn the_order_of_relations_and_the_number_of_threads_change_nothing(nested in nested(), rule in rule()) {
        let (cells, lines) = nested.publication();
        let mut reordered = cells.without_relations();
        lines.iter().rev().for_each(|line| {
            let parts: Vec<CellId> = line[1..].iter().rev().copied().collect();
            reordered.relation(line[0], &parts);
        });
        let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
        let first = protect(&cells, &rule);
        prop_assert_eq!(&first, &protect(&reordered, &rule));
        prop_assert_eq!(&first, &one_thread.install(|| protect(&cells, &rule)));
    }

    #[test]
    fn what_is_protected_needs_no_more(nested in nested(), rule in rule()) {
        let (mut cells, _) = nested.publication();
        let hidden = protect(&cells, &rule).expect("it adds up").hidden();
        hidden.iter().for_each(|&cell| cells.withhold(cell));
        prop_assert_eq!(protect(&cells, &rule).expect("it adds up").hidden(), hidden);
    }
}
