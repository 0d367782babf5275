//! Clusters: whether areas reached less lie together more than chance has it, and which.

use super::PublicCount;
use crate::assessment::{Clusters, Correction, Sides};
use crate::estimate::NoFigure;
use crate::estimate::autocorrelation::{
    self, Alternative, GeneralG, GetisOrdPermuted, Global, JoinCount, LocalGeary, LocalMoran, Permutations,
    Permuted, Quadrant, Reach, Trial,
};
use crate::estimate::empirical_bayes::AreaCount;
use crate::estimate::multiple_testing::Adjustment;
use crate::neighbours::Neighbours;

/// Extreme permutations of an area after which no more are made.
const ENOUGH_EXCEEDANCES: u32 = 20;

/// A statistic of the whole map, or why there is none, in words.
pub type Overall<T> = Result<T, String>;

/// Statistics of the whole map.
#[derive(Debug, Clone)]
pub struct Association {
    /// Moran's I of the standardised ratios, with its analytic tests.
    pub moran: Overall<Global>,
    /// The same by permutation.
    pub moran_permuted: Overall<Permuted>,
    /// Geary's C.
    pub geary: Overall<Global>,
    /// General G of the ratios.
    pub general_g: Overall<GeneralG>,
    /// Need of an area against reach of its neighbours.
    pub need_and_reach: Option<Overall<Permuted>>,
}

/// One area among its neighbours.
#[derive(Debug, Clone, Copy)]
pub struct AreaAmong {
    /// Local Moran of the standardised ratio.
    pub moran: Result<LocalMoran, NoFigure>,
    /// Gi*: the area and its neighbours together.
    pub hot_spot: Result<GetisOrdPermuted, NoFigure>,
    /// Local Geary.
    pub geary: Result<LocalGeary, NoFigure>,
    /// Need of the area against reach of its neighbours.
    pub need_and_reach: Option<Result<LocalMoran, NoFigure>>,
    /// Neighbours that are under-served, where the area is.
    pub under_served: Result<JoinCount, NoFigure>,
    /// Whether the finding on local Moran is the same with every suppressed count at its lowest and at its highest.
    pub holds_at_bounds: bool,
}

/// What was found of clusters.
#[derive(Debug, Clone)]
pub struct ClusterFindings {
    /// Observed over expected as a deviate that allows for how few are expected (Assunção and Reis).
    pub standardised: Vec<Result<f64, NoFigure>>,
    /// The mean of each area's neighbours, in the same terms.
    pub surroundings: Vec<Option<f64>>,
    /// The whole map.
    pub association: Association,
    /// Place by place.
    pub areas: Vec<AreaAmong>,
    /// Whether permutations could have shown a single unusual area.
    pub reach: Option<Reach>,
    /// The level at which areas are called unusual.
    pub level: f64,
}

/// What clusters are looked for with.
#[derive(Clone, Copy)]
pub(super) struct Looking<'a> {
    pub(super) settings: &'a Clusters,
    pub(super) neighbours: &'a Neighbours,
    pub(super) keys: &'a [u64],
    pub(super) seed: u64,
}

