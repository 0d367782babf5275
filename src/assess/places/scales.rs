//! The same question asked of larger areas: which conclusions survive.

use super::PublicCount;
use super::clusters::{ClusterFindings, Looking, Overall, unusual};
use crate::count::Count;
use crate::estimate::autocorrelation::{Permuted, Quadrant};
use crate::estimate::random;
use crate::join::near::Scale;

/// What larger areas say.
#[derive(Debug, Clone)]
pub struct ScaleFindings {
    /// Which areas, in words.
    pub geography: String,
    /// How many there are.
    pub units: usize,
    /// Moran's I of the whole map.
    pub moran: Overall<Permuted>,
    /// Larger areas unusually low among low ones, by their place in the scale.
    pub low_low: Vec<usize>,
    /// Of the eligible people who live in small areas unusually low among low ones, the share whose larger area is
    /// so too; `None` where no small area is.
    pub survives: Option<f64>,
}

/// Asks again of larger areas. Counts and expectations are summed.
pub(super) fn at_scale(
    scale: &Scale,
    fine: &ClusterFindings,
    counts: &[Option<PublicCount>],
    looking: &Looking<'_>,
) -> ScaleFindings {
    let mut sums: Vec<Option<PublicCount>> = vec![None; scale.names.len()];
    for (count, unit) in counts.iter().zip(&scale.of) {
        let (Some(count), Some(unit)) = (count, unit) else { continue };
        let none = PublicCount { observed: Count::ZERO, expected: 0.0, eligible: 0.0, stood_in: false };
        let sum = sums[*unit as usize].get_or_insert(none);
        sum.observed += count.observed;
        sum.expected += count.expected;
        sum.eligible += count.eligible;
    }
    let keys: Vec<u64> = scale.codes.iter().map(|code| random::key(code.as_str())).collect();
    let (moran, local) = Looking { neighbours: &scale.neighbours, keys: &keys, ..*looking }.briefly(&sums);
    let tested = local.iter().any(Result::is_ok);
    let low: Vec<bool> =
        local.iter().map(|found| unusual(found, fine.level) == Some(Quadrant::LowLow)).collect();
    let (mut people, mut surviving) = (0.0, 0.0);
    for ((found, count), unit) in fine.areas.iter().zip(counts).zip(&scale.of) {
        let (Some(count), Some(Quadrant::LowLow)) = (count, unusual(&found.moran, fine.level)) else {
            continue;
        };
        people += count.eligible;
        if unit.is_some_and(|unit| low[unit as usize]) {
            surviving += count.eligible;
        }
    }
    ScaleFindings {
        geography: scale.geography.to_string(),
        units: scale.names.len(),
        moran,
        low_low: low.iter().enumerate().filter(|(_, low)| **low).map(|(unit, _)| unit).collect(),
        survives: (people > 0.0 && tested).then(|| surviving / people),
    }
}
