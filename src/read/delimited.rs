//! Big text files, read in blocks: one block after another is read and hashed while others are taken apart.
//!
//! Rows are counted as a spreadsheet counts them: the first line is row 1, a quoted line end does not start
//! a new row, and a blank line is a row. Whatever the number of threads, results are merged in the order of
//! the files and of the blocks within them, so that they are the same every time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use rayon::iter::{ParallelBridge, ParallelIterator};

use crate::ledger::FileRead;
use crate::problem::{Problem, Problems};
use crate::read::blocks::{Block, Blocks, FileEnd, Sizes};
use crate::read::rows::{Ragged, Rows};
use crate::read::text::{TextFile, not_as_declared, not_utf8};

/// How many blocks may wait for one before them.
const AHEAD: usize = 16;

/// How long a block's reader stands back for one before it; then it goes on, rather than wait for one that failed.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many kinds of wrong row length are told of in one file.
const RAGGED_KINDS: usize = 5;

/// Where a block's rows stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Which file, as a position in the list.
    pub(crate) file: usize,
    /// The row number in a spreadsheet of the block's first row.
    pub(crate) first_row: u64,
}

/// How a block is read and how the results come together.
pub(crate) struct Reading<Start, Parse, Merge> {
    /// How many cells a row of each file must have.
    pub(crate) widths: Vec<usize>,
    /// Makes the empty result.
    pub(crate) start: Start,
    /// Reads the rows of one block of a file.
    pub(crate) parse: Parse,
    /// Adds what was read to the result, in order.
    pub(crate) merge: Merge,
}

