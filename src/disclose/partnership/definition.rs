//! One definition, ready for its page.

use super::words::{Saying, measured, question};
use super::{Told, machine_name, ratio_words};
use crate::assess::partnership::between::Relation;
use crate::assess::partnership::tally::Measured;
use crate::assess::partnership::test::Test;
use crate::assess::partnership::verdict::{Verdict, Why};
use crate::assess::partnership::{DefinitionFindings, waiting};
use crate::assessment::DefinitionKind;
use crate::disclose::evidence::{ClaimEvidence, DefinitionEvidence, KeyFigure, SectionEvidence};
use crate::number_words::{number, percentage, things, thousands};
use crate::problem::Problem;
use crate::words::{capital, listed, long_date};

impl Told<'_> {
    pub(super) fn definition(&self, one: &DefinitionFindings) -> DefinitionEvidence {
        let definition = &one.registered.definition;
        let saying = Saying { found: self.found, one, settings: &self.settings.partnership };
        DefinitionEvidence {
            id: definition.id.clone(),
            title: definition.title.clone(),
            agency: definition.agency.clone(),
            wording: definition.wording.clone(),
            facts: self.facts(one, &saying),
            claims: one.claims().into_iter().map(|(kind, verdict)| claim(&saying, kind, verdict)).collect(),
            sections: self.sections_of(one, &saying),
            cautions: self.cautions_of(one),
        }
    }

    /// What was agreed, and whom it covers.
    fn facts(&self, one: &DefinitionFindings, saying: &Saying<'_>) -> Vec<(String, String, bool)> {
        let definition = &one.registered.definition;
        let mut facts: Vec<(String, String, bool)> = Vec::new();
        let mut say = |about: &str, words: String| facts.push((about.to_owned(), words, false));
        let on_roll =
            one.people.map_or("too few to be shown".to_owned(), |n| format!("about {}", thousands(n)));
        let eligible = one.registered.covers.eligible.as_ref();
        let eligible = eligible.map(|e| {
            let (covered, all) = (e.people(), e.people() + e.people_not_covered());
            let share = if all > 0.0 { percentage(covered / all) } else { "none".into() };
            format!("; and about {} of the people the services are for ({share})", thousands(covered))
        });
        say(
            "Who it covers",
            format!(
                "{}: {on_roll} people on the agencies' files and the records{}",
                definition.title,
                eligible.unwrap_or_default()
            ),
        );
        say(
            "What it claims",
            capital(&listed(&definition.kind.iter().map(|kind| kind.words()).collect::<Vec<_>>())),
        );
        let services = if definition.services.is_empty() {
            "every service with records of persons".into()
        } else {
            listed(&definition.services)
        };
        say("Services", services);
        if let Some((from, to)) = &definition.period {
            say("Period", format!("{} to {}", day(from), day(to)));
        }
        say("Compared with", saying.like_them());
        say("What matters to the agency", mark(one));
        if let Some(owner) = &definition.owner {
            say("Owner", owner.clone());
        }
        if let Some(agreed) = &definition.agreed {
            say("Agreed on", day(agreed));
        }
        if let Some(review) = &definition.review {
            say("Review due", day(review));
        }
        if let Some(version) = &definition.version {
            say("Wording", version.clone());
        }
        if !definition.sources.is_empty() {
            say("Rests on", definition.sources.join("; "));
        }
        facts.insert(1, ("As a condition".into(), definition.covers.clone(), true));
        if let Some(comparator) = &definition.comparator {
            facts.push(("Compared with, as a condition".into(), comparator.clone(), true));
        }
        facts
    }

    fn sections_of(&self, one: &DefinitionFindings, saying: &Saying<'_>) -> Vec<SectionEvidence> {
        let id = machine_name(&one.registered.definition.id);
        let mut sections = vec![self.numbers(one, saying, &id)];
        sections.extend(on_the_way(one, &id, self.settings.partnership.follow_up_days));
        if one.registered.covers.eligible.is_some() {
            sections.push(SectionEvidence {
                id: "where".into(),
                heading: "Where these people live".into(),
                words: near_but_missed(one).into_iter().chain(["The map shows how large a share of the people the services are for the definition covers in each area, by tables of the population. It says nothing of single persons.".to_owned()]).collect(),
                pictures: vec![format!("definition_{id}_where")],
                ..SectionEvidence::default()
            });
        }
        sections.extend(self.beside_others(one));
        if self.wordings_table(&one.registered.definition.id).is_some() {
            sections.push(SectionEvidence {
                id: "wordings".into(),
                heading: "Earlier wordings".into(),
                words: vec!["Earlier wordings are tested on the same data, so that it can be seen what a change of words changed.".into()],
                tables: vec![format!("definition_{id}_wordings")],
                ..SectionEvidence::default()
            });
        }
        sections
    }

    fn numbers(&self, one: &DefinitionFindings, saying: &Saying<'_>, id: &str) -> SectionEvidence {
        let mut points = Vec::new();
        for test in &one.tests {
            points.push((capital(measured(test.measured)), saying.sentence(test)));
            points.extend(power(test).map(|words| ("What could have been seen".to_owned(), words)));
            points.extend(unknown(test).map(|words| ("Not known".to_owned(), words)));
        }
        SectionEvidence {
            id: "numbers".into(),
            heading: "The numbers".into(),
            points,
            pictures: vec![format!("definition_{id}_verdict")],
            tables: vec!["definitions".into()],
            ..SectionEvidence::default()
        }
    }

    /// How it stands to the other definitions.
    fn beside_others(&self, one: &DefinitionFindings) -> Option<SectionEvidence> {
        let current = self.found.current();
        let own = current
            .iter()
            .position(|other| other.registered.definition.id == one.registered.definition.id)?;
        let title = |at: usize| current[at].registered.definition.title.as_str();
        let told = |pair: &crate::assess::partnership::between::Pair| {
            let other = if pair.first == own { pair.second } else { pair.first };
            let people = pair.people.as_ref()?;
            let words = match pair.relation {
                Relation::Agree => "much the same people are in both",
                Relation::Overlap => "some people are in both",
                Relation::Contradict => {
                    "these are different people: fewer than a fifth of those that chance would bring are in both"
                }
                Relation::CannotTell => return None,
            };
            Some((
                title(other).to_owned(),
                format!("{}. About {} are in both.", capital(words), thousands(people.both)),
            ))
        };
        let pairs = self.found.between.pairs.iter().filter(|pair| pair.first == own || pair.second == own);
        let points: Vec<(String, String)> = pairs.filter_map(told).collect();
        (!points.is_empty()).then(|| SectionEvidence {
            id: "others".into(),
            heading: "Beside the other definitions".into(),
            points,
            ..SectionEvidence::default()
        })
    }

    fn cautions_of(&self, one: &DefinitionFindings) -> Vec<Problem> {
        let mut cautions = vec![Problem::note(
            "a verdict speaks of a definition and of services, never of a person; nobody is hard to reach because a definition covers them",
        )];
        if one.tests.iter().any(|test| test.hangs_on_unknown) {
            cautions.push(
                Problem::warning("the verdict hangs on people of whom it is not recorded whether the definition covers them")
                    .hint("record what the definition asks for, before much is built on the verdict"),
            );
        }
        if self.found.definitions.iter().any(|other| {
            other.registered.definition.id != one.registered.definition.id
                && other.registered.definition.agency == one.registered.definition.agency
        }) {
            cautions.push(Problem::note("the agency has other definitions too; each is tested by itself"));
        }
        if one.registered.claims(DefinitionKind::ServiceResistant) && one.offers[0].is_some() {
            cautions.push(Problem::note(format!(
                "unanswered offers count only where at least {} attempts at contact are recorded",
                self.settings.partnership.attempts
            )));
        }
        if one.registered.definition.covers.contains("known_to_") {
            cautions.push(Problem::note("whom an agency knows depends on how closely it looks; people whom no agency knows are in no file"));
        }
        cautions
    }
}

