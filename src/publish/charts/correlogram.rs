//! Correlogram: how alike areas are at one distance after the other, with the limits of chance.

use super::axis::Axis;
use super::frame::Plot;
use super::key::{self, KeyLine};
use super::{ChartError, KEY_LEFT, KEY_WIDTH, PLOT_WIDTH, finite, not_drawn};
use crate::number_words::{number, whole};
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Stroke, at};
use crate::publish::drawing::colour::{Colour, INK, PAPER, QUIET_INK};
use crate::publish::drawing::marks::{MarkShape, ShapedMark};
use crate::publish::drawing::numbers::Unit;
use crate::publish::drawing::paint::Paint;
use crate::publish::drawing::sheet::{BODY, MARGIN, Sheet, Words};
use crate::publish::maps::area_value::AreaValue;

const CHANCE: Paint = Paint::plain(Colour::new(0xE4, 0xE4, 0xE4));
const EXPECTED: Stroke = Stroke { colour: QUIET_INK, width: 2.0, dash: Some((9.0, 7.0)) };
const CURVE: Stroke = Stroke::solid(Colour::new(0x12, 0x43, 0x6D), 2.4);

/// Pairs of areas so far from each other, and how alike they are.
#[derive(Debug, Clone, PartialEq)]
pub struct DistanceClass {
    /// Least distance, metres.
    pub from_m: f64,
    /// Greatest distance, metres.
    pub to_m: f64,
    /// How many pairs of areas there are.
    pub pairs: u64,
    /// The statistic, or why there is none.
    pub value: AreaValue<Alike>,
}

/// A statistic at one distance, and the limits that chance alone would keep to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// The statistic.
    pub value: f64,
    /// Lower limit of chance.
    pub lower: f64,
    /// Upper limit of chance.
    pub upper: f64,
}

/// What a correlogram is to show.
#[derive(Debug, Clone)]
pub struct Correlogram<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// The statistic and what it is of, above the plot: "Moran’s I of observed ÷ expected".
    pub heading: String,
    /// What the limits are: "95% limits of chance, 999 permutations".
    pub limits_name: String,
    /// The value expected where there is no pattern.
    pub expected: f64,
    /// Distances in increasing order, without overlap.
    pub classes: &'a [DistanceClass],
    /// Remarks below the key.
    pub notes: Vec<String>,
    /// Figures resting on fewer people than this are suppressed.
    pub fewer_than: u32,
}

/// A statistic against the limits of chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Against {
    Above,
    Within,
    Below,
}

impl Against {
    const ALL: [Against; 3] = [Against::Above, Against::Within, Against::Below];

    fn of(alike: Alike) -> Self {
        if alike.value > alike.upper {
            Against::Above
        } else if alike.value < alike.lower {
            Against::Below
        } else {
            Against::Within
        }
    }

    fn words(self) -> &'static str {
        match self {
            Against::Above => "More alike than chance allows",
            Against::Within => "As chance allows",
            Against::Below => "Less alike than chance allows",
        }
    }

    fn mark(self) -> ShapedMark {
        let (shape, fill) = match self {
            Against::Above => (MarkShape::TriangleUp, Colour::new(0x12, 0x43, 0x6D)),
            Against::Within => (MarkShape::Circle, PAPER),
            Against::Below => (MarkShape::TriangleDown, Colour::new(0xB0, 0x55, 0x10)),
        };
        ShapedMark { shape, paint: Paint::plain(fill), outline: Stroke::solid(INK, 1.8), radius: 8.5 }
    }
}

impl Correlogram<'_> {
    fn shown(&self) -> impl Iterator<Item = (&DistanceClass, Alike)> {
        self.classes.iter().filter_map(|class| class.value.shown().map(|alike| (class, *alike)))
    }

    /// Up to which distance areas are more alike than chance allows, in words.
    fn finding(&self) -> String {
        let run = self.classes.iter().take_while(|class| {
            class.value.shown().is_some_and(|alike| Against::of(*alike) == Against::Above)
        });
        match run.last() {
            Some(last) => {
                format!("Areas are more alike than chance allows up to {} apart.", distance(last.to_m))
            }
            None => "Even the areas nearest to each other are no more alike than chance allows.".to_owned(),
        }
    }

    fn told(&self, class: &DistanceClass) -> String {
        let value = match &class.value {
            AreaValue::Value(alike) => {
                format!("{}, {}", number(alike.value, 3), Against::of(*alike).words().to_lowercase())
            }
            AreaValue::Suppressed => format!("withheld, protects counts below\u{a0}{}", self.fewer_than),
            AreaValue::NoData(reason) if reason.is_empty() => "no data".to_owned(),
            AreaValue::NoData(reason) => format!("no data, {reason}"),
        };
        format!("{} to {}: {value}", distance(class.from_m), distance(class.to_m))
    }

    /// The chart in words, for those who do not see it.
    pub fn alt_text(&self) -> String {
        let each: Vec<String> = self.classes.iter().map(|class| self.told(class)).collect();
        let start = format!(
            "Correlogram: {} by distance between areas, with {}. {} {}.",
            self.heading,
            self.limits_name,
            self.finding(),
            each.join("; ")
        );
        std::iter::once(start).chain(self.notes.iter().cloned()).collect::<Vec<_>>().join(" ")
    }

    fn check(&self) -> Result<(), ChartError> {
        if self.shown().next().is_none() {
            return Err(ChartError::Nothing);
        }
        finite("the expected value", [&self.expected])?;
        finite("the distance of class", self.classes.iter().flat_map(|c| [&c.from_m, &c.to_m]))?;
        for (index, (_, alike)) in self.shown().enumerate() {
            if [alike.value, alike.lower, alike.upper].iter().any(|x| !x.is_finite()) {
                return Err(ChartError::NotFinite { what: "the statistic of class", index });
            }
            if alike.lower > alike.upper {
                return Err(ChartError::LimitsCross { what: "the limits of class", index });
            }
        }
        let what = "the distances, in increasing order";
        let within = self.classes.iter().position(|c| c.to_m <= c.from_m || c.from_m < 0.0);
        let between = self.classes.windows(2).position(|c| c[1].from_m < c[0].to_m).map(|before| before + 1);
        match within.or(between) {
            Some(index) => Err(ChartError::NoCurve { what, index }),
            None => Ok(()),
        }
    }
}

