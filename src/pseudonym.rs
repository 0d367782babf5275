//! Pseudonyms: what stands in the place of an agency's own ids, so that agencies with the same secret key recognise
//! the same people without telling each other who they are.

mod ids;
mod key;

use std::fmt;

pub use ids::{IdCounts, Ids};
pub use key::{Key, KeyFault};

/// What stands in the place of an id: 32 hexadecimal digits in lower case.
///
/// The first 16 bytes of the BLAKE3 keyed hash of the id's [normal form](normal_form). Without the key nobody can tell
/// whose it is, or try ids out until one fits.
///
/// # References
/// Christen P, Ranbaduge T, Schnell R (2020). *Linking Sensitive Data.* Springer.
/// <https://doi.org/10.1007/978-3-030-59706-1>; O'Connor J, Aumasson J-P, Neves S, Wilcox-O'Hearn Z (2020). *BLAKE3: one
/// function, fast everywhere.*
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(u128);

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The form in which every agency writes the same id: without blanks and hyphens, in capitals. Zeros at its beginning
/// stay. Empty where the id is blank.
///
/// ```
/// use reachgap::pseudonym::normal_form;
/// assert_eq!(normal_form(" 943 476 5919 "), "9434765919");
/// assert_eq!(normal_form("943-476-5919"), "9434765919");
/// assert_eq!(normal_form("h801200001001a"), "H801200001001A");
/// assert_eq!(normal_form("0070"), "0070");
/// ```
pub fn normal_form(id: &str) -> String {
    id.chars().filter(|letter| !is_between(*letter)).flat_map(char::to_uppercase).collect()
}

/// Blanks and hyphens of every kind, and the marks that are not seen.
fn is_between(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '-' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2010}'..='\u{2015}' | '\u{2060}' | '\u{2212}' | '\u{feff}')
}

/// Whether a normal form says that there is no id: a word for it, or one digit or mark over and over, as in 0000000000.
///
/// Such an id would make one person of everybody who has it.
///
/// ```
/// use reachgap::pseudonym::says_there_is_none;
/// assert!(says_there_is_none("N/A") && says_there_is_none("0000000000") && says_there_is_none("?"));
/// assert!(!says_there_is_none("7") && !says_there_is_none("4010232137"));
/// ```
pub fn says_there_is_none(normal: &str) -> bool {
    const WORDS: [&str; 16] = [
        "NA",
        "N/A",
        "#N/A",
        "NAN",
        "NIL",
        "NONE",
        "NULL",
        "UNKNOWN",
        "UNK",
        "NOTKNOWN",
        "NOTRECORDED",
        "NOTSTATED",
        "MISSING",
        "TBC",
        "NOID",
        "ANON",
    ];
    let mut letters = normal.chars();
    let first = letters.next();
    let one_over_and_over = letters.all(|letter| Some(letter) == first);
    let marks_only = first.is_some() && normal.chars().all(|letter| !letter.is_alphanumeric());
    marks_only || (one_over_and_over && normal.chars().count() >= 6) || WORDS.contains(&normal)
}

/// Whether ten digits have the check digit of an NHS number.
///
/// The first nine digits times 10, 9, … 2 are added; 11 less the remainder of the sum by 11 is the tenth digit, 0 for
/// 11; no NHS number has 10. `None` for anything but ten digits.
///
/// # References
/// NHS Data Dictionary, *NHS NUMBER*. <https://www.datadictionary.nhs.uk/attributes/nhs_number.html>
///
/// # Examples
/// A made-up number whose first nine digits add up to 299, which leaves 2 by 11, and the same with two digits exchanged:
/// ```
/// use reachgap::pseudonym::has_nhs_check_digit;
/// assert_eq!(has_nhs_check_digit("9434765919"), Some(true));
/// assert_eq!(has_nhs_check_digit("9437465919"), Some(false));
/// assert_eq!(has_nhs_check_digit("943476591"), None);
/// ```
pub fn has_nhs_check_digit(normal: &str) -> Option<bool> {
    let digits: Vec<u32> = normal.chars().map(|letter| letter.to_digit(10)).collect::<Option<_>>()?;
    let (check, nine) = digits.split_last().filter(|_| digits.len() == 10)?;
    let sum: u32 = nine.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    Some((11 - sum % 11) % 11 == *check)
}

#[cfg(test)]
mod tests;
