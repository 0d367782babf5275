//! Drawing neighbours at random: distinct areas among the others, eight permutations side by side.

use rand::Rng;
use rand_pcg::Pcg64;

/// Permutations made side by side.
pub(super) const LANES: usize = 8;

/// So many neighbours at most are drawn by throwing away draws that name an area twice; more are shuffled.
const FEW: usize = 32;

/// The weighted sums of some permutations, in the order in which they were drawn.
#[derive(Default)]
pub(super) struct Block {
    pub(super) sums: [f64; LANES],
    pub(super) len: usize,
}

/// What drawing needs from one permutation to the next.
#[derive(Default)]
pub(super) struct Draws {
    rows: Vec<[u32; LANES]>,
}

impl Draws {
    /// Up to [`LANES`] permutations of one area: for each, as many of the others as there are weights, without
    /// replacement, and the weighted sum of what is `seen` of their values. `others` is left as it was.
    #[inline]
    pub(super) fn block(
        &mut self,
        others: &mut [f64],
        weights: &[f64],
        random: &mut Pcg64,
        seen: impl Fn(f64) -> f64,
    ) -> Block {
        let k = weights.len();
        if k <= FEW && k * (k - 1) <= others.len() {
            self.few(others, weights, random, seen)
        } else {
            self.many(others, weights, random, seen)
        }
    }

    /// Every permutation that would name an area twice is thrown away whole, which leaves all others equally likely.
    #[inline]
    fn few(
        &mut self,
        others: &[f64],
        weights: &[f64],
        random: &mut Pcg64,
        seen: impl Fn(f64) -> f64,
    ) -> Block {
        self.rows.resize(weights.len(), [0; LANES]);
        places(&mut self.rows, others.len() as u64, random);
        let mut sums = [0.0; LANES];
        let mut twice = [0_u32; LANES];
        for (place, (row, weight)) in self.rows.iter().zip(weights).enumerate() {
            for other in &self.rows[..place] {
                for lane in 0..LANES {
                    twice[lane] |= u32::from(row[lane] == other[lane]);
                }
            }
            for lane in 0..LANES {
                sums[lane] += weight * seen(others[row[lane] as usize]);
            }
        }
        if twice == [0; LANES] { Block { sums, len: LANES } } else { kept(&sums, &twice) }
    }

    /// The first places of a shuffle, which is undone afterwards so that the next area starts from the same order.
    fn many(
        &mut self,
        others: &mut [f64],
        weights: &[f64],
        random: &mut Pcg64,
        seen: impl Fn(f64) -> f64,
    ) -> Block {
        self.rows.resize(weights.len(), [0; LANES]);
        let mut sums = [0.0; LANES];
        for (lane, sum) in sums.iter_mut().enumerate() {
            for (place, weight) in weights.iter().enumerate() {
                let left = (others.len() - place) as u64;
                let [step] = together(random, [left]);
                others.swap(place, place + step as usize);
                self.rows[place][lane] = step;
                *sum += weight * seen(others[place]);
            }
            for place in (0..weights.len()).rev() {
                others.swap(place, place + self.rows[place][lane] as usize);
            }
        }
        Block { sums, len: LANES }
    }
}

fn kept(sums: &[f64; LANES], twice: &[u32; LANES]) -> Block {
    let mut block = Block::default();
    for (sum, _) in sums.iter().zip(twice).filter(|(_, twice)| **twice == 0) {
        block.sums[block.len] = *sum;
        block.len += 1;
    }
    block
}

