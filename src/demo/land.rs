//! Where the demo's coast, estuary, island and authorities lie.
use geo::Coord;
use rand::RngExt;
use rand_pcg::Pcg64;

use super::mesh::{Mesh, steps};

/// Number of the city authority, of its rural neighbour and of the authority outside the place.
pub(super) const CITY: usize = 0;
pub(super) const VALE: usize = 1;
pub(super) const OUTSIDE: usize = 2;

const CITY_STEPS: f64 = 11.4;
const VALE_STEPS: f64 = 16.4;
const LAND_STEPS: f64 = 19.0;
const COAST_STEPS: f64 = 7.5;

/// Which authority each cell belongs to; none is sea, or land that the demo leaves out.
pub(super) struct Land {
    /// One entry per cell.
    pub(super) authority: Vec<Option<usize>>,
    /// The two cells of an island, which belong to the nearest area on the mainland.
    pub(super) island: [usize; 2],
    /// A market town's cell; the six cells around it make one area with a hole.
    pub(super) enclave: usize,
}

/// Draws coast, estuary and authorities onto the cells.
pub(super) fn survey(mesh: &Mesh, rng: &mut Pcg64) -> Land {
    let shape = Shape::new(rng);
    let mut authority: Vec<_> = (0..mesh.len()).map(|cell| shape.authority(mesh, cell)).collect();
    for cell in shape.estuary(mesh) {
        authority[cell] = None;
    }
    let offshore = mesh.nearest(shape.place(12.0, -3.0));
    let beside = mesh.neighbours(offshore).map_or(offshore, |around| around[1]);
    let enclave = mesh.nearest(shape.place(-13.6, 3.0));
    authority[enclave] = Some(VALE);
    for cell in mesh.neighbours(enclave).into_iter().flatten() {
        authority[*cell] = Some(VALE);
    }
    Land { authority, island: [offshore, beside], enclave }
}

/// The few random angles that make one seed's place differ from another's.
struct Shape {
    seaward: Coord,
    phases: [f64; 4],
}

impl Shape {
    fn new(rng: &mut Pcg64) -> Self {
        let angle: f64 = rng.random_range(3.4..4.2);
        let phases = [0; 4].map(|_| rng.random_range(0.0..std::f64::consts::TAU));
        Self { seaward: Coord { x: angle.cos(), y: angle.sin() }, phases }
    }

    /// A place so many steps towards the sea from the centre, and so many along the coast.
    fn place(&self, seaward: f64, along: f64) -> Coord {
        self.seaward * seaward + Coord { x: -self.seaward.y, y: self.seaward.x } * along
    }

    fn authority(&self, mesh: &Mesh, cell: usize) -> Option<usize> {
        let spot = mesh.spot(cell);
        let seaward = spot.x * self.seaward.x + spot.y * self.seaward.y;
        let along = spot.y * self.seaward.x - spot.x * self.seaward.y;
        let coast = COAST_STEPS
            + 1.1 * (along * 0.5 + self.phases[0]).sin()
            + 0.6 * (along * 1.3 + self.phases[1]).sin();
        let bearing = spot.y.atan2(spot.x);
        let bulge =
            0.6 * (3.0 * bearing + self.phases[2]).sin() + 0.35 * (7.0 * bearing + self.phases[3]).sin();
        let distance = steps(spot, Coord { x: 0.0, y: 0.0 }) + bulge;
        match distance {
            _ if seaward > coast => None,
            d if d < CITY_STEPS => Some(CITY),
            d if d < VALE_STEPS => Some(VALE),
            d if d < LAND_STEPS => Some(OUTSIDE),
            _ => None,
        }
    }

    /// A tidal river from the coast to a few steps inland of the centre, wider at its mouth.
    fn estuary(&self, mesh: &Mesh) -> Vec<usize> {
        let course = |step: u32| {
            let seaward = 10.5 - f64::from(step) * 0.2;
            (seaward, 1.6 + 1.3 * (seaward * 0.55 + self.phases[2]).sin())
        };
        let middle = (0..80).map(course).map(|(seaward, along)| mesh.nearest(self.place(seaward, along)));
        let mouth =
            (0..26).map(course).map(|(seaward, along)| mesh.nearest(self.place(seaward, along + 0.9)));
        middle.chain(mouth).collect()
    }
}
