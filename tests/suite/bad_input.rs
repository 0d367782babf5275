//! Inputs with one thing wrong: the program says which file, row and column it is in, what it is and what to do,
//! ends with exit code 3, and writes nothing.

use crate::support::Place;

mod boundary;
mod definitions;
mod few_areas;
mod large_file;
mod neighbours;
mod outputs;
mod partnership;
mod several;
mod sites;
mod table;
mod together;
mod travel;

#[test]
fn the_place_is_valid_until_it_is_broken() {
    Place::valid().check().exits_with(0).wrote_nothing();
    let place = Place::valid();
    place.run().exits_with(0);
    assert!(place.path("reachgap-output/public").is_dir());
    assert!(place.path("reachgap-output/private").is_dir());
}
