//! Crimes that were met before.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashSet;

/// How many parts the identifiers are dealt into: each is small enough to be looked up quickly.
const PARTS: u64 = 16;

/// The rows whose identifier an earlier row has, in order. An identifier of 0 is none.
pub(super) fn find(ids: &[u64]) -> Vec<u32> {
    let mut repeated: Vec<u32> = (0..PARTS).into_par_iter().flat_map_iter(|part| within(ids, part)).collect();
    repeated.sort_unstable();
    repeated
}

fn within(ids: &[u64], part: u64) -> Vec<u32> {
    let mut met = FxHashSet::default();
    met.reserve(ids.len() / usize::try_from(PARTS).unwrap_or(1));
    let here = (0_u32..).zip(ids).filter(|(_, id)| **id / (u64::MAX / PARTS + 1) == part && **id != 0);
    here.filter(|(_, id)| !met.insert(**id)).map(|(row, _)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_row_after_the_first_is_a_repeat(small in proptest::collection::vec(0_u64..40, 0..200)) {
            let ids: Vec<u64> = small.iter().map(|id| id.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
            let mut met = std::collections::BTreeSet::new();
            let expected: Vec<u32> =
                (0..).zip(&ids).filter(|(_, id)| **id != 0 && !met.insert(**id)).map(|(row, _)| row).collect();
            prop_assert_eq!(find(&ids), expected);
        }
    }
}
