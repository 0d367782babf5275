//! Words as British readers expect them: lists, capitals and dates.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month; 1 is January. There is none for other numbers.
pub fn month(number: u8) -> Option<&'static str> {
    MONTHS.get(usize::from(number).checked_sub(1)?).copied()
}

/// A date as British readers write it.
///
/// ```
/// assert_eq!(reachgap::words::long_date(jiff::civil::date(2025, 6, 1)), "1 June 2025");
/// ```
pub fn long_date(date: Date) -> String {
    let month = month(date.month().unsigned_abs()).unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// Several things in one sentence, with "and" before the last.
///
/// ```
/// assert_eq!(reachgap::words::listed(&["need", "reach", "gap"]), "need, reach and gap");
/// ```
pub fn listed<Part: AsRef<str>>(parts: &[Part]) -> String {
    let words: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The same with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_their_names() {
        assert_eq!([0, 1, 12, 13].map(month), [None, Some("January"), Some("December"), None]);
    }

    #[test]
    fn things_are_listed_with_and_before_the_last() {
        assert_eq!(listed::<&str>(&[]), "");
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a".to_owned(), "b".to_owned()]), "a and b");
        assert_eq!((capital("étude").as_str(), capital("").as_str()), ("Étude", ""));
    }
}
