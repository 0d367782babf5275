//! An order in which points that lie close together come one after another.

use rayon::prelude::*;

/// The cells on a side of the square laid over all points.
const CELLS: f64 = 65_535.0;

/// The positions of points in the order of a Z-shaped curve through the square that holds them all.
///
/// Points in one cell keep their order; those that are not finite come with the first cell.
pub(super) fn along_z_curve(xs: &[f64], ys: &[f64]) -> Vec<u32> {
    let (x, y) = (Scale::of(xs), Scale::of(ys));
    let mut keyed: Vec<u64> = xs
        .par_iter()
        .zip(ys)
        .enumerate()
        .map(|(point, (&px, &py))| {
            let cell = interleaved(x.cell(px)) | (interleaved(y.cell(py)) << 1);
            (cell << 32) | point as u64
        })
        .collect();
    keyed.par_sort_unstable();
    keyed.into_par_iter().map(|key| key as u32).collect()
}

/// How one coordinate is cut into cells.
struct Scale {
    low: f64,
    cells_to_a_unit: f64,
}

impl Scale {
    fn of(values: &[f64]) -> Self {
        let finite = || values.par_iter().copied().filter(|v| v.is_finite());
        let low = finite().reduce(|| f64::INFINITY, f64::min);
        let high = finite().reduce(|| f64::NEG_INFINITY, f64::max);
        let cells_to_a_unit = if high > low { CELLS / (high - low) } else { 0.0 };
        Self { low, cells_to_a_unit }
    }

    /// The cell of a value; a value that is not finite falls in the first or the last.
    fn cell(&self, value: f64) -> u64 {
        ((value - self.low) * self.cells_to_a_unit).clamp(0.0, CELLS) as u64
    }
}

/// Sixteen bits with a gap after each.
fn interleaved(cell: u64) -> u64 {
    let mut bits = cell & 0xFFFF;
    bits = (bits | (bits << 8)) & 0x00FF_00FF;
    bits = (bits | (bits << 4)) & 0x0F0F_0F0F;
    bits = (bits | (bits << 2)) & 0x3333_3333;
    (bits | (bits << 1)) & 0x5555_5555
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_comes_once_and_neighbours_together() {
        let order = along_z_curve(&[0.0, 9.0, 0.1, f64::NAN, 9.1], &[0.0, 9.0, 0.1, 1.0, f64::INFINITY]);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3, 4]);
        let rank = |point: u32| order.iter().position(|&p| p == point).map_or(0, |r| r as i64);
        assert!((rank(0) - rank(2)).abs() < (rank(0) - rank(1)).abs());
    }

    #[test]
    fn bits_are_spread_apart() {
        assert_eq!(interleaved(0b1011), 0b100_0101);
        assert_eq!(interleaved(0xFFFF), 0x5555_5555);
    }
}
