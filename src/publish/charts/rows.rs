//! Figures with their intervals, one in each row: names on the left, figures in words on the right.

use super::axis::Axis;
use super::frame::Plot;
use super::groups::Rate;
use super::key::Mark;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Stroke};
use crate::publish::drawing::colour::{Colour, INK, PAPER, QUIET_INK};
use crate::publish::drawing::numbers::Unit;
use crate::publish::drawing::sheet::{BODY, MARGIN, NOTE, Sheet, WIDTH};

/// Colour of figures below the reference, as on the map of verdicts.
const BELOW: Colour = Colour::new(0x80, 0x16, 0x50);
/// Colour of figures above the reference.
const ABOVE: Colour = Colour::new(0x14, 0x6B, 0x62);
/// The line at the reference.
pub(super) const REFERENCE: Stroke = Stroke { colour: INK, width: 2.2, dash: Some((9.0, 6.0)) };
/// Room for the names, and for the figures in words, pixels.
const NAMES: f64 = 400.0;
const FIGURES: f64 = 330.0;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// What the figure belongs to.
    pub(super) name: String,
    /// The figure in words, or why there is none.
    pub(super) told: String,
    /// The figure, if it may be shown.
    pub(super) figure: Option<Rate>,
}

/// Rows that share an axis.
#[derive(Debug, Clone)]
pub(super) struct Rows<'a> {
    /// What the figures are, below the axis.
    pub(super) heading: &'a str,
    /// What the figures in words are, above them.
    pub(super) caption: &'a str,
    /// The rows, from the top.
    pub(super) rows: &'a [Row],
    /// How figures are written.
    pub(super) unit: Unit,
    /// Whether the axis begins at zero.
    pub(super) from_zero: bool,
    /// What the figures are compared with.
    pub(super) reference: f64,
}

/// A group's rate against the benchmark, by its interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Against {
    /// Its interval lies below it.
    Below,
    /// Its interval holds it.
    Alike,
    /// Its interval lies above it.
    Above,
}

impl Against {
    pub(super) const ALL: [Against; 3] = [Against::Below, Against::Alike, Against::Above];

    pub(super) fn of(rate: Rate, benchmark: f64) -> Self {
        if rate.upper < benchmark {
            Against::Below
        } else if rate.lower > benchmark {
            Against::Above
        } else {
            Against::Alike
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Against::Below => "Lower than the benchmark",
            Against::Alike => "Not clearly different",
            Against::Above => "Higher than the benchmark",
        }
    }

    /// Filled where the interval leaves the benchmark out, open where it does not.
    pub(super) fn mark(self) -> Mark {
        let filled = |colour| Mark { fill: colour, outline: Stroke::solid(colour, 2.0), radius: 9.0 };
        match self {
            Against::Below => filled(BELOW),
            Against::Above => filled(ABOVE),
            Against::Alike => Mark { fill: PAPER, outline: Stroke::solid(QUIET_INK, 2.6), radius: 8.0 },
        }
    }
}

/// Draws the rows and their axis, and gives the height where they end.
pub(super) fn draw(sheet: &mut Sheet, rows: &Rows<'_>) -> Result<f64, DrawingError> {
    let (left, right) = (MARGIN + NAMES + 24.0, WIDTH - MARGIN - FIGURES - 24.0);
    let shown = rows.rows.iter().filter_map(|row| row.figure);
    let figures = shown.flat_map(|r| [r.lower, r.value, r.upper]).chain([rows.reference]);
    let axis = Axis::new(figures, rows.unit, rows.from_zero, (left, right));
    let top = sheet.top + BODY.leading() + 12.0;
    let names: Vec<Vec<String>> =
        rows.rows.iter().map(|row| BODY.wrap(&row.name, NAMES)).collect::<Result<_, _>>()?;
    let heights: Vec<f64> =
        names.iter().map(|lines| 50.0 + lines.len().saturating_sub(1) as f64 * BODY.leading()).collect();
    let plot = Plot { left, top, right, bottom: top + heights.iter().sum::<f64>() + 6.0 };
    let end = plot.level(sheet, &axis, rows.heading, true)?;
    let figures_right = WIDTH - MARGIN;
    for (place, line) in NOTE.wrap(rows.caption, FIGURES)?.iter().enumerate() {
        let baseline = sheet.top + NOTE.size + place as f64 * NOTE.leading();
        sheet.put(line, (figures_right, baseline), NOTE, QUIET_INK, Anchor::End)?;
    }
    let x = axis.place(rows.reference);
    sheet.canvas.line(REFERENCE, (x, plot.top - 6.0), (x, plot.bottom))?;
    let mut y = top;
    for ((row, lines), height) in rows.rows.iter().zip(&names).zip(&heights) {
        self::row(sheet, (&axis, rows.reference), row, lines, y + height / 2.0)?;
        y += height;
    }
    Ok(end)
}

fn row(
    sheet: &mut Sheet,
    (axis, reference): (&Axis, f64),
    row: &Row,
    lines: &[String],
    middle: f64,
) -> Result<(), DrawingError> {
    let first =
        middle + BODY.cap_height() / 2.0 - lines.len().saturating_sub(1) as f64 * BODY.leading() / 2.0;
    for (place, line) in lines.iter().enumerate() {
        sheet.put(line, (MARGIN + NAMES, first + place as f64 * BODY.leading()), BODY, INK, Anchor::End)?;
    }
    let colour = if row.figure.is_some() { INK } else { QUIET_INK };
    sheet.put(&row.told, (WIDTH - MARGIN, middle + BODY.cap_height() / 2.0), BODY, colour, Anchor::End)?;
    let Some(rate) = row.figure else {
        return Ok(());
    };
    let mark = Against::of(rate, reference).mark();
    let span = Stroke::solid(mark.outline.colour, 3.4);
    sheet.canvas.line(span, (axis.place(rate.lower), middle), (axis.place(rate.upper), middle))?;
    let tooltip = format!("{}: {}", row.name, row.told);
    let place = (axis.place(rate.value), middle);
    sheet.canvas.dots(mark.fill, mark.outline, mark.radius, &[(place, Some(&tooltip))])
}
