//! The cells of a publication and the sums that tie them together.

use super::programme;
use super::rule::{Primary, Rule};

/// A count cell of a publication. The same count has one cell, however many tables show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(pub(super) u32);

impl CellId {
    /// Where the cell stands in the order in which cells were added.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Why a publication cannot be examined: what was said about it is not true of its counts.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Fault {
    /// A count is negative or not a number, or its bounds are reversed.
    #[error("cell {} does not hold a count", .0.index())]
    NotACount(CellId),
    /// A total is said to be the sum of nothing, or of the same cell twice, or of itself.
    #[error("cell {} is not the sum of distinct other cells", .0.index())]
    NotASum(CellId),
    /// A total is not the sum of its parts.
    #[error("cell {} differs from the sum of its parts by {difference}", .total.index())]
    Unbalanced {
        /// The total.
        total: CellId,
        /// Total less parts.
        difference: f64,
    },
}

/// Every count of a publication, from all its tables, and the sums a reader can rely on.
///
/// Where two published geographies overlap, add the difference as a cell of its own, never shown, and the
/// relation that ties it to them; otherwise nobody can see that subtraction gives it away.
///
/// ```
/// use reachgap::disclose::{Cells, Rule, protect};
/// let mut cells = Cells::default();
/// let (north, south) = (cells.add(3.0), cells.add(40.0));
/// let place = cells.add(43.0);
/// cells.relation(place, &[north, south]);
/// let protection = protect(&cells, &Rule::default())?;
/// assert!(!protection.is_shown(north));
/// assert!(!protection.is_shown(south) || !protection.is_shown(place), "43 - 40 = 3");
/// # Ok::<(), reachgap::disclose::Fault>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Cells {
    pub(super) lowest: Vec<f64>,
    pub(super) highest: Vec<f64>,
    pub(super) eligible: Vec<f64>,
    pub(super) public: Vec<bool>,
    withheld: Vec<bool>,
    hidden: Vec<bool>,
    /// Whether readers know the bounds of a count that is not known exactly.
    bounded: Vec<bool>,
    relations: Vec<(u32, u32)>,
    members: Vec<u32>,
}

impl Cells {
    /// Adds a count. It may be fractional where it was moved between boundary years.
    pub fn add(&mut self, count: f64) -> CellId {
        self.add_between(count, count)
    }

    /// Adds a count that its source suppressed: any value from `lowest` to `highest`, which is what the
    /// source says too, so that everybody knows it. It is never shown.
    pub fn add_between(&mut self, lowest: f64, highest: f64) -> CellId {
        let id = CellId(u32::try_from(self.lowest.len()).unwrap_or(u32::MAX));
        self.lowest.push(lowest);
        self.highest.push(highest);
        self.eligible.push(f64::INFINITY);
        self.public.push(false);
        self.withheld.push(false);
        self.hidden.push(false);
        self.bounded.push(true);
        id
    }

    /// Adds a count worked out from counts that the source suppressed, such as a total of them. It lies
    /// between these bounds, but readers do not know them. It is never shown.
    pub fn add_uncertain(&mut self, lowest: f64, highest: f64) -> CellId {
        let id = self.add_between(lowest, highest);
        self.bounded[id.index()] = lowest == highest;
        id
    }

    /// States how many people could have been counted, where readers know it, such as a population.
    ///
    /// The people not counted are then known wherever the count is.
    pub fn out_of(&mut self, cell: CellId, eligible: f64) {
        self.eligible[cell.index()] = eligible;
    }

    /// States that everybody knows this count anyway, so that hiding it would be of no use.
    pub fn public(&mut self, cell: CellId) {
        self.public[cell.index()] = true;
    }

    /// States that this count is not to be shown, whatever it is.
    pub fn withhold(&mut self, cell: CellId) {
        self.withheld[cell.index()] = true;
    }

    /// States that this count was hidden before, by the same rule: readers know of it what the rule says.
    pub fn hide(&mut self, cell: CellId) {
        self.hidden[cell.index()] = true;
    }

    /// States that a total is the sum of its parts, and that readers know it.
    pub fn relation(&mut self, total: CellId, parts: &[CellId]) {
        let start = self.members.len() as u32;
        self.members.push(total.0);
        self.members.extend(parts.iter().map(|p| p.0));
        let from = start as usize + 1;
        self.members[from..].sort_unstable();
        self.relations.push((start, self.members.len() as u32));
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.lowest.len()
    }

    /// Whether there is no cell at all.
    pub fn is_empty(&self) -> bool {
        self.lowest.is_empty()
    }

    /// Every cell, in the order of adding.
    pub fn ids(&self) -> impl Iterator<Item = CellId> + use<> {
        (0..self.lowest.len() as u32).map(CellId)
    }

    /// Whether the count is known, not suppressed by its source.
    pub(super) fn is_known(&self, cell: usize) -> bool {
        self.lowest[cell] == self.highest[cell]
    }

