//! The output folder itself: what may stand there, and how the finished run takes its place.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use tempfile::{Builder, TempDir};

use crate::publish::{PublishError, record};

/// What file managers leave in a folder that was looked at; it does not make the folder somebody's own.
const LEFT_BY_FILE_MANAGERS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Parent folders that were made for a run; they are removed again if it does not finish.
#[derive(Debug, Default)]
pub(super) struct Made(Vec<PathBuf>);

impl Made {
    /// Keeps them.
    pub(super) fn keep(&mut self) {
        self.0.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for folder in &self.0 {
            // An unfinished run leaves nothing behind; a folder that has since been used stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The output folder with its parent made and its links followed.
pub(super) fn settle(out: &Path) -> Result<(PathBuf, Made), PublishError> {
    let at = |source| PublishError::Folder { path: out.to_owned(), source };
    if out.exists() {
        return Ok((out.canonicalize().map_err(at)?, Made::default()));
    }
    let (Some(name), Some(parent)) = (out.file_name(), out.parent()) else {
        return Err(PublishError::FileName { name: out.display().to_string() });
    };
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let missing: Vec<PathBuf> = parent
        .ancestors()
        .take_while(|p| !p.as_os_str().is_empty() && !p.exists())
        .map(Path::to_owned)
        .collect();
    let made = Made(missing);
    fs::create_dir_all(parent).map_err(at)?;
    Ok((parent.canonicalize().map_err(at)?.join(name), made))
}

/// Makes sure that a run may be put there.
pub(super) fn free(out: &Path, replace: bool) -> Result<(), PublishError> {
    let path = || out.to_owned();
    match fs::metadata(out) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(PublishError::Folder { path: path(), source }),
        Ok(found) if !found.is_dir() => return Err(PublishError::NotAFolder { path: path() }),
        Ok(_) => {}
    }
    let found = files_in(out).map_err(|source| PublishError::Folder { path: path(), source })?;
    if found.is_empty() {
        return Ok(());
    }
    let ours = fs::read(out.join(record::FILE)).ok().and_then(|bytes| record::files_of(&bytes));
    let ours = ours.unwrap_or_default();
    match found.into_iter().find(|file| !ours.contains(file)) {
        Some(found) => Err(PublishError::NotOurs { path: path(), found }),
        None if !replace => Err(PublishError::AlreadyThere { path: path() }),
        None => Ok(()),
    }
}

/// Every file below a folder, named from it with `/`, in order.
fn files_in(folder: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = waiting.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                waiting.push((entry.path(), format!("{name}/")));
            } else if !LEFT_BY_FILE_MANAGERS.iter().any(|left| entry.file_name() == *left) {
                files.push(name);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A new hidden folder in the same parent, hence on the same disk.
pub(super) fn hidden_beside(out: &Path, prefix: &str) -> Result<TempDir, PublishError> {
    let mut builder = Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777)); // less what umask forbids
    let parent = out.parent().unwrap_or(Path::new("."));
    builder.tempdir_in(parent).map_err(|source| PublishError::Folder { path: out.to_owned(), source })
}

/// Moves the finished run to its place; an earlier run is first moved aside, and back again on failure.
pub(super) fn put(finished: &Path, out: &Path) -> Result<(), PublishError> {
    let at = |source| PublishError::Place { path: out.to_owned(), source };
    if !out.exists() {
        return fs::rename(finished, out).map_err(at);
    }
    let aside = hidden_beside(out, ".reachgap-old-")?;
    let kept = aside.path().join("run");
    fs::rename(out, &kept).map_err(at)?;
    if let Err(source) = fs::rename(finished, out) {
        fs::rename(&kept, out).map_err(at)?;
        return Err(at(source));
    }
    Ok(())
}

/// Lets nobody but the owner into the private folder, where it exists.
pub(super) fn shut_private(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if folder.exists() {
        fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    }
    let _ = folder;
    Ok(())
}

/// Whether a name is plain and leads into the output folder on every operating system.
pub(super) fn is_good_name(file: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let path = Path::new(file);
    !file.is_empty()
        && !file.ends_with('/')
        && file.chars().all(plain)
        && path.components().all(|part| matches!(part, Component::Normal(_)))
}
