//! The drawing of attrition: two panels of bars side by side, the losses in words between them.

use super::ChartError;
use super::attrition::{Attrition, Loss};
use super::key;
use super::labels::{FIRST, SECOND, shortened, withheld_note};
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Stroke};
use crate::publish::drawing::colour::{Colour, GRID, INK, QUIET_INK};
use crate::publish::drawing::lettering::Type;
use crate::publish::drawing::marks::{MarkShape, ShapedMark};
use crate::publish::drawing::paint::{Paint, Pattern};
use crate::publish::drawing::sheet::{BODY, HEADING, MARGIN, NOTE, Sheet, WIDTH};
use crate::publish::maps::area_value::AreaValue;

/// Room between the two panels, and width of each, pixels.
const BETWEEN: f64 = 56.0;
const PANEL: f64 = (WIDTH - 2.0 * MARGIN - BETWEEN) / 2.0;
/// Room for the names of steps and for the numbers after the bars, pixels.
const NAMES: f64 = 158.0;
const NUMBERS: f64 = 254.0;
/// Length of a bar of everybody, pixels.
const BAR: f64 = PANEL - NAMES - NUMBERS - 14.0;
const THICKNESS: f64 = 44.0;
/// From one bar to the next, pixels.
const STEP: f64 = 104.0;
/// Bars of the second group are hatched as well as of another colour.
const PAINTS: [Paint; 2] = [
    Paint::plain(FIRST),
    Paint { fill: Colour::new(0xF6, 0xD9, 0xC2), pattern: Pattern::Lines, ink: SECOND },
];
const OUTLINES: [Stroke; 2] = [Stroke::solid(FIRST, 1.5), Stroke::solid(SECOND, 1.5)];

/// A group's panel.
struct Panel {
    group: usize,
    left: f64,
    /// Pixels of a bar for each of its people.
    scale: f64,
}

/// The chart of attrition as a drawing (SVG): the same figures always give the same bytes.
///
/// Formula: share at a step = people at the step ÷ people at the first step whose number is known; share lost = 1 −
/// people at the step ÷ people at the last step before it whose number is known.
///
/// Missing values: a step without a number has no bar and says why ("withheld", "not recorded"); the loss after it is
/// told since the last step with a number.
///
/// # Errors
/// Neither group has a step with a number above zero.
pub fn draw(chart: &Attrition<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let top = sheet.top;
    let lefts = [MARGIN, MARGIN + PANEL + BETWEEN];
    let mut first_bar: f64 = top;
    for (group, left) in lefts.into_iter().enumerate() {
        let end = sheet.paragraph(&chart.groups[group], (left, top), PANEL, HEADING, INK)?;
        let end = sheet.paragraph(&chart.whole_told(group), (left, end), PANEL, NOTE, QUIET_INK)?;
        first_bar = first_bar.max(end + 18.0);
    }
    let mut bottom = first_bar;
    for (group, left) in lefts.into_iter().enumerate() {
        let panel = Panel { group, left, scale: scale(chart, group) };
        bottom = steps(&mut sheet, chart, &panel, first_bar)?;
    }
    let divide = MARGIN + PANEL + BETWEEN / 2.0;
    sheet.canvas.line(Stroke::solid(GRID, 1.5), (divide, top), (divide, bottom))?;
    let suppressed = |people: &AreaValue<u64>| matches!(people, AreaValue::Suppressed);
    let withheld = chart.steps.iter().any(|step| step.people.iter().any(suppressed));
    let notes = chart
        .remarks()
        .into_iter()
        .chain(chart.beginnings_differ())
        .chain(withheld_note(withheld, chart.fewer_than))
        .chain(chart.notes.iter().cloned());
    let end = key::notes(&mut sheet, notes, (MARGIN, bottom + 6.0), WIDTH - 2.0 * MARGIN)?;
    Ok(sheet.finish(end, &chart.alt_text())?)
}

/// Pixels for each person: everybody fills the bar, in both panels alike unless a later step counts more people.
fn scale(chart: &Attrition<'_>, group: usize) -> f64 {
    let most = |group: usize| {
        let whole = chart.whole(group).map_or(1.0, |(_, people)| people as f64);
        chart.known(group).iter().map(|(_, people)| *people as f64 / whole).fold(1.0, f64::max)
    };
    let whole = chart.whole(group).map_or(1.0, |(_, people)| people as f64);
    BAR / most(0).max(most(1)) / whole
}

/// The bars of a group from the top; gives the height where they end.
fn steps(sheet: &mut Sheet, chart: &Attrition<'_>, panel: &Panel, top: f64) -> Result<f64, DrawingError> {
    let losses = chart.losses(panel.group);
    let most = losses.iter().map(|loss| loss.share).fold(0.0, f64::max);
    let bars = panel.left + NAMES + 14.0;
    for (place, step) in chart.steps.iter().enumerate() {
        let bar = top + place as f64 * STEP;
        let middle = bar + THICKNESS / 2.0;
        name(sheet, &step.name, panel.left + NAMES, middle)?;
        let told = chart.step_told(step, panel.group);
        let mut end = bars;
        if let Some(people) = step.people[panel.group].shown() {
            let size = (*people as f64 * panel.scale, THICKNESS);
            sheet.canvas.rectangle((bars, bar), size, &PAINTS[panel.group], OUTLINES[panel.group])?;
            end = bars + size.0 + 12.0;
        }
        let colour = if step.people[panel.group].shown().is_some() { INK } else { QUIET_INK };
        let words = shortened(BODY, &told, panel.left + PANEL - end, 1)?.concat();
        sheet.put(&words, (end, middle + BODY.cap_height() / 2.0), BODY, colour, Anchor::Start)?;
        if let Some(loss) = losses.iter().find(|loss| loss.at == place) {
            lost(sheet, chart, (*loss, loss.share >= most && most > 0.0), (bars, bar), panel)?;
        }
    }
    Ok(top + chart.steps.len() as f64 * STEP - (STEP - THICKNESS) + 14.0)
}

fn name(sheet: &mut Sheet, name: &str, right: f64, middle: f64) -> Result<(), DrawingError> {
    let lines = shortened(BODY, name, NAMES, 2)?;
    let first = middle + BODY.cap_height() / 2.0 - (lines.len() as f64 - 1.0) * BODY.leading() / 2.0;
    for (place, line) in lines.iter().enumerate() {
        sheet.put(line, (right, first + place as f64 * BODY.leading()), BODY, INK, Anchor::End)?;
    }
    Ok(())
}

/// What was lost, between a bar and the one above; the greatest loss of a group in bold.
fn lost(
    sheet: &mut Sheet,
    chart: &Attrition<'_>,
    (loss, greatest): (Loss, bool),
    (left, bar): (f64, f64),
    panel: &Panel,
) -> Result<(), DrawingError> {
    let face = if greatest { Type::bold(NOTE.size) } else { NOTE };
    let colour = if greatest { INK } else { QUIET_INK };
    let middle = bar - (STEP - THICKNESS) / 2.0;
    if loss.people > 0 {
        let mark = ShapedMark {
            shape: MarkShape::TriangleDown,
            paint: Paint::plain(colour),
            outline: Stroke::solid(colour, 1.0),
            radius: 8.0,
        };
        mark.draw(&mut sheet.canvas, &[((left + 10.0, middle), None)])?;
    }
    let words = shortened(face, &chart.loss_told(loss), panel.left + PANEL - left - 30.0, 1)?.concat();
    sheet.put(&words, (left + 30.0, middle + face.cap_height() / 2.0), face, colour, Anchor::Start)
}
