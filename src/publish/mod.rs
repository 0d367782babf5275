//! Evidence becomes files: tables, maps, charts and pages that a board member can read.

pub mod charts;
pub mod drawing;
pub mod maps;
