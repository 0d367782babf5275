//! The drawing of paired change: a slope for each group, and below it a strip of who improved and who did not.

use super::axis::Axis;
use super::frame::Plot;
use super::groups::Rate;
use super::key::{self, KeyLine};
use super::labels::{FIRST, SECOND, shortened, withheld_note};
use super::paired_change::{ChangedGroup, DIRECTIONS, PairedChange, PairedFigures};
use super::{ChartError, KEY_LEFT, KEY_WIDTH, PLOT_WIDTH};
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Line, Stroke};
use crate::publish::drawing::colour::{Colour, GRID, INK, OUTLINE, PAPER, QUIET_INK};
use crate::publish::drawing::lettering::Type;
use crate::publish::drawing::marks::{MarkShape, ShapedMark};
use crate::publish::drawing::numbers::sentence;
use crate::publish::drawing::paint::{Paint, Pattern};
use crate::publish::drawing::sheet::{BODY, HEADING, MARGIN, NOTE, Sheet, WIDTH};
use crate::publish::maps::area_value::AreaValue;

const LINES: [Stroke; 2] =
    [Stroke::solid(FIRST, 4.0), Stroke { colour: SECOND, width: 4.0, dash: Some((15.0, 7.0)) }];
/// How far to the side a group stands, so that two intervals do not lie over each other, pixels.
const ASIDE: [f64; 2] = [-11.0, 11.0];
/// Where the two times stand, as shares of the plot's width.
const TIMES: [f64; 2] = [0.15, 0.53];
/// Paints of those who improved, stayed the same and got worse, and of what is withheld.
const PAINTS: [Paint; 3] = [
    Paint::plain(FIRST),
    Paint::plain(Colour::new(0xDC, 0xDC, 0xDC)),
    Paint {
        fill: Colour::new(0xE3, 0xC3, 0xD3),
        pattern: Pattern::Lines,
        ink: Colour::new(0x80, 0x16, 0x50),
    },
];
const WITHHELD: Paint =
    Paint { fill: PAPER, pattern: Pattern::FallingLines, ink: Colour::new(0x8C, 0x8C, 0x8C) };
/// Paper around letters that stand over the grid, pixels.
const HALO: f64 = 4.0;
/// Height of a strip, pixels.
const STRIP: f64 = 42.0;

/// The chart of paired change as a drawing (SVG): the same figures always give the same bytes.
///
/// No person is drawn: only means, and shares of all people measured both times.
///
/// Missing values: a group whose means are withheld has no line and the key says so. Of the three directions, one that
/// alone is withheld would be given away by the other two, so then all three are.
///
/// # Errors
/// No means at all, figures that are not finite, intervals whose limits cross, shares that do not make a whole.
pub fn draw(chart: &PairedChange<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let plot = Plot {
        left: MARGIN + 92.0,
        top: sheet.top + 48.0,
        right: MARGIN + PLOT_WIDTH,
        bottom: sheet.top + 48.0 + 500.0,
    };
    let limits = |r: Rate| [r.lower, r.value, r.upper];
    let figures = chart.figures().flat_map(|(_, f)| [limits(f.before), limits(f.after)].concat());
    let up = Axis::new(figures, chart.unit, chart.from_zero, (plot.bottom, plot.top));
    plot.upright(&mut sheet, &up, &format!("{} ({})", chart.heading, chart.better.words()))?;
    let end = times(&mut sheet, chart, &plot)?;
    for (group, figures) in chart.figures() {
        slope(&mut sheet, chart, (group, figures), (&plot, &up))?;
    }
    figures_told(&mut sheet, chart, &plot, &up)?;
    let key_end = key(&mut sheet, chart, plot.top - 40.0)?;
    let end = strips(&mut sheet, chart, end.max(key_end) + 22.0)?;
    let end = notes(&mut sheet, chart, end)?;
    Ok(sheet.finish(end, &chart.alt_text())?)
}

/// Where a time stands, pixels.
fn time(plot: &Plot, place: usize) -> f64 {
    plot.left + (plot.right - plot.left) * TIMES[place]
}

