//! The equality table, and evidence for a choice of PLUS groups.

use super::rows::{Rows, estimate, figure, no_share, people, share_alone, text};
use super::{Told, ratio_words};
use crate::assess::partnership::equality::{Characteristic, Choice, Evidence, Level, PlusGroup, Strength};
use crate::assess::partnership::share::NoShare;
use crate::disclose::evidence::{Bar, Cell, Chart, ColumnKind, Drawing, SectionEvidence, Shown, Table};
use crate::measure::{Estimate, Missing};
use crate::number_words::percentage;
use crate::words::{capital, listed};

use ColumnKind::{Count, Decimal, Proportion, Text};

/// Machine name, heading and meaning of each part of the evidence.
const PARTS: [(&str, &str, &str); 4] = [
    ("need", "Need", "living in the fifth of areas with most need"),
    ("access", "Access", "living where the nearest site is out of reach"),
    ("uptake", "Uptake", "reached by any service, of those known to an agency or a service"),
    ("outcome", "Outcome", "who completed, of those who came long enough ago"),
];

fn parts(level: &Level) -> [&Evidence; 4] {
    [&level.need, &level.access, &level.uptake, &level.outcome]
}

/// A group by its characteristic: "race: Asian".
fn name(characteristic: &str, level: &str) -> String {
    format!("{characteristic}: {level}")
}

impl Told<'_> {
    pub(super) fn equality_tables(&self) -> Vec<Table> {
        if self.found.equality.is_empty() {
            return Vec::new();
        }
        std::iter::once(self.equality_table()).chain(self.plus_table()).collect()
    }

    fn equality_table(&self) -> Table {
        let mut rows = headings();
        for of in &self.found.equality {
            if of.levels.is_empty() {
                rows.rows.push(unrecorded(of));
            }
            rows.rows.extend(of.levels.iter().map(|level| row(of, level)));
        }
        rows.table(
            "equality",
            &format!("{}: equality", self.title),
            "One row for each kind of people, set beside everybody else whose characteristic is known: 1 is the same, 0.5 is half as often.",
            vec![
                format!("Evidence is {}.", Strength::rule()),
                "Reach is out of the eligible people, where tables of the population tell them apart; uptake is out of those whom an agency or a service knows.".into(),
                "The more groups one looks at, the more of them look different by chance: these intervals are not corrected for their number.".into(),
            ],
        )
    }

    fn core20_known(&self) -> bool {
        self.found.plus.iter().any(|group| !matches!(group.core20, Err(NoShare::NotRecorded)))
    }

    fn plus_table(&self) -> Option<Table> {
        if !self.core20_known() {
            return None;
        }
        let mut rows = Rows::new(&[
            ("characteristic", "Characteristic", "The characteristic", Text),
            ("group", "Group", "The group", Text),
            ("people", "People", "Those known to an agency or a service, rounded", Count),
            (
                "core20",
                "In Core20",
                "Share living in the most deprived fifth of the country, whom Core20 covers anyway",
                Proportion,
            ),
        ]);
        rows.with_limits(("reach", "Reach", "Their reach over that of everybody else", Decimal(2)));
        rows.column((
            "choice",
            "Whether the evidence backs the choice",
            "Whether they are reached less than everybody else",
            Text,
        ));
        rows.rows.extend(self.found.plus.iter().map(plus_row));
        Some(rows.table(
            "plus_groups",
            &format!("{}: evidence for a choice of PLUS groups", self.title),
            "One row for each group that a partnership might choose beside Core20, the best backed first.",
            vec!["Backed: the whole interval lies below 1. Not backed: the interval rules out that a fifth fewer are reached.".into()],
        ))
    }

    /// Reach of every kind of people over that of everybody else.
    pub(super) fn reach_chart(&self) -> Option<Chart> {
        let of = |characteristic: &Characteristic| -> Vec<Bar> {
            let bar = |level: &Level| Bar {
                label: capital(&name(&characteristic.name, &level.level)),
                figure: match level.reach {
                    Some(e) => Shown::Value((e.value, e.lower, e.upper)),
                    None if level.people.is_none() => Shown::Suppressed,
                    None => Shown::Missing(Missing::IngredientMissing),
                },
            };
            let any = characteristic.levels.iter().any(|level| level.reach.is_some());
            characteristic.levels.iter().filter(|_| any).map(bar).collect()
        };
        let bars: Vec<Bar> = self.found.equality.iter().flat_map(of).collect();
        (!bars.is_empty()).then(|| {
            self.chart(
                "partnership_reach".into(),
                "reach by protected characteristic",
                "How often the eligible people of each kind are reached, over how often everybody else is; 1 is the same",
                Drawing::Groups { heading: "Reach ÷ reach of everybody else".into(), bars },
                "equality",
            )
        })
    }

    /// The part of the page.
    pub(super) fn equality_section(&self) -> Option<SectionEvidence> {
        if self.found.equality.is_empty() {
            return None;
        }
        let mut words = vec!["Need, access, uptake and outcome of people by protected characteristic: the evidence that an Equality Impact Assessment asks for.".to_owned()];
        words.extend(self.unrecorded_words());
        words.extend(self.reach_words());
        words.extend(self.unknown_words());
        words.extend(self.plus_words());
        Some(SectionEvidence {
            id: "equality".into(),
            heading: "Equality".into(),
            words,
            pictures: vec!["partnership_reach".into()],
            tables: vec!["equality".into(), "plus_groups".into()],
            ..SectionEvidence::default()
        })
    }

    fn unrecorded_words(&self) -> Option<String> {
        let nobody = self.found.equality.iter().filter(|of| of.attribute.is_none());
        let names: Vec<&str> = nobody.map(|of| of.name.as_str()).collect();
        (!names.is_empty()).then(|| {
            format!(
                "Nobody records {}: whether services reach people alike in these cannot be told.",
                listed(&names)
            )
        })
    }

    /// Whom services reach less, and more, than everybody else.
    fn reach_words(&self) -> Vec<String> {
        let levels =
            || self.found.equality.iter().flat_map(|of| of.levels.iter().map(move |level| (of, level)));
        let known = || levels().filter_map(|(of, level)| Some((of, level, level.reach?)));
        let told = |(of, level, reach): (&Characteristic, &Level, Estimate)| {
            format!("{} {}", name(&of.name, &level.level), ratio_words(reach.value, reach.lower, reach.upper))
        };
        let less: Vec<String> = known().filter(|one| one.2.upper < 1.0).map(told).collect();
        let more: Vec<String> = known().filter(|one| one.2.lower > 1.0).map(told).collect();
        let mut words = Vec::new();
        if !less.is_empty() {
            words.push(format!("Reached less than everybody else: {}.", less.join("; ")));
        }
        if !more.is_empty() {
            words.push(format!("Reached more: {}.", more.join("; ")));
        }
        if words.is_empty() && known().next().is_some() {
            words.push(
                "No kind of people is reached less than everybody else by more than chance explains.".into(),
            );
        }
        words
    }

    fn unknown_words(&self) -> Option<String> {
        let known = self
            .found
            .equality
            .iter()
            .filter_map(|of| Some((of.not_known.ok()?.share.value, of.name.as_str())));
        let mut shares: Vec<(f64, &str)> = known.filter(|(share, _)| *share > 0.0).collect();
        shares.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let told: Vec<String> =
            shares.iter().map(|(share, name)| format!("{name} ({})", percentage(*share))).collect();
        (!told.is_empty()).then(|| format!("Not known of some people: {}.", listed(&told)))
    }

    fn plus_words(&self) -> Option<String> {
        let backed = self.found.plus.iter().filter(|group| group.choice == Choice::Backed);
        let backed: Vec<String> = backed.map(|group| name(&group.characteristic, &group.level)).collect();
        self.core20_known().then(|| match backed.is_empty() {
            true => "As PLUS groups beside Core20 the evidence backs none of these.".to_owned(),
            false => format!("As PLUS groups beside Core20 the evidence backs: {}.", backed.join("; ")),
        })
    }
}

