//! Tests of definitions: every figure from numbers of people that may be published, and the verdict they allow.

use super::register::Registered;
use super::tally::{Counts, Measured, Tallied, Tally};
use super::verdict::{self, Shown, Verdict, Why};
use crate::assessment::DefinitionKind;
use crate::estimate::Confidence;
use crate::estimate::NoFigure;
use crate::estimate::representation::{Representation, representation};
use crate::estimate::stratified_ratio::{StratifiedRatio, Stratum, Terms, bounds, mantel_haenszel};
use crate::measure::Estimate;
use crate::rounded::Rounding;

/// The share of offers out of reach from which turning down says nothing of people.
pub const MOSTLY_OUT_OF_REACH: f64 = 0.5;

/// One side of a comparison, in numbers that may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SideShown {
    /// Those it happened to, rounded.
    pub events: f64,
    /// All of them: rounded where they are persons of records, else of the population tables.
    pub people: f64,
}

/// A comparison in numbers that may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Those the definition covers.
    pub covered: SideShown,
    /// Those they are compared with.
    pub compared: SideShown,
    /// Rounded number of those it happened to of whom it is not known where they stand; `None` where it is small.
    pub unknown: Option<f64>,
    /// By stratum, in numbers that sum to those shown.
    strata: Vec<Stratum>,
    /// Events of unknown standing, by stratum.
    unknown_events: Vec<f64>,
    /// Unknown people, by stratum, where people are counted from records.
    unknown_people: Option<Vec<f64>>,
}

/// One test of a definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// The claim it belongs to.
    pub kind: DefinitionKind,
    /// What was measured.
    pub measured: Measured,
    /// The numbers; `None` where they may not be shown or cannot be had.
    pub comparison: Option<Comparison>,
    /// The ratio to those compared, all strata allowed for.
    pub ratio: Option<StratifiedRatio>,
    /// Share of users over share of eligible people, as it is, where reach is measured.
    pub representation: Option<Representation>,
    /// The p-value, corrected for all tests.
    pub p: Option<f64>,
    /// The verdict.
    pub verdict: Verdict,
    /// The rule that gave it.
    pub why: Why,
    /// The ratio if nobody, and if everybody, of those of whom it is not known belonged to the definition's people.
    pub bounds: Option<(Estimate, Estimate)>,
    /// Whether the verdict would be another at one of the bounds.
    pub hangs_on_unknown: bool,
}

/// On what terms definitions are tested.
#[derive(Debug, Clone, Copy)]
pub struct Judging {
    /// Of every interval.
    pub confidence: Confidence,
    /// The share of false findings that is borne.
    pub level: f64,
    /// How numbers are rounded.
    pub rounding: Rounding,
}

impl Test {
    /// The tests of one definition, before they are corrected for each other.
    pub fn of(one: &Registered, tallied: &Tallied, has: Has, judging: Judging) -> Vec<Self> {
        let mut tests = Vec::new();
        if one.claims(DefinitionKind::UnderRepresented) {
            tests.push(reached(one, tallied, judging));
        }
        if one.claims(DefinitionKind::SlippingThrough) {
            if has.statuses || !has.agencies {
                let found =
                    if has.statuses { of_records(&tallied.lost, judging) } else { Err(Why::NoStatuses) };
                tests.push(Self::new(DefinitionKind::SlippingThrough, Measured::Lost, found));
            }
            if has.agencies {
                let found = of_records(&tallied.by_none, judging);
                tests.push(Self::new(DefinitionKind::SlippingThrough, Measured::ReachedByNone, found));
            }
        }
        if one.claims(DefinitionKind::ServiceResistant) {
            let found = turned_down(tallied, has, judging);
            tests.push(Self::new(DefinitionKind::ServiceResistant, Measured::TurnedDown, found));
        }
        tests
    }

    fn new(kind: DefinitionKind, measured: Measured, found: Result<Comparison, Why>) -> Self {
        let (comparison, why) = match found {
            Ok(comparison) => (Some(comparison), Why::Undecided),
            Err(why) => (None, why),
        };
        let verdict =
            if why == Why::OutOfReach { Verdict::NotOfferedInReach } else { Verdict::NotEnoughData };
        Self {
            kind,
            measured,
            comparison,
            ratio: None,
            representation: None,
            p: None,
            verdict,
            why,
            bounds: None,
            hangs_on_unknown: false,
        }
    }

    /// Works out the ratio; `level` is what remains of the level for one of all tests.
    pub fn estimate(&mut self, level: f64, judging: Judging) {
        let Some(comparison) = &self.comparison else { return };
        let step = f64::from(judging.rounding.to);
        let terms = Terms { confidence: judging.confidence, level, rounding_variance: step * step / 12.0 };
        match mantel_haenszel(&comparison.strata, terms) {
            Ok(ratio) => {
                self.p = Some(ratio.test.p_two_sided);
                self.ratio = Some(ratio);
                self.bounds = comparison.bounds(terms);
            }
            Err(why) => self.why = Why::NoRatio(why),
        }
    }

