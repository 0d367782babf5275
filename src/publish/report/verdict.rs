//! Verdicts as pages show them: a word, a shape and a colour, and the reason in one sentence.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::model::KeyNumber;

/// What the evidence says of a definition. It speaks of the definition and of services, never of a person.
///
/// A page tells it by its word, by the shape of its sign and by its colour, so that none is needed alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// The evidence shows what the definition says.
    Supported,
    /// There is evidence enough, and it does not show what the definition says.
    NotSupported,
    /// There is too little evidence to say either.
    NotEnough,
    /// The service was not offered within reach, so that nobody can be said to have turned it down.
    NotOffered,
}

impl Tone {
    /// Every verdict, in the order in which pages count them.
    pub const ALL: [Self; 4] = [Self::Supported, Self::NotSupported, Self::NotEnough, Self::NotOffered];

    /// The verdict in a word or a few.
    pub fn word(self) -> &'static str {
        match self {
            Self::Supported => "Supported",
            Self::NotSupported => "Not supported",
            Self::NotEnough => "Not enough data",
            Self::NotOffered => "Not offered in reach",
        }
    }

    /// What the word means, for a reader who meets it for the first time.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Supported => "The records show what the definition says.",
            Self::NotSupported => "The records are enough to tell, and do not show what the definition says.",
            Self::NotEnough => "The records cannot show whether it is so. This is neither a yes nor a no.",
            Self::NotOffered => {
                "The service was not offered where these people could use it, so they cannot be said to refuse it."
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::NotSupported => "not-supported",
            Self::NotEnough => "not-enough",
            Self::NotOffered => "not-offered",
        }
    }
}

/// A template sees `name` (for the style), `word` and `meaning`.
impl Serialize for Tone {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut fields = to.serialize_struct("Tone", 3)?;
        fields.serialize_field("name", self.name())?;
        fields.serialize_field("word", self.word())?;
        fields.serialize_field("meaning", self.meaning())?;
        fields.end()
    }
}

/// The verdict on a definition taken as one kind of *hard to reach*, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictPanel {
    /// The kind, for example `Under-represented`.
    pub kind: String,
    /// What was asked of the records, as a plain question; empty leaves it out.
    pub question: String,
    /// The verdict.
    pub tone: Tone,
    /// Why, in one plain sentence.
    pub sentence: String,
    /// The rule that gave the verdict; empty leaves it out.
    pub rule: String,
    /// The few numbers it rests on.
    pub numbers: Vec<KeyNumber>,
}
