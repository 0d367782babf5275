//! Texts told apart and numbered, without a copy of each cell.

use rustc_hash::FxHashMap;

/// The longest text that is compared in one go.
const SHORT: usize = 15;

/// Distinct texts, numbered from 0 in the order in which they were first met.
#[derive(Debug, Default)]
pub(crate) struct Distinct {
    texts: Vec<Box<str>>,
    short: FxHashMap<u128, u32>,
    long: FxHashMap<Box<str>, u32>,
    /// The last short text asked for, and its number: the next is often the same.
    last: Option<(u128, u32)>,
}

impl Distinct {
    /// The number of this text.
    #[inline]
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        let Some(key) = packed(text) else { return self.long_number(text) };
        if let Some((last, number)) = self.last
            && last == key
        {
            return number;
        }
        let number = match self.short.get(&key) {
            Some(number) => *number,
            None => *self.short.entry(key).or_insert(add(&mut self.texts, text)),
        };
        self.last = Some((key, number));
        number
    }

    fn long_number(&mut self, text: &str) -> u32 {
        match self.long.get(text) {
            Some(number) => *number,
            None => *self.long.entry(text.into()).or_insert(add(&mut self.texts, text)),
        }
    }

    /// The texts, by number.
    pub(crate) fn texts(&self) -> &[Box<str>] {
        &self.texts
    }

    /// For each number of another list, the number of the same text in this one.
    pub(crate) fn numbers_of(&mut self, other: &Self) -> Vec<u32> {
        other.texts.iter().map(|text| self.number(text)).collect()
    }

    /// The texts in alphabetical order, and for each number the place of its text in that order.
    pub(crate) fn sorted(&self) -> (Vec<String>, Vec<u32>) {
        let mut order: Vec<u32> = (0..).take(self.texts.len()).collect();
        order.sort_by(|a, b| self.texts[*a as usize].cmp(&self.texts[*b as usize]));
        let mut places = vec![0; order.len()];
        for (place, number) in (0..).zip(&order) {
            places[*number as usize] = place;
        }
        (order.iter().map(|number| self.texts[*number as usize].to_string()).collect(), places)
    }
}

fn add(texts: &mut Vec<Box<str>>, text: &str) -> u32 {
    texts.push(text.into());
    u32::try_from(texts.len() - 1).unwrap_or(u32::MAX)
}

/// A short text as one number: its bytes from the lowest up, and its length at the top.
#[inline]
fn packed(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    let length = bytes.len();
    let (low, high) = match length {
        0..=3 => (bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0),
        4..=7 => {
            let last = u64::from(u32::from_le_bytes(*bytes.last_chunk()?));
            let first = u64::from(u32::from_le_bytes(*bytes.first_chunk()?));
            (first | (last >> (8 * (8 - length))) << 32, 0)
        }
        8 => (u64::from_le_bytes(*bytes.first_chunk()?), 0),
        9..=SHORT => {
            let last = u64::from_le_bytes(*bytes.last_chunk()?);
            (u64::from_le_bytes(*bytes.first_chunk()?), last >> (8 * (16 - length)))
        }
        _ => return None,
    };
    Some(u128::from(low) | u128::from(high) << 64 | (length as u128) << 120)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_numbered_as_they_are_met() {
        let mut distinct = Distinct::default();
        let long = "a text of more than fifteen bytes";
        let numbers = ["b", "a", "b", long, "", "a\0", long, "a"].map(|text| distinct.number(text));
        assert_eq!(numbers, [0, 1, 0, 2, 3, 4, 2, 1]);
        assert_eq!(distinct.sorted().0, ["", "a", "a\0", long, "b"]);
        assert_eq!(distinct.sorted().1, [4, 1, 3, 0, 2]);
    }

    #[test]
    fn every_short_text_is_packed_whole() {
        for length in 0..=SHORT {
            let text = &"abcdefghijklmno"[..length];
            let mut bytes = [0; 16];
            bytes[..length].copy_from_slice(text.as_bytes());
            bytes[SHORT] = u8::try_from(length).expect("short");
            assert_eq!(packed(text), Some(u128::from_le_bytes(bytes)), "{text}");
        }
        assert_eq!(packed("abcdefghijklmnop"), None);
    }

    #[test]
    fn numbers_of_another_list_are_found() {
        let (mut one, mut other) = (Distinct::default(), Distinct::default());
        ["a", "b"].iter().for_each(|text| _ = one.number(text));
        ["c", "b"].iter().for_each(|text| _ = other.number(text));
        assert_eq!(one.numbers_of(&other), [2, 1]);
    }
}
