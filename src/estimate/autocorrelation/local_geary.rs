//! Local Geary: which areas differ little, or much, from each of their neighbours.

use super::error::NoAssociation;
use super::local_moran::Quadrant;
use super::permutation::{self, Pool, Question, TIE};
use super::sample::{Deviations, Sample, lag};
use super::trial::{Local, Test, Trial};
use crate::estimate::no_figure::NoFigure;
use crate::neighbours::Neighbours;

/// The local Geary statistic of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalGeary {
    /// The statistic: the squared differences from the neighbours, in variances.
    pub value: f64,
    /// What it would be on average, were the neighbours any of the other areas.
    pub expectation: f64,
    /// High or low among high or low.
    pub quadrant: Quadrant,
    /// The permutation test.
    pub test: Test,
}

/// Local Geary statistics of all areas, with conditional permutation.
///
/// `cᵢ = Σⱼwᵢⱼ(zᵢ − zⱼ)²` with `z` in standard deviations (divisor `n`, as PySAL; spdep divides by `n − 1`). Below its
/// expectation the area is like its neighbours, also where none of them is high or low. Permutation, ties, keys and
/// missing values as for [`local_moran`](super::local_moran()); there is no tail for local Geary, so too few
/// permutations are told by [`Reach`](super::Reach).
///
/// # Errors
/// As [`local_moran`](super::local_moran()).
///
/// # References
/// Anselin L (2019). A local indicator of multivariate spatial association: extending Geary's c. *Geographical Analysis*
/// 51:133–150. <https://doi.org/10.1111/gean.12164>
///
/// # Examples
/// ```
/// use reachgap::estimate::autocorrelation::{Trial, local_geary};
/// use reachgap::neighbours::Neighbours;
/// let chain = Neighbours::from_lists(vec![vec![1], vec![0, 2], vec![1, 3], vec![2]])?.row_standardised();
/// let found = local_geary(&[1.0, 2.0, 3.0, 4.0].map(Ok), &chain, &[1, 2, 3, 4], &Trial::default())?;
/// assert!((found.areas[1]?.value - 0.8).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn local_geary(
    values: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    keys: &[u64],
    trial: &Trial,
) -> Result<Local<LocalGeary>, NoAssociation> {
    let trial = trial.checked()?;
    let sample = Sample::of([values], neighbours)?;
    let keys = sample.keys(keys)?;
    let deviations = match Deviations::of(&sample.columns[0]) {
        Ok(deviations) => deviations,
        Err(reason) => return Ok(Local::none(&sample, reason)),
    };
    let neighbours = sample.neighbours.as_ref();
    let spread = deviations.variance().sqrt();
    let z: Vec<f64> = deviations.z.iter().map(|z| z / spread).collect();
    let difference = |area: usize, other: f64| (z[area] - other) * (z[area] - other);
    let question = |area: usize| {
        let weights = neighbours.weights(area);
        if weights.is_empty() {
            return Err(NoFigure::NoNeighbours);
        }
        let weight: f64 = weights.iter().sum();
        let observed = neighbours.of(area).map(|(j, weight)| weight * difference(area, z[j as usize])).sum();
        // The mean over the others of (zᵢ − zⱼ)², from Σz = 0 and Σz² = n.
        let n = z.len() as f64;
        let expected = weight * n * (1.0 + z[area] * z[area]) / (n - 1.0);
        let tolerance = TIE * weight * (1.0 + z[area] * z[area]);
        Ok(Question { observed, expected, tolerance, turned: false })
    };
    let questions: Vec<_> = (0..z.len()).map(question).collect();
    let tests = permutation::of_sums_seen(&Pool::of(&z, keys), neighbours, &questions, &trial, difference);
    let reach = tests.reach;
    let statistics = questions
        .into_iter()
        .enumerate()
        .map(|(area, question)| Ok((question?, Quadrant::of(z[area], lag(neighbours, area, &z)))))
        .collect();
    let areas = tests.beside(statistics, |(question, quadrant), test| LocalGeary {
        value: question.observed,
        expectation: question.expected,
        quadrant,
        test,
    });
    Ok(Local { areas: sample.spread(areas), reach })
}
