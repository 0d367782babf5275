//! What the column of the status says.

use std::collections::BTreeMap;

use crate::step::Step;

/// What a cell says: a blank nothing, another word what the files' own words or the seven names say.
pub(super) fn read(cell: &str, words: &BTreeMap<String, Step>) -> Result<Option<Step>, ()> {
    if cell.is_empty() {
        return Ok(None);
    }
    let own = words.iter().find(|(word, _)| word.trim().to_lowercase() == cell.to_lowercase());
    own.map(|(_, step)| *step).or_else(|| Step::named(cell)).map(Some).ok_or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_own_words_come_first() {
        let words =
            BTreeMap::from([("Attended ".to_owned(), Step::Engaged), ("offered".into(), Step::Referred)]);
        assert_eq!(read("ATTENDED", &words), Ok(Some(Step::Engaged)));
        assert_eq!(read("offered", &words), Ok(Some(Step::Referred)));
        assert_eq!(read("Completed", &words), Ok(Some(Step::Completed)));
        assert_eq!(read("", &words), Ok(None));
        assert_eq!(read("x", &words), Err(()));
    }
}
