//! A map model drawn on its ground.

use super::MapError;
use super::furniture;
use super::ground::{Ground, heart};
use super::legend;
use super::model::MapModel;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Point, Shape, Stroke, at};
use crate::publish::drawing::colour::{INK, OUTLINE, QUIET_INK};
use crate::publish::drawing::lettering::Type;
use crate::publish::drawing::names::{self, Frame, Heart, Places};
use crate::publish::drawing::sheet::{MARGIN, NOTE, Sheet, WIDTH};

/// Width kept for the map, in pixels; the legend stands to its right.
const MAP_WIDTH: f64 = super::ground::ROOM.0;
/// Paper between map and legend, in pixels.
const GUTTER: f64 = 32.0;
/// Lettering of names on the map.
const NAMES: Type = Type::bold(22.0);
/// Lettering of authorities' names.
const AUTHORITY_NAMES: Type = Type::regular(24.0);
/// With more authorities than this, their names would cover the map.
const MOST_AUTHORITY_NAMES: usize = 12;

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
    let left = MARGIN + (MAP_WIDTH - ground.size().0) / 2.0;
    let origin = at(left, top);
    fills(&mut sheet, map, ground, origin)?;
    outlines(&mut sheet, ground, origin)?;
    let left_out = set_names(&mut sheet, map, ground, (left, top))?;
    let column = MARGIN + MAP_WIDTH + GUTTER;
    let width = WIDTH - MARGIN - column;
    let mut end = legend::draw(&mut sheet, map, (column, top), width)?;
    if !left_out.is_empty() {
        let told = format!("No room on the map to name: {}.", left_out.join(", "));
        end = sheet.paragraph(&told, (column, end + 8.0), width, NOTE, QUIET_INK)?;
    }
    let foot = (top + ground.size().1 - furniture::HEIGHT).max(end + 36.0);
    furniture::draw(&mut sheet, (column, foot), column + width, map.scale_bar_km, ground.metres_per_pixel())?;
    Ok(sheet.finish(foot + furniture::HEIGHT, &map.alt_text)?)
}

/// The areas, entry by entry.
fn fills(sheet: &mut Sheet, map: &MapModel, ground: &Ground, origin: Point) -> Result<(), DrawingError> {
    for (place, entry) in map.entries.iter().enumerate() {
        let members = (0..ground.len()).filter(|area| map.area_entry[*area] == place);
        let shapes: Vec<Shape<'_>> = members
            .map(|area| Shape { rings: ground.rings(area), tooltip: Some(map.tooltips[area].as_str()) })
            .collect();
        let outline = match (ground.has_area_outlines(), ground.len()) {
            (true, 0..=1000) => Stroke::solid(OUTLINE, 0.9),
            (true, _) => Stroke::solid(OUTLINE, 0.5),
            (false, _) => Stroke::solid(entry.paint.fill, 0.6),
        };
        if !shapes.is_empty() {
            sheet.canvas.shapes(&entry.paint, outline, origin, &shapes)?;
        }
    }
    Ok(())
}

/// The outlines of authorities; where there is one only, or none is named, that of the whole place.
fn outlines(sheet: &mut Sheet, ground: &Ground, origin: Point) -> Result<(), DrawingError> {
    let width = match ground.authorities().len() {
        0..=12 => 2.4,
        13..=60 => 1.4,
        _ => 0.7,
    };
    let rings = ground.authorities().iter().flat_map(|authority| &authority.outline).map(Vec::as_slice);
    sheet.canvas.lines(Stroke::solid(INK, width), origin, rings)
}

/// Sets the names of areas, then those of authorities where they fit; gives the area names without room.
fn set_names(
    sheet: &mut Sheet,
    map: &MapModel,
    ground: &Ground,
    corner: (f64, f64),
) -> Result<Vec<String>, DrawingError> {
    let moved = |heart: Heart| Heart { place: (heart.place.0 + corner.0, heart.place.1 + corner.1), ..heart };
    let wanted: Vec<(&str, Heart)> = map
        .labels
        .iter()
        .filter_map(|label| ground.heart(label.area).map(|heart| (label.text.as_str(), moved(heart))))
        .collect();
    let edge =
        Frame { left: MARGIN, top: corner.1, right: MARGIN + MAP_WIDTH, bottom: corner.1 + ground.size().1 };
    let mut places = Places::new(edge, NAMES, wanted.iter().map(|(_, heart)| heart.place).collect());
    for (text, heart) in &wanted {
        places.place(text, *heart)?;
    }
    let areas = places.set.len();
    if (2..=MOST_AUTHORITY_NAMES).contains(&ground.authorities().len()) {
        for authority in ground.authorities() {
            if let Some(heart) = heart(&authority.outline) {
                places.place_if_free(&authority.name, moved(heart))?;
            }
        }
    }
    for (place, name) in places.set.iter().enumerate() {
        names::set(&mut sheet.canvas, name, if place < areas { NAMES } else { AUTHORITY_NAMES })?;
    }
    Ok(places.left_out)
}
