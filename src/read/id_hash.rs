//! Identifiers as 64-bit hashes.

use std::hash::{DefaultHasher, Hasher};

/// A hash of an identifier with a fixed key, never 0; 0 for a blank one.
///
/// Among n distinct identifiers the chance that any two share a hash is about n² / 2⁶⁵: one in a million for six
/// million, three in a million for ten million.
pub(crate) fn of(id: &str) -> u64 {
    if id.is_empty() {
        return 0;
    }
    let mut hasher = DefaultHasher::new();
    hasher.write(id.as_bytes());
    hasher.finish().max(1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_a_blank_identifier_is_0() {
        assert_eq!(super::of(""), 0);
        assert_ne!(super::of("1"), super::of("01"));
        assert_eq!(super::of("a"), super::of("a"));
    }
}
