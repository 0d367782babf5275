//! One statistic at several scales: does a finding survive from small areas to large ones?

use super::groups::{Rate, rates_hold};
use super::key::{self, KeyLine};
use super::rows::{self, Against, REFERENCE, Row, Rows};
use super::{ChartError, finite};
use crate::number_words::number;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::colour::INK;
use crate::publish::drawing::numbers::{Unit, areas, sentence};
use crate::publish::drawing::sheet::{BODY, MARGIN, Sheet, WIDTH, Words};
use crate::publish::maps::area_value::AreaValue;

/// The statistic at one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleFigure {
    /// The kind of area: "Lower layer super output areas".
    pub name: String,
    /// How many areas there are.
    pub areas: usize,
    /// The statistic with its interval, or why there is none.
    pub figure: AreaValue<Rate>,
}

/// What a chart of scales is to show.
#[derive(Debug, Clone)]
pub struct Scales<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// The statistic and what it is of: "Moran’s I of observed ÷ expected".
    pub heading: String,
    /// What the intervals are, for example "95% interval".
    pub interval_name: String,
    /// The scales, the smallest areas first.
    pub scales: &'a [ScaleFigure],
    /// The value that would mean that nothing is found.
    pub reference: f64,
    /// What that value means: "no pattern".
    pub reference_name: String,
    /// Remarks below the chart.
    pub notes: Vec<String>,
    /// Figures resting on fewer people than this are suppressed.
    pub fewer_than: u32,
}

impl Scales<'_> {
    fn figures(&self) -> impl Iterator<Item = (&ScaleFigure, Rate)> {
        self.scales.iter().filter_map(|scale| scale.figure.shown().map(|figure| (scale, *figure)))
    }

    fn told(&self, scale: &ScaleFigure) -> String {
        let figure = |x: f64| number(x, 3);
        match &scale.figure {
            AreaValue::Value(r) => {
                format!("{} ({} to {})", figure(r.value), figure(r.lower), figure(r.upper))
            }
            AreaValue::Suppressed => format!("withheld: protects counts below\u{a0}{}", self.fewer_than),
            AreaValue::NoData(reason) if reason.is_empty() => "no data".to_owned(),
            AreaValue::NoData(reason) => format!("no data: {reason}"),
        }
    }

    fn against_words(&self, against: Against) -> String {
        match against {
            Against::Below => format!("Below {}", self.reference_name),
            Against::Alike => format!("Not clearly different from {}", self.reference_name),
            Against::Above => format!("Above {}", self.reference_name),
        }
    }

    /// Whether the finding survives at every scale, in words.
    fn finding(&self) -> String {
        let scales = |against: Against| {
            let names = self
                .figures()
                .filter(move |(_, figure)| Against::of(*figure, self.reference) == against)
                .map(|(scale, _)| scale.name.clone());
            names.collect::<Vec<_>>()
        };
        let found: Vec<(Against, Vec<String>)> = [Against::Above, Against::Below, Against::Alike]
            .into_iter()
            .map(|against| (against, scales(against)))
            .filter(|(_, names)| !names.is_empty())
            .collect();
        match found.as_slice() {
            [(against, names)] if names.len() > 1 => {
                format!(
                    "The same at all {} scales: {}.",
                    names.len(),
                    lowercase(&self.against_words(*against))
                )
            }
            several => {
                let each: Vec<String> = several
                    .iter()
                    .map(|(against, names)| format!("{}: {}", self.against_words(*against), names.join(", ")))
                    .collect();
                let start = if several.len() > 1 { "Not the same at every scale. " } else { "" };
                format!("{start}{}.", each.join(". "))
            }
        }
    }

    /// The chart in words, for those who do not see it: every scale with its figure.
    pub fn alt_text(&self) -> String {
        let each: Vec<String> = self
            .scales
            .iter()
            .map(|scale| format!("{}, {}: {}", scale.name, areas(scale.areas), self.told(scale)))
            .collect();
        let start = format!(
            "Chart of {} at {} scales, with {}. {}. {}",
            self.heading,
            self.scales.len(),
            self.interval_name,
            each.join("; "),
            self.finding()
        );
        std::iter::once(start).chain(self.notes.iter().cloned()).collect::<Vec<_>>().join(" ")
    }

    fn check(&self) -> Result<(), ChartError> {
        if self.figures().next().is_none() {
            return Err(ChartError::Nothing);
        }
        finite("the reference", [&self.reference])?;
        let figures = self.figures().map(|(_, figure)| figure);
        rates_hold(("the statistic of scale", "the interval of scale"), figures)
    }
}

fn lowercase(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The chart of scales as a drawing (SVG): the same figures always give the same bytes.
///
/// Missing values: a scale without a figure keeps its line and says why.
///
/// # Errors
/// No figure at all, figures that are not finite, intervals whose limits cross.
pub fn draw(chart: &Scales<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let rows: Vec<Row> = chart
        .scales
        .iter()
        .map(|scale| Row {
            name: format!("{} ({})", scale.name, areas(scale.areas)),
            told: chart.told(scale),
            figure: scale.figure.shown().copied(),
        })
        .collect();
    let end = rows::draw(
        &mut sheet,
        &Rows {
            heading: &chart.heading,
            caption: &format!("Value ({})", chart.interval_name),
            rows: &rows,
            unit: Unit::Number,
            from_zero: false,
            reference: chart.reference,
        },
    )?;
    let end = key(&mut sheet, chart, end + 20.0)?;
    Ok(sheet.finish(end, &chart.alt_text())?)
}

/// The key and the finding, in two columns below the chart.
fn key(sheet: &mut Sheet, chart: &Scales<'_>, top: f64) -> Result<f64, DrawingError> {
    let marks = Against::ALL.iter().map(|a| KeyLine::Mark(a.mark(), chart.against_words(*a), None));
    let line = KeyLine::Stroke(
        REFERENCE,
        format!("{}: {}", sentence(&chart.reference_name), number(chart.reference, 3)),
    );
    let lines: Vec<KeyLine> = marks.chain([line]).collect();
    let half = (WIDTH - 2.0 * MARGIN) / 2.0;
    let left = key::draw(sheet, "", &lines, (MARGIN, top), half - 30.0)?;
    let end = sheet.paragraph(&chart.finding(), (MARGIN + half, top), half, BODY, INK)?;
    let right = key::notes(sheet, chart.notes.iter().cloned(), (MARGIN + half, end), half)?;
    Ok(left.max(right))
}
