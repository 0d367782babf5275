//! Whom definitions cover: SQL expressions answered for everybody on the roll and for the eligible people.

#![allow(
    clippy::result_large_err,
    reason = "a problem is returned once for an expression, never for each row"
)]

mod eligible;
mod expressions;
mod frame;
mod words;

use crate::area::AreaSet;
use crate::assessment::{AgeRange, Assessment};
use crate::case_mix::CaseMix;
use crate::join::Joined;
use crate::problem::Problems;
use crate::roll::{Answers, Roll};

pub use eligible::{Cell, Eligible, cells};
use expressions::Expressions;
pub(crate) use frame::expression_name;

/// A figure of areas that expressions may name.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaMeasure {
    /// Its name: `imd`, `crime_rate`, `need`, `distance_to_family_support`.
    pub name: String,
    /// The figures, aligned to the areas.
    pub values: Vec<Option<f64>>,
    /// Fifths of areas: 5 are those with most need, or farthest.
    pub fifths: Vec<Option<u8>>,
}

/// What expressions are answered from.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The run's assessment.
    pub assessment: &'a Assessment,
    /// Areas, population and roll.
    pub joined: &'a Joined,
    /// Figures of areas.
    pub measures: &'a [AreaMeasure],
    /// What comparisons allow for.
    pub case_mix: &'a CaseMix,
}

impl<'a> Ground<'a> {
    fn areas(&self) -> &'a AreaSet {
        &self.joined.areas
    }

    fn roll(&self) -> Option<&'a Roll> {
        self.joined.roll.as_ref()
    }
}

/// An expression to be answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Whose it is, in words, for problems: `definition "deaf-families"`.
    pub whose: String,
    /// The file it stands in.
    pub file: String,
    /// The expression.
    pub text: String,
    /// Whom the services it speaks about are for.
    pub ages: AgeRange,
}

/// The answers to one expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Covered {
    /// For everybody on the roll.
    pub people: Answers,
    /// Eligible people; `None` where no population table tells what the expression asks for.
    pub eligible: Option<Eligible>,
    /// What the expression asks for that the population tables do not tell.
    pub not_in_population: Vec<String>,
}

/// Answers every expression.
///
/// # Errors
/// `None`, with every expression that cannot be answered among the problems: what it names that nobody knows, with
/// the nearest known name; and what does not answer yes or no.
pub fn coverage(
    ground: &Ground<'_>,
    questions: &[Question],
    problems: &mut Problems,
) -> Option<Vec<Covered>> {
    let expressions = Expressions::read(ground, questions, problems)?;
    let people = expressions.of_people(ground, problems)?;
    let eligible = expressions.of_eligible(ground, questions, problems)?;
    let together = people.into_iter().zip(eligible);
    Some(
        together
            .map(|(people, (eligible, not_in_population))| Covered { people, eligible, not_in_population })
            .collect(),
    )
}
