//! Moran's I: whether areas are like their neighbours, over the whole map.

use super::alternative::Alternative;
use super::error::NoAssociation;
use super::global::{Global, deviate, islands};
use super::links::Links;
use super::permutation::TIE;
use super::sample::{Deviations, Sample, lag};
use super::shuffle::{Deal, Permuted};
use super::trial::Trial;
use crate::estimate::empirical_bayes::AreaCount;
use crate::estimate::no_figure::{self, NoFigure};
use crate::neighbours::Neighbours;

/// Moran's I.
///
/// `I = (n/S₀)·ΣΣwᵢⱼzᵢzⱼ / Σz²`, `z = x − x̄`; expectation `−1/(n − 1)`; variances under normality and under
/// randomisation (Cliff and Ord 1981, pages 42 to 46). Above the expectation areas are like their neighbours, below it
/// unlike them.
///
/// Missing values: areas with a reason take no part and are nobody's neighbour. Areas without neighbours count in `n`, the
/// mean and the spread. An area among its own neighbours is taken out from there.
///
/// # Errors
/// [`NoAssociation::Length`]; [`NoFigure::TooFewAreas`] for fewer than three areas, [`NoFigure::NoVariation`] when all
/// values are equal, [`NoFigure::NoNeighbours`] when no area has any.
///
/// # References
/// Moran PAP (1950). Notes on continuous stochastic phenomena. *Biometrika* 37:17–23.
/// <https://doi.org/10.2307/2332142>; Cliff AD, Ord JK (1981). *Spatial processes: models and applications*. London:
/// Pion.
///
/// # Examples
/// The numbers 1 to 9 on a square of three by three, neighbours by edges:
/// ```
/// use reachgap::estimate::autocorrelation::{Alternative, moran};
/// use reachgap::neighbours::Neighbours;
/// let lattice = Neighbours::from_lists(vec![
///     vec![1, 3], vec![0, 2, 4], vec![1, 5], vec![0, 4, 6], vec![1, 3, 5, 7], vec![2, 4, 8], vec![3, 7],
///     vec![4, 6, 8], vec![5, 7],
/// ])?;
/// let values: Vec<_> = (1..=9).map(|x| Ok(f64::from(x))).collect();
/// let found = moran(&values, &lattice, Alternative::TwoSided)?;
/// assert!((found.value - 0.5).abs() < 1e-15);
/// assert!((found.normality?.variance - 0.053_125).abs() < 1e-15);
/// assert!((found.randomisation?.variance - 0.059_687_5).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn moran(
    values: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    alternative: Alternative,
) -> Result<Global, NoAssociation> {
    let sample = Sample::of([values], neighbours)?;
    let deviations = Deviations::of(&sample.columns[0])?;
    let links = Links::of(&sample.neighbours)?;
    let value = scale(&links, &deviations) * cross(&sample.neighbours, &deviations.z, &deviations.z);
    let n = links.n;
    let expectation = -1.0 / (n - 1.0);
    let (s0, s1, s2) = (links.s0, links.s1, links.s2);
    let normal =
        (n * n * s1 - n * s2 + 3.0 * s0 * s0) / ((n - 1.0) * (n + 1.0) * s0 * s0) - expectation.powi(2);
    let random = {
        let k = deviations.kurtosis();
        let first = n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0);
        let second = k * ((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0);
        (first - second) / ((n - 1.0) * (n - 2.0) * (n - 3.0) * s0 * s0) - expectation.powi(2)
    };
    let enough = if n < 4.0 { Err(NoFigure::TooFewAreas) } else { Ok(()) };
    Ok(Global {
        value,
        expectation,
        normality: deviate(value, expectation, normal, alternative),
        randomisation: enough.and_then(|()| deviate(value, expectation, random, alternative)),
        alternative,
        areas: sample.neighbours.len(),
        islands: islands(&sample.neighbours),
    })
}

/// Moran's I, tested by dealing out the values at random over the areas.
///
/// As [`moran`]; `keys` gives each area a number that follows from its code ([`random::key`](crate::estimate::random::key)),
/// so that the order of the areas changes nothing.
///
/// # Errors
/// As [`moran`]; [`NoAssociation::NoPermutations`], [`NoAssociation::Rate`].
pub fn moran_permuted(
    values: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    keys: &[u64],
    trial: &Trial,
) -> Result<Permuted, NoAssociation> {
    let sample = Sample::of([values], neighbours)?;
    let keys = sample.keys(keys)?;
    let deviations = Deviations::of(&sample.columns[0])?;
    let scale = scale(&Links::of(&sample.neighbours)?, &deviations);
    let observed = scale * cross(&sample.neighbours, &deviations.z, &deviations.z);
    let deal = Deal { values: &deviations.z, fixed: None, squares: None, keys: &keys };
    deal.test(&sample.neighbours, trial, observed, TIE, |cross, _| scale * cross)
}

