//! A cluster: which areas, when, and how unusual.

use std::ops::Range;

use super::chance::{gumbel_p_value, monte_carlo_p_value};
use super::observed::{Sought, Zone};
use crate::estimate::NoFigure;
use crate::windows::Shape;

/// Whether a cluster has more or fewer events than expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Fewer.
    Low,
    /// More.
    High,
}

/// A window whose inside differs from its outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// More or fewer than expected.
    pub direction: Direction,
    /// The area in the middle.
    pub centre: usize,
    /// Its areas, nearest to the centre first; the last is as far away as the window reaches
    /// ([`Shape::reach`] gives the radius).
    pub areas: Vec<usize>,
    /// The form of the window.
    pub shape: Shape,
    /// The periods it lasts.
    pub periods: Range<usize>,
    /// Events in it.
    pub observed: f64,
    /// Events expected in it; all expectations together are as many as all events.
    pub expected: f64,
    /// People in its areas.
    pub people: f64,
    /// Observed over expected inside, over the same outside.
    pub relative_risk: Result<f64, NoFigure>,
    /// Logarithm of the likelihood ratio.
    pub log_likelihood_ratio: f64,
    /// The ratio times the factor of an ellipse's compactness, which is what is compared with the replications.
    pub statistic: f64,
    /// Share of the replications whose highest statistic reaches this one.
    pub p_value: f64,
    /// The same by Gumbel's approximation.
    pub gumbel_p_value: Result<f64, NoFigure>,
}

impl Cluster {
    /// The cluster that a zone is, set against the replications.
    pub(super) fn of(zone: &Zone, sought: &Sought<'_>, replications: &[f64]) -> Self {
        let areas = sought.areas(zone);
        let periods = sought.intervals[zone.interval as usize].clone();
        let cells = sought.cells;
        let sum = |values: &[i64]| {
            let of_area = |&area: &usize| {
                values[area * cells.periods..(area + 1) * cells.periods][periods.clone()].iter().sum::<i64>()
            };
            cells.events(areas.iter().map(of_area).sum())
        };
        let (observed, expected) = (sum(&cells.observed), sum(&cells.null.expected));
        let model = cells.null.model;
        Self {
            direction: if observed > expected { Direction::High } else { Direction::Low },
            centre: sought.centre(zone),
            people: areas.iter().map(|&area| sought.people[area]).sum(),
            areas,
            shape: sought.windows[zone.windows as usize].shape(),
            periods,
            observed,
            expected,
            relative_risk: model.relative_risk(observed, expected),
            log_likelihood_ratio: model.log_likelihood_ratio(observed, expected),
            statistic: zone.ratio,
            p_value: monte_carlo_p_value(zone.ratio, replications),
            gumbel_p_value: gumbel_p_value(zone.ratio, replications),
        }
    }
}
