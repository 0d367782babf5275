//! Opening a boundary file, and the hash of its bytes.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::Refusal;
use crate::read::format::unreadable;

/// How much is read from a file at once.
const BLOCK: usize = 1 << 20;

/// A file whose bytes are hashed as they are read.
pub(super) struct Hashed {
    file: File,
    hasher: blake3::Hasher,
    bytes: u64,
}

/// The size of a file and the BLAKE3 hash of its bytes in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fingerprint {
    pub(super) bytes: u64,
    pub(super) hash: String,
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.hasher.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

/// Opens a file so that its bytes are hashed as they are read.
pub(super) fn hashed(path: &Path) -> Result<BufReader<Hashed>, Refusal> {
    let file = File::open(path).map_err(|e| cannot_open(path, &e))?;
    Ok(BufReader::with_capacity(BLOCK, Hashed { file, hasher: blake3::Hasher::new(), bytes: 0 }))
}

/// The fingerprint of a file, of which the rest is read.
pub(super) fn finish(path: &Path, mut reader: BufReader<Hashed>) -> Result<Fingerprint, Refusal> {
    io::copy(&mut reader, &mut io::sink()).map_err(|e| cannot_open(path, &e))?;
    let hashed = reader.into_inner();
    Ok(Fingerprint { bytes: hashed.bytes, hash: hashed.hasher.finalize().to_hex().to_string() })
}

/// The fingerprint of a file that is read by other means.
pub(super) fn fingerprint(path: &Path) -> Result<Fingerprint, Refusal> {
    finish(path, hashed(path)?)
}

/// The problem with a file that cannot be opened or read, in the words of every other source.
pub(super) fn cannot_open(path: &Path, error: &io::Error) -> Refusal {
    Box::new(unreadable(path, error))
}
