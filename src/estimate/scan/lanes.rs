//! Thirty-two replications side by side: the running sums of a window are added for all of them at once, and only
//! where one of them may hold a higher ratio than its highest so far is the ratio itself computed.

use super::layer::{Layer, Stretch, Stretches, stretch_end};
use super::settings::{Looking, Settings};
use crate::windows::{Place, Shape};

/// Replications side by side.
pub(super) const LANES: usize = 32;

/// A number narrow enough for many of them to be added at once.
pub(super) trait Lane: Copy + PartialOrd + Default + Send + Sync {
    const LEAST: Self;
    const GREATEST: Self;
    fn plus(self, other: Self) -> Self;
    fn of(number: i32) -> Self;
    fn wide(self) -> i32;
}

impl Lane for i16 {
    const LEAST: Self = Self::MIN;
    const GREATEST: Self = Self::MAX;
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
    fn of(number: i32) -> Self {
        number as Self
    }
    fn wide(self) -> i32 {
        i32::from(self)
    }
}

impl Lane for i32 {
    const LEAST: Self = Self::MIN;
    const GREATEST: Self = Self::MAX;
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }
    fn of(number: i32) -> Self {
        number
    }
    fn wide(self) -> i32 {
        self
    }
}

/// What counts as a cluster.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) looking: Looking,
    pub(super) fewest_events: f64,
    /// The factor by which ratios of this shape are held back.
    pub(super) factor: f64,
}

impl Rule {
    pub(super) fn of(settings: &Settings, shape: Shape) -> Self {
        Self {
            looking: settings.looking,
            fewest_events: settings.fewest_events,
            factor: settings.compactness.factor(shape.compactness()),
        }
    }

    /// Whether a window with this count is looked for.
    pub(super) fn wants(&self, observed: f64, expected: f64) -> bool {
        if observed > expected {
            self.looking.high() && observed >= self.fewest_events
        } else {
            self.looking.low() && observed < expected
        }
    }
}

/// Thirty-two replications, looked through by windows of one shape in one interval.
pub(super) struct Search<'a, P, T> {
    pub(super) members: &'a [Box<[P]>],
    pub(super) layer: &'a Layer,
    pub(super) stretches: &'a Stretches,
    /// By place: the count of each replication less the expectation rounded to whole events.
    pub(super) rows: &'a [[T; LANES]],
    /// How many of the lanes are in use.
    pub(super) lanes: usize,
    pub(super) rule: Rule,
}

/// A stretch of a window as one replication meets it.
struct Met<'a, P> {
    members: &'a [P],
    first: usize,
    stretch: &'a Stretch,
    lane: usize,
    /// The sum of the lane before the stretch.
    before: i32,
}

impl<P: Place, T: Lane> Search<'_, P, T> {
    /// Raises the highest ratio of each replication by the window at a place.
    pub(super) fn window(&self, place: usize, unfinished: &[u32], best: &mut [f64; LANES]) {
        match self.rule.looking {
            Looking::Low => self.along::<true, false>(place, unfinished, best),
            Looking::High => self.along::<false, true>(place, unfinished, best),
            Looking::Both => self.along::<true, true>(place, unfinished, best),
        }
    }

    #[expect(clippy::needless_range_loop, reason = "the lanes of several arrays, side by side")]
    fn along<const LOW: bool, const HIGH: bool>(
        &self,
        place: usize,
        unfinished: &[u32],
        best: &mut [f64; LANES],
    ) {
        let members = &*self.members[place];
        let lowest = best[..self.lanes].iter().copied().fold(f64::INFINITY, f64::min);
        let root = (lowest / self.rule.factor).min(super::likelihood::Model::HIGHEST_BOUND).sqrt() * 0.999;
        let mut before = [0_i32; LANES];
        let mut first = 0;
        for stretch in self.stretches.at(place) {
            let end = stretch_end(first, members.len());
            let ran = self.run::<LOW, HIGH>(&members[first..end]);
            let wide = f64::from(stretch.width) * root;
            let low = (-wide - f64::from(stretch.low)) as i32 + 1;
            let high = (wide - f64::from(stretch.high)) as i32 - 1;
            let mut reached = false;
            for lane in 0..LANES {
                reached |= LOW && before[lane].wrapping_add(ran.least[lane].wide()) <= low;
                reached |= HIGH && before[lane].wrapping_add(ran.most[lane].wide()) >= high;
            }
            if reached {
                for lane in 0..self.lanes {
                    let low = LOW && before[lane].wrapping_add(ran.least[lane].wide()) <= low;
                    let high = HIGH && before[lane].wrapping_add(ran.most[lane].wide()) >= high;
                    if low || high {
                        let members = &members[first..end];
                        let met = Met { members, first, stretch, lane, before: before[lane] };
                        self.look(&met, unfinished, &mut best[lane]);
                    }
                }
            }
            for lane in 0..LANES {
                before[lane] = before[lane].wrapping_add(ran.sum[lane].wide());
            }
            first = end;
        }
    }

    /// Adds the members of a stretch.
    #[inline(always)]
    fn run<const LOW: bool, const HIGH: bool>(&self, members: &[P]) -> Ran<T> {
        let mut ran = Ran::new();
        let (eights, rest) = members.as_chunks::<8>();
        for eight in eights {
            ran.add::<LOW, HIGH, 8>(eight.map(|member| &self.rows[member.index()]));
        }
        for member in rest {
            ran.add::<LOW, HIGH, 1>([&self.rows[member.index()]]);
        }
        ran
    }

    /// The ratios of one replication in a stretch.
    #[inline(never)]
    fn look(&self, met: &Met<'_, P>, unfinished: &[u32], best: &mut f64) {
        let layer = self.layer;
        let mut observed = met.before + met.stretch.whole;
        let mut expected = met.stretch.before;
        for (k, member) in met.members.iter().enumerate() {
            observed += self.rows[member.index()][met.lane].wide() + layer.whole[member.index()];
            expected += layer.expected[member.index()];
            let (count, mean) = (f64::from(observed), expected as f64 / layer.scale);
            let apart = (count - mean) * (count - mean) * self.rule.factor;
            if apart > *best * layer.model.parallel(mean)
                && self.rule.wants(count, mean)
                && unfinished.binary_search(&((met.first + k) as u32)).is_err()
            {
                *best = best.max(layer.model.log_likelihood_ratio(count, mean) * self.rule.factor);
            }
        }
    }
}

/// Running sums of a stretch, and the least and greatest of them.
struct Ran<T> {
    sum: [T; LANES],
    least: [T; LANES],
    most: [T; LANES],
}

impl<T: Lane> Ran<T> {
    #[inline(always)]
    fn new() -> Self {
        Self { sum: [T::default(); LANES], least: [T::GREATEST; LANES], most: [T::LEAST; LANES] }
    }

    #[inline(always)]
    fn add<const LOW: bool, const HIGH: bool, const N: usize>(&mut self, rows: [&[T; LANES]; N]) {
        for lane in 0..LANES {
            let (mut sum, mut least, mut most) = (self.sum[lane], self.least[lane], self.most[lane]);
            for row in rows {
                sum = sum.plus(row[lane]);
                if LOW {
                    least = if sum < least { sum } else { least };
                }
                if HIGH {
                    most = if sum > most { sum } else { most };
                }
            }
            (self.sum[lane], self.least[lane], self.most[lane]) = (sum, least, most);
        }
    }
}
