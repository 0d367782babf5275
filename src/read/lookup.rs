//! Look-ups between boundary years and to higher geographies, and the people that split areas are weighted by.

use rustc_hash::FxHashMap;

use super::source::{Opening, Source};
use crate::area::{AreaCode, Geography};
use crate::assessment::preset::Relation;
use crate::assessment::{Assessment, Lookup, Weights};
use crate::ledger::FileRead;
use crate::problem::{Problem, Problems};

/// One row of a look-up: an area and one of the areas it became.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The area looked up.
    pub from: AreaCode,
    /// An area it became, or lies in.
    pub to: AreaCode,
    /// The share of the first that lies in the second, where the look-up gives it.
    pub share: Option<f64>,
}

/// One relation of a look-up file.
#[derive(Debug)]
pub struct LookupRead {
    /// Geography looked up.
    pub from: Geography,
    /// Geography found.
    pub to: Geography,
    /// Its rows, each pair once.
    pub pairs: Vec<Pair>,
    /// Names of what was found, where the file has them.
    pub names: FxHashMap<AreaCode, String>,
    /// Rows of the file that have no code on one side.
    pub blank: u64,
    /// How many rows state each kind of change.
    pub changes: std::collections::BTreeMap<String, u64>,
}

/// Everything one look-up file brought.
#[derive(Debug)]
pub struct LookupFile {
    /// The file.
    pub file: FileRead,
    /// Its relations.
    pub relations: Vec<LookupRead>,
    /// People of the areas found, for sharing out split areas; empty where none were given.
    pub people: FxHashMap<AreaCode, f64>,
    /// The file of those people.
    pub people_file: Option<FileRead>,
}

/// Reads a look-up.
pub fn read(assessment: &Assessment, lookup: &Lookup, problems: &mut Problems) -> Option<LookupFile> {
    let named: Vec<&str> =
        [&lookup.from_column, &lookup.to_column].into_iter().flatten().map(String::as_str).collect();
    let opening = Opening { file: &lookup.file, preset: lookup.preset.as_deref(), named: &named };
    let source = Source::open(assessment, opening, problems)?;
    let relations = match &lookup.preset {
        Some(_) => source.preset.relation.clone(),
        None => vec![own_relation(lookup)?],
    };
    let share = lookup.share_column.as_deref();
    let relations: Option<Vec<LookupRead>> =
        relations.iter().map(|r| relation(&source, r, share, problems)).collect();
    let (people, people_file) = match &lookup.weights {
        Some(weights) => people(assessment, weights, problems)?,
        None => (FxHashMap::default(), None),
    };
    Some(LookupFile { file: source.file(assessment, None), relations: relations?, people, people_file })
}

fn own_relation(lookup: &Lookup) -> Option<Relation> {
    let column = |name: &Option<String>| name.iter().cloned().collect::<Vec<String>>();
    Some(Relation {
        from: lookup.from.clone()?,
        to: lookup.to.clone()?,
        from_column: column(&lookup.from_column),
        to_column: column(&lookup.to_column),
        name_column: column(&lookup.name_column),
        change_column: column(&lookup.change_column),
    })
}

fn relation(
    source: &Source,
    relation: &Relation,
    share: Option<&str>,
    problems: &mut Problems,
) -> Option<LookupRead> {
    let find = |names: &[String]| names.iter().find_map(|name| source.table.column(name));
    let (from, to) = (Geography::named(&relation.from), Geography::named(&relation.to));
    let columns = (find(&relation.from_column), find(&relation.to_column));
    let (Some(from_column), Some(to_column)) = columns else {
        for (column, names, geography) in
            [(columns.0, &relation.from_column, &from), (columns.1, &relation.to_column, &to)]
        {
            if column.is_none() {
                problems.push(source.no_column(&format!("code of {geography}"), names));
            }
        }
        return None;
    };
    let from_codes = source.codes(from_column, &from, problems);
    let to_codes = source.codes(to_column, &to, problems);
    let shares = share.and_then(|name| source.table.column(name)).map(|c| source.figures(c, problems));
    let name_column = find(&relation.name_column);
    let change_column = find(&relation.change_column);
    let mut read = LookupRead {
        from,
        to,
        pairs: Vec::new(),
        names: FxHashMap::default(),
        blank: 0,
        changes: Default::default(),
    };
    let mut seen = rustc_hash::FxHashSet::default();
    for (row, codes) in from_codes.into_iter().zip(to_codes).enumerate() {
        let (Some(from), Some(to)) = codes else {
            read.blank += 1;
            continue;
        };
        if let Some(column) = change_column {
            *read.changes.entry(source.table.cell(column, row).trim().to_owned()).or_default() += 1;
        }
        if let Some(column) = name_column {
            let name = source.table.cell(column, row).trim();
            read.names.entry(to.clone()).or_insert_with(|| name.to_owned());
        }
        if seen.insert((from.clone(), to.clone())) {
            let share = shares.as_ref().and_then(|s| s[row]);
            read.pairs.push(Pair { from, to, share });
        }
    }
    Some(read)
}

type People = (FxHashMap<AreaCode, f64>, Option<FileRead>);

fn people(assessment: &Assessment, weights: &Weights, problems: &mut Problems) -> Option<People> {
    let named = [weights.code.as_str(), weights.count.as_str()];
    let opening = Opening { file: &weights.file, preset: None, named: &named };
    let source = Source::open(assessment, opening, problems)?;
    let columns = source.table.require(&named, problems)?;
    let counts = source.people(columns[1], problems);
    let mut sums: FxHashMap<AreaCode, f64> = FxHashMap::default();
    for (row, count) in counts.into_iter().enumerate() {
        match (AreaCode::parse(source.table.cell(columns[0], row)), count) {
            (Some(code), Some(count)) => *sums.entry(code).or_default() += count,
            _ => {
                let blank =
                    Problem::warning("a row without a code or a count gives no weight to split areas");
                problems.push(source.table.at(columns[0], row, blank));
            }
        }
    }
    Some((sums, Some(source.file(assessment, None))))
}
