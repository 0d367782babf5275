//! The secret key that agencies share.

use std::fmt;

use rand::TryRng;
use rand::rngs::SysRng;
use thiserror::Error;

use super::Pseudonym;

/// What the keys of pseudonyms are derived for, so that the same text used for anything else gives another key.
const PURPOSE: &str = "reachgap 2026-11 pseudonyms of the ids of persons";

/// Fewer different characters than these make a key that can be guessed.
const DIFFERENT: usize = 8;

/// A secret key. It is never shown: neither by this program's messages nor in its outputs.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyFault {
    /// It is not text.
    #[error("the key is not text in UTF-8")]
    NotText,
    /// It is too short to be safe.
    #[error("the key has {0} bytes, and at least {least} are needed", least = Key::LEAST)]
    Short(usize),
    /// It repeats a few characters.
    #[error("the key consists of only {0} different characters")]
    Monotonous(usize),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers to make a key from")]
    NoRandomNumbers,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(not shown)")
    }
}

impl Key {
    /// The fewest bytes of a key's text.
    pub const LEAST: usize = 32;

    /// The key that a text stands for. Blanks and line ends around it do not matter, so that editors may add them.
    ///
    /// # Errors
    /// [`KeyFault::NotText`]; [`KeyFault::Short`]; [`KeyFault::Monotonous`].
    pub fn of_text(text: &[u8]) -> Result<Self, KeyFault> {
        let text = std::str::from_utf8(text).map_err(|_| KeyFault::NotText)?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.len() < Self::LEAST {
            return Err(KeyFault::Short(text.len()));
        }
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        if letters.len() < DIFFERENT {
            return Err(KeyFault::Monotonous(letters.len()));
        }
        Ok(Self(blake3::derive_key(PURPOSE, text.as_bytes())))
    }

    /// The text of a new key: 64 hexadecimal digits from the system's own random numbers.
    ///
    /// # Errors
    /// [`KeyFault::NoRandomNumbers`].
    pub fn new_text() -> Result<String, KeyFault> {
        let mut drawn = [0u8; 32];
        SysRng.try_fill_bytes(&mut drawn).map_err(|_| KeyFault::NoRandomNumbers)?;
        Ok(drawn.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The pseudonym of an id in its normal form.
    ///
    /// ```
    /// use reachgap::pseudonym::Key;
    /// let key = Key::of_text(b"an example that is far too public to be a key")?;
    /// let pseudonym = key.pseudonym("9434765919").to_string();
    /// assert_eq!(pseudonym, "26980a071393727fcbccfbfcb6982aef");
    /// # Ok::<(), reachgap::pseudonym::KeyFault>(())
    /// ```
    pub fn pseudonym(&self, normal: &str) -> Pseudonym {
        let hash = blake3::keyed_hash(&self.0, normal.as_bytes());
        let (first, _) = hash.as_bytes().split_at(16);
        Pseudonym(first.iter().fold(0, |number, byte| (number << 8) | u128::from(*byte)))
    }
}
