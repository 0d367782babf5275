//! Joining: many sources to one set of areas, by code, by point, by postcode and by look-up between boundary
//! years. After this stage every number is a vector aligned to one [`AreaSet`](crate::area::AreaSet).

pub mod area_counts;
pub mod area_table;
pub mod crosswalk;
pub mod grid;
mod joined;
pub mod place;
pub mod projection;
pub mod route;
pub mod sources;
pub mod waters;

pub use joined::*;
