//! The spatial scan statistic: where events are more or fewer than chance explains, and when.
//!
//! Windows of every size grow around every area. The one whose inside differs most from its outside, by the likelihood
//! ratio, is the most likely cluster; how often replications without any cluster reach its ratio is its p-value, which
//! needs no further correction for the many windows looked at.

mod chance;
mod cluster;
mod counts;
mod draw;
mod error;
mod gini;
mod lanes;
mod layer;
mod likelihood;
mod observed;
mod replicate;
mod settings;

pub use chance::{gumbel_p_value, monte_carlo_p_value};
pub use cluster::{Cluster, Direction};
pub use counts::{Counts, Observation};
pub use error::ScanError;
pub use gini::{Collection, Shares, gini_coefficient};
pub use likelihood::{bernoulli_log_likelihood_ratio, poisson_log_likelihood_ratio};
pub use settings::{Compactness, Looking, Secondary, Settings};

use counts::Cells;
use draw::Lots;
use observed::{Sought, Zone};
use replicate::{Replications, Trials};

use super::NoFigure;
use crate::windows::Windows;

/// What a scan found.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// The most likely cluster and those after it, in order of their statistics, none sharing an area with one before.
    pub clusters: Vec<Cluster>,
    /// Of the sets of clusters at several largest shares of people, the one with the highest Gini coefficient; `None`
    /// where no set has a cluster with the p-value asked for, or none was asked for.
    pub best_collection: Option<Collection>,
    /// Each area's rate (over all periods) over that of all others together.
    pub relative_risks: Vec<Result<f64, NoFigure>>,
    /// All events.
    pub events: f64,
    /// The highest statistic of each replication.
    pub replications: Vec<f64>,
    /// Whether replications ended early because enough of them had reached the observed statistic.
    pub ended_early: bool,
}

/// Looks for clusters of more or fewer events than expected (Kulldorff's spatial scan; with several periods, in space
/// and time).
///
/// For each window `c·ln(c/e) + (C − c)·ln((C − c)/(C − e))` in the Poisson model, see
/// [`poisson_log_likelihood_ratio`] and [`bernoulli_log_likelihood_ratio`]; the highest is compared with the highest
/// of each of the replications, which have the same total: `p = (1 + #{replication ≥ observed})/(1 + replications)`.
/// Clusters after the first are compared with the same distribution. With periods, windows are cylinders: areas as
/// before, and a run of periods.
///
/// `windows` are those of [`crate::join::near_areas`], one set per shape. Where `collections` is given, the set of
/// clusters with the highest Gini coefficient is told too.
///
/// Units: events. Missing values: an area without figures must be left out before windows are made; a relative risk that
/// does not exist carries its reason. Counts that are not whole are kept as they are; replications then have the total
/// rounded to a whole number.
///
/// # Errors
/// [`ScanError`].
///
/// # References
/// Kulldorff M (1997). A spatial scan statistic. *Communications in Statistics – Theory and Methods* 26:1481–1496.
/// <https://doi.org/10.1080/03610929708831995>
///
/// Kulldorff M, Athas WF, Feuer EJ, Miller BA, Key CR (1998). Evaluating cluster alarms. *American Journal of Public
/// Health* 88:1377–1380. <https://doi.org/10.2105/AJPH.88.9.1377> (space and time)
///
/// Besag J, Clifford P (1991). Sequential Monte Carlo p-values. *Biometrika* 78:301–304.
/// <https://doi.org/10.1093/biomet/78.2.301>
///
/// # Examples
/// Five areas in a row; the second and the third have twice the events expected:
/// ```
/// use reachgap::estimate::scan::{Counts, Observation, Settings, scan};
/// use reachgap::join::near_areas::{Ground, Reach, circles};
/// let centres: Vec<[f64; 2]> = (0..5).map(|i| [f64::from(i * i), 0.0]).collect();
/// let (keys, people) = ([1, 2, 3, 4, 5], [100.0; 5]);
/// let windows = circles(&Ground { centres: &centres, keys: &keys, people: &people }, Reach::default())?;
/// let counts = Counts::Poisson { observed: &[10.0, 40.0, 40.0, 10.0, 10.0], expected: &[20.0; 5] };
/// let given = Observation { keys: &keys, people: &people, periods: 1, counts };
/// let found = scan(&given, &[windows], &Settings::default(), None)?;
/// assert_eq!(found.clusters[0].areas, [2, 1]);
/// // 80 ln(80/44) + 30 ln(30/66)
/// assert!((found.clusters[0].log_likelihood_ratio - 24.173_239).abs() < 1e-6);
/// assert_eq!(found.clusters[0].p_value, 0.001);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn scan(
    given: &Observation<'_>,
    windows: &[Windows],
    settings: &Settings,
    collections: Option<&Shares>,
) -> Result<Scan, ScanError> {
    check(given, windows, settings)?;
    let cells = Cells::of(given)?;
    let intervals = layer::intervals(given.periods, settings.longest_share_of_time);
    let (keys, people) = (given.keys, given.people);
    let sought = Sought { cells: &cells, keys, people, windows, intervals: &intervals, settings };
    let shares = collections.map(Shares::rising).transpose()?.unwrap_or_default();
    let mut zones = sought.clusters(&limits(people, &shares));
    let likeliest = zones.pop().unwrap_or_default();
    let replications = replications(&sought, given.counts, &likeliest)?;

    let cluster = |zone: &Zone| Cluster::of(zone, &sought, &replications.highest);
    let mut clusters: Vec<Cluster> = likeliest.iter().map(cluster).collect();
    if let (Some(first), Some(p_value)) = (clusters.first_mut(), replications.p_value_when_ended) {
        first.p_value = p_value;
    }
    let told = |(largest_share, zones): (f64, Vec<Zone>)| {
        let clusters = zones.iter().map(cluster).collect();
        Collection::of(largest_share, clusters, collections, cells.null.model.events())
    };
    Ok(Scan {
        clusters,
        best_collection: gini::best(shares.into_iter().zip(zones).map(told).collect()),
        relative_risks: relative_risks(&cells),
        events: cells.null.model.events(),
        ended_early: replications.p_value_when_ended.is_some(),
        replications: replications.highest,
    })
}

