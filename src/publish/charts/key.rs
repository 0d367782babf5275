//! The key of a chart: marks and lines with their words and numbers of areas.

use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Stroke};
use crate::publish::drawing::colour::{Colour, INK, OUTLINE, QUIET_INK};
use crate::publish::drawing::marks::ShapedMark;
use crate::publish::drawing::numbers::count;
use crate::publish::drawing::paint::Paint;
use crate::publish::drawing::sheet::{BODY, HEADING, NOTE, Sheet};

/// How a figure is marked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mark {
    pub(super) fill: Colour,
    pub(super) outline: Stroke,
    pub(super) radius: f64,
}

/// A line of the key.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum KeyLine {
    /// A mark, its words, how many there are.
    Mark(Mark, String, Option<usize>),
    /// A mark of any shape, its words, how many there are.
    Shape(ShapedMark, String, Option<usize>),
    /// A line and its words.
    Stroke(Stroke, String),
    /// A filled band and its words.
    Band(Paint, String),
}

const SAMPLE: f64 = 48.0;

/// Draws remarks one below the other and gives the height where they end.
pub(super) fn notes(
    sheet: &mut Sheet,
    notes: impl IntoIterator<Item = String>,
    corner: (f64, f64),
    width: f64,
) -> Result<f64, DrawingError> {
    let mut end = corner.1;
    for note in notes {
        end = sheet.paragraph(&note, (corner.0, end + 8.0), width, NOTE, QUIET_INK)?;
    }
    Ok(end)
}

/// Draws a key from its top left corner and gives the height where it ends.
pub(super) fn draw(
    sheet: &mut Sheet,
    heading: &str,
    lines: &[KeyLine],
    corner: (f64, f64),
    width: f64,
) -> Result<f64, DrawingError> {
    let right = corner.0 + width;
    let mut top = sheet.paragraph(heading, corner, width, HEADING, INK)? + 6.0;
    if lines.iter().any(|line| matches!(line, KeyLine::Mark(_, _, Some(_)) | KeyLine::Shape(_, _, Some(_)))) {
        sheet.put("Number", (right, top + NOTE.size), NOTE, QUIET_INK, Anchor::End)?;
        top += NOTE.leading() + 8.0;
    }
    for line in lines {
        top = row(sheet, line, (corner.0, top), right)?;
    }
    Ok(top)
}

fn row(sheet: &mut Sheet, line: &KeyLine, corner: (f64, f64), right: f64) -> Result<f64, DrawingError> {
    let middle = corner.1 + 17.0;
    let (words, number) = match line {
        KeyLine::Mark(mark, words, number) => {
            sheet.canvas.dots(
                mark.fill,
                mark.outline,
                mark.radius,
                &[((corner.0 + SAMPLE / 2.0, middle), None)],
            )?;
            (words, number.map(count))
        }
        KeyLine::Shape(mark, words, number) => {
            mark.draw(&mut sheet.canvas, &[((corner.0 + SAMPLE / 2.0, middle), None)])?;
            (words, number.map(count))
        }
        KeyLine::Band(paint, words) => {
            let outline = Stroke::solid(OUTLINE, 1.0);
            sheet.canvas.rectangle((corner.0, middle - 12.0), (SAMPLE, 24.0), paint, outline)?;
            (words, None)
        }
        KeyLine::Stroke(stroke, words) => {
            sheet.canvas.line(*stroke, (corner.0, middle), (corner.0 + SAMPLE, middle))?;
            (words, None)
        }
    };
    let baseline = middle + BODY.cap_height() / 2.0;
    let number_width = number.as_deref().map_or(Ok(0.0), |number| BODY.width(number))?;
    if let Some(number) = &number {
        sheet.put(number, (right, baseline), BODY, INK, Anchor::End)?;
    }
    let left = corner.0 + SAMPLE + 16.0;
    let lines = BODY.wrap(words, right - left - number_width - 14.0)?;
    for (place, text) in lines.iter().enumerate() {
        sheet.put(text, (left, baseline + place as f64 * BODY.leading()), BODY, INK, Anchor::Start)?;
    }
    Ok(corner.1 + 42.0 + lines.len().saturating_sub(1) as f64 * BODY.leading())
}
