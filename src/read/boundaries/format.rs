//! Which format a boundary file is in, by its first bytes.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::Refusal;
use super::open::cannot_open;
use crate::problem::Problem;

/// A format that boundaries are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    GeoJson,
    GeoPackage,
    Shapefile,
    FlatGeobuf,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GeoJson => "GeoJSON file",
            Self::GeoPackage => "GeoPackage",
            Self::Shapefile => "Shapefile",
            Self::FlatGeobuf => "FlatGeobuf file",
        })
    }
}

/// How many bytes tell a format.
const HEAD: usize = 512;

/// What would do instead.
const READABLE: &str = "boundaries are read from GeoJSON, GeoPackage, Shapefile (.shp) and FlatGeobuf";

impl Format {
    /// The format of a file.
    pub(super) fn of_file(path: &Path) -> Result<Self, Refusal> {
        let mut head = Vec::with_capacity(HEAD);
        let file = File::open(path).map_err(|e| cannot_open(path, &e))?;
        file.take(HEAD as u64).read_to_end(&mut head).map_err(|e| cannot_open(path, &e))?;
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        Self::of(&head, extension).map_err(|(what, hint)| Box::new(Problem::error(what).hint(hint)))
    }

    /// The format of a file that starts with these bytes; else what it is instead, and what to do.
    fn of(head: &[u8], extension: &str) -> Result<Self, (&'static str, &'static str)> {
        let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if head.starts_with(b"SQLite format 3\0") {
            return Ok(Self::GeoPackage);
        }
        if head.starts_with(b"fgb\x03") {
            return Ok(Self::FlatGeobuf);
        }
        if head.starts_with(&[0, 0, 0x27, 0x0A]) {
            return if extension.eq_ignore_ascii_case("shx") {
                Err(("the index of a Shapefile, not its shapes", "name the file that ends in .shp"))
            } else {
                Ok(Self::Shapefile)
            };
        }
        // A file may open with blank lines, more of them than were looked at.
        let blank_so_far = text.is_empty() && head.len() == HEAD;
        if blank_so_far || text.starts_with(b"{") {
            Ok(Self::GeoJson)
        } else {
            Err(instead(head, text, extension))
        }
    }
}

/// What a file is that is none of the formats, and what to do.
fn instead(head: &[u8], text: &[u8], extension: &str) -> (&'static str, &'static str) {
    let lower: Vec<u8> = text.iter().take(64).map(u8::to_ascii_lowercase).collect();
    if text.is_empty() {
        return ("the file is empty", "export or download it again");
    }
    if head.starts_with(b"PK\x03\x04") {
        return ("a zip archive, not boundaries", "unpack it and name the boundary file inside");
    }
    if head.starts_with(&[0x1F, 0x8B]) || head.starts_with(b"7z\xBC\xAF") {
        return ("a compressed archive, not boundaries", "unpack it and name the boundary file inside");
    }
    if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") {
        return ("a web page, not boundaries", "download the file itself, not the page about it");
    }
    if text.starts_with(b"<") {
        return ("XML (perhaps KML or GML), which is not read", READABLE);
    }
    if head.starts_with(b"PAR1") {
        return ("a Parquet file, which boundaries are not read from", READABLE);
    }
    if extension.eq_ignore_ascii_case("dbf") {
        return ("the attributes of a Shapefile, not its shapes", "name the file that ends in .shp");
    }
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
        return ("text in UTF-16, which GeoJSON is not written in", "save it again as UTF-8");
    }
    ("not boundaries in a format that is known", READABLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(head: &[u8], extension: &str) -> String {
        match Format::of(head, extension) {
            Ok(format) => format.to_string(),
            Err((what, _)) => what.to_owned(),
        }
    }

    #[test]
    fn the_first_bytes_tell_the_format_whatever_the_file_is_called() {
        assert_eq!(told(b"\xEF\xBB\xBF \n{\"type\":", "shp"), "GeoJSON file");
        assert_eq!(told(b"SQLite format 3\0...", "geojson"), "GeoPackage");
        assert_eq!(told(&[0, 0, 0x27, 0x0A, 0], "shp"), "Shapefile");
        assert_eq!(told(b"fgb\x03fgb\x01", "fgb"), "FlatGeobuf file");
    }

    #[test]
    fn what_is_not_boundaries_is_named() {
        assert_eq!(told(b"", "geojson"), "the file is empty");
        assert_eq!(told(b"  \n", "geojson"), "the file is empty");
        assert_eq!(told(b"PK\x03\x04....", "geojson"), "a zip archive, not boundaries");
        assert_eq!(told(b"\n<!DOCTYPE html><html>", "geojson"), "a web page, not boundaries");
        assert_eq!(told(b"<?xml version", "gml"), "XML (perhaps KML or GML), which is not read");
        assert_eq!(told(&[0, 0, 0x27, 0x0A], "SHX"), "the index of a Shapefile, not its shapes");
        assert_eq!(told(b"\x03\x7a", "dbf"), "the attributes of a Shapefile, not its shapes");
        assert_eq!(told(b"code,name\n", "csv"), "not boundaries in a format that is known");
    }
}
