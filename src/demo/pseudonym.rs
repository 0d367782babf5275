//! The pseudonym of each child, which all agencies share.
use std::collections::BTreeSet;

use rand::RngExt;
use rand_pcg::Pcg64;

/// The pseudonyms given so far; no two children have the same.
#[derive(Default)]
pub(super) struct Pseudonyms(BTreeSet<u64>);

impl Pseudonyms {
    /// A new one: 16 hexadecimal digits in lower case.
    pub(super) fn next(&mut self, rng: &mut Pcg64) -> String {
        loop {
            let drawn: u64 = rng.random();
            if self.0.insert(drawn) {
                return format!("{drawn:016x}");
            }
        }
    }
}
