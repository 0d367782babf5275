//! Pseudonyms that agencies share, as keyed hashes. The key is drawn for the run, held in memory, and never written.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

/// A shared pseudonym, hashed twice: as it is written, and without regard to case and leading zeros.
///
/// The hashes differ from run to run. They serve to recognise people within one run and for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SharedId {
    /// Of the pseudonym as it is written; 0 where it is blank.
    pub exact: u64,
    /// Of the pseudonym in lower case without leading zeros; 0 where it is blank.
    pub plain: u64,
}

impl SharedId {
    /// The hashes of a pseudonym that has been trimmed.
    pub(crate) fn of(id: &str) -> Self {
        if id.is_empty() {
            return Self::default();
        }
        let exact = hash(id);
        let is_plain = !id.starts_with('0') && !id.bytes().any(|byte| byte.is_ascii_uppercase());
        let plain = if is_plain { exact } else { hash(&id.trim_start_matches('0').to_lowercase()) };
        Self { exact, plain }
    }
}

fn hash(id: &str) -> u64 {
    static KEY: OnceLock<RandomState> = OnceLock::new();
    let mut hasher = KEY.get_or_init(RandomState::new).build_hasher();
    hasher.write(id.as_bytes());
    hasher.finish().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_alike_but_for_case_and_zeros_share_their_plain_hash_only() {
        let (a, b) = (SharedId::of("00af"), SharedId::of("AF"));
        assert!(a.plain == b.plain && a.exact != b.exact && a == SharedId::of("00af"));
        assert!(SharedId::of("").exact == 0 && a.exact != 0);
    }
}
