//! Why a figure is missing: every gap in a table carries one of these reasons.

use thiserror::Error;

use crate::count::Count;

/// The named reason why an area has no figure.
///
/// Some reasons are honest gaps (nobody lives there, too few events to standardise); others say that the input
/// cannot be right (more events than people). [`NoFigure::is_fault`] tells them apart.
///
/// # Examples
/// ```
/// use reachgap::estimate::NoFigure;
/// assert_eq!(NoFigure::ZeroDenominator.to_string(), "nobody in the denominator");
/// assert!(!NoFigure::ZeroDenominator.is_fault());
/// assert!(NoFigure::MoreEventsThanPeople.is_fault());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Error)]
#[non_exhaustive]
pub enum NoFigure {
    /// The denominator is zero, so there is no rate.
    #[error("nobody in the denominator")]
    ZeroDenominator,
    /// A directly standardised rate is not given for fewer than ten events.
    #[error("fewer than ten events, too few to standardise directly")]
    FewerThanTenEvents,
    /// The method needs at least one event.
    #[error("no events")]
    NoEvents,
    /// The expected number of events is zero, so there is no ratio to it.
    #[error("no events expected")]
    NoExpectedEvents,
    /// An age band or group that the standard population weights has nobody in it.
    #[error("nobody in one of the age bands or groups")]
    EmptyStratum,
    /// An age band or group of the reference population has nobody in it.
    #[error("nobody in one of the age bands or groups of the reference population")]
    EmptyReferenceStratum,
    /// The approximation gives no lower limit for so small a count.
    #[error("the approximation gives no limits for so small a count")]
    LimitsUndefined,
    /// One of the indicators of the need index is missing.
    #[error("one of the need indicators is missing")]
    MissingIndicator,
    /// The area has no neighbours, so nothing can be said about its surroundings.
    #[error("no neighbours")]
    NoNeighbours,
    /// A statement about areas in their surroundings needs three areas or more.
    #[error("too few areas")]
    TooFewAreas,
    /// The statistic is for areas that are marked, and this one is not.
    #[error("the area is not one of those marked")]
    NotMarked,
    /// A share of the total has no meaning where values are negative.
    #[error("a share of the total needs values that are not negative")]
    NegativeValues,
    /// All areas have the same value, so nothing can be said relative to their spread.
    #[error("all areas have the same value")]
    NoVariation,
    /// The groups differ no more than chance would have it, so there is no spread between them.
    #[error("the groups differ no more than by chance")]
    NoExtraVariation,
    /// The method compares areas or groups, and there are too few of them for it.
    #[error("too few areas or groups to compare")]
    TooFewToCompare,
    /// No site is within reach of the area.
    #[error("no site within reach")]
    NoSiteWithinReach,
    /// The group has no members, so nothing can be said about where they live.
    #[error("nobody in the group")]
    NobodyInGroup,
    /// Everybody belongs to the group, so there is nobody to compare it with.
    #[error("nobody outside the group")]
    NobodyOutsideGroup,
    /// Everybody had the event, so that the groups cannot differ.
    #[error("everybody had the event, so the groups cannot differ")]
    EverybodyHadTheEvent,
    /// So few events that no ratio, however far from parity, would have been shown with the power asked for.
    #[error("too few events to show any ratio")]
    NothingDetectable,
    /// Nobody was followed for so long.
    #[error("nobody was followed for so long")]
    NotFollowedSoLong,
    /// The event had not happened to half of the people when following them ended.
    #[error("the event had not happened to half of the people by the end")]
    HalfNotReached,
    /// The average is zero, so nothing is relative to it.
    #[error("the average is zero, so nothing can be said relative to it")]
    ZeroAverage,
    /// A rate of zero has no logarithm, and a proportion of 0 or 1 no logit.
    #[error("a rate of zero, or a proportion of 0 or 1, cannot be transformed")]
    NoTransform,
    /// The fitted line does not stay above zero, so that its ends have no ratio.
    #[error("the fitted line does not stay above zero, so its ends have no ratio")]
    NoRatio,
    /// No value was supplied.
    #[error("no value supplied")]
    NotSupplied,
    /// Fault: a proportion cannot have more events than people.
    #[error("more events than people, which a proportion cannot have")]
    MoreEventsThanPeople,
    /// Fault: events where there is nobody to have them.
    #[error("events recorded where there is nobody to have them")]
    EventsWithoutPeople,
    /// Fault: events of an age band or group that is not among those given.
    #[error("events of an age band or group that is not among those given")]
    UnknownStratum,
    /// Fault: a negative or infinite number of events.
    #[error("the number of events is negative or not finite")]
    NotACount,
    /// Fault: a negative or infinite denominator.
    #[error("the denominator is negative or not finite")]
    NotADenominator,
    /// Fault: a weight of the standard population is negative or not finite, or all are zero.
    #[error("the standard population has a negative weight, or none above zero")]
    NotAStandardPopulation,
    /// Fault: the value is infinite or not a number.
    #[error("the value is not a finite number")]
    NotFinite,
    /// Fault: rates must be given per a positive number of people.
    #[error("the multiplier must be above zero")]
    NotAMultiplier,
    /// Fault: the average of a funnel lies outside 0 to 1 (proportions) or is not above zero (ratios).
    #[error("the average is not possible for this measure")]
    NotAnAverage,
    /// Fault: a value is not finite, or outside the range that the method allows.
    #[error("a value is not finite, or outside the range that the method allows")]
    NotAValue,
    /// Fault: a standard error is negative or not finite, or limits are the wrong way round.
    #[error("a standard error is negative or not finite, or limits are the wrong way round")]
    NotAStandardError,
    /// Fault: a number of groups of deprivation that the method does not take.
    #[error("a number of groups of deprivation that the method does not take")]
    NotDeprivationGroups,
    /// Fault: too few repetitions for the limits asked for.
    #[error("too few repetitions for limits at this confidence")]
    TooFewRepetitions,
    /// Fault: the result is too large for a number to hold.
    #[error("the result is too large to compute")]
    TooLarge,
}

