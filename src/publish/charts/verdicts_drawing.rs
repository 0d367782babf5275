//! The drawing of verdicts: rows by kind, the worse side shaded, a sign for each verdict.

use super::ChartError;
use super::groups::Rate;
use super::key::{self, KeyLine};
use super::labels::{FIRST, brief, shortened, withheld_note};
use super::log_axis::LogAxis;
use super::verdicts::{CLAIM_KINDS, ClaimKind, VERDICTS, Verdict, VerdictRow, Verdicts};
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Stroke};
use crate::publish::drawing::colour::{Colour, GRID, INK, PAPER, QUIET_INK};
use crate::publish::drawing::lettering::Type;
use crate::publish::drawing::marks::{MarkShape, ShapedMark};
use crate::publish::drawing::numbers::sentence;
use crate::publish::drawing::paint::Paint;
use crate::publish::drawing::sheet::{BODY, HEADING, MARGIN, NOTE, Sheet, WIDTH};
use crate::publish::maps::area_value::AreaValue;

/// Room for the labels and for the verdicts, pixels.
const LABELS: f64 = 500.0;
const WORDS: f64 = 276.0;
/// Left and right end of the axis, pixels.
const LEFT: f64 = MARGIN + LABELS + 30.0;
const RIGHT: f64 = WIDTH - MARGIN - WORDS - 34.0;
/// The worse side of parity.
const WORSE: Paint = Paint::plain(Colour::new(0xF1, 0xEC, 0xE4));
/// Evidence against a definition.
const AGAINST: Colour = Colour::new(0x80, 0x16, 0x50);
const NO_LINE: Stroke = Stroke::solid(PAPER, 0.0);
const PARITY: Stroke = Stroke::solid(INK, 2.2);
const THRESHOLD: Stroke = Stroke { colour: QUIET_INK, width: 3.0, dash: Some((6.0, 5.0)) };
const SPAN: f64 = 3.4;

/// A row with its label in lines, and its height.
struct Labelled<'a> {
    row: &'a VerdictRow,
    lines: Vec<String>,
    height: f64,
}

/// The chart of verdicts as a drawing (SVG): the same figures always give the same bytes.
///
/// Missing values: a row without a ratio keeps its line and says why in its place.
///
/// # Errors
/// No row, figures that are not finite, ratios below 0, thresholds that are not above 0, intervals whose limits cross.
pub fn draw(chart: &Verdicts<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let ratios = chart.rows.iter().flat_map(|row| {
        let ratio = row.ratio.shown().map_or([1.0; 3], |r| [r.lower, r.value, r.upper]);
        ratio.into_iter().chain(row.threshold)
    });
    let axis = LogAxis::new(ratios, (LEFT, RIGHT));
    let mut end = sheet.top;
    for kind in CLAIM_KINDS.into_iter().filter(|kind| chart.of(*kind).next().is_some()) {
        end = block(&mut sheet, chart, kind, &axis, end)? + 16.0;
    }
    let end = numbers(&mut sheet, chart, &axis, end - 10.0)?;
    let end = key(&mut sheet, chart, end + 14.0)?;
    Ok(sheet.finish(end, &chart.alt_text())?)
}

/// The rows of a kind below their heading; gives the height where they end.
fn block(
    sheet: &mut Sheet,
    chart: &Verdicts<'_>,
    kind: ClaimKind,
    axis: &LogAxis,
    top: f64,
) -> Result<f64, DrawingError> {
    let words = format!("{}: ", kind.words());
    let baseline = top + HEADING.size;
    sheet.put(&words, (MARGIN, baseline), HEADING, INK, Anchor::Start)?;
    let start = MARGIN + HEADING.width(&words)? + 4.0;
    sheet.put(kind.worse_side(), (start, baseline), BODY, QUIET_INK, Anchor::Start)?;
    let top = baseline + 14.0;
    let rows = chart.of(kind).map(labelled).collect::<Result<Vec<_>, _>>()?;
    let bottom = top + rows.iter().map(|row| row.height).sum::<f64>();
    let parity = axis.place(1.0).0;
    let (from, to) = if kind.worse_below() { (LEFT, parity) } else { (parity, RIGHT) };
    sheet.canvas.rectangle((from, top), (to - from, bottom - top), &WORSE, NO_LINE)?;
    for (x, _) in axis.ticks() {
        sheet.canvas.line(Stroke::solid(GRID, 1.2), (x, top), (x, bottom))?;
    }
    sheet.canvas.line(PARITY, (parity, top), (parity, bottom))?;
    let mut y = top;
    for row in &rows {
        self::row(sheet, chart, row, axis, y + row.height / 2.0)?;
        y += row.height;
    }
    Ok(bottom)
}

