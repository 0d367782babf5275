//! Gi and Gi* of Getis and Ord: where high values, or low ones, come together.

use super::alternative::Alternative;
use super::error::NoAssociation;
use super::local_moran::standardised;
use super::permutation::{self, Pool, Question, TIE};
use super::sample::{Deviations, Sample, lag, others};
use super::trial::{Local, Test, Trial};
use crate::estimate::multiple_testing::{self, Adjustment};
use crate::estimate::no_figure::NoFigure;
use crate::neighbours::Neighbours;

/// Gi or Gi* of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GetisOrd {
    /// The weighted mean of the neighbourhood.
    pub mean: f64,
    /// What it would be on average, were the neighbourhood made of any areas: the mean of all areas, for Gi of all others.
    pub expectation: f64,
    /// Gi or Gi* as first defined, the neighbourhood's share of the total.
    pub share: Result<f64, NoFigure>,
    /// The mean in standard deviations from its expectation: above zero in a place of high values, below in one of low.
    pub z: f64,
    /// The p-value of `z` by the normal distribution.
    pub p: f64,
    /// The p-value adjusted for the number of areas tested.
    pub adjusted: f64,
    /// What counted as extreme.
    pub alternative: Alternative,
}

/// Gi or Gi* of an area, with its permutation test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GetisOrdPermuted {
    /// The statistic and its normal approximation.
    pub statistic: GetisOrd,
    /// The permutation test.
    pub test: Test,
}

/// Gi of all areas, or Gi* of those that stand among their own neighbours.
///
/// Gi* is asked for by `neighbours.with_self(1.0)`. In Getis and Ord's general form, which does not change when an
/// area's weights are all multiplied by one number, with `W = Σwᵢⱼ`:
/// `z = (Σwᵢⱼxⱼ − W·x̄)/(s·√((N·Σw² − W²)/(N − 1)))`, where `x̄` and `s` (divisor `N`) are of all areas for Gi*, of all others
/// for Gi.
///
/// Missing values: areas with a reason keep it and take no part; an area without neighbours other than itself has
/// [`NoFigure::NoNeighbours`]; where all values are equal, or all areas are neighbours, [`NoFigure::NoVariation`].
/// The share alone has a reason where values are negative.
///
/// # Errors
/// [`NoAssociation::Length`].
///
/// # References
/// Getis A, Ord JK (1992). The analysis of spatial association by use of distance statistics. *Geographical Analysis*
/// 24:189–206. <https://doi.org/10.1111/j.1538-4632.1992.tb00261.x>; Ord JK, Getis A (1995). Local spatial
/// autocorrelation statistics: distributional issues and an application. *Geographical Analysis* 27:286–306.
/// <https://doi.org/10.1111/j.1538-4632.1995.tb00912.x>
///
/// # Examples
/// Six points, neighbours up to 15 away, as in PySAL's documentation:
/// ```
/// use reachgap::estimate::autocorrelation::{Alternative, getis_ord};
/// use reachgap::estimate::multiple_testing::Adjustment;
/// use reachgap::neighbours::Neighbours;
/// let near =
///     Neighbours::from_lists(vec![vec![1, 3], vec![0, 3, 4], vec![4], vec![0, 1, 4], vec![1, 2, 3, 5], vec![4]])?;
/// let values = [2.0, 3.0, 3.2, 5.0, 8.0, 7.0].map(Ok);
/// let z = |near| Ok::<_, Box<dyn std::error::Error>>(
///     getis_ord(&values, near, Alternative::TwoSided, Adjustment::BenjaminiHochberg)?[5]?.z,
/// );
/// assert!((z(&near)? - 1.778_339_41).abs() < 1e-7);
/// assert!((z(&near.with_self(1.0))? - 2.024_243_31).abs() < 1e-7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn getis_ord(
    values: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    alternative: Alternative,
    adjustment: Adjustment,
) -> Result<Vec<Result<GetisOrd, NoFigure>>, NoAssociation> {
    let sample = Sample::with_own([values], neighbours)?;
    Ok(sample.spread(statistics(&sample, alternative, adjustment)))
}

