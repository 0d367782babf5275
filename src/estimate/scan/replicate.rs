//! The Monte Carlo test: the highest ratio of every replication, thirty-two of them side by side.

use std::ops::Range;

use rayon::prelude::*;

use super::counts::Null;
use super::draw::Lots;
use super::lanes::{LANES, Lane, Rule, Search};
use super::layer::{Layer, STRETCH, Stretches, over};
use super::settings::Settings;
use crate::windows::{Members, Place, Windows};

/// Sets of thirty-two replications that are held at a time.
const SETS: u32 = 8;
/// Places that one thread looks through before the next.
const RUN: usize = 4096;
/// Before all windows, one in so many is looked at, so that most of the rest are seen to be lower.
const SAMPLE: usize = 61;

/// What all replications have in common.
pub(super) struct Trials<'a> {
    pub(super) null: &'a Null,
    pub(super) periods: usize,
    pub(super) scale: f64,
    pub(super) windows: &'a [Windows],
    pub(super) intervals: &'a [Range<usize>],
    pub(super) settings: &'a Settings,
    pub(super) lots: Lots<'a>,
}

/// The highest ratio of every replication made.
pub(super) struct Replications {
    pub(super) highest: Vec<f64>,
    /// Where they ended early: exceedances over replications.
    pub(super) p_value_when_ended: Option<f64>,
}

/// Ends the replications with the one that made the exceedances enough, if there was one: the p-value.
fn end(highest: &mut Vec<f64>, observed: f64, enough: u32) -> Option<f64> {
    let reached = highest.iter().enumerate().filter(|(_, ratio)| **ratio >= observed);
    let (last, _) = reached.clone().nth(enough as usize - 1)?;
    highest.truncate(last + 1);
    Some(f64::from(enough) / highest.len() as f64)
}

/// Thirty-two replications: their counts cell by cell and their highest ratios so far.
struct Set {
    counts: Vec<[u32; LANES]>,
    lanes: usize,
    best: [f64; LANES],
}

impl Trials<'_> {
    /// Makes the replications in turn, until enough of them reached the observed ratio.
    pub(super) fn run(&self, observed: f64) -> Replications {
        let asked = self.settings.replications;
        let mut highest = Vec::with_capacity(asked as usize);
        let enough = self.settings.enough_exceedances.filter(|enough| *enough > 0);
        while (highest.len() as u32) < asked {
            let next = highest.len() as u32;
            // Where an early end is allowed, a few at first.
            let sets = enough.map_or(SETS, |_| SETS.min(1 + next / 64));
            highest.extend(self.round(next..asked.min(next + sets * LANES as u32)));
            if let Some(p_value_when_ended) = enough.and_then(|enough| end(&mut highest, observed, enough)) {
                return Replications { highest, p_value_when_ended: Some(p_value_when_ended) };
            }
        }
        Replications { highest, p_value_when_ended: None }
    }

    fn round(&self, replications: Range<u32>) -> Vec<f64> {
        let firsts: Vec<u32> = replications.clone().step_by(LANES).collect();
        let mut sets: Vec<Set> = firsts
            .into_par_iter()
            .map(|first| self.drawn(first..replications.end.min(first + LANES as u32)))
            .collect();
        for windows in self.windows {
            for interval in self.intervals {
                let expected = over(&self.null.expected, self.periods, interval, windows.areas());
                let layer = Layer::of(self.null, self.scale, expected);
                let stretches = Stretches::of(windows, &layer);
                let sight = Sight { trials: self, windows, interval, layer: &layer, stretches: &stretches };
                sets.par_iter_mut().for_each(|set| sight.look(set));
            }
        }
        sets.iter().flat_map(|set| &set.best[..set.lanes]).copied().collect()
    }

    fn drawn(&self, replications: Range<u32>) -> Set {
        let lanes = replications.len();
        let mut counts = vec![[0; LANES]; self.null.expected.len()];
        for (lane, replication) in replications.enumerate() {
            self.lots.draw(replication, |cell, count| counts[cell][lane] = count);
        }
        Set { counts, lanes, best: [0.0; LANES] }
    }
}

/// Windows of one shape in one interval.
struct Sight<'a> {
    trials: &'a Trials<'a>,
    windows: &'a Windows,
    interval: &'a Range<usize>,
    layer: &'a Layer,
    stretches: &'a Stretches,
}

impl Sight<'_> {
    fn look(&self, set: &mut Set) {
        let rows = self.rows(set);
        // So many at most in a stretch that its sums fit into sixteen bits.
        let most = i32::from(i16::MAX) / STRETCH as i32;
        if rows.iter().flatten().all(|number| number.abs() <= most) {
            let narrow: Vec<[i16; LANES]> = rows.iter().map(|row| row.map(i16::of)).collect();
            drop(rows);
            self.through(&narrow, set);
        } else {
            self.through(&rows, set);
        }
    }

    /// By place: counts less the expectation rounded to whole events.
    fn rows(&self, set: &Set) -> Vec<[i32; LANES]> {
        let row = |(place, &area): (usize, &u32)| {
            let first = area as usize * self.trials.periods;
            let mut row = [-self.layer.whole[place]; LANES];
            for cell in &set.counts[first + self.interval.start..first + self.interval.end] {
                row[..set.lanes].iter_mut().zip(cell).for_each(|(sum, count)| *sum += *count as i32);
            }
            row[set.lanes..].fill(0);
            row
        };
        self.windows.areas().iter().enumerate().map(row).collect()
    }

    fn through<T: Lane>(&self, rows: &[[T; LANES]], set: &mut Set) {
        match self.windows.members() {
            Members::Narrow(members) => self.all_places(members, rows, set),
            Members::Wide(members) => self.all_places(members, rows, set),
        }
    }

    fn all_places<P: Place, T: Lane>(&self, members: &[Box<[P]>], rows: &[[T; LANES]], set: &mut Set) {
        let settings = self.trials.settings;
        let rule = Rule::of(settings, self.windows.shape());
        let search =
            Search { members, layer: self.layer, stretches: self.stretches, rows, lanes: set.lanes, rule };
        for place in (0..members.len()).step_by(SAMPLE) {
            search.window(place, self.windows.unfinished(place), &mut set.best);
        }
        let places: Vec<usize> = (0..members.len()).collect();
        let run = |places: &[usize]| {
            let mut best = set.best;
            for &place in places {
                search.window(place, self.windows.unfinished(place), &mut best);
            }
            best
        };
        let higher = |a: [f64; LANES], b: [f64; LANES]| std::array::from_fn(|lane| a[lane].max(b[lane]));
        set.best = places.par_chunks(RUN).map(run).reduce(|| [0.0; LANES], higher);
    }
}
