//! What was made and what was planted, so that a run can be checked against it.
use std::path::PathBuf;

use super::partnership::PartnershipFacts;

/// What the demo place holds and what was planted in it.
///
/// Two things are planted in who is reached: one cluster of neighbouring areas, deprived and with much
/// crime, whose children are reached about half as often as others; and one ethnic group that is
/// reached less everywhere. Apart from these, uptake is in proportion to the children of each area and group.
/// What is planted in how referrals went on, and in which ages of one group engage, [`PartnershipFacts`] says.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoPlace {
    /// The seed it was made from.
    pub seed: u64,
    /// Every file written, relative to the demo folder, in order of writing.
    pub files: Vec<PathBuf>,
    /// Codes and names of the two authorities of the place.
    pub authorities: Vec<(String, String)>,
    /// Code and name of the authority around it, which is outside the place.
    pub outside_authority: (String, String),
    /// LSOA 2021 codes inside the place, in order of the boundary file.
    pub areas: Vec<String>,
    /// LSOA 2021 codes outside the place.
    pub areas_outside: Vec<String>,
    /// LSOA 2021 codes of the planted cluster, its middle first.
    pub cluster: Vec<String>,
    /// Reach in the cluster as a ratio of reach elsewhere.
    pub cluster_reach_ratio: f64,
    /// The ethnic group that is reached less everywhere.
    pub under_reached_group: String,
    /// Its reach as a ratio of the reach of every other group.
    pub group_reach_ratio: f64,
    /// The area made of an island and a stretch of coast (a MultiPolygon).
    pub island_area: String,
    /// The area with a hole in it, which another area fills.
    pub hole_area: String,
    /// The look-up from 2011 to 2021.
    pub lookup: LookUpFacts,
    /// The crime files.
    pub crime: CrimeFacts,
    /// The family-support records.
    pub family: FamilyFacts,
    /// The library counts.
    pub library: LibraryFacts,
    /// The partnership's records, and what was planted in them.
    pub partnership: PartnershipFacts,
}

/// Rows of the look-up between boundary years by kind of change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookUpFacts {
    /// Same area in both years (U).
    pub unchanged_rows: usize,
    /// One area of 2011 became several (S).
    pub split_rows: usize,
    /// Several areas of 2011 became one (M).
    pub merged_rows: usize,
    /// Anything else (X).
    pub complex_rows: usize,
}

/// What the crime files hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CrimeFacts {
    /// Months with a file, as `2024-01`.
    pub months: Vec<String>,
    /// The one month of the year without a file.
    pub missing_month: String,
    /// All rows.
    pub rows: usize,
    /// Rows with neither code nor coordinates.
    pub without_location: usize,
    /// Rows whose code is that of an area outside the place, but in the look-ups.
    pub outside_place: usize,
    /// Rows whose code is in no look-up.
    pub unknown_code: usize,
    /// Rows inside the place by their code.
    pub in_place: usize,
    /// Rows inside the place whose point lies in another area than their code says.
    pub point_elsewhere: usize,
    /// Rows of anti-social behaviour; none of them has a crime identifier.
    pub antisocial_behaviour: usize,
    /// Rows that repeat an earlier row exactly; all are anti-social behaviour.
    pub repeated_rows: usize,
}

/// What the family-support records hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FamilyFacts {
    /// Youngest and oldest age that the service is for.
    pub ages: (u8, u8),
    /// All rows.
    pub rows: usize,
    /// Different people in them.
    pub people: usize,
    /// People whose age is outside the eligible ages.
    pub outside_ages: usize,
    /// People without code, postcode or point.
    pub unlocated: usize,
    /// People with the code of an area of 2011 that no longer exists in 2021.
    pub old_code: usize,
    /// People with a postcode that is in no look-up.
    pub unknown_postcode: usize,
    /// People whose point lies in the sea.
    pub at_sea: usize,
    /// People who live in an area outside the place.
    pub outside_place: usize,
    /// People whose point lies in another area than their code says; the code is right.
    pub point_elsewhere: usize,
    /// Children of the eligible ages, by area, in the order of [`DemoPlace::areas`].
    pub children: Vec<u32>,
    /// Different people of the eligible ages who engaged and can be placed by an LSOA 2021 code, a known
    /// postcode or a point, by area, in the order of [`DemoPlace::areas`].
    pub engaged: Vec<u32>,
    /// The share of children reached by the service where nothing was planted.
    pub usual_reach: f64,
}

/// What the library counts hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LibraryFacts {
    /// All rows.
    pub rows: usize,
    /// Rows whose count is `*`: between 1 and 4 users.
    pub suppressed: usize,
    /// Rows without an area.
    pub without_area: usize,
    /// Sum of the counts that are shown, with and without an area.
    pub shown_users: u32,
    /// Users before anything was suppressed.
    pub all_users: u32,
}
