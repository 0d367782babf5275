//! The edge of the place: what changes when areas just outside it are taken in.

use super::PlaceFindings;
use super::clusters::unusual;
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
    /// Areas of the place that are unusually low among low ones with the rim.
    pub low_low: usize,
}

/// Sets what was found of the place alone beside what was found of it with the rim.
pub fn with_rim(
    (alone, areas): (&PlaceFindings, &AreaSet),
    (wider, wider_areas): (&PlaceFindings, &AreaSet),
) -> Option<RimFindings> {
    let (one, other) = (alone.clusters.as_ref()?, wider.clusters.as_ref()?);
    let moran =
        |found: &super::ClusterFindings| found.association.moran.as_ref().ok().map(|moran| moran.value);
    let mut found = RimFindings {
        areas: wider_areas.len().saturating_sub(areas.len()),
        moran: (moran(one), moran(other)),
        changed: Vec::new(),
        low_low: 0,
    };
    for (position, area) in areas.areas().iter().enumerate() {
        let Some(there) = wider_areas.position(&area.code) else { continue };
        let was = unusual(&one.areas[position].moran, one.level);
        let is = unusual(&other.areas[there as usize].moran, other.level);
        found.low_low += usize::from(is == Some(Quadrant::LowLow));
        if was != is {
            found.changed.push((position, was, is));
        }
    }
    Some(found)
}
