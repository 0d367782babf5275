//! Evidence becomes files: tables, maps, charts and pages that a board member can read.

mod error;

pub mod charts;
pub mod csv;
mod definition_pages;
mod definition_tables;
pub mod drawing;
pub mod explanation;
pub mod figures;
pub mod geodata;
pub mod maps;
mod outputs;
mod page;
pub mod parquet;
mod partnership_pictures;
pub mod pictures;
mod place_pictures;
mod private;
pub mod pseudonymised;
pub mod record;
pub mod report;
#[cfg(test)]
mod sample;
pub mod staging;
pub mod workbook;

pub use error::{PublishError, TableFault};
pub use outputs::{public, record};
pub use private::private;
