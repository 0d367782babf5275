//! The tables of tests and of pairs of definitions.

use super::Told;
use super::rows::{Heading, Rows, figure, limits, people, text};
use super::words::measured;
use crate::assess::partnership::DefinitionFindings;
use crate::assess::partnership::between::Relation;
use crate::assess::partnership::test::Test;
use crate::assessment::DefinitionKind;
use crate::disclose::evidence::{Cell, ColumnKind, Table};
use crate::measure::{Missing, Value};
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

/// The columns of pairs.
const PAIRS: &[Heading<'_>] = &[
    ("first", "First", "The first definition", Text),
    ("second", "Second", "The second definition", Text),
    ("relation", "Together", "What they have to do with each other", Text),
    ("both", "In both", "People whom both cover, rounded", Count),
    ("only_first", "In the first only", "People whom the first alone covers, rounded", Count),
    ("only_second", "In the second only", "People whom the second alone covers, rounded", Count),
    ("against_chance", "Against chance", "People in both ÷ those that chance would bring", Decimal(2)),
    ("against_chance_lower", "Lower limit", "Lower confidence limit", Decimal(2)),
    ("against_chance_upper", "Upper limit", "Upper confidence limit", Decimal(2)),
    ("jaccard", "Jaccard index", "People in both ÷ people in either", Decimal(2)),
    (
        "kappa",
        "Cohen's kappa",
        "Agreement over everybody on the roll beyond chance: 1 is full agreement, 0 what chance brings",
        Decimal(2),
    ),
    ("kappa_lower", "Lower limit", "Lower confidence limit of kappa", Decimal(2)),
    ("kappa_upper", "Upper limit", "Upper confidence limit of kappa", Decimal(2)),
    ("areas_both", "Areas in both", "Areas that both name", Count),
    ("areas_only_first", "Areas in the first only", "Areas that the first alone names", Count),
    ("areas_only_second", "Areas in the second only", "Areas that the second alone names", Count),
    ("kappa_of_areas", "Kappa of areas", "Cohen's kappa over areas", Decimal(2)),
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

    /// One row per pair of current definitions.
    pub(super) fn pairs_table(&self) -> Table {
        let current = self.found.current();
        let name = |at: usize| current[at].registered.definition.title.clone();
        let mut rows = Rows::new(PAIRS);
        for pair in &self.found.between.pairs {
            let withheld = pair.people.is_none();
            let of = |get: &dyn Fn(&crate::estimate::agreement::Overlap) -> f64| {
                people(pair.people.as_ref().map(get))
            };
            let area = |get: &dyn Fn(&crate::estimate::agreement::Overlap) -> f64| {
                pair.areas.as_ref().map_or(Cell::Missing(Missing::IngredientMissing), |o| {
                    Cell::rounded(Value::Known(get(o)), 0)
                })
            };
            let mut row =
                vec![text(name(pair.first)), text(name(pair.second)), text(relation(pair.relation))];
            row.extend([of(&|o| o.both), of(&|o| o.only_first), of(&|o| o.only_second)]);
            row.extend(limits(&pair.overlap, withheld));
            row.push(if withheld {
                Cell::Suppressed
            } else {
                figure(pair.jaccard.as_ref().ok().copied(), 2)
            });
            row.extend(limits(&pair.kappa, withheld));
            row.extend([area(&|o| o.both), area(&|o| o.only_first), area(&|o| o.only_second)]);
            row.push(figure(pair.kappa_of_areas.as_ref().ok().map(|k| k.value), 2));
            rows.rows.push(row);
        }
        rows.table(
            "definitions_pairs",
            &format!("{}: definitions of hard to reach, pair by pair", self.title),
            "One row for each pair of definitions: whom both cover, and whom one covers and the other does not.",
            vec!["An area is named by a definition whose people are at least one and a half times as large a share of its eligible people as of the place's. Two definitions contradict each other where fewer than a fifth of those that chance would bring are in both.".into()],
        )
    }
}

/// What two definitions have to do with each other, in words.
pub(super) fn relation(of: Relation) -> &'static str {
    match of {
        Relation::Agree => "agree: much the same people",
        Relation::Overlap => "overlap",
        Relation::Contradict => "contradict: different people",
        Relation::CannotTell => "cannot tell",
    }
}

fn row_of_test(one: &DefinitionFindings, test: &Test) -> Vec<Cell> {
    let definition = &one.registered.definition;
    let fewer = test.kind == DefinitionKind::UnderRepresented;
    let threshold = one.registered.threshold();
    let withheld = test.why == crate::assess::partnership::verdict::Why::TooFewToShow;
    let none = if withheld { Cell::Suppressed } else { Cell::Missing(Missing::NotObserved) };
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
