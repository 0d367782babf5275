//! What the global statistics have in common: a value set against its expectation.

use super::alternative::Alternative;
use crate::estimate::no_figure::NoFigure;
use crate::neighbours::Neighbours;

/// How far a value lies from its expectation, measured by the normal distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deviate {
    /// The variance of the statistic.
    pub variance: f64,
    /// `(value − expectation)/√variance`.
    pub z: f64,
    /// The p-value of `z`, for the alternative asked for.
    pub p: f64,
}

/// A global statistic of association between neighbours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Global {
    /// The value.
    pub value: f64,
    /// What it would be on average if values had no place.
    pub expectation: f64,
    /// If values came from a normal distribution.
    pub normality: Result<Deviate, NoFigure>,
    /// If the values observed were dealt out at random over the areas.
    pub randomisation: Result<Deviate, NoFigure>,
    /// What counted as extreme.
    pub alternative: Alternative,
    /// Areas with a value.
    pub areas: usize,
    /// Areas among them without neighbours; their values count in the mean and the spread.
    pub islands: usize,
}

/// The deviate of a value; a variance of nothing but rounding is none.
pub(super) fn deviate(
    value: f64,
    expectation: f64,
    variance: f64,
    alternative: Alternative,
) -> Result<Deviate, NoFigure> {
    let z = (value - expectation) / variance.sqrt();
    if variance > 1e-14 * (1.0 + expectation * expectation) && z.is_finite() {
        Ok(Deviate { variance, z, p: alternative.of_normal(z) })
    } else {
        Err(NoFigure::NoVariation)
    }
}

pub(super) fn islands(neighbours: &Neighbours) -> usize {
    (0..neighbours.len()).filter(|&area| neighbours.members(area).is_empty()).count()
}
