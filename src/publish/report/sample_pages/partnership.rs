//! The made-up partnership's own page.

use super::*;

fn row(agency: &str, wording: &str, page: &str, verdicts: &[(&str, Tone)], reason: &str) -> DefinitionRow {
    DefinitionRow {
        agency: agency.into(),
        wording: wording.into(),
        page: page.into(),
        verdicts: verdicts
            .iter()
            .map(|(kind, tone)| KindVerdict { kind: (*kind).into(), tone: *tone })
            .collect(),
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
pub(in crate::publish::report) fn partnership() -> PartnershipPage {
    PartnershipPage {
        title: "Whom do we call hard to reach, and is it so?".into(),
        subtitle:
            "Five agencies of the Northbridge Children & Families Partnership, January to December 2025"
                .into(),
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
            section(
                "barriers",
                "Several barriers at once",
                Section {
                    words: texts([
                        "Being disabled and living far away together lowers reach by more than both would alone.",
                    ]),
                    ..Section::default()
                },
            ),
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
    let pairs =
        [("Health", "Education", 2480.0, 0.41, 0.44), ("Health", "Social services", 310.0, 0.05, -0.02)];
    Section {
        words: texts([
            "Health and Education mean many of the same families. The other agencies hardly overlap.",
        ]),
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
                    vec![
                        text(one),
                        text(other),
                        Cell::Number(both),
                        Cell::Number(overlap),
                        Cell::Number(kappa),
                    ]
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
    let rows =
        [("Health", 0.062, 0.31), ("Education", 0.018, 0.04), ("Police and voluntary sector", 0.47, 0.88)];
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
                row(
                    "Race",
                    "higher in 3 of 9 groups",
                    "lower: Asian or Asian British (strong)",
                    "the ethnic group of 6.2%",
                ),
                row("Disability", "higher (weak)", "cannot tell", "disability is not recorded for 31%"),
                row("Religion or belief", "no data", "no data", "no agency records it"),
            ],
        )],
        ..Section::default()
    }
}
