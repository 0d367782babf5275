//! A file that is measured while it is written, so that it need not be read again.

use std::fs::File;
use std::io::{self, Write};

/// A file, its length and its hash so far.
pub(super) struct Measured {
    file: File,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl Measured {
    /// A file about to be written.
    pub(super) fn new(file: File) -> Self {
        Self { file, hasher: blake3::Hasher::new(), bytes: 0 }
    }

    /// Its length in bytes and the hexadecimal BLAKE3 hash of them.
    pub(super) fn finish(mut self) -> io::Result<(u64, String)> {
        self.file.flush()?;
        Ok((self.bytes, self.hasher.finalize().to_hex().to_string()))
    }
}

impl Write for Measured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.hasher.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
