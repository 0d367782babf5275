//! The English Index of Multiple Deprivation: its seven domains, its weights, and the index without some of them.

use super::need::{self, Indicator, NeedError};
use super::no_figure::NoFigure;
use crate::assessment::Transform;
use crate::measure::Polarity;

/// A domain of the Index of Multiple Deprivation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Domain {
    /// Income deprivation.
    Income,
    /// Employment deprivation.
    Employment,
    /// Education, skills and training deprivation.
    Education,
    /// Health deprivation and disability.
    Health,
    /// Crime.
    Crime,
    /// Barriers to housing and services.
    Barriers,
    /// Living environment deprivation.
    LivingEnvironment,
}

/// The weights of the Index of Multiple Deprivation 2015, 2019 and 2025, as published and as used to make it.
///
/// They are rounded: they sum to 0.999, and the published scores follow from the rounded weights.
///
/// # References
/// Ministry of Housing, Communities and Local Government (2019). *The English Indices of Deprivation 2019: technical
/// report*; (2025) *The English Indices of Deprivation 2025: technical report*.
pub const WEIGHTS: [(Domain, f64); 7] = [
    (Domain::Income, 0.225),
    (Domain::Employment, 0.225),
    (Domain::Education, 0.135),
    (Domain::Health, 0.135),
    (Domain::Crime, 0.093),
    (Domain::Barriers, 0.093),
    (Domain::LivingEnvironment, 0.093),
];

/// The weights without the domains left out, divided by their sum so that they sum to one.
///
/// Leave out [`Domain::Crime`] when police crime is an indicator beside deprivation, or crime would count twice.
///
/// # Examples
/// ```
/// use reachgap::estimate::imd::{Domain, weights_without};
/// let weights = weights_without(&[Domain::Crime]);
/// assert_eq!(weights.len(), 6);
/// assert!((weights[0].1 - 0.225 / 0.906).abs() < 1e-15);
/// ```
#[must_use]
pub fn weights_without(left_out: &[Domain]) -> Vec<(Domain, f64)> {
    let kept: Vec<_> = WEIGHTS.into_iter().filter(|(domain, _)| !left_out.contains(domain)).collect();
    let sum: f64 = kept.iter().map(|(_, weight)| weight).sum();
    kept.into_iter().map(|(domain, weight)| (domain, weight / sum)).collect()
}

/// The ranks of one domain, 1 for the most deprived; areas with one rank share the average of their positions.
#[derive(Debug, Clone, Copy)]
pub struct DomainRanks<'a> {
    /// The domain.
    pub domain: Domain,
    /// The published rank of every area, in one order for all domains.
    pub ranks: &'a [Result<f64, NoFigure>],
}

/// The score of the index from the published ranks of its domains.
///
/// Ranks are taken among the areas given: give all areas of the nation, not of one place. Domains without a weight in
/// `weights` are left out.
///
/// Units: score, 0 to 100. Missing values: an area with a domain missing has [`NoFigure::MissingIndicator`].
///
/// # Errors
/// [`NeedError`].
pub fn scores(
    domains: &[DomainRanks<'_>],
    weights: &[(Domain, f64)],
) -> Result<Vec<Result<f64, NoFigure>>, NeedError> {
    let mut indicators = Vec::with_capacity(domains.len());
    for DomainRanks { domain, ranks } in domains {
        if let Some((_, weight)) = weights.iter().find(|(weighted, _)| weighted == domain) {
            indicators.push(Indicator { values: ranks, polarity: Polarity::LowIsNeed, weight: *weight });
        }
    }
    need::weighted(&indicators, Transform::Exponential)
}
