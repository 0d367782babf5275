//! The drawing of a Moran scatter.

use super::axis::Axis;
use super::frame::Plot;
use super::key::{self, KeyLine, Mark};
use super::moran::{Association, MoranScatter, Quarter};
use super::{ChartError, KEY_LEFT, KEY_WIDTH, PLOT_WIDTH};
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Shape, Stroke, at};
use crate::publish::drawing::colour::{Colour, INK, OUTLINE, PAPER, QUIET_INK};
use crate::publish::drawing::lettering::Type;
use crate::publish::drawing::marks::{MarkShape, ShapedMark};
use crate::publish::drawing::names::{self, Frame, Heart, PlacedName, Places};
use crate::publish::drawing::numbers::{Unit, areas};
use crate::publish::drawing::paint::Paint;
use crate::publish::drawing::sheet::{MARGIN, Sheet};
use std::collections::BTreeMap;

/// With more areas than this that are not unusual, they are drawn as squares that many areas share.
const MOST_DOTS: usize = 3_000;
/// Side of such a square, pixels.
const CELL: f64 = 10.0;
/// Names set at most.
const MOST_NAMES: usize = 12;
/// With more unusual areas than this, their marks are drawn smaller.
const MANY_UNUSUAL: usize = 600;
/// Half the room that names leave for a mark, pixels.
const MARK_ROOM: f64 = 10.0;
const NAMES: Type = Type::bold(21.0);
const QUARTER_NAMES: Type = Type::bold(23.0);
const SLOPE: Stroke = Stroke::solid(INK, 3.0);
const MEAN: Stroke = Stroke { colour: QUIET_INK, width: 2.0, dash: Some((9.0, 7.0)) };
const USUAL: Mark =
    Mark { fill: Colour::new(0xB9, 0xB9, 0xB9), outline: Stroke::solid(OUTLINE, 1.0), radius: 4.8 };
/// How dark a square is that areas share.
struct Shared {
    least: usize,
    fill: Colour,
    words: &'static str,
}

const SHARED: [Shared; 4] = [
    Shared { least: 1, fill: Colour::new(0xDE, 0xDE, 0xDE), words: "1 to 4" },
    Shared { least: 5, fill: Colour::new(0xBB, 0xBB, 0xBB), words: "5 to 19" },
    Shared { least: 20, fill: Colour::new(0x94, 0x94, 0x94), words: "20 to 99" },
    Shared { least: 100, fill: Colour::new(0x66, 0x66, 0x66), words: "100 or more" },
];

/// The Moran scatter as a drawing (SVG): the same figures always give the same bytes.
///
/// Above 3,000 areas that are not unusual, these are drawn as squares, darker where more areas share one; unusual
/// areas are always drawn one by one.
///
/// Missing values: areas without a figure or without neighbours are not drawn, and their number is told.
///
/// # Errors
/// No figure at all, figures that are not finite.
///
/// References: Anselin (1996), The Moran scatterplot as an ESDA tool to assess local instability in spatial
/// association, in Fischer, Scholten and Unwin (eds), Spatial Analytical Perspectives on GIS, 111–125.
pub fn draw(chart: &MoranScatter<'_>) -> Result<String, ChartError> {
    chart.check()?;
    let mut sheet = Sheet::new(&chart.words)?;
    let plot = Plot {
        left: MARGIN + 92.0,
        top: sheet.top + 48.0,
        right: MARGIN + PLOT_WIDTH,
        bottom: sheet.top + 48.0 + 860.0,
    };
    let own = chart.shown().map(|(_, v)| v.own).chain([0.0]);
    let lags = || chart.shown().map(|(_, v)| v.neighbours).chain([0.0]);
    let across = Axis::new(own, Unit::Number, false, (plot.left, plot.right));
    let ends = (plot.bottom, plot.top);
    let mut up = Axis::new(lags(), Unit::Number, false, ends);
    if corners_are_taken(chart, &plot, (&across, &up))? {
        up = Axis::new(lags().chain(room_for_corners(chart)), Unit::Number, false, ends);
    }
    plot.upright(&mut sheet, &up, "Mean of its neighbours, standard deviations from the mean")?;
    let heading = format!("{} of the area, standard deviations from the mean", chart.heading);
    let end = plot.level(&mut sheet, &across, &heading, false)?;
    let axes = (&across, &up);
    let squares = chart.usual() > MOST_DOTS;
    if squares {
        usual_squares(&mut sheet, chart, axes)?;
    } else {
        usual_dots(&mut sheet, chart, axes)?;
    }
    lines(&mut sheet, chart, &plot, axes)?;
    // Names make way for marks, so that these lie over their lines; among very many marks they cannot.
    if many_unusual(chart) {
        unusual(&mut sheet, chart, axes)?;
    }
    let left_out = set_names(&mut sheet, chart, &plot, axes)?;
    if !many_unusual(chart) {
        unusual(&mut sheet, chart, axes)?;
    }
    let key_end = key(&mut sheet, chart, plot.top - 40.0, squares, &left_out)?;
    Ok(sheet.finish(end.max(key_end), &chart.alt_text())?)
}

