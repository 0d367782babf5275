//! Relations that say nothing new: in a table of areas by groups, the sum over groups of the totals of an
//! authority follows from the sums over groups of its areas. Without them nearly every cell of a
//! hierarchical table belongs to two relations only, which makes the search for alternatives a walk.

use super::system::System;

/// Drops relations that follow from the others, where they tie a cell to more than two relations.
///
/// Those with the most such cells go first: each one dropped frees all of its cells.
pub(super) fn drop_implied(system: &mut System) {
    let mut sums_of = SumsOf::new(system);
    let mut order: Vec<(usize, u32)> =
        (0..system.relations() as u32).map(|relation| (branched(system, relation), relation)).collect();
    order.sort_unstable_by_key(|&(count, relation)| (std::cmp::Reverse(count), relation));
    for (_, relation) in order.into_iter().take_while(|&(count, _)| count > 0) {
        if branched(system, relation) > 0 && sums_of.follows(system, relation) {
            system.drop_relation(relation);
        }
    }
}

/// How many members of a relation belong to more than two kept relations.
fn branched(system: &System, relation: u32) -> usize {
    system.members(relation).iter().filter(|&&cell| system.kept_around(cell).nth(2).is_some()).count()
}

/// Which cells the finer table is made of, while one relation is examined.
struct SumsOf {
    /// For a cell, the examined relation whose parts it adds up to.
    owned: Vec<u32>,
    /// For a cell, the examined relation in which it was met as a part of a child.
    met: Vec<u32>,
    examined: u32,
}

impl SumsOf {
    fn new(system: &System) -> Self {
        Self { owned: vec![0; system.len()], met: vec![0; system.len()], examined: 0 }
    }

    /// Whether a relation follows from kept ones: its total is the sum of children, each child the sum of
    /// cells, and the same cells, each once, add up to the relation's parts.
    fn follows(&mut self, system: &System, relation: u32) -> bool {
        let total = system.members(relation)[0];
        sums(system, total, relation).any(|children| self.same_cells(system, relation, children))
    }

    fn same_cells(&mut self, system: &System, relation: u32, children: u32) -> bool {
        self.examined += 1;
        let parts = &system.members(relation)[1..];
        let mut owned = 0;
        for &part in parts {
            let Some(finer) = sums(system, part, relation).next() else { return false };
            for &cell in &system.members(finer)[1..] {
                if std::mem::replace(&mut self.owned[cell as usize], self.examined) == self.examined {
                    return false;
                }
                owned += 1;
            }
        }
        let met = system.members(children)[1..].iter().try_fold(0, |met, &child| {
            sums(system, child, relation).find_map(|row| self.meet(system, row)).map(|n| met + n)
        });
        met == Some(owned)
    }

    /// Marks the parts of a child as met; `None` unless all of them are owned and none was met before.
    fn meet(&mut self, system: &System, row: u32) -> Option<usize> {
        let parts = &system.members(row)[1..];
        let is_new = |&cell: &u32| {
            self.owned[cell as usize] == self.examined && self.met[cell as usize] != self.examined
        };
        if !parts.iter().all(is_new) {
            return None;
        }
        parts.iter().for_each(|&cell| self.met[cell as usize] = self.examined);
        Some(parts.len())
    }
}

/// The kept relations, other than one, of which a cell is the total.
fn sums(system: &System, cell: u32, but: u32) -> impl Iterator<Item = u32> + '_ {
    system.kept_around(cell).filter(move |&r| r != but && system.members(r)[0] == cell)
}
