//! Sensitivity: how surely an area belongs to the first fifth when weights and counts could have been others.

mod draw;

use rayon::prelude::*;
use thiserror::Error;

use crate::count::Count;
use crate::estimate::no_figure;
use crate::estimate::random::stream;
use draw::Posterior;

/// What every area brings to the ranking, in one order.
#[derive(Debug, Clone, Copy)]
pub struct Ranking<'a> {
    /// Observed counts; a suppressed count is a range.
    pub observed: &'a [Count],
    /// The counts the stated standard expects, or its eligible people: see [`Standard`].
    pub expected: &'a [f64],
    /// The scores of each need indicator, one slice per indicator, none negative.
    pub need: &'a [&'a [f64]],
    /// The stated weight of each need indicator; they sum to one.
    pub weights: &'a [f64],
}

/// How the expected counts follow from what each area brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standard {
    /// The expected counts are as given, whatever the draw (a national or a stated rate).
    Given,
    /// The observed total of the draw, shared out by eligible people times `1 − strength + strength·need/mean need`.
    ///
    /// 0 is equal reach at the place's own rate, 1 is reach in proportion to need.
    OwnTotal {
        /// From 0 to 1.
        need_strength: f64,
    },
}

/// What varies, how much, and how often it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variation {
    /// Number of draws.
    pub draws: u32,
    /// The seed; the same seed gives the same result on any number of threads.
    pub seed: u64,
    /// The share of areas that counts as the top; 0.2 for the first fifth.
    pub top_share: f64,
    /// How closely drawn weights keep to the stated ones: the concentration of a Dirichlet distribution, whose
    /// standard deviation for a weight `w` is `√(w(1 − w)/(concentration + 1))`.
    pub weight_concentration: f64,
}

impl Default for Variation {
    /// 1,000 draws, the first fifth, and a concentration of 100 (a weight of one half varies by 0.05).
    fn default() -> Self {
        Self { draws: 1000, seed: 1, top_share: 0.2, weight_concentration: 100.0 }
    }
}

/// How surely each area belongs to the top.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// How many areas make the top.
    pub places: usize,
    /// Whether the area is in the top as stated: stated weights, counts as observed (middle of a range).
    pub in_top: Vec<bool>,
    /// The share of draws in which the area is in the top.
    pub probability: Vec<f64>,
    /// The mean share of the top as stated that stays in it; absent where no area has a shortfall.
    pub mean_kept: Option<f64>,
}

/// Why the sensitivity cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SensitivityError {
    /// Every slice must have one entry per area, and one weight per indicator.
    #[error("the observed counts, expected counts, need scores and weights do not have the same length")]
    Length,
    /// No areas or no indicators.
    #[error("sensitivity needs at least one area and one need indicator")]
    Nothing,
    /// An observed count is negative, not finite, or has its bounds the wrong way round.
    #[error("the observed count of area number {area} is not possible")]
    NotACount {
        /// The area, counted from 0.
        area: usize,
    },
    /// An expected count or a need score is negative or not finite.
    #[error("an expected count or a need score is negative or not finite in area number {area}")]
    NotANumber {
        /// The area, counted from 0.
        area: usize,
    },
    /// The weights are negative or do not sum to one.
    #[error("the need weights must not be negative and must sum to 1")]
    Weights,
    /// Draws, top share, concentration or need strength out of range.
    #[error(
        "draws and concentration must be above zero, the top share and the need strength between 0 and 1"
    )]
    Variation,
}

