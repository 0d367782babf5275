//! The tables of definitions by themselves: every test, and the wordings over time.

use super::Told;
use super::rows::{Heading, Rows, figure, people, text};
use super::words::measured;
use crate::assess::partnership::DefinitionFindings;
use crate::assess::partnership::test::Test;
use crate::assessment::DefinitionKind;
use crate::disclose::evidence::{Cell, ColumnKind, Table};
use crate::measure::Missing;
use crate::words::capital;

use ColumnKind::{Count, Decimal, Text};

/// The columns of tests.
const VERDICTS: &[Heading<'_>] = &[
    ("definition", "Definition", "Machine name of the definition", Text),
    ("agency", "Agency", "The agency whose definition it is", Text),
    ("title", "Who", "Its people in a few words", Text),
    ("claim", "Claim", "What the definition claims of its people", Text),
    ("measured", "Measured", "What was measured", Text),
    ("verdict", "Verdict", "Supported, not supported, not enough data, or not offered in reach", Text),
    ("events", "It happened to, of them", "People of the definition to whom it happened, rounded", Count),
    (
        "people",
        "People of the definition",
        "Eligible people (reached), or people of the records, rounded",
        Count,
    ),
    (
        "events_compared",
        "It happened to, of those compared",
        "People compared with to whom it happened, rounded",
        Count,
    ),
    ("people_compared", "People compared with", "Eligible people, or people of the records, rounded", Count),
    (
        "ratio",
        "Ratio",
        "How often it happened relative to those compared, strata allowed for (Mantel–Haenszel)",
        Decimal(2),
    ),
    ("ratio_lower", "Lower limit", "Lower confidence limit of the ratio", Decimal(2)),
    ("ratio_upper", "Upper limit", "Upper confidence limit of the ratio", Decimal(2)),
    ("threshold", "Threshold", "The ratio from which it matters to the agency", Decimal(2)),
    (
        "p",
        "p-value, corrected",
        "Two-sided p-value of the Cochran–Mantel–Haenszel test, corrected for all tests of definitions",
        Decimal(4),
    ),
    (
        "people_short",
        "People short of parity, or beyond it",
        "Events that would have to be added (reached) or taken away (lost, turned down) for parity",
        Count,
    ),
    (
        "detectable",
        "Smallest ratio that could have been seen",
        "The ratio nearest to 1 that so much data would have shown with a power of 80 %, at the corrected level",
        Decimal(2),
    ),
    (
        "unknown",
        "Not known whether they belong",
        "People to whom it happened of whom it is not recorded whether the definition covers them, rounded",
        Count,
    ),
    (
        "ratio_if_none",
        "Ratio if none of them belonged",
        "Lowest ratio that those not known leave open",
        Decimal(2),
    ),
    (
        "ratio_if_all",
        "Ratio if all of them belonged",
        "Highest ratio that those not known leave open",
        Decimal(2),
    ),
    (
        "hangs_on_unknown",
        "Hangs on those not known",
        "Whether the verdict would be another at one of these ends",
        Text,
    ),
];

impl Told<'_> {
    /// One row per test of every current definition.
    pub(super) fn verdicts_table(&self) -> Table {
        let mut rows = Rows::new(VERDICTS);
        for one in self.found.current() {
            for test in &one.tests {
                rows.rows.push(row_of_test(one, test));
            }
        }
        let notes = vec![format!(
            "Numbers of persons of the records are rounded to the nearest {} and withheld where small; every figure is worked out from the rounded numbers.",
            self.found.judging.rounding.to
        )];
        rows.table(
            "definitions",
            &format!("{}: definitions of hard to reach, tested", self.title),
            "One row for each test of a definition. A ratio of 1 is parity with those compared.",
            notes,
        )
    }

    /// One definition's own wordings over time.
    pub(super) fn wordings_table(&self, id: &str) -> Option<Table> {
        let all: Vec<&DefinitionFindings> =
            self.found.definitions.iter().filter(|one| one.registered.definition.id == id).collect();
        if all.len() < 2 {
            return None;
        }
        let mut rows = Rows::new(&[
            ("version", "Version", "Which wording", Text),
            ("agreed", "Agreed", "The day it was agreed", Text),
            ("wording", "Wording", "As the agency writes it", Text),
            ("people", "People it covers", "People on the roll, rounded", Count),
            ("verdict", "Verdict", "On this run's data, by claim", Text),
        ]);
        for one in all {
            let definition = &one.registered.definition;
            let verdicts: Vec<String> = one
                .claims()
                .iter()
                .map(|(kind, verdict)| format!("{}: {}", kind.words(), verdict.words()))
                .collect();
            rows.rows.push(vec![
                text(definition.version.clone().unwrap_or_else(|| "no version".into())),
                definition.agreed.clone().map_or(Cell::NotApplicable, Cell::Text),
                text(&definition.wording),
                people(one.people),
                text(verdicts.join("; ")),
            ]);
        }
        Some(rows.table(
            &format!("definition_{}_wordings", super::machine_name(id)),
            &format!("{}: wordings of {id}", self.title),
            "One row for each wording of the definition, tested on the same data.",
            Vec::new(),
        ))
    }
}

fn row_of_test(one: &DefinitionFindings, test: &Test) -> Vec<Cell> {
    let definition = &one.registered.definition;
    let fewer = test.kind == DefinitionKind::UnderRepresented;
    let threshold = one.registered.threshold();
    let withheld = test.why == crate::assess::partnership::verdict::Why::TooFewToShow;
    let none = if withheld { Cell::Suppressed } else { Cell::Missing(Missing::NotRecorded) };
    let of =
        |get: &dyn Fn(&crate::assess::partnership::test::Comparison) -> Option<f64>| match &test.comparison {
            Some(comparison) => people(get(comparison)),
            None => none.clone(),
        };
    let ratio = test.ratio.as_ref();
    let number = |value: Option<f64>, decimals: u8| match (ratio, value) {
        (None, _) => none.clone(),
        (_, value) => figure(value, decimals),
    };
    let detectable =
        ratio.and_then(|r| if fewer { r.detectable.below.ok() } else { r.detectable.above.ok() });
    vec![
        text(&definition.id),
        text(&definition.agency),
        text(&definition.title),
        text(capital(test.kind.words())),
        text(measured(test.measured)),
        text(test.verdict.words()),
        of(&|c| Some(c.covered.events)),
        of(&|c| Some(c.covered.people)),
        of(&|c| Some(c.compared.events)),
        of(&|c| Some(c.compared.people)),
        number(ratio.map(|r| r.ratio.value), 2),
        number(ratio.map(|r| r.ratio.limits.lower), 2),
        number(ratio.map(|r| r.ratio.limits.upper), 2),
        figure(Some(if fewer { threshold } else { 1.0 / threshold }), 2),
        number(test.p, 4),
        number(ratio.map(|r| r.short.value.abs()), 0),
        number(detectable, 2),
        of(&|c| c.unknown),
        number(test.bounds.map_or(ratio.map(|r| r.ratio.value), |b| Some(b.0.value)), 2),
        number(test.bounds.map_or(ratio.map(|r| r.ratio.value), |b| Some(b.1.value)), 2),
        text(if test.hangs_on_unknown { "yes" } else { "no" }),
    ]
}