/// Gi or Gi* of all areas, with conditional permutation beside the normal approximation.
///
/// As [`getis_ord`]; the area keeps its value, and its other neighbours are drawn from all other areas. Permutation, ties and
/// keys as for [`local_moran`](super::local_moran()).
///
/// # Errors
/// As [`local_moran`](super::local_moran()).
pub fn getis_ord_permuted(
    values: &[Result<f64, NoFigure>],
    neighbours: &Neighbours,
    keys: &[u64],
    trial: &Trial,
) -> Result<Local<GetisOrdPermuted>, NoAssociation> {
    let trial = trial.checked()?;
    let sample = Sample::with_own([values], neighbours)?;
    let keys = sample.keys(keys)?;
    let statistics = statistics(&sample, trial.alternative, trial.adjustment);
    let deviations = match Deviations::of(&sample.columns[0]) {
        Ok(deviations) => deviations,
        Err(reason) => return Ok(Local::none(&sample, reason)),
    };
    let drawn = others(&sample.neighbours);
    let drawn = drawn.as_ref().unwrap_or(&sample.neighbours);
    let question = |(area, statistic): (usize, &Result<GetisOrd, NoFigure>)| {
        (*statistic)?;
        let weight: f64 = drawn.weights(area).iter().sum();
        Ok(Question {
            observed: lag(drawn, area, &deviations.z),
            expected: weight * deviations.without(deviations.z[area]).0,
            tolerance: TIE * weight * deviations.variance().sqrt(),
            turned: false,
        })
    };
    let questions: Vec<_> = statistics.iter().enumerate().map(question).collect();
    let tests = permutation::of_sums(&Pool::of(&deviations.z, keys), drawn, &questions, &trial);
    let reach = tests.reach;
    let areas = tests.beside(statistics, |statistic, test| GetisOrdPermuted { statistic, test });
    Ok(Local { areas: sample.spread(areas), reach })
}

fn statistics(
    sample: &Sample<'_, 1>,
    alternative: Alternative,
    adjustment: Adjustment,
) -> Vec<Result<GetisOrd, NoFigure>> {
    let values = &sample.columns[0];
    let deviations = match Deviations::of(values) {
        Ok(deviations) => deviations,
        Err(reason) => return vec![Err(reason); values.len()],
    };
    let total = Total::of(values);
    let statistic = |area: usize| statistic(&sample.neighbours, area, &deviations, &total, alternative);
    let mut statistics: Vec<_> = (0..values.len()).map(statistic).collect();
    let p: Vec<f64> = statistics.iter().flatten().map(|statistic| statistic.p).collect();
    // Every p is a probability, so none is refused.
    let adjusted = multiple_testing::adjusted(&p, adjustment).unwrap_or(p);
    for (statistic, adjusted) in statistics.iter_mut().flatten().zip(adjusted) {
        statistic.adjusted = adjusted;
    }
    statistics
}

fn statistic(
    neighbours: &Neighbours,
    area: usize,
    deviations: &Deviations,
    total: &Total,
    alternative: Alternative,
) -> Result<GetisOrd, NoFigure> {
    let (members, weights) = (neighbours.members(area), neighbours.weights(area));
    let own = members.binary_search(&(area as u32)).is_ok();
    if members.len() == usize::from(own) {
        return Err(NoFigure::NoNeighbours);
    }
    let n = deviations.z.len() as f64;
    let (n, (centre, variance)) = if own {
        (n, (0.0, deviations.variance()))
    } else {
        (n - 1.0, deviations.without(deviations.z[area]))
    };
    let weight: f64 = weights.iter().sum();
    let sum = lag(neighbours, area, &deviations.z);
    let z = standardised(sum - weight * centre, weights, n, variance, deviations.variance())?;
    let p = alternative.of_normal(z);
    let mean = deviations.mean + sum / weight;
    let left_out = if own { 0.0 } else { deviations.mean + deviations.z[area] };
    let share = total.share(weight * mean, left_out);
    Ok(GetisOrd { mean, expectation: deviations.mean + centre, share, z, p, adjusted: p, alternative })
}

/// The total of all values, where a share of it has a meaning.
struct Total(Result<f64, NoFigure>);

impl Total {
    fn of(values: &[f64]) -> Self {
        let negative = values.iter().any(|&value| value < 0.0);
        Self(if negative { Err(NoFigure::NegativeValues) } else { Ok(values.iter().sum()) })
    }

    fn share(&self, part: f64, left_out: f64) -> Result<f64, NoFigure> {
        let total = self.0?;
        // What is left of the total when an area takes all of it is nothing but rounding.
        if total - left_out > 1e-12 * total { Ok(part / (total - left_out)) } else { Err(NoFigure::NoEvents) }
    }
}
