//! Need against reach: each area as a point, in four quadrants.

use super::axis::Axis;
use super::frame::Plot;
use super::key::{self, KeyLine, Mark};
use super::{ChartError, finite};
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::Stroke;
use crate::publish::drawing::colour::{Colour, INK, OUTLINE, PAPER, QUIET_INK};
use crate::publish::drawing::lettering::Type;
use crate::publish::drawing::names::{self, Frame, Heart};
use crate::publish::drawing::numbers::{Unit, areas, count, sentence};
use crate::publish::drawing::sheet::{MARGIN, NOTE, Sheet, WIDTH, Words};
use crate::publish::maps::area_value::AreaValue;

/// An area with its need and reach.
#[derive(Debug, Clone, PartialEq)]
pub struct QuadrantPoint {
    /// Its name.
    pub name: String,
    /// Need and reach, if both may be shown.
    pub value: AreaValue<(f64, f64)>,
}

/// What a chart of need against reach is to show.
#[derive(Debug, Clone)]
pub struct Quadrant<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What need is, with its unit, below the plot.
    pub need_heading: String,
    /// How need is written.
    pub need_unit: Unit,
    /// What reach is, with its unit, above the plot.
    pub reach_heading: String,
    /// How reach is written.
    pub reach_unit: Unit,
    /// The areas.
    pub points: &'a [QuadrantPoint],
    /// Need above this is high.
    pub high_need: f64,
    /// Reach at or below this is low.
    pub low_reach: f64,
    /// What the two dividing lines are, for example "the median of all areas".
    pub division_name: String,
    /// Areas to name, the most important first.
    pub named: &'a [usize],
    /// Figures resting on fewer people than this are suppressed.
    pub fewer_than: u32,
}

/// A quarter of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quarter {
    BottomRight,
    TopRight,
    BottomLeft,
    TopLeft,
}

impl Quarter {
    const ALL: [Quarter; 4] =
        [Quarter::BottomRight, Quarter::TopRight, Quarter::BottomLeft, Quarter::TopLeft];

    fn words(self) -> &'static str {
        match self {
            Quarter::BottomRight => "High need, low reach",
            Quarter::TopRight => "High need, high reach",
            Quarter::BottomLeft => "Low need, low reach",
            Quarter::TopLeft => "Low need, high reach",
        }
    }

    /// The quarter that matters is filled and dark; the others are told apart by their place.
    fn mark(self) -> Mark {
        let open = |colour| Mark { fill: PAPER, outline: Stroke::solid(colour, 2.0), radius: 6.0 };
        match self {
            Quarter::BottomRight => {
                Mark { fill: Colour::new(0x80, 0x16, 0x50), outline: Stroke::solid(PAPER, 1.2), radius: 8.0 }
            }
            Quarter::TopRight => open(Colour::new(0x12, 0x43, 0x6D)),
            Quarter::BottomLeft => open(Colour::new(0xB0, 0x55, 0x10)),
            Quarter::TopLeft => Mark {
                fill: Colour::new(0xC4, 0xC4, 0xC4),
                outline: Stroke::solid(OUTLINE, 1.0),
                radius: 5.0,
            },
        }
    }
}

impl Quadrant<'_> {
    fn shown(&self) -> impl Iterator<Item = (&QuadrantPoint, (f64, f64))> {
        self.points.iter().filter_map(|point| point.value.shown().map(|pair| (point, *pair)))
    }

    fn quarter(&self, pair: (f64, f64)) -> Quarter {
        match (pair.0 > self.high_need, pair.1 <= self.low_reach) {
            (true, true) => Quarter::BottomRight,
            (true, false) => Quarter::TopRight,
            (false, true) => Quarter::BottomLeft,
            (false, false) => Quarter::TopLeft,
        }
    }

    fn number(&self, quarter: Quarter) -> usize {
        self.shown().filter(|(_, pair)| self.quarter(*pair) == quarter).count()
    }

    fn not_drawn(&self) -> Option<String> {
        let suppressed = self.points.iter().filter(|p| matches!(p.value, AreaValue::Suppressed)).count();
        let no_data = self.points.iter().filter(|p| matches!(p.value, AreaValue::NoData(_))).count();
        let parts = [
            (suppressed, format!("withheld (protects counts below\u{a0}{})", self.fewer_than)),
            (no_data, "without data".to_owned()),
        ];
        let told: Vec<String> =
            parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, why)| format!("{} {why}", areas(n))).collect();
        (!told.is_empty()).then(|| format!("Not drawn: {}.", told.join(", ")))
    }

    /// The chart in words, for those who do not see it.
    pub fn alt_text(&self) -> String {
        let each: Vec<String> =
            Quarter::ALL.iter().map(|q| format!("{}: {}", q.words(), count(self.number(*q)))).collect();
        let start = format!(
            "Scatter chart of {}: {} against {}, divided at {} ({} and {}). {}.",
            areas(self.shown().count()),
            self.reach_heading,
            self.need_heading,
            self.division_name,
            self.need_unit.tell(self.high_need),
            self.reach_unit.tell(self.low_reach),
            each.join("; "),
        );
        self.not_drawn().map_or(start.clone(), |line| format!("{start} {line}"))
    }

    fn check(&self) -> Result<(), ChartError> {
        if self.shown().next().is_none() {
            return Err(ChartError::Nothing);
        }
        finite("the division", [&self.high_need, &self.low_reach])?;
        let pairs: Vec<(f64, f64)> = self.shown().map(|(_, pair)| pair).collect();
        finite("the need of area", pairs.iter().map(|pair| &pair.0))?;
        finite("the reach of area", pairs.iter().map(|pair| &pair.1))
    }
}

