//! The whole demo place in memory, before any of it is written.
use std::io;

use geo::Coord;
use rand_pcg::Pcg64;

use super::codes::{self, Part};
use super::community::{Communities, Community, characterise};
use super::draw::{Step, any, stream};
use super::land::{OUTSIDE, survey};
use super::mesh::Mesh;
use super::people::People;
use super::settle::{Plot, settle};

/// Ages that the family-support service is for.
pub(super) const AGES: (usize, usize) = (4, 12);

/// Ground, areas, codes and people. Areas are named by their position throughout.
pub(super) struct Place {
    pub(super) mesh: Mesh,
    pub(super) plots: Vec<Plot>,
    pub(super) codes: Vec<String>,
    pub(super) names: Vec<String>,
    pub(super) communities: Vec<Community>,
    /// The areas of the planted cluster.
    pub(super) cluster: Vec<usize>,
    pub(super) parts: Vec<Part>,
    pub(super) people: People,
}

impl Place {
    /// Makes the place of this seed.
    pub(super) fn new(seed: u64) -> Self {
        let mut ground = stream(seed, Step::Ground);
        let mesh = Mesh::new(&mut ground);
        let land = survey(&mesh, &mut ground);
        let plots = settle(&mesh, &land, &mut ground);
        let Communities { each: communities, cluster } =
            characterise(&plots, &mut stream(seed, Step::Community));
        let (codes, parts) = codes::renumber(&plots, &cluster, &mut stream(seed, Step::Boundaries));
        let people = People::new(&communities, &parts, &mut stream(seed, Step::People));
        Self { names: codes::names(&plots), mesh, plots, codes, communities, cluster, parts, people }
    }

    /// Whether an area belongs to one of the two authorities of the place.
    pub(super) fn within(&self, area: usize) -> bool {
        self.plots[area].authority != OUTSIDE
    }

    /// The areas inside the place, or those outside it.
    pub(super) fn areas(&self, within: bool) -> Vec<usize> {
        (0..self.plots.len()).filter(|area| self.within(*area) == within).collect()
    }

    /// Children whom the family-support service is for.
    pub(super) fn children(&self, area: usize) -> u32 {
        self.people.residents(&self.parts, area, AGES.0, AGES.1)
    }

    /// All residents of an area in mid-2020.
    pub(super) fn residents(&self, area: usize) -> u32 {
        self.people.residents(&self.parts, area, 0, 90)
    }

    /// A random point inside an area, in British National Grid metres.
    pub(super) fn point_in(&self, area: usize, rng: &mut Pcg64) -> Coord {
        let cell = *any(rng, &self.plots[area].cells);
        self.mesh.point_in(cell, rng)
    }
}

/// Longitude and latitude (WGS84) of a point on the British National Grid, to six decimal places.
pub(super) fn lon_lat(point: Coord) -> io::Result<[f64; 2]> {
    let (lon, lat) = lonlat_bng::convert_osgb36_to_ll(point.x, point.y).map_err(io::Error::other)?;
    Ok([lon, lat].map(|degrees| (degrees * 1e6).round() / 1e6))
}
