//! Everything behind one area's figures, as text: every input, weight and step. For use inside; nothing is withheld.

use std::fmt::Write;

use crate::assess::{Findings, StandardFindings};
use crate::assessment::Assessment;
use crate::count::Count;
use crate::disclose::{standard_name, standard_words};
use crate::estimate::measures::Measures;
use crate::join::{Joined, UptakeCounts};
use crate::measure::{Estimate, Value};

/// Writes it.
pub fn explain(
    assessment: &Assessment,
    joined: &Joined,
    measures: &Measures,
    findings: &Findings,
    area: usize,
) -> String {
    let mut text = Explanation(String::new());
    let about = &joined.areas.areas()[area];
    text.line(0, &format!("{} ({})", about.name, about.code));
    text.line(
        0,
        &format!(
            "{} in {}; assessment: {}",
            joined.areas.geography(),
            joined.areas.authorities()[about.authority as usize].name,
            assessment.settings.title
        ),
    );
    text.line(0, "For use inside: nothing is withheld here, so do not publish it.");
    people(&mut text, joined, area);
    indicators(&mut text, joined, measures, area);
    need(&mut text, measures, area);
    for (i, uptake) in joined.uptake.iter().enumerate() {
        let found = &findings.services[i];
        service(&mut text, uptake, measures.reach[i].values[area], area);
        for standard in &found.standards {
            gap(&mut text, uptake, standard, area);
        }
        text.line(1, &format!("priority {}", value(found.priorities.priority[area])));
        text.line(2, found.priorities.formula);
        match found.priorities.order.iter().position(|a| *a as usize == area) {
            Some(rank) => text.line(
                2,
                &format!("number {} of {} areas that fall short", rank + 1, found.priorities.order.len()),
            ),
            None => text.line(2, "not among the areas that fall short"),
        }
        if let Some(stays) = &found.priorities.stays_first {
            text.line(2, &format!("probability of staying in the top fifth: {}", value(stays[area])));
        }
    }
    text.0
}

struct Explanation(String);

impl Explanation {
    fn line(&mut self, indent: usize, words: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{:indent$}{words}", "", indent = indent * 2);
    }

    fn heading(&mut self, words: &str) {
        self.line(0, "");
        self.line(0, words);
    }
}

/// A number at full precision, or why there is none.
fn value(value: Value<f64>) -> String {
    match value {
        Value::Known(number) => format!("{number}"),
        Value::Missing(reason) => format!("none: {}", reason.words()),
    }
}

fn estimate(of: Value<Estimate>) -> String {
    match of {
        Value::Known(e) => format!("{} (limits {} to {})", e.value, e.lower, e.upper),
        Value::Missing(reason) => format!("none: {}", reason.words()),
    }
}

fn count(count: Count) -> String {
    if count.is_exact() {
        format!("{}", count.lowest)
    } else {
        format!("between {} and {}", count.lowest, count.highest)
    }
}

fn people(text: &mut Explanation, joined: &Joined, area: usize) {
    text.heading("People");
    let population = &joined.population;
    text.line(
        1,
        &format!("residents {} ({}, {})", population.residents()[area], population.source, population.period),
    );
    for table in &joined.groups {
        for (level, people) in table.levels.iter().zip(&table.people) {
            text.line(1, &format!("{}: {level} {} ({})", table.name, people[area], table.period));
        }
    }
}

fn indicators(text: &mut Explanation, joined: &Joined, measures: &Measures, area: usize) {
    text.heading("Indicators");
    for measure in &measures.indicators {
        text.line(
            1,
            &format!(
                "{} = {} ({})",
                measure.indicator.id,
                value(measure.values[area]),
                measure.indicator.unit
            ),
        );
        text.line(
            2,
            &format!(
                "{}; {}; {}",
                measure.indicator.label, measure.indicator.source, measure.indicator.method
            ),
        );
    }
    if let Some(without) = joined.deprivation.as_ref().and_then(|d| d.without_crime.as_ref()) {
        text.line(
            1,
            &format!("the index without its crime domain, from ranks among {} areas:", without.ranked),
        );
        for ((domain, weight), ranks) in without.domains.iter().zip(&without.weights).zip(&without.ranks) {
            text.line(2, &format!("{domain}: rank {}, official weight {weight}", value(ranks[area])));
        }
    }
    if let Some(crime) = &joined.crime {
        text.line(
            1,
            &format!("recorded incidents over {} months observed ({}):", crime.months, crime.period),
        );
        for (category, counts) in crime.categories.iter().zip(&crime.counts) {
            text.line(2, &format!("{category}: {}", counts[area]));
        }
    }
}

fn need(text: &mut Explanation, measures: &Measures, area: usize) {
    let Some(need) = &measures.need else { return };
    text.heading(&format!("Need index = {} ({})", value(need.index.values[area]), need.index.indicator.unit));
    text.line(1, &need.index.indicator.method);
    for ((id, weight), scores) in need.parts.iter().zip(&need.scores) {
        text.line(1, &format!("{weight} × {id}, whose score is {}", value(scores[area])));
    }
}

fn service(text: &mut Explanation, uptake: &UptakeCounts, reach: Value<Estimate>, area: usize) {
    text.heading(&format!("Service: {} ({})", uptake.service, uptake.agency));
    text.line(1, &format!("eligible {}", uptake.eligible[area]));
    text.line(1, &format!("reached {} ({})", count(uptake.reached[area]), uptake.period));
    if let Some(contacts) = &uptake.contacts {
        text.line(1, &format!("contacts {}", contacts[area]));
    }
    text.line(1, &format!("reach = reached ÷ eligible = {}", estimate(reach)));
    for group in &uptake.groups {
        for (level, reached) in group.levels.iter().zip(&group.reached) {
            text.line(2, &format!("{}: {level}: reached {}", group.name, count(reached[area])));
        }
    }
}

fn gap(text: &mut Explanation, uptake: &UptakeCounts, found: &StandardFindings, area: usize) {
    let gap = &found.gaps[area];
    text.line(1, &format!("standard {}: {}", standard_name(found.standard), standard_words(found.standard)));
    if !uptake.strata.dimensions.is_empty() {
        text.line(2, &format!("standardised for {}:", uptake.strata.dimensions.join(", ")));
        for (stratum, people) in uptake.strata.people.iter().enumerate().filter(|(_, p)| p[area] > 0.0) {
            text.line(3, &format!("{}: {} eligible people", uptake.strata.label(stratum), people[area]));
        }
    }
    text.line(2, &format!("expected {}", count(gap.expected)));
    text.line(2, &format!("observed ÷ expected = {}", estimate(gap.ratio)));
    text.line(2, &format!("people short = expected − observed = {}", estimate(gap.short)));
    text.line(2, &format!("verdict: {}", gap.verdict.words()));
}