/// Reads files in blocks and merges what was found, in order.
///
/// Text that was taken for UTF-8 and is not is read again as Windows-1252, with a warning.
///
/// # Errors
/// `None`, with the reasons among the problems: a row too long or of the wrong width, a quote never
/// closed, zero bytes, a read error.
pub(crate) fn read<State: Send, Part: Send>(
    files: &mut [TextFile],
    sizes: Sizes,
    reading: &Reading<
        impl Fn() -> State + Sync,
        impl Fn(usize, &mut Rows<'_>) -> Part + Sync,
        impl Fn(&mut State, Place, Part) + Sync,
    >,
    problems: &mut Problems,
) -> Option<(State, Vec<FileRead>)> {
    loop {
        let halt = AtomicBool::new(false);
        let in_turn = Condvar::new();
        let merged = Mutex::new(InOrder::new((reading.start)(), files));
        Blocks::new(files, sizes, &halt).par_bridge().for_each(|block| {
            let taken = take_apart(&block, files, reading);
            let merged = merged.lock().unwrap_or_else(PoisonError::into_inner);
            let too_early = |merged: &mut InOrder<_, _>| block.order > merged.next + AHEAD;
            let waited = in_turn.wait_timeout_while(merged, PATIENCE, too_early);
            let mut merged = waited.map_or_else(|poison| poison.into_inner().0, |(merged, _)| merged);
            merged.add(block, taken, files, &halt, &reading.merge);
            in_turn.notify_all();
        });
        let merged = merged.into_inner().unwrap_or_else(PoisonError::into_inner);
        if merged.not_utf8.is_empty() {
            return merged.finish(files, reading, problems);
        }
        for (file, row) in merged.not_utf8 {
            if !files[file].fall_back() {
                problems.push(not_as_declared(files[file].path(), files[file].encoding()).row(row));
                return None;
            }
            problems.push(not_utf8(files[file].path(), row));
        }
    }
}

/// One block, taken apart.
struct Taken<Part> {
    part: Part,
    counted: u64,
    given: u64,
    ragged: Vec<Ragged>,
}

/// Why a block could not be taken apart: the row at fault, counting its first as 0.
enum Fault {
    NotUtf8(u64),
    Zero(u64),
}

fn take_apart<Start, Part, Merge>(
    block: &Block,
    files: &[TextFile],
    reading: &Reading<Start, impl Fn(usize, &mut Rows<'_>) -> Part, Merge>,
) -> Result<Taken<Part>, Fault> {
    let delimiter = files[block.file].delimiter();
    let text = std::str::from_utf8(&block.text).map_err(|error| {
        let valid = std::str::from_utf8(&block.text[..error.valid_up_to()]).unwrap_or_default();
        Fault::NotUtf8(row_at_end(valid, delimiter))
    })?;
    if let Some(zero) = memchr::memchr(0, text.as_bytes()) {
        return Err(Fault::Zero(row_at_end(&text[..zero], delimiter)));
    }
    let mut rows = Rows::new(text, delimiter).with_width(reading.widths[block.file]);
    let part = (reading.parse)(block.file, &mut rows);
    while rows.next_row().is_some() {}
    Ok(Taken { part, counted: rows.counted(), given: rows.given(), ragged: rows.ragged().to_vec() })
}

/// The row in which a text ends, counting its first as 0.
fn row_at_end(text: &str, delimiter: u8) -> u64 {
    let mut rows = Rows::new(text, delimiter);
    while rows.next_row().is_some() {}
    rows.counted() - u64::from(!text.is_empty() && !text.ends_with(['\n', '\r']))
}

/// The blocks so far, merged in order; those that came early wait their turn.
struct InOrder<State, Part> {
    state: State,
    waiting: BTreeMap<usize, (Block, Result<Taken<Part>, Fault>)>,
    next: usize,
    /// The row number of the next block's first row, in its file.
    row: u64,
    /// Rows given out of the file so far.
    given: u64,
    ragged: Vec<(usize, Ragged)>,
    not_utf8: Vec<(usize, u64)>,
    problems: Vec<Problem>,
    read: Vec<FileRead>,
}

impl<State, Part> InOrder<State, Part> {
    fn new(state: State, files: &[TextFile]) -> Self {
        let row = files.first().map_or(1, |f| f.body().rows + 1);
        Self {
            state,
            waiting: BTreeMap::new(),
            next: 0,
            row,
            given: 0,
            ragged: Vec::new(),
            not_utf8: Vec::new(),
            problems: Vec::new(),
            read: Vec::new(),
        }
    }

    fn add(
        &mut self,
        mut block: Block,
        taken: Result<Taken<Part>, Fault>,
        files: &[TextFile],
        halt: &AtomicBool,
        merge: &impl Fn(&mut State, Place, Part),
    ) {
        block.text = Vec::new();
        self.waiting.insert(block.order, (block, taken));
        while let Some((block, taken)) = self.waiting.remove(&self.next) {
            self.next += 1;
            self.take(block.file, taken, files, halt, merge);
            if let Some(end) = block.end {
                self.end_file(block.file, end, files, halt);
            }
        }
    }

    fn take(
        &mut self,
        file: usize,
        taken: Result<Taken<Part>, Fault>,
        files: &[TextFile],
        halt: &AtomicBool,
        merge: &impl Fn(&mut State, Place, Part),
    ) {
        let first_row = self.row;
        match taken {
            Ok(taken) => {
                merge(&mut self.state, Place { file, first_row }, taken.part);
                let kinds = taken.ragged.into_iter();
                self.ragged.extend(kinds.map(|r| (file, Ragged { first: r.first + first_row, ..r })));
                self.row += taken.counted;
                self.given += taken.given;
            }
            Err(Fault::NotUtf8(row)) => {
                if self.not_utf8.last().is_none_or(|(known, _)| *known != file) {
                    self.not_utf8.push((file, first_row + row));
                }
            }
            Err(Fault::Zero(row)) => {
                let what = "the file holds zero bytes: it is not text, or is damaged";
                let problem = Problem::error(what).file(files[file].path()).row(first_row + row);
                self.problems.push(problem.hint("export or download it again"));
                halt.store(true, Ordering::Relaxed);
            }
        }
    }

    fn end_file(&mut self, file: usize, end: FileEnd, files: &[TextFile], halt: &AtomicBool) {
        if let Some(fault) = end.fault {
            self.problems.push(fault.row(self.row));
            halt.store(true, Ordering::Relaxed);
        }
        let (about, rows) = (&files[file], self.given);
        self.read.push(FileRead {
            file: about.path().display().to_string(),
            bytes: end.bytes,
            hash: end.hash,
            rows,
            geography: None,
            layout: about.layout(),
        });
        self.given = 0;
        self.row = files.get(file + 1).map_or(1, |next| next.body().rows + 1);
    }

    fn finish<A, B, C>(
        mut self,
        files: &[TextFile],
        reading: &Reading<A, B, C>,
        problems: &mut Problems,
    ) -> Option<(State, Vec<FileRead>)> {
        self.problems.extend(ragged_rows(&self.ragged, files, &reading.widths));
        let fine = self.problems.is_empty();
        self.problems.into_iter().for_each(|problem| problems.push(problem));
        fine.then_some((self.state, self.read))
    }
}

/// Tells of rows with the wrong number of cells, a few kinds for each file.
fn ragged_rows(found: &[(usize, Ragged)], files: &[TextFile], widths: &[usize]) -> Vec<Problem> {
    let mut kinds: BTreeMap<(usize, usize), Ragged> = BTreeMap::new();
    for (file, ragged) in found {
        let kind = kinds.entry((*file, ragged.cells)).or_insert(Ragged { rows: 0, ..*ragged });
        kind.rows += ragged.rows;
    }
    let mut problems = Vec::new();
    for (file, width) in widths.iter().enumerate() {
        let mut here: Vec<&Ragged> = kinds.range((file, 0)..(file + 1, 0)).map(|(_, kind)| kind).collect();
        here.sort_by_key(|kind| kind.first);
        for kind in here.iter().take(RAGGED_KINDS) {
            problems.push(ragged_row(kind, *width, &files[file]));
        }
    }
    problems
}

fn ragged_row(kind: &Ragged, width: usize, file: &TextFile) -> Problem {
    let cells = if kind.cells == 1 { "1 cell".to_owned() } else { format!("{} cells", kind.cells) };
    Problem::error(format!("{cells} where the header has {width}"))
        .file(file.path())
        .row(kind.first)
        .rows(kind.rows)
        .hint("quote cells that hold the delimiter; take titles, totals and footnotes out")
}

#[cfg(test)]
mod tests;
