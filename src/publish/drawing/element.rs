//! What can be put on a canvas: shapes, lines and words, in pixels or tenths of a pixel.

use super::colour::Colour;
use super::lettering::Type;
use std::fmt::Write as _;

/// Canvas units in one pixel of the sheet.
pub const UNITS: f64 = 10.0;

/// A point of the canvas, in tenths of a pixel.
pub type Point = (i32, i32);

/// A place on the sheet, in pixels, as a point of the canvas.
pub fn at(x: f64, y: f64) -> Point {
    ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
}

/// A line's colour, width and dashes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub colour: Colour,
    /// Width in pixels.
    pub width: f64,
    /// Dashes and gaps in pixels, if the line is broken.
    pub dash: Option<(f64, f64)>,
}

impl Stroke {
    /// An unbroken line.
    pub const fn solid(colour: Colour, width: f64) -> Self {
        Stroke { colour, width, dash: None }
    }

    /// The line as attributes of an element.
    pub(super) fn attributes(self) -> String {
        let mut text = format!(
            "stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
            self.colour,
            units(self.width)
        );
        if let Some((on, off)) = self.dash {
            // Writing to a string cannot fail.
            let _ = write!(text, " stroke-dasharray=\"{} {}\"", units(on), units(off));
        }
        text
    }
}

/// A shape of one or more rings, filled by the even-odd rule.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'a> {
    /// Outer rings and holes alike.
    pub rings: &'a [Vec<Point>],
    /// What a pointer resting on the shape is told.
    pub tooltip: Option<&'a str>,
}

/// Where a line of text hangs from its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The place is its left end.
    Start,
    /// The place is its middle.
    Middle,
    /// The place is its right end.
    End,
}

impl Anchor {
    /// The anchor as a drawing names it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// A line of text on the sheet.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The words.
    pub text: &'a str,
    /// Anchor point, pixels; the height is that of the baseline.
    pub place: (f64, f64),
    /// Size and weight.
    pub face: Type,
    /// Colour of the letters.
    pub colour: Colour,
    /// Which part of the text stands at the place.
    pub anchor: Anchor,
    /// Reads upwards instead of across.
    pub upwards: bool,
}

/// A length in pixels as canvas units.
pub(super) fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}
