//! The ground of a map: its areas as they are drawn, prepared once for every map of the place.

use super::authority::{self, Authority};
use super::simplify::{Projection, twice_area};
use super::{MapError, aligned};
use crate::publish::drawing::canvas::{Point, UNITS};
use crate::publish::drawing::names::Heart;
use geo::{Centroid, Contains, InteriorPoint, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;

/// Room for a map, in pixels.
pub(super) const ROOM: (f64, f64) = (1040.0, 1240.0);
/// Paper left free around the shapes inside that room, in pixels.
const BORDER: f64 = 6.0;
/// Up to this many points, shapes are drawn to a tenth of a pixel; beyond, to half a pixel.
const FINE_POINTS: usize = 200_000;
/// Where areas have fewer square pixels on average than this, they are drawn without outlines.
const ROOM_FOR_OUTLINES: f64 = 120.0;

/// The areas of a place, each list in the same order.
#[derive(Debug, Clone, Copy)]
pub struct MapAreas<'a> {
    /// Codes.
    pub codes: &'a [String],
    /// Names as readers know them; an empty name is replaced by the code.
    pub names: &'a [String],
    /// The authority of each area; empty where outlines of authorities are not wanted.
    pub authorities: &'a [String],
    /// Shapes in metres of the British National Grid.
    pub shapes: &'a [MultiPolygon<f64>],
}

/// Areas ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    codes: Vec<String>,
    names: Vec<String>,
    areas: Vec<Vec<Vec<Point>>>,
    authorities: Vec<Authority>,
    size: (f64, f64),
    projection: Projection,
}

