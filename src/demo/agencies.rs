//! The children whom each agency of the partnership knows: one file an agency, with a few faults that are counted.
use std::io;
use std::path::Path;

use rand::RngExt;
use rand_pcg::Pcg64;

use super::draw::{Step, chance, stream};
use super::journey::day;
use super::known::{AGENCIES, KnownTo, elsewhere};
use super::language::language;
use super::partnership::AgencyFacts;
use super::people::GROUPS;
use super::place::{AGES, Place};
use super::record::GROUP_MISSING;
use super::service::Service;
use super::table::write;

const HEADER: [&str; 8] =
    ["shared_id", "age", "sex", "ethnic_group", "disability", "home_language", "lsoa21_code", "known_since"];
const DISABLED: f64 = 0.126;
const DISABILITY_MISSING: f64 = 0.05;
/// Days from 1 January 2022 to 1 January 2024, when the service's records begin, and to the end of 2024.
const BEFORE_RECORDS: i32 = 730;
const UNTIL_END: i32 = 1_096;

/// A child as agencies know it.
struct Pupil {
    shared_id: String,
    age: u8,
    sex: &'static str,
    group: usize,
    disabled: bool,
    language: &'static str,
    area: usize,
    known: KnownTo,
    in_service: bool,
}

/// One row of an agency's file.
pub(super) struct Entry {
    pub(super) cells: Vec<String>,
    pub(super) in_service: bool,
}

/// The file of each agency, in the order of [`AGENCIES`].
pub(super) fn agency_file(agency: usize) -> String {
    format!("{}.csv", AGENCIES[agency].trim_end_matches(" sector").replace(' ', "_"))
}

/// Writes the five files and says what they hold.
pub(super) fn write_agencies(
    folder: &Path,
    place: &Place,
    service: &mut Service,
    seed: u64,
) -> io::Result<Vec<AgencyFacts>> {
    let mut rng = stream(seed, Step::Agencies);
    let pupils = pupils(place, service, &mut rng);
    let mut all = Vec::new();
    for (number, agency) in AGENCIES.iter().enumerate() {
        let known = pupils.iter().filter(|pupil| pupil.known[number]);
        let mut entries: Vec<Entry> = known.map(|pupil| pupil.entry(place, &mut rng)).collect();
        let mut facts = AgencyFacts {
            agency: (*agency).to_owned(),
            file: Path::new("data/agencies").join(agency_file(number)),
            rows: entries.len(),
            in_service: entries.iter().filter(|entry| entry.in_service).count(),
            ..AgencyFacts::default()
        };
        super::faults::plant(number, &mut entries, &mut facts, &mut rng);
        entries.sort_by(|a, b| (&a.cells[7], &a.cells[0]).cmp(&(&b.cells[7], &b.cells[0])));
        let rows: Vec<_> = entries.into_iter().map(|entry| entry.cells).collect();
        write(&folder.join(agency_file(number)), &HEADER, &rows)?;
        all.push(facts);
    }
    Ok(all)
}

/// Every child of the place whom any agency knows.
fn pupils(place: &Place, service: &mut Service, rng: &mut Pcg64) -> Vec<Pupil> {
    let mut pupils: Vec<Pupil> = service.records.iter().filter_map(Pupil::in_service).collect();
    let mut served = vec![[0_u32; GROUPS.len()]; place.plots.len()];
    pupils.iter().for_each(|pupil| served[pupil.area][pupil.group] += 1);
    for area in place.areas(true) {
        for (group, served) in served[area].into_iter().enumerate() {
            let children = place.people.of_group(area, group, place.children(area)).round() as u32;
            for _ in served..children {
                let known = elsewhere(rng);
                if known.contains(&true) {
                    pupils.push(Pupil {
                        shared_id: service.registry.pseudonyms.next(rng),
                        age: rng.random_range(AGES.0..=AGES.1) as u8,
                        sex: if chance(rng, 0.5) { "female" } else { "male" },
                        group,
                        disabled: chance(rng, DISABLED),
                        language: language(group, rng),
                        area,
                        known,
                        in_service: false,
                    });
                }
            }
        }
    }
    pupils
}

impl Pupil {
    fn in_service(record: &super::record::Record) -> Option<Self> {
        let child = &record.child;
        child.area.filter(|_| child.eligible()).map(|area| Self {
            shared_id: record.shared_id.clone(),
            age: child.age,
            sex: record.journey.sex,
            group: child.group,
            disabled: record.disabled,
            language: record.language,
            area,
            known: record.known,
            in_service: record.linked,
        })
    }

    fn entry(&self, place: &Place, rng: &mut Pcg64) -> Entry {
        let until = if self.in_service { BEFORE_RECORDS } else { UNTIL_END };
        let since = day(rng.random_range(0..until) - BEFORE_RECORDS);
        let group = if chance(rng, GROUP_MISSING) { "" } else { GROUPS[self.group] };
        let disability = match self.disabled {
            _ if chance(rng, DISABILITY_MISSING) => "",
            true => "yes",
            false => "no",
        };
        let cells = [
            &self.shared_id,
            &self.age.to_string(),
            self.sex,
            group,
            disability,
            self.language,
            &place.codes[self.area],
            &since.to_string(),
        ];
        Entry { cells: cells.map(str::to_owned).to_vec(), in_service: self.in_service }
    }
}
