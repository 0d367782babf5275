//! The edges of one area, laid out so that a point is tested against a handful of them.

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::{Coord, MultiPolygon};

/// How many edges one horizontal band is made for, on average.
const EDGES_A_BAND: usize = 4;

/// Where a point lies with respect to an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// In its interior.
    Inside,
    /// Exactly on its border.
    Border,
    /// Neither; a hole is outside.
    Outside,
}

/// The edges of an area's rings, by the horizontal bands they cross.
#[derive(Debug, Clone)]
pub(crate) struct RingEdges {
    /// Smallest and largest x and y: `[x, y]` each.
    envelope: ([f64; 2], [f64; 2]),
    /// Bands to a unit of height.
    scale: f64,
    /// The topmost band.
    top: usize,
    /// Vertices, ring after ring.
    vertices: Box<[Coord<f64>]>,
    /// Where each band starts in `edges`; one more than there are bands.
    starts: Box<[u32]>,
    /// Edges of every band, named by the vertex they start from.
    edges: Box<[u32]>,
}

impl RingEdges {
    /// Lays out the edges of an area. A vertex that is not finite takes the whole area out: it then
    /// holds no point.
    pub(crate) fn new(shape: &MultiPolygon<f64>) -> Self {
        let rings = || shape.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        let mut vertices: Vec<Coord<f64>> = Vec::with_capacity(rings().map(|r| r.0.len()).sum());
        let mut first_edges = Vec::with_capacity(vertices.capacity());
        for ring in rings() {
            let first = vertices.len() as u32;
            vertices.extend(&ring.0);
            first_edges.extend(first..(vertices.len() as u32).saturating_sub(1).max(first));
        }
        let Some(envelope) = finite_envelope(&vertices) else { return Self::nowhere() };
        let bands = (first_edges.len() / EDGES_A_BAND).clamp(1, 1 << 16);
        let height = envelope.1[1] - envelope.0[1];
        let scale = if height > 0.0 { bands as f64 / height } else { 0.0 };
        let scale = if scale.is_finite() { scale } else { 0.0 };
        let (starts, edges) = Default::default();
        let mut laid_out = Self { envelope, scale, top: bands - 1, vertices: vertices.into(), starts, edges };
        laid_out.fill_bands(&first_edges);
        laid_out
    }

    /// Sorts the edges into the bands they cross, by counting.
    fn fill_bands(&mut self, first_edges: &[u32]) {
        let mut starts = vec![0_u32; self.top + 2];
        for &edge in first_edges {
            for band in self.bands_of(edge) {
                starts[band + 1] += 1;
            }
        }
        for band in 0..=self.top {
            starts[band + 1] += starts[band];
        }
        let mut next = starts.clone();
        let mut edges = vec![0_u32; starts[self.top + 1] as usize];
        for &edge in first_edges {
            for band in self.bands_of(edge) {
                edges[next[band] as usize] = edge;
                next[band] += 1;
            }
        }
        (self.starts, self.edges) = (starts.into(), edges.into());
    }

    /// The bands an edge crosses.
    fn bands_of(&self, edge: u32) -> std::ops::RangeInclusive<usize> {
        let (a, b) = self.edge(edge);
        self.band(a.y.min(b.y))..=self.band(a.y.max(b.y))
    }

    /// An area that holds no point.
    fn nowhere() -> Self {
        let nothing = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        Self {
            envelope: nothing,
            scale: 0.0,
            top: 0,
            vertices: Box::default(),
            starts: Box::default(),
            edges: Box::default(),
        }
    }

    fn edge(&self, first: u32) -> (Coord<f64>, Coord<f64>) {
        (self.vertices[first as usize], self.vertices[first as usize + 1])
    }

    /// The smallest rectangle round the area, unless it has no vertices.
    pub(crate) fn envelope(&self) -> Option<([f64; 2], [f64; 2])> {
        (!self.vertices.is_empty()).then_some(self.envelope)
    }

    /// The band of a height. It never falls as `y` rises, so an edge that reaches `y` is in its band.
    fn band(&self, y: f64) -> usize {
        (((y - self.envelope.0[1]) * self.scale) as usize).min(self.top)
    }

