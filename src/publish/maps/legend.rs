//! The legend: every class with its paint, its words and the number of its areas.

use super::model::{Axes, Entry, Layout, MapModel};
use super::overlay_drawing;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Line, Stroke};
use crate::publish::drawing::colour::{INK, OUTLINE, QUIET_INK};
use crate::publish::drawing::numbers::count;
use crate::publish::drawing::paint::Pattern;
use crate::publish::drawing::sheet::{BODY, HEADING, NOTE, Sheet};

/// The box that shows a paint, in pixels.
pub(super) const BOX: (f64, f64) = (56.0, 34.0);
/// From one line of the legend to the next, in pixels.
const STEP: f64 = 45.0;
/// A cell of a square legend, in pixels.
const CELL: f64 = 96.0;
const BOX_OUTLINE: Stroke = Stroke::solid(OUTLINE, 1.2);

/// Draws the legend of a map from its top left corner and gives the height where it ends.
pub(super) fn draw(
    sheet: &mut Sheet,
    map: &MapModel,
    corner: (f64, f64),
    width: f64,
) -> Result<f64, DrawingError> {
    let mut top = sheet.paragraph(&map.heading, corner, width, HEADING, INK)? + 6.0;
    let rest = match &map.layout {
        Layout::List => map.entries.as_slice(),
        Layout::Square(axes) => {
            let (cells, rest) = map.entries.split_at(map.entries.len().min(9));
            top = square(sheet, cells, axes, (corner.0, top), width)?;
            rest
        }
    };
    if rest.iter().any(Entry::is_shown) {
        top = list(sheet, rest, (corner.0, top), width)?;
    }
    if !map.overlay.is_empty() {
        top = overlay_drawing::legend(sheet, &map.overlay, (corner.0, top + 14.0), width)?;
    }
    for note in &map.notes {
        top = sheet.paragraph(note, (corner.0, top + 8.0), width, NOTE, QUIET_INK)?;
    }
    Ok(top)
}

/// One line for each entry; those for areas without a figure stand a little apart.
fn list(sheet: &mut Sheet, entries: &[Entry], corner: (f64, f64), width: f64) -> Result<f64, DrawingError> {
    let right = corner.0 + width;
    sheet.put("Number of areas", (right, corner.1 + NOTE.size), NOTE, QUIET_INK, Anchor::End)?;
    let mut top = corner.1 + NOTE.leading() + 8.0;
    let mut before: Option<bool> = None;
    for entry in entries.iter().filter(|entry| entry.is_shown()) {
        if before == Some(!entry.missing) {
            top += 14.0;
        }
        before = Some(entry.missing);
        top = row(sheet, entry, (corner.0, top), right)?;
    }
    Ok(top)
}

/// One entry: box, words, number of areas.
fn row(sheet: &mut Sheet, entry: &Entry, corner: (f64, f64), right: f64) -> Result<f64, DrawingError> {
    sheet.canvas.rectangle(corner, BOX, &entry.paint, BOX_OUTLINE)?;
    words(sheet, &entry.label, &[(count(entry.count), right)], corner)
}

/// One entry of two maps: box, words, number of areas on each, their right edges given.
pub(super) fn row_of_two(
    sheet: &mut Sheet,
    entries: (&Entry, &Entry),
    corner: (f64, f64),
    rights: (f64, f64),
) -> Result<f64, DrawingError> {
    sheet.canvas.rectangle(corner, BOX, &entries.0.paint, BOX_OUTLINE)?;
    let numbers = [(count(entries.0.count), rights.0), (count(entries.1.count), rights.1)];
    words(sheet, &entries.0.label, &numbers, corner)
}

/// The words beside a sample as wide as a box, and numbers that end at their right edges; gives the next row's top.
pub(super) fn words(
    sheet: &mut Sheet,
    label: &str,
    numbers: &[(String, f64)],
    corner: (f64, f64),
) -> Result<f64, DrawingError> {
    let baseline = corner.1 + BOX.1 / 2.0 + BODY.cap_height() / 2.0;
    let mut room_ends = f64::INFINITY;
    for (number, right) in numbers {
        sheet.put(number, (*right, baseline), BODY, INK, Anchor::End)?;
        room_ends = room_ends.min(right - BODY.width(number)? - 16.0);
    }
    let left = corner.0 + BOX.0 + 16.0;
    let lines = BODY.wrap(label, room_ends - left)?;
    for (place, line) in lines.iter().enumerate() {
        sheet.put(line, (left, baseline + place as f64 * BODY.leading()), BODY, INK, Anchor::Start)?;
    }
    Ok(corner.1 + STEP + lines.len().saturating_sub(1) as f64 * BODY.leading())
}

/// Nine cells with the number of areas in each, and plain words along both sides.
fn square(
    sheet: &mut Sheet,
    cells: &[Entry],
    axes: &Axes,
    corner: (f64, f64),
    width: f64,
) -> Result<f64, DrawingError> {
    let caption = "Number of areas in each square";
    let top = sheet.paragraph(caption, corner, width, NOTE, QUIET_INK)? + 8.0;
    let left = corner.0 + 76.0;
    for (place, cell) in cells.iter().enumerate() {
        let (column, row) = ((place % 3) as f64, (place / 3) as f64);
        self::cell(sheet, cell, (left + column * CELL, top + (2.0 - row) * CELL))?;
    }
    let levels = ["low", "middle", "high"];
    let bottom = top + 3.0 * CELL;
    for (place, level) in levels.iter().enumerate() {
        let across = left + (place as f64 + 0.5) * CELL;
        sheet.put(level, (across, bottom + 28.0), NOTE, INK, Anchor::Middle)?;
        upwards(sheet, level, (left - 12.0, bottom - (place as f64 + 0.5) * CELL), false)?;
    }
    upwards(sheet, &axes.up, (left - 49.0, bottom - 1.5 * CELL), true)?;
    let lines = HEADING.wrap(&axes.across, width - 76.0)?;
    let mut baseline = bottom + 66.0;
    for line in &lines {
        sheet.put(line, (left + 1.5 * CELL, baseline), HEADING, INK, Anchor::Middle)?;
        baseline += HEADING.leading();
    }
    Ok(baseline)
}

fn cell(sheet: &mut Sheet, cell: &Entry, corner: (f64, f64)) -> Result<(), DrawingError> {
    sheet.canvas.rectangle(corner, (CELL, CELL), &cell.paint, BOX_OUTLINE)?;
    let number = count(cell.count);
    let place = (corner.0 + CELL / 2.0, corner.1 + CELL / 2.0 + BODY.cap_height() / 2.0);
    let plain = cell.paint.pattern == Pattern::None;
    let colour = if plain { cell.paint.fill.readable_ink() } else { INK };
    let line = Line { text: &number, place, face: HEADING, colour, anchor: Anchor::Middle, upwards: false };
    if plain { sheet.canvas.text(&line) } else { sheet.canvas.text_with_halo(&line, 6.0) }
}

fn upwards(sheet: &mut Sheet, text: &str, place: (f64, f64), heading: bool) -> Result<(), DrawingError> {
    let face = if heading { HEADING } else { NOTE };
    sheet.canvas.text(&Line { text, place, face, colour: INK, anchor: Anchor::Middle, upwards: true })
}
