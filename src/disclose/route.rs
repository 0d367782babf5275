//! Alternatives for cells of more than two relations, such as the total of an area that is broken down
//! by sex, by age and by ethnic group.
//!
//! Such a cell is moved together with a partner, the total of another area say, and every imbalance that
//! the two leave is taken away by a walk of its own.

use super::alternative::{Alternatives, ROUNDING};
use super::system::NONE;
use super::walk::{Step, Wanted};

/// How many partners are tried for a cell.
const PARTNERS: usize = 12;

/// How many cells one walk may look at.
const EFFORT: usize = 500;

impl Alternatives<'_> {
    /// Looks for alternatives that move cells of more than two relations.
    pub(super) fn by_routes(&mut self, cell: u32, width: f64, newly: &mut Option<&mut Vec<u32>>) -> bool {
        if !self.draft.system.is_branched {
            return false;
        }
        for direction in [1.0, -1.0] {
            for step in [width, 1.0] {
                let other = if direction > 0.0 { self.fall[cell as usize] } else { self.rise[cell as usize] };
                let step = step.min(width - other).min(self.draft.room(cell, direction));
                for seeds in self.seeds((cell, direction), step, newly.is_some()) {
                    if !self.is_wide(cell, width) && step > ROUNDING {
                        self.route(&seeds, step, newly);
                    }
                }
            }
        }
        self.is_wide(cell, width)
    }

    /// The sets of changes to begin with: a cell of more than two relations and a partner, and the cell
    /// itself where it has only two.
    fn seeds(&self, first: Step, step: f64, may_hide: bool) -> Vec<Vec<Step>> {
        let with_partners = |seeds: &[Step], cell: Step| -> Vec<Vec<Step>> {
            let partners = self.partners(cell, step, may_hide);
            partners.into_iter().map(|partner| [seeds, &[partner]].concat()).collect()
        };
        if self.draft.system.nodes[first.0 as usize][0] == NONE {
            return with_partners(&[first], first);
        }
        let others = self.partners(first, step, may_hide);
        others.into_iter().flat_map(|other| with_partners(&[first, other], other)).collect()
    }

    /// The cells of more than two relations that can make up, in some relation, for a change of another:
    /// hidden ones first, then those of least loss.
    fn partners(&self, (cell, direction): Step, step: f64, may_hide: bool) -> Vec<Step> {
        let system = self.draft.system;
        let mut found: Vec<(u64, u32, f64)> = Vec::new();
        for &relation in system.around(cell) {
            let imbalance = system.sign(relation, cell) * direction;
            for &other in system.members(relation) {
                let change = -imbalance * system.sign(relation, other);
                let price = match system.loss[other as usize] {
                    _ if self.draft.is_hidden[other as usize] => 0,
                    Some(loss) if may_hide => loss,
                    _ => continue,
                };
                let is_branched = system.nodes[other as usize][0] == NONE;
                if other != cell && is_branched && self.draft.room(other, change) >= step {
                    found.push((price, other, change));
                }
            }
        }
        found.sort_by_key(|&(price, other, change)| (price, other, change > 0.0));
        found.dedup();
        found.into_iter().take(PARTNERS).map(|(_, other, change)| (other, change)).collect()
    }

    /// Makes the changes, takes every imbalance they leave to another one by a walk, and notes the
    /// alternative if all of them cancel.
    fn route(&mut self, seeds: &[Step], step: f64, newly: &mut Option<&mut Vec<u32>>) {
        let mut touched = Vec::new();
        self.shift(seeds, step, &mut touched);
        let mut open = self.imbalances(seeds);
        while let Some(from) = open.pop() {
            let ground = (self.draft.system.ground(), 0.0);
            let ends = open.iter().copied().enumerate().rev().map(|(at, to)| (Some(at), to));
            let found = ends.chain([(None, ground)]).find_map(|(at, to)| {
                let (but, may_hide) = (seeds[0].0, newly.is_some());
                let wanted = Wanted { from, to, but, step, may_hide, effort: EFFORT };
                self.search.find(&self.draft, wanted).map(|walk| (at, walk))
            });
            let Some((at, walk)) = found else { break };
            at.map(|at| open.remove(at));
            self.shift(&walk, step, &mut touched);
        }
        self.record(&touched, newly);
        touched.iter().for_each(|&cell| self.draft.shift[cell as usize] = 0.0);
    }

    /// The nodes that the changes leave out of balance, and the sign of it; those of one kind apart.
    fn imbalances(&self, seeds: &[Step]) -> Vec<(u32, f64)> {
        let system = self.draft.system;
        let mut open: Vec<(u32, f64)> = Vec::new();
        for &(cell, direction) in seeds {
            for node in system.kept_around(cell) {
                let imbalance = system.sign(node, cell) * direction;
                match open.iter_mut().find(|(other, _)| *other == node) {
                    Some((_, sum)) => *sum += imbalance,
                    None => open.push((node, imbalance)),
                }
            }
        }
        let units = |(node, sum): (u32, f64)| (0..sum.abs() as u32).map(move |_| (node, sum.signum()));
        open.into_iter().flat_map(units).collect()
    }
}
