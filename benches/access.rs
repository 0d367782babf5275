//! Access: sites found through the R-tree beside every pair compared, and catchments on sparse pairs beside plain loops.

use divan::{Bencher, black_box};
use rand::RngExt;
use rand_pcg::Pcg64;
use rayon::ThreadPoolBuilder;
use reachgap::estimate::access::{Access, Catchment, two_step};
use reachgap::join::reachable::{PlanePoint, within_distance};

const REACH_M: f64 = 5_000.0;
const AREAS: [usize; 3] = [1_000, 4_000, 16_000];

fn main() {
    divan::main();
}

/// Areas with 1,500 people each and one site of 50 places for eleven areas, as dense whatever their number.
struct Place {
    areas: Vec<PlanePoint>,
    people: Vec<f64>,
    sites: Vec<PlanePoint>,
    capacity: Vec<f64>,
}

impl Place {
    fn of(areas: usize) -> Self {
        let mut random = Pcg64::new(20_240_601, 0x0a02_bdbf_7bb3_c0a7_ac28_fa16_a64a_bf96);
        let side = 2_000.0 * (areas as f64).sqrt();
        let mut points = |count: usize| -> Vec<PlanePoint> {
            (0..count).map(|_| [random.random_range(0.0..side), random.random_range(0.0..side)]).collect()
        };
        let (areas, sites) = (points(areas), points(areas / 11));
        Self { people: vec![1_500.0; areas.len()], capacity: vec![50.0; sites.len()], areas, sites }
    }

    fn zones() -> Catchment {
        Catchment::stepped(&[(1_500.0, 1.0), (3_000.0, 0.68), (REACH_M, 0.22)]).expect("the steps rise")
    }

    fn access(&self) -> Access {
        let reachable = within_distance(&self.areas, &self.sites, REACH_M).expect("the points are finite");
        two_step(&reachable, &self.people, &self.capacity, &Self::zones()).expect("there are sites")
    }

    /// The same, every area with every site in both steps.
    fn plainly(&self) -> Vec<f64> {
        let zones = Self::zones();
        let weight = |a: &PlanePoint, s: &PlanePoint| zones.weight((a[0] - s[0]).hypot(a[1] - s[1]));
        let ratio = |(site, capacity): (&PlanePoint, &f64)| {
            let people: f64 =
                self.areas.iter().zip(&self.people).map(|(area, p)| p * weight(area, site)).sum();
            if people > 0.0 { capacity / people } else { 0.0 }
        };
        let ratios: Vec<f64> = self.sites.iter().zip(&self.capacity).map(ratio).collect();
        let score =
            |area| self.sites.iter().zip(&ratios).map(|(site, ratio)| ratio * weight(area, site)).sum();
        self.areas.iter().map(score).collect()
    }

    /// Before anything is timed: both ways give the same, and every place is given out once.
    fn checked(areas: usize) -> Self {
        let place = Self::of(areas);
        let access = place.access();
        if areas <= 4_000 {
            let same = |(found, plain): (&f64, &f64)| (found - plain).abs() <= 1e-9 * plain;
            assert!(access.scores.iter().zip(&place.plainly()).all(same));
        }
        let given: f64 = access.scores.iter().zip(&place.people).map(|(score, people)| score * people).sum();
        let all = 50.0 * (place.sites.len() - access.unused_sites.len()) as f64;
        assert!((given / all - 1.0).abs() < 1e-9);
        place
    }
}

#[divan::bench(args = AREAS)]
fn through_the_tree(bencher: Bencher<'_, '_>, areas: usize) {
    let place = Place::checked(areas);
    bencher.bench(|| black_box(&place).access());
}

#[divan::bench(args = AREAS)]
fn through_the_tree_on_one_thread(bencher: Bencher<'_, '_>, areas: usize) {
    let place = Place::checked(areas);
    let pool = ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    bencher.bench(|| pool.install(|| black_box(&place).access()));
}

#[divan::bench(args = AREAS, sample_count = 5)]
fn every_pair_compared(bencher: Bencher<'_, '_>, areas: usize) {
    let place = Place::checked(areas);
    bencher.bench(|| black_box(&place).plainly());
}
