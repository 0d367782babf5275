//! Disclosure control: findings in, evidence out. The only door to publication.

mod alternative;
mod attack;
mod audit;
mod cells;
mod derived;
pub mod evidence;
mod implied;
mod programme;
mod protect;
mod rule;
mod subtraction;
mod system;
mod walk;

pub use attack::{Bounds, Intruder, attack};
pub use audit::{Audit, Leak, audit};
pub use cells::{CellId, Cells, Fault};
pub use derived::{CountsBehind, counts_behind};
pub use protect::{Protection, protect};
pub use rule::{Primary, Rule, Status, Zeros};

#[cfg(test)]
mod tests;
