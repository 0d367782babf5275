//! Ways through services, by who referred and who provides.

use super::rows::{Rows, people, share, share_alone, text};
use super::{Told, machine_name};
use crate::assess::partnership::course::Stop;
use crate::assess::partnership::pathways::{NOT_RECORDED, Passage, Pathway, ServicePathways};
use crate::assess::partnership::share::{NoShare, Share};
use crate::disclose::evidence::{Cell, ColumnKind, SectionEvidence, Table};
use crate::number_words::{percentage, thousands};
use crate::step::Step;
use crate::words::{capital, listed};

/// What became of people who came to a step.
fn became(step: Step) -> &'static str {
    match step {
        Step::Identified => "were identified",
        Step::Referred => "were referred",
        Step::Offered => "were offered something",
        Step::Engaged => "came",
        _ => "stayed to the end",
    }
}

use ColumnKind::{Count, Proportion, Text};

/// Whether somebody may have stopped on a passage for this reason: one declines before they come, and leaves after.
fn possible(passage: &Passage, stop: Stop) -> bool {
    match stop {
        Stop::Declined => passage.from < Step::Engaged,
        Stop::Disengaged => passage.to > Step::Engaged,
        Stop::Lost | Stop::Waiting => true,
    }
}

fn id_of(stop: Stop) -> &'static str {
    match stop {
        Stop::Lost => "lost",
        Stop::Declined => "declined",
        Stop::Disengaged => "left",
        Stop::Waiting => "too_early",
    }
}

/// Whose ways: by what, and their name.
fn rows_of(found: &ServicePathways) -> Vec<(&'static str, &str, &Pathway)> {
    let mut rows = vec![("everybody", "everybody", &found.all)];
    rows.extend(found.by_referrer.iter().map(|(name, way)| ("referred by", name.as_str(), way)));
    rows.extend(found.by_provider.iter().map(|(name, way)| ("provider", name.as_str(), way)));
    rows
}

/// Whose share, the share, and the two steps it leads between.
type Named = (String, Share, Step, Step);

impl Told<'_> {
    /// The services whose records tell of steps.
    fn ways(&self) -> impl Iterator<Item = &ServicePathways> {
        self.found.pathways.iter().filter(|service| service.steps.len() > 1)
    }

    pub(super) fn pathway_tables(&self) -> Vec<Table> {
        self.ways().map(|found| self.pathway_table(found)).collect()
    }

    fn pathway_table(&self, found: &ServicePathways) -> Table {
        let mut rows = headings(found);
        for (by, name, way) in rows_of(found) {
            rows.rows.push(row(by, name, way));
        }
        rows.table(
            &format!("pathways_{}", machine_name(&found.name)),
            &format!("{}: ways through {}", self.title, found.name),
            "One row for everybody, for those whom each agency referred, and for those of each provider. Shares are of the people who came to the step before.",
            vec![
                format!("People have {} days to go further before they count as lost; those who still have time left are too early to tell.", self.settings.partnership.follow_up_days),
                "Retention: those who completed, of those who came at least as long before the records end.".into(),
                format!("Numbers are rounded to the nearest {}, and shares are worked out from them.", self.found.judging.rounding.to),
            ],
        )
    }

    /// The part of the page.
    pub(super) fn pathways_section(&self) -> Option<SectionEvidence> {
        self.ways().next()?;
        let mut words = vec![
            "Of the people who come to a step of a service, how many go on to the next? Whoever declines or leaves has decided so; whoever is lost has not been heard of again.".to_owned(),
        ];
        for found in self.ways() {
            words.extend(overall(found));
            words.extend(difference("referred by", "People referred by", &found.by_referrer));
            words.extend(difference("provider", "People of", &found.by_provider));
            words.extend(without_ends(found));
        }
        Some(SectionEvidence {
            id: "pathways".into(),
            heading: "The way through services".into(),
            words,
            tables: self.ways().map(|found| format!("pathways_{}", machine_name(&found.name))).collect(),
            ..SectionEvidence::default()
        })
    }
}

fn headings(found: &ServicePathways) -> Rows {
    let mut rows = Rows::new(&[
        ("by", "By", "What the row's people have in common", Text),
        ("name", "Who", "Everybody, who referred them, or their provider", Text),
    ]);
    for step in &found.steps {
        let name = step.name();
        rows.column((
            &format!("people_{name}"),
            &capital(name),
            &format!("People who came to be {name}, rounded"),
            Count,
        ));
    }
    for passage in &found.all.passages {
        let (from, to) = (passage.from.name(), passage.to.name());
        let about = format!("Share of the people {from} who came to be {to}");
        rows.with_limits((
            &format!("on_{to}"),
            &format!("{} of those {from}", capital(to)),
            &about,
            Proportion,
        ));
        for stop in Stop::ALL.into_iter().filter(|stop| possible(passage, *stop)) {
            let (id, label) = (
                format!("{}_{from}", id_of(stop)),
                format!("{} after {from}", capital(&id_of(stop).replace('_', " "))),
            );
            rows.column((&id, &label, &format!("Share of the people {from}: {}", stop.words()), Proportion));
        }
    }
    rows.with_limits((
        "retention",
        "Retention",
        "Share of those who came long enough ago who completed",
        Proportion,
    ));
    rows
}