fn check(given: &Observation<'_>, windows: &[Windows], settings: &Settings) -> Result<(), ScanError> {
    let share = settings.longest_share_of_time;
    if windows.is_empty() {
        return Err(ScanError::NoWindows);
    } else if settings.replications == 0 {
        return Err(ScanError::NoReplications);
    } else if !(share > 0.0 && share <= 1.0) {
        return Err(ScanError::NotAShare(share));
    }
    match windows.iter().find(|windows| windows.len() != given.keys.len()) {
        Some(windows) => {
            Err(ScanError::Lengths { what: "keys", given: given.keys.len(), needed: windows.len() })
        }
        None => Ok(()),
    }
}

/// People that a window may have at each share, and at last no limit: that of the windows themselves.
fn limits(people: &[f64], shares: &[f64]) -> Vec<f64> {
    let all: f64 = people.iter().sum();
    // A sum of shares may miss the whole by its rounding.
    shares.iter().map(|share| share * all * (1.0 + 1e-12)).chain([f64::INFINITY]).collect()
}

fn replications(
    sought: &Sought<'_>,
    counts: Counts<'_>,
    likeliest: &[Zone],
) -> Result<Replications, ScanError> {
    let cells = sought.cells;
    let null = cells.replicated(counts)?;
    let trials = Trials {
        null: &null,
        periods: cells.periods,
        scale: cells.scale,
        windows: sought.windows,
        intervals: sought.intervals,
        settings: sought.settings,
        lots: Lots::new(&null, sought.keys, cells.periods, sought.settings.seed),
    };
    Ok(trials.run(likeliest.first().map_or(0.0, |zone| zone.ratio)))
}

/// The rate of each area over that of all others.
fn relative_risks(cells: &Cells) -> Vec<Result<f64, NoFigure>> {
    let sum = |values: &[i64]| cells.events(values.iter().sum());
    let areas = cells.observed.chunks(cells.periods).zip(cells.null.expected.chunks(cells.periods));
    areas.map(|(observed, expected)| cells.null.model.relative_risk(sum(observed), sum(expected))).collect()
}

#[cfg(test)]
mod tests;
