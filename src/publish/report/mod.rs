//! Pages that a board member can read: the report, a page for each definition of *hard to reach*, and the page
//! that sets the definitions side by side.
//!
//! No scripts and no network: styles and pictures are inside each page, so it can be sent as one file. It reads at
//! 360 pixels, on paper, by keyboard and by screen reader (WCAG 2.2 AA).

mod definition_page;
mod ledger;
mod model;
mod partnership_page;
mod picture;
mod render;
mod verdict;
mod view;

pub use definition_page::{DefinitionPage, Fact};
pub use ledger::sources_of;
pub use model::{
    Caution, Figure, FileNote, KeyNumber, Method, NamedSection, Point, ReportModel, Rerun, Section,
};
pub use partnership_page::{DefinitionRow, KindVerdict, PartnershipPage};
pub use render::{TEMPLATE, write, write_definition, write_partnership};
pub use verdict::{Tone, VerdictPanel};

#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod sample_pages;
#[cfg(test)]
mod tests;
