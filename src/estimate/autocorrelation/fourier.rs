//! The discrete Fourier transform of a series whose length is a power of two.

use std::f64::consts::PI;

/// A complex number.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Complex {
    pub(super) re: f64,
    pub(super) im: f64,
}

impl Complex {
    pub(super) const fn new(re: f64, im: f64) -> Self {
        Self { re, im }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self::new(self.re + other.re, self.im + other.im)
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self::new(self.re - other.re, self.im - other.im)
    }

    pub(super) fn times(self, other: Self) -> Self {
        Self::new(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)
    }

    pub(super) fn scaled(self, by: f64) -> Self {
        Self::new(self.re * by, self.im * by)
    }
}

/// The roots of unity `exp(−2πi·k/length)` for `k` below half the length.
pub(super) fn roots(length: usize) -> Vec<Complex> {
    (0..length / 2)
        .map(|k| {
            let angle = -2.0 * PI * k as f64 / length as f64;
            Complex::new(angle.cos(), angle.sin())
        })
        .collect()
}

/// `Xₖ = Σ xₜ·exp(−2πi·kt/length)`, in place; `roots` as from [`roots`] of the same length.
///
/// Cooley JW, Tukey JW (1965). An algorithm for the machine calculation of complex Fourier series. *Mathematics of
/// Computation* 19:297–301. <https://doi.org/10.1090/S0025-5718-1965-0178586-1>
pub(super) fn transform(series: &mut [Complex], roots: &[Complex]) {
    let length = series.len();
    let bits = length.trailing_zeros();
    for place in 0..length {
        let turned = if bits == 0 { 0 } else { place.reverse_bits() >> (usize::BITS - bits) };
        if turned > place {
            series.swap(place, turned);
        }
    }
    stages(series, roots);
}

/// Both halves first, then the stage that joins them: short parts are finished while they are at hand.
fn stages(series: &mut [Complex], roots: &[Complex]) {
    let half = series.len() / 2;
    if half == 0 {
        return;
    }
    let (low, high) = series.split_at_mut(half);
    stages(low, roots);
    stages(high, roots);
    let stride = roots.len() / half;
    for ((a, b), root) in low.iter_mut().zip(high).zip(roots.iter().step_by(stride)) {
        let turned = b.times(*root);
        (*a, *b) = (a.plus(turned), a.minus(turned));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_transform_is_the_sum_it_stands_for() {
        let series: Vec<Complex> =
            (0..16).map(|t| Complex::new(f64::from(t * t % 7), f64::from(t % 3))).collect();
        let mut found = series.clone();
        transform(&mut found, &roots(16));
        for (k, found) in found.iter().enumerate() {
            let term = |(t, x): (usize, &Complex)| {
                let angle = -2.0 * PI * (k * t) as f64 / 16.0;
                x.times(Complex::new(angle.cos(), angle.sin()))
            };
            let expected = series.iter().enumerate().map(term).fold(Complex::default(), Complex::plus);
            assert!((found.re - expected.re).abs() < 1e-12 && (found.im - expected.im).abs() < 1e-12);
        }
    }

    #[test]
    fn a_single_number_is_its_own_transform() {
        let mut one = [Complex::new(3.0, 1.0)];
        transform(&mut one, &roots(1));
        assert_eq!(one, [Complex::new(3.0, 1.0)]);
    }
}
