//! How a permutation test is made, and what it says.

use super::alternative::Alternative;
use super::error::NoAssociation;
use super::sample::Sample;
use crate::estimate::multiple_testing::{self, Adjustment};
use crate::estimate::no_figure::NoFigure;

/// How many permutations are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permutations {
    /// The same number for every area.
    Fixed(u32),
    /// For each area only until so many permutations were as extreme as what was observed; the p-value is then that
    /// number over the permutations made, which is a valid p-value (Besag and Clifford 1991). Areas like any other
    /// stop soon, and permutations go where they matter.
    Adaptive {
        /// Extreme permutations to wait for; 10 gives a p-value its size within about a third.
        exceedances: u32,
        /// The most permutations for one area.
        at_most: u32,
    },
}

impl Permutations {
    pub(super) const fn most(self) -> u32 {
        match self {
            Self::Fixed(permutations) | Self::Adaptive { at_most: permutations, .. } => permutations,
        }
    }

    /// Extreme permutations after which no more are made.
    pub(super) const fn enough(self) -> u32 {
        match self {
            Self::Fixed(_) => u32::MAX,
            Self::Adaptive { exceedances, .. } => exceedances,
        }
    }
}

/// A permutation test as asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// Where the random numbers start; the same seed gives the same answer.
    pub seed: u64,
    /// How many permutations.
    pub permutations: Permutations,
    /// What counts as extreme.
    pub alternative: Alternative,
    /// How p-values are adjusted for the number of areas.
    pub adjustment: Adjustment,
    /// The false-discovery rate that findings are wanted at.
    pub rate: f64,
}

impl Default for Trial {
    fn default() -> Self {
        Self {
            seed: 1,
            permutations: Permutations::Adaptive { exceedances: 10, at_most: 9_999 },
            alternative: Alternative::TwoSided,
            adjustment: Adjustment::BenjaminiHochberg,
            rate: 0.05,
        }
    }
}

impl Trial {
    /// Refuses what cannot be done.
    pub(super) fn checked(&self) -> Result<Self, NoAssociation> {
        if self.permutations.most() == 0 || self.permutations.enough() == 0 {
            Err(NoAssociation::NoPermutations)
        } else if !(self.rate > 0.0 && self.rate <= 1.0) {
            Err(NoAssociation::Rate(self.rate))
        } else {
            Ok(*self)
        }
    }
}

/// What a p-value rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// All permutations asked for.
    Permutations,
    /// Permutations, stopped once enough of them were as extreme.
    StoppedEarly,
    /// The tail of the permutation distribution itself, counted on a grid and rounded up.
    Tail,
}

/// The test of one area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The p-value.
    pub p: f64,
    /// The p-value adjusted for the number of areas tested; at or below the rate asked for, it is a finding.
    pub adjusted: f64,
    /// Permutations made for this area.
    pub permutations: u32,
    /// What the p-value rests on.
    pub basis: Basis,
    /// What counted as extreme.
    pub alternative: Alternative,
}

/// Whether permutations could have shown anything at the false-discovery rate asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// There were enough of them.
    Enough,
    /// There were too few, and p-values too small for them come from the tail of the permutation distribution.
    ByTail {
        /// Areas whose p-value does.
        areas: usize,
    },
    /// There were too few: a single unusual area among so many would have gone unseen. Fewer areas, or more
    /// permutations, are needed; several unusual areas together may still be findings.
    OutOfReach {
        /// The fewest permutations with which one area alone could be a finding.
        needed: u64,
        /// The smallest p-value that those made can give.
        smallest: f64,
    },
}

/// A local statistic of every area, and how far its test reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Local<T> {
    /// One per area, in the order given, or why an area has none.
    pub areas: Vec<Result<T, NoFigure>>,
    /// Whether the permutations could have shown a single unusual area.
    pub reach: Reach,
}

impl<T> Local<T> {
    /// No statistic anywhere, for one reason.
    pub(super) fn none<const COLUMNS: usize>(sample: &Sample<'_, COLUMNS>, reason: NoFigure) -> Self {
        let nothing = (0..sample.neighbours.len()).map(|_| Err(reason)).collect();
        Self { areas: sample.spread(nothing), reach: Reach::Enough }
    }
}

/// The tests of all areas that take part.
pub(super) struct Tests {
    pub(super) each: Vec<Result<Test, NoFigure>>,
    pub(super) reach: Reach,
}

impl Tests {
    /// Fills in the adjusted p-values.
    pub(super) fn adjusted(mut self, trial: &Trial) -> Self {
        let p: Vec<f64> = self.each.iter().flatten().map(|test| test.p).collect();
        // Every p is a share of permutations or a probability, so none is refused.
        let adjusted = multiple_testing::adjusted(&p, trial.adjustment).unwrap_or(p);
        for (test, adjusted) in self.each.iter_mut().flatten().zip(adjusted) {
            test.adjusted = adjusted;
        }
        self
    }

    /// Puts each test beside the statistic it belongs to.
    pub(super) fn beside<S, T>(
        self,
        statistics: Vec<Result<S, NoFigure>>,
        join: impl Fn(S, Test) -> T,
    ) -> Vec<Result<T, NoFigure>> {
        statistics.into_iter().zip(self.each).map(|(statistic, test)| Ok(join(statistic?, test?))).collect()
    }
}
