//! What is expected during one interval of time, along the curve of one set of windows, and what can be said of
//! whole stretches of a window before any replication is looked at.

use std::ops::Range;

use rayon::prelude::*;

use super::counts::Null;
use super::likelihood::Model;
use crate::windows::{Members, Place, Windows};

/// The intervals of time that a cluster may last: all of up to the longest share of the periods, at least one period.
pub(super) fn intervals(periods: usize, longest_share: f64) -> Vec<Range<usize>> {
    let longest = ((periods as f64 * longest_share).floor() as usize).clamp(1, periods);
    (1..=longest).flat_map(|length| (0..=periods - length).map(move |start| start..start + length)).collect()
}

/// Sums of the cells of each area over an interval, by place along the curve.
pub(super) fn over<N: Copy + std::iter::Sum>(
    cells: &[N],
    periods: usize,
    interval: &Range<usize>,
    areas: &[u32],
) -> Vec<N> {
    let sum = |&area: &u32| {
        let first = area as usize * periods;
        cells[first + interval.start..first + interval.end].iter().copied().sum()
    };
    areas.iter().map(sum).collect()
}

/// The expectation of an interval by place along the curve.
pub(super) struct Layer {
    /// In units.
    pub(super) expected: Vec<i64>,
    /// Rounded to whole events.
    pub(super) whole: Vec<i32>,
    pub(super) model: Model,
    /// Units per event.
    pub(super) scale: f64,
}

impl Layer {
    pub(super) fn of(null: &Null, scale: f64, expected: Vec<i64>) -> Self {
        let whole = expected.iter().map(|units| (*units as f64 / scale).round() as i32).collect();
        Self { expected, whole, model: null.model, scale }
    }
}

/// How many members a long stretch has.
pub(super) const STRETCH: usize = 32;

/// The stretch of a window that starts at a member: short ones near the centre, where expectations differ most.
pub(super) const fn stretch_end(start: usize, members: usize) -> usize {
    let end = match start {
        0 => 1,
        1..STRETCH => 2 * start,
        _ => start + STRETCH,
    };
    if end < members { end } else { members }
}

/// What is known of a stretch before any replication is looked at.
pub(super) struct Stretch {
    /// Expectation of the members before it, in units.
    pub(super) before: i64,
    /// The same, each rounded to whole events.
    pub(super) whole: i32,
    /// The least of the sums of rounded expectations less the expectation itself, after each of its members.
    pub(super) low: f32,
    /// The greatest.
    pub(super) high: f32,
    /// The least [width](Model::width) of its windows.
    pub(super) width: f32,
}

/// The stretches of every window.
pub(super) struct Stretches {
    starts: Vec<usize>,
    stretches: Vec<Stretch>,
}

impl Stretches {
    pub(super) fn of(windows: &Windows, layer: &Layer) -> Self {
        match windows.members() {
            Members::Narrow(lists) => Self::along(lists, layer),
            Members::Wide(lists) => Self::along(lists, layer),
        }
    }

    fn along<P: Place>(lists: &[Box<[P]>], layer: &Layer) -> Self {
        let each: Vec<Vec<Stretch>> = lists.par_iter().map(|members| layer.stretches(members)).collect();
        let mut starts = vec![0];
        let mut stretches = Vec::with_capacity(each.iter().map(Vec::len).sum());
        for list in each {
            stretches.extend(list);
            starts.push(stretches.len());
        }
        Self { starts, stretches }
    }

    /// Those of the window at a place.
    pub(super) fn at(&self, place: usize) -> &[Stretch] {
        &self.stretches[self.starts[place]..self.starts[place + 1]]
    }
}

impl Layer {
    fn stretches<P: Place>(&self, members: &[P]) -> Vec<Stretch> {
        let (mut start, mut expected, mut whole) = (0, 0_i64, 0_i32);
        let mut stretches = Vec::with_capacity(members.len() / STRETCH + 8);
        while start < members.len() {
            let end = stretch_end(start, members.len());
            let (before, whole_before, mut width) = (expected, whole, 0.0);
            let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
            for (k, member) in members[start..end].iter().enumerate() {
                expected += self.expected[member.index()];
                whole += self.whole[member.index()];
                let events = expected as f64 / self.scale;
                let rest = f64::from(whole) - events;
                (low, high) = (low.min(rest), high.max(rest));
                if k == 0 {
                    width = self.model.width(events);
                }
            }
            width = self.model.width(expected as f64 / self.scale).min(width);
            let (low, high, width) = (low as f32, high as f32, width as f32);
            stretches.push(Stretch { before, whole: whole_before, low, high, width });
            start = end;
        }
        stretches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_double_and_then_keep_their_length() {
        let mut ends = vec![0];
        while ends[ends.len() - 1] < 130 {
            ends.push(stretch_end(ends[ends.len() - 1], 130));
        }
        assert_eq!(ends, [0, 1, 2, 4, 8, 16, 32, 64, 96, 128, 130]);
    }

    #[test]
    fn intervals_last_up_to_the_share_of_time() {
        assert_eq!(intervals(4, 0.5), [0..1, 1..2, 2..3, 3..4, 0..2, 1..3, 2..4]);
        assert_eq!(intervals(1, 0.5), [Range { start: 0, end: 1 }]);
    }
}
