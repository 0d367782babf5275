//! Funnel plot: each area's or provider's figure against its size, with the limits that chance alone would keep to.

use super::axis::Axis;
use super::frame::Plot;
use super::key::{self, KeyLine, Mark};
use super::{ChartError, finite};
use crate::number_words::things;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::Stroke;
use crate::publish::drawing::colour::{Colour, INK, OUTLINE, PAPER, QUIET_INK};
use crate::publish::drawing::lettering::Type;
use crate::publish::drawing::names::{self, Frame, Heart};
use crate::publish::drawing::numbers::{Unit, count, sentence};
use crate::publish::drawing::sheet::{MARGIN, NOTE, Sheet, WIDTH, Words};
use crate::publish::maps::area_value::AreaValue;

/// Colour of areas below the benchmark, as on the map of verdicts.
const BELOW: Colour = Colour::new(0x80, 0x16, 0x50);
/// Colour of areas above the benchmark.
const ABOVE: Colour = Colour::new(0x14, 0x6B, 0x62);

/// Where an area stands against the limits; decided where the limits are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Below the 99.8% limit.
    FarBelow,
    /// Below the 95% limit.
    Below,
    /// Within both limits.
    Within,
    /// Above the 95% limit.
    Above,
    /// Above the 99.8% limit.
    FarAbove,
}

/// All standings, lowest first.
pub const STANDINGS: [Standing; 5] =
    [Standing::FarBelow, Standing::Below, Standing::Within, Standing::Above, Standing::FarAbove];

impl Standing {
    /// The standing in words.
    pub fn words(self) -> &'static str {
        match self {
            Standing::FarBelow => "Below the 99.8% limit",
            Standing::Below => "Below the 95% limit",
            Standing::Within => "Within the limits",
            Standing::Above => "Above the 95% limit",
            Standing::FarAbove => "Above the 99.8% limit",
        }
    }

    /// Filled beyond 99.8%, open beyond 95%, small and grey within: told apart without colour.
    fn mark(self) -> Mark {
        let filled = |colour| Mark { fill: colour, outline: Stroke::solid(PAPER, 1.2), radius: 8.0 };
        let open = |colour| Mark { fill: PAPER, outline: Stroke::solid(colour, 2.6), radius: 6.5 };
        match self {
            Standing::FarBelow => filled(BELOW),
            Standing::Below => open(BELOW),
            Standing::Within => Mark {
                fill: Colour::new(0xB9, 0xB9, 0xB9),
                outline: Stroke::solid(OUTLINE, 1.0),
                radius: 4.8,
            },
            Standing::Above => open(ABOVE),
            Standing::FarAbove => filled(ABOVE),
        }
    }
}

/// An area in a funnel plot.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelPoint {
    /// Its name.
    pub name: String,
    /// Its figure and standing, if they may be shown.
    pub value: AreaValue<(f64, Standing)>,
    /// Its size: eligible people, or the number expected.
    pub size: f64,
}

/// The limits at one size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelLimits {
    /// Eligible people, or the number expected.
    pub size: f64,
    /// Lower and upper 95% limit.
    pub limits_95: (f64, f64),
    /// Lower and upper 99.8% limit.
    pub limits_998: (f64, f64),
}

/// What a funnel plot is to show.
#[derive(Debug, Clone)]
pub struct Funnel<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What one point is, and what several are: "area", "areas".
    pub things: [&'static str; 2],
    /// What size means, below the plot.
    pub size_heading: String,
    /// What the figure is, with its unit, above the plot.
    pub value_heading: String,
    /// How figures are written.
    pub unit: Unit,
    /// The areas.
    pub points: &'a [FunnelPoint],
    /// Limits in the order of size.
    pub limits: &'a [FunnelLimits],
    /// The benchmark.
    pub benchmark: f64,
    /// What the benchmark is.
    pub benchmark_name: String,
    /// Areas to name, the most important first.
    pub named: &'a [usize],
    /// Figures resting on fewer people than this are suppressed.
    pub fewer_than: u32,
}

