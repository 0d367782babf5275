//! What the parts of an assessment that speak of a partnership must satisfy: definitions, agencies, cohorts.

use std::path::Path;

use jiff::civil::Date;

use super::checks::wrong;
use super::keys::nearest;
use super::{Agency, Assessment, Definition, Partnership, Settings};
use crate::problem::{Problem, Problems, Severity};

/// The most agencies: each is one bit of whom a person is known to.
const AGENCIES: usize = 64;

/// Judges those parts.
pub(super) fn check(assessment: &Assessment, problems: &mut Problems) {
    let settings = &assessment.settings;
    let file = assessment.file.as_path();
    partnership(&settings.partnership, settings, file, problems);
    for (at, agency) in settings.agency.iter().enumerate() {
        check_agency(agency, &settings.agency[..at], file, problems);
    }
    let agencies = settings.agency.len();
    if agencies > AGENCIES {
        let hint = format!("at most {AGENCIES}; put the files of some agencies together");
        problems.push(wrong(file, format!("{agencies} [[agency]] entries")).hint(hint));
    }
    let register = settings.partnership.register.as_deref().map_or(file, Path::new);
    for (at, definition) in settings.definition.iter().enumerate() {
        check_definition(definition, assessment, register, problems);
        let same = |other: &&Definition| other.id == definition.id && other.version == definition.version;
        if settings.definition[..at].iter().any(|other| same(&other)) {
            problems.push(
                wrong(register, format!("the definition \"{}\" stands twice", definition.id))
                    .hint("give each wording a `version`, or each definition an `id` of its own"),
            );
        }
    }
    if !settings.definition.is_empty() && !settings.uptake.iter().any(|uptake| uptake.counts.is_none()) {
        problems.push(
            wrong(register, "definitions are tested against records of persons, and there are none")
                .hint("add an [[uptake]] with one row for each contact"),
        );
    }
    for cohort in settings.cohort.iter().filter(|cohort| cohort.group.is_some() && cohort.helped.is_empty()) {
        problems.push(
            wrong(file, format!("[[cohort]] {}: `group` is named, but not who had the help", cohort.name))
                .hint("give `helped`, the words of that column for those who had it"),
        );
    }
}

fn partnership(partnership: &Partnership, settings: &Settings, file: &Path, problems: &mut Problems) {
    if !(partnership.level > 0.0 && partnership.level <= 0.2) {
        problems.push(
            wrong(file, format!("`partnership.level` is {}", partnership.level))
                .hint("above 0 and at most 0.2, usually 0.05"),
        );
    }
    if let Some(to) = partnership.round_to.filter(|to| *to == 0 || *to < settings.disclosure.threshold) {
        problems.push(wrong(file, format!("`partnership.round_to` is {to}")).hint(format!(
            "at least `disclosure.threshold`, which is {}; left out, it is the same",
            settings.disclosure.threshold
        )));
    }
    if partnership.follow_up_days == 0 {
        problems.push(wrong(file, "`partnership.follow_up_days` is 0").hint("1 or more days, such as 90"));
    }
    if let Some(distance) = partnership.out_of_reach.filter(|m| !(m.is_finite() && *m > 0.0)) {
        problems.push(
            wrong(file, format!("`partnership.out_of_reach` is {distance}")).hint("a distance above 0"),
        );
    }
    for name in partnership.standardise.iter().filter(|n| !["age", "sex", "need"].contains(&n.as_str())) {
        problems.push(
            wrong(file, format!("`partnership.standardise` names \"{name}\""))
                .hint("what can be allowed for is age, sex and need"),
        );
    }
    let known = attribute_names(settings);
    let lists = [("search", &partnership.search), ("barriers", &partnership.barriers)];
    let named = lists.into_iter().flat_map(|(key, names)| names.iter().map(move |name| (key, name)));
    let protected = partnership.protected.values().map(|name| ("protected", name));
    for (key, name) in named.chain(protected).filter(|(_, name)| !known.contains(name)) {
        let what = format!("`partnership.{key}` names \"{name}\", which no source tells");
        problems.push(with_nearest(wrong(file, what), name, &known));
    }
    for (key, names) in lists.into_iter().filter(|(_, names)| names.len() > 6) {
        problems.push(
            wrong(file, format!("`partnership.{key}` names {} attributes", names.len())).hint("at most 6"),
        );
    }
}

/// The problem with the nearest known name, or with all of them.
fn with_nearest(problem: Problem, name: &str, known: &[String]) -> Problem {
    match nearest(name, known) {
        Some(near) => problem.hint(format!("did you mean \"{near}\"?")),
        None => problem.hint(format!("there are {}", known.join(", "))),
    }
}