/// The chart of need against reach as a drawing (SVG): the same figures always give the same bytes.
///
/// Missing values: areas without both figures are not drawn, and their number is told.
///
/// # Errors
/// No figure at all, figures that are not finite.
pub fn draw(chart: &Quadrant<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let plot = Plot {
        left: MARGIN + 92.0,
        top: sheet.top + 48.0,
        right: MARGIN + 1040.0,
        bottom: sheet.top + 48.0 + 860.0,
    };
    let needs = chart.shown().map(|(_, pair)| pair.0).chain([chart.high_need]);
    let reaches = chart.shown().map(|(_, pair)| pair.1).chain([chart.low_reach]);
    let across = Axis::new(needs, chart.need_unit, false, (plot.left, plot.right));
    let up = Axis::new(reaches, chart.reach_unit, false, (plot.bottom, plot.top));
    plot.upright(&mut sheet, &up, &chart.reach_heading)?;
    let end = plot.level(&mut sheet, &across, &chart.need_heading, false)?;
    let (x, y) = (across.place(chart.high_need), up.place(chart.low_reach));
    sheet.canvas.line(DIVISION, (x, plot.top), (x, plot.bottom))?;
    sheet.canvas.line(DIVISION, (plot.left, y), (plot.right, y))?;
    points(&mut sheet, chart, (&across, &up))?;
    let left_out = name_points(&mut sheet, chart, &plot, (&across, &up))?;
    let key_end = key(&mut sheet, chart, plot.top - 40.0, &left_out)?;
    Ok(sheet.finish(end.max(key_end), &chart.alt_text())?)
}

const DIVISION: Stroke = Stroke { colour: INK, width: 2.0, dash: Some((9.0, 7.0)) };

/// The areas, the quarter that matters last and so on top.
fn points(sheet: &mut Sheet, chart: &Quadrant<'_>, axes: (&Axis, &Axis)) -> Result<(), DrawingError> {
    for quarter in Quarter::ALL.into_iter().rev() {
        let members = || chart.shown().filter(move |(_, pair)| chart.quarter(*pair) == quarter);
        let told: Vec<String> = members()
            .map(|(p, pair)| {
                format!(
                    "{}: need {}, reach {}",
                    p.name,
                    chart.need_unit.tell(pair.0),
                    chart.reach_unit.tell(pair.1)
                )
            })
            .collect();
        let dots: Vec<((f64, f64), Option<&str>)> = members()
            .zip(&told)
            .map(|((_, pair), told)| ((axes.0.place(pair.0), axes.1.place(pair.1)), Some(told.as_str())))
            .collect();
        let mark = quarter.mark();
        if !dots.is_empty() {
            sheet.canvas.dots(mark.fill, mark.outline, mark.radius, &dots)?;
        }
    }
    Ok(())
}

fn name_points(
    sheet: &mut Sheet,
    chart: &Quadrant<'_>,
    plot: &Plot,
    axes: (&Axis, &Axis),
) -> Result<Vec<String>, DrawingError> {
    let heart = |pair: &(f64, f64)| Heart {
        place: (axes.0.place(pair.0), axes.1.place(pair.1)),
        width: 0.0,
        height: 0.0,
    };
    let named = chart.named.iter().filter_map(|place| chart.points.get(*place));
    let wanted: Vec<(&str, Heart)> =
        named.filter_map(|p| p.value.shown().map(|pair| (p.name.as_str(), heart(pair)))).collect();
    let edge = Frame { left: plot.left, top: plot.top, right: plot.right, bottom: plot.bottom };
    names::set_all(&mut sheet.canvas, edge, &wanted, Type::bold(21.0))
}

fn key(sheet: &mut Sheet, chart: &Quadrant<'_>, top: f64, left_out: &[String]) -> Result<f64, DrawingError> {
    let left = MARGIN + 1040.0 + 36.0;
    let width = WIDTH - MARGIN - left;
    let marks =
        Quarter::ALL.iter().map(|q| KeyLine::Mark(q.mark(), q.words().to_owned(), Some(chart.number(*q))));
    let line = KeyLine::Stroke(DIVISION, sentence(&chart.division_name));
    let all: Vec<KeyLine> = marks.chain([line]).collect();
    let mut end = key::draw(sheet, "Need and reach", &all, (left, top), width)?;
    let divided = format!(
        "Divided at need {} and reach {}.",
        chart.need_unit.tell(chart.high_need),
        chart.reach_unit.tell(chart.low_reach)
    );
    let no_room =
        (!left_out.is_empty()).then(|| format!("No room on the chart to name: {}.", left_out.join(", ")));
    for note in std::iter::once(divided).chain(chart.not_drawn()).chain(no_room) {
        end = sheet.paragraph(&note, (left, end + 8.0), width, NOTE, QUIET_INK)?;
    }
    Ok(end)
}