/// Places from 0 to `n`, all alike.
#[inline]
fn places(rows: &mut [[u32; LANES]], n: u64, random: &mut Pcg64) {
    let threes = if n < 1 << 20 { rows.len() - rows.len() % 3 } else { 0 };
    let (by_three, by_one) = rows.split_at_mut(threes);
    for group in by_three.chunks_exact_mut(3) {
        if let [first, second, third] = group {
            for ((a, b), c) in first.iter_mut().zip(second).zip(third) {
                [*a, *b, *c] = together(random, [n, n, n]);
            }
        }
    }
    match by_one {
        [a, b] if n < 1 << 20 => {
            for lane in 0..LANES {
                [a[lane], b[lane]] = together(random, [n, n]);
            }
        }
        rest => {
            for row in rest {
                for place in row {
                    [*place] = together(random, [n]);
                }
            }
        }
    }
}

/// Several numbers, each below its bound and all alike, from one random number of 64 bits. The product of the bounds must
/// be below 2⁶⁴.
///
/// Brackett-Rozinsky N, Lemire D (2024). Batched ranged random integer generation. *Software: Practice and Experience*
/// 55:155–169. <https://doi.org/10.1002/spe.3369>
#[inline]
pub(super) fn together<const COUNT: usize>(random: &mut Pcg64, bounds: [u64; COUNT]) -> [u32; COUNT] {
    let all: u64 = bounds.iter().product();
    loop {
        let mut left = random.next_u64();
        let drawn = bounds.map(|bound| {
            let wide = u128::from(left) * u128::from(bound);
            left = wide as u64;
            (wide >> 64) as u32
        });
        // The few numbers that would make some draws likelier than others.
        if left >= all || left >= all.wrapping_neg() % all {
            return drawn;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::random::stream;

    /// How often each pair of areas is drawn; `k` neighbours among five others.
    fn pairs(k: usize) -> Vec<u32> {
        let mut others: Vec<f64> = (0..5).map(|power| f64::from(1 << power)).collect();
        let mut random = stream(7, 0);
        let mut seen = vec![0; 32];
        let mut draws = Draws::default();
        for _ in 0..10_000 {
            let block = draws.block(&mut others, &vec![1.0; k], &mut random, |value| value);
            block.sums[..block.len].iter().for_each(|&sum| seen[sum as usize] += 1);
        }
        assert_eq!(others, [1.0, 2.0, 4.0, 8.0, 16.0]);
        seen
    }

    #[test]
    fn every_set_of_neighbours_is_as_likely_and_none_names_an_area_twice() {
        for k in [1, 2, 3, 5] {
            let seen = pairs(k);
            let sets = (0..32_u32).filter(|set| set.count_ones() as usize == k).count() as f64;
            let made: u32 = seen.iter().sum();
            for (set, &times) in (0_u32..).zip(&seen) {
                if set.count_ones() as usize == k {
                    let expected = f64::from(made) / sets;
                    assert!((f64::from(times) - expected).abs() < 5.0 * expected.sqrt(), "{set:b}: {times}");
                } else {
                    assert_eq!(times, 0, "{set:b}");
                }
            }
        }
    }

    #[test]
    fn weights_are_drawn_in_every_order() {
        let mut others = vec![1.0, 10.0, 100.0, 1000.0, 1e4, 1e5, 1e6];
        let mut random = stream(7, 1);
        let mut draws = Draws::default();
        let mut heavy = 0_u32;
        for _ in 0..2_000 {
            let block = draws.block(&mut others, &[2.0, 1.0], &mut random, |value| value);
            heavy += block.sums[..block.len].iter().filter(|&&sum| sum >= 2e6).count() as u32;
        }
        // One in seven; standard error about 44.
        assert!((f64::from(heavy) - 2_000.0 * 8.0 * (6.0 / 7.0) / 7.0).abs() < 400.0);
    }

    #[test]
    fn numbers_drawn_together_are_even() {
        let mut random = stream(3, 3);
        let mut seen = [0_u32; 30];
        for _ in 0..60_000 {
            let [a, b, c] = together(&mut random, [2, 3, 5]);
            seen[(a * 15 + b * 5 + c) as usize] += 1;
        }
        assert!(seen.iter().all(|&times| times.abs_diff(2_000) < 220));
    }
}