/// The attributes that records of persons or agencies' files tell, and the age band.
pub(super) fn attribute_names(settings: &Settings) -> Vec<String> {
    let mut names: Vec<String> = vec!["age_band".into()];
    let records = settings.uptake.iter().filter(|uptake| uptake.counts.is_none());
    for uptake in records {
        names.extend(uptake.groups.keys().chain(uptake.attributes.keys()).cloned());
        names.extend(uptake.sex.as_ref().map(|_| "sex".to_owned()));
    }
    for agency in &settings.agency {
        names.extend(agency.attributes.keys().cloned());
        names.extend(agency.sex.as_ref().map(|_| "sex".to_owned()));
    }
    names.sort();
    names.dedup();
    names
}

fn check_agency(agency: &Agency, before: &[Agency], file: &Path, problems: &mut Problems) {
    let about = |what: &str| wrong(file, format!("[[agency]] {}: {what}", agency.name));
    if before.iter().any(|other| other.name == agency.name) {
        problems.push(about("stands twice").hint("give each agency one entry"));
    }
    if agency.shared_id.is_none() {
        problems.push(about("no column holds the pseudonym that all agencies share").hint(
            "give `shared_id`; `reachgap pseudonymise` makes it from the agency's own ids and a key that the agencies share",
        ));
    }
    if agency.code.is_some() && agency.geography.is_none() {
        problems.push(
            about("`geography` must say what its codes are, with the boundary year")
                .hint("for example geography = \"lsoa21\""),
        );
    }
}

fn check_definition(definition: &Definition, assessment: &Assessment, file: &Path, problems: &mut Problems) {
    let settings = &assessment.settings;
    let about = |what: &str| wrong(file, format!("definition \"{}\": {what}", definition.id));
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if definition.id.is_empty() || !definition.id.chars().all(fits) {
        problems.push(
            about("`id` names files")
                .hint("use lower-case letters, digits and hyphens, such as deaf-families"),
        );
    }
    if definition.kind.is_empty() {
        problems.push(
            about("`kind` is empty: nothing is claimed that could be tested")
                .hint("give under-represented, slipping-through, service-resistant, or several of them"),
        );
    }
    for (key, text) in
        [("covers", &definition.covers), ("wording", &definition.wording), ("title", &definition.title)]
    {
        if text.trim().is_empty() {
            problems.push(about(&format!("`{key}` is blank")));
        }
    }
    if let Some(threshold) = definition.threshold.filter(|t| !(*t > 0.0 && *t < 1.0)) {
        problems.push(
            about(&format!("`threshold` is {threshold}"))
                .hint("a ratio between 0 and 1: 0.8 means a fifth fewer"),
        );
    }
    let services: Vec<String> = settings.uptake.iter().filter_map(|uptake| uptake.service.clone()).collect();
    let told_apart = settings.uptake.iter().any(|uptake| uptake.service.is_none());
    for service in definition.services.iter().filter(|service| !services.contains(service) && !told_apart) {
        problems.push(with_nearest(about(&format!("no service is named \"{service}\"")), service, &services));
    }
    dates(definition, assessment.date, &about, problems);
}

fn dates(definition: &Definition, today: Date, about: &dyn Fn(&str) -> Problem, problems: &mut Problems) {
    let mut day = |key: &str, text: &str| {
        let read = text.parse::<Date>();
        if read.is_err() {
            problems.push(about(&format!("`{key}` is not a date")).hint("write it as \"2026-11-22\""));
        }
        read.ok()
    };
    let agreed = definition.agreed.as_deref().and_then(|text| day("agreed", text));
    let review = definition.review.as_deref().and_then(|text| day("review", text));
    let period = definition.period.as_ref().map(|(from, to)| (day("period", from), day("period", to)));
    if let Some((Some(from), Some(to))) = period
        && from > to
    {
        problems.push(about("`period` ends before it begins").hint("the first day, then the last"));
    }
    if let Some(review) = review.filter(|review| *review < today) {
        let due = about(&format!("its review was due on {}", crate::words::long_date(review)));
        let due = Problem { severity: Severity::Warning, ..due };
        problems.push(due.hint("ask its owner to confirm the wording, and set a new `review`"));
    }
    if let (Some(agreed), Some(review)) = (agreed, review)
        && review < agreed
    {
        problems.push(about("it is to be reviewed before it was agreed").hint("check `agreed` and `review`"));
    }
}
