//! Rates by population group, with their intervals, against a benchmark.

use super::axis::Axis;
use super::frame::Plot;
use super::key::{self, KeyLine, Mark};
use super::{ChartError, finite};
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Stroke};
use crate::publish::drawing::colour::{Colour, INK, PAPER, QUIET_INK};
use crate::publish::drawing::numbers::{Unit, count};
use crate::publish::drawing::sheet::{BODY, MARGIN, NOTE, Sheet, WIDTH, Words};
use crate::publish::maps::area_value::AreaValue;

const BELOW: Colour = Colour::new(0x80, 0x16, 0x50);
const ABOVE: Colour = Colour::new(0x14, 0x6B, 0x62);
const BENCHMARK: Stroke = Stroke { colour: INK, width: 2.2, dash: Some((9.0, 6.0)) };
/// Room for the names of groups and for their figures in words, pixels.
const NAMES: f64 = 400.0;
const FIGURES: f64 = 330.0;

/// A rate with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// The rate.
    pub value: f64,
    /// Lower limit of its interval.
    pub lower: f64,
    /// Upper limit of its interval.
    pub upper: f64,
}

/// A population group and its rate.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupRate {
    /// The group's name.
    pub name: String,
    /// Its rate, if it may be shown.
    pub rate: AreaValue<Rate>,
}

/// What a chart of groups is to show.
#[derive(Debug, Clone)]
pub struct Groups<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What the rate is, with its unit.
    pub heading: String,
    /// How rates are written.
    pub unit: Unit,
    /// What the intervals are, for example "95% interval (Wilson)".
    pub interval_name: String,
    /// The groups, in the order shown.
    pub groups: &'a [GroupRate],
    /// The benchmark.
    pub benchmark: f64,
    /// What the benchmark is.
    pub benchmark_name: String,
    /// Rates resting on fewer people than this are suppressed.
    pub fewer_than: u32,
}

/// A group's rate against the benchmark, by its interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Against {
    Below,
    Alike,
    Above,
}

impl Against {
    const ALL: [Against; 3] = [Against::Below, Against::Alike, Against::Above];

    fn of(rate: Rate, benchmark: f64) -> Self {
        if rate.upper < benchmark {
            Against::Below
        } else if rate.lower > benchmark {
            Against::Above
        } else {
            Against::Alike
        }
    }

    fn words(self) -> &'static str {
        match self {
            Against::Below => "Lower than the benchmark",
            Against::Alike => "Not clearly different",
            Against::Above => "Higher than the benchmark",
        }
    }

    /// Filled where the interval leaves the benchmark out, open where it does not.
    fn mark(self) -> Mark {
        let filled = |colour| Mark { fill: colour, outline: Stroke::solid(colour, 2.0), radius: 9.0 };
        match self {
            Against::Below => filled(BELOW),
            Against::Above => filled(ABOVE),
            Against::Alike => Mark { fill: PAPER, outline: Stroke::solid(QUIET_INK, 2.6), radius: 8.0 },
        }
    }
}

impl Groups<'_> {
    fn rates(&self) -> impl Iterator<Item = Rate> {
        self.groups.iter().filter_map(|group| group.rate.shown().copied())
    }

    fn told(&self, rate: &AreaValue<Rate>) -> String {
        let tell = |value| self.unit.tell(value);
        match rate {
            AreaValue::Value(r) => {
                format!("{} ({} to {})", tell(r.value), tell(r.lower), tell(r.upper))
            }
            AreaValue::Suppressed => format!("withheld: protects counts below\u{a0}{}", self.fewer_than),
            AreaValue::NoData(reason) if reason.is_empty() => "no data".to_owned(),
            AreaValue::NoData(reason) => format!("no data: {reason}"),
        }
    }

    /// The chart in words, for those who do not see it: every group with its figure.
    pub fn alt_text(&self) -> String {
        let each: Vec<String> =
            self.groups.iter().map(|g| format!("{}: {}", g.name, self.told(&g.rate))).collect();
        format!(
            "Chart of {} groups: {}, with {}. Benchmark: {} {}. {}.",
            count(self.groups.len()),
            self.heading,
            self.interval_name,
            self.benchmark_name,
            self.unit.tell(self.benchmark),
            each.join("; "),
        )
    }

    fn check(&self) -> Result<(), ChartError> {
        if self.rates().next().is_none() {
            return Err(ChartError::Nothing);
        }
        finite("the benchmark", [&self.benchmark])?;
        for (index, rate) in self.rates().enumerate() {
            if [rate.value, rate.lower, rate.upper].iter().any(|x| !x.is_finite()) {
                return Err(ChartError::NotFinite { what: "the rate of group", index });
            }
            if rate.lower > rate.upper {
                return Err(ChartError::LimitsCross { what: "the interval of group", index });
            }
        }
        Ok(())
    }
}

