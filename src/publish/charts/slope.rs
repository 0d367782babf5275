//! Slope of inequality: rates by group from most to least deprived, with their intervals and the line through them.

use super::axis::Axis;
use super::frame::Plot;
use super::groups::{Rate, rates_hold};
use super::key::{self, KeyLine, Mark};
use super::{ChartError, KEY_LEFT, KEY_WIDTH, PLOT_WIDTH, finite, not_drawn};
use crate::number_words::number;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Anchor, Stroke};
use crate::publish::drawing::colour::{Colour, GRID, INK, QUIET_INK};
use crate::publish::drawing::numbers::Unit;
use crate::publish::drawing::sheet::{BODY, MARGIN, NOTE, Sheet, Words};
use crate::publish::maps::area_value::AreaValue;

const POINT_INK: Colour = Colour::new(0x12, 0x43, 0x6D);
const POINT: Mark = Mark { fill: POINT_INK, outline: Stroke::solid(POINT_INK, 1.0), radius: 8.5 };
const SPAN: Stroke = Stroke::solid(POINT_INK, 3.0);
const FITTED: Stroke = Stroke { colour: INK, width: 2.8, dash: Some((12.0, 6.0)) };
const EDGE: Stroke = Stroke::solid(GRID, 1.2);

/// A group of people by deprivation.
#[derive(Debug, Clone, PartialEq)]
pub struct SlopeGroup {
    /// Its name, short enough to stand below its column: "1".
    pub name: String,
    /// Its share of all people, from 0 to 1; the width of its column.
    pub people_share: f64,
    /// Its rate, if it may be shown.
    pub rate: AreaValue<Rate>,
}

/// What a chart of the slope of inequality is to show.
#[derive(Debug, Clone)]
pub struct SlopeChart<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What the rate is, with its unit, above the plot.
    pub heading: String,
    /// What the groups are, below the plot: "Tenths of areas by deprivation, as wide as their share of people".
    pub groups_heading: String,
    /// How rates are written.
    pub unit: Unit,
    /// What the intervals are, for example "95% interval".
    pub interval_name: String,
    /// The groups, the most deprived first.
    pub groups: &'a [SlopeGroup],
    /// The fitted line's rate at its most deprived end and at its least deprived end.
    pub line: (f64, f64),
    /// The slope index of inequality with its interval, as a difference of rates.
    pub slope: Rate,
    /// The relative index of inequality with its interval.
    pub relative: Option<Rate>,
    /// Remarks below the key.
    pub notes: Vec<String>,
    /// Rates resting on fewer people than this are suppressed.
    pub fewer_than: u32,
}

impl SlopeChart<'_> {
    fn rates(&self) -> impl Iterator<Item = Rate> {
        self.groups.iter().filter_map(|group| group.rate.shown().copied())
    }

    /// A difference of rates: of two percentages, in percentage points.
    fn difference(&self, of: f64) -> String {
        match self.unit {
            Unit::Percentage => number(of * 100.0, 1),
            other => other.tell(of),
        }
    }

    /// The indices in words, and what they mean.
    fn indices(&self) -> Vec<String> {
        let points = if self.unit == Unit::Percentage { " percentage points" } else { "" };
        let Rate { value, lower, upper } = self.slope;
        let meaning = if lower > 0.0 {
            "the rate rises from the most to the least deprived"
        } else if upper < 0.0 {
            "the rate falls from the most to the least deprived"
        } else {
            "the interval holds 0, so it cannot be told whether the rate rises or falls"
        };
        let slope = format!(
            "Slope index of inequality {}{points} ({} {} to {}): {meaning}. Along the line the rate is {} at the most \
             deprived end and {} at the least deprived end.",
            self.difference(value),
            self.interval_name,
            self.difference(lower),
            self.difference(upper),
            self.unit.tell(self.line.0),
            self.unit.tell(self.line.1),
        );
        let relative = self.relative.map(|r| {
            let figure = |x: f64| number(x, 2);
            format!(
                "Relative index of inequality {} ({} {} to {}).",
                figure(r.value),
                self.interval_name,
                figure(r.lower),
                figure(r.upper)
            )
        });
        std::iter::once(slope).chain(relative).collect()
    }

    fn told(&self, group: &SlopeGroup) -> String {
        let tell = |x| self.unit.tell(x);
        let told = match &group.rate {
            AreaValue::Value(r) => format!("{} ({} to {})", tell(r.value), tell(r.lower), tell(r.upper)),
            AreaValue::Suppressed => format!("withheld, protects counts below\u{a0}{}", self.fewer_than),
            AreaValue::NoData(reason) if reason.is_empty() => "no data".to_owned(),
            AreaValue::NoData(reason) => format!("no data, {reason}"),
        };
        format!("{}: {told}", group.name)
    }

    /// The chart in words, for those who do not see it.
    pub fn alt_text(&self) -> String {
        let each: Vec<String> = self.groups.iter().map(|group| self.told(group)).collect();
        let start = format!(
            "Chart of {} by deprivation, most deprived first, with {} and a fitted line. {}. {}",
            self.heading,
            self.interval_name,
            each.join("; "),
            self.indices().join(" ")
        );
        std::iter::once(start).chain(self.notes.iter().cloned()).collect::<Vec<_>>().join(" ")
    }

    fn check(&self) -> Result<(), ChartError> {
        if self.rates().next().is_none() {
            return Err(ChartError::Nothing);
        }
        finite("the share of people of group", self.groups.iter().map(|group| &group.people_share))?;
        finite("the end of the fitted line", [&self.line.0, &self.line.1])?;
        rates_hold(("the rate of group", "the interval of group"), self.rates())?;
        rates_hold(("the index", "the interval of index"), std::iter::once(self.slope).chain(self.relative))?;
        let total: f64 = self.groups.iter().map(|group| group.people_share).sum();
        let what = "the groups’ shares of people";
        let below = self.groups.iter().any(|group| group.people_share < 0.0);
        if below || (total - 1.0).abs() > 1e-6 { Err(ChartError::NotWhole { what, total }) } else { Ok(()) }
    }
}

