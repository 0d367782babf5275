//! Access: how far sites are, how many places there are for those who can get to them, and whether that explains low
//! reach.

use crate::assess::gap::{Gap, Verdict};
use crate::assessment::{Access as Settings, Decay as Stated};
use crate::estimate::access::direction::{Asymmetry, asymmetry as asymmetry_of};
use crate::estimate::access::{self, Access, Catchment, Decay, NotACatchment};
use crate::join::near::Near;
use crate::join::reachable;
use crate::join::sites::Site;
use crate::reachable::Reachable;

/// Access to the sites of one service.
#[derive(Debug, Clone)]
pub struct AccessFindings {
    /// Its sites that are within the catchment of an area or the nearest of their kind to one, by their places among all sites.
    pub sites: Vec<usize>,
    /// The nearest site of each area (its place among [`Self::sites`]) and the cost of the way; `None` where none is known.
    pub nearest: Vec<Option<(u32, f64)>>,
    /// The nearest site of each kind: the kind, and the cost by area.
    pub by_kind: Vec<(String, Vec<Option<f64>>)>,
    /// Places per person within reach, with what belongs to it.
    pub catchment: Result<Access, String>,
    /// What a cost is: `metres`, or as the user says.
    pub unit: String,
    /// Whether ways are straight lines.
    pub straight: bool,
    /// From here on a site is far.
    pub far: f64,
    /// Sites outside every area's catchment.
    pub sites_out_of_reach: usize,
    /// How ways there and ways back differ, where the user brings both and they do.
    pub asymmetry: Option<Asymmetry>,
}

/// Distance and reach of an area side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessGap {
    /// Far from a site, and under-served.
    FarUnderServed,
    /// Near a site, and under-served all the same: what slipping through the net looks like from above.
    NearUnderServed,
    /// Far from a site, and not under-served.
    FarNot,
    /// Near a site, and not under-served.
    NearNot,
    /// The interval does not allow a verdict, or no way to a site is known.
    CannotTell,
}

impl AccessFindings {
    /// Distance and reach of one area side by side.
    pub fn gap(&self, area: usize, gap: &Gap) -> AccessGap {
        let under = match gap.verdict {
            Verdict::UnderServed => true,
            Verdict::AsExpected | Verdict::OverServed => false,
            Verdict::CannotTell => return AccessGap::CannotTell,
        };
        match (self.is_far(area), under) {
            (None, _) => AccessGap::CannotTell,
            (Some(true), true) => AccessGap::FarUnderServed,
            (Some(false), true) => AccessGap::NearUnderServed,
            (Some(true), false) => AccessGap::FarNot,
            (Some(false), false) => AccessGap::NearNot,
        }
    }

    /// Whether the nearest site is far. Where a user's travel times have no way to any site, it is.
    pub fn is_far(&self, area: usize) -> Option<bool> {
        match self.nearest[area] {
            Some((_, cost)) => Some(cost >= self.far),
            None if !self.straight => Some(true),
            None => None,
        }
    }
}

/// The sites at which a service is given.
pub fn sites_of(near: &Near, service: &str) -> Vec<usize> {
    let gives = |site: &Site| site.service.as_ref().is_none_or(|given| given.eq_ignore_ascii_case(service));
    (0..near.sites.len()).filter(|site| gives(&near.sites[*site])).collect()
}

/// The cost of the way from each area to its nearest site of a service.
pub fn nearest_cost(near: &Near, service: &str) -> Vec<Option<f64>> {
    let sites = sites_of(near, service);
    let nearest = nearest(near, &sites);
    nearest.into_iter().map(|found| found.map(|(_, cost)| cost)).collect()
}

fn points(near: &Near, sites: &[usize]) -> Vec<[f64; 2]> {
    sites.iter().map(|site| near.sites[*site].point).collect()
}

/// The ways a user brings, to some of the sites.
fn brought(near: &Near, sites: &[usize]) -> Option<Reachable> {
    some_of(&near.travel.as_ref()?.ways.reachable, near, sites)
}

fn some_of(ways: &Reachable, near: &Near, sites: &[usize]) -> Option<Reachable> {
    let mut place = vec![None; near.sites.len()];
    (0u32..).zip(sites).for_each(|(at, site)| place[*site] = Some(at));
    let of = |area: usize| {
        let place = &place;
        ways.of(area).filter_map(move |(site, cost)| Some((area as u32, place[site as usize]?, cost)))
    };
    Reachable::from_pairs(ways.areas(), sites.len(), (0..ways.areas()).flat_map(of).collect()).ok()
}

/// Where the user brings ways in both directions: how they differ.
fn asymmetry(near: &Near, sites: &[usize]) -> Option<Asymmetry> {
    let there = brought(near, sites)?;
    let back = some_of(near.travel.as_ref()?.ways.back.as_ref()?, near, sites)?;
    asymmetry_of(&there, &back, 0.0).ok().filter(Asymmetry::matters)
}