/// The chart of groups as a drawing (SVG): the same figures always give the same bytes.
///
/// Missing values: a group without a rate keeps its line and says why.
///
/// # Errors
/// No rate at all, figures that are not finite, intervals whose limits cross.
pub fn draw(chart: &Groups<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let (left, right) = (MARGIN + NAMES + 24.0, WIDTH - MARGIN - FIGURES - 24.0);
    let figures = chart.rates().flat_map(|r| [r.lower, r.value, r.upper]).chain([chart.benchmark]);
    let axis = Axis::new(figures, chart.unit, true, (left, right));
    let top = sheet.top + BODY.leading() + 12.0;
    let rows: Vec<Vec<String>> =
        chart.groups.iter().map(|g| BODY.wrap(&g.name, NAMES)).collect::<Result<_, _>>()?;
    let heights: Vec<f64> =
        rows.iter().map(|lines| 50.0 + lines.len().saturating_sub(1) as f64 * BODY.leading()).collect();
    let plot = Plot { left, top, right, bottom: top + heights.iter().sum::<f64>() + 6.0 };
    let end = plot.level(&mut sheet, &axis, &chart.heading, true)?;
    let figures_right = WIDTH - MARGIN;
    let caption = format!("Value ({})", chart.interval_name);
    for (place, line) in NOTE.wrap(&caption, FIGURES)?.iter().enumerate() {
        sheet.put(
            line,
            (figures_right, sheet.top + NOTE.size + place as f64 * NOTE.leading()),
            NOTE,
            QUIET_INK,
            Anchor::End,
        )?;
    }
    let x = axis.place(chart.benchmark);
    sheet.canvas.line(BENCHMARK, (x, plot.top - 6.0), (x, plot.bottom))?;
    let mut y = top;
    for ((group, lines), height) in chart.groups.iter().zip(&rows).zip(&heights) {
        row(&mut sheet, chart, &axis, group, lines, y + height / 2.0)?;
        y += height;
    }
    let end = key(&mut sheet, chart, end + 20.0)?;
    Ok(sheet.finish(end, &chart.alt_text())?)
}

fn row(
    sheet: &mut Sheet,
    chart: &Groups<'_>,
    axis: &Axis,
    group: &GroupRate,
    lines: &[String],
    middle: f64,
) -> Result<(), DrawingError> {
    let first =
        middle + BODY.cap_height() / 2.0 - lines.len().saturating_sub(1) as f64 * BODY.leading() / 2.0;
    for (place, line) in lines.iter().enumerate() {
        sheet.put(line, (MARGIN + NAMES, first + place as f64 * BODY.leading()), BODY, INK, Anchor::End)?;
    }
    let told = chart.told(&group.rate);
    let colour = if group.rate.shown().is_some() { INK } else { QUIET_INK };
    sheet.put(&told, (WIDTH - MARGIN, middle + BODY.cap_height() / 2.0), BODY, colour, Anchor::End)?;
    let Some(rate) = group.rate.shown() else {
        return Ok(());
    };
    let mark = Against::of(*rate, chart.benchmark).mark();
    let span = Stroke::solid(mark.outline.colour, 3.4);
    sheet.canvas.line(span, (axis.place(rate.lower), middle), (axis.place(rate.upper), middle))?;
    let tooltip = format!("{}: {told}", group.name);
    sheet.canvas.dots(
        mark.fill,
        mark.outline,
        mark.radius,
        &[((axis.place(rate.value), middle), Some(&tooltip))],
    )
}

/// The key, in two columns below the chart.
fn key(sheet: &mut Sheet, chart: &Groups<'_>, top: f64) -> Result<f64, DrawingError> {
    let marks: Vec<KeyLine> =
        Against::ALL.iter().map(|a| KeyLine::Mark(a.mark(), a.words().to_owned(), None)).collect();
    let line =
        KeyLine::Stroke(BENCHMARK, format!("{}: {}", chart.benchmark_name, chart.unit.tell(chart.benchmark)));
    let half = (WIDTH - 2.0 * MARGIN) / 2.0;
    let left = key::draw(sheet, "", &marks, (MARGIN, top), half - 30.0)?;
    let right = key::draw(sheet, "", &[line], (MARGIN + half, top), half)?;
    Ok(left.max(right))
}
