//! Legend labels of classes: limits with few digits that are nevertheless true.
//!
//! A rounded limit can put an area on the wrong side of its own label. Any number between the largest
//! value of one class and the smallest of the next separates them just as well, so the shortest one there
//! is written: the label is then exact, and no two labels are ever the same.

use super::classes::{Classes, Scheme};
use crate::publish::drawing::numbers::Unit;

const MOST_DECIMALS: usize = 9;

/// The label of each class, lowest first, in the unit shown.
pub(super) fn labels(classes: &Classes, unit: Unit) -> Vec<String> {
    let cuts = classes.len().saturating_sub(1);
    let decimals = (0..=MOST_DECIMALS).find(|d| limits(classes, unit, *d).is_some()).unwrap_or(MOST_DECIMALS);
    let limits = limits(classes, unit, decimals)
        .unwrap_or_else(|| (0..cuts).map(|class| unit.shown(classes.upper[class])).collect());
    if matches!(classes.scheme, Scheme::Stated(_)) {
        return open_labels(&limits, decimals, unit);
    }
    let (Some(&least), Some(&most)) = (classes.sorted.first(), classes.sorted.last()) else { return Vec::new() };
    let scale = 10f64.powi(decimals as i32);
    let least = (unit.shown(least) * scale).floor() / scale;
    let most = (unit.shown(most) * scale).ceil() / scale;
    let ends: Vec<f64> = [least].into_iter().chain(limits).chain([most]).collect();
    ends.windows(2).map(|pair| closed_label(pair[0], pair[1], decimals, unit)).collect()
}

/// The limits between classes with so many decimals, if that many are enough to keep every area in its class.
fn limits(classes: &Classes, unit: Unit, decimals: usize) -> Option<Vec<f64>> {
    let cuts = classes.len().saturating_sub(1);
    let found: Option<Vec<f64>> = (0..cuts).map(|class| limit(classes, class, unit, decimals)).collect();
    found.filter(|limits| limits.windows(2).all(|pair| pair[0] < pair[1]))
}

fn limit(classes: &Classes, class: usize, unit: Unit, decimals: usize) -> Option<f64> {
    let scale = 10f64.powi(decimals as i32);
    let nominal = unit.shown(classes.upper[class]);
    let near = (nominal * scale).round() / scale;
    if matches!(classes.scheme, Scheme::Stated(_)) {
        return ((near - nominal).abs() <= 1e-9 * nominal.abs().max(1.0)).then_some(near);
    }
    let (below, above) = classes.around(class);
    let fits = |x: &f64| below.is_none_or(|b| unit.shown(b) <= *x) && above.is_none_or(|a| *x < unit.shown(a));
    let raised = below.map_or(near, |b| (unit.shown(b) * scale).ceil() / scale);
    [near, raised].into_iter().find(fits)
}

fn closed_label(from: f64, to: f64, decimals: usize, unit: Unit) -> String {
    let (from, to) = (unit.write(from, decimals), unit.write(to, decimals));
    if from == to { to } else { format!("{from} to {to}") }
}

fn open_labels(limits: &[f64], decimals: usize, unit: Unit) -> Vec<String> {
    let write = |limit: f64| unit.write(limit, decimals);
    let (Some(first), Some(last)) = (limits.first(), limits.last()) else { return vec!["all values".to_owned()] };
    let between = limits.windows(2).map(|pair| closed_label(pair[0], pair[1], decimals, unit));
    std::iter::once(format!("{} or less", write(*first)))
        .chain(between)
        .chain([format!("more than {}", write(*last))])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(values: &[f64], scheme: Scheme, unit: Unit) -> Vec<String> {
        labels(&Classes::new(values, &scheme).unwrap(), unit)
    }

    #[test]
    fn limits_are_written_with_as_few_digits_as_are_true() {
        let values = [0.0512, 0.0731, 0.1148, 0.1303, 0.2217, 0.2604];
        assert_eq!(told(&values, Scheme::Quantile(3), Unit::Percentage), ["5% to 10%", "10% to 16%", "16% to 27%"]);
    }

    #[test]
    fn close_values_get_the_digits_that_tell_them_apart() {
        let values = [1.231, 1.232, 1.2341, 1.2349];
        let labels = told(&values, Scheme::Quantile(4), Unit::Number);
        let mut once = labels.clone();
        once.dedup();
        assert_eq!(once, labels, "no label twice");
    }

    #[test]
    fn stated_limits_are_open_at_both_ends() {
        let ratio = Scheme::Stated(vec![0.67, 0.9, 1.1, 1.5]);
        assert_eq!(
            told(&[0.5, 1.0], ratio, Unit::Number),
            ["0.67 or less", "0.67 to 0.90", "0.90 to 1.10", "1.10 to 1.50", "more than 1.50"]
        );
    }

    #[test]
    fn one_value_is_a_label_of_its_own() {
        assert_eq!(told(&[3.0, 3.0], Scheme::Quantile(5), Unit::Number), ["3"]);
    }

    proptest! {
        #[test]
        fn no_label_is_given_twice(values in prop::collection::vec(0.0f64..1.0, 2..60), classes in 1usize..8) {
            for scheme in [Scheme::Quantile(classes), Scheme::FisherJenks(classes), Scheme::EqualInterval(classes)] {
                let labels = told(&values, scheme, Unit::Percentage);
                let once: std::collections::BTreeSet<&String> = labels.iter().collect();
                prop_assert_eq!(once.len(), labels.len());
            }
        }
    }
}
