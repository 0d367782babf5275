//! Legend labels of classes: limits with few digits that are nevertheless true.
//!
//! A limit that is rounded for the legend only can put an area on the wrong side of its own label. So the
//! limits themselves are made readable first. Any number between the largest value of one class and the
//! smallest of the next separates them just as well, and the shortest one there is taken, which moves no
//! area. Only where even that would be long — with very many areas there is hardly room between two of
//! them — is a limit rounded, to about a fiftieth of a class's width, and the areas are classed by it.

use super::MapError;
use super::classes::{Classes, Scheme};
use crate::publish::drawing::numbers::Unit;

const MOST_DECIMALS: usize = 9;

/// Classes whose limits a reader can read, in the unit shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LegendClasses {
    /// The classes of the values as shown.
    pub(super) classes: Classes,
    /// How many areas changed class when limits were rounded.
    pub(super) moved: usize,
    decimals: usize,
    unit: Unit,
}

impl LegendClasses {
    /// The classes of values, with readable limits.
    pub(super) fn new(values: &[f64], scheme: &Scheme, unit: Unit) -> Result<Self, MapError> {
        let shown: Vec<f64> = values.iter().map(|value| unit.shown(*value)).collect();
        let scheme = match scheme {
            Scheme::Stated(limits) => Scheme::Stated(limits.iter().map(|limit| unit.shown(*limit)).collect()),
            other => other.clone(),
        };
        let classes = Classes::new(&shown, &scheme)?;
        let stated = matches!(scheme, Scheme::Stated(_));
        let enough = if stated { MOST_DECIMALS } else { enough_decimals(&classes) };
        let exact = (0..=enough).find_map(|decimals| Some((decimals, exact_limits(&classes, decimals)?)));
        let rounded = || {
            (enough..=MOST_DECIMALS)
                .find_map(|decimals| Some((decimals, rounded_limits(&classes, decimals)?)))
        };
        let (decimals, limits) = exact.or_else(rounded).unwrap_or((MOST_DECIMALS, own_limits(&classes)));
        let readable = if stated { classes.clone() } else { classes.with_limits(&limits) };
        let moved = classes
            .sorted
            .iter()
            .filter(|value| classes.class_of(**value) != readable.class_of(**value))
            .count();
        Ok(LegendClasses { classes: readable, moved, decimals, unit })
    }

    /// The label of each class, lowest first.
    pub(super) fn labels(&self) -> Vec<String> {
        let limits = own_limits(&self.classes);
        if matches!(self.classes.scheme, Scheme::Stated(_)) {
            return self.open_labels(&limits);
        }
        let (Some(&least), Some(&most)) = (self.classes.sorted.first(), self.classes.sorted.last()) else {
            return Vec::new();
        };
        let least = outward(least, self.decimals, f64::floor);
        let most = outward(most, self.decimals, f64::ceil);
        let ends: Vec<f64> = [least].into_iter().chain(limits).chain([most]).collect();
        ends.windows(2).map(|pair| self.between(pair[0], pair[1])).collect()
    }

    fn between(&self, from: f64, to: f64) -> String {
        let (from, to) = (self.unit.write(from, self.decimals), self.unit.write(to, self.decimals));
        if from == to { to } else { format!("{from} to {to}") }
    }

    fn open_labels(&self, limits: &[f64]) -> Vec<String> {
        let (Some(first), Some(last)) = (limits.first(), limits.last()) else {
            return vec!["All values".to_owned()];
        };
        let write = |limit: f64| self.unit.write(limit, self.decimals);
        let between = limits.windows(2).map(|pair| self.between(pair[0], pair[1]));
        std::iter::once(format!("{} or less", write(*first)))
            .chain(between)
            .chain([format!("More than {}", write(*last))])
            .collect()
    }
}

/// The limits between classes as they are.
fn own_limits(classes: &Classes) -> Vec<f64> {
    classes.upper.iter().copied().take(classes.len().saturating_sub(1)).collect()
}

/// Decimals that show a fiftieth of a class's mean width.
fn enough_decimals(classes: &Classes) -> usize {
    let (Some(least), Some(most)) = (classes.sorted.first(), classes.sorted.last()) else {
        return 0;
    };
    let width = (most - least) / classes.len().max(1) as f64;
    if width <= 0.0 {
        return MOST_DECIMALS;
    }
    (50.0 / width).log10().ceil().clamp(0.0, MOST_DECIMALS as f64) as usize
}

