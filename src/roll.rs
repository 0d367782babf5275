//! The roll of a partnership: everybody whom its agencies know or its services met, each once and without a name.
//!
//! It lives in memory only. Nothing that speaks of one person leaves it.

use crate::step::Step;

/// A day, as its number since 1 January 1900; or that something happened on a day nobody wrote down; or that it did
/// not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(u16);

impl Day {
    /// It did not happen.
    pub const NEVER: Self = Self(u16::MAX);
    /// It happened, but not on a day that is known.
    pub const UNDATED: Self = Self(u16::MAX - 1);
    /// Days from 1 January 1900 to 1 January 1970.
    const TO_1970: i32 = 25_567;

    /// A day given as its number since 1 January 1970. Days before 1900 or after 2079 count as not known.
    ///
    /// ```
    /// use reachgap::roll::Day;
    /// assert_eq!(Day::since_1970(19_723).number(), Some(45_290));
    /// assert!(Day::NEVER.number().is_none() && !Day::NEVER.happened() && Day::UNDATED.happened());
    /// ```
    pub fn since_1970(days: i32) -> Self {
        u16::try_from(days.saturating_add(Self::TO_1970))
            .map_or(Self::UNDATED, |day| Self(day).min(Self::UNDATED))
    }

    /// Whether it happened at all.
    pub fn happened(self) -> bool {
        self != Self::NEVER
    }

    /// Its number since 1 January 1900, where it is known.
    pub fn number(self) -> Option<i32> {
        (self < Self::UNDATED).then_some(i32::from(self.0))
    }
}

/// Whether what was offered lay within the person's reach, as the records say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Barrier {
    /// The records do not say.
    #[default]
    NotRecorded,
    /// Nothing stood in the way.
    None,
    /// Language, opening hours, distance or something else stood in the way.
    Stood,
}

/// One person's way through one service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Journey {
    /// The person, by position on the roll.
    pub person: u32,
    /// The service, by position in [`Roll::services`].
    pub service: u16,
    /// The first day of each step, by [`Step`].
    pub days: [Day; 7],
    /// Whether the service counts the person as reached.
    pub reached: bool,
    /// The first day on which it did; [`Day::NEVER`] where it does not.
    pub reached_on: Day,
    /// The most attempts at contact that a record tells of; [`Journey::NO_ATTEMPTS`] where none does.
    pub attempts: u8,
    /// Whether what was offered lay within reach.
    pub barrier: Barrier,
    /// Who referred the person, by position in [`Roll::referrers`]; [`Roll::NONE`] where the records do not say.
    pub referrer: u16,
    /// The provider, by position in [`Roll::providers`]; [`Roll::NONE`] where the records do not say.
    pub provider: u16,
}

impl Journey {
    /// Stands for attempts that are not recorded.
    pub const NO_ATTEMPTS: u8 = u8::MAX;

    /// The first day of a step.
    pub fn day(&self, step: Step) -> Day {
        self.days[step as usize]
    }

    /// Whether a step was taken: a later step on the way counts for it.
    pub fn came_to(&self, step: Step) -> bool {
        let on_the_way =
            Step::WAY.iter().filter(|later| **later >= step).any(|later| self.day(*later).happened());
        let after = match step {
            Step::Identified | Step::Referred | Step::Offered => {
                self.day(Step::Declined).happened() || self.day(Step::Disengaged).happened()
            }
            Step::Engaged => self.day(Step::Disengaged).happened(),
            Step::Completed => false,
            Step::Declined | Step::Disengaged => self.day(step).happened(),
        };
        on_the_way && step <= Step::Completed || after
    }

    /// The first known day of any step.
    pub fn begun(&self) -> Option<i32> {
        self.days.iter().filter_map(|day| day.number()).min()
    }
}

/// An attribute that tells people apart, such as ethnic group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attribute {
    /// Its name, as the assessment has it.
    pub name: String,
    /// What people may be, in alphabetical order.
    pub levels: Vec<String>,
    /// What each person is, by position in `levels`; [`Roll::NONE`] where nobody wrote it down.
    pub values: Vec<u16>,
}

/// How people of several sources were recognised.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Linkage {
    /// By source: its name, people in it, people who are in another source too, and people without a shared id.
    pub sources: Vec<LinkedSource>,
    /// People whose sources contradict each other in sex, or in age by more than the years between: the same id was
    /// perhaps given to two.
    pub contradictions: usize,
    /// Shared ids that differ from another only in case or in leading zeros.
    pub nearly_alike: usize,
}

/// One source of the roll.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkedSource {
    /// Its name.
    pub name: String,
    /// People in it.
    pub people: usize,
    /// People of it who are in another source too.
    pub linked: usize,
    /// People without a shared id, who cannot be recognised elsewhere.
    pub unlinked: usize,
}

