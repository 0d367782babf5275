//! A small made-up place, with inputs in the layouts that official sources use, to try the tool on.
//!
//! Wexley and Marlow Vale, and Thornshire around them, do not exist; neither do their codes, postcodes or
//! people, and the sea lies where they are drawn. What the place holds follows from a seed alone.
//! What is planted in it for a run to find, [`DemoPlace`] says.
mod agencies;
mod assessment;
mod boundaries;
mod codes;
mod cohort;
mod community;
mod crime;
mod deprivation;
mod draw;
mod facts;
mod family;
mod faults;
mod file7;
mod journey;
mod known;
mod land;
mod language;
mod library;
mod mesh;
mod offence;
mod outcome;
mod outline;
mod partition;
mod partnership;
mod people;
mod place;
mod planted;
mod population;
mod postcodes;
mod provider;
mod pseudonym;
mod record;
mod service;
mod service_file;
mod settle;
mod sites;
mod table;
#[cfg(test)]
mod tests;
mod whereabouts;

use std::fs::create_dir_all;
use std::io;
use std::path::{Path, PathBuf};

pub use assessment::write_assessment;
pub use facts::{CrimeFacts, DemoPlace, FamilyFacts, LibraryFacts, LookUpFacts};
pub use partnership::{AgencyFacts, CohortFacts, PartnershipFacts};

use codes::AUTHORITIES;
use family::Families;
use place::Place;
use service::Service;

/// Writes the demo place's input files under `dir/data` and says what was made and planted.
///
/// The same seed gives the same bytes. Files that are already there are overwritten.
///
/// # Errors
/// When a folder cannot be made or a file cannot be written.
///
/// # Examples
/// ```
/// let dir = tempfile::tempdir()?;
/// let place = reachgap::demo::write_place(dir.path(), 1)?;
/// assert_eq!(place.areas.len(), 120);
/// assert!(dir.path().join("data/boundaries/lsoa21.geojson").exists());
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_place(dir: &Path, seed: u64) -> io::Result<DemoPlace> {
    let place = Place::new(seed);
    let mut files = Files { dir, written: Vec::new() };
    boundaries::write_boundaries(&files.next("boundaries/lsoa21.geojson")?, &place)?;
    let lookup = boundaries::write_lookups(&files.folder("lookups", &LOOKUPS)?, &place)?;
    let postcodes = postcodes::write_postcodes(&files.next("lookups/postcodes.csv")?, &place, seed)?;
    population::write_ages(&files.next("population/mid2020_lsoa11_single_year_of_age.csv")?, &place)?;
    population::write_groups(&files.next("population/census2021_ethnic_group_lsoa21.csv")?, &place)?;
    deprivation::write_deprivation(&files.next("deprivation/iod2025_file7.csv")?, &place, seed)?;
    let (months, crime) = crime::write_crime(&files.folder("crime", &[])?, &place, seed)?;
    files.written.extend(months.iter().map(|month| PathBuf::from("data/crime").join(month)));
    let sites = sites::choose_sites(&place, seed)?;
    let families = Families { place: &place, codes: &postcodes };
    let mut service = Service::new(&families, service::far_areas(&place, &sites), seed)?;
    service.write(&files.next("uptake/family_support.csv")?, seed)?;
    sites.write(&files.next("sites.csv")?)?;
    let library =
        library::write_library(&files.next("uptake/library_members.csv")?, &place, &sites.libraries, seed)?;
    let agencies = agencies::write_agencies(&files.folder("agencies", &[])?, &place, &mut service, seed)?;
    files.written.extend(agencies.iter().map(|agency| agency.file.clone()));
    let cohort = cohort::write_cohort(&files.next("cohort/exclusions.csv")?, seed)?;
    let partnership = planted::planted(&place, &service, agencies, cohort);
    let made = Made { lookup, crime, family: service.facts, library, partnership };
    Ok(made.facts(&place, seed, files.written))
}

const LOOKUPS: [&str; 3] = ["lsoa11_lsoa21_lad22.csv", "lsoa21_ward24_lad24.csv", "lsoa11_msoa11.csv"];

/// The files written so far.
struct Files<'a> {
    dir: &'a Path,
    written: Vec<PathBuf>,
}

impl Files<'_> {
    /// The full path of the next file; its folder is made if need be.
    fn next(&mut self, name: &str) -> io::Result<PathBuf> {
        let path = Path::new("data").join(name);
        let full = self.dir.join(&path);
        create_dir_all(full.parent().unwrap_or(self.dir))?;
        self.written.push(path);
        Ok(full)
    }

    /// The full path of a folder, which is made if need be, that will receive these files.
    fn folder(&mut self, name: &str, files: &[&str]) -> io::Result<PathBuf> {
        let path = Path::new("data").join(name);
        create_dir_all(self.dir.join(&path))?;
        self.written.extend(files.iter().map(|file| path.join(file)));
        Ok(self.dir.join(path))
    }
}

/// What the writers reported.
struct Made {
    lookup: LookUpFacts,
    crime: CrimeFacts,
    family: FamilyFacts,
    library: LibraryFacts,
    partnership: PartnershipFacts,
}

impl Made {
    fn facts(self, place: &Place, seed: u64, files: Vec<PathBuf>) -> DemoPlace {
        let codes = |areas: &[usize]| areas.iter().map(|area| place.codes[*area].clone()).collect::<Vec<_>>();
        let code_where = |wanted: &dyn Fn(&geo::MultiPolygon) -> bool| {
            let found = place.plots.iter().position(|plot| wanted(&plot.outline));
            found.map(|area| place.codes[area].clone()).unwrap_or_default()
        };
        let authority = |number: usize| (AUTHORITIES[number].0.to_owned(), AUTHORITIES[number].1.to_owned());
        DemoPlace {
            seed,
            files,
            authorities: vec![authority(0), authority(1)],
            outside_authority: authority(2),
            areas: codes(&place.areas(true)),
            areas_outside: codes(&place.areas(false)),
            cluster: codes(&place.cluster),
            cluster_reach_ratio: family::CLUSTER_RATIO,
            under_reached_group: people::GROUPS[family::UNDER_REACHED].to_owned(),
            group_reach_ratio: family::GROUP_RATIO,
            island_area: code_where(&|outline| outline.0.len() > 1),
            hole_area: code_where(&|outline| outline.iter().any(|piece| !piece.interiors().is_empty())),
            lookup: self.lookup,
            crime: self.crime,
            family: self.family,
            library: self.library,
            partnership: self.partnership,
        }
    }
}
