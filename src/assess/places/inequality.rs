//! Inequality: how unequally reach falls across deprivation, areas and groups.

use super::PublicCount;
use crate::assessment::{Counted, Inequality as Settings};
use crate::estimate::empirical_bayes::AreaCount;
use crate::estimate::inequality::concentration::{self, Form};
use crate::estimate::inequality::concentration_curve::{self, CurvePoint};
use crate::estimate::inequality::dissimilarity::{self, Dissimilarity};
use crate::estimate::inequality::gini::{self, Gini};
use crate::estimate::inequality::isolation::{self, Isolation};
use crate::estimate::inequality::slope;
use crate::estimate::inequality::theil::{self, Decomposition};
use crate::estimate::inequality::{Chance, Corrected, Draws, Fit, Quantile, Scale, SlopeIndex};
use crate::estimate::{Confidence, Limits, NoFigure, interval};
use crate::join::GroupTable;

/// Times that indices other than the slope are drawn anew for their limits.
const DRAWS: usize = 1000;

/// One part of the people, by deprivation.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Areas in it.
    pub areas: usize,
    /// Eligible people.
    pub eligible: f64,
    /// Reached.
    pub reached: f64,
    /// Reached per eligible person with its limits.
    pub rate: Result<(f64, Limits), NoFigure>,
}

/// How unequally reach of one service falls.
#[derive(Debug, Clone)]
pub struct InequalityFindings {
    /// What people are ranked by, in words.
    pub by: String,
    /// Parts of the people, the most deprived first.
    pub parts: Result<Vec<Part>, NoFigure>,
    /// The slope and relative index of inequality.
    pub slope: Result<SlopeIndex, NoFigure>,
    /// The concentration index of reach.
    pub concentration: Result<Corrected, NoFigure>,
    /// The same in Erreygers' form, where reach is a proportion.
    pub erreygers: Option<Result<Corrected, NoFigure>>,
    /// The concentration curve, the most deprived first.
    pub curve: Result<Vec<CurvePoint>, NoFigure>,
    /// Dissimilarity of people reached and not reached, where people are counted.
    pub dissimilarity: Option<Result<Dissimilarity, NoFigure>>,
    /// Isolation of people not reached, where people are counted.
    pub isolation: Option<Result<Isolation, NoFigure>>,
    /// Theil's index between and within authorities.
    pub theil: Result<Decomposition, NoFigure>,
    /// Gini coefficient of reach between areas.
    pub gini: Result<Gini, NoFigure>,
}

/// How people of the groups live apart: dissimilarity and isolation by group.
#[derive(Debug, Clone)]
pub struct GroupApart {
    /// What the groups are: `ethnic_group`.
    pub name: String,
    /// The group.
    pub level: String,
    /// Its people and everybody else.
    pub dissimilarity: Result<Dissimilarity, NoFigure>,
    /// Of how many of their own group its people have among their neighbours in the area.
    pub isolation: Result<Isolation, NoFigure>,
}

/// What inequality is measured with.
pub(super) struct Measuring<'a> {
    pub(super) settings: &'a Settings,
    pub(super) seed: u64,
    pub(super) confidence: Confidence,
}