/// The two times below the plot, each with its upright line; gives the height where they end.
fn times(sheet: &mut Sheet, chart: &PairedChange<'_>, plot: &Plot) -> Result<f64, DrawingError> {
    let room = (plot.right - plot.left) * (TIMES[1] - TIMES[0]) - 16.0;
    let mut end = plot.bottom;
    sheet.canvas.line(Stroke::solid(QUIET_INK, 1.6), (plot.left, plot.bottom), (plot.right, plot.bottom))?;
    for (place, name) in chart.times.iter().enumerate() {
        let x = time(plot, place);
        sheet.canvas.line(Stroke::solid(GRID, 1.6), (x, plot.top), (x, plot.bottom))?;
        for (line, words) in shortened(BODY, name, room, 2)?.iter().enumerate() {
            let baseline = plot.bottom + 14.0 + BODY.size + line as f64 * BODY.leading();
            sheet.put(words, (x, baseline), BODY, INK, Anchor::Middle)?;
            end = end.max(baseline + 10.0);
        }
    }
    Ok(end)
}

fn mark(group: usize) -> ShapedMark {
    let (shape, fill) = if group == 0 { (MarkShape::Circle, FIRST) } else { (MarkShape::Diamond, PAPER) };
    let outline = Stroke::solid(LINES[group].colour, 3.2);
    ShapedMark { shape, paint: Paint::plain(fill), outline, radius: 9.0 }
}

/// A group's line from before to after, with its intervals and marks.
fn slope(
    sheet: &mut Sheet,
    chart: &PairedChange<'_>,
    (group, figures): (usize, PairedFigures),
    (plot, up): (&Plot, &Axis),
) -> Result<(), DrawingError> {
    let x = |place: usize| time(plot, place) + ASIDE[group];
    let (from, to) = ((x(0), up.place(figures.before.value)), (x(1), up.place(figures.after.value)));
    sheet.canvas.line(LINES[group], from, to)?;
    for (x, rate) in [(from.0, figures.before), (to.0, figures.after)] {
        let span = Stroke::solid(LINES[group].colour, 3.0);
        sheet.canvas.line(span, (x, up.place(rate.lower)), (x, up.place(rate.upper)))?;
        for limit in [rate.lower, rate.upper] {
            sheet.canvas.line(span, (x - 6.0, up.place(limit)), (x + 6.0, up.place(limit)))?;
        }
    }
    let told = format!("{}: {}", chart.drawn()[group].name, chart.finding(&chart.drawn()[group]));
    let told = Some(told.as_str());
    mark(group).draw(&mut sheet.canvas, &[(from, told), (to, told)])
}

/// The figures before at the left of their marks, those after with the group's name at the right; kept apart.
fn figures_told(
    sheet: &mut Sheet,
    chart: &PairedChange<'_>,
    plot: &Plot,
    up: &Axis,
) -> Result<(), DrawingError> {
    let shown: Vec<(usize, PairedFigures)> = chart.figures().collect();
    let heights = |value: fn(&PairedFigures) -> f64| {
        apart(&shown.iter().map(|(_, figures)| up.place(value(figures))).collect::<Vec<_>>())
    };
    let (before, after) = (heights(|f| f.before.value), heights(|f| f.after.value));
    let (left, right) = (time(plot, 0) - 36.0, time(plot, 1) + 36.0);
    let face = Type::bold(BODY.size);
    for (place, (group, figures)) in shown.iter().enumerate() {
        let colour = LINES[*group].colour;
        let mut put = |text: &str, x: f64, middle: f64, face: Type, anchor: Anchor| {
            let place = (x, middle + BODY.cap_height() / 2.0);
            sheet.canvas.text_with_halo(&Line { text, place, face, colour, anchor, upwards: false }, HALO)
        };
        put(&chart.unit.tell(figures.before.value), left, before[place], face, Anchor::End)?;
        let told = chart.unit.tell(figures.after.value);
        put(&told, right, after[place], face, Anchor::Start)?;
        let start = right + face.width(&told)? + 14.0;
        let name = shortened(NOTE, &chart.drawn()[*group].name, plot.right - start, 1)?.concat();
        put(&name, start, after[place], NOTE, Anchor::Start)?;
    }
    Ok(())
}

/// Heights moved apart, where two are nearer than a line of text.
fn apart(heights: &[f64]) -> Vec<f64> {
    let room = BODY.leading();
    match *heights {
        [one, other] if (one - other).abs() < room => {
            let middle = f64::midpoint(one, other);
            let way = if one <= other { -room / 2.0 } else { room / 2.0 };
            vec![middle + way, middle - way]
        }
        _ => heights.to_vec(),
    }
}

