//! Conditional permutation: the area stays, its neighbours are drawn at random from all other areas.

use rayon::prelude::*;

use super::alternative::{Alternative, Tally};
use super::draw::{Block, Draws};
use super::subset_sums::{self, Tails};
use super::trial::{Basis, Reach, Test, Tests, Trial};
use crate::estimate::multiple_testing::{Adjustment, fewest_permutations};
use crate::estimate::no_figure::NoFigure;
use crate::estimate::random::stream;
use crate::neighbours::Neighbours;

/// Values within this share of a standard deviation, for each unit of weight, are as good as equal.
pub(super) const TIE: f64 = 1e-10;

/// The values that neighbours are drawn from, in the order of the areas' keys.
pub(super) struct Pool {
    values: Vec<f64>,
    rank: Vec<usize>,
    keys: Vec<u64>,
}

impl Pool {
    /// Areas of the same key keep their order.
    pub(super) fn of(values: &[f64], keys: Vec<u64>) -> Self {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by_key(|&area| keys[area]);
        let mut rank = vec![0; values.len()];
        for (place, &area) in order.iter().enumerate() {
            rank[area] = place;
        }
        Self { values: order.into_iter().map(|area| values[area]).collect(), rank, keys }
    }

    /// The value of each area.
    fn value(&self, area: usize) -> f64 {
        self.values[self.rank[area]]
    }
}

/// What is asked about one area.
#[derive(Clone, Copy)]
pub(super) struct Question {
    /// The observed weighted sum over the neighbours.
    pub(super) observed: f64,
    /// Its expected value under permutation.
    pub(super) expected: f64,
    /// Sums that differ by no more count as equal.
    pub(super) tolerance: f64,
    /// Whether the statistic falls as the sum rises.
    pub(super) turned: bool,
}

/// The tests of sums over neighbours, of the values as they are.
///
/// Where too few permutations are asked for, the smallest p-values come from [`subset_sums`].
pub(super) fn of_sums(
    pool: &Pool,
    neighbours: &Neighbours,
    questions: &[Result<Question, NoFigure>],
    trial: &Trial,
) -> Tests {
    let tallies = tallies(pool, neighbours, questions, trial, |_, value| value);
    let mut tests = tests(&tallies, questions, trial);
    if let Reach::OutOfReach { .. } = tests.reach {
        by_tail(&mut tests, pool, neighbours, questions, &tallies, trial);
    }
    tests.adjusted(trial)
}

/// The tests of sums over neighbours, of what an area sees of their values.
pub(super) fn of_sums_seen(
    pool: &Pool,
    neighbours: &Neighbours,
    questions: &[Result<Question, NoFigure>],
    trial: &Trial,
    seen: impl Fn(usize, f64) -> f64 + Sync,
) -> Tests {
    let tallies = tallies(pool, neighbours, questions, trial, seen);
    tests(&tallies, questions, trial).adjusted(trial)
}

fn tallies(
    pool: &Pool,
    neighbours: &Neighbours,
    questions: &[Result<Question, NoFigure>],
    trial: &Trial,
    seen: impl Fn(usize, f64) -> f64 + Sync,
) -> Vec<Tally> {
    let start = || (pool.values.clone(), Draws::default());
    (0..questions.len())
        .into_par_iter()
        .with_min_len(64)
        .map_init(start, |(values, draws), area| {
            let Ok(question) = questions[area] else { return Tally::default() };
            // The area itself cannot be drawn: the last value stands in its place while it is being tested.
            let (own, last) = (pool.rank[area], values.len() - 1);
            values[own] = values[last];
            let mut random = stream(trial.seed, pool.keys[area]);
            let weights = neighbours.weights(area);
            let draw = || draws.block(&mut values[..last], weights, &mut random, |value| seen(area, value));
            let tally = tally(&question, trial, draw);
            values[own] = pool.values[own];
            values[last] = pool.values[last];
            tally
        })
        .collect()
}

/// Counts extreme permutations until there are enough of them or all are made.
fn tally(question: &Question, trial: &Trial, mut draw: impl FnMut() -> Block) -> Tally {
    let (most, enough) = (trial.permutations.most(), trial.permutations.enough());
    let alternative = trial.alternative;
    let folded = alternative == Alternative::Folded;
    let mut tally = Tally::default();
    loop {
        let block = draw();
        let before = tally;
        count(&mut tally, question, &block.sums[..block.len], folded);
        if tally.made < most && alternative.exceedances(tally) < enough {
            continue;
        }
        // The end is in this block: find it.
        tally = before;
        for sum in &block.sums[..block.len] {
            count(&mut tally, question, std::slice::from_ref(sum), folded);
            if tally.made == most || alternative.exceedances(tally) >= enough {
                return tally;
            }
        }
    }
}

