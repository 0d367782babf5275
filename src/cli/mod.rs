//! The command line: what was typed. One file per subcommand.

mod check;
mod demo;
mod explain;
mod new;
mod print;
mod progress;
mod pseudonymise;
mod run;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::error::Error;

/// Needs assessment for people whom services do not reach.
///
/// Joins deprivation and crime with population and service uptake, finds the areas and groups that are
/// under-served, and writes maps and evidence tables.
#[derive(Debug, Parser)]
#[command(name = "reachgap", version, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a small made-up place with its data and run its assessment.
    Demo(demo::Demo),
    /// Write a commented assessment file to start from.
    New(new::New),
    /// Read and judge every input, report all problems, write nothing.
    Check(check::Check),
    /// Run an assessment and write its maps, tables and report.
    Run(run::Run),
    /// Replace an agency's own ids by pseudonyms that agencies with the same secret key share.
    Pseudonymise(pseudonymise::Pseudonymise),
    /// Print every input, weight and step behind one area's figures.
    Explain(explain::Explain),
    /// Print the JSON Schema of assessment files.
    Schema,
    /// Print completions for a shell: bash, zsh, fish, powershell or elvish.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, in roff.
    Man,
}

/// Where an assessment's data lie, and how many threads may work on them.
#[derive(Debug, clap::Args)]
struct Inputs {
    /// The assessment file, in TOML.
    file: PathBuf,
    /// Folder that names of data files start from, instead of the assessment file's own.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    threads: Threads,
    /// Print nothing but problems.
    #[arg(long)]
    quiet: bool,
}

/// How many threads may work.
#[derive(Debug, clap::Args)]
struct Threads {
    /// Number of threads. Default: one per processor. The outputs are the same for any number.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// Parses the arguments, does what they ask, and tells the exit code.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match obey(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print::error(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

fn obey(command: Command) -> Result<(), Error> {
    match command {
        Command::Demo(demo) => demo.obey(),
        Command::New(new) => new.obey(),
        Command::Check(check) => check.obey(),
        Command::Run(run) => run.obey(),
        Command::Pseudonymise(pseudonymise) => pseudonymise.obey(),
        Command::Explain(explain) => explain.obey(),
        Command::Schema => print::out(&format!("{:#}\n", crate::assessment::Assessment::schema())),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "reachgap", &mut text);
            print::out(&String::from_utf8_lossy(&text))
        }
        Command::Man => print::manual(&Arguments::command()),
    }
}

impl Threads {
    /// Sets the number of threads.
    fn set(&self) {
        if let Some(threads) = self.threads {
            // A pool that is already there stays: the outputs do not depend on it.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build_global();
        }
    }
}

impl Inputs {
    /// Reads the assessment and sets the number of threads.
    fn assessment(&self) -> Result<crate::assessment::Assessment, Error> {
        self.threads.set();
        crate::assessment::Assessment::read(&self.file, self.data.as_deref(), crate::today())
            .map_err(Error::Refused)
    }
}