/// The chart of the slope of inequality as a drawing (SVG): the same figures always give the same bytes.
///
/// Missing values: a group without a rate keeps its column, and the key says why it is empty.
///
/// # Errors
/// No rate at all, figures that are not finite, intervals whose limits cross, shares that do not add up to 1.
///
/// References: Mackenbach and Kunst (1997), Measuring the magnitude of socio-economic inequalities in health,
/// Social Science and Medicine 44(6), 757–771, DOI 10.1016/S0277-9536(96)00073-1.
pub fn draw(chart: &SlopeChart<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let plot = Plot {
        left: MARGIN + 92.0,
        top: sheet.top + 48.0,
        right: MARGIN + PLOT_WIDTH,
        bottom: sheet.top + 48.0 + 740.0,
    };
    let figures = chart.rates().flat_map(|r| [r.lower, r.value, r.upper]).chain([chart.line.0, chart.line.1]);
    let up = Axis::new(figures, chart.unit, true, (plot.bottom, plot.top));
    plot.upright(&mut sheet, &up, &chart.heading)?;
    let end = groups(&mut sheet, chart, &plot, &up)?;
    let (from, to) = ((plot.left, up.place(chart.line.0)), (plot.right, up.place(chart.line.1)));
    let pieces = plot.cut(&[from, to]);
    sheet.canvas.lines(FITTED, (0, 0), pieces.iter().map(Vec::as_slice))?;
    let key_end = key(&mut sheet, chart, plot.top - 40.0)?;
    Ok(sheet.finish(end.max(key_end), &chart.alt_text())?)
}

/// The columns with their names and figures, and the words below them; gives the height where they end.
fn groups(sheet: &mut Sheet, chart: &SlopeChart<'_>, plot: &Plot, up: &Axis) -> Result<f64, DrawingError> {
    let width = plot.right - plot.left;
    let mut left = plot.left;
    let mut most_lines = 1;
    for group in chart.groups {
        let right = left + group.people_share * width;
        sheet.canvas.line(EDGE, (right, plot.top), (right, plot.bottom))?;
        let middle = f64::midpoint(left, right);
        let lines = NOTE.wrap(&group.name, (right - left - 8.0).max(NOTE.size))?;
        for (place, line) in lines.iter().enumerate() {
            let baseline = plot.bottom + 14.0 + NOTE.size + place as f64 * NOTE.leading();
            sheet.put(line, (middle, baseline), NOTE, INK, Anchor::Middle)?;
        }
        most_lines = most_lines.max(lines.len());
        if let Some(rate) = group.rate.shown() {
            let told = chart.told(group);
            sheet.canvas.line(SPAN, (middle, up.place(rate.lower)), (middle, up.place(rate.upper)))?;
            let dot = ((middle, up.place(rate.value)), Some(told.as_str()));
            sheet.canvas.dots(POINT.fill, POINT.outline, POINT.radius, &[dot])?;
        }
        left = right;
    }
    sheet.canvas.line(Stroke::solid(QUIET_INK, 1.6), (plot.left, plot.bottom), (plot.right, plot.bottom))?;
    let baseline = plot.bottom + 14.0 + NOTE.leading() * most_lines as f64 + BODY.size;
    sheet.put("Most deprived", (plot.left, baseline), BODY, INK, Anchor::Start)?;
    sheet.put("Least deprived", (plot.right, baseline), BODY, INK, Anchor::End)?;
    sheet.paragraph(&chart.groups_heading, (plot.left, baseline + 12.0), width, NOTE, QUIET_INK)
}

fn key(sheet: &mut Sheet, chart: &SlopeChart<'_>, top: f64) -> Result<f64, DrawingError> {
    let lines = [
        KeyLine::Mark(POINT, "Rate of the group".to_owned(), None),
        KeyLine::Stroke(SPAN, chart.interval_name.clone()),
        KeyLine::Stroke(FITTED, "Line through the rates".to_owned()),
    ];
    let mut end = key::draw(sheet, "Rate by deprivation", &lines, (KEY_LEFT, top), KEY_WIDTH)? + 8.0;
    for words in chart.indices() {
        end = sheet.paragraph(&words, (KEY_LEFT, end + 8.0), KEY_WIDTH, BODY, INK)?;
    }
    let rates: Vec<&AreaValue<Rate>> = chart.groups.iter().map(|group| &group.rate).collect();
    let missing = not_drawn(&rates, chart.fewer_than, ("group", "groups"));
    key::notes(sheet, chart.notes.iter().cloned().chain(missing), (KEY_LEFT, end + 8.0), KEY_WIDTH)
}
