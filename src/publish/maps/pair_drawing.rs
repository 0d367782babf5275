//! The drawing of two maps side by side.

use super::ground::Ground;
use super::legend;
use super::overlay_drawing;
use super::pair::PairModel;
use super::panel::{self, Panel};
use super::{MapError, aligned, furniture};
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::Anchor;
use crate::publish::drawing::colour::{INK, QUIET_INK};
use crate::publish::drawing::names::Frame;
use crate::publish::drawing::sheet::{HEADING, MARGIN, NOTE, Sheet, WIDTH};

/// Paper between the two maps, in pixels.
const GUTTER: f64 = 40.0;
/// Width kept for each map.
const HALF: f64 = (WIDTH - 2.0 * MARGIN - GUTTER) / 2.0;
/// Greatest height of each map.
const HEIGHT: f64 = 1000.0;
/// Width kept for the numbers of areas of one map.
const COLUMN: f64 = 130.0;

/// Two maps side by side as a drawing (SVG): the same model on the same ground always gives the same bytes.
///
/// # Errors
/// A model made for another ground, or a failure of the drawing itself.
pub fn draw_pair(pair: &PairModel, ground: &Ground) -> Result<String, MapError> {
    for map in &pair.maps {
        aligned("areas of the model", map.area_entry.len(), ground.len())?;
    }
    let mut sheet = Sheet::new(&pair.words)?;
    let (width, height) = ground.size();
    let small = ground.scaled((HALF / width).min(HEIGHT / height));
    let top = sheet.top + HEADING.leading() + 12.0;
    let mut left_out = Vec::new();
    for (place, (name, map)) in pair.names.iter().zip(&pair.maps).enumerate() {
        let left = MARGIN + place as f64 * (HALF + GUTTER);
        sheet.put(name, (left, sheet.top + HEADING.size), HEADING, INK, Anchor::Start)?;
        let edge = Frame { left, top, right: left + HALF, bottom: top + small.size().1 };
        let notes = panel::draw(&mut sheet, &Panel { map, ground: &small, edge })?.notes();
        left_out.extend(notes.into_iter().map(|note| format!("{name}: {note}")));
    }
    let below = top + small.size().1 + 30.0;
    let legend_end = legend(&mut sheet, pair, (MARGIN, below))?;
    let column = MARGIN + HALF + GUTTER;
    let mut end = below;
    if !pair.maps[0].overlay.is_empty() {
        end = overlay_drawing::legend(&mut sheet, &pair.maps[0].overlay, (column, end), HALF)?;
    }
    for note in pair.notes.iter().chain(&left_out) {
        end = sheet.paragraph(note, (column, end), HALF, NOTE, QUIET_INK)? + 8.0;
    }
    let foot = (legend_end - furniture::HEIGHT).max(end + 24.0);
    furniture::draw(
        &mut sheet,
        (column, foot),
        column + HALF,
        small.scale_bar_km(),
        small.metres_per_pixel(),
    )?;
    Ok(sheet.finish(foot + furniture::HEIGHT, &pair.alt_text)?)
}

/// The legend that both maps share, with the number of areas on each; gives the height where it ends.
fn legend(sheet: &mut Sheet, pair: &PairModel, corner: (f64, f64)) -> Result<f64, DrawingError> {
    let rights = (corner.0 + HALF - COLUMN, corner.0 + HALF);
    let mut top = sheet.paragraph(&pair.heading, corner, HALF, HEADING, INK)? + 6.0;
    let caption = "Number of areas:";
    let names = column_names(&pair.names)?;
    for (name, right) in names.iter().zip([rights.0, rights.1]) {
        sheet.put(name, (right, top + NOTE.size), NOTE, QUIET_INK, Anchor::End)?;
    }
    sheet.put(caption, (rights.0 - COLUMN, top + NOTE.size), NOTE, QUIET_INK, Anchor::End)?;
    top += NOTE.leading() + 8.0;
    let mut before: Option<bool> = None;
    for (left, right) in pair.maps[0].entries.iter().zip(&pair.maps[1].entries) {
        if !left.is_shown() && !right.is_shown() {
            continue;
        }
        if before == Some(!left.missing) {
            top += 14.0;
        }
        before = Some(left.missing);
        top = legend::row_of_two(sheet, (left, right), (corner.0, top), rights)?;
    }
    Ok(top)
}

/// The names of the maps above their numbers, or plain words where a name is too wide for its column.
fn column_names(names: &[String; 2]) -> Result<[String; 2], DrawingError> {
    for name in names {
        if NOTE.width(name)? > COLUMN - 16.0 {
            return Ok(["left".to_owned(), "right".to_owned()]);
        }
    }
    Ok(names.clone())
}
