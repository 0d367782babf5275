//! Reachgap: needs assessment for people whom services do not reach.
//!
//! Area data on deprivation and crime are joined with population and service-uptake records, the areas
//! and groups that services under-serve are found, and maps and evidence tables are written.
#![forbid(unsafe_code)]
#![warn(missing_docs, unreachable_pub)]

pub mod area;
pub mod assess;
pub mod assessment;
pub mod case_mix;
pub mod cli;
pub mod count;
pub mod demo;
pub mod disclose;
pub mod error;
pub mod estimate;
pub mod join;
pub mod ledger;
pub mod measure;
pub mod neighbours;
pub mod number_words;
pub mod population;
pub mod problem;
pub mod pseudonym;
pub mod publish;
pub mod publishable;
pub mod reachable;
pub mod read;
pub mod roll;
pub mod rounded;
pub mod run;
pub mod step;
pub mod windows;
pub mod words;

/// The day the program runs on, by the machine's clock.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
