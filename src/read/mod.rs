//! Files become checked values: tables, police records and records of uptake.
#![allow(clippy::result_large_err, reason = "a problem is returned once for a file, never for each row")]

pub mod area_counts;
pub mod boundaries;
pub mod cells;
pub mod centres;
pub mod cohort;
pub mod deprivation;
pub mod groups;
pub mod indicator;
pub mod individuals;
pub mod lookup;
pub mod neighbour_list;
pub mod own_ids;
pub mod points;
pub mod police;
pub mod population;
pub mod postcodes;
pub mod shared_id;
pub mod sites;
pub mod source;
mod streams;
pub mod table;
pub mod text;
pub mod travel;

mod blocks;
mod column;
mod csv_table;
mod delimited;
mod delimiter;
mod distinct;
mod format;
mod header;
mod id_hash;
mod once;
mod parquet;
mod point;
mod row_faults;
mod rows;
mod sheet_rows;
mod whole_file;
mod workbook;
mod written;

pub use streams::{read_crime, read_records};

/// The name that looks most like the one wanted, if any looks like it at all.
pub(crate) fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = wanted.to_lowercase();
    let scored = names.map(|name| (strsim::jaro_winkler(&wanted, &name.to_lowercase()), name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
    (best.0 > 0.75).then_some(best.1)
}
