//! Files as blocks of decoded text, each cut at the end of a row, hashed as the bytes pass.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};

use encoding_rs::{Decoder, UTF_8};

use crate::problem::Problem;
use crate::read::format;
use crate::read::rows::last_row_end;
use crate::read::text::{TextFile, not_as_declared};

/// The longest row that is believed.
pub(crate) const LONGEST_ROW: usize = 16 << 20;

/// How large blocks are, and how long a row may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// Bytes read at a time.
    pub(crate) block: usize,
    /// Bytes in the longest row.
    pub(crate) longest_row: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { block: 4 << 20, longest_row: LONGEST_ROW }
    }
}

/// A piece of a file, from the start of a row to the end of one.
#[derive(Debug)]
pub(crate) struct Block {
    /// Which file, as a position in the list.
    pub(crate) file: usize,
    /// Where the block stands among all blocks of all files.
    pub(crate) order: usize,
    /// Its bytes: UTF-8 when decoded, otherwise as read.
    pub(crate) text: Vec<u8>,
    /// With the last block of a file, what was found out about the whole of it.
    pub(crate) end: Option<FileEnd>,
}

/// What is known of a file once its last byte was read.
#[derive(Debug)]
pub(crate) struct FileEnd {
    /// Bytes read.
    pub(crate) bytes: u64,
    /// BLAKE3 hash of them, in hexadecimal.
    pub(crate) hash: String,
    /// Why reading ended before the end, if it did: the row after the last whole one is at fault.
    pub(crate) fault: Option<Problem>,
}

/// All blocks of all files, in order.
pub(crate) struct Blocks<'f> {
    waiting: VecDeque<(usize, &'f TextFile)>,
    open: Option<(usize, Source<'f>)>,
    order: usize,
    sizes: Sizes,
    /// Set when the rest need not be read.
    halt: &'f AtomicBool,
}

impl<'f> Blocks<'f> {
    pub(crate) fn new(files: &'f [TextFile], sizes: Sizes, halt: &'f AtomicBool) -> Self {
        Self { waiting: files.iter().enumerate().collect(), open: None, order: 0, sizes, halt }
    }

    fn block(&mut self, file: usize, text: Vec<u8>, end: Option<FileEnd>) -> Block {
        let order = self.order;
        self.order += 1;
        Block { file, order, text, end }
    }
}

impl Iterator for Blocks<'_> {
    type Item = Block;

    fn next(&mut self) -> Option<Block> {
        if self.halt.load(Ordering::Relaxed) {
            return None;
        }
        let (file, mut source) = match self.open.take() {
            Some(open) => open,
            None => {
                let (index, file) = self.waiting.pop_front()?;
                match Source::open(file) {
                    Ok(source) => (index, source),
                    Err(fault) => {
                        let end = FileEnd { bytes: 0, hash: String::new(), fault: Some(fault) };
                        return Some(self.block(index, Vec::new(), Some(end)));
                    }
                }
            }
        };
        let (text, fault) = source.next_block(self.sizes);
        if source.ended || fault.is_some() {
            let hash = source.hasher.finalize().to_hex().to_string();
            let end = FileEnd { bytes: source.bytes, hash, fault };
            return Some(self.block(file, text, Some(end)));
        }
        self.open = Some((file, source));
        Some(self.block(file, text, None))
    }
}

/// One open file.
struct Source<'f> {
    about: &'f TextFile,
    file: File,
    hasher: blake3::Hasher,
    decoder: Option<Decoder>,
    bytes: u64,
    /// Decoded bytes of titles and headers still to be passed over.
    skip: usize,
    /// The start of a row whose end has not been read.
    rest: Vec<u8>,
    ended: bool,
}

impl<'f> Source<'f> {
    fn open(about: &'f TextFile) -> Result<Self, Problem> {
        let (file, _) = format::open(about.path())?;
        let encoding = about.encoding();
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_with_bom_removal());
        let skip = about.body().bytes;
        let hasher = blake3::Hasher::new();
        Ok(Self { about, file, hasher, decoder, bytes: 0, skip, rest: Vec::new(), ended: false })
    }

    /// Text up to the end of a row, and what is wrong with the row after it, if anything is.
    fn next_block(&mut self, sizes: Sizes) -> (Vec<u8>, Option<Problem>) {
        let mut text = Vec::with_capacity(sizes.block + self.rest.len() + 64);
        text.append(&mut self.rest);
        loop {
            if let Err(fault) = self.read_more(&mut text, sizes.block) {
                return (text, Some(fault));
            }
            let cut = last_row_end(&text, self.about.delimiter(), self.ended);
            if self.ended && !cut.open_quote {
                return (text, None);
            }
            if self.ended || text.len() - cut.at > sizes.longest_row {
                text.truncate(cut.at);
                let fault = if self.ended { never_closed() } else { too_long(sizes.longest_row) };
                return (text, Some(fault.file(self.about.path())));
            }
            if cut.at > 0 {
                self.rest = text.split_off(cut.at);
                return (text, None);
            }
        }
    }

    fn read_more(&mut self, text: &mut Vec<u8>, size: usize) -> Result<(), Problem> {
        let before = text.len();
        if self.decoder.is_some() {
            self.decode_more(text, size)?;
        } else {
            let limit = u64::try_from(size).unwrap_or(u64::MAX);
            let read = (&mut self.file).take(limit).read_to_end(text).map_err(|e| self.unreadable(&e))?;
            self.note(&text[before..], read < size);
            if self.bytes == read as u64 && text.starts_with(b"\xef\xbb\xbf") {
                text.drain(..3);
            }
        }
        let passed = self.skip.min(text.len() - before);
        text.drain(before..before + passed);
        self.skip -= passed;
        Ok(())
    }

    fn note(&mut self, raw: &[u8], ended: bool) {
        self.hasher.update(raw);
        self.bytes += raw.len() as u64;
        self.ended = ended;
    }

    fn decode_more(&mut self, text: &mut Vec<u8>, size: usize) -> Result<(), Problem> {
        let mut raw = Vec::with_capacity(size);
        let limit = u64::try_from(size).unwrap_or(u64::MAX);
        (&mut self.file).take(limit).read_to_end(&mut raw).map_err(|e| self.unreadable(&e))?;
        self.note(&raw, raw.len() < size);
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        let room = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(raw.len() * 3 + 16);
        let mut decoded = String::with_capacity(room);
        let (_, _, malformed) = decoder.decode_to_string(&raw, &mut decoded, self.ended);
        if malformed {
            return Err(not_as_declared(self.about.path(), self.about.encoding()));
        }
        text.extend_from_slice(decoded.as_bytes());
        Ok(())
    }

    fn unreadable(&self, cause: &std::io::Error) -> Problem {
        format::unreadable(self.about.path(), cause)
    }
}

/// The error that a quote is opened in a row and no other follows.
pub(crate) fn never_closed() -> Problem {
    Problem::error("a quote is opened here and never closed").hint("close it, or take it out")
}

/// The error that a row is longer than is believed.
pub(crate) fn too_long(longest: usize) -> Problem {
    let what = format!(
        "the row is longer than {} MiB: the file has no line breaks, or a quote is never closed",
        longest >> 20
    );
    Problem::error(what).hint("export the file again with one record a line")
}
