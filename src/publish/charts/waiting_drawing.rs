//! The drawing of waiting: step curves with their intervals, the medians, and the people at risk below.

use super::axis::Axis;
use super::frame::Plot;
use super::key::{self, KeyLine};
use super::labels::{FIRST, SECOND, brief, shortened, withheld_note};
use super::waiting::{Waiting, WaitingCurve, WaitingGroup};
use super::{ChartError, KEY_LEFT, KEY_WIDTH, PLOT_WIDTH};
use crate::number_words::{number, whole};
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Point, Shape, Stroke, at};
use crate::publish::drawing::colour::{Colour, INK, PAPER, QUIET_INK};
use crate::publish::drawing::marks::{MarkShape, ShapedMark};
use crate::publish::drawing::numbers::{Unit, sentence};
use crate::publish::drawing::paint::Paint;
use crate::publish::drawing::sheet::{BODY, HEADING, MARGIN, NOTE, Sheet};
use crate::publish::maps::area_value::AreaValue;

/// The interval of the first group is a light band, that of the second two thin broken lines.
const BAND: Paint = Paint::plain(Colour::new(0xD0, 0xDA, 0xE6));
const LIMITS: Stroke = Stroke { colour: SECOND, width: 1.6, dash: Some((3.0, 5.0)) };
const CURVES: [Stroke; 2] =
    [Stroke::solid(FIRST, 4.0), Stroke { colour: SECOND, width: 4.0, dash: Some((15.0, 7.0)) }];
const HALF: Stroke = Stroke { colour: QUIET_INK, width: 1.6, dash: Some((9.0, 7.0)) };

/// The chart of waiting as a drawing (SVG): the same figures always give the same bytes.
///
/// Missing values: a group whose curve is withheld keeps its line in the key, which says so; a number at risk that is
/// withheld says so in its place.
///
/// # Errors
/// No curve at all, figures that are not finite, shares that rise or lie outside 0 to 1, days that do not increase.
///
/// References: Kaplan and Meier (1958), Nonparametric estimation from incomplete observations, Journal of the American
/// Statistical Association 53(282), 457–481, DOI 10.1080/01621459.1958.10501452; Pocock, Clayton and Altman (2002),
/// Survival plots of time-to-event outcomes in clinical trials, Lancet 359(9318), 1686–1689,
/// DOI 10.1016/S0140-6736(02)08594-X (people at risk below the axis).
pub fn draw(chart: &Waiting<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let plot = Plot {
        left: MARGIN + 92.0,
        top: sheet.top + 48.0,
        right: MARGIN + PLOT_WIDTH,
        bottom: sheet.top + 48.0 + 620.0,
    };
    let last_day = chart.curves().map(|(_, curve)| curve.followed_to);
    let days = last_day.chain(chart.days.iter().copied()).chain([7.0]);
    let up = Axis::new([1.0].into_iter(), Unit::Percentage, true, (plot.bottom, plot.top));
    let mut across = Axis::new(days, Unit::Number, true, (plot.left, plot.right));
    across.ticks = chart.days.to_vec();
    let axes = (&across, &up);
    for (group, curve) in chart.curves() {
        interval(&mut sheet, group, curve, axes)?;
    }
    plot.upright(&mut sheet, &up, &chart.heading)?;
    let end = plot.level(&mut sheet, &across, &chart.days_heading, false)?;
    sheet.canvas.line(HALF, (plot.left, up.place(0.5)), (plot.right, up.place(0.5)))?;
    for (group, curve) in chart.curves() {
        let line = stairs(curve, axes, |rate| rate.value);
        sheet.canvas.lines(CURVES[group], (0, 0), [line.as_slice()])?;
    }
    for (group, curve) in chart.curves() {
        median(&mut sheet, group, (chart, curve), (axes, plot.bottom))?;
    }
    let end = at_risk(&mut sheet, chart, &across, (plot.left, end + 12.0))?;
    let key_end = key(&mut sheet, chart, plot.top - 40.0)?;
    Ok(sheet.finish(end.max(key_end), &chart.alt_text())?)
}

/// The corners of a curve in steps, from everybody on day 0 to the last day followed.
fn stairs(
    curve: &WaitingCurve,
    (across, up): (&Axis, &Axis),
    height: impl Fn(super::groups::Rate) -> f64,
) -> Vec<Point> {
    let mut share: f64 = 1.0;
    let mut corners = vec![at(across.place(0.0), up.place(share))];
    for step in curve.steps.iter().filter(|step| step.day <= curve.followed_to) {
        let x = across.place(step.day);
        corners.push(at(x, up.place(share)));
        share = height(step.not_seen).clamp(0.0, 1.0);
        corners.push(at(x, up.place(share)));
    }
    corners.push(at(across.place(curve.followed_to), up.place(share)));
    corners
}

fn interval(
    sheet: &mut Sheet,
    group: usize,
    curve: &WaitingCurve,
    axes: (&Axis, &Axis),
) -> Result<(), DrawingError> {
    let lower = stairs(curve, axes, |rate| rate.lower);
    let upper = stairs(curve, axes, |rate| rate.upper);
    if group > 0 {
        return sheet.canvas.lines(LIMITS, (0, 0), [lower.as_slice(), upper.as_slice()]);
    }
    let ring: Vec<Point> = upper.into_iter().chain(lower.into_iter().rev()).collect();
    let rings = [ring];
    let shape = Shape { rings: &rings, tooltip: None };
    sheet.canvas.shapes(&BAND, Stroke::solid(BAND.fill, 0.5), (0, 0), &[shape])
}