fn headings() -> Rows {
    let mut rows = Rows::new(&[
        (
            "characteristic",
            "Characteristic",
            "The characteristic, as the Equality Act 2010 or the assessment names it",
            Text,
        ),
        ("protected", "Protected", "Whether the Act protects it", Text),
        ("level", "Who", "The kind of people", Text),
        ("people", "People", "Those known to an agency or a service, rounded", Count),
    ]);
    for (id, label, about) in PARTS {
        rows.column((
            &format!("{id}_share"),
            &format!("{label}, share"),
            &format!("Share {about}"),
            Proportion,
        ));
        rows.with_limits((id, label, &format!("Share {about}, over that of everybody else"), Decimal(2)));
        rows.column((
            &format!("{id}_evidence"),
            &format!("{label}, evidence"),
            "How strong the evidence is: strong, weak or none",
            Text,
        ));
    }
    rows.with_limits((
        "reach",
        "Reach",
        "Reach of the eligible people over that of everybody else",
        Decimal(2),
    ));
    rows.column((
        "reach_evidence",
        "Reach, evidence",
        "How strong the evidence is: strong, weak or none",
        Text,
    ));
    rows.column((
        "mean_distance",
        "Mean way",
        "The mean way to the nearest site, to two figures, in the unit of access",
        Decimal(1),
    ));
    rows.column((
        "not_known",
        "Not known",
        "Share of everybody of whom the characteristic is not known",
        Proportion,
    ));
    rows
}

fn row(of: &Characteristic, level: &Level) -> Vec<Cell> {
    let protected = if of.protected { "yes" } else { "no" };
    let mut row = vec![text(&of.name), text(protected), text(&level.level), people(level.people)];
    for part in parts(level) {
        row.push(share_alone(part.share));
        match (part.against_others, part.share) {
            (None, Err(why)) => row.extend([no_share(why), no_share(why), no_share(why)]),
            (of, _) => row.extend(estimate(of, 2)),
        }
        row.push(text(part.strength.words()));
    }
    row.extend(estimate(level.reach, 2));
    row.push(text(level.reach.map_or(Strength::None, |e| Strength::of(e.lower, e.upper)).words()));
    row.push(figure(level.mean_distance, 1));
    row.push(share_alone(of.not_known));
    row
}

/// A characteristic that nobody records.
fn unrecorded(of: &Characteristic) -> Vec<Cell> {
    let protected = if of.protected { "yes" } else { "no" };
    let mut row = vec![text(&of.name), text(protected), text("nobody records it")];
    let none = || Cell::Missing(Missing::NotRecorded);
    row.push(none());
    for _ in 0..PARTS.len() {
        row.extend([none(), none(), none(), none(), text(Strength::None.words())]);
    }
    row.extend([none(), none(), none(), text(Strength::None.words()), none(), none()]);
    row
}

fn plus_row(group: &PlusGroup) -> Vec<Cell> {
    let mut row = vec![
        text(&group.characteristic),
        text(&group.level),
        people(group.people),
        share_alone(group.core20),
    ];
    row.extend(estimate(group.reach, 2));
    row.push(text(group.choice.words()));
    row
}
