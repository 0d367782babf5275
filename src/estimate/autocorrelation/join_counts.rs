//! Local join counts: how many neighbours of a marked area are marked too.

use statrs::distribution::{Discrete, Hypergeometric};

use super::alternative::Alternative;
use super::error::NoAssociation;
use super::sample::Sample;
use crate::estimate::multiple_testing::{self, Adjustment};
use crate::estimate::no_figure::NoFigure;
use crate::neighbours::Neighbours;

/// The local join count of a marked area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JoinCount {
    /// Neighbours that are marked.
    pub joins: u32,
    /// Neighbours.
    pub neighbours: u32,
    /// Marked neighbours to be expected, were the neighbours any of the other areas.
    pub expectation: f64,
    /// The p-value, exact.
    pub p: f64,
    /// The p-value adjusted for the number of areas tested.
    pub adjusted: f64,
    /// What counted as extreme.
    pub alternative: Alternative,
}

/// Local join counts of the marked areas (reach below a target, say), each with its exact p-value.
///
/// `BBᵢ = xᵢ·Σⱼxⱼ` over the neighbours, each counting one whatever its weight. Conditional permutation draws the `k`
/// neighbours from the `n − 1` other areas, `m` of them marked, so that the count is hypergeometric: its p-value
/// needs no permutations. [`Alternative::Greater`] asks for clusters, as GeoDa and PySAL do.
///
/// Missing values: areas with a reason keep it and take no part; unmarked areas have [`NoFigure::NotMarked`], islands
/// [`NoFigure::NoNeighbours`]; [`NoFigure::NoVariation`] where all areas are marked or only one,
/// [`NoFigure::TooFewAreas`] for fewer than three areas.
///
/// # Errors
/// [`NoAssociation::Length`].
///
/// # References
/// Anselin L, Li X (2019). Operational local join count statistics for cluster detection. *Journal of Geographical
/// Systems* 21:189–210. <https://doi.org/10.1007/s10109-019-00299-x>
///
/// # Examples
/// Two marked neighbours among five areas in a row: the chance that the one neighbour of the first is the other marked
/// one is one in four.
/// ```
/// use reachgap::estimate::autocorrelation::{Alternative, local_join_counts};
/// use reachgap::estimate::multiple_testing::Adjustment;
/// use reachgap::neighbours::Neighbours;
/// let row = Neighbours::from_lists(vec![vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3]])?;
/// let marked = [true, true, false, false, false].map(Ok);
/// let found = local_join_counts(&marked, &row, Alternative::Greater, Adjustment::BenjaminiHochberg)?;
/// assert_eq!(found[0]?.joins, 1);
/// assert!((found[0]?.p - 0.25).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn local_join_counts(
    marked: &[Result<bool, NoFigure>],
    neighbours: &Neighbours,
    alternative: Alternative,
    adjustment: Adjustment,
) -> Result<Vec<Result<JoinCount, NoFigure>>, NoAssociation> {
    let values: Vec<_> = marked.iter().map(|mark| mark.map(|mark| f64::from(u8::from(mark)))).collect();
    let sample = Sample::of([&values], neighbours)?;
    let marks: Vec<bool> = sample.columns[0].iter().map(|&mark| mark > 0.0).collect();
    let marked = marks.iter().filter(|&&mark| mark).count() as u64;
    let count = |area: usize| join_count(&sample.neighbours, area, &marks, marked, alternative);
    let mut counts: Vec<_> = (0..marks.len()).map(count).collect();
    let p: Vec<f64> = counts.iter().flatten().map(|count| count.p).collect();
    // Every p is a probability, so none is refused.
    let adjusted = multiple_testing::adjusted(&p, adjustment).unwrap_or(p);
    for (count, adjusted) in counts.iter_mut().flatten().zip(adjusted) {
        count.adjusted = adjusted;
    }
    Ok(sample.spread(counts))
}

fn join_count(
    neighbours: &Neighbours,
    area: usize,
    marks: &[bool],
    marked: u64,
    alternative: Alternative,
) -> Result<JoinCount, NoFigure> {
    let members = neighbours.members(area);
    let others = marks.len().saturating_sub(1) as u64;
    if others < 2 {
        return Err(NoFigure::TooFewAreas);
    } else if !marks[area] {
        return Err(NoFigure::NotMarked);
    } else if marked < 2 || marked > others {
        return Err(NoFigure::NoVariation);
    } else if members.is_empty() {
        return Err(NoFigure::NoNeighbours);
    }
    let joins = members.iter().filter(|&&j| marks[j as usize]).count() as u64;
    let drawn = members.len() as u64;
    let expectation = drawn as f64 * (marked - 1) as f64 / others as f64;
    let distribution = Hypergeometric::new(others, marked - 1, drawn).map_err(|_| NoFigure::TooLarge)?;
    let share = |holds: &dyn Fn(u64) -> bool| {
        let sum: f64 = (0..=drawn).filter(|&count| holds(count)).map(|count| distribution.pmf(count)).sum();
        sum.min(1.0)
    };
    let (up, low) = (share(&|count| count >= joins), share(&|count| count <= joins));
    let far = (joins as f64 - expectation).abs() - 1e-9;
    let p = alternative
        .of_tails(up, low)
        .unwrap_or_else(|| share(&|count| (count as f64 - expectation).abs() >= far));
    let neighbours = drawn as u32;
    Ok(JoinCount { joins: joins as u32, neighbours, expectation, p, adjusted: p, alternative })
}
