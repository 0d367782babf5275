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
        Self::from_weighted(
            lists.into_iter().map(|list| list.into_iter().map(|j| (j, 1.0)).collect()).collect(),
        )
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
        self.unreturned().next().is_none()
    }

    /// The links whose like in the other direction is missing or weighs otherwise, as pairs of area and
    /// neighbour.
    pub fn one_way(&self) -> Vec<(u32, u32)> {
        self.unreturned().collect()
    }

    fn unreturned(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let links =
            (0u32..).zip(0..self.len()).flat_map(|(i, area)| self.of(area).map(move |(j, w)| (i, j, w)));
        links.filter(|&(i, j, weight)| self.weight(j as usize, i) != Some(weight)).map(|(i, j, _)| (i, j))
    }

    /// The areas that each area reaches along links in at most `steps` steps, each weighing one: with 1, the
    /// same neighbours; with 2, the neighbours of its neighbours as well. Never the area itself.
    ///
    /// # Examples
    /// ```
    /// use reachgap::neighbours::Neighbours;
    /// let row = Neighbours::from_lists(vec![vec![1], vec![0, 2], vec![1, 3], vec![2]])?;
    /// assert_eq!(row.within_steps(2).members(0), [1, 2]);
    /// assert_eq!(row.exactly_steps(2).members(1), [3]);
    /// # Ok::<(), reachgap::neighbours::NotNeighbours>(())
    /// ```
    #[must_use]
    pub fn within_steps(&self, steps: usize) -> Self {
        self.reached(|rings| rings.concat(), steps)
    }

    /// The areas that each area reaches along links in `steps` steps and no fewer, each weighing one: its
    /// neighbours of that order, for a correlogram by steps. With 0, none.
    #[must_use]
    pub fn exactly_steps(&self, steps: usize) -> Self {
        self.reached(
            |rings| if rings.len() == steps { rings.pop().unwrap_or_default() } else { Vec::new() },
            steps,
        )
    }

    /// Neighbours taken for each area from what it reaches: the areas first reached in the first step, in the
    /// second, and so on, until `steps` or until nothing new is reached.
    fn reached(&self, take: impl Fn(&mut Vec<Vec<u32>>) -> Vec<u32>, steps: usize) -> Self {
        let mut reached_from = vec![usize::MAX; self.len()];
        let mut reached = Self { starts: vec![0], ..Self::default() };
        for area in 0..self.len() {
            reached_from[area] = area;
            let mut rings: Vec<Vec<u32>> = Vec::new();
            let mut ring = self.members(area).to_vec();
            while rings.len() < steps {
                ring.retain(|&j| std::mem::replace(&mut reached_from[j as usize], area) != area);
                if ring.is_empty() {
                    break;
                }
                let next = ring.iter().flat_map(|&j| self.members(j as usize)).copied().collect();
                rings.push(std::mem::replace(&mut ring, next));
            }
            let mut members = take(&mut rings);
            members.sort_unstable();
            reached.members.extend(members);
            reached.starts.push(reached.members.len());
        }
        reached.weights = vec![1.0; reached.members.len()];
        reached
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
        let there = Neighbours::from_lists(vec![vec![1], vec![]]).expect("neighbours");
        assert!(!there.is_symmetric());
        assert_eq!(there.one_way(), [(0, 1)]);
    }

    #[test]
    fn neighbours_of_neighbours_are_two_steps_away() {
        // A ring of six, and one apart.
        let lists = (0..6).map(|i| vec![(i + 1) % 6, (i + 5) % 6]).chain([vec![]]);
        let ring = Neighbours::from_lists(lists.collect()).expect("neighbours");
        assert_eq!(ring.exactly_steps(2).members(0), [2, 4]);
        assert_eq!(ring.exactly_steps(3).members(0), [3]);
        assert_eq!((ring.exactly_steps(4).links(), ring.exactly_steps(0).links()), (0, 0));
        assert_eq!(ring.within_steps(1), ring);
        assert_eq!(ring.within_steps(9).members(5), [0, 1, 2, 3, 4]);
        assert_eq!(ring.within_steps(2).islands(), [6]);
    }

    #[test]
    fn an_area_among_its_own_neighbours_takes_no_step_to_itself() {
        assert_eq!(chain().with_self(1.0).exactly_steps(1), chain());
    }
}
