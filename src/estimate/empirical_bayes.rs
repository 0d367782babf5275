//! Empirical-Bayes smoothing: rates of small areas drawn towards the mean by as much as chance explains.

use super::figure::finite;
use super::no_figure::{self, NoFigure};
use crate::neighbours::Neighbours;

/// The events and people of one area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaCount {
    /// Events.
    pub events: f64,
    /// People, or person-years.
    pub people: f64,
}

/// Rates smoothed towards the mean of all areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Smoothed {
    /// The mean rate: all events over all people.
    pub mean: f64,
    /// The variance of the rates between areas, beyond chance; 0 where the areas differ no more than chance.
    pub variance: f64,
    /// The smoothed rate of each area, events per person, in the order given.
    pub rates: Vec<Result<f64, NoFigure>>,
}

/// The rate of one area smoothed towards the mean of its neighbourhood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocallySmoothed {
    /// The smoothed rate, events per person.
    pub rate: f64,
    /// The mean rate of the area and its neighbours.
    pub mean: f64,
    /// The variance between them, beyond chance; never negative.
    pub variance: f64,
    /// Areas in the neighbourhood with a count, this one included; 1 means nothing to smooth towards.
    pub areas: usize,
}

/// Smooths the rate of every area towards the mean of all (Marshall's global estimator).
///
/// `m = ΣO/Σn`; `s² = Σn(r − m)²/Σn`; `A = max(0, s² − m/n̄)`; smoothed rate `m + A/(A + m/nᵢ)·(rᵢ − m)`.
///
/// A negative variance between areas is set to zero, which gives every area the mean; without that, small areas
/// would be pushed past it. Units: events per person. Missing values: an area without a count, or with nobody in it,
/// keeps its reason and takes no part in the mean.
///
/// # Errors
/// [`NoFigure::ZeroDenominator`] when no area has a count and people; [`NoFigure::TooLarge`].
///
/// # References
/// Marshall RJ (1991). Mapping disease and mortality rates using empirical Bayes estimators. *Journal of the Royal
/// Statistical Society C* 40:283–294. <https://doi.org/10.2307/2347593>
///
/// # Examples
/// Eight areas that differ less than chance would have it, so that all take the mean:
/// ```
/// use reachgap::estimate::empirical_bayes::{AreaCount, global};
/// let events = [30.0, 25.0, 25.0, 15.0, 33.0, 21.0, 30.0, 20.0];
/// let people = [100.0, 100.0, 110.0, 90.0, 100.0, 90.0, 110.0, 90.0];
/// let areas: Vec<_> = events.iter().zip(people).map(|(&events, people)| Ok(AreaCount { events, people })).collect();
/// let smoothed = global(&areas)?;
/// assert_eq!(smoothed.variance, 0.0);
/// assert!(smoothed.rates.iter().all(|rate| (rate.unwrap() - 0.251_898_734_177_215_2).abs() < 1e-15));
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn global(areas: &[Result<AreaCount, NoFigure>]) -> Result<Smoothed, NoFigure> {
    let areas = checked(areas);
    let prior = Prior::of(areas.iter().flatten()).ok_or(NoFigure::ZeroDenominator)?;
    Ok(Smoothed {
        mean: finite(prior.mean)?,
        variance: finite(prior.variance)?,
        rates: areas.iter().map(|area| area.and_then(|area| finite(prior.smooth(area)))).collect(),
    })
}