/// What is seen from above: areas of high need, near a site, and under-served all the same.
fn near_but_missed(one: &DefinitionFindings) -> Option<String> {
    let found = one.near_but_missed.filter(|found| found.areas > 0)?;
    Some(format!(
        "{} near a site among those with most need {} under-served all the same. {} of the definition's people live there, and {} of everybody the services are for.",
        capital(&things(found.areas as u64, "area", "areas")),
        if found.areas == 1 { "is" } else { "are" },
        percentage(found.share),
        percentage(found.share_of_all)
    ))
}

/// From which ratio on it matters to the agency.
fn mark(one: &DefinitionFindings) -> String {
    let threshold = one.registered.threshold();
    let fewer = one.registered.claims(DefinitionKind::UnderRepresented);
    let more = one.registered.definition.kind.iter().any(|kind| *kind != DefinitionKind::UnderRepresented);
    let fewer = fewer.then(|| format!("reached at most {} times as often", number(threshold, 2)));
    let more =
        more.then(|| format!("lost or declining at least {} times as often", number(1.0 / threshold, 2)));
    capital(&listed(&fewer.into_iter().chain(more).collect::<Vec<_>>()))
}

/// A date as it is written in words, or the text itself.
fn day(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), long_date)
}

fn claim(saying: &Saying<'_>, kind: DefinitionKind, verdict: Verdict) -> ClaimEvidence {
    let deciding = saying.deciding(kind, verdict);
    ClaimEvidence {
        kind: capital(kind.words()),
        question: question(kind).into(),
        verdict,
        sentence: deciding.map(|test| saying.sentence(test)).unwrap_or_default(),
        rule: deciding.map(|test| saying.rule(test)).unwrap_or_default(),
        numbers: deciding.map(|test| numbers(test, saying)).unwrap_or_default(),
    }
}

