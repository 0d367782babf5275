//! Properties that hold for every publication.

use proptest::prelude::*;

use super::{Table, numbers};
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

/// Areas in authorities in a place, by groups with a total, and further breakdowns of the same total.
#[derive(Debug, Clone)]
struct Nested {
    /// Authority, area, group.
    counts: Vec<Vec<Vec<f64>>>,
    /// How many further breakdowns, each into two.
    halves: usize,
    /// How many people are eligible for each one counted, if that is known.
    eligible: Option<f64>,
    /// Every how many counts the source suppressed one.
    suppressed: Option<usize>,
    /// What counts are multiplied by, as when they are moved between boundary years.
    factor: f64,
}

fn nested() -> impl Strategy<Value = Nested> {
    let counts = (2usize..4, 2usize..4).prop_flat_map(|(authorities, groups)| {
        let area = prop::collection::vec(count(), groups);
        prop::collection::vec(prop::collection::vec(area, 1..5), authorities)
    });
    let eligible = prop::option::of(1.0..1.5f64);
    let suppressed = prop::option::weighted(0.3, 2usize..9);
    let factor = prop_oneof![4 => Just(1.0), 1 => 0.3..1.0f64];
    (counts, 0usize..3, eligible, suppressed, factor).prop_map(
        |(counts, halves, eligible, suppressed, factor)| Nested {
            counts,
            halves,
            eligible,
            suppressed,
            factor,
        },
    )
}

/// The sums of a publication: total first.
type Lines = Vec<Vec<CellId>>;

impl Nested {
    fn publication(&self) -> (Cells, Lines) {
        let (mut cells, mut lines) = (Cells::default(), Lines::new());
        let mut authorities = Vec::new();
        for areas in &self.counts {
            let rows = areas.iter().map(|area| self.row(&mut cells, &mut lines, area)).collect::<Vec<_>>();
            authorities.push(self.sum(&mut cells, &mut lines, &rows));
        }
        self.sum(&mut cells, &mut lines, &authorities);
        lines.iter().for_each(|line| cells.relation(line[0], &line[1..]));
        (cells, lines)
    }

    /// The cells of one area: its groups, its total, and the halves of its total.
    fn row(&self, cells: &mut Cells, lines: &mut Lines, area: &[f64]) -> Vec<CellId> {
        let mut row: Vec<CellId> = area.iter().map(|&n| self.leaf(cells, n)).collect();
        let total = add_sum(cells, &row);
        row.push(total);
        for half in 0..self.halves {
            let (low, high) = (cells.lowest[total.index()], cells.highest[total.index()]);
            let share = (low / (half + 3) as f64).floor();
            let parts = [cells.add(share), cells.add_uncertain(low - share, high - share)];
            parts.iter().for_each(|&cell| cells.out_of(cell, cells.eligible[total.index()]));
            row.extend(parts);
        }
        self.breakdowns(&row, lines);
        row
    }

    fn leaf(&self, cells: &mut Cells, count: f64) -> CellId {
        let is_suppressed =
            self.suppressed.is_some_and(|every| cells.len().is_multiple_of(every)) && count > 0.0;
        let cell = if is_suppressed { cells.add_between(1.0, 4.0) } else { cells.add(count * self.factor) };
        if let Some(eligible) = self.eligible {
            cells.out_of(cell, 1.0 + (count.max(4.0) * eligible).ceil());
        }
        cell
    }

    /// The cells of an area made of others.
    fn sum(&self, cells: &mut Cells, lines: &mut Lines, parts: &[Vec<CellId>]) -> Vec<CellId> {
        let mut row = Vec::new();
        for column in 0..parts[0].len() {
            let members: Vec<CellId> = parts.iter().map(|part| part[column]).collect();
            row.push(add_sum(cells, &members));
            lines.push([&row[column..], &members].concat());
        }
        self.breakdowns(&row, lines);
        row
    }

    /// The total of an area is the sum of its groups, and of each pair of halves.
    fn breakdowns(&self, row: &[CellId], lines: &mut Lines) {
        let groups = row.len() - 1 - 2 * self.halves;
        lines.push([&row[groups..=groups], &row[..groups]].concat());
        lines.extend((groups + 1..row.len()).step_by(2).map(|at| vec![row[groups], row[at], row[at + 1]]));
    }
}

/// Adds the total of some cells, with its bounds.
fn add_sum(cells: &mut Cells, parts: &[CellId]) -> CellId {
    let sum = |of: &[f64]| parts.iter().map(|part| of[part.index()]).sum::<f64>();
    let total = cells.add_uncertain(sum(&cells.lowest), sum(&cells.highest));
    cells.out_of(total, sum(&cells.eligible));
    total
}

fn check(cells: &Cells, lines: &[Vec<CellId>], rule: &Rule) -> Protection {
    let protection = protect(cells, rule).expect("it adds up");
    let is_bounded = |cell: CellId| !cells.is_known(cell.index()) || cells.eligible[cell.index()].is_finite();
    if !cells.ids().any(is_bounded) {
        assert_eq!(protection.given_away(), [], "no public figure gives anything away");
    }
    let hidden = protection.hidden();
    for bounds in attack(cells, &hidden, Intruder::KnowsRule(*rule)).expect("it adds up") {
        let width = bounds.upper - bounds.lower;
        let eligible = cells.eligible[bounds.cell.index()];
        assert!(width > 1.0 - 1e-6, "{bounds:?}");
        let status = protection.status(bounds.cell);
        let is_given_away = protection.given_away().contains(&bounds.cell);
        if matches!(status, Status::Primary(reason) if reason != Primary::FewEligible) && !is_given_away {
            let floor = cells.floor(bounds.cell.index(), Some(rule));
            let public = eligible.min(cells.ceiling(bounds.cell.index())) - floor;
            assert!(width > rule.protection_level().min(public) - 1e-6, "{bounds:?}");
        }
    }
    for line in lines {
        assert_ne!(line.iter().filter(|&&cell| !protection.is_shown(cell)).count(), 1, "{line:?}");
    }
    let found = audit(cells, rule, &numbers(cells, &protection)).expect("it adds up");
    assert_eq!((found.leaks, found.already_public.as_slice()), (vec![], protection.given_away()));
    protection
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

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
        let first = protect(&cells, &rule).expect("it adds up");
        prop_assume!(first.given_away().is_empty());
        first.hidden().iter().for_each(|&cell| cells.withhold(cell));
        let second = protect(&cells, &rule).expect("it adds up");
        for cell in second.hidden() {
            let is_harmless_zero = second.status(cell) == Status::Primary(Primary::FewEligible);
            prop_assert!(!first.is_shown(cell) || is_harmless_zero, "{cell:?} {:?}", second.status(cell));
        }
    }
}
