//! `reachgap check`: judges every input and writes nothing.

use clap::Args;

use super::{Inputs, print, progress::Progress};
use crate::error::Error;
use crate::problem::Severity;

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    inputs: Inputs,
}

impl Check {
    pub(super) fn obey(&self) -> Result<(), Error> {
        let assessment = self.inputs.assessment()?;
        let progress = Progress::new(self.inputs.quiet);
        let checked = crate::run::check(&assessment, &mut |step| progress.step(&step));
        progress.done();
        let (joined, problems) = checked?;
        print::problems(&problems);
        let (warnings, notes) = (problems.count(Severity::Warning), problems.count(Severity::Note));
        print::out(&format!(
            "{} areas; {} sources read; no errors, {warnings} warnings, {notes} notes\n{}",
            joined.areas.len(),
            joined.ledger.entries.len(),
            joined.ledger
        ))
    }
}
