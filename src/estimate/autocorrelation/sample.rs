//! The areas that take part: those with a value, their values and the neighbours left among them.

use std::borrow::Cow;

use super::error::NoAssociation;
use crate::estimate::no_figure::NoFigure;
use crate::neighbours::Neighbours;

/// Areas with a finite value in every column.
pub(super) struct Sample<'a, const COLUMNS: usize> {
    /// The place of each among all areas, or why an area takes no part.
    reasons: Vec<Result<(), NoFigure>>,
    /// Their values.
    pub(super) columns: [Vec<f64>; COLUMNS],
    /// Their neighbours.
    pub(super) neighbours: Cow<'a, Neighbours>,
}

impl<'a, const COLUMNS: usize> Sample<'a, COLUMNS> {
    /// An area that stands among its own neighbours is taken out from there.
    pub(super) fn of(
        columns: [&[Result<f64, NoFigure>]; COLUMNS],
        neighbours: &'a Neighbours,
    ) -> Result<Self, NoAssociation> {
        let mut sample = Self::with_own(columns, neighbours)?;
        if let Some(others) = others(&sample.neighbours) {
            sample.neighbours = Cow::Owned(others);
        }
        Ok(sample)
    }

    /// An area may stand among its own neighbours.
    pub(super) fn with_own(
        columns: [&[Result<f64, NoFigure>]; COLUMNS],
        neighbours: &'a Neighbours,
    ) -> Result<Self, NoAssociation> {
        for column in columns {
            same_length(neighbours, column.len())?;
        }
        let reason = |area: usize| columns.iter().try_for_each(|column| finite(column[area]).map(|_| ()));
        let reasons: Vec<_> = (0..neighbours.len()).map(reason).collect();
        let kept: Vec<bool> = reasons.iter().map(Result::is_ok).collect();
        let values = |column: &[Result<f64, NoFigure>]| {
            column.iter().zip(&kept).filter(|(_, kept)| **kept).filter_map(|(value, _)| value.ok()).collect()
        };
        let all = kept.iter().all(|&kept| kept);
        let neighbours = if all { Cow::Borrowed(neighbours) } else { Cow::Owned(neighbours.among(&kept)) };
        Ok(Self { columns: columns.map(values), neighbours, reasons })
    }

    /// The keys of the areas that take part.
    pub(super) fn keys(&self, keys: &[u64]) -> Result<Vec<u64>, NoAssociation> {
        if keys.len() != self.reasons.len() {
            return Err(NoAssociation::Length { areas: self.reasons.len(), given: keys.len() });
        }
        Ok(keys.iter().zip(&self.reasons).filter(|(_, reason)| reason.is_ok()).map(|(key, _)| *key).collect())
    }

    /// Results of the areas that take part, put beside the reasons of the others.
    pub(super) fn spread<T>(&self, results: Vec<Result<T, NoFigure>>) -> Vec<Result<T, NoFigure>> {
        let mut results = results.into_iter();
        self.reasons
            .iter()
            .map(|reason| reason.and_then(|()| results.next().unwrap_or(Err(NoFigure::NotSupplied))))
            .collect()
    }
}

/// The neighbours without the area itself; `None` if it was nowhere among them.
pub(super) fn others(neighbours: &Neighbours) -> Option<Neighbours> {
    let areas = 0..neighbours.len();
    if areas.clone().all(|area| neighbours.members(area).binary_search(&(area as u32)).is_err()) {
        return None;
    }
    let list = |area: usize| neighbours.of(area).filter(|(j, _)| *j as usize != area).collect();
    // Every list is part of one that was accepted.
    Neighbours::from_weighted(areas.map(list).collect()).ok()
}

fn same_length(neighbours: &Neighbours, given: usize) -> Result<(), NoAssociation> {
    if neighbours.len() == given {
        Ok(())
    } else {
        Err(NoAssociation::Length { areas: neighbours.len(), given })
    }
}

fn finite(value: Result<f64, NoFigure>) -> Result<f64, NoFigure> {
    value.and_then(|value| if value.is_finite() { Ok(value) } else { Err(NoFigure::NotFinite) })
}

/// Values as deviations from their mean.
pub(super) struct Deviations {
    /// The mean.
    pub(super) mean: f64,
    /// The deviations, which sum to zero.
    pub(super) z: Vec<f64>,
    /// The sum of their squares.
    pub(super) squares: f64,
}

impl Deviations {
    /// Of at least three values that are not all equal.
    pub(super) fn of(values: &[f64]) -> Result<Self, NoFigure> {
        if values.len() < 3 {
            return Err(NoFigure::TooFewAreas);
        } else if values.iter().all(|value| *value == values[0]) {
            return Err(NoFigure::NoVariation);
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let z: Vec<f64> = values.iter().map(|value| value - mean).collect();
        let squares: f64 = z.iter().map(|z| z * z).sum();
        if !(squares * squares).is_finite() {
            Err(NoFigure::TooLarge)
        } else if squares * squares == 0.0 {
            Err(NoFigure::NoVariation)
        } else {
            Ok(Self { mean, z, squares })
        }
    }

    /// The variance, with the number of values as the divisor.
    pub(super) fn variance(&self) -> f64 {
        self.squares / self.z.len() as f64
    }

    /// The fourth moment over the square of the variance.
    pub(super) fn kurtosis(&self) -> f64 {
        let fourth = self.z.iter().map(|z| z.powi(4)).sum::<f64>() / self.z.len() as f64;
        fourth / self.variance().powi(2)
    }

    /// The mean and the variance of all values but one, as deviations from the mean of all.
    pub(super) fn without(&self, z: f64) -> (f64, f64) {
        let others = (self.z.len() - 1) as f64;
        let mean = -z / others;
        (mean, ((self.squares - z * z) / others - mean * mean).max(0.0))
    }
}

/// The weighted sum of the values of an area's neighbours.
pub(super) fn lag(neighbours: &Neighbours, area: usize, values: &[f64]) -> f64 {
    neighbours.of(area).map(|(j, weight)| weight * values[j as usize]).sum()
}
