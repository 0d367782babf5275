//! Priorities: people short times need, and how surely each area stays among the first fifth.

use super::StandardFindings;
use super::sensitivity::{Ranking, Standard as Drawn, Variation, stability};
use crate::assessment::{Benchmark, Settings, Standard};
use crate::count::Count;
use crate::estimate::measures::NeedIndex;
use crate::join::UptakeCounts;
use crate::measure::{Missing, Value};
use crate::problem::{Problem, Problems};
use crate::publishable::Publishable;

/// The order in which areas fall short of the standard.
#[derive(Debug, Clone)]
pub struct Priorities {
    /// People short × need; zero where nobody is short.
    pub priority: Vec<Value<f64>>,
    /// Areas with a priority above zero, the highest first; ties in order of area codes.
    pub order: Vec<u32>,
    /// The probability that the area is among the first fifth when weights and counts vary. Among the areas whose
    /// counts may be published: the draws can be made again by anybody, and would tell of the others.
    pub stays_first: Option<Vec<Value<f64>>>,
    /// The formula, in words.
    pub formula: &'static str,
}

const WITH_NEED: &str = "priority = people short × need, where need is the weighted sum of the parts of the need index, \
     each counted from its lowest area";
const WITHOUT_NEED: &str = "priority = people short (no need index was asked for)";

impl Priorities {
    /// Orders the areas.
    pub(super) fn new(
        findings: &StandardFindings,
        (uptake, publishable): (&UptakeCounts, &Publishable),
        need: Option<&NeedIndex>,
        settings: &Settings,
        problems: &mut Problems,
    ) -> Self {
        let parts = Parts::new(need, findings.gaps.len());
        let priority: Vec<Value<f64>> = findings
            .gaps
            .iter()
            .zip(parts.need())
            .map(|(gap, need)| match (gap.short, need) {
                (Value::Known(short), Some(need)) => Value::Known(short.value.max(0.0) * need),
                (Value::Missing(why), _) => Value::Missing(why),
                (_, None) => Value::Missing(Missing::IngredientMissing),
            })
            .collect();
        let stays_first = stays_first(findings, (uptake, publishable), &parts, settings, problems);
        let formula = if need.is_some() { WITH_NEED } else { WITHOUT_NEED };
        Self { order: order(&priority), priority, stays_first, formula }
    }
}

fn order(priority: &[Value<f64>]) -> Vec<u32> {
    let known = |(i, v): (u32, &Value<f64>)| v.known().filter(|p| *p > 0.0).map(|p| (i, p));
    let mut order: Vec<(u32, f64)> = (0u32..).zip(priority).filter_map(known).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    order.into_iter().map(|(i, _)| i).collect()
}

/// The parts of the need index, each counted from its lowest area, so that none is negative.
struct Parts {
    weights: Vec<f64>,
    scores: Vec<Vec<Option<f64>>>,
}

impl Parts {
    fn new(need: Option<&NeedIndex>, areas: usize) -> Self {
        let Some(need) = need else {
            return Self { weights: vec![1.0], scores: vec![vec![Some(1.0); areas]] };
        };
        let from_lowest = |scores: &Vec<Value<f64>>| {
            let lowest = scores.iter().filter_map(|v| v.known()).fold(f64::INFINITY, f64::min);
            scores.iter().map(|v| v.known().map(|s| s - lowest)).collect()
        };
        let weights = need.parts.iter().map(|(_, weight)| *weight).collect();
        Self { weights, scores: need.scores.iter().map(from_lowest).collect() }
    }

    fn need(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        let areas = self.scores.first().map_or(0, Vec::len);
        (0..areas).map(|a| self.scores.iter().zip(&self.weights).map(|(s, w)| s[a].map(|s| s * w)).sum())
    }
}

fn stays_first(
    findings: &StandardFindings,
    (uptake, publishable): (&UptakeCounts, &Publishable),
    parts: &Parts,
    settings: &Settings,
    problems: &mut Problems,
) -> Option<Vec<Value<f64>>> {
    if settings.sensitivity.draws == 0 {
        return None;
    }
    let complete = |a: &usize| {
        publishable.areas[*a]
            && findings.gaps[*a].ratio.known().is_some()
            && parts.scores.iter().all(|s| s[*a].is_some())
    };
    let rows: Vec<usize> = (0..findings.gaps.len()).filter(complete).collect();
    let observed: Vec<Count> = rows.iter().map(|a| uptake.reached[*a]).collect();
    let expected: Vec<f64> = rows.iter().map(|a| findings.gaps[*a].expected.middle()).collect();
    let scores: Vec<Vec<f64>> =
        parts.scores.iter().map(|s| rows.iter().filter_map(|a| s[*a]).collect()).collect();
    let need: Vec<&[f64]> = scores.iter().map(Vec::as_slice).collect();
    let ranking = Ranking { observed: &observed, expected: &expected, need: &need, weights: &parts.weights };
    let own =
        findings.standard == Standard::EqualReach && !matches!(settings.gap.benchmark, Benchmark::Rate(_));
    let drawn = if own { Drawn::OwnTotal { need_strength: 0.0 } } else { Drawn::Given };
    let variation = Variation {
        draws: settings.sensitivity.draws,
        seed: settings.seed,
        weight_concentration: settings.sensitivity.concentration,
        ..Variation::default()
    };
    match stability(&ranking, drawn, &variation) {
        Ok(stability) => {
            let mut all = vec![Value::Missing(Missing::IngredientMissing); findings.gaps.len()];
            for (area, probability) in rows.iter().zip(stability.probability) {
                all[*area] = Value::Known(probability);
            }
            Some(all)
        }
        Err(why) => {
            problems.push(Problem::warning(format!(
                "{}: how firm the priorities are cannot be told: {why}",
                uptake.service
            )));
            None
        }
    }
}