/// The probability that each area stays among the top by priority, when need weights and counts vary.
///
/// Priority is people short × need: `max(0, expected − observed) · Σ weight·score`. Each draw takes the weights from a
/// Dirichlet distribution around the stated ones and each area's count from its posterior, a gamma distribution with
/// shape observed + ½ (Jeffreys' prior); a suppressed count is first drawn evenly from its whole numbers. The areas
/// with the largest priorities above zero fill the top; ties go to the area that comes first.
///
/// Units: probability, 0 to 1; its Monte-Carlo standard error is `√(p(1 − p)/draws)`. Deterministic: one random
/// stream per draw.
///
/// # Errors
/// [`SensitivityError`].
///
/// # References
/// Saisana M, Saltelli A, Tarantola S (2005). Uncertainty and sensitivity analysis techniques as tools for the quality
/// assessment of composite indicators. *Journal of the Royal Statistical Society A* 168:307–323.
/// <https://doi.org/10.1111/j.1467-985X.2005.00350.x>; Jeffreys H (1946). An invariant form for the prior probability
/// in estimation problems. *Proceedings of the Royal Society A* 186:453–461.
/// <https://doi.org/10.1098/rspa.1946.0056>
///
/// # Examples
/// Five areas expecting 100 each, one of which clearly falls short:
/// ```
/// use reachgap::assess::sensitivity::{Ranking, Standard, Variation, stability};
/// use reachgap::count::Count;
/// let observed = [10.0, 90.0, 95.0, 99.0, 100.0].map(|count| Count::exact(count));
/// let need: &[&[f64]] = &[&[50.0; 5]];
/// let ranking = Ranking { observed: &observed, expected: &[100.0; 5], need, weights: &[1.0] };
/// let found = stability(&ranking, Standard::Given, &Variation::default())?;
/// assert_eq!(found.in_top, [true, false, false, false, false]);
/// assert_eq!(found.probability[0], 1.0);
/// # Ok::<(), reachgap::assess::sensitivity::SensitivityError>(())
/// ```
pub fn stability(
    ranking: &Ranking<'_>,
    standard: Standard,
    variation: &Variation,
) -> Result<Stability, SensitivityError> {
    check(ranking, standard, variation)?;
    let areas = ranking.observed.len();
    let places = ((areas as f64 * variation.top_share).round() as usize).clamp(1, areas);
    let mut stated = Scratch::new(areas);
    stated.counts.iter_mut().zip(ranking.observed).for_each(|(count, range)| *count = range.middle());
    stated.prioritise(ranking, standard, ranking.weights);
    stated.count_top(places);
    let posteriors: Vec<Posterior> = ranking.observed.iter().map(|count| Posterior::of(*count)).collect();
    let draw = |mut scratch: Scratch, number: u32| {
        let mut random = stream(variation.seed, u64::from(number));
        let weights = draw::weights(ranking.weights, variation.weight_concentration, &mut random);
        scratch
            .counts
            .iter_mut()
            .zip(&posteriors)
            .for_each(|(count, posterior)| *count = posterior.draw(&mut random));
        scratch.prioritise(ranking, standard, &weights);
        scratch.count_top(places);
        scratch
    };
    let times = (0..variation.draws)
        .into_par_iter()
        .with_min_len(8)
        .fold(|| Scratch::new(areas), draw)
        .map(|scratch| scratch.times)
        .reduce(|| vec![0; areas], added);
    Ok(summed(&times, stated.times.iter().map(|&times| times > 0).collect(), places, variation.draws))
}

fn added(mut sums: Vec<u32>, more: Vec<u32>) -> Vec<u32> {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    sums
}

fn summed(times: &[u32], in_top: Vec<bool>, places: usize, draws: u32) -> Stability {
    let stated = in_top.iter().filter(|top| **top).count();
    let kept: u64 =
        times.iter().zip(&in_top).filter(|(_, top)| **top).map(|(times, _)| u64::from(*times)).sum();
    Stability {
        places,
        in_top,
        probability: times.iter().map(|times| f64::from(*times) / f64::from(draws)).collect(),
        mean_kept: (stated > 0).then(|| kept as f64 / stated as f64 / f64::from(draws)),
    }
}

/// Working space of one thread, and how often each area was in the top.
struct Scratch {
    counts: Vec<f64>,
    need: Vec<f64>,
    priority: Vec<f64>,
    order: Vec<u64>,
    times: Vec<u32>,
}

impl Scratch {
    fn new(areas: usize) -> Self {
        Self {
            counts: vec![0.0; areas],
            need: vec![0.0; areas],
            priority: vec![0.0; areas],
            order: vec![0; areas],
            times: vec![0; areas],
        }
    }