#[inline]
fn count(tally: &mut Tally, question: &Question, sums: &[f64], folded: bool) {
    let Question { observed, expected, tolerance, turned } = *question;
    let (mut above, mut below) = (0, 0);
    for &sum in sums {
        above += u32::from(sum >= observed - tolerance);
        below += u32::from(sum <= observed + tolerance);
    }
    let (up, low) = if turned { (below, above) } else { (above, below) };
    (tally.up, tally.low) = (tally.up + up, tally.low + low);
    if folded {
        let far = (observed - expected).abs() - tolerance;
        tally.far += sums.iter().filter(|&&sum| (sum - expected).abs() >= far).count() as u32;
    }
    tally.made += sums.len() as u32;
}

fn tests(tallies: &[Tally], questions: &[Result<Question, NoFigure>], trial: &Trial) -> Tests {
    let test = |(question, tally): (&Result<Question, NoFigure>, &Tally)| {
        (*question)?;
        let alternative = trial.alternative;
        let stopped = alternative.exceedances(*tally) >= trial.permutations.enough();
        let p = alternative.p(*tally, stopped);
        let basis = if stopped { Basis::StoppedEarly } else { Basis::Permutations };
        Ok(Test { p, adjusted: p, permutations: tally.made, basis, alternative })
    };
    let each: Vec<_> = questions.iter().zip(tallies).map(test).collect();
    let reach = reach(each.iter().flatten().count(), trial);
    Tests { each, reach }
}

/// Whether one area alone could have been a finding.
fn reach(areas: usize, trial: &Trial) -> Reach {
    let smallest = trial.alternative.smallest(trial.permutations.most());
    let sides = if trial.alternative == Alternative::TwoSided { 2 } else { 1 };
    let dependence = match trial.adjustment {
        Adjustment::BenjaminiYekutieli => (1..=areas).map(|k| 1.0 / k as f64).sum(),
        _ => 1.0,
    };
    match fewest_permutations(sides * areas, trial.rate / dependence).unwrap_or(u64::MAX) {
        needed if areas == 0 || needed <= u64::from(trial.permutations.most()) => Reach::Enough,
        needed => Reach::OutOfReach { needed, smallest },
    }
}

/// Permutations that give fewer extreme values than this say little about how small a p-value is.
const WELL_MEASURED: u32 = 10;

fn by_tail(
    tests: &mut Tests,
    pool: &Pool,
    neighbours: &Neighbours,
    questions: &[Result<Question, NoFigure>],
    tallies: &[Tally],
    trial: &Trial,
) {
    let wanted = |area: &usize| {
        trial.alternative.exceedances(tallies[*area]) < WELL_MEASURED
            && tests.each[*area].is_ok_and(|test| test.basis == Basis::Permutations)
    };
    let wanted: Vec<usize> = (0..questions.len()).filter(wanted).collect();
    let possible = |area: &usize| subset_sums::possible(neighbours.weights(*area), questions.len());
    let widest =
        wanted.iter().filter(|area| possible(area)).map(|&area| neighbours.weights(area).len()).max();
    let tails = widest.and_then(|widest| Tails::of(&pool.values, widest));
    if trial.alternative == Alternative::Folded || !wanted.iter().all(possible) {
        return;
    } else if let Some(tails) = &tails {
        let found: Vec<Option<f64>> = wanted
            .par_iter()
            .map(|&area| {
                let question = questions[area].ok()?;
                let weights = neighbours.weights(area);
                let sum = question.observed / weights[0];
                let (above, below) = tails.of_sum(sum, weights.len(), pool.value(area));
                let (up, low) = if question.turned { (below, above) } else { (above, below) };
                trial.alternative.of_tails(up, low)
            })
            .collect();
        for (&area, p) in wanted.iter().zip(found) {
            if let (Ok(test), Some(p)) = (&mut tests.each[area], p) {
                (test.p, test.basis) = (p, Basis::Tail);
            }
        }
    }
    tests.reach = Reach::ByTail { areas: wanted.len() };
}