fn labelled(row: &VerdictRow) -> Result<Labelled<'_>, DrawingError> {
    let lines = shortened(BODY, &format!("{}: {}", row.agency, row.title), LABELS, 2)?;
    let height = 16.0 + lines.len() as f64 * BODY.leading();
    Ok(Labelled { row, lines, height })
}

fn row(
    sheet: &mut Sheet,
    chart: &Verdicts<'_>,
    labelled: &Labelled<'_>,
    axis: &LogAxis,
    middle: f64,
) -> Result<(), DrawingError> {
    let Labelled { row, lines, height } = labelled;
    let below = BODY.cap_height() / 2.0;
    let first = middle + below - (lines.len() as f64 - 1.0) * BODY.leading() / 2.0;
    for (place, line) in lines.iter().enumerate() {
        sheet.put(line, (MARGIN, first + place as f64 * BODY.leading()), BODY, INK, Anchor::Start)?;
    }
    let told = chart.row_told(row);
    if let Some(threshold) = row.threshold {
        let x = axis.place(threshold).0;
        sheet.canvas.line(THRESHOLD, (x, middle - height / 2.0 + 3.0), (x, middle + height / 2.0 - 3.0))?;
    }
    match row.ratio.shown() {
        Some(ratio) => figure(sheet, *ratio, row.verdict, (axis, middle), &told)?,
        None => {
            let why = brief(&row.ratio, |_| String::new());
            reason(sheet, &shortened(NOTE, &why, RIGHT - LEFT - 20.0, lines.len())?, axis, middle)?;
        }
    }
    let x = WIDTH - MARGIN - WORDS;
    sign(row.verdict).draw(&mut sheet.canvas, &[((x, middle), Some(told.as_str()))])?;
    let colour = if row.verdict == Verdict::NotEnoughData { QUIET_INK } else { INK };
    let face = if row.verdict == Verdict::Supported { Type::bold(BODY.size) } else { BODY };
    sheet.put(row.verdict.words(), (x + 24.0, middle + below), face, colour, Anchor::Start)
}

/// Why a row has no figure, in the middle of its axis on paper of its own.
fn reason(sheet: &mut Sheet, why: &[String], axis: &LogAxis, middle: f64) -> Result<(), DrawingError> {
    let widths = why.iter().map(|line| NOTE.width(line)).collect::<Result<Vec<_>, _>>()?;
    let half = widths.into_iter().fold(0.0, f64::max) / 2.0 + 8.0;
    let x = axis.place(1.0).0.clamp(LEFT + half, (RIGHT - half).max(LEFT + half));
    let between = (why.len() as f64 - 1.0) * NOTE.leading();
    let size = (2.0 * half, NOTE.size + 10.0 + between);
    sheet.canvas.rectangle((x - half, middle - size.1 / 2.0), size, &Paint::plain(PAPER), NO_LINE)?;
    let first = middle + (NOTE.cap_height() - between) / 2.0;
    for (place, line) in why.iter().enumerate() {
        sheet.put(line, (x, first + place as f64 * NOTE.leading()), NOTE, QUIET_INK, Anchor::Middle)?;
    }
    Ok(())
}

/// The ratio with its interval; an arrow where it goes on beyond the axis.
fn figure(
    sheet: &mut Sheet,
    ratio: Rate,
    verdict: Verdict,
    (axis, middle): (&LogAxis, f64),
    told: &str,
) -> Result<(), DrawingError> {
    let colour = sign(verdict).outline.colour;
    let span = Stroke::solid(colour, SPAN);
    let (lower, upper) = (axis.place(ratio.lower), axis.place(ratio.upper));
    sheet.canvas.line(span, (lower.0, middle), (upper.0, middle))?;
    for (x, beyond) in [lower, upper] {
        if beyond != 0 {
            let back = x - f64::from(beyond) * 11.0;
            sheet.canvas.line(span, (x, middle), (back, middle - 8.0))?;
            sheet.canvas.line(span, (x, middle), (back, middle + 8.0))?;
        }
    }
    let (x, beyond) = axis.place(ratio.value);
    if beyond != 0 {
        return Ok(());
    }
    sign(verdict).draw(&mut sheet.canvas, &[((x, middle), Some(told))])
}

