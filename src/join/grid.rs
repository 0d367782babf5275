//! Longitude and latitude ⇄ eastings and northings of the British National Grid, by OSTN15.

use std::fmt;

use geo::{Coord, MultiPolygon};
use rayon::prelude::*;

use super::projection::{Ellipsoid, transverse_mercator};
use super::waters::{about_ireland, in_great_britain};

/// The side of a cell of the OSTN15 grid of shifts, in metres.
const CELL_M: f64 = 1000.0;

/// How many points one piece of parallel work converts.
const CHUNK: usize = 8192;

/// Why a coordinate has no place on the British National Grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OffGrid {
    /// It is infinite or not a number.
    NotFinite,
    /// It lies on or about the island of Ireland, which has a grid of its own.
    Ireland,
    /// It lies outside Great Britain and the waters close to it.
    OutsideGreatBritain,
}

impl fmt::Display for OffGrid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFinite => "not a finite coordinate",
            Self::Ireland => "in Ireland, which the British National Grid does not cover",
            Self::OutsideGreatBritain => "outside Great Britain, which the British National Grid covers",
        })
    }
}

impl OffGrid {
    fn at(longitude: f64, latitude: f64) -> Self {
        if !longitude.is_finite() || !latitude.is_finite() {
            Self::NotFinite
        } else if about_ireland(longitude, latitude) {
            Self::Ireland
        } else {
            Self::OutsideGreatBritain
        }
    }
}

/// The OSTN15 shifts at the four corners of the cell that was asked for last.
///
/// Neighbouring vertices mostly lie in one cell, so that most conversions need no look-up.
#[derive(Debug, Default)]
struct Shifts {
    cell: Option<(i32, i32)>,
    corners: [(f64, f64); 4],
}

impl Shifts {
    /// The shift at an ETRS89 easting and northing, interpolated between the corners of its cell.
    fn at(&mut self, easting: f64, northing: f64) -> Option<(f64, f64)> {
        let cell = ((easting / CELL_M).floor(), (northing / CELL_M).floor());
        let key = (cell.0 as i32, cell.1 as i32);
        if self.cell != Some(key) {
            self.corners = Self::corners_of(key)?;
            self.cell = Some(key);
        }
        let (t, u) = ((easting - cell.0 * CELL_M) / CELL_M, (northing - cell.1 * CELL_M) / CELL_M);
        let weights = [(1.0 - t) * (1.0 - u), t * (1.0 - u), (1.0 - t) * u, t * u];
        let [sw, se, nw, ne] = self.corners;
        Some((
            weights[0] * sw.0 + weights[1] * se.0 + weights[2] * nw.0 + weights[3] * ne.0,
            weights[0] * sw.1 + weights[1] * se.1 + weights[2] * nw.1 + weights[3] * ne.1,
        ))
    }

    fn corners_of((x, y): (i32, i32)) -> Option<[(f64, f64); 4]> {
        let corner = |x: i32, y: i32| {
            let (easting, northing) = (f64::from(x) * CELL_M, f64::from(y) * CELL_M);
            let (e, n) = lonlat_bng::convert_etrs89_to_osgb36(easting, northing).ok()?;
            Some((to_mm(e - easting), to_mm(n - northing)))
        };
        Some([corner(x, y)?, corner(x + 1, y)?, corner(x, y + 1)?, corner(x + 1, y + 1)?])
    }
}

fn to_mm(metres: f64) -> f64 {
    (metres * 1000.0).round() / 1000.0
}

