//! The drawing of an UpSet chart: bars above and to the left of a matrix of dots.

use super::ChartError;
use super::key;
use super::labels::{FIRST, brief, shortened, withheld_note};
use super::upset::{Upset, UpsetCombination, UpsetSet};
use crate::number_words::whole;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Line, Stroke};
use crate::publish::drawing::colour::{Colour, INK, PAPER, QUIET_INK};
use crate::publish::drawing::paint::Paint;
use crate::publish::drawing::sheet::{BODY, MARGIN, NOTE, Sheet, WIDTH};
use crate::publish::maps::area_value::AreaValue;

/// Room for the labels of the definitions, pixels.
const LABELS: f64 = 420.0;
/// Room for the bars of the definitions, and for the numbers after them, pixels.
const SIZES: f64 = 150.0;
const NUMBERS: f64 = 112.0;
/// Height of the longest bar of a combination, and room for the number above it, pixels.
const BARS: f64 = 260.0;
const ABOVE: f64 = 124.0;
/// Widest column of the matrix, pixels.
const WIDEST: f64 = 84.0;
/// Left end of the matrix, pixels.
const MATRIX: f64 = MARGIN + LABELS + 24.0 + SIZES + NUMBERS + 12.0;

const BAND: Paint = Paint::plain(Colour::new(0xF2, 0xF2, 0xF2));
/// Bars of definitions.
const SIZE_INK: Colour = Colour::new(0x14, 0x6B, 0x62);
const ABSENT: Colour = Colour::new(0xC4, 0xC4, 0xC4);
const NO_LINE: Stroke = Stroke::solid(PAPER, 0.0);
const BASE: Stroke = Stroke::solid(QUIET_INK, 1.6);

/// A definition's row: its label in lines, and where it stands.
struct SetRow {
    lines: Vec<String>,
    agency: Vec<String>,
    top: f64,
    height: f64,
}

impl SetRow {
    fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }
}

/// The UpSet chart as a drawing (SVG): the same figures always give the same bytes.
///
/// Missing values: a number that is withheld has no bar and says "withheld"; its dots stay.
///
/// # Errors
/// No definition or no combination, a combination that names a definition that is not there.
///
/// References: Lex, Gehlenborg, Strobelt, Vuillemot and Pfister (2014), UpSet: visualization of intersecting
/// sets, IEEE Transactions on Visualization and Computer Graphics 20(12), 1983–1992,
/// DOI 10.1109/TVCG.2014.2346248.
pub fn draw(chart: &Upset<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let base = sheet.top + ABOVE + BARS;
    let rows = set_rows(chart, base + 22.0)?;
    let bottom = rows.last().map_or(base, |row| row.top + row.height);
    for row in rows.iter().step_by(2) {
        let size = (WIDTH - 2.0 * MARGIN, row.height);
        sheet.canvas.rectangle((MARGIN, row.top), size, &BAND, NO_LINE)?;
    }
    headings(&mut sheet, base)?;
    sizes(&mut sheet, chart, &rows)?;
    combinations(&mut sheet, chart, &rows, base)?;
    let end = notes(&mut sheet, chart, bottom + 12.0)?;
    Ok(sheet.finish(end, &chart.alt_text())?)
}

fn set_rows(chart: &Upset<'_>, top: f64) -> Result<Vec<SetRow>, DrawingError> {
    let mut rows = Vec::with_capacity(chart.sets.len());
    let mut top = top;
    for set in chart.sets {
        let lines = shortened(BODY, &set.label, LABELS - 12.0, 2)?;
        let agency = shortened(NOTE, &set.agency, LABELS - 12.0, 1)?;
        let height = lines.len() as f64 * BODY.leading() + agency.len() as f64 * NOTE.leading() + 18.0;
        rows.push(SetRow { lines, agency, top, height });
        top += height;
    }
    Ok(rows)
}

/// The words above the two sets of bars.
fn headings(sheet: &mut Sheet, base: f64) -> Result<(), DrawingError> {
    let left = MARGIN + LABELS + 24.0;
    let words = "People covered by the definition";
    let lines = BODY.wrap(words, SIZES + NUMBERS - 12.0)?;
    for (place, line) in lines.iter().rev().enumerate() {
        sheet.put(line, (left, base - place as f64 * BODY.leading()), BODY, INK, Anchor::Start)?;
    }
    let words =
        "Bars at the right: people covered by the definitions with a filled dot below, and by no other";
    sheet.paragraph(words, (MARGIN, sheet.top), LABELS, BODY, INK)?;
    Ok(())
}

