//! Ranges of age in completed years.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A range of age in completed years, both ends included: `4-12`, `65+`, `16`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct AgeRange {
    /// The youngest age.
    pub from: u8,
    /// The oldest age, or `None` for no upper end.
    pub to: Option<u8>,
}

impl AgeRange {
    /// Everybody.
    pub const ALL: Self = Self { from: 0, to: None };

    /// Reads `4-12`, `4 to 12`, `65+`, `90 and over` or a single year such as `7`.
    ///
    /// # Errors
    /// What is wrong with the text, as a sentence fragment.
    ///
    /// ```
    /// use reachgap::assessment::AgeRange;
    /// let children: AgeRange = "4-12".parse().unwrap();
    /// assert!(children.contains(12) && !children.contains(13));
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let bad = || format!("\"{text}\" is not a range of ages such as \"4-12\", \"65+\" or \"16\"");
        let plain = text.trim().to_ascii_lowercase().replace("aged", "").replace("years", "");
        let plain = plain.replace("and over", "+").replace(" to ", "-").replace(['–', ' '], "");
        let year = |part: &str| part.parse::<u8>().map_err(|_| bad());
        let range = if let Some(from) = plain.strip_suffix('+') {
            Self { from: year(from)?, to: None }
        } else if let Some((from, to)) = plain.split_once('-') {
            Self { from: year(from)?, to: Some(year(to)?) }
        } else {
            let only = year(&plain)?;
            Self { from: only, to: Some(only) }
        };
        if range.to.is_some_and(|to| to < range.from) { Err(bad()) } else { Ok(range) }
    }

    /// Whether an age lies in the range.
    pub fn contains(self, age: u8) -> bool {
        age >= self.from && self.to.is_none_or(|to| age <= to)
    }

    /// Whether a whole other range lies in this one.
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from && self.to.is_none_or(|to| other.to.is_some_and(|o| o <= to))
    }

    /// Whether two ranges share an age.
    pub fn overlaps(self, other: Self) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }
}

impl std::str::FromStr for AgeRange {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }
}

impl TryFrom<String> for AgeRange {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl From<AgeRange> for String {
    fn from(range: AgeRange) -> Self {
        range.to_string()
    }
}

impl fmt::Display for AgeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            None => write!(f, "{}+", self.from),
            Some(to) if to == self.from => write!(f, "{to}"),
            Some(to) => write!(f, "{}-{to}", self.from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_in_the_forms_publishers_use() {
        for (text, shown) in
            [("4-12", "4-12"), ("65+", "65+"), ("90 and over", "90+"), ("Aged 5 to 9 years", "5-9")]
        {
            assert_eq!(AgeRange::parse(text).map(|r| r.to_string()), Ok(shown.to_owned()));
        }
    }

    #[test]
    fn a_range_that_runs_backwards_is_refused() {
        assert!(AgeRange::parse("12-4").is_err());
    }
}
