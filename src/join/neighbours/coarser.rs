//! Neighbours of coarser areas, from those of the areas that they are made of.

use crate::neighbours::{Neighbours, NotNeighbours};

/// The neighbours of coarser areas, each weighing one: two are neighbours if any area of the one has a neighbour
/// in the other. For finding out whether a finding survives at another scale.
///
/// `of` tells the coarser area of each area, by its position among `units`; links of an area without one lead
/// nowhere. Where the links of the areas are mutual, so are those of the coarser ones.
///
/// # Errors
/// [`NotNeighbours::Unknown`] where `of` names a coarser area that does not exist.
///
/// # Examples
/// ```
/// use reachgap::join::neighbours::coarser;
/// use reachgap::neighbours::Neighbours;
/// // Five areas in a row: two make the first unit, two the second, one the third.
/// let row = Neighbours::from_lists(vec![vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3]])?;
/// let units = coarser(&row, &[Some(0), Some(0), Some(1), Some(1), Some(2)], 3)?;
/// assert_eq!(units.members(1), [0, 2]);
/// # Ok::<(), reachgap::neighbours::NotNeighbours>(())
/// ```
pub fn coarser(fine: &Neighbours, of: &[Option<u32>], units: usize) -> Result<Neighbours, NotNeighbours> {
    let unit_of = |area: usize| of.get(area).copied().flatten();
    let mut lists = vec![Vec::new(); units];
    for area in 0..fine.len() {
        let Some(unit) = unit_of(area) else { continue };
        let list = lists.get_mut(unit as usize).ok_or(NotNeighbours::Unknown { area, neighbour: unit })?;
        let others = fine.members(area).iter().filter_map(|&member| unit_of(member as usize));
        list.extend(others.filter(|other| *other != unit));
    }
    for list in &mut lists {
        list.sort_unstable();
        list.dedup();
    }
    Neighbours::from_lists(lists)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Neighbours {
        Neighbours::from_lists(vec![vec![1], vec![0, 2], vec![1, 3], vec![2]]).expect("neighbours")
    }

    #[test]
    fn links_of_an_area_without_a_unit_lead_nowhere() {
        let units = coarser(&row(), &[Some(0), None, Some(1), Some(1)], 2).expect("units");
        assert_eq!(units.islands(), [0, 1]);
        let units = coarser(&row(), &[Some(1), Some(0)], 2).expect("units");
        assert_eq!((units.members(0), units.members(1)), (&[1][..], &[0][..]));
    }

    #[test]
    fn a_unit_that_does_not_exist_is_refused() {
        let refused = coarser(&row(), &[Some(0), Some(7), None, None], 2);
        assert_eq!(refused, Err(NotNeighbours::Unknown { area: 1, neighbour: 7 }));
    }

    #[test]
    fn areas_that_are_their_own_units_keep_their_neighbours() {
        assert_eq!(coarser(&row(), &[Some(0), Some(1), Some(2), Some(3)], 4), Ok(row()));
    }
}