/// Easting and northing on the British National Grid of a longitude and latitude.
///
/// Formula: the transverse Mercator projection on GRS 80, then the OSTN15 shift, interpolated between the
/// corners of its one-kilometre cell; rounded to the millimetre. WGS 84 is taken for ETRS89 (they differ
/// by less than a metre).
///
/// Units: degrees in, metres out.
///
/// # Errors
/// Coordinates that are not finite, or that lie outside Great Britain and its waters. OSTN15 gives a
/// figure for Northern Ireland and the open sea too, though not a meaningful one, so both are refused.
///
/// References: Ordnance Survey (2023), *Transformations and OSGM15 user guide*, v1.3, Annexe A and B.
///
/// ```
/// use reachgap::join::grid::to_grid;
/// // Ordnance Survey's own test point TP09 (London).
/// assert_eq!(to_grid(-0.1199255718, 51.4893656495), Ok((530_624.974, 178_388.464)));
/// assert!(to_grid(-7.5, 54.6).is_err()); // Omagh
/// ```
pub fn to_grid(longitude: f64, latitude: f64) -> Result<(f64, f64), OffGrid> {
    shifted(&mut Shifts::default(), longitude, latitude)
}

fn shifted(shifts: &mut Shifts, longitude: f64, latitude: f64) -> Result<(f64, f64), OffGrid> {
    if !in_great_britain(longitude, latitude) {
        return Err(OffGrid::at(longitude, latitude));
    }
    let (easting, northing) = transverse_mercator(Ellipsoid::GRS80, longitude, latitude);
    let (de, dn) = shifts.at(easting, northing).ok_or(OffGrid::OutsideGreatBritain)?;
    Ok((to_mm(easting + de), to_mm(northing + dn)))
}

/// Longitude and latitude of an easting and northing on the British National Grid: the inverse of
/// [`to_grid`], to less than a centimetre.
///
/// Units: metres in, degrees out.
///
/// # Errors
/// As [`to_grid`].
///
/// ```
/// use reachgap::join::grid::to_lon_lat;
/// let (lon, lat) = to_lon_lat(530_624.974, 178_388.464).unwrap();
/// assert!((lon + 0.1199255718).abs() < 2e-8 && (lat - 51.4893656495).abs() < 2e-8);
/// ```
pub fn to_lon_lat(easting: f64, northing: f64) -> Result<(f64, f64), OffGrid> {
    if !easting.is_finite() || !northing.is_finite() {
        return Err(OffGrid::NotFinite);
    }
    let (longitude, latitude) =
        lonlat_bng::convert_osgb36_to_ll(easting, northing).map_err(|_| OffGrid::OutsideGreatBritain)?;
    if in_great_britain(longitude, latitude) {
        Ok((longitude, latitude))
    } else {
        Err(OffGrid::at(longitude, latitude))
    }
}

/// A shape with a vertex that has no place on the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShapeOffGrid {
    /// Which shape, counted from nought.
    pub shape: usize,
    /// Why its first such vertex has none.
    pub why: OffGrid,
}

/// Converts whole shapes from longitude and latitude to eastings and northings, in parallel.
///
/// # Errors
/// Every shape with a vertex that [`to_grid`] refuses.
pub fn shapes_to_grid(shapes: Vec<MultiPolygon<f64>>) -> Result<Vec<MultiPolygon<f64>>, Vec<ShapeOffGrid>> {
    converted(shapes, || {
        let mut shifts = Shifts::default();
        move |x, y| shifted(&mut shifts, x, y)
    })
}

/// Converts whole shapes from eastings and northings to longitude and latitude, in parallel.
///
/// # Errors
/// Every shape with a vertex that [`to_lon_lat`] refuses.
pub fn shapes_to_lon_lat(
    shapes: Vec<MultiPolygon<f64>>,
) -> Result<Vec<MultiPolygon<f64>>, Vec<ShapeOffGrid>> {
    converted(shapes, || to_lon_lat)
}

/// Converts shape by shape; `fresh` makes the conversion for one shape.
fn converted<C, F>(
    mut shapes: Vec<MultiPolygon<f64>>,
    fresh: C,
) -> Result<Vec<MultiPolygon<f64>>, Vec<ShapeOffGrid>>
where
    C: Fn() -> F + Sync,
    F: FnMut(f64, f64) -> Result<(f64, f64), OffGrid>,
{
    let refused: Vec<ShapeOffGrid> = shapes
        .par_iter_mut()
        .enumerate()
        .filter_map(|(shape, polygons)| {
            let mut convert = fresh();
            let mut why = None;
            move_vertices(polygons, |vertex| match convert(vertex.x, vertex.y) {
                Ok((x, y)) => *vertex = Coord { x, y },
                Err(reason) => why = why.or(Some(reason)),
            });
            why.map(|why| ShapeOffGrid { shape, why })
        })
        .collect();
    if refused.is_empty() { Ok(shapes) } else { Err(refused) }
}