impl Ground {
    /// Prepares the shapes of a place: one scale, grid north up, as large as the sheet allows.
    ///
    /// Units: metres in, pixels of the sheet out.
    ///
    /// Missing values: an area with an empty shape is kept, and is not drawn.
    ///
    /// # Errors
    /// Lists of different lengths, a coordinate that is not finite, no shape at all.
    pub fn new(places: &MapAreas<'_>) -> Result<Self, MapError> {
        let count = places.codes.len();
        aligned("names", places.names.len(), count)?;
        aligned("shapes", places.shapes.len(), count)?;
        if !places.authorities.is_empty() {
            aligned("authorities", places.authorities.len(), count)?;
        }
        let extent = extent(places)?;
        let (projection, size) = projection(&extent);
        let areas: Vec<Vec<Vec<Point>>> =
            places.shapes.par_iter().map(|shape| projection.rings(shape)).collect();
        Ok(Ground {
            codes: places.codes.to_vec(),
            names: places.names.to_vec(),
            authorities: authority::outlines(&areas, places.authorities),
            areas,
            size,
            projection,
        })
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// An area's name, or its code where it has none.
    pub fn name(&self, area: usize) -> &str {
        if self.names[area].is_empty() { &self.codes[area] } else { &self.names[area] }
    }

    /// An area's name and code.
    pub fn title(&self, area: usize) -> String {
        let (name, code) = (&self.names[area], &self.codes[area]);
        if name.is_empty() { code.clone() } else { format!("{name} ({code})") }
    }

    /// Width and height on the sheet, in pixels.
    pub fn size(&self) -> (f64, f64) {
        self.size
    }

    /// Metres that one pixel shows.
    pub fn metres_per_pixel(&self) -> f64 {
        self.projection.metres_per_pixel
    }

    /// Where a place in metres stands on the sheet, in pixels from the ground's top left corner.
    pub(super) fn place(&self, (easting, northing): (f64, f64)) -> (f64, f64) {
        let Projection { west, north, metres_per_pixel, border, .. } = self.projection;
        ((easting - west) / metres_per_pixel + border, (north - northing) / metres_per_pixel + border)
    }

    /// Whether a place in metres lies within the edges of the map.
    pub(super) fn holds(&self, place_m: (f64, f64)) -> bool {
        let (x, y) = self.place(place_m);
        (0.0..=self.size.0).contains(&x) && (0.0..=self.size.1).contains(&y)
    }

    /// The same ground drawn smaller, for a sheet that shows it more than once.
    pub(super) fn scaled(&self, factor: f64) -> Self {
        let point =
            |p: &Point| ((f64::from(p.0) * factor).round() as i32, (f64::from(p.1) * factor).round() as i32);
        let rings = |rings: &[Vec<Point>]| -> Vec<Vec<Point>> {
            rings.iter().map(|ring| ring.iter().map(point).collect()).collect()
        };
        let authority = |a: &Authority| Authority { name: a.name.clone(), outline: rings(&a.outline) };
        Ground {
            codes: self.codes.clone(),
            names: self.names.clone(),
            areas: self.areas.iter().map(|area| rings(area)).collect(),
            authorities: self.authorities.iter().map(authority).collect(),
            size: (self.size.0 * factor, self.size.1 * factor),
            projection: Projection {
                metres_per_pixel: self.projection.metres_per_pixel / factor,
                border: self.projection.border * factor,
                ..self.projection
            },
        }
    }

    /// Length of a scale bar that fits beside the map: 1, 2 or 5 times a power of ten, in kilometres.
    pub fn scale_bar_km(&self) -> f64 {
        let most_km = 220.0 * self.metres_per_pixel() / 1000.0;
        let power = most_km.log10().floor() as i32;
        let steps = (power..=power).flat_map(|p| [1.0, 2.0, 5.0].map(|step| step * 10f64.powi(p)));
        steps.take_while(|km| *km <= most_km).last().unwrap_or(most_km)
    }

    /// Whether areas are large enough on the sheet to be outlined one by one.
    pub fn has_area_outlines(&self) -> bool {
        self.size.0 * self.size.1 / self.len().max(1) as f64 >= ROOM_FOR_OUTLINES
    }

    /// The rings of an area, in canvas units.
    pub(super) fn rings(&self, area: usize) -> &[Vec<Point>] {
        &self.areas[area]
    }

    /// The authorities with their outlines.
    pub(super) fn authorities(&self) -> &[Authority] {
        &self.authorities
    }

    /// Where an area's name belongs: inside its largest part, with how wide and high that is; pixels.
    pub(super) fn heart(&self, area: usize) -> Option<Heart> {
        heart(&self.areas[area])
    }
}

/// The middle of the largest part of a shape: its centroid where that is inside, else some point inside.
pub(super) fn heart(rings: &[Vec<Point>]) -> Option<Heart> {
    let largest = rings.iter().max_by_key(|ring| twice_area(ring).abs())?;
    let line: LineString<f64> =
        largest.iter().map(|p| (f64::from(p.0) / UNITS, f64::from(p.1) / UNITS)).collect();
    let part = Polygon::new(line, Vec::new());
    let centroid = part.centroid().filter(|point| part.contains(point));
    let place = centroid.or_else(|| part.interior_point())?;
    let span = |of: fn(&Point) -> i32| {
        let ends = (largest.iter().map(of).min(), largest.iter().map(of).max());
        f64::from(ends.1.unwrap_or(0) - ends.0.unwrap_or(0)) / UNITS
    };
    Some(Heart { place: (place.x(), place.y()), width: span(|p| p.0), height: span(|p| p.1) })
}

/// The ground's edges in metres, and how many points its shapes have.
struct Extent {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
    points: usize,
}

fn extent(places: &MapAreas<'_>) -> Result<Extent, MapError> {
    let mut extent = Extent {
        west: f64::INFINITY,
        east: f64::NEG_INFINITY,
        south: f64::INFINITY,
        north: f64::NEG_INFINITY,
        points: 0,
    };
    for (shape, code) in places.shapes.iter().zip(places.codes) {
        for point in shape.iter().flat_map(|polygon| polygon.exterior().coords()) {
            if !point.x.is_finite() || !point.y.is_finite() {
                return Err(MapError::ShapeNotFinite { code: code.clone() });
            }
            extent.west = extent.west.min(point.x);
            extent.east = extent.east.max(point.x);
            extent.south = extent.south.min(point.y);
            extent.north = extent.north.max(point.y);
            extent.points += 1;
        }
    }
    if extent.points == 0 { Err(MapError::NoShapes) } else { Ok(extent) }
}

/// The largest scale at which the extent fits the room, and the size it then has.
fn projection(extent: &Extent) -> (Projection, (f64, f64)) {
    let (width, height) = ((extent.east - extent.west).max(1.0), (extent.north - extent.south).max(1.0));
    let metres_per_pixel = (width / (ROOM.0 - 2.0 * BORDER)).max(height / (ROOM.1 - 2.0 * BORDER));
    let cell = if extent.points <= FINE_POINTS { 1 } else { 5 };
    let projection =
        Projection { west: extent.west, north: extent.north, metres_per_pixel, border: BORDER, cell };
    let span = |metres: f64| metres / metres_per_pixel + 2.0 * BORDER;
    (projection, (span(width), span(height)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    fn texts(given: &[&str]) -> Vec<String> {
        given.iter().map(|text| (*text).to_owned()).collect()
    }

    fn square(x: f64, side: f64) -> MultiPolygon<f64> {
        MultiPolygon::from(
            polygon![(x: x, y: 0.0), (x: x + side, y: 0.0), (x: x + side, y: side), (x: x, y: side)],
        )
    }

    #[test]
    fn the_scale_bar_is_a_round_length_that_fits() {
        let (codes, names) = (texts(&["a"]), texts(&["Avonmouth"]));
        for (side, km) in
            [(1_028.0, 0.2), (10_280.0, 2.0), (20_560.0, 2.0), (25_700.0, 5.0), (600_000.0, 100.0)]
        {
            let shapes = [square(0.0, side)];
            let ground =
                Ground::new(&MapAreas { codes: &codes, names: &names, authorities: &[], shapes: &shapes })
                    .unwrap();
            assert!((ground.scale_bar_km() - km).abs() < 1e-9, "{side}: {}", ground.scale_bar_km());
            assert!(km * 1000.0 / ground.metres_per_pixel() <= 220.0);
        }
    }

    #[test]
    fn a_coordinate_that_is_no_number_is_refused_by_code() {
        let (codes, names) = (texts(&["E01", "E02"]), texts(&["", ""]));
        let shapes = [square(0.0, 10.0), square(f64::NAN, 10.0)];
        let refused =
            Ground::new(&MapAreas { codes: &codes, names: &names, authorities: &[], shapes: &shapes });
        assert_eq!(
            refused.unwrap_err().to_string(),
            "the shape of area E02 has a coordinate that is not a finite number"
        );
    }

    #[test]
    fn lists_of_different_lengths_are_refused() {
        let (codes, names) = (texts(&["E01"]), texts(&["", ""]));
        let refused = Ground::new(&MapAreas { codes: &codes, names: &names, authorities: &[], shapes: &[] });
        assert_eq!(refused.unwrap_err().to_string(), "names: 2 for 1 areas");
    }

    #[test]
    fn a_name_belongs_inside_its_shape_even_where_the_middle_is_outside() {
        let horseshoe = vec![vec![
            (0, 0),
            (900, 0),
            (900, 900),
            (600, 900),
            (600, 200),
            (300, 200),
            (300, 900),
            (0, 900),
        ]];
        let heart = heart(&horseshoe).unwrap();
        let (x, y) = heart.place;
        assert!(!(30.0..60.0).contains(&x) || y < 20.0, "{x} {y}");
        assert_eq!((heart.width, heart.height), (90.0, 90.0));
    }
}
