//! General G: whether high values, or low ones, are neighbours of each other.

use super::alternative::Alternative;
use super::error::NoAssociation;
use super::global::{Deviate, deviate};
use super::links::Links;
use super::moran::cross;
use super::permutation::TIE;
use super::sample::{Deviations, Sample};
use super::shuffle::{Deal, Permuted};
use super::trial::Trial;
use crate::estimate::no_figure::NoFigure;
use crate::neighbours::Neighbours;

/// The general G of a map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeneralG {
    /// The value.
    pub value: f64,
    /// What it would be on average if values had no place.
    pub expectation: f64,
    /// If the values observed were dealt out at random over the areas.
    pub randomisation: Result<Deviate, NoFigure>,
    /// What counted as extreme.
    pub alternative: Alternative,
    /// Areas with a value.
    pub areas: usize,
}

/// General G of Getis and Ord.
///
/// `G = ΣΣwᵢⱼxᵢxⱼ / ΣΣxᵢxⱼ`, both over `j ≠ i`; expectation `S₀/(n(n − 1))`; variance under randomisation. Above the
/// expectation high values are neighbours of each other, below it low ones. Made for binary weights.
///
/// Missing values, islands and own neighbours as for [`moran`](super::moran()).
///
/// # Errors
/// As [`moran`](super::moran()); [`NoFigure::NegativeValues`]; [`NoFigure::NoEvents`] when fewer than two areas have a
/// value above zero.
///
/// # References
/// Getis A, Ord JK (1992). The analysis of spatial association by use of distance statistics. *Geographical Analysis*
/// 24:189–206. <https://doi.org/10.1111/j.1538-4632.1992.tb00261.x>
///
/// # Examples
/// Six points, neighbours up to 15 away, as in PySAL's documentation:
/// ```
/// use reachgap::estimate::autocorrelation::{Alternative, general_g};
/// use reachgap::neighbours::Neighbours;
/// let near =
///     Neighbours::from_lists(vec![vec![1, 3], vec![0, 3, 4], vec![4], vec![0, 1, 4], vec![1, 2, 3, 5], vec![4]])?;
/// let found = general_g(&[2.0, 3.0, 3.2, 5.0, 8.0, 7.0].map(Ok), &near, Alternative::Greater)?;
/// assert!((found.value - 0.557_097_791_798_107_3).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn general_g(
    values: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    alternative: Alternative,
) -> Result<GeneralG, NoAssociation> {
    let sample = Sample::of([values], neighbours)?;
    let links = Links::of(&sample.neighbours)?;
    let x = &sample.columns[0];
    let pairs = pairs(x)?;
    let value = cross(&sample.neighbours, x, x) / pairs;
    let n = links.n;
    let expectation = links.s0 / (n * (n - 1.0));
    let enough = if n < 4.0 { Err(NoFigure::TooFewAreas) } else { Ok(()) };
    let variance = square(x, &links, pairs) - expectation * expectation;
    let randomisation = enough.and_then(|()| deviate(value, expectation, variance, alternative));
    Ok(GeneralG { value, expectation, randomisation, alternative, areas: x.len() })
}

/// General G, tested by dealing out the values at random over the areas.
///
/// # Errors
/// As [`general_g`] and [`moran_permuted`](super::moran_permuted).
pub fn general_g_permuted(
    values: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    keys: &[u64],
    trial: &Trial,
) -> Result<Permuted, NoAssociation> {
    let sample = Sample::of([values], neighbours)?;
    let keys = sample.keys(keys)?;
    Links::of(&sample.neighbours)?;
    let x = &sample.columns[0];
    let pairs = pairs(x)?;
    let observed = cross(&sample.neighbours, x, x) / pairs;
    let deal = Deal { values: x, fixed: None, squares: None, keys: &keys };
    deal.test(&sample.neighbours, trial, observed, TIE * observed, |cross, _| cross / pairs)
}

/// `ΣΣxᵢxⱼ` over `j ≠ i`.
fn pairs(x: &[f64]) -> Result<f64, NoFigure> {
    Deviations::of(x)?;
    let (first, second) = (power(x, 1), power(x, 2));
    if x.iter().any(|&x| x < 0.0) {
        Err(NoFigure::NegativeValues)
    } else if x.iter().filter(|&&x| x > 0.0).count() < 2 {
        Err(NoFigure::NoEvents)
    } else if !first.powi(4).is_finite() {
        Err(NoFigure::TooLarge)
    } else {
        Ok(first * first - second)
    }
}

fn power(x: &[f64], exponent: i32) -> f64 {
    x.iter().map(|x| x.powi(exponent)).sum()
}

/// The expectation of the square of G under randomisation.
fn square(x: &[f64], links: &Links, pairs: f64) -> f64 {
    let Links { n, s0, s1, s2, .. } = *links;
    let (m1, m2, m3, m4) = (power(x, 1), power(x, 2), power(x, 3), power(x, 4));
    let b0 = (n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0;
    let b1 = -((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0);
    let b2 = -(2.0 * n * s1 - (n + 3.0) * s2 + 6.0 * s0 * s0);
    let b3 = 4.0 * (n - 1.0) * s1 - 2.0 * (n + 1.0) * s2 + 8.0 * s0 * s0;
    let b4 = s1 - s2 + s0 * s0;
    let sum = b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * m1.powi(4);
    sum / (pairs * pairs * n * (n - 1.0) * (n - 2.0) * (n - 3.0))
}
