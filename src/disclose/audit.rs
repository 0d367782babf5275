//! The last look at a finished publication: what could be worked out from the numbers in it.

use rayon::prelude::*;

use super::alternative::Alternatives;
use super::protect::wanted_width;
use super::system::System;
use super::{CellId, Cells, Fault, Primary, Rule, subtraction};

/// How many cells a search for alternatives may look at.
const EFFORT: usize = 200_000;

/// Something that a publication gives away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Leak {
    /// A count that may not be shown is shown.
    Shown(CellId, Primary),
    /// A hidden count follows from the shown ones by subtraction and known bounds.
    Subtracted {
        /// The hidden cell.
        cell: CellId,
        /// The least value it can have.
        lower: f64,
        /// The greatest.
        upper: f64,
    },
    /// No alternatives could be found that leave a hidden count a range as wide as the rule wants.
    Narrow(CellId),
    /// A shown number is not the count of its cell.
    Misstated(CellId),
}

impl Leak {
    /// The cell it is about.
    pub fn cell(&self) -> CellId {
        match *self {
            Self::Shown(cell, _)
            | Self::Narrow(cell)
            | Self::Misstated(cell)
            | Self::Subtracted { cell, .. } => cell,
        }
    }
}

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audit {
    /// What the publication gives away, in order of the cells; any entry must stop it.
    pub leaks: Vec<Leak>,
    /// Hidden cells whose range public figures, eligible numbers or the zeros that the rule shows narrow
    /// more than the rule wants; the publication adds nothing to that.
    pub already_public: Vec<CellId>,
}

/// Examines the numbers that a finished publication shows, one entry for each cell, `None` where hidden.
///
/// It takes nobody's word for what is hidden. First it subtracts along every relation, also between nested
/// geographies and tables, as an intruder would. Then it asks for proof: for every hidden cell two
/// sets of counts that agree with everything shown and lie apart as far as the rule wants. What is
/// neither subtracted nor proven safe is reported too.
///
/// # Errors
/// As [`protect`](super::protect).
pub fn audit(cells: &Cells, rule: &Rule, shown: &[Option<f64>]) -> Result<Audit, Fault> {
    let values = cells.values()?;
    let mut audit = Audit::default();
    let shown: Vec<Option<f64>> =
        cells.ids().map(|cell| shown.get(cell.index()).copied().flatten()).collect();
    let ranges = subtraction::ranges(cells, &shown, |cell| cells.floor(cell, Some(rule)));
    let parts = System::parts(cells, &values, Some(rule));
    let narrow: Vec<Narrow> =
        parts.par_iter().flat_map_iter(|part| narrow_cells(part, cells, rule, &shown)).collect();
    for cell in cells.ids() {
        audit.leaks.extend(shown_leak(cells, rule, cell, shown[cell.index()]));
    }
    for Narrow { cell, width, is_public } in narrow {
        let (lower, upper) = ranges[cell.index()];
        if is_public {
            audit.already_public.push(cell);
        } else if upper - lower < width {
            audit.leaks.push(Leak::Subtracted { cell, lower, upper });
        } else {
            audit.leaks.push(Leak::Narrow(cell));
        }
    }
    audit.leaks.sort_by_key(Leak::cell);
    audit.already_public.sort_unstable();
    Ok(audit)
}

/// What is wrong with showing this number, if anything.
fn shown_leak(cells: &Cells, rule: &Rule, cell: CellId, shown: Option<f64>) -> Option<Leak> {
    let count = shown?;
    let primary = cells.primary(cell.index(), rule).filter(|&reason| reason != Primary::FewEligible);
    let primary = primary.map(|reason| Leak::Shown(cell, reason));
    let is_misstated = (count - cells.lowest[cell.index()]).abs() > 0.5;
    primary.or(is_misstated.then_some(Leak::Misstated(cell)))
}

/// A hidden cell that could not be proven safe.
struct Narrow {
    cell: CellId,
    width: f64,
    is_public: bool,
}

fn narrow_cells(system: &System, cells: &Cells, rule: &Rule, shown: &[Option<f64>]) -> Vec<Narrow> {
    let id = |cell: u32| system.ids[cell as usize] as usize;
    let hidden: Vec<u32> =
        (0..system.len() as u32).filter(|&c| shown[id(c)].is_none() && !cells.public[id(c)]).collect();
    let mut alternatives = Alternatives::new(system, hidden.iter().copied());
    let width = |cell: u32| wanted_width(system, cell, cells.primary(id(cell), rule), rule);
    let narrow: Vec<u32> =
        hidden.iter().copied().filter(|&cell| !alternatives.widen(cell, width(cell), EFFORT)).collect();
    if narrow.is_empty() {
        return Vec::new();
    }
    let all = (0..system.len() as u32).filter(|&cell| system.loss[cell as usize].is_some());
    let mut nothing_shown = Alternatives::new(system, hidden.into_iter().chain(all));
    narrow
        .into_iter()
        .map(|cell| Narrow {
            cell: CellId(system.ids[cell as usize]),
            width: width(cell),
            is_public: !nothing_shown.widen(cell, width(cell), EFFORT),
        })
        .collect()
}
