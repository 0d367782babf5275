//! The frame of a chart: its axes, their grid and their headings.

use super::axis::Axis;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Line, Point, Stroke, at};
use crate::publish::drawing::colour::{GRID, INK, QUIET_INK};
use crate::publish::drawing::sheet::{BODY, NOTE, Sheet};

/// Room between the upright axis and its numbers, pixels.
const GAP: f64 = 14.0;
/// Room between the level axis and its numbers: a little more, so that the two numbers in the corner keep apart.
const GAP_BELOW: f64 = 16.0;
const GRID_LINE: Stroke = Stroke::solid(GRID, 1.2);
const AXIS_LINE: Stroke = Stroke::solid(QUIET_INK, 1.6);

/// The room in which figures are drawn, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Plot {
    /// Draws the upright axis with a grid across, its heading above the plot.
    pub(super) fn upright(&self, sheet: &mut Sheet, axis: &Axis, heading: &str) -> Result<(), DrawingError> {
        for tick in &axis.ticks {
            let y = axis.place_shown(*tick);
            sheet.canvas.line(GRID_LINE, (self.left, y), (self.right, y))?;
            sheet.put(
                &axis.told(*tick),
                (self.left - GAP, y + NOTE.cap_height() / 2.0),
                NOTE,
                INK,
                Anchor::End,
            )?;
        }
        sheet.put(heading, (self.left, self.top - 20.0), BODY, INK, Anchor::Start)
    }

    /// Draws the level axis, with a grid upwards if wanted, its heading below; gives the height where it ends.
    pub(super) fn level(
        &self,
        sheet: &mut Sheet,
        axis: &Axis,
        heading: &str,
        grid: bool,
    ) -> Result<f64, DrawingError> {
        for tick in &axis.ticks {
            let x = axis.place_shown(*tick);
            let top = if grid { self.top } else { self.bottom };
            sheet.canvas.line(GRID_LINE, (x, top), (x, self.bottom + 7.0))?;
            sheet.put(
                &axis.told(*tick),
                (x, self.bottom + GAP_BELOW + NOTE.size),
                NOTE,
                INK,
                Anchor::Middle,
            )?;
        }
        sheet.canvas.line(AXIS_LINE, (self.left, self.bottom), (self.right, self.bottom))?;
        let mut baseline = self.bottom + GAP + NOTE.leading() + BODY.size + 8.0;
        for line in BODY.wrap(heading, self.right - self.left)? {
            let middle = f64::midpoint(self.left, self.right);
            sheet.canvas.text(&Line {
                text: &line,
                place: (middle, baseline),
                face: BODY,
                colour: INK,
                anchor: Anchor::Middle,
                upwards: false,
            })?;
            baseline += BODY.leading();
        }
        Ok(baseline - BODY.leading() + 10.0)
    }

    /// A curve through places in pixels, cut where it leaves the plot above or below.
    pub(super) fn cut(&self, curve: &[(f64, f64)]) -> Vec<Vec<Point>> {
        let mut pieces: Vec<Vec<Point>> = Vec::new();
        for pair in curve.windows(2) {
            let Some((from, to)) = self.clip(pair[0], pair[1]) else {
                continue;
            };
            match pieces.last_mut() {
                Some(piece) if piece.last() == Some(&from) => piece.push(to),
                _ => pieces.push(vec![from, to]),
            }
        }
        pieces
    }

    fn clip(&self, from: (f64, f64), to: (f64, f64)) -> Option<(Point, Point)> {
        let (low, high) = (self.top, self.bottom);
        if (from.1 < low && to.1 < low) || (from.1 > high && to.1 > high) {
            return None;
        }
        let inside = |p: (f64, f64), other: (f64, f64)| {
            let y = p.1.clamp(low, high);
            let x = if y == p.1 { p.0 } else { p.0 + (other.0 - p.0) * (y - p.1) / (other.1 - p.1) };
            at(x, y)
        };
        Some((inside(from, to), inside(to, from)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOT: Plot = Plot { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };

    #[test]
    fn a_curve_is_cut_where_it_leaves_the_plot() {
        let pieces = PLOT.cut(&[(0.0, -100.0), (20.0, 100.0), (40.0, 50.0), (60.0, 150.0)]);
        assert_eq!(pieces, [vec![(100, 0), (200, 1000), (400, 500), (500, 1000)]]);
    }

    #[test]
    fn a_curve_outside_the_plot_is_not_drawn() {
        assert!(PLOT.cut(&[(0.0, -5.0), (50.0, -1.0)]).is_empty());
    }
}
