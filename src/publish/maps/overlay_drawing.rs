//! The drawing of layers over a map: outlines of windows, marks of sites, their numbers and their legend.

use super::legend::{self, BOX};
use super::overlay::{Layer, LineKind, Window};
use super::panel::Panel;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Point, Stroke, at};
use crate::publish::drawing::colour::{Colour, INK, PAPER, QUIET_INK};
use crate::publish::drawing::marks::{MarkShape, ShapedMark};
use crate::publish::drawing::names::{Frame, Heart};
use crate::publish::drawing::numbers::count;
use crate::publish::drawing::paint::Paint;
use crate::publish::drawing::sheet::{NOTE, Sheet};

/// Fill of the marks of sites: brighter than any class, so that they are seen on dark and light areas.
const SITE_FILL: Colour = Colour::new(0xFF, 0xD8, 0x4D);
/// Paper on both sides of a window's line, so that it is seen on dark areas.
const CASING: Stroke = Stroke::solid(PAPER, 7.0);

fn stroke(line: LineKind) -> Stroke {
    let dash = match line {
        LineKind::Solid => None,
        LineKind::Dashed => Some((14.0, 8.0)),
        LineKind::Dotted => Some((3.0, 7.0)),
    };
    Stroke { colour: INK, width: 3.4, dash }
}

/// Size of the marks of sites, in pixels: smaller where there are many.
fn radius(layers: &[Layer]) -> f64 {
    let sites: usize = layers.iter().filter(|l| matches!(l, Layer::Sites { .. })).map(Layer::len).sum();
    match sites {
        0..=80 => 8.0,
        81..=400 => 6.0,
        _ => 4.0,
    }
}

/// Half the room that names and numbers leave for the mark of a site, in pixels.
pub(super) fn site_room(layers: &[Layer]) -> f64 {
    radius(layers) + 1.0
}

fn mark(shape: MarkShape, radius: f64) -> ShapedMark {
    let outline = Stroke::solid(INK, radius / 4.0);
    ShapedMark { shape, paint: Paint::plain(SITE_FILL), outline, radius }
}

/// Draws the outlines of all windows, as far as they are on the map.
pub(super) fn windows(sheet: &mut Sheet, panel: &Panel<'_>) -> Result<(), DrawingError> {
    for layer in &panel.map.overlay {
        let Layer::Windows { line, windows, .. } = layer else {
            continue;
        };
        let pieces: Vec<Vec<Point>> = windows.iter().flat_map(|window| outline(window, panel)).collect();
        for stroke in [CASING, stroke(*line)] {
            sheet.canvas.lines(stroke, (0, 0), pieces.iter().map(Vec::as_slice))?;
        }
    }
    Ok(())
}

/// A window's outline on the sheet, cut at the edge of the map.
fn outline(window: &Window, panel: &Panel<'_>) -> Vec<Vec<Point>> {
    let places: Vec<(f64, f64)> = window.outline_m().into_iter().map(|m| panel.place(m)).collect();
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    for pair in places.windows(2) {
        let Some((from, to)) = clipped(&panel.edge, pair[0], pair[1]) else {
            continue;
        };
        match pieces.last_mut() {
            Some(piece) if piece.last() == Some(&from) => piece.push(to),
            _ => pieces.push(vec![from, to]),
        }
    }
    pieces
}

/// The part of a straight line inside a frame (Liang and Barsky 1984).
fn clipped(edge: &Frame, from: (f64, f64), to: (f64, f64)) -> Option<(Point, Point)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let sides = [
        (-dx, from.0 - edge.left),
        (dx, edge.right - from.0),
        (-dy, from.1 - edge.top),
        (dy, edge.bottom - from.1),
    ];
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (towards, room) in sides {
        if towards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if towards < 0.0 {
            enters = enters.max(room / towards);
        } else {
            leaves = leaves.min(room / towards);
        }
    }
    let along = |t: f64| at(from.0 + dx * t, from.1 + dy * t);
    (enters <= leaves).then(|| (along(enters), along(leaves)))
}

