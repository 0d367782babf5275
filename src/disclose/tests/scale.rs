//! Publications of national shape.

use super::numbers;
use crate::disclose::{CellId, Cells, Rule, Status, audit, protect};

/// Random numbers from 0 to 1, the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1u32 << 31)
    }
}

/// Areas in authorities, all in one nation, by six groups and by further breakdowns into two.
struct Nation {
    areas: usize,
    areas_of_an_authority: usize,
    halves: usize,
    random: Random,
    cells: Cells,
}

impl Nation {
    fn cells(areas: usize, areas_of_an_authority: usize, halves: usize, seed: u64) -> Cells {
        let (random, cells) = (Random(seed), Cells::default());
        let mut nation = Self { areas, areas_of_an_authority, halves, random, cells };
        let authorities: Vec<Vec<CellId>> = (0..areas.div_ceil(areas_of_an_authority))
            .map(|authority| {
                let members =
                    nation.areas_of_an_authority.min(nation.areas - authority * areas_of_an_authority);
                let rows: Vec<Vec<CellId>> = (0..members).map(|_| nation.area()).collect();
                nation.sum(&rows)
            })
            .collect();
        nation.sum(&authorities);
        nation.cells
    }

    fn area(&mut self) -> Vec<CellId> {
        const SHARES: [f64; 6] = [60.0, 12.0, 5.0, 4.0, 2.0, 1.0];
        let size = 2.0 * self.random.next();
        let counts = SHARES.map(|share| (share * size * 2.0 * self.random.next()).floor());
        let total: f64 = counts.iter().sum();
        let mut row = vec![self.cells.add(total)];
        row.extend(counts.map(|n| self.cells.add(n)));
        for _ in 0..self.halves {
            let half = (total * self.random.next()).floor();
            row.extend([self.cells.add(half), self.cells.add(total - half)]);
        }
        self.breakdowns(&row);
        row
    }

    fn sum(&mut self, parts: &[Vec<CellId>]) -> Vec<CellId> {
        let mut row = Vec::new();
        for column in 0..parts[0].len() {
            let members: Vec<CellId> = parts.iter().map(|row| row[column]).collect();
            let total = self.cells.add(members.iter().map(|cell| self.cells.lowest[cell.index()]).sum());
            self.cells.relation(total, &members);
            row.push(total);
        }
        self.breakdowns(&row);
        row
    }

    fn breakdowns(&mut self, row: &[CellId]) {
        self.cells.relation(row[0], &row[1..7]);
        row[7..].chunks(2).for_each(|halves| self.cells.relation(row[0], halves));
    }
}

fn check(cells: &Cells) {
    let rule = Rule::default();
    let start = std::time::Instant::now();
    let protection = protect(cells, &rule).expect("it adds up");
    let is_secondary = |status: &&Status| matches!(status, Status::Secondary { .. });
    let secondary = protection.statuses().iter().filter(is_secondary).count();
    let (all, hidden) = (cells.len(), protection.hidden().len());
    println!("{hidden} of {all} cells hidden, {secondary} of them secondary, in {:?}", start.elapsed());
    let start = std::time::Instant::now();
    assert_eq!(audit(cells, &rule, &numbers(cells, &protection)).expect("it adds up"), Default::default());
    println!("audited in {:?}", start.elapsed());
    assert!(2 * secondary < hidden, "{secondary} of {hidden} hidden cells are secondary");
}

#[test]
fn three_thousand_areas_by_six_groups_are_protected() {
    check(&Nation::cells(3_000, 110, 0, 1));
}

#[test]
fn areas_directly_in_a_nation_are_protected() {
    check(&Nation::cells(1_500, 1_500, 0, 2));
}

#[test]
fn totals_with_three_breakdowns_are_protected() {
    check(&Nation::cells(330, 110, 2, 3));
}

/// Run with `cargo test --release --lib over_england -- --ignored --nocapture`.
#[test]
#[ignore = "takes seconds, and says how many"]
fn five_services_over_england_are_protected_in_seconds() {
    let mut cells = Cells::default();
    (1..=5).for_each(|service| cells.append(Nation::cells(33_755, 110, 0, service)));
    check(&cells);
}

/// Run with `cargo test --release --lib over_england -- --ignored --nocapture`.
#[test]
#[ignore = "takes seconds, and says how many"]
fn three_breakdowns_over_england_are_protected_in_seconds() {
    check(&Nation::cells(33_755, 110, 2, 6));
}
