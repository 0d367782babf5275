//! What an assessment file must satisfy before data are touched. All problems are found, not the first.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;

use super::keys::nearest;
use super::preset::Preset;
use super::{Assessment, Benchmark, Counted, Settings, Standard, Uptake};
use crate::area::Geography;
use crate::problem::{Problem, Problems};

/// The statuses of an uptake record, in the order a person passes them.
pub const STATUSES: [&str; 7] =
    ["identified", "referred", "offered", "engaged", "completed", "declined", "disengaged"];

/// The date the outputs carry: the stated one, or today.
pub(super) fn date(settings: &Settings, today: Date, file: &Path, problems: &mut Problems) -> Date {
    match settings.date.as_deref().map(str::parse::<Date>) {
        None => today,
        Some(Ok(date)) => date,
        Some(Err(_)) => {
            problems.push(wrong(file, "`date` is not a date").hint("write it as \"2026-11-22\""));
            today
        }
    }
}

/// Judges the whole file.
pub(super) fn check(assessment: &Assessment, problems: &mut Problems) {
    let settings = &assessment.settings;
    let file = assessment.file.as_path();
    if settings.title.trim().is_empty() {
        problems.push(wrong(file, "`title` is blank").hint("it heads the report and every map"));
    }
    need(settings, file, problems);
    gap(settings, file, problems);
    shares(settings, file, problems);
    for uptake in &settings.uptake {
        check_uptake(uptake, file, problems);
    }
    super::place_checks::check(settings, file, problems);
    super::partnership_checks::check(assessment, problems);
    geographies(assessment, problems);
}

pub(super) fn wrong(file: &Path, what: impl Into<String>) -> Problem {
    Problem::error(what).file(file)
}

/// The names an indicator may have in weights and covariates.
pub(super) fn indicator_names(settings: &Settings) -> Vec<String> {
    let mut names: Vec<String> = settings.indicator.iter().map(|i| i.id.clone()).collect();
    names.extend(settings.deprivation.iter().flat_map(|d| d.indicators.clone()));
    if settings.crime.is_some() {
        names.extend(["crime_rate", "asb_rate"].map(str::to_owned));
    }
    names
}

pub(super) fn known_indicator(name: &str, known: &[String], settings: &Settings) -> bool {
    known.iter().any(|k| k == name) || (settings.crime.is_some() && name.starts_with("crime_rate:"))
}

fn need(settings: &Settings, file: &Path, problems: &mut Problems) {
    let Some(need) = &settings.need else { return };
    let known = indicator_names(settings);
    for (name, weight) in &need.weights {
        if !known_indicator(name, &known, settings) {
            let problem = wrong(file, format!("`need.weights` names \"{name}\", which no source provides"));
            problems.push(match nearest(name, &known) {
                Some(near) => problem.hint(format!("did you mean \"{near}\"?")),
                None if known.is_empty() => problem.hint("add [deprivation], [crime] or [[indicator]]"),
                None => problem.hint(format!("there are {}", known.join(", "))),
            });
        }
        if !weight.is_finite() || *weight < 0.0 {
            problems.push(wrong(file, format!("`need.weights.{name}` is {weight}: a weight is 0 or more")));
        }
    }
    let sum: f64 = need.weights.values().sum();
    if (sum - 1.0).abs() > 1e-9 {
        problems.push(
            wrong(file, format!("`need.weights` sum to {sum}, not to 1"))
                .hint("weights are shares of the whole index: make them add up to 1"),
        );
    }
}

