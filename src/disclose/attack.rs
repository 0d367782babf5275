//! What an intruder can work out about hidden counts from what is shown.

use rayon::prelude::*;

use super::alternative::Alternatives;
use super::programme;
use super::system::System;
use super::{CellId, Cells, Fault, Rule};

/// The most hidden cells tied together for which ranges are worked out exactly.
const EXACT: usize = 60;

/// How many cells a search for alternatives may look at.
const EFFORT: usize = 200_000;

/// What an intruder knows beside the shown cells, the relations and the public bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intruder {
    /// That no count is negative.
    Arithmetic,
    /// The rule as well: where zeros are shown, a hidden whole count is at least one.
    KnowsRule(Rule),
}

/// The range to which an intruder can narrow a hidden count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The hidden cell.
    pub cell: CellId,
    /// The least value it can have.
    pub lower: f64,
    /// The greatest value; infinite where nothing bounds it.
    pub upper: f64,
    /// Whether these are the exact ends; if not, the true range is at least as wide.
    pub is_exact: bool,
}

/// The range to which an intruder can narrow each hidden count, in order of the cells.
///
/// Exact, by linear programming, where at most 60 hidden cells are tied together; for more, a range that
/// is certainly possible, up to a hundred wide.
///
/// # Errors
/// As [`protect`](super::protect).
///
/// ```
/// use reachgap::disclose::{Cells, Intruder, attack};
/// let mut cells = Cells::default();
/// let (north, south) = (cells.add(3.0), cells.add(40.0));
/// let place = cells.add(43.0);
/// cells.relation(place, &[north, south]);
/// let alone = attack(&cells, &[north], Intruder::Arithmetic)?;
/// assert_eq!((alone[0].lower, alone[0].upper), (3.0, 3.0), "43 - 40 gives it away");
/// let both = attack(&cells, &[north, south], Intruder::Arithmetic)?;
/// assert_eq!((both[0].lower, both[0].upper), (0.0, 43.0));
/// # Ok::<(), reachgap::disclose::Fault>(())
/// ```
pub fn attack(cells: &Cells, hidden: &[CellId], intruder: Intruder) -> Result<Vec<Bounds>, Fault> {
    let values = cells.values()?;
    let rule = match &intruder {
        Intruder::Arithmetic => None,
        Intruder::KnowsRule(rule) => Some(rule),
    };
    let mut is_hidden = vec![false; cells.len()];
    hidden.iter().for_each(|cell| is_hidden[cell.index()] = true);
    let parts = System::parts(cells, &values, rule);
    let mut bounds: Vec<Bounds> = parts.par_iter().flat_map_iter(|part| ranges(part, &is_hidden)).collect();
    bounds.sort_unstable_by_key(|b| b.cell);
    Ok(bounds)
}

fn ranges(system: &System, is_hidden: &[bool]) -> Vec<Bounds> {
    let hidden: Vec<u32> =
        (0..system.len() as u32).filter(|&c| is_hidden[system.ids[c as usize] as usize]).collect();
    let mut alternatives = Alternatives::new(system, hidden.iter().copied());
    hidden.into_iter().map(|cell| range(system, &mut alternatives, cell)).collect()
}

fn range(system: &System, alternatives: &mut Alternatives, cell: u32) -> Bounds {
    const WIDEST: f64 = 100.0;
    let id = CellId(system.ids[cell as usize]);
    let tied = programme::near(&alternatives.draft, cell, EXACT + 1, false);
    if tied.len() <= EXACT
        && let Some((lower, upper)) = programme::exact(&alternatives.draft, &tied, cell)
    {
        return Bounds { cell: id, lower, upper, is_exact: true };
    }
    alternatives.widen(cell, WIDEST.min(system.public_width(cell)), EFFORT);
    let (lower, upper) = alternatives.range(cell);
    Bounds { cell: id, lower, upper, is_exact: false }
}
