//! Counts of people or events, some known only between two bounds because the source suppressed them.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul};

use serde::Serialize;

/// A count that is known exactly, or only to lie between a lowest and a highest value.
///
/// A suppressed cell such as `*` (one to four) is an interval, never a zero. Counts may be fractional
/// after they are moved between boundary years.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Count {
    /// The lowest value it can have.
    pub lowest: f64,
    /// The highest value it can have.
    pub highest: f64,
}

impl Count {
    /// No events.
    pub const ZERO: Self = Self { lowest: 0.0, highest: 0.0 };

    /// A count that is known.
    pub const fn exact(value: f64) -> Self {
        Self { lowest: value, highest: value }
    }

    /// A count that the source suppressed: any value from `lowest` to `highest`.
    pub const fn between(lowest: f64, highest: f64) -> Self {
        Self { lowest, highest }
    }

    /// Whether the count is known.
    pub fn is_exact(self) -> bool {
        self.lowest == self.highest
    }

    /// The known count, or `None` where the source suppressed part of it.
    pub fn known(self) -> Option<f64> {
        self.is_exact().then_some(self.lowest)
    }

    /// The middle of the bounds: for ordering and drawing only, never for a published figure.
    pub fn middle(self) -> f64 {
        self.lowest.midpoint(self.highest)
    }
}

impl Add for Count {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { lowest: self.lowest + other.lowest, highest: self.highest + other.highest }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul<f64> for Count {
    type Output = Self;
    fn mul(self, share: f64) -> Self {
        Self { lowest: self.lowest * share, highest: self.highest * share }
    }
}

impl Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suppressed_cell_widens_the_sum_and_never_counts_as_zero() {
        let sum: Count = [Count::exact(10.0), Count::between(1.0, 4.0)].into_iter().sum();
        assert_eq!(sum, Count::between(11.0, 14.0));
        assert_eq!(sum.known(), None);
    }
}
