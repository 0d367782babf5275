//! A made-up partnership of five agencies, for the tests of the pages on definitions.

use super::*;
use crate::disclose::evidence::{Cell, Column, ColumnKind, Table};

fn texts<const N: usize>(of: [&str; N]) -> Vec<String> {
    of.map(str::to_owned).to_vec()
}

fn number(value: &str, label: &str, note: Option<&str>) -> KeyNumber {
    KeyNumber { value: value.into(), label: label.into(), note: note.map(str::to_owned) }
}

fn figure(id: &str, title: &str, alt: &str, caption: &str) -> Figure {
    Figure {
        id: id.into(),
        title: title.into(),
        alt: alt.into(),
        caption: caption.into(),
        svg: super::tests::look(id).unwrap_or_else(super::tests::drawing),
        png: None,
        png_file: format!("../charts/{id}.png"),
    }
}

fn table(
    id: &str,
    title: &str,
    description: &str,
    columns: &[(&str, ColumnKind)],
    rows: Vec<Vec<Cell>>,
) -> Table {
    let column = |(place, (label, kind)): (usize, &(&str, ColumnKind))| Column {
        id: format!("column_{place}"),
        label: (*label).into(),
        description: (*label).into(),
        kind: *kind,
    };
    Table {
        id: id.into(),
        title: title.into(),
        description: description.into(),
        columns: columns.iter().enumerate().map(column).collect(),
        rows,
        notes: Vec::new(),
    }
}

fn text(words: &str) -> Cell {
    Cell::Text(words.into())
}

fn section(id: &str, heading: &str, section: Section) -> NamedSection {
    NamedSection { id: id.into(), heading: heading.into(), section }
}

/// Health's definition: two kinds, of which one holds and one cannot be told.
pub(super) fn definition() -> DefinitionPage {
    DefinitionPage {
        title: "Health: families from Asian communities with a young child".into(),
        agency: "Northbridge Community Health".into(),
        wording: "Asian and Asian British families with a child under 12 who do not come to the family hub, and \
                  those who come once and are not seen again."
            .into(),
        facts: facts(),
        verdicts: vec![under_represented(), slipping_through()],
        sections: vec![
            section("represented", "Are they reached less than others?", represented()),
            section("pathway", "Where along the way are families lost?", pathway()),
            section("agencies", "What other agencies say", Section {
                words: texts(["Education names many of the same families: 6 in 10 of those named by Health are named by \
                    Education as well. No other agency's definition covers more than 1 in 10 of them."]),
                ..Section::default()
            }),
        ],
        cautions: cautions(),
        methods: methods(),
        published_by: Some("Northbridge Children & Families Partnership".into()),
        prepared: "22 November 2026".into(),
        version: "0.1.0".into(),
        home: Some("index.html".into()),
    }
}

fn facts() -> Vec<Fact> {
    vec![
        Fact::words(
            "Who it covers",
            "People whose ethnic group is Asian or Asian British and who are aged 0 to 11",
        ),
        Fact::literal(
            "The same, as a rule for the records",
            "ethnic_group IN ('asian', 'asian british') AND age < 12",
        ),
        Fact::words("Kinds", "Under-represented; slipping through"),
        Fact::words("Services and period", "Family hub, January to December 2025"),
        Fact::words("Compared with", "Every other child aged 0 to 11 in Northbridge"),
        Fact::words("Counts as less", "At most nine tenths of their share of all children"),
        Fact::words("Owner", "Head of Public Health Nursing"),
        Fact::words("Agreed on", "14 March 2025"),
        Fact::words("Review due", "14 March 2026 (past)"),
        Fact::words(
            "Sources",
            "Census 2021; school census, January 2025; records of the family hub and of health visiting",
        ),
        Fact::words("Version", "2 (version 1, of 2023, named families with a child under 5)"),
    ]
}

fn under_represented() -> VerdictPanel {
    VerdictPanel {
        kind: "Under-represented".into(),
        question: "Does the family hub reach these children less than other children?".into(),
        tone: Tone::Supported,
        sentence: "Asian and Asian British children are 21 of every 100 children in Northbridge but only 13 of every \
                   100 whom the family hub reached, which is more than chance explains."
            .into(),
        rule: "Supported where the whole 95% interval of the representation ratio lies below 0.9 and the test, \
               corrected for all 11 tests made, finds fewer than chance allows."
            .into(),
        numbers: vec![
            number("0.62", "of their fair share reached", Some("95% interval 0.55 to 0.70")),
            number("310", "more children at a fair share", Some("95% interval 245 to 368")),
            number("4,120", "children covered by the definition", None),
        ],
    }
}

