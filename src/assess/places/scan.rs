//! The scan: groups of areas, of any place and size, where fewer or more were reached than expected.

use std::ops::Range;

use super::PublicCount;
use crate::assessment::{LookFor, Scan, ScanDispersion, ScanModel, WindowShape};
use crate::estimate::NoFigure;
use crate::estimate::overdispersion::{Deviation, overdispersion};
use crate::estimate::scan::{
    self, Cluster, Collection, Counts, Looking, Observation, Settings as ScanSettings, Shares,
};
use crate::join::InPeriods;
use crate::join::near_areas::{Ground, Reach, shaped};
use crate::windows::{Shape, Windows};

/// The share of areas at each end whose deviation is winsorised.
const WINSORISED: f64 = 0.1;

/// How many groups of areas are told of at most.
const MOST_CLUSTERS: usize = 20;

/// Random maps at least as unusual as the observed one after which no more are made.
const ENOUGH_EXCEEDANCES: u32 = 100;

/// What a scan found.
#[derive(Debug, Clone)]
pub struct ScanFindings {
    /// Groups of areas, the least likely by chance first; none shares an area with one before it.
    pub clusters: Vec<Found>,
    /// Which of them make up the set with the highest Gini coefficient, with the share of people it was found at; by their places in [`Self::clusters`]
    /// where they are the same groups.
    pub best_set: Option<(f64, Vec<Found>)>,
    /// Each area's rate over that of all others.
    pub relative_risks: Vec<Option<Result<f64, NoFigure>>>,
    /// Random maps that the finding was set against.
    pub replications: usize,
    /// Whether they ended early, as enough of them reached the observed statistic.
    pub ended_early: bool,
    /// The level at which a group is called unusual.
    pub level: f64,
    /// Names of the periods, in a scan of time.
    pub periods: Vec<String>,
    /// By how much counts and expectations were divided, as areas vary by so much more than chance has it; 1 where they
    /// do not.
    pub dispersion: f64,
}

/// A group of areas.
#[derive(Debug, Clone)]
pub struct Found {
    /// What the scan says of it; its areas are places among the areas scanned.
    pub cluster: Cluster,
    /// Its areas, by their positions in the run, nearest to the middle first.
    pub areas: Vec<usize>,
    /// Middle of its window, metres.
    pub centre_m: [f64; 2],
    /// Half-axes of its window (of a circle both the radius), metres.
    pub half_axes_m: (f64, f64),
    /// Angle of the longer axis, degrees anticlockwise from the east.
    pub degrees: f64,
    /// Periods it lasts, in a scan of time.
    pub periods: Range<usize>,
    /// Whether it is unusual.
    pub unusual: bool,
    /// In a scan of time, people reached by whom it would be known: elsewhere in its periods, there in other periods,
    /// and elsewhere in other periods.
    pub beside: Option<[f64; 3]>,
}

/// What is scanned.
pub(super) struct Scanning<'a> {
    pub(super) settings: &'a Scan,
    pub(super) centres: &'a [[f64; 2]],
    pub(super) keys: &'a [u64],
    pub(super) seed: u64,
}

/// The areas that take part, with what is told of them.
struct Taken {
    areas: Vec<usize>,
    keys: Vec<u64>,
    centres: Vec<[f64; 2]>,
    people: Vec<f64>,
    expected: Vec<f64>,
    observed: Vec<f64>,
}

