//! Opening delimited text: its encoding, its delimiter, its line ends, and where its data start.

use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::problem::{Problem, Problems};
use crate::read::blocks::{LONGEST_ROW, never_closed, too_long};
use crate::read::delimiter;
use crate::read::format::{self, Format};
use crate::read::rows::last_row_end;

/// How much of the start of a file is looked at to tell its layout. Headers must lie within it.
const SAMPLE: u64 = 64 << 10;

/// What the assessment says of a text file; what it leaves open is found from the file itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextOptions<'a> {
    /// The mark between cells.
    pub delimiter: Option<char>,
    /// The encoding, by any of its usual names, for example `utf-8` or `windows-1252`.
    pub encoding: Option<&'a str>,
}

/// A text file whose layout is known and whose rows can be read.
#[derive(Debug, Clone)]
pub struct TextFile {
    path: PathBuf,
    length: u64,
    encoding: &'static Encoding,
    /// Whether the encoding was declared or marked, so that nothing else may be tried.
    encoding_stated: bool,
    delimiter: u8,
    line_end: &'static str,
    /// The first rows, decoded, as many as fit the sample whole.
    sample: String,
    /// Where the data start: bytes of decoded text passed over, and rows in them.
    body: Start,
}

/// A place in decoded text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Start {
    /// Bytes before it.
    pub(crate) bytes: usize,
    /// Rows before it.
    pub(crate) rows: u64,
}

impl TextFile {
    /// Opens a file and finds its layout.
    ///
    /// # Errors
    /// `None`, with the reason among the problems: missing, empty, not text, an unknown encoding, not in
    /// the declared encoding.
    pub fn open(path: &Path, options: TextOptions<'_>, problems: &mut Problems) -> Option<Self> {
        match Self::try_open(path, options, problems) {
            Ok(file) => Some(file),
            Err(problem) => {
                problems.push(problem);
                None
            }
        }
    }

    fn try_open(path: &Path, options: TextOptions<'_>, problems: &mut Problems) -> Result<Self, Problem> {
        let declared = options.encoding.map(|name| named_encoding(path, name)).transpose()?;
        let delimiter = options.delimiter.map(|mark| delimiter::declared(path, mark)).transpose()?;
        match format::format_of(path)? {
            Format::Text => {}
            other => return Err(misnamed(path, other)),
        }
        let (file, length) = format::open(path)?;
        let (raw, whole) = first_bytes(path, file)?;
        let encoding = find_encoding(path, &raw, whole, declared, problems)?;
        let mut sample = decode(path, encoding, &raw, whole, declared.is_some())?;
        let delimiter = delimiter.unwrap_or_else(|| delimiter::find(&sample));
        if !whole {
            let cut = last_row_end(sample.as_bytes(), delimiter, false);
            if cut.at == 0 && cut.open_quote {
                return Err(never_closed().file(path).row(1));
            }
            sample.truncate(if cut.at == 0 { sample.len() } else { cut.at });
        }
        Ok(Self {
            path: path.to_owned(),
            length,
            encoding,
            encoding_stated: declared.is_some() || Encoding::for_bom(&raw).is_some(),
            delimiter,
            line_end: line_end(&sample),
            sample,
            body: Start::default(),
        })
    }

    /// The file, as it was named to the run.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its size in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The mark between its cells.
    pub(crate) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Its first rows, decoded.
    pub(crate) fn sample(&self) -> &str {
        &self.sample
    }

    /// Where its data start.
    pub(crate) fn body(&self) -> Start {
        self.body
    }

    /// Says where its data start; of the first rows, those above are all that is still needed.
    pub(crate) fn starting_at(mut self, body: Start) -> Self {
        self.body = body;
        self.sample.truncate(body.bytes);
        self.sample.shrink_to_fit();
        self
    }

    /// The encoding it is read in.
    pub(crate) fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// Reads on in Windows-1252 where UTF-8 was only assumed; tells whether that may be.
    pub(crate) fn fall_back(&mut self) -> bool {
        if self.encoding != UTF_8 || self.encoding_stated {
            return false;
        }
        let (head, _, _) = WINDOWS_1252.decode(&self.sample.as_bytes()[..self.body.bytes]);
        self.body.bytes = head.len();
        let (sample, _, _) = WINDOWS_1252.decode(self.sample.as_bytes());
        self.sample = sample.into_owned();
        self.encoding = WINDOWS_1252;
        true
    }

    /// What was noticed of its layout, for the ledger.
    pub(crate) fn layout(&self) -> String {
        let mark = delimiter::words(self.delimiter);
        format!("CSV, {mark}, {}, {}", self.encoding.name(), self.line_end)
    }
}

