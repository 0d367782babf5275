//! The ground under the demo place: a warped honeycomb of small cells that share every border.
//!
//! Areas are made of whole cells, so two areas that meet use the very same border points and the
//! boundary file has neither gaps nor overlaps. Cells are small in the middle, where a town would
//! be, and wide at the edge.
use std::collections::BTreeMap;

use geo::Coord;
use rand::RngExt;
use rand_pcg::Pcg64;

const COLUMNS: usize = 46;
const ROWS: usize = 52;
/// Where the town centre lies, British National Grid metres: open sea in the real world.
const CENTRE: Coord = Coord { x: 232_000.0, y: 290_000.0 };
const CELL_WIDTH_M: f64 = 285.0;
const EDGE_STEPS: f64 = 18.0;
/// A border crosses the line between two centres between this share of the way and the rest.
const NEAREST_BORDER: f64 = 0.42;

/// One cell's six neighbours, anticlockwise from the east.
pub(super) type Neighbours = [usize; 6];

/// The cells: where each lies, who its neighbours are, and the border it shares with each.
pub(super) struct Mesh {
    spots: Vec<Coord>,
    centres: Vec<Coord>,
    neighbours: Vec<Option<Neighbours>>,
    corners: BTreeMap<[usize; 3], Coord>,
    borders: BTreeMap<(usize, usize), Vec<Coord>>,
}

impl Mesh {
    /// Lays out the cells and wobbles their borders.
    pub(super) fn new(rng: &mut Pcg64) -> Self {
        let spots: Vec<Coord> = (0..ROWS * COLUMNS).map(|cell| spot(cell, rng)).collect();
        let centres: Vec<Coord> = spots.iter().map(|s| on_the_grid(*s)).collect();
        let neighbours: Vec<_> = (0..spots.len()).map(neighbours_of).collect();
        let mut mesh =
            Self { spots, centres, neighbours, corners: BTreeMap::new(), borders: BTreeMap::new() };
        mesh.place_corners(rng);
        mesh.wobble_borders(rng);
        mesh
    }

    /// The number of cells.
    pub(super) fn len(&self) -> usize {
        self.spots.len()
    }

    /// A cell's place in steps from the town centre, before the warp.
    pub(super) fn spot(&self, cell: usize) -> Coord {
        self.spots[cell]
    }

    /// A cell's centre in British National Grid metres.
    pub(super) fn centre(&self, cell: usize) -> Coord {
        self.centres[cell]
    }

    /// A cell's neighbours, or none for a cell at the rim of the honeycomb.
    pub(super) fn neighbours(&self, cell: usize) -> Option<&Neighbours> {
        self.neighbours[cell].as_ref()
    }

    /// The cell whose place is nearest to a spot (in steps from the town centre).
    pub(super) fn nearest(&self, spot: Coord) -> usize {
        (0..self.len())
            .min_by(|a, b| steps(self.spots[*a], spot).total_cmp(&steps(self.spots[*b], spot)))
            .unwrap_or(0)
    }

    /// The corner of `cell` that follows neighbour number `side`, going anticlockwise.
    pub(super) fn corner(&self, cell: usize, side: usize) -> Option<[usize; 3]> {
        let around = self.neighbours(cell)?;
        let mut key = [cell, around[side], around[(side + 1) % 6]];
        key.sort_unstable();
        Some(key)
    }

    /// The border between `cell` and `other`, walked anticlockwise around `cell`, without its last point.
    pub(super) fn border(&self, cell: usize, other: usize) -> Vec<Coord> {
        let key = (cell.min(other), cell.max(other));
        let mut points = self.borders.get(&key).cloned().unwrap_or_default();
        if cell > other {
            points.reverse();
        }
        points.pop();
        points
    }

    /// A random point well inside a cell.
    pub(super) fn point_in(&self, cell: usize, rng: &mut Pcg64) -> Coord {
        let centre = self.centres[cell];
        let side = rng.random_range(0..6);
        let Some(around) = self.neighbours(cell) else { return centre };
        let Some(corner) = self.corner(cell, side).and_then(|key| self.corners.get(&key)) else {
            return centre;
        };
        let (out, turn) = (rng.random_range(0.0..0.7), rng.random_range(0.0..1.0));
        let (corner, beside) = (*corner - centre, self.centres[around[side]] - centre);
        centre + corner * (out * turn) + beside * (out * (1.0 - turn) * NEAREST_BORDER)
    }

