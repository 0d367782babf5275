//! Areas of joint high deprivation and crime: the places that programmes such as On Track were meant for.

use crate::estimate::measures::Measures;
use crate::measure::{Measure, Polarity};

/// The share of areas that counts as high.
pub const HIGH_SHARE: f64 = 0.2;

/// Which areas are among the most deprived fifth, and which among the fifth with most crime.
#[derive(Debug, Clone)]
pub struct JointHigh {
    /// The indicator of deprivation that was used.
    pub deprivation: String,
    /// (high deprivation, high crime) of each area; `None` where either is not known.
    pub areas: Vec<Option<(bool, bool)>>,
}

impl JointHigh {
    /// Marks the areas, where both a measure of deprivation and recorded crime are at hand.
    pub fn new(measures: &Measures) -> Option<Self> {
        let crime = measures.indicator("crime_rate")?;
        let deprivation = measures.indicators.iter().find(|m| m.indicator.id == "imd");
        let deprivation = deprivation
            .or_else(|| measures.indicators.first())
            .filter(|m| !m.indicator.id.contains("crime"))?;
        let (deprived, crimes) = (high(deprivation), high(crime));
        let areas = deprived.into_iter().zip(crimes).map(|(d, c)| Some((d?, c?))).collect();
        Some(Self { deprivation: deprivation.indicator.label.clone(), areas })
    }

    /// How many areas are high in both.
    pub fn both(&self) -> usize {
        self.areas.iter().filter(|a| **a == Some((true, true))).count()
    }
}

/// Which areas are among the fifth with most need; areas tied with the last of them are in too.
pub fn high(measure: &Measure<f64>) -> Vec<Option<bool>> {
    let sign = if measure.indicator.polarity == Polarity::HighIsNeed { 1.0 } else { -1.0 };
    let need: Vec<Option<f64>> = measure.values.iter().map(|v| v.known().map(|x| x * sign)).collect();
    let mut known: Vec<f64> = need.iter().flatten().copied().collect();
    known.sort_by(|a, b| b.total_cmp(a));
    let places = (known.len() as f64 * HIGH_SHARE).floor() as usize;
    let threshold = places.checked_sub(1).map(|last| known[last]);
    need.into_iter().map(|n| n.map(|n| threshold.is_some_and(|t| n >= t))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::{Indicator, Missing, Value};

    fn measure(polarity: Polarity, values: &[f64]) -> Measure<f64> {
        let text = String::new;
        let indicator = Indicator {
            id: text(),
            label: text(),
            unit: text(),
            numerator: None,
            denominator: None,
            period: text(),
            source: text(),
            method: text(),
            polarity,
        };
        Measure { indicator, values: values.iter().map(|v| Value::Known(*v)).collect() }
    }

    #[test]
    fn one_area_in_five_is_high_and_ties_are_in() {
        let marks = high(&measure(Polarity::HighIsNeed, &[1.0, 2.0, 3.0, 4.0, 5.0]));
        assert_eq!(marks, [false, false, false, false, true].map(Some));
        let marks = high(&measure(Polarity::LowIsNeed, &[1.0, 1.0, 3.0, 4.0, 5.0]));
        assert_eq!(marks, [true, true, false, false, false].map(Some));
    }

    #[test]
    fn an_area_without_a_figure_is_not_marked() {
        let mut measure = measure(Polarity::HighIsNeed, &[1.0; 6]);
        measure.values[0] = Value::Missing(Missing::NotInSource);
        assert_eq!(high(&measure)[0], None);
    }
}
