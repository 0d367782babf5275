//! `reachgap pseudonymise`: an agency's own ids replaced by pseudonyms that all agencies with the same key share.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::print;
use crate::error::Error;
use crate::number_words::{things, whole};
use crate::problem::{Problem, Problems};
use crate::pseudonym::{IdCounts, Ids, Key, Pseudonym};
use crate::publish::pseudonymised;
use crate::read::own_ids::{Kept, OwnIds};

#[derive(Debug, Args)]
pub(super) struct Pseudonymise {
    /// CSV, spreadsheet or Parquet: one row for each person, or for each time they were met.
    #[arg(required_unless_present = "new_key")]
    file: Option<PathBuf>,
    /// Header of the column with the agency's own ids, such as NHS numbers. It is not in the output.
    #[arg(long, value_name = "HEADER", required_unless_present = "new_key")]
    column: Option<String>,
    /// File with the secret key that the agencies share: 32 bytes of text or more.
    #[arg(long, value_name = "KEYFILE", required_unless_present = "new_key")]
    key: Option<PathBuf>,
    /// CSV file to write, which must not exist.
    #[arg(long, value_name = "FILE", required_unless_present = "new_key")]
    out: Option<PathBuf>,
    /// Header of the column of pseudonyms.
    #[arg(long, value_name = "HEADER", default_value = "shared_id")]
    name: String,
    /// The only other columns to keep.
    #[arg(long, value_name = "COLUMN", num_args = 1.., conflicts_with = "drop")]
    keep: Vec<String>,
    /// Columns to leave out.
    #[arg(long, value_name = "COLUMN", num_args = 1..)]
    drop: Vec<String>,
    /// Make a new secret key in a file that must not exist, and do nothing else.
    #[arg(long, value_name = "KEYFILE", conflicts_with_all = ["file", "column", "key", "out", "keep", "drop"])]
    new_key: Option<PathBuf>,
}

impl Pseudonymise {
    pub(super) fn obey(&self) -> Result<(), Error> {
        if let Some(file) = &self.new_key {
            return make_key(file).and_then(|said| print::out(&said));
        }
        let (Some(file), Some(column), Some(key), Some(out)) =
            (&self.file, &self.column, &self.key, &self.out)
        else {
            return Err(Error::Usage("a file, --column, --key and --out are needed, or --new-key".into()));
        };
        let keep: Vec<&str> = self.keep.iter().map(String::as_str).collect();
        let drop: Vec<&str> = self.drop.iter().map(String::as_str).collect();
        let kept = if keep.is_empty() { Kept::AllBut(&drop) } else { Kept::Only(&keep) };
        let asked = Asked { file, column, key, out, name: self.name.trim(), kept };
        let (said, problems) = asked.obey()?;
        print::problems(&problems);
        print::out(&said)
    }
}

/// What was asked for.
struct Asked<'a> {
    file: &'a Path,
    column: &'a str,
    key: &'a Path,
    out: &'a Path,
    name: &'a str,
    kept: Kept<'a>,
}

impl Asked<'_> {
    /// Writes the file, and gives what is to be said.
    fn obey(&self) -> Result<(String, Problems), Error> {
        self.refuse_wrong_places()?;
        let mut problems = Problems::none();
        let key = read_key(self.key, &mut problems);
        let own = OwnIds::open(self.file, self.column, self.kept, &mut problems);
        let (Some(key), Some(own)) = (key, own) else { return Err(Error::Refused(problems)) };
        let headers = own.headers(self.name);
        self.refuse_taken_name(&headers)?;
        let (pseudonyms, counts) = replaced(&own, &key);
        judge(&own, counts, &mut problems);
        if problems.has_errors() {
            return Err(Error::Refused(problems));
        }
        let written: Vec<String> =
            pseudonyms.iter().map(|p| p.map(|p| p.to_string()).unwrap_or_default()).collect();
        let rows = written.iter().enumerate().map(|(row, pseudonym)| own.cells(row, pseudonym));
        pseudonymised::write(self.out, &headers, rows)?;
        Ok((self.done(counts), problems))
    }

    fn refuse_wrong_places(&self) -> Result<(), Error> {
        let same = |one: &Path, other: &Path| match (one.canonicalize(), other.canonicalize()) {
            (Ok(one), Ok(other)) => one == other,
            _ => one == other,
        };
        let refused = if same(self.file, self.out) {
            "--out names the input itself\n  hint: name another file"
        } else if same(self.key, self.out) || same(self.key, self.file) {
            "the key's file is named twice\n  hint: the key has a file of its own"
        } else if self.out.exists() {
            return Err(Error::Usage(format!(
                "{} exists already\n  hint: name a file that does not, or remove it",
                self.out.display()
            )));
        } else {
            return Ok(());
        };
        Err(Error::Usage(refused.into()))
    }

    fn refuse_taken_name(&self, headers: &[&str]) -> Result<(), Error> {
        let same = headers.iter().filter(|header| header.to_lowercase() == self.name.to_lowercase()).count();
        if self.name.is_empty() || same > 1 {
            return Err(Error::Usage(format!(
                "\"{}\" cannot be the header of the pseudonyms: {}\n  hint: give another with --name",
                self.name,
                if same > 1 { "another column that stays has it" } else { "it is blank" }
            )));
        }
        Ok(())
    }

    fn done(&self, counts: IdCounts) -> String {
        format!(
            "{}, {}, {} without an id, {} written in several ways and brought together\n\
             Wrote {}: pseudonyms are in the column \"{}\". It speaks of persons: pass it on only to those who make the \
             assessment, and the key to none of them.\n",
            things(counts.rows, "row", "rows"),
            things(counts.distinct, "different id", "different ids"),
            whole(counts.blank + counts.none),
            things(counts.brought_together, "id", "ids"),
            self.out.display(),
            self.name
        )
    }
}

