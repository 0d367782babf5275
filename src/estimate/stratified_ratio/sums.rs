//! The sums over strata that the ratio, its test and its limits are made from.

use super::{Stratum, Terms};
use crate::estimate::no_figure::NoFigure;
use crate::estimate::score_test::without_difference;

/// Rounding of sums of fractions must not turn "everybody" into "more than everybody".
const TOLERANCE: f64 = 1e-9;

/// Fewest events that must be able to move either way for the test's approximation (Mantel and Fleiss 1980).
const ENOUGH: f64 = 5.0;

/// Sums over the strata that have both a group and a comparator.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Sums {
    /// Events of the group, `A`.
    pub(super) events: f64,
    /// Events of the comparator, `B`.
    pub(super) comparator_events: f64,
    /// Events of the group in strata without a comparator.
    pub(super) left_out: f64,
    /// `R = Σ a·n₀/N`.
    pub(super) group: f64,
    /// `S = Σ b·n₁/N`.
    pub(super) comparator: f64,
    /// `Σ n₁·b/n₀`: the comparator's rates applied to the group's people.
    pub(super) indirect: f64,
    /// `Σ (a − n₁m/N)`.
    pub(super) difference: f64,
    /// The hypergeometric variance of the difference.
    pub(super) variance: f64,
    people: f64,
    comparator_people: f64,
    /// `Σ (m·n₁·n₀ − a·b·N)/N²`.
    spread: f64,
    /// The same with the events that parity would bring: `Σ n₁n₀m(N − m)/N³`.
    spread_at_parity: f64,
    /// `Σ n₁n₀m/N²`, what both `R` and `S` would be at parity.
    parity: f64,
    /// `Σ n₁m/N` and `Σ n₀m/N`.
    expected: [f64; 2],
    /// The fewest and the most events that the group could have had, given the totals.
    possible: [f64; 2],
}

/// Whether the people of the stratum can be those who had its events, each of them once.
pub(super) fn counted_once(stratum: &Stratum) -> bool {
    let possible = |events: f64, people: f64| events <= people * (1.0 + TOLERANCE);
    possible(stratum.events, stratum.people) && possible(stratum.comparator_events, stratum.comparator_people)
}

impl Sums {
    pub(super) fn of(strata: &[Stratum]) -> Result<Self, NoFigure> {
        let mut sums = Self::default();
        let (mut group, mut others) = (0.0, 0.0);
        for stratum in strata {
            let stratum = stratum.checked()?;
            group += stratum.people;
            others += stratum.comparator_people;
            if stratum.has_both() {
                sums.add(stratum);
            } else {
                sums.left_out += stratum.events;
            }
        }
        match (group > 0.0, others > 0.0, sums.people > 0.0) {
            (false, _, _) => Err(NoFigure::NobodyInGroup),
            (_, false, _) => Err(NoFigure::NobodyOutsideGroup),
            (_, _, false) => Err(NoFigure::TooFewToCompare),
            _ => sums.checked(),
        }
    }

    fn add(&mut self, stratum: Stratum) {
        let Stratum { events: a, people: n1, comparator_events: b, comparator_people: n0 } = stratum;
        let (people, events) = (n1 + n0, a + b);
        let (in_group, in_others) = (n1 / people, n0 / people);
        let (expected, variance) = without_difference(n1, n0, events);
        let poisson = events * in_group * in_others;
        let counted_once = counted_once(&stratum);
        self.events += a;
        self.comparator_events += b;
        self.people += n1;
        self.comparator_people += n0;
        self.group += a * in_others;
        self.comparator += b * in_group;
        self.indirect += n1 * (b / n0);
        self.difference += a - expected;
        self.variance += if counted_once { variance.max(0.0) } else { poisson };
        self.spread += if counted_once { (poisson - a * (b / people)).max(0.0) } else { poisson };
        self.spread_at_parity +=
            if counted_once { (poisson * (1.0 - events / people)).max(0.0) } else { poisson };
        self.parity += poisson;
        self.expected[0] += expected;
        self.expected[1] += events * in_others;
        self.possible[0] += (events - n0).max(0.0);
        self.possible[1] += events.min(n1);
    }

    fn checked(self) -> Result<Self, NoFigure> {
        if self.events > self.people * (1.0 + TOLERANCE)
            || self.comparator_events > self.comparator_people * (1.0 + TOLERANCE)
        {
            Err(NoFigure::MoreEventsThanPeople)
        } else if self.events + self.comparator_events == 0.0 {
            Err(NoFigure::NoEvents)
        } else if self.comparator == 0.0 {
            Err(NoFigure::NoExpectedEvents)
        } else if self.spread_at_parity <= self.parity * TOLERANCE {
            Err(NoFigure::EverybodyHadTheEvent)
        } else {
            Ok(self)
        }
    }

    /// The variance of the logarithm of the ratio, which needs events in both groups.
    pub(super) fn log_variance(&self, terms: Terms) -> f64 {
        self.spread / self.group / self.comparator
            + terms.rounding_variance * (self.events.powi(-2) + self.comparator_events.powi(-2))
    }

    /// What the rounding of both totals adds to the variance of the difference if there were parity.
    pub(super) fn rounding_of_difference(&self, terms: Terms) -> f64 {
        let [group, others] = self.expected;
        terms.rounding_variance * ((self.parity / group).powi(2) + (self.parity / others).powi(2))
    }

    pub(super) fn enough_for_test(&self) -> bool {
        let [fewest, most] = self.possible;
        (self.expected[0] - fewest).min(most - self.expected[0]) >= ENOUGH
    }
}
