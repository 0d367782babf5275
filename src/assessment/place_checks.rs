//! What the parts of an assessment that speak of nearness must satisfy: neighbours, clusters, scan, access.

use std::path::Path;

use super::checks::{indicator_names, known_indicator, wrong};
use super::{Access, Decay, NeighbourRule, Scan, ScanModel, Settings, Sites};
use crate::problem::Problems;

/// Fewer permutations or replications than this can say nothing.
const FEWEST: u32 = 99;

/// Judges those parts.
pub(super) fn check(settings: &Settings, file: &Path, problems: &mut Problems) {
    neighbours(settings, file, problems);
    clusters(settings, file, problems);
    if let Some(scan) = &settings.scan {
        check_scan(scan, settings, file, problems);
    }
    settings.sites.iter().for_each(|sites| check_sites(sites, file, problems));
    access(&settings.access, settings, file, problems);
    inequality(settings, file, problems);
}

fn above_zero(name: &str, value: f64, file: &Path, problems: &mut Problems) {
    if !(value.is_finite() && value > 0.0) {
        problems.push(wrong(file, format!("`{name}` is {value}")).hint("a number above 0"));
    }
}

fn neighbours(settings: &Settings, file: &Path, problems: &mut Problems) {
    let near = &settings.neighbours;
    if !(near.tolerance_m.is_finite() && near.tolerance_m >= 0.0) {
        problems.push(
            wrong(file, format!("`neighbours.tolerance_m` is {}", near.tolerance_m))
                .hint("metres, 0 or more"),
        );
    }
    if near.nearest == 0 {
        problems.push(wrong(file, "`neighbours.nearest` is 0").hint("1 or more areas"));
    }
    above_zero("neighbours.within_m", near.within_m, file, problems);
    if let Some(rim) = near.rim_m {
        above_zero("neighbours.rim_m", rim, file, problems);
    }
    let list = near.file.is_some() && near.from.is_some() && near.to.is_some();
    if near.rule == NeighbourRule::File && !list {
        problems.push(
            wrong(file, "`neighbours.rule` is \"file\", but the list is not fully named")
                .hint("give neighbours.file, neighbours.from and neighbours.to"),
        );
    }
    if near.rule != NeighbourRule::File && near.file.is_some() {
        problems.push(
            wrong(file, "`neighbours.file` is given, but the rule does not use it")
                .hint("set neighbours.rule = \"file\", or leave the file out"),
        );
    }
    if near.rule == NeighbourRule::File && near.rim_m.is_some() {
        problems.push(
            wrong(file, "a rim cannot be read in where neighbours come from a list")
                .hint("leave neighbours.rim_m out, or choose another rule"),
        );
    }
}

fn level(name: &str, level: f64, file: &Path, problems: &mut Problems) {
    if !(level > 0.0 && level <= 0.5) {
        problems
            .push(wrong(file, format!("`{name}` is {level}")).hint("above 0 and at most 0.5, usually 0.05"));
    }
}

fn often_enough(name: &str, times: u32, file: &Path, problems: &mut Problems) {
    if times < FEWEST {
        problems.push(wrong(file, format!("`{name}` is {times}")).hint(format!(
            "{FEWEST} or more, usually 999: a p-value cannot be smaller than 1 in {}",
            times + 1
        )));
    }
}

fn clusters(settings: &Settings, file: &Path, problems: &mut Problems) {
    let Some(clusters) = &settings.clusters else { return };
    often_enough("clusters.permutations", clusters.permutations, file, problems);
    level("clusters.level", clusters.level, file, problems);
}

fn check_scan(scan: &Scan, settings: &Settings, file: &Path, problems: &mut Problems) {
    often_enough("scan.replications", scan.replications, file, problems);
    level("scan.level", scan.level, file, problems);
    if !(scan.largest_share > 0.0 && scan.largest_share <= 0.5) {
        problems.push(
            wrong(file, format!("`scan.largest_share` is {}", scan.largest_share))
                .hint("a share above 0 and at most 0.5: more than half of the people are no cluster"),
        );
    }
    if let Some(radius) = scan.largest_radius_m {
        above_zero("scan.largest_radius_m", radius, file, problems);
    }
    let dated = settings.uptake.iter().any(|u| u.counts.is_none() && u.date.is_some());
    if scan.time.is_some() && !dated {
        problems.push(
            wrong(file, "`scan.time` is given, but no individual records have a `date`")
                .hint("name the column of the date in [[uptake]], or leave scan.time out"),
        );
    }
    if scan.time.is_some() && scan.model == ScanModel::Bernoulli {
        problems.push(
            wrong(file, "`scan.time` needs scan.model = \"poisson\"")
                .hint("the scan of place and time takes counts around what is expected"),
        );
    }
}

