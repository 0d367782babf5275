//! The spatial scan beside its plain loops: every window of every replication with its logarithms.

use divan::{Bencher, black_box};
use rand::RngExt;
use rand_distr::{Binomial, Distribution};
use rand_pcg::Pcg64;
use reachgap::estimate::scan::{Counts, Looking, Observation, Scan, Settings, scan};
use reachgap::join::near_areas::{Ground, Reach, circles};
use reachgap::windows::Windows;

fn main() {
    divan::main();
}

const AREAS: usize = 2000;
const REPLICATIONS: u32 = 64;

/// A made-up map with forty events expected in each area, and a place where a third are missing.
struct Map {
    centres: Vec<[f64; 2]>,
    keys: Vec<u64>,
    people: Vec<f64>,
    expected: Vec<f64>,
    observed: Vec<f64>,
}

impl Map {
    fn made() -> Self {
        let mut random = Pcg64::new(20_240_601, 0x0a02_bdbf_7bb3_c0a7_ac28_fa16_a64a_bf96);
        let centres: Vec<[f64; 2]> =
            (0..AREAS).map(|_| [random.random_range(0.0..1e5), random.random_range(0.0..1e5)]).collect();
        let people: Vec<f64> = (0..AREAS).map(|_| random.random_range(1000.0_f64..2000.0).round()).collect();
        let missing = |[x, y]: [f64; 2]| (x - 5e4).hypot(y - 5e4) < 7e3;
        let rate = |place: &[f64; 2]| if missing(*place) { 0.02 } else { 0.03 };
        let observed =
            centres.iter().zip(&people).map(|(place, people)| (people * rate(place)).round()).collect();
        let expected = people.iter().map(|people| people * 0.03).collect();
        Self { centres, keys: (0..AREAS as u64).collect(), people, expected, observed }
    }

    fn windows(&self) -> Windows {
        let ground = Ground { centres: &self.centres, keys: &self.keys, people: &self.people };
        circles(&ground, Reach { largest_share: 0.1, largest_radius_m: None }).expect("windows")
    }

    fn scan(&self, windows: &[Windows]) -> Scan {
        let counts = Counts::Poisson { observed: &self.observed, expected: &self.expected };
        let given = Observation { keys: &self.keys, people: &self.people, periods: 1, counts };
        let settings = Settings { looking: Looking::Low, replications: REPLICATIONS, ..Settings::default() };
        scan(&given, windows, &settings, None).expect("a scan")
    }

    /// Expected counts that sum to the observed.
    fn scaled(&self) -> Vec<f64> {
        let factor = self.observed.iter().sum::<f64>() / self.expected.iter().sum::<f64>();
        self.expected.iter().map(|expected| expected * factor).collect()
    }
}

/// The highest ratio of low counts over all windows.
fn highest(windows: &[Vec<usize>], observed: &[f64], expected: &[f64]) -> f64 {
    let all: f64 = observed.iter().sum();
    let mut best = 0.0_f64;
    for window in windows {
        let (mut o, mut e) = (0.0, 0.0);
        for &area in window {
            o += observed[area];
            e += expected[area];
            if o < e {
                let inside = if o > 0.0 { o * (o / e).ln() } else { 0.0 };
                best = best.max(inside + (all - o) * ((all - o) / (all - e)).ln());
            }
        }
    }
    best
}

/// As many events as observed, spread by the expectations.
fn drawn(expected: &[f64], random: &mut Pcg64) -> Vec<f64> {
    let (mut events, mut left) = (expected.iter().sum::<f64>().round() as u64, expected.iter().sum::<f64>());
    let draw = |&expected: &f64| {
        let count =
            Binomial::new(events, (expected / left).clamp(0.0, 1.0)).expect("a probability").sample(random);
        events -= count;
        left -= expected;
        count as f64
    };
    expected.iter().map(draw).collect()
}

#[divan::bench(sample_count = 5)]
fn side_by_side(bencher: Bencher<'_, '_>) {
    let map = Map::made();
    let windows = [map.windows()];
    assert_eq!(map.scan(&windows).clusters[0].p_value, 1.0 / f64::from(REPLICATIONS + 1));
    bencher.bench(|| black_box(map.scan(&windows)));
}

#[divan::bench(sample_count = 2)]
fn plain_loops(bencher: Bencher<'_, '_>) {
    let map = Map::made();
    let windows = map.windows();
    let lists: Vec<Vec<usize>> = (0..AREAS).map(|place| windows.nearest(place, usize::MAX)).collect();
    let expected = map.scaled();
    let found = map.scan(&[windows]);
    assert!((highest(&lists, &map.observed, &expected) - found.clusters[0].statistic).abs() < 1e-7);
    bencher.bench(|| {
        let mut random = Pcg64::new(1, 2);
        let replications =
            (0..REPLICATIONS).map(|_| highest(&lists, &drawn(&expected, &mut random), &expected));
        black_box(replications.collect::<Vec<f64>>())
    });
}

#[divan::bench(sample_count = 5)]
fn windows_of_the_nearest(bencher: Bencher<'_, '_>) {
    let map = Map::made();
    bencher.bench(|| black_box(map.windows()));
}
