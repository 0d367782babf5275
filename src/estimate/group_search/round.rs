//! One round of the search: every group tested, the clearest and the simplest of them.

use super::fewer;
use super::table::{Place, Table};
use super::{Settings, WIDER_WITHIN};
use crate::estimate::multiple_testing::{Adjustment, adjusted};

/// A group at one round of the search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) place: Place,
    /// Events expected with what was found before explained away.
    pub(super) expected: f64,
    /// The logarithm of its p-value.
    pub(super) log_p: f64,
    /// Whether its ratio is low enough to be named.
    low: bool,
}

/// One round: every group tested against what the groups found before leave to explain.
pub(super) struct Round {
    pub(super) candidates: Vec<Candidate>,
    /// The clearest of those low enough to be named.
    pub(super) best: Option<usize>,
}

impl Round {
    pub(super) fn of(table: &Table, explained: &[f64], settings: &Settings) -> Self {
        let mut candidates = Vec::new();
        for (crossing, sums) in table.sums(explained).into_iter().enumerate() {
            for group in table.tested_groups(crossing) {
                let place = Place { crossing, group };
                let (events, all) = (table.events(place), table.known_events(crossing));
                let share = if sums.known > 0.0 { sums.groups[group] / sums.known } else { 0.0 };
                let most = settings.largest_ratio * (1.0 + 1e-12);
                let expected = share * all;
                candidates.push(Candidate {
                    place,
                    expected,
                    log_p: fewer::log_p(events, all, share),
                    low: events <= most * expected.min(table.expected(place)),
                });
            }
        }
        let lowest = (0..candidates.len()).filter(|&i| candidates[i].low);
        let best = lowest.reduce(|a, b| if before(table, &candidates[b], &candidates[a]) { b } else { a });
        Self { candidates, best }
    }

    /// The p-value of a candidate, corrected for all of this round.
    pub(super) fn corrected(&self, candidate: usize) -> Option<f64> {
        let p: Vec<f64> = self.candidates.iter().map(|candidate| probability(candidate.log_p)).collect();
        adjusted(&p, Adjustment::Holm).ok().map(|corrected| corrected[candidate])
    }

    /// The simplest group that holds the best one and is nearly as clear; the best itself where there is none.
    pub(super) fn simplest(&self, table: &Table, best: usize) -> usize {
        let clearest = &self.candidates[best];
        let most = clearest.log_p + WIDER_WITHIN.ln();
        let wider = (0..self.candidates.len()).filter(|&i| {
            let candidate = &self.candidates[i];
            candidate.low && candidate.log_p <= most && table.holds(candidate.place, clearest.place)
        });
        let simpler = |a: usize, b: usize| {
            let attributes = |i: usize| table.crossed(self.candidates[i].place.crossing);
            let fewer = attributes(b).cmp(&attributes(a)).is_lt();
            let equal = attributes(a) == attributes(b);
            if fewer || equal && before(table, &self.candidates[b], &self.candidates[a]) { b } else { a }
        };
        wider.fold(best, simpler)
    }
}

/// Whether `a` is found before `b`.
fn before(table: &Table, a: &Candidate, b: &Candidate) -> bool {
    let tie = 1e-9 * (1.0 + a.log_p.abs().min(b.log_p.abs()));
    if (a.log_p - b.log_p).abs() > tie {
        return a.log_p < b.log_p;
    }
    let attributes = |candidate: &Candidate| table.crossed(candidate.place.crossing);
    match attributes(a).cmp(&attributes(b)) {
        std::cmp::Ordering::Equal => a.expected > b.expected * (1.0 + 1e-9),
        order => order.is_lt(),
    }
}

/// A p-value from its logarithm; never zero.
pub(super) fn probability(log_p: f64) -> f64 {
    log_p.exp().clamp(f64::MIN_POSITIVE, 1.0)
}