/// The first bytes of a file, as many as hold a line end, and whether they are all there are.
fn first_bytes(path: &Path, mut file: impl Read) -> Result<(Vec<u8>, bool), Problem> {
    let mut raw = Vec::new();
    let mut wanted = SAMPLE;
    loop {
        let unread = wanted - raw.len() as u64;
        (&mut file).take(unread).read_to_end(&mut raw).map_err(|e| format::unreadable(path, &e))?;
        let whole = (raw.len() as u64) < wanted;
        if whole || memchr::memchr2(b'\n', b'\r', &raw).is_some() {
            return Ok((raw, whole));
        }
        if raw.len() >= LONGEST_ROW {
            return Err(too_long(LONGEST_ROW).file(path).row(1));
        }
        wanted *= 4;
    }
}

/// A workbook or Parquet file where delimited text is needed.
fn misnamed(path: &Path, found: Format) -> Problem {
    let name = path.extension().map(|e| format!(" named .{}", e.to_string_lossy())).unwrap_or_default();
    Problem::error(format!("this is {}{name}, not delimited text", found.words()))
        .file(path)
        .hint("save it as CSV")
}

fn named_encoding(path: &Path, name: &str) -> Result<&'static Encoding, Problem> {
    Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| {
        Problem::error(format!("there is no encoding \"{name}\""))
            .file(path)
            .hint("use utf-8, windows-1252 or utf-16le, or leave it out to have it found")
    })
}

/// The encoding: by the byte order mark, as declared, UTF-8 when valid, otherwise Windows-1252.
fn find_encoding(
    path: &Path,
    raw: &[u8],
    whole: bool,
    declared: Option<&'static Encoding>,
    problems: &mut Problems,
) -> Result<&'static Encoding, Problem> {
    if let Some((marked, _)) = Encoding::for_bom(raw) {
        if let Some(other) = declared.filter(|d| *d != marked) {
            let what = format!("declared {}, but its byte order mark says {}", other.name(), marked.name());
            problems.push(Problem::warning(what).file(path).hint("the mark was followed"));
        }
        return Ok(marked);
    }
    if let Some(declared) = declared {
        return Ok(declared);
    }
    let zeros = raw.iter().filter(|b| **b == 0).count();
    if zeros > 0 {
        return without_mark(path, raw, zeros);
    }
    let valid = match std::str::from_utf8(raw) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && !whole,
    };
    Ok(if valid { UTF_8 } else { fall_back(path, raw, problems) })
}

/// UTF-16 without its mark has a zero in every other byte of plain text; other files with zeros are no text.
fn without_mark(path: &Path, raw: &[u8], zeros: usize) -> Result<&'static Encoding, Problem> {
    let even = raw.iter().step_by(2).filter(|b| **b == 0).count();
    if zeros * 5 > raw.len() * 2 && (even == 0 || even == zeros) {
        return Ok(if even == 0 { UTF_16LE } else { UTF_16BE });
    }
    Err(Problem::error("the file holds zero bytes: it is not text").file(path).hint("export it again as CSV"))
}

fn fall_back(path: &Path, raw: &[u8], problems: &mut Problems) -> &'static Encoding {
    let valid = std::str::from_utf8(raw).map_or_else(|e| e.valid_up_to(), str::len);
    let before = std::str::from_utf8(&raw[..valid]).unwrap_or_default();
    let mark = delimiter::find(before);
    let mut rows = crate::read::rows::Rows::new(before, mark);
    while rows.next_row().is_some() {}
    let ended = before.is_empty() || before.ends_with(['\n', '\r']);
    problems.push(not_utf8(path, rows.counted() + u64::from(ended)));
    WINDOWS_1252
}

/// The warning that a file is not UTF-8 and what it was taken for.
pub(crate) fn not_utf8(path: &Path, row: u64) -> Problem {
    Problem::warning("not valid UTF-8: the file was read as windows-1252")
        .file(path)
        .row(row)
        .hint("if accents look wrong, declare its encoding or save it as UTF-8")
}

/// Decodes the sample, which may end within a character.
fn decode(
    path: &Path,
    encoding: &'static Encoding,
    raw: &[u8],
    whole: bool,
    declared: bool,
) -> Result<String, Problem> {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(raw.len()).unwrap_or(raw.len() * 3));
    let (_, _, malformed) = decoder.decode_to_string(raw, &mut text, whole);
    if malformed && declared {
        return Err(not_as_declared(path, encoding));
    }
    Ok(text)
}

/// The error that a file is not in the encoding it was declared in.
pub(crate) fn not_as_declared(path: &Path, encoding: &'static Encoding) -> Problem {
    Problem::error(format!("not valid {}, although it is declared or marked as that", encoding.name()))
        .file(path)
        .hint("leave the encoding out to have it found, or declare the right one")
}