/// The mark of the median: round for the first group, a square on its corner for the second.
fn median_mark(group: usize) -> ShapedMark {
    let shape = if group == 0 { MarkShape::Circle } else { MarkShape::Diamond };
    let colour = CURVES[group].colour;
    ShapedMark { shape, paint: Paint::plain(PAPER), outline: Stroke::solid(colour, 3.4), radius: 9.0 }
}

/// The median on the half-way line, with a line down to its day.
fn median(
    sheet: &mut Sheet,
    group: usize,
    (chart, curve): (&Waiting<'_>, &WaitingCurve),
    ((across, up), bottom): ((&Axis, &Axis), f64),
) -> Result<(), DrawingError> {
    let Some(median) = curve.median.shown().filter(|median| (0.0..=curve.followed_to).contains(&median.days))
    else {
        return Ok(());
    };
    let place = (across.place(median.days), up.place(0.5));
    let drop = Stroke { width: 1.8, ..HALF };
    sheet.canvas.line(Stroke { colour: CURVES[group].colour, ..drop }, place, (place.0, bottom))?;
    let told = format!("{}: {}", chart.drawn()[group].name, chart.median_told(&chart.drawn()[group]));
    median_mark(group).draw(&mut sheet.canvas, &[(place, Some(told.as_str()))])
}

/// The people at risk, a line of numbers for each group below the days; gives the height where they end.
fn at_risk(
    sheet: &mut Sheet,
    chart: &Waiting<'_>,
    across: &Axis,
    (left, top): (f64, f64),
) -> Result<f64, DrawingError> {
    let mut end =
        sheet.paragraph("Still waiting on that day", (left, top), PLOT_WIDTH - 92.0, HEADING, INK)?;
    for (place, group) in chart.drawn().iter().enumerate() {
        let middle = end + 8.0 + NOTE.size - NOTE.cap_height() / 2.0;
        sheet.canvas.line(CURVES[place], (left, middle), (left + 44.0, middle))?;
        let name = shortened(NOTE, &group.name, PLOT_WIDTH - 160.0, 1)?.concat();
        let baseline = end + 8.0 + NOTE.size;
        sheet.put(&name, (left + 58.0, baseline), NOTE, QUIET_INK, Anchor::Start)?;
        let baseline = baseline + NOTE.leading() + 2.0;
        numbers(sheet, chart, group, (across, baseline))?;
        end = baseline + 10.0;
    }
    Ok(end)
}

/// The numbers of one group; a number that would touch the one before it is left out.
fn numbers(
    sheet: &mut Sheet,
    chart: &Waiting<'_>,
    group: &WaitingGroup,
    (across, baseline): (&Axis, f64),
) -> Result<(), DrawingError> {
    let mut free = f64::NEG_INFINITY;
    for (place, day) in chart.days.iter().enumerate() {
        let words = group.at_risk.get(place).map_or_else(|| "–".to_owned(), |p| brief(p, |n| whole(*n)));
        let (x, half) = (across.place(*day), NOTE.width(&words)? / 2.0);
        if x - half < free {
            continue;
        }
        free = x + half + 10.0;
        let known = group.at_risk.get(place).is_some_and(|people| people.shown().is_some());
        let colour = if known { INK } else { QUIET_INK };
        sheet.put(&words, (x, baseline), NOTE, colour, Anchor::Middle)?;
    }
    Ok(())
}

fn key(sheet: &mut Sheet, chart: &Waiting<'_>, top: f64) -> Result<f64, DrawingError> {
    let mut end = top;
    for (place, group) in chart.drawn().iter().enumerate() {
        let band = if place == 0 {
            KeyLine::Band(BAND, chart.interval_name.clone())
        } else {
            KeyLine::Stroke(LIMITS, chart.interval_name.clone())
        };
        let mut lines = vec![KeyLine::Stroke(CURVES[place], group.name.clone())];
        if let Some(curve) = group.curve.shown() {
            lines.push(band);
            let median = curve.median.shown();
            lines.extend(median.map(|m| {
                let words = format!("Half seen: day {}", number(m.days, 0));
                KeyLine::Shape(median_mark(place), words, None)
            }));
        }
        end = key::draw(sheet, "", &lines, (KEY_LEFT, end), KEY_WIDTH)?;
        let finding = format!("{}.", sentence(&chart.median_told(group)));
        end = sheet.paragraph(&finding, (KEY_LEFT, end + 2.0), KEY_WIDTH, BODY, INK)? + 26.0;
    }
    let hidden = |group: &WaitingGroup| {
        matches!(group.curve, AreaValue::Suppressed)
            || group.at_risk.iter().any(|people| matches!(people, AreaValue::Suppressed))
    };
    let withheld = withheld_note(chart.drawn().iter().any(hidden), chart.fewer_than);
    let half = std::iter::once("Broken level line: half have been seen.".to_owned());
    key::notes(sheet, half.chain(withheld).chain(chart.notes.iter().cloned()), (KEY_LEFT, end), KEY_WIDTH)
}