impl Looking<'_> {
    fn trial(&self) -> Trial {
        Trial {
            seed: self.seed,
            permutations: Permutations::Adaptive {
                exceedances: ENOUGH_EXCEEDANCES,
                at_most: self.settings.permutations,
            },
            alternative: alternative(self.settings.sides),
            adjustment: adjustment(self.settings.correction),
            rate: self.settings.level,
        }
    }

    /// Looks for clusters. `need` and `under_served` are aligned to the counts.
    pub(super) fn find(
        &self,
        counts: &[Option<PublicCount>],
        need: Option<&[Option<f64>]>,
        under_served: &[Option<bool>],
    ) -> ClusterFindings {
        let middle = standardised(counts, |count| count.observed.middle());
        let trial = self.trial();
        let known = |value: &Option<f64>| value.ok_or(NoFigure::NotSupplied);
        let need: Option<Vec<Result<f64, NoFigure>>> = need.map(|need| need.iter().map(known).collect());
        let local = self.local(&middle);
        let reach = local.as_ref().ok().map(|local| local.reach);
        let with_own = self.neighbours.binary().with_self(1.0);
        let hot = autocorrelation::getis_ord_permuted(&middle, &with_own, self.keys, &trial);
        let geary = autocorrelation::local_geary(&middle, self.neighbours, self.keys, &trial);
        let bivariate = need.as_ref().map(|need| {
            autocorrelation::local_bivariate_moran(need, &middle, self.neighbours, self.keys, &trial)
        });
        let marked: Vec<Result<bool, NoFigure>> =
            under_served.iter().map(|mark| mark.ok_or(NoFigure::NotSupplied)).collect();
        let joins = autocorrelation::local_join_counts(
            &marked,
            self.neighbours,
            Alternative::Greater,
            trial.adjustment,
        );
        let holds = self.holds_at_bounds(counts, local.as_ref().ok());
        let none = NoFigure::NotSupplied;
        let area = |area: usize| AreaAmong {
            moran: local.as_ref().map_or(Err(none), |local| local.areas[area]),
            hot_spot: hot.as_ref().map_or(Err(none), |hot| hot.areas[area]),
            geary: geary.as_ref().map_or(Err(none), |geary| geary.areas[area]),
            need_and_reach: bivariate
                .as_ref()
                .map(|found| found.as_ref().map_or(Err(none), |found| found.areas[area])),
            under_served: joins.as_ref().map_or(Err(none), |joins| joins[area]),
            holds_at_bounds: holds[area],
        };
        ClusterFindings {
            surroundings: surroundings(&middle, self.neighbours),
            association: self.association(counts, &middle, need.as_deref()),
            areas: (0..counts.len()).map(area).collect(),
            standardised: middle,
            reach,
            level: self.settings.level,
        }
    }

    fn local(
        &self,
        values: &[Result<f64, NoFigure>],
    ) -> Result<autocorrelation::Local<LocalMoran>, autocorrelation::NoAssociation> {
        autocorrelation::local_moran(values, self.neighbours, self.keys, &self.trial())
    }

    /// Moran's I of the whole map, and local Moran, for larger areas.
    pub(super) fn briefly(
        &self,
        counts: &[Option<PublicCount>],
    ) -> (Overall<Permuted>, Vec<Result<LocalMoran, NoFigure>>) {
        let values = standardised(counts, |count| count.observed.middle());
        let whole =
            autocorrelation::moran_permuted(&values, self.neighbours, self.keys, &self.global_trial());
        let local =
            self.local(&values).map_or_else(|_| vec![Err(NoFigure::NotSupplied); counts.len()], |l| l.areas);
        (whole.map_err(|why| why.to_string()), local)
    }

    /// A test of the whole map always makes all its permutations; 999 of them tell its p-value well enough.
    fn global_trial(&self) -> Trial {
        Trial { permutations: Permutations::Fixed(self.settings.permutations.min(999)), ..self.trial() }
    }

    fn association(
        &self,
        counts: &[Option<PublicCount>],
        middle: &[Result<f64, NoFigure>],
        need: Option<&[Result<f64, NoFigure>]>,
    ) -> Association {
        let (trial, near) = (self.global_trial(), self.neighbours);
        let words = |why: autocorrelation::NoAssociation| why.to_string();
        let ratio = |count: &Option<PublicCount>| match count {
            Some(count) => Ok(count.observed.middle() / count.expected),
            None => Err(NoFigure::NotSupplied),
        };
        let ratios: Vec<Result<f64, NoFigure>> = counts.iter().map(ratio).collect();
        Association {
            moran: autocorrelation::moran(middle, near, trial.alternative).map_err(words),
            moran_permuted: autocorrelation::moran_permuted(middle, near, self.keys, &trial).map_err(words),
            geary: autocorrelation::geary(middle, near, turned(trial.alternative)).map_err(words),
            general_g: autocorrelation::general_g(&ratios, &near.binary(), trial.alternative).map_err(words),
            need_and_reach: need.map(|need| {
                autocorrelation::bivariate_moran(need, middle, near, self.keys, &trial).map_err(words)
            }),
        }
    }

    /// Whether each area's finding stays the same with every count known only between bounds at its lowest, and at
    /// its highest.
    fn holds_at_bounds(
        &self,
        counts: &[Option<PublicCount>],
        found: Option<&autocorrelation::Local<LocalMoran>>,
    ) -> Vec<bool> {
        let Some(found) = found else { return vec![true; counts.len()] };
        if counts.iter().flatten().all(|count| count.observed.is_exact()) {
            return vec![true; counts.len()];
        }
        let mut holds = vec![true; counts.len()];
        let at: [fn(&PublicCount) -> f64; 2] =
            [|count| count.observed.lowest, |count| count.observed.highest];
        for bound in at {
            let Ok(other) = self.local(&standardised(counts, bound)) else { continue };
            for ((holds, one), other) in holds.iter_mut().zip(&found.areas).zip(&other.areas) {
                *holds &= self.unusual(one) == self.unusual(other);
            }
        }
        holds
    }

    /// The quadrant of an area that is unusual.
    fn unusual(&self, found: &Result<LocalMoran, NoFigure>) -> Option<Quadrant> {
        unusual(found, self.settings.level)
    }
}

