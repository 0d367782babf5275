//! Verdicts in plain words: what was asked, what the records say, and the rule that gave the verdict.

use crate::assess::partnership::tally::Measured;
use crate::assess::partnership::test::{MOSTLY_OUT_OF_REACH, Test};
use crate::assess::partnership::verdict::{Verdict, Why};
use crate::assess::partnership::{DefinitionFindings, PartnershipFindings};
use crate::assessment::{Correction, DefinitionKind, Partnership};
use crate::estimate::NoFigure;
use crate::measure::Estimate;
use crate::number_words::{number, percentage, thousands};
use crate::words::{capital, listed};

/// What is asked of the records for a claim.
pub(super) fn question(kind: DefinitionKind) -> &'static str {
    match kind {
        DefinitionKind::UnderRepresented => {
            "Are these people fewer among those reached than among those the service is for?"
        }
        DefinitionKind::SlippingThrough => {
            "Are these people lost more often than others, although somebody knows of them?"
        }
        DefinitionKind::ServiceResistant => {
            "Offered help that they could use, do these people turn it down or leave more often than others?"
        }
    }
}

/// What was measured, as a heading of a row.
pub(super) fn measured(of: Measured) -> &'static str {
    match of {
        Measured::Reached => "reached",
        Measured::Lost => "lost after referral",
        Measured::ReachedByNone => "known, and reached by none",
        Measured::TurnedDown => "turned down or left",
    }
}

/// Saying things about one definition.
pub(super) struct Saying<'a> {
    pub(super) found: &'a PartnershipFindings,
    pub(super) one: &'a DefinitionFindings,
    pub(super) settings: &'a Partnership,
}