    /// The different relations, total first, in an order that does not depend on the order of adding.
    pub(super) fn relations(&self) -> Vec<&[u32]> {
        let mut all: Vec<&[u32]> =
            self.relations.iter().map(|&(from, to)| &self.members[from as usize..to as usize]).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Why the count itself may not be shown, if it may not.
    pub(super) fn primary(&self, cell: usize, rule: &Rule) -> Option<Primary> {
        let (count, eligible) = (self.lowest[cell], self.eligible[cell]);
        let is_no_secret = self.public[cell] || (eligible <= 0.0 && self.highest[cell] <= 0.0);
        if is_no_secret {
            None
        } else if !self.is_known(cell) {
            Some(Primary::SuppressedBySource)
        } else if rule.is_small(count) {
            Some(Primary::SmallCount)
        } else if self.withheld[cell] && count == 0.0 {
            Some(Primary::Withheld)
        } else if rule.is_few(eligible) && count == 0.0 {
            Some(Primary::FewEligible)
        } else if rule.protect_complement && eligible > count && rule.is_small(eligible - count) {
            Some(Primary::SmallComplement)
        } else {
            (self.withheld[cell] || self.hidden[cell]).then_some(Primary::Withheld)
        }
    }

    /// The least value an intruder can give to this cell when it is hidden; without a rule, not below zero.
    pub(super) fn floor(&self, cell: usize, rule: Option<&Rule>) -> f64 {
        if !self.is_known(cell) {
            return if self.bounded[cell] { self.lowest[cell] } else { 0.0 };
        }
        match rule {
            Some(rule) if !self.withheld[cell] => rule.floor(self.lowest[cell], self.eligible[cell]),
            _ => 0.0,
        }
    }

    /// The greatest value an intruder can give to this cell when it is hidden.
    ///
    /// Where more people were counted than are eligible, the eligible number is no bound.
    pub(super) fn ceiling(&self, cell: usize) -> f64 {
        if !self.is_known(cell) && self.bounded[cell] {
            self.highest[cell].min(self.eligible[cell].max(self.lowest[cell]))
        } else if self.eligible[cell] < self.lowest[cell] {
            f64::INFINITY
        } else {
            self.eligible[cell]
        }
    }

    /// One set of counts that agrees with everything said: the counts themselves and, for cells that the
    /// source suppressed, values within their bounds that make every relation hold.
    pub(super) fn values(&self) -> Result<Vec<f64>, Fault> {
        self.check_counts()?;
        let relations = self.relations();
        if let Some(wrong) = relations.iter().find(|members| !is_sum(members)) {
            return Err(Fault::NotASum(CellId(wrong[0])));
        }
        let mut values = self.lowest.clone();
        if relations.iter().any(|members| is_unbalanced(members, &values)) {
            programme::complete(self, &relations, &mut values);
        }
        match relations.iter().find(|members| is_unbalanced(members, &values)) {
            Some(members) => {
                Err(Fault::Unbalanced { total: CellId(members[0]), difference: difference(members, &values) })
            }
            None => Ok(values),
        }
    }

    fn check_counts(&self) -> Result<(), Fault> {
        let wrong = self.ids().find(|cell| {
            let (lowest, highest) = (self.lowest[cell.index()], self.highest[cell.index()]);
            let is_count = lowest.is_finite() && lowest >= 0.0 && highest >= lowest;
            !is_count || self.eligible[cell.index()].is_nan()
        });
        wrong.map_or(Ok(()), |cell| Err(Fault::NotACount(cell)))
    }
}

/// Whether the members are a total and distinct other parts.
fn is_sum(members: &[u32]) -> bool {
    let parts = &members[1..];
    !parts.is_empty() && !parts.contains(&members[0]) && parts.windows(2).all(|pair| pair[0] != pair[1])
}

/// Total less parts.
fn difference(members: &[u32], values: &[f64]) -> f64 {
    values[members[0] as usize] - members[1..].iter().map(|&part| values[part as usize]).sum::<f64>()
}

/// Whether a total differs from the sum of its parts by more than the rounding of sums.
fn is_unbalanced(members: &[u32], values: &[f64]) -> bool {
    difference(members, values).abs() > 1e-6 * values[members[0] as usize].max(1.0)
}

#[cfg(test)]
impl Cells {
    /// The same cells, with no relation said.
    pub(super) fn without_relations(&self) -> Self {
        Self { relations: Vec::new(), members: Vec::new(), ..self.clone() }
    }

    /// Puts another publication beside this one.
    pub(super) fn append(&mut self, other: Self) {
        let (cells, members) = (self.lowest.len() as u32, self.members.len() as u32);
        self.lowest.extend(other.lowest);
        self.highest.extend(other.highest);
        self.eligible.extend(other.eligible);
        self.public.extend(other.public);
        self.withheld.extend(other.withheld);
        self.hidden.extend(other.hidden);
        self.bounded.extend(other.bounded);
        self.members.extend(other.members.iter().map(|&member| member + cells));
        self.relations.extend(other.relations.iter().map(|&(from, to)| (from + members, to + members)));
    }
}
