//! The largest share of people that tells most: clusters at several shares, compared by their Gini coefficients.

use super::cluster::Cluster;
use super::error::ScanError;

/// What is compared to find the best set of clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// Largest shares of people, each above 0 and at most 1.
    pub shares: Vec<f64>,
    /// Only clusters with at most this p-value count.
    pub level: f64,
}

impl Default for Shares {
    /// The shares that SaTScan compares, from 1 % to one half, and clusters with p at most 0.05.
    fn default() -> Self {
        let percent = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50];
        Self { shares: percent.iter().map(|percent| f64::from(*percent) / 100.0).collect(), level: 0.05 }
    }
}

impl Shares {
    /// The shares from the least to the greatest.
    pub(super) fn rising(&self) -> Result<Vec<f64>, ScanError> {
        let all = self.shares.iter().chain([&self.level]);
        if let Some(share) = all.copied().find(|share| !(*share > 0.0 && *share <= 1.0)) {
            return Err(ScanError::NotAShare(share));
        }
        let mut rising = self.shares.clone();
        rising.sort_by(f64::total_cmp);
        Ok(rising)
    }
}

/// The clusters found at one largest share of people.
#[derive(Debug, Clone, PartialEq)]
pub struct Collection {
    /// The largest share of all people in a window.
    pub largest_share: f64,
    /// Gini coefficient of the clusters and the rest.
    pub gini: f64,
    /// The clusters with at most the p-value asked for.
    pub clusters: Vec<Cluster>,
}

impl Collection {
    /// Of the clusters, those with the p-value asked for.
    pub(super) fn of(
        largest_share: f64,
        mut clusters: Vec<Cluster>,
        asked: Option<&Shares>,
        events: f64,
    ) -> Self {
        clusters.retain(|cluster| asked.is_some_and(|shares| cluster.p_value <= shares.level));
        let parts: Vec<(f64, f64)> = clusters.iter().map(|c| (c.observed, c.expected)).collect();
        Self { largest_share, gini: gini_coefficient(&parts, events), clusters }
    }
}

/// Gini coefficient of a set of clusters that share no area: how unequally events fall on clusters and the rest.
///
/// Clusters and what is left of all areas are put in the order of their events per event expected; the coefficient is
/// twice the area between the curve of their events against those expected, as shares of all, and the diagonal.
/// `clusters` are (observed, expected), `events` all events. 0 where nothing happened.
///
/// # References
/// Han J, Zhu L, Kulldorff M, Hostovich S, Stinchcomb DG, Tatalovich Z, Lewis DR, Feuer EJ (2016). Using Gini coefficient to
/// determine optimal cluster reporting sizes for spatial scan statistics. *International Journal of Health Geographics*
/// 15:27. <https://doi.org/10.1186/s12942-016-0056-6>
///
/// # Examples
/// ```
/// use reachgap::estimate::scan::gini_coefficient;
/// // One cluster with 30 of 100 events and 10 expected: the triangle 0.3 − 0.1.
/// assert!((gini_coefficient(&[(30.0, 10.0)], 100.0) - 0.2).abs() < 1e-12);
/// ```
#[must_use]
pub fn gini_coefficient(clusters: &[(f64, f64)], events: f64) -> f64 {
    if events <= 0.0 {
        return 0.0;
    }
    let inside = clusters.iter().fold((0.0, 0.0), |sum, cluster| (sum.0 + cluster.0, sum.1 + cluster.1));
    let rest = ((events - inside.0).max(0.0), (events - inside.1).max(0.0));
    let mut parts: Vec<(f64, f64)> = clusters.iter().copied().chain([rest]).collect();
    // Observed over expected, multiplied out.
    parts.sort_by(|a, b| (a.0 * b.1).total_cmp(&(b.0 * a.1)));
    let (mut height, mut under) = (0.0, 0.0);
    for (observed, expected) in parts {
        under += expected * (2.0 * height + observed);
        height += observed;
    }
    1.0 - under / (events * events)
}

/// The collection with the highest coefficient, the largest share among equals; none where no cluster counts.
pub(super) fn best(collections: Vec<Collection>) -> Option<Collection> {
    let counted = collections.into_iter().filter(|collection| !collection.clusters.is_empty());
    counted.max_by(|a, b| a.gini.total_cmp(&b.gini).then(a.largest_share.total_cmp(&b.largest_share)))
}