/// A distance as a reader says it.
fn distance(metres: f64) -> String {
    if metres == 0.0 {
        "0 km".to_owned()
    } else if metres < 1000.0 {
        format!("{} m", number(metres, 0))
    } else {
        let km = metres / 1000.0;
        let decimals = usize::from((km - km.round()).abs() > 0.049);
        format!("{} km", number(km, decimals))
    }
}

/// The correlogram as a drawing (SVG): the same figures always give the same bytes.
///
/// Missing values: a distance without pairs is left empty, and the key says how many are.
///
/// # Errors
/// No figure at all, figures that are not finite, limits that cross, distances that do not increase.
///
/// References: Oden (1984), Assessing the significance of a spatial correlogram, Geographical Analysis 16(1),
/// 1–16, DOI 10.1111/j.1538-4632.1984.tb00796.x.
pub fn draw(chart: &Correlogram<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let plot = Plot {
        left: MARGIN + 92.0,
        top: sheet.top + 48.0,
        right: MARGIN + PLOT_WIDTH,
        bottom: sheet.top + 48.0 + 640.0,
    };
    let figures = chart.shown().flat_map(|(_, a)| [a.lower, a.value, a.upper]).chain([chart.expected, 0.0]);
    let distances = chart.classes.iter().flat_map(|class| [class.from_m / 1000.0, class.to_m / 1000.0]);
    let up = Axis::new(figures, Unit::Number, false, (plot.bottom, plot.top));
    let across = Axis::new(distances, Unit::Number, true, (plot.left, plot.right));
    let axes = (&across, &up);
    chance(&mut sheet, chart, axes)?;
    plot.upright(&mut sheet, &up, &chart.heading)?;
    let end = plot.level(&mut sheet, &across, "Distance between two areas, kilometres", false)?;
    let y = up.place(chart.expected);
    sheet.canvas.line(EXPECTED, (plot.left, y), (plot.right, y))?;
    points(&mut sheet, chart, axes)?;
    let key_end = key(&mut sheet, chart, plot.top - 40.0)?;
    Ok(sheet.finish(end.max(key_end), &chart.alt_text())?)
}

/// The limits of chance at each distance, as bands.
fn chance(sheet: &mut Sheet, chart: &Correlogram<'_>, axes: (&Axis, &Axis)) -> Result<(), DrawingError> {
    for (class, alike) in chart.shown() {
        let (left, right) = (axes.0.place(class.from_m / 1000.0), axes.0.place(class.to_m / 1000.0));
        let (top, bottom) = (axes.1.place(alike.upper), axes.1.place(alike.lower));
        let size = (right - left, bottom - top);
        sheet.canvas.rectangle((left, top), size, &CHANCE, Stroke::solid(PAPER, 1.0))?;
    }
    Ok(())
}

fn points(sheet: &mut Sheet, chart: &Correlogram<'_>, axes: (&Axis, &Axis)) -> Result<(), DrawingError> {
    let place = |class: &DistanceClass, alike: Alike| {
        let middle = f64::midpoint(class.from_m, class.to_m) / 1000.0;
        (axes.0.place(middle), axes.1.place(alike.value))
    };
    for pair in chart.classes.windows(2) {
        if let (Some(one), Some(next)) = (pair[0].value.shown(), pair[1].value.shown()) {
            let (from, to) = (place(&pair[0], *one), place(&pair[1], *next));
            sheet.canvas.lines(CURVE, (0, 0), [[at(from.0, from.1), at(to.0, to.1)].as_slice()])?;
        }
    }
    for (class, alike) in chart.shown() {
        let told = format!("{}; {} pairs", chart.told(class), whole(class.pairs));
        Against::of(alike).mark().draw(&mut sheet.canvas, &[(place(class, alike), Some(told.as_str()))])?;
    }
    Ok(())
}

fn key(sheet: &mut Sheet, chart: &Correlogram<'_>, top: f64) -> Result<f64, DrawingError> {
    let marks = Against::ALL.iter().map(|a| KeyLine::Shape(a.mark(), a.words().to_owned(), None));
    let lines: Vec<KeyLine> = marks
        .chain([
            KeyLine::Band(CHANCE, chart.limits_name.clone()),
            KeyLine::Stroke(EXPECTED, format!("No pattern: {}", number(chart.expected, 3))),
        ])
        .collect();
    let end = key::draw(sheet, "Areas so far apart are", &lines, (KEY_LEFT, top), KEY_WIDTH)?;
    let end = sheet.paragraph(&chart.finding(), (KEY_LEFT, end + 16.0), KEY_WIDTH, BODY, INK)?;
    let values: Vec<&AreaValue<Alike>> = chart.classes.iter().map(|class| &class.value).collect();
    let missing = not_drawn(&values, chart.fewer_than, ("distance", "distances"));
    key::notes(sheet, chart.notes.iter().cloned().chain(missing), (KEY_LEFT, end + 8.0), KEY_WIDTH)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distances_are_told_as_readers_say_them() {
        assert_eq!(
            [0.0, 500.0, 1000.0, 2500.0, 12_000.0].map(distance),
            ["0 km", "500 m", "1 km", "2.5 km", "12 km"]
        );
    }
}
