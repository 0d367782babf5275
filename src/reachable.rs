//! Reachable sites: which sites each area can get to, and what the way costs.

use thiserror::Error;

/// The sites within reach of every area with the cost of the way there, aligned to the run's areas.
///
/// A pair that is not listed cannot be made: the way is too far, or the travel matrix does not hold it. Sites of an
/// area stand in the order of their positions, each once. Costs run from the area to the site.
///
/// Units: metres, minutes or whatever the costs were given in; all of one kind.
///
/// # Examples
/// ```
/// use reachgap::reachable::Reachable;
/// let reachable = Reachable::from_pairs(3, 2, vec![(0, 1, 4.5), (0, 0, 2.0), (1, 1, 9.0)])?;
/// assert_eq!(reachable.of(0).collect::<Vec<_>>(), [(0, 2.0), (1, 4.5)]);
/// assert_eq!(reachable.areas_without_sites(), [2]);
/// assert_eq!(reachable.within(5.0).pairs(), 2);
/// # Ok::<(), reachgap::reachable::NotReachable>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reachable {
    /// Where the sites of each area begin, and at the end how many pairs there are in all.
    starts: Vec<usize>,
    /// Positions of sites, area after area.
    sites: Vec<u32>,
    /// What the way to each costs.
    costs: Vec<f64>,
    /// How many sites there are, reached or not.
    site_count: usize,
}

/// Pairs of areas and sites that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NotReachable {
    /// A pair names an area that does not exist.
    #[error("a pair names area number {area}, but there are {areas} areas")]
    UnknownArea {
        /// The area named, counted from 0.
        area: u32,
        /// How many there are.
        areas: usize,
    },
    /// A pair names a site that does not exist.
    #[error("a pair names site number {site}, but there are {sites} sites")]
    UnknownSite {
        /// The site named, counted from 0.
        site: u32,
        /// How many there are.
        sites: usize,
    },
    /// A cost is negative or not finite.
    #[error("the cost from area number {area} to site number {site} is {cost}, not a finite number from 0")]
    Cost {
        /// The area, counted from 0.
        area: u32,
        /// The site, counted from 0.
        site: u32,
        /// The cost given.
        cost: f64,
    },
    /// A pair is given twice.
    #[error("the cost from area number {area} to site number {site} is given twice")]
    Twice {
        /// The area, counted from 0.
        area: u32,
        /// The site, counted from 0.
        site: u32,
    },
}

impl Reachable {
    /// Reachable sites from pairs of area, site and cost, in any order.
    ///
    /// # Errors
    /// [`NotReachable`].
    pub fn from_pairs(
        areas: usize,
        sites: usize,
        mut pairs: Vec<(u32, u32, f64)>,
    ) -> Result<Self, NotReachable> {
        for &(area, site, cost) in &pairs {
            if area as usize >= areas {
                return Err(NotReachable::UnknownArea { area, areas });
            } else if site as usize >= sites {
                return Err(NotReachable::UnknownSite { site, sites });
            } else if !(cost.is_finite() && cost >= 0.0) {
                return Err(NotReachable::Cost { area, site, cost });
            }
        }
        pairs.sort_unstable_by_key(|&(area, site, _)| (area, site));
        if let Some(twice) = pairs.windows(2).find(|two| (two[0].0, two[0].1) == (two[1].0, two[1].1)) {
            return Err(NotReachable::Twice { area: twice[0].0, site: twice[0].1 });
        }
        let mut starts = vec![0; areas + 1];
        for &(area, ..) in &pairs {
            starts[area as usize + 1] += 1;
        }
        for area in 0..areas {
            starts[area + 1] += starts[area];
        }
        let (sites_reached, costs) = pairs.into_iter().map(|(_, site, cost)| (site, cost)).unzip();
        Ok(Self { starts, sites: sites_reached, costs, site_count: sites })
    }

    /// Reachable sites from lists that already hold the sites of each area in order, each once, at finite costs.
    pub(crate) fn from_ordered(lists: &[Vec<(u32, f64)>], sites: usize) -> Self {
        let pairs = lists.iter().map(Vec::len).sum();
        let mut reachable = Self {
            starts: Vec::with_capacity(lists.len() + 1),
            sites: Vec::with_capacity(pairs),
            costs: Vec::with_capacity(pairs),
            site_count: sites,
        };
        reachable.starts.push(0);
        for list in lists {
            reachable.sites.extend(list.iter().map(|(site, _)| *site));
            reachable.costs.extend(list.iter().map(|(_, cost)| *cost));
            reachable.starts.push(reachable.sites.len());
        }
        reachable
    }

