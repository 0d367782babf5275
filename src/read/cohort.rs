//! Figures of a cohort before and after something was done for its people.

use super::cells::number::{self, NotANumber};
use super::nearest;
use super::source::{Opening, Source};
use crate::assessment::{Assessment, Cohort};
use crate::ledger::Entry;
use crate::problem::{Problem, Problems};
use crate::words::listed;

/// A word of the group column is quoted in a message only where it stands in so many rows: it is then a name of a
/// group, and not something written about one person.
const A_GROUPS_WORD: usize = 5;

/// The most words of the group column that a message lists.
const LISTED: usize = 6;

/// One person with a figure before and a figure after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CohortPerson {
    /// The figure before.
    pub before: f64,
    /// The figure after.
    pub after: f64,
    /// An earlier figure, where it is known.
    pub earlier: Option<f64>,
    /// How much help the person had, where it is known.
    pub dose: Option<f64>,
}

/// What a cohort's file says.
#[derive(Debug, Clone, PartialEq)]
pub struct CohortRead {
    /// Everybody with a figure before and a figure after, in the order of the file.
    pub people: Vec<CohortPerson>,
    /// Whether each of them had the help; the others are the comparison group.
    pub helped: Vec<bool>,
    /// The file, the people in it, and who was left out and why. Nobody of a cohort is placed in an area.
    pub entry: Entry,
}

impl CohortRead {
    /// Those who had the help.
    pub fn helped(&self) -> Vec<CohortPerson> {
        self.of_group(true)
    }

    /// Those who did not, to compare with.
    pub fn comparison(&self) -> Vec<CohortPerson> {
        self.of_group(false)
    }

    fn of_group(&self, helped: bool) -> Vec<CohortPerson> {
        let each = self.people.iter().zip(&self.helped);
        each.filter(|(_, had)| **had == helped).map(|(person, _)| *person).collect()
    }
}

/// Reads a cohort's file.
///
/// Missing values: a blank. Without a figure before or after, or without a group where groups are told apart, a
/// person is left out and counted; without an earlier figure or a dose they stay.
///
/// # Errors
/// `None`, with the reasons among the problems: columns that are not there, cells that are not numbers, words for
/// those who had the help that match nobody, nobody left who had it.
pub fn read(assessment: &Assessment, settings: &Cohort, problems: &mut Problems) -> Option<CohortRead> {
    let mut named = vec![settings.before.as_str(), settings.after.as_str()];
    let others = [&settings.earlier, &settings.dose, &settings.group];
    named.extend(others.into_iter().flatten().map(String::as_str));
    let opening = Opening { file: &settings.file, preset: None, named: &named };
    let source = Source::open(assessment, opening, problems)?;
    let columns = source.table.require(&named, problems)?;
    let mut found = Problems::none();
    refuse_one_column_twice(&source, settings, &columns, &mut found);
    let groups = helped(&source, settings, &mut found);
    let figures = Figures::read(&source, settings, &mut found);
    let refused = found.has_errors();
    problems.extend(found);
    if refused {
        return None;
    }
    let read = together(assessment, &source, settings, figures?, groups?);
    tell(&source, settings, &read, problems);
    read.helped.contains(&true).then_some(read)
}

/// The columns of numbers, row by row.
struct Figures {
    before: Vec<Option<f64>>,
    after: Vec<Option<f64>>,
    earlier: Vec<Option<f64>>,
    dose: Vec<Option<f64>>,
}

impl Figures {
    fn read(source: &Source, settings: &Cohort, problems: &mut Problems) -> Option<Self> {
        let none = || vec![None; source.table.rows()];
        let mut of = |header: &str| -> Option<Vec<Option<f64>>> {
            Some(numbers(source, source.table.column(header)?, problems))
        };
        let before = of(&settings.before)?;
        let after = of(&settings.after)?;
        let earlier = settings.earlier.as_deref().map_or_else(|| Some(none()), &mut of)?;
        let dose = settings.dose.as_deref().map_or_else(|| Some(none()), &mut of)?;
        refuse_negative_doses(source, settings, &dose, problems);
        Some(Self { before, after, earlier, dose })
    }
}

/// A column of numbers; `None` where it is blank.
fn numbers(source: &Source, column: usize, problems: &mut Problems) -> Vec<Option<f64>> {
    let cell = |row: usize| match number::parse(source.table.cell(column, row)) {
        Ok(value) => Some(value),
        Err(NotANumber::Blank) => None,
        Err(why) => {
            let cure = match why {
                NotANumber::Text | NotANumber::NotFinite => {
                    "correct it, or leave it blank where it is not known"
                }
                other => other.cure(),
            };
            problems.push(source.table.at(column, row, Problem::error(why.words()).hint(cure)));
            None
        }
    };
    (0..source.table.rows()).map(cell).collect()
}

fn refuse_negative_doses(source: &Source, settings: &Cohort, dose: &[Option<f64>], problems: &mut Problems) {
    let column = settings.dose.as_deref().and_then(|header| source.table.column(header));
    let below = dose.iter().enumerate().filter(|(_, dose)| dose.is_some_and(|dose| dose < 0.0));
    for (row, column) in below.filter_map(|(row, _)| Some((row, column?))) {
        let problem =
            Problem::error("an amount of help below zero").hint("give sessions, hours or weeks had");
        problems.push(source.table.at(column, row, problem));
    }
}