fn place(value: Association, axes: (&Axis, &Axis)) -> (f64, f64) {
    (axes.0.place(value.own), axes.1.place(value.neighbours))
}

/// Whether an area stands where the name of a quarter is to stand.
fn corners_are_taken(
    chart: &MoranScatter<'_>,
    plot: &Plot,
    axes: (&Axis, &Axis),
) -> Result<bool, DrawingError> {
    for quarter in Quarter::ALL {
        let Frame { left, top, right, bottom } = corner_name(quarter, plot)?.frame;
        let inside = |(x, y): (f64, f64)| {
            (left - MARK_ROOM..=right + MARK_ROOM).contains(&x)
                && (top - MARK_ROOM..=bottom + MARK_ROOM).contains(&y)
        };
        if chart.shown().any(|(_, value)| inside(place(value, axes))) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Heights a little beyond those of all areas, so that the names in the corners cover none.
fn room_for_corners(chart: &MoranScatter<'_>) -> [f64; 2] {
    let start = (0.0_f64, 0.0_f64);
    let (least, most) =
        chart.shown().fold(start, |(least, most), (_, v)| (least.min(v.neighbours), most.max(v.neighbours)));
    let room = (most - least) * 0.07;
    [least - room, most + room]
}

/// Dark and filled where areas are like their neighbours, light where they are not; a shape for each quarter.
fn mark(quarter: Quarter, many: bool) -> ShapedMark {
    let (shape, fill, line) = match quarter {
        Quarter::LowAmongLow => (MarkShape::TriangleDown, Colour::new(0x6E, 0x2A, 0x00), PAPER),
        Quarter::HighAmongHigh => (MarkShape::TriangleUp, Colour::new(0x1D, 0x5F, 0x9E), PAPER),
        Quarter::LowAmongHigh => (MarkShape::Square, Colour::new(0xF0, 0xB2, 0x7A), INK),
        Quarter::HighAmongLow => (MarkShape::Diamond, Colour::new(0xB5, 0xD3, 0xEE), INK),
    };
    let (radius, width) = if many { (5.0, 0.8) } else { (8.0, 1.4) };
    ShapedMark { shape, paint: Paint::plain(fill), outline: Stroke::solid(line, width), radius }
}

/// Whether there are so many unusual areas that their marks are drawn smaller.
fn many_unusual(chart: &MoranScatter<'_>) -> bool {
    chart.shown().filter(|(_, value)| value.unusual).count() > MANY_UNUSUAL
}

fn told(name: &str, value: Association) -> String {
    let number = |x| crate::number_words::number(x, 2);
    format!("{name}: {}, neighbours {}", number(value.own), number(value.neighbours))
}

fn usual_dots(sheet: &mut Sheet, chart: &MoranScatter<'_>, axes: (&Axis, &Axis)) -> Result<(), DrawingError> {
    let usual = || chart.shown().filter(|(_, value)| !value.unusual);
    let tooltips: Vec<String> = usual().map(|(point, value)| told(&point.name, value)).collect();
    let dots: Vec<((f64, f64), Option<&str>)> = usual()
        .zip(&tooltips)
        .map(|((_, value), tooltip)| (place(value, axes), Some(tooltip.as_str())))
        .collect();
    if dots.is_empty() { Ok(()) } else { sheet.canvas.dots(USUAL.fill, USUAL.outline, USUAL.radius, &dots) }
}

/// Squares of a fixed grid, as dark as areas share them.
fn usual_squares(
    sheet: &mut Sheet,
    chart: &MoranScatter<'_>,
    axes: (&Axis, &Axis),
) -> Result<(), DrawingError> {
    let mut cells: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    for (_, value) in chart.shown().filter(|(_, value)| !value.unusual) {
        let (x, y) = place(value, axes);
        *cells.entry(((x / CELL).floor() as i32, (y / CELL).floor() as i32)).or_default() += 1;
    }
    let corner = |x: i32, y: i32| at(f64::from(x) * CELL, f64::from(y) * CELL);
    for (place, step) in SHARED.iter().enumerate() {
        let below = SHARED.get(place + 1).map_or(usize::MAX, |next| next.least);
        let members = cells.iter().filter(|(_, shared)| (step.least..below).contains(*shared));
        let rings: Vec<[Vec<(i32, i32)>; 1]> = members
            .map(|(&(x, y), _)| {
                [vec![corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)]]
            })
            .collect();
        let shapes: Vec<Shape<'_>> = rings.iter().map(|rings| Shape { rings, tooltip: None }).collect();
        if !shapes.is_empty() {
            sheet.canvas.shapes(&Paint::plain(step.fill), Stroke::solid(PAPER, 0.6), (0, 0), &shapes)?;
        }
    }
    Ok(())
}

/// The means, and the line whose slope is Moran's I.
fn lines(
    sheet: &mut Sheet,
    chart: &MoranScatter<'_>,
    plot: &Plot,
    axes: (&Axis, &Axis),
) -> Result<(), DrawingError> {
    let (x, y) = (axes.0.place(0.0), axes.1.place(0.0));
    sheet.canvas.line(MEAN, (x, plot.top), (x, plot.bottom))?;
    sheet.canvas.line(MEAN, (plot.left, y), (plot.right, y))?;
    let least = axes.0.ticks.first().copied().unwrap_or(0.0);
    let most = axes.0.ticks.last().copied().unwrap_or(0.0);
    let curve = [least, most].map(|own| (axes.0.place(own), axes.1.place(own * chart.morans_i)));
    let pieces = plot.cut(&curve);
    sheet.canvas.lines(Stroke::solid(PAPER, 6.0), (0, 0), pieces.iter().map(Vec::as_slice))?;
    sheet.canvas.lines(SLOPE, (0, 0), pieces.iter().map(Vec::as_slice))
}

fn unusual(sheet: &mut Sheet, chart: &MoranScatter<'_>, axes: (&Axis, &Axis)) -> Result<(), DrawingError> {
    let many = many_unusual(chart);
    for quarter in Quarter::ALL {
        let members: Vec<(String, (f64, f64))> = chart
            .shown()
            .filter(|(_, value)| value.unusual && Quarter::of(*value) == quarter)
            .map(|(point, value)| (told(&point.name, value), place(value, axes)))
            .collect();
        let marks: Vec<((f64, f64), Option<&str>)> =
            members.iter().map(|(told, place)| (*place, Some(told.as_str()))).collect();
        mark(quarter, many).draw(&mut sheet.canvas, &marks)?;
    }
    Ok(())
}

/// Sets the names of the quarters in their corners, then those of areas where there is room.
fn set_names(
    sheet: &mut Sheet,
    chart: &MoranScatter<'_>,
    plot: &Plot,
    axes: (&Axis, &Axis),
) -> Result<Vec<String>, DrawingError> {
    let named = chart.named.iter().filter_map(|place| chart.points.get(*place));
    let wanted: Vec<(&str, Heart)> = named
        .filter_map(|point| point.value.shown().map(|value| (point.name.as_str(), *value)))
        .filter(|(_, value)| value.unusual)
        .map(|(name, value)| (name, Heart { place: place(value, axes), width: 0.0, height: 0.0 }))
        .take(MOST_NAMES)
        .collect();
    let edge = Frame { left: plot.left, top: plot.top, right: plot.right, bottom: plot.bottom };
    let many = many_unusual(chart);
    let marks = chart.shown().filter(|(_, value)| value.unusual && !many);
    let mut dots: Vec<(f64, f64)> = marks.map(|(_, value)| place(value, axes)).collect();
    dots.extend(wanted.iter().map(|(_, heart)| heart.place));
    let mut places = Places::new(edge, NAMES, dots).with_dot_room(MARK_ROOM);
    for quarter in Quarter::ALL {
        places.set.push(corner_name(quarter, plot)?);
    }
    for (name, heart) in &wanted {
        places.place(name, *heart)?;
    }
    for (at, name) in places.set.iter().enumerate() {
        let face = if at < Quarter::ALL.len() { QUARTER_NAMES } else { NAMES };
        names::set(&mut sheet.canvas, name, face)?;
    }
    Ok(places.left_out)
}

fn corner_name(quarter: Quarter, plot: &Plot) -> Result<PlacedName, DrawingError> {
    let (width, height) = (QUARTER_NAMES.width(quarter.words())? + 10.0, 34.0);
    let right = matches!(quarter, Quarter::HighAmongHigh | Quarter::HighAmongLow);
    let top = matches!(quarter, Quarter::HighAmongHigh | Quarter::LowAmongHigh);
    let left = if right { plot.right - width - 10.0 } else { plot.left + 10.0 };
    let upper = if top { plot.top + 8.0 } else { plot.bottom - height - 8.0 };
    let frame = Frame { left, top: upper, right: left + width, bottom: upper + height };
    let baseline = (left + width / 2.0, upper + height / 2.0 + QUARTER_NAMES.cap_height() / 2.0);
    Ok(PlacedName { text: quarter.words().to_owned(), frame, baseline, dot: None, leader: None })
}

fn key(
    sheet: &mut Sheet,
    chart: &MoranScatter<'_>,
    top: f64,
    squares: bool,
    left_out: &[String],
) -> Result<f64, DrawingError> {
    let many = many_unusual(chart);
    let shaped = Quarter::ALL.iter().map(|quarter| {
        KeyLine::Shape(mark(*quarter, many), quarter.words().to_owned(), Some(chart.unusual(*quarter)))
    });
    let mut lines: Vec<KeyLine> = shaped.collect();
    if squares {
        let band =
            |step: &Shared| KeyLine::Band(Paint::plain(step.fill), format!("Not unusual: {}", step.words));
        lines.extend(SHARED.iter().map(band));
    } else {
        lines.push(KeyLine::Mark(USUAL, "Not unusual".to_owned(), Some(chart.usual())));
    }
    lines.push(KeyLine::Stroke(SLOPE, format!("{}: the slope of this line", chart.index())));
    lines.push(KeyLine::Stroke(MEAN, "Mean of all areas".to_owned()));
    let end = key::draw(sheet, "Unusual areas", &lines, (KEY_LEFT, top), KEY_WIDTH)?;
    let shared = squares.then(|| {
        format!("The {} that are not unusual are too many to be drawn one by one: they are drawn as squares, darker where more areas share one, as the key says. Unusual areas are all drawn.", areas(chart.usual()))
    });
    let no_room =
        (!left_out.is_empty()).then(|| format!("No room on the chart to name: {}.", left_out.join(", ")));
    let notes = shared.into_iter().chain(chart.notes.iter().cloned()).chain(chart.not_drawn()).chain(no_room);
    key::notes(sheet, notes, (KEY_LEFT, end), KEY_WIDTH)
}
