//! The border of one area, laid out so that two borders are compared by the few edges that may meet.

use geo::{Coord, MultiPolygon};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::segment::Segment;

/// How many edges stand together behind one extent.
const EDGES_A_RUN: usize = 16;

/// The smallest upright rectangle about something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) west: f64,
    pub(super) south: f64,
    pub(super) east: f64,
    pub(super) north: f64,
}

impl Extent {
    const NOTHING: Self =
        Self { west: f64::INFINITY, south: f64::INFINITY, east: f64::NEG_INFINITY, north: f64::NEG_INFINITY };

    fn and(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    fn of(vertices: &[Coord<f64>]) -> Self {
        vertices
            .iter()
            .fold(Self::NOTHING, |all, &vertex| all.and(Segment { from: vertex, to: vertex }.extent()))
    }

    /// Whether two rectangles are at most `distance` apart.
    pub(super) fn within(&self, other: &Self, distance: f64) -> bool {
        let aside = (other.west - self.east).max(self.west - other.east).max(0.0);
        let above = (other.south - self.north).max(self.south - other.north).max(0.0);
        aside * aside + above * above <= distance * distance
    }

    fn widened(&self, distance: f64) -> AABB<[f64; 2]> {
        let low = [self.west - distance, self.south - distance];
        AABB::from_corners(low, [self.east + distance, self.north + distance])
    }
}

/// A run of edges that follow one another, and their extent.
#[derive(Debug, Clone)]
struct Run<'a> {
    extent: Extent,
    vertices: &'a [Coord<f64>],
}

/// The border of one area: all its rings, holes included, in short runs.
#[derive(Debug, Clone)]
pub(super) struct Boundary<'a> {
    extent: Extent,
    runs: Vec<Run<'a>>,
}

impl<'a> Boundary<'a> {
    /// Lays out the border of an area; `None` when it has no edge, or a vertex that is not finite.
    pub(super) fn new(shape: &'a MultiPolygon<f64>) -> Option<Self> {
        let rings = shape.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        let mut boundary = Self { extent: Extent::NOTHING, runs: Vec::new() };
        for vertices in rings.map(|ring| &ring.0[..]) {
            if !vertices.iter().all(|v| v.x.is_finite() && v.y.is_finite()) {
                return None;
            }
            for first in (0..vertices.len().saturating_sub(1)).step_by(EDGES_A_RUN) {
                let vertices = &vertices[first..(first + EDGES_A_RUN + 1).min(vertices.len())];
                let run = Run { extent: Extent::of(vertices), vertices };
                boundary.extent = boundary.extent.and(run.extent);
                boundary.runs.push(run);
            }
        }
        (!boundary.runs.is_empty()).then_some(boundary)
    }

    /// The runs that may come within a distance of something with this extent.
    fn runs_near(&self, extent: Extent, distance: f64) -> impl Iterator<Item = &Run<'a>> {
        self.runs.iter().filter(move |run| run.extent.within(&extent, distance))
    }

    /// Whether two borders come within a distance of each other; at distance 0, whether they share a point.
    pub(super) fn near(&self, other: &Self, distance: f64) -> bool {
        self.runs_near(other.extent, distance).any(|run| {
            other.runs_near(run.extent, distance).any(|other| {
                let edges = Segment::along(run.vertices);
                let mut near = edges.filter(|edge| edge.extent().within(&other.extent, distance));
                near.any(|edge| Segment::along(other.vertices).any(|facing| edge.within(facing, distance)))
            })
        })
    }

    /// Whether more than `length` of this border lies at most `distance` from another; at distance 0, whether
    /// more than that coincides with it.
    pub(super) fn near_along_more_than(&self, length: f64, other: &Self, distance: f64) -> bool {
        let mut found = 0.0;
        let mut stretches = Vec::new();
        for run in self.runs_near(other.extent, distance) {
            let facing: Vec<&Run<'_>> = other.runs_near(run.extent, distance).collect();
            for edge in Segment::along(run.vertices) {
                let extent = edge.extent();
                let runs = facing.iter().filter(|run| run.extent.within(&extent, distance));
                let edges = runs.flat_map(|run| Segment::along(run.vertices));
                stretches.clear();
                stretches.extend(edges.filter_map(|facing| edge.stretch_within(facing, distance)));
                found += share_covered(&mut stretches) * edge.length();
                if found > length {
                    return true;
                }
            }
        }
        false
    }
}

/// The share of an edge that stretches of it cover together.
fn share_covered(stretches: &mut [(f64, f64)]) -> f64 {
    stretches.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut covered = 0.0;
    let mut reached = 0.0_f64;
    for &mut (start, end) in stretches {
        covered += (end - start.max(reached)).max(0.0);
        reached = reached.max(end);
    }
    covered
}

/// The borders of many areas, and an R*-tree over the extents of some.
#[derive(Debug)]
pub(super) struct Boundaries<'a> {
    /// By the position of the area; `None` where [`Boundary::new`] gives none.
    pub(super) all: Vec<Option<Boundary<'a>>>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl<'a> Boundaries<'a> {
    /// Lays out all borders, and puts those that are `wanted` into the tree.
    pub(super) fn new(shapes: &'a [MultiPolygon<f64>], wanted: impl Fn(usize) -> bool) -> Self {
        let all: Vec<Option<Boundary<'a>>> = shapes.par_iter().map(Boundary::new).collect();
        let extents = (0_u32..).zip(&all).filter(|(area, _)| wanted(*area as usize));
        let extents = extents.filter_map(|(area, boundary)| {
            let extent = boundary.as_ref()?.extent;
            let rectangle = Rectangle::from_corners([extent.west, extent.south], [extent.east, extent.north]);
            Some(GeomWithData::new(rectangle, area))
        });
        let tree = RTree::bulk_load(extents.collect());
        Self { all, tree }
    }

    /// The areas of the tree whose extent comes within a distance of this border, with their borders, in no
    /// particular order.
    pub(super) fn about(
        &self,
        boundary: &Boundary<'a>,
        distance: f64,
    ) -> impl Iterator<Item = (u32, &Boundary<'a>)> {
        let window = boundary.extent.widened(distance);
        let found =
            self.tree.locate_in_envelope_intersecting(&window).map(|entry| entry.data).collect::<Vec<_>>();
        found.into_iter().filter_map(|area| Some((area, self.all[area as usize].as_ref()?)))
    }
}
