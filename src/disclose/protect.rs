//! Hiding small counts, and as few others as keep them from being worked out.

use std::collections::VecDeque;

use rayon::prelude::*;

use super::alternative::Alternatives;
use super::system::System;
use super::{CellId, Cells, Fault, Primary, Rule, Status};

/// How many cells one search looks at before it settles for what it has or is given up, while cells to
/// hide are being chosen and when the outcome is examined.
const QUICK: usize = 500;
const THOROUGH: usize = 200_000;

/// How often the outcome is examined and mended.
const ROUNDS: usize = 8;

/// Which cells of a publication may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Protection {
    statuses: Vec<Status>,
    given_away: Vec<CellId>,
}

impl Protection {
    /// What was decided for a cell.
    pub fn status(&self, cell: CellId) -> Status {
        self.statuses[cell.index()]
    }

    /// What was decided for every cell, in the order of adding.
    pub fn statuses(&self) -> &[Status] {
        &self.statuses
    }

    /// Whether a count may be shown.
    pub fn is_shown(&self, cell: CellId) -> bool {
        self.status(cell) == Status::Shown
    }

    /// The cells that may not be shown.
    pub fn hidden(&self) -> Vec<CellId> {
        let cells = (0u32..).map(CellId).zip(&self.statuses);
        cells.filter(|&(_, &status)| status != Status::Shown).map(|(cell, _)| cell).collect()
    }

    /// Hidden cells whose range is narrower than the rule wants, whatever this publication hides: public
    /// figures, numbers of eligible people or the zeros that the rule shows say as much.
    pub fn given_away(&self) -> &[CellId] {
        &self.given_away
    }

    /// Whether a figure may be shown that is worked out from these counts: a rate, a ratio, an interval, a
    /// share, a number of people short. It may if every count that it would reveal is shown.
    ///
    /// Rounding the figure is no protection; see [`counts_behind`](super::counts_behind).
    pub fn may_show(&self, reveals: &[CellId]) -> bool {
        reveals.iter().all(|&cell| self.is_shown(cell))
    }
}

/// Decides which cells may be shown.
///
/// Small counts, small numbers of people not counted, counts that their source suppressed and counts of
/// very few eligible people are hidden. Then further cells are hidden, those of least loss, until for
/// every hidden cell there are other sets of counts that agree with all that is shown and in which it
/// differs: by at least one for each cell, and for the first kind by
/// [`Rule::protection_level`], or as much as public knowledge leaves. See
/// `docs/methods/disclosure-control.md`.
///
/// The outcome depends on the cells and the set of relations only: not on the order of the relations nor
/// on the number of threads.
///
/// # Errors
/// A cell that is no count, a relation that is no sum, or a total that differs from its parts.
///
/// # References
/// Fischetti M, Salazar JJ (2001). Solving the cell suppression problem on tabular data with linear
/// constraints. Management Science 47(7):1008–1027. doi:10.1287/mnsc.47.7.1008.9805.
/// Cox LH (1995). Network models for complementary cell suppression. Journal of the American Statistical
/// Association 90(432):1453–1462.
pub fn protect(cells: &Cells, rule: &Rule) -> Result<Protection, Fault> {
    let values = cells.values()?;
    let primary: Vec<Option<Primary>> = (0..cells.len()).map(|cell| cells.primary(cell, rule)).collect();
    let parts = System::parts(cells, &values, Some(rule));
    let decided: Vec<Vec<Choice>> =
        parts.par_iter().map(|part| Choosing::new(part, &primary, rule).choose()).collect();
    let statuses = primary.iter().map(|reason| reason.map_or(Status::Shown, Status::Primary)).collect();
    let mut protection = Protection { statuses, given_away: Vec::new() };
    for choice in decided.into_iter().flatten() {
        match choice {
            Choice::Hide { cell, protects } => {
                protection.statuses[cell.index()] = Status::Secondary { protects };
            }
            Choice::Show(cell) => protection.statuses[cell.index()] = Status::Shown,
            Choice::GivenAway(cell) => protection.given_away.push(cell),
        }
    }
    protection.given_away.sort_unstable();
    Ok(protection)
}

/// How wide the range of a hidden cell must be.
pub(super) fn wanted_width(system: &System, cell: u32, primary: Option<Primary>, rule: &Rule) -> f64 {
    let level = match primary {
        Some(Primary::FewEligible) => 0.0,
        None | Some(Primary::Withheld) => 1.0,
        Some(_) => rule.protection_level(),
    };
    level.min(system.public_width(cell))
}

/// What was decided beyond the small counts.
enum Choice {
    Hide { cell: CellId, protects: CellId },
    Show(CellId),
    GivenAway(CellId),
}

