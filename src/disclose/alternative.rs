//! Alternatives: other sets of counts that agree with everything that is shown.
//!
//! An intruder cannot tell the true counts from an alternative. So a hidden count is safe once alternatives
//! are known in which it differs enough, and to check an alternative takes no more than adding up its
//! changes. Whatever is hidden later, an alternative stays one.

use super::programme;
use super::system::{NONE, System};
use super::walk::{Draft, Search, Step, Wanted};

/// Smaller differences than this are rounding.
pub(super) const ROUNDING: f64 = 1e-7;

/// How many walks are tried to widen the range of one cell in one direction.
const WALKS: usize = 32;

/// How many cells a linear programme may have.
const PROGRAMME_SIZES: [usize; 2] = [150, 600];

/// Finds alternatives for one part of a publication and keeps how far each count moves in them.
#[derive(Debug)]
pub(super) struct Alternatives<'a> {
    pub(super) draft: Draft<'a>,
    pub(super) search: Search,
    /// How far each count falls, and rises, in the alternatives found.
    pub(super) fall: Vec<f64>,
    pub(super) rise: Vec<f64>,
    sums: Vec<f64>,
}

impl<'a> Alternatives<'a> {
    /// With these cells hidden.
    pub(super) fn new(system: &'a System, hidden: impl IntoIterator<Item = u32>) -> Self {
        let mut draft = Draft::new(system);
        hidden.into_iter().for_each(|cell| draft.hide(cell));
        Self {
            draft,
            search: Search::new(system),
            fall: vec![0.0; system.len()],
            rise: vec![0.0; system.len()],
            sums: vec![0.0; system.relations()],
        }
    }

    /// The range within which an intruder cannot tell a hidden count; the true range is at least as wide.
    pub(super) fn range(&self, cell: u32) -> (f64, f64) {
        let value = self.draft.system.value[cell as usize];
        (value - self.fall[cell as usize], value + self.rise[cell as usize])
    }

    /// Whether the range of a hidden cell is at least so wide, by the alternatives found so far.
    pub(super) fn is_wide(&self, cell: u32, width: f64) -> bool {
        self.rise[cell as usize] + self.fall[cell as usize] >= width - ROUNDING
    }

    /// Whether none of the alternatives found changes a cell.
    pub(super) fn is_fixed(&self, cell: u32) -> bool {
        self.rise[cell as usize] + self.fall[cell as usize] < ROUNDING
    }

    /// Looks for alternatives that make the range of a hidden cell so wide, hiding nothing more.
    pub(super) fn widen(&mut self, cell: u32, width: f64, effort: usize) -> bool {
        self.is_wide(cell, width)
            || self.by_walks(cell, width, effort, &mut None)
            || self.by_routes(cell, width, &mut None)
            || self.by_programme(cell, width, &mut None)
    }

    /// The same by whatever takes little time.
    pub(super) fn widen_quickly(&mut self, cell: u32, width: f64, effort: usize) -> bool {
        self.is_wide(cell, width) || self.by_walks(cell, width, effort, &mut None)
    }

    /// The same, hiding further cells at the least loss; they are put into `newly`.
    pub(super) fn widen_by_hiding(
        &mut self,
        cell: u32,
        width: f64,
        effort: usize,
        newly: &mut Vec<u32>,
    ) -> bool {
        let is_small = self.draft.system.len() <= PROGRAMME_SIZES[1];
        self.by_routes(cell, width, &mut None)
            || (is_small && self.by_programme(cell, width, &mut None))
            || self.by_walks(cell, width, effort, &mut Some(newly))
            || self.by_routes(cell, width, &mut Some(newly))
            || self.by_programme(cell, width, &mut None)
            || self.by_programme(cell, width, &mut Some(newly))
    }

    fn by_walks(&mut self, cell: u32, width: f64, effort: usize, newly: &mut Option<&mut Vec<u32>>) -> bool {
        if self.draft.system.kept_around(cell).next().is_none() {
            self.rise[cell as usize] = self.draft.room(cell, 1.0);
            self.fall[cell as usize] = self.draft.room(cell, -1.0);
        }
        for direction in [1.0, -1.0] {
            if !self.is_wide(cell, width) {
                self.push(cell, direction, width, effort, newly);
            }
        }
        self.is_wide(cell, width)
    }

    /// Moves a count in one direction, walk after walk, until its range is wide enough or no walk is left.
    fn push(
        &mut self,
        cell: u32,
        direction: f64,
        width: f64,
        effort: usize,
        newly: &mut Option<&mut Vec<u32>>,
    ) {
        let other_side = if direction > 0.0 { self.fall[cell as usize] } else { self.rise[cell as usize] };
        let mut touched = Vec::new();
        for _ in 0..WALKS {
            let wanted = width - other_side - self.draft.shift[cell as usize].abs();
            if wanted < ROUNDING {
                break;
            }
            let Some(walk) = self.find(cell, direction, wanted, newly.is_some(), effort) else { break };
            let by = walk.iter().map(|&(c, d)| self.draft.room(c, d)).fold(2.0 * width, f64::min);
            self.shift(&walk, if by > 1.0 { by.floor() } else { by }, &mut touched);
            if !self.record(&touched, newly) {
                break;
            }
        }
        touched.iter().for_each(|&cell| self.draft.shift[cell as usize] = 0.0);
    }

