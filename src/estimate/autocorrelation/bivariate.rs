//! Bivariate Moran's I: whether one measure of an area goes with another measure of its neighbours.

use super::error::NoAssociation;
use super::links::Links;
use super::moran::cross;
use super::permutation::TIE;
use super::sample::{Deviations, Sample};
use super::shuffle::{Deal, Permuted};
use super::trial::Trial;
use crate::estimate::no_figure::NoFigure;
use crate::neighbours::Neighbours;

/// Bivariate Moran's I: `x` of an area (need, say) against `y` of its neighbours (reach), tested by dealing out `y` at random.
///
/// `I = (n/S₀)·ΣΣwᵢⱼ·zxᵢ·zyⱼ / √(Σzx²·Σzy²)`. It says nothing about `x` and `y` of the same area; their correlation there
/// shows in it where `y` is alike among neighbours.
///
/// Missing values: areas with a reason for either take no part. Islands and own neighbours as for
/// [`moran`](super::moran()).
///
/// # Errors
/// As [`moran_permuted`](super::moran_permuted).
///
/// # References
/// Wartenberg D (1985). Multivariate spatial correlation: a method for exploratory geographical analysis.
/// *Geographical Analysis* 17:263–283. <https://doi.org/10.1111/j.1538-4632.1985.tb00849.x>
///
/// # Examples
/// ```
/// use reachgap::estimate::autocorrelation::{Trial, bivariate_moran};
/// use reachgap::neighbours::Neighbours;
/// let chain = Neighbours::from_lists(vec![vec![1], vec![0, 2], vec![1, 3], vec![2]])?.row_standardised();
/// let (need, reach) = ([1.0, 2.0, 3.0, 4.0].map(Ok), [4.0, 3.0, 2.0, 1.0].map(Ok));
/// let found = bivariate_moran(&need, &reach, &chain, &[1, 2, 3, 4], &Trial::default())?;
/// assert!((found.value + 0.4).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn bivariate_moran(
    x: &[Result<f64, NoFigure>],
    y: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    keys: &[u64],
    trial: &Trial,
) -> Result<Permuted, NoAssociation> {
    let sample = Sample::of([x, y], neighbours)?;
    let keys = sample.keys(keys)?;
    let x = Deviations::of(&sample.columns[0])?;
    let y = Deviations::of(&sample.columns[1])?;
    let links = Links::of(&sample.neighbours)?;
    let scale = links.n / (links.s0 * (x.squares * y.squares).sqrt());
    let observed = scale * cross(&sample.neighbours, &x.z, &y.z);
    let deal = Deal { values: &y.z, fixed: Some(&x.z), squares: None, keys: &keys };
    deal.test(&sample.neighbours, trial, observed, TIE, |cross, _| scale * cross)
}
