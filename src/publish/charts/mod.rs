//! Charts: the funnel plot, rates by group with their intervals, need against reach; and where reach is low:
//! the Moran scatter, the correlogram, the concentration curve, the slope of inequality, and one statistic at
//! several scales.
//!
//! As with maps, what a chart says is plain data with a text alternative; drawing comes after. Figures
//! arrive after disclosure control, and limits and intervals are computed elsewhere.

pub mod attrition;
mod attrition_drawing;
#[cfg(test)]
mod attrition_tests;
mod axis;
pub mod concentration;
pub mod correlogram;
mod frame;
pub mod funnel;
pub mod groups;
mod key;
mod labels;
mod log_axis;
pub mod moran;
mod moran_drawing;
pub mod paired_change;
mod paired_change_drawing;
#[cfg(test)]
mod paired_change_tests;
pub mod quadrant;
mod rows;
pub mod scales;
pub mod slope;
#[cfg(test)]
mod spatial_tests;
#[cfg(test)]
mod tests;
pub mod upset;
mod upset_drawing;
#[cfg(test)]
mod upset_tests;
pub mod verdicts;
mod verdicts_drawing;
#[cfg(test)]
mod verdicts_tests;
pub mod waiting;
mod waiting_drawing;
#[cfg(test)]
mod waiting_tests;

use super::drawing::DrawingError;
use super::drawing::sheet::{MARGIN, WIDTH};
use super::maps::area_value::AreaValue;
use std::collections::BTreeMap;
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
    /// Points that should make a curve do not.
    #[error("{what}: point {index} (counted from 0) does not follow the one before it")]
    NoCurve {
        /// Which curve.
        what: &'static str,
        /// The point's place in the list.
        index: usize,
    },
    /// Shares that should make a whole do not.
    #[error("{what} add up to {total:.4}, not to 1")]
    NotWhole {
        /// Which shares.
        what: &'static str,
        /// What they add up to.
        total: f64,
    },
    /// A combination names something that is not in the list.
    #[error("{what} {index} (counted from 0) names number {named}, which is not in the list")]
    NotListed {
        /// What names it.
        what: &'static str,
        /// Its place in its own list.
        index: usize,
        /// The number that it names.
        named: usize,
    },
    /// A figure lies outside what it can be.
    #[error("{what} {index} (counted from 0) is {figure}: it must be {range}")]
    OutOfRange {
        /// Which figure.
        what: &'static str,
        /// Its place in the list.
        index: usize,
        /// The figure.
        figure: f64,
        /// What it can be, in words.
        range: &'static str,
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

/// Width kept for a plot with its key to its right, in pixels from the margin.
const PLOT_WIDTH: f64 = 1040.0;
/// Where the key to the right of a plot begins, in pixels.
const KEY_LEFT: f64 = MARGIN + PLOT_WIDTH + 36.0;
/// Width of the key to the right of a plot, in pixels.
const KEY_WIDTH: f64 = WIDTH - MARGIN - KEY_LEFT;

/// What is not drawn for want of a figure, in words: `things` are areas, groups or the like.
fn not_drawn<T>(
    values: &[&AreaValue<T>],
    fewer_than: u32,
    things: (&'static str, &'static str),
) -> Option<String> {
    let suppressed = values.iter().filter(|v| matches!(v, AreaValue::Suppressed)).count();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values {
        if let AreaValue::NoData(reason) = value {
            *reasons.entry(if reason.is_empty() { "no data" } else { reason }).or_default() += 1;
        }
    }
    let told = |number: usize, why: &str| {
        format!("{} ({why})", crate::number_words::things(number as u64, things.0, things.1))
    };
    let withheld = format!("withheld, protects counts below\u{a0}{fewer_than}");
    let parts: Vec<String> = (suppressed > 0)
        .then(|| told(suppressed, &withheld))
        .into_iter()
        .chain(reasons.into_iter().map(|(why, number)| told(number, why)))
        .collect();
    (!parts.is_empty()).then(|| format!("Not drawn: {}.", parts.join("; ")))
}