/// Moves every vertex of a shape.
fn move_vertices(shape: &mut MultiPolygon<f64>, mut to: impl FnMut(&mut Coord<f64>)) {
    for polygon in shape {
        polygon.exterior_mut(|ring| ring.0.iter_mut().for_each(&mut to));
        polygon.interiors_mut(|rings| rings.iter_mut().flat_map(|r| &mut r.0).for_each(&mut to));
    }
}

/// Points on the grid.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GridPoints {
    /// Eastings in metres; infinite where the point was refused, which places it in no area.
    pub eastings: Vec<f64>,
    /// Northings in metres; infinite where the point was refused.
    pub northings: Vec<f64>,
    /// The points refused, by position, with the reason.
    pub refused: Vec<(u32, OffGrid)>,
}

/// Converts points from longitude and latitude to eastings and northings, in parallel.
///
/// Missing values: a point that [`to_grid`] refuses is named in [`GridPoints::refused`].
pub fn points_to_grid(longitudes: &[f64], latitudes: &[f64]) -> GridPoints {
    let pieces: Vec<GridPoints> = longitudes
        .par_chunks(CHUNK)
        .zip(latitudes.par_chunks(CHUNK))
        .enumerate()
        .map(|(piece, (xs, ys))| piece_to_grid((piece * CHUNK) as u32, xs, ys))
        .collect();
    let mut all = GridPoints::default();
    all.eastings.reserve(longitudes.len());
    all.northings.reserve(longitudes.len());
    for piece in pieces {
        all.eastings.extend(piece.eastings);
        all.northings.extend(piece.northings);
        all.refused.extend(piece.refused);
    }
    all
}

fn piece_to_grid(first: u32, longitudes: &[f64], latitudes: &[f64]) -> GridPoints {
    let mut shifts = Shifts::default();
    let mut points = GridPoints::default();
    for (position, (&x, &y)) in (first..).zip(longitudes.iter().zip(latitudes)) {
        let (easting, northing) = shifted(&mut shifts, x, y).unwrap_or_else(|why| {
            points.refused.push((position, why));
            (f64::INFINITY, f64::INFINITY)
        });
        points.eastings.push(easting);
        points.northings.push(northing);
    }
    points
}

#[cfg(test)]
mod tests {
    use geo::polygon;
    use proptest::prelude::*;

    use super::*;

    /// Ordnance Survey's OSTN15 test points: longitude, latitude, easting, northing.
    // source: Ordnance Survey, OSTN15 developer pack, test points (every second one)
    const TEST_POINTS: &[(f64, f64, f64, f64)] = &[
        (-6.29977752014, 49.9222639373, 91492.146, 11318.804),
        (-4.10864563561, 50.4388582561, 250359.811, 62016.569),
        (-1.450514337, 50.9312793791, 438710.92, 114792.25),
        (1.44454730409, 51.3744702555, 639821.835, 169565.858),
        (-0.1199255718, 51.4893656495, 530624.974, 178388.464),
        (0.89724327012, 51.8943663735, 599445.59, 225722.826),
        (-0.9124895697, 52.2516095123, 474335.969, 262047.755),
        (-1.19747655922, 52.9621910941, 454002.834, 340834.943),
        (-4.28918069756, 53.4162851604, 247958.971, 393492.909),
        (-3.04045490691, 53.7791102576, 331534.564, 431920.794),
        (-4.63452168212, 54.0866631808, 227778.33, 468847.388),
        (-4.38849118133, 54.3291954101, 244780.636, 495254.887),
        (-1.61657685184, 54.9791227366, 424639.355, 565012.703),
        (-3.29479219337, 55.9247826551, 319188.434, 670947.534),
        (-2.04856030746, 57.1390251896, 397160.491, 805349.736),
        (-8.57854456076, 57.8135183841, 9587.909, 899448.996),
        (-6.26091455533, 58.515603613, 151968.652, 966483.78),
        (-3.21454001115, 59.0374387119, 330398.323, 1017347.016),
        (-5.82799339844, 59.096716174, 180862.461, 1029604.114),
        (-1.27486910356, 59.8540991389, 440725.073, 1107878.448),
    ];