fn gap(settings: &Settings, file: &Path, problems: &mut Problems) {
    let gap = &settings.gap;
    if !(0.9..1.0).contains(&gap.confidence) {
        problems.push(
            wrong(file, format!("`gap.confidence` is {}", gap.confidence))
                .hint("from 0.9 to below 1, usually 0.95"),
        );
    }
    if !(gap.need_ratio.is_finite() && gap.need_ratio >= 1.0) {
        problems.push(
            wrong(file, format!("`gap.need_ratio` is {}", gap.need_ratio))
                .hint("1 or more: how many times the lowest-need rate"),
        );
    }
    match &gap.benchmark {
        Benchmark::Rate(rate) if !(rate.is_finite() && *rate > 0.0) => {
            problems
                .push(wrong(file, format!("`gap.benchmark` is {rate}")).hint("a rate above 0, such as 0.12"));
        }
        Benchmark::Word(word) if word != "place" => {
            problems.push(
                wrong(file, format!("`gap.benchmark` is \"{word}\""))
                    .hint("\"place\", or a rate such as 0.12"),
            );
        }
        _ => {}
    }
    let standards: BTreeSet<Standard> = gap.also.iter().copied().chain([gap.standard]).collect();
    if standards.contains(&Standard::InProportionToNeed) && settings.need.is_none() {
        problems.push(wrong(file, "reach in proportion to need is asked for, but there is no [need]"));
    }
    if standards.contains(&Standard::SimilarPlaces) && gap.covariates.is_empty() {
        problems.push(
            wrong(file, "similar places are asked for, but `gap.covariates` is empty")
                .hint("name the indicators that make places similar"),
        );
    }
    let mut known = indicator_names(settings);
    known.push("need".into());
    known.extend((!settings.sites.is_empty()).then(|| "distance_to_site".into()));
    for name in gap.covariates.iter().filter(|n| !known_indicator(n, &known, settings)) {
        problems.push(
            wrong(file, format!("`gap.covariates` names \"{name}\", which no source provides"))
                .hint(format!("there are {}", known.join(", "))),
        );
    }
    for name in &gap.standardise {
        let of_people = &settings.population;
        let has = match name.as_str() {
            "age" => !of_people.age_bands.is_empty() || of_people.age.is_some(),
            "sex" => of_people.sex.is_some(),
            group => of_people.groups.contains_key(group),
        };
        if !has {
            problems.push(wrong(file, format!("`gap.standardise` names \"{name}\", but [population] does not tell people apart by it")).hint("give age_bands, sex or groups in [population]"));
        }
    }
}

fn shares(settings: &Settings, file: &Path, problems: &mut Problems) {
    let t = &settings.tolerance;
    for (name, share) in [
        ("unplaced", t.unplaced),
        ("areas_missing", t.areas_missing),
        ("more_than_eligible", t.more_than_eligible),
    ] {
        if !(0.0..=1.0).contains(&share) {
            problems.push(wrong(file, format!("`tolerance.{name}` is {share}")).hint("a share from 0 to 1"));
        }
    }
    if settings.disclosure.threshold < 2 {
        problems.push(
            wrong(file, format!("`disclosure.threshold` is {}", settings.disclosure.threshold))
                .hint("at least 2: counts below it are withheld"),
        );
    }
    if !(3..=7).contains(&settings.maps.classes) {
        problems.push(
            wrong(file, format!("`maps.classes` is {}", settings.maps.classes))
                .hint("from 3 to 7: more cannot be told apart"),
        );
    }
    if !(400..=8000).contains(&settings.maps.width) {
        problems.push(
            wrong(file, format!("`maps.width` is {}", settings.maps.width)).hint("from 400 to 8000 pixels"),
        );
    }
    if !(settings.sensitivity.concentration.is_finite() && settings.sensitivity.concentration > 0.0) {
        problems.push(wrong(file, "`sensitivity.concentration` is not above 0"));
    }
    let bands = &settings.population.age_bands;
    for (i, band) in bands.iter().enumerate() {
        if bands[..i].iter().any(|earlier| earlier.overlaps(*band)) {
            problems.push(wrong(file, format!("`population.age_bands` has overlapping bands at {band}")));
        }
        if settings.population.ages.is_some_and(|ages| !ages.covers(*band)) {
            problems.push(wrong(file, format!("`population.age_bands`: {band} is not within `ages`")));
        }
    }
}

