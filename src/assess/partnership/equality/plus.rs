//! Evidence for a partnership's choice of PLUS groups: whom its services reach less, wherever they live.

use super::Characteristic;
use crate::assess::partnership::share::{NoShare, Share};
use crate::measure::Estimate;

/// A ratio at or above this is no gap that matters.
const MATTERS: f64 = 0.8;

/// A group that a partnership might choose.
#[derive(Debug, Clone, PartialEq)]
pub struct PlusGroup {
    /// The characteristic.
    pub characteristic: String,
    /// The group.
    pub level: String,
    /// Its people on the roll, rounded; `None` where withheld.
    pub people: Option<f64>,
    /// Those of them living in the most deprived fifth of the country, whom Core20 covers anyway.
    pub core20: Result<Share, NoShare>,
    /// Their reach over that of everybody else; `None` where the numbers of eligible people are not known.
    pub reach: Option<Estimate>,
    /// Whether the evidence backs the choice.
    pub choice: Choice,
}

/// Whether evidence backs the choice of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// The group is reached less than everybody else: the whole interval lies below 1.
    Backed,
    /// The interval holds 1 and does not rule out that a fifth fewer are reached, or there is none.
    CannotTell,
    /// The interval rules out that a fifth fewer are reached.
    NotBacked,
}

impl Choice {
    /// What the interval of the reach ratio allows.
    ///
    /// ```
    /// use reachgap::assess::partnership::equality::Choice;
    /// assert_eq!(Choice::of(0.62, 0.91), Choice::Backed);
    /// assert_eq!(Choice::of(0.62, 1.10), Choice::CannotTell);
    /// assert_eq!(Choice::of(0.84, 1.10), Choice::NotBacked);
    /// ```
    pub fn of(lower: f64, upper: f64) -> Self {
        match (lower, upper) {
            (_, upper) if upper < 1.0 => Self::Backed,
            (lower, _) if lower >= MATTERS => Self::NotBacked,
            _ => Self::CannotTell,
        }
    }

    /// The choice in a reader's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Backed => "backed: reached less than everybody else",
            Self::CannotTell => "cannot tell",
            Self::NotBacked => "not backed: not reached a fifth less than everybody else",
        }
    }
}

/// Candidate groups, best backed first: by choice, then reach ratio, then size, then name. Groups too small to be shown
/// are left out.
pub fn plus_groups(table: &[Characteristic]) -> Vec<PlusGroup> {
    let of = |characteristic: &'_ Characteristic| {
        let name = characteristic.name.clone();
        let levels = characteristic.levels.iter().filter(|level| level.people.is_some());
        let group = move |level: &super::Level| PlusGroup {
            characteristic: name.clone(),
            level: level.level.clone(),
            people: level.people,
            core20: level.core20,
            reach: level.reach,
            choice: level.reach.map_or(Choice::CannotTell, |reach| Choice::of(reach.lower, reach.upper)),
        };
        levels.map(group).collect::<Vec<_>>()
    };
    let mut groups: Vec<PlusGroup> = table.iter().flat_map(of).collect();
    let reach = |group: &PlusGroup| group.reach.map_or(f64::INFINITY, |reach| reach.value);
    groups.sort_by(|a, b| {
        let people = |group: &PlusGroup| group.people.unwrap_or(0.0);
        (a.choice.cmp(&b.choice))
            .then(reach(a).total_cmp(&reach(b)))
            .then(people(b).total_cmp(&people(a)))
            .then_with(|| (&a.characteristic, &a.level).cmp(&(&b.characteristic, &b.level)))
    });
    groups
}
