//! `reachgap new`: a commented assessment file to start from.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::print;
use crate::error::Error;

/// The starter file.
const STARTER: &str = include_str!("../../data/starter.toml");

#[derive(Debug, Args)]
pub(super) struct New {
    /// Folder to write it in.
    dir: PathBuf,
}

impl New {
    pub(super) fn obey(&self) -> Result<(), Error> {
        let file = self.dir.join("assessment.toml");
        if file.exists() {
            return Err(Error::Usage(format!("{} exists already", file.display())));
        }
        let failed = |why| Error::File { what: format!("cannot write {}", file.display()), why };
        fs::create_dir_all(&self.dir).map_err(failed)?;
        fs::write(&file, STARTER).map_err(failed)?;
        print::out(&format!("Wrote {0}. Put your data beside it, then: reachgap check {0}\n", file.display()))
    }
}
