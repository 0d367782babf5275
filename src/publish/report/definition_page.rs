//! What the page of one definition of *hard to reach* says.

use serde::Serialize;

use super::model::{Caution, Method, NamedSection};
use super::verdict::VerdictPanel;

/// One agency's definition of *hard to reach*: who is meant, the verdict and why, and the evidence.
///
/// The page opens with the agency's own wording and the verdicts; whatever is empty is left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DefinitionPage {
    /// The agency and the definition's name, in words: `Youth offending service: declined mentoring`.
    pub title: String,
    /// The agency whose definition it is, as it stands in a sentence.
    pub agency: String,
    /// Who is hard to reach, exactly as the agency writes it, without quotation marks around it.
    pub wording: String,
    /// What was agreed, in the order shown: who is covered, services, period, comparator, owner, dates.
    pub facts: Vec<Fact>,
    /// The verdict for each kind that the definition claims.
    pub verdicts: Vec<VerdictPanel>,
    /// The evidence: numbers, charts, maps, tables.
    pub sections: Vec<NamedSection>,
    /// What to be careful about.
    pub cautions: Vec<Caution>,
    /// How it was worked out.
    pub methods: Vec<Method>,
    /// Who publishes it, where it was said.
    pub published_by: Option<String>,
    /// The day of the run, for example `22 November 2026`.
    pub prepared: String,
    /// The version of Reachgap.
    pub version: String,
    /// The page of all definitions, from this one, for example `index.html`.
    pub home: Option<String>,
}

/// Something agreed about a definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is about, for example `Agreed on`.
    pub about: String,
    /// What was agreed.
    pub words: String,
    /// Whether it is shown letter by letter, as an expression is.
    pub literal: bool,
}

impl Fact {
    /// A fact in words.
    pub fn words(about: impl Into<String>, words: impl Into<String>) -> Self {
        Self { about: about.into(), words: words.into(), literal: false }
    }

    /// An expression, shown as it is written.
    pub fn literal(about: impl Into<String>, words: impl Into<String>) -> Self {
        Self { about: about.into(), words: words.into(), literal: true }
    }
}
