//! Disclosure control: findings in, evidence out. The only door to publication.

mod alternative;
mod area_tables;
mod attack;
mod audit;
mod cells;
mod counts;
mod derived;
pub mod evidence;
mod figures;
mod findings;
mod group_tables;
mod implied;
mod partnership;
mod places;
mod programme;
mod protect;
mod provenance;
mod route;
mod rule;
mod service_tables;
mod strata;
mod subtraction;
mod summary;
mod system;
mod walk;

pub use attack::{Bounds, Intruder, attack};
pub use audit::{Audit, Leak, audit};
pub use cells::{CellId, Cells, Fault};
pub use counts::publishable;
pub use derived::{CountsBehind, counts_behind};
pub use findings::evidence;
pub use protect::{Protection, protect};
pub use rule::{Primary, Rule, Status, Zeros};
pub use service_tables::{standard_name, standard_words};

#[cfg(test)]
mod tests;
