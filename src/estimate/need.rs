//! The need index: indicators ranked, transformed and weighted into one score.

use thiserror::Error;

use super::no_figure::NoFigure;
use crate::assessment::Transform;
use crate::measure::Polarity;

/// The factor of the exponential transform of the Indices of Deprivation.
const EXPONENTIAL_FACTOR: f64 = 23.0;

/// The tolerance within which weights must sum to one.
pub const WEIGHTS_TOLERANCE: f64 = 1e-9;

impl Transform {
    /// The unit of the scores.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Exponential | Self::Percentile => "score, 0 to 100",
            Self::ZScore => "standard deviations from the mean",
        }
    }

    /// What the transform does, in a reader's words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Exponential => "Ranks by the exponential transform of the Indices of Deprivation",
            Self::Percentile => "Ranks as percentiles",
            Self::ZScore => "Distances from the mean in standard deviations",
        }
    }
}

/// One indicator of a need index, with its weight.
#[derive(Debug, Clone, Copy)]
pub struct Indicator<'a> {
    /// The value of every area, in one order for all indicators.
    pub values: &'a [Result<f64, NoFigure>],
    /// Which end means more need.
    pub polarity: Polarity,
    /// Its weight; the weights of an index sum to one.
    pub weight: f64,
}

/// Why a need index cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NeedError {
    /// No indicators.
    #[error("a need index needs at least one indicator")]
    NoIndicators,
    /// A weight is negative or not a number.
    #[error("weight number {index} is {weight}; weights are not negative")]
    NotAWeight {
        /// Its place, counted from 0.
        index: usize,
        /// Its value.
        weight: f64,
    },
    /// The weights do not sum to one.
    #[error("the weights sum to {sum}, not to 1; hint: divide each by {sum}")]
    WeightsDoNotSumToOne {
        /// Their sum.
        sum: f64,
    },
    /// The indicators have different numbers of areas.
    #[error("indicator number {index} has {found} areas, the first has {expected}")]
    Length {
        /// Its place, counted from 0.
        index: usize,
        /// Areas of the first indicator.
        expected: usize,
        /// Areas of this one.
        found: usize,
    },
}

/// Positions in order of need, 1 for the least need; areas with the same value share the average of their positions.
///
/// Missing values keep their reason and are not counted; values that are not finite count as not supplied.
///
/// # Examples
/// ```
/// use reachgap::{estimate::need::positions, measure::Polarity};
/// let values = [Ok(5.0), Ok(7.0), Ok(7.0), Ok(9.0)];
/// let positions = positions(&values, Polarity::HighIsNeed);
/// assert_eq!(positions, [Ok(1.0), Ok(2.5), Ok(2.5), Ok(4.0)]);
/// ```
#[must_use]
pub fn positions(values: &[Result<f64, NoFigure>], polarity: Polarity) -> Vec<Result<f64, NoFigure>> {
    let mut result: Vec<Result<f64, NoFigure>> =
        values.iter().map(|value| directed(*value, polarity)).collect();
    let mut order: Vec<(f64, usize)> =
        result.iter().enumerate().filter_map(|(i, value)| Some((value.ok()?, i))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut done = 0;
    for tied in order.chunk_by(|a, b| a.0 == b.0) {
        let position = done as f64 + (tied.len() as f64 + 1.0) / 2.0;
        for &(_, i) in tied {
            result[i] = Ok(position);
        }
        done += tied.len();
    }
    result
}

/// The value turned so that higher means more need. Adding 0 makes −0 and 0 one value.
fn directed(value: Result<f64, NoFigure>, polarity: Polarity) -> Result<f64, NoFigure> {
    match value? {
        value if !value.is_finite() => Err(NoFigure::NotSupplied),
        value if polarity == Polarity::LowIsNeed => Ok(-value + 0.0),
        value => Ok(value + 0.0),
    }
}

/// The exponential transform of the Indices of Deprivation.
///
/// `−23·ln(1 − R·(1 − e^(−100/23)))`, where `share` is `R`: the position from the least deprived over the number of
/// areas, 1 for the most deprived.
///
/// Units: score, 0 to 100; about a tenth of areas score above 50.
///
/// # References
/// Noble M, Wright G, Dibben C, et al. (2004). *The English Indices of Deprivation 2004 (revised)*. Office of the
/// Deputy Prime Minister. Ministry of Housing, Communities and Local Government (2019). *The English Indices of
/// Deprivation 2019: technical report*.
///
/// # Examples
/// Of 33,755 areas, the second most deprived:
/// ```
/// use reachgap::estimate::need::exponential;
/// assert!((exponential(33_754.0 / 33_755.0) - 99.948_062_39).abs() < 1e-8);
/// assert!((exponential(1.0) - 100.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn exponential(share: f64) -> f64 {
    let reach = -(-100.0 / EXPONENTIAL_FACTOR).exp_m1();
    -EXPONENTIAL_FACTOR * (-share.clamp(0.0, 1.0) * reach).ln_1p()
}