impl Saying<'_> {
    /// Others "of the same age, living in areas with the same need".
    pub(super) fn like_them(&self) -> String {
        let allowed = self.found.case_mix.words();
        let whom = match &self.one.registered.definition.comparator {
            Some(_) => "the people compared,",
            None => "others",
        };
        if allowed.is_empty() {
            return whom.trim_end_matches(',').to_owned();
        }
        let as_words: Vec<&str> = allowed
            .iter()
            .map(|word| match *word {
                "age" => "of the same ages",
                "sex" => "of the same sex",
                _ => "in areas with the same need",
            })
            .collect();
        format!("{whom} {}", listed(&as_words))
    }

    /// The test that decides a claim: the one whose verdict is the claim's.
    pub(super) fn deciding(&self, kind: DefinitionKind, verdict: Verdict) -> Option<&Test> {
        let of_kind = || self.one.tests.iter().filter(move |test| test.kind == kind);
        of_kind().find(|test| test.verdict == verdict).or_else(|| of_kind().next())
    }

    /// Why a verdict was given, in plain words.
    pub(super) fn sentence(&self, test: &Test) -> String {
        match (&test.why, &test.ratio) {
            (
                Why::BeyondThreshold | Why::ShortOfThreshold | Why::Undecided | Why::TooFewEvents,
                Some(found),
            ) => self.of_ratio(test, found.ratio.into()),
            (why, _) => self.of_reason(why),
        }
    }

    fn of_ratio(&self, test: &Test, ratio: Estimate) -> String {
        let for_every = |ratio: f64| number(ratio * 100.0, 0);
        let (value, low, high) = (for_every(ratio.value), for_every(ratio.lower), for_every(ratio.upper));
        let likely = format!("likely between {low} and {high}");
        let title = &self.one.registered.definition.title;
        let shares = self.shares(test);
        let like_them = self.like_them();
        let fate = match test.measured {
            Measured::Reached => "be reached",
            Measured::Lost => "be lost",
            Measured::ReachedByNone => "be reached by no service",
            Measured::TurnedDown => "turn it down or leave",
        };
        let then = format!(
            "For every 100 of them who would {fate} if they fared like {like_them}, it is {value} ({likely})."
        );
        let mark = self.mark(test.kind);
        let end = match (&test.why, test.verdict) {
            (Why::BeyondThreshold, _) => format!(
                "That is beyond the mark of {mark} that matters to the agency, and more than chance explains."
            ),
            (Why::ShortOfThreshold, _) => {
                format!("The mark that matters to the agency, {mark}, lies outside what is likely.")
            }
            (Why::TooFewEvents, _) => "There are too few cases to rule out chance.".to_owned(),
            _ => format!(
                "The mark that matters to the agency is {mark}: with so few people, it cannot be told whether the true figure lies beyond it."
            ),
        };
        format!("{}: {shares} {then} {end}", capital(title))
    }

    /// The shares that are compared, as they are.
    fn shares(&self, test: &Test) -> String {
        let Some(comparison) = &test.comparison else { return String::new() };
        let share = |side: crate::assess::partnership::test::SideShown| {
            if side.people > 0.0 { percentage(side.events / side.people) } else { "none".into() }
        };
        let (covered, compared) = (share(comparison.covered), share(comparison.compared));
        match (test.measured, &test.representation) {
            (Measured::Reached, Some(crude)) => format!(
                "they are {} of the people reached, and {} of the people the service is for.",
                percentage(crude.share_of_users.value),
                percentage(crude.share_of_people)
            ),
            (Measured::Reached, None) => {
                format!("{covered} of them are reached, and {compared} of those they are compared with.")
            }
            (Measured::Lost, _) => format!(
                "of those referred, {covered} were lost: they neither came nor declined within {} days. Of the others it was {compared}.",
                self.settings.follow_up_days
            ),
            (Measured::ReachedByNone, _) => format!(
                "of those known to an agency, {covered} were reached by no service. Of the others it was {compared}."
            ),
            (Measured::TurnedDown, _) => format!(
                "of those offered help that they could use, {covered} turned it down or left. Of the others it was {compared}."
            ),
        }
    }

    /// The mark that matters to the agency, for every 100.
    fn mark(&self, kind: DefinitionKind) -> String {
        let threshold = self.one.registered.threshold();
        let mark = if kind == DefinitionKind::UnderRepresented { threshold } else { 1.0 / threshold };
        format!("{} for every 100", number(mark * 100.0, 0))
    }

    fn of_reason(&self, why: &Why) -> String {
        match why {
            Why::TooFewToShow => "So few people are concerned that their numbers may not be shown, and so few cannot tell either way.".into(),
            Why::NoEligible(names) => format!("No table of the population tells people apart by {}, so that nobody knows how many there are to be reached.", listed(names)),
            Why::NoStatuses => "The records do not say how far each person came, so that nobody can be said to be lost or to decline.".into(),
            Why::NoAgencies => "No agency's file says whom the agencies know.".into(),
            Why::NoAttempts => "The records do not say how often contact was attempted. Without that nobody can be said to resist a service.".into(),
            Why::OutOfReach => {
                let offers = self.one.offers[0];
                let share = offers.filter(|o| o.offered > 0.0).map(|o| o.out_of_reach / o.offered);
                let share = share.map(|share| format!("{} of the offers made to them", percentage(share)));
                format!(
                    "{} lay out of their reach: too far away, at hours or in a language they could not use. People who could not use an offer have not refused it.",
                    capital(&share.unwrap_or_else(|| "most of the offers made to them".into()))
                )
            }
            Why::NoRatio(NoFigure::TooFewToCompare) => {
                "Nobody they are compared with is like them in what comparisons allow for, so that there is nothing to compare.".into()
            }
            Why::NoRatio(why) => format!("There is no figure: {why}."),
            Why::BeyondThreshold | Why::ShortOfThreshold | Why::Undecided | Why::TooFewEvents => String::new(),
        }
    }

    /// The rule that gave a verdict.
    pub(super) fn rule(&self, test: &Test) -> String {
        let threshold = self.one.registered.threshold();
        let fewer = test.kind == DefinitionKind::UnderRepresented;
        let (mark, beyond, short) = if fewer {
            (threshold, "at or below", "lower limit is above")
        } else {
            (1.0 / threshold, "at or above", "upper limit is below")
        };
        let tests = format!(
            "{} tests of definitions together ({})",
            thousands(self.found.tests as f64),
            correction(self.settings.correction)
        );
        let p = test.p.map(p_words).unwrap_or_default();
        match &test.why {
            Why::BeyondThreshold => format!(
                "Supported, because the ratio is {beyond} {}, and its p-value, corrected for {tests}, is {p}: at most {}.",
                number(mark, 2),
                number(self.settings.level, 2)
            ),
            Why::ShortOfThreshold => format!(
                "Not supported, because the interval's {short} {}: a ratio as far from 1 as that can be ruled out.",
                number(mark, 2)
            ),
            Why::Undecided if test.ratio.is_some() => format!(
                "Not enough data, because the interval reaches to {} or beyond, and the ratio is not both {beyond} it and sure enough: its p-value, corrected for {tests}, is {p}, to be at most {}.",
                number(mark, 2),
                number(self.settings.level, 2)
            ),
            Why::Undecided => "Not enough data.".into(),
            Why::TooFewEvents => {
                "Not enough data, because there are too few events for the test (Mantel and Fleiss 1980)."
                    .into()
            }
            Why::TooFewToShow => format!(
                "Not enough data, because a number of people that is needed is above 0 and below {}.",
                self.found.judging.rounding.threshold
            ),
            Why::OutOfReach => format!(
                "Not offered in reach, because at least {} of the offers to these people were out of their reach.",
                percentage(MOSTLY_OUT_OF_REACH)
            ),
            Why::NoAttempts => {
                "Not enough data, because the label is not given where attempts at contact are not recorded."
                    .into()
            }
            Why::NoRatio(why) => format!("Not enough data, because there is no ratio: {why}."),
            Why::NoEligible(_) | Why::NoStatuses | Why::NoAgencies => {
                "Not enough data, because what the claim speaks of is not recorded.".into()
            }
        }
    }
}

/// A p-value in words.
pub(super) fn p_words(p: f64) -> String {
    if p < 0.001 { "below 0.001".into() } else { number(p, 3) }
}

/// How tests are corrected for their number.
pub(super) fn correction(of: Correction) -> &'static str {
    match of {
        Correction::Holm => "Holm's method",
        Correction::BenjaminiHochberg => "Benjamini and Hochberg's method",
        Correction::BenjaminiYekutieli => "Benjamini and Yekutieli's method",
    }
}
