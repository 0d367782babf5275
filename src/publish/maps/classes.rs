//! Classes of a map: where the limits between colours lie, by a stated scheme.
//!
//! A class includes its upper limit and excludes its lower one, except that the lowest class includes the
//! smallest value. Equal values always share a class, and no two limits are ever equal: where ties or too
//! few different values leave fewer classes than were asked for, that is said.

use super::MapError;
use super::fisher_jenks;

/// How the limits between classes are found.
#[derive(Debug, Clone, PartialEq)]
pub enum Scheme {
    /// About as many areas in each class.
    ///
    /// Formula: the quantiles j ÷ k by linear interpolation between order statistics.
    ///
    /// References: Hyndman and Fan (1996), Sample quantiles in statistical packages, The American
    /// Statistician 50(4), 361–365, type 7, DOI 10.1080/00031305.1996.10473566.
    Quantile(usize),
    /// Values within a class as alike as they can be: see [`fisher_jenks::upper_limits`].
    FisherJenks(usize),
    /// Classes of the same width.
    ///
    /// Formula: smallest + j × (largest − smallest) ÷ k.
    EqualInterval(usize),
    /// Limits stated by the reader's own standard; one more class than limits.
    Stated(Vec<f64>),
}

impl Scheme {
    /// The scheme in words.
    pub fn name(&self) -> &'static str {
        match self {
            Scheme::Quantile(_) => "quantiles",
            Scheme::FisherJenks(_) => "Fisher–Jenks natural breaks",
            Scheme::EqualInterval(_) => "equal intervals",
            Scheme::Stated(_) => "stated limits",
        }
    }

    /// How many classes were asked for.
    pub fn requested(&self) -> usize {
        match self {
            Scheme::Quantile(k) | Scheme::FisherJenks(k) | Scheme::EqualInterval(k) => *k,
            Scheme::Stated(limits) => limits.len() + 1,
        }
    }
}

/// The classes of one map.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    /// Upper limit of each class, included in it; the last is infinite where limits were stated.
    pub upper: Vec<f64>,
    /// How many values fall into each class.
    pub counts: Vec<usize>,
    /// The values in order, smallest first.
    pub sorted: Vec<f64>,
    /// The scheme that made them.
    pub scheme: Scheme,
}

/// Most classes that a map can have: more colours cannot be told apart.
pub const MOST_CLASSES: usize = 9;

impl Classes {
    /// The classes of some values.
    ///
    /// Missing values: none may be among `values`; without any value there are no classes.
    ///
    /// # Errors
    /// No class or more than [`MOST_CLASSES`] asked for, stated limits that do not increase, a
    /// value that is not finite.
    ///
    /// ```
    /// use reachgap::publish::maps::classes::{Classes, Scheme};
    /// let values = [1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 3.0, 3.0, 7.0, 8.0, 8.0, 15.0, 15.0, 40.0];
    /// let classes = Classes::new(&values, &Scheme::FisherJenks(4)).unwrap();
    /// // mapclassify 2.10.0, FisherJenks(k=4).
    /// assert_eq!(classes.upper, [3.0, 8.0, 15.0, 40.0]);
    /// assert_eq!(classes.counts, [9, 3, 2, 1]);
    /// ```
    pub fn new(values: &[f64], scheme: &Scheme) -> Result<Self, MapError> {
        check(values, scheme)?;
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let upper = match scheme {
            _ if sorted.is_empty() => Vec::new(),
            Scheme::Quantile(k) => quantiles(&sorted, *k),
            Scheme::FisherJenks(k) => fisher_jenks::upper_limits(&sorted, *k),
            Scheme::EqualInterval(k) => equal_intervals(&sorted, *k),
            Scheme::Stated(limits) => limits.iter().copied().chain([f64::INFINITY]).collect(),
        };
        let counts = counts(&sorted, &upper);
        Ok(Classes { upper, counts, sorted, scheme: scheme.clone() })
    }

    /// The same values between other limits: one for each class but the last, in increasing order.
    pub(super) fn with_limits(&self, limits: &[f64]) -> Classes {
        let upper: Vec<f64> = limits.iter().copied().chain(self.upper.last().copied()).collect();
        Classes { counts: counts(&self.sorted, &upper), upper, ..self.clone() }
    }

    /// How many classes there are.
    pub fn len(&self) -> usize {
        self.upper.len()
    }

    /// Whether there are none, for want of values.
    pub fn is_empty(&self) -> bool {
        self.upper.is_empty()
    }

    /// The class of a value, counted from the lowest.
    ///
    /// Missing values: `None` where there are no classes; a value beyond the last limit is in the last class.
    pub fn class_of(&self, value: f64) -> Option<usize> {
        let last = self.len().checked_sub(1)?;
        Some(self.upper.partition_point(|limit| *limit < value).min(last))
    }

    /// What to say where there are fewer classes than were asked for.
    pub fn notice(&self) -> Option<String> {
        let (asked, given) = (self.scheme.requested(), self.len());
        if self.is_empty() || given >= asked {
            return None;
        }
        let different = different(&self.sorted);
        let reason = if different < asked {
            format!(
                "the areas have only {different} different {}",
                if different == 1 { "value" } else { "values" }
            )
        } else {
            "many areas share the same value".to_owned()
        };
        Some(format!("{given} of the {asked} classes asked for: {reason}."))
    }

    /// The values on either side of the limit above a class: the largest not above it, the smallest above it.
    pub(super) fn around(&self, class: usize) -> (Option<f64>, Option<f64>) {
        let place = self.sorted.partition_point(|value| *value <= self.upper[class]);
        (place.checked_sub(1).map(|p| self.sorted[p]), self.sorted.get(place).copied())
    }
}

