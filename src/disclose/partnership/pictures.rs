//! Charts and maps of definitions.

use super::words::measured;
use super::{Told, machine_name};
use crate::assess::partnership::DefinitionFindings;
use crate::assess::partnership::test::Test;
use crate::assess::partnership::verdict::Why;
use crate::assess::partnership::waiting::Wait;
use crate::assessment::DefinitionKind;
use crate::disclose::evidence::{Chart, Drawing, Map, Picture, Shown, VerdictBar, WaitingLine};
use crate::estimate::NoFigure;
use crate::measure::Missing;
use crate::number_words::number;
use crate::step::Step;

/// Combinations beyond these are in the table only.
const COMBINATIONS: usize = 20;
/// Sets beyond these are not drawn.
const SETS: usize = 12;

fn shown(number: Option<f64>) -> Shown<f64> {
    number.map_or(Shown::Suppressed, Shown::Value)
}

impl Told<'_> {
    pub(super) fn chart(
        &self,
        id: String,
        title: &str,
        subtitle: &str,
        drawing: Drawing,
        table: &str,
    ) -> Chart {
        Chart {
            id,
            title: format!("{}: {title}", self.title),
            subtitle: subtitle.into(),
            drawing,
            withheld: 0,
            notes: Vec::new(),
            table: table.into(),
        }
    }

    /// Every test of every current definition.
    pub(super) fn verdicts_chart(&self) -> Chart {
        let current = self.found.current();
        let rows = current.iter().flat_map(|one| one.tests.iter().map(|test| bar(one, test))).collect();
        self.chart(
            "partnership_verdicts".into(),
            "definitions of hard to reach, and what the evidence says",
            "Each row is a test of a definition: the ratio to those compared, with its interval.",
            Drawing::Verdicts { rows },
            "definitions",
        )
    }

    /// Whom definitions name together.
    pub(super) fn upset_chart(&self) -> Chart {
        let current = self.found.current();
        let between = &self.found.between;
        let sets = current.iter().zip(&between.sizes).take(SETS).map(|(one, size)| {
            let definition = &one.registered.definition;
            (definition.title.clone(), definition.agency.clone(), shown(*size))
        });
        let drawn = |members: &[usize]| members.iter().all(|at| *at < SETS);
        let combinations = between.of_people.iter().filter(|c| drawn(&c.definitions)).take(COMBINATIONS);
        let combinations = combinations.map(|c| (c.definitions.clone(), shown(c.size))).collect();
        self.chart(
            "partnership_together".into(),
            "whom the definitions name together",
            "People on the agencies' files and the records, by the definitions that cover them.",
            Drawing::Upset { sets: sets.collect(), combinations },
            "definitions_combinations",
        )
    }

    /// The charts of one definition's page.
    pub(super) fn charts_of(&self, one: &DefinitionFindings) -> Vec<Chart> {
        let definition = &one.registered.definition;
        let id = machine_name(&definition.id);
        let title = &definition.title;
        let mut charts = vec![self.chart(
            format!("definition_{id}_verdict"),
            &format!("{title}, what the evidence says"),
            "The ratio to those compared, with its interval.",
            Drawing::Verdicts { rows: one.tests.iter().map(|test| bar(one, test)).collect() },
            "definitions",
        )];
        let others = if definition.comparator.is_some() { "Those compared" } else { "Everybody else" };
        let groups = [title.clone(), others.to_owned()];
        if one.steps[0].iter().flatten().any(|n| *n > 0.0) {
            let nobody = |at: usize| one.steps.iter().all(|side| side[at] == Some(0.0));
            let step = |(at, step): (usize, Step)| {
                let people = (!nobody(at)).then(|| [shown(one.steps[0][at]), shown(one.steps[1][at])]);
                (step.name().to_owned(), people)
            };
            // Not everybody was identified before they were referred: the way is drawn from the referral on.
            let steps = Step::WAY.into_iter().enumerate().skip(1).map(step).collect();
            charts.push(self.chart(
                format!("definition_{id}_way"),
                &format!("{title}, on the way through services"),
                "Of those referred: how many came to each step.",
                Drawing::Attrition { groups: groups.clone(), steps },
                "definitions",
            ));
        }
        if one.waits[0].is_some() {
            let line = |(name, wait): (String, &Option<Wait>)| waiting_line(name, wait.as_ref());
            let lines = groups.into_iter().zip(&one.waits).map(line).collect();
            charts.push(self.chart(
                format!("definition_{id}_waiting"),
                &format!("{title}, waiting from referral to the first meeting"),
                "Share of those referred who have not been met yet (Kaplan–Meier), at every fourth week.",
                Drawing::Waiting { lines },
                "definitions",
            ));
        }
        charts
    }

    /// Where the people of a definition live, by tables of the population.
    pub(super) fn map_of(&self, one: &DefinitionFindings) -> Option<Map> {
        let definition = &one.registered.definition;
        let covered = &one.registered.covers.eligible.as_ref()?.by_area;
        let ages = one.registered.ages;
        let eligible = self.joined.population.sum_where(|kind| ages.covers(kind.age));
        let share = |(covered, eligible): (&f64, &f64)| {
            if *eligible > 0.0 {
                Shown::Value(covered / eligible)
            } else {
                Shown::Missing(Missing::NobodyEligible)
            }
        };
        let values: Vec<Shown<f64>> = covered.iter().zip(&eligible).map(share).collect();
        let maps = &self.settings.maps;
        // A condition over areas alone covers all of an area's people or none: there are no classes to make.
        let all_or_none =
            values.iter().all(|v| matches!(v, Shown::Value(s) if *s == 0.0 || (*s - 1.0).abs() < 1e-9));
        Some(Map {
            id: format!("definition_{}_where", machine_name(&definition.id)),
            title: format!("{}: {}, where they live", self.title, definition.title),
            subtitle: "Share of the people the services are for whom the definition covers".into(),
            picture: Picture::Classes {
                heading: "Share of eligible people".into(),
                values,
                percentage: true,
                style: "need",
                scheme: maps.scheme,
                breaks: all_or_none.then(|| vec![0.5, 1.0]),
                classes: maps.classes,
            },
            named: Vec::new(),
            notes: Vec::new(),
            overlay: Vec::new(),
            table: "definitions".into(),
        })
    }
}

