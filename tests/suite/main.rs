//! The tests that need the whole program or the whole tree, as one binary: one link, not ten.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test stops at the first thing that is not as it must be, and says where it was skipped"
)]

mod architecture;
mod association;
mod bad_input;
mod conserve;
mod demo_truth;
mod documentation;
mod false_alarms;
mod golden;
mod hidden_partnership;
mod hidden_place;
mod oracle_estimate;
mod oracle_scan;
mod outputs;
mod planted_definitions;
mod privacy;
mod privacy_of_definitions;
mod privacy_of_places;
mod privacy_of_services;
mod privacy_of_strata;
mod readme;
mod real;
mod repeat;
mod source_tree;
mod support;
mod tutorial;
mod worked_numbers;
