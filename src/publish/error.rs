//! Why nothing could be published.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why an output could not be written. When one is met the whole output folder is given up.
#[derive(Debug, Error)]
pub enum PublishError {
    /// The output folder holds an earlier run, and it was not said that it may be replaced.
    #[error("the output folder {} already holds a run", path.display())]
    AlreadyThere {
        /// The output folder.
        path: PathBuf,
    },
    /// The output folder holds something that no run wrote, so it is never replaced.
    #[error("the output folder {} holds \"{found}\", which no earlier run wrote", path.display())]
    NotOurs {
        /// The output folder.
        path: PathBuf,
        /// The first such file or folder.
        found: String,
    },
    /// Something that is not a folder stands where the output folder should be.
    #[error("the output folder {} is a file", path.display())]
    NotAFolder {
        /// Where it stands.
        path: PathBuf,
    },
    /// A folder could not be read or made.
    #[error("cannot make the output folder {}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file, as it would be called in the output folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A stream could not be written to; it becomes [`Self::Write`] where the file is known.
    #[error("cannot write: {0}")]
    Stream(#[from] io::Error),
    /// The finished run could not be moved to its place; an earlier run was left as it was.
    #[error("cannot move the finished run to {}: {source}", path.display())]
    Place {
        /// The output folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A name is no good as the name of an output file.
    #[error("\"{name}\" cannot name an output file")]
    FileName {
        /// The name.
        name: String,
    },
    /// Two outputs have the same name.
    #[error("\"{name}\" would be written twice")]
    WrittenTwice {
        /// The name.
        name: String,
    },
    /// A table cannot be published as it is.
    #[error("table \"{table}\": {fault}")]
    Table {
        /// The table's machine name.
        table: String,
        /// What is wrong with it.
        fault: TableFault,
    },
    /// The areas of the table and their shapes do not belong together.
    #[error("area {code} has {found}")]
    Unmatched {
        /// The area's code.
        code: String,
        /// What it has and lacks.
        found: &'static str,
    },
    /// The workbook could not be made.
    #[error("the workbook could not be made: {0}")]
    Workbook(String),
    /// A map or chart could not be drawn.
    #[error("{picture} cannot be drawn: {why}")]
    Picture {
        /// Its machine name.
        picture: String,
        /// What is wrong.
        why: String,
    },
    /// A private table could not be made.
    #[error("the private table could not be made: {0}")]
    Private(String),
    /// The report's template could not be read.
    #[error("cannot read the report template {}: {source}", path.display())]
    TemplateFile {
        /// The template.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The report's template is wrong.
    #[error("the report template {name}, line {line}: {what}")]
    Template {
        /// The template.
        name: String,
        /// The line of the template, counted from 1; 0 where it is not known.
        line: usize,
        /// What is wrong.
        what: String,
    },
}

/// What is wrong with a table.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum TableFault {
    /// A row has more or fewer cells than there are columns.
    #[error("row {row} has {cells} cells for {columns} columns")]
    Ragged {
        /// The row, counted from 1 without the header.
        row: usize,
        /// Its cells.
        cells: usize,
        /// The table's columns.
        columns: usize,
    },
    /// Two columns have the same machine name.
    #[error("two columns are called \"{column}\"")]
    RepeatedColumn {
        /// The machine name.
        column: String,
    },
    /// The column that names each row's area is not there.
    #[error("there is no column called \"{column}\"")]
    NoColumn {
        /// The machine name.
        column: String,
    },
    /// A number is infinite or not a number.
    #[error("row {row}, column \"{column}\": the figure is not a finite number")]
    NotFinite {
        /// The row, counted from 1 without the header.
        row: usize,
        /// The column's machine name.
        column: String,
    },
    /// There are more rows than a worksheet can hold.
    #[error("{rows} rows do not fit a worksheet, which holds at most {most}")]
    TooManyRows {
        /// The table's rows.
        rows: usize,
        /// What a worksheet holds.
        most: usize,
    },
    /// There are more columns than a worksheet can hold.
    #[error("{columns} columns do not fit a worksheet, which holds at most {most}")]
    TooManyColumns {
        /// The table's columns.
        columns: usize,
        /// What a worksheet holds.
        most: usize,
    },
    /// A table without a column is no table.
    #[error("it has no columns")]
    NoColumns,
}

impl PublishError {
    /// The likely cure, where there is one.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::AlreadyThere { .. } => {
                Some("name a new folder with --out, or add --replace to replace the earlier run")
            }
            Self::NotOurs { .. } => Some("name a new folder with --out, or move what is there elsewhere"),
            Self::NotAFolder { .. } => Some("name a folder with --out"),
            Self::Folder { source, .. }
            | Self::Write { source, .. }
            | Self::Stream(source)
            | Self::Place { source, .. } => cure(source.kind()),
            Self::Table { fault: TableFault::TooManyRows { .. }, .. } => {
                Some("use the CSV file of this table")
            }
            Self::TemplateFile { .. } => {
                Some("correct the template's path, or leave it out to use the one that comes with Reachgap")
            }
            Self::Template { .. } => Some("start again from a copy of the template that comes with Reachgap"),
            _ => None,
        }
    }

    /// Names the file where only a stream was known.
    #[must_use]
    pub(crate) fn in_file(self, path: &Path) -> Self {
        match self {
            Self::Stream(source) => Self::Write { path: path.to_owned(), source },
            other => other,
        }
    }
}

fn cure(kind: io::ErrorKind) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    match kind {
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => {
            Some("name a folder that you may write to with --out")
        }
        Kind::StorageFull | Kind::QuotaExceeded => {
            Some("free some space, or name a folder on another disk with --out")
        }
        Kind::FileTooLarge => Some("name a folder on a disk that allows larger files with --out"),
        Kind::NotADirectory | Kind::NotFound => Some("name a folder inside one that exists with --out"),
        _ => None,
    }
}
