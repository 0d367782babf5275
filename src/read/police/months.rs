//! Which months were seen, of which forces, in which files.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::ToSpan;

use crate::ledger::{Coverage, FileRead};
use crate::problem::{Problem, Problems};
use crate::read::cells::date;

/// Rows by force and month, and the files they came from.
#[derive(Debug, Default)]
pub(super) struct Seen(BTreeMap<(String, String), BTreeMap<usize, u64>>);

impl Seen {
    pub(super) fn add(&mut self, file: usize, force: &str, month: &str, rows: u64) {
        *self.0.entry((force.to_owned(), month.to_owned())).or_default().entry(file).or_default() += rows;
    }

    /// Refuses a month that is given twice, and tells of forces without one that others have.
    pub(super) fn judge(&self, files: &[FileRead], problems: &mut Problems) {
        same_bytes(files, problems);
        for ((force, month), by_file) in &self.0 {
            let mut here = by_file.keys().map(|file| &files[*file]);
            let (Some(first), Some(second)) = (here.next(), here.next()) else { continue };
            if first.hash == second.hash {
                continue;
            }
            let force = if force.is_empty() { "" } else { &format!(" of {force}") };
            let what = format!("the month {month}{force} is given twice: it is in {} too", first.file);
            problems
                .push(Problem::error(what).file(Path::new(&second.file)).hint("leave one of the files out"));
        }
        self.tell_of_several(files, problems);
        self.tell_of_gaps(problems);
    }

    fn tell_of_several(&self, files: &[FileRead], problems: &mut Problems) {
        let mut months: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for ((_, month), by_file) in &self.0 {
            for file in by_file.keys() {
                months.entry(*file).or_default().push(month);
            }
        }
        for (file, mut here) in months {
            here.sort_unstable();
            here.dedup();
            if let [first, .., last] = here[..] {
                let what = format!("the file has rows of {} months, {first} to {last}", here.len());
                problems.push(Problem::note(what).file(Path::new(&files[file].file)));
            }
        }
    }

    fn tell_of_gaps(&self, problems: &mut Problems) {
        let mut months: Vec<&str> = self.0.keys().map(|(_, month)| month.as_str()).collect();
        months.sort_unstable();
        months.dedup();
        let mut forces: Vec<&str> = self.0.keys().map(|(force, _)| force.as_str()).collect();
        forces.dedup();
        if forces.len() < 2 {
            return;
        }
        for force in forces {
            let has = |month: &&str| self.0.contains_key(&(force.to_owned(), (*month).to_owned()));
            let without: Vec<&str> = months.iter().copied().filter(|month| !has(month)).collect();
            if !without.is_empty() {
                let what =
                    format!("{force} has no crimes in {}, where other forces have", without.join(", "));
                let hint = "its areas are rated over too many months; get the missing files or leave it out";
                problems.push(Problem::warning(what).hint(hint));
            }
        }
    }
}

fn same_bytes(files: &[FileRead], problems: &mut Problems) {
    let mut first: BTreeMap<&str, &FileRead> = BTreeMap::new();
    for file in files.iter().filter(|file| file.rows > 0) {
        match first.get(file.hash.as_str()) {
            Some(same) => {
                let what = format!("the same file twice: it has the bytes of {}", same.file);
                problems.push(Problem::error(what).file(Path::new(&file.file)).hint("leave one of them out"));
            }
            None => {
                first.insert(&file.hash, file);
            }
        }
    }
}

/// What was seen of each month from the first to the last.
///
/// *Partial* is a month with fewer than half the rows of the median month.
pub(super) fn coverage(months: &[String], rows: &[u8]) -> BTreeMap<String, Coverage> {
    let mut counts = vec![0_u64; months.len()];
    rows.iter().for_each(|month| counts[usize::from(*month)] += 1);
    let mut sorted = counts.clone();
    sorted.sort_unstable();
    let Some(twice_median) = sorted.get(sorted.len() / 2).map(|m| m + sorted[(sorted.len() - 1) / 2]) else {
        return BTreeMap::new();
    };
    let judged = |count: u64| if count * 4 < twice_median { Coverage::Partial } else { Coverage::Observed };
    let mut covered: BTreeMap<String, Coverage> = between(months).map(|m| (m, Coverage::Absent)).collect();
    covered.extend(months.iter().cloned().zip(counts.into_iter().map(judged)));
    covered
}

/// Every month from the first to the last of these.
fn between(months: &[String]) -> impl Iterator<Item = String> {
    let end = |month: Option<&String>| month.and_then(|m| date::parse_month(m).ok());
    let first = end(months.first());
    let last = end(months.last());
    std::iter::successors(first, |month| month.checked_add(1.month()).ok())
        .take_while(move |month| last.is_some_and(|last| *month <= last))
        .map(|month| month.strftime("%Y-%m").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_between_are_absent_and_thin_ones_partial() {
        let months: Vec<String> = ["2024-11", "2025-01", "2025-02"].map(str::to_owned).to_vec();
        let rows: Vec<u8> = [vec![0; 10], vec![1; 4], vec![2; 12]].concat();
        let covered = coverage(&months, &rows);
        let expected = [
            ("2024-11", Coverage::Observed),
            ("2024-12", Coverage::Absent),
            ("2025-01", Coverage::Partial),
            ("2025-02", Coverage::Observed),
        ];
        assert_eq!(covered, expected.map(|(month, seen)| (month.to_owned(), seen)).into_iter().collect());
    }
}
