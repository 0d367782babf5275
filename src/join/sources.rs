//! Area-level sources brought to the areas: population, groups, deprivation, indicators and counts.

use super::area_table::Landings;
use super::route::Routes;
use super::{Deprivation, GroupTable, WithoutCrime};
use crate::area::{AreaCode, Geography};
use crate::assessment::Tolerance;
use crate::count::Count;
use crate::ledger::{Entry, FileRead};
use crate::measure::{Measure, Value};
use crate::population::Population;
use crate::problem::{Problem, Problems};
use crate::read::cells::code::CodeColumn;
use crate::read::deprivation::DeprivationRead;
use crate::read::groups::GroupsRead;
use crate::read::indicator::IndicatorRead;
use crate::read::population::PopulationRead;

/// The share of a source's codes that may be of another boundary year before it is refused.
const STRAY_SHARE: f64 = 0.005;

/// How many unknown codes are told with their rows.
const STRAYS_TOLD: usize = 3;

/// What joining needs to know of the run.
#[derive(Debug, Clone, Copy)]
pub struct Joining<'a> {
    /// The ways from codes to areas.
    pub routes: &'a Routes,
    /// How many areas there are; none when the boundaries could not be used.
    pub areas: usize,
    /// How much may be lost.
    pub tolerance: &'a Tolerance,
}

impl Joining<'_> {
    /// Where the rows of a table lead. Codes of another boundary year, and areas without a row, are problems.
    pub fn land(
        &self,
        codes: &CodeColumn,
        geography: &Geography,
        entry: &mut Entry,
        every_area: bool,
        problems: &mut Problems,
    ) -> Option<Landings<'_>> {
        let route = self.routes.from(geography)?;
        let landings = Landings::new(codes, route, self.areas);
        entry.placement = landings.placement();
        entry.rows_used = codes.len() as u64;
        if self.areas == 0 {
            return None;
        }
        let file = entry.files.first().map(|f| f.file.clone()).unwrap_or_default();
        let at = |code: &AreaCode| Some((file.clone(), codes.first_row(code)?));
        let strays = self.strays(codes.iter().flatten().map(|code| (code, 1)), geography, &at);
        problems.extend(strays.map(|problem| problem.column(codes.header())));
        if every_area {
            self.refuse_missing(&landings, entry, problems);
        }
        Some(landings)
    }

    /// The problem with codes that are unknown in the stated boundary year: how many rows have one, and where the
    /// first of them stand. Each code comes with its number of rows; `at` says in which file and row it stands first.
    pub fn strays<'c>(
        &self,
        codes: impl Iterator<Item = (&'c AreaCode, u64)> + Clone,
        geography: &Geography,
        at: &dyn Fn(&AreaCode) -> Option<(String, u64)>,
    ) -> Option<Problem> {
        let route = self.routes.from(geography)?;
        let rows = |of: &dyn Fn(&AreaCode) -> bool| -> u64 {
            codes.clone().filter(|(code, _)| of(code)).map(|(_, rows)| rows).sum()
        };
        let unknown = || codes.clone().filter(|(code, _)| !route.knows(code)).map(|(code, _)| code);
        let first = first_of(unknown());
        let told = told(&first, at)?;
        let (strays, all) = (rows(&|code| !route.knows(code)), rows(&|_| true));
        let (other, _) = self.routes.best_for(unknown().collect::<Vec<_>>().into_iter());
        let elsewhere = self.routes.from(other);
        let known = rows(&|code| !route.knows(code) && elsewhere.is_some_and(|route| route.knows(code)));
        let what = format!("{strays} of {all} area codes are not known as {geography}, the first is {told}");
        let problem = if known > 1 && known as f64 > STRAY_SHARE * all as f64 && other != geography {
            Problem::error(format!("{what}; {known} of them are {other}"))
                .hint(format!("set geography = \"{}\"", other.name()))
        } else if strays as f64 > self.tolerance.unplaced * all as f64 {
            Problem::error(format!(
                "{what}, more than the tolerance of {:.1} %",
                self.tolerance.unplaced * 100.0
            ))
            .hint("check `geography` and its boundary year, and whether a look-up is missing")
        } else {
            Problem::warning(what)
        };
        Some(match first.first().and_then(|code| at(code)) {
            Some((file, row)) => problem.file(std::path::Path::new(&file)).row(row),
            None => problem,
        })
    }

    fn refuse_missing(&self, landings: &Landings<'_>, entry: &Entry, problems: &mut Problems) {
        let missing = landings.covered().iter().filter(|rows| **rows <= 0.0).count();
        if missing == 0 {
            return;
        }
        let file = entry.files.first().map(|f| f.file.clone()).unwrap_or_default();
        let what = format!("no row for {missing} of the {} areas of the place", self.areas);
        let problem = if missing as f64 > self.tolerance.areas_missing * self.areas as f64 {
            Problem::error(what).hint(
                "check the boundary year and the nation the file covers, or raise tolerance.areas_missing",
            )
        } else {
            Problem::warning(what)
        };
        problems.push(problem.file(std::path::Path::new(&file)));
    }
}

/// The first few codes that differ.
fn first_of<'c>(codes: impl Iterator<Item = &'c AreaCode>) -> Vec<&'c AreaCode> {
    let mut first: Vec<&AreaCode> = Vec::new();
    for code in codes {
        if !first.contains(&code) {
            first.push(code);
        }
        if first.len() == STRAYS_TOLD {
            break;
        }
    }
    first
}

