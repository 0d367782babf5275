//! The permutation distribution itself: how likely the sum over so many areas drawn without replacement is.
//!
//! Among all sets of `m` of the `n` areas, the share with each sum is the `m`-th elementary symmetric polynomial of
//! the values' generating functions, over the number of sets. Newton's identities give it from the power sums, frequency
//! by frequency; a Fourier transform turns it back. Values are first rounded to a grid. The sum of `m` of them is then off
//! by at most half `m` steps, so the share of sums at least as large as the observed one lies between two entries of the
//! table; the larger one is taken, and the p-value is never too small.

use rayon::prelude::*;

use super::fourier::{self, Complex};

/// Length of the tables: grid steps over the sum of the most neighbours.
const LENGTH: usize = 1 << 18;

/// More neighbours than this have too coarse a grid.
const MOST: usize = 32;

/// What rounding in the transform can add to a share.
const ROUNDING: f64 = 1e-12;

/// Whether the table answers for an area: equal weights, and few neighbours beside all other areas.
pub(super) fn possible(weights: &[f64], areas: usize) -> bool {
    let k = weights.len();
    k > 0 && k <= MOST && 3 * k < areas && weights.iter().all(|w| (w / weights[0] - 1.0).abs() < 1e-12)
}

/// The share of sets of `m` areas whose sum is at least so many grid steps, for every `m` up to the most neighbours.
pub(super) struct Tails {
    lowest: f64,
    step: f64,
    areas: f64,
    shares: Vec<Vec<f64>>,
}

impl Tails {
    /// `None` where values do not differ.
    pub(super) fn of(values: &[f64], most: usize) -> Option<Self> {
        let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let step = (highest - lowest) / (LENGTH / most - 1) as f64;
        if !(step > 0.0 && step.is_finite()) {
            return None;
        }
        let mut series = vec![Complex::default(); LENGTH];
        for value in values {
            series[place(*value, lowest, step)].re += 1.0 / values.len() as f64;
        }
        let roots = fourier::roots(LENGTH);
        fourier::transform(&mut series, &roots);
        let spectra = symmetric_polynomials(&series, values.len() as f64, most);
        let turned_back = |m: usize| {
            // Two real series at once, as the real and the imaginary part of one.
            let mut both: Vec<Complex> = (0..LENGTH)
                .map(|f| {
                    let (first, second) = (whole(&spectra, most, m, f), whole(&spectra, most, m + 1, f));
                    Complex::new(first.re - second.im, -first.im - second.re)
                })
                .collect();
            fourier::transform(&mut both, &roots);
            [at_least(both.iter().map(|x| x.re)), at_least(both.iter().map(|x| -x.im))]
        };
        let shares = (0..most).into_par_iter().step_by(2).flat_map_iter(turned_back).collect();
        Some(Self { lowest, step, areas: values.len() as f64, shares })
    }

    /// The shares of sets of `m` areas other than one of value `own` whose sum is at least, and at most, `sum`; both
    /// rounded up.
    pub(super) fn of_sum(&self, sum: f64, m: usize, own: f64) -> (f64, f64) {
        let steps = (sum - self.lowest * m as f64) / self.step;
        let slack = m as f64 / 2.0 + 1e-6;
        let own = place(own, self.lowest, self.step) as i64;
        let up = self.without(m, (steps - slack).ceil() as i64, own);
        let low = 1.0 - self.without(m, (steps + slack).floor() as i64 + 1, own);
        ((up + ROUNDING).clamp(ROUNDING, 1.0), (low + ROUNDING).clamp(ROUNDING, 1.0))
    }

    /// The share of sets of `m` areas other than one at `own` steps whose sum is at least `steps`: of the sets of `m`
    /// of all areas, those that hold the area are the sets of `m − 1` others with so much less.
    fn without(&self, m: usize, steps: i64, own: i64) -> f64 {
        if m == 0 {
            return if steps <= 0 { 1.0 } else { 0.0 };
        }
        let rest = self.areas - m as f64;
        self.share(m, steps) * self.areas / rest - self.without(m - 1, steps - own, own) * m as f64 / rest
    }

    fn share(&self, m: usize, steps: i64) -> f64 {
        match usize::try_from(steps) {
            Ok(steps) => self.shares[m - 1].get(steps).copied().unwrap_or(0.0),
            Err(_) => 1.0,
        }
    }
}

fn place(value: f64, lowest: f64, step: f64) -> usize {
    ((value - lowest) / step).round() as usize
}

