//! Missing is unequal too: who leaves out more, and where.

use super::Told;
use super::rows::{Rows, figure, no_share, people, share, text};
use crate::assess::partnership::missing::{MissingShare, Unequal};
use crate::disclose::evidence::{Cell, ColumnKind, SectionEvidence, Table};
use crate::words::capital;

use ColumnKind::{Count, Decimal, Proportion, Text};

fn finding(of: Unequal) -> &'static str {
    match of {
        Unequal::More => "more than the others",
        Unequal::Less => "less than the others",
        Unequal::NotShown => "no difference is shown",
        Unequal::CannotTell => "cannot tell",
    }
}

impl Told<'_> {
    pub(super) fn missing_tables(&self) -> Vec<Table> {
        let by_writer = self.missing_table(
            "not_recorded_by_writer",
            (
                "what is not written down, by who writes",
                ("by", "Who writes", "The agency or service whose records they are", Text),
            ),
            &self.found.missing_by_writer,
        );
        let by_authority = self.missing_table(
            "not_recorded_by_authority",
            (
                "what nobody wrote down, by where people live",
                ("by", "Where people live", "The authority", Text),
            ),
            &self.found.missing_by_authority,
        );
        by_writer.into_iter().chain(by_authority).collect()
    }

    fn missing_table(
        &self,
        id: &str,
        (title, by): (&str, super::rows::Heading<'_>),
        found: &[MissingShare],
    ) -> Option<Table> {
        let mut rows = Rows::new(&[
            ("source", "Source", "The file or records", Text),
            by,
            ("attribute", "What is missing", "The attribute; location is where people live", Text),
            ("people", "People", "People in the source, rounded", Count),
            ("missing", "Missing", "Those of whom it is not written down, rounded", Count),
        ]);
        rows.with_limits((
            "share",
            "Share missing",
            "Share of people of whom it is not written down",
            Proportion,
        ));
        rows.with_limits((
            "others",
            "All the others",
            "The same share of all the others together",
            Proportion,
        ));
        rows.column((
            "p",
            "p-value, corrected",
            "Chi-square test of a difference, corrected for all tests of this table (Holm)",
            Decimal(4),
        ));
        rows.column((
            "finding",
            "Finding",
            "Whether more is missing than with all the others together",
            Text,
        ));
        rows.rows.extend(found.iter().map(row));
        let notes = vec![
            "Where something is not written down, nobody can see whether people of that kind are reached."
                .to_owned(),
        ];
        (!found.is_empty()).then(|| {
            let about = "One row for each source and attribute: how often it is not written down, beside all the others together.";
            rows.table(id, &format!("{}: {title}", self.title), about, notes)
        })
    }

    /// The part of the page.
    pub(super) fn missing_section(&self) -> Option<SectionEvidence> {
        let tables: Vec<String> = self.missing_tables().into_iter().map(|table| table.id).collect();
        if tables.is_empty() {
            return None;
        }
        let more = |found: &&MissingShare| found.finding == Unequal::More;
        let mut words = vec![
            "What is not written down of people cannot show whether they are reached. Here is who leaves out more than all the others together, and where.".to_owned(),
        ];
        let found = &self.found;
        words.extend(found.missing_by_writer.iter().filter(more).map(|one| capital(&one.words())));
        words.extend(found.missing_by_authority.iter().filter(more).map(MissingShare::words_of_place));
        if words.len() == 1 {
            words.push("Nobody leaves out more than the others by more than chance explains.".into());
        }
        Some(SectionEvidence {
            id: "missing".into(),
            heading: "What is not written down".into(),
            words,
            tables,
            ..SectionEvidence::default()
        })
    }
}

fn row(one: &MissingShare) -> Vec<Cell> {
    let mut row = vec![text(&one.source), text(&one.by), text(one.attribute.replace('_', " "))];
    match one.share {
        Ok(share) => row.extend([people(Some(share.of)), people(Some(share.part))]),
        Err(why) => row.extend([no_share(why), no_share(why)]),
    }
    row.extend(share(one.share));
    row.extend(share(one.others));
    row.push(one.p.map_or(Cell::NotApplicable, |p| figure(Some(p), 4)));
    row.push(text(finding(one.finding)));
    row
}
