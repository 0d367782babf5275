//! The roll of a partnership: people of agencies' files and of records of services, recognised and put together.

mod link;
mod sightings;

pub(super) use link::link;
pub(super) use sightings::{Sightings, of_agency, of_records};
