//! `reachgap run`: the whole job.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;

use super::{Inputs, print, progress::Progress};
use crate::assessment::Assessment;
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct Run {
    #[command(flatten)]
    inputs: Inputs,
    /// Folder to write, which must not exist. Default: `reachgap-output` beside the assessment file.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write in the place of an earlier run's folder.
    #[arg(long)]
    replace: bool,
}

impl Run {
    pub(super) fn obey(&self) -> Result<(), Error> {
        let assessment = self.inputs.assessment()?;
        let beside = self.inputs.file.parent().unwrap_or(Path::new(""));
        let out = self.out.clone().unwrap_or_else(|| beside.join("reachgap-output"));
        publish(&assessment, &out, self.replace, self.inputs.quiet)
    }
}

/// Runs an assessment and tells what to open.
pub(super) fn publish(assessment: &Assessment, out: &Path, replace: bool, quiet: bool) -> Result<(), Error> {
    stop_cleanly();
    let progress = Progress::new(quiet);
    let done = crate::run::run(assessment, out, replace, &mut |step| progress.step(&step));
    progress.done();
    if done.is_err() {
        let_the_interruption_end_the_program();
    }
    let problems = done?;
    if quiet {
        return Ok(());
    }
    print::problems(&problems);
    let file = |name: &str| out.join(name).display().to_string();
    print::out(&format!(
        "Done. Open these first:\n  {}   the report\n  {}   the maps\n  {}   the tables, as a workbook\n\
         Everything in {} may be published. {} and {} hold full figures and must stay inside.\n",
        file("public/report.html"),
        file("public/maps"),
        file("public/tables.xlsx"),
        file("public"),
        file("private"),
        file("run.json"),
    ))
}

/// Set by Ctrl-C, which takes the files away from under the run.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// A run that fails because of Ctrl-C says nothing of its own: the handler ends the program.
fn let_the_interruption_end_the_program() {
    while INTERRUPTED.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

/// On Ctrl-C the half-written folder is removed, so that nothing looks finished that is not.
fn stop_cleanly() {
    let stop = || {
        INTERRUPTED.store(true, Ordering::SeqCst);
        // Where there is nothing to give up, the run has just been put in its place, or was not begun.
        let given_up = crate::publish::staging::abandon();
        print::tell(if given_up { "\ninterrupted: nothing was written" } else { "\ninterrupted" });
        std::process::exit(130);
    };
    // A handler that is already there does the same.
    let _ = ctrlc::set_handler(stop);
}