impl Funnel<'_> {
    fn shown(&self) -> impl Iterator<Item = (&FunnelPoint, f64, Standing)> {
        self.points
            .iter()
            .filter_map(|point| point.value.shown().map(|(value, standing)| (point, *value, *standing)))
    }

    fn counted(&self, number: usize) -> String {
        things(number as u64, self.things[0], self.things[1])
    }

    fn number(&self, standing: Standing) -> usize {
        self.shown().filter(|(_, _, s)| *s == standing).count()
    }

    /// What is not drawn, in words.
    fn not_drawn(&self) -> Vec<String> {
        let suppressed = self.points.iter().filter(|p| matches!(p.value, AreaValue::Suppressed)).count();
        let no_data = self.points.iter().filter(|p| matches!(p.value, AreaValue::NoData(_))).count();
        let told = |number: usize, why: String| {
            (number > 0).then(|| format!("Not drawn: {}, {why}.", self.counted(number)))
        };
        let suppressed =
            told(suppressed, format!("withheld (protects counts below\u{a0}{})", self.fewer_than));
        suppressed.into_iter().chain(told(no_data, "without data".to_owned())).collect()
    }

    /// The chart in words, for those who do not see it.
    pub fn alt_text(&self) -> String {
        let each: Vec<String> = STANDINGS
            .iter()
            .map(|s| format!("{}: {}", s.words().to_lowercase(), count(self.number(*s))))
            .collect();
        let mut text = format!(
            "Funnel plot of {}: {}, by {}. Benchmark: {} {}. Number of {} {}.",
            self.counted(self.shown().count()),
            self.value_heading,
            self.size_heading,
            self.benchmark_name,
            self.unit.tell(self.benchmark),
            self.things[1],
            each.join("; "),
        );
        for line in self.not_drawn() {
            text.push(' ');
            text.push_str(&line);
        }
        text
    }

    fn check(&self) -> Result<(), ChartError> {
        if self.shown().next().is_none() {
            return Err(ChartError::Nothing);
        }
        finite("the benchmark", [&self.benchmark])?;
        finite("the size of area", self.points.iter().map(|p| &p.size))?;
        let values: Vec<f64> = self.shown().map(|(_, value, _)| value).collect();
        finite("the figure of area", &values)?;
        for (index, l) in self.limits.iter().enumerate() {
            finite(
                "the limit at size",
                [&l.size, &l.limits_95.0, &l.limits_95.1, &l.limits_998.0, &l.limits_998.1],
            )?;
            if l.limits_95.0 > l.limits_95.1 || l.limits_998.0 > l.limits_998.1 {
                return Err(ChartError::LimitsCross { what: "the limits at size", index });
            }
        }
        Ok(())
    }
}

/// The funnel plot as a drawing (SVG): the same figures always give the same bytes.
///
/// Missing values: areas without a figure are not drawn, and their number is told.
///
/// # Errors
/// No figure at all, figures or limits that are not finite, limits that cross.
///
/// References: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in
/// Medicine 24(8), 1185–1202, DOI 10.1002/sim.1970.
pub fn draw(chart: &Funnel<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let plot = Plot {
        left: MARGIN + 92.0,
        top: sheet.top + 48.0,
        right: MARGIN + 1040.0,
        bottom: sheet.top + 48.0 + 780.0,
    };
    let sizes = chart.shown().map(|(point, _, _)| point.size);
    let values = chart.shown().map(|(_, value, _)| value).chain([chart.benchmark]);
    let across = Axis::new(sizes, Unit::Number, true, (plot.left, plot.right));
    let up = Axis::new(values, chart.unit, false, (plot.bottom, plot.top));
    plot.upright(&mut sheet, &up, &chart.value_heading)?;
    let end = plot.level(&mut sheet, &across, &chart.size_heading, false)?;
    lines(&mut sheet, chart, &plot, (&across, &up))?;
    points(&mut sheet, chart, (&across, &up))?;
    let left_out = name_points(&mut sheet, chart, &plot, (&across, &up))?;
    let key_end = key(&mut sheet, chart, plot.top - 40.0, &left_out)?;
    Ok(sheet.finish(end.max(key_end), &chart.alt_text())?)
}

const LINE_95: Stroke = Stroke { colour: QUIET_INK, width: 2.0, dash: Some((9.0, 7.0)) };
const LINE_998: Stroke = Stroke::solid(QUIET_INK, 2.0);
const LINE_BENCHMARK: Stroke = Stroke::solid(INK, 2.6);

