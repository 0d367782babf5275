//! Why a scan cannot be made.

use thiserror::Error;

/// What is wrong with the input of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum ScanError {
    /// The slices do not fit each other or the windows.
    #[error("{given} {what}, where {needed} are needed")]
    Lengths {
        /// What was counted.
        what: &'static str,
        /// How many were given.
        given: usize,
        /// How many there must be.
        needed: usize,
    },
    /// There are no windows to look through.
    #[error("no windows")]
    NoWindows,
    /// There must be at least one period.
    #[error("no periods")]
    NoPeriods,
    /// Two areas have the same key, so that draws could not tell them apart.
    #[error("two areas have the same key")]
    KeyTwice,
    /// An observed count is negative or not finite.
    #[error("the observed count of area number {0} is negative or not finite")]
    Observed(usize),
    /// An expected count is negative or not finite.
    #[error("the expected count of area number {0} is negative or not finite")]
    Expected(usize),
    /// A number of people is negative or not finite.
    #[error("the number of people in area number {0} is negative or not finite")]
    People(usize),
    /// Cases and people of the Bernoulli model are counted, so they are whole.
    #[error("area number {0} has a count that is not whole, which cases among people cannot be")]
    NotWhole(usize),
    /// More cases than people.
    #[error("area number {0} has more cases than people")]
    MoreCasesThanPeople(usize),
    /// Events where none are expected: they would be infinitely unusual.
    #[error("area number {0} has events and none are expected")]
    EventsUnexpected(usize),
    /// No events at all.
    #[error("no events in any area")]
    NoEvents,
    /// No events expected anywhere.
    #[error("no events expected in any area")]
    NoExpected,
    /// Every eligible person is a case.
    #[error("every person is a case, so no place can have more or fewer than another")]
    EveryoneACase,
    /// More events than can be counted without rounding.
    #[error("more than a thousand million events")]
    TooManyEvents,
    /// At least one replication is needed for a p-value.
    #[error("no replications")]
    NoReplications,
    /// A share of time or a level outside 0 to 1.
    #[error("{0} is not above 0 and at most 1")]
    NotAShare(f64),
}
