//! Crowding: how the places of each site compare with the people who are shared out to it.

use super::catchment::Access;
use crate::estimate::NoFigure;

/// The places and the people of one site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crowding {
    /// Weighted people per place; missing without a place.
    pub people_per_place: Result<f64, NoFigure>,
    /// Places that the weighted people would have under the standard.
    pub places_needed: f64,
    /// Places beyond those needed; below zero where places are short.
    pub spare: f64,
}

/// The places per weighted person of all sites that somebody reaches: the standard under which spare places sum to
/// nothing.
///
/// # Errors
/// [`NoFigure::ZeroDenominator`] when nobody reaches any site.
pub fn average_ratio(access: &Access, capacity: &[f64]) -> Result<f64, NoFigure> {
    let used = || access.weighted_people.iter().zip(capacity).filter(|(people, _)| **people > 0.0);
    let (people, places) = used().fold((0.0, 0.0), |(p, c), (people, places)| (p + people, c + places));
    if people > 0.0 { Ok(places / people) } else { Err(NoFigure::ZeroDenominator) }
}

/// The crowding of each site against a standard of places per weighted person.
///
/// `people per place = Σ P·w / S`, `places needed = standard · Σ P·w`, `spare = S − places needed`. Only three-step
/// catchments share each person out among the sites; after two steps a person counts at every site within reach, so
/// the figures rank sites but do not say how many people come.
///
/// Units: people per place; places.
///
/// # Errors
/// [`NoFigure::NotAMultiplier`] when the standard is not above zero. For a site without capacity
/// [`NoFigure::ZeroDenominator`] in its place.
///
/// # Examples
/// ```
/// use reachgap::{estimate::access::{Catchment, Decay, crowding, three_step}, reachable::Reachable};
/// let reachable = Reachable::from_pairs(2, 2, vec![(0, 0, 5.0), (0, 1, 5.0), (1, 1, 5.0)])?;
/// let places = [5.0, 5.0];
/// let access = three_step(&reachable, &[20.0, 10.0], &places, &Catchment::new(10.0, Decay::Equal)?)?;
/// let standard = crowding::average_ratio(&access, &places)?;
/// let sites = crowding::crowding(&access, &places, standard)?;
/// assert_eq!(sites[1].people_per_place, Ok(4.0));
/// assert!((sites[1].spare + 5.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn crowding(access: &Access, capacity: &[f64], standard: f64) -> Result<Vec<Crowding>, NoFigure> {
    if !(standard.is_finite() && standard > 0.0) {
        return Err(NoFigure::NotAMultiplier);
    }
    let of = |(&people, &places): (&f64, &f64)| Crowding {
        people_per_place: if places > 0.0 { Ok(people / places) } else { Err(NoFigure::ZeroDenominator) },
        places_needed: standard * people,
        spare: places - standard * people,
    };
    Ok(access.weighted_people.iter().zip(capacity).map(of).collect())
}
