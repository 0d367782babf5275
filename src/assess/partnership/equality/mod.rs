//! The equality table: protected characteristics against need, access, uptake and outcome, how strong the evidence is
//! and what is not known.

mod counting;
#[cfg(test)]
mod equality_tests;
mod plus;

use std::collections::BTreeMap;

pub use plus::{Choice, PlusGroup, plus_groups};

use super::share::{NoShare, Share, Showing};
use crate::estimate::rounded_proportion::ratio;
use crate::measure::Estimate;
use crate::roll::Roll;
use counting::Tally;

/// The protected characteristics of the Equality Act 2010, section 4, in its order.
pub const PROTECTED: [&str; 9] = [
    "age",
    "disability",
    "gender reassignment",
    "marriage and civil partnership",
    "pregnancy and maternity",
    "race",
    "religion or belief",
    "sex",
    "sexual orientation",
];

/// How far from parity, as a ratio, a group may lie for an interval to speak of parity.
pub const NEAR_PARITY: f64 = 0.2;

/// What the table rests on. Where something is left out, its column says that no source records it.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The people.
    pub roll: &'a Roll,
    /// How long somebody is given to complete.
    pub follow_up_days: u32,
    /// By area: the fifth of need among the areas, from 1 (least) to 5 (most).
    pub fifths: Option<&'a [Option<u8>]>,
    /// By area: whether it is in the most deprived fifth of the country.
    pub core20: Option<&'a [Option<bool>]>,
    /// By area: the way to its nearest site, in the unit of access.
    pub distance: Option<&'a [Option<f64>]>,
    /// From here on a site is out of reach.
    pub out_of_reach: Option<f64>,
    /// How people are shown.
    pub showing: Showing,
}

/// One characteristic, by what people are.
#[derive(Debug, Clone, PartialEq)]
pub struct Characteristic {
    /// Its name, as the Act or the assessment has it.
    pub name: String,
    /// Whether the Act protects it.
    pub protected: bool,
    /// The attribute that records it; `None` where no source does.
    pub attribute: Option<String>,
    /// People of whom it is not known, of everybody on the roll.
    pub not_known: Result<Share, NoShare>,
    /// What people may be.
    pub levels: Vec<Level>,
}

/// People of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// What they are.
    pub level: String,
    /// How many are on the roll; `None` where withheld.
    pub people: Option<f64>,
    /// Need: those living in the fifth of areas with most need.
    pub need: Evidence,
    /// Access: those living where the nearest site is out of reach.
    pub access: Evidence,
    /// The mean way to the nearest site, to two figures, in the unit of access.
    pub mean_distance: Option<f64>,
    /// Uptake: those reached by any service, of those on the roll.
    pub uptake: Evidence,
    /// Outcome: those who completed, of those who came long enough ago.
    pub outcome: Evidence,
    /// Those living in the most deprived fifth of the country.
    pub core20: Result<Share, NoShare>,
    /// Reach of the eligible people of the kind over that of everybody else, where eligible numbers are known: filled
    /// in by whoever knows them.
    pub reach: Option<Estimate>,
}

/// What is known of one kind of people in one respect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// The share.
    pub share: Result<Share, NoShare>,
    /// The share over that of everybody else whose characteristic is known; 1 is parity.
    pub against_others: Option<Estimate>,
    /// How strong that is.
    pub strength: Strength,
}

/// How strong evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// The interval of the ratio excludes parity, or lies within a fifth of it.
    Strong,
    /// The interval holds parity and reaches further than a fifth from it.
    Weak,
    /// Withheld, not recorded, or nobody to set it against.
    None,
}

impl Strength {
    /// The strength that an interval of a ratio to others gives.
    ///
    /// ```
    /// use reachgap::assess::partnership::equality::Strength;
    /// assert_eq!(Strength::of(0.55, 0.92), Strength::Strong); // less than others
    /// assert_eq!(Strength::of(0.85, 1.15), Strength::Strong); // as others
    /// assert_eq!(Strength::of(0.75, 1.15), Strength::Weak);
    /// ```
    pub fn of(lower: f64, upper: f64) -> Self {
        let apart = upper < 1.0 || lower > 1.0;
        let alike = lower >= 1.0 - NEAR_PARITY && upper <= 1.0 + NEAR_PARITY;
        if apart || alike { Self::Strong } else { Self::Weak }
    }

    /// The strength in a reader's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Weak => "weak",
            Self::None => "none",
        }
    }

    /// The rule, for the notes under the table.
    pub fn rule() -> &'static str {
        "strong: the interval of the ratio to everybody else excludes 1, or lies between 0.8 and 1.2; \
         weak: it is wider; none: withheld, not recorded, or nobody to compare with"
    }
}

