//! Simulated limits of the slope and relative index of inequality, and how reliable they are.

use rand::Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use super::bootstrap::Draws;
use super::slope::{Line, Quantile, Reliability};
use crate::estimate::figure::finite;
use crate::estimate::random::stream;
use crate::estimate::{Limits, Method, NoFigure};

/// How often the simulation is repeated to see how far its limits move.
const RUNS: u64 = 10;

pub(super) struct SimulatedLimits {
    pub(super) sii: Limits,
    pub(super) rii: Result<Limits, NoFigure>,
    pub(super) reliability: Option<Reliability>,
}

/// Lower and upper limits of both indices from one simulation.
struct Run {
    sii: [f64; 2],
    rii: Result<[f64; 2], NoFigure>,
}

/// Limits from the first run of simulations; the others say how far they move.
pub(super) fn simulated(
    quantiles: &[Quantile],
    line: &Line,
    draws: &Draws,
    reliability: bool,
) -> Result<SimulatedLimits, NoFigure> {
    let centres: Vec<(f64, f64)> = quantiles
        .iter()
        .map(|quantile| Ok((line.scale.of(quantile.value)?, quantile.standard_error)))
        .collect::<Result<_, NoFigure>>()?;
    draws.limit_places(draws.repetitions)?;
    let base = stream(draws.seed, draws.key).next_u64();
    let runs: Vec<Run> = (0..if reliability { RUNS } else { 1 })
        .into_par_iter()
        .map(|run| run_once(&centres, line, draws, stream(base, run)))
        .collect::<Result<_, _>>()?;
    let first = &runs[0];
    let limits = |[lower, upper]: [f64; 2]| Limits { lower, upper, method: Method::Simulated };
    Ok(SimulatedLimits {
        sii: limits(first.sii),
        rii: first.rii.map(limits),
        reliability: reliability.then(|| Reliability {
            sii: mean_difference(runs.iter().map(|run| run.sii)),
            rii: runs
                .iter()
                .map(|run| run.rii)
                .collect::<Result<Vec<_>, _>>()
                .map(|rii| mean_difference(rii.into_iter())),
        }),
    })
}

/// The mean absolute difference of the later pairs of limits from the first.
fn mean_difference(mut limits: impl Iterator<Item = [f64; 2]>) -> f64 {
    let Some(first) = limits.next() else { return 0.0 };
    let differences: Vec<f64> = limits.flat_map(|pair| [pair[0] - first[0], pair[1] - first[1]]).collect();
    differences.iter().map(|difference| difference.abs()).sum::<f64>() / differences.len() as f64
}

fn run_once(
    centres: &[(f64, f64)],
    line: &Line,
    draws: &Draws,
    mut random: impl Rng,
) -> Result<Run, NoFigure> {
    let mut values = vec![0.0; centres.len()];
    let (mut differences, mut ratios) =
        (Vec::with_capacity(draws.repetitions), Vec::with_capacity(draws.repetitions));
    for _ in 0..draws.repetitions {
        for (value, (centre, error)) in values.iter_mut().zip(centres) {
            let deviate: f64 = StandardNormal.sample(&mut random);
            *value = line.place(centre + error * deviate)?;
        }
        let ends = line.ends(&values);
        differences.push(finite(ends.difference())?);
        // A line that starts at nothing has any ratio above the others; one that ends there, any below.
        let below = if ends.most_deprived > 0.0 { 0.0 } else { f64::INFINITY };
        ratios.push(ends.ratio().unwrap_or(below));
    }
    let places = draws.limit_places(draws.repetitions)?;
    let [lower, upper] = limits(&mut ratios, places);
    let rii = if lower > 0.0 && upper.is_finite() { Ok([lower, upper]) } else { Err(NoFigure::NoRatio) };
    Ok(Run { sii: limits(&mut differences, places), rii })
}

/// The numbers at two places of the order.
fn limits(numbers: &mut [f64], (lower, upper): (usize, usize)) -> [f64; 2] {
    let upper = *numbers.select_nth_unstable_by(upper, f64::total_cmp).1;
    let lower = *numbers.select_nth_unstable_by(lower, f64::total_cmp).1;
    [lower, upper]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_the_numbers_at_their_places() {
        let mut numbers: Vec<f64> = (0..100).map(|k| f64::from(k * 37 % 100)).collect();
        assert_eq!(limits(&mut numbers, (2, 96)), [2.0, 96.0]);
    }

    #[test]
    fn reliability_is_the_mean_of_all_differences_from_the_first() {
        assert_eq!(mean_difference([[1.0, 5.0], [2.0, 5.0], [1.0, 8.0]].into_iter()), 1.0);
    }
}