fn refuse_one_column_twice(source: &Source, settings: &Cohort, columns: &[usize], problems: &mut Problems) {
    for (at, column) in columns.iter().enumerate() {
        if columns[..at].contains(column) {
            let what = format!(
                "[[cohort]] {}: the column \"{}\" is named for two things",
                settings.name,
                source.table.headers()[*column]
            );
            problems.push(
                Problem::error(what)
                    .file(&source.table.path)
                    .hint("name a column of its own for each of before, after, earlier, dose and group"),
            );
        }
    }
}

/// Whether each row's person had the help; `None` where the file does not say.
fn helped(source: &Source, settings: &Cohort, problems: &mut Problems) -> Option<Vec<Option<bool>>> {
    let about = |what: &str| Problem::error(format!("[[cohort]] {}: {what}", settings.name));
    let Some(header) = settings.group.as_deref() else {
        if settings.helped.is_empty() {
            return Some(vec![Some(true); source.table.rows()]);
        }
        let problem = about("`helped` is given, but no column that tells who had the help");
        problems.push(problem.hint("name that column as `group`, or leave `helped` out"));
        return None;
    };
    let column = source.table.column(header)?;
    let words: Vec<String> =
        (0..source.table.rows()).map(|row| normal(source.table.cell(column, row))).collect();
    let wanted: Vec<String> = settings.helped.iter().map(|word| normal(word)).collect();
    for (word, wanted) in settings.helped.iter().zip(&wanted) {
        if wanted.is_empty() || !words.contains(wanted) {
            problems.push(no_such_word(source, header, word, &words));
        }
    }
    if wanted.is_empty() {
        let problem = about("`group` is named, but not who had the help");
        problems.push(problem.hint("give `helped`, the words of that column for those who had it"));
        return None;
    }
    Some(words.iter().map(|word| (!word.is_empty()).then(|| wanted.contains(word))).collect())
}

fn normal(word: &str) -> String {
    word.trim().to_lowercase()
}

/// A word for those who had the help that stands in no row.
fn no_such_word(source: &Source, header: &str, word: &str, words: &[String]) -> Problem {
    let mut rows: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    rows.sort_unstable();
    let names: Vec<&str> =
        rows.chunk_by(|a, b| a == b).filter(|same| same.len() >= A_GROUPS_WORD).map(|same| same[0]).collect();
    let hint = match (nearest(word, names.iter().copied()), names.len()) {
        (Some(near), _) => format!("did you mean \"{near}\"?"),
        (None, 1..=LISTED) => {
            let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            format!("the column has {}", listed(&quoted))
        }
        _ => "give the words as the column has them".to_owned(),
    };
    Problem::error(format!("no row has the word \"{word}\" that `helped` names"))
        .file(&source.table.path)
        .column(header)
        .hint(hint)
}

/// The people of the file, with those left out counted.
fn together(
    assessment: &Assessment,
    source: &Source,
    settings: &Cohort,
    figures: Figures,
    groups: Vec<Option<bool>>,
) -> CohortRead {
    let mut entry = Entry::new(format!("cohort: {}", settings.name));
    entry.of_people = true;
    entry.rows_read = source.table.rows() as u64;
    entry.files.push(source.file(assessment, None));
    let mut read = CohortRead { people: Vec::new(), helped: Vec::new(), entry };
    for (row, group) in groups.into_iter().enumerate() {
        let left_out = match (group, figures.before[row], figures.after[row]) {
            (Some(helped), Some(before), Some(after)) => {
                let (earlier, dose) = (figures.earlier[row], figures.dose[row]);
                read.people.push(CohortPerson { before, after, earlier, dose });
                read.helped.push(helped);
                continue;
            }
            (None, ..) => "without a group",
            (_, None, None) => "without figures before and after",
            (_, None, Some(_)) => "without a figure before",
            (_, Some(_), None) => "without a figure after",
        };
        read.entry.drop_rows(left_out, 1);
    }
    read.entry.rows_used = read.people.len() as u64;
    read.entry.placement.no_location = read.entry.rows_used;
    read.entry.notes.push("A cohort is looked at as a whole: its people are not placed in areas.".to_owned());
    read
}

/// What is wrong with who is left.
fn tell(source: &Source, settings: &Cohort, read: &CohortRead, problems: &mut Problems) {
    let about = |what: &str| format!("[[cohort]] {}: {what}", settings.name);
    if !read.helped.contains(&true) {
        let what = about("nobody who had the help has a figure before and a figure after");
        let hint = "check the columns `before`, `after` and `group`, and the words of `helped`";
        problems.push(Problem::error(what).file(&source.table.path).hint(hint));
    } else if settings.group.is_some() && !read.helped.contains(&false) {
        let what = about("everybody had the help, so there is nobody to compare with");
        let hint = "leave `group` out, or add people without the help to the file";
        problems.push(Problem::warning(what).file(&source.table.path).hint(hint));
    }
}

#[cfg(test)]
mod tests;
