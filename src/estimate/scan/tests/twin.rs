//! The scan written out as plain loops, from distances to p-values, to be compared with the quick one.

use super::super::counts::Cells;
use super::super::draw::Lots;
use super::super::{Counts, Observation, Settings};
use crate::windows::Shape;

/// A map as the plain loops see it.
pub(super) struct Plain<'a> {
    pub(super) centres: &'a [[f64; 2]],
    pub(super) given: Observation<'a>,
    pub(super) shapes: &'a [Shape],
    pub(super) share: f64,
    pub(super) settings: Settings,
}

/// A zone: its statistic, its areas (sorted) and its periods.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlainZone {
    pub(super) statistic: f64,
    pub(super) areas: Vec<usize>,
    pub(super) periods: (usize, usize),
}

/// One window of the plain loops.
pub(super) struct PlainWindow {
    centre: usize,
    factor: f64,
    areas: Vec<usize>,
    periods: (usize, usize),
}

impl Plain<'_> {
    fn factor(&self, shape: Shape) -> f64 {
        let exponent = match self.settings.compactness {
            super::super::Compactness::Free => 0.0,
            super::super::Compactness::Medium => 0.5,
            super::super::Compactness::Strong => 1.0,
        };
        (4.0 * shape.ratio() / (shape.ratio() + 1.0).powi(2)).powf(exponent)
    }

    /// Every zone of every centre: areas sorted by distance, those at one distance together.
    pub(super) fn zones(&self) -> Vec<PlainWindow> {
        let limit = self.share * self.given.people.iter().sum::<f64>();
        let longest = ((self.given.periods as f64 * self.settings.longest_share_of_time) as usize).max(1);
        let mut zones = Vec::new();
        for &shape in self.shapes {
            for centre in 0..self.centres.len() {
                let mut by_distance: Vec<(f64, usize)> = (0..self.centres.len())
                    .map(|area| (shape.reach(self.centres[centre], self.centres[area]), area))
                    .collect();
                by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
                let mut areas = Vec::new();
                for (k, &(distance, area)) in by_distance.iter().enumerate() {
                    areas.push(area);
                    if by_distance.get(k + 1).is_some_and(|next| next.0 - distance < 1e-9 * next.0) {
                        continue;
                    }
                    if areas.iter().map(|&area| self.given.people[area]).sum::<f64>() > limit + 1e-9 {
                        break;
                    }
                    for length in 1..=longest.min(self.given.periods) {
                        for start in 0..=self.given.periods - length {
                            let (factor, areas) = (self.factor(shape), areas.clone());
                            zones.push(PlainWindow {
                                centre,
                                factor,
                                areas,
                                periods: (start, start + length),
                            });
                        }
                    }
                }
            }
        }
        zones
    }

    /// The statistic of a zone for these observed counts; 0 where it is not looked for.
    pub(super) fn statistic(&self, observed: &[f64], zone: &PlainWindow) -> f64 {
        let (weights, bernoulli) = match self.given.counts {
            Counts::Poisson { expected, .. } => (expected, false),
            Counts::Bernoulli { people, .. } => (people, true),
        };
        let all: f64 = observed.iter().sum();
        let all_weights: f64 = weights.iter().sum();
        let (mut count, mut weight) = (0.0, 0.0);
        for area in &zone.areas {
            for period in zone.periods.0..zone.periods.1 {
                count += observed[area * self.given.periods + period];
                weight += weights[area * self.given.periods + period];
            }
        }
        let expected = weight * all / all_weights;
        let high = count > expected && self.settings.looking.high() && count >= self.settings.fewest_events;
        let low = count < expected - 1e-9 && self.settings.looking.low();
        if !(high || low) {
            return 0.0;
        }
        let part = |x: f64, of: f64| if x > 1e-9 { x * (x / of).ln() } else { 0.0 };
        let mut ratio = part(count, expected) + part(all - count, all - expected);
        if bernoulli {
            let (without, rest) = (weight - count, all_weights - all);
            ratio += part(without, weight - expected);
            ratio += part(rest - without, rest - (weight - expected));
        }
        ratio * zone.factor
    }

    fn observed(&self) -> &[f64] {
        match self.given.counts {
            Counts::Poisson { observed, .. } => observed,
            Counts::Bernoulli { cases, .. } => cases,
        }
    }

    /// The clusters, by SaTScan's rule.
    pub(super) fn clusters(&self) -> Vec<PlainZone> {
        let zones = self.zones();
        let mut best: Vec<Option<PlainZone>> = vec![None; self.centres.len()];
        for zone in &zones {
            let statistic = self.statistic(self.observed(), zone);
            if statistic > best[zone.centre].as_ref().map_or(1e-9, |best| best.statistic + 1e-9) {
                let mut areas = zone.areas.clone();
                areas.sort_unstable();
                best[zone.centre] = Some(PlainZone { statistic, areas, periods: zone.periods });
            }
        }
        let mut best: Vec<PlainZone> = best.into_iter().flatten().collect();
        best.sort_by(|a, b| b.statistic.total_cmp(&a.statistic));
        let mut clusters: Vec<PlainZone> = Vec::new();
        for zone in best {
            if clusters.iter().all(|taken| zone.areas.iter().all(|area| !taken.areas.contains(area))) {
                clusters.push(zone);
            }
        }
        clusters
    }

    /// The highest statistic of each replication.
    pub(super) fn replications(&self) -> Vec<f64> {
        let cells = Cells::of(&self.given).expect("counts");
        let null = cells.replicated(self.given.counts).expect("counts");
        let lots = Lots::new(&null, self.given.keys, self.given.periods, self.settings.seed);
        let zones = self.zones();
        let highest = |replication| {
            let mut drawn = vec![0.0; self.observed().len()];
            lots.draw(replication, |cell, count| drawn[cell] = f64::from(count));
            zones.iter().map(|zone| self.statistic(&drawn, zone)).fold(0.0, f64::max)
        };
        (0..self.settings.replications).map(highest).collect()
    }
}
