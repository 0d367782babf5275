//! Local Moran: which areas are like their neighbours, and which stand out among them.

use std::fmt;

use super::error::NoAssociation;
use super::permutation::{self, Pool, Question, TIE};
use super::sample::{Deviations, Sample, lag};
use super::trial::{Local, Test, Trial};
use crate::estimate::no_figure::NoFigure;
use crate::neighbours::Neighbours;

/// An area beside its neighbours, each above the mean of all areas (high) or not (low).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quadrant {
    /// High, among high neighbours.
    HighHigh,
    /// Low, among low neighbours.
    LowLow,
    /// Low, among high neighbours.
    LowAmongHigh,
    /// High, among low neighbours.
    HighAmongLow,
}

impl Quadrant {
    /// From deviations from the mean. A value at the mean counts as low, as in PySAL and spdep.
    pub(super) fn of(own: f64, neighbours: f64) -> Self {
        match (own > 0.0, neighbours > 0.0) {
            (true, true) => Self::HighHigh,
            (false, false) => Self::LowLow,
            (false, true) => Self::LowAmongHigh,
            (true, false) => Self::HighAmongLow,
        }
    }
}

impl fmt::Display for Quadrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::HighHigh => "high-high",
            Self::LowLow => "low-low",
            Self::LowAmongHigh => "low among high",
            Self::HighAmongLow => "high among low",
        })
    }
}

/// The local Moran statistic of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalMoran {
    /// The statistic: above zero for an area like its neighbours, below for one unlike them.
    pub value: f64,
    /// The mean of the neighbours, weighted, as a deviation from the mean of all.
    pub surroundings: f64,
    /// High or low among high or low.
    pub quadrant: Quadrant,
    /// What the statistic would be on average, were the neighbours any of the other areas.
    pub expectation: f64,
    /// How far it is from that in standard deviations, from the exact moments of conditional permutation; a reason
    /// where the area is at the mean, or the others do not differ.
    pub z: Result<f64, NoFigure>,
    /// The permutation test.
    pub test: Test,
}

/// Local Moran statistics of all areas, with conditional permutation.
///
/// `Iᵢ = zᵢ·Σⱼwᵢⱼzⱼ / (Σz²/(n − 1))`, as in GeoDa and PySAL; spdep divides by `Σz²/n`, so its values are `n/(n − 1)` times
/// these. In a permutation the area keeps its value and its neighbours are drawn without replacement from all other
/// areas; values equal within 1e-10 of a standard deviation count as extreme. The alternative is put to `Iᵢ`.
///
/// `keys` gives each area a number that follows from its code ([`random::key`](crate::estimate::random::key)).
/// Missing values: areas with a reason keep it and take no part; an island has [`NoFigure::NoNeighbours`], and its value
/// still counts in the mean and among those drawn; where all values are equal every area has
/// [`NoFigure::NoVariation`].
///
/// # Errors
/// [`NoAssociation::Length`], [`NoAssociation::NoPermutations`], [`NoAssociation::Rate`].
///
/// # References
/// Anselin L (1995). Local indicators of spatial association: LISA. *Geographical Analysis* 27:93–115.
/// <https://doi.org/10.1111/j.1538-4632.1995.tb00338.x>; Sokal RR, Oden NL, Thomson BA (1998). Local spatial
/// autocorrelation in a biological model. *Geographical Analysis* 30:331–354.
/// <https://doi.org/10.1111/j.1538-4632.1998.tb00406.x>
///
/// # Examples
/// ```
/// use reachgap::estimate::autocorrelation::{Quadrant, Trial, local_moran};
/// use reachgap::estimate::random::key;
/// use reachgap::neighbours::Neighbours;
/// let chain = Neighbours::from_lists(vec![vec![1], vec![0, 2], vec![1, 3], vec![2]])?.row_standardised();
/// let keys = ["A", "B", "C", "D"].map(key);
/// let found = local_moran(&[1.0, 2.0, 3.0, 4.0].map(Ok), &chain, &keys, &Trial::default())?;
/// let first = found.areas[0]?;
/// assert!((first.value - 0.45).abs() < 1e-15);
/// assert_eq!(first.quadrant, Quadrant::LowLow);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn local_moran(
    values: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    keys: &[u64],
    trial: &Trial,
) -> Result<Local<LocalMoran>, NoAssociation> {
    let trial = trial.checked()?;
    let sample = Sample::of([values], neighbours)?;
    let keys = sample.keys(keys)?;
    let z = Deviations::of(&sample.columns[0]);
    Ok(local(&sample, z.as_ref(), z.as_ref(), keys, &trial))
}

