//! A made-up definition with two kinds.

use super::*;

/// Health's definition: two kinds, of which one holds and one cannot be told.
pub(in crate::publish::report) fn definition() -> DefinitionPage {
    DefinitionPage {
        title: "Health: families from Asian communities with a young child".into(),
        agency: "Northbridge Community Health".into(),
        wording:
            "Asian and Asian British families with a child under 12 who do not come to the family hub, and \
                  those who come once and are not seen again."
                .into(),
        facts: facts(),
        verdicts: vec![under_represented(), slipping_through()],
        sections: vec![
            section("represented", "Are they reached less than others?", represented()),
            section("pathway", "Where along the way are families lost?", pathway()),
            section(
                "agencies",
                "What other agencies say",
                Section {
                    words: texts([
                        "Education names many of the same families: 6 in 10 of those named by Health are named by \
                    Education as well. No other agency's definition covers more than 1 in 10 of them.",
                    ]),
                    ..Section::default()
                },
            ),
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
    let rows = [
        ("Asian or Asian British", 0.62, 4120.0),
        ("Black or Black British", 0.91, 1540.0),
        ("White", 1.12, 12_210.0),
    ];
    let mut rows: Vec<Vec<Cell>> = rows
        .into_iter()
        .map(|(group, ratio, eligible)| vec![text(group), Cell::Number(eligible), Cell::Number(ratio)])
        .collect();
    rows.push(vec![text("Another ethnic group"), Cell::Suppressed, Cell::Suppressed]);
    Section {
        words: texts([
            "A ratio of 1 means that a group has its fair share of those reached. Below 1 it has less.",
        ]),
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