/// `n/(S₀·Σz²)`.
fn scale(links: &Links, deviations: &Deviations) -> f64 {
    links.n / (links.s0 * deviations.squares)
}

/// `Σᵢ xᵢ·Σⱼ wᵢⱼyⱼ`.
pub(super) fn cross(neighbours: &Neighbours, x: &[f64], y: &[f64]) -> f64 {
    x.iter().enumerate().map(|(i, x)| x * lag(neighbours, i, y)).sum()
}

/// Rates standardised so that small populations do not look like clusters.
///
/// With `b = ΣO/Σn`, `s² = Σn(r − b)²/Σn`, `a = s² − b/n̄` and `vᵢ = a + b/nᵢ`: `(rᵢ − b)/√vᵢ`. Where `vᵢ` is not above zero,
/// `b/nᵢ` takes its place. [`moran`] of these values is the empirical-Bayes Moran's I, and
/// [`local_moran`](super::local_moran) its local form.
///
/// Missing values: areas with a reason, with nobody in them or with an impossible count take no part; when there are no
/// events at all, every area has [`NoFigure::NoEvents`].
///
/// # References
/// Assunção RM, Reis EA (1999). A new proposal to adjust Moran's I for population density. *Statistics in Medicine*
/// 18:2147–2162. <https://doi.org/10.1002/(SICI)1097-0258(19990830)18:16%3C2147::AID-SIM179%3E3.0.CO;2-I>
///
/// # Examples
/// The eight areas of PySAL's documentation:
/// ```
/// use reachgap::estimate::autocorrelation::standardised_rates;
/// use reachgap::estimate::empirical_bayes::AreaCount;
/// let events = [30.0, 25.0, 25.0, 15.0, 33.0, 21.0, 30.0, 20.0];
/// let people = [100.0, 100.0, 110.0, 90.0, 100.0, 90.0, 110.0, 90.0];
/// let areas: Vec<_> = events.iter().zip(people).map(|(&events, people)| Ok(AreaCount { events, people })).collect();
/// let rates = standardised_rates(&areas);
/// assert!((rates[0]? - 1.038_435_94).abs() < 1e-8);
/// assert!((rates[3]? + 1.730_618_61).abs() < 1e-8);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
#[must_use]
pub fn standardised_rates(areas: &[Result<AreaCount, NoFigure>]) -> Vec<Result<f64, NoFigure>> {
    let checked = |area: &Result<AreaCount, NoFigure>| {
        let area = (*area)?;
        Ok(AreaCount {
            events: no_figure::events(area.events)?,
            people: no_figure::denominator(area.people)?,
        })
    };
    let areas: Vec<Result<AreaCount, NoFigure>> = areas.iter().map(checked).collect();
    let sum = |of: &dyn Fn(&AreaCount) -> f64| areas.iter().flatten().map(of).sum::<f64>();
    let people = sum(&|area| area.people);
    let mean = sum(&|area| area.events) / people;
    let spread = sum(&|area| area.people * (area.events / area.people - mean).powi(2)) / people;
    let between = spread - mean * areas.iter().flatten().count() as f64 / people;
    let standardised = |area: AreaCount| {
        let chance = mean / area.people;
        let variance = if between + chance > 0.0 { between + chance } else { chance };
        let rate = (area.events / area.people - mean) / variance.sqrt();
        if mean == 0.0 {
            Err(NoFigure::NoEvents)
        } else if rate.is_finite() {
            Ok(rate)
        } else {
            Err(NoFigure::TooLarge)
        }
    };
    areas.into_iter().map(|area| area.and_then(standardised)).collect()
}

/// The empirical-Bayes Moran's I of rates: [`moran`] of [`standardised_rates`].
///
/// # Errors
/// As [`moran`].
pub fn rate_moran(
    areas: &[Result<AreaCount, NoFigure>],
    neighbours: &Neighbours,
    alternative: Alternative,
) -> Result<Global, NoAssociation> {
    moran(&standardised_rates(areas), neighbours, alternative)
}
