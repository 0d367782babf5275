//! A file with an agency's own ids, opened so that they can be replaced by pseudonyms.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;

use super::table::{Table, TableQuery, read_table};
use crate::number_words::things;
use crate::problem::{Problem, Problems};
use crate::pseudonym::{normal_form, says_there_is_none};
use crate::words::listed;

/// An id of fewer characters may stand in another column by chance.
const TELLING: usize = 6;

/// An id of so many characters is looked for in every row, as another person's id may stand beside one's own.
const UNMISTAKABLE: usize = 9;

/// Which columns are to stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept<'k> {
    /// All but these.
    AllBut(&'k [&'k str]),
    /// Only these.
    Only(&'k [&'k str]),
}

/// A file of which one column holds ids.
#[derive(Debug)]
pub struct OwnIds {
    table: Table,
    id: usize,
    kept: Vec<usize>,
}

impl OwnIds {
    /// Opens a file, finds the column of ids and those that are to stay.
    ///
    /// # Errors
    /// `None`, with the reasons among the problems: an unreadable file; columns that are not there; the column of ids
    /// among those to stay; another column that holds the same ids.
    pub fn open(path: &Path, column: &str, kept: Kept<'_>, problems: &mut Problems) -> Option<Self> {
        let only: Option<Vec<&str>> = match kept {
            Kept::Only(named) => Some(named.iter().copied().chain([column]).collect()),
            Kept::AllBut(_) => None,
        };
        let expects = [column];
        let query = TableQuery { expects: &expects, only: only.as_deref(), ..TableQuery::new(path) };
        let table = read_table(&query, problems)?;
        let id = table.require(&[column], problems)?[0];
        let kept = kept_columns(&table, id, kept, problems)?;
        let own = Self { table, id, kept };
        let found = own.repeated_ids();
        let refused = found.has_errors();
        problems.extend(found);
        problems.extend(own.names_of_people());
        (!refused).then_some(own)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.table.rows()
    }

    /// The id of a row, as the file has it.
    pub fn id(&self, row: usize) -> &str {
        self.table.cell(self.id, row)
    }

    /// A problem with the column of ids.
    pub fn about_ids(&self, problem: Problem) -> Problem {
        problem.file(&self.table.path).column(&self.table.headers()[self.id])
    }

    /// The headers of the columns that stay, in the order of the file; `name` where the ids were.
    pub fn headers<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        let header = |column: usize| self.table.headers()[column].as_str();
        self.columns().map(|column| column.map_or(name, header)).collect()
    }

    /// The cells of a row that stay, as the file has them; `pseudonym` where the id was.
    pub fn cells<'a>(&'a self, row: usize, pseudonym: &'a str) -> impl Iterator<Item = &'a str> {
        self.columns().map(move |column| column.map_or(pseudonym, |column| self.table.cell(column, row)))
    }

    /// The columns that stay; `None` where the ids are.
    fn columns(&self) -> impl Iterator<Item = Option<usize>> {
        let before = self.kept.iter().filter(|column| **column < self.id);
        let after = self.kept.iter().filter(|column| **column > self.id);
        before.map(|c| Some(*c)).chain([None]).chain(after.map(|c| Some(*c)))
    }

    /// The problems of columns to stay in which ids stand as well.
    fn repeated_ids(&self) -> Problems {
        let everybodys = EveryId::of(self);
        let mut repeats = vec![Repeats::default(); self.kept.len()];
        for row in 0..self.rows() {
            let own =
                Some(normal_form(self.id(row))).filter(|own| !says_there_is_none(own)).unwrap_or_default();
            for (column, repeats) in self.kept.iter().zip(&mut repeats) {
                repeats.judge(&own, self.table.cell(*column, row), &everybodys);
            }
        }
        let mut problems = Problems::none();
        for (column, repeats) in self.kept.iter().zip(repeats).filter(|(_, repeats)| repeats.gives_away()) {
            problems.push(
                Problem::error("this column holds ids as well, so the output would give them away")
                    .file(&self.table.path)
                    .column(&self.table.headers()[*column])
                    .rows(repeats.telling.max(repeats.short))
                    .hint("leave it out with --drop, or name the columns to stay with --keep"),
            );
        }
        problems
    }

    /// A warning of columns whose headers say that they name people.
    fn names_of_people(&self) -> Option<Problem> {
        let headers = self.kept.iter().map(|column| self.table.headers()[*column].as_str());
        let naming: Vec<String> = headers.filter(|h| names_people(h)).map(|h| format!("\"{h}\"")).collect();
        let number = naming.len() as u64;
        (number > 0).then(|| {
            let columns = things(number, "column that seems", "columns that seem");
            Problem::warning(format!("the output keeps {columns} to name people: {}", listed(&naming)))
                .file(&self.table.path)
                .hint("leave out with --drop what is not needed, or name the columns to stay with --keep")
        })
    }
}

