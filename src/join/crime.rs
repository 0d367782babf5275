//! Recorded crime brought to the areas: by the code on each row, or else by its point.

use rayon::prelude::*;

use super::CrimeCounts;
use super::location::{Locator, Spot};
use super::route::Routes;
use crate::area::{AreaCode, Crs};
use crate::assessment::{Assessment, Placing};
use crate::count::Count;
use crate::ledger::{Amount, Coverage, Entry};
use crate::problem::{Problem, Problems};
use crate::read::police::CrimeRead;

/// Counts crimes by category and area. The boundary year of the codes is found file by file.
pub fn crime(
    assessment: &Assessment,
    read: &CrimeRead,
    routes: &Routes,
    locator: &Locator,
    areas: usize,
    problems: &mut Problems,
) -> Option<(CrimeCounts, Entry)> {
    let settings = assessment.settings.crime.as_ref()?;
    let mut entry = read.entry.clone();
    for file in &mut entry.files {
        file.file = assessment.name_of(std::path::Path::new(&file.file));
    }
    let spots = locator.locate_all(&read.places, Crs::Wgs84);
    let prefer_point = settings.placing == Placing::PointFirst;
    let mut counts = vec![vec![0u64; areas]; read.categories.len()];
    for (i, rows) in read.file_rows.iter().enumerate() {
        let codes = vintage(read, rows.clone(), routes, &mut entry, i, problems);
        for row in rows.clone() {
            let by_code = codes.get(read.code[row] as usize).copied();
            let by_point = spots.get(read.place[row] as usize).copied();
            let (spot, code_used) = choose(by_code, by_point, prefer_point);
            note(&mut entry, spot, code_used, by_code, by_point);
            if let Spot::Area(area) = spot {
                counts[read.category[row] as usize][area as usize] += 1;
            }
        }
    }
    let exact = |n: u64| Count::exact(n as f64);
    let p = entry.placement;
    entry.amount = Amount {
        total: exact(entry.rows_used),
        placed: exact(p.placed()),
        outside_place: exact(p.outside_place),
        unplaced: exact(p.unplaced()),
    };
    cover(settings.months.as_ref(), &mut entry, problems);
    let months = entry.periods_observed();
    let period = months_in_words(&entry);
    let counts = counts.into_par_iter().map(|c| c.into_iter().map(|n| n as f64).collect()).collect();
    let source = "data.police.uk street-level crime".to_owned();
    Some((CrimeCounts { categories: read.categories.clone(), counts, months, period, source }, entry))
}

/// Where each distinct code leads, by the boundary year that knows most of the codes of one file.
fn vintage(
    read: &CrimeRead,
    rows: std::ops::Range<usize>,
    routes: &Routes,
    entry: &mut Entry,
    file: usize,
    problems: &mut Problems,
) -> Vec<Spot> {
    let mut used = vec![false; read.codes.len()];
    read.code[rows].iter().filter(|c| **c != u32::MAX).for_each(|c| used[*c as usize] = true);
    let codes = || read.codes.iter().zip(&used).filter(|(_, used)| **used).map(|(code, _)| code);
    let all = codes().count();
    let (geography, known) = routes.best_for(codes().collect::<Vec<&AreaCode>>().into_iter());
    if let Some(record) = entry.files.get_mut(file) {
        record.geography = Some(format!("{geography}, found from its codes: {known} of {all} known"));
        if all > 0 && known * 2 < all {
            let problem = Problem::error(format!(
                "only {known} of its {all} area codes are known in any boundary year"
            ));
            problems.push(
                problem
                    .file(std::path::Path::new(&record.file))
                    .hint("check that the boundaries and look-ups cover the force's area"),
            );
        }
    }
    let route = routes.from(geography);
    let spot = |code: &AreaCode| route.map_or(Spot::Unknown, |route| route.main_area(code).into());
    read.codes.par_iter().map(spot).collect()
}