    /// Priorities of all areas, none below zero.
    fn prioritise(&mut self, ranking: &Ranking<'_>, standard: Standard, weights: &[f64]) {
        self.need.fill(0.0);
        for (scores, weight) in ranking.need.iter().zip(weights) {
            self.need.iter_mut().zip(*scores).for_each(|(need, score)| *need += weight * score);
        }
        let share = Shares::of(standard, &self.counts, ranking.expected, &self.need);
        let inputs = self.counts.iter().zip(ranking.expected).zip(&self.need);
        for (priority, ((count, expected), need)) in self.priority.iter_mut().zip(inputs) {
            let short = expected * (share.base + share.per_need * need) - count;
            *priority = short.max(0.0) * need;
        }
    }

    /// Counts the areas of the top: all above the last place's priority, then ties in the order of the areas.
    fn count_top(&mut self, places: usize) {
        // Numbers not below zero sort as their bits do.
        self.order.iter_mut().zip(&self.priority).for_each(|(bits, priority)| *bits = priority.to_bits());
        let (_, least, _) = self.order.select_nth_unstable_by(places - 1, |a, b| b.cmp(a));
        let least = f64::from_bits(*least);
        let above = self.priority.iter().filter(|priority| **priority > least).count();
        let mut ties = if least > 0.0 { places - above } else { 0 };
        for (times, priority) in self.times.iter_mut().zip(&self.priority) {
            let tied = *priority == least && ties > 0;
            ties -= usize::from(tied);
            *times += u32::from(*priority > least || tied);
        }
    }
}

/// What an area expects: its `expected` times `base + per_need·need`.
struct Shares {
    base: f64,
    per_need: f64,
}

impl Shares {
    fn of(standard: Standard, counts: &[f64], expected: &[f64], need: &[f64]) -> Self {
        let Standard::OwnTotal { need_strength } = standard else {
            return Self { base: 1.0, per_need: 0.0 };
        };
        let people: f64 = expected.iter().sum();
        let needed: f64 = expected.iter().zip(need).map(|(people, need)| people * need).sum();
        let rate = if people > 0.0 { counts.iter().sum::<f64>() / people } else { 0.0 };
        if needed <= 0.0 {
            return Self { base: rate, per_need: 0.0 };
        }
        Self { base: rate * (1.0 - need_strength), per_need: rate * need_strength * people / needed }
    }
}

fn check(ranking: &Ranking<'_>, standard: Standard, variation: &Variation) -> Result<(), SensitivityError> {
    let areas = ranking.observed.len();
    if areas == 0 || ranking.need.is_empty() {
        return Err(SensitivityError::Nothing);
    }
    let fits = |values: &[f64]| values.len() == areas;
    if !fits(ranking.expected)
        || !ranking.need.iter().all(|scores| fits(scores))
        || ranking.weights.len() != ranking.need.len()
    {
        return Err(SensitivityError::Length);
    }
    if let Some(area) = ranking.observed.iter().position(|count| no_figure::bounds(*count).is_err()) {
        return Err(SensitivityError::NotACount { area });
    }
    for values in [ranking.expected].iter().chain(ranking.need) {
        if let Some(area) = values.iter().position(|value| !value.is_finite() || *value < 0.0) {
            return Err(SensitivityError::NotANumber { area });
        }
    }
    let sum: f64 = ranking.weights.iter().sum();
    if !ranking.weights.iter().all(|weight| *weight >= 0.0) || (sum - 1.0).abs() > 1e-9 {
        return Err(SensitivityError::Weights);
    }
    let strength = match standard {
        Standard::Given => 0.0,
        Standard::OwnTotal { need_strength } => need_strength,
    };
    let sound = variation.draws > 0
        && (0.0..=1.0).contains(&variation.top_share)
        && (0.0..=1.0).contains(&strength)
        && variation.weight_concentration > 0.0
        && variation.weight_concentration.is_finite();
    if sound { Ok(()) } else { Err(SensitivityError::Variation) }
}

#[cfg(test)]
mod tests;
