//! Kinds of crime, outcomes and street names, in the words of data.police.uk.
use rand_pcg::Pcg64;

use super::draw::{any, chance, weighted};

const KINDS: [(&str, f64); 14] = [
    ("Anti-social behaviour", 17.0),
    ("Bicycle theft", 1.0),
    ("Burglary", 4.0),
    ("Criminal damage and arson", 8.0),
    ("Drugs", 2.5),
    ("Other crime", 2.0),
    ("Other theft", 8.0),
    ("Possession of weapons", 0.8),
    ("Public order", 10.0),
    ("Robbery", 1.3),
    ("Shoplifting", 8.0),
    ("Theft from the person", 0.5),
    ("Vehicle crime", 5.0),
    ("Violence and sexual offences", 32.0),
];

const OUTCOMES: [(&str, f64); 7] = [
    ("Investigation complete; no suspect identified", 30.0),
    ("Unable to prosecute suspect", 33.0),
    ("Under investigation", 14.0),
    ("Status update unavailable", 12.0),
    ("Awaiting court outcome", 6.0),
    ("Local resolution", 3.0),
    ("Offender given a caution", 2.0),
];

/// Draws a kind of crime.
pub(super) fn kind(rng: &mut Pcg64) -> &'static str {
    KINDS[weighted(rng, &KINDS.map(|(_, weight)| weight))].0
}

/// Draws the last outcome of a crime.
pub(super) fn outcome(rng: &mut Pcg64) -> &'static str {
    OUTCOMES[weighted(rng, &OUTCOMES.map(|(_, weight)| weight))].0
}

/// Draws the name of a place that crimes are moved to.
pub(super) fn street(rng: &mut Pcg64) -> String {
    const SPECIAL: [&str; 5] =
        ["Supermarket", "Parking Area", "Park/Open Space", "Petrol Station", "Shopping Area"];
    const FIRST: [&str; 24] = [
        "Tanner", "Alder", "Ropewalk", "Beacon", "Chapel", "Dunlin", "Elm", "Foundry", "Gorse", "Harbour",
        "Ivy", "Juniper", "Kiln", "Linnet", "Mill", "Nailers", "Orchard", "Plover", "Quarry", "Rowan",
        "Saltpan", "Teasel", "Union", "Weaver",
    ];
    const SECOND: [&str; 8] = ["Street", "Road", "Lane", "Close", "Avenue", "Row", "Hill", "Way"];
    if chance(rng, 0.1) {
        return (*any(rng, &SPECIAL)).to_owned();
    }
    format!("{} {}", any(rng, &FIRST), any(rng, &SECOND))
}
