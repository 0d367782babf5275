//! What the page that sets the definitions of a partnership side by side says.

use serde::Serialize;

use super::model::{Caution, Method, NamedSection};
use super::verdict::Tone;

/// Every definition of *hard to reach* in a partnership, with its verdicts, and what they say together.
///
/// Above the list the page counts the verdicts of each sort.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PartnershipPage {
    /// The page's title.
    pub title: String,
    /// Place and period, in a line.
    pub subtitle: String,
    /// The answer in a few sentences. A paragraph each.
    pub answer: Vec<String>,
    /// The definitions, in the order shown.
    pub definitions: Vec<DefinitionRow>,
    /// Where agencies agree, whom nobody names, several barriers at once, what is missing, and so on.
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
    /// The report, from this page, for example `../report.html`.
    pub home: Option<String>,
}

/// A definition in the list of definitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DefinitionRow {
    /// The agency whose definition it is.
    pub agency: String,
    /// Its wording, short enough for a line or two.
    pub wording: String,
    /// Its own page, from this one.
    pub page: String,
    /// The verdict for each kind that it claims.
    pub verdicts: Vec<KindVerdict>,
    /// Why, in a line.
    pub reason: String,
}

/// The verdict on a definition as one kind of *hard to reach*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindVerdict {
    /// The kind, for example `Under-represented`.
    pub kind: String,
    /// The verdict.
    pub tone: Tone,
}

/// How many verdicts of one sort there are.
#[derive(Serialize)]
struct ToneCount {
    tone: Tone,
    count: usize,
}

/// The page as its template sees it.
#[derive(Serialize)]
struct Counted<'a> {
    #[serde(flatten)]
    page: &'a PartnershipPage,
    counts: Vec<ToneCount>,
}

/// The page with its verdicts counted.
pub(super) fn counted(page: &PartnershipPage) -> impl Serialize + '_ {
    let given = || page.definitions.iter().flat_map(|row| &row.verdicts).map(|verdict| verdict.tone);
    let count = |tone| ToneCount { tone, count: given().filter(|other| *other == tone).count() };
    Counted { page, counts: Tone::ALL.into_iter().map(count).filter(|one| one.count > 0).collect() }
}
