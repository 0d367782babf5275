//! Geary's C: how much neighbours differ, beside how much all areas differ.

use super::alternative::Alternative;
use super::error::NoAssociation;
use super::global::{Global, deviate, islands};
use super::links::Links;
use super::moran::cross;
use super::permutation::TIE;
use super::sample::{Deviations, Sample};
use super::shuffle::{Deal, Permuted};
use super::trial::Trial;
use crate::estimate::no_figure::NoFigure;
use crate::neighbours::Neighbours;

/// Geary's C.
///
/// `C = (n − 1)·ΣΣwᵢⱼ(xᵢ − xⱼ)² / (2·S₀·Σz²)`; expectation 1. Below 1 neighbours are alike, above it unlike:
/// `z` is negative where neighbours are alike (R's spdep turns its sign), and [`Alternative::Less`] asks for that.
///
/// Missing values, islands and own neighbours as for [`moran`](super::moran()).
///
/// # Errors
/// As [`moran`](super::moran()).
///
/// # References
/// Geary RC (1954). The contiguity ratio and statistical mapping. *The Incorporated Statistician* 5:115–145.
/// <https://doi.org/10.2307/2986645>; variances: Cliff AD, Ord JK (1981). *Spatial processes: models and
/// applications*. London: Pion.
///
/// # Examples
/// A chain of four, whose neighbours differ by one each:
/// ```
/// use reachgap::estimate::autocorrelation::{Alternative, geary};
/// use reachgap::neighbours::Neighbours;
/// let chain = Neighbours::from_lists(vec![vec![1], vec![0, 2], vec![1, 3], vec![2]])?;
/// let found = geary(&[1.0, 2.0, 3.0, 4.0].map(Ok), &chain, Alternative::Less)?;
/// assert!((found.value - 0.3).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn geary(
    values: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    alternative: Alternative,
) -> Result<Global, NoAssociation> {
    let sample = Sample::of([values], neighbours)?;
    let deviations = Deviations::of(&sample.columns[0])?;
    let links = Links::of(&sample.neighbours)?;
    let value = scale(&links, &deviations) * differences(&sample.neighbours, &deviations.z, &links);
    let n = links.n;
    let normal = normal_variance(&links);
    let enough = if n < 4.0 { Err(NoFigure::TooFewAreas) } else { Ok(()) };
    let random = random_variance(&links, deviations.kurtosis());
    Ok(Global {
        value,
        expectation: 1.0,
        normality: deviate(value, 1.0, normal, alternative),
        randomisation: enough.and_then(|()| deviate(value, 1.0, random, alternative)),
        alternative,
        areas: sample.neighbours.len(),
        islands: islands(&sample.neighbours),
    })
}

/// Geary's C, tested by dealing out the values at random over the areas.
///
/// # Errors
/// As [`moran_permuted`](super::moran_permuted).
pub fn geary_permuted(
    values: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    keys: &[u64],
    trial: &Trial,
) -> Result<Permuted, NoAssociation> {
    let sample = Sample::of([values], neighbours)?;
    let keys = sample.keys(keys)?;
    let deviations = Deviations::of(&sample.columns[0])?;
    let links = Links::of(&sample.neighbours)?;
    let scale = scale(&links, &deviations);
    let observed = scale * differences(&sample.neighbours, &deviations.z, &links);
    let deal = Deal { values: &deviations.z, fixed: None, squares: Some(&links.both), keys: &keys };
    deal.test(&sample.neighbours, trial, observed, TIE, |cross, squares| scale * (squares - 2.0 * cross))
}

/// `(n − 1)/(2·S₀·Σz²)`.
fn scale(links: &Links, deviations: &Deviations) -> f64 {
    (links.n - 1.0) / (2.0 * links.s0 * deviations.squares)
}

/// `ΣΣwᵢⱼ(zᵢ − zⱼ)² = Σ(wᵢ. + w.ᵢ)zᵢ² − 2·ΣΣwᵢⱼzᵢzⱼ`.
fn differences(neighbours: &Neighbours, z: &[f64], links: &Links) -> f64 {
    let squares: f64 = links.both.iter().zip(z).map(|(both, z)| both * z * z).sum();
    squares - 2.0 * cross(neighbours, z, z)
}

fn normal_variance(links: &Links) -> f64 {
    let Links { n, s0, s1, s2, .. } = *links;
    ((2.0 * s1 + s2) * (n - 1.0) - 4.0 * s0 * s0) / (2.0 * (n + 1.0) * s0 * s0)
}

fn random_variance(links: &Links, k: f64) -> f64 {
    let Links { n, s0, s1, s2, .. } = *links;
    let first = (n - 1.0) * s1 * (n * n - 3.0 * n + 3.0 - (n - 1.0) * k);
    let second = 0.25 * (n - 1.0) * s2 * (n * n + 3.0 * n - 6.0 - (n * n - n + 2.0) * k);
    let third = s0 * s0 * (n * n - 3.0 - (n - 1.0).powi(2) * k);
    (first - second + third) / (n * (n - 2.0) * (n - 3.0) * s0 * s0)
}
