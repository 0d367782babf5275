//! The level of confidence, and the normal deviate that belongs to it.

use statrs::distribution::{ContinuousCDF, Normal};
use thiserror::Error;

/// The level of confidence of two-sided limits, from 0.9 to 0.999999.
///
/// # Examples
/// ```
/// use reachgap::estimate::Confidence;
/// assert!((Confidence::P95.z() - 1.959_963_984_540_054).abs() < 1e-14);
/// assert!(Confidence::new(0.95).is_ok());
/// assert!(Confidence::new(95.0).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Confidence(f64);

/// The level asked for is not one that limits can be given at.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("confidence {0} is not between 0.9 and 0.999999; hint: write 95 % as 0.95")]
pub struct NotAConfidence(pub f64);

impl Confidence {
    /// 95 %, about two standard errors.
    pub const P95: Self = Self(0.95);
    /// 99.8 %, about three standard errors: the outer line of a funnel plot.
    pub const P998: Self = Self(0.998);

    /// The level as a proportion.
    ///
    /// # Errors
    /// [`NotAConfidence`] below 0.9, above 0.999999, or not a number.
    pub fn new(level: f64) -> Result<Self, NotAConfidence> {
        if (0.9..=0.999_999).contains(&level) { Ok(Self(level)) } else { Err(NotAConfidence(level)) }
    }

    /// The level as a proportion.
    #[must_use]
    pub const fn level(self) -> f64 {
        self.0
    }

    /// The probability left in each tail: `(1 − level) / 2`.
    #[must_use]
    pub fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }

    /// The standard normal deviate with [`tail`](Self::tail) above it.
    #[must_use]
    pub fn z(self) -> f64 {
        Normal::standard().inverse_cdf(1.0 - self.tail())
    }
}