fn slipping_through() -> VerdictPanel {
    VerdictPanel {
        kind: "Slipping through".into(),
        question: "Are these families lost more often between first contact and help?".into(),
        tone: Tone::NotEnough,
        sentence: "What became of 41 of every 100 referrals was never written down, so the records cannot say whether \
                   these families are lost more often than others."
            .into(),
        rule: "Not enough data where the verdict would change with what the missing records may hold.".into(),
        numbers: vec![
            number("41%", "of outcomes not recorded", Some("other families: 12%")),
            number("8 to 49 in 100", "lost before the first visit", Some("lowest and highest possible")),
        ],
    }
}

fn represented() -> Section {
    let rows = [("Asian or Asian British", 0.62, 4120.0), ("Black or Black British", 0.91, 1540.0), ("White", 1.12, 12_210.0)];
    let mut rows: Vec<Vec<Cell>> = rows
        .into_iter()
        .map(|(group, ratio, eligible)| vec![text(group), Cell::Number(eligible), Cell::Number(ratio)])
        .collect();
    rows.push(vec![text("Another ethnic group"), Cell::Suppressed, Cell::Suppressed]);
    Section {
        words: texts(["A ratio of 1 means that a group has its fair share of those reached. Below 1 it has less."]),
        figures: vec![figure(
            "representation",
            "Representation of each ethnic group among those reached",
            "Chart of four ethnic groups. Asian or Asian British: 0.62 (0.55 to 0.70).",
            "Each mark is a group's share of those reached over its share of all children, with its 95% interval.",
        )],
        tables: vec![table(
            "representation",
            "Representation by ethnic group",
            "Children aged 0 to 11, family hub, 2025.",
            &[
                ("Ethnic group", ColumnKind::Text),
                ("Children", ColumnKind::Count),
                ("Representation ratio", ColumnKind::Decimal(2)),
            ],
            rows,
        )],
        ..Section::default()
    }
}

fn pathway() -> Section {
    let steps = [("Referred", 812.0, 1.0), ("Offered a visit", 640.0, 0.788), ("Engaged", 301.0, 0.371)];
    Section {
        words: texts(["Of 812 children referred, 301 are known to have been seen more than once."]),
        tables: vec![table(
            "pathway",
            "From referral to engagement",
            "Children covered by the definition, family hub, 2025.",
            &[
                ("Step", ColumnKind::Text),
                ("Children", ColumnKind::Count),
                ("Of those referred", ColumnKind::Proportion),
            ],
            steps
                .into_iter()
                .map(|(step, n, of)| vec![text(step), Cell::Number(n), Cell::Number(of)])
                .collect(),
        )],
        ..Section::default()
    }
}

fn cautions() -> Vec<Caution> {
    vec![
        Caution {
            warning: true,
            text: "the review of this definition was due on 14 March 2026".into(),
            hint: Some("ask its owner whether it still holds".into()),
        },
        Caution {
            warning: false,
            text: "the ethnic group of 6.2% of those reached is not recorded; the verdict is the same whatever it is"
                .into(),
            hint: None,
        },
    ]
}

fn methods() -> Vec<Method> {
    vec![Method {
        name: "Representation ratio".into(),
        words: "A group's share of those reached, set against its share of all who are eligible.".into(),
        formula: Some("ratio = (group reached ÷ all reached) ÷ (group eligible ÷ all eligible)".into()),
        reference: Some(
            "Katz D et al. (1978) Obtaining confidence intervals for the risk ratio, doi:10.2307/2530610".into(),
        ),
    }]
}

fn row(agency: &str, wording: &str, page: &str, verdicts: &[(&str, Tone)], reason: &str) -> DefinitionRow {
    DefinitionRow {
        agency: agency.into(),
        wording: wording.into(),
        page: page.into(),
        verdicts: verdicts.iter().map(|(kind, tone)| KindVerdict { kind: (*kind).into(), tone: *tone }).collect(),
        reason: reason.into(),
    }
}

fn rows() -> Vec<DefinitionRow> {
    vec![
        row(
            "Health",
            "Asian and Asian British families with a child under 12",
            "health-asian-families.html",
            &[("Under-represented", Tone::Supported), ("Slipping through", Tone::NotEnough)],
            "The family hub reached about six tenths of their fair share. Too few outcomes were written down to say \
             whether they are lost on the way.",
        ),
        row(
            "Education",
            "Children who moved school in the year",
            "education-moved-school.html",
            &[("Slipping through", Tone::Supported)],
            "Of every 100 referred, 48 were never offered a place; of other children, 19.",
        ),
        row(
            "Social services",
            "Lone parents in the east of the town",
            "social-services-lone-parents.html",
            &[("Under-represented", Tone::NotSupported)],
            "They were reached as much as others: 98 for every 100 at a fair share, and the records were enough to \
             show a shortfall of 7.",
        ),
        row(
            "Youth offending team",
            "Young people who turn mentoring down",
            "youth-offending-declined.html",
            &[("Service-resistant", Tone::NotOffered)],
            "Seven in ten live more than 45 minutes from the only place where mentoring was offered, on school days \
             until 4 pm.",
        ),
        row(
            "Police and voluntary sector",
            "Young people sleeping away from home",
            "police-away-from-home.html",
            &[("Slipping through", Tone::NotEnough)],
            "Only 23 people are recorded. A difference would have to be very large to be seen among so few.",
        ),
    ]
}