    /// How many areas there are.
    pub fn areas(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many sites there are, reached or not.
    pub fn sites(&self) -> usize {
        self.site_count
    }

    /// How many pairs of an area and a site it can reach there are.
    pub fn pairs(&self) -> usize {
        self.sites.len()
    }

    /// How many pairs are not listed: every area with every site, less those within reach.
    pub fn missing_pairs(&self) -> usize {
        self.areas() * self.sites() - self.pairs()
    }

    /// The sites within reach of an area with the cost of the way.
    pub fn of(&self, area: usize) -> impl ExactSizeIterator<Item = (u32, f64)> + '_ {
        let range = self.range(area);
        self.sites[range.clone()].iter().copied().zip(self.costs[range].iter().copied())
    }

    /// Where the pairs of an area stand among all pairs.
    pub fn range(&self, area: usize) -> std::ops::Range<usize> {
        self.starts[area]..self.starts[area + 1]
    }

    /// The sites of all pairs, area after area.
    pub fn all_sites(&self) -> &[u32] {
        &self.sites
    }

    /// The costs of all pairs, area after area.
    pub fn all_costs(&self) -> &[f64] {
        &self.costs
    }

    /// The cost from an area to a site, if the pair is listed.
    pub fn cost(&self, area: usize, site: u32) -> Option<f64> {
        let range = self.range(area);
        self.sites[range.clone()].binary_search(&site).ok().map(|place| self.costs[range.start + place])
    }

    /// The same pairs as far as the way costs no more than `limit`.
    #[must_use]
    pub fn within(&self, limit: f64) -> Self {
        let near = |area| self.of(area).filter(|(_, cost)| *cost <= limit).collect();
        Self::from_ordered(&(0..self.areas()).map(near).collect::<Vec<_>>(), self.site_count)
    }

    /// The areas that reach no site.
    pub fn areas_without_sites(&self) -> Vec<u32> {
        (0u32..).zip(self.starts.windows(2)).filter(|(_, w)| w[0] == w[1]).map(|(i, _)| i).collect()
    }

    /// The sites that no area reaches.
    pub fn sites_without_areas(&self) -> Vec<u32> {
        let mut reached = vec![false; self.site_count];
        for &site in &self.sites {
            reached[site as usize] = true;
        }
        (0u32..).zip(reached).filter(|(_, reached)| !reached).map(|(site, _)| site).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn impossible_pairs_are_refused() {
        let refused = |pairs| Reachable::from_pairs(2, 2, pairs).unwrap_err().to_string();
        assert_eq!(refused(vec![(2, 0, 1.0)]), "a pair names area number 2, but there are 2 areas");
        assert_eq!(refused(vec![(0, 7, 1.0)]), "a pair names site number 7, but there are 2 sites");
        assert_eq!(
            refused(vec![(1, 0, -1.0)]),
            "the cost from area number 1 to site number 0 is -1, not a finite number from 0"
        );
        assert!(refused(vec![(1, 0, f64::NAN)]).contains("NaN"));
        assert_eq!(
            refused(vec![(0, 1, 3.0), (0, 1, 3.0)]),
            "the cost from area number 0 to site number 1 is given twice"
        );
    }

    #[test]
    fn without_pairs_every_area_and_site_is_alone() {
        let reachable = Reachable::from_pairs(2, 3, vec![]).unwrap();
        assert_eq!(reachable.areas_without_sites(), [0, 1]);
        assert_eq!(reachable.sites_without_areas(), [0, 1, 2]);
        assert_eq!(reachable.missing_pairs(), 6);
        assert_eq!(Reachable::default().areas(), 0);
    }

    #[test]
    fn a_limit_keeps_what_lies_exactly_on_it() {
        let reachable = Reachable::from_pairs(1, 2, vec![(0, 0, 5.0), (0, 1, 5.000_001)]).unwrap();
        assert_eq!(reachable.within(5.0).of(0).collect::<Vec<_>>(), [(0, 5.0)]);
        assert_eq!(reachable.cost(0, 1), Some(5.000_001));
        assert_eq!(reachable.within(5.0).cost(0, 1), None);
    }

    proptest! {
        #[test]
        fn the_order_of_pairs_changes_nothing(costs in prop::collection::vec(0.0..9.0_f64, 12), turn in 0..12_usize) {
            let pairs: Vec<_> = (0u32..).zip(&costs).map(|(k, &cost)| (k / 4, k % 4, cost)).collect();
            let mut turned = pairs.clone();
            turned.rotate_left(turn);
            prop_assert_eq!(Reachable::from_pairs(3, 4, pairs), Reachable::from_pairs(3, 4, turned));
        }
    }
}
