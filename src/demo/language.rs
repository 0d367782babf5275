//! Languages spoken at home, by broad ethnic group.
use rand_pcg::Pcg64;

use super::draw::weighted;

/// The language of deaf families.
pub(super) const SIGNED: &str = "British Sign Language";

const LANGUAGES: [&str; 9] =
    ["English", "Polish", "Romanian", "Urdu", "Bengali", "Panjabi", "Somali", "French", "Arabic"];

/// The share of each language in each group, in the order of the census groups.
const SHARES: [[f64; 9]; 5] = [
    [0.42, 0.0, 0.0, 0.26, 0.18, 0.10, 0.0, 0.0, 0.04],
    [0.66, 0.0, 0.0, 0.0, 0.0, 0.0, 0.24, 0.07, 0.03],
    [0.95, 0.01, 0.01, 0.01, 0.01, 0.0, 0.01, 0.0, 0.0],
    [0.5, 0.0, 0.03, 0.05, 0.0, 0.02, 0.0, 0.05, 0.35],
    [0.90, 0.07, 0.03, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
];

/// Draws the language of a family of this group.
pub(super) fn language(group: usize, rng: &mut Pcg64) -> &'static str {
    LANGUAGES[weighted(rng, &SHARES[group])]
}