    /// Gives the verdict, once p-values are corrected.
    pub fn judge(&mut self, threshold: f64, level: f64) {
        let (Some(ratio), Some(p)) = (&self.ratio, self.p) else { return };
        let fewer = verdict::claims_fewer(self.kind);
        let shown = Shown { ratio: ratio.ratio.into(), p, level, threshold, fewer };
        (self.verdict, self.why) = verdict::judge(shown);
        if self.verdict == Verdict::Supported && !ratio.enough_for_test {
            (self.verdict, self.why) = (Verdict::NotEnoughData, Why::TooFewEvents);
        }
        let at = |ratio: Estimate| verdict::judge(Shown { ratio, ..shown }).0;
        self.hangs_on_unknown = self.bounds.is_some_and(|(none, all)| {
            // Only a verdict that was given can be lost; chance is judged by the limits, which hold parity or do not.
            let holds = |ratio: Estimate| ratio.lower <= 1.0 && ratio.upper >= 1.0;
            let supported = |ratio: Estimate| at(ratio) == Verdict::Supported && !holds(ratio);
            match self.verdict {
                Verdict::Supported => !supported(none) || !supported(all),
                Verdict::NotSupported => {
                    at(none) != Verdict::NotSupported || at(all) != Verdict::NotSupported
                }
                Verdict::NotEnoughData | Verdict::NotOfferedInReach => false,
            }
        });
    }
}

/// What the records hold of the services a definition speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Has {
    /// Statuses.
    pub statuses: bool,
    /// Attempts at contact.
    pub attempts: bool,
    /// Agencies' files.
    pub agencies: bool,
}

fn total(counts: &[Counts]) -> Counts {
    counts.iter().fold(Counts::default(), |sum, of| Counts {
        events: sum.events + of.events,
        people: sum.people + of.people,
    })
}

fn events(counts: &[Counts]) -> Vec<f64> {
    counts.iter().map(|of| of.events).collect()
}

/// Reach, against eligible people.
fn reached(one: &Registered, tallied: &Tallied, judging: Judging) -> Test {
    let kind = DefinitionKind::UnderRepresented;
    let found = eligible_comparison(one, tallied, judging);
    let mut test = Test::new(kind, Measured::Reached, found);
    if let Some(comparison) = &test.comparison {
        let eligible = one.covers.eligible.as_ref();
        let everybody = eligible.map_or(0.0, |e| e.people() + e.people_not_covered());
        let users = comparison.covered.events + comparison.compared.events;
        let crude = representation(
            (comparison.covered.events, users),
            (comparison.covered.people, everybody),
            judging.confidence,
        );
        test.representation = crude.ok().filter(|_| one.comparator.is_none());
    }
    test
}

fn eligible_comparison(one: &Registered, tallied: &Tallied, judging: Judging) -> Result<Comparison, Why> {
    let (tally, tally_of_few) = (&tallied.reached, tallied.shown_but_few(judging.rounding.threshold));
    let no_eligible =
        |covered: &crate::join::coverage::Covered| Why::NoEligible(covered.not_in_population.clone());
    let covers = one.covers.eligible.as_ref().ok_or_else(|| no_eligible(&one.covers))?;
    let compared = match &one.comparator {
        None => &covers.others,
        Some(comparator) => &comparator.eligible.as_ref().ok_or_else(|| no_eligible(comparator))?.covered,
    };
    let rounding = judging.rounding;
    let round = |counts: &[Counts], people: &[f64], few: f64| -> Option<SideShown> {
        let (events, people) = (total(counts).events, people.iter().sum::<f64>());
        rounding.people((people - events).max(0.0))?;
        rounding.people(events)?;
        Some(SideShown { events: rounding.nearest(without_few(events, few, rounding)), people })
    };
    let few = |side: usize| tally_of_few[side];
    let covered_shown = round(&tally.covered, &covers.covered, few(0)).ok_or(Why::TooFewToShow)?;
    let mut compared_shown = round(&tally.compared, compared, few(1)).ok_or(Why::TooFewToShow)?;
    let unknown_exact = total(&tally.unknown).events;
    let unknown = rounding.people(unknown_exact);
    if one.comparator.is_none() && compared_shown.events > 0.0 {
        // How many are reached in all is published elsewhere: a third number, rounded for itself, would narrow both.
        let few_unknown = if unknown.is_none() { unknown_exact } else { 0.0 };
        let all = total(&tally.covered).events + total(&tally.compared).events + few_unknown;
        compared_shown.events = (rounding.nearest(all) - covered_shown.events).max(f64::from(rounding.to));
    }
    let covered_events = rounding.spread(&events(&tally.covered), covered_shown.events);
    let compared_events = rounding.spread(&events(&tally.compared), compared_shown.events);
    let stratum = |at: usize| Stratum {
        events: covered_events[at],
        people: covers.covered[at],
        comparator_events: compared_events[at],
        comparator_people: compared[at],
    };
    Ok(Comparison {
        covered: covered_shown,
        compared: compared_shown,
        unknown,
        strata: (0..covers.covered.len()).map(stratum).collect(),
        unknown_events: rounding.spread(&events(&tally.unknown), unknown.unwrap_or(0.0)),
        unknown_people: None,
    })
}

