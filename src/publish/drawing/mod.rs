//! What maps and charts share: colours, lettering, the sheet they are drawn on, and the picture made of it.
//!
//! Everything is drawn with `plotters` on a canvas ten times larger than the sheet, because its
//! coordinates are whole numbers; the drawing is then shown at its true size, so that a tenth of a
//! pixel can be placed. Pictures are made from our own drawing, never drawn a second time.

pub mod canvas;
pub mod colour;
pub mod element;
mod fragment;
pub mod lettering;
pub mod marks;
pub(crate) mod names;
pub mod numbers;
pub mod paint;
mod path;
pub mod picture;
pub mod sheet;
pub mod vision;

use thiserror::Error;

/// Why a drawing could not be made.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum DrawingError {
    /// The drawing back end refused an element.
    #[error("the drawing could not be made: {0}")]
    Draw(String),
    /// The drawing could not be turned into a picture.
    #[error("the picture could not be made from the drawing: {0}")]
    Picture(String),
    /// A width was asked for that no picture can have.
    #[error("a picture cannot be {0} pixels wide (from 16 to 16,000)")]
    PictureWidth(u32),
}
