//! The observed counts: the best window of each centre, and which of them are the clusters.

use std::ops::Range;

use rayon::prelude::*;

use super::counts::Cells;
use super::lanes::Rule;
use super::layer::over;
use super::settings::{Secondary, Settings};
use crate::windows::{Members, Place, Windows};

/// A window that may be a cluster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Zone {
    /// The ratio, times the factor of the shape.
    pub(super) ratio: f64,
    /// How many members of the window at the place, nearest first.
    pub(super) members: u32,
    pub(super) place: u32,
    /// Which of the sets of windows.
    pub(super) windows: u32,
    /// Which of the intervals.
    pub(super) interval: u32,
}

/// What is looked through.
pub(super) struct Sought<'a> {
    pub(super) cells: &'a Cells,
    pub(super) keys: &'a [u64],
    pub(super) people: &'a [f64],
    pub(super) windows: &'a [Windows],
    pub(super) intervals: &'a [Range<usize>],
    pub(super) settings: &'a Settings,
}

/// One area at its place along the curve.
#[derive(Clone, Copy)]
struct Spot {
    observed: i64,
    expected: i64,
    people: f64,
    taken: bool,
}

impl Sought<'_> {
    /// For each limit to the people of a window (rising), the clusters in order of their ratios, none sharing an area
    /// with one before it.
    pub(super) fn clusters(&self, limits: &[f64]) -> Vec<Vec<Zone>> {
        let mut taken = vec![false; self.cells.areas];
        match self.settings.secondary {
            Secondary::BestOfEachCentre => {
                let each = self.best_of_each_centre(&taken, limits).into_iter();
                each.map(|zones| self.apart(zones, &mut taken)).collect()
            }
            Secondary::EveryWindow => limits.iter().map(|limit| self.one_by_one(*limit)).collect(),
        }
    }

    /// Zones that share no area, best first.
    fn apart(&self, mut zones: Vec<Zone>, taken: &mut [bool]) -> Vec<Zone> {
        zones.sort_by(|a, b| self.order(a, b));
        taken.fill(false);
        let mut apart = Vec::new();
        for zone in zones {
            let areas = self.areas(&zone);
            if apart.len() < self.settings.most_clusters && areas.iter().all(|&area| !taken[area]) {
                areas.iter().for_each(|&area| taken[area] = true);
                apart.push(zone);
            }
        }
        apart
    }

    /// The best zone of all, the best of those that do not touch it, and so on.
    fn one_by_one(&self, limit: f64) -> Vec<Zone> {
        let mut taken = vec![false; self.cells.areas];
        let mut apart = Vec::new();
        while apart.len() < self.settings.most_clusters {
            let zones = self.best_of_each_centre(&taken, &[limit]).remove(0);
            let Some(best) = zones.into_iter().min_by(|a, b| self.order(a, b)) else { break };
            self.areas(&best).iter().for_each(|&area| taken[area] = true);
            apart.push(best);
        }
        apart
    }

    /// The highest ratio first, then the fewest areas, then the centre with the least key.
    fn order(&self, a: &Zone, b: &Zone) -> std::cmp::Ordering {
        let key = |zone: &Zone| self.keys[self.centre(zone)];
        let ratio = b.ratio.total_cmp(&a.ratio);
        ratio.then(a.members.cmp(&b.members)).then_with(|| key(a).cmp(&key(b)))
    }

    /// The areas of a zone, nearest to its centre first.
    pub(super) fn areas(&self, zone: &Zone) -> Vec<usize> {
        self.windows[zone.windows as usize].nearest(zone.place as usize, zone.members as usize)
    }

    /// The area in the middle of a zone.
    pub(super) fn centre(&self, zone: &Zone) -> usize {
        self.windows[zone.windows as usize].areas()[zone.place as usize] as usize
    }

    /// For each limit, the best zone of each centre that has one, without areas that are taken.
    fn best_of_each_centre(&self, taken: &[bool], limits: &[f64]) -> Vec<Vec<Zone>> {
        let mut best: Vec<Vec<Option<Zone>>> = vec![vec![None; self.cells.areas]; limits.len()];
        for (w, windows) in (0u32..).zip(self.windows) {
            for (t, interval) in (0u32..).zip(self.intervals) {
                let spots = self.spots(windows, interval, taken);
                let rule = Rule::of(self.settings, windows.shape());
                let zones: Vec<Vec<(f64, u32)>> = (0..windows.len())
                    .into_par_iter()
                    .map(|place| self.window(windows, place, &spots, rule, limits))
                    .collect();
                for (place, zones) in (0u32..).zip(zones) {
                    let area = windows.areas()[place as usize] as usize;
                    for (best, (ratio, members)) in best.iter_mut().zip(zones) {
                        if ratio > best[area].map_or(0.0, |zone| zone.ratio) {
                            best[area] = Some(Zone { ratio, members, place, windows: w, interval: t });
                        }
                    }
                }
            }
        }
        best.into_iter().map(|zones| zones.into_iter().flatten().collect()).collect()
    }

    fn spots(&self, windows: &Windows, interval: &Range<usize>, taken: &[bool]) -> Vec<Spot> {
        let along = |cells: &[i64]| over(cells, self.cells.periods, interval, windows.areas());
        let (observed, expected) = (along(&self.cells.observed), along(&self.cells.null.expected));
        let counts = observed.into_iter().zip(expected);
        let spot = |((observed, expected), &area): ((i64, i64), &u32)| {
            let area = area as usize;
            Spot { observed, expected, people: self.people[area], taken: taken[area] }
        };
        counts.zip(windows.areas()).map(spot).collect()
    }

    fn window(
        &self,
        windows: &Windows,
        place: usize,
        spots: &[Spot],
        rule: Rule,
        limits: &[f64],
    ) -> Vec<(f64, u32)> {
        let unfinished = windows.unfinished(place);
        match windows.members() {
            Members::Narrow(lists) => self.along(&lists[place], unfinished, spots, rule, limits),
            Members::Wide(lists) => self.along(&lists[place], unfinished, spots, rule, limits),
        }
    }

    /// For each limit, the highest ratio of one growing window and its number of members; 0 where there is none.
    fn along<P: Place>(
        &self,
        members: &[P],
        unfinished: &[u32],
        spots: &[Spot],
        rule: Rule,
        limits: &[f64],
    ) -> Vec<(f64, u32)> {
        let model = self.cells.null.model;
        let (mut observed, mut expected, mut people) = (0_i64, 0_i64, 0.0);
        let (mut best, mut told) = ((0.0, 0), Vec::with_capacity(limits.len()));
        for (k, member) in (0u32..).zip(members) {
            let spot = spots[member.index()];
            if spot.taken {
                break;
            }
            observed += spot.observed;
            expected += spot.expected;
            people += spot.people;
            if !unfinished.is_empty() && unfinished.binary_search(&k).is_ok() {
                continue;
            }
            while told.len() < limits.len() && people > limits[told.len()] {
                told.push(best);
            }
            let (count, mean) = (self.cells.events(observed), self.cells.events(expected));
            let apart = (count - mean) * (count - mean) * rule.factor;
            if apart > best.0 * model.parallel(mean) && rule.wants(count, mean) {
                let ratio = model.log_likelihood_ratio(count, mean) * rule.factor;
                if ratio > best.0 {
                    best = (ratio, k + 1);
                }
            }
        }
        told.resize(limits.len(), best);
        told
    }
}
