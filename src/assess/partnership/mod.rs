//! A partnership: its agencies' definitions of hard to reach tested against evidence, and set beside each other.

pub mod barriers;
pub mod between;
mod findings;
pub mod nobody;
pub mod register;
pub mod tally;
pub mod test;
pub mod verdict;
pub mod waiting;

pub use findings::{DefinitionFindings, Finding, OffersShown, PartnershipFindings};
