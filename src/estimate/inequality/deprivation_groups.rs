//! Groups of deprivation: areas put into tenths or fifths by their rank, and their counts put together.

use crate::estimate::NoFigure;
use crate::estimate::empirical_bayes::AreaCount;

/// The group of each area by its rank, from 0 for the lowest ranks: tenths with 10 groups, fifths with 5.
///
/// `⌊k(r − ½)/n⌋` of `k` groups, `r` the rank among the `n` areas given, from 1. Areas of the same rank take the
/// middle of the ranks they hold together, and so fall into the same group. Groups have the same number of areas as
/// far as ties allow, not the same number of people. Where the publisher gives national tenths, take those.
///
/// # Errors
/// [`NoFigure::NotDeprivationGroups`] when there are not 2 to 100 groups; [`NoFigure::TooFewToCompare`] with fewer
/// areas than groups; [`NoFigure::NotAValue`] for a rank that is not finite; [`NoFigure::NoVariation`] when all ranks
/// are the same.
///
/// # Examples
/// ```
/// use reachgap::estimate::inequality::deprivation_groups::by_rank;
/// assert_eq!(by_rank(&[40.0, 7.0, 12.0, 7.0], 2)?, [1, 0, 1, 0]);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn by_rank(ranks: &[f64], groups: u32) -> Result<Vec<u32>, NoFigure> {
    if !(2..=100).contains(&groups) {
        return Err(NoFigure::NotDeprivationGroups);
    } else if ranks.len() < groups as usize {
        return Err(NoFigure::TooFewToCompare);
    } else if !ranks.iter().all(|rank| rank.is_finite()) {
        return Err(NoFigure::NotAValue);
    } else if ranks.windows(2).all(|two| two[0] == two[1]) {
        return Err(NoFigure::NoVariation);
    }
    let mut order: Vec<usize> = (0..ranks.len()).collect();
    order.sort_by(|&a, &b| ranks[a].total_cmp(&ranks[b]));
    let mut group = vec![0; ranks.len()];
    let mut before = 0;
    for same in order.chunk_by(|&a, &b| ranks[a] == ranks[b]) {
        // Twice the middle rank less one, so that the halves stay whole numbers.
        let doubled = 2 * before + same.len();
        let here = groups as usize * doubled / (2 * ranks.len());
        same.iter().for_each(|&area| group[area] = here as u32);
        before += same.len();
    }
    Ok(group)
}

/// The counts of each group put together.
///
/// # Errors
/// [`NoFigure::NotSupplied`] when there is not one group for each area; [`NoFigure::UnknownStratum`] for a group
/// beyond those there are.
///
/// # Examples
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::deprivation_groups::pooled};
/// let areas = [1.0, 2.0, 4.0].map(|events| AreaCount { events, people: 10.0 });
/// assert_eq!(pooled(&areas, &[1, 0, 1], 2)?[1], AreaCount { events: 5.0, people: 20.0 });
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn pooled(areas: &[AreaCount], group: &[u32], groups: u32) -> Result<Vec<AreaCount>, NoFigure> {
    if areas.len() != group.len() {
        return Err(NoFigure::NotSupplied);
    }
    let mut pooled = vec![AreaCount { events: 0.0, people: 0.0 }; groups as usize];
    for (area, &group) in areas.iter().zip(group) {
        let sum = pooled.get_mut(group as usize).ok_or(NoFigure::UnknownStratum)?;
        sum.events += area.events;
        sum.people += area.people;
    }
    Ok(pooled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_of_the_same_size_without_ties() {
        let ranks: Vec<f64> = (1..=30).map(f64::from).collect();
        let group = by_rank(&ranks, 10).unwrap();
        assert_eq!(group[..4], [0, 0, 0, 1]);
        assert!((0..10).all(|k| group.iter().filter(|&&g| g == k).count() == 3));
    }

    #[test]
    fn ranks_that_cannot_be_grouped_are_named() {
        assert_eq!(by_rank(&[1.0, 2.0], 5), Err(NoFigure::TooFewToCompare));
        assert_eq!(by_rank(&[1.0, 2.0], 1), Err(NoFigure::NotDeprivationGroups));
        assert_eq!(by_rank(&[1.0, f64::NAN], 2), Err(NoFigure::NotAValue));
        assert_eq!(by_rank(&[3.0; 4], 2), Err(NoFigure::NoVariation));
        let area = [AreaCount { events: 1.0, people: 2.0 }];
        assert_eq!(pooled(&area, &[3], 2), Err(NoFigure::UnknownStratum));
        assert_eq!(pooled(&area, &[], 2), Err(NoFigure::NotSupplied));
    }
}
