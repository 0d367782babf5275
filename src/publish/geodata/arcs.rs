//! Borders cut into arcs: the stretches between points where areas meet.
//!
//! A stretch that two areas share is cut at the same points and runs in one agreed direction, so whatever is
//! done to it is done to both sides, and no gap opens between neighbours.

use rustc_hash::{FxHashMap, FxHashSet};

use super::ring::{Point, Ring};

/// The points at which borders are cut: where a ring's neighbours there are not the same as another ring's.
pub(super) fn junctions<'a>(rings: impl Iterator<Item = &'a Ring>) -> FxHashSet<Point> {
    let mut neighbours: FxHashMap<Point, [Point; 2]> = FxHashMap::default();
    let mut junctions = FxHashSet::default();
    for ring in rings {
        for (place, &point) in ring.iter().enumerate() {
            let before = ring[(place + ring.len() - 1) % ring.len()];
            let after = ring[(place + 1) % ring.len()];
            let pair = if before <= after { [before, after] } else { [after, before] };
            if *neighbours.entry(point).or_insert(pair) != pair {
                junctions.insert(point);
            }
        }
    }
    junctions
}

/// The ring's arcs in its own direction: each begins where the one before it ends.
///
/// A ring without a cut is cut at its least point and at the point farthest from it, which every ring of the
/// same points agrees on.
pub(super) fn arcs(ring: &Ring, cuts: &FxHashSet<Point>) -> Vec<Vec<Point>> {
    let mut at: Vec<usize> = (0..ring.len()).filter(|&i| cuts.contains(&ring[i])).collect();
    if at.len() < 2 {
        at = two_cuts(ring, at.first().copied());
    }
    let around = |from: usize, to: usize| {
        let steps = if to > from { to - from } else { to + ring.len() - from };
        (0..=steps).map(|step| ring[(from + step) % ring.len()]).collect()
    };
    at.iter().zip(at.iter().cycle().skip(1)).map(|(&from, &to)| around(from, to)).collect()
}

fn two_cuts(ring: &Ring, first: Option<usize>) -> Vec<usize> {
    let least = (0..ring.len()).min_by_key(|&i| ring[i]).unwrap_or(0);
    let first = first.unwrap_or(least);
    let from = ring[first];
    let distance = |p: Point| i128::from(p[0] - from[0]).pow(2) + i128::from(p[1] - from[1]).pow(2);
    let farthest = (0..ring.len()).max_by_key(|&i| (distance(ring[i]), ring[i])).unwrap_or(0);
    let mut cuts = vec![first, farthest];
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Whether an arc runs against the agreed direction, which is from the lesser end.
pub(super) fn runs_against(arc: &[Point]) -> bool {
    let ends = |arc: &[Point]| (arc.first().copied(), arc.get(1).copied());
    let back = (arc.last().copied(), arc.len().checked_sub(2).map(|i| arc[i]));
    back < ends(arc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_are_cut_where_three_lines_meet() {
        // Two squares side by side: they meet at the two ends of their common side.
        let left = vec![[0, 0], [2, 0], [2, 1], [2, 2], [0, 2]];
        let right = vec![[2, 0], [4, 0], [4, 2], [2, 2], [2, 1]];
        let cuts = junctions([&left, &right].into_iter());
        let mut found: Vec<Point> = cuts.iter().copied().collect();
        found.sort_unstable();
        assert_eq!(found, [[2, 0], [2, 2]]);
        assert!(arcs(&left, &cuts).contains(&vec![[2, 0], [2, 1], [2, 2]]));
        assert!(arcs(&right, &cuts).contains(&vec![[2, 2], [2, 1], [2, 0]]));
    }

    #[test]
    fn an_island_is_cut_the_same_way_wherever_its_ring_begins() {
        let ring = vec![[5, 5], [9, 5], [9, 9], [5, 9]];
        let other = vec![[9, 9], [5, 9], [5, 5], [9, 5]];
        let none = FxHashSet::default();
        let ends = |ring: &Ring| {
            let mut ends: Vec<Point> = arcs(ring, &none).iter().map(|arc| arc[0]).collect();
            ends.sort_unstable();
            ends
        };
        assert_eq!(ends(&ring), ends(&other));
    }
}
