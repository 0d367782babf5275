//! Concentration curve: the cumulative share of people, most deprived first, against that of those reached.

use super::axis::Axis;
use super::frame::Plot;
use super::groups::{Rate, rates_hold};
use super::key::{self, KeyLine, Mark};
use super::{ChartError, KEY_LEFT, KEY_WIDTH, PLOT_WIDTH, finite};
use crate::number_words::{number, percentage};
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Point, Shape, Stroke, at};
use crate::publish::drawing::colour::{Colour, INK, PAPER, QUIET_INK};
use crate::publish::drawing::numbers::Unit;
use crate::publish::drawing::paint::Paint;
use crate::publish::drawing::sheet::{BODY, MARGIN, Sheet, Words};

const CURVE: Stroke = Stroke::solid(Colour::new(0x12, 0x43, 0x6D), 4.0);
const EQUALITY: Stroke = Stroke { colour: QUIET_INK, width: 2.4, dash: Some((10.0, 7.0)) };
const BETWEEN: Paint = Paint::plain(Colour::new(0xE3, 0xE9, 0xF0));
const READ_AT: Mark =
    Mark { fill: PAPER, outline: Stroke::solid(Colour::new(0x12, 0x43, 0x6D), 3.2), radius: 8.0 };
/// The share of people at which the curve is read out.
const READ_SHARE: f64 = 0.2;

/// What a concentration curve is to show.
#[derive(Debug, Clone)]
pub struct Concentration<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// Who is ranked, for example "eligible people".
    pub people: String,
    /// Who is counted, for example "people reached".
    pub reached: String,
    /// Cumulative share of people and of those counted, from (0, 0) to (1, 1), the most deprived first.
    pub curve: &'a [(f64, f64)],
    /// The concentration index with its interval: above 0 where the less deprived are reached more.
    pub index: Rate,
    /// What the interval is, for example "95% interval".
    pub interval_name: String,
    /// Remarks below the key.
    pub notes: Vec<String>,
}

impl Concentration<'_> {
    /// The index in words, and what it means.
    fn index_words(&self) -> String {
        let Rate { value, lower, upper } = self.index;
        let figure = |x: f64| number(x, 3);
        let meaning = if lower > 0.0 {
            format!("above 0, so {} are found more among the less deprived", self.reached)
        } else if upper < 0.0 {
            format!("below 0, so {} are found more among the more deprived", self.reached)
        } else {
            "the interval holds 0, so it cannot be told who is favoured".to_owned()
        };
        format!(
            "Concentration index {} ({} {} to {}): {meaning}.",
            figure(value),
            self.interval_name,
            figure(lower),
            figure(upper)
        )
    }

    /// The height of the curve at a share of people.
    fn at(&self, share: f64) -> f64 {
        let after = self.curve.partition_point(|(people, _)| *people < share).clamp(1, self.curve.len() - 1);
        let (from, to) = (self.curve[after - 1], self.curve[after]);
        if to.0 > from.0 { from.1 + (to.1 - from.1) * (share - from.0) / (to.0 - from.0) } else { to.1 }
    }

    fn reading(&self) -> String {
        format!(
            "The most deprived {} of {} are {} of {}.",
            Unit::Percentage.write(READ_SHARE * 100.0, 0),
            self.people,
            percentage(self.at(READ_SHARE)),
            self.reached
        )
    }

    /// The chart in words, for those who do not see it.
    pub fn alt_text(&self) -> String {
        let start = format!(
            "Concentration curve: cumulative share of {} against cumulative share of {}, most deprived first, with \
             the diagonal of equal shares. {} {}",
            self.reached,
            self.people,
            self.index_words(),
            self.reading()
        );
        std::iter::once(start).chain(self.notes.iter().cloned()).collect::<Vec<_>>().join(" ")
    }

    fn check(&self) -> Result<(), ChartError> {
        finite("the share of people at point", self.curve.iter().map(|p| &p.0))?;
        finite("the share of those reached at point", self.curve.iter().map(|p| &p.1))?;
        rates_hold(("the index", "the interval of index"), [self.index])?;
        let near = |a: (f64, f64), b: f64| (a.0 - b).abs() < 1e-6 && (a.1 - b).abs() < 1e-6;
        let what = "the concentration curve, from 0 to 1 and never falling";
        let (Some(first), Some(last)) = (self.curve.first(), self.curve.last()) else {
            return Err(ChartError::Nothing);
        };
        if !near(*first, 0.0) {
            return Err(ChartError::NoCurve { what, index: 0 });
        }
        let falls = self.curve.windows(2).position(|p| p[1].0 < p[0].0 || p[1].1 < p[0].1);
        match falls {
            Some(before) => Err(ChartError::NoCurve { what, index: before + 1 }),
            None if !near(*last, 1.0) => Err(ChartError::NoCurve { what, index: self.curve.len() - 1 }),
            None => Ok(()),
        }
    }
}

