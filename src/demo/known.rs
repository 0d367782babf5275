//! Which agencies of the partnership know a child, and which of them referred it.
use rand_pcg::Pcg64;

use super::draw::{chance, weighted};

/// The agencies that keep a file of the children they know, in the order used throughout. The police refer
/// children, but keep no such file.
pub(super) const AGENCIES: [&str; 5] =
    ["education", "health", "social services", "youth offending", "voluntary sector"];
pub(super) const YOUTH_OFFENDING: usize = 3;
pub(super) const VOLUNTARY: usize = 4;
pub(super) const POLICE: &str = "police";
pub(super) const ONESELF: &str = "self";

/// Whether each agency knows a child, in the order of [`AGENCIES`].
pub(super) type KnownTo = [bool; 5];

/// Share of all children known to education, whatever their area and group.
const EDUCATION: f64 = 0.3;
/// Planted: shares known to youth offending among the referred children who were lost and among the others.
const YOUTH_OFFENDING_IF_LOST: f64 = 0.28;
pub(super) const YOUTH_OFFENDING_USUAL: f64 = 0.12;
/// What follows from them: how often those known to youth offending are lost, as a ratio of how often others are.
pub(super) const LOST_RATIO: f64 = 2.2;

/// Who knows a child that the service knows.
pub(super) fn in_service(youth_offending: bool, rng: &mut Pcg64) -> KnownTo {
    [chance(rng, EDUCATION), chance(rng, 0.25), chance(rng, 0.2), youth_offending, chance(rng, 0.12)]
}

/// Whether youth offending knows a child, by whether the child was lost to the service.
pub(super) fn to_youth_offending(lost: bool, rng: &mut Pcg64) -> bool {
    chance(rng, if lost { YOUTH_OFFENDING_IF_LOST } else { YOUTH_OFFENDING_USUAL })
}

/// Who knows a child that the service does not know.
pub(super) fn elsewhere(rng: &mut Pcg64) -> KnownTo {
    let social_services = chance(rng, 0.03);
    let health = chance(rng, if social_services { 0.25 } else { 0.06 });
    [chance(rng, EDUCATION), health, social_services, chance(rng, 0.02), chance(rng, 0.02)]
}

/// Who referred a child: one of the agencies that know it, the police, or the family itself.
pub(super) fn referrer(known: KnownTo, rng: &mut Pcg64) -> &'static str {
    const READINESS: [f64; 5] = [3.0, 2.0, 2.5, 2.0, 1.5];
    let agencies = AGENCIES.into_iter().zip(READINESS).zip(known);
    let mut may: Vec<(&str, f64)> = agencies.filter(|(_, knows)| *knows).map(|(agency, _)| agency).collect();
    may.extend([(POLICE, 0.45), (ONESELF, 0.6)]);
    let weights: Vec<f64> = may.iter().map(|(_, weight)| *weight).collect();
    may[weighted(rng, &weights)].0
}