    fn place_corners(&mut self, rng: &mut Pcg64) {
        for cell in 0..self.len() {
            for side in 0..6 {
                let Some(key) = self.corner(cell, side) else { continue };
                if self.corners.contains_key(&key) {
                    continue;
                }
                let [a, b] = [rng.random_range(0.22..0.44), rng.random_range(0.22..0.44)];
                let [p, q, r] = key.map(|c| self.centres[c]);
                self.corners.insert(key, p * a + q * b + r * (1.0 - a - b));
            }
        }
    }

    fn wobble_borders(&mut self, rng: &mut Pcg64) {
        for cell in 0..self.len() {
            let Some(around) = self.neighbours[cell] else { continue };
            for (side, &other) in around.iter().enumerate().filter(|(_, other)| **other > cell) {
                let ends = [self.corner(cell, (side + 5) % 6), self.corner(cell, side)];
                let [Some(from), Some(to)] = ends.map(|key| key.and_then(|k| self.corners.get(&k))) else {
                    continue;
                };
                let sides = [self.centres[cell], self.centres[other]];
                let middle =
                    sides[0] + (sides[1] - sides[0]) * rng.random_range(NEAREST_BORDER..1.0 - NEAREST_BORDER);
                let mut points = wobbled(*from, middle, sides, rng);
                points.extend(wobbled(middle, *to, sides, rng));
                points.push(*to);
                self.borders.insert((cell, other), points);
            }
        }
    }
}

/// Distance between two spots, in steps.
pub(super) fn steps(a: Coord, b: Coord) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn spot(cell: usize, rng: &mut Pcg64) -> Coord {
    let (column, row) = ((cell % COLUMNS) as f64, (cell / COLUMNS) as f64);
    let shift = if (cell / COLUMNS) % 2 == 1 { 0.5 } else { 0.0 };
    let middle = Coord { x: COLUMNS as f64 / 2.0, y: ROWS as f64 / 2.0 * 0.75_f64.sqrt() };
    let jitter = Coord { x: rng.random_range(-0.2..0.2), y: rng.random_range(-0.2..0.2) };
    Coord { x: column + shift, y: row * 0.75_f64.sqrt() } + jitter - middle
}

/// Spreads the steps out towards the edge and bends them a little; it never folds.
fn on_the_grid(spot: Coord) -> Coord {
    let distance = steps(spot, Coord { x: 0.0, y: 0.0 });
    let spread = CELL_WIDTH_M * (1.0 + 1.5 * distance / EDGE_STEPS);
    let flat = spot * spread;
    let bent = Coord { x: flat.x + 700.0 * (flat.y / 4_300.0).sin(), y: flat.y };
    CENTRE + Coord { x: bent.x, y: bent.y + 600.0 * (bent.x / 5_100.0).sin() }
}

fn neighbours_of(cell: usize) -> Option<Neighbours> {
    let (column, row) = (cell % COLUMNS, cell / COLUMNS);
    if column == 0 || row == 0 || column + 1 == COLUMNS || row + 1 == ROWS {
        return None;
    }
    let east = column + row % 2;
    let at = |column: usize, row: usize| row * COLUMNS + column;
    Some([
        at(column + 1, row),
        at(east, row + 1),
        at(east - 1, row + 1),
        at(column - 1, row),
        at(east - 1, row - 1),
        at(east, row - 1),
    ])
}

/// A wavering line from `from` to `to`, without `to`, that stays inside the two triangles it forms
/// with the cell centres on either side; no two such lines can therefore cross.
fn wobbled(from: Coord, to: Coord, sides: [Coord; 2], rng: &mut Pcg64) -> Vec<Coord> {
    let line = to - from;
    let length = line.x.hypot(line.y);
    let across = Coord { x: -line.y / length, y: line.x / length };
    let parts = (length / 110.0).round().clamp(2.0, 5.0) as usize;
    let mut points = vec![from];
    for part in 1..parts {
        let along = part as f64 / parts as f64;
        let lean: f64 = rng.random_range(-0.3..0.3);
        let apex = if lean > 0.0 { sides[0] } else { sides[1] };
        let room = clearance(apex - from, line, length, along);
        points.push(from + line * along + across * (lean * room));
    }
    points
}

/// How far one can leave a line, at right angles, before leaving the triangle it forms with an apex.
fn clearance(apex: Coord, line: Coord, length: f64, along: f64) -> f64 {
    let height = ((apex.x * line.y - apex.y * line.x) / length).abs();
    let foot = (apex.x * line.x + apex.y * line.y) / (length * length);
    let rising = if foot > 0.0 { along / foot } else { f64::INFINITY };
    let falling = if foot < 1.0 { (1.0 - along) / (1.0 - foot) } else { f64::INFINITY };
    (height * rising.min(falling)).min(length * along.min(1.0 - along))
}
