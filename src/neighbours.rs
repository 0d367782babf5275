//! Neighbours: which areas count as near each area, and how much each of them weighs.

use thiserror::Error;

/// The neighbours of every area with their weights, aligned to the run's areas.
///
/// Neighbours of an area stand in the order of their positions, each once, never the area itself unless
/// [`Self::with_self`] put it there. An area without any is an *island*.
///
/// # Examples
/// ```
/// use reachgap::neighbours::Neighbours;
/// let chain = Neighbours::from_lists(vec![vec![1], vec![0, 2], vec![1], vec![]])?;
/// assert_eq!(chain.links(), 4);
/// assert_eq!(chain.islands(), [3]);
/// let shares = chain.row_standardised();
/// assert_eq!(shares.of(1).collect::<Vec<_>>(), [(0, 0.5), (2, 0.5)]);
/// # Ok::<(), reachgap::neighbours::NotNeighbours>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Neighbours {
    /// Where the neighbours of each area begin, and at the end how many there are in all.
    starts: Vec<usize>,
    /// Positions of neighbours, area after area.
    members: Vec<u32>,
    /// Their weights.
    weights: Vec<f64>,
}

/// Lists of neighbours that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NotNeighbours {
    /// A list names an area that does not exist.
    #[error("area number {area} has neighbour number {neighbour}, which does not exist")]
    Unknown {
        /// The area, counted from 0.
        area: usize,
        /// The neighbour named.
        neighbour: u32,
    },
    /// An area is its own neighbour.
    #[error("area number {0} is given as its own neighbour")]
    Itself(usize),
    /// A neighbour is given twice.
    #[error("area number {area} has neighbour number {neighbour} twice")]
    Twice {
        /// The area, counted from 0.
        area: usize,
        /// The neighbour given twice.
        neighbour: u32,
    },
    /// A weight is not above zero.
    #[error("the weight from area number {area} to number {neighbour} is {weight}, not above zero")]
    Weight {
        /// The area, counted from 0.
        area: usize,
        /// The neighbour.
        neighbour: u32,
        /// The weight given.
        weight: f64,
    },
}

impl Neighbours {
    /// Neighbours that each weigh one, from one list per area.
    ///
    /// # Errors
    /// [`NotNeighbours`].
    pub fn from_lists(lists: Vec<Vec<u32>>) -> Result<Self, NotNeighbours> {
        Self::from_weighted(lists.into_iter().map(|list| list.into_iter().map(|j| (j, 1.0)).collect()).collect())
    }

