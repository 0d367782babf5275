//! The run: files in, evidence out. Each stage takes what the one before it gave.

use std::fmt;
use std::path::Path;

use crate::area::AreaCode;
use crate::assess::partnership::Finding;
use crate::assess::partnership::asking::{Answered, Asking};
use crate::assess::places::{self, Whole};
use crate::assess::{self, Findings};
use crate::assessment::{Assessment, Settings};
use crate::disclose;
use crate::error::Error;
use crate::estimate::Confidence;
use crate::estimate::measures::Measures;
use crate::join::{self, Joined};
use crate::problem::{Problem, Problems};
use crate::publish;
use crate::publish::staging::Staging;
use crate::publishable::Publishable;

/// A step of the run, as progress shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Reading a source and placing its rows.
    Reading(String),
    /// Deciding which counts may be published.
    Disclosing,
    /// Computing measures.
    Measuring,
    /// Judging them.
    Assessing,
    /// Writing the outputs.
    Publishing,
}

impl Step {
    /// How many steps progress counts.
    pub const COUNT: u64 = 5;

    /// Which of them this is.
    pub fn number(&self) -> u64 {
        match self {
            Self::Reading(_) => 0,
            Self::Disclosing => 1,
            Self::Measuring => 2,
            Self::Assessing => 3,
            Self::Publishing => 4,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reading(source) => write!(f, "reading {source}"),
            Self::Measuring => f.write_str("measuring need and reach"),
            Self::Assessing => f.write_str("judging gaps and groups"),
            Self::Disclosing => f.write_str("deciding what may be published"),
            Self::Publishing => f.write_str("writing maps, tables and report"),
        }
    }
}

/// Reads and joins every source, answers every definition, and judges all of it, without writing anything.
///
/// # Errors
/// [`Error::Refused`] with every problem found.
pub fn check(assessment: &Assessment, report: &mut dyn FnMut(Step)) -> Result<(Joined, Problems), Error> {
    let (joined, mut problems) = read(assessment, report)?;
    if joined.roll.is_some() {
        report(Step::Measuring);
        let measures = Measures::new(&joined, &assessment.settings, confidence(&assessment.settings)?);
        answered(assessment, &joined, &measures, &mut problems)?;
    }
    Ok((joined, problems))
}

/// Answers every definition; `None` where there is no partnership.
fn answered(
    assessment: &Assessment,
    joined: &Joined,
    measures: &Measures,
    problems: &mut Problems,
) -> Result<Option<Answered>, Error> {
    let answered = Asking { assessment, joined, measures }.answer(problems);
    if problems.has_errors() { Err(Error::Refused(std::mem::take(problems))) } else { Ok(answered) }
}

/// Reads and joins every source.
fn read(assessment: &Assessment, report: &mut dyn FnMut(Step)) -> Result<(Joined, Problems), Error> {
    let mut problems = assessment.notices.clone();
    let joined =
        join::join(assessment, &mut problems, &mut |source| report(Step::Reading(source.to_owned())));
    match joined {
        Some(joined) if !problems.has_errors() => Ok((joined, problems)),
        _ => Err(Error::Refused(problems)),
    }
}

/// Does the whole job and writes the outputs, whole or not at all.
///
/// # Errors
/// [`Error::Refused`] when the data are; [`Error::Publish`] when the outputs cannot be written.
pub fn run(
    assessment: &Assessment,
    out: &Path,
    replace: bool,
    report: &mut dyn FnMut(Step),
) -> Result<Problems, Error> {
    let staging = Staging::begin(out, replace)?;
    let (mut joined, mut problems) = read(assessment, report)?;
    let mut found = find(assessment, &joined, &mut problems, report)?;
    if let Some(rim_m) =
        assessment.settings.neighbours.rim_m.filter(|_| assessment.settings.clusters.is_some())
    {
        beside_the_rim(assessment, &joined, &mut found.findings, rim_m, &mut problems, report)?;
    }
    let Found { publishable, measures, mut findings } = found;
    let evidence = disclose::evidence(assessment, &joined, &measures, &findings, &publishable, problems)?;
    // People are needed no more, and take as much memory as everything else together.
    (joined.roll, findings.partnership) = (None, None);
    report(Step::Publishing);
    publish::public(&evidence, &joined.areas, assessment, &staging)?;
    publish::private(&joined, &measures, &findings, &staging)?;
    publish::record(&evidence, assessment, &staging)?;
    staging.commit()?;
    Ok(evidence.problems)
}