impl Measuring<'_> {
    fn draws(&self, repetitions: usize) -> Draws {
        Draws { repetitions, confidence: self.confidence, ..Draws::new(self.seed) }
    }

    /// Measures one service. `deprivation` is higher for more deprived areas.
    pub(super) fn service(
        &self,
        by: &str,
        counts: &[Option<PublicCount>],
        deprivation: &[Option<f64>],
        authorities: &[u32],
        counted: Counted,
    ) -> InequalityFindings {
        let people = counted == Counted::People;
        let rows: Vec<usize> = (0..counts.len())
            .filter(|area| counts[*area].is_some() && deprivation[*area].is_some())
            .collect();
        let count = |area: &usize| {
            let count = counts[*area]?;
            // A stand-in or the middle of bounds may exceed the people there are; a proportion may not.
            let most = if people { count.eligible } else { f64::INFINITY };
            Some(AreaCount { events: count.observed.middle().min(most), people: count.eligible })
        };
        let areas: Vec<AreaCount> = rows.iter().filter_map(count).collect();
        let ranks: Vec<f64> = rows.iter().filter_map(|area| deprivation[*area].map(|d| -d)).collect();
        let of: Vec<u32> = rows.iter().map(|area| authorities[*area]).collect();
        let chance = if people { Chance::Members } else { Chance::Events };
        let draws = self.draws(DRAWS);
        let parts = self.parts(&areas, &ranks, people);
        let concentrated = |form| concentration::of_counts(&areas, &ranks, form, chance, &draws);
        let unreached: Vec<AreaCount> =
            areas.iter().map(|a| AreaCount { events: a.people - a.events, people: a.people }).collect();
        InequalityFindings {
            by: by.to_owned(),
            slope: parts.as_ref().map_err(|why| *why).and_then(|parts| self.slope(parts, people)),
            parts,
            concentration: concentrated(Form::Relative),
            erreygers: people.then(|| concentrated(Form::Erreygers { lowest: 0.0, highest: 1.0 })),
            curve: concentration_curve::curve(&ranked(&areas, &ranks)),
            dissimilarity: people.then(|| dissimilarity::dissimilarity(&areas, &draws)),
            isolation: people.then(|| isolation::isolation(&unreached, &draws)),
            theil: theil::decomposition(&areas, &of, chance, &draws),
            gini: gini::gini(&areas, chance, &draws),
        }
    }

    /// Areas in order of deprivation, in parts of as nearly the same number of people as whole areas allow.
    fn parts(&self, areas: &[AreaCount], ranks: &[f64], people: bool) -> Result<Vec<Part>, NoFigure> {
        let wanted = self.settings.parts;
        if areas.len() < wanted {
            return Err(NoFigure::TooFewToCompare);
        } else if ranks.windows(2).all(|two| two[0] == two[1]) {
            return Err(NoFigure::NoVariation);
        }
        let mut order: Vec<usize> = (0..areas.len()).collect();
        order.sort_by(|a, b| ranks[*a].total_cmp(&ranks[*b]).then(a.cmp(b)));
        let all: f64 = areas.iter().map(|area| area.people).sum();
        let mut sums = vec![(0usize, AreaCount { events: 0.0, people: 0.0 }); wanted];
        let mut before = 0.0;
        // Areas of the same rank go into the same part: the one in which the middle of their people falls.
        for same in order.chunk_by(|a, b| ranks[*a] == ranks[*b]) {
            let here: f64 = same.iter().map(|area| areas[*area].people).sum();
            let middle = (before + here / 2.0) / all;
            let part = ((middle * wanted as f64) as usize).min(wanted - 1);
            for area in same {
                sums[part].0 += 1;
                sums[part].1.events += areas[*area].events;
                sums[part].1.people += areas[*area].people;
            }
            before += here;
        }
        sums.retain(|(count, _)| *count > 0);
        if sums.len() < 3.min(wanted) {
            return Err(NoFigure::TooFewToCompare);
        }
        let part = |(areas, sum): (usize, AreaCount)| Part {
            areas,
            eligible: sum.people,
            reached: sum.events,
            rate: self.rate(sum, people),
        };
        Ok(sums.into_iter().map(part).collect())
    }

    fn rate(&self, sum: AreaCount, people: bool) -> Result<(f64, Limits), NoFigure> {
        if people {
            let limits = interval::wilson(sum.events, sum.people, self.confidence)?;
            return Ok((sum.events / sum.people, limits));
        }
        let limits = interval::ohid_count(sum.events, self.confidence)?;
        let by = 1.0 / sum.people;
        let limits = Limits { lower: limits.lower * by, upper: limits.upper * by, ..limits };
        Ok((sum.events * by, limits))
    }

    /// As OHID has it: a straight line through the values themselves, simulated on the logit scale (proportions) or
    /// the logarithm (rates). A part without events, or with everybody reached, has no such scale: then on the plain one.
    fn slope(&self, parts: &[Part], people: bool) -> Result<SlopeIndex, NoFigure> {
        let quantile = |part: &Part, scale| {
            let sum = AreaCount { events: part.reached, people: part.eligible };
            if people { Quantile::of_proportion(sum, scale) } else { Quantile::of_rate(sum, scale) }
        };
        let on = |scale| {
            let quantiles: Vec<Quantile> =
                parts.iter().map(|part| quantile(part, scale)).collect::<Result<_, _>>()?;
            slope::index(
                &quantiles,
                scale,
                Fit::Linear,
                &self.draws(self.settings.repetitions as usize),
                true,
            )
        };
        let usual = on(if people { Scale::Logit } else { Scale::Log });
        if usual == Err(NoFigure::NoTransform) { on(Scale::Plain) } else { usual }
    }

    /// How people of each group live apart from everybody else.
    pub(super) fn groups(&self, tables: &[GroupTable]) -> Vec<GroupApart> {
        let mut found = Vec::new();
        for table in tables {
            let areas = table.people.first().map_or(0, Vec::len);
            let total = |area: usize| table.people.iter().map(|level| level[area]).sum::<f64>();
            let totals: Vec<f64> = (0..areas).map(total).collect();
            for (level, people) in table.levels.iter().zip(&table.people) {
                let counts: Vec<AreaCount> = people
                    .iter()
                    .zip(&totals)
                    .map(|(events, people)| AreaCount { events: *events, people: *people })
                    .collect();
                let draws = self.draws(DRAWS);
                found.push(GroupApart {
                    name: table.name.clone(),
                    level: level.clone(),
                    dissimilarity: dissimilarity::dissimilarity(&counts, &draws),
                    isolation: isolation::isolation(&counts, &draws),
                });
            }
        }
        found
    }
}

fn ranked(areas: &[AreaCount], ranks: &[f64]) -> Vec<concentration::Ranked> {
    let of = |(area, rank): (&AreaCount, &f64)| concentration::Ranked {
        rank: *rank,
        people: area.people,
        value: area.events / area.people,
    };
    areas.iter().zip(ranks).map(of).collect()
}
