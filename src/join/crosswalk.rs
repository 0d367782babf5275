//! From one geography to another by a published look-up: unchanged, split, merged and complex areas, with
//! shares that sum to one so that totals are conserved.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::area::{AreaCode, Geography};
use crate::read::lookup::Pair;

/// How many areas changed in which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// One area became one other.
    pub unchanged: usize,
    /// One became several.
    pub split: usize,
    /// Several became one.
    pub merged: usize,
    /// Several became several.
    pub complex: usize,
    /// Areas shared out equally, for want of people to weight by.
    pub shared_equally: usize,
}

/// The shares in which each area of one geography passes to another.
#[derive(Debug, Clone)]
pub struct Crosswalk {
    /// Geography looked up.
    pub from: Geography,
    /// Geography found.
    pub to: Geography,
    /// What changed.
    pub changes: Changes,
    shares: FxHashMap<AreaCode, Vec<(AreaCode, f64)>>,
}

impl Crosswalk {
    /// Makes the shares from the rows of a look-up.
    ///
    /// A split area is shared out in proportion to `people` of the areas it became; an area that several
    /// became gives each of them an equal part of its weight. Where nobody is known to live in any of
    /// them, the parts are equal and counted in [`Changes::shared_equally`].
    pub fn new(from: Geography, to: Geography, pairs: &[Pair], people: &FxHashMap<AreaCode, f64>) -> Self {
        let mut sources: FxHashMap<&AreaCode, usize> = FxHashMap::default();
        let mut targets: BTreeMap<AreaCode, Vec<(AreaCode, Option<f64>)>> = BTreeMap::new();
        for pair in pairs {
            *sources.entry(&pair.to).or_default() += 1;
            targets.entry(pair.from.clone()).or_default().push((pair.to.clone(), pair.share));
        }
        let mut changes = Changes::default();
        let mut shares = FxHashMap::default();
        for (code, mut parts) in targets {
            parts.sort_by(|a, b| a.0.cmp(&b.0));
            let shared = parts.iter().any(|(to, _)| sources[to] > 1);
            match (parts.len() > 1, shared) {
                (false, false) => changes.unchanged += 1,
                (true, false) => changes.split += 1,
                (false, true) => changes.merged += 1,
                (true, true) => changes.complex += 1,
            }
            let weights = weigh(&parts, &sources, people, &mut changes);
            shares.insert(code, parts.into_iter().map(|(to, _)| to).zip(weights).collect());
        }
        Self { from, to, changes, shares }
    }

    /// The areas that `code` passes to, with shares that sum to one; `None` for a code the look-up lacks.
    pub fn shares(&self, code: &AreaCode) -> Option<&[(AreaCode, f64)]> {
        self.shares.get(code).map(Vec::as_slice)
    }

    /// The codes looked up, in no particular order.
    pub fn codes(&self) -> impl Iterator<Item = &AreaCode> {
        self.shares.keys()
    }

    /// Every code found, in no particular order, repeats included.
    pub fn found(&self) -> impl Iterator<Item = &AreaCode> {
        self.shares.values().flatten().map(|(to, _)| to)
    }
}

fn weigh(
    parts: &[(AreaCode, Option<f64>)],
    sources: &FxHashMap<&AreaCode, usize>,
    people: &FxHashMap<AreaCode, f64>,
    changes: &mut Changes,
) -> Vec<f64> {
    let given: Option<Vec<f64>> = parts.iter().map(|(_, share)| *share).collect();
    let weights = given.unwrap_or_else(|| {
        let weight = |to: &AreaCode| people.get(to).copied().unwrap_or(0.0) / sources[to] as f64;
        parts.iter().map(|(to, _)| weight(to)).collect()
    });
    let sum: f64 = weights.iter().sum();
    if parts.len() == 1 {
        vec![1.0]
    } else if sum > 0.0 {
        weights.iter().map(|w| w / sum).collect()
    } else {
        changes.shared_equally += 1;
        vec![1.0 / parts.len() as f64; parts.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> AreaCode {
        AreaCode::parse(text).expect("a code")
    }

    fn walk(pairs: &[(&str, &str)], people: &[(&str, f64)]) -> Crosswalk {
        let pairs: Vec<Pair> =
            pairs.iter().map(|(f, t)| Pair { from: code(f), to: code(t), share: None }).collect();
        let people = people.iter().map(|(c, n)| (code(c), *n)).collect();
        Crosswalk::new(Geography::named("lsoa11"), Geography::named("lsoa21"), &pairs, &people)
    }

    #[test]
    fn a_split_area_is_shared_out_by_the_people_of_its_parts() {
        let walk = walk(&[("A", "B"), ("A", "C")], &[("B", 300.0), ("C", 100.0)]);
        assert_eq!(walk.shares(&code("A")), Some(&[(code("B"), 0.75), (code("C"), 0.25)][..]));
    }

    #[test]
    fn each_kind_of_change_is_counted() {
        let walk = walk(
            &[
                ("U", "U"),
                ("S", "S1"),
                ("S", "S2"),
                ("M1", "M"),
                ("M2", "M"),
                ("X1", "Y1"),
                ("X1", "Y2"),
                ("X2", "Y2"),
            ],
            &[("S1", 1.0), ("S2", 1.0), ("Y1", 1.0), ("Y2", 1.0)],
        );
        let expected = Changes { unchanged: 1, split: 1, merged: 3, complex: 1, shared_equally: 0 };
        assert_eq!(walk.changes, expected);
    }

    #[test]
    fn a_split_without_people_is_shared_equally_and_counted() {
        let walk = walk(&[("A", "B"), ("A", "C")], &[]);
        assert_eq!(walk.changes.shared_equally, 1);
        assert_eq!(walk.shares(&code("A")).map(|s| s[0].1), Some(0.5));
    }

    proptest! {
        #[test]
        fn shares_always_sum_to_one(links in prop::collection::btree_set((0u8..9, 0u8..9), 1..30),
                                    people in prop::collection::vec(0.0f64..1e4, 9)) {
            let pairs: Vec<Pair> = links.iter()
                .map(|(f, t)| Pair { from: code(&format!("F{f}")), to: code(&format!("T{t}")), share: None }).collect();
            let people = people.iter().enumerate().map(|(i, n)| (code(&format!("T{i}")), *n)).collect();
            let walk = Crosswalk::new(Geography::named("a"), Geography::named("b"), &pairs, &people);
            for from in walk.codes() {
                let sum: f64 = walk.shares(from).into_iter().flatten().map(|(_, s)| s).sum();
                prop_assert!((sum - 1.0).abs() < 1e-12);
            }
        }
    }
}