    /// Where a point lies: a ray to the right crosses the border an odd number of times from inside.
    ///
    /// The side of an edge on which the point lies is decided exactly, by adaptive arithmetic.
    pub(crate) fn position(&self, x: f64, y: f64) -> Position {
        let (low, high) = self.envelope;
        if !(low[0] <= x && x <= high[0] && low[1] <= y && y <= high[1]) {
            return Position::Outside;
        }
        let band = self.band(y);
        let (start, end) = (self.starts[band] as usize, self.starts[band + 1] as usize);
        let point = Coord { x, y };
        let mut inside = false;
        for &edge in &self.edges[start..end] {
            let (a, b) = self.edge(edge);
            match crossing(a, b, point) {
                Some(crossed) => inside ^= crossed,
                None => return Position::Border,
            }
        }
        if inside { Position::Inside } else { Position::Outside }
    }
}

/// Whether a ray to the right from `p` crosses the edge `a`–`b`; `None` when `p` lies on the edge.
fn crossing(a: Coord<f64>, b: Coord<f64>, p: Coord<f64>) -> Option<bool> {
    let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
    if p.y < low.y || p.y > high.y {
        return Some(false);
    }
    let (left, right) = if a.x <= b.x { (a.x, b.x) } else { (b.x, a.x) };
    if p.x > right {
        return Some(false);
    }
    // An edge is taken without its upper end, so that a vertex between two edges is crossed once.
    let straddles = p.y < high.y;
    if p.x < left {
        return Some(straddles);
    }
    match RobustKernel::orient2d(low, high, p) {
        Orientation::Collinear => None,
        Orientation::CounterClockwise => Some(straddles),
        Orientation::Clockwise => Some(false),
    }
}

fn finite_envelope(vertices: &[Coord<f64>]) -> Option<([f64; 2], [f64; 2])> {
    if vertices.is_empty() || vertices.iter().any(|v| !v.x.is_finite() || !v.y.is_finite()) {
        return None;
    }
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for v in vertices {
        low = [low[0].min(v.x), low[1].min(v.y)];
        high = [high[0].max(v.x), high[1].max(v.y)];
    }
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn a_hole_is_outside_and_its_edge_is_border() {
        let square = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 8.0, y: 0.0), (x: 8.0, y: 8.0), (x: 0.0, y: 8.0)],
            interiors: [[(x: 2.0, y: 2.0), (x: 6.0, y: 2.0), (x: 6.0, y: 6.0), (x: 2.0, y: 6.0)]],
        );
        let edges = RingEdges::new(&MultiPolygon(vec![square]));
        assert_eq!(edges.position(1.0, 1.0), Position::Inside);
        assert_eq!(edges.position(4.0, 4.0), Position::Outside);
        assert_eq!(edges.position(2.0, 4.0), Position::Border);
        assert_eq!(edges.position(8.0, 8.0), Position::Border);
        assert_eq!(edges.position(8.0, 8.000_000_1), Position::Outside);
    }

    #[test]
    fn a_ray_through_a_vertex_is_counted_once() {
        let diamond = polygon![(x: 0.0, y: -1.0), (x: 1.0, y: 0.0), (x: 0.0, y: 1.0), (x: -1.0, y: 0.0)];
        let edges = RingEdges::new(&MultiPolygon(vec![diamond]));
        assert_eq!(edges.position(0.0, 0.0), Position::Inside);
        assert_eq!(edges.position(-2.0, 0.0), Position::Outside);
        assert_eq!(edges.position(-0.5, 1.0), Position::Outside);
    }

    #[test]
    fn an_area_without_vertices_or_with_a_vertex_nowhere_holds_no_point() {
        let nan = polygon![(x: 0.0, y: 0.0), (x: f64::NAN, y: 1.0), (x: 1.0, y: 1.0)];
        for shape in [MultiPolygon(vec![]), MultiPolygon(vec![nan])] {
            let edges = RingEdges::new(&shape);
            assert!(edges.envelope().is_none());
            assert_eq!(edges.position(0.0, 0.0), Position::Outside);
        }
    }

    #[test]
    fn a_flat_area_has_a_border_only() {
        let flat = polygon![(x: 0.0, y: 1.0), (x: 4.0, y: 1.0), (x: 2.0, y: 1.0)];
        let edges = RingEdges::new(&MultiPolygon(vec![flat]));
        assert_eq!(edges.position(3.0, 1.0), Position::Border);
        assert_eq!(edges.position(5.0, 1.0), Position::Outside);
    }
}
