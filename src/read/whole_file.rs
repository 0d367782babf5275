//! The hash and size of a file that is not read as text.

use std::path::Path;

use crate::ledger::FileRead;
use crate::problem::Problem;
use crate::read::format;

/// Reads a whole file for its hash; the rows are filled in when they are known.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn read(path: &Path, layout: String) -> Result<FileRead, Problem> {
    let (file, bytes) = format::open(path)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file).map_err(|e| format::unreadable(path, &e))?;
    let hash = hasher.finalize().to_hex().to_string();
    Ok(FileRead { file: path.display().to_string(), bytes, hash, rows: 0, geography: None, layout })
}
