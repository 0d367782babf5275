//! Whole-map permutation: all values are dealt out anew, eight permutations side by side.

use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::alternative::{Alternative, Tally};
use super::draw::together;
use super::error::NoAssociation;
use super::trial::Trial;
use crate::estimate::random::stream;
use crate::neighbours::Neighbours;

/// Permutations made side by side.
const LANES: usize = 8;

/// A global statistic tested by permutation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permuted {
    /// The observed value.
    pub value: f64,
    /// The mean of the permutations' values.
    pub mean: f64,
    /// Their standard deviation.
    pub standard_deviation: f64,
    /// The p-value.
    pub p: f64,
    /// Permutations made; a global test always makes all.
    pub permutations: u32,
    /// What counted as extreme.
    pub alternative: Alternative,
}

/// What a permutation's value is made of.
pub(super) struct Deal<'a> {
    /// The values dealt out, by area.
    pub(super) values: &'a [f64],
    /// The values that the sums over neighbours are multiplied with, where these stay in place; otherwise the dealt ones.
    pub(super) fixed: Option<&'a [f64]>,
    /// What the squares of the dealt values are multiplied with, where they matter.
    pub(super) squares: Option<&'a [f64]>,
    /// One per area.
    pub(super) keys: &'a [u64],
}

impl Deal<'_> {
    /// Tests a value against those of permutations. `value` makes it from `Σᵢaᵢ·Σⱼwᵢⱼbⱼ` and the weighted squares, and
    /// values within `tolerance` of the observed one count as equal to it.
    pub(super) fn test(
        &self,
        neighbours: &Neighbours,
        trial: &Trial,
        observed: f64,
        tolerance: f64,
        value: impl Fn(f64, f64) -> f64,
    ) -> Result<Permuted, NoAssociation> {
        let trial = trial.checked()?;
        let permutations = trial.permutations.most();
        let simulated: Vec<f64> = self
            .dealt(neighbours, trial.seed, permutations)
            .into_iter()
            .map(|(cross, squares)| value(cross, squares))
            .collect();
        let made = f64::from(permutations);
        let mean = simulated.iter().sum::<f64>() / made;
        let squares: f64 = simulated.iter().map(|value| (value - mean).powi(2)).sum();
        let far = (observed - mean).abs() - tolerance;
        let count = |holds: &dyn Fn(f64) -> bool| simulated.iter().filter(|v| holds(**v)).count() as u32;
        let tally = Tally {
            up: count(&|value| value >= observed - tolerance),
            low: count(&|value| value <= observed + tolerance),
            far: count(&|value| (value - mean).abs() >= far),
            made: permutations,
        };
        let p = trial.alternative.p(tally, false);
        let standard_deviation = (squares / made).sqrt();
        Ok(Permuted {
            value: observed,
            mean,
            standard_deviation,
            p,
            permutations,
            alternative: trial.alternative,
        })
    }

    /// The two sums of every permutation.
    fn dealt(&self, neighbours: &Neighbours, seed: u64, permutations: u32) -> Vec<(f64, f64)> {
        let mut order: Vec<usize> = (0..self.values.len()).collect();
        order.sort_by_key(|&area| self.keys[area]);
        let by_key: Vec<f64> = order.iter().map(|&area| self.values[area]).collect();
        // Where the dealt values stand on both sides of a link, its two directions are taken together.
        let links = if self.fixed.is_some() { Cross::of(neighbours) } else { Cross::together(neighbours) };
        let start = || (vec![[0.0; LANES]; order.len()], vec![by_key.clone(); LANES]);
        let mut sums: Vec<(f64, f64)> = (0..permutations.div_ceil(LANES as u32))
            .into_par_iter()
            .map_init(start, |(rows, dealt), batch| {
                for (lane, dealt) in (0..).zip(dealt.iter_mut()) {
                    dealt.copy_from_slice(&by_key);
                    shuffle(dealt, &mut stream(seed, u64::from(batch) * LANES as u64 + lane));
                }
                for (place, &area) in order.iter().enumerate() {
                    rows[area] = std::array::from_fn(|lane| dealt[lane][place]);
                }
                self.sums(&links, rows)
            })
            .flatten_iter()
            .collect();
        sums.truncate(permutations as usize);
        sums
    }

    fn sums(&self, links: &Cross, rows: &[[f64; LANES]]) -> [(f64, f64); LANES] {
        let mut cross = [0.0; LANES];
        let mut squares = [0.0; LANES];
        for (area, row) in rows.iter().enumerate() {
            let mut lag = [0.0; LANES];
            for &(j, weight) in links.of_area(area) {
                let other = &rows[j as usize];
                for lane in 0..LANES {
                    lag[lane] += weight * other[lane];
                }
            }
            for lane in 0..LANES {
                cross[lane] += self.fixed.map_or(row[lane], |fixed| fixed[area]) * lag[lane];
            }
            if let Some(weights) = self.squares {
                for lane in 0..LANES {
                    squares[lane] += weights[area] * row[lane] * row[lane];
                }
            }
        }
        std::array::from_fn(|lane| (cross[lane], squares[lane]))
    }
}