fn line_end(sample: &str) -> &'static str {
    match sample.find(['\n', '\r']) {
        Some(at) if sample[at..].starts_with("\r\n") => "CRLF",
        Some(at) if sample[at..].starts_with('\r') => "CR",
        _ => "LF",
    }
}

/// A header as it is compared: trimmed, runs of blanks and line ends as one blank, no byte order mark.
pub(crate) fn tidy(header: &str) -> Cow<'_, str> {
    let trimmed = header.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let untidy = trimmed.contains(|c: char| c.is_whitespace() && c != ' ') || trimmed.contains("  ");
    if untidy {
        Cow::Owned(trimmed.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(trimmed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn opened(bytes: &[u8], options: TextOptions<'_>) -> (Option<TextFile>, String) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("u.csv");
        fs::write(&path, bytes).expect("written");
        let mut problems = Problems::none();
        let file = TextFile::open(&path, options, &mut problems);
        (file, problems.to_string().replace(&format!("{}/", folder.path().display()), ""))
    }

    #[test]
    fn a_byte_order_mark_is_taken_off() {
        let (file, said) = opened(b"\xef\xbb\xbfcode,n\nE1,2\n", TextOptions::default());
        assert_eq!(file.expect("opened").sample(), "code,n\nE1,2\n");
        assert_eq!(said, "");
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        let text: Vec<u8> = "a;b\r\n1;2\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.clone()).collect();
        for bytes in [text, marked] {
            let (file, _) = opened(&bytes, TextOptions::default());
            let file = file.expect("opened");
            assert_eq!(file.sample(), "a;b\r\n1;2\r\n");
            assert_eq!(file.layout(), "CSV, semicolon, UTF-16LE, CRLF");
        }
    }

    #[test]
    fn text_that_is_not_utf_8_is_read_as_windows_1252_with_a_warning() {
        let (file, said) = opened(b"name,n\nBeth,1\nZo\xeb,2\n", TextOptions::default());
        assert_eq!(file.expect("opened").sample(), "name,n\nBeth,1\nZoë,2\n");
        assert!(
            said.starts_with("warning: u.csv, row 3: not valid UTF-8: the file was read as windows-1252"),
            "{said}"
        );
    }

    #[test]
    fn text_declared_as_utf_8_must_be() {
        let options = TextOptions { encoding: Some("utf-8"), ..TextOptions::default() };
        let (file, said) = opened(b"name\nZo\xeb\n", options);
        assert!(file.is_none());
        assert!(
            said.starts_with("error: u.csv: not valid UTF-8, although it is declared or marked as that"),
            "{said}"
        );
    }

    #[test]
    fn zero_bytes_are_refused() {
        let (_, said) = opened(b"a,b\n1,\0\n", TextOptions::default());
        assert!(said.starts_with("error: u.csv: the file holds zero bytes: it is not text"), "{said}");
    }

    #[test]
    fn a_workbook_named_csv_is_told() {
        let (_, said) = opened(b"PK\x03\x04....xl/workbook.xml", TextOptions::default());
        assert_eq!(
            said,
            "error: u.csv: this is an Excel workbook named .csv, not delimited text\n  hint: save it as CSV"
        );
    }

    #[test]
    fn a_first_line_without_end_is_refused() {
        let (_, said) = opened(&vec![b'a'; LONGEST_ROW + 1], TextOptions::default());
        assert!(said.starts_with("error: u.csv, row 1: the row is longer than 16 MiB"), "{said}");
        let quote = [b"\"a".to_vec(), b"b\n".repeat(1 << 16)].concat();
        let (_, said) = opened(&quote, TextOptions::default());
        assert!(said.starts_with("error: u.csv, row 1: a quote is opened here and never closed"), "{said}");
    }

    #[test]
    fn headers_longer_than_the_usual_sample_are_read() {
        let text = format!("{}end\n1\n", "a,".repeat(200_000));
        let (file, said) = opened(text.as_bytes(), TextOptions::default());
        assert!(file.expect(&said).sample().contains("end"));
    }

    #[test]
    fn an_unknown_encoding_is_refused() {
        let (_, said) = opened(b"a\n", TextOptions { encoding: Some("ansii"), ..TextOptions::default() });
        assert!(said.starts_with("error: u.csv: there is no encoding \"ansii\""), "{said}");
    }

    #[test]
    fn a_header_is_compared_without_its_line_ends() {
        assert_eq!(tidy(" LSOA code\n (2011) "), "LSOA code (2011)");
    }
}
