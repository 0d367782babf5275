//! Maps of areas: what is shown (the model, plain data) kept apart from how it is drawn.
//!
//! A map is made in three steps. [`ground::Ground`] prepares the shapes once for all maps of a place;
//! [`choropleth`], [`categories`] and [`bivariate`] turn figures into a [`model::MapModel`], which can be read
//! and compared as text; [`draw::draw`] puts the model on the ground. [`overlay`] adds windows of clusters and
//! sites of services to any model, and [`pair`] sets two maps side by side. Figures arrive here after
//! disclosure control, as [`area_value::AreaValue`]s.

mod alt_text;
pub mod area_value;
mod authority;
pub mod bivariate;
pub mod categories;
pub mod choropleth;
mod class_labels;
pub mod classes;
#[cfg(test)]
mod classes_oracle;
#[cfg(test)]
mod demo_ground;
pub mod draw;
pub mod fisher_jenks;
mod furniture;
pub mod ground;
mod legend;
pub mod model;
pub mod overlay;
mod overlay_drawing;
#[cfg(test)]
mod overlay_tests;
pub mod pair;
mod pair_drawing;
mod panel;
mod simplify;
pub mod style;
mod style_faults;
#[cfg(test)]
mod tests;

use super::drawing::DrawingError;
use thiserror::Error;

/// Why a map could not be made.
#[derive(Debug, Error, Clone, PartialEq)]
pub enum MapError {
    /// A figure is infinite or not a number.
    #[error("the figure of area {area} (counted from 0) is not a finite number")]
    NotFinite {
        /// The area's place in the list.
        area: usize,
    },
    /// Too few or too many classes were asked for.
    #[error("a map cannot have {asked} classes (from 1 to {most})")]
    ClassCount {
        /// How many were asked for.
        asked: usize,
        /// How many are possible.
        most: usize,
    },
    /// Stated limits are not in increasing order.
    #[error("the stated class limits {limits:?} do not increase")]
    LimitsDoNotIncrease {
        /// The limits as stated.
        limits: Vec<f64>,
    },
    /// Lists that must describe the same areas differ in length.
    #[error("{what}: {found} for {expected} areas")]
    Misaligned {
        /// Which list.
        what: &'static str,
        /// How long it is.
        found: usize,
        /// How many areas there are.
        expected: usize,
    },
    /// An area to be named, or a category, is beyond the end of its list.
    #[error("{what} {index} (counted from 0) does not exist: there are {count}")]
    NoSuch {
        /// What was looked for.
        what: &'static str,
        /// Where it was looked for.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// There is nothing to draw.
    #[error("there is no area with a shape to draw")]
    NoShapes,
    /// A shape has a coordinate that is infinite or not a number.
    #[error("the shape of area {code} has a coordinate that is not a finite number")]
    ShapeNotFinite {
        /// The area's code.
        code: String,
    },
    /// Something to be drawn over the map has no possible place or size.
    #[error("{layer} {index} (counted from 0) to be drawn over the map has an impossible place or size")]
    OverlayNotFinite {
        /// What the layer is called.
        layer: String,
        /// Its place in the layer.
        index: usize,
    },
    /// A map style could not be read.
    #[error("map style `{name}`: {reason}")]
    Style {
        /// The style's name or file.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A style of the wrong kind for the map.
    #[error("a {map} map needs a {wanted} style, not a {found} one")]
    StyleKind {
        /// The map.
        map: &'static str,
        /// The kind it needs.
        wanted: &'static str,
        /// The kind it was given.
        found: &'static str,
    },
    /// The drawing failed.
    #[error(transparent)]
    Drawing(#[from] DrawingError),
}

/// Refuses a list that does not describe every area once.
fn aligned(what: &'static str, found: usize, expected: usize) -> Result<(), MapError> {
    if found == expected { Ok(()) } else { Err(MapError::Misaligned { what, found, expected }) }
}