/// The labels of the definitions, their bars and numbers.
fn sizes(sheet: &mut Sheet, chart: &Upset<'_>, rows: &[SetRow]) -> Result<(), DrawingError> {
    let most = chart.sets.iter().filter_map(|set| set.people.shown()).max().copied().unwrap_or(0).max(1);
    let left = MARGIN + LABELS + 24.0;
    for (set, row) in chart.sets.iter().zip(rows) {
        let mut baseline = row.top + 7.0 + BODY.size;
        for line in &row.lines {
            sheet.put(line, (MARGIN + 10.0, baseline), BODY, INK, Anchor::Start)?;
            baseline += BODY.leading();
        }
        for line in &row.agency {
            sheet.put(line, (MARGIN + 10.0, baseline - 3.0), NOTE, QUIET_INK, Anchor::Start)?;
        }
        let end = size_bar(sheet, set, (left, row.middle()), most)?;
        let colour = if set.people.shown().is_some() { INK } else { QUIET_INK };
        let place = (end + 10.0, row.middle() + NOTE.cap_height() / 2.0);
        let words = shortened(NOTE, &brief(&set.people, |n| whole(*n)), MATRIX - end - 22.0, 1)?;
        sheet.put(&words.concat(), place, NOTE, colour, Anchor::Start)?;
    }
    Ok(())
}

/// The bar of a definition; gives where it ends.
fn size_bar(sheet: &mut Sheet, set: &UpsetSet, from: (f64, f64), most: u64) -> Result<f64, DrawingError> {
    let Some(people) = set.people.shown() else {
        return Ok(from.0 - 10.0);
    };
    let width = *people as f64 / most as f64 * SIZES;
    let corner = (from.0, from.1 - 15.0);
    sheet.canvas.rectangle(corner, (width, 30.0), &Paint::plain(SIZE_INK), NO_LINE)?;
    Ok(from.0 + width)
}

/// The columns: dots joined by a line below, a bar with its number above.
fn combinations(
    sheet: &mut Sheet,
    chart: &Upset<'_>,
    rows: &[SetRow],
    base: f64,
) -> Result<(), DrawingError> {
    let drawn = chart.drawn();
    let column = ((WIDTH - MARGIN - MATRIX) / drawn.len() as f64).min(WIDEST);
    let most = drawn.iter().filter_map(|c| c.people.shown()).max().copied().unwrap_or(0).max(1);
    let right = MATRIX + column * drawn.len() as f64;
    for (place, combination) in drawn.iter().enumerate() {
        let middle = MATRIX + (place as f64 + 0.5) * column;
        dots(sheet, chart, (combination, rows), middle)?;
        bar(sheet, (combination, most), (middle, base), column)?;
    }
    sheet.canvas.line(BASE, (MATRIX, base), (right, base))
}

fn dots(
    sheet: &mut Sheet,
    chart: &Upset<'_>,
    (combination, rows): (&UpsetCombination, &[SetRow]),
    x: f64,
) -> Result<(), DrawingError> {
    let told = format!("{}: {}", chart.joined(combination), chart.people(&combination.people));
    let place = |row: &SetRow| ((x, row.middle()), Some(told.as_str()));
    let (mut members, mut others) = (Vec::new(), Vec::new());
    for (index, row) in rows.iter().enumerate() {
        if combination.members.contains(&index) {
            members.push(place(row));
        } else {
            others.push(place(row));
        }
    }
    sheet.canvas.dots(ABSENT, NO_LINE, 5.0, &others)?;
    if let (Some((first, _)), Some((last, _))) = (members.first(), members.last()) {
        sheet.canvas.line(Stroke::solid(FIRST, 4.0), *first, *last)?;
    }
    sheet.canvas.dots(FIRST, NO_LINE, 11.5, &members)
}

fn bar(
    sheet: &mut Sheet,
    (combination, most): (&UpsetCombination, u64),
    (middle, base): (f64, f64),
    column: f64,
) -> Result<(), DrawingError> {
    let height = combination.people.shown().map_or(0.0, |people| *people as f64 / most as f64 * BARS);
    let width = (column * 0.62).min(44.0);
    if height > 0.0 {
        let corner = (middle - width / 2.0, base - height);
        sheet.canvas.rectangle(corner, (width, height), &Paint::plain(FIRST), NO_LINE)?;
    }
    let words = shortened(NOTE, &brief(&combination.people, |n| whole(*n)), ABOVE - 16.0, 1)?.concat();
    let upwards = NOTE.width(&words)? > column - 6.0;
    let (place, anchor) = if upwards {
        ((middle + NOTE.cap_height() / 2.0, base - height - 9.0), Anchor::Start)
    } else {
        ((middle, base - height - 9.0), Anchor::Middle)
    };
    let colour = if matches!(combination.people, AreaValue::Value(_)) { INK } else { QUIET_INK };
    sheet.canvas.text(&Line { text: &words, place, face: NOTE, colour, anchor, upwards })
}

fn notes(sheet: &mut Sheet, chart: &Upset<'_>, top: f64) -> Result<f64, DrawingError> {
    let withheld = chart
        .sets
        .iter()
        .map(|set| &set.people)
        .chain(chart.drawn().iter().map(|combination| &combination.people))
        .any(|people| matches!(people, AreaValue::Suppressed));
    let nobody = chart.drawn().iter().any(|combination| combination.members.is_empty());
    let nobody =
        nobody.then(|| "A column without a filled dot: people whom no definition covers.".to_owned());
    let notes = nobody
        .into_iter()
        .chain(withheld_note(withheld, chart.fewer_than))
        .chain(chart.left_out())
        .chain(chart.notes.iter().cloned());
    key::notes(sheet, notes, (MARGIN, top), WIDTH - 2.0 * MARGIN)
}
