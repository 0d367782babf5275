//! From land to areas: which cells make which area, and which areas make which ward.
use geo::{Coord, MultiPolygon};
use rand_pcg::Pcg64;

use super::land::{CITY, Land, OUTSIDE, VALE};
use super::mesh::{Mesh, steps};
use super::outline::outline;
use super::partition::{grow, spread};

/// Areas wanted in each authority, in the order of [`CITY`], [`VALE`], [`OUTSIDE`].
const AREAS: [usize; 3] = [79, 41, 28];
/// Areas in a middle-layer area, and in a ward.
const AREAS_PER_MSOA: usize = 5;
const AREAS_PER_WARD: usize = 6;

/// One small area before anything is known about the people in it.
#[derive(Clone)]
pub(super) struct Plot {
    /// Number of its authority.
    pub(super) authority: usize,
    /// Numbers of its middle-layer area and ward, counted through all authorities.
    pub(super) msoa: usize,
    pub(super) ward: usize,
    /// The cells it is made of.
    pub(super) cells: Vec<usize>,
    /// Its neighbours, by position in the list.
    pub(super) neighbours: Vec<usize>,
    /// Its middle in steps from the town centre, and in British National Grid metres.
    pub(super) spot: Coord,
    pub(super) centre: Coord,
    /// Its outline in British National Grid metres.
    pub(super) outline: MultiPolygon,
}

/// Divides the land into areas, ordered by authority, middle-layer area and then north to south.
pub(super) fn settle(mesh: &Mesh, land: &Land, rng: &mut Pcg64) -> Vec<Plot> {
    let cells = divide(mesh, land, rng);
    let plots: Vec<Plot> = cells.into_iter().map(|cells| plot(mesh, land, cells)).collect();
    let mut plots = with_neighbours(mesh, plots);
    let msoas = gather(&plots, AREAS_PER_MSOA, rng);
    let wards = gather(&plots, AREAS_PER_WARD, rng);
    for (plot, (msoa, ward)) in plots.iter_mut().zip(msoas.into_iter().zip(wards)) {
        (plot.msoa, plot.ward) = (msoa, ward);
    }
    plots.sort_by(|a, b| {
        (a.authority, a.msoa).cmp(&(b.authority, b.msoa)).then(b.centre.y.total_cmp(&a.centre.y))
    });
    with_neighbours(mesh, plots)
}

fn divide(mesh: &Mesh, land: &Land, rng: &mut Pcg64) -> Vec<Vec<usize>> {
    let spots: Vec<Coord> = (0..mesh.len()).map(|cell| mesh.spot(cell)).collect();
    let neighbours: Vec<Vec<usize>> =
        (0..mesh.len()).map(|cell| mesh.neighbours(cell).map_or(Vec::new(), |n| n.to_vec())).collect();
    let around = neighbours[land.enclave].clone();
    let mut areas = vec![vec![land.enclave], around.clone()];
    for authority in [CITY, VALE, OUTSIDE] {
        let free = |cell: &usize| *cell != land.enclave && !around.contains(cell);
        let own: Vec<usize> =
            (0..mesh.len()).filter(|cell| land.authority[*cell] == Some(authority)).filter(free).collect();
        let ready = if authority == VALE { areas.len().min(2) } else { 0 };
        areas.extend(spread(&own, &spots, AREAS[authority] - ready, rng).into_iter().map(|cell| vec![cell]));
    }
    grow(&neighbours, &land.authority, &mut areas, rng);
    let offshore = spots[land.island[0]];
    let coast = (0..areas.len()).min_by(|a, b| {
        let nearest = |area: usize| {
            areas[area].iter().map(|c| steps(spots[*c], offshore)).fold(f64::INFINITY, f64::min)
        };
        nearest(*a).total_cmp(&nearest(*b))
    });
    if let Some(coast) = coast {
        areas[coast].extend(land.island);
    }
    areas
}

fn plot(mesh: &Mesh, land: &Land, cells: Vec<usize>) -> Plot {
    let mean = |at: &dyn Fn(usize) -> Coord| {
        cells.iter().fold(Coord { x: 0.0, y: 0.0 }, |sum, cell| sum + at(*cell)) / cells.len() as f64
    };
    Plot {
        authority: land.authority[cells[0]].unwrap_or(OUTSIDE),
        msoa: 0,
        ward: 0,
        neighbours: Vec::new(),
        spot: mean(&|cell| mesh.spot(cell)),
        centre: mean(&|cell| mesh.centre(cell)),
        outline: outline(mesh, &cells),
        cells,
    }
}

/// Two areas are neighbours when a cell of one shares a border with a cell of the other.
fn with_neighbours(mesh: &Mesh, mut plots: Vec<Plot>) -> Vec<Plot> {
    let mut owner = vec![None; mesh.len()];
    for (number, plot) in plots.iter().enumerate() {
        plot.cells.iter().for_each(|cell| owner[*cell] = Some(number));
    }
    for (number, plot) in plots.iter_mut().enumerate() {
        let beside = plot.cells.iter().filter_map(|cell| mesh.neighbours(*cell)).flatten();
        plot.neighbours = beside.filter_map(|cell| owner[*cell]).filter(|other| *other != number).collect();
        plot.neighbours.sort_unstable();
        plot.neighbours.dedup();
    }
    plots
}

/// Gathers areas into larger ones of about `size`, each within one authority and in one piece
/// where the coast allows it.
fn gather(plots: &[Plot], size: usize, rng: &mut Pcg64) -> Vec<usize> {
    let spots: Vec<Coord> = plots.iter().map(|plot| plot.spot).collect();
    let neighbours: Vec<Vec<usize>> = plots.iter().map(|plot| plot.neighbours.clone()).collect();
    let authority: Vec<Option<usize>> = plots.iter().map(|plot| Some(plot.authority)).collect();
    let mut parts = Vec::new();
    for number in [CITY, VALE, OUTSIDE] {
        let own: Vec<usize> = (0..plots.len()).filter(|plot| plots[*plot].authority == number).collect();
        parts.extend(spread(&own, &spots, own.len().div_ceil(size), rng).into_iter().map(|plot| vec![plot]));
    }
    let owner = grow(&neighbours, &authority, &mut parts, rng);
    let nearest_part = |plot: usize| {
        let same = (0..parts.len()).filter(|part| plots[parts[*part][0]].authority == plots[plot].authority);
        same.min_by(|a, b| {
            let apart = |part: &usize| steps(spots[parts[*part][0]], spots[plot]);
            apart(a).total_cmp(&apart(b))
        })
    };
    owner.iter().enumerate().map(|(plot, part)| part.or_else(|| nearest_part(plot)).unwrap_or(0)).collect()
}
