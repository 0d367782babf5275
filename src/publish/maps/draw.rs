//! A map model drawn on its ground.

use super::MapError;
use super::furniture;
use super::ground::Ground;
use super::legend;
use super::model::MapModel;
use super::panel::{self, Panel};
use crate::publish::drawing::colour::QUIET_INK;
use crate::publish::drawing::names::Frame;
use crate::publish::drawing::sheet::{MARGIN, NOTE, Sheet, WIDTH};

/// Width kept for the map, in pixels; the legend stands to its right.
const MAP_WIDTH: f64 = super::ground::ROOM.0;
/// Paper between map and legend, in pixels.
const GUTTER: f64 = 32.0;

/// The map as a drawing (SVG): the same model on the same ground always gives the same bytes.
///
/// Areas are outlined one by one where they are large enough; a whole country shows the outlines of its
/// authorities only. Each area carries its name and figure for a resting pointer, and the drawing carries
/// the model's text alternative.
///
/// # Errors
/// A model made for another ground, or a failure of the drawing itself.
///
/// ```
/// use geo::{MultiPolygon, polygon};
/// use reachgap::publish::drawing::{numbers::Unit, sheet::Words};
/// use reachgap::publish::maps::area_value::AreaValue;
/// use reachgap::publish::maps::choropleth::{Choropleth, choropleth};
/// use reachgap::publish::maps::classes::Scheme;
/// use reachgap::publish::maps::draw::draw;
/// use reachgap::publish::maps::ground::{Ground, MapAreas};
/// use reachgap::publish::maps::style::MapStyle;
///
/// let square = |x: f64| MultiPolygon::from(polygon![(x: x, y: 0.0), (x: x + 900.0, y: 0.0), (x: x, y: 900.0)]);
/// let (codes, names) = (["E01".to_owned(), "E02".to_owned()], ["Hill".to_owned(), "Dale".to_owned()]);
/// let shapes = [square(0.0), square(1000.0)];
/// let ground = Ground::new(&MapAreas { codes: &codes, names: &names, authorities: &[], shapes: &shapes })?;
/// let map = choropleth(&ground, &Choropleth {
///     words: Words { title: "Reach".to_owned(), ..Words::default() },
///     heading: "% of children".to_owned(),
///     values: &[AreaValue::Value(0.2), AreaValue::Suppressed],
///     unit: Unit::Percentage,
///     scheme: &Scheme::Quantile(5),
///     style: &MapStyle::embedded("reach")?,
///     fewer_than: 5,
///     named: &[],
/// })?;
/// let svg = draw(&map, &ground)?;
/// assert!(svg.contains("<title>Hill (E01): 20.0%</title>"));
/// assert!(svg.contains("<title>Dale (E02): withheld, protects counts below 5</title>"));
/// # Ok::<(), reachgap::publish::maps::MapError>(())
/// ```
pub fn draw(map: &MapModel, ground: &Ground) -> Result<String, MapError> {
    super::aligned("areas of the model", map.area_entry.len(), ground.len())?;
    let mut sheet = Sheet::new(&map.words)?;
    let top = sheet.top;
    let edge = Frame { left: MARGIN, top, right: MARGIN + MAP_WIDTH, bottom: top + ground.size().1 };
    let left_out = panel::draw(&mut sheet, &Panel { map, ground, edge })?;
    let column = MARGIN + MAP_WIDTH + GUTTER;
    let width = WIDTH - MARGIN - column;
    let mut end = legend::draw(&mut sheet, map, (column, top), width)?;
    for note in left_out.notes() {
        end = sheet.paragraph(&note, (column, end + 8.0), width, NOTE, QUIET_INK)?;
    }
    let foot = (top + ground.size().1 - furniture::HEIGHT).max(end + 36.0);
    furniture::draw(&mut sheet, (column, foot), column + width, map.scale_bar_km, ground.metres_per_pixel())?;
    Ok(sheet.finish(foot + furniture::HEIGHT, &map.alt_text)?)
}
