//! The areas nearest to each area, as windows that grow until they hold a share of the people or reach a radius.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use thiserror::Error;

use crate::windows::{Members, Shape, Windows};

/// The mean radius of the Earth, metres (International Union of Geodesy and Geophysics).
const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// Squared distances closer than this part of themselves are the same distance.
const SAME_DISTANCE: f64 = 1e-10;
/// Members of all windows together, beyond which they are refused: half a gigabyte at two bytes each.
const MOST_MEMBERS: usize = 250_000_000;

/// The areas around which windows grow; all slices in the same order.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Centres: metres in a plane, or longitude and latitude for [`on_the_globe`].
    pub centres: &'a [[f64; 2]],
    /// A number made from each area's code, no two alike: settles the order of areas at the same distance.
    pub keys: &'a [u64],
    /// The people whose share limits a window.
    pub people: &'a [f64],
}

/// How far windows grow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// The largest share of all people inside, above 0 and at most one half.
    pub largest_share: f64,
    /// The largest radius (of an ellipse: its shorter half-axis), metres.
    pub largest_radius_m: Option<f64>,
}

impl Default for Reach {
    /// One half of the people, any radius.
    fn default() -> Self {
        Self { largest_share: 0.5, largest_radius_m: None }
    }
}

/// Why there are no windows.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NoWindows {
    /// The slices differ in length.
    #[error("{centres} centres, {keys} keys and counts of people for {people} areas")]
    Lengths {
        /// Centres given.
        centres: usize,
        /// Keys given.
        keys: usize,
        /// Counts of people given.
        people: usize,
    },
    /// Fewer than two areas.
    #[error("{0} areas: windows need at least two")]
    TooFewAreas(usize),
    /// A centre is not finite.
    #[error("the centre of area number {0} is not finite")]
    Centre(usize),
    /// A number of people is negative or not finite.
    #[error("the number of people in area number {0} is negative or not finite")]
    People(usize),
    /// Nobody lives in any of the areas.
    #[error("nobody in any of the areas")]
    Nobody,
    /// Two areas have the same key.
    #[error("two areas have the same key")]
    KeyTwice,
    /// The share is not above 0 and at most one half.
    #[error("the largest share of people is {0}, not above 0 and at most 0.5")]
    Share(f64),
    /// The radius is not above 0.
    #[error("the largest radius is {0} m, not above 0")]
    Radius(f64),
    /// Every area alone, or together with those at the same point, has more than the largest share of the people.
    #[error("no window fits: every area has more than the largest share of the people")]
    NoneFits,
    /// The windows would not fit into memory.
    #[error(
        "the windows would hold more than {MOST_MEMBERS} members: choose a smaller share of people or radius"
    )]
    TooLarge,
}

/// Circles around every centre.
///
/// Members come by distance; areas at the same distance (squared distances within 1e-10 of each other) are taken in
/// together or not at all. A window ends before its people would exceed the largest share (the share itself is
/// allowed) or its radius the largest radius.
///
/// # Errors
/// [`NoWindows`].
///
/// # Examples
/// ```
/// use reachgap::join::near_areas::{Ground, Reach, circles};
/// let centres = [[0.0, 0.0], [1.0, 0.0], [3.0, 0.0], [9.0, 0.0]];
/// let ground = Ground { centres: &centres, keys: &[1, 2, 3, 4], people: &[10.0; 4] };
/// let windows = circles(&ground, Reach::default())?;
/// let last = windows.areas().iter().position(|&area| area == 3).unwrap();
/// assert_eq!(windows.nearest(last, usize::MAX), [3, 2]);
/// # Ok::<(), reachgap::join::near_areas::NoWindows>(())
/// ```
pub fn circles(ground: &Ground<'_>, reach: Reach) -> Result<Windows, NoWindows> {
    shaped(ground, reach, &[Shape::CIRCLE]).map(|mut windows| windows.remove(0))
}

/// Windows of each shape around every centre, as [`circles`].
///
/// # Errors
/// [`NoWindows`].
pub fn shaped(ground: &Ground<'_>, reach: Reach, shapes: &[Shape]) -> Result<Vec<Windows>, NoWindows> {
    ground.check(reach)?;
    let made = AtomicUsize::new(0);
    let mut windows = Vec::with_capacity(shapes.len());
    for &shape in shapes {
        let points: Vec<[f64; 2]> = ground.centres.iter().map(|&centre| shape.pressed(centre)).collect();
        windows.push(grown(ground, &points, reach.largest_radius_m, reach.largest_share, shape, &made)?);
    }
    Ok(windows)
}

