//! Points to areas: where a point lies, in the coordinates the boundaries were published in.

use super::areas::Place;
use super::grid;
use super::place::PlaceIndex;
use super::route::Landing;
use crate::area::Crs;
use crate::read::boundaries::BoundaryFile;

/// Where a row lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// In this area.
    Area(u32),
    /// In a known area outside the place.
    Outside,
    /// It says where, but nobody knows that place.
    Unknown,
    /// It does not say where.
    Nowhere,
}

impl From<Landing<'_>> for Spot {
    fn from(landing: Landing<'_>) -> Self {
        match landing {
            Landing::Areas(shares) => shares.first().map_or(Self::Outside, |(area, _)| Self::Area(*area)),
            Landing::Outside => Self::Outside,
            Landing::Unknown => Self::Unknown,
        }
    }
}

/// Finds the areas of points.
#[derive(Debug)]
pub struct Locator {
    index: PlaceIndex,
    crs: Crs,
    areas: Vec<u32>,
}

impl Locator {
    /// Indexes the boundaries as published, those outside the place too.
    pub fn new(boundaries: &BoundaryFile, place: &Place) -> Self {
        // The index wants code order: a point on a border belongs to the area whose code sorts first.
        let mut order: Vec<usize> = (0..boundaries.rows.len()).collect();
        order.sort_by(|a, b| boundaries.rows[*a].code.cmp(&boundaries.rows[*b].code));
        let shapes: Vec<_> = order.iter().map(|row| boundaries.rows[*row].shape.clone()).collect();
        let area = |row: &usize| place.area_of_boundary.get(*row).copied().unwrap_or(u32::MAX);
        let areas = order.iter().map(area).collect();
        Self { index: PlaceIndex::new(&shapes), crs: boundaries.crs, areas }
    }

    /// A locator that finds nothing, for want of boundaries.
    pub fn without_boundaries() -> Self {
        Self { index: PlaceIndex::new(&[]), crs: Crs::Wgs84, areas: Vec::new() }
    }

    /// Where each point lies. A point that is not finite lies nowhere.
    pub fn locate_all(&self, points: &[[f64; 2]], crs: Crs) -> Vec<Spot> {
        let xs: Vec<f64> = points.iter().map(|p| p[0]).collect();
        let ys: Vec<f64> = points.iter().map(|p| p[1]).collect();
        let found = match (crs, self.crs) {
            (Crs::Wgs84, Crs::BritishNationalGrid) => {
                let points = grid::points_to_grid(&xs, &ys);
                self.index.locate_all(&points.eastings, &points.northings)
            }
            (Crs::BritishNationalGrid, Crs::Wgs84) => {
                let off = (f64::INFINITY, f64::INFINITY);
                let points = xs.iter().zip(&ys).map(|(x, y)| grid::to_lon_lat(*x, *y).unwrap_or(off));
                let (longitudes, latitudes): (Vec<f64>, Vec<f64>) = points.unzip();
                self.index.locate_all(&longitudes, &latitudes)
            }
            _ => self.index.locate_all(&xs, &ys),
        };
        let spot = |boundary: &u32| match self.areas.get(*boundary as usize) {
            None => Spot::Unknown,
            Some(&u32::MAX) => Spot::Outside,
            Some(area) => Spot::Area(*area),
        };
        let given = points.iter().map(|p| p[0].is_finite() && p[1].is_finite());
        found.iter().zip(given).map(|(b, given)| if given { spot(b) } else { Spot::Nowhere }).collect()
    }
}
