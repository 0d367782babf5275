//! Library membership by area of 2011, small counts hidden, as library services publish it.
use std::io;
use std::path::Path;

use super::draw::{Step, count, stream};
use super::facts::LibraryFacts;
use super::mesh::steps;
use super::place::Place;
use super::population::by_lsoa11;
use super::sites::{LIBRARIES, LibrarySpots, library_name};
use super::table::{row, write};

/// Members among residents.
const USUAL_REACH: f64 = 0.16;
/// Counts below this are hidden.
const SMALLEST_SHOWN: u32 = 5;
/// How far people go to a library, metres.
const USUAL_JOURNEY_M: f64 = 1_600.0;

/// Writes members by library and area, some without an area, and reports what the file holds.
pub(super) fn write_library(
    path: &Path,
    place: &Place,
    at: &LibrarySpots,
    seed: u64,
) -> io::Result<LibraryFacts> {
    let mut rng = stream(seed, Step::Library);
    let (mut rows, mut facts) = (Vec::new(), LibraryFacts::default());
    for (lsoa11, by_age) in by_lsoa11(place) {
        let Some(part) = place.parts.iter().find(|part| part.lsoa11 == lsoa11) else { continue };
        let home = place.plots[part.area].centre;
        let pulls: Vec<f64> =
            at.iter().map(|library| (-steps(home, *library) / USUAL_JOURNEY_M).exp()).collect();
        let residents = f64::from(by_age.iter().sum::<u32>());
        let reach = if place.within(part.area) { USUAL_REACH } else { 0.01 };
        for (library, pull) in LIBRARIES.iter().zip(&pulls) {
            let users = count(&mut rng, residents * reach * pull / pulls.iter().sum::<f64>());
            rows.extend(facts.row(library, lsoa11, users));
        }
    }
    for library in LIBRARIES {
        rows.extend(facts.row(library, "", 5 + count(&mut rng, 12.0)));
        facts.without_area += 1;
    }
    rows.sort();
    facts.rows = rows.len();
    write(path, &["registered_library", "lsoa11_code", "users"], &rows)?;
    Ok(facts)
}

impl LibraryFacts {
    /// One row, if there is anybody to count; small counts are hidden.
    fn row(&mut self, library: &str, lsoa11: &str, users: u32) -> Option<Vec<String>> {
        self.all_users += users;
        let shown = match users {
            0 => return None,
            few if few < SMALLEST_SHOWN => {
                self.suppressed += 1;
                "*".to_owned()
            }
            many => {
                self.shown_users += many;
                many.to_string()
            }
        };
        Some(row([&library_name(library), &lsoa11, &shown]))
    }
}
