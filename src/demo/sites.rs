//! Places where the services are given: family hubs and libraries.
use std::io;
use std::path::Path;

use geo::{Centroid, Coord};
use rand::RngExt;

use super::draw::{Step, stream};
use super::land::{CITY, VALE};
use super::mesh::steps;
use super::partition::spread;
use super::place::{Place, lon_lat};
use super::table::{degrees, row, write};

/// Names of the libraries, the first three in the city.
pub(super) const LIBRARIES: [&str; 5] =
    ["Wexley Central", "Ropewalk", "Saltpan", "Stowbridge", "Vale Mobile Library"];
const HUBS: [&str; 7] = ["Beacon", "Foundry", "Harbour", "Kiln Lane", "Orchard", "Gannet Hill", "Alderford"];

/// Where each library is, in British National Grid metres, in the order of [`LIBRARIES`].
pub(super) type LibrarySpots = Vec<Coord>;

/// The sites, before they are written.
pub(super) struct Sites {
    rows: Vec<Vec<String>>,
    pub(super) libraries: LibrarySpots,
    /// Where each family hub is, in British National Grid metres.
    hubs: Vec<Coord>,
}

/// Chooses the sites and says where the libraries and family hubs are.
pub(super) fn choose_sites(place: &Place, seed: u64) -> io::Result<Sites> {
    let mut rng = stream(seed, Step::Sites);
    let spots: Vec<Coord> = place.plots.iter().map(|plot| plot.spot).collect();
    let of = |authority: usize| -> Vec<usize> {
        (0..place.plots.len()).filter(|area| place.plots[*area].authority == authority).collect()
    };
    let mut chosen = Vec::new();
    for (authority, libraries, hubs) in [(CITY, 3, 5), (VALE, 2, 2)] {
        let mut areas = spread(&of(authority), &spots, libraries + hubs, &mut rng);
        if let (CITY, Some(centre)) = (authority, central(place)) {
            areas[0] = centre;
        }
        let kinds = (0..libraries).map(|_| "library").chain((0..hubs).map(|_| "family support"));
        chosen.extend(areas.into_iter().zip(kinds));
    }
    let mut sites = Sites { rows: Vec::new(), libraries: LibrarySpots::new(), hubs: Vec::new() };
    for (number, (area, service)) in chosen.into_iter().enumerate() {
        let point = place.point_in(area, &mut rng);
        let [lon, lat] = lon_lat(point)?;
        let name = match service {
            "library" => {
                sites.libraries.push(point);
                library_name(LIBRARIES[sites.libraries.len() - 1])
            }
            _ => {
                sites.hubs.push(point);
                format!("{} Family Hub", HUBS[sites.hubs.len() - 1])
            }
        };
        let capacity = rng.random_range(8..25) * 20;
        sites.rows.push(row([
            &format!("S{:02}", number + 1),
            &name,
            &service,
            &degrees(lon),
            &degrees(lat),
            &capacity,
        ]));
    }
    Ok(sites)
}

impl Sites {
    /// Writes the sites.
    pub(super) fn write(&self, path: &Path) -> io::Result<()> {
        write(path, &["site_id", "name", "service", "longitude", "latitude", "capacity"], &self.rows)
    }

    /// The way from the middle of an area to the nearest family hub as the crow flies, metres.
    pub(super) fn to_hub_m(&self, place: &Place, area: usize) -> f64 {
        let plot = &place.plots[area];
        let middle = plot.outline.centroid().map_or(plot.centre, Coord::from);
        self.hubs.iter().map(|hub| steps(middle, *hub)).fold(f64::INFINITY, f64::min)
    }
}

/// The city's innermost area.
fn central(place: &Place) -> Option<usize> {
    let out = |area: &usize| place.plots[*area].spot.x.hypot(place.plots[*area].spot.y);
    (0..place.plots.len()).min_by(|a, b| out(a).total_cmp(&out(b)))
}

/// The name of a library in full.
pub(super) fn library_name(name: &str) -> String {
    if name.ends_with("Library") { name.to_owned() } else { format!("{name} Library") }
}
