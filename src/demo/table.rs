//! Writing rows to a CSV file.
use std::fmt::Display;
use std::io;
use std::path::Path;

/// Writes one CSV file with a header row.
pub(super) fn write(path: &Path, header: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.flush()
}

/// Owned cells from anything that prints.
pub(super) fn row<const CELLS: usize>(cells: [&dyn Display; CELLS]) -> Vec<String> {
    cells.iter().map(|cell| cell.to_string()).collect()
}

/// A longitude or latitude with the six decimal places of published files.
pub(super) fn degrees(value: f64) -> String {
    format!("{value:.6}")
}
