//! What a file is, judged by its first bytes and never by its name.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use memchr::memmem;

use crate::problem::Problem;

/// The formats tables are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Delimited text.
    Text,
    /// Excel 2007 and later (`.xlsx`).
    Xlsx,
    /// Excel 97 to 2003 (`.xls`).
    Xls,
    /// OpenDocument spreadsheet (`.ods`).
    Ods,
    /// Apache Parquet.
    Parquet,
}

impl Format {
    /// The format in a reader's words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Text => "delimited text",
            Self::Xlsx | Self::Xls => "an Excel workbook",
            Self::Ods => "an OpenDocument spreadsheet",
            Self::Parquet => "a Parquet file",
        }
    }
}

/// How much of the end of an archive is searched for the names of its members.
const TAIL: u64 = 66_000;

/// Files that are certainly not tables: how they start, what they are, and what to do.
const FOREIGN: &[(&[u8], &str, &str)] = &[
    (b"\x1f\x8b", "a gzip archive", "unpack it and name the file inside"),
    (b"BZh", "a bzip2 archive", "unpack it and name the file inside"),
    (b"\xfd7zXZ", "an xz archive", "unpack it and name the file inside"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it and name the file inside"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it and name the file inside"),
    (b"SQLite format 3\0", "an SQLite or GeoPackage file", "export the table as CSV"),
    (b"%PDF", "a PDF document", "ask for the table as CSV or XLSX"),
    (b"{\\rtf", "a rich text document", "save the table as CSV or XLSX"),
];

/// Tells what a file is.
///
/// # Errors
/// A file that is missing, a folder, unreadable, empty, or of a kind that holds no table; each with its cure.
pub(crate) fn format_of(path: &Path) -> Result<Format, Problem> {
    let (mut file, length) = open(path)?;
    let mut head = Vec::new();
    (&mut file).take(4096).read_to_end(&mut head).map_err(|e| unreadable(path, &e))?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return archive(path, &mut file, length, head);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(Format::Xls);
    }
    if head.starts_with(b"PAR1") {
        return Ok(Format::Parquet);
    }
    match foreign(&head) {
        Some((what, cure)) => Err(Problem::error(format!("this is {what}")).file(path).hint(cure)),
        None => Ok(Format::Text),
    }
}

/// Opens a file that must exist and hold something.
pub(crate) fn open(path: &Path) -> Result<(File, u64), Problem> {
    let about = fs::metadata(path).map_err(|e| unreadable(path, &e))?;
    if about.is_dir() {
        return Err(Problem::error("this is a folder, not a file").file(path).hint("name one file in it"));
    }
    if about.is_file() && about.len() == 0 {
        return Err(Problem::error("the file is empty").file(path).hint("export or download it again"));
    }
    let file = File::open(path).map_err(|e| unreadable(path, &e))?;
    Ok((file, about.len()))
}

/// A file that cannot be read, with the likeliest cure.
pub(crate) fn unreadable(path: &Path, cause: &io::Error) -> Problem {
    match cause.kind() {
        io::ErrorKind::NotFound => {
            Problem::error("there is no such file").file(path).hint(where_it_may_be(path))
        }
        io::ErrorKind::PermissionDenied => Problem::error("the file may not be read: permission denied")
            .file(path)
            .hint("ask for read access, or copy it to a folder of your own"),
        io::ErrorKind::IsADirectory => {
            Problem::error("this is a folder, not a file").file(path).hint("name one file in it")
        }
        _ => Problem::error(format!("the file cannot be read: {cause}")).file(path),
    }
}

/// The file of the same folder whose name comes nearest, or what is wrong with the folder.
fn where_it_may_be(path: &Path) -> String {
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(folder) else {
        return format!(
            "there is no folder {} either: name the folder of the data with --data",
            folder.display()
        );
    };
    let mut names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    match crate::read::nearest(&wanted, names.iter().map(String::as_str)) {
        Some(name) => format!("did you mean \"{name}\"?"),
        None => "check the path; it is relative to the data folder".to_owned(),
    }
}

fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    if let Some((_, what, cure)) = FOREIGN.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Some((what, cure));
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let start = text[..text.len().min(14)].to_ascii_lowercase();
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        return Some(("a web page, not a table", "download the file itself rather than the page about it"));
    }
    if start.starts_with(b"<?xml") {
        return Some(("an XML document", "save the table as CSV or XLSX"));
    }
    let json = start.starts_with(b"{\"") || start.starts_with(b"[{") || start.starts_with(b"{\n");
    json.then_some(("a JSON document", "save the table as CSV or XLSX"))
}

/// Tells workbooks, which are zip archives inside, from other zip archives.
fn archive(path: &Path, file: &mut File, length: u64, mut seen: Vec<u8>) -> Result<Format, Problem> {
    let tail = file
        .seek(SeekFrom::Start(length.saturating_sub(TAIL)))
        .and_then(|_| file.take(TAIL).read_to_end(&mut seen));
    tail.map_err(|e| unreadable(path, &e))?;
    if memmem::find(&seen, b"xl/workbook.xml").is_some() {
        return Ok(Format::Xlsx);
    }
    if memmem::find(&seen, b"opendocument.spreadsheet").is_some() {
        return Ok(Format::Ods);
    }
    let (what, cure) = if memmem::find(&seen, b"xl/workbook.bin").is_some() {
        ("this is a binary Excel workbook (.xlsb)", "save it as .xlsx")
    } else {
        ("this is a zip archive", "unpack it and name the file inside")
    };
    Err(Problem::error(what).file(path).hint(cure))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str, bytes: &[u8]) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        let problem = format_of(&path).expect_err("refused").to_string();
        problem.replace(&format!("{}/", folder.path().display()), "")
    }

    #[test]
    fn a_zip_called_csv_is_refused() {
        let message = refused("crime.csv", b"PK\x03\x04\x14\0\0\0\0\0street.csv");
        assert_eq!(
            message,
            "error: crime.csv: this is a zip archive\n  hint: unpack it and name the file inside"
        );
    }

    #[test]
    fn an_empty_file_is_refused() {
        assert_eq!(
            refused("u.csv", b""),
            "error: u.csv: the file is empty\n  hint: export or download it again"
        );
    }

    #[test]
    fn archives_and_web_pages_are_named_for_what_they_are() {
        assert!(refused("u.csv", b"\x1f\x8b\x08\0").contains("this is a gzip archive"));
        assert!(refused("u.csv", b"\n<!DOCTYPE html><html>").contains("this is a web page"));
        assert!(refused("u.csv", b"PK\x03\x04xl/workbook.bin").contains("save it as .xlsx"));
    }

    #[test]
    fn a_missing_file_is_refused_with_the_nearest_name() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("members.csv"), "a\n1\n").expect("written");
        let message = format_of(&folder.path().join("member.csv")).expect_err("refused").to_string();
        assert!(
            message.ends_with("member.csv: there is no such file\n  hint: did you mean \"members.csv\"?"),
            "{message}"
        );
    }

    #[test]
    fn a_folder_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let message = format_of(folder.path()).expect_err("refused").to_string();
        assert!(message.contains("this is a folder, not a file"), "{message}");
    }
}
