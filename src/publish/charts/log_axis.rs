//! An axis of ratios: equal factors are equally far apart, and 1 is always on it.

use crate::number_words::number;

/// Ratios that carry a number, from which the axis takes those within its ends.
const ROUND: [f64; 13] = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
/// Ratios that carry a number where the axis is short.
const FINE: [f64; 13] = [0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 4.0];
/// An axis no longer than this factor on either side of 1 has the fine numbers.
const SHORT: f64 = 4.0;
/// No axis reaches further than this factor on either side of 1.
const FURTHEST: f64 = 100.0;

/// An axis of ratios from one end of a plot to the other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LogAxis {
    /// Ratio at its beginning and at its end.
    range: (f64, f64),
    /// Where it begins and ends on the sheet, pixels.
    ends: (f64, f64),
}

impl LogAxis {
    /// An axis that holds 1 and all ratios above 0, as far as a factor of 100 from 1.
    pub(super) fn new(ratios: impl Iterator<Item = f64>, ends: (f64, f64)) -> Self {
        let (least, most) = ratios
            .filter(|ratio| ratio.is_finite() && *ratio > 0.0)
            .fold((0.8f64, 1.25f64), |(least, most), ratio| (least.min(ratio), most.max(ratio)));
        let range = ((least * 0.93).max(1.0 / FURTHEST), (most * 1.07).min(FURTHEST));
        LogAxis { range, ends }
    }

    /// Where a ratio stands on the sheet, in pixels, and on which side it lies beyond the axis (−1, 0 or 1).
    pub(super) fn place(&self, ratio: f64) -> (f64, i8) {
        if ratio < self.range.0 {
            return (self.ends.0, -1);
        }
        if ratio > self.range.1 {
            return (self.ends.1, 1);
        }
        let share = (ratio / self.range.0).ln() / (self.range.1 / self.range.0).ln();
        (self.ends.0 + share * (self.ends.1 - self.ends.0), 0)
    }

    /// The numbers along the axis with their places.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let reach = self.range.1.max(1.0 / self.range.0);
        let ratios = if reach <= SHORT { FINE } else { ROUND };
        let within = |ratio: &f64| (self.range.0..=self.range.1).contains(ratio);
        ratios.into_iter().filter(within).map(|ratio| (self.place(ratio).0, Self::told(ratio))).collect()
    }

    fn told(ratio: f64) -> String {
        let decimals = if ratio.fract() == 0.0 {
            0
        } else if (ratio * 10.0).fract().abs() < 1e-9 {
            1
        } else {
            2
        };
        number(ratio, decimals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_ratio_and_its_inverse_are_equally_far_from_one() {
        let axis = LogAxis::new([0.25, 4.0].into_iter(), (0.0, 1000.0));
        let one = axis.place(1.0).0;
        assert!((one - axis.place(0.5).0 - (axis.place(2.0).0 - one)).abs() < 1e-9);
    }

    #[test]
    fn ratios_of_nothing_and_without_bounds_lie_beyond_the_axis() {
        let axis = LogAxis::new([0.0, 0.5, 100_000.0].into_iter(), (0.0, 1000.0));
        assert_eq!(axis.place(0.0), (0.0, -1));
        assert_eq!(axis.place(100_000.0), (1000.0, 1));
        assert!(LogAxis::new(std::iter::empty(), (0.0, 1.0)).ticks().iter().any(|(_, told)| told == "1"));
    }

    proptest! {
        #[test]
        fn numbers_increase_along_the_axis_and_one_is_among_them(ratios in prop::collection::vec(1e-4f64..1e4, 0..9)) {
            let axis = LogAxis::new(ratios.into_iter(), (0.0, 1000.0));
            let ticks = axis.ticks();
            prop_assert!(ticks.iter().any(|(_, told)| told == "1"));
            prop_assert!(ticks.windows(2).all(|pair| pair[0].0 < pair[1].0));
            prop_assert!(ticks.iter().all(|(x, _)| (0.0..=1000.0).contains(x)));
        }
    }
}
