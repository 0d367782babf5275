//! The page that sets definitions beside each other.

use super::{Told, group_words, machine_name, ratio_words};
use crate::assess::partnership::between::Relation;
use crate::assess::partnership::nobody::NotSearched;
use crate::assess::partnership::verdict::Verdict;
use crate::disclose::evidence::SectionEvidence;
use crate::number_words::{percentage, things, thousands};
use crate::words::{capital, listed};

impl Told<'_> {
    /// What was found of all definitions together, in paragraphs.
    pub(super) fn answer(&self) -> Vec<String> {
        let current = self.found.current();
        let with = |verdict: Verdict| -> Vec<&str> {
            let has = |one: &&&crate::assess::partnership::DefinitionFindings| {
                one.claims().iter().any(|(_, given)| *given == verdict)
            };
            current.iter().filter(has).map(|one| one.registered.definition.title.as_str()).collect()
        };
        let mut answer = vec![format!(
            "The agencies have {} of hard to reach. Each was tested against the records.",
            things(current.len() as u64, "definition", "definitions")
        )];
        let mut say = |verdict: Verdict, words: &str| {
            let titles = with(verdict);
            if !titles.is_empty() {
                answer.push(format!("{words}: {}.", titles.join("; ")));
            }
        };
        say(Verdict::Supported, "The evidence supports");
        say(Verdict::NotSupported, "The evidence speaks against");
        say(Verdict::NotEnoughData, "The data cannot tell of");
        say(Verdict::NotOfferedInReach, "What was offered lay out of reach of");
        answer.extend(
            self.unnamed().first().map(|(group, words)| format!("No definition names {group}: {words}")),
        );
        answer
    }

    /// Groups reached less than others that no definition names.
    fn unnamed(&self) -> Vec<(String, String)> {
        let of = |searched: &crate::assess::partnership::nobody::Searched| {
            let unnamed = searched.groups.iter().filter(|group| group.named_by.is_empty());
            let told = |group: &crate::assess::partnership::nobody::Unnamed| {
                let ratio = group.ratio.as_ref().ok()?;
                Some((
                    format!("people of {}", group_words(&group.levels)),
                    format!(
                        "{} reached about {} of them where {} would be expected, {}.",
                        searched.service,
                        thousands(group.reached),
                        thousands(group.expected),
                        ratio_words(ratio.value, ratio.limits.lower, ratio.limits.upper)
                    ),
                ))
            };
            unnamed.filter_map(told).collect::<Vec<_>>()
        };
        self.found.searched.iter().flatten().flat_map(of).collect()
    }

    pub(super) fn sections(&self) -> Vec<SectionEvidence> {
        let mut sections = vec![
            SectionEvidence {
                id: "verdicts".into(),
                heading: "Every test".into(),
                pictures: vec!["partnership_verdicts".into()],
                tables: vec!["definitions".into()],
                ..SectionEvidence::default()
            },
            self.together(),
        ];
        if !self.found.between.orders.is_empty() {
            sections.push(SectionEvidence {
                id: "orders".into(),
                heading: "What each definition would put first".into(),
                words: vec![
                    "If only the people of one definition counted, other areas might come first.".into(),
                ],
                tables: vec!["definitions_orders".into()],
                ..SectionEvidence::default()
            });
        }
        sections.extend(self.nobody());
        sections.extend(self.barriers());
        sections.extend(self.pathways_section());
        sections.extend(self.providers_section());
        sections.extend(self.missing_section());
        sections.extend(self.cohort_sections());
        sections.extend(self.equality_section());
        sections
    }

    fn together(&self) -> SectionEvidence {
        let current = self.found.current();
        let title = |at: usize| current[at].registered.definition.title.as_str();
        let pairs = |relation: Relation| -> Vec<String> {
            let of = self.found.between.pairs.iter().filter(|pair| pair.relation == relation);
            of.map(|pair| format!("“{}” and “{}”", title(pair.first), title(pair.second))).collect()
        };
        let mut words = Vec::new();
        let (contradict, agree) = (pairs(Relation::Contradict), pairs(Relation::Agree));
        if !contradict.is_empty() {
            words.push(format!(
                "Different people: {}. Fewer than a fifth of those that chance would bring are in both.",
                contradict.join("; ")
            ));
        }
        if !agree.is_empty() {
            words.push(format!("Much the same people: {}.", agree.join("; ")));
        }
        let nobody =
            self.found.between.of_people.iter().find(|c| c.definitions.is_empty()).and_then(|c| c.size);
        if let Some(nobody) = nobody.filter(|_| self.found.between.people > 0.0) {
            words.push(format!(
                "Of about {} people on the agencies' files and the records, {} are named by no definition.",
                thousands(self.found.between.people),
                percentage(nobody / self.found.between.people)
            ));
        }
        SectionEvidence {
            id: "together".into(),
            heading: "Where agencies agree, and where not".into(),
            words,
            pictures: vec!["partnership_together".into()],
            tables: vec!["definitions_pairs".into(), "definitions_combinations".into()],
            ..SectionEvidence::default()
        }
    }

    fn nobody(&self) -> Option<SectionEvidence> {
        if self.found.searched.is_empty() {
            return None;
        }
        let mut words = Vec::new();
        for (found, service) in self.found.searched.iter().zip(self.services()) {
            match found {
                Err(NotSearched::NoEligible(names)) => words.push(format!(
                    "{}: groups were not searched, as no table of the population tells people apart by {}.",
                    capital(service),
                    listed(names)
                )),
                Err(NotSearched::NoSearch(why)) => {
                    words.push(format!("{}: groups were not searched: {why}.", capital(service)));
                }
                Ok(found) if found.groups.is_empty() => words.push(format!(
                    "{}: none of {} is reached less than others by more than chance explains.",
                    capital(service),
                    things(found.tested as u64, "group", "groups")
                )),
                Ok(found) if found.groups.iter().all(|group| !group.named_by.is_empty()) => {
                    words.push(format!("{}: every group found is named by a definition.", capital(service)));
                }
                Ok(_) => {}
            }
        }
        Some(SectionEvidence {
            id: "nobody".into(),
            heading: "Whom nobody names".into(),
            words,
            points: self
                .unnamed()
                .into_iter()
                .map(|(group, words)| (capital(&group), capital(&words)))
                .collect(),
            tables: self
                .found
                .searched
                .iter()
                .flatten()
                .map(|found| format!("searched_{}", machine_name(&found.service)))
                .collect(),
            ..SectionEvidence::default()
        })
    }

    fn services(&self) -> impl Iterator<Item = &str> {
        self.joined.roll.iter().flat_map(|roll| &roll.services).map(String::as_str)
    }

    fn barriers(&self) -> Option<SectionEvidence> {
        let crossed = self.found.crossed.as_ref()?;
        let (mut words, mut tables) = (Vec::new(), Vec::new());
        match crossed {
            Err(why) => words.push(format!("Barriers could not be crossed: {why}.")),
            Ok(crossed) => {
                tables.push("barriers_crossed".into());
                let explained = crossed.found.change_in_variance.as_ref().ok();
                words.push(match explained {
                    Some(share) => format!(
                        "Each barrier by itself explains {} of the differences between crossings; what is left belongs to the crossings themselves, or to chance.",
                        percentage(share.clamp(0.0, 1.0))
                    ),
                    None => "The crossings do not differ by more than chance explains.".into(),
                });
                let worse = |s: &&crate::estimate::crossings::StratumFigures| {
                    s.interaction_limits.as_ref().is_ok_and(|limits| limits.upper < 1.0)
                };
                let worse = crossed.found.strata.iter().filter(worse).count();
                if worse > 0 {
                    words.push(format!(
                        "In {}, people are reached less than their barriers one by one would explain.",
                        things(worse as u64, "crossing", "crossings")
                    ));
                }
            }
        }
        Some(SectionEvidence {
            id: "barriers".into(),
            heading: "Several barriers at once".into(),
            words,
            tables,
            ..SectionEvidence::default()
        })
    }
}