/// One indicator as scores, higher for more need.
///
/// [`Transform::Exponential`] and [`Transform::Percentile`] use positions with average ties: `100·(position − ½)/N`
/// for the percentile. [`Transform::ZScore`] divides by the standard deviation of all areas (`N`, not `N − 1`).
///
/// Missing values: an area without a value keeps its reason. Where all areas have the same value a z-score is missing
/// with [`NoFigure::NoVariation`].
#[must_use]
pub fn scores(
    values: &[Result<f64, NoFigure>],
    polarity: Polarity,
    transform: Transform,
) -> Vec<Result<f64, NoFigure>> {
    if transform == Transform::ZScore {
        return z_scores(values, polarity);
    }
    let positions = positions(values, polarity);
    let areas = positions.iter().flatten().count() as f64;
    let score = |position: f64| match transform {
        Transform::Percentile => 100.0 * (position - 0.5) / areas,
        _ => exponential(position / areas),
    };
    positions.into_iter().map(|position| position.map(score)).collect()
}

fn z_scores(values: &[Result<f64, NoFigure>], polarity: Polarity) -> Vec<Result<f64, NoFigure>> {
    let directed: Vec<_> = values.iter().map(|value| directed(*value, polarity)).collect();
    let areas = directed.iter().flatten().count() as f64;
    let mean = directed.iter().flatten().sum::<f64>() / areas;
    let squares: f64 = directed.iter().flatten().map(|value| (value - mean).powi(2)).sum();
    let deviation = (squares / areas).sqrt();
    let first = directed.iter().flatten().next();
    let varies = directed.iter().flatten().any(|value| Some(value) != first) && deviation > 0.0;
    let score = |value: f64| match (value - mean) / deviation {
        _ if !varies => Err(NoFigure::NoVariation),
        score if !score.is_finite() => Err(NoFigure::TooLarge),
        score => Ok(score),
    };
    directed.into_iter().map(|value| value.and_then(score)).collect()
}

