//! Codes and names: in the official pattern, in ranges that the statistics office has not used.
use std::collections::BTreeSet;

use rand::RngExt;
use rand_pcg::Pcg64;

use super::land::OUTSIDE;
use super::settle::Plot;

/// Codes and names of the three authorities; the last is outside the place.
pub(super) const AUTHORITIES: [(&str, &str); 3] =
    [("E06900001", "Wexley"), ("E06900002", "Marlow Vale"), ("E06900003", "Thornshire")];
/// The first number of codes that are new in 2021.
const FIRST_NEW: usize = 501;

/// How an area came about between 2011 and 2021.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Change {
    Unchanged,
    Split,
    Merged,
    Complex,
}

impl Change {
    /// The letter of the published look-up.
    pub(super) fn letter(self) -> &'static str {
        match self {
            Change::Unchanged => "U",
            Change::Split => "S",
            Change::Merged => "M",
            Change::Complex => "X",
        }
    }
}

/// What an area of 2021 and an area of 2011 have in common: one row of the look-up.
pub(super) struct Part {
    /// Code of the area of 2011.
    pub(super) lsoa11: String,
    /// The area of 2021, by position.
    pub(super) area: usize,
    /// Share of the 2021 area's people.
    pub(super) share: f64,
    pub(super) change: Change,
}

/// The code of a small area by its number.
pub(super) fn lsoa(number: usize) -> String {
    format!("E01{:06}", 900_000 + number)
}

/// The code of a middle-layer area by its number, counted from nought.
pub(super) fn msoa(number: usize) -> String {
    format!("E02{:06}", 900_001 + number)
}

/// The code of a ward by its number, counted from nought.
pub(super) fn ward(number: usize) -> String {
    format!("E05{:06}", 900_001 + number)
}

/// Names of the small areas: authority, middle-layer area within it, and a letter.
pub(super) fn names(plots: &[Plot]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(plots.len());
    for (position, plot) in plots.iter().enumerate() {
        let earlier = plots[..position].iter().filter(|p| p.msoa == plot.msoa).count();
        let letter = char::from(b'A' + (earlier % 26) as u8);
        names.push(format!("{}{letter}", msoa_name(plots, plot.msoa)));
    }
    names
}

/// The name of a middle-layer area: its authority and a number within it.
pub(super) fn msoa_name(plots: &[Plot], msoa: usize) -> String {
    let authority = plots.iter().find(|p| p.msoa == msoa).map_or(OUTSIDE, |p| p.authority);
    let before: BTreeSet<usize> =
        plots.iter().filter(|p| p.authority == authority && p.msoa < msoa).map(|p| p.msoa).collect();
    format!("{} {:03}", AUTHORITIES[authority].1, before.len() + 1)
}

/// The 2021 codes of all areas, and the parts they share with the areas of 2011: mostly unchanged,
/// with a few splits and mergers and one complex case, none of them in the areas to `spare`.
pub(super) fn renumber(plots: &[Plot], spare: &[usize], rng: &mut Pcg64) -> (Vec<String>, Vec<Part>) {
    let mut plan = Plan::new(plots, spare);
    let groups: Vec<(Change, Vec<usize>)> = [2, 2, 3, 2, 2, 2]
        .map(|size| (Change::Split, plan.take(size, rng)))
        .into_iter()
        .chain([1, 1, 1, 1].map(|size| (Change::Merged, plan.take(size, rng))))
        .chain([(Change::Complex, plan.take(2, rng))])
        .collect();
    let (mut codes, mut parts) = (vec![String::new(); plots.len()], Vec::new());
    let (mut old, mut new) = (1..FIRST_NEW, FIRST_NEW..);
    let mut next_old = || lsoa(old.next().unwrap_or(FIRST_NEW - 1));
    for area in 0..plots.len() {
        match groups.iter().find(|(_, group)| group.contains(&area)) {
            None => {
                codes[area] = next_old();
                parts.push(Part { lsoa11: codes[area].clone(), area, share: 1.0, change: Change::Unchanged });
            }
            Some((change, group)) if group[0] == area => {
                for member in group {
                    codes[*member] = lsoa(new.next().unwrap_or(FIRST_NEW));
                }
                parts.extend(parts_of(*change, group, &mut next_old));
            }
            Some(_) => {}
        }
    }
    parts.sort_by(|a, b| (&a.lsoa11, &codes[a.area]).cmp(&(&b.lsoa11, &codes[b.area])));
    (codes, parts)
}

fn parts_of(change: Change, group: &[usize], next_old: &mut impl FnMut() -> String) -> Vec<Part> {
    let (first, second) = (next_old(), if change == Change::Split { String::new() } else { next_old() });
    let part =
        |lsoa11: &String, area: usize, share: f64| Part { lsoa11: lsoa11.clone(), area, share, change };
    match change {
        Change::Complex => {
            vec![part(&first, group[0], 0.55), part(&second, group[0], 0.45), part(&second, group[1], 1.0)]
        }
        Change::Merged => vec![part(&first, group[0], 0.6), part(&second, group[0], 0.4)],
        _ => group.iter().map(|area| part(&first, *area, 1.0)).collect(),
    }
}

/// Which areas are still free to be changed.
struct Plan<'a> {
    plots: &'a [Plot],
    taken: BTreeSet<usize>,
}

impl<'a> Plan<'a> {
    fn new(plots: &'a [Plot], spare: &[usize]) -> Self {
        Self { plots, taken: spare.iter().copied().collect() }
    }

    /// So many free neighbouring areas of one authority within the place, lowest number first.
    fn take(&mut self, size: usize, rng: &mut Pcg64) -> Vec<usize> {
        let place = self.plots.iter().filter(|p| p.authority != OUTSIDE).count();
        for start in std::iter::repeat_with(|| rng.random_range(0..place)).take(10_000) {
            let plot = &self.plots[start];
            let free = |n: &usize| !self.taken.contains(n) && self.plots[*n].authority == plot.authority;
            let mut group = vec![start];
            group.extend(plot.neighbours.iter().copied().filter(free).take(size - 1));
            if free(&start) && group.len() == size {
                group.sort_unstable();
                self.taken.extend(&group);
                return group;
            }
        }
        Vec::new()
    }
}