/// The columns that stay, in the order of the file.
fn kept_columns(table: &Table, id: usize, kept: Kept<'_>, problems: &mut Problems) -> Option<Vec<usize>> {
    let (Kept::Only(named) | Kept::AllBut(named)) = kept;
    let found = table.require(named, problems)?;
    match kept {
        Kept::AllBut(_) => {
            Some((0..table.headers().len()).filter(|c| *c != id && !found.contains(c)).collect())
        }
        Kept::Only(_) if found.contains(&id) => {
            let problem = Problem::error("the column of ids cannot stay: it is what pseudonyms stand in for");
            let hint = "take it out of --keep";
            problems.push(problem.file(&table.path).column(&table.headers()[id]).hint(hint));
            None
        }
        Kept::Only(_) => Some((0..table.headers().len()).filter(|c| found.contains(c)).collect()),
    }
}

/// Whether a header says that its column names people.
fn names_people(header: &str) -> bool {
    const WHOLE: [&str; 5] = ["name", "dob", "phone", "mobile", "upn"];
    const PARTS: [&str; 13] = [
        "forename",
        "surname",
        "firstname",
        "lastname",
        "fullname",
        "givenname",
        "dateofbirth",
        "birthdate",
        "address",
        "email",
        "telephone",
        "nhsn",
        "nationalinsurance",
    ];
    let letters: String = header.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    WHOLE.contains(&letters.as_str()) || PARTS.iter().any(|part| letters.contains(part))
}

/// Every id of the file that is long enough not to stand elsewhere by chance, as hashes that last no longer than this.
struct EveryId {
    hasher: RandomState,
    hashes: HashSet<u64>,
    shortest: usize,
    longest: usize,
}

impl EveryId {
    fn of(own: &OwnIds) -> Self {
        let mut every =
            Self { hasher: RandomState::new(), hashes: HashSet::new(), shortest: usize::MAX, longest: 0 };
        for row in 0..own.rows() {
            let id = normal_form(own.id(row));
            if id.len() >= UNMISTAKABLE && !says_there_is_none(&id) {
                every.hashes.insert(every.hasher.hash_one(&id));
                every.shortest = every.shortest.min(id.len());
                every.longest = every.longest.max(id.len());
            }
        }
        every
    }

    fn has(&self, cell: &str) -> bool {
        let may_be = cell.len() >= self.shortest && cell.len() <= self.longest;
        may_be && self.hashes.contains(&self.hasher.hash_one(cell))
    }
}

/// How often ids stand in another column.
#[derive(Debug, Clone, Copy, Default)]
struct Repeats {
    /// Rows with an id that cannot stand there by chance.
    telling: u64,
    /// Rows with the row's own short id.
    short: u64,
    /// Rows with something in both columns.
    rows: u64,
}

impl Repeats {
    fn judge(&mut self, own: &str, cell: &str, everybodys: &EveryId) {
        let cell = normal_form(cell);
        if cell.is_empty() {
            return;
        }
        self.rows += 1;
        let telling = own.len() >= TELLING && cell.contains(own);
        self.telling += u64::from(telling || everybodys.has(&cell));
        self.short += u64::from(own.len() < TELLING && cell == own);
    }

