//! Access to services: the nearest site, and floating catchments that weigh places against people.
//!
//! Everything here takes [`Reachable`](crate::reachable::Reachable) pairs of areas and sites. Costs run from the area
//! to the site and serve both steps of a catchment: who can get to a site, and which sites an area can get to.

pub mod catchment;
pub mod crowding;
pub mod decay;
pub mod direction;
pub mod nearest;
#[cfg(test)]
mod oracle;

pub use catchment::{Access, NotAccess, three_step, two_step};
pub use decay::{Catchment, Decay, NotACatchment};
pub use nearest::{Nearest, nearest};
