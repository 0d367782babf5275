//! Floating catchments: how many places there are for each person within reach.

use thiserror::Error;

use super::decay::Catchment;
use crate::reachable::Reachable;

/// Access of every area, and what each site has for those who can reach it.
///
/// A score of zero is a figure, not a gap: no place is within reach. [`Self::out_of_reach`] tells the areas without
/// any site in their catchment from those whose sites have no capacity.
#[derive(Debug, Clone, PartialEq)]
pub struct Access {
    /// Places per person in reach of each area, each place shared among all who can reach it.
    pub scores: Vec<f64>,
    /// Places per weighted person of each site; zero where nobody reaches it.
    pub ratios: Vec<f64>,
    /// The weighted people that each site is shared among.
    pub weighted_people: Vec<f64>,
    /// Areas without a site in their catchment: their score is zero because no site is within reach.
    pub out_of_reach: Vec<u32>,
    /// Sites that no weighted person reaches: their capacity is in no area's score.
    pub unused_sites: Vec<u32>,
    /// Sites without capacity.
    pub empty_sites: Vec<u32>,
}

/// People or capacities that no access can be had from.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NotAccess {
    /// There must be a number of people for every area.
    #[error("{people} numbers of people for {areas} areas")]
    PeopleLength {
        /// Numbers of people given.
        people: usize,
        /// Areas there are.
        areas: usize,
    },
    /// There must be a capacity for every site.
    #[error("{capacities} capacities for {sites} sites")]
    CapacityLength {
        /// Capacities given.
        capacities: usize,
        /// Sites there are.
        sites: usize,
    },
    /// A number of people is negative or not finite.
    #[error("area number {area} has {people} people, which is not a finite number from 0")]
    People {
        /// The area, counted from 0.
        area: usize,
        /// The number given.
        people: f64,
    },
    /// A capacity is negative or not finite.
    #[error("site number {site} has the capacity {capacity}, which is not a finite number from 0")]
    Capacity {
        /// The site, counted from 0.
        site: usize,
        /// The capacity given.
        capacity: f64,
    },
    /// There is no site at all.
    #[error("there are no sites")]
    NoSites,
    /// People, capacities or weights are so large or small that a ratio of them is no finite number.
    #[error("the capacity of site number {0} over the people who reach it is too large to compute")]
    TooLarge(usize),
}

/// Two-step floating catchments: places per person, for every area.
///
/// First each site: `R = S / Σ P·w` over the areas that reach it. Then each area: `A = Σ R·w` over the sites it
/// reaches. With [`Decay::Equal`](super::Decay::Equal) this is the method of Luo and Wang, with stepped or Gaussian
/// weights the enhanced one.
///
/// Costs run from the area to the site in both steps. All capacity that somebody reaches is given out:
/// `Σ A·P = Σ S` over the sites that are not [unused](Access::unused_sites).
///
/// Units: places per person, if capacities are places.
///
/// Missing values: a pair that is not listed is out of reach.
///
/// # Errors
/// [`NotAccess`].
///
/// # References
/// Luo W, Wang F (2003). Measures of spatial accessibility to health care in a GIS environment. *Environment and
/// Planning B* 30:865–884. <https://doi.org/10.1068/b29120>; Luo W, Qi Y (2009). An enhanced two-step floating catchment
/// area (E2SFCA) method. *Health & Place* 15:1100–1107. <https://doi.org/10.1016/j.healthplace.2009.06.002>
///
/// # Examples
/// The hospital example of the tests of PySAL `access`: three areas with a hospital each, 1 and 3, and 2 and 3, forty
/// minutes apart, 1 and 2 eighty.
/// ```
/// use reachgap::{estimate::access::{Catchment, Decay, two_step}, reachable::Reachable};
/// let minutes = [[1.0, 80.0, 40.0], [80.0, 1.0, 40.0], [40.0, 40.0, 1.0]];
/// let pairs = (0..9_u32).map(|k| (k / 3, k % 3, minutes[k as usize / 3][k as usize % 3])).collect();
/// let reachable = Reachable::from_pairs(3, 3, pairs)?;
/// let hour = Catchment::new(60.0, Decay::Equal)?;
/// let access = two_step(&reachable, &[100.0, 50.0, 10.0], &[15.0, 20.0, 100.0], &hour)?;
/// assert!((access.scores[0] - 0.761_363_636_363_636_5).abs() < 1e-12);
/// assert!((access.scores[2] - 1.094_696_969_696_969_7).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn two_step(
    reachable: &Reachable,
    people: &[f64],
    capacity: &[f64],
    catchment: &Catchment,
) -> Result<Access, NotAccess> {
    check(reachable, people, capacity)?;
    share(reachable, people, capacity, &weights(reachable, catchment))
}

