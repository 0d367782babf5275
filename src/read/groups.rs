//! People by population group: one column per group, or one row per area and group.

use std::collections::BTreeMap;

use super::cells::code::CodeColumn;
use super::source::{Opening, Source};
use crate::area::{AreaCode, Geography};
use crate::assessment::{Assessment, Groups};
use crate::ledger::FileRead;
use crate::problem::{Problem, Problems};

/// What a table of groups says, before it is brought to the areas.
#[derive(Debug)]
pub struct GroupsRead {
    /// The file.
    pub file: FileRead,
    /// Geography of its codes.
    pub geography: Geography,
    /// Whose figures they are.
    pub source: String,
    /// The code of each row.
    pub codes: CodeColumn,
    /// The groups, in order of their names.
    pub levels: Vec<String>,
    /// People: for each group, one number per row; zero for rows of other groups.
    pub people: Vec<Vec<f64>>,
}

/// Reads a table of groups.
pub fn read(assessment: &Assessment, settings: &Groups, problems: &mut Problems) -> Option<GroupsRead> {
    let mut named: Vec<&str> = [&settings.code, &settings.group, &settings.count, &settings.total]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    named.extend(settings.columns.iter().map(String::as_str));
    let opening = Opening { file: &settings.file, preset: settings.preset.as_deref(), named: &named };
    let source = Source::open(assessment, opening, problems)?;
    let geography = Geography::named(&settings.geography);
    let code = source.need("code", settings.code.as_deref(), problems)?;
    let codes = source.code_column(code, &geography, problems);
    let long = settings.group.is_some() || source.preset.columns.contains_key("group");
    let people = if long {
        read_long(&source, settings, code, &codes, problems)?
    } else {
        source.refuse_repeats(code, &codes, problems);
        read_wide(&source, settings, code, problems)?
    };
    let (levels, people) = people.into_iter().unzip();
    let whose = settings.source.clone().unwrap_or_else(|| source.preset.source.clone());
    Some(GroupsRead {
        file: source.file(assessment, Some(&geography)),
        geography,
        source: whose,
        codes,
        levels,
        people,
    })
}

type ByGroup = BTreeMap<String, Vec<f64>>;

fn read_wide(source: &Source, settings: &Groups, code: usize, problems: &mut Problems) -> Option<ByGroup> {
    let total = source.find("total", settings.total.as_deref());
    let columns: Vec<usize> = if settings.columns.is_empty() {
        let apart = |column: &usize| {
            let header = &source.table.headers()[*column];
            *column != code && Some(*column) != total && !source.preset.not_groups.contains(header)
        };
        (0..source.table.headers().len()).filter(apart).collect()
    } else {
        let headers: Vec<&str> = settings.columns.iter().map(String::as_str).collect();
        source.table.require(&headers, problems)?
    };
    let mut groups = ByGroup::new();
    let mut sums = vec![0.0; source.table.rows()];
    for column in columns {
        let name = level(&source.table.headers()[column], settings);
        let of_group = groups.entry(name).or_insert_with(|| vec![0.0; source.table.rows()]);
        for (row, people) in source.people(column, problems).into_iter().enumerate() {
            match people {
                Some(n) => of_group[row] += n,
                None => problems.push(source.table.at(column, row, Problem::error("no number of people"))),
            }
            sums[row] += people.unwrap_or_default();
        }
    }
    if let Some(column) = total {
        for (row, total) in source.people(column, problems).into_iter().enumerate() {
            if total.is_some_and(|total| (total - sums[row]).abs() > 0.5) {
                let problem = Problem::note(
                    "the groups do not sum to the total; published tables are perturbed to protect people",
                );
                problems.push(source.table.at(column, row, problem));
            }
        }
    }
    Some(groups)
}

fn read_long(
    source: &Source,
    settings: &Groups,
    code: usize,
    codes: &[Option<AreaCode>],
    problems: &mut Problems,
) -> Option<ByGroup> {
    let group = source.need("group", settings.group.as_deref(), problems);
    let count = source.need("count", settings.count.as_deref(), problems);
    let (group, count) = (group?, count?);
    let rows = codes.iter().enumerate();
    let rows =
        rows.filter_map(|(row, code)| Some((row, code.as_ref()?, source.table.cell(group, row).trim())));
    source.refuse_repeats_of_kind(code, rows, problems);
    let mut groups = ByGroup::new();
    for (row, people) in source.people(count, problems).into_iter().enumerate() {
        let name = level(source.table.cell(group, row), settings);
        match people {
            Some(n) => groups.entry(name).or_insert_with(|| vec![0.0; source.table.rows()])[row] += n,
            None => problems.push(source.table.at(count, row, Problem::error("no number of people"))),
        }
    }
    Some(groups)
}

/// A group's name as outputs have it.
fn level(name: &str, settings: &Groups) -> String {
    let name = name.trim();
    let name = if settings.broad { name.split_once(": ").map_or(name, |(broad, _)| broad) } else { name };
    settings.rename.get(name).cloned().unwrap_or_else(|| name.to_owned())
}