fn check(values: &[f64], scheme: &Scheme) -> Result<(), MapError> {
    if let Some(area) = values.iter().position(|value| !value.is_finite()) {
        return Err(MapError::NotFinite { area });
    }
    let asked = scheme.requested();
    if asked == 0 || asked > MOST_CLASSES {
        return Err(MapError::ClassCount { asked, most: MOST_CLASSES });
    }
    if let Scheme::Stated(limits) = scheme {
        let increase = limits.windows(2).all(|pair| pair[0] < pair[1]);
        if !increase || limits.iter().any(|limit| !limit.is_finite()) {
            return Err(MapError::LimitsDoNotIncrease { limits: limits.clone() });
        }
    }
    Ok(())
}

/// Quantiles of sorted values, each limit once and no class without a value.
fn quantiles(sorted: &[f64], classes: usize) -> Vec<f64> {
    if different(sorted) <= classes {
        return sorted.chunk_by(|a, b| a == b).map(|group| group[0]).collect();
    }
    let last = sorted.len() - 1;
    let limit = |j: usize| {
        let (place, rest) = (last * j / classes, last * j % classes);
        let share = rest as f64 / classes as f64;
        let (low, high) = (sorted[place], sorted[(place + 1).min(last)]);
        low + (high - low) * share
    };
    let limits: Vec<f64> = (1..=classes).map(limit).collect();
    let counts = counts(sorted, &limits);
    limits.into_iter().zip(counts).filter(|(_, count)| *count > 0).map(|(limit, _)| limit).collect()
}

fn equal_intervals(sorted: &[f64], classes: usize) -> Vec<f64> {
    let (low, high) = (sorted[0], sorted[sorted.len() - 1]);
    if low == high {
        return vec![high];
    }
    let width = (high - low) / classes as f64;
    let mut limits: Vec<f64> = (1..classes).map(|j| low + j as f64 * width).chain([high]).collect();
    limits.dedup();
    limits
}

fn counts(sorted: &[f64], upper: &[f64]) -> Vec<usize> {
    let below: Vec<usize> =
        upper.iter().map(|limit| sorted.partition_point(|value| value <= limit)).collect();
    below.iter().enumerate().map(|(class, &n)| if class == 0 { n } else { n - below[class - 1] }).collect()
}

fn different(sorted: &[f64]) -> usize {
    sorted.chunk_by(|a, b| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_tied_values_never_repeat_a_limit_and_say_so() {
        let values = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 3.0];
        let classes = Classes::new(&values, &Scheme::Quantile(4)).unwrap();
        assert_eq!(classes.upper, [1.0, 2.0, 3.0]);
        assert_eq!(
            classes.notice().unwrap(),
            "3 of the 4 classes asked for: the areas have only 3 different values."
        );
        let many: Vec<f64> = (0..20).map(|i| if i < 15 { 0.0 } else { f64::from(i) }).collect();
        let classes = Classes::new(&many, &Scheme::Quantile(5)).unwrap();
        assert_eq!(
            classes.notice().unwrap(),
            "3 of the 5 classes asked for: many areas share the same value."
        );
    }

    #[test]
    fn more_classes_than_values_gives_a_class_for_each_value() {
        let classes = Classes::new(&[4.0, 4.0, 9.0], &Scheme::FisherJenks(5)).unwrap();
        assert_eq!(
            (classes.upper.as_slice(), classes.counts.as_slice()),
            ([4.0, 9.0].as_slice(), [2, 1].as_slice())
        );
        assert!(classes.notice().unwrap().contains("only 2 different values"));
    }

    #[test]
    fn values_that_are_all_equal_make_one_class() {
        for scheme in [Scheme::Quantile(5), Scheme::FisherJenks(5), Scheme::EqualInterval(5)] {
            let classes = Classes::new(&[7.0; 6], &scheme).unwrap();
            assert_eq!(
                (classes.upper.as_slice(), classes.counts.as_slice()),
                ([7.0].as_slice(), [6].as_slice())
            );
        }
    }

    #[test]
    fn without_values_there_are_no_classes() {
        let classes = Classes::new(&[], &Scheme::Quantile(5)).unwrap();
        assert!(classes.is_empty() && classes.notice().is_none());
        assert_eq!(classes.class_of(1.0), None);
    }

    #[test]
    fn stated_limits_stay_as_stated_and_the_last_class_is_open() {
        let classes = Classes::new(&[0.2, 0.5, 1.0, 3.0], &Scheme::Stated(vec![0.5, 1.0, 2.0, 2.5])).unwrap();
        assert_eq!(classes.counts, [2, 1, 0, 0, 1]);
        assert_eq!(classes.class_of(99.0), Some(4));
    }

    #[test]
    fn what_cannot_be_classed_is_refused() {
        let refused = |values: &[f64], scheme: Scheme| Classes::new(values, &scheme).unwrap_err().to_string();
        assert_eq!(refused(&[1.0], Scheme::Quantile(0)), "a map cannot have 0 classes (from 1 to 9)");
        assert_eq!(refused(&[1.0], Scheme::EqualInterval(10)), "a map cannot have 10 classes (from 1 to 9)");
        assert_eq!(
            refused(&[1.0, f64::NAN], Scheme::Quantile(2)),
            "the figure of area 1 (counted from 0) is not a finite number"
        );
        assert_eq!(
            refused(&[1.0], Scheme::Stated(vec![2.0, 2.0])),
            "the stated class limits [2.0, 2.0] do not increase"
        );
    }
}
