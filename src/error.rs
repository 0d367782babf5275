//! Why a run stopped, and the exit code that says so.

use thiserror::Error;

use crate::problem::Problems;
use crate::publish::PublishError;

/// Why a run stopped.
#[derive(Debug, Error)]
pub enum Error {
    /// The assessment or its data were refused; every problem found is told.
    #[error("{0}")]
    Refused(Problems),
    /// The outputs could not be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A file that is not data could not be read or written.
    #[error("{what}: {why}")]
    File {
        /// What was tried, naming the file.
        what: String,
        /// What the system says.
        why: std::io::Error,
    },
    /// The finished publication would have given away a figure that is withheld. Nothing was written.
    #[error("disclosure audit failed: {0}\n  hint: this is a fault of the program; please report it")]
    Audit(String),
    /// What was asked for does not exist.
    #[error("{0}")]
    Usage(String),
}

impl Error {
    /// The exit code: 2 wrong use, 3 data refused, 4 files, 70 a fault of the program.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Refused(_) => 3,
            Self::Publish(_) | Self::File { .. } => 4,
            Self::Audit(_) => 70,
        }
    }
}
