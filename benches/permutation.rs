//! Conditional permutation of local Moran beside its plain loop, which shuffles all other areas each time.

use divan::{Bencher, black_box};
use rand::RngExt;
use rand_pcg::Pcg64;
use reachgap::estimate::NoFigure;
use reachgap::estimate::autocorrelation::{Alternative, Permutations, Trial, local_moran};
use reachgap::neighbours::Neighbours;

const SIDE: usize = 24;
const PERMUTATIONS: u32 = 99;

fn main() {
    divan::main();
}

/// A square of areas, each beside those left, right, above and below.
struct Map {
    values: Vec<f64>,
    neighbours: Neighbours,
}

impl Map {
    fn made() -> Self {
        let mut random = Pcg64::new(20_240_601, 0x0a02_bdbf_7bb3_c0a7_ac28_fa16_a64a_bf96);
        let areas = SIDE * SIDE;
        let values = (0..areas).map(|_| random.random_range(0.0..1.0)).collect();
        let beside = |area: usize| {
            let (row, column) = (area / SIDE, area % SIDE);
            let mut beside = Vec::new();
            beside.extend((row > 0).then(|| (area - SIDE) as u32));
            beside.extend((row + 1 < SIDE).then(|| (area + SIDE) as u32));
            beside.extend((column > 0).then(|| (area - 1) as u32));
            beside.extend((column + 1 < SIDE).then(|| (area + 1) as u32));
            beside
        };
        let neighbours = Neighbours::from_lists((0..areas).map(beside).collect()).expect("a lattice");
        Self { values, neighbours: neighbours.row_standardised() }
    }

    fn permuted(&self) -> Vec<f64> {
        let values: Vec<Result<f64, NoFigure>> = self.values.iter().map(|value| Ok(*value)).collect();
        let keys: Vec<u64> = (0..values.len() as u64).collect();
        let trial = Trial {
            permutations: Permutations::Fixed(PERMUTATIONS),
            alternative: Alternative::Greater,
            rate: 1.0,
            ..Trial::default()
        };
        let found = local_moran(&values, &self.neighbours, &keys, &trial).expect("a map with values");
        found.areas.iter().flatten().map(|area| area.test.p).collect()
    }

    /// The plain loop: all other areas are shuffled, and the first of them are the neighbours.
    fn plainly(&self) -> Vec<f64> {
        let mut random = Pcg64::new(7, 7);
        let areas = self.values.len();
        let mean = self.values.iter().sum::<f64>() / areas as f64;
        let z: Vec<f64> = self.values.iter().map(|value| value - mean).collect();
        let p = |area: usize| {
            let weights = self.neighbours.weights(area);
            let own: f64 = self.neighbours.of(area).map(|(j, w)| w * z[j as usize]).sum();
            let mut others: Vec<f64> =
                (0..areas).filter(|other| *other != area).map(|other| z[other]).collect();
            let mut as_large = 0;
            for _ in 0..PERMUTATIONS {
                for last in (1..others.len()).rev() {
                    others.swap(last, random.random_range(0..=last));
                }
                let drawn: f64 = weights.iter().zip(&others).map(|(w, z)| w * z).sum();
                as_large += u32::from(z[area] * drawn >= z[area] * own);
            }
            f64::from(as_large + 1) / f64::from(PERMUTATIONS + 1)
        };
        (0..areas).map(p).collect()
    }
}

/// Both are estimates of the same p-values: their means agree.
fn checked(map: &Map) {
    let mean = |p: Vec<f64>| p.iter().sum::<f64>() / p.len() as f64;
    let (quick, plain) = (mean(map.permuted()), mean(map.plainly()));
    assert!((quick - plain).abs() < 0.01, "{quick} {plain}");
}

#[divan::bench]
fn drawn_by_area(bencher: Bencher<'_, '_>) {
    let map = Map::made();
    checked(&map);
    bencher.bench_local(|| black_box(map.permuted()));
}

#[divan::bench]
fn shuffled_plainly(bencher: Bencher<'_, '_>) {
    let map = Map::made();
    bencher.bench_local(|| black_box(map.plainly()));
}
