//! The register: definitions ready to be tested, with whom each covers.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::assessment::{AgeRange, Assessment, Definition, DefinitionKind};
use crate::join::coverage::{Covered, Ground, Question, coverage, expression_name};
use crate::problem::{Problem, Problems};
use crate::roll::{Day, Journey, Roll};

/// How far from parity matters where a definition does not say: a fifth fewer.
pub const USUAL_THRESHOLD: f64 = 0.8;

/// A definition and whom it covers.
#[derive(Debug, Clone)]
pub struct Registered {
    /// What the agency says.
    pub definition: Definition,
    /// Whether it is the wording agreed last of those with its id.
    pub current: bool,
    /// The services it speaks about, by position in the roll.
    pub services: Vec<bool>,
    /// The first and the last day it speaks about, since 1 January 1900.
    period: Option<(i32, i32)>,
    /// Whom the services are for.
    pub ages: AgeRange,
    /// Whom it covers.
    pub covers: Covered,
    /// Whom its people are compared with, where it is not everybody else.
    pub comparator: Option<Covered>,
}

/// Where somebody stands towards a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The definition covers them.
    Covered,
    /// They are compared with those it covers.
    Compared,
    /// What decides it is not written down.
    Unknown,
    /// They are neither covered nor compared.
    Neither,
}

impl Registered {
    /// A current definition of which it is known whom it covers, about all that is recorded of these services.
    pub fn new(definition: Definition, services: Vec<bool>, ages: AgeRange, covers: Covered) -> Self {
        Self { definition, current: true, services, period: None, ages, covers, comparator: None }
    }

    /// Where a person of the roll stands.
    pub fn side(&self, person: usize) -> Side {
        let compared = self.comparator.as_ref().map(|comparator| comparator.people.get(person));
        match (self.covers.people.get(person), compared) {
            (Some(true), _) => Side::Covered,
            (Some(false), None | Some(Some(true))) => Side::Compared,
            (Some(false), Some(Some(false))) => Side::Neither,
            (None, _) | (_, Some(None)) => Side::Unknown,
        }
    }

    /// Whether it speaks about a way through a service.
    pub fn speaks_of(&self, journey: &Journey) -> bool {
        let begun = || journey.begun();
        self.services.get(usize::from(journey.service)).copied().unwrap_or(false)
            && self.period.is_none_or(|(from, to)| begun().is_none_or(|day| (from..=to).contains(&day)))
    }

    /// How far from parity matters, as a ratio below 1.
    pub fn threshold(&self) -> f64 {
        self.definition.threshold.unwrap_or(USUAL_THRESHOLD)
    }

    /// Whether it claims this of its people.
    pub fn claims(&self, kind: DefinitionKind) -> bool {
        self.definition.kind.contains(&kind)
    }
}

/// Every definition with whom it covers, in the order of the assessment.
///
/// `None`, with every reason among the problems, where an expression cannot be answered.
pub fn register(ground: &Ground<'_>, problems: &mut Problems) -> Option<Vec<Registered>> {
    let (assessment, roll) = (ground.assessment, ground.joined.roll.as_ref()?);
    let definitions = &assessment.settings.definition;
    let file = assessment.settings.partnership.register.clone();
    let file = file.unwrap_or_else(|| assessment.name_of(&assessment.file));
    let services: Vec<Vec<bool>> = definitions.iter().map(|d| services(d, roll, &file, problems)).collect();
    let mut questions = Vec::new();
    for (definition, services) in definitions.iter().zip(&services) {
        let ages = ages(definition, services, roll, assessment, problems);
        let question = |text: &String, part: &str| Question {
            whose: format!("definition \"{}\"{part}", definition.id),
            file: file.clone(),
            text: text.clone(),
            ages,
        };
        questions.push(question(&definition.covers, ""));
        questions.extend(definition.comparator.iter().map(|text| question(text, ", comparator")));
    }
    let mut answers = coverage(ground, &questions, problems)?.into_iter().zip(&questions);
    let mut registered = Vec::new();
    for ((definition, services), current) in definitions.iter().zip(services).zip(current(definitions)) {
        let (covers, question) = answers.next()?;
        let comparator = definition.comparator.is_some().then(|| answers.next()).flatten().map(|(c, _)| c);
        registered.push(Registered {
            definition: definition.clone(),
            current,
            services,
            period: period(definition),
            ages: question.ages,
            covers,
            comparator,
        });
    }
    registered.iter().for_each(|one| tell_of_coverage(one, ground, &file, problems));
    Some(registered)
}

/// People of one level of an attribute as if they were those of a definition that claims that they are reached less;
/// `None` where tables of the population do not tell them apart.
pub fn of_level(ground: &Ground<'_>, attribute: &str, level: &str) -> Option<Registered> {
    let roll = ground.joined.roll.as_ref()?;
    let covers = format!("{} = '{}'", expression_name(attribute), level.replace('\'', "''"));
    let ages = ground.assessment.settings.population.ages.unwrap_or(AgeRange::ALL);
    let question = Question { whose: level.to_owned(), file: String::new(), text: covers.clone(), ages };
    let covered = coverage(ground, &[question], &mut Problems::none())?.pop()?;
    covered.eligible.as_ref()?;
    let definition = Definition {
        id: String::new(),
        title: level.to_owned(),
        agency: String::new(),
        wording: String::new(),
        kind: vec![DefinitionKind::UnderRepresented],
        covers,
        services: Vec::new(),
        period: None,
        comparator: None,
        threshold: None,
        owner: None,
        agreed: None,
        review: None,
        sources: Vec::new(),
        version: None,
    };
    let services = vec![true; roll.services.len()];
    Some(Registered::new(definition, services, ages, covered))
}