/// A test as a row of a chart.
fn bar(one: &DefinitionFindings, test: &Test) -> VerdictBar {
    let definition = &one.registered.definition;
    let threshold = one.registered.threshold();
    let fewer = test.kind == DefinitionKind::UnderRepresented;
    let ratio = match (&test.ratio, &test.why) {
        (Some(found), _) => Ok((found.ratio.value, found.ratio.limits.lower, found.ratio.limits.upper)),
        (None, why) => Err(no_ratio(why, one)),
    };
    VerdictBar {
        agency: definition.agency.clone(),
        title: format!("{}, {}", definition.title, measured(test.measured)),
        kind: test.kind,
        ratio,
        threshold: if fewer { threshold } else { 1.0 / threshold },
        verdict: test.verdict,
    }
}

fn no_ratio(why: &Why, one: &DefinitionFindings) -> String {
    match why {
        Why::TooFewToShow => "too few people to be shown".into(),
        Why::NoEligible(_) => "the population tables do not tell these people apart".into(),
        Why::NoStatuses => "the records have no statuses".into(),
        Why::NoAgencies => "no agency's file".into(),
        Why::NoAttempts => "attempts at contact are not recorded".into(),
        Why::OutOfReach => {
            let share = one.offers[0].filter(|o| o.offered > 0.0).map(|o| o.out_of_reach / o.offered * 100.0);
            share.map_or("offers were out of reach".into(), |s| {
                format!("{}% of offers were out of reach", number(s, 0))
            })
        }
        Why::NoRatio(NoFigure::TooFewToCompare) => "nobody to compare with is like them".into(),
        Why::NoRatio(why) => why.to_string(),
        Why::BeyondThreshold | Why::ShortOfThreshold | Why::Undecided | Why::TooFewEvents => {
            "no figure".into()
        }
    }
}

fn waiting_line(name: String, wait: Option<&Wait>) -> WaitingLine {
    let still_waiting = wait.map(|wait| {
        let at = |(day, share, left): &(u32, crate::measure::Estimate, f64)| {
            (*day, (share.value, share.lower, share.upper), *left)
        };
        wait.still_waiting.iter().map(at).collect()
    });
    WaitingLine { name, still_waiting, median: wait.and_then(|wait| wait.median) }
}