/// Smooths the rate of every area towards the mean of itself and its neighbours.
///
/// The formulas of [`global`] over each neighbourhood, deviations taken from the neighbourhood's own mean (as GeoDa
/// and PySAL do; R's spdep by default takes each neighbour's deviation from its own local mean).
///
/// Neighbours count alike, whatever they weigh; the area itself is added.
/// Units: events per person. Missing values: neighbours without a count are left out; an area without neighbours
/// keeps its own rate, and its `areas` is 1; areas beyond those that have a list of neighbours have none.
///
/// # References
/// Marshall RJ (1991). Mapping disease and mortality rates using empirical Bayes estimators. *Journal of the Royal
/// Statistical Society C* 40:283–294. <https://doi.org/10.2307/2347593>
pub fn local(
    areas: &[Result<AreaCount, NoFigure>],
    neighbours: &Neighbours,
) -> Vec<Result<LocallySmoothed, NoFigure>> {
    let areas = checked(areas);
    let smooth = |(i, area): (usize, &Result<AreaCount, NoFigure>)| {
        let area = (*area)?;
        let near = if i < neighbours.len() { neighbours.members(i) } else { &[] };
        let known = |j: &u32| areas.get(*j as usize)?.as_ref().ok();
        let others = near.iter().filter(|&&j| j as usize != i).filter_map(known);
        let prior = Prior::of(others.chain([&area])).ok_or(NoFigure::ZeroDenominator)?;
        Ok(LocallySmoothed {
            rate: finite(prior.smooth(area))?,
            mean: finite(prior.mean)?,
            variance: finite(prior.variance)?,
            areas: prior.areas,
        })
    };
    areas.iter().enumerate().map(smooth).collect()
}

fn checked(areas: &[Result<AreaCount, NoFigure>]) -> Vec<Result<AreaCount, NoFigure>> {
    let check = |area: &Result<AreaCount, NoFigure>| {
        let area = (*area)?;
        no_figure::events(area.events)?;
        no_figure::denominator(area.people)?;
        Ok(area)
    };
    areas.iter().map(check).collect()
}

/// The mean and the variance beyond chance that a set of areas share.
struct Prior {
    mean: f64,
    variance: f64,
    areas: usize,
}

impl Prior {
    fn of<'a>(areas: impl Iterator<Item = &'a AreaCount> + Clone) -> Option<Self> {
        let (mut events, mut people, mut count) = (0.0, 0.0, 0_usize);
        for area in areas.clone() {
            events += area.events;
            people += area.people;
            count += 1;
        }
        if count == 0 {
            return None;
        }
        let mean = events / people;
        let spread: f64 = areas.map(|area| area.people * (area.events / area.people - mean).powi(2)).sum();
        let chance = mean * count as f64 / people;
        Some(Self { mean, variance: (spread / people - chance).max(0.0), areas: count })
    }

    fn smooth(&self, area: AreaCount) -> f64 {
        if self.areas == 1 {
            return area.events / area.people;
        }
        if self.variance == 0.0 {
            return self.mean;
        }
        let weight = self.variance / (self.variance + self.mean / area.people);
        self.mean + weight * (area.events / area.people - self.mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(events: f64, people: f64) -> Result<AreaCount, NoFigure> {
        Ok(AreaCount { events, people })
    }

    #[test]
    fn areas_without_people_keep_their_reason() {
        let smoothed =
            global(&[area(1.0, 10.0), area(0.0, 0.0), Err(NoFigure::NotSupplied), area(9.0, 10.0)]).unwrap();
        assert_eq!(smoothed.mean, 0.5);
        assert_eq!(smoothed.rates[1], Err(NoFigure::ZeroDenominator));
        assert_eq!(smoothed.rates[2], Err(NoFigure::NotSupplied));
        assert!(smoothed.rates[0].unwrap() > 0.1);
    }

    #[test]
    fn no_events_anywhere_give_zero_not_a_gap() {
        assert_eq!(global(&[area(0.0, 10.0), area(0.0, 20.0)]).unwrap().rates, vec![Ok(0.0), Ok(0.0)]);
        assert_eq!(global(&[Err(NoFigure::NotSupplied)]), Err(NoFigure::ZeroDenominator));
    }

    #[test]
    fn an_island_keeps_its_own_rate_and_says_so() {
        let areas = [area(3.0, 10.0), area(1.0, 10.0), Err(NoFigure::NotSupplied)];
        let near = Neighbours::from_lists(vec![vec![2], vec![0], vec![]]).unwrap();
        let smoothed = local(&areas, &near);
        assert_eq!(smoothed[0].map(|s| (s.rate, s.areas)), Ok((0.3, 1)));
        assert_eq!(smoothed[1].map(|s| (s.mean, s.areas)), Ok((0.2, 2)));
        assert_eq!(smoothed[2], Err(NoFigure::NotSupplied));
    }
}
