//! Ratios drawn towards a mean, by as much as chance explains: that of the whole place, and that of the neighbourhood.

use super::PublicCount;
use crate::estimate::NoFigure;
use crate::estimate::empirical_bayes::{self, AreaCount};
use crate::neighbours::Neighbours;

/// Smoothed ratios of observed to expected.
#[derive(Debug, Clone)]
pub struct Smoothed {
    /// Drawn towards the mean of the place.
    pub towards_place: Vec<Result<f64, NoFigure>>,
    /// Drawn towards the mean of each area and its neighbours.
    pub towards_neighbours: Vec<Result<f64, NoFigure>>,
    /// How much of the latter is borrowed from the neighbourhood: 0 for none, 1 for all.
    pub borrowed: Vec<Option<f64>>,
}

impl Smoothed {
    pub(super) fn new(counts: &[Option<PublicCount>], neighbours: &Neighbours) -> Self {
        let area = |count: &Option<PublicCount>| match count {
            Some(count) => Ok(AreaCount { events: count.observed.middle(), people: count.expected }),
            None => Err(NoFigure::NotSupplied),
        };
        let areas: Vec<Result<AreaCount, NoFigure>> = counts.iter().map(area).collect();
        let towards_place = empirical_bayes::global(&areas)
            .map_or_else(|why| vec![Err(why); areas.len()], |smoothed| smoothed.rates);
        let local = empirical_bayes::local(&areas, neighbours);
        let borrowed = areas.iter().zip(&local).map(|(area, local)| {
            let (area, local) = (area.ok()?, local.ok()?);
            // rate = mean + kept·(raw − mean), kept = A/(A + m/n).
            let spread = local.variance + local.mean / area.people;
            (spread > 0.0 && local.areas > 1).then(|| 1.0 - local.variance / spread)
        });
        Self {
            towards_place,
            borrowed: borrowed.collect(),
            towards_neighbours: local.into_iter().map(|found| found.map(|found| found.rate)).collect(),
        }
    }
}
