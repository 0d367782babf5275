//! The faults planted in the agencies' files: pseudonyms left blank, in another case or short of their leading
//! zero, and children whose sex contradicts the service's.
use rand::RngExt;
use rand_pcg::Pcg64;

use super::agencies::Entry;
use super::partnership::AgencyFacts;

const BLANK: usize = 10;
const UPPER_CASE: usize = 6;
const SHORT: usize = 5;
const CONTRADICTORY: usize = 4;

/// Plants the faults of the agency of this number.
pub(super) fn plant(agency: usize, entries: &mut [Entry], facts: &mut AgencyFacts, rng: &mut Pcg64) {
    let lettered = |id: &str| id.contains(|digit: char| digit.is_ascii_alphabetic());
    match agency {
        0 => {
            let outside = |entry: &Entry| !entry.in_service;
            facts.blank_ids = spoil(entries, BLANK, outside, |cells| cells[0].clear(), rng);
        }
        1 => {
            let linked = |entry: &Entry| entry.in_service && lettered(&entry.cells[0]);
            let upper = |cells: &mut [String]| cells[0].make_ascii_uppercase();
            facts.upper_case_ids = spoil(entries, UPPER_CASE, linked, upper, rng);
        }
        2 => {
            let zero = |entry: &Entry| entry.cells[0].starts_with('0');
            let cut = |cells: &mut [String]| cells[0].replace_range(..1, "");
            facts.short_ids = spoil(entries, SHORT, zero, cut, rng);
        }
        4 => {
            let linked = |entry: &Entry| entry.in_service;
            facts.contradictory_sex = spoil(entries, CONTRADICTORY, linked, other_sex, rng);
        }
        _ => {}
    }
}

fn other_sex(cells: &mut [String]) {
    cells[2] = if cells[2] == "female" { "male" } else { "female" }.to_owned();
}

/// Spoils so many of the entries that fit, and says how many there were.
fn spoil(
    entries: &mut [Entry],
    wanted: usize,
    fits: impl Fn(&Entry) -> bool,
    how: impl Fn(&mut [String]),
    rng: &mut Pcg64,
) -> usize {
    let mut may: Vec<&mut Entry> = entries.iter_mut().filter(|entry| fits(entry)).collect();
    let spoilt = wanted.min(may.len());
    for _ in 0..spoilt {
        how(&mut may.swap_remove(rng.random_range(0..may.len())).cells);
    }
    spoilt
}
