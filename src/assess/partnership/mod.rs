//! A partnership: its agencies' definitions of hard to reach tested against evidence, and set beside each other.

pub mod asking;
pub mod barriers;
pub mod between;
pub mod course;
pub mod equality;
mod findings;
pub mod missing;
pub mod nobody;
pub mod pathways;
pub mod providers;
pub mod register;
pub mod share;
pub mod tally;
pub mod test;
pub mod tested;
pub mod verdict;
pub mod waiting;

pub use findings::{Finding, PartnershipFindings};
pub use tested::{DefinitionFindings, NearButMissed, OffersShown};
