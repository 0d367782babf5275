//! Explaining groups away: the events expected of each cell once the groups found have the ratio they were found with.

use super::table::{Place, Table};

/// Rounds of scaling after which the expected events are taken as they are.
const MOST_ROUNDS: usize = 200;
/// A scaling that moves nothing by more than this has settled.
const SETTLED: f64 = 1e-10;

/// The expected events of each cell with the groups `named` explained away.
///
/// Each in turn: the expected events of a group's cells are scaled to the group's share of the events observed, those
/// of the other cells with these attributes recorded to the rest, their sum unchanged; until no scaling moves
/// anything (iterative proportional fitting). Cells without a record of the attributes stay as they are.
pub(super) fn explained(table: &Table, named: &[Place]) -> Vec<f64> {
    let mut expected = table.supplied().to_vec();
    for _ in 0..MOST_ROUNDS {
        let moves = named.iter().map(|&place| scale(table, place, &mut expected));
        if moves.fold(0.0, f64::max) <= SETTLED {
            break;
        }
    }
    expected
}

/// Scales one group and the rest; returns the larger relative change.
fn scale(table: &Table, place: Place, expected: &mut [f64]) -> f64 {
    let (mut inside, mut outside) = (0.0, 0.0);
    for (cell, value) in expected.iter().enumerate() {
        match table.has(place, cell) {
            Some(true) => inside += value,
            Some(false) => outside += value,
            None => {}
        }
    }
    let all = table.known_events(place.crossing);
    let share = table.events(place) / all;
    let factor = |target: f64, sum: f64| if sum > 0.0 { target * (inside + outside) / sum } else { 1.0 };
    let (group, rest) = (factor(share, inside), factor(1.0 - share, outside));
    for (cell, value) in expected.iter_mut().enumerate() {
        match table.has(place, cell) {
            Some(true) => *value *= group,
            Some(false) => *value *= rest,
            None => {}
        }
    }
    (group - 1.0).abs().max((rest - 1.0).abs())
}
