//! Uptake given as counts by area (and group), some of them suppressed by whoever published them.

use super::cells::code::CodeColumn;
use super::cells::count::{self, Suppressed, SuppressedMarkers, Wholeness};
use super::source::{Opening, Source};
use crate::area::Geography;
use crate::assessment::{Assessment, Uptake};
use crate::count::Count;
use crate::ledger::FileRead;
use crate::problem::Problems;

/// What a table of counts says, before it is brought to the areas.
#[derive(Debug)]
pub struct AreaCountsRead {
    /// The file.
    pub file: FileRead,
    /// Geography of its codes.
    pub geography: Geography,
    /// The rows kept, by their position in the file.
    pub rows: Vec<u32>,
    /// The code of each row kept.
    pub codes: CodeColumn,
    /// The count of each row kept.
    pub counts: Vec<Count>,
    /// Rows that `only` leaves out.
    pub left_out: u64,
    /// Rows whose count is a mark that stands for a range.
    pub suppressed: u64,
    /// Rows without a count.
    pub blank: u64,
    /// The level of each row kept, by group.
    pub groups: Vec<(String, Vec<String>)>,
    /// The provider of each row kept.
    pub providers: Option<Vec<String>>,
}

/// Reads a table of counts.
pub fn read(assessment: &Assessment, settings: &Uptake, problems: &mut Problems) -> Option<AreaCountsRead> {
    let counts_header = settings.counts.as_deref()?;
    let mut headers: Vec<&str> = vec![counts_header];
    headers.extend(settings.code.as_deref());
    headers.extend(settings.provider.as_deref());
    headers.extend(settings.groups.values().map(String::as_str));
    let opening = Opening { file: &settings.file, preset: None, named: &headers };
    let source = Source::open(assessment, opening, problems)?;
    source.table.require(&headers, problems)?;
    let geography = Geography::named(settings.geography.as_deref().unwrap_or_default());
    let code = source.need("code", settings.code.as_deref(), problems)?;
    let all_codes = source.code_column(code, &geography, problems);
    let marks =
        settings.suppressed.iter().map(|(mark, (low, high))| (mark, Suppressed::Between(*low, *high)));
    let column = source.need("counts", settings.counts.as_deref(), problems)?;
    let all =
        count::counts(&source.table, column, &SuppressedMarkers::new(marks), Wholeness::Whole, problems);
    let kept = source.rows_where(&settings.only, problems);
    let left_out = (source.table.rows() - kept.len()) as u64;
    let (blank, rows): (Vec<usize>, Vec<usize>) =
        kept.into_iter().partition(|row| all[*row].known().is_none());
    let counts: Vec<Count> = rows.iter().filter_map(|row| all[*row].known()).collect();
    let text = |header: &str| -> Option<Vec<String>> {
        let column = source.table.column(header)?;
        Some(rows.iter().map(|row| source.table.cell(column, *row).trim().to_owned()).collect())
    };
    Some(AreaCountsRead {
        file: source.file(assessment, Some(&geography)),
        geography,
        codes: all_codes.at_rows(rows.iter().copied()),
        suppressed: counts.iter().filter(|c| !c.is_exact()).count() as u64,
        counts,
        left_out,
        blank: blank.len() as u64,
        groups: settings
            .groups
            .iter()
            .filter_map(|(name, header)| Some((name.clone(), text(header)?)))
            .collect(),
        providers: settings.provider.as_deref().and_then(text),
        rows: rows.into_iter().map(|row| row as u32).collect(),
    })
}
