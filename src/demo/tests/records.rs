//! Crime, family-support and library records.
use std::collections::{BTreeMap, BTreeSet};

use geo::{Contains, MultiPolygon};

use super::{Row, WRITTEN, point};

#[test]
fn crime_has_the_gap_and_the_mess_that_was_counted() {
    let (facts, rows) = (&WRITTEN.place.crime, WRITTEN.crimes());
    assert_eq!(facts.months.len(), 11);
    assert_eq!(facts.missing_month, "2024-08");
    assert!(!WRITTEN.folder.path().join("data/crime/2024-08-wexley-street.csv").exists());
    let inside: BTreeSet<&String> = WRITTEN.place.areas.iter().collect();
    let outside: BTreeSet<&String> = WRITTEN.place.areas_outside.iter().collect();
    let count = |fits: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| fits(row)).count();
    assert_eq!(rows.len(), facts.rows);
    assert_eq!(
        count(&|row| row["Location"] == "No Location" && row["LSOA code"].is_empty()),
        facts.without_location
    );
    assert_eq!(count(&|row| inside.contains(&row["LSOA code"])), facts.in_place);
    assert_eq!(count(&|row| outside.contains(&row["LSOA code"])), facts.outside_place);
    assert_eq!(count(&|row| row["LSOA code"] == "E01999001"), facts.unknown_code);
    assert_eq!(count(&|row| row["Crime type"] == "Anti-social behaviour"), facts.antisocial_behaviour);
    assert_eq!(count(&|row| row["Crime ID"].is_empty()), facts.antisocial_behaviour);
    assert_eq!(
        facts.in_place + facts.outside_place + facts.unknown_code + facts.without_location,
        facts.rows
    );
    let share = facts.without_location as f64 / facts.rows as f64;
    assert!((0.005..0.02).contains(&share), "{share}");
    assert!(facts.unknown_code > 0 && facts.outside_place > 0 && facts.repeated_rows > 0);
}

#[test]
fn only_anti_social_behaviour_is_repeated_to_the_letter() {
    let rows = WRITTEN.crimes();
    let distinct: BTreeSet<&Row> = rows.iter().collect();
    assert_eq!(rows.len() - distinct.len(), WRITTEN.place.crime.repeated_rows);
    let with_id: Vec<&String> = rows.iter().map(|row| &row["Crime ID"]).filter(|id| !id.is_empty()).collect();
    assert_eq!(with_id.iter().collect::<BTreeSet<_>>().len(), with_id.len());
}

#[test]
fn a_crime_lies_in_the_area_of_its_code_unless_counted_otherwise() {
    let boundaries = WRITTEN.boundaries();
    let located = WRITTEN.crimes().into_iter().filter(|row| WRITTEN.place.areas.contains(&row["LSOA code"]));
    let elsewhere = located
        .filter(|row| {
            let at = point(row, "Longitude", "Latitude").expect("a point");
            !boundaries[&row["LSOA code"]].contains(&at)
        })
        .count();
    assert_eq!(elsewhere, WRITTEN.place.crime.point_elsewhere);
}

/// Where a family-support record leads, in the words of its facts.
fn led_to(
    row: &Row,
    postcodes: &BTreeMap<String, String>,
    boundaries: &BTreeMap<String, MultiPolygon>,
) -> String {
    let place = &WRITTEN.place;
    let (code, postcode) = (&row["lsoa21_code"], &row["postcode"]);
    let point = point(row, "longitude", "latitude");
    let holds = |area: &&String| boundaries[*area].contains(&point.expect("a point"));
    match (code.is_empty(), postcode.is_empty(), point) {
        (false, ..) if place.areas.contains(code) => code.clone(),
        (false, ..) if place.areas_outside.contains(code) => "outside".to_owned(),
        (false, ..) => "old code".to_owned(),
        (true, false, _) => postcodes.get(postcode).cloned().unwrap_or("unknown postcode".to_owned()),
        (true, true, Some(_)) => boundaries.keys().find(holds).cloned().unwrap_or("at sea".to_owned()),
        (true, true, None) => "unlocated".to_owned(),
    }
}

#[test]
fn every_family_record_leads_to_an_area_or_is_a_counted_stray() {
    let (facts, rows) = (&WRITTEN.place.family, WRITTEN.rows("uptake/family_support.csv"));
    let boundaries = WRITTEN.boundaries();
    let postcodes: BTreeMap<String, String> = WRITTEN
        .rows("lookups/postcodes.csv")
        .iter()
        .map(|row| (row["pcds"].clone(), row["lsoa21"].clone()))
        .collect();
    let mut people: BTreeMap<&String, (String, u32, bool)> = BTreeMap::new();
    for row in &rows {
        let person = people.entry(&row["person_id"]).or_insert_with(|| {
            (led_to(row, &postcodes, &boundaries), row["age"].parse().expect("an age"), false)
        });
        person.2 |= row["status"] == "engaged";
    }
    assert_eq!([rows.len(), people.len()], [facts.rows, facts.people]);
    let led = |to: &str| people.values().filter(|(at, ..)| at == to).count();
    let counted =
        [facts.outside_place, facts.old_code, facts.unknown_postcode, facts.at_sea, facts.unlocated];
    assert_eq!(["outside", "old code", "unknown postcode", "at sea", "unlocated"].map(led), counted);
    assert_eq!(people.values().filter(|(_, age, _)| !(4..=12).contains(age)).count(), facts.outside_ages);
    for (area, engaged) in WRITTEN.place.areas.iter().zip(&facts.engaged) {
        let here =
            people.values().filter(|(at, age, engaged)| at == area && *engaged && (4..=12).contains(age));
        assert_eq!(here.count() as u32, *engaged, "{area}");
    }
}

#[test]
fn library_counts_hide_one_to_four_and_nothing_else() {
    let (facts, rows) = (&WRITTEN.place.library, WRITTEN.rows("uptake/library_members.csv"));
    let shown: Vec<u32> = rows.iter().filter_map(|row| row["users"].parse().ok()).collect();
    assert_eq!(rows.len(), facts.rows);
    assert_eq!(rows.iter().filter(|row| row["users"] == "*").count(), facts.suppressed);
    assert_eq!(rows.iter().filter(|row| row["lsoa11_code"].is_empty()).count(), facts.without_area);
    assert_eq!(shown.iter().sum::<u32>(), facts.shown_users);
    assert!(shown.iter().all(|users| *users >= 5));
    let hidden = facts.all_users - facts.shown_users;
    assert!((facts.suppressed as u32..=facts.suppressed as u32 * 4).contains(&hidden));
}