/// Draws the marks of all sites.
pub(super) fn sites(sheet: &mut Sheet, panel: &Panel<'_>) -> Result<(), DrawingError> {
    let radius = radius(&panel.map.overlay);
    for layer in &panel.map.overlay {
        if let Layer::Sites { mark: shape, sites, .. } = layer {
            let places: Vec<((f64, f64), Option<&str>)> =
                sites.iter().map(|site| (panel.place(site.place_m), Some(site.name.as_str()))).collect();
            mark(*shape, radius).draw(&mut sheet.canvas, &places)?;
        }
    }
    Ok(())
}

/// Where sites stand on the sheet, in pixels.
pub(super) fn site_places(panel: &Panel<'_>) -> Vec<(f64, f64)> {
    let sites = panel.map.overlay.iter().flat_map(|layer| match layer {
        Layer::Sites { sites, .. } => sites.as_slice(),
        Layer::Windows { .. } => &[],
    });
    sites.map(|site| panel.place(site.place_m)).collect()
}

/// The numbers to be set on the map, with the middle of what they number.
pub(super) fn numbers<'a>(panel: &Panel<'a>) -> Vec<(&'a str, Heart)> {
    let mut numbers = Vec::new();
    for layer in &panel.map.overlay {
        match layer {
            Layer::Windows { windows, .. } => {
                numbers.extend(windows.iter().map(|w| (w.number.as_str(), middle(w, panel))));
            }
            Layer::Sites { sites, .. } => numbers.extend(sites.iter().map(|site| {
                let heart = Heart { place: panel.place(site.place_m), width: 0.0, height: 0.0 };
                (site.number.as_str(), heart)
            })),
        }
    }
    numbers.retain(|(number, _)| !number.is_empty());
    numbers
}

/// The middle of a window, or the nearest place to it on the map, with its size on the sheet.
fn middle(window: &Window, panel: &Panel<'_>) -> Heart {
    let (x, y) = panel.place(window.centre_m);
    let least = window.semi_axes_m.0.min(window.semi_axes_m.1) * 2.0 / panel.ground.metres_per_pixel();
    let place = (
        x.clamp(panel.edge.left + 20.0, panel.edge.right - 20.0),
        y.clamp(panel.edge.top + 20.0, panel.edge.bottom - 20.0),
    );
    Heart { place, width: least, height: least }
}

/// Draws the legend of layers from its top left corner and gives the height where it ends.
pub(super) fn legend(
    sheet: &mut Sheet,
    layers: &[Layer],
    corner: (f64, f64),
    width: f64,
) -> Result<f64, DrawingError> {
    let right = corner.0 + width;
    sheet.put("Number drawn", (right, corner.1 + NOTE.size), NOTE, QUIET_INK, Anchor::End)?;
    let mut top = corner.1 + NOTE.leading() + 8.0;
    for layer in layers {
        sample(sheet, layer, (corner.0, top), radius(layers))?;
        top = legend::words(sheet, layer.name(), &[(count(layer.len()), right)], (corner.0, top))?;
        let left = corner.0 + BOX.0 + 16.0;
        for (number, words) in layer.told() {
            sheet.put(number, (left - 16.0, top + NOTE.size - 2.0), NOTE, INK, Anchor::End)?;
            top = sheet.paragraph(words, (left, top - 2.0), right - left, NOTE, INK)? + 6.0;
        }
    }
    Ok(top)
}

fn sample(sheet: &mut Sheet, layer: &Layer, corner: (f64, f64), radius: f64) -> Result<(), DrawingError> {
    let middle = corner.1 + BOX.1 / 2.0;
    match layer {
        Layer::Windows { line, .. } => {
            sheet.canvas.line(stroke(*line), (corner.0, middle), (corner.0 + BOX.0, middle))
        }
        Layer::Sites { mark: shape, .. } => {
            mark(*shape, radius).draw(&mut sheet.canvas, &[((corner.0 + BOX.0 / 2.0, middle), None)])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_where_it_leaves_the_map() {
        let edge = Frame { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
        assert_eq!(clipped(&edge, (-50.0, 50.0), (50.0, 50.0)), Some(((0, 500), (500, 500))));
        assert_eq!(clipped(&edge, (50.0, -10.0), (50.0, 120.0)), Some(((500, 0), (500, 1000))));
        assert_eq!(clipped(&edge, (-50.0, 50.0), (50.0, -70.0)), None);
        assert_eq!(clipped(&edge, (10.0, 10.0), (20.0, 20.0)), Some(((100, 100), (200, 200))));
    }
}
