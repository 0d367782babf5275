//! The population table: one column per year of age, or one row per area and kind of person.

use super::cells::code::CodeColumn;
use super::source::{Opening, Source};
use crate::area::{AreaCode, Geography};
use crate::assessment::{AgeRange, Assessment};
use crate::ledger::FileRead;
use crate::population::Kind;
use crate::problem::{Problem, Problems};

/// What the population table says, before it is brought to the areas.
#[derive(Debug)]
pub struct PopulationRead {
    /// The file.
    pub file: FileRead,
    /// Geography of its codes.
    pub geography: Geography,
    /// Whose figures they are.
    pub source: String,
    /// The code of each row.
    pub codes: CodeColumn,
    /// Names of the population groups that kinds are told apart by.
    pub group_names: Vec<String>,
    /// The kinds, in order.
    pub kinds: Vec<Kind>,
    /// People: for each kind, (row, number) of the rows that have it.
    pub people: Vec<Vec<(u32, f64)>>,
    /// Rows that `only` leaves out.
    pub left_out: u64,
}

/// Reads the population table.
pub fn read(assessment: &Assessment, problems: &mut Problems) -> Option<PopulationRead> {
    let settings = &assessment.settings.population;
    let mut named: Vec<&str> = [&settings.code, &settings.count, &settings.age, &settings.sex]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    named.extend(settings.groups.values().map(String::as_str));
    let opening = Opening { file: &settings.file, preset: settings.preset.as_deref(), named: &named };
    let source = Source::open(assessment, opening, problems)?;
    let geography = Geography::named(&settings.geography);
    let code = source.need("code", settings.code.as_deref(), problems)?;
    let codes = source.code_column(code, &geography, problems);
    let rows = source.rows_where(&settings.only, problems);
    let left_out = (source.table.rows() - rows.len()) as u64;
    let long = settings.preset.as_deref() == Some("long") || settings.count.is_some();
    let mut read = PopulationRead {
        file: source.file(assessment, Some(&geography)),
        geography,
        source: settings.source.clone().unwrap_or_else(|| source.preset.source.clone()),
        codes,
        group_names: settings.groups.keys().cloned().collect(),
        kinds: Vec::new(),
        people: Vec::new(),
        left_out,
    };
    if long {
        read_long(assessment, &source, code, &rows, &mut read, problems)?;
    } else {
        read_wide(&source, code, &rows, &mut read, problems)?;
    }
    Some(read)
}

/// One column per year of age (`0` … `90+`) or age band.
fn read_wide(
    source: &Source,
    code: usize,
    rows: &[usize],
    read: &mut PopulationRead,
    problems: &mut Problems,
) -> Option<()> {
    refuse_repeats(source, code, rows, &read.codes, problems);
    for (column, header) in source.table.headers().iter().enumerate() {
        let Some(age) = age_of_header(header) else { continue };
        let people = source.people(column, problems);
        let mut of_kind = Vec::with_capacity(rows.len());
        for row in rows {
            match people[*row] {
                Some(n) => of_kind.push((*row as u32, n)),
                None => problems.push(
                    source
                        .table
                        .at(column, *row, Problem::error("no number of people"))
                        .hint("a blank is not a zero: write 0 if nobody lives there"),
                ),
            }
        }
        read.kinds.push(Kind { age, sex: None, groups: Vec::new() });
        read.people.push(of_kind);
    }
    if read.kinds.is_empty() {
        problems.push(
            Problem::error("no column is headed by an age such as 0, 1 … 90+")
                .file(&source.table.path)
                .hint("for a table with one row per kind of person, set preset = \"long\""),
        );
        return None;
    }
    check_total(source, rows, read, problems);
    Some(())
}

fn refuse_repeats(
    source: &Source,
    code: usize,
    rows: &[usize],
    codes: &[Option<AreaCode>],
    problems: &mut Problems,
) {
    let kept: Vec<Option<AreaCode>> = {
        let mut kept = vec![None; codes.len()];
        rows.iter().for_each(|row| kept[*row] = codes[*row].clone());
        kept
    };
    source.refuse_repeats(code, &kept, problems);
}

