//! The smallest difference from parity that so many events would have shown.

use statrs::distribution::{ContinuousCDF, Normal};

use super::sums::{Sums, counted_once};
use super::{Stratum, Terms};
use crate::estimate::no_figure::NoFigure;

/// The power that the smallest detectable ratio is given for: four chances in five.
pub const POWER: f64 = 0.8;

/// The ratios nearest to 1 that so many events would have shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detectable {
    /// The ratio below 1 that the test would have found with [`POWER`]; none where even a group without any events would
    /// not have stood out so surely ([`NoFigure::NothingDetectable`]).
    pub below: Result<f64, NoFigure>,
    /// The ratio above 1 that the test would have found with [`POWER`].
    pub above: Result<f64, NoFigure>,
}

impl Detectable {
    pub(super) fn of(strata: &[Stratum], sums: &Sums, terms: Terms) -> Self {
        let normal = Normal::standard();
        let rounding = sums.rounding_of_difference(terms);
        let search = Search {
            strata,
            rounding,
            critical: normal.inverse_cdf(1.0 - terms.level / 2.0) * (sums.variance + rounding).sqrt(),
            power: normal.inverse_cdf(POWER),
        };
        Self { below: search.towards(f64::MIN_POSITIVE.ln()), above: search.towards(f64::MAX.ln()) }
    }
}

struct Search<'s> {
    strata: &'s [Stratum],
    rounding: f64,
    /// How far events must be from those expected for the test to find it.
    critical: f64,
    /// The normal deviate of the power.
    power: f64,
}

impl Search<'_> {
    /// The ratio between 1 and an end (as logarithms) at which the test has its power, by halving.
    fn towards(&self, end: f64) -> Result<f64, NoFigure> {
        if !self.shows(end) {
            return Err(NoFigure::NothingDetectable);
        }
        let (mut hidden, mut shown) = (0.0, end);
        for _ in 0..80 {
            let middle = f64::midpoint(hidden, shown);
            if self.shows(middle) { shown = middle } else { hidden = middle }
        }
        Ok(shown.exp())
    }

    fn shows(&self, log_ratio: f64) -> bool {
        let (mut difference, mut variance) = (0.0, self.rounding);
        for stratum in self.strata.iter().filter(|stratum| stratum.has_both()) {
            let (moved, spread) = at_ratio(stratum, log_ratio.exp());
            difference += moved;
            variance += spread;
        }
        difference.abs() >= self.critical + self.power * variance.sqrt()
    }
}

/// Events of the group less those expected at parity, and their variance, when the events of the stratum fall in this
/// ratio.
fn at_ratio(stratum: &Stratum, ratio: f64) -> (f64, f64) {
    let Stratum { people: n1, comparator_people: n0, .. } = *stratum;
    let (events, people) = (stratum.events + stratum.comparator_events, n1 + n0);
    let once = counted_once(stratum);
    let (fewest, most) = if once { ((events - n0).max(0.0), events.min(n1)) } else { (0.0, events) };
    // The share of the events that falls to the group; written so that no ratio overflows.
    let share = 1.0 / (1.0 + n0 / n1 / ratio);
    let group = (events * share).min(most).max(fewest);
    let spread = |events: f64, of: f64| if once { events * (1.0 - events / of).max(0.0) } else { events };
    let variance =
        spread(group, n1) * (n0 / people).powi(2) + spread(events - group, n0) * (n1 / people).powi(2);
    (group - events * (n1 / people), variance)
}

#[cfg(test)]
mod tests {
    use super::super::mantel_haenszel;
    use super::*;
    use crate::estimate::Confidence;

    #[test]
    fn a_corrected_level_that_no_events_would_reach_says_so() {
        // Six events expected: no events at all are 2.4 standard errors away, and a level of 0.05/40 asks for 3.2.
        let strata = [Stratum { events: 6.0, people: 1e3, comparator_events: 6e3, comparator_people: 1e6 }];
        let terms = Terms { level: 0.05 / 40.0, ..Terms::exact(Confidence::P95) };
        let found = mantel_haenszel(&strata, terms).unwrap().detectable;
        assert_eq!(found.below, Err(NoFigure::NothingDetectable));
        assert!(found.above.unwrap() > 2.0);
    }

    #[test]
    fn more_events_show_smaller_differences() {
        let ratio = |people: f64| {
            let strata = [Stratum {
                events: people / 10.0,
                people,
                comparator_events: people,
                comparator_people: people * 10.0,
            }];
            mantel_haenszel(&strata, Terms::exact(Confidence::P95)).unwrap().detectable
        };
        let (few, many) = (ratio(1e3), ratio(1e4));
        assert!(few.below.unwrap() < many.below.unwrap() && many.below.unwrap() < 1.0);
        assert!(few.above.unwrap() > many.above.unwrap() && many.above.unwrap() > 1.0);
    }

    #[test]
    fn one_stratum_by_hand() {
        // A comparator without end, 100 expected, hardly anybody with the event: 100(1 − ρ) = 1.96·10 + 0.8416·√(100ρ);
        // with r = √ρ, r² + 0.08416r − 0.8040 = 0.
        let strata =
            [Stratum { events: 100.0, people: 1e9, comparator_events: 1e8, comparator_people: 1e15 }];
        let found = mantel_haenszel(&strata, Terms::exact(Confidence::P95)).unwrap().detectable;
        let (a, b): (f64, f64) = (0.841_621_233_572_914_3 / 10.0, 1.0 - 0.195_996_398_454_005_4);
        let root = (-a + (a * a + 4.0 * b).sqrt()) / 2.0;
        assert!((found.below.unwrap() - root * root).abs() < 1e-4, "{:?}", found.below);
    }
}