/// Local bivariate Moran statistics: `x` of an area (need, say) against `y` of its neighbours (reach).
///
/// `Iᵢ = (n − 1)·zxᵢ·Σⱼwᵢⱼzyⱼ / √(Σzx²·Σzy²)`. The quadrant is that of `x` of the area and `y` of its neighbours; otherwise as
/// [`local_moran`]. Areas with a reason for either measure keep it.
///
/// # Errors
/// As [`local_moran`].
///
/// # References
/// Anselin L, Syabri I, Smirnov O (2002). Visualizing multivariate spatial correlation with dynamically linked
/// windows. In *New tools for spatial data analysis*, CSISS, Santa Barbara.
pub fn local_bivariate_moran(
    x: &[Result<f64, NoFigure>],
    y: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    keys: &[u64],
    trial: &Trial,
) -> Result<Local<LocalMoran>, NoAssociation> {
    let trial = trial.checked()?;
    let sample = Sample::of([x, y], neighbours)?;
    let keys = sample.keys(keys)?;
    let (x, y) = (Deviations::of(&sample.columns[0]), Deviations::of(&sample.columns[1]));
    Ok(local(&sample, x.as_ref(), y.as_ref(), keys, &trial))
}

fn local<const COLUMNS: usize>(
    sample: &Sample<'_, COLUMNS>,
    x: Result<&Deviations, &NoFigure>,
    y: Result<&Deviations, &NoFigure>,
    keys: Vec<u64>,
    trial: &Trial,
) -> Local<LocalMoran> {
    let (x, y) = match (x, y) {
        (Ok(x), Ok(y)) => (x, y),
        (Err(reason), _) | (_, Err(reason)) => return Local::none(sample, *reason),
    };
    let neighbours = sample.neighbours.as_ref();
    let scale = (neighbours.len() - 1) as f64 / (x.squares * y.squares).sqrt();
    let surroundings: Vec<_> =
        (0..neighbours.len()).map(|area| Surroundings::of(neighbours, area, y)).collect();
    let questions: Vec<_> =
        surroundings.iter().zip(&x.z).map(|(around, own)| Ok((*around)?.question(*own, y))).collect();
    let tests = permutation::of_sums(&Pool::of(&y.z, keys), neighbours, &questions, trial);
    let statistics = surroundings.into_iter().zip(&x.z).map(|(around, own)| Ok((around?, *own))).collect();
    let reach = tests.reach;
    let areas = tests.beside(statistics, |(around, own), test| LocalMoran {
        value: scale * own * around.sum,
        surroundings: around.sum / around.weight,
        quadrant: Quadrant::of(own, around.sum),
        expectation: scale * own * around.expected,
        z: if own == 0.0 { Err(NoFigure::NoVariation) } else { around.z.map(|z| z * own.signum()) },
        test,
    });
    Local { areas: sample.spread(areas), reach }
}

/// The neighbours of an area beside all other areas.
#[derive(Clone, Copy)]
pub(super) struct Surroundings {
    /// Their weights.
    pub(super) weight: f64,
    /// The weighted sum of their values, as deviations from the mean of all.
    pub(super) sum: f64,
    /// What the sum would be on average, were they any of the others.
    pub(super) expected: f64,
    /// The sum in standard deviations from that.
    pub(super) z: Result<f64, NoFigure>,
}

impl Surroundings {
    pub(super) fn of(neighbours: &Neighbours, area: usize, y: &Deviations) -> Result<Self, NoFigure> {
        let weights = neighbours.weights(area);
        if weights.is_empty() {
            return Err(NoFigure::NoNeighbours);
        }
        let weight: f64 = weights.iter().sum();
        let sum = lag(neighbours, area, &y.z);
        let (mean, variance) = y.without(y.z[area]);
        let expected = weight * mean;
        let z = standardised(sum - expected, weights, (y.z.len() - 1) as f64, variance, y.variance());
        Ok(Self { weight, sum, expected, z })
    }

    pub(super) fn question(&self, own: f64, y: &Deviations) -> Question {
        // At the mean the statistic is zero whatever the neighbours: every permutation equals it.
        let tie = if own == 0.0 { f64::INFINITY } else { TIE * self.weight * y.variance().sqrt() };
        Question { observed: self.sum, expected: self.expected, tolerance: tie, turned: own < 0.0 }
    }
}

/// A weighted sum over areas drawn without replacement from `n`, as a distance from its mean in standard deviations:
/// `distance/√(s²·(n·Σw² − W²)/(n − 1))`.
pub(super) fn standardised(
    distance: f64,
    weights: &[f64],
    n: f64,
    variance: f64,
    usual: f64,
) -> Result<f64, NoFigure> {
    let weight: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    let spread = (n * squares - weight * weight) / (n - 1.0);
    if n > 1.0 && spread > 1e-12 * squares && variance > 1e-20 * usual {
        Ok(distance / (variance * spread).sqrt())
    } else {
        Err(NoFigure::NoVariation)
    }
}
