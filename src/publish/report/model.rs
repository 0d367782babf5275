//! What the page says: words, numbers already written for readers, tables and pictures.

use serde::Serialize;

use super::view;
use crate::disclose::evidence::Table;
use crate::problem::{Problem, Severity};

/// Everything on the page, in the order in which it is read. A section without content is left out.
///
/// A template sees these fields by their names. A table comes to it with its cells written for readers, a
/// figure with its `picture` ready to be placed.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ReportModel {
    /// The assessment's title.
    pub title: String,
    /// Place and period, in a line.
    pub subtitle: String,
    /// Who publishes it, where it was said.
    pub published_by: Option<String>,
    /// The day of the run, for example `22 November 2026`.
    pub prepared: String,
    /// The version of Reachgap.
    pub version: String,
    /// What was asked: service, people, place, period, standard. A paragraph each.
    pub question: Vec<String>,
    /// The answer in a few sentences. A paragraph each.
    pub answer: Vec<String>,
    /// The numbers to remember.
    pub key_numbers: Vec<KeyNumber>,
    /// The areas to look at first, in a table of at most fifteen rows.
    pub first_areas: Section,
    /// The maps.
    pub maps: Section,
    /// The population groups.
    pub groups: Section,
    /// What each agency calls hard to reach, with its verdict; the page of definitions is linked beneath.
    pub definitions: Section,
    /// Need and reach together.
    pub quadrant: Section,
    /// Areas looked at together: clusters, groups of areas by scan, access and inequality.
    pub together: Section,
    /// Where the numbers come from; see [`sources_of`](super::sources_of).
    pub sources: Section,
    /// What to be careful about.
    pub cautions: Vec<Caution>,
    /// How it was worked out.
    pub methods: Vec<Method>,
    /// The files that go with the page.
    pub files: Vec<FileNote>,
    /// How to run it again.
    pub rerun: Rerun,
}

/// A number to remember.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyNumber {
    /// The number, written for readers.
    pub value: String,
    /// What it counts.
    pub label: String,
    /// Its interval or another word of care.
    pub note: Option<String>,
}

/// A part of the page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Section {
    /// Words before the pictures and tables. A paragraph each.
    pub words: Vec<String>,
    /// Paragraphs that each speak of one thing, after the words.
    pub points: Vec<Point>,
    /// Pictures.
    #[serde(serialize_with = "view::figures")]
    pub figures: Vec<Figure>,
    /// Tables.
    #[serde(serialize_with = "view::tables")]
    pub tables: Vec<Table>,
}

/// A part of a page that the page itself does not name.
///
/// The name must be unique on the page, begin with a letter and hold letters, digits and hyphens only. The
/// pages use `answer`, `cautions`, `content`, `definition`, `definitions`, `methods` and `verdict` themselves.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct NamedSection {
    /// Its name in links.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// What it says.
    pub section: Section,
}

/// A paragraph that speaks of one thing, such as a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// What it speaks of.
    pub about: String,
    /// What is said of it.
    pub words: String,
}

/// A picture with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// A short name of letters, digits and hyphens, unique on the page.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// How to read it.
    pub caption: String,
    /// The picture as SVG.
    pub svg: String,
    /// The picture as PNG, which is used where the SVG is too large to be sent around.
    pub png: Option<Vec<u8>>,
    /// The name of the picture's PNG file in the output folder, from the page.
    pub png_file: String,
}

/// Something to be careful about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Caution {
    /// Whether it is a warning rather than a note.
    pub warning: bool,
    /// What it is.
    pub text: String,
    /// What can be done about it.
    pub hint: Option<String>,
}

impl From<&Problem> for Caution {
    fn from(problem: &Problem) -> Self {
        let mut plain = problem.clone();
        plain.hint = None;
        let text = plain.to_string();
        let text = text.split_once(": ").map_or(text.as_str(), |(_, rest)| rest);
        Self {
            warning: problem.severity != Severity::Note,
            text: text.to_owned(),
            hint: problem.hint.clone(),
        }
    }
}

/// A method that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// What it does, in words.
    pub words: String,
    /// Its formula in words and signs, where it has one.
    pub formula: Option<String>,
    /// Who described it.
    pub reference: Option<String>,
}

/// A file that goes with the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileNote {
    /// Its name from the page.
    pub file: String,
    /// What it is for.
    pub what: String,
}

/// How to run it again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Rerun {
    /// What is needed. A paragraph each.
    pub words: Vec<String>,
    /// The command.
    pub command: String,
}