/// The transforms of the distributions of sums over 1 … `most` areas, for one frequency after another up to the middle.
///
/// `m·eₘ = Σⱼ (−1)ʲ⁻¹·eₘ₋ⱼ·pⱼ` with the power sums `pⱼ(f) = p₁(jf)`, every `eₘ` divided by the number of sets.
fn symmetric_polynomials(mean: &[Complex], n: f64, most: usize) -> Vec<Complex> {
    let factors: Vec<Vec<f64>> = (1..=most).map(|m| factors(m, n)).collect();
    let mut spectra = vec![Complex::default(); (LENGTH / 2 + 1) * most];
    spectra.par_chunks_exact_mut(most).enumerate().with_min_len(1024).for_each(|(frequency, e)| {
        let powers: [Complex; MOST] = std::array::from_fn(|j| mean[(j + 1) * frequency % LENGTH]);
        for (m, factors) in factors.iter().enumerate() {
            let before = e[..m].iter().rev().copied().chain([Complex::new(1.0, 0.0)]);
            let terms = before.zip(&powers).zip(factors);
            e[m] = terms
                .map(|((e, power), factor)| e.times(*power).scaled(*factor))
                .fold(Complex::default(), Complex::plus);
        }
    });
    spectra
}

/// `(−1)ʲ⁻¹·n·C(n, m − j) / (m·C(n, m))` for `j` from 1 to `m`.
fn factors(m: usize, n: f64) -> Vec<f64> {
    (1..=m)
        .scan(-n / m as f64, |factor, j| {
            let t = (m - j + 1) as f64;
            *factor *= -t / (n - t + 1.0);
            Some(*factor)
        })
        .collect()
}

/// The transform for sums over `m + 1` areas at any frequency, from those up to the middle: the series is real.
fn whole(spectra: &[Complex], most: usize, m: usize, frequency: usize) -> Complex {
    if m >= most {
        Complex::default()
    } else if frequency <= LENGTH / 2 {
        spectra[frequency * most + m]
    } else {
        let value = spectra[(LENGTH - frequency) * most + m];
        Complex::new(value.re, -value.im)
    }
}

/// Shares of sums at least as large, from the (unscaled) shares of each sum.
fn at_least(shares: impl DoubleEndedIterator<Item = f64>) -> Vec<f64> {
    let mut above = 0.0;
    let mut tails: Vec<f64> = shares
        .rev()
        .map(|share| {
            above += share / LENGTH as f64;
            above
        })
        .collect();
    tails.reverse();
    tails
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By looking at every set.
    fn counted(values: &[f64], own: usize, m: usize, sum: f64) -> (f64, f64) {
        let (mut up, mut low, mut sets) = (0.0, 0.0, 0.0);
        for set in 0_u32..1 << values.len() {
            if set.count_ones() as usize == m && set & (1 << own) == 0 {
                let of: f64 = (0..values.len()).filter(|i| set & (1 << i) != 0).map(|i| values[i]).sum();
                sets += 1.0;
                up += f64::from(u8::from(of >= sum - 1e-9));
                low += f64::from(u8::from(of <= sum + 1e-9));
            }
        }
        (up / sets, low / sets)
    }

    #[test]
    fn shares_agree_with_counting_every_set() {
        let values = [0.3, -1.7, 4.0, 2.0, 2.0, 9.0, -3.3, 0.0, 0.0, 1.0, 6.5, 2.25, 5.0, -0.125];
        let tails = Tails::of(&values, 4).unwrap();
        for own in [0, 5, 6] {
            for m in 1..=4 {
                for sum in [-4.0, 0.0, 2.0, 4.0, 7.5, 11.0, 17.5] {
                    let (up, low) = tails.of_sum(sum, m, values[own]);
                    let (expected_up, expected_low) = counted(&values, own, m, sum);
                    assert!((up - expected_up).abs() < 1e-11, "{own} {m} {sum}: {up} is not {expected_up}");
                    assert!(
                        (low - expected_low).abs() < 1e-11,
                        "{own} {m} {sum}: {low} is not {expected_low}"
                    );
                }
            }
        }
    }

    #[test]
    fn unequal_weights_and_many_neighbours_are_left_to_permutations() {
        assert!(possible(&[0.25; 4], 100));
        assert!(!possible(&[0.25, 0.75], 100));
        assert!(!possible(&[1.0; 33], 1_000));
        assert!(!possible(&[1.0; 10], 30));
        assert!(!possible(&[], 30));
    }
}
