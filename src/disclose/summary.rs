//! What was asked and found, in sentences and key numbers. Only figures that may be shown are told.

use super::evidence::MethodUsed;
use super::service_tables::{Service, short_words, standard_words};
use crate::assess::gap::{Gap, Verdict};
use crate::assess::{Findings, StandardFindings};
use crate::assessment::{Counted, Settings};
use crate::count::Count;
use crate::estimate::measures::Measures;
use crate::join::Joined;
use crate::number_words::{percentage, things, thousands};
use crate::words::{capital, listed};

/// Sentences that answer the question.
pub(super) fn sentences(
    joined: &Joined,
    measures: &Measures,
    findings: &Findings,
    services: &[Service<'_>],
) -> Vec<String> {
    let mut told = Vec::new();
    for service in services {
        told.extend(of_service(joined, service));
    }
    if let Some(joint) = &findings.joint {
        told.push(format!(
            "{} of the {} areas {} both among the fifth with most deprivation and among the fifth with most recorded crime.",
            thousands(joint.both() as f64),
            thousands(joined.areas.len() as f64),
            if joint.both() == 1 { "is" } else { "are" }
        ));
    }
    for table in &findings.where_they_live {
        let most = table.levels.iter().filter_map(|l| l.in_high_need.map(|s| (s, &l.level)));
        let most =
            most.fold(
                None::<(f64, &String)>,
                |best, (s, l)| if best.is_none_or(|b| s > b.0) { Some((s, l)) } else { best },
            );
        if let (Some((share, level)), true) = (most, measures.need.is_some()) {
            told.push(format!(
                "By {}: people of the group “{level}” most often live in the fifth of areas with most need; {} of them do.",
                table.name.replace('_', " "),
                percentage(share)
            ));
        }
    }
    told
}

fn of_service(joined: &Joined, service: &Service<'_>) -> Vec<String> {
    let standard = &service.findings.standards[0];
    let name = &service.uptake.service;
    let mut told = Vec::new();
    if service.shown.place {
        let reached: Count = service.uptake.reached.iter().copied().sum();
        let eligible: f64 = service.uptake.eligible.iter().sum();
        told.push(if service.uptake.counted == Counted::People {
            let name = capital(name);
            format!("{name} reached {} of {} eligible people.", range(reached), thousands(eligible))
        } else {
            let contacts = range(reached);
            format!("{} had {contacts} contacts; {} people are eligible.", capital(name), thousands(eligible))
        });
    }
    told.extend(verdicts(joined, service, standard));
    if service.withheld() > 0 {
        let areas = things(service.withheld() as u64, "area", "areas");
        told.push(format!("The figures of {areas} are withheld so that nobody can be identified."));
    }
    let first: Vec<&str> =
        service.shown_order().take(3).map(|a| joined.areas.areas()[a].name.as_str()).collect();
    if !first.is_empty() {
        told.push(format!("The areas to look at first for {name} are {}.", listed(&first)));
    }
    told.extend(service.findings.groups.iter().zip(&service.group_gaps_shown).flat_map(|(group, shown)| {
        let short = |(level, shown): &(&crate::assess::groups::GroupGap, &bool)| {
            **shown && level.equal.verdict == Verdict::UnderServed
        };
        group.levels.iter().zip(shown).filter(short).filter_map(move |(level, _)| {
            let ratio = level.equal.ratio.known()?;
            Some(format!(
                "By {}: people recorded as “{}” are reached by {name} {:.2} times as often as people on average (95 % interval {:.2} to {:.2}).",
                group.name.replace('_', " "),
                level.level,
                ratio.value,
                ratio.lower,
                ratio.upper
            ))
        })
    }));
    told
}

/// What the headline's standard says, in sentences.
fn verdicts(joined: &Joined, service: &Service<'_>, standard: &StandardFindings) -> Vec<String> {
    let count = |verdict| judged(standard, service).filter(|g| g.verdict == verdict).count();
    let judged_areas = judged(standard, service).count();
    if judged_areas == 0 {
        return vec!["No area's gap may be shown.".into()];
    }
    let under = judged(standard, service).filter(|g| g.verdict == Verdict::UnderServed);
    let short: f64 = under.filter_map(|g| g.short.known()).map(|s| s.value).sum();
    let is = |n: usize| format!("{} {}", thousands(n as f64), if n == 1 { "is" } else { "are" });
    let mut first = format!(
        "The standard is {}. By it {} of {} areas {} under-served",
        standard_words(standard.standard),
        thousands(count(Verdict::UnderServed) as f64),
        thousands(joined.areas.len() as f64),
        if count(Verdict::UnderServed) == 1 { "is" } else { "are" }
    );
    if short > 0.0 {
        first.push_str(&format!(
            ", where together about {} fewer people were reached than expected",
            thousands(short)
        ));
    }
    let mut others = vec![
        format!("{} as expected", is(count(Verdict::AsExpected))),
        format!("{} over-served", is(count(Verdict::OverServed))),
    ];
    if count(Verdict::CannotTell) > 0 {
        others.push(format!(
            "for {} the numbers are too small to tell",
            thousands(count(Verdict::CannotTell) as f64)
        ));
    }
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    vec![format!("{first}."), format!("Of the others, {}.", listed(&others))]
}

fn judged<'a>(standard: &'a StandardFindings, service: &'a Service<'_>) -> impl Iterator<Item = &'a Gap> {
    standard.gaps.iter().zip(&service.gaps_shown).filter(|(_, shown)| **shown).map(|(gap, _)| gap)
}

