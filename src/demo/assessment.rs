//! The demo's assessment file and its register of definitions, explained line by line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file.
const ASSESSMENT: &str = include_str!("../../data/demo.toml");

/// What the agencies of the place call hard to reach.
const DEFINITIONS: &str = include_str!("../../data/demo_definitions.toml");

/// Writes the place and its assessment file, and gives the latter's path.
///
/// # Errors
/// When a file cannot be written.
pub fn write_assessment(dir: &Path, seed: u64) -> io::Result<PathBuf> {
    super::write_place(dir, seed)?;
    let file = dir.join("assessment.toml");
    fs::write(&file, ASSESSMENT)?;
    fs::write(dir.join("definitions.toml"), DEFINITIONS)?;
    Ok(file)
}