/// The pseudonym of each row, and what the ids look like.
fn replaced(own: &OwnIds, key: &Key) -> (Vec<Option<Pseudonym>>, IdCounts) {
    let mut ids = Ids::new(key);
    let pseudonyms = (0..own.rows()).map(|row| ids.replace(own.id(row))).collect();
    (pseudonyms, ids.counts())
}

/// What is wrong, or may be, with the ids.
fn judge(own: &OwnIds, counts: IdCounts, problems: &mut Problems) {
    let mut push = |problem: Problem, hint: &str| problems.push(own.about_ids(problem.hint(hint)));
    let ids = |number: u64, one: &str, many: &str| {
        format!("{} {}", things(number, "id", "ids"), if number == 1 { one } else { many })
    };
    if counts.distinct == 0 {
        push(Problem::error("no row has an id"), "is this the column of ids?");
    }
    if counts.shortened > 0 {
        let problem = Problem::error("an id whose last digits a spreadsheet dropped, as in 1.23E+09");
        push(problem.rows(counts.shortened), "export the file again with the ids as text");
    }
    if counts.with_point > 0 {
        let problem = Problem::error("an id with a decimal point, as in 123.0");
        push(problem.rows(counts.with_point), "export the file again with the ids as text or whole numbers");
    }
    if counts.none > 0 {
        let problem = Problem::note("a word or mark that says there is no id; it gets no pseudonym");
        push(problem.rows(counts.none), "leave such ids blank");
    }
    if counts.short > 0 {
        let what = ids(counts.short, "is", "are");
        let what = format!("{what} shorter than the longest, which has {} characters", counts.longest);
        let hint = "a spreadsheet may have dropped zeros at their beginning, and these people would not be recognised \
                    in other agencies' files; export the ids as text";
        push(Problem::warning(what), hint);
    }
    if counts.look_like_nhs_numbers() && counts.failing_check > 0 {
        let of = whole(counts.ten_digits);
        let what = ids(counts.failing_check, "has", "have");
        let what = format!("{what} not the check digit of an NHS number, of {of} that look like one");
        let hint = "if these are NHS numbers, they are mistyped: correct them where they come from, or these people will \
                    not be recognised in other agencies' files";
        push(Problem::warning(what), hint);
    }
}

fn read_key(file: &Path, problems: &mut Problems) -> Option<Key> {
    let made = "make one with `reachgap pseudonymise --new-key KEYFILE`, and give every agency the same";
    let text = match fs::read(file) {
        Ok(text) => text,
        Err(why) => {
            problems.push(Problem::error(format!("cannot be read: {why}")).file(file).hint(made));
            return None;
        }
    };
    if others_may_read(file) {
        let problem = Problem::warning("others on this computer may read the key").file(file);
        problems.push(problem.hint("let only its owner read it: chmod 600"));
    }
    match Key::of_text(&text) {
        Ok(key) => Some(key),
        Err(fault) => {
            problems.push(Problem::error(fault.to_string()).file(file).hint(made));
            None
        }
    }
}

#[cfg(unix)]
fn others_may_read(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|about| about.permissions().mode() & 0o044 != 0)
}

/// Elsewhere it is the folder that says who may read a file.
#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}

/// Makes a new key, and gives what is to be said.
fn make_key(file: &Path) -> Result<String, Error> {
    if file.exists() {
        return Err(Error::Usage(format!(
            "{} exists already\n  hint: a key that is written over makes last year's pseudonyms useless; name another file",
            file.display()
        )));
    }
    let text = Key::new_text().map_err(|fault| Error::Usage(fault.to_string()))?;
    let failed = |why| Error::File { what: format!("cannot write {}", file.display()), why };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut made = options.open(file).map_err(failed)?;
    made.write_all(format!("{text}\n").as_bytes()).map_err(failed)?;
    Ok(format!(
        "Wrote a new secret key to {}. Bring it to every agency on a safe way, and to nobody who receives the \
         pseudonymised files: whoever has the key can find out whose a pseudonym is by trying ids.\n",
        file.display()
    ))
}

#[cfg(test)]
mod tests;
