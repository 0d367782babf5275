//! Working from the shown numbers alone: what subtraction and bounds give away.

use super::Cells;

/// How often every relation is gone through.
const SWEEPS: usize = 50;

/// The range that repeated subtraction along the relations leaves for every cell.
///
/// It starts from what is shown and, for each hidden cell, from the bounds everybody knows. The ranges are
/// never narrower than an intruder can make them, so a range without width is a count given away; it can
/// be wider, so it proves nothing safe.
pub(super) fn ranges(cells: &Cells, shown: &[Option<f64>], floor: impl Fn(usize) -> f64) -> Vec<(f64, f64)> {
    let mut ranges: Vec<(f64, f64)> = (0..cells.len())
        .map(|cell| match shown[cell] {
            Some(count) => (count, count),
            None if cells.public[cell] => (cells.lowest[cell], cells.highest[cell]),
            None => (floor(cell), cells.ceiling(cell)),
        })
        .collect();
    let relations = cells.relations();
    for _ in 0..SWEEPS {
        let mut is_narrower = false;
        for members in &relations {
            is_narrower |= narrow(members, &mut ranges);
        }
        if !is_narrower {
            break;
        }
    }
    ranges
}

/// Narrows the members of one relation; whether any became narrower.
fn narrow(members: &[u32], ranges: &mut [(f64, f64)]) -> bool {
    let parts = &members[1..];
    let (total_low, total_high) = ranges[members[0] as usize];
    let low: f64 = parts.iter().map(|&p| ranges[p as usize].0).sum();
    let finite: f64 = parts.iter().map(|&p| ranges[p as usize].1).filter(|high| high.is_finite()).sum();
    let unbounded = parts.iter().filter(|&&p| ranges[p as usize].1.is_infinite()).count();
    let mut is_narrower = false;
    for &part in parts {
        let (part_low, part_high) = ranges[part as usize];
        let others_unbounded = unbounded - usize::from(part_high.is_infinite());
        let others_high = finite - if part_high.is_finite() { part_high } else { 0.0 };
        let least = if others_unbounded == 0 { total_low - others_high } else { 0.0 };
        is_narrower |= tighten(&mut ranges[part as usize], least, total_high - (low - part_low));
    }
    let high = if unbounded == 0 { finite } else { f64::INFINITY };
    tighten(&mut ranges[members[0] as usize], low, high) || is_narrower
}

/// Takes over the bounds that are narrower by more than rounding.
fn tighten(range: &mut (f64, f64), low: f64, high: f64) -> bool {
    let rounding = 1e-6 * range.0.abs().max(1.0);
    let (is_higher, is_lower) = (low > range.0 + rounding, high < range.1 - rounding);
    if is_higher {
        range.0 = low.min(range.1);
    }
    if is_lower {
        range.1 = high.max(range.0);
    }
    is_higher || is_lower
}