/// The concentration curve as a drawing (SVG): the same figures always give the same bytes.
///
/// # Errors
/// No point, points that do not rise from (0, 0) to (1, 1), figures that are not finite.
///
/// References: Wagstaff, Paci and van Doorslaer (1991), On the measurement of inequalities in health, Social
/// Science and Medicine 33(5), 545–557, DOI 10.1016/0277-9536(91)90212-U.
pub fn draw(chart: &Concentration<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let left = MARGIN + 100.0;
    let plot = Plot {
        left,
        top: sheet.top + 48.0,
        right: MARGIN + PLOT_WIDTH,
        bottom: sheet.top + 48.0 + MARGIN + PLOT_WIDTH - left,
    };
    let across = Axis::new([0.0, 1.0].into_iter(), Unit::Percentage, true, (plot.left, plot.right));
    let up = Axis::new([0.0, 1.0].into_iter(), Unit::Percentage, true, (plot.bottom, plot.top));
    plot.upright(&mut sheet, &up, &format!("Cumulative share of {}", chart.reached))?;
    let heading = format!("Cumulative share of {}, most deprived first", chart.people);
    let end = plot.level(&mut sheet, &across, &heading, true)?;
    let place = |(people, reached): (f64, f64)| (across.place(people), up.place(reached));
    let curve = thinned(chart.curve.iter().map(|point| place(*point)));
    let (from, to) = (place((0.0, 0.0)), place((1.0, 1.0)));
    let between = [curve.clone()];
    sheet.canvas.shapes(
        &BETWEEN,
        Stroke::solid(BETWEEN.fill, 0.5),
        (0, 0),
        &[Shape { rings: &between, tooltip: None }],
    )?;
    sheet.canvas.line(EQUALITY, from, to)?;
    sheet.canvas.lines(CURVE, (0, 0), [curve.as_slice()])?;
    let reading = chart.reading();
    let dot = (place((READ_SHARE, chart.at(READ_SHARE))), Some(reading.as_str()));
    sheet.canvas.dots(READ_AT.fill, READ_AT.outline, READ_AT.radius, &[dot])?;
    let key_end = key(&mut sheet, chart, plot.top - 40.0)?;
    Ok(sheet.finish(end.max(key_end), &chart.alt_text())?)
}

/// The curve without points closer than a pixel to the one before; its ends are kept.
fn thinned(places: impl Iterator<Item = (f64, f64)>) -> Vec<Point> {
    let places: Vec<(f64, f64)> = places.collect();
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let far = kept.last().is_none_or(|last| (place.0 - last.0).hypot(place.1 - last.1) >= 1.0);
        if far || index + 1 == places.len() {
            kept.push(*place);
        }
    }
    kept.into_iter().map(|(x, y)| at(x, y)).collect()
}

fn key(sheet: &mut Sheet, chart: &Concentration<'_>, top: f64) -> Result<f64, DrawingError> {
    let lines = [
        KeyLine::Stroke(CURVE, "Concentration curve".to_owned()),
        KeyLine::Stroke(EQUALITY, "Equal shares: everyone is reached alike".to_owned()),
        KeyLine::Mark(READ_AT, chart.reading(), None),
        KeyLine::Band(BETWEEN, "Distance from equal shares".to_owned()),
    ];
    let end = key::draw(sheet, "How to read it", &lines, (KEY_LEFT, top), KEY_WIDTH)?;
    let below = "Below the diagonal, the more deprived are reached less; above it, more.".to_owned();
    let end = sheet.paragraph(&chart.index_words(), (KEY_LEFT, end + 16.0), KEY_WIDTH, BODY, INK)?;
    key::notes(
        sheet,
        std::iter::once(below).chain(chart.notes.iter().cloned()),
        (KEY_LEFT, end + 8.0),
        KEY_WIDTH,
    )
}
