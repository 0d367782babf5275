//! Population by single year of age and by ethnic group, in the published layouts.
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::people::{ByAge, GROUPS};
use super::place::Place;
use super::table::{row, write};

/// Writes mid-2020 residents by single year of age for the areas of 2011.
pub(super) fn write_ages(path: &Path, place: &Place) -> io::Result<()> {
    let ages: Vec<String> = (0..90).map(|age| age.to_string()).chain(["90+".to_owned()]).collect();
    let mut header = vec!["lsoa11_code", "total_population"];
    header.extend(ages.iter().map(String::as_str));
    let rows: Vec<_> = by_lsoa11(place)
        .into_iter()
        .map(|(code, ages)| {
            let mut cells = row([&code, &ages.iter().sum::<u32>()]);
            cells.extend(ages.iter().map(u32::to_string));
            cells
        })
        .collect();
    write(path, &header, &rows)
}

/// Residents by age of each area of 2011.
pub(super) fn by_lsoa11(place: &Place) -> BTreeMap<&str, ByAge> {
    let mut areas: BTreeMap<&str, ByAge> = BTreeMap::new();
    for (part, by_age) in place.parts.iter().zip(&place.people.parts) {
        let area = areas.entry(&part.lsoa11).or_insert([0; 91]);
        area.iter_mut().zip(by_age).for_each(|(sum, people)| *sum += people);
    }
    areas
}

/// Writes residents by broad ethnic group at the census of 2021 for the areas of 2021.
pub(super) fn write_groups(path: &Path, place: &Place) -> io::Result<()> {
    let mut header = vec!["lsoa21_code", "total_residents"];
    header.extend(GROUPS);
    let rows: Vec<_> = (0..place.plots.len())
        .map(|area| {
            let groups = place.people.groups[area];
            let mut cells = row([&place.codes[area], &groups.iter().sum::<u32>()]);
            cells.extend(groups.iter().map(u32::to_string));
            cells
        })
        .collect();
    write(path, &header, &rows)
}