fn lines(
    sheet: &mut Sheet,
    chart: &Funnel<'_>,
    plot: &Plot,
    axes: (&Axis, &Axis),
) -> Result<(), DrawingError> {
    type Pick = fn(&FunnelLimits) -> f64;
    let curves: [(Stroke, Pick); 4] = [
        (LINE_95, |l| l.limits_95.0),
        (LINE_95, |l| l.limits_95.1),
        (LINE_998, |l| l.limits_998.0),
        (LINE_998, |l| l.limits_998.1),
    ];
    for (stroke, pick) in curves {
        let places = chart.limits.iter().map(|l| (axes.0.place(l.size), axes.1.place(pick(l))));
        let curve: Vec<(f64, f64)> = places.filter(|(x, _)| (plot.left..=plot.right).contains(x)).collect();
        let pieces = plot.cut(&curve);
        sheet.canvas.lines(stroke, (0, 0), pieces.iter().map(Vec::as_slice))?;
    }
    let y = axes.1.place(chart.benchmark);
    sheet.canvas.line(LINE_BENCHMARK, (plot.left, y), (plot.right, y))
}

/// The areas, those within the limits first, so that the others lie on top.
fn points(sheet: &mut Sheet, chart: &Funnel<'_>, axes: (&Axis, &Axis)) -> Result<(), DrawingError> {
    use Standing::{Above, Below, FarAbove, FarBelow, Within};
    for standing in [Within, Below, Above, FarBelow, FarAbove] {
        let members = || chart.shown().filter(move |(_, _, s)| *s == standing);
        let told: Vec<String> = members()
            .map(|(point, value, _)| {
                format!("{}: {}, {}", point.name, chart.unit.tell(value), standing.words().to_lowercase())
            })
            .collect();
        let dots: Vec<((f64, f64), Option<&str>)> = members()
            .zip(&told)
            .map(|((point, value, _), told)| {
                ((axes.0.place(point.size), axes.1.place(value)), Some(told.as_str()))
            })
            .collect();
        let mark = standing.mark();
        if !dots.is_empty() {
            sheet.canvas.dots(mark.fill, mark.outline, mark.radius, &dots)?;
        }
    }
    Ok(())
}

fn name_points(
    sheet: &mut Sheet,
    chart: &Funnel<'_>,
    plot: &Plot,
    axes: (&Axis, &Axis),
) -> Result<Vec<String>, DrawingError> {
    let wanted: Vec<(&str, Heart)> = chart
        .named
        .iter()
        .filter_map(|place| chart.points.get(*place))
        .filter_map(|point| point.value.shown().map(|(value, _)| (point, *value)))
        .map(|(point, value)| {
            (
                point.name.as_str(),
                Heart { place: (axes.0.place(point.size), axes.1.place(value)), width: 0.0, height: 0.0 },
            )
        })
        .collect();
    let edge = Frame { left: plot.left, top: plot.top, right: plot.right, bottom: plot.bottom };
    names::set_all(&mut sheet.canvas, edge, &wanted, Type::bold(21.0))
}

fn key(sheet: &mut Sheet, chart: &Funnel<'_>, top: f64, left_out: &[String]) -> Result<f64, DrawingError> {
    let left = MARGIN + 1040.0 + 36.0;
    let width = WIDTH - MARGIN - left;
    let marks =
        STANDINGS.iter().rev().map(|s| KeyLine::Mark(s.mark(), s.words().to_owned(), Some(chart.number(*s))));
    let lines = [
        KeyLine::Stroke(
            LINE_BENCHMARK,
            format!("{}: {}", chart.benchmark_name, chart.unit.tell(chart.benchmark)),
        ),
        KeyLine::Stroke(LINE_95, "95% limits".to_owned()),
        KeyLine::Stroke(LINE_998, "99.8% limits".to_owned()),
    ];
    let all: Vec<KeyLine> = marks.chain(lines).collect();
    let mut end = key::draw(
        sheet,
        &format!("{} against the limits", sentence(chart.things[1])),
        &all,
        (left, top),
        width,
    )?;
    let chance = format!(
        "About 1 {} in 20 falls beyond the 95% limits by chance alone, and 1 in 500 beyond the 99.8% limits.",
        chart.things[0]
    );
    let no_room =
        (!left_out.is_empty()).then(|| format!("No room on the chart to name: {}.", left_out.join(", ")));
    for note in std::iter::once(chance).chain(chart.not_drawn()).chain(no_room) {
        end = sheet.paragraph(&note, (left, end + 8.0), width, NOTE, QUIET_INK)?;
    }
    Ok(end)
}
