//! A partnership: its agencies' definitions of hard to reach tested against evidence, and set beside each other.

pub mod register;
pub mod tally;
pub mod test;
pub mod verdict;