impl Evidence {
    /// A part of a kind of people against the same part of everybody else.
    fn of((n, of): (u64, u64), (others_n, others): (u64, u64), recorded: bool, showing: Showing) -> Self {
        if !recorded {
            return Self { share: Err(NoShare::NotRecorded), against_others: None, strength: Strength::None };
        }
        let share = showing.share(n, of);
        let both = share.ok().zip(showing.share(others_n, others).ok());
        let against_others = both.and_then(|(own, others)| ratio(own.share, others.share).ok());
        let strength = against_others.map_or(Strength::None, |ratio| Strength::of(ratio.lower, ratio.upper));
        Self { share, against_others, strength }
    }
}

/// The table: the nine characteristics of the Act, then whatever else the assessment names, level by level.
///
/// `protected` gives the attribute that records each: `race` by `ethnic_group`. All is counted in one pass over the roll;
/// every figure is worked out from numbers that may be published.
///
/// # References
/// Equality Act 2010, sections 4 and 149; NHS England. *Core20PLUS5: an approach to reducing healthcare inequalities*.
pub fn equality(ground: &Ground<'_>, protected: &BTreeMap<String, String>) -> Vec<Characteristic> {
    let rows = rows(protected);
    let attribute = |name: &Option<String>| {
        name.as_ref().and_then(|name| ground.roll.attributes.iter().position(|a| a.name == *name))
    };
    let attributes: Vec<Option<usize>> = rows.iter().map(|row| attribute(&row.2)).collect();
    let recorded: Vec<usize> = attributes.iter().flatten().copied().collect();
    let mut tallies = counting::count(ground, &recorded).into_iter();
    let characteristic = |((name, protected, _), at): ((String, bool, Option<String>), Option<usize>)| {
        let Some((at, tallies)) = at.zip(if at.is_some() { tallies.next() } else { None }) else {
            let not_known = Err(NoShare::NotRecorded);
            return Characteristic { name, protected, attribute: None, not_known, levels: Vec::new() };
        };
        let attribute = &ground.roll.attributes[at];
        let people = ground.roll.len() as u64;
        let known: u64 = tallies.iter().map(|tally| tally.people).sum();
        Characteristic {
            name,
            protected,
            attribute: Some(attribute.name.clone()),
            not_known: ground.showing.share(people - known, people),
            levels: levels(ground, &attribute.levels, &tallies),
        }
    };
    rows.into_iter().zip(attributes).map(characteristic).collect()
}

/// Name, whether the Act protects it, and the attribute, in the order of the table.
fn rows(protected: &BTreeMap<String, String>) -> Vec<(String, bool, Option<String>)> {
    let plain = |text: &str| text.trim().to_lowercase().replace(['_', '-'], " ");
    // "religion" stands for "religion or belief".
    let stands_for = |key: &str, name: &str| {
        let key = plain(key);
        name == key
            || name
                .strip_prefix(key.as_str())
                .is_some_and(|rest| rest.starts_with(" or ") || rest.starts_with(" and "))
    };
    let of =
        |name: &str| protected.iter().find(|(key, _)| stands_for(key, name)).map(|(_, value)| value.clone());
    let mut rows: Vec<_> = PROTECTED.iter().map(|name| ((*name).to_owned(), true, of(name))).collect();
    let others = protected.iter().filter(|(key, _)| !PROTECTED.iter().any(|name| stands_for(key, name)));
    rows.extend(others.map(|(key, value)| (plain(key), false, Some(value.clone()))));
    rows
}

fn levels(ground: &Ground<'_>, names: &[String], tallies: &[Tally]) -> Vec<Level> {
    let all = tallies.iter().fold(Tally::default(), |sum, tally| sum.plus(tally));
    let levels = names.iter().zip(tallies).filter(|(_, tally)| tally.people > 0);
    levels.map(|(name, tally)| level(ground, name, tally, &all.minus(tally))).collect()
}

fn level(ground: &Ground<'_>, name: &str, own: &Tally, others: &Tally) -> Level {
    let showing = ground.showing;
    let against = |part: fn(&Tally) -> (u64, u64), recorded: bool| {
        Evidence::of(part(own), part(others), recorded, showing)
    };
    let has_sites = ground.distance.is_some();
    let core20 = match ground.core20 {
        Some(_) => showing.share(own.core, own.core_known),
        None => Err(NoShare::NotRecorded),
    };
    Level {
        level: name.to_owned(),
        people: showing.people(own.people),
        need: against(|t| (t.needy, t.need_known), ground.fifths.is_some()),
        access: against(|t| (t.far, t.distance_known), has_sites && ground.out_of_reach.is_some()),
        mean_distance: mean_distance(own, showing).filter(|_| has_sites),
        uptake: against(|t| (t.reached, t.people), true),
        outcome: against(|t| (t.completed, t.due), true),
        core20,
        reach: None,
    }
}

/// The mean way of so many people as may be shown, to two figures.
fn mean_distance(tally: &Tally, showing: Showing) -> Option<f64> {
    let shown = showing.people(tally.distance_known).filter(|people| *people > 0.0);
    shown?;
    let mean = tally.distance / tally.distance_known as f64;
    if mean <= 0.0 || !mean.is_finite() {
        return mean.is_finite().then_some(0.0);
    }
    let step = 10f64.powf(mean.log10().floor() - 1.0);
    Some((mean / step).round() * step)
}
