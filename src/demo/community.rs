//! What sort of place each area is: how deprived, how much crime, how old, and of which groups.
use rand::RngExt;
use rand_pcg::Pcg64;

use super::draw::{any, normal};
use super::land::{CITY, VALE};
use super::mesh::steps;
use super::settle::Plot;

/// Areas in the planted cluster, and in the deprived quarter that is reached as well as any other.
const CLUSTER_AREAS: usize = 8;
const QUARTER_AREAS: usize = 4;

/// The mix of ages in an area.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Ages {
    Families,
    TownCentre,
    Suburb,
    Country,
}

/// One area's character, from which its figures are drawn.
pub(super) struct Community {
    /// Deprivation as a standard score: 0 is the national middle, more is more deprived.
    pub(super) deprivation: f64,
    /// Crime per resident, as a multiple of the usual.
    pub(super) crime: f64,
    pub(super) ages: Ages,
    /// Residents to be expected.
    pub(super) residents: f64,
    /// Shares of the five broad ethnic groups, in the order of the census table.
    pub(super) groups: [f64; 5],
    /// Lies in open country, far from services.
    pub(super) rural: bool,
}

/// All areas' characters, and the areas of the planted cluster.
pub(super) struct Communities {
    pub(super) each: Vec<Community>,
    pub(super) cluster: Vec<usize>,
}

/// Gives every area its character.
pub(super) fn characterise(plots: &[Plot], rng: &mut Pcg64) -> Communities {
    let cluster = around(plots, cluster_heart(plots, rng), CLUSTER_AREAS);
    let far = |plot: &usize| steps(plots[*plot].spot, plots[cluster[0]].spot);
    let town = inner_city(plots).max_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(0);
    let quarter = around(plots, town, QUARTER_AREAS);
    let mix = msoa_mix(plots, rng);
    let community = |(number, plot): (usize, &Plot)| {
        let kind = match number {
            n if cluster.contains(&n) => Kind::Cluster,
            n if quarter.contains(&n) => Kind::Quarter,
            _ if plot.authority != CITY => Kind::Country,
            _ if from_centre(plot) < 2.8 => Kind::Centre,
            _ => Kind::Suburb,
        };
        kind.community(plot, mix[plot.msoa], rng)
    };
    Communities { each: plots.iter().enumerate().map(community).collect(), cluster }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Cluster,
    Quarter,
    Centre,
    Suburb,
    Country,
}

impl Kind {
    fn community(self, plot: &Plot, mix: f64, rng: &mut Pcg64) -> Community {
        let (deprivation, crime, ages) = match self {
            Kind::Cluster => (rng.random_range(1.7..2.3), rng.random_range(2.1..2.7), Ages::Families),
            Kind::Quarter => (rng.random_range(1.5..2.0), rng.random_range(0.8..1.1), Ages::Families),
            Kind::Centre => (normal(rng, 0.3), rng.random_range(1.7..2.4), Ages::TownCentre),
            Kind::Suburb => (normal(rng, 0.5), rng.random_range(0.7..1.2), Ages::Suburb),
            Kind::Country => (-0.5 + normal(rng, 0.4), rng.random_range(0.35..0.6), Ages::Country),
        };
        Community {
            deprivation: if self == Kind::Suburb { deprivation.min(1.1) } else { deprivation },
            crime,
            ages,
            residents: rng.random_range(1_250.0..2_000.0),
            groups: groups(plot.authority, mix, rng),
            rural: self == Kind::Country,
        }
    }
}

/// How mixed each middle-layer area is, so that neighbours resemble each other.
fn msoa_mix(plots: &[Plot], rng: &mut Pcg64) -> Vec<f64> {
    let msoas = plots.iter().map(|plot| plot.msoa + 1).max().unwrap_or(0);
    (0..msoas).map(|_| rng.random_range(0.6..1.5)).collect()
}

fn groups(authority: usize, mix: f64, rng: &mut Pcg64) -> [f64; 5] {
    let usual = match authority {
        CITY => [0.15, 0.05, 0.035, 0.02],
        VALE => [0.05, 0.012, 0.018, 0.008],
        _ => [0.03, 0.008, 0.014, 0.006],
    };
    let [asian, black, mixed, other] = usual.map(|share| share * mix * rng.random_range(0.8..1.2));
    [asian, black, mixed, other, 1.0 - asian - black - mixed - other]
}

fn from_centre(plot: &Plot) -> f64 {
    plot.spot.x.hypot(plot.spot.y)
}

/// City areas between the centre and the edge.
fn inner_city(plots: &[Plot]) -> impl Iterator<Item = usize> {
    let inner = |plot: &Plot| plot.authority == CITY && (4.5..8.5).contains(&from_centre(plot));
    (0..plots.len()).filter(move |plot| inner(&plots[*plot]))
}

/// An inner-city area whose surroundings are city too.
fn cluster_heart(plots: &[Plot], rng: &mut Pcg64) -> usize {
    let surrounded = |plot: &usize| {
        plots[*plot].neighbours.len() >= 5
            && plots[*plot].neighbours.iter().all(|n| plots[*n].authority == CITY)
    };
    let hearts: Vec<usize> = inner_city(plots).filter(surrounded).collect();
    if hearts.is_empty() { 0 } else { *any(rng, &hearts) }
}

/// An area and the nearest ones around it, in one piece and within its authority.
fn around(plots: &[Plot], heart: usize, size: usize) -> Vec<usize> {
    let mut gathered = vec![heart];
    let away = |plot: &usize| steps(plots[*plot].spot, plots[heart].spot);
    while gathered.len() < size {
        let beside = gathered.iter().flat_map(|plot| plots[*plot].neighbours.iter().copied());
        let fit = |plot: &usize| !gathered.contains(plot) && plots[*plot].authority == plots[heart].authority;
        let Some(next) = beside.filter(fit).min_by(|a, b| away(a).total_cmp(&away(b))) else { break };
        gathered.push(next);
    }
    gathered
}
