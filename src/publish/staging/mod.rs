//! The output folder is written whole or not at all.
//!
//! Files go into a hidden folder beside the output folder, which takes its place by a rename when
//! everything is written. Until then the output folder does not exist, or holds the earlier run
//! untouched. On an error, and when [`abandon`] is called, the hidden folder is removed.

mod folder;
mod measured;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tempfile::TempDir;

use crate::publish::PublishError;
use measured::Measured;

/// The folder that holds what must not leave the office; only its owner may open it.
pub const PRIVATE: &str = "private";

/// The hidden folders being written just now.
static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// One file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutputFile {
    /// Its name inside the output folder, with `/` between folders.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// BLAKE3 hash of its bytes, in hexadecimal.
    pub hash: String,
}

/// An output folder being written.
///
/// ```
/// use reachgap::publish::staging::Staging;
/// # let parent = tempfile::tempdir().unwrap();
/// # let out = parent.path().join("assessment");
/// let staging = Staging::begin(&out, false)?;
/// staging.write("public/note.txt", |file| Ok(file.write_all(b"ready")?))?;
/// assert!(!out.exists());
/// staging.commit()?;
/// assert_eq!(std::fs::read_to_string(out.join("public/note.txt")).unwrap(), "ready");
/// # Ok::<(), reachgap::publish::PublishError>(())
/// ```
#[derive(Debug)]
pub struct Staging {
    hidden: TempDir,
    out: PathBuf,
    replace: bool,
    made: folder::Made,
    written: Mutex<BTreeMap<String, Option<OutputFile>>>,
}

impl Staging {
    /// Begins a run that will be seen at `out` once it is complete, in the place of an earlier run's folder if
    /// `replace` says that it may be.
    ///
    /// # Errors
    /// When something stands at `out` that may not be replaced, or its parent cannot be written to.
    pub fn begin(out: &Path, replace: bool) -> Result<Self, PublishError> {
        let (out, made) = folder::settle(out)?;
        folder::free(&out, replace)?;
        let mut open = open_folders();
        let hidden = folder::hidden_beside(&out, ".reachgap-new-")?;
        open.insert(hidden.path().to_owned());
        Ok(Self { hidden, out, replace, made, written: Mutex::default() })
    }

    /// The hidden folder that is being written.
    pub fn path(&self) -> &Path {
        self.hidden.path()
    }

    /// Writes one file, named inside the output folder with `/` between folders.
    ///
    /// # Errors
    /// When the name is no good or taken, the disk refuses, or `write` fails; the disk's refusal
    /// carries the file's name and the operating system's reason.
    pub fn write(
        &self,
        file: &str,
        write: impl FnOnce(&mut dyn Write) -> Result<(), PublishError>,
    ) -> Result<(), PublishError> {
        self.claim(file)?;
        let written = self.write_claimed(file, write).map_err(|e| e.in_file(&self.out.join(file)))?;
        lock(&self.written).insert(file.to_owned(), Some(written));
        Ok(())
    }

    /// Writes one file whose bytes are ready.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_bytes(&self, file: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.write(file, |out| Ok(out.write_all(bytes)?))
    }

    /// The files written so far, in order of their names.
    pub fn written(&self) -> Vec<OutputFile> {
        lock(&self.written).values().flatten().cloned().collect()
    }

    /// Puts the finished run in its place, and removes the earlier one if it was to be replaced.
    ///
    /// # Errors
    /// When the place was taken meanwhile or cannot be written to; then nothing is changed there.
    pub fn commit(mut self) -> Result<PathBuf, PublishError> {
        let mut open = open_folders();
        folder::free(&self.out, self.replace)?;
        folder::put(self.hidden.path(), &self.out)?;
        open.remove(self.hidden.path());
        self.hidden.disable_cleanup(true);
        self.made.keep();
        drop(open);
        Ok(self.out.clone())
    }

    fn claim(&self, file: &str) -> Result<(), PublishError> {
        if !folder::is_good_name(file) {
            return Err(PublishError::FileName { name: file.to_owned() });
        }
        let mut written = lock(&self.written);
        if written.contains_key(file) {
            return Err(PublishError::WrittenTwice { name: file.to_owned() });
        }
        written.insert(file.to_owned(), None);
        Ok(())
    }

    fn write_claimed(
        &self,
        file: &str,
        write: impl FnOnce(&mut dyn Write) -> Result<(), PublishError>,
    ) -> Result<OutputFile, PublishError> {
        let mut out = BufWriter::with_capacity(1 << 18, Measured::new(self.create(file)?));
        write(&mut out)?;
        let measured = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let (bytes, hash) = measured.finish()?;
        Ok(OutputFile { file: file.to_owned(), bytes, hash })
    }

    /// Makes a file and its folders. A run that was given up makes none: they would stand where all was removed.
    fn create(&self, file: &str) -> io::Result<fs::File> {
        let open = open_folders();
        if !open.contains(self.hidden.path()) {
            return Err(io::Error::new(io::ErrorKind::Interrupted, "the run was given up"));
        }
        if let Some((folder, _)) = file.rsplit_once('/') {
            fs::create_dir_all(self.hidden.path().join(folder))?;
            folder::shut_private(&self.hidden.path().join(PRIVATE))?;
        }
        let created = fs::File::create(self.hidden.path().join(file));
        drop(open);
        created
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        open_folders().remove(self.hidden.path());
    }
}

/// Removes every hidden folder that is being written: for a handler of Ctrl-C, which then ends the program.
///
/// A run that is just being put in its place is let through first, so that an earlier run is never lost. Tells
/// whether there was a run to give up.
///
/// ```standalone_crate
/// use reachgap::publish::staging::{abandon, Staging};
/// # let parent = tempfile::tempdir().unwrap();
/// let staging = Staging::begin(&parent.path().join("out"), false)?;
/// staging.write_bytes("public/areas.csv", b"half a table")?;
/// abandon();
/// assert_eq!(std::fs::read_dir(parent.path()).unwrap().count(), 0);
/// # Ok::<(), reachgap::publish::PublishError>(())
/// ```
pub fn abandon() -> bool {
    let mut open = open_folders();
    let any = !open.is_empty();
    for folder in std::mem::take(&mut *open) {
        // No file is made meanwhile; but what scans new files may hold one open, so a few tries.
        for _ in 0..20 {
            if fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                break;
            }
        }
    }
    any
}

fn open_folders() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    lock(&OPEN)
}

/// The lock is only ever held over single steps, so what it guards is whole even after a panic elsewhere.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