/// Reads, joins and judges everything, without deciding what may be published and without writing anything. The
/// figures are for use inside: nothing is withheld.
///
/// # Errors
/// As [`check`], and definitions that cannot be answered.
pub fn findings(
    assessment: &Assessment,
    report: &mut dyn FnMut(Step),
) -> Result<(Joined, Findings, Problems), Error> {
    let (joined, mut problems) = read(assessment, report)?;
    let found = find(assessment, &joined, &mut problems, report)?;
    Ok((joined, found.findings, problems))
}

/// Everything behind one area's figures, as text. For use inside: nothing is withheld.
///
/// # Errors
/// As [`check`], and [`Error::Usage`] when the place has no such area.
pub fn explain(
    assessment: &Assessment,
    area: &AreaCode,
    report: &mut dyn FnMut(Step),
) -> Result<String, Error> {
    let (joined, mut problems) = read(assessment, report)?;
    let position = joined.areas.position(area).ok_or_else(|| unknown_area(&joined, area))?;
    let Found { measures, findings, .. } = find(assessment, &joined, &mut problems, report)?;
    Ok(publish::explanation::explain(assessment, &joined, &measures, &findings, position as usize))
}

/// What a run found, before disclosure control.
struct Found {
    publishable: Vec<Publishable>,
    measures: Measures,
    findings: Findings,
}

fn find(
    assessment: &Assessment,
    joined: &Joined,
    problems: &mut Problems,
    report: &mut dyn FnMut(Step),
) -> Result<Found, Error> {
    let settings = &assessment.settings;
    let confidence = confidence(settings)?;
    report(Step::Disclosing);
    let publishable: Result<Vec<Publishable>, Error> = joined
        .uptake
        .iter()
        .map(|uptake| disclose::publishable(&joined.areas, uptake, &settings.disclosure))
        .collect();
    let publishable = publishable?;
    report(Step::Measuring);
    let measures = Measures::new(joined, settings, confidence);
    let answered = answered(assessment, joined, &measures, problems)?;
    report(Step::Assessing);
    let mut findings = assess::findings(joined, &measures, settings, confidence, &publishable, problems);
    let services = &findings.services;
    let finding =
        Finding { assessment, joined, measures: &measures, services, publishable: &publishable, confidence };
    findings.partnership = answered.and_then(|answered| finding.find(answered));
    if problems.has_errors() {
        return Err(Error::Refused(std::mem::take(problems)));
    }
    Ok(Found { publishable, measures, findings })
}

/// Finds everything once more with the areas just outside the place, and sets the clusters of both side by side.
fn beside_the_rim(
    assessment: &Assessment,
    joined: &Joined,
    findings: &mut Findings,
    rim_m: f64,
    problems: &mut Problems,
    report: &mut dyn FnMut(Step),
) -> Result<(), Error> {
    let source = |source: &str| format!("the rim: {source}");
    let wider = match join::with_rim(assessment, rim_m, &mut |s| report(Step::Reading(source(s)))) {
        // The partnership is the place's own: nothing of it is looked at beyond the rim.
        Ok(wider) => Joined { roll: None, ..wider },
        Err(why) => {
            let first = why.sorted().first().map(|problem| problem.what.clone()).unwrap_or_default();
            let what = format!("the rim of the place could not be read in: {first}");
            problems.push(
                Problem::warning(what).hint("leave neighbours.rim_m out, or give files that cover the rim"),
            );
            return Ok(());
        }
    };
    let there = find(assessment, &wider, &mut Problems::none(), report)?;
    let settings = &assessment.settings;
    let confidence = confidence(settings)?;
    let wider = Whole { joined: &wider, measures: &there.measures, findings: &there.findings };
    places::beside_the_rim(findings, (joined, wider), settings, confidence);
    Ok(())
}

fn confidence(settings: &Settings) -> Result<Confidence, Error> {
    Confidence::new(settings.gap.confidence).map_err(|why| Error::Usage(why.to_string()))
}

fn unknown_area(joined: &Joined, area: &AreaCode) -> Error {
    let known = joined.areas.areas().iter().map(|a| a.code.as_str());
    let near = known.min_by_key(|known| (strsim::damerau_levenshtein(known, area.as_str()), *known));
    let hint = near.map(|near| format!("\n  hint: the nearest code is {near}")).unwrap_or_default();
    Error::Usage(format!("the place has no area {area}{hint}"))
}
