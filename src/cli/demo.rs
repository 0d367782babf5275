//! `reachgap demo`: a made-up place, and its assessment.

use std::path::PathBuf;

use clap::Args;

use super::{Threads, print, run};
use crate::assessment::Assessment;
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Folder to write, which must not exist.
    #[arg(default_value = "reachgap-demo")]
    dir: PathBuf,
    /// Start of the random draws the place is made from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    threads: Threads,
    /// Print nothing but problems.
    #[arg(long)]
    quiet: bool,
}

impl Demo {
    pub(super) fn obey(&self) -> Result<(), Error> {
        if self.dir.exists() {
            return Err(Error::Usage(format!(
                "{} exists already\n  hint: name a folder that does not, or remove it",
                self.dir.display()
            )));
        }
        let file = crate::demo::write_assessment(&self.dir, self.seed)
            .map_err(|why| Error::File { what: format!("cannot write {}", self.dir.display()), why })?;
        if !self.quiet {
            print::tell(&format!(
                "A made-up place is in {}; its assessment is {}.",
                self.dir.display(),
                file.display()
            ));
        }
        self.threads.set();
        let assessment = Assessment::read(&file, None, crate::today()).map_err(Error::Refused)?;
        run::publish(&assessment, &self.dir.join("reachgap-output"), false, self.quiet)
    }
}
