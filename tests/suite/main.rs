//! The tests that need the whole program or the whole tree, as one binary: one link, not ten.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it must be"
)]

mod architecture;
mod bad_input;
mod documentation;
mod oracle_estimate;
mod readme;
mod real;
mod source_tree;
mod support;
mod worked_numbers;