/// The codes in words, the further ones with the rows they stand in.
fn told(codes: &[&AreaCode], at: &dyn Fn(&AreaCode) -> Option<(String, u64)>) -> Option<String> {
    let (first, others) = codes.split_first()?;
    let home = at(first).map(|(file, _)| file);
    let mut words = first.to_string();
    for code in others {
        words += &match at(code) {
            Some((file, row)) if Some(&file) == home.as_ref() => format!(", then {code} in row {row}"),
            Some((file, row)) => format!(", then {code} in row {row} of {file}"),
            None => format!(", then {code}"),
        };
    }
    Some(words)
}

fn entry(source: &str, file: FileRead) -> Entry {
    Entry { rows_read: file.rows, files: vec![file], ..Entry::new(source) }
}

/// People by kind and area.
pub fn population(
    read: PopulationRead,
    period: String,
    joining: Joining<'_>,
    problems: &mut Problems,
) -> (Option<Population>, Entry) {
    let mut entry = entry("population", read.file);
    // Rows of the kinds of person that `only` leaves out are dropped; rows of a long table share an area.
    entry.drop_rows("left out by `only`", read.left_out);
    let mut kept = vec![false; read.codes.len()];
    read.people.iter().flatten().for_each(|(row, _)| kept[*row as usize] = true);
    let rows: Vec<u32> = (0u32..).zip(&kept).filter(|(_, kept)| **kept).map(|(row, _)| row).collect();
    let codes = read.codes.at_rows(rows.iter().map(|row| *row as usize));
    let Some(landings) = joining.land(&codes, &read.geography, &mut entry, true, problems) else {
        return (None, entry);
    };
    let mut position = vec![0usize; read.codes.len()];
    rows.iter().enumerate().for_each(|(i, row)| position[*row as usize] = i);
    let mut totals = vec![0.0; rows.len()];
    let people = read.people.iter().map(|of_kind| {
        let mut values = vec![0.0; rows.len()];
        for (row, n) in of_kind {
            values[position[*row as usize]] += n;
            totals[position[*row as usize]] += n;
        }
        landings.sum(&values)
    });
    let people = people.collect();
    entry.amount = landings.sum_counts(&totals.iter().map(|n| Count::exact(*n)).collect::<Vec<_>>()).1;
    let population =
        Population { group_names: read.group_names, kinds: read.kinds, people, period, source: read.source };
    (Some(population), entry)
}

/// People by group and area.
pub fn groups(
    read: GroupsRead,
    name: &str,
    period: String,
    joining: Joining<'_>,
    problems: &mut Problems,
) -> (Option<GroupTable>, Entry) {
    let mut entry = entry(&format!("groups: {name}"), read.file);
    let Some(landings) = joining.land(&read.codes, &read.geography, &mut entry, true, problems) else {
        return (None, entry);
    };
    let mut totals = vec![Count::ZERO; read.codes.len()];
    for of_level in &read.people {
        totals.iter_mut().zip(of_level).for_each(|(sum, n)| *sum += Count::exact(*n));
    }
    entry.amount = landings.sum_counts(&totals).1;
    let people = read.people.iter().map(|of_level| landings.sum(of_level)).collect();
    (
        Some(GroupTable { name: name.to_owned(), levels: read.levels, people, period, source: read.source }),
        entry,
    )
}

/// An index of deprivation by area.
pub fn deprivation(
    read: DeprivationRead,
    joining: Joining<'_>,
    problems: &mut Problems,
) -> (Option<Deprivation>, Entry) {
    let mut entry = entry("deprivation", read.file);
    let Some(landings) = joining.land(&read.codes, &read.geography, &mut entry, true, problems) else {
        return (None, entry);
    };
    note_moved(&read.geography, joining, &mut entry);
    let indicators = read.indicators.into_iter();
    let indicators =
        indicators.map(|(indicator, values)| Measure { indicator, values: landings.mean(&values) }).collect();
    let without_crime = read.without_crime.map(|read| WithoutCrime {
        whole: read.whole,
        domains: read.domains.iter().map(|(label, _, _)| label.clone()).collect(),
        weights: read.domains.iter().map(|(_, weight, _)| *weight).collect(),
        ranks: read.domains.iter().map(|(_, _, ranks)| landings.mean(ranks)).collect(),
        ranked: read.ranked,
    });
    if without_crime.is_some() {
        entry.notes.push("The crime domain is left out of the index because recorded crime is used beside it: the index is made again from the ranks of the other domains with their official weights.".into());
    }
    let fifth = |(ranks, ranked): (Vec<Option<f64>>, f64)| {
        let ranks: Vec<Value<f64>> = landings.mean(&ranks);
        ranks.into_iter().map(|rank| rank.known().map(|rank| rank <= ranked / 5.0)).collect()
    };
    let most_deprived_fifth = read.ranks.map(fifth);
    (Some(Deprivation { indicators, most_deprived_fifth, without_crime }), entry)
}

/// A further indicator by area.
pub fn indicator(
    read: IndicatorRead,
    joining: Joining<'_>,
    problems: &mut Problems,
) -> (Option<Measure<f64>>, Entry) {
    let mut entry = entry(&format!("indicator: {}", read.indicator.id), read.file);
    let Some(landings) = joining.land(&read.codes, &read.geography, &mut entry, true, problems) else {
        return (None, entry);
    };
    note_moved(&read.geography, joining, &mut entry);
    (Some(Measure { indicator: read.indicator, values: landings.mean(&read.values) }), entry)
}

fn note_moved(geography: &Geography, joining: Joining<'_>, entry: &mut Entry) {
    if geography != joining.routes.target() {
        entry.notes.push(format!(
            "Figures of {geography} are brought to {}: an area that was split keeps its figure in every part, one that was merged has the mean of its parts.",
            joining.routes.target()
        ));
    }
}
