//! Estimating: natural breaks beside the quadratic way, need, smoothing, and sensitivity on one thread beside many.

use divan::{Bencher, black_box};
use rand::RngExt;
use rand_pcg::Pcg64;
use rayon::ThreadPoolBuilder;
use reachgap::assess::sensitivity::{Ranking, Stability, Standard, Variation, stability};
use reachgap::assessment::Transform;
use reachgap::count::Count;
use reachgap::estimate::NoFigure;
use reachgap::estimate::empirical_bayes::{self, AreaCount};
use reachgap::estimate::need::{ranks, scores};
use reachgap::measure::Polarity;
use reachgap::publish::maps::fisher_jenks::upper_limits;

fn main() {
    divan::main();
}

/// As many numbers from 0 to 3 as asked for, the same in every run.
fn numbers(count: usize) -> Vec<f64> {
    let mut random = Pcg64::new(20_240_601, 0x0a02_bdbf_7bb3_c0a7_ac28_fa16_a64a_bf96);
    (0..count).map(|_| random.random_range(0.0..3.0)).collect()
}

fn in_order(count: usize) -> Vec<f64> {
    let mut values = numbers(count);
    values.sort_by(f64::total_cmp);
    values
}

/// Fisher's algorithm as it is usually written: for each class and each end, every start is tried.
#[expect(clippy::needless_range_loop, reason = "the plain loop, written as the formula is")]
fn quadratic(sorted: &[f64], classes: usize) -> Vec<f64> {
    let count = sorted.len();
    let mut sums = vec![(0.0, 0.0)];
    for value in sorted {
        let (first, second): (f64, f64) = sums[sums.len() - 1];
        sums.push((first + value, second + value * value));
    }
    let spread = |start: usize, end: usize| {
        let (first, second) = (sums[end].0 - sums[start].0, sums[end].1 - sums[start].1);
        second - first * first / (end - start) as f64
    };
    let mut best: Vec<f64> = (0..=count).map(|end| if end == 0 { 0.0 } else { spread(0, end) }).collect();
    let mut starts = Vec::new();
    for class in 1..classes {
        let mut next = vec![f64::INFINITY; count + 1];
        let mut start_of = vec![0; count + 1];
        for end in class + 1..=count {
            for start in class..end {
                let total = best[start] + spread(start, end);
                if total < next[end] {
                    (next[end], start_of[end]) = (total, start);
                }
            }
        }
        best = next;
        starts.push(start_of);
    }
    let mut limits = vec![sorted[count - 1]];
    let mut end = count;
    for start_of in starts.iter().rev() {
        end = start_of[end];
        limits.push(sorted[end - 1]);
    }
    limits.reverse();
    limits
}

#[divan::bench(args = [500, 1_000, 2_000])]
fn natural_breaks_the_quadratic_way(bencher: Bencher, count: usize) {
    let values = in_order(count);
    assert_eq!(quadratic(&values, 5), upper_limits(&values, 5));
    bencher.bench(|| quadratic(black_box(&values), 5));
}

#[divan::bench(args = [500, 1_000, 2_000, 33_755])]
fn natural_breaks(bencher: Bencher, count: usize) {
    let values = in_order(count);
    assert!(count > 2_000 || upper_limits(&values, 5) == quadratic(&values, 5));
    bencher.bench(|| upper_limits(black_box(&values), 5));
}

#[divan::bench(args = [Transform::Exponential, Transform::ZScore, Transform::Percentile])]
fn need_scores_of_33_755_areas(bencher: Bencher, transform: Transform) {
    let values: Vec<Result<f64, NoFigure>> = numbers(33_755).into_iter().map(Ok).collect();
    let found = scores(&values, Polarity::HighIsNeed, transform);
    assert_eq!(ranks(&found), ranks(&values), "a transform keeps the order");
    bencher.bench(|| scores(black_box(&values), Polarity::HighIsNeed, transform));
}

#[divan::bench(args = [3_375, 33_755])]
fn smoothing(bencher: Bencher, count: usize) {
    let areas: Vec<Result<AreaCount, NoFigure>> = numbers(count)
        .into_iter()
        .map(|n| Ok(AreaCount { events: (n * 20.0).floor(), people: 1500.0 }))
        .collect();
    let smoothed = empirical_bayes::global(&areas).expect("there are people");
    let shrunk = |(area, rate): (&Result<AreaCount, NoFigure>, &Result<f64, NoFigure>)| {
        let (raw, rate) = (area.map(|a| a.events / a.people), *rate);
        raw.is_ok_and(|raw| {
            rate.is_ok_and(|rate| (rate - smoothed.mean).abs() <= (raw - smoothed.mean).abs())
        })
    };
    assert!(areas.iter().zip(&smoothed.rates).all(shrunk), "every rate moves towards the mean");
    bencher.bench(|| empirical_bayes::global(black_box(&areas)));
}

/// Areas that expect thirty people each, with two needs.
struct Areas {
    observed: Vec<Count>,
    expected: Vec<f64>,
    needs: [Vec<f64>; 2],
}

impl Areas {
    fn new(count: usize) -> Self {
        let needs = [numbers(count), numbers(count).into_iter().rev().collect()];
        let observed = numbers(count).into_iter().map(|n| Count::exact((n * 20.0).floor())).collect();
        Self { observed, expected: vec![30.0; count], needs }
    }

    fn stability_on(&self, threads: usize) -> Stability {
        let need = self.needs.each_ref().map(Vec::as_slice);
        let ranking =
            Ranking { observed: &self.observed, expected: &self.expected, need: &need, weights: &[0.5, 0.5] };
        let variation = Variation { draws: 200, ..Variation::default() };
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        pool.install(|| stability(&ranking, Standard::Given, &variation)).expect("the inputs are sound")
    }
}

#[divan::bench(args = [1, 2], sample_count = 10)]
fn sensitivity_of_33_755_areas_on_threads(bencher: Bencher, threads: usize) {
    let areas = Areas::new(33_755);
    assert_eq!(areas.stability_on(threads), areas.stability_on(3), "threads change nothing");
    bencher.bench(|| black_box(&areas).stability_on(threads));
}
