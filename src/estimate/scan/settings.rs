//! What a scan looks for and how.

/// Which clusters are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Looking {
    /// Fewer events than expected.
    Low,
    /// More events than expected.
    #[default]
    High,
    /// Either.
    Both,
}

impl Looking {
    pub(super) const fn low(self) -> bool {
        matches!(self, Self::Low | Self::Both)
    }

    pub(super) const fn high(self) -> bool {
        matches!(self, Self::High | Self::Both)
    }
}

/// From which windows the clusters after the first are chosen, none sharing an area with a likelier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Secondary {
    /// The best window of each centre alone, as SaTScan does.
    #[default]
    BestOfEachCentre,
    /// Every window, as R's SpatialEpi does.
    EveryWindow,
}

/// How much an ellipse is held back for being long: its ratio is multiplied by `(4r/(r + 1)²)^a`, `r` being the longer
/// axis over the shorter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compactness {
    /// Not at all: `a` = 0.
    Free,
    /// `a` = ½, SaTScan's default.
    #[default]
    Medium,
    /// `a` = 1.
    Strong,
}

impl Compactness {
    /// The factor of a shape with this [compactness](crate::windows::Shape::compactness).
    #[must_use]
    pub fn factor(self, compactness: f64) -> f64 {
        match self {
            Self::Free => 1.0,
            Self::Medium => compactness.sqrt(),
            Self::Strong => compactness,
        }
    }
}

/// What a scan looks for and how. The defaults are those of SaTScan, but for the number of clusters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// More or fewer than expected.
    pub looking: Looking,
    /// The fewest events in a cluster of more than expected.
    pub fewest_events: f64,
    /// How the clusters after the first are chosen.
    pub secondary: Secondary,
    /// How many clusters are told at most.
    pub most_clusters: usize,
    /// How much long ellipses are held back.
    pub compactness: Compactness,
    /// The largest share of the periods that a cluster in space and time may last, above 0 and at most 1.
    pub longest_share_of_time: f64,
    /// Replications under the null hypothesis.
    pub replications: u32,
    /// Stop once so many replications reached the observed ratio, the p-value then being this number over the
    /// replications made (Besag and Clifford); `None` makes them all.
    pub enough_exceedances: Option<u32>,
    /// Seed of the replications.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            looking: Looking::High,
            fewest_events: 2.0,
            secondary: Secondary::BestOfEachCentre,
            most_clusters: 20,
            compactness: Compactness::Medium,
            longest_share_of_time: 0.5,
            replications: 999,
            enough_exceedances: None,
            seed: 1,
        }
    }
}