/// The number to be rounded: where all but a few of its people make up groups or areas whose exact numbers are published
/// elsewhere, something stands for the few, so that the difference tells nothing of them.
fn without_few(events: f64, few: f64, rounding: Rounding) -> f64 {
    if few > 0.0 && few < events { events - few + rounding.in_place_of_few() } else { events }
}

/// A fate of people of the records.
fn of_records(tally: &Tally, judging: Judging) -> Result<Comparison, Why> {
    let rounding = judging.rounding;
    let round = |counts: &[Counts]| {
        let Counts { events, people } = total(counts);
        rounding.part(events, people).map(|(events, people)| SideShown { events, people })
    };
    let (covered, compared) = round(&tally.covered).zip(round(&tally.compared)).ok_or(Why::TooFewToShow)?;
    let scaled = |counts: &[Counts], shown: SideShown| -> Vec<Counts> {
        let rest: Vec<f64> = counts.iter().map(|of| of.people - of.events).collect();
        let events = rounding.spread(&events(counts), shown.events);
        let rest = rounding.spread(&rest, shown.people - shown.events);
        events.into_iter().zip(rest).map(|(events, rest)| Counts { events, people: events + rest }).collect()
    };
    let (group, others) = (scaled(&tally.covered, covered), scaled(&tally.compared, compared));
    let stratum = |(group, others): (&Counts, &Counts)| Stratum {
        events: group.events,
        people: group.people,
        comparator_events: others.events,
        comparator_people: others.people,
    };
    let unknown = round(&tally.unknown);
    let unknown_scaled = scaled(&tally.unknown, unknown.unwrap_or_default());
    Ok(Comparison {
        covered,
        compared,
        unknown: unknown.map(|unknown| unknown.events),
        strata: group.iter().zip(&others).map(stratum).collect(),
        unknown_events: unknown_scaled.iter().map(|of| of.events).collect(),
        unknown_people: Some(unknown_scaled.iter().map(|of| of.people).collect()),
    })
}

/// Turning down, among those properly offered something in reach.
fn turned_down(tallied: &Tallied, has: Has, judging: Judging) -> Result<Comparison, Why> {
    if !has.statuses {
        return Err(Why::NoStatuses);
    }
    if !has.attempts {
        return Err(Why::NoAttempts);
    }
    let offers = tallied.offers[0];
    let shown = judging.rounding.part(offers.out_of_reach, offers.offered);
    let (out_of_reach, offered) = shown.ok_or(Why::TooFewToShow)?;
    if offered > 0.0 && out_of_reach >= MOSTLY_OUT_OF_REACH * offered {
        return Err(Why::OutOfReach);
    }
    of_records(&tallied.turned_down, judging)
}

impl Comparison {
    /// The ratio at the ends of what those of unknown standing leave open.
    fn bounds(&self, terms: Terms) -> Option<(Estimate, Estimate)> {
        if self.unknown_events.iter().sum::<f64>() <= 0.0 {
            return None;
        }
        let figure = |found: Result<StratifiedRatio, NoFigure>| found.ok().map(|f| Estimate::from(f.ratio));
        let Some(people) = &self.unknown_people else {
            let found = bounds(&self.strata, &self.unknown_events, terms).ok()?;
            return figure(found.if_none).zip(figure(found.if_all));
        };
        let with = |to_group: bool| {
            let add = |(at, stratum): (usize, &Stratum)| {
                let (events, people) = (self.unknown_events[at], people[at]);
                let (group, others) = if to_group { (1.0, 0.0) } else { (0.0, 1.0) };
                Stratum {
                    events: stratum.events + group * events,
                    people: stratum.people + group * people,
                    comparator_events: stratum.comparator_events + others * events,
                    comparator_people: stratum.comparator_people + others * people,
                }
            };
            let strata: Vec<Stratum> = self.strata.iter().enumerate().map(add).collect();
            figure(mantel_haenszel(&strata, terms))
        };
        with(false).zip(with(true))
    }
}