/// Which wording of each id was agreed last; of those without a day, the last in the file.
fn current(definitions: &[Definition]) -> Vec<bool> {
    let mut last: BTreeMap<&str, (Option<&str>, usize)> = BTreeMap::new();
    for (at, definition) in definitions.iter().enumerate() {
        let this = (definition.agreed.as_deref(), at);
        let known = last.entry(&definition.id).or_insert(this);
        *known = (*known).max(this);
    }
    (0..definitions.len()).map(|at| last.values().any(|(_, last)| *last == at)).collect()
}

fn services(definition: &Definition, roll: &Roll, file: &str, problems: &mut Problems) -> Vec<bool> {
    let named = |service: &String| definition.services.iter().any(|name| name.eq_ignore_ascii_case(service));
    let all = definition.services.is_empty();
    let chosen: Vec<bool> = roll.services.iter().map(|service| all || named(service)).collect();
    if !chosen.contains(&true) {
        let what = format!("definition \"{}\": none of its services has records of persons", definition.id);
        let hint = format!("records of persons are there of {}", roll.services.join(", "));
        problems.push(Problem::error(what).file(std::path::Path::new(file)).hint(hint));
    }
    chosen
}

/// Whom the services of a definition are for.
fn ages(
    definition: &Definition,
    services: &[bool],
    roll: &Roll,
    assessment: &Assessment,
    problems: &mut Problems,
) -> AgeRange {
    let usual = assessment.settings.population.ages.unwrap_or(AgeRange::ALL);
    let of = |service: &String| {
        let uptake = assessment.settings.uptake.iter().filter(|uptake| uptake.counts.is_none());
        let own = uptake.filter(|u| u.service.as_ref().is_none_or(|name| name == service));
        own.map(|uptake| uptake.ages.unwrap_or(usual)).next().unwrap_or(usual)
    };
    let mut all: Vec<AgeRange> =
        roll.services.iter().zip(services).filter(|(_, chosen)| **chosen).map(|(s, _)| of(s)).collect();
    all.sort();
    all.dedup();
    if all.len() > 1 {
        problems.push(
            Problem::warning(format!(
                "definition \"{}\": its services are for people of different ages; shares of eligible people are of those aged {}",
                definition.id, all[0]
            ))
            .hint("let a definition speak about services for the same ages"),
        );
    }
    all.first().copied().unwrap_or(usual)
}

fn period(definition: &Definition) -> Option<(i32, i32)> {
    let (from, to) = definition.period.as_ref()?;
    let number = |text: &String| {
        let date: Date = text.parse().ok()?;
        let since = date.since(jiff::civil::date(1970, 1, 1)).ok()?.get_days();
        Day::since_1970(since).number()
    };
    Some((number(from)?, number(to)?))
}

/// Tells of definitions that cover nobody or everybody, and of comparators that overlap.
fn tell_of_coverage(one: &Registered, ground: &Ground<'_>, file: &str, problems: &mut Problems) {
    let about = |what: &str| format!("definition \"{}\": {what}", one.definition.id);
    let people = &one.covers.people;
    let yes = people.count_yes();
    let eligible = one.covers.eligible.as_ref();
    let nobody = yes == 0 && eligible.is_none_or(|e| e.people() <= 0.0);
    let everybody = yes > 0
        && yes + people.count_unknown() == people.len() as u64
        && eligible.is_none_or(|e| e.people_not_covered() <= 0.0);
    if nobody {
        let levels = ground.levels_named(&one.definition.covers);
        let problem = Problem::error(about("its expression covers nobody")).file(std::path::Path::new(file));
        problems.push(if levels.is_empty() {
            problem.hint("check the words and numbers it compares with")
        } else {
            problem.hint(format!("check its words: {}", levels.join("; ")))
        });
    }
    if everybody {
        problems.push(
            Problem::error(about("its expression covers everybody, so there is nobody to compare with"))
                .file(std::path::Path::new(file))
                .hint("narrow `covers`, or give a `comparator`"),
        );
    }
    let Some(comparator) = &one.comparator else { return };
    let both = (0..people.len()).filter(|at| people.is_yes(*at) && comparator.people.is_yes(*at)).count();
    if both > 0 {
        problems.push(
            Problem::error(about("its comparator overlaps with the people it covers"))
                .file(std::path::Path::new(file))
                .hint(format!("add to the comparator: AND NOT ({})", one.definition.covers)),
        );
    }
    if comparator.people.count_yes() == 0 {
        problems.push(
            Problem::error(about("its comparator covers nobody"))
                .file(std::path::Path::new(file))
                .hint("check the words and numbers it compares with"),
        );
    }
}