/// The side that wins where both are there; the other where the first is not, or leads nowhere.
pub(super) fn choose(by_code: Option<Spot>, by_point: Option<Spot>, prefer_point: bool) -> (Spot, bool) {
    let code = by_code.map(|spot| (spot, true));
    let point = by_point.map(|spot| (spot, false));
    let (first, second) = if prefer_point { (point, code) } else { (code, point) };
    match (first, second) {
        (Some((Spot::Unknown, _)), Some(second)) => second,
        (Some(first), _) => first,
        (None, Some(second)) => second,
        (None, None) => (Spot::Nowhere, true),
    }
}

/// Notes in the ledger where a row was placed.
pub(super) fn note(
    entry: &mut Entry,
    spot: Spot,
    code_used: bool,
    by_code: Option<Spot>,
    by_point: Option<Spot>,
) {
    let placement = &mut entry.placement;
    entry.rows_used += 1;
    match spot {
        Spot::Area(_) if code_used => placement.by_code += 1,
        Spot::Area(_) => placement.by_point += 1,
        Spot::Outside => placement.outside_place += 1,
        Spot::Unknown => placement.unknown_location += 1,
        Spot::Nowhere => placement.no_location += 1,
    }
    if let (Some(code), Some(point)) = (by_code, by_point)
        && code != Spot::Unknown
        && point != Spot::Unknown
    {
        *(if code == point {
            &mut placement.code_and_point_agree
        } else {
            &mut placement.code_and_point_disagree
        }) += 1;
    }
}

/// Months stated as expected but not seen are absent; months seen outside them are a problem.
fn cover(months: Option<&(String, String)>, entry: &mut Entry, problems: &mut Problems) {
    if let Some((first, last)) = months {
        for month in months_between(first, last) {
            entry.coverage.entry(month).or_insert(Coverage::Absent);
        }
        let outside = entry.coverage.keys().filter(|m| *m < first || *m > last).count();
        if outside > 0 {
            problems.push(Problem::warning(format!(
                "{outside} months of crime lie outside the stated months {first} to {last}; they are used"
            )));
        }
    }
    let absent: Vec<&str> =
        entry.coverage.iter().filter(|(_, c)| **c == Coverage::Absent).map(|(m, _)| m.as_str()).collect();
    if !absent.is_empty() {
        let what = format!(
            "crime: no data for {}; rates are per months observed ({})",
            absent.join(", "),
            entry.periods_observed()
        );
        problems.push(Problem::warning(what));
    }
    let partial: Vec<&str> =
        entry.coverage.iter().filter(|(_, c)| **c == Coverage::Partial).map(|(m, _)| m.as_str()).collect();
    if !partial.is_empty() {
        problems.push(Problem::warning(format!(
            "crime: far fewer rows than in other months in {}",
            partial.join(", ")
        )));
    }
}

/// The months from one to another, both included.
fn months_between(first: &str, last: &str) -> Vec<String> {
    let parse = |month: &str| -> Option<i32> {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok().filter(|m| (1..=12).contains(m))? - 1)
    };
    let (Some(first), Some(last)) = (parse(first), parse(last)) else { return Vec::new() };
    (first..=last).map(|m| format!("{:04}-{:02}", m.div_euclid(12), m.rem_euclid(12) + 1)).collect()
}

fn months_in_words(entry: &Entry) -> String {
    let seen: Vec<&String> =
        entry.coverage.iter().filter(|(_, c)| **c != Coverage::Absent).map(|(m, _)| m).collect();
    match (seen.first(), seen.last()) {
        (Some(first), Some(last)) => format!("{first} to {last}, {} months observed", seen.len()),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_run_over_the_turn_of_the_year() {
        assert_eq!(months_between("2024-11", "2025-02"), ["2024-11", "2024-12", "2025-01", "2025-02"]);
    }

    #[test]
    fn the_code_wins_unless_it_leads_nowhere() {
        let (code, point) = (Some(Spot::Area(1)), Some(Spot::Area(2)));
        assert_eq!(choose(code, point, false), (Spot::Area(1), true));
        assert_eq!(choose(code, point, true), (Spot::Area(2), false));
        assert_eq!(choose(Some(Spot::Unknown), point, false), (Spot::Area(2), false));
        assert_eq!(choose(None, None, false), (Spot::Nowhere, true));
    }
}
