//! Why nothing could be published.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why an output could not be written. When one is met the whole output folder is given up. Where there is one
/// likely cure, the text ends with a line that begins with `hint:`.
#[derive(Debug, Error)]
pub enum PublishError {
    /// The output folder holds an earlier run, and it was not said that it may be replaced.
    #[error("the output folder {} already holds a run\n  hint: name a new folder with --out, or add --replace to replace the earlier run", path.display())]
    AlreadyThere {
        /// The output folder.
        path: PathBuf,
    },
    /// The output folder holds something that no run wrote, so it is never replaced.
    #[error("the output folder {} holds \"{found}\", which no earlier run wrote\n  hint: name a new folder with --out, or move what is there elsewhere", path.display())]
    NotOurs {
        /// The output folder.
        path: PathBuf,
        /// The first such file or folder.
        found: String,
    },
    /// Something that is not a folder stands where the output folder should be.
    #[error("the output folder {} is a file\n  hint: name a folder with --out", path.display())]
    NotAFolder {
        /// Where it stands.
        path: PathBuf,
    },
    /// A folder could not be read or made.
    #[error("cannot make the output folder {}: {source}{}", path.display(), cure(source))]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}: {source}{}", path.display(), cure(source))]
    Write {
        /// The file, as it would be called in the output folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A stream could not be written to; it becomes [`Self::Write`] where the file is known.
    #[error("cannot write: {stream}{}", cure(.0), stream = .0)]
    Stream(#[from] io::Error),
    /// The finished run could not be moved to its place; an earlier run was left as it was.
    #[error("cannot move the finished run to {}: {source}{}", path.display(), cure(source))]
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
    #[error("cannot read the report template {}: {source}\n  hint: correct its path, or leave it out to use the one that comes with Reachgap", path.display())]
    TemplateFile {
        /// The template.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The report's template is wrong.
    #[error(
        "the report template {name}, line {line}: {what}\n  hint: start again from a copy of the template that comes with Reachgap"
    )]
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
    #[error(
        "{rows} rows do not fit a worksheet, which holds at most {most}\n  hint: use the CSV file of this table"
    )]
    TooManyRows {
        /// The table's rows.
        rows: usize,
        /// What a worksheet holds.
        most: usize,
    },
    /// There are more columns than a worksheet can hold.
    #[error(
        "{columns} columns do not fit a worksheet, which holds at most {most}\n  hint: use the CSV file of this table"
    )]
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
    /// Names the file where only a stream was known.
    #[must_use]
    pub(crate) fn in_file(self, path: &Path) -> Self {
        match self {
            Self::Stream(source) => Self::Write { path: path.to_owned(), source },
            other => other,
        }
    }
}

/// The likely cure of what the operating system said, as a hint; empty where there is none.
fn cure(source: &io::Error) -> &'static str {
    use io::ErrorKind as Kind;
    match source.kind() {
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => {
            "\n  hint: name a folder that you may write to with --out"
        }
        Kind::StorageFull | Kind::QuotaExceeded => {
            "\n  hint: free some space, or name a folder on another disk with --out"
        }
        Kind::FileTooLarge => "\n  hint: name a folder on a disk that allows larger files with --out",
        Kind::NotADirectory | Kind::NotFound => "\n  hint: name a folder inside one that exists with --out",
        _ => "",
    }
}