/// The quadrant of an area that is unusual at a level.
pub fn unusual(found: &Result<LocalMoran, NoFigure>, level: f64) -> Option<Quadrant> {
    found.as_ref().ok().filter(|found| found.test.adjusted <= level).map(|found| found.quadrant)
}

/// Observed over expected as a deviate that allows for how few are expected.
fn standardised(
    counts: &[Option<PublicCount>],
    observed: impl Fn(&PublicCount) -> f64,
) -> Vec<Result<f64, NoFigure>> {
    let area = |count: &Option<PublicCount>| match count {
        Some(count) => Ok(AreaCount { events: observed(count), people: count.expected }),
        None => Err(NoFigure::NotSupplied),
    };
    autocorrelation::standardised_rates(&counts.iter().map(area).collect::<Vec<_>>())
}

/// The weighted mean of each area's neighbours that have a value, in the terms of [`ClusterFindings::standardised`].
fn surroundings(values: &[Result<f64, NoFigure>], neighbours: &Neighbours) -> Vec<Option<f64>> {
    let mean = |area: usize| {
        let known = || neighbours.of(area).filter_map(|(j, w)| values[j as usize].ok().map(|v| (v, w)));
        let weight: f64 = known().map(|(_, w)| w).sum();
        (weight > 0.0).then(|| known().map(|(v, w)| v * w).sum::<f64>() / weight)
    };
    (0..values.len()).map(mean).collect()
}

/// Geary's C falls where Moran's I rises.
fn turned(alternative: Alternative) -> Alternative {
    match alternative {
        Alternative::Greater => Alternative::Less,
        Alternative::Less => Alternative::Greater,
        other => other,
    }
}

fn alternative(sides: Sides) -> Alternative {
    match sides {
        Sides::TwoSided => Alternative::TwoSided,
        Sides::Greater => Alternative::Greater,
        Sides::Less => Alternative::Less,
    }
}

pub(in crate::assess) fn adjustment(correction: Correction) -> Adjustment {
    match correction {
        Correction::BenjaminiHochberg => Adjustment::BenjaminiHochberg,
        Correction::BenjaminiYekutieli => Adjustment::BenjaminiYekutieli,
        Correction::Holm => Adjustment::Holm,
    }
}
