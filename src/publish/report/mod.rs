//! The report: one self-contained page that a board member can read.
//!
//! No scripts and no network: styles and pictures are inside the page, so it can be sent as one file. It reads at
//! 360 pixels, on paper, by keyboard and by screen reader (WCAG 2.2 AA).

mod ledger;
mod model;
mod picture;
mod render;
mod view;

pub use ledger::sources_of;
pub use model::{Caution, Figure, FileNote, KeyNumber, Method, Point, ReportModel, Rerun, Section};
pub use render::{TEMPLATE, write};

#[cfg(test)]
mod tests;