fn row(by: &str, name: &str, way: &Pathway) -> Vec<Cell> {
    let mut row = vec![text(by), text(name)];
    row.extend(way.people.iter().map(|number| people(*number)));
    for passage in &way.passages {
        row.extend(share(passage.on));
        let stops = Stop::ALL.into_iter().filter(|stop| possible(passage, *stop));
        row.extend(stops.map(|stop| share_alone(passage.stopped_by(stop))));
    }
    row.extend(share(way.retention));
    row
}

/// How far everybody came, and where most went no further.
fn overall(found: &ServicePathways) -> Option<String> {
    let first = found.all.people.first().copied().flatten()?;
    let step = |passage: &Passage| {
        let on = passage.on.ok()?.share.value;
        (on < 1.0).then(|| {
            format!("of those who {}, {} {}", became(passage.from), percentage(on), became(passage.to))
        })
    };
    let steps: Vec<String> = found.all.passages.iter().filter_map(step).collect();
    if steps.is_empty() {
        return None;
    }
    let retention = found.all.retention.ok().map(|share| {
        format!(
            " Retention, counted of those who came long enough ago, is {}.",
            percentage(share.share.value)
        )
    });
    Some(format!(
        "{}: about {} people {}; {}.{}{}",
        capital(&found.name),
        thousands(first),
        became(found.steps[0]),
        steps.join("; "),
        most_lost(&found.all),
        retention.unwrap_or_default()
    ))
}

/// Who records no ends, in words.
fn without_ends(found: &ServicePathways) -> Option<String> {
    let ways = found.by_referrer.iter().chain(&found.by_provider);
    let silent = ways.filter(|(_, way)| way.retention == Err(NoShare::NotRecorded));
    let names: Vec<&str> = silent.map(|(name, _)| name.as_str()).collect();
    let of_all = found.all.retention != Err(NoShare::NotRecorded);
    (of_all && !names.is_empty()).then(|| {
        format!(
            "Of the people of {} no ends are recorded, neither that they completed nor that they left: in the numbers of everybody they count as not having stayed.",
            listed(&names)
        )
    })
}

/// Where the greatest share was lost.
fn most_lost(way: &Pathway) -> String {
    let lost = |passage: &Passage| Some((passage.stopped_by(Stop::Lost).ok()?.share.value, passage.from));
    let most = way.passages.iter().filter_map(lost).max_by(|a, b| a.0.total_cmp(&b.0));
    let most = most.filter(|(share, _)| *share > 0.0);
    most.map(|(share, from)| format!(" Most are lost of those who {}: {}.", became(from), percentage(share)))
        .unwrap_or_default()
}

/// The passage on which the groups differ most, where the limits of the best and the worst do not touch.
fn difference(by: &str, whom: &str, ways: &[(String, Pathway)]) -> Option<String> {
    let named = || ways.iter().filter(|(name, _)| name != NOT_RECORDED);
    let passages = named().map(|(_, way)| way.passages.len()).max()?;
    let apart = |at: usize| {
        let share = |(name, way): &'_ (String, Pathway)| -> Option<Named> {
            let passage = way.passages.get(at)?;
            Some((name.clone(), passage.on.ok()?, passage.from, passage.to))
        };
        let mut shares: Vec<_> = named().filter_map(share).collect();
        shares.sort_by(|a, b| a.1.share.value.total_cmp(&b.1.share.value));
        let (least, most) = (shares.first()?.clone(), shares.last()?.clone());
        (least.1.share.upper < most.1.share.lower).then_some((least, most))
    };
    let gap = |pair: &(Named, Named)| pair.1.1.share.value - pair.0.1.share.value;
    let widest = (0..passages).filter_map(apart).max_by(|a, b| gap(a).total_cmp(&gap(b)));
    let Some((least, most)) = widest else {
        return (named().count() > 1).then(|| match by {
            "provider" => {
                "Between providers no difference is so large that chance could not explain it.".to_owned()
            }
            _ => "Between those who refer no difference is so large that chance could not explain it."
                .to_owned(),
        });
    };
    let told = |one: &Named| {
        let Share { share, .. } = one.1;
        format!(
            "{} {} ({} to {})",
            one.0,
            percentage(share.value),
            percentage(share.lower),
            percentage(share.upper)
        )
    };
    let heading = if by == "provider" { "providers" } else { "those who refer" };
    Some(format!(
        "The largest difference between {heading} is in how many of those who {} {}. {whom} {}; {} {}.",
        became(least.2),
        became(least.3),
        told(&least),
        whom.to_lowercase(),
        told(&most)
    ))
}