/// Three-step floating catchments: as [`two_step`], where people share themselves out among the sites they reach.
///
/// Before the two steps each area gives every site in its catchment the preference `G = w / Σ w`; then `w` is
/// replaced by `G·w` in both: `R = S / Σ P·G·w`, `A = Σ R·G·w`. An area between many sites no longer counts in full
/// as demand on each of them.
///
/// Preferences sum over the sites within the catchment only. PySAL `access` sums over every row of its cost table,
/// those beyond the catchment too, and gives other numbers unless the table is cut first.
///
/// Units and missing values as [`two_step`].
///
/// # Errors
/// [`NotAccess`].
///
/// # References
/// Wan N, Zou B, Sternberg T (2012). A three-step floating catchment area method for analyzing spatial access to health
/// services. *International Journal of Geographical Information Science* 26:1073–1089.
/// <https://doi.org/10.1080/13658816.2011.624987>
///
/// # Examples
/// Two areas: the first reaches both sites alike, the second only the second. The half of the first area that prefers
/// the second site shares it with the second area.
/// ```
/// use reachgap::{estimate::access::{Catchment, Decay, three_step}, reachable::Reachable};
/// let reachable = Reachable::from_pairs(2, 2, vec![(0, 0, 5.0), (0, 1, 5.0), (1, 1, 5.0)])?;
/// let access = three_step(&reachable, &[20.0, 10.0], &[5.0, 5.0], &Catchment::new(10.0, Decay::Equal)?)?;
/// assert_eq!(access.ratios, [0.5, 0.25]);
/// assert_eq!(access.scores, [0.375, 0.25]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn three_step(
    reachable: &Reachable,
    people: &[f64],
    capacity: &[f64],
    catchment: &Catchment,
) -> Result<Access, NotAccess> {
    check(reachable, people, capacity)?;
    let mut weights = weights(reachable, catchment);
    for area in 0..reachable.areas() {
        let own = &mut weights[reachable.range(area)];
        let sum: f64 = own.iter().sum();
        if sum > 0.0 {
            own.iter_mut().for_each(|weight| *weight *= *weight / sum);
        }
    }
    share(reachable, people, capacity, &weights)
}

/// The weight of every pair.
fn weights(reachable: &Reachable, catchment: &Catchment) -> Vec<f64> {
    reachable.all_costs().iter().map(|&cost| catchment.weight(cost)).collect()
}

/// The two steps with a weight for every pair.
fn share(
    reachable: &Reachable,
    people: &[f64],
    capacity: &[f64],
    weights: &[f64],
) -> Result<Access, NotAccess> {
    let mut weighted_people = vec![0.0; reachable.sites()];
    for (area, &people) in people.iter().enumerate() {
        let range = reachable.range(area);
        for (&site, &weight) in reachable.all_sites()[range.clone()].iter().zip(&weights[range]) {
            weighted_people[site as usize] += people * weight;
        }
    }
    let ratios = ratios(capacity, &weighted_people)?;
    let reached = |area| {
        let range = reachable.range(area);
        reachable.all_sites()[range.clone()].iter().zip(&weights[range])
    };
    let score = |area| reached(area).map(|(&site, &weight)| ratios[site as usize] * weight).sum();
    let scores: Vec<f64> = (0..reachable.areas()).map(score).collect();
    if !scores.iter().all(|score| score.is_finite()) {
        let largest = (0..ratios.len()).max_by(|&a, &b| ratios[a].total_cmp(&ratios[b])).unwrap_or_default();
        return Err(NotAccess::TooLarge(largest));
    }
    let out_of_reach = positions(reachable.areas(), |area| reached(area).all(|(_, &weight)| weight == 0.0));
    let unused_sites = positions(ratios.len(), |site| weighted_people[site] == 0.0);
    let empty_sites = positions(ratios.len(), |site| capacity[site] == 0.0);
    Ok(Access { scores, ratios, weighted_people, out_of_reach, unused_sites, empty_sites })
}

/// Places per weighted person of each site.
fn ratios(capacity: &[f64], weighted_people: &[f64]) -> Result<Vec<f64>, NotAccess> {
    let ratio = |(site, (&capacity, &people)): (usize, (&f64, &f64))| {
        let ratio = if people > 0.0 { capacity / people } else { 0.0 };
        if ratio.is_finite() && people.is_finite() { Ok(ratio) } else { Err(NotAccess::TooLarge(site)) }
    };
    capacity.iter().zip(weighted_people).enumerate().map(ratio).collect()
}

fn positions(count: usize, is: impl Fn(usize) -> bool) -> Vec<u32> {
    (0u32..).zip(0..count).filter(|(_, place)| is(*place)).map(|(number, _)| number).collect()
}

fn check(reachable: &Reachable, people: &[f64], capacity: &[f64]) -> Result<(), NotAccess> {
    let (areas, sites) = (reachable.areas(), reachable.sites());
    if people.len() != areas {
        return Err(NotAccess::PeopleLength { people: people.len(), areas });
    } else if capacity.len() != sites {
        return Err(NotAccess::CapacityLength { capacities: capacity.len(), sites });
    } else if sites == 0 {
        return Err(NotAccess::NoSites);
    }
    let wrong = |number: &f64| !(number.is_finite() && *number >= 0.0);
    if let Some(area) = people.iter().position(wrong) {
        return Err(NotAccess::People { area, people: people[area] });
    }
    match capacity.iter().position(wrong) {
        Some(site) => Err(NotAccess::Capacity { site, capacity: capacity[site] }),
        None => Ok(()),
    }
}
