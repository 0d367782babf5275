//! Islands: areas without neighbours, and what is done about them.

use super::points::PointIndex;
use crate::neighbours::Neighbours;

/// What is done about areas without neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Islands {
    /// They stay without, are left out of what needs neighbours, and are listed.
    #[default]
    LeaveOut,
    /// They become neighbours of the area nearest to them, both ways.
    Nearest,
}

/// Neighbours after a policy on islands was followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// The neighbours.
    pub neighbours: Neighbours,
    /// The islands that were joined, each with the area it was joined to; an island has several rows where
    /// several areas are equally near.
    pub joined: Vec<(u32, u32)>,
    /// The islands that are left.
    pub islands: Vec<u32>,
}

/// Follows a policy on islands; `points` stand for the areas.
///
/// [`Islands::Nearest`] joins each island to the nearest area by the distance between their points, and to all
/// that are equally near, so that the order and the names of areas change nothing. The new links weigh one in
/// each direction.
///
/// Missing values: an island whose point is missing from `points` or not finite stays an island, and so does one
/// that is alone.
///
/// # Examples
/// ```
/// use reachgap::join::neighbours::{Islands, settled};
/// use reachgap::neighbours::Neighbours;
/// let pair = Neighbours::from_lists(vec![vec![1], vec![0], vec![]])?;
/// let settled = settled(&pair, Islands::Nearest, &[[0., 0.], [10., 0.], [30., 0.]]);
/// assert_eq!(settled.joined, [(2, 1)]);
/// assert_eq!(settled.neighbours.members(1), [0, 2]);
/// # Ok::<(), reachgap::neighbours::NotNeighbours>(())
/// ```
pub fn settled(neighbours: &Neighbours, islands: Islands, points: &[[f64; 2]]) -> Settled {
    let joined = match islands {
        Islands::LeaveOut => Vec::new(),
        Islands::Nearest => nearest_of_islands(neighbours, points),
    };
    let neighbours = with_links(neighbours, &joined);
    let islands = neighbours.islands();
    Settled { neighbours, joined, islands }
}

fn nearest_of_islands(neighbours: &Neighbours, points: &[[f64; 2]]) -> Vec<(u32, u32)> {
    let index = PointIndex::new(&points[..points.len().min(neighbours.len())]);
    let mut joined = Vec::new();
    for island in neighbours.islands().into_iter().filter(|island| (*island as usize) < points.len()) {
        let mut nearest: Vec<u32> = index.nearest_of(island as usize, 1).map(|(area, _)| area).collect();
        nearest.sort_unstable();
        joined.extend(nearest.into_iter().map(|area| (island, area)));
    }
    joined
}

/// The same neighbours and these links, both ways, where they are new.
fn with_links(neighbours: &Neighbours, links: &[(u32, u32)]) -> Neighbours {
    let mut lists: Vec<Vec<(u32, f64)>> =
        (0..neighbours.len()).map(|area| neighbours.of(area).collect()).collect();
    for (from, to) in links.iter().flat_map(|&(a, b)| [(a, b), (b, a)]) {
        let list = &mut lists[from as usize];
        if list.iter().all(|(member, _)| *member != to) {
            list.push((to, 1.0));
        }
    }
    Neighbours::from_weighted(lists).expect("links lead to other areas that exist, and none was there before")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(areas: usize) -> Neighbours {
        Neighbours::from_lists(vec![vec![]; areas]).expect("neighbours")
    }

    #[test]
    fn islands_left_out_are_listed_and_stay() {
        let left = settled(&none(2), Islands::LeaveOut, &[[0.0, 0.0], [1.0, 0.0]]);
        assert_eq!((left.neighbours, left.joined, left.islands), (none(2), vec![], vec![0, 1]));
    }

    #[test]
    fn two_islands_nearest_to_each_other_are_joined_once() {
        let joined = settled(&none(2), Islands::Nearest, &[[0.0, 0.0], [1.0, 0.0]]);
        assert_eq!((joined.neighbours.links(), joined.islands.len()), (2, 0));
        assert_eq!(joined.joined, [(0, 1), (1, 0)]);
    }

    #[test]
    fn an_island_between_two_areas_is_joined_to_both() {
        let pair = Neighbours::from_lists(vec![vec![2], vec![], vec![0]]).expect("neighbours");
        let joined = settled(&pair, Islands::Nearest, &[[0.0, 0.0], [5.0, 0.0], [10.0, 0.0]]);
        assert_eq!(joined.joined, [(1, 0), (1, 2)]);
        assert!(joined.neighbours.is_symmetric());
    }

    #[test]
    fn an_island_alone_or_nowhere_stays_an_island() {
        assert_eq!(settled(&none(1), Islands::Nearest, &[[0.0, 0.0]]).islands, [0]);
        assert_eq!(settled(&none(2), Islands::Nearest, &[[0.0, 0.0], [f64::NAN, 0.0]]).islands, [0, 1]);
        assert_eq!(settled(&none(2), Islands::Nearest, &[]).islands, [0, 1]);
    }
}
