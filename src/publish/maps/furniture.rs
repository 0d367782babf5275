//! Scale bar and north arrow.

use crate::number_words::number;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Shape, Stroke, at};
use crate::publish::drawing::colour::{INK, PAPER};
use crate::publish::drawing::paint::Paint;
use crate::publish::drawing::sheet::{NOTE, Sheet};

/// Height that scale bar and arrow take together, in pixels.
pub(super) const HEIGHT: f64 = 112.0;
const LINE: Stroke = Stroke::solid(INK, 1.5);

/// Draws a scale bar of `km` kilometres, in two halves, and an arrow to grid north on the right.
pub(super) fn draw(
    sheet: &mut Sheet,
    corner: (f64, f64),
    right: f64,
    km: f64,
    metres_per_pixel: f64,
) -> Result<(), DrawingError> {
    let length = km * 1000.0 / metres_per_pixel;
    let top = corner.1 + HEIGHT - NOTE.leading() - 12.0;
    for (half, fill) in [(0.0, INK), (1.0, PAPER)] {
        let from = (corner.0 + half * length / 2.0, top);
        sheet.canvas.rectangle(from, (length / 2.0, 11.0), &Paint::plain(fill), LINE)?;
    }
    let baseline = top + 14.0 + NOTE.size;
    sheet.put("0", (corner.0, baseline), NOTE, INK, Anchor::Start)?;
    sheet.put(&distance(km), (corner.0 + length, baseline), NOTE, INK, Anchor::Middle)?;
    north(sheet, (right - NOTE.width("Grid north")? / 2.0, corner.1))
}

/// A distance as a reader says it.
fn distance(km: f64) -> String {
    if km < 1.0 { format!("{} m", number(km * 1000.0, 0)) } else { format!("{} km", number(km, 0)) }
}

/// The arrow: half dark and half light, as on a printed map.
fn north(sheet: &mut Sheet, middle_top: (f64, f64)) -> Result<(), DrawingError> {
    let (x, top) = middle_top;
    let foot = top + HEIGHT - NOTE.leading() - 12.0;
    let dark = [vec![at(x, top), at(x - 17.0, foot), at(x, foot - 14.0)]];
    let light = [vec![at(x, top), at(x + 17.0, foot), at(x, foot - 14.0)]];
    for (rings, fill) in [(&dark, INK), (&light, PAPER)] {
        sheet.canvas.shapes(&Paint::plain(fill), LINE, (0, 0), &[Shape { rings, tooltip: None }])?;
    }
    sheet.put("Grid north", (x, foot + 14.0 + NOTE.size), NOTE, INK, Anchor::Middle)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn short_distances_are_told_in_metres() {
        assert_eq!(distance(0.5), "500 m");
        assert_eq!(distance(100.0), "100 km");
    }
}
