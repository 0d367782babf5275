//! An axis: round numbers along a line of the sheet.

use crate::publish::drawing::numbers::Unit;

/// About how many numbers an axis carries.
const NUMBERS: f64 = 6.0;

/// An axis from one end of a plot to the other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    /// Value at its beginning, in the unit shown.
    from: f64,
    /// Value at its end, in the unit shown.
    to: f64,
    /// The numbers along it.
    pub(super) ticks: Vec<f64>,
    decimals: usize,
    unit: Unit,
    /// Where it begins and ends on the sheet, pixels.
    ends: (f64, f64),
}

impl Axis {
    /// An axis that holds all figures and begins and ends at a round number.
    pub(super) fn new(
        figures: impl Iterator<Item = f64>,
        unit: Unit,
        from_zero: bool,
        ends: (f64, f64),
    ) -> Self {
        let start = if from_zero { (0.0, 0.0) } else { (f64::INFINITY, f64::NEG_INFINITY) };
        let (least, most) = figures.map(|f| unit.shown(f)).fold(start, |(a, b), f| (a.min(f), b.max(f)));
        let span = if most > least { most - least } else { least.abs().max(1.0) };
        let step = round_step(span / NUMBERS);
        let (first, last) =
            ((least / step + 1e-9).floor(), (most / step - 1e-9).ceil().max((least / step).floor() + 1.0));
        let ticks = (0..=(last - first) as usize).map(|n| (first + n as f64) * step).collect();
        let decimals = (-step.log10().floor()).max(0.0) as usize;
        Axis { from: first * step, to: last * step, ticks, decimals, unit, ends }
    }

    /// Where a figure stands on the sheet, in pixels, which may be beyond the axis.
    pub(super) fn place(&self, figure: f64) -> f64 {
        self.place_shown(self.unit.shown(figure))
    }

    /// Where a number in the unit shown stands.
    pub(super) fn place_shown(&self, shown: f64) -> f64 {
        self.ends.0 + (shown - self.from) / (self.to - self.from) * (self.ends.1 - self.ends.0)
    }

    /// A number of the axis in words.
    pub(super) fn told(&self, tick: f64) -> String {
        self.unit.write(tick, self.decimals)
    }
}

/// The next 1, 2 or 5 times a power of ten at or above a number.
fn round_step(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    let step =
        [1.0, 2.0, 5.0].into_iter().map(|times| times * power).find(|step| *step >= least * (1.0 - 1e-9));
    step.unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_axis_carries_round_numbers() {
        let axis = Axis::new([0.062, 0.403].into_iter(), Unit::Percentage, true, (0.0, 100.0));
        assert_eq!(
            axis.ticks.iter().map(|t| axis.told(*t)).collect::<Vec<_>>(),
            ["0%", "10%", "20%", "30%", "40%", "50%"]
        );
        assert_eq!(axis.place(0.25), 50.0);
    }

    #[test]
    fn figures_that_are_all_equal_still_make_an_axis() {
        let axis = Axis::new([3.0, 3.0].into_iter(), Unit::Number, false, (0.0, 100.0));
        assert!(axis.ticks.len() >= 2);
        assert!((0.0..=100.0).contains(&axis.place(3.0)));
    }

    proptest! {
        #[test]
        fn every_figure_is_on_its_axis(figures in prop::collection::vec(-1e6f64..1e6, 1..20), from_zero: bool) {
            let axis = Axis::new(figures.iter().copied(), Unit::Number, from_zero, (0.0, 100.0));
            prop_assert!((2..=13).contains(&axis.ticks.len()), "{:?}", axis.ticks);
            for figure in figures {
                let place = axis.place(figure);
                prop_assert!((-1e-6..=100.000_001).contains(&place), "{place}");
            }
        }
    }
}
