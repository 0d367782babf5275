//! How far likeness reaches: Moran's I by distance.

use crate::estimate::NoFigure;
use crate::estimate::autocorrelation::{Alternative, Global, moran};
use crate::join::neighbours::PointIndex;

/// The most classes of distance.
const CLASSES: usize = 8;
/// A class with more pairs than this ends the correlogram: it would say nothing that the ones before do not.
const MOST_LINKS: usize = 3_000_000;

/// Moran's I of areas whose middles lie so far apart.
#[derive(Debug, Clone)]
pub struct DistanceClass {
    /// Metres, this distance included.
    pub from_m: f64,
    /// Metres, this distance not included.
    pub to_m: f64,
    /// Pairs of areas, each counted once.
    pub pairs: usize,
    /// The statistic.
    pub moran: Result<Global, NoFigure>,
}

/// Moran's I in classes of twice the mean distance to the nearest area.
pub(super) fn by_distance(values: &[Result<f64, NoFigure>], centres: &[[f64; 2]]) -> Vec<DistanceClass> {
    let index = PointIndex::new(centres);
    let nearest = index.nearest(1);
    let apart = |i: usize| {
        let j = *nearest.members(i).first()? as usize;
        Some((centres[i][0] - centres[j][0]).hypot(centres[i][1] - centres[j][1]))
    };
    let distances: Vec<f64> = (0..centres.len()).filter_map(apart).collect();
    let width = (2.0 * distances.iter().sum::<f64>() / distances.len().max(1) as f64 / 100.0).ceil() * 100.0;
    let mut classes = Vec::new();
    if !(width > 0.0 && width.is_finite()) {
        return classes;
    }
    for step in 0..CLASSES {
        let (from_m, to_m) = (width * step as f64, width * (step + 1) as f64);
        let Ok(links) = index.between(from_m, to_m) else { break };
        let pairs = links.links() / 2;
        if pairs == 0 {
            continue;
        }
        let found = moran(values, &links.row_standardised(), Alternative::TwoSided);
        let moran = found.map_err(|why| match why {
            crate::estimate::autocorrelation::NoAssociation::NoFigure(reason) => reason,
            _ => NoFigure::NotSupplied,
        });
        classes.push(DistanceClass { from_m, to_m, pairs, moran });
        if links.links() > MOST_LINKS {
            break;
        }
    }
    classes
}
