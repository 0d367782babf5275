//! The areas of a map with their outlines, what lies over them, and the names on them; all but the legend.

use super::ground::{Ground, heart};
use super::model::MapModel;
use super::overlay_drawing;
use crate::publish::drawing::DrawingError;
use crate::publish::drawing::canvas::{Point, Shape, Stroke, at};
use crate::publish::drawing::colour::{INK, OUTLINE};
use crate::publish::drawing::lettering::Type;
use crate::publish::drawing::names::{self, Frame, Heart, Places};
use crate::publish::drawing::sheet::Sheet;

/// Lettering of names and numbers on the map.
const NAMES: Type = Type::bold(22.0);
/// Lettering of authorities' names.
const AUTHORITY_NAMES: Type = Type::regular(24.0);
/// With more authorities than this, their names would cover the map.
const MOST_AUTHORITY_NAMES: usize = 12;

/// A map and the room it is drawn in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Panel<'a> {
    /// What is shown.
    pub(super) map: &'a MapModel,
    /// Where.
    pub(super) ground: &'a Ground,
    /// The room, in pixels; the ground stands in the middle of its width, at its top.
    pub(super) edge: Frame,
}

impl Panel<'_> {
    /// The top left corner of the ground, in pixels.
    pub(super) fn corner(&self) -> (f64, f64) {
        let free = self.edge.right - self.edge.left - self.ground.size().0;
        (self.edge.left + free / 2.0, self.edge.top)
    }

    /// Where a place in metres stands on the sheet, in pixels.
    pub(super) fn place(&self, place_m: (f64, f64)) -> (f64, f64) {
        let (corner, place) = (self.corner(), self.ground.place(place_m));
        (corner.0 + place.0, corner.1 + place.1)
    }
}

/// Names and numbers for which there was no room on the map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct LeftOut {
    names: Vec<String>,
    numbers: Vec<String>,
}

impl LeftOut {
    /// What was left out, in sentences.
    pub(super) fn notes(&self) -> Vec<String> {
        let told = |what: &str, left: &[String]| {
            (!left.is_empty()).then(|| format!("No room on the map to {what}: {}.", left.join(", ")))
        };
        told("name", &self.names).into_iter().chain(told("number", &self.numbers)).collect()
    }
}

/// Draws a map into its room and gives what there was no room to name.
pub(super) fn draw(sheet: &mut Sheet, panel: &Panel<'_>) -> Result<LeftOut, DrawingError> {
    let (left, top) = panel.corner();
    let origin = at(left, top);
    fills(sheet, panel, origin)?;
    outlines(sheet, panel.ground, origin)?;
    overlay_drawing::windows(sheet, panel)?;
    let left_out = set_names(sheet, panel)?;
    overlay_drawing::sites(sheet, panel)?;
    Ok(left_out)
}

/// The areas, entry by entry.
fn fills(sheet: &mut Sheet, panel: &Panel<'_>, origin: Point) -> Result<(), DrawingError> {
    let Panel { map, ground, .. } = panel;
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

/// Sets the numbers of what lies over the areas, the names of areas, then those of authorities where they fit.
fn set_names(sheet: &mut Sheet, panel: &Panel<'_>) -> Result<LeftOut, DrawingError> {
    let Panel { map, ground, edge } = *panel;
    let corner = panel.corner();
    let moved = |heart: Heart| Heart { place: (heart.place.0 + corner.0, heart.place.1 + corner.1), ..heart };
    let named = map.labels.iter().filter_map(|l| ground.heart(l.area).map(|h| (l.text.as_str(), moved(h))));
    let named: Vec<(&str, Heart)> = named.collect();
    let numbered = overlay_drawing::numbers(panel);
    let mut dots: Vec<(f64, f64)> = overlay_drawing::site_places(panel);
    dots.extend(named.iter().chain(&numbered).map(|(_, heart)| heart.place));
    let mut places = Places::new(edge, NAMES, dots);
    if !map.overlay.is_empty() {
        places = places.with_dot_room(overlay_drawing::site_room(&map.overlay));
    }
    for (text, heart) in &numbered {
        places.place(text, *heart)?;
    }
    let numbers = std::mem::take(&mut places.left_out);
    for (text, heart) in &named {
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
    Ok(LeftOut { names: places.left_out, numbers })
}
