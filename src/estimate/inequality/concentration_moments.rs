//! What a concentration index is made of: values in the order of their ranks, and how they go together with it.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::concentration::{Form, Ranked};
use crate::estimate::figure::finite;
use crate::estimate::{Confidence, NoFigure, no_figure};

/// The areas by rank, their values such as the form allows.
pub(super) fn allowed(areas: &[Ranked], form: Form) -> Result<Vec<Ranked>, NoFigure> {
    let areas = in_order(areas)?;
    if areas.iter().all(|area| form.allows(area.value)) { Ok(areas) } else { Err(NoFigure::NotAValue) }
}

/// The areas with people by rank, checked; then by people and value, so that the order given changes nothing.
pub(super) fn in_order(areas: &[Ranked]) -> Result<Vec<Ranked>, NoFigure> {
    let mut ordered = Vec::with_capacity(areas.len());
    for area in areas {
        match no_figure::denominator(area.people) {
            Err(NoFigure::ZeroDenominator) => continue,
            checked => checked?,
        };
        if !(area.rank.is_finite() && area.value.is_finite()) {
            return Err(NoFigure::NotAValue);
        }
        ordered.push(*area);
    }
    ordered.sort_unstable_by(|a, b| {
        a.rank.total_cmp(&b.rank).then(a.people.total_cmp(&b.people)).then(a.value.total_cmp(&b.value))
    });
    if ordered.len() < 2 { Err(NoFigure::TooFewToCompare) } else { Ok(ordered) }
}

impl Form {
    /// What the absolute index is multiplied by.
    pub(super) fn factor(self, mean: f64) -> Result<f64, NoFigure> {
        match self {
            Self::Absolute => Ok(1.0),
            Self::Relative if mean == 0.0 => Err(NoFigure::ZeroAverage),
            Self::Relative => finite(1.0 / mean),
            Self::Erreygers { lowest, highest } | Self::Wagstaff { lowest, highest }
                if !(lowest < highest && (lowest..=highest).contains(&mean)) =>
            {
                Err(NoFigure::NotAValue)
            }
            Self::Erreygers { lowest, highest } => finite(4.0 / (highest - lowest)),
            // Everybody at the bottom or the top: the index has nowhere to go.
            Self::Wagstaff { lowest, highest } if mean == lowest || mean == highest => {
                Err(NoFigure::NoVariation)
            }
            Self::Wagstaff { lowest, highest } => {
                finite((highest - lowest) / ((highest - mean) * (mean - lowest)))
            }
        }
    }

    /// Whether each value is one that the form allows.
    fn allows(self, value: f64) -> bool {
        match self {
            Self::Absolute => true,
            Self::Relative => value >= 0.0,
            Self::Erreygers { lowest, highest } | Self::Wagstaff { lowest, highest } => {
                (lowest..=highest).contains(&value)
            }
        }
    }
}

/// What values and their ranks have in common.
pub(super) struct Moments {
    /// The mean value per person.
    pub(super) mean: f64,
    /// Of values and cumulative shares.
    pub(super) covariance: f64,
    /// Of cumulative shares.
    pub(super) variance: f64,
    /// The cumulative share of people up to the middle of each area, or of all areas of its rank.
    shares: Vec<f64>,
    people: f64,
}

impl Moments {
    pub(super) fn of(areas: &[Ranked]) -> Result<Self, NoFigure> {
        let people: f64 = areas.iter().map(|area| area.people).sum();
        let mean = finite(areas.iter().map(|area| area.people * area.value).sum::<f64>() / people)?;
        // Rounding must not take a mean beyond the values it is the mean of.
        let values = || areas.iter().map(|area| area.value);
        let mean =
            mean.max(values().fold(f64::INFINITY, f64::min)).min(values().fold(f64::NEG_INFINITY, f64::max));
        let shares = middles(areas, people);
        let (mut covariance, mut variance) = (0.0, 0.0);
        for (area, share) in areas.iter().zip(&shares) {
            let weight = area.people / people;
            covariance += weight * (area.value - mean) * (share - 0.5);
            variance += weight * (share - 0.5) * (share - 0.5);
        }
        if areas.windows(2).all(|two| two[0].rank == two[1].rank) {
            return Err(NoFigure::NoVariation);
        }
        Ok(Self { mean, covariance, variance, shares, people })
    }

    /// The robust standard error of the slope of `2σ²·factor·y` on the cumulative share.
    pub(super) fn standard_error(&self, areas: &[Ranked], factor: f64) -> f64 {
        let slope = self.covariance / self.variance;
        let spread = |(area, share): (&Ranked, &f64)| {
            let residual = area.value - self.mean - slope * (share - 0.5);
            (area.people / self.people * (share - 0.5) * residual).powi(2)
        };
        let squares: f64 = areas.iter().zip(&self.shares).map(spread).sum();
        let count = areas.len() as f64;
        2.0 * factor.abs() * (squares * count / (count - 2.0)).sqrt()
    }
}

/// The cumulative share of people up to the middle of each rank.
fn middles(areas: &[Ranked], people: f64) -> Vec<f64> {
    let mut shares = Vec::with_capacity(areas.len());
    let mut before = 0.0;
    for same in areas.chunk_by(|a, b| a.rank == b.rank) {
        let here: f64 = same.iter().map(|area| area.people).sum();
        shares.resize(shares.len() + same.len(), (before + 0.5 * here) / people);
        before += here;
    }
    shares
}

/// Student's t with the tail of the confidence above it.
pub(super) fn t(confidence: Confidence, freedom: usize) -> f64 {
    StudentsT::new(0.0, 1.0, freedom as f64).map_or(f64::INFINITY, |t| t.inverse_cdf(1.0 - confidence.tail()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_cumulative_shares_to_the_middle() {
        // From the tests of the R package healthequal.
        let people = [78.0, 91.0, 162.0, 103.0, 105.0];
        let areas: Vec<Ranked> =
            (0..5).map(|k| Ranked { rank: k as f64, people: people[k], value: 0.0 }).collect();
        let expected = [0.072_356_22, 0.229_128_01, 0.463_821_89, 0.709_647_5, 0.902_597_4];
        for (found, expected) in middles(&areas, 539.0).iter().zip(expected) {
            assert!((found - expected).abs() < 5e-9);
        }
    }
}