/// The choice of further cells to hide in one part of a publication.
struct Choosing<'a> {
    system: &'a System,
    primary: &'a [Option<Primary>],
    rule: &'a Rule,
    alternatives: Alternatives<'a>,
    nothing_shown: Option<Alternatives<'a>>,
    hidden: Vec<u32>,
    choices: Vec<Choice>,
    given_away: Vec<u32>,
}

impl<'a> Choosing<'a> {
    fn new(system: &'a System, primary: &'a [Option<Primary>], rule: &'a Rule) -> Self {
        let hidden: Vec<u32> = (0..system.len() as u32)
            .filter(|&c| primary[system.ids[c as usize] as usize].is_some())
            .collect();
        let alternatives = Alternatives::new(system, hidden.iter().copied());
        let (choices, given_away) = (Vec::new(), Vec::new());
        Self { system, primary, rule, alternatives, nothing_shown: None, hidden, choices, given_away }
    }

    fn choose(mut self) -> Vec<Choice> {
        self.protect_each(self.hidden.iter().copied().collect());
        for _ in 0..ROUNDS {
            let unproven = self.unproven();
            if unproven.is_empty() {
                break;
            }
            self.protect_each(unproven.into());
        }
        self.choices
            .extend(self.given_away.iter().map(|&c| Choice::GivenAway(CellId(self.system.ids[c as usize]))));
        self.show_known_zeros();
        self.choices
    }

    /// Shows the zeros that no alternative changes: a total of zero says them anyway.
    fn show_known_zeros(&mut self) {
        for cell in std::mem::take(&mut self.hidden) {
            let id = self.id(cell);
            let is_zero = self.primary[id.index()] == Some(Primary::FewEligible);
            if is_zero
                && !self.alternatives.widen_quickly(cell, 1.0, QUICK)
                && self.alternatives.is_fixed(cell)
            {
                self.choices.push(Choice::Show(id));
            }
        }
    }

    fn id(&self, cell: u32) -> CellId {
        CellId(self.system.ids[cell as usize])
    }

    fn width(&self, cell: u32) -> f64 {
        wanted_width(self.system, cell, self.primary[self.system.ids[cell as usize] as usize], self.rule)
    }

    /// Makes every cell of the queue safe, and every cell that is hidden for it.
    fn protect_each(&mut self, mut queue: VecDeque<u32>) {
        while let Some(cell) = queue.pop_front() {
            let width = self.width(cell);
            if self.alternatives.widen_quickly(cell, width, QUICK) {
                continue;
            }
            let mut newly = Vec::new();
            if !self.alternatives.widen_by_hiding(cell, width, THOROUGH, &mut newly) {
                if self.is_given_away(cell, width) || !self.hide_lines(cell, &mut newly) {
                    self.given_away.push(cell);
                } else {
                    queue.push_back(cell);
                }
            }
            let protects = self.id(cell);
            let system = self.system;
            let hide = |&c: &u32| Choice::Hide { cell: CellId(system.ids[c as usize]), protects };
            self.choices.extend(newly.iter().map(hide));
            self.hidden.extend_from_slice(&newly);
            queue.extend(newly);
        }
    }

    /// Whether the range of a cell would be too narrow even with nothing shown that can be hidden.
    fn is_given_away(&mut self, cell: u32, width: f64) -> bool {
        let system = self.system;
        let hidden = &self.hidden;
        let nothing_shown = self.nothing_shown.get_or_insert_with(|| {
            let all = (0..system.len() as u32).filter(|&c| system.loss[c as usize].is_some());
            Alternatives::new(system, hidden.iter().copied().chain(all))
        });
        !nothing_shown.widen(cell, width, THOROUGH)
    }

    /// The last resort: hides all of the lines through a cell.
    fn hide_lines(&mut self, cell: u32, newly: &mut Vec<u32>) -> bool {
        let before = newly.len();
        for &relation in self.system.around(cell) {
            for &member in self.system.members(relation) {
                if !self.alternatives.draft.is_hidden[member as usize]
                    && self.system.loss[member as usize].is_some()
                {
                    self.alternatives.draft.hide(member);
                    newly.push(member);
                }
            }
        }
        newly.len() > before
    }

    /// The hidden cells that an examination from the start cannot prove safe.
    fn unproven(&mut self) -> Vec<u32> {
        self.hidden.sort_unstable();
        self.given_away.sort_unstable();
        self.given_away.dedup();
        let mut fresh = Alternatives::new(self.system, self.hidden.iter().copied());
        let unproven = |&cell: &u32| {
            self.given_away.binary_search(&cell).is_err() && !fresh.widen(cell, self.width(cell), THOROUGH)
        };
        let unproven: Vec<u32> = self.hidden.iter().copied().filter(unproven).collect();
        self.alternatives = fresh;
        unproven
    }
}
