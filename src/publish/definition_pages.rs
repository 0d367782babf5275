//! The pages of a partnership: one for each definition, and one that sets them beside each other.

use std::collections::BTreeMap;

use super::PublishError;
use super::definition_tables::for_page;
use super::outputs::figure;
use super::pictures::Drawn;
use super::report::{
    self, Caution, DefinitionPage, DefinitionRow, Fact, Figure, KeyNumber, KindVerdict, Method, NamedSection,
    PartnershipPage, Point, Section, Tone, VerdictPanel,
};
use super::staging::Staging;
use crate::assessment::Assessment;
use crate::disclose::evidence::{
    ClaimEvidence, DefinitionEvidence, Evidence, MethodUsed, PartnershipEvidence, SectionEvidence, Verdict,
};
use crate::words::{capital, long_date};

/// Whether a map or chart belongs to these pages and not to the report.
pub(super) fn is_of_definitions(id: &str) -> bool {
    id.starts_with("definition_") || id.starts_with("partnership_")
}

/// Writes every page.
///
/// # Errors
/// When a page cannot be written.
pub(super) fn write(
    evidence: &Evidence,
    assessment: &Assessment,
    (maps, charts): (Vec<Drawn>, Vec<Drawn>),
    staging: &Staging,
) -> Result<(), PublishError> {
    let Some(partnership) = &evidence.partnership else { return Ok(()) };
    let title = &evidence.about.title;
    let of = |drawn: Vec<Drawn>, folder: &'static str| {
        drawn.into_iter().map(move |drawn| (drawn.id.clone(), figure(drawn, folder, title)))
    };
    let figures: BTreeMap<String, Figure> = of(maps, "../maps").chain(of(charts, "../charts")).collect();
    let pages = Pages { evidence, partnership, assessment, figures };
    for definition in &partnership.definitions {
        let page = pages.definition(definition);
        staging.write(&format!("public/definitions/{}.html", definition.id), |out| {
            report::write_definition(out, &page)
        })?;
    }
    let page = pages.partnership();
    staging.write("public/definitions/index.html", |out| report::write_partnership(out, &page))
}

struct Pages<'a> {
    evidence: &'a Evidence,
    partnership: &'a PartnershipEvidence,
    assessment: &'a Assessment,
    figures: BTreeMap<String, Figure>,
}

impl Pages<'_> {
    fn definition(&self, definition: &DefinitionEvidence) -> DefinitionPage {
        let about = &self.evidence.about;
        let fact = |(about, words, literal): &(String, String, bool)| {
            if *literal { Fact::literal(about, words) } else { Fact::words(about, words) }
        };
        DefinitionPage {
            title: format!("{}: {}", capital(&definition.agency), definition.title),
            agency: definition.agency.clone(),
            wording: definition.wording.clone(),
            facts: definition.facts.iter().map(fact).collect(),
            verdicts: definition.claims.iter().map(panel).collect(),
            sections: definition
                .sections
                .iter()
                .map(|section| self.section(section, Some(&definition.id)))
                .collect(),
            cautions: definition.cautions.iter().map(Caution::from).collect(),
            methods: methods(&self.partnership.methods),
            published_by: (!about.publisher.is_empty()).then(|| about.publisher.clone()),
            prepared: long_date(self.assessment.date),
            version: about.version.clone(),
            home: Some("index.html".into()),
        }
    }

    fn partnership(&self) -> PartnershipPage {
        let about = &self.evidence.about;
        PartnershipPage {
            title: "What agencies call hard to reach".into(),
            subtitle: format!("{}; {}", about.title, about.place),
            answer: self.partnership.answer.clone(),
            definitions: self.partnership.definitions.iter().map(row).collect(),
            sections: self.partnership.sections.iter().map(|section| self.section(section, None)).collect(),
            cautions: Vec::new(),
            methods: methods(&self.partnership.methods),
            published_by: (!about.publisher.is_empty()).then(|| about.publisher.clone()),
            prepared: long_date(self.assessment.date),
            version: about.version.clone(),
            home: Some("../report.html".into()),
        }
    }

    /// A section with its pictures and tables.
    fn section(&self, section: &SectionEvidence, definition: Option<&str>) -> NamedSection {
        let figures = section.pictures.iter().filter_map(|id| self.figures.get(id).cloned()).collect();
        let tables = self.evidence.tables.iter().filter(|table| section.tables.contains(&table.id));
        NamedSection {
            id: section.id.clone(),
            heading: section.heading.clone(),
            section: Section {
                words: section.words.clone(),
                points: section
                    .points
                    .iter()
                    .map(|(about, words)| Point { about: about.clone(), words: words.clone() })
                    .collect(),
                figures,
                tables: tables.map(|table| for_page(table, &self.evidence.about.title, definition)).collect(),
            },
        }
    }
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Supported => Tone::Supported,
        Verdict::NotSupported => Tone::NotSupported,
        Verdict::NotEnoughData => Tone::NotEnough,
        Verdict::NotOfferedInReach => Tone::NotOffered,
    }
}

fn panel(claim: &ClaimEvidence) -> VerdictPanel {
    let number = |figure: &crate::disclose::evidence::KeyFigure| KeyNumber {
        value: figure.value.clone(),
        label: figure.label.clone(),
        note: figure.note.clone(),
    };
    VerdictPanel {
        kind: claim.kind.clone(),
        question: claim.question.clone(),
        tone: tone(claim.verdict),
        sentence: claim.sentence.clone(),
        rule: claim.rule.clone(),
        numbers: claim.numbers.iter().map(number).collect(),
    }
}

fn row(definition: &DefinitionEvidence) -> DefinitionRow {
    let verdict = |claim: &ClaimEvidence| KindVerdict { kind: claim.kind.clone(), tone: tone(claim.verdict) };
    DefinitionRow {
        agency: definition.agency.clone(),
        wording: definition.wording.clone(),
        page: format!("{}.html", definition.id),
        verdicts: definition.claims.iter().map(verdict).collect(),
        reason: definition.claims.first().map(|claim| claim.sentence.clone()).unwrap_or_default(),
    }
}

fn methods(used: &[MethodUsed]) -> Vec<Method> {
    let method = |m: &MethodUsed| Method {
        name: m.name.clone(),
        words: m.words.clone(),
        formula: None,
        reference: None,
    };
    used.iter().map(method).collect()
}