/// Circles on the globe: centres are longitude and latitude in degrees, distances those of great circles.
///
/// Distances are measured along straight lines through the Earth (a sphere of 6,371,008.8 m), which have the same
/// order.
///
/// # Errors
/// [`NoWindows`].
pub fn on_the_globe(ground: &Ground<'_>, reach: Reach) -> Result<Windows, NoWindows> {
    ground.check(reach)?;
    let points: Vec<[f64; 3]> = ground.centres.iter().map(|&centre| on_the_sphere(centre)).collect();
    let straight =
        |radius: f64| 2.0 * (radius / (2.0 * EARTH_RADIUS_M)).min(std::f64::consts::FRAC_PI_2).sin();
    let radius = reach.largest_radius_m.map(straight);
    grown(ground, &points, radius, reach.largest_share, Shape::CIRCLE, &AtomicUsize::new(0))
}

/// Longitude and latitude as a point of the sphere with radius one.
fn on_the_sphere([longitude, latitude]: [f64; 2]) -> [f64; 3] {
    let (sine, cosine) = latitude.to_radians().sin_cos();
    let (east_sine, east_cosine) = longitude.to_radians().sin_cos();
    [cosine * east_cosine, cosine * east_sine, sine]
}

impl Ground<'_> {
    fn check(&self, reach: Reach) -> Result<(), NoWindows> {
        let (centres, keys, people) = (self.centres.len(), self.keys.len(), self.people.len());
        if centres != keys || centres != people {
            return Err(NoWindows::Lengths { centres, keys, people });
        } else if centres < 2 {
            return Err(NoWindows::TooFewAreas(centres));
        } else if !(reach.largest_share > 0.0 && reach.largest_share <= 0.5) {
            return Err(NoWindows::Share(reach.largest_share));
        } else if let Some(radius) = reach.largest_radius_m.filter(|radius| radius.is_nan() || *radius <= 0.0)
        {
            return Err(NoWindows::Radius(radius));
        }
        let bad_centre = self.centres.iter().position(|centre| !centre.iter().all(|x| x.is_finite()));
        let bad_people = self.people.iter().position(|people| !(people.is_finite() && *people >= 0.0));
        let mut sorted = self.keys.to_vec();
        sorted.sort_unstable();
        match (bad_centre, bad_people) {
            (Some(area), _) => Err(NoWindows::Centre(area)),
            (_, Some(area)) => Err(NoWindows::People(area)),
            _ if self.people.iter().all(|people| *people == 0.0) => Err(NoWindows::Nobody),
            _ if sorted.windows(2).any(|pair| pair[0] == pair[1]) => Err(NoWindows::KeyTwice),
            _ => Ok(()),
        }
    }
}

/// The windows of one shape.
fn grown<const D: usize>(
    ground: &Ground<'_>,
    points: &[[f64; D]],
    radius: Option<f64>,
    share: f64,
    shape: Shape,
    made: &AtomicUsize,
) -> Result<Windows, NoWindows> {
    let areas = along_the_curve(points);
    let search = Search::new(ground, points, &areas, radius, share);
    let (members, unfinished) = if areas.len() <= 1 << 16 {
        let (lists, unfinished) = search.all(made, |place| place as u16);
        (Members::Narrow(lists), unfinished)
    } else {
        let (lists, unfinished) = search.all(made, |place| place);
        (Members::Wide(lists), unfinished)
    };
    let windows = Windows::new(shape, areas, members, unfinished);
    match windows.total_members() {
        _ if made.load(Ordering::Relaxed) > MOST_MEMBERS => Err(NoWindows::TooLarge),
        0 => Err(NoWindows::NoneFits),
        _ => Ok(windows),
    }
}

/// The areas in the order of a Z-shaped curve through their first two coordinates.
fn along_the_curve<const D: usize>(points: &[[f64; D]]) -> Vec<u32> {
    let range = |axis: usize| {
        let least = points.iter().map(|point| point[axis]).fold(f64::INFINITY, f64::min);
        let most = points.iter().map(|point| point[axis]).fold(f64::NEG_INFINITY, f64::max);
        (least, (most - least).max(f64::MIN_POSITIVE))
    };
    let ranges = [range(0), range(1)];
    let spread = |bits: u32| (0..16).fold(0_u32, |spread, bit| spread | ((bits >> bit & 1) << (2 * bit)));
    let at = |point: &[f64; D]| {
        let cell = |axis: usize| ((point[axis] - ranges[axis].0) / ranges[axis].1 * 65_535.0) as u32;
        spread(cell(0)) | spread(cell(1)) << 1
    };
    let mut order: Vec<(u32, u32)> = (0u32..).zip(points).map(|(area, point)| (at(point), area)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, area)| area).collect()
}

/// What is looked through for one shape, by place along the curve.
struct Search<const D: usize> {
    tree: RTree<GeomWithData<[f64; D], u32>>,
    points: Vec<[f64; D]>,
    keys: Vec<u64>,
    people: Vec<f64>,
    most_people: f64,
    /// Squared.
    largest_radius: f64,
    /// Squared diagonal of all points.
    extent: f64,
}

/// The members of every window, and after which of them each is unfinished.
type Lists<P> = (Vec<Box<[P]>>, Vec<Box<[u32]>>);