/// Links with their weights, area after area.
struct Cross {
    starts: Vec<usize>,
    links: Vec<(u32, f64)>,
}

impl Cross {
    fn of(neighbours: &Neighbours) -> Self {
        Self::from(neighbours, |_, _, weight| Some(weight))
    }

    /// Each pair of neighbours once, with the weights of both directions.
    fn together(neighbours: &Neighbours) -> Self {
        Self::from(neighbours, |i, j, weight| match neighbours.weight(j as usize, i) {
            Some(_) if j < i => None,
            Some(back) => Some(weight + back),
            None => Some(weight),
        })
    }

    fn from(neighbours: &Neighbours, weigh: impl Fn(u32, u32, f64) -> Option<f64>) -> Self {
        let mut cross = Self { starts: vec![0], links: Vec::with_capacity(neighbours.links()) };
        for (i, area) in (0_u32..).zip(0..neighbours.len()) {
            let links = neighbours.of(area).filter_map(|(j, weight)| Some((j, weigh(i, j, weight)?)));
            cross.links.extend(links);
            cross.starts.push(cross.links.len());
        }
        cross
    }

    fn of_area(&self, area: usize) -> &[(u32, f64)] {
        &self.links[self.starts[area]..self.starts[area + 1]]
    }
}

/// Fisher and Yates's shuffle (Durstenfeld 1964, <https://doi.org/10.1145/364520.364540>), three places at a time.
fn shuffle(values: &mut [f64], random: &mut Pcg64) {
    let mut place = 0;
    while values.len() - place > 3 && values.len() < 1 << 20 {
        let left = (values.len() - place) as u64;
        for (step, ahead) in together(random, [left, left - 1, left - 2]).into_iter().zip(0..) {
            values.swap(place + ahead, place + ahead + step as usize);
        }
        place += 3;
    }
    while place < values.len() {
        let [step] = together(random, [(values.len() - place) as u64]);
        values.swap(place, place + step as usize);
        place += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_is_as_likely() {
        let mut random = stream(5, 5);
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..24_000 {
            let mut values = [1.0, 2.0, 3.0, 4.0];
            shuffle(&mut values, &mut random);
            *seen.entry(values.map(|value| value as u8)).or_insert(0_u32) += 1;
        }
        assert_eq!(seen.len(), 24);
        assert!(seen.values().all(|&times| times.abs_diff(1_000) < 160), "{seen:?}");
    }

    #[test]
    fn taking_the_directions_together_changes_no_sum() {
        let neighbours =
            Neighbours::from_weighted(vec![vec![(1, 0.5), (2, 2.0)], vec![(0, 1.5)], vec![]]).unwrap();
        let pairs = Cross::together(&neighbours);
        assert_eq!(pairs.links, [(1, 2.0), (2, 2.0)]);
    }
}
