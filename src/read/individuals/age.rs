//! Cells that hold a person's age.

use crate::read::individuals::IndividualRead;
use crate::read::row_faults::Fault;

/// Nobody is known to have been older than 122.
const OLDEST: u8 = 122;

const NOT_AN_AGE: Fault =
    Fault::error("not an age in whole years", "correct it, or leave it blank if unknown");
const TOO_OLD: Fault = Fault::error("an age over 122 years", "correct it, or leave it blank if unknown");

/// What records write for an age that is not known.
const UNKNOWN: [&str; 10] =
    ["", "-1", "unknown", "not known", "nk", "n/k", "not stated", "missing", "n/a", "null"];

/// Reads an age in whole years; `90+` is 90.
pub(super) fn parse(cell: &str) -> Result<u8, Fault> {
    if UNKNOWN.iter().any(|word| word.eq_ignore_ascii_case(cell)) {
        return Ok(IndividualRead::NO_AGE);
    }
    match cell.strip_suffix('+').unwrap_or(cell).trim_end().parse::<u16>() {
        Ok(age) => u8::try_from(age).ok().filter(|age| *age <= OLDEST).ok_or(TOO_OLD),
        Err(_) => Err(NOT_AN_AGE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_whole_years_or_unknown() {
        assert_eq!(["0", "83", "90+", "Unknown", "-1", ""].map(parse), [0, 83, 90, 255, 255, 255].map(Ok));
        assert_eq!(["4.5", "-3", "old"].map(parse), [Err(NOT_AN_AGE); 3]);
        assert_eq!(parse("2019"), Err(TOO_OLD));
    }
}
