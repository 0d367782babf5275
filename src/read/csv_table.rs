//! Tables from delimited text.

use crate::problem::{Problem, Problems};
use crate::read::blocks::Sizes;
use crate::read::column::TextColumn;
use crate::read::delimited::{self, Place, Reading};
use crate::read::header::{self, SEARCHED, TopRow};
use crate::read::rows::Rows;
use crate::read::table::{Parts, TableQuery};
use crate::read::text::{Start, TextFile, TextOptions};

/// Reads a table from delimited text.
pub(crate) fn read(query: &TableQuery<'_>, problems: &mut Problems) -> Option<Parts> {
    let options = TextOptions { delimiter: query.delimiter, encoding: query.encoding };
    let file = TextFile::open(query.path, options, problems)?;
    let (file, headers) = match with_headers(file, query) {
        Ok(found) => found,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let kept: Vec<usize> = (0..headers.len()).filter(|i| query.keeps(&headers[*i])).collect();
    let mut files = [file];
    let (cells, mut read) =
        delimited::read(&mut files, Sizes::default(), &reading(headers.len(), &kept), problems)?;
    let mut parts = Parts {
        file: read.pop()?,
        headers: Vec::new(),
        not_kept: Vec::new(),
        columns: cells.columns,
        row_numbers: cells.row_numbers,
    };
    for (i, name) in headers.into_iter().enumerate() {
        let list = if kept.contains(&i) { &mut parts.headers } else { &mut parts.not_kept };
        list.push(name);
    }
    Some(parts)
}

/// The cells of some rows, by column.
struct Cells {
    columns: Vec<TextColumn>,
    row_numbers: Vec<u32>,
}

impl Cells {
    fn none(columns: usize) -> Self {
        Self { columns: vec![TextColumn::default(); columns], row_numbers: Vec::new() }
    }
}

#[expect(clippy::type_complexity, reason = "three closures, each named where the type is declared")]
fn reading(
    width: usize,
    kept: &[usize],
) -> Reading<
    impl Fn() -> Cells + Sync,
    impl Fn(usize, &mut Rows<'_>) -> Cells + Sync,
    impl Fn(&mut Cells, Place, Cells) + Sync,
> {
    Reading {
        widths: vec![width],
        start: move || Cells::none(kept.len()),
        parse: move |_, rows: &mut Rows<'_>| {
            let mut cells = Cells::none(kept.len());
            while let Some(row) = rows.next_row() {
                if row.cells().all(|cell| cell.trim().is_empty()) {
                    continue;
                }
                cells.row_numbers.push(u32::try_from(row.number).unwrap_or(u32::MAX));
                for (column, index) in cells.columns.iter_mut().zip(kept) {
                    column.push(row.cell(*index));
                }
            }
            cells
        },
        merge: |all: &mut Cells, place: Place, part: Cells| {
            let first = u32::try_from(place.first_row).unwrap_or(u32::MAX);
            all.row_numbers.extend(part.row_numbers.iter().map(|n| n.saturating_add(first)));
            for (column, more) in all.columns.iter_mut().zip(&part.columns) {
                column.append(more);
            }
        },
    }
}

/// Finds the headers of a text file and says where its data start.
///
/// # Errors
/// Nothing in the file, or nothing in the row that was to hold the headers.
pub(crate) fn with_headers(
    file: TextFile,
    query: &TableQuery<'_>,
) -> Result<(TextFile, Vec<String>), Problem> {
    let mut rows = Rows::new(file.sample(), file.delimiter());
    let mut top: Vec<TopRow> = Vec::new();
    let mut ends = Vec::new();
    let enough = query.header_row.map_or(SEARCHED, |n| usize::try_from(n).unwrap_or(usize::MAX));
    while top.len() < enough.max(SEARCHED) {
        let Some(row) = rows.next_row() else { break };
        let cells = row.cells().map(str::to_owned).collect();
        top.push(TopRow { number: row.number + 1, cells });
        ends.push(Start { bytes: rows.position(), rows: rows.counted() });
    }
    let at = header::find(&top, query)?;
    if !query.has_header {
        let start = if at == 0 { Start::default() } else { ends[at - 1] };
        return Ok((file.starting_at(start), header::numbered(top[at].cells.len())));
    }
    Ok((file.starting_at(ends[at]), header::names(&top[at].cells)))
}