/// The sign of a verdict: each of its own shape, colour and fill.
fn sign(verdict: Verdict) -> ShapedMark {
    let (shape, fill, line) = match verdict {
        Verdict::Supported => (MarkShape::Square, FIRST, FIRST),
        Verdict::NotSupported => (MarkShape::Diamond, AGAINST, AGAINST),
        Verdict::NotEnoughData => (MarkShape::Circle, PAPER, QUIET_INK),
        Verdict::NotOfferedInReach => {
            (MarkShape::TriangleUp, Colour::new(0xF4, 0x6A, 0x25), Colour::new(0xA3, 0x3F, 0x0A))
        }
    };
    ShapedMark { shape, paint: Paint::plain(fill), outline: Stroke::solid(line, 2.4), radius: 9.5 }
}

/// The numbers of the axis and its heading; gives the height where they end.
fn numbers(sheet: &mut Sheet, chart: &Verdicts<'_>, axis: &LogAxis, top: f64) -> Result<f64, DrawingError> {
    let mut free = f64::NEG_INFINITY;
    let ticks = axis.ticks();
    let one = axis.place(1.0).0;
    for (x, told) in &ticks {
        let half = NOTE.width(told)? / 2.0;
        let near_one = *x != one && (x - one).abs() < half + NOTE.size;
        if x - half < free || near_one {
            continue;
        }
        free = x + half + 10.0;
        sheet.put(told, (*x, top + NOTE.size), NOTE, INK, Anchor::Middle)?;
    }
    let mut baseline = top + NOTE.leading() + BODY.size;
    for line in BODY.wrap(&chart.heading, RIGHT - LEFT + 200.0)? {
        sheet.put(&line, (f64::midpoint(LEFT, RIGHT), baseline), BODY, INK, Anchor::Middle)?;
        baseline += BODY.leading();
    }
    Ok(baseline - BODY.leading() + 10.0)
}

/// The key in two columns: the verdicts with their numbers of tests, and the lines.
fn key(sheet: &mut Sheet, chart: &Verdicts<'_>, top: f64) -> Result<f64, DrawingError> {
    let half = (WIDTH - 2.0 * MARGIN) / 2.0;
    let verdicts: Vec<KeyLine> = VERDICTS
        .iter()
        .map(|verdict| {
            let words = format!("{}: {}", sentence(verdict.words()), chart.number(*verdict));
            KeyLine::Shape(sign(*verdict), words, None)
        })
        .collect();
    let lines = [
        KeyLine::Stroke(PARITY, "Parity: no difference from the people compared with".to_owned()),
        KeyLine::Stroke(THRESHOLD, "The definition’s own threshold".to_owned()),
        KeyLine::Stroke(Stroke::solid(INK, SPAN), chart.interval_name.clone()),
        KeyLine::Band(WORSE, "The worse side".to_owned()),
    ];
    let left = key::draw(sheet, "", &verdicts, (MARGIN, top), half - 30.0)?;
    let right = key::draw(sheet, "", &lines, (MARGIN + half, top), half)?;
    let withheld = chart.rows.iter().any(|row| matches!(row.ratio, AreaValue::Suppressed));
    let notes = withheld_note(withheld, chart.fewer_than).into_iter().chain(chart.notes.iter().cloned());
    key::notes(sheet, notes, (MARGIN, left.max(right)), WIDTH - 2.0 * MARGIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_verdict_has_a_sign_of_its_own_shape_that_stands_out() {
        let shapes: BTreeSet<MarkShape> = VERDICTS.iter().map(|verdict| sign(*verdict).shape).collect();
        assert_eq!(shapes.len(), VERDICTS.len());
        for verdict in VERDICTS {
            let line = sign(verdict).outline.colour;
            assert!(line.contrast(PAPER) >= 3.0 && line.contrast(WORSE.fill) >= 3.0, "{verdict:?}");
        }
    }
}