fn nearest(near: &Near, sites: &[usize]) -> Vec<Option<(u32, f64)>> {
    let none = || vec![None; near.centres.len()];
    if sites.is_empty() {
        return none();
    }
    let reachable = match brought(near, sites) {
        Some(ways) => Some(ways),
        None => reachable::nearest_sites(&near.centres, &points(near, sites)).ok(),
    };
    reachable.map_or_else(none, |reachable| {
        access::nearest(&reachable).into_iter().map(|found| found.ok().map(|n| (n.site, n.cost))).collect()
    })
}

/// Those of some sites that matter to the place: within the catchment of an area, or the nearest of their kind to one.
fn that_matter(near: &Near, sites: &[usize], catchment: f64) -> Vec<usize> {
    let mut matters = vec![false; sites.len()];
    for kind in kinds(near, sites) {
        let of: Vec<usize> = (0..sites.len()).filter(|at| near.sites[sites[*at]].kind == kind).collect();
        let among: Vec<usize> = of.iter().map(|at| sites[*at]).collect();
        nearest(near, &among).into_iter().flatten().for_each(|(site, _)| matters[of[site as usize]] = true);
    }
    if let Ok(reachable) = within(near, sites, catchment) {
        reachable.all_sites().iter().for_each(|site| matters[*site as usize] = true);
    }
    sites.iter().zip(matters).filter(|(_, matters)| *matters).map(|(site, _)| *site).collect()
}

/// The kinds of some sites, each once.
fn kinds<'a>(near: &'a Near, sites: &[usize]) -> Vec<&'a str> {
    let mut kinds: Vec<&str> = sites.iter().map(|site| near.sites[*site].kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The ways within a catchment.
fn within(near: &Near, sites: &[usize], catchment: f64) -> Result<Reachable, String> {
    match brought(near, sites) {
        Some(ways) => Ok(ways.within(catchment)),
        None => reachable::within_distance(&near.centres, &points(near, sites), catchment)
            .map_err(|why| why.to_string()),
    }
}

/// Access to the sites of a service; `None` where it has none.
pub fn access_to(
    near: &Near,
    service: &str,
    eligible: &[f64],
    settings: &Settings,
) -> Option<AccessFindings> {
    let sites = that_matter(near, &sites_of(near, service), settings.catchment);
    if sites.is_empty() {
        return None;
    }
    let kinds = kinds(near, &sites);
    let of_kind = |kind: &&str| {
        let of: Vec<usize> = sites.iter().copied().filter(|site| near.sites[*site].kind == **kind).collect();
        let costs = nearest(near, &of).into_iter().map(|found| found.map(|(_, cost)| cost));
        ((*kind).to_owned(), costs.collect())
    };
    let by_kind = if kinds.len() > 1 { kinds.iter().map(of_kind).collect() } else { Vec::new() };
    let catchment = catchment(near, &sites, eligible, settings);
    let sites_out_of_reach = catchment.as_ref().map_or(0, |found| found.unused_sites.len());
    Some(AccessFindings {
        nearest: nearest(near, &sites),
        by_kind,
        catchment,
        unit: near.travel.as_ref().map_or_else(|| "metres".to_owned(), |travel| travel.unit.clone()),
        straight: near.travel.is_none(),
        far: settings.far,
        sites_out_of_reach,
        asymmetry: asymmetry(near, &sites),
        sites,
    })
}

fn catchment(near: &Near, sites: &[usize], eligible: &[f64], settings: &Settings) -> Result<Access, String> {
    let catchment = as_stated(settings).map_err(|why| why.to_string())?;
    let reachable = within(near, sites, settings.catchment)?;
    let capacity: Vec<f64> = sites.iter().map(|site| near.sites[*site].capacity).collect();
    let found = if settings.three_step {
        access::three_step(&reachable, eligible, &capacity, &catchment)
    } else {
        access::two_step(&reachable, eligible, &capacity, &catchment)
    };
    found.map_err(|why| why.to_string())
}

fn as_stated(settings: &Settings) -> Result<Catchment, NotACatchment> {
    match settings.decay {
        Stated::None => Catchment::new(settings.catchment, Decay::Equal),
        Stated::Gaussian => Catchment::new(settings.catchment, Decay::GaussianToEdge),
        Stated::Stepped => {
            let count = settings.weights.len();
            let third = |step: usize| settings.catchment * (step + 1) as f64 / count as f64;
            let ends: Vec<f64> = if settings.steps.is_empty() {
                (0..count).map(third).collect()
            } else {
                settings.steps.clone()
            };
            let steps: Vec<(f64, f64)> = ends.into_iter().zip(settings.weights.iter().copied()).collect();
            Catchment::stepped(&steps)
        }
    }
}
