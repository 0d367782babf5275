//! The counts of a scan, checked and held so that their sums do not depend on the order of areas.

use super::error::ScanError;
use super::likelihood::Model;

/// What was observed and what would be expected without any cluster.
#[derive(Debug, Clone, Copy)]
pub enum Counts<'a> {
    /// Events and their expectation under a stated standard; fractions allowed. Only the proportions of the expected
    /// counts matter: they are brought to the sum of the observed.
    Poisson {
        /// Events of each area (area by area, period by period).
        observed: &'a [f64],
        /// Events expected there.
        expected: &'a [f64],
    },
    /// Cases among eligible people, both whole.
    Bernoulli {
        /// Cases of each area (area by area, period by period).
        cases: &'a [f64],
        /// Eligible people there, cases among them.
        people: &'a [f64],
    },
}

/// The areas of a scan; all slices in the order in which the windows were made.
#[derive(Debug, Clone, Copy)]
pub struct Observation<'a> {
    /// A number made from each area's code, no two alike: random draws follow it, not the order of areas.
    pub keys: &'a [u64],
    /// People of each area, told of each cluster.
    pub people: &'a [f64],
    /// Periods (months, years) of the counts; one for a scan in space alone.
    pub periods: usize,
    /// The counts: of area `a` in period `p` at `a·periods + p`.
    pub counts: Counts<'a>,
}

/// Counts as whole multiples of one small unit, so that sums are exact in any order.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    pub(super) areas: usize,
    pub(super) periods: usize,
    /// Units per event; a power of two.
    pub(super) scale: f64,
    pub(super) observed: Vec<i64>,
    pub(super) null: Null,
}

/// What is expected without any cluster, for a number of events in all.
#[derive(Debug, Clone)]
pub(super) struct Null {
    pub(super) model: Model,
    pub(super) expected: Vec<i64>,
    /// People per cell, of the Bernoulli model.
    pub(super) eligible: Option<Vec<u64>>,
}

/// Beyond this the running sums of replications would not fit.
const MOST_EVENTS: f64 = 1e9;

impl Cells {
    pub(super) fn of(given: &Observation<'_>) -> Result<Self, ScanError> {
        let areas = given.keys.len();
        let lengths = |what, slice: &[f64], needed| match slice.len() {
            given if given == needed => Ok(()),
            given => Err(ScanError::Lengths { what, given, needed }),
        };
        if given.periods == 0 {
            return Err(ScanError::NoPeriods);
        }
        lengths("counts of people", given.people, areas)?;
        numbers(given.people, 1, ScanError::People)?;
        distinct(given.keys)?;
        let (observed, expected) = given.counts.slices();
        lengths("observed counts", observed, areas * given.periods)?;
        lengths("expected counts or people", expected, areas * given.periods)?;
        numbers(observed, given.periods, ScanError::Observed)?;
        match given.counts {
            Counts::Poisson { .. } => numbers(expected, given.periods, ScanError::Expected)?,
            Counts::Bernoulli { .. } => {
                numbers(expected, given.periods, ScanError::People)?;
                cases_among_people(observed, expected, given.periods)?;
            }
        }
        Self::checked(given, observed, expected)
    }

    fn checked(given: &Observation<'_>, observed: &[f64], expected: &[f64]) -> Result<Self, ScanError> {
        let unexpected = observed.iter().zip(expected).position(|(o, e)| *o > 0.0 && *e <= 0.0);
        let events: f64 = sorted_sum(observed);
        if sorted_sum(expected) <= 0.0 {
            return Err(ScanError::NoExpected);
        } else if let Some(cell) = unexpected {
            return Err(ScanError::EventsUnexpected(cell / given.periods));
        } else if events <= 0.0 {
            return Err(ScanError::NoEvents);
        } else if events > MOST_EVENTS {
            return Err(ScanError::TooManyEvents);
        }
        let scale = 2.0_f64.powi(60 - (events + 2.0).log2().ceil() as i32);
        Ok(Self {
            areas: given.keys.len(),
            periods: given.periods,
            scale,
            observed: observed.iter().map(|count| (count * scale).round() as i64).collect(),
            null: Null::of(given.counts, events, scale)?,
        })
    }

    /// What is expected of replications: of as many events, rounded to a whole number.
    pub(super) fn replicated(&self, counts: Counts<'_>) -> Result<Null, ScanError> {
        let events = self.null.model.events();
        if events == events.round() {
            return Ok(self.null.clone());
        }
        Null::of(counts, events.round().max(1.0), self.scale)
    }

    pub(super) fn events(&self, units: i64) -> f64 {
        units as f64 / self.scale
    }
}

impl Null {
    fn of(counts: Counts<'_>, events: f64, scale: f64) -> Result<Self, ScanError> {
        let weights = counts.slices().1;
        let all = sorted_sum(weights);
        if !all.is_finite() {
            return Err(ScanError::TooManyEvents);
        }
        let (model, eligible) = match counts {
            Counts::Poisson { .. } => (Model::Poisson { events }, None),
            Counts::Bernoulli { .. } if events >= all => return Err(ScanError::EveryoneACase),
            Counts::Bernoulli { people, .. } => {
                let eligible = people.iter().map(|people| *people as u64).collect();
                (Model::Bernoulli { cases: events, people: all }, Some(eligible))
            }
        };
        let expected = weights.iter().map(|weight| (weight / all * events * scale).round() as i64).collect();
        Ok(Self { model, expected, eligible })
    }
}

impl<'a> Counts<'a> {
    /// Observed, and what the expectation is in proportion to.
    const fn slices(self) -> (&'a [f64], &'a [f64]) {
        match self {
            Self::Poisson { observed, expected } => (observed, expected),
            Self::Bernoulli { cases, people } => (cases, people),
        }
    }
}

/// The sum from the least to the greatest, so that their order does not matter.
fn sorted_sum(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.iter().sum()
}

fn numbers(values: &[f64], periods: usize, fault: fn(usize) -> ScanError) -> Result<(), ScanError> {
    match values.iter().position(|value| !(value.is_finite() && *value >= 0.0)) {
        Some(cell) => Err(fault(cell / periods)),
        None => Ok(()),
    }
}

fn cases_among_people(cases: &[f64], people: &[f64], periods: usize) -> Result<(), ScanError> {
    for (cell, (cases, people)) in cases.iter().zip(people).enumerate() {
        if cases.fract() != 0.0 || people.fract() != 0.0 {
            return Err(ScanError::NotWhole(cell / periods));
        } else if cases > people {
            return Err(ScanError::MoreCasesThanPeople(cell / periods));
        }
    }
    Ok(())
}

fn distinct(keys: &[u64]) -> Result<(), ScanError> {
    let mut sorted = keys.to_vec();
    sorted.sort_unstable();
    if sorted.windows(2).any(|pair| pair[0] == pair[1]) { Err(ScanError::KeyTwice) } else { Ok(()) }
}
