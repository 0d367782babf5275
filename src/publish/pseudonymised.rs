//! An agency's file with pseudonyms in the place of its own ids, as CSV. It speaks of persons: only its owner may open
//! it, and it is not published.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use csv::{Terminator, WriterBuilder};
use tempfile::NamedTempFile;

use super::PublishError;

/// Writes headers and rows, whole or not at all; what stands at `path` already is left as it is.
///
/// UTF-8, commas, CRLF line ends, quotes only where needed. Cells are as they are given.
///
/// # Errors
/// When something stands at `path`, or the disk refuses.
pub fn write<'c, Row>(
    path: &Path,
    headers: &[&str],
    rows: impl Iterator<Item = Row>,
) -> Result<(), PublishError>
where
    Row: IntoIterator<Item = &'c str>,
{
    try_write(path, headers, rows).map_err(|source| PublishError::Write { path: path.to_owned(), source })
}

fn try_write<'c, Row>(path: &Path, headers: &[&str], rows: impl Iterator<Item = Row>) -> io::Result<()>
where
    Row: IntoIterator<Item = &'c str>,
{
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Made so that only its owner may open it.
    let hidden = NamedTempFile::new_in(folder)?;
    let out = BufWriter::with_capacity(1 << 18, hidden);
    let mut file = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    file.write_record(headers)?;
    for row in rows {
        file.write_record(row)?;
    }
    let mut out = file.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    out.flush()?;
    let hidden = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    hidden.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn rows_are_written_whole_and_nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let rows = [["A, B", "p"], ["", ""]];
        write(&path, &["ward", "id"], rows.into_iter()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "ward,id\r\n\"A, B\",p\r\n,\r\n");
        let again = write(&path, &["ward"], [["x"]].into_iter());
        assert!(matches!(again, Err(PublishError::Write { .. })));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(fs::read_to_string(&path).unwrap().starts_with("ward,id"));
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_open_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        write(&path, &["id"], [["p"]].into_iter()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
    }
}