/// Squared distances (as ordered bits) and places of candidates, and the radius last needed.
struct Work {
    candidates: Vec<(u64, u32)>,
    radius: f64,
}

impl<const D: usize> Search<D> {
    fn new(ground: &Ground<'_>, points: &[[f64; D]], areas: &[u32], radius: Option<f64>, share: f64) -> Self {
        let points: Vec<[f64; D]> = areas.iter().map(|&area| points[area as usize]).collect();
        let placed = (0u32..).zip(&points).map(|(place, point)| GeomWithData::new(*point, place)).collect();
        let extent = (0..D).map(|axis| {
            let along = || points.iter().map(|point| point[axis]);
            along().fold(f64::NEG_INFINITY, f64::max) - along().fold(f64::INFINITY, f64::min)
        });
        Self {
            tree: RTree::bulk_load(placed),
            extent: extent.map(|side| side * side).sum(),
            keys: areas.iter().map(|&area| ground.keys[area as usize]).collect(),
            people: areas.iter().map(|&area| ground.people[area as usize]).collect(),
            // A sum of shares may miss the whole by its rounding.
            most_people: ground.people.iter().sum::<f64>() * share * (1.0 + 1e-12),
            largest_radius: radius.map_or(f64::INFINITY, |radius| radius * radius * (1.0 + SAME_DISTANCE)),
            points,
        }
    }

    /// The members of every window and where each is unfinished; runs of neighbouring places on each thread.
    fn all<P: Send>(&self, made: &AtomicUsize, narrow: impl Fn(u32) -> P + Sync) -> Lists<P> {
        let places: Vec<usize> = (0..self.points.len()).collect();
        let run = |places: &[usize]| {
            let mut work = Work { candidates: Vec::new(), radius: self.extent / 64.0 };
            let window = |&place: &usize| {
                if made.load(Ordering::Relaxed) > MOST_MEMBERS {
                    return (Box::default(), Box::default());
                }
                let (count, unfinished) = self.window(place, &mut work);
                made.fetch_add(count, Ordering::Relaxed);
                let members = work.candidates[..count].iter().map(|(_, place)| narrow(*place)).collect();
                (members, unfinished.into_boxed_slice())
            };
            places.iter().map(window).collect::<Vec<_>>()
        };
        places.par_chunks(256).flat_map_iter(run).unzip()
    }

    /// Sorts the candidates around a place; how many of them are members, and where the window is unfinished.
    fn window(&self, place: usize, work: &mut Work) -> (usize, Vec<u32>) {
        loop {
            let radius = work.radius.min(self.largest_radius);
            self.gather(place, radius, &mut work.candidates);
            let (count, unfinished, full) = self.in_order(&mut work.candidates);
            if full || work.candidates.len() == self.points.len() || radius >= self.largest_radius {
                if let Some((furthest, _)) = work.candidates[..count].last() {
                    work.radius = (f64::from_bits(*furthest) * 1.1).max(self.extent * 1e-9);
                }
                return (count, unfinished);
            }
            work.radius = (work.radius * 1.5).max(self.extent * 1e-9).max(f64::MIN_POSITIVE);
        }
    }

    fn gather(&self, place: usize, radius: f64, candidates: &mut Vec<(u64, u32)>) {
        let centre = self.points[place];
        let apart =
            |point: &[f64; D]| (0..D).map(|i| (point[i] - centre[i]) * (point[i] - centre[i])).sum::<f64>();
        let within = self.tree.locate_within_distance(centre, radius);
        candidates.clear();
        candidates.extend(within.map(|near| (apart(near.geom()).to_bits(), near.data)));
        candidates.sort_unstable();
    }

    /// Counts members group by group of the same distance: how many, where unfinished, and whether people became
    /// too many.
    fn in_order(&self, candidates: &mut [(u64, u32)]) -> (usize, Vec<u32>, bool) {
        let (mut count, mut people, mut unfinished) = (0, 0.0, Vec::new());
        while count < candidates.len() {
            let mut end = count + 1;
            while end < candidates.len() && same_distance(candidates[end - 1].0, candidates[end].0) {
                end += 1;
            }
            let group = &mut candidates[count..end];
            if group.len() > 1 {
                group.sort_unstable_by_key(|(_, place)| self.keys[*place as usize]);
            }
            people += group.iter().map(|(_, place)| self.people[*place as usize]).sum::<f64>();
            if people > self.most_people {
                return (count, unfinished, true);
            }
            unfinished.extend((count..end - 1).map(|member| member as u32));
            count = end;
        }
        (count, unfinished, false)
    }
}

fn same_distance(nearer: u64, further: u64) -> bool {
    let (nearer, further) = (f64::from_bits(nearer), f64::from_bits(further));
    further - nearer <= SAME_DISTANCE * further
}

#[cfg(test)]
mod tests;
