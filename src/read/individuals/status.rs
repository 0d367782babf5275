//! How far a contact with a service went.

use std::collections::BTreeMap;

use serde::Serialize;

/// How far a contact went, in the order in which a person passes from one to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Somebody saw that the person might need it.
    Identified,
    /// Somebody pointed the person to the service.
    Referred,
    /// The service made an offer.
    Offered,
    /// The person came.
    Engaged,
    /// The person stayed to the end.
    Completed,
    /// The person did not want it.
    Declined,
    /// The person came, and left before the end.
    Disengaged,
}

impl Status {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::Identified,
        Self::Referred,
        Self::Offered,
        Self::Engaged,
        Self::Completed,
        Self::Declined,
        Self::Disengaged,
    ];

    /// The status of this name, whatever its case.
    ///
    /// ```
    /// use reachgap::read::individuals::Status;
    /// assert_eq!(Status::named(" Engaged"), Some(Status::Engaged));
    /// assert_eq!(Status::named("attended"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name().eq_ignore_ascii_case(name.trim()))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Referred => "referred",
            Self::Offered => "offered",
            Self::Engaged => "engaged",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Disengaged => "disengaged",
        }
    }

    /// What a cell says: a blank nothing, another word what the files' own words or the six names say.
    pub(super) fn read(cell: &str, words: &BTreeMap<String, Self>) -> Result<Option<Self>, ()> {
        if cell.is_empty() {
            return Ok(None);
        }
        let own = words.iter().find(|(word, _)| word.trim().to_lowercase() == cell.to_lowercase());
        own.map(|(_, status)| *status).or_else(|| Self::named(cell)).map(Some).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_own_words_come_first() {
        let words =
            BTreeMap::from([("Attended ".to_owned(), Status::Engaged), ("offered".into(), Status::Referred)]);
        assert_eq!(Status::read("ATTENDED", &words), Ok(Some(Status::Engaged)));
        assert_eq!(Status::read("offered", &words), Ok(Some(Status::Referred)));
        assert_eq!(Status::read("Completed", &words), Ok(Some(Status::Completed)));
        assert_eq!(Status::read("", &words), Ok(None));
        assert_eq!(Status::read("x", &words), Err(()));
    }
}
