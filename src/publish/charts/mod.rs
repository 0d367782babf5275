//! Charts: the funnel plot, rates by group with their intervals, and need against reach.
//!
//! As with maps, what a chart says is plain data with a text alternative; drawing comes after. Figures
//! arrive after disclosure control, and limits and intervals are computed elsewhere.

mod axis;
mod frame;
pub mod funnel;
pub mod groups;
mod key;
pub mod quadrant;
#[cfg(test)]
mod tests;

use super::drawing::DrawingError;
use thiserror::Error;

/// Why a chart could not be made.
#[derive(Debug, Error, Clone, PartialEq)]
pub enum ChartError {
    /// There is nothing to draw.
    #[error("there is no figure to draw")]
    Nothing,
    /// A figure is infinite or not a number.
    #[error("{what} {index} (counted from 0) is not a finite number")]
    NotFinite {
        /// Which figure.
        what: &'static str,
        /// Its place in the list.
        index: usize,
    },
    /// An interval or limit does not hold what it should.
    #[error("{what} {index} (counted from 0): the lower limit is above the upper one")]
    LimitsCross {
        /// Which interval.
        what: &'static str,
        /// Its place in the list.
        index: usize,
    },
    /// The drawing failed.
    #[error(transparent)]
    Drawing(#[from] DrawingError),
}

/// Refuses figures that are not finite.
fn finite<'a>(what: &'static str, figures: impl IntoIterator<Item = &'a f64>) -> Result<(), ChartError> {
    match figures.into_iter().position(|figure| !figure.is_finite()) {
        Some(index) => Err(ChartError::NotFinite { what, index }),
        None => Ok(()),
    }
}
