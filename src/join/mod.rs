//! Joining: many sources to one set of areas, by code, by point, by postcode and by look-up between boundary
//! years. After this stage every number is a vector aligned to one [`AreaSet`](crate::area::AreaSet).

pub mod area_counts;
pub mod area_table;
pub mod areas;
#[cfg(test)]
mod awkward_areas;
mod counting;
pub mod coverage;
pub mod crime;
pub mod crosswalk;
pub mod eligible;
pub mod grid;
#[expect(clippy::module_inception, reason = "the stage and its one act have the same name")]
mod join;
mod joined;
pub mod location;
pub mod near;
pub mod near_areas;
pub mod neighbours;
mod periods;
pub mod place;
pub mod projection;
pub mod reachable;
mod reading;
pub mod records;
mod roll;
pub mod route;
pub mod sites;
pub mod sources;
pub mod travel;
pub mod waters;

pub use join::{join, with_rim};
pub use joined::*;
