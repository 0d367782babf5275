//! Shares of people as they may be shown: rounded counts, the share worked out from them, its limits.

use crate::estimate::Confidence;
use crate::estimate::rounded_proportion::{RoundingErrors, proportion};
use crate::measure::Estimate;
use crate::rounded::Rounding;

/// A share of people, worked out from numbers that may be published and from nothing else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The people counted, rounded.
    pub part: f64,
    /// All of them, rounded.
    pub of: f64,
    /// Their share, with Wilson's limits widened for the rounding.
    pub share: Estimate,
    /// What the rounding may have changed.
    pub errors: RoundingErrors,
}

/// Why there is no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoShare {
    /// There is nobody of whom it could be a share.
    Nobody,
    /// So few people, or all but so few, that no number is given.
    Withheld,
    /// No source records it.
    NotRecorded,
}

impl NoShare {
    /// The reason in a reader's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Nobody => "nobody to speak of",
            Self::Withheld => "withheld: too few people, or all but a few",
            Self::NotRecorded => "not recorded by any source",
        }
    }
}

/// How people are shown: rounding, and the confidence of every interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Showing {
    /// How numbers are rounded.
    pub rounding: Rounding,
    /// Of every interval.
    pub confidence: Confidence,
}

impl Showing {
    /// A number of people; `None` where it is withheld.
    pub fn people(&self, n: u64) -> Option<f64> {
        self.rounding.people(n as f64)
    }

    /// A part of a whole: the part and the rest are rounded, the whole is their sum.
    ///
    /// # Errors
    /// [`NoShare::Nobody`]; [`NoShare::Withheld`].
    pub fn share(&self, n: u64, of: u64) -> Result<Share, NoShare> {
        if of == 0 {
            return Err(NoShare::Nobody);
        }
        let (part, whole) = self.rounding.part(n as f64, of as f64).ok_or(NoShare::Withheld)?;
        let error = |shown: f64| self.rounding.variance_of(shown);
        self.of(part, whole, RoundingErrors::of_sum(error(part), error(whole - part)))
    }

    /// A part of a whole that is shown beside it as a number of its own: both are rounded for themselves.
    ///
    /// # Errors
    /// [`NoShare::Nobody`]; [`NoShare::Withheld`].
    pub fn step(&self, n: u64, of: u64) -> Result<Share, NoShare> {
        if of == 0 {
            return Err(NoShare::Nobody);
        }
        self.rounding.part(n as f64, of as f64).ok_or(NoShare::Withheld)?;
        let (part, whole) = (self.people(n), self.people(of));
        let (part, whole) = (part.ok_or(NoShare::Withheld)?, whole.ok_or(NoShare::Withheld)?);
        let error = |shown: f64| self.rounding.variance_of(shown);
        // Everybody is one number shown twice: the errors are the same.
        let errors = match n == of {
            true => RoundingErrors::of_sum(error(part), 0.0),
            false => RoundingErrors::apart(error(part), error(whole)),
        };
        self.of(part, whole, errors)
    }

    fn of(&self, part: f64, of: f64, errors: RoundingErrors) -> Result<Share, NoShare> {
        let share = proportion(part, of, errors, self.confidence).map_err(|_| NoShare::Withheld)?;
        Ok(Share { part, of, share, errors })
    }
}

#[cfg(test)]
pub(super) const FIVES: Showing =
    Showing { rounding: Rounding { to: 5, threshold: 5 }, confidence: Confidence::P95 };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_rests_on_what_is_shown() {
        let share = FIVES.share(13, 31).unwrap();
        assert_eq!((share.part, share.of), (15.0, 35.0));
        assert_eq!(share.share.value, 15.0 / 35.0);
        let step = FIVES.step(13, 31).unwrap();
        assert_eq!((step.part, step.of), (15.0, 30.0));
    }

    #[test]
    fn why_there_is_none_is_told() {
        assert_eq!(FIVES.share(0, 0), Err(NoShare::Nobody));
        assert_eq!(FIVES.share(3, 31), Err(NoShare::Withheld));
        assert_eq!(FIVES.step(29, 31), Err(NoShare::Withheld));
        assert_eq!(FIVES.step(0, 4), Err(NoShare::Withheld));
    }

    #[test]
    fn all_and_none_have_limits() {
        let all = FIVES.step(30, 30).unwrap().share;
        assert!(all.value == 1.0 && all.upper == 1.0 && all.lower < 0.9);
        let none = FIVES.share(0, 30).unwrap().share;
        assert!(none.lower == 0.0 && none.upper > 0.1);
    }
}
