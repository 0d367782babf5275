//! The family-support service's file: one row per step of a child's way through it.
use std::io;
use std::path::Path;

use rand_pcg::Pcg64;

use super::draw::{Step, chance, stream, weighted};
use super::journey::{SERVICE, day};
use super::people::GROUPS;
use super::record::Record;
use super::service::Service;
use super::table::write;

const HEADER: [&str; 19] = [
    "person_id",
    "service",
    "agency",
    "date",
    "age",
    "sex",
    "ethnic_group",
    "disability",
    "status",
    "lsoa21_code",
    "postcode",
    "longitude",
    "latitude",
    "shared_id",
    "referrer",
    "provider",
    "attempts",
    "barrier",
    "home_language",
];

impl Service {
    /// Writes the records in order of date.
    pub(super) fn write(&self, path: &Path, seed: u64) -> io::Result<()> {
        let mut rng = stream(seed, Step::Attempts);
        let numbered = self.records.iter().enumerate();
        let mut rows: Vec<_> =
            numbered.flat_map(|(before, record)| rows(record, before + 1, &mut rng)).collect();
        rows.sort_by(|a, b| (&a[3], &a[0]).cmp(&(&b[3], &b[0])));
        write(path, &HEADER, &rows)
    }
}

/// The rows of one child, in order of date.
fn rows(record: &Record, number: usize, rng: &mut Pcg64) -> Vec<Vec<String>> {
    let (child, journey) = (&record.child, &record.journey);
    let [code, postcode, lon, lat] = child.whereabouts.cells();
    let mut attempts = None;
    let mut row = |(status, at): (&str, i32)| {
        if !["identified", "referred"].contains(&status) {
            attempts = Some(attempts_by_now(attempts, rng));
        }
        [
            format!("FS{number:05}").as_str(),
            SERVICE,
            journey.agency,
            &day(at).to_string(),
            &child.age.to_string(),
            journey.sex,
            if journey.group_recorded { GROUPS[child.group] } else { "" },
            journey.disability,
            status,
            &code,
            &postcode,
            &lon,
            &lat,
            if record.linked { record.shared_id.as_str() } else { "" },
            record.referrer,
            record.provider,
            &attempts.map_or_else(String::new, |so_far| so_far.to_string()),
            if status == "offered" { record.barrier } else { "" },
            record.language,
        ]
        .map(str::to_owned)
        .to_vec()
    };
    journey.days().map(&mut row).collect()
}

/// Contacts attempted so far: one to four from the offer on.
fn attempts_by_now(before: Option<usize>, rng: &mut Pcg64) -> usize {
    match before {
        None => 1 + weighted(rng, &[0.5, 0.3, 0.15, 0.05]),
        Some(before) => (before + usize::from(chance(rng, 0.3))).min(4),
    }
}
