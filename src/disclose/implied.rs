//! Relations that say nothing new: in a table of areas by groups, the sum over groups of the totals of an
//! authority follows from the sums over groups of its areas. Without them nearly every cell of a
//! hierarchical table belongs to two relations only, which makes the search for alternatives a walk.

use rustc_hash::{FxHashMap, FxHashSet};

use super::system::System;

/// Drops relations that follow from the others, where they tie a cell to more than two relations.
///
/// Those with the most such cells go first: each one dropped frees all of its cells.
pub(super) fn drop_implied(system: &mut System) {
    let mut sums_of = SumsOf::new(system);
    let mut basis = Basis::default();
    let mut order: Vec<(usize, u32)> =
        (0..system.relations() as u32).map(|relation| (branched(system, relation), relation)).collect();
    order.sort_unstable_by_key(|&(count, relation)| (std::cmp::Reverse(count), relation));
    for (_, relation) in order.into_iter().take_while(|&(count, _)| count > 0) {
        if branched(system, relation) > 0
            && let Some(from) = sums_of.follows_from(system, &basis, relation)
        {
            system.drop_relation(relation);
            basis.0.insert(relation, from);
        }
    }
}

/// How many members of a relation belong to more than two kept relations.
fn branched(system: &System, relation: u32) -> usize {
    system.members(relation).iter().filter(|&&cell| system.kept_around(cell).nth(2).is_some()).count()
}

/// The relations from which each dropped one follows, some of them dropped themselves.
#[derive(Debug, Default)]
struct Basis(FxHashMap<u32, Vec<u32>>);

impl Basis {
    /// Whether a dropped relation was dropped on the strength of another.
    fn rests_on(&self, dropped: u32, other: u32) -> bool {
        let mut open = vec![dropped];
        let mut seen = FxHashSet::default();
        while let Some(relation) = open.pop() {
            if relation == other {
                return true;
            }
            let from = self.0.get(&relation).into_iter().flatten();
            open.extend(
                from.filter(|&&r| r == other || self.0.contains_key(&r)).filter(|&&r| seen.insert(r)),
            );
        }
        false
    }
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

    /// The relations from which one follows, if it does: its total is the sum of children, each child the
    /// sum of cells, and the same cells, each once, add up to the relation's parts.
    fn follows_from(&mut self, system: &System, basis: &Basis, relation: u32) -> Option<Vec<u32>> {
        let sums = Sums { system, basis, but: relation };
        sums.of(system.members(relation)[0]).find_map(|children| self.same_cells(&sums, relation, children))
    }

    fn same_cells(&mut self, sums: &Sums, relation: u32, children: u32) -> Option<Vec<u32>> {
        self.examined += 1;
        let system = sums.system;
        let (mut from, mut owned, mut met) = (vec![children], 0, 0);
        for &part in &system.members(relation)[1..] {
            let finer = sums.of(part).next()?;
            from.push(finer);
            for &cell in &system.members(finer)[1..] {
                if std::mem::replace(&mut self.owned[cell as usize], self.examined) == self.examined {
                    return None;
                }
                owned += 1;
            }
        }
        for &child in &system.members(children)[1..] {
            let row = sums.of(child).find(|&row| self.meet(system, row))?;
            from.push(row);
            met += system.members(row).len() - 1;
        }
        (met == owned).then_some(from)
    }

    /// Marks the parts of a child as met, if all of them are owned and none was met before.
    fn meet(&mut self, system: &System, row: u32) -> bool {
        let parts = &system.members(row)[1..];
        let is_new = |&cell: &u32| {
            self.owned[cell as usize] == self.examined && self.met[cell as usize] != self.examined
        };
        let all_new = parts.iter().all(is_new);
        if all_new {
            parts.iter().for_each(|&cell| self.met[cell as usize] = self.examined);
        }
        all_new
    }
}

/// The relations that may be used to show that one of them follows.
struct Sums<'a> {
    system: &'a System,
    basis: &'a Basis,
    but: u32,
}

impl Sums<'_> {
    /// The relations of which a cell is the total: kept ones, and dropped ones that do not rest on the
    /// relation in question.
    fn of(&self, cell: u32) -> impl Iterator<Item = u32> + '_ {
        let is_total = move |&r: &u32| r != self.but && self.system.members(r)[0] == cell;
        let all = self.system.around(cell).iter().copied().filter(is_total);
        all.filter(|&r| self.system.is_kept(r) || !self.basis.rests_on(r, self.but))
    }
}