    /// Neighbours with their weights, from one list per area.
    ///
    /// # Errors
    /// [`NotNeighbours`].
    pub fn from_weighted(lists: Vec<Vec<(u32, f64)>>) -> Result<Self, NotNeighbours> {
        let areas = lists.len();
        let mut neighbours = Self { starts: Vec::with_capacity(areas + 1), ..Self::default() };
        neighbours.starts.push(0);
        for (area, mut list) in lists.into_iter().enumerate() {
            list.sort_unstable_by_key(|(neighbour, _)| *neighbour);
            for (place, &(neighbour, weight)) in list.iter().enumerate() {
                if neighbour as usize >= areas {
                    return Err(NotNeighbours::Unknown { area, neighbour });
                } else if neighbour as usize == area {
                    return Err(NotNeighbours::Itself(area));
                } else if place > 0 && list[place - 1].0 == neighbour {
                    return Err(NotNeighbours::Twice { area, neighbour });
                } else if !(weight > 0.0 && weight.is_finite()) {
                    return Err(NotNeighbours::Weight { area, neighbour, weight });
                }
                neighbours.members.push(neighbour);
                neighbours.weights.push(weight);
            }
            neighbours.starts.push(neighbours.members.len());
        }
        Ok(neighbours)
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is no area at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The positions of the neighbours of an area.
    pub fn members(&self, area: usize) -> &[u32] {
        &self.members[self.starts[area]..self.starts[area + 1]]
    }

    /// The weights of the neighbours of an area, in the order of [`Self::members`].
    pub fn weights(&self, area: usize) -> &[f64] {
        &self.weights[self.starts[area]..self.starts[area + 1]]
    }

    /// The neighbours of an area with their weights.
    pub fn of(&self, area: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.members(area).iter().copied().zip(self.weights(area).iter().copied())
    }

    /// How many links there are; a pair of areas that are neighbours of each other has two.
    pub fn links(&self) -> usize {
        self.members.len()
    }

    /// The areas without neighbours.
    pub fn islands(&self) -> Vec<u32> {
        (0u32..).zip(self.starts.windows(2)).filter(|(_, w)| w[0] == w[1]).map(|(i, _)| i).collect()
    }

    /// Whether every link has its like in the other direction, with the same weight.
    pub fn is_symmetric(&self) -> bool {
        (0..self.len()).all(|i| self.of(i).all(|(j, weight)| self.weight(j as usize, i as u32) == Some(weight)))
    }

    /// The weight of one link, if there is one.
    pub fn weight(&self, area: usize, neighbour: u32) -> Option<f64> {
        self.members(area).binary_search(&neighbour).ok().map(|place| self.weights(area)[place])
    }

    /// The same neighbours, the weights of each area made to sum to one.
    #[must_use]
    pub fn row_standardised(&self) -> Self {
        let mut standardised = self.clone();
        for range in self.starts.windows(2) {
            let weights = &mut standardised.weights[range[0]..range[1]];
            let sum: f64 = weights.iter().sum();
            weights.iter_mut().for_each(|weight| *weight /= sum);
        }
        standardised
    }

    /// The same neighbours, each weighing one.
    #[must_use]
    pub fn binary(&self) -> Self {
        Self { weights: vec![1.0; self.weights.len()], ..self.clone() }
    }

    /// The same neighbours with every area among its own, at this weight.
    #[must_use]
    pub fn with_self(&self, weight: f64) -> Self {
        let mut with = Self { starts: vec![0], ..Self::default() };
        for (i, area) in (0u32..).zip(0..self.len()) {
            let own = [(i, weight)];
            let before = self.of(area).filter(|(j, _)| *j < i);
            let after = self.of(area).filter(|(j, _)| *j > i);
            for (member, weight) in before.chain(own).chain(after) {
                with.members.push(member);
                with.weights.push(weight);
            }
            with.starts.push(with.members.len());
        }
        with
    }

    /// The neighbours that are left when only some areas are kept, each at its place among those kept.
    #[must_use]
    pub fn among(&self, kept: &[bool]) -> Self {
        let place: Vec<u32> = kept
            .iter()
            .scan(0, |next, &kept| {
                let place = *next;
                *next += u32::from(kept);
                Some(place)
            })
            .collect();
        let mut among = Self { starts: vec![0], ..Self::default() };
        for area in (0..self.len()).filter(|&area| kept[area]) {
            for (member, weight) in self.of(area).filter(|(j, _)| kept[*j as usize]) {
                among.members.push(place[member as usize]);
                among.weights.push(weight);
            }
            among.starts.push(among.members.len());
        }
        among
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Neighbours {
        Neighbours::from_lists(vec![vec![1], vec![2, 0], vec![1]]).expect("neighbours")
    }

    #[test]
    fn an_area_among_its_own_neighbours_stands_in_its_place() {
        let with = chain().with_self(1.0);
        assert_eq!(with.members(1), [0, 1, 2]);
        assert_eq!(with.members(0), [0, 1]);
    }

    #[test]
    fn what_is_left_out_is_nobodys_neighbour() {
        let among = chain().among(&[true, false, true]);
        assert_eq!((among.len(), among.links(), among.islands()), (2, 0, vec![0, 1]));
        let among = chain().among(&[false, true, true]);
        assert_eq!((among.members(0), among.members(1)), (&[1][..], &[0][..]));
    }

    #[test]
    fn lists_that_cannot_be_are_refused() {
        let refused = |lists| Neighbours::from_lists(lists).expect_err("refused");
        assert_eq!(refused(vec![vec![1]]), NotNeighbours::Unknown { area: 0, neighbour: 1 });
        assert_eq!(refused(vec![vec![0]]), NotNeighbours::Itself(0));
        assert_eq!(refused(vec![vec![1, 1], vec![]]), NotNeighbours::Twice { area: 0, neighbour: 1 });
        let weighted = Neighbours::from_weighted(vec![vec![(1, f64::NAN)], vec![]]);
        assert!(matches!(weighted, Err(NotNeighbours::Weight { .. })));
    }

    #[test]
    fn links_one_way_are_not_symmetric() {
        assert!(chain().is_symmetric());
        assert!(!chain().row_standardised().is_symmetric());
        assert!(!Neighbours::from_lists(vec![vec![1], vec![]]).expect("neighbours").is_symmetric());
    }
}
