//! What may be said of where the numbers come from. In records of people each row is a person, so that the number
//! of rows left out, or a warning about a single row, can say too much.

use std::collections::BTreeSet;
use std::path::Path;

use crate::ledger::{Entry, Ledger};
use crate::problem::{Problem, Problems};
use crate::publishable::Publishable;

/// The sources whose numbers of rows are withheld: records of people with a small number among them, or with a
/// total that is withheld and might be told by the rows.
pub(super) fn withheld_sources(ledger: &Ledger, shown: &[Publishable], threshold: u32) -> Vec<String> {
    let total_withheld = shown.iter().any(|s| !s.place);
    let withheld = |entry: &&Entry| entry.of_people && (total_withheld || entry.has_few(threshold));
    ledger.entries.iter().filter(withheld).map(|entry| entry.source.clone()).collect()
}

/// What readers are told to be careful about: everything noticed, but for what was noticed of single rows of
/// records of people, which quotes codes and numbers of rows.
pub(super) fn cautions(ledger: &Ledger, problems: &Problems) -> Vec<Problem> {
    let people = ledger.entries.iter().filter(|entry| entry.of_people);
    let files: BTreeSet<&str> = people.flat_map(|e| e.files.iter().map(|f| f.file.as_str())).collect();
    let is_of_people = |problem: &&Problem| {
        problem.of_people || problem.file.as_deref().is_some_and(|file| files.contains(file))
    };
    let (withheld, told): (Vec<&Problem>, Vec<&Problem>) =
        problems.sorted().into_iter().partition(is_of_people);
    let named: BTreeSet<&str> = withheld.iter().filter_map(|problem| problem.file.as_deref()).collect();
    let instead = named.iter().map(|file| {
        Problem::note("not every row could be used as it stands; the record of the run says which and why")
            .file(Path::new(file))
    });
    let anywhere = withheld.iter().any(|problem| problem.file.is_none()).then(|| {
        Problem::note(
            "not all people could be told apart for certain; the record of the run says which and why",
        )
    });
    told.into_iter().cloned().chain(instead).chain(anywhere).collect()
}
