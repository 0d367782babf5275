//! Whether ids of people can be trusted to tell them apart.

use crate::problem::{Problem, Problems};
use crate::read::id_hash;
use crate::read::individuals::IndividualColumns;
use crate::read::individuals::layout::Layout;
use crate::read::table::Table;

/// What the ids look like, as far as it says whether one person may be written in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IdForms {
    lower: bool,
    upper: bool,
    padded: bool,
    shortest: usize,
    longest: usize,
}

impl Default for IdForms {
    fn default() -> Self {
        Self { lower: false, upper: false, padded: false, shortest: usize::MAX, longest: 0 }
    }
}

impl IdForms {
    #[inline]
    pub(super) fn note(&mut self, id: &str) {
        for byte in id.bytes() {
            self.lower |= byte.is_ascii_lowercase();
            self.upper |= byte.is_ascii_uppercase();
        }
        self.padded |= id.len() > 1 && id.starts_with('0');
        self.shortest = self.shortest.min(id.len());
        self.longest = self.longest.max(id.len());
    }

    pub(super) fn join(&mut self, other: Self) {
        self.lower |= other.lower;
        self.upper |= other.upper;
        self.padded |= other.padded;
        self.shortest = self.shortest.min(other.shortest);
        self.longest = self.longest.max(other.longest);
    }

    /// Whether two ids may differ in nothing but case or leading zeros.
    pub(super) fn may_mislead(self) -> bool {
        (self.lower && self.upper) || (self.padded && self.shortest < self.longest)
    }
}

/// Ids beside the same ids in lower case and without leading zeros.
#[derive(Debug, Default)]
pub(super) struct Likeness(Vec<(u64, u64)>);

impl Likeness {
    pub(super) fn add(&mut self, id: &str) {
        let id = id.trim();
        if !id.is_empty() {
            let plain = id.trim_start_matches('0').to_lowercase();
            self.0.push((id_hash::of(&plain), id_hash::of(id)));
        }
    }

    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn without_repeats(mut self) -> Self {
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    pub(super) fn and(mut self, tables: &[(Table, Layout)]) -> Self {
        for (table, layout) in tables {
            if let Some(column) = layout.person {
                (0..table.rows()).for_each(|row| self.add(table.cell(column, row)));
            }
        }
        self
    }

    /// How many ids are the same as another but for case or leading zeros.
    pub(super) fn count(self) -> usize {
        let distinct = self.without_repeats().0;
        distinct.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1).map(<[_]>::len).sum()
    }

    pub(super) fn tell(self, columns: &IndividualColumns, problems: &mut Problems) {
        let alike = self.count();
        if alike > 0 {
            let what = format!("{alike} ids differ from another only in case or leading zeros");
            let hint = "they are taken for different people; write each person's id in one way";
            let column = columns.person.as_deref().unwrap_or_default();
            problems.push(Problem::warning(format!("column \"{column}\": {what}")).hint(hint));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_are_nearly_alike_are_counted() {
        let mut likeness = Likeness::default();
        ["7", "007", "a1", "A1", "b2", "b2", "", "10"].iter().for_each(|id| likeness.add(id));
        assert_eq!(likeness.count(), 4);
    }

    #[test]
    fn ids_of_one_form_need_no_second_look() {
        let forms = |ids: &[&str]| {
            let mut forms = IdForms::default();
            ids.iter().for_each(|id| forms.note(id));
            forms.may_mislead()
        };
        assert!(!forms(&["0012", "0345"]) && !forms(&["ab1", "c2"]) && !forms(&["1", "23"]));
        assert!(forms(&["012", "12"]) && forms(&["a", "B"]));
    }
}