fn check_sites(sites: &Sites, file: &Path, problems: &mut Problems) {
    let about = |what: &str| wrong(file, format!("[[sites]] {}: {what}", sites.file));
    let pair = |x: &Option<String>, y: &Option<String>| (x.is_some(), y.is_some());
    let pairs = [pair(&sites.longitude, &sites.latitude), pair(&sites.easting, &sites.northing)];
    if pairs.iter().any(|(x, y)| x != y) || pairs.iter().all(|(x, _)| !x) {
        problems.push(
            about("no pair of columns says where sites are")
                .hint("give longitude and latitude, or easting and northing"),
        );
    }
}

fn access(access: &Access, settings: &Settings, file: &Path, problems: &mut Problems) {
    above_zero("access.catchment", access.catchment, file, problems);
    above_zero("access.far", access.far, file, problems);
    if let Some(centres) = &settings.centres {
        let given = centres.longitude.is_some() && centres.latitude.is_some()
            || centres.easting.is_some() && centres.northing.is_some();
        if !given {
            problems.push(
                wrong(file, "[centres] has no pair of columns that says where they are")
                    .hint("give longitude and latitude, or easting and northing"),
            );
        }
    }
    if let Some(travel) = &access.travel {
        if settings.sites.is_empty() {
            problems.push(
                wrong(file, "`access.travel` is given, but there are no [[sites]]")
                    .hint("add [[sites]], or leave access.travel out"),
            );
        }
        if access.catchment == Access::default().catchment || access.far == Access::default().far {
            problems.push(
                wrong(file, "`access.catchment` and `access.far` are those for metres, but ways come from `access.travel`")
                    .hint(format!("give both in {}", travel.unit)),
            );
        }
    }
    if access.decay != Decay::Stepped {
        return;
    }
    let rising = access.steps.windows(2).all(|pair| pair[0] < pair[1]);
    let ends = access.steps.last().is_none_or(|last| *last == access.catchment);
    if !rising || !ends || access.steps.iter().any(|step| !(step.is_finite() && *step > 0.0)) {
        problems.push(
            wrong(file, "`access.steps` do not rise from above 0 to `access.catchment`")
                .hint("for example catchment = 5000 and steps = [1500, 3000, 5000]"),
        );
    }
    let steps = if access.steps.is_empty() { access.weights.len() } else { access.steps.len() };
    let falling = access.weights.windows(2).all(|pair| pair[0] >= pair[1]);
    let possible = access.weights.iter().all(|w| w.is_finite() && *w > 0.0);
    if steps != access.weights.len() || steps == 0 || !falling || !possible {
        problems.push(
            wrong(
                file,
                "`access.weights` must be one number above 0 for each step, none above the one before",
            )
            .hint("for example [1, 0.68, 0.22]"),
        );
    }
}

fn inequality(settings: &Settings, file: &Path, problems: &mut Problems) {
    let Some(inequality) = &settings.inequality else { return };
    if !(5..=100).contains(&inequality.parts) {
        problems.push(
            wrong(file, format!("`inequality.parts` is {}", inequality.parts))
                .hint("from 5 to 100, usually 10 or 5"),
        );
    }
    if inequality.repetitions < 1000 {
        problems.push(
            wrong(file, format!("`inequality.repetitions` is {}", inequality.repetitions))
                .hint("1000 or more, usually 100000"),
        );
    }
    let mut known = indicator_names(settings);
    known.extend(settings.need.as_ref().map(|_| "need".to_owned()));
    match &inequality.by {
        Some(by) if !known_indicator(by, &known, settings) => problems.push(
            wrong(file, format!("`inequality.by` is \"{by}\", which no source provides"))
                .hint(format!("there are {}", known.join(", "))),
        ),
        None if known.is_empty() => problems.push(
            wrong(file, "[inequality] has nothing to rank people by")
                .hint("add [deprivation], [need] or an [[indicator]]"),
        ),
        _ => {}
    }
}