fn range(count: Count) -> String {
    if count.is_exact() {
        thousands(count.lowest)
    } else {
        format!("between {} and {}", thousands(count.lowest), thousands(count.highest))
    }
}

/// Key numbers: a figure and what it is.
pub(super) fn key_numbers(
    joined: &Joined,
    findings: &Findings,
    services: &[Service<'_>],
) -> Vec<(String, String)> {
    let mut numbers = vec![
        (thousands(joined.areas.len() as f64), "areas".to_owned()),
        (
            thousands(joined.population.residents().iter().sum()),
            format!("residents, {}", joined.population.period),
        ),
    ];
    for service in services.iter().filter(|s| s.shown.place) {
        let reach = service.findings.standards[0].place;
        let eligible: f64 = service.uptake.eligible.iter().sum();
        if service.uptake.counted == Counted::People && eligible > 0.0 {
            numbers.push((
                percentage(reach.observed.middle() / eligible),
                format!("of eligible people reached by {}", service.uptake.service),
            ));
        }
        let under = judged(&service.findings.standards[0], service)
            .filter(|g| g.verdict == Verdict::UnderServed)
            .count();
        numbers.push((thousands(under as f64), format!("areas under-served by {}", service.uptake.service)));
    }
    if let Some(joint) = &findings.joint {
        numbers.push((thousands(joint.both() as f64), "areas of joint high deprivation and crime".into()));
    }
    numbers
}

/// The methods used, with their formulas in words.
pub(super) fn methods(settings: &Settings, measures: &Measures, services: &[Service<'_>]) -> Vec<MethodUsed> {
    let mut used = Vec::new();
    let mut add = |name: &str, words: String| used.push(MethodUsed { name: name.into(), words });
    if let Some(need) = &measures.need {
        add("Need index", format!("{}.", need.index.indicator.method));
    }
    if let Some(crime) = &measures.crime {
        add(
            "Crime rates",
            format!(
                "Recorded incidents {}; anti-social behaviour is kept apart. The smoothed rate draws each area's rate towards the place's mean, the more the fewer people live there (empirical Bayes, Marshall 1991).",
                crime.all.indicator.unit
            ),
        );
    }
    for service in services {
        let name = &service.uptake.service;
        for standard in &service.findings.standards {
            add(
                &format!("Gap in {name}, by {}", short_words(standard.standard)),
                format!(
                    "Standard: {}. People short = expected − observed; ratio = observed ÷ expected. Limits of the observed count are exact below ten and Byar's from ten, at {} confidence.",
                    standard_words(standard.standard),
                    percentage(settings.gap.confidence)
                ),
            );
            if let Some(similar) = &standard.similar {
                add(&format!("Similar places, {name}"), coefficients(similar));
            }
        }
        add(&format!("Priority in {name}"), format!("{}.", service.findings.priorities.formula));
        if service.findings.priorities.stays_first.is_some() {
            add(
                &format!("How firm the priorities are, {name}"),
                format!(
                    "{} draws, seed {}: weights from a Dirichlet distribution around the stated ones (concentration {}), counts from their posterior; the share of draws in which an area stays among the first fifth.",
                    thousands(settings.sensitivity.draws.into()),
                    settings.seed,
                    settings.sensitivity.concentration
                ),
            );
        }
    }
    add(
        "Disclosure control",
        format!(
            "Counts from 1 to {} are withheld, with as many others as keep them from being worked out by subtraction; so is every figure that would give a withheld count away. Regressions are fitted without the areas whose counts are withheld.",
            settings.disclosure.threshold - 1
        ),
    );
    used
}

fn coefficients(similar: &crate::assess::similar::SimilarPlaces) -> String {
    let fit = &similar.regression;
    let one = |c: &crate::estimate::regression::Coefficient| {
        format!("{} {:.4} (standard error {:.4})", c.name, c.estimate, c.standard_error)
    };
    let all: Vec<String> = fit.coefficients.iter().map(one).collect();
    let family = match fit.theta {
        Some(theta) => format!("negative binomial, θ = {:.3}", theta.value),
        None if similar.fell_back => "Poisson, as counts vary no more than by chance".into(),
        None => "Poisson".into(),
    };
    format!(
        "Regression of people reached on {} areas, log link, exposure the equal-reach expectation, {family}. Coefficients: {}. Dispersion {:.3}, deviance {:.1} on {} degrees of freedom, AIC {:.1}. Whatever it adjusts for it also explains away: where deprived places are reached less, it hides that gap.",
        thousands(similar.areas as f64),
        all.join("; "),
        fit.dispersion,
        fit.deviance,
        fit.residual_degrees,
        fit.aic
    )
}

/// The place in words: its authorities, or how many there are.
pub(super) fn place(joined: &Joined) -> String {
    let names: Vec<&str> = joined.areas.authorities().iter().map(|a| a.name.as_str()).collect();
    match names.len() {
        0 => format!("{} areas", joined.areas.len()),
        1..=4 => names.join(", "),
        n => format!("{n} authorities"),
    }
}