/// An age from a header: `7`, `90+`, `Age 7`, `F12`. Anything else is no age.
fn age_of_header(header: &str) -> Option<AgeRange> {
    let plain = header.trim().to_ascii_lowercase();
    let plain = plain.strip_prefix("age").unwrap_or(&plain).trim().trim_start_matches('_');
    let begins = plain.starts_with(|c: char| c.is_ascii_digit());
    begins.then(|| AgeRange::parse(plain).ok()).flatten()
}

/// Where the table has a total, the ages must sum to it.
fn check_total(source: &Source, rows: &[usize], read: &PopulationRead, problems: &mut Problems) {
    let Some(column) = source.find("total", None) else { return };
    let totals = source.people(column, &mut Problems::none());
    let mut sums = vec![0.0; source.table.rows()];
    read.people.iter().flatten().for_each(|(row, n)| sums[*row as usize] += n);
    for row in rows {
        if totals[*row].is_some_and(|total| (total - sums[*row]).abs() > 0.5) {
            problems.push(source.table.at(
                column,
                *row,
                Problem::warning("the ages do not sum to the total"),
            ));
        }
    }
}

/// One row per area and kind of person.
fn read_long(
    assessment: &Assessment,
    source: &Source,
    code: usize,
    rows: &[usize],
    read: &mut PopulationRead,
    problems: &mut Problems,
) -> Option<()> {
    let settings = &assessment.settings.population;
    let count = source.need("count", settings.count.as_deref(), problems)?;
    let age = match &settings.age {
        Some(_) => Some(source.need("age", settings.age.as_deref(), problems)?),
        None => source.find("age", None),
    };
    let sex = match &settings.sex {
        Some(_) => Some(source.need("sex", settings.sex.as_deref(), problems)?),
        None => None,
    };
    let headers: Vec<&str> = settings.groups.values().map(String::as_str).collect();
    let groups = source.table.require(&headers, problems)?;
    let people = source.people(count, problems);
    let mut found: rustc_hash::FxHashMap<Kind, Vec<(u32, f64)>> = rustc_hash::FxHashMap::default();
    for row in rows {
        let cell = |column: usize| source.table.cell(column, *row).trim();
        let ages = match age.map(|c| (c, AgeRange::parse(cell(c)))) {
            None => AgeRange::ALL,
            Some((_, Ok(range))) => range,
            Some((column, Err(why))) => {
                problems.push(source.table.at(column, *row, Problem::error(why)));
                continue;
            }
        };
        let kind = Kind {
            age: ages,
            sex: sex.map(|c| cell(c).to_owned()),
            groups: groups.iter().map(|c| cell(*c).to_owned()).collect(),
        };
        match people[*row] {
            Some(n) => found.entry(kind).or_default().push((*row as u32, n)),
            None => problems.push(source.table.at(count, *row, Problem::error("no number of people"))),
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let mut met: Vec<(u32, usize)> = Vec::new();
    for (kind, (_, rows)) in found.iter().enumerate() {
        met.extend(rows.iter().map(|(row, _)| (*row, kind)));
    }
    met.sort_unstable();
    let met = met
        .iter()
        .filter_map(|(row, kind)| Some((*row as usize, read.codes[*row as usize].as_ref()?, *kind)));
    source.refuse_repeats_of_kind(code, met, problems);
    (read.kinds, read.people) = found.into_iter().unzip();
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_found_in_the_headers_publishers_use() {
        for (header, shown) in [("0", "0"), ("90+", "90+"), ("Age 7", "7"), ("5-9", "5-9")] {
            assert_eq!(age_of_header(header).map(|a| a.to_string()).as_deref(), Some(shown));
        }
        for header in ["lsoa11_code", "All Ages", "total_population", "2021"] {
            assert_eq!(age_of_header(header), None, "{header}");
        }
    }
}
