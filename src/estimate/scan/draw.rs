//! Replications: counts drawn as if there were no cluster, with as many events in all as were observed.

use rand::Rng;
use rand_distr::{Binomial, Distribution};
use rand_pcg::Pcg64;
use statrs::function::gamma::ln_gamma;

use super::counts::Null;
use crate::estimate::random::stream;

/// Draws the counts of replications, cell by cell in the order of the areas' keys.
pub(super) struct Lots<'a> {
    null: &'a Null,
    seed: u64,
    /// Cells in the order in which they are drawn.
    order: Vec<u32>,
    /// What is left of the expectation (or of the people) from each cell of that order on.
    left: Vec<u64>,
}

impl<'a> Lots<'a> {
    pub(super) fn new(null: &'a Null, keys: &[u64], periods: usize, seed: u64) -> Self {
        let mut areas: Vec<usize> = (0..keys.len()).collect();
        areas.sort_unstable_by_key(|&area| keys[area]);
        let order: Vec<u32> = areas
            .iter()
            .flat_map(|area| area * periods..(area + 1) * periods)
            .map(|cell| cell as u32)
            .collect();
        let mut left: Vec<u64> = order.iter().map(|&cell| null.weight(cell as usize)).collect();
        for place in (1..left.len()).rev() {
            left[place - 1] += left[place];
        }
        Self { null, seed, order, left }
    }

    /// The counts of one replication, told cell by cell: always the same for the same seed and number.
    pub(super) fn draw(&self, replication: u32, mut tell: impl FnMut(usize, u32)) {
        let mut random = stream(self.seed, u64::from(replication));
        let mut events = self.null.model.events() as u64;
        for (&cell, &left) in self.order.iter().zip(&self.left) {
            if events == 0 {
                break;
            }
            let weight = self.null.weight(cell as usize);
            let count = if weight == left {
                events
            } else if weight == 0 {
                0
            } else if self.null.eligible.is_some() {
                hypergeometric(&mut random, left, events, weight)
            } else {
                let share = weight as f64 / left as f64;
                Binomial::new(events, share).map_or(0, |events| events.sample(&mut random))
            };
            tell(cell as usize, count as u32);
            events -= count;
        }
    }
}

impl Null {
    fn weight(&self, cell: usize) -> u64 {
        match &self.eligible {
            Some(people) => people[cell],
            None => self.expected[cell].unsigned_abs(),
        }
    }
}

/// How many cases are among `drawn` people, when there are `cases` among all `people`: the distribution turned round
/// from its most likely value outwards.
fn hypergeometric(random: &mut Pcg64, people: u64, cases: u64, drawn: u64) -> u64 {
    let least = (cases + drawn).saturating_sub(people);
    let most = cases.min(drawn);
    let (all, with, taken) = (people as f64, cases as f64, drawn as f64);
    let likeliest = (((with + 1.0) * (taken + 1.0) / (all + 2.0)).floor() as u64).clamp(least, most);
    let choose = |n: f64, k: f64| ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
    let at = likeliest as f64;
    let peak = (choose(with, at) + choose(all - with, taken - at) - choose(all, taken)).exp();
    // From one value to the next above.
    let step = |k: f64| (with - k) * (taken - k) / ((k + 1.0) * (all - with - taken + k + 1.0));
    let mut left = uniform(random) - peak;
    let (mut below, mut above) = ((likeliest, peak), (likeliest, peak));
    while left >= 0.0 && (below.0 > least || above.0 < most) {
        if above.0 < most {
            above = (above.0 + 1, above.1 * step(above.0 as f64));
            left -= above.1;
            if left < 0.0 {
                return above.0;
            }
        }
        if below.0 > least {
            below = (below.0 - 1, below.1 / step((below.0 - 1) as f64));
            left -= below.1;
            if left < 0.0 {
                return below.0;
            }
        }
    }
    likeliest
}

/// Evenly from 0 up to but not including 1.
fn uniform(random: &mut Pcg64) -> f64 {
    (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_among_those_drawn_have_the_hypergeometric_mean_and_variance() {
        let mut random = stream(5, 0);
        for (people, cases, drawn) in [(100, 30, 20), (50_000, 700, 900), (1_000, 990, 400), (20, 10, 19)] {
            let (n, k, m) = (f64::from(people), f64::from(cases), f64::from(drawn));
            let draws = 20_000;
            let (mut sum, mut square) = (0.0, 0.0);
            for _ in 0..draws {
                let x = hypergeometric(&mut random, people as u64, cases as u64, drawn as u64) as f64;
                sum += x;
                square += x * x;
            }
            let mean = sum / f64::from(draws);
            let variance = square / f64::from(draws) - mean * mean;
            let expected = m * (k / n) * (1.0 - k / n) * (n - m) / (n - 1.0);
            assert!((mean - m * k / n).abs() < 4.0 * (expected / f64::from(draws)).sqrt(), "{people} {mean}");
            assert!((variance / expected - 1.0).abs() < 0.06, "{people}: {variance} is not {expected}");
        }
    }
}