/// The page of the partnership, with every verdict among its definitions.
pub(super) fn partnership() -> PartnershipPage {
    PartnershipPage {
        title: "Whom do we call hard to reach, and is it so?".into(),
        subtitle: "Five agencies of the Northbridge Children & Families Partnership, January to December 2025".into(),
        answer: texts([
            "The records bear out two of the six claims that agencies make: Asian families are reached less by the \
             family hub, and children who moved school are lost on the way to help.",
            "Nobody names disabled girls aged 12 to 15, whom mentoring reaches least of all groups that could be \
             tested.",
        ]),
        definitions: rows(),
        sections: vec![
            section("agree", "Where agencies agree", agree()),
            section("nobody", "Whom nobody names", nobody()),
            section("barriers", "Several barriers at once", Section {
                words: texts(["Being disabled and living far away together lowers reach by more than both would alone."]),
                ..Section::default()
            }),
            section("missing", "What is missing", missing()),
            section("equality", "Equality table", equality()),
        ],
        cautions: cautions(),
        methods: methods(),
        published_by: Some("Northbridge Children & Families Partnership".into()),
        prepared: "22 November 2026".into(),
        version: "0.1.0".into(),
        home: Some("../report.html".into()),
    }
}

fn agree() -> Section {
    let pairs = [("Health", "Education", 2480.0, 0.41, 0.44), ("Health", "Social services", 310.0, 0.05, -0.02)];
    Section {
        words: texts(["Health and Education mean many of the same families. The other agencies hardly overlap."]),
        figures: vec![figure(
            "overlap",
            "Children covered by each combination of definitions",
            "Chart of combinations: Health and Education together 2,480 children.",
            "Each column is a combination of agencies; its height is how many children all of them name.",
        )],
        tables: vec![table(
            "agreement",
            "How far two agencies name the same children",
            "The overlap is the share of children named by either whom both name.",
            &[
                ("Agency", ColumnKind::Text),
                ("With", ColumnKind::Text),
                ("Named by both", ColumnKind::Count),
                ("Overlap (Jaccard)", ColumnKind::Proportion),
                ("Agreement beyond chance (κ)", ColumnKind::Decimal(2)),
            ],
            pairs
                .into_iter()
                .map(|(one, other, both, overlap, kappa)| {
                    vec![text(one), text(other), Cell::Number(both), Cell::Number(overlap), Cell::Number(kappa)]
                })
                .collect(),
        )],
        ..Section::default()
    }
}

fn nobody() -> Section {
    Section {
        points: vec![Point {
            about: "Disabled girls aged 12 to 15".into(),
            words: "Mentoring reached 3.1% of them and 9.8% of all young people. No definition covers more than 1 in 20 \
                    of them. The search looked at 214 groups and allows for that."
                .into(),
        }],
        ..Section::default()
    }
}

fn missing() -> Section {
    let rows = [("Health", 0.062, 0.31), ("Education", 0.018, 0.04), ("Police and voluntary sector", 0.47, 0.88)];
    Section {
        tables: vec![table(
            "missing",
            "Share of records without an attribute",
            "By the agency that holds the records.",
            &[
                ("Agency", ColumnKind::Text),
                ("Ethnic group", ColumnKind::Proportion),
                ("Disability", ColumnKind::Proportion),
            ],
            rows.into_iter()
                .map(|(agency, ethnic, disability)| {
                    vec![text(agency), Cell::Number(ethnic), Cell::Number(disability)]
                })
                .collect(),
        )],
        ..Section::default()
    }
}

fn equality() -> Section {
    let row = |what: &str, need: &str, uptake: &str, unknown: &str| {
        vec![text(what), text(need), text(uptake), Cell::NotApplicable, text(unknown)]
    };
    Section {
        tables: vec![table(
            "equality",
            "Protected characteristics",
            "What the evidence says of each, how strong it is, and what is not known.",
            &[
                ("Characteristic", ColumnKind::Text),
                ("Need", ColumnKind::Text),
                ("Uptake", ColumnKind::Text),
                ("Outcome", ColumnKind::Text),
                ("What is not known", ColumnKind::Text),
            ],
            vec![
                row("Race", "higher in 3 of 9 groups", "lower: Asian or Asian British (strong)", "the ethnic group of 6.2%"),
                row("Disability", "higher (weak)", "cannot tell", "disability is not recorded for 31%"),
                row("Religion or belief", "no data", "no data", "no agency records it"),
            ],
        )],
        ..Section::default()
    }
}
