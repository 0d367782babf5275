//! Quantiles of the gamma distribution to about fourteen digits.
//!
//! The quantiles of statistical libraries often stop at seven to ten digits. Here the regularised incomplete gamma
//! functions are inverted by Newton steps on the logarithms of both sides, where both curves are concave, so that
//! the steps cannot overshoot twice.

use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

/// Above this shape the Wilson–Hilferty approximation is closer than 1e-9 and Newton steps would be slow.
const LARGE_SHAPE: f64 = 1e8;

/// Which tail of the distribution holds the probability.
#[derive(Clone, Copy, PartialEq)]
enum Tail {
    Below,
    Above,
}

/// The value with probability `tail` below it, for a gamma distribution of this shape and scale 1.
///
/// `z` is the standard normal deviate of `tail` (positive), where the search starts. For the smallest shapes the value
/// is below the smallest number and 0 is returned.
pub(super) fn lower(shape: f64, tail: f64, z: f64) -> f64 {
    let small = ((tail.ln() + ln_gamma(shape + 1.0)) / shape).exp();
    if small < f64::MIN_POSITIVE {
        return 0.0;
    }
    newton(shape, tail, Tail::Below, wilson_hilferty(shape, -z).max(small))
}

/// The value with probability `tail` above it, for a gamma distribution of this shape and scale 1.
pub(super) fn upper(shape: f64, tail: f64, z: f64) -> f64 {
    newton(shape, tail, Tail::Above, wilson_hilferty(shape, z))
}

/// Wilson and Hilferty (1931): the cube root of a gamma variable is nearly normal.
fn wilson_hilferty(shape: f64, z: f64) -> f64 {
    let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    shape * root.max(0.0).powi(3)
}

fn newton(shape: f64, tail: f64, side: Tail, start: f64) -> f64 {
    if shape > LARGE_SHAPE {
        return start;
    }
    // The start is above zero and finite: a cube of a positive root, or at least `small`.
    let mut x = start.max(f64::MIN_POSITIVE);
    for _ in 0..100 {
        let held = match side {
            Tail::Below => gamma_lr(shape, x),
            Tail::Above => gamma_ur(shape, x),
        };
        // d ln(tail) / d ln(x) = ± x·density / tail
        let slope = (shape * x.ln() - x - ln_gamma(shape)).exp() / held;
        let step = match side {
            Tail::Below => (tail / held).ln() / slope,
            Tail::Above => (held / tail).ln() / slope,
        };
        if !step.is_finite() {
            break;
        }
        x *= step.clamp(-1.0, 1.0).exp();
        if step.abs() < 1e-15 {
            break;
        }
    }
    x
}
