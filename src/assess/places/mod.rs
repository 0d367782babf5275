//! Areas looked at together: clusters, groups of areas by scan, access to sites, inequality.

pub mod access;
pub mod clusters;
mod correlogram;
mod counts;
pub mod inequality;
mod rim;
pub mod scales;
pub mod scan;
pub mod smoothed;

pub use access::nearest_cost;
pub use correlogram::DistanceClass;
pub use counts::{PublicCount, public_counts};
pub use rim::RimFindings;

use crate::assess::Findings;
use crate::assess::gap::{Gap, Verdict};
use crate::assessment::Settings;
use crate::estimate::measures::Measures;
use crate::estimate::{Confidence, random};
use crate::join::{Joined, UptakeCounts};
use crate::publishable::Publishable;

use access::AccessFindings;
use clusters::{ClusterFindings, Looking};
use inequality::{GroupApart, InequalityFindings, Measuring};
use scales::ScaleFindings;
use scan::{ScanFindings, Scanning};
use smoothed::Smoothed;

/// What is found of one service when its areas are looked at together.
#[derive(Debug, Clone)]
pub struct PlaceFindings {
    /// The counts it rests on.
    pub counts: Vec<Option<PublicCount>>,
    /// Clusters, where asked for.
    pub clusters: Option<ClusterFindings>,
    /// Moran's I by distance.
    pub correlogram: Vec<DistanceClass>,
    /// The same at larger areas.
    pub scales: Vec<ScaleFindings>,
    /// Ratios drawn towards the mean of the place, and of the neighbourhood.
    pub smoothed: Option<Smoothed>,
    /// Groups of areas by scan, where asked for, or why there are none.
    pub scan: Option<Result<ScanFindings, String>>,
    /// The same in place and time.
    pub scan_of_time: Option<Result<ScanFindings, String>>,
    /// Access to sites.
    pub access: Option<AccessFindings>,
    /// Inequality, where asked for.
    pub inequality: Option<InequalityFindings>,
    /// What changes when areas just outside the place are taken in.
    pub rim: Option<RimFindings>,
}

/// Everything found of a place, with what it was found from.
#[derive(Debug, Clone, Copy)]
pub struct Whole<'a> {
    /// The sources, joined.
    pub joined: &'a Joined,
    /// What was measured.
    pub measures: &'a Measures,
    /// What was found.
    pub findings: &'a Findings,
}

/// Sets the clusters of a place beside those that are found when the areas just outside it are taken in.
pub fn beside_the_rim(
    findings: &mut Findings,
    (joined, wider): (&Joined, Whole<'_>),
    settings: &Settings,
    confidence: Confidence,
) {
    let viewing = Viewing::new(wider.joined, wider.measures, settings, confidence);
    let Some(looking) = viewing.looking() else { return };
    for (uptake, service) in joined.uptake.iter().zip(&mut findings.services) {
        let there = wider.joined.uptake.iter().position(|other| other.service == uptake.service);
        service.places.rim = there.and_then(|there| {
            let counts = &wider.findings.services[there].places.counts;
            rim::with_rim((&service.places, &joined.areas), (counts, &wider.joined.areas), &looking)
        });
    }
}

/// What areas are looked at with.
pub(super) struct Viewing<'a> {
    pub(super) joined: &'a Joined,
    pub(super) measures: &'a Measures,
    pub(super) settings: &'a Settings,
    pub(super) confidence: Confidence,
    pub(super) keys: Vec<u64>,
}

impl<'a> Viewing<'a> {
    pub(super) fn new(
        joined: &'a Joined,
        measures: &'a Measures,
        settings: &'a Settings,
        confidence: Confidence,
    ) -> Self {
        let keys = joined.areas.areas().iter().map(|area| random::key(area.code.as_str())).collect();
        Self { joined, measures, settings, confidence, keys }
    }

