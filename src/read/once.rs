//! Cells of few distinct texts, each of which is judged only once.

use crate::read::distinct::Distinct;

/// What each distinct text means.
#[derive(Debug)]
pub(crate) struct Once<T> {
    texts: Distinct,
    meanings: Vec<T>,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { texts: Distinct::default(), meanings: Vec::new() }
    }
}

impl<T: Copy> Once<T> {
    /// What a text means, asked for only where it is new.
    #[inline]
    pub(crate) fn meaning(&mut self, text: &str, judge: impl FnOnce(&str) -> T) -> T {
        let number = self.texts.number(text) as usize;
        if number == self.meanings.len() {
            self.meanings.push(judge(text));
        }
        self.meanings[number]
    }
}
