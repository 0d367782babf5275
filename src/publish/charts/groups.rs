//! Rates by population group, with their intervals, against a benchmark.

use super::key::{self, KeyLine};
use super::rows::{self, Against, REFERENCE, Row, Rows};
use super::{ChartError, finite};
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::numbers::{Unit, count};
use crate::publish::drawing::sheet::{MARGIN, Sheet, WIDTH, Words};
use crate::publish::maps::area_value::AreaValue;

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
        rates_hold(("the rate of group", "the interval of group"), self.rates())
    }
}

/// Refuses rates that are not finite and intervals whose limits cross; `what` names the rate and the interval.
pub(super) fn rates_hold(
    what: (&'static str, &'static str),
    rates: impl IntoIterator<Item = Rate>,
) -> Result<(), ChartError> {
    for (index, rate) in rates.into_iter().enumerate() {
        if [rate.value, rate.lower, rate.upper].iter().any(|x| !x.is_finite()) {
            return Err(ChartError::NotFinite { what: what.0, index });
        }
        if rate.lower > rate.upper {
            return Err(ChartError::LimitsCross { what: what.1, index });
        }
    }
    Ok(())
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
    let rows: Vec<Row> = chart
        .groups
        .iter()
        .map(|group| Row {
            name: group.name.clone(),
            told: chart.told(&group.rate),
            figure: group.rate.shown().copied(),
        })
        .collect();
    let end = rows::draw(
        &mut sheet,
        &Rows {
            heading: &chart.heading,
            caption: &format!("Value ({})", chart.interval_name),
            rows: &rows,
            unit: chart.unit,
            from_zero: true,
            reference: chart.benchmark,
        },
    )?;
    let end = key(&mut sheet, chart, end + 20.0)?;
    Ok(sheet.finish(end, &chart.alt_text())?)
}

/// The key, in two columns below the chart.
fn key(sheet: &mut Sheet, chart: &Groups<'_>, top: f64) -> Result<f64, DrawingError> {
    let marks: Vec<KeyLine> =
        Against::ALL.iter().map(|a| KeyLine::Mark(a.mark(), a.words().to_owned(), None)).collect();
    let line =
        KeyLine::Stroke(REFERENCE, format!("{}: {}", chart.benchmark_name, chart.unit.tell(chart.benchmark)));
    let half = (WIDTH - 2.0 * MARGIN) / 2.0;
    let left = key::draw(sheet, "", &marks, (MARGIN, top), half - 30.0)?;
    let right = key::draw(sheet, "", &[line], (MARGIN + half, top), half)?;
    Ok(left.max(right))
}