    /// Short ids give a column away where they stand in more than half of its rows.
    fn gives_away(self) -> bool {
        self.telling > 0 || (self.rows >= 3 && 2 * self.short > self.rows)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn open(file: &str, column: &str, kept: Kept<'_>) -> (Option<OwnIds>, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("known.csv");
        fs::write(&path, file).unwrap();
        let mut problems = Problems::none();
        let own = OwnIds::open(&path, column, kept, &mut problems);
        (own, problems.to_string().replace(&format!("{}/", folder.path().display()), ""))
    }

    const FILE: &str = "Ward,NHS,Sex,Age\nA,943 476 5919,F,7\nB,4010232137,M,9\n";

    #[test]
    fn the_pseudonym_stands_where_the_id_was() {
        let (own, said) = open(FILE, "nhs", Kept::AllBut(&[]));
        let own = own.expect(&said);
        assert_eq!(own.headers("shared_id"), ["Ward", "shared_id", "Sex", "Age"]);
        assert_eq!(own.cells(1, "p").collect::<Vec<_>>(), ["B", "p", "M", "9"]);
        assert_eq!((own.rows(), own.id(0)), (2, "943 476 5919"));
        assert_eq!(said, "");
    }

    #[test]
    fn columns_are_kept_or_dropped_by_their_headers() {
        let (own, said) = open(FILE, "NHS", Kept::Only(&["age", "Ward"]));
        assert_eq!(own.expect(&said).headers("id"), ["Ward", "id", "Age"]);
        let (own, said) = open(FILE, "NHS", Kept::AllBut(&["age", "nhs"]));
        assert_eq!(own.expect(&said).headers("id"), ["Ward", "id", "Sex"]);
        let (own, said) = open(FILE, "NHS", Kept::Only(&[]));
        assert_eq!(own.expect(&said).headers("id"), ["id"]);
    }

    #[test]
    fn a_column_that_is_not_there_is_refused_rather_than_passed_over() {
        for kept in [Kept::AllBut(&["Wards"]), Kept::Only(&["Wards"])] {
            let (own, said) = open(FILE, "NHS", kept);
            assert!(own.is_none() && said.contains("did you mean \"Ward\"?"), "{said}");
        }
        let (own, said) = open(FILE, "NHS number", Kept::AllBut(&[]));
        assert!(own.is_none() && said.contains("there is no column \"NHS number\""), "{said}");
        let (own, said) = open(FILE, "NHS", Kept::Only(&["NHS"]));
        assert!(own.is_none() && said.contains("the column of ids cannot stay"), "{said}");
    }

    #[test]
    fn another_column_with_the_ids_is_refused() {
        let twice = "NHS,Reference\n943 476 5919,x\n4010232137,re 401-023-2137\n";
        let brother = "NHS,Brother\n,4010232137\n4010232137,\n";
        let short = "Id,Number\n1,1\n2,2\n3,3\n4,7\n";
        for (file, column) in [(twice, "NHS"), (brother, "NHS"), (short, "Id")] {
            let (own, said) = open(file, column, Kept::AllBut(&[]));
            assert!(own.is_none() && said.contains("this column holds ids as well"), "{said}");
            assert!(!said.contains("943") && !said.contains("401"), "{said}");
        }
        let (own, said) = open(twice, "NHS", Kept::AllBut(&["Reference"]));
        assert!(own.is_some(), "{said}");
    }

    #[test]
    fn short_ids_and_dates_may_stand_elsewhere_by_chance() {
        let (own, said) = open("Id,Age\n1,1\n2,7\n3,8\n4,9\n", "Id", Kept::AllBut(&[]));
        assert!(own.is_some(), "{said}");
        let (own, said) = open("Id,Day\n20240103,2025-01-04\n20250104,2024-01-03\n", "Id", Kept::AllBut(&[]));
        assert!(own.is_some(), "{said}");
    }

    #[test]
    fn columns_that_name_people_are_warned_of() {
        let file = "NHS,Child's surname,Date of birth,Service name\n9434765919,S,2015-01-01,Library\n";
        let (own, said) = open(file, "NHS", Kept::AllBut(&[]));
        assert!(own.is_some());
        assert!(
            said.contains("2 columns that seem to name people: \"Child's surname\" and \"Date of birth\""),
            "{said}"
        );
    }
}