    /// Looks at the areas of one service together, under the headline's standard.
    pub(super) fn service(&self, uptake: &UptakeCounts, gaps: &[Gap], may: &Publishable) -> PlaceFindings {
        let counts = public_counts(&self.joined.areas, uptake, gaps, may);
        let near = &self.joined.near;
        let looking = self.looking();
        let clusters = looking.as_ref().map(|looking| {
            let verdict = |(gap, count): (&Gap, &Option<PublicCount>)| {
                let told = count.is_some_and(|count| !count.stood_in);
                told.then_some(gap.verdict == Verdict::UnderServed)
            };
            let under: Vec<Option<bool>> = gaps.iter().zip(&counts).map(verdict).collect();
            looking.find(&counts, self.need().as_deref(), &under)
        });
        let of_clusters = clusters.as_ref().zip(looking.as_ref());
        let scales = of_clusters.map_or_else(Vec::new, |(found, looking)| {
            near.scales.iter().map(|scale| scales::at_scale(scale, found, &counts, looking)).collect()
        });
        let correlogram = clusters
            .as_ref()
            .map_or_else(Vec::new, |found| correlogram::by_distance(&found.standardised, &near.centres));
        let scanning = self.settings.scan.as_ref().map(|settings| Scanning {
            settings,
            centres: &near.centres,
            keys: &self.keys,
            seed: self.settings.seed,
        });
        PlaceFindings {
            scales,
            correlogram,
            smoothed: looking.as_ref().map(|looking| Smoothed::new(&counts, looking.neighbours)),
            scan: scanning.as_ref().map(|scanning| scanning.space(&counts)),
            scan_of_time: scanning
                .as_ref()
                .zip(uptake.in_periods.as_ref())
                .map(|(scanning, periods)| scanning.time(&counts, periods)),
            access: access::access_to(near, &uptake.service, &uptake.eligible, &self.settings.access),
            inequality: self.inequality(uptake, &counts),
            clusters,
            rim: None,
            counts,
        }
    }

    fn looking(&self) -> Option<Looking<'_>> {
        let found = self.joined.near.neighbours.as_ref()?;
        Some(Looking {
            settings: self.settings.clusters.as_ref()?,
            neighbours: &found.neighbours,
            keys: &self.keys,
            seed: self.settings.seed,
        })
    }

    fn need(&self) -> Option<Vec<Option<f64>>> {
        let need = self.measures.need.as_ref()?;
        Some(need.index.values.iter().map(|value| value.known()).collect())
    }

    fn measuring(&self) -> Option<Measuring<'_>> {
        let settings = self.settings.inequality.as_ref()?;
        Some(Measuring { settings, seed: self.settings.seed, confidence: self.confidence })
    }

    fn inequality(
        &self,
        uptake: &UptakeCounts,
        counts: &[Option<PublicCount>],
    ) -> Option<InequalityFindings> {
        let measuring = self.measuring()?;
        let (by, deprivation) = self.ranked_by()?;
        let authorities: Vec<u32> = self.joined.areas.areas().iter().map(|area| area.authority).collect();
        Some(measuring.service(&by, counts, &deprivation, &authorities, uptake.counted))
    }

    /// What people are ranked by, and its values with the most deprived highest.
    fn ranked_by(&self) -> Option<(String, Vec<Option<f64>>)> {
        let stated = self.settings.inequality.as_ref()?.by.as_deref();
        let need = self.measures.need.as_ref().map(|need| &need.index);
        let measure = match stated {
            Some("need") => need,
            Some(name) => self.measures.indicator(name),
            None => need.or(self.measures.indicators.first()),
        }?;
        let turned = match measure.indicator.polarity {
            crate::measure::Polarity::HighIsNeed => 1.0,
            crate::measure::Polarity::LowIsNeed => -1.0,
        };
        let values = measure.values.iter().map(|value| value.known().map(|value| value * turned)).collect();
        Some((measure.indicator.label.clone(), values))
    }

    /// How people of the population's groups live apart.
    pub(super) fn groups(&self) -> Vec<GroupApart> {
        self.measuring().map_or_else(Vec::new, |measuring| measuring.groups(&self.joined.groups))
    }
}
