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
    last: u32,
}

impl Distinct {
    /// The number of this text.
    #[inline]
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if self.texts.get(self.last as usize).is_some_and(|last| **last == *text) {
            return self.last;
        }
        self.last = match packed(text) {
            Some(key) => match self.short.get(&key) {
                Some(number) => *number,
                None => *self.short.entry(key).or_insert(add(&mut self.texts, text)),
            },
            None => match self.long.get(text) {
                Some(number) => *number,
                None => *self.long.entry(text.into()).or_insert(add(&mut self.texts, text)),
            },
        };
        self.last
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

/// A short text as one number: its bytes, then its length.
fn packed(text: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes[SHORT] = u8::try_from(text.len()).ok().filter(|length| usize::from(*length) <= SHORT)?;
    bytes[..text.len()].copy_from_slice(text.as_bytes());
    Some(u128::from_le_bytes(bytes))
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
    fn numbers_of_another_list_are_found() {
        let (mut one, mut other) = (Distinct::default(), Distinct::default());
        ["a", "b"].iter().for_each(|text| _ = one.number(text));
        ["c", "b"].iter().for_each(|text| _ = other.number(text));
        assert_eq!(one.numbers_of(&other), [2, 1]);
    }
}