fn key(sheet: &mut Sheet, chart: &PairedChange<'_>, top: f64) -> Result<f64, DrawingError> {
    let mut end = top;
    for (place, group) in chart.drawn().iter().enumerate() {
        let words = format!("{}, {}", group.name, chart.people_told(group));
        let lines = [KeyLine::Shape(mark(place), words, None)];
        end = key::draw(sheet, "", &lines, (KEY_LEFT, end), KEY_WIDTH)?;
        let finding = format!("{}.", sentence(&chart.finding(group)));
        end = sheet.paragraph(&finding, (KEY_LEFT, end), KEY_WIDTH, BODY, INK)? + 22.0;
    }
    let upright = format!("Upright lines: {}.", chart.interval_name);
    key::notes(sheet, [upright], (KEY_LEFT, end - 8.0), KEY_WIDTH)
}

/// The strips of who improved, stayed the same and got worse; gives the height where they end.
fn strips(sheet: &mut Sheet, chart: &PairedChange<'_>, top: f64) -> Result<f64, DrawingError> {
    let room = WIDTH - 2.0 * MARGIN;
    let words = "Who improved, stayed the same or got worse";
    let mut end = sheet.paragraph(words, (MARGIN, top), room, HEADING, INK)? + 4.0;
    for group in chart.drawn() {
        end = sheet.paragraph(&group.name, (MARGIN, end), room, BODY, INK)? + 8.0;
        strip(sheet, group, end, room)?;
        end = directions(sheet, chart, group, end + STRIP + 10.0)? + 16.0;
    }
    Ok(end - 12.0)
}

fn strip(sheet: &mut Sheet, group: &ChangedGroup, top: f64, room: f64) -> Result<(), DrawingError> {
    let outline = Stroke::solid(OUTLINE, 1.2);
    let directions = group.safe_directions();
    let mut left = MARGIN;
    for (paint, direction) in PAINTS.iter().zip(&directions) {
        let share = direction.shown().map_or(0.0, |changed| changed.share);
        let width = (share * room).min(MARGIN + room - left);
        if width > 0.0 {
            sheet.canvas.rectangle((left, top), (width, STRIP), paint, outline)?;
        }
        left += width;
    }
    let rest = MARGIN + room - left;
    if directions.iter().any(|direction| direction.shown().is_none()) && rest > 0.5 {
        sheet.canvas.rectangle((left, top), (rest, STRIP), &WITHHELD, outline)?;
    }
    Ok(())
}

/// What the parts of a strip are, each with a sample of its paint.
fn directions(
    sheet: &mut Sheet,
    chart: &PairedChange<'_>,
    group: &ChangedGroup,
    top: f64,
) -> Result<f64, DrawingError> {
    let third = (WIDTH - 2.0 * MARGIN) / 3.0;
    let mut end = top;
    for (place, direction) in group.safe_directions().iter().enumerate() {
        let words = format!("{}: {}", DIRECTIONS[place], chart.direction_told(direction));
        let paint = if direction.shown().is_some() { PAINTS[place] } else { WITHHELD };
        let corner = (MARGIN + place as f64 * third, top);
        end = end.max(key::draw(sheet, "", &[KeyLine::Band(paint, words)], corner, third - 20.0)?);
    }
    Ok(end)
}

fn notes(sheet: &mut Sheet, chart: &PairedChange<'_>, top: f64) -> Result<f64, DrawingError> {
    let hidden = |group: &ChangedGroup| {
        matches!(group.figures, AreaValue::Suppressed)
            || group.directions.iter().any(|direction| matches!(direction, AreaValue::Suppressed))
    };
    let withheld = withheld_note(chart.drawn().iter().any(hidden), chart.fewer_than);
    let notes = withheld.into_iter().chain(chart.notes.iter().cloned());
    key::notes(sheet, notes, (MARGIN, top), WIDTH - 2.0 * MARGIN)
}

#[cfg(test)]
mod tests {
    use super::apart;
    use crate::publish::drawing::sheet::BODY;

    #[test]
    fn figures_that_are_near_each_other_are_written_apart_in_their_order() {
        assert_eq!(apart(&[10.0, 200.0]), [10.0, 200.0]);
        let moved = apart(&[52.0, 50.0]);
        assert!((moved[0] - moved[1] - BODY.leading()).abs() < 1e-9, "{moved:?}");
        let same = apart(&[50.0, 50.0]);
        assert!((same[1] - same[0] - BODY.leading()).abs() < 1e-9, "{same:?}");
        assert_eq!(apart(&[7.0]), [7.0]);
    }
}