    /// A walk along which every count can move by all that is wanted, or else by one, or else at all; with
    /// little effort first, because a walk that is hard to find costs much to look for in vain.
    fn find(
        &mut self,
        cell: u32,
        direction: f64,
        wanted: f64,
        may_hide: bool,
        effort: usize,
    ) -> Option<Vec<Step>> {
        const LITTLE: usize = 2_000;
        let efforts = [LITTLE.min(effort), effort];
        let efforts = &efforts[..1 + usize::from(effort > LITTLE)];
        let steps = [wanted, 1.0, 1e-3];
        let steps = if wanted > 1.0 { &steps[..] } else { &steps[1..] };
        let tries = efforts.iter().flat_map(|&effort| steps.iter().map(move |&step| (effort, step)));
        let (from, to) = self.ends(cell, direction)?;
        tries.into_iter().find_map(|(effort, step)| {
            if self.draft.room(cell, direction) < step {
                return None;
            }
            let wanted = Wanted { from, to, but: cell, step, may_hide, effort };
            let mut walk = self.search.find(&self.draft, wanted)?;
            walk.push((cell, direction));
            Some(walk)
        })
    }

    /// The two nodes that a cell joins, with the imbalances that its rise or fall leaves there, the node
    /// of fewer hidden cells first; `None` where it joins more.
    fn ends(&self, cell: u32, direction: f64) -> Option<((u32, f64), (u32, f64))> {
        let system = self.draft.system;
        let [a, b] = system.nodes[cell as usize]
            .map(|node| if node == NONE { (node, 0.0) } else { (node, system.sign(node, cell) * direction) });
        let size = |node: u32| (node == system.ground(), self.draft.hidden[node as usize].len());
        if a.0 == NONE {
            None
        } else if size(a.0) <= size(b.0) {
            Some((a, b))
        } else {
            Some((b, a))
        }
    }

    pub(super) fn shift(&mut self, steps: &[Step], by: f64, touched: &mut Vec<u32>) {
        for &(cell, direction) in steps {
            self.draft.shift[cell as usize] += direction * by;
            touched.push(cell);
        }
    }

    /// Checks the present changes and, if they are an alternative, hides what they need and notes them.
    pub(super) fn record(&mut self, touched: &[u32], newly: &mut Option<&mut Vec<u32>>) -> bool {
        if !self.is_alternative(touched, newly.is_some()) {
            return false;
        }
        for &cell in touched {
            let at = cell as usize;
            let shift = self.draft.shift[at];
            if shift.abs() > ROUNDING && !self.draft.is_hidden[at] {
                self.draft.hide(cell);
                newly.iter_mut().for_each(|cells| cells.push(cell));
            }
            self.rise[at] = self.rise[at].max(shift);
            self.fall[at] = self.fall[at].max(-shift);
        }
        true
    }

    /// Whether the counts with the present changes agree with every relation and every public bound, and
    /// change only cells that are hidden or may be.
    fn is_alternative(&mut self, touched: &[u32], may_hide: bool) -> bool {
        let system = self.draft.system;
        let is_allowed = |&&cell: &&u32| {
            let at = cell as usize;
            let is_free = self.draft.is_hidden[at] || (may_hide && system.loss[at].is_some());
            let room = self.draft.room(cell, 1.0).min(self.draft.room(cell, -1.0));
            room >= -ROUNDING && (is_free || self.draft.shift[at].abs() < ROUNDING)
        };
        if touched.iter().filter(is_allowed).count() < touched.len() {
            return false;
        }
        let mut cells = touched.to_vec();
        cells.sort_unstable();
        cells.dedup();
        let relations = || cells.iter().flat_map(|&cell| system.around(cell).iter().map(move |&r| (r, cell)));
        relations().for_each(|(relation, cell)| {
            self.sums[relation as usize] += system.sign(relation, cell) * self.draft.shift[cell as usize];
        });
        let balances = relations().all(|(relation, _)| self.sums[relation as usize].abs() < ROUNDING);
        relations().for_each(|(relation, _)| self.sums[relation as usize] = 0.0);
        balances
    }

    /// Looks for alternatives by linear programmes over the cells near by.
    fn by_programme(&mut self, cell: u32, width: f64, newly: &mut Option<&mut Vec<u32>>) -> bool {
        let sizes = if self.draft.system.is_branched { &PROGRAMME_SIZES[..] } else { &[] };
        for &size in sizes {
            for direction in [1.0, -1.0] {
                let other = if direction > 0.0 { self.fall[cell as usize] } else { self.rise[cell as usize] };
                let wanted = (width - other).min(self.draft.room(cell, direction));
                if self.is_wide(cell, width) || wanted < ROUNDING {
                    continue;
                }
                let near = programme::near(&self.draft, cell, size, newly.is_some());
                let steps = if newly.is_some() {
                    programme::least_loss(&self.draft, &near, cell, direction * wanted)
                } else {
                    programme::furthest(&self.draft, &near, cell, direction * wanted)
                };
                let mut touched = Vec::new();
                self.shift(&steps.unwrap_or_default(), 1.0, &mut touched);
                self.record(&touched, newly);
                touched.iter().for_each(|&cell| self.draft.shift[cell as usize] = 0.0);
            }
        }
        self.is_wide(cell, width)
    }
}
