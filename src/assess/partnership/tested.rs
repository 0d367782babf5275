//! Definitions tested: counted, estimated, corrected for each other and judged.

use rayon::prelude::*;

use super::register::Registered;
use super::tally::{Counting, Tallied};
use super::test::{Has, Judging, Test};
use super::verdict::{self, Verdict};
use super::waiting::{self, Wait};
use crate::assess::places::clusters::adjustment;
use crate::assessment::DefinitionKind;
use crate::estimate::multiple_testing::adjusted;
use crate::roll::Roll;
use crate::rounded::Rounding;
use crate::step::Step;

/// What was found of one definition.
#[derive(Debug, Clone)]
pub struct DefinitionFindings {
    /// The definition, and whom it covers.
    pub registered: Registered,
    /// Its tests.
    pub tests: Vec<Test>,
    /// Its people on the roll, rounded; `None` where few.
    pub people: Option<f64>,
    /// People of whom it is not known, rounded; `None` where few.
    pub unknown: Option<f64>,
    /// By side, covered and compared: people who came to each step of the way, rounded; `None` where they or those lost
    /// since the step before are few.
    pub steps: [[Option<f64>; 5]; 2],
    /// By side: offers, those out of reach and those with too few attempts, rounded.
    pub offers: [Option<OffersShown>; 2],
    /// By side: the wait from referral to engagement.
    pub waits: [Option<Wait>; 2],
    /// Where its people live near a service in areas of high need that it under-serves; where that is known.
    pub near_but_missed: Option<NearButMissed>,
}

/// Areas of high need and good access with low reach: what slipping through the net looks like from above.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearButMissed {
    /// How many such areas there are.
    pub areas: usize,
    /// The share of the definition's eligible people who live in them.
    pub share: f64,
    /// The share of all eligible people who do.
    pub share_of_all: f64,
}

/// Offers in numbers that may be shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OffersShown {
    /// Those offered something.
    pub offered: f64,
    /// For whom it was out of reach.
    pub out_of_reach: f64,
    /// To whom too few attempts were made, or none recorded.
    pub too_few_attempts: Option<f64>,
}

impl DefinitionFindings {
    /// The verdict on each claim.
    pub fn claims(&self) -> Vec<(DefinitionKind, Verdict)> {
        let kinds = self.registered.definition.kind.iter();
        let of = |kind: &DefinitionKind| {
            let parts: Vec<Verdict> =
                self.tests.iter().filter(|t| t.kind == *kind).map(|t| t.verdict).collect();
            (*kind, verdict::of_claim(&parts))
        };
        kinds.map(of).collect()
    }
}

/// Tests definitions, and tells how many tests were corrected for each other.
pub fn tested(
    registered: Vec<Registered>,
    counting: &Counting<'_>,
    judging: Judging,
) -> (Vec<DefinitionFindings>, usize) {
    let found = |one: Registered| {
        let tallied = counting.of(&one);
        let tests = Test::of(&one, &tallied, has(&one, counting.roll), judging);
        shown(one, &tallied, tests, judging)
    };
    let mut definitions: Vec<DefinitionFindings> = registered.into_par_iter().map(found).collect();
    let tests = judge(&mut definitions, counting, judging);
    (definitions, tests)
}

/// Estimates every test, corrects their p-values for each other, and gives the verdicts. Earlier wordings take no part
/// in the correction; each is judged as if it were one of the tests.
fn judge(definitions: &mut [DefinitionFindings], counting: &Counting<'_>, judging: Judging) -> usize {
    let current = definitions.iter().filter(|one| one.registered.current);
    let tests = current.flat_map(|one| &one.tests).filter(|test| test.comparison.is_some()).count();
    let each = judging.level / tests.max(1) as f64;
    definitions
        .par_iter_mut()
        .flat_map_iter(|one| &mut one.tests)
        .for_each(|test| test.estimate(each, judging));
    let kept: Vec<&mut Test> = definitions
        .iter_mut()
        .filter(|one| one.registered.current)
        .flat_map(|one| &mut one.tests)
        .filter(|test| test.p.is_some())
        .collect();
    let raw: Vec<f64> = kept.iter().filter_map(|test| test.p).collect();
    let corrected =
        adjusted(&raw, adjustment(counting.settings.correction)).unwrap_or_else(|_| vec![1.0; raw.len()]);
    kept.into_iter().zip(corrected).for_each(|(test, p)| test.p = Some(p));
    for one in definitions.iter_mut() {
        let (current, threshold) = (one.registered.current, one.registered.threshold());
        for test in &mut one.tests {
            if !current {
                test.p = test.p.map(|p| (p * tests.max(1) as f64).min(1.0));
            }
            test.judge(threshold, judging.level);
        }
    }
    raw.len()
}

pub(super) fn has(one: &Registered, roll: &Roll) -> Has {
    let any = |of: &[bool]| of.iter().zip(&one.services).any(|(has, speaks)| *has && *speaks);
    Has {
        statuses: any(&roll.has_statuses),
        attempts: any(&roll.has_attempts),
        agencies: !roll.agencies.is_empty(),
    }
}

/// What was counted, in numbers that may be shown.
fn shown(one: Registered, tallied: &Tallied, tests: Vec<Test>, judging: Judging) -> DefinitionFindings {
    let rounding = judging.rounding;
    let people = rounding.people(one.covers.people.count_yes() as f64);
    let unknown = rounding.people(one.covers.people.count_unknown() as f64);
    let steps = [0, 1].map(|side| steps_shown(&tallied.steps, side, rounding));
    let part = |side: usize| rounding.part(tallied.offers[side].out_of_reach, tallied.offers[side].offered);
    // How many were offered something is published of everybody: a side is shown only where the other may be too.
    let both = part(0).zip(part(1));
    let offers = [0, 1].map(|side| {
        let (out_of_reach, offered) = both.and(part(side))?;
        let too_few_attempts = rounding.people(tallied.offers[side].too_few_attempts);
        Some(OffersShown { offered, out_of_reach, too_few_attempts })
    });
    let few_wait = tallied.waits.iter().any(|waits| rounding.people(waits.len() as f64).is_none());
    let wait = |side: usize| waiting::wait(&tallied.waits[side], judging).filter(|_| !few_wait);
    DefinitionFindings {
        people,
        unknown,
        steps,
        offers,
        waits: [0, 1].map(wait),
        near_but_missed: None,
        registered: one,
        tests,
    }
}

/// Steps of one side rounded. The first is whom the way begins with; one step is left out where few were lost since the
/// one before, and where few of the other side came to it: how many came in all is published elsewhere.
fn steps_shown(sides: &[[f64; 5]; 2], side: usize, rounding: Rounding) -> [Option<f64>; 5] {
    let (exact, others) = (&sides[side], &sides[1 - side]);
    let mut shown = [None; 5];
    for (at, count) in exact.iter().enumerate() {
        // The way proper begins with the referral; not everybody referred was identified before.
        let before = if at > Step::Referred as usize { exact[at - 1] } else { *count };
        let may = [before - count, others[at]].into_iter().all(|n| rounding.people(n.max(0.0)).is_some());
        shown[at] = rounding.people(*count).filter(|_| may);
    }
    shown
}