impl Scanning<'_> {
    fn taken(&self, counts: &[Option<PublicCount>]) -> Taken {
        let areas: Vec<usize> = (0..counts.len())
            .filter(|area| counts[*area].is_some() && self.centres[*area].iter().all(|c| c.is_finite()))
            .collect();
        let of = |what: &dyn Fn(&PublicCount) -> f64| -> Vec<f64> {
            areas.iter().filter_map(|area| counts[*area].as_ref().map(what)).collect()
        };
        Taken {
            keys: areas.iter().map(|area| self.keys[*area]).collect(),
            centres: areas.iter().map(|area| self.centres[*area]).collect(),
            people: of(&|count| count.eligible),
            expected: of(&|count| count.expected),
            observed: of(&|count| count.observed.middle().round_ties_even()),
            areas,
        }
    }

    /// Scans space, and says why not where that cannot be done.
    pub(super) fn space(&self, counts: &[Option<PublicCount>]) -> Result<ScanFindings, String> {
        let taken = self.taken(counts);
        let dispersion = self.dispersion(&taken);
        let (observed, expected) =
            (divided(&taken.observed, dispersion), divided(&taken.expected, dispersion));
        // People shared out among areas come in fractions; the Bernoulli model counts whole ones.
        let people: Vec<f64> = taken.people.iter().map(|people| people.round_ties_even()).collect();
        let given = match self.settings.model {
            ScanModel::Poisson => Counts::Poisson { observed: &observed, expected: &expected },
            ScanModel::Bernoulli => Counts::Bernoulli { cases: &taken.observed, people: &people },
        };
        self.scan(&taken, given, (1, Vec::new()), dispersion, counts.len())
    }

    /// Scans space and time: the expectation of an area in a period is its share of the whole place's count in that
    /// period, so that a trend of the whole place is no finding. Areas whose counts are withheld take no part.
    pub(super) fn time(
        &self,
        counts: &[Option<PublicCount>],
        in_periods: &InPeriods,
    ) -> Result<ScanFindings, String> {
        let told: Vec<Option<PublicCount>> =
            counts.iter().map(|count| count.filter(|count| !count.stood_in)).collect();
        let taken = self.taken(&told);
        let periods = in_periods.names.len();
        let totals: Vec<f64> =
            in_periods.reached.iter().map(|by_area| taken.areas.iter().map(|a| by_area[*a]).sum()).collect();
        let (whole, all): (f64, f64) = (taken.expected.iter().sum(), totals.iter().sum());
        if periods < 2 || all <= 0.0 {
            return Err("records fall into fewer than two periods".into());
        }
        let (mut observed, mut expected) = (Vec::new(), Vec::new());
        for (place, area) in taken.areas.iter().enumerate() {
            let share = taken.expected[place] / whole;
            observed.extend(in_periods.reached.iter().map(|by_area| by_area[*area]));
            expected.extend(totals.iter().map(|total| share * total));
        }
        let dispersion = self.dispersion(&taken);
        let (observed, expected) = (divided(&observed, dispersion), divided(&expected, dispersion));
        let given = Counts::Poisson { observed: &observed, expected: &expected };
        let mut found =
            self.scan(&taken, given, (periods, in_periods.names.clone()), dispersion, counts.len())?;
        for group in &mut found.clusters {
            group.beside = Some(beside(group, in_periods, &totals));
        }
        Ok(found)
    }

    fn scan(
        &self,
        taken: &Taken,
        counts: Counts<'_>,
        (periods, names): (usize, Vec<String>),
        dispersion: f64,
        areas: usize,
    ) -> Result<ScanFindings, String> {
        let windows = self.windows(taken)?;
        let given = Observation { keys: &taken.keys, people: &taken.people, periods, counts };
        let settings = ScanSettings {
            looking: match self.settings.look_for {
                LookFor::Low => Looking::Low,
                LookFor::High => Looking::High,
                LookFor::Both => Looking::Both,
            },
            most_clusters: MOST_CLUSTERS,
            replications: self.settings.replications,
            enough_exceedances: Some(ENOUGH_EXCEEDANCES),
            seed: self.seed,
            ..ScanSettings::default()
        };
        let shares = Shares { shares: self.shares(), level: self.settings.level };
        let wanted = (periods == 1).then_some(&shares);
        let found = scan::scan(&given, &windows, &settings, wanted).map_err(|why| why.to_string())?;
        let mut relative_risks = vec![None; areas];
        for (area, risk) in taken.areas.iter().zip(found.relative_risks) {
            relative_risks[*area] = Some(risk);
        }
        let told = |cluster: Cluster| self.found(undivided(cluster, dispersion), taken);
        let best = |set: Collection| (set.largest_share, set.clusters.into_iter().map(told).collect());
        Ok(ScanFindings {
            best_set: found.best_collection.map(best),
            clusters: found.clusters.into_iter().map(told).collect(),
            relative_risks,
            replications: found.replications.len(),
            ended_early: found.ended_early,
            level: self.settings.level,
            periods: names,
            dispersion,
        })
    }

    /// How much more than chance areas vary, winsorised so that clusters themselves count little (Spiegelhalter); 1 where
    /// they do not, or where that is not asked for.
    fn dispersion(&self, taken: &Taken) -> f64 {
        let wanted = self.settings.overdispersion == ScanDispersion::Divide
            && self.settings.model == ScanModel::Poisson;
        let scale = taken.observed.iter().sum::<f64>() / taken.expected.iter().sum::<f64>();
        let ratio =
            |(observed, expected): (&f64, &f64)| Deviation::of_ratio(*observed, expected * scale).ok();
        let ratios: Vec<Deviation> = taken.observed.iter().zip(&taken.expected).filter_map(ratio).collect();
        match overdispersion(&ratios, WINSORISED) {
            Ok(found) if wanted && found.is_present() => found.phi,
            _ => 1.0,
        }
    }

    fn windows(&self, taken: &Taken) -> Result<Vec<Windows>, String> {
        let ground = Ground { centres: &taken.centres, keys: &taken.keys, people: &taken.people };
        let reach = Reach {
            largest_share: self.settings.largest_share,
            largest_radius_m: self.settings.largest_radius_m,
        };
        let shapes = match self.settings.shape {
            WindowShape::Circle => vec![Shape::CIRCLE],
            WindowShape::Ellipse => Shape::usual(),
        };
        shaped(&ground, reach, &shapes).map_err(|why| why.to_string())
    }

    /// Largest shares at which sets of groups are compared: those of SaTScan up to the one asked for.
    fn shares(&self) -> Vec<f64> {
        let mut shares = Shares::default().shares;
        shares.retain(|share| *share < self.settings.largest_share);
        shares.push(self.settings.largest_share);
        shares
    }

    fn found(&self, cluster: Cluster, taken: &Taken) -> Found {
        let areas: Vec<usize> = cluster.areas.iter().map(|place| taken.areas[*place]).collect();
        let centre_m = taken.centres[cluster.centre];
        let reach = |place: &usize| cluster.shape.reach(centre_m, taken.centres[*place]);
        let shorter = cluster.areas.iter().map(reach).fold(0.0, f64::max);
        Found {
            areas,
            centre_m,
            half_axes_m: (shorter * cluster.shape.ratio(), shorter),
            degrees: cluster.shape.degrees(),
            periods: cluster.periods.clone(),
            unusual: cluster.p_value <= self.settings.level,
            beside: None,
            cluster,
        }
    }
}

/// The counts that follow from a group's own by subtraction.
fn beside(group: &Found, in_periods: &InPeriods, totals: &[f64]) -> [f64; 3] {
    let there = |by_area: &Vec<f64>| -> f64 { group.areas.iter().map(|area| by_area[*area]).sum() };
    let inside: f64 = in_periods.reached[group.periods.clone()].iter().map(there).sum();
    let then: f64 = totals[group.periods.clone()].iter().sum();
    let ever: f64 = in_periods.reached.iter().map(there).sum();
    let all: f64 = totals.iter().sum();
    [then - inside, ever - inside, all - then - ever + inside]
}

fn divided(counts: &[f64], by: f64) -> Vec<f64> {
    counts.iter().map(|count| count / by).collect()
}

/// The cluster with its counts as they were before they were divided.
fn undivided(mut cluster: Cluster, by: f64) -> Cluster {
    cluster.observed = (cluster.observed * by).round_ties_even();
    cluster.expected *= by;
    cluster
}