    #[test]
    fn ordnance_surveys_test_points_are_met_to_a_millimetre() {
        for &(lon, lat, easting, northing) in TEST_POINTS {
            let (e, n) = to_grid(lon, lat).expect("in Great Britain");
            assert!((e - easting).abs() < 0.0011 && (n - northing).abs() < 0.0011, "{lon} {lat}: {e} {n}");
        }
    }

    #[test]
    fn the_way_back_leads_to_the_same_place() {
        for &(lon, lat, easting, northing) in TEST_POINTS {
            let (x, y) = to_lon_lat(easting, northing).expect("in Great Britain");
            assert!((x - lon).abs() < 1e-7 && (y - lat).abs() < 1e-7, "{lon} {lat}: {x} {y}");
        }
    }

    #[test]
    fn the_south_of_scilly_is_on_the_grid() {
        // St Agnes lies south of 49.922° N, where the conversion crate itself gives up.
        let (e, n) = to_grid(-6.345, 49.890).expect("St Agnes is in Great Britain");
        assert!((e - 88_000.0).abs() < 1500.0 && (n - 8_000.0).abs() < 1500.0, "{e} {n}");
    }

    #[test]
    fn ireland_france_and_the_open_sea_are_refused_by_name() {
        assert_eq!(to_grid(-7.5, 54.6), Err(OffGrid::Ireland));
        assert_eq!(to_grid(1.6, 50.75), Err(OffGrid::OutsideGreatBritain));
        assert_eq!(to_grid(f64::NAN, 51.0), Err(OffGrid::NotFinite));
        assert_eq!(to_lon_lat(44_946.603, 536_671.403), Err(OffGrid::Ireland));
        assert_eq!(to_lon_lat(-1.0, 0.0), Err(OffGrid::OutsideGreatBritain));
    }

    #[test]
    fn every_shape_off_the_grid_is_named() {
        let here = polygon![(x: -2.6, y: 51.4), (x: -2.5, y: 51.4), (x: -2.5, y: 51.5)];
        let there = polygon![(x: -7.6, y: 54.4), (x: -7.5, y: 54.4), (x: -7.5, y: 54.5)];
        let shapes = vec![MultiPolygon(vec![here.clone()]), MultiPolygon(vec![there])];
        assert_eq!(shapes_to_grid(shapes), Err(vec![ShapeOffGrid { shape: 1, why: OffGrid::Ireland }]));
        let there_and_back = shapes_to_grid(vec![MultiPolygon(vec![here.clone()])])
            .and_then(shapes_to_lon_lat)
            .expect("Bristol is in Great Britain");
        let (a, b) = (there_and_back[0].0[0].exterior().0[1], here.exterior().0[1]);
        assert!((a.x - b.x).abs() < 5e-8 && (a.y - b.y).abs() < 5e-8);
    }

    #[test]
    fn refused_points_are_counted_and_lie_nowhere() {
        let points = points_to_grid(&[-0.1199255718, -7.5], &[51.4893656495, 54.6]);
        assert_eq!(points.eastings, [530_624.974, f64::INFINITY]);
        assert_eq!(points.refused, [(1, OffGrid::Ireland)]);
    }

    proptest! {
        #[test]
        fn remembering_the_last_cell_changes_no_figure(lon in -3.0..-0.5, lat in 51.0..54.0) {
            let (e, n) = lonlat_bng::convert_osgb36(lon, lat).expect("in Great Britain");
            let ours = to_grid(lon, lat).expect("in Great Britain");
            prop_assert!((ours.0 - e).abs() < 0.0011 && (ours.1 - n).abs() < 0.0011);
        }
    }
}
