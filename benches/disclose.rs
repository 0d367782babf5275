//! Disclosure control: protecting and auditing counts by area and group, with totals by authority and nation.

use divan::{Bencher, black_box};
use rand::RngExt;
use rand_pcg::Pcg64;
use reachgap::disclose::{CellId, Cells, Protection, Rule, audit, protect};

fn main() {
    divan::main();
}

/// Counts, and the cells they stand in.
#[derive(Default)]
struct Counts {
    cells: Cells,
    values: Vec<f64>,
}

impl Counts {
    fn add(&mut self, value: f64) -> CellId {
        self.values.push(value);
        self.cells.add(value)
    }

    /// Six groups and their total in each area, in authorities of 110 areas, in one nation.
    fn nation(areas: usize) -> Self {
        let mut random = Pcg64::new(20_240_601, 0x0a02_bdbf_7bb3_c0a7_ac28_fa16_a64a_bf96);
        let mut counts = Self::default();
        let mut authorities = Vec::new();
        for start in (0..areas).step_by(110) {
            let members = (start..areas.min(start + 110)).map(|_| counts.area(&mut random)).collect();
            authorities.push(counts.sum(members));
        }
        counts.sum(authorities);
        counts
    }

    fn area(&mut self, random: &mut Pcg64) -> Vec<CellId> {
        let size: f64 = random.random_range(0.0..4.0);
        let counts = [60.0, 12.0, 5.0, 4.0, 2.0, 1.0]
            .map(|share: f64| (share * size * random.random_range(0.0..1.0)).floor());
        let mut row = vec![self.add(counts.iter().sum())];
        row.extend(counts.map(|count| self.add(count)));
        self.cells.relation(row[0], &row[1..]);
        row
    }

    fn sum(&mut self, parts: Vec<Vec<CellId>>) -> Vec<CellId> {
        let column = |column: usize| parts.iter().map(|row| row[column]).collect::<Vec<CellId>>();
        let mut row = Vec::new();
        for members in (0..7).map(column) {
            let total = self.add(members.iter().map(|cell| self.values[cell.index()]).sum());
            self.cells.relation(total, &members);
            row.push(total);
        }
        self.cells.relation(row[0], &row[1..]);
        row
    }

    fn protected(&self) -> Protection {
        protect(&self.cells, &Rule::default()).expect("the counts add up")
    }

    fn shown(&self, protection: &Protection) -> Vec<Option<f64>> {
        let shown = |(cell, value): (CellId, &f64)| protection.is_shown(cell).then_some(*value);
        self.cells.ids().zip(&self.values).map(shown).collect()
    }
}

#[divan::bench(args = [200, 3_375, 33_755], sample_count = 5)]
fn protecting(bencher: Bencher, areas: usize) {
    let counts = Counts::nation(areas);
    let shown = counts.shown(&counts.protected());
    assert_eq!(audit(&counts.cells, &Rule::default(), &shown), Ok(Default::default()), "nothing leaks");
    bencher.bench(|| black_box(&counts).protected());
}

#[divan::bench(args = [200, 3_375, 33_755], sample_count = 5)]
fn auditing(bencher: Bencher, areas: usize) {
    let counts = Counts::nation(areas);
    let shown = counts.shown(&counts.protected());
    assert_eq!(audit(&counts.cells, &Rule::default(), &shown), Ok(Default::default()), "nothing leaks");
    bencher.bench(|| audit(black_box(&counts.cells), &Rule::default(), &shown));
}