/// Limits with so many decimals that leave every area in its class, if there are such.
fn exact_limits(classes: &Classes, decimals: usize) -> Option<Vec<f64>> {
    let exact = |(class, limit): (usize, f64)| {
        let near = nearest(limit, decimals);
        if matches!(classes.scheme, Scheme::Stated(_)) {
            return ((near - limit).abs() <= 1e-9 * limit.abs().max(1.0)).then_some(near);
        }
        let (below, above) = classes.around(class);
        let fits = |x: &f64| below.is_none_or(|b| b <= *x) && above.is_none_or(|a| *x < a);
        let raised = below.map_or(near, |b| outward(b, decimals, f64::ceil));
        [near, raised].into_iter().find(fits)
    };
    let limits: Option<Vec<f64>> = own_limits(classes).into_iter().enumerate().map(exact).collect();
    limits.filter(|limits| increase(limits))
}

/// Rounded limits, if they are still all different and leave no class empty that was not.
fn rounded_limits(classes: &Classes, decimals: usize) -> Option<Vec<f64>> {
    let limits: Vec<f64> = own_limits(classes).into_iter().map(|limit| nearest(limit, decimals)).collect();
    let counts = classes.with_limits(&limits).counts;
    let emptied = counts.iter().zip(&classes.counts).any(|(now, before)| *now == 0 && *before > 0);
    (increase(&limits) && !emptied).then_some(limits)
}

fn increase(limits: &[f64]) -> bool {
    limits.windows(2).all(|pair| pair[0] < pair[1])
}

fn nearest(value: f64, decimals: usize) -> f64 {
    outward(value, decimals, f64::round)
}

/// A number brought to so many decimals by `round`, `floor` or `ceil`.
fn outward(value: f64, decimals: usize, way: fn(f64) -> f64) -> f64 {
    let scale = 10f64.powi(decimals as i32);
    let (scaled, whole) = (value * scale, (value * scale).round());
    // 12349.000000000002 is 12349 with an error in its last bit.
    let is_whole = (scaled - whole).abs() <= 1e-12 * scaled.abs();
    if is_whole { whole / scale } else { way(scaled) / scale }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(values: &[f64], scheme: Scheme, unit: Unit) -> Vec<String> {
        LegendClasses::new(values, &scheme, unit).unwrap().labels()
    }

    #[test]
    fn limits_are_written_with_as_few_digits_as_are_true() {
        let values = [0.0512, 0.0731, 0.1148, 0.1303, 0.2217, 0.2604];
        assert_eq!(
            told(&values, Scheme::Quantile(3), Unit::Percentage),
            ["5% to 10%", "10% to 16%", "16% to 27%"]
        );
    }

    #[test]
    fn close_values_get_the_digits_that_tell_them_apart() {
        let values = [1.231, 1.232, 1.2341, 1.2349];
        let labels = told(&values, Scheme::FisherJenks(4), Unit::Number);
        assert_eq!(labels, ["1.2310", "1.2310 to 1.2320", "1.2320 to 1.2341", "1.2341 to 1.2349"]);
    }

    #[test]
    fn stated_limits_are_open_at_both_ends_and_keep_their_digits() {
        let ratio = Scheme::Stated(vec![0.67, 0.9, 1.1, 1.5]);
        assert_eq!(
            told(&[0.5, 1.0], ratio, Unit::Number),
            ["0.67 or less", "0.67 to 0.90", "0.90 to 1.10", "1.10 to 1.50", "More than 1.50"]
        );
        assert_eq!(
            told(&[0.29], Scheme::Stated(vec![0.29]), Unit::Percentage),
            ["29% or less", "More than 29%"]
        );
    }

    #[test]
    fn one_value_is_a_label_of_its_own() {
        assert_eq!(told(&[3.0, 3.0], Scheme::Quantile(5), Unit::Number), ["3"]);
    }

    #[test]
    fn a_whole_country_has_short_limits_and_areas_are_classed_by_them() {
        let values: Vec<f64> = (0..33_755).map(|i| 0.05 + f64::from(i) * 1.234_567e-5).collect();
        let found = LegendClasses::new(&values, &Scheme::Quantile(5), Unit::Percentage).unwrap();
        assert_eq!(found.labels()[0], "5.0% to 13.3%");
        assert!(found.moved > 0 && found.moved < 200, "{}", found.moved);
        for (value, class) in values.iter().map(|v| (v * 100.0, found.classes.class_of(v * 100.0))) {
            assert_eq!(class == Some(0), value <= 13.3, "{value}");
        }
    }

    proptest! {
        #[test]
        fn no_label_is_given_twice_and_no_class_is_emptied(values in prop::collection::vec(0.0f64..1.0, 2..60), classes in 1usize..8) {
            for scheme in [Scheme::Quantile(classes), Scheme::FisherJenks(classes)] {
                let found = LegendClasses::new(&values, &scheme, Unit::Percentage).unwrap();
                let labels = found.labels();
                let once: std::collections::BTreeSet<&String> = labels.iter().collect();
                prop_assert_eq!(once.len(), labels.len());
                prop_assert!(found.classes.counts.iter().all(|count| *count > 0));
            }
        }
    }
}
