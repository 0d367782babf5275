//! The ids of a file, counted while they are replaced.

use super::{Key, Pseudonym, has_nhs_check_digit, normal_form, says_there_is_none};

/// The share of ids that must be ten digits for the column to look like one of NHS numbers.
const MOSTLY: f64 = 0.8;

/// Ids given so far: their pseudonyms and forms, never the ids.
#[derive(Debug)]
pub struct Ids<'k> {
    key: &'k Key,
    seen: Vec<Seen>,
    counts: IdCounts,
}

/// One id that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    pseudonym: Pseudonym,
    /// Tells the ways apart in which one id is written; 0 for the normal form.
    way: u64,
    length: u32,
    digits: Digits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Digits {
    /// Other characters too.
    Not,
    /// Digits only.
    Only,
    /// Ten digits with the check digit of an NHS number.
    Checked,
    /// Ten digits without it.
    Unchecked,
}

/// What the ids of a file look like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IdCounts {
    /// Rows of the file.
    pub rows: u64,
    /// Rows with a blank for an id.
    pub blank: u64,
    /// Rows with a word or mark for no id, such as `unknown` or 0000000000; they get no pseudonym either.
    pub none: u64,
    /// Different ids in their normal form.
    pub distinct: u64,
    /// Ids that were written in several ways and brought together by the normal form.
    pub brought_together: u64,
    /// The length of the longest id, in characters.
    pub longest: u32,
    /// Ids of digits only that are shorter than the longest: zeros at their beginning may have been lost.
    pub short: u64,
    /// Ids of ten digits.
    pub ten_digits: u64,
    /// Of these: without the check digit of an NHS number.
    pub failing_check: u64,
    /// Rows whose id is a number as a spreadsheet shortens it, such as 9.43E+09.
    pub shortened: u64,
    /// Rows whose id is a number with a decimal point, such as 9434765919.0.
    pub with_point: u64,
}

impl<'k> Ids<'k> {
    /// No ids yet.
    pub fn new(key: &'k Key) -> Self {
        Self { key, seen: Vec::new(), counts: IdCounts::default() }
    }

    /// Takes the id of a row and gives its pseudonym; `None` where there is no id.
    pub fn replace(&mut self, cell: &str) -> Option<Pseudonym> {
        self.counts.rows += 1;
        let normal = normal_form(cell);
        if normal.is_empty() {
            self.counts.blank += 1;
            return None;
        }
        if says_there_is_none(&normal) {
            self.counts.none += 1;
            return None;
        }
        self.counts.shortened += u64::from(is_shortened(&normal));
        self.counts.with_point += u64::from(has_point(&normal));
        let pseudonym = self.key.pseudonym(&normal);
        let written = cell.trim();
        let way = if written == normal { 0 } else { self.key.pseudonym(written).0 as u64 | 1 };
        let length = u32::try_from(normal.chars().count()).unwrap_or(u32::MAX);
        self.seen.push(Seen { pseudonym, way, length, digits: Digits::of(&normal) });
        Some(pseudonym)
    }

    /// What all of them look like.
    pub fn counts(mut self) -> IdCounts {
        self.seen.sort_unstable();
        let mut counts = self.counts;
        counts.longest = self.seen.iter().map(|id| id.length).max().unwrap_or_default();
        for written in self.seen.chunk_by(|a, b| a.pseudonym == b.pseudonym) {
            let id = written[0];
            counts.distinct += 1;
            counts.brought_together += u64::from(written.iter().any(|other| other.way != id.way));
            counts.short += u64::from(id.digits != Digits::Not && id.length < counts.longest);
            counts.ten_digits += u64::from(matches!(id.digits, Digits::Checked | Digits::Unchecked));
            counts.failing_check += u64::from(id.digits == Digits::Unchecked);
        }
        counts
    }
}

impl IdCounts {
    /// Whether these look like NHS numbers: most of them are ten digits.
    pub fn look_like_nhs_numbers(&self) -> bool {
        self.distinct > 0 && self.ten_digits as f64 >= MOSTLY * self.distinct as f64
    }
}

impl Digits {
    fn of(normal: &str) -> Self {
        match has_nhs_check_digit(normal) {
            Some(true) => Self::Checked,
            Some(false) => Self::Unchecked,
            None if normal.bytes().all(|byte| byte.is_ascii_digit()) => Self::Only,
            None => Self::Not,
        }
    }
}

/// Whether it is a number with its last digits lost, such as 9.43E+09.
fn is_shortened(normal: &str) -> bool {
    normal.split_once("E+").is_some_and(|(number, power)| is_decimal(number) && is_whole(power))
}

/// Whether it is a whole number written as a decimal, such as 9434765919.0.
fn has_point(normal: &str) -> bool {
    normal
        .split_once('.')
        .is_some_and(|(whole, rest)| is_whole(whole) && !rest.is_empty() && rest.bytes().all(|b| b == b'0'))
}

fn is_decimal(text: &str) -> bool {
    text.split_once('.').map_or_else(|| is_whole(text), |(whole, rest)| is_whole(whole) && is_whole(rest))
}

fn is_whole(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