/// Numbers to remember of a test.
fn numbers(test: &Test, saying: &Saying<'_>) -> Vec<KeyFigure> {
    let mut figures = Vec::new();
    let mut add = |value: String, label: &str, note: Option<String>| {
        figures.push(KeyFigure { value, label: label.into(), note });
    };
    if let Some(found) = &test.ratio {
        let limits = found.ratio.limits;
        let label = format!("{}, relative to {}", measured(test.measured), saying.like_them());
        add(
            number(found.ratio.value, 2),
            &label,
            Some(format!("95% interval {} to {}", number(limits.lower, 2), number(limits.upper, 2))),
        );
        let short = found.short.value;
        let label = match (test.measured, short > 0.0) {
            (Measured::Reached, true) => "more of them would be reached if they fared like the others",
            (Measured::Reached, false) => "more of them are reached than if they fared like the others",
            (Measured::Lost, true) => "fewer of them were lost than if they fared like the others",
            (Measured::Lost, false) => "more of them were lost than if they fared like the others",
            (Measured::ReachedByNone, true) => {
                "fewer of them are reached by none than if they fared like the others"
            }
            (Measured::ReachedByNone, false) => {
                "more of them are reached by none than if they fared like the others"
            }
            (Measured::TurnedDown, true) => "fewer of them turned it down than if they fared like the others",
            (Measured::TurnedDown, false) => "more of them turned it down than if they fared like the others",
        };
        add(thousands(short.abs()), label, None);
    }
    if let (Why::OutOfReach, Some(offers)) = (&test.why, saying.one.offers[0]) {
        add(
            percentage(offers.out_of_reach / offers.offered),
            "of the offers to them were out of their reach",
            None,
        );
        if let Some(others) = saying.one.offers[1].filter(|o| o.offered > 0.0) {
            add(
                percentage(others.out_of_reach / others.offered),
                "of the offers to others were out of theirs",
                None,
            );
        }
    }
    figures
}

/// What so much data could have shown.
fn power(test: &Test) -> Option<String> {
    let found = test.ratio.as_ref()?;
    let fewer = test.kind == DefinitionKind::UnderRepresented;
    let detectable = if fewer { found.detectable.below } else { found.detectable.above };
    Some(match detectable {
        Ok(ratio) => format!(
            "With so many people, a ratio of {} or {} would have been found in four cases of five.",
            number(ratio, 2),
            if fewer { "less" } else { "more" }
        ),
        Err(_) => "With so few people, no ratio at all could have been told from chance.".into(),
    })
}

/// What those of whom it is not known leave open.
fn unknown(test: &Test) -> Option<String> {
    let (none, all) = test.bounds?;
    let comparison = test.comparison.as_ref()?;
    let how_many = comparison.unknown.map_or("a few".to_owned(), thousands);
    let end = if test.hangs_on_unknown {
        " The verdict would then be another."
    } else {
        " The verdict would be the same."
    };
    Some(format!(
        "Of {how_many} it is not recorded whether the definition covers them. If none of them belonged to it, the ratio would be {}; if all did, {}.{end}",
        ratio_words(none.value, none.lower, none.upper),
        ratio_words(all.value, all.lower, all.upper)
    ))
}

/// Steps and waits, where the records have them.
fn on_the_way(one: &DefinitionFindings, id: &str, follow_up_days: u32) -> Option<SectionEvidence> {
    let steps = one.steps[0].iter().flatten().any(|n| *n > 0.0);
    let waits = one.waits[0].is_some();
    if !steps && !waits {
        return None;
    }
    // How many they are is not told: with the other numbers of the way it could tell that they are few.
    let early = format!(
        "Those referred within {follow_up_days} days of the end of the records count neither as lost nor as not: it is too early to say."
    );
    let mut words = vec![early];
    let median = |wait: &waiting::Wait| wait.median.map(|(days, _, _)| number(days, 0));
    if let [Some(own), Some(others)] = &one.waits
        && let (Some(own), Some(others)) = (median(own), median(others))
    {
        words.push(format!("From referral to the first meeting half of them waited {own} days or more; half of the others waited {others} or more."));
    }
    let mut pictures = vec![format!("definition_{id}_way")];
    pictures.extend(waits.then(|| format!("definition_{id}_waiting")));
    Some(SectionEvidence {
        id: "way".into(),
        heading: "On the way through services".into(),
        words,
        pictures,
        ..SectionEvidence::default()
    })
}
