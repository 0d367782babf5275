//! Inequality: how unequally something is spread across deprivation, across areas and across groups.
//!
//! Chance alone makes small areas look unequal. Each index therefore comes with an interval, and with what chance adds
//! to it taken off or stated; the methods pages say which.

mod bootstrap;
pub mod concentration;
pub mod concentration_curve;
mod concentration_moments;
pub mod dissimilarity;
pub mod gini;
pub mod isolation;
#[cfg(test)]
mod oracle;
pub mod slope;
mod slope_limits;
mod slope_line;
pub mod theil;

pub use bootstrap::{Chance, Corrected, Draws};
pub use slope::{Fit, Quantile, Scale, SlopeIndex};
