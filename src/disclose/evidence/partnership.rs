//! What may be published of a partnership: definitions with their verdicts, and what pages say of them.

use super::MethodUsed;
use crate::assess::partnership::verdict::Verdict;
use crate::problem::Problem;

/// A number to remember.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFigure {
    /// The number, written for readers.
    pub value: String,
    /// What it is.
    pub label: String,
    /// Its interval or another word of care.
    pub note: Option<String>,
}

/// What a definition claims, and what the evidence says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimEvidence {
    /// The claim, in words.
    pub kind: String,
    /// What was asked of the records.
    pub question: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in plain words.
    pub sentence: String,
    /// The rule that gave it.
    pub rule: String,
    /// Numbers to remember.
    pub numbers: Vec<KeyFigure>,
}

/// A part of a page: words, and the names of the pictures and tables that belong to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SectionEvidence {
    /// Machine name.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// Paragraphs.
    pub words: Vec<String>,
    /// What each speaks of, and what is said of it.
    pub points: Vec<(String, String)>,
    /// Maps and charts, by name.
    pub pictures: Vec<String>,
    /// Tables, by name.
    pub tables: Vec<String>,
}

/// One definition, ready for its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionEvidence {
    /// Its name in files.
    pub id: String,
    /// A few words.
    pub title: String,
    /// The agency.
    pub agency: String,
    /// The wording, as the agency writes it.
    pub wording: String,
    /// What was agreed: about what, the words, and whether they are shown letter by letter.
    pub facts: Vec<(String, String, bool)>,
    /// Its claims.
    pub claims: Vec<ClaimEvidence>,
    /// The parts of its page.
    pub sections: Vec<SectionEvidence>,
    /// What to be careful about.
    pub cautions: Vec<Problem>,
}

/// Everything that may be published of a partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnershipEvidence {
    /// The answer, in paragraphs.
    pub answer: Vec<String>,
    /// The current definitions.
    pub definitions: Vec<DefinitionEvidence>,
    /// The parts of the page that sets them beside each other.
    pub sections: Vec<SectionEvidence>,
    /// How definitions were tested.
    pub methods: Vec<MethodUsed>,
}
