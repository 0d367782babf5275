//! The edge of the place: what changes when areas just outside it are taken in.

use super::clusters::{ClusterFindings, Looking, unusual};
use super::{PlaceFindings, PublicCount};
use crate::area::AreaSet;
use crate::estimate::autocorrelation::Quadrant;

/// What changes with areas just outside the place.
#[derive(Debug, Clone)]
pub struct RimFindings {
    /// Areas taken in.
    pub areas: usize,
    /// Moran's I of the place alone, and with the rim.
    pub moran: (Option<f64>, Option<f64>),
    /// Areas of the place whose finding on local Moran changes: what it is alone, and with the rim.
    pub changed: Vec<(usize, Option<Quadrant>, Option<Quadrant>)>,
}

/// Looks for clusters once more with the areas of the rim, and sets them beside those of the place alone.
///
/// Areas of the place keep the counts that the public may know. Areas of the rim take part with theirs, but for those
/// whose count may not be shown.
pub(super) fn with_rim(
    (alone, areas): (&PlaceFindings, &AreaSet),
    (rim_counts, wider): (&[Option<PublicCount>], &AreaSet),
    looking: &Looking<'_>,
) -> Option<RimFindings> {
    let one = alone.clusters.as_ref()?;
    let own = |code| areas.position(code).map(|position| alone.counts[position as usize]);
    let counts: Vec<Option<PublicCount>> = wider
        .areas()
        .iter()
        .zip(rim_counts)
        .map(|(area, count)| own(&area.code).unwrap_or(count.filter(|count| !count.stood_in)))
        .collect();
    let other = looking.find(&counts, None, &vec![None; counts.len()]);
    let moran = |found: &ClusterFindings| found.association.moran.as_ref().ok().map(|moran| moran.value);
    let mut changed = Vec::new();
    for (position, area) in areas.areas().iter().enumerate() {
        let Some(there) = wider.position(&area.code) else { continue };
        let was = unusual(&one.areas[position].moran, one.level);
        let is = unusual(&other.areas[there as usize].moran, other.level);
        if was != is {
            changed.push((position, was, is));
        }
    }
    Some(RimFindings {
        areas: wider.len().saturating_sub(areas.len()),
        moran: (moran(one), moran(&other)),
        changed,
    })
}