/// The need index: the weighted sum of the indicators' scores, one per area.
///
/// `Σ weightⱼ · scoreⱼ`. Each indicator is ranked among the areas that have it.
///
/// Missing values: an area with any indicator missing (of weight above zero) has no index, with the reason
/// [`NoFigure::MissingIndicator`]; nothing is imputed.
///
/// # Errors
/// [`NeedError`]: the weights must not be negative and must sum to one within [`WEIGHTS_TOLERANCE`].
///
/// # References
/// OECD, European Union, Joint Research Centre (2008). *Handbook on Constructing Composite Indicators*.
/// <https://doi.org/10.1787/9789264043466-en>
///
/// # Examples
/// ```
/// use reachgap::{assessment::Transform, estimate::need::{Indicator, index}, measure::Polarity};
/// let (poverty, attainment) = ([Ok(10.0), Ok(30.0)], [Ok(60.0), Ok(40.0)]);
/// let need = index(
///     &[
///         Indicator { values: &poverty, polarity: Polarity::HighIsNeed, weight: 0.5 },
///         Indicator { values: &attainment, polarity: Polarity::LowIsNeed, weight: 0.5 },
///     ],
///     Transform::Percentile,
/// )?;
/// assert_eq!(need, [Ok(25.0), Ok(75.0)]);
/// # Ok::<(), reachgap::estimate::need::NeedError>(())
/// ```
pub fn index(
    indicators: &[Indicator<'_>],
    transform: Transform,
) -> Result<Vec<Result<f64, NoFigure>>, NeedError> {
    let sum: f64 = indicators.iter().map(|indicator| indicator.weight).sum();
    if !indicators.is_empty() && sum.is_finite() && (sum - 1.0).abs() > WEIGHTS_TOLERANCE {
        return Err(NeedError::WeightsDoNotSumToOne { sum });
    }
    weighted(indicators, transform)
}

/// The weighted sum of scores, whatever the weights sum to.
pub(super) fn weighted(
    indicators: &[Indicator<'_>],
    transform: Transform,
) -> Result<Vec<Result<f64, NoFigure>>, NeedError> {
    let areas = indicators.first().ok_or(NeedError::NoIndicators)?.values.len();
    let mut totals = vec![Ok(0.0); areas];
    for (index, indicator) in indicators.iter().enumerate() {
        let (weight, found) = (indicator.weight, indicator.values.len());
        if !weight.is_finite() || weight < 0.0 {
            return Err(NeedError::NotAWeight { index, weight });
        }
        if found != areas {
            return Err(NeedError::Length { index, expected: areas, found });
        }
        if weight == 0.0 {
            continue;
        }
        let scores = scores(indicator.values, indicator.polarity, transform);
        for (total, score) in totals.iter_mut().zip(scores) {
            *total = match (*total, score) {
                (Ok(total), Ok(score)) => Ok(total + weight * score),
                _ => Err(NoFigure::MissingIndicator),
            };
        }
    }
    Ok(totals)
}

/// Ranks of need, 1 for the most; areas with the same score share the best of their ranks, as published ranks do.
///
/// # Examples
/// ```
/// use reachgap::estimate::{NoFigure, need::ranks};
/// let scores = [Ok(3.0), Ok(8.0), Err(NoFigure::MissingIndicator), Ok(3.0)];
/// assert_eq!(ranks(&scores), [Ok(2), Ok(1), Err(NoFigure::MissingIndicator), Ok(2)]);
/// ```
#[must_use]
pub fn ranks(scores: &[Result<f64, NoFigure>]) -> Vec<Result<usize, NoFigure>> {
    let mut known: Vec<f64> =
        scores.iter().flatten().copied().filter(|score| score.is_finite()).map(|score| score + 0.0).collect();
    known.sort_by(|a, b| b.total_cmp(a));
    let rank = |score: f64| match score {
        score if !score.is_finite() => Err(NoFigure::NotSupplied),
        score => Ok(known.partition_point(|&other| other > score) + 1),
    };
    scores.iter().map(|score| score.and_then(rank)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_agrees_with_published_positions() {
        // Worked from the formula of the Indices of Deprivation for the 33,755 areas of 2025, and for five areas.
        let cases = [(1.0, 100.0), (10.0, 99.536_730_45), (3375.0, 50.435_692_58), (16_877.0, 15.648_782_09)];
        for (rank, score) in cases {
            assert!((exponential((33_755.0 - rank + 1.0) / 33_755.0) - score).abs() < 1e-8);
        }
        assert!((exponential(1.0 / 33_755.0) - 0.000_672_58).abs() < 1e-8);
        let ranks = [1.0, 2.0, 3.0, 4.0, 5.0].map(Ok);
        let scores = scores(&ranks, Polarity::LowIsNeed, Transform::Exponential);
        for (score, expected) in scores.iter().zip([100.0, 35.8568, 20.6327, 11.5515, 5.058]) {
            assert!((score.unwrap() - expected).abs() < 5e-5);
        }
    }

    #[test]
    fn z_scores_use_the_deviation_of_all_areas() {
        let scores = scores(&[Ok(2.0), Ok(4.0), Ok(6.0)], Polarity::LowIsNeed, Transform::ZScore);
        assert!((scores[0].unwrap() - 1.5_f64.sqrt()).abs() < 1e-15);
        assert_eq!(scores[1], Ok(0.0));
    }

    #[test]
    fn equal_values_have_no_z_score_but_one_rank() {
        let same = [Ok(0.1); 3];
        assert_eq!(scores(&same, Polarity::HighIsNeed, Transform::ZScore), [Err(NoFigure::NoVariation); 3]);
        assert_eq!(scores(&same, Polarity::HighIsNeed, Transform::Percentile), [Ok(50.0); 3]);
    }

    #[test]
    fn a_missing_indicator_is_not_imputed() {
        let (full, gap) = ([Ok(1.0), Ok(2.0)], [Err(NoFigure::ZeroDenominator), Ok(2.0)]);
        let high = Polarity::HighIsNeed;
        let indicators = [
            Indicator { values: &full, polarity: high, weight: 0.4 },
            Indicator { values: &gap, polarity: high, weight: 0.6 },
        ];
        let need = index(&indicators, Transform::Percentile).unwrap();
        assert_eq!(need[0], Err(NoFigure::MissingIndicator));
        assert!((need[1].unwrap() - 60.0).abs() < 1e-12);
    }

    #[test]
    fn weights_that_do_not_sum_to_one_are_refused() {
        let values = [Ok(1.0)];
        let indicator = |weight| Indicator { values: &values, polarity: Polarity::HighIsNeed, weight };
        let refused = index(&[indicator(0.5), indicator(0.25)], Transform::ZScore).unwrap_err();
        assert_eq!(refused.to_string(), "the weights sum to 0.75, not to 1; hint: divide each by 0.75");
        let refused = index(&[indicator(1.5), indicator(-0.5)], Transform::ZScore).unwrap_err();
        assert_eq!(refused, NeedError::NotAWeight { index: 1, weight: -0.5 });
        assert_eq!(index(&[], Transform::ZScore), Err(NeedError::NoIndicators));
    }
}
