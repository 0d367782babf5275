//! The ledger: for every source, what was read, used and dropped, where it was placed, and what it covers.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::count::Count;

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileRead {
    /// The file, as it was named to the run.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// BLAKE3 hash of its bytes, in hexadecimal.
    pub hash: String,
    /// Rows of data read, without headers.
    pub rows: u64,
    /// The geography its codes belong to, as stated or as found from the codes themselves.
    pub geography: Option<String>,
    /// What was noticed on reading: encoding, delimiter, sheet.
    pub layout: String,
}

/// How the rows in use were placed in areas.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Placement {
    /// By the area code on the row.
    pub by_code: u64,
    /// By the point on the row.
    pub by_point: u64,
    /// By the postcode on the row.
    pub by_postcode: u64,
    /// Of those with both a code and a point: how many agree.
    pub code_and_point_agree: u64,
    /// Of those with both: how many name different areas. The code was followed.
    pub code_and_point_disagree: u64,
    /// In a known area outside the place.
    pub outside_place: u64,
    /// With nothing that says where.
    pub no_location: u64,
    /// With a code or postcode nobody knows, or a point in no area.
    pub unknown_location: u64,
}

impl Placement {
    /// Rows placed in an area of the place.
    pub fn placed(&self) -> u64 {
        self.by_code + self.by_point + self.by_postcode
    }

    /// Rows whose area could not be told.
    pub fn unplaced(&self) -> u64 {
        self.no_location + self.unknown_location
    }

    /// Every row that was judged.
    pub fn total(&self) -> u64 {
        self.placed() + self.outside_place + self.unplaced()
    }
}

/// The measured amount (people, crimes) that went in, and where it went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Amount {
    /// The sum over the rows in use.
    pub total: Count,
    /// In areas of the place.
    pub placed: Count,
    /// In areas outside the place.
    pub outside_place: Count,
    /// In no area.
    pub unplaced: Count,
}

/// Whether a month or a provider was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Coverage {
    /// Seen, with as many rows as its neighbours lead one to expect.
    Observed,
    /// Seen, but with far fewer rows than expected.
    Partial,
    /// Not seen at all.
    Absent,
}

/// Everything one source brought.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Entry {
    /// The source, for example `crime` or `uptake: library`.
    pub source: String,
    /// Whether each row speaks of one person, so that even the number of rows left out may say too much.
    pub of_people: bool,
    /// The files it came from, in order of their names.
    pub files: Vec<FileRead>,
    /// Rows read from all files.
    pub rows_read: u64,
    /// Rows that count towards a figure or were judged for their place.
    pub rows_used: u64,
    /// Rows left out, by reason.
    pub dropped: BTreeMap<String, u64>,
    /// Where the rows in use were placed.
    pub placement: Placement,
    /// Where the measured amount went.
    pub amount: Amount,
    /// Months or providers, with what was seen of them.
    pub coverage: BTreeMap<String, Coverage>,
    /// Sentences a reader of the figures should know.
    pub notes: Vec<String>,
}

impl Entry {
    /// An empty entry for a source.
    pub fn new(source: impl Into<String>) -> Self {
        Self { source: source.into(), ..Self::default() }
    }

    /// Leaves a row out, with the reason.
    pub fn drop_rows(&mut self, reason: &str, rows: u64) {
        if rows > 0 {
            *self.dropped.entry(reason.to_owned()).or_default() += rows;
        }
    }

    /// Whether any of its numbers of rows is small: above zero and below `threshold`.
    pub fn has_few(&self, threshold: u32) -> bool {
        let placement = &self.placement;
        let left_out = self.rows_read.saturating_sub(self.rows_used);
        let judged = [placement.placed(), placement.outside_place, placement.unplaced()];
        let all = [self.rows_read, self.rows_used, left_out].into_iter().chain(judged);
        all.chain(self.dropped.values().copied()).any(|rows| rows > 0 && rows < u64::from(threshold))
    }

    /// Whether every row read is accounted for: used or dropped, and every used row placed or not.
    pub fn balances(&self) -> bool {
        let dropped: u64 = self.dropped.values().sum();
        let rows = self.rows_read == self.rows_used + dropped && self.rows_used == self.placement.total();
        let amount = &self.amount;
        let whole = amount.placed + amount.outside_place + amount.unplaced;
        rows && close(whole.lowest, amount.total.lowest) && close(whole.highest, amount.total.highest)
    }

    /// Months observed, where the source has months.
    pub fn periods_observed(&self) -> usize {
        self.coverage.values().filter(|c| **c != Coverage::Absent).count()
    }

    /// The share of rows in use whose area could not be told.
    pub fn unplaced_share(&self) -> f64 {
        if self.rows_used == 0 { 0.0 } else { self.placement.unplaced() as f64 / self.rows_used as f64 }
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// The entries of all sources, in the order the assessment names them.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Ledger {
    /// One entry per source.
    pub entries: Vec<Entry>,
}

/// The ledger in lines, for the screen: what each source brought and where it went.
impl std::fmt::Display for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for entry in &self.entries {
            let placement = &entry.placement;
            write!(f, "{}: {} rows read, {} used", entry.source, entry.rows_read, entry.rows_used)?;
            for (reason, rows) in &entry.dropped {
                write!(f, ", {rows} {reason}")?;
            }
            writeln!(
                f,
                "; {} placed, {} outside the place, {} not placed",
                placement.placed(),
                placement.outside_place,
                placement.unplaced()
            )?;
        }
        Ok(())
    }
}
