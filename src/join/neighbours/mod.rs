//! Finding neighbours: by common borders, by distance, or as given; and what is done about islands, coarser
//! areas and the rim about a place.
//!
//! All of it is planar: shapes and points in metres on one grid.

mod boundary;
mod coarser;
mod contiguity;
mod given;
mod islands;
mod points;
mod rim;
mod segment;

use thiserror::Error;

pub use coarser::coarser;
pub use contiguity::{Contiguity, contiguous};
pub use given::{GivenLink, LinkProblem, given};
pub use islands::{Islands, Settled, settled};
pub use points::PointIndex;
pub use rim::rim;

/// A number that is not a distance: negative, infinite or not a number.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("{0} metres is not a distance: it must be a finite number, not below zero")]
pub struct NotADistance(pub f64);

impl NotADistance {
    /// The number again, if it is a distance.
    fn checked(metres: f64) -> Result<f64, Self> {
        if metres.is_finite() && metres >= 0.0 { Ok(metres) } else { Err(Self(metres)) }
    }
}

#[cfg(test)]
mod oracles;
#[cfg(test)]
mod tests;