/// How often something was not written down, by who wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The source: an agency's file, or a service's records.
    pub source: String,
    /// Who wrote: the referring agency where records name it, else the source's agency.
    pub by: String,
    /// People in it.
    pub people: u64,
    /// By attribute: its name, and people of whom it is not written down. `location` stands for where they live.
    pub blank: Vec<(String, u64)>,
}

/// Everybody whom the agencies know or the services met.
#[derive(Debug, Clone, Default)]
pub struct Roll {
    /// Agencies; positions are bits of [`Self::known_to`].
    pub agencies: Vec<String>,
    /// Services with records of persons.
    pub services: Vec<String>,
    /// By service: the last day its records tell of, since 1 January 1900.
    pub ends: Vec<Option<i32>>,
    /// By service: whether its records have statuses.
    pub has_statuses: Vec<bool>,
    /// By service: whether its records have attempts at contact.
    pub has_attempts: Vec<bool>,
    /// By service: whether its records say what stood in the way.
    pub has_barriers: Vec<bool>,
    /// Those who refer, as the records name them.
    pub referrers: Vec<String>,
    /// Providers, as the records name them.
    pub providers: Vec<String>,
    /// Where each person lives, by position among the areas; [`Self::NOWHERE`] outside the place or unknown.
    pub area: Vec<u32>,
    /// Age in whole years; [`Self::NO_AGE`] where unknown.
    pub age: Vec<u8>,
    /// Attributes.
    pub attributes: Vec<Attribute>,
    /// The agencies each person is known to, one bit each: from the agencies' own files.
    pub known_to: Vec<u64>,
    /// Ways through services, in order of person and service.
    pub journeys: Vec<Journey>,
    /// How people were recognised.
    pub linkage: Linkage,
    /// What was not written down.
    pub written: Vec<Written>,
}

impl Roll {
    /// Stands for an attribute, a referrer or a provider that is not known.
    pub const NONE: u16 = u16::MAX;
    /// Stands for a person whose area is unknown or outside the place.
    pub const NOWHERE: u32 = u32::MAX;
    /// Stands for an unknown age.
    pub const NO_AGE: u8 = u8::MAX;

    /// How many people there are.
    pub fn len(&self) -> usize {
        self.area.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

/// For each of many people whether something holds: yes, no, or not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    yes: Vec<u64>,
    unknown: Vec<u64>,
    len: usize,
}

impl Answers {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one answer; `None` is not known.
    pub fn push(&mut self, answer: Option<bool>) {
        let (word, bit) = (self.len / 64, 1u64 << (self.len % 64));
        if word == self.yes.len() {
            self.yes.push(0);
            self.unknown.push(0);
        }
        match answer {
            Some(true) => self.yes[word] |= bit,
            Some(false) => {}
            None => self.unknown[word] |= bit,
        }
        self.len += 1;
    }

    /// The answer for one person.
    pub fn get(&self, at: usize) -> Option<bool> {
        let (word, bit) = (at / 64, 1u64 << (at % 64));
        if self.unknown[word] & bit != 0 { None } else { Some(self.yes[word] & bit != 0) }
    }

    /// Whether it holds for one person; unknown is not.
    pub fn is_yes(&self, at: usize) -> bool {
        self.yes[at / 64] & (1u64 << (at % 64)) != 0
    }

    /// How many answers there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many are yes.
    pub fn count_yes(&self) -> u64 {
        self.yes.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// How many are not known.
    pub fn count_unknown(&self) -> u64 {
        self.unknown.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}

impl FromIterator<Option<bool>> for Answers {
    fn from_iter<I: IntoIterator<Item = Option<bool>>>(answers: I) -> Self {
        let mut all = Self::new();
        answers.into_iter().for_each(|answer| all.push(answer));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_yes_no_or_unknown() {
        let given: Vec<Option<bool>> = (0..200).map(|i| [Some(true), Some(false), None][i % 3]).collect();
        let answers: Answers = given.iter().copied().collect();
        assert!((0..200).all(|i| answers.get(i) == given[i]));
        assert_eq!((answers.count_yes(), answers.count_unknown(), answers.len()), (67, 66, 200));
    }

    #[test]
    fn a_later_step_counts_for_the_earlier_ones() {
        let mut journey = Journey {
            person: 0,
            service: 0,
            days: [Day::NEVER; 7],
            reached: false,
            reached_on: Day::NEVER,
            attempts: Journey::NO_ATTEMPTS,
            barrier: Barrier::NotRecorded,
            referrer: Roll::NONE,
            provider: Roll::NONE,
        };
        assert!(!journey.came_to(Step::Identified));
        journey.days[Step::Declined as usize] = Day::since_1970(20_000);
        assert!(journey.came_to(Step::Offered) && !journey.came_to(Step::Engaged));
        journey.days[Step::Disengaged as usize] = Day::UNDATED;
        assert!(journey.came_to(Step::Engaged) && !journey.came_to(Step::Completed));
        assert_eq!(journey.begun(), Some(45_567));
    }
}