impl NoFigure {
    /// Whether the input cannot be right (`true`), or the gap is an honest one (`false`).
    #[must_use]
    pub const fn is_fault(self) -> bool {
        matches!(
            self,
            Self::MoreEventsThanPeople
                | Self::EventsWithoutPeople
                | Self::UnknownStratum
                | Self::NotACount
                | Self::NotADenominator
                | Self::NotAStandardPopulation
                | Self::NotFinite
                | Self::NotAMultiplier
                | Self::NotAnAverage
                | Self::NotAValue
                | Self::NotAStandardError
                | Self::NotDeprivationGroups
                | Self::TooFewRepetitions
                | Self::TooLarge
        )
    }
}

/// A number of events: finite, not negative; fractions allowed.
pub(crate) fn events(events: f64) -> Result<f64, NoFigure> {
    if events.is_finite() && events >= 0.0 { Ok(events) } else { Err(NoFigure::NotACount) }
}

/// The lowest and the highest of a count, both numbers of events.
pub(crate) fn bounds(count: Count) -> Result<(f64, f64), NoFigure> {
    let (lowest, highest) = (events(count.lowest)?, events(count.highest)?);
    if lowest > highest { Err(NoFigure::NotACount) } else { Ok((lowest, highest)) }
}

/// A denominator above zero.
pub(crate) fn denominator(people: f64) -> Result<f64, NoFigure> {
    match people {
        p if !p.is_finite() || p < 0.0 => Err(NoFigure::NotADenominator),
        0.0 => Err(NoFigure::ZeroDenominator),
        p => Ok(p),
    }
}

/// An expected number of events above zero.
pub(crate) fn expected(expected: f64) -> Result<f64, NoFigure> {
    match expected {
        e if !e.is_finite() || e < 0.0 => Err(NoFigure::NotADenominator),
        0.0 => Err(NoFigure::NoExpectedEvents),
        e => Ok(e),
    }
}

/// A multiplier above zero.
pub(crate) fn multiplier(per: f64) -> Result<f64, NoFigure> {
    if per.is_finite() && per > 0.0 { Ok(per) } else { Err(NoFigure::NotAMultiplier) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_that_cannot_be_made_are_no_faults_but_impossible_values_are() {
        let gaps = [
            NoFigure::NoExtraVariation,
            NoFigure::TooFewToCompare,
            NoFigure::NoSiteWithinReach,
            NoFigure::NobodyInGroup,
            NoFigure::NobodyOutsideGroup,
            NoFigure::EverybodyHadTheEvent,
            NoFigure::NothingDetectable,
            NoFigure::NotFollowedSoLong,
            NoFigure::HalfNotReached,
            NoFigure::ZeroAverage,
            NoFigure::NoTransform,
            NoFigure::NoRatio,
        ];
        assert!(gaps.iter().all(|reason| !reason.is_fault()));
        let faults = [
            NoFigure::NotAValue,
            NoFigure::NotAStandardError,
            NoFigure::NotDeprivationGroups,
            NoFigure::TooFewRepetitions,
        ];
        assert!(faults.iter().all(|reason| reason.is_fault()));
    }
}