fn check_uptake(uptake: &Uptake, file: &Path, problems: &mut Problems) {
    let name = uptake.service.as_deref().unwrap_or(&uptake.file);
    let about = |what: &str| wrong(file, format!("[[uptake]] {name}: {what}"));
    if uptake.service.is_none() && uptake.service_column.is_none() {
        problems.push(about("neither `service` nor `service_column` says which service it is"));
    }
    if uptake.longitude.is_some() != uptake.latitude.is_some()
        || uptake.easting.is_some() != uptake.northing.is_some()
    {
        problems.push(
            about("a point needs both of its columns")
                .hint("give longitude and latitude, or easting and northing"),
        );
    }
    let located =
        [&uptake.code, &uptake.postcode, &uptake.longitude, &uptake.easting].into_iter().any(Option::is_some);
    if !located {
        problems.push(
            about("no column says where people live")
                .hint("give code, postcode, longitude and latitude, or easting and northing"),
        );
    }
    if uptake.code.is_some() && uptake.geography.is_none() {
        problems.push(
            about("`geography` must say what its codes are, with the boundary year")
                .hint("for example geography = \"lsoa21\""),
        );
    }
    if uptake.counts.is_none() && uptake.person.is_none() && uptake.counted == Counted::People {
        problems.push(
            about("people are to be counted once, but no `person` column tells them apart")
                .hint("give `person`, or set counted = \"contacts\""),
        );
    }
    for (marker, (low, high)) in &uptake.suppressed {
        if !(low.is_finite() && high.is_finite() && *low >= 0.0 && low <= high) {
            problems.push(about(&format!(
                "`suppressed` \"{marker}\" does not run from a lowest to a highest count"
            )));
        }
    }
    for word in uptake.statuses.values().chain(&uptake.reached) {
        if !STATUSES.contains(&word.as_str()) {
            problems.push(
                about(&format!("\"{word}\" is not a status"))
                    .hint(format!("the statuses are {}", STATUSES.join(", "))),
            );
        }
    }
}

/// Every source's geography must lead to the areas' own, by look-ups.
fn geographies(assessment: &Assessment, problems: &mut Problems) {
    let settings = &assessment.settings;
    let file = assessment.file.as_path();
    let edges = relations(assessment, problems);
    let target = Geography::named(&settings.areas.geography);
    let mut sources: Vec<(String, &str)> = vec![("[population]".into(), &settings.population.geography)];
    sources.extend(settings.groups.iter().map(|g| (format!("[[groups]] {}", g.name), g.geography.as_str())));
    sources.extend(settings.deprivation.iter().map(|d| ("[deprivation]".into(), d.geography.as_str())));
    sources
        .extend(settings.indicator.iter().map(|i| (format!("[[indicator]] {}", i.id), i.geography.as_str())));
    sources.extend(settings.postcodes.iter().map(|p| ("[postcodes]".into(), p.geography.as_str())));
    sources.extend(settings.uptake.iter().filter_map(|u| {
        let name = u.service.clone().unwrap_or_else(|| u.file.clone());
        u.geography.as_deref().map(|g| (format!("[[uptake]] {name}"), g))
    }));
    sources.extend(
        settings
            .agency
            .iter()
            .filter_map(|a| a.geography.as_deref().map(|g| (format!("[[agency]] {}", a.name), g))),
    );
    let travel = settings.access.travel.iter().filter_map(|travel| travel.geography.as_deref());
    sources.extend(travel.map(|g| ("access.travel".to_owned(), g)));
    for (what, geography) in sources {
        let from = Geography::named(geography);
        if from != target && !edges.iter().any(|(f, t)| *f == from && *t == target) {
            problems.push(
                wrong(file, format!("{what} is on {from}, the areas are on {target}, and no look-up leads from one to the other"))
                    .hint("add a [[lookup]] between the two, or check the boundary year"),
            );
        }
    }
    let scales = settings.clusters.iter().flat_map(|clusters| &clusters.scales);
    for geography in settings.place.keys().chain(&settings.areas.authority).chain(scales) {
        let higher = Geography::named(geography);
        if higher != target && !edges.iter().any(|(f, t)| *f == target && *t == higher) {
            problems.push(
                wrong(file, format!("no look-up says which {target} lies in which {higher}"))
                    .hint("add a [[lookup]] that has both"),
            );
        }
    }
}

/// The pairs of geographies that the look-ups connect.
fn relations(assessment: &Assessment, problems: &mut Problems) -> Vec<(Geography, Geography)> {
    let mut edges = Vec::new();
    for lookup in &assessment.settings.lookup {
        match (&lookup.preset, &lookup.from, &lookup.to) {
            (Some(preset), _, _) => {
                let preset = Preset::or_problem(preset, &assessment.directory, problems);
                edges.extend(
                    preset.relation.iter().map(|r| (Geography::named(&r.from), Geography::named(&r.to))),
                );
            }
            (None, Some(from), Some(to)) => edges.push((Geography::named(from), Geography::named(to))),
            _ => problems.push(
                wrong(
                    &assessment.file,
                    format!("[[lookup]] {}: neither a preset nor `from` and `to`", lookup.file),
                )
                .hint("for example preset = \"lsoa11-lsoa21\""),
            ),
        }
    }
    edges
}
