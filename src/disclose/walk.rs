//! The search for a round walk: raise one cell, lower the next, and so on until every relation holds again.
//!
//! Along a walk every relation stays true, so the changed counts agree with everything that is shown. The
//! cheapest walk is looked for (Dijkstra's method), where passing a hidden cell is nearly free and passing
//! a shown one costs what hiding it would lose. At each node cells are taken up one by one, cheapest first,
//! so that a relation with thousands of members costs no more than what is used of it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::system::{NONE, System};

/// A change to a cell: its number and by how much it rises.
pub(super) type Step = (u32, f64);

/// Losses are scaled by this, so that the number of cells passed only decides between equal losses.
const SCALE: u64 = 1 << 8;

/// How many cells of a node are tried at once as the last step of a walk.
const LAST_STEPS: usize = 64;

/// How many more cells are looked at once some walk is known.
const AFTER_FIRST: usize = 500;

/// The changed counts and the hidden cells that a walk starts from.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) system: &'a System,
    /// Whether each cell is hidden.
    pub(super) is_hidden: Vec<bool>,
    /// The hidden cells at each node.
    pub(super) hidden: Vec<Vec<u32>>,
    /// By how much each cell has been changed so far.
    pub(super) shift: Vec<f64>,
}

impl<'a> Draft<'a> {
    /// No cell hidden, none changed.
    pub(super) fn new(system: &'a System) -> Self {
        Self {
            system,
            is_hidden: vec![false; system.len()],
            hidden: vec![Vec::new(); system.relations() + 1],
            shift: vec![0.0; system.len()],
        }
    }

    /// Hides a cell.
    pub(super) fn hide(&mut self, cell: u32) {
        if !std::mem::replace(&mut self.is_hidden[cell as usize], true) {
            let nodes = self.system.nodes[cell as usize].into_iter().filter(|&node| node != NONE);
            nodes.for_each(|node| self.hidden[node as usize].push(cell));
        }
    }

    /// How much further a cell can rise (`direction` 1) or fall (-1) within what everybody knows.
    pub(super) fn room(&self, cell: u32, direction: f64) -> f64 {
        let now = self.system.value[cell as usize] + self.shift[cell as usize];
        if direction > 0.0 {
            self.system.ceiling[cell as usize] - now
        } else {
            now - self.system.floor[cell as usize]
        }
    }
}

/// What walk is wanted: one that takes an imbalance of one from a node to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// Where to start, and the imbalance there.
    pub(super) from: (u32, f64),
    /// Where to end, and the imbalance there that the last cell must cancel.
    pub(super) to: (u32, f64),
    /// A cell that must not be used.
    pub(super) but: u32,
    /// By how much every cell of the walk must be able to change.
    pub(super) step: f64,
    /// Whether shown cells may be used; they will have to be hidden.
    pub(super) may_hide: bool,
    /// How many cells may be looked at.
    pub(super) effort: usize,
}

/// A node and the sign of its imbalance, as one number.
type Place = u32;

fn place(node: u32, imbalance: f64) -> Place {
    node * 2 + u32::from(imbalance > 0.0)
}

fn imbalance_of(place: Place) -> f64 {
    if place % 2 == 1 { 1.0 } else { -1.0 }
}

/// One entry of the queue: cost so far with the next cell, place, whether it comes from the list of shown
/// cells, and how far down the list.
type Entry = Reverse<(u64, Place, bool, u32)>;

/// Working memory of the search, kept from walk to walk.
#[derive(Debug)]
pub(super) struct Search {
    reached: Vec<u32>,
    from: Vec<(Place, Step)>,
    cost: Vec<u64>,
    round: u32,
    queue: BinaryHeap<Entry>,
    best: Option<(u64, Place, Step)>,
    start: Place,
}

impl Search {
    /// For one part of a publication.
    pub(super) fn new(system: &System) -> Self {
        let places = 2 * (system.relations() + 1);
        Self {
            reached: vec![0; places],
            from: vec![(0, (0, 0.0)); places],
            cost: vec![0; places],
            round: 0,
            queue: BinaryHeap::new(),
            best: None,
            start: 0,
        }
    }

    /// The cheapest walk found, as the direction of each cell on it.
    pub(super) fn find(&mut self, draft: &Draft, wanted: Wanted) -> Option<Vec<Step>> {
        self.round += 1;
        self.queue.clear();
        self.best = None;
        self.start = place(wanted.from.0, wanted.from.1);
        self.reach(draft, wanted, self.start, 0, (self.start, (wanted.but, 0.0)));
        let (mut looked_at, mut enough) = (0, wanted.effort);
        while let Some(Reverse((cost, place, from_shown, at))) = self.queue.pop() {
            let is_good_enough = self.best.is_some_and(|(best, ..)| best / SCALE <= cost / SCALE);
            if is_good_enough || looked_at >= enough {
                break;
            }
            looked_at += 1;
            self.take(draft, wanted, (cost, place, from_shown, at));
            if self.best.is_some() {
                enough = enough.min(looked_at + AFTER_FIRST);
            }
        }
        self.best.map(|(_, last, step)| self.trace(last, step))
    }

    /// Takes up one cell at a place already reached.
    fn take(
        &mut self,
        draft: &Draft,
        wanted: Wanted,
        (cost, place, from_shown, at): (u64, Place, bool, u32),
    ) {
        let list = list(draft, place / 2, from_shown);
        let cell = list[at as usize];
        if let Some(&next) = list.get(at as usize + 1) {
            let cost = self.cost[place as usize] + price(draft, next, from_shown);
            self.queue.push(Reverse((cost, place, from_shown, at + 1)));
        }
        let Some((other, step)) = passage(draft, wanted, place, cell, from_shown) else { return };
        let imbalance = draft.system.sign(other, cell) * step.1;
        if closes(draft, wanted, other, imbalance) {
            self.offer(cost, place, step);
        } else {
            self.reach(draft, wanted, self::place(other, imbalance), cost, (place, step));
        }
    }

    /// Comes to a place for the first time, which is also the cheapest.
    fn reach(&mut self, draft: &Draft, wanted: Wanted, place: Place, cost: u64, from: (Place, Step)) {
        let signs = if place / 2 == draft.system.ground() { 0..2 } else { place % 2..place % 2 + 1 };
        for place in signs.map(|sign| place / 2 * 2 + sign) {
            if std::mem::replace(&mut self.reached[place as usize], self.round) == self.round {
                continue;
            }
            self.from[place as usize] = from;
            self.cost[place as usize] = cost;
            for from_shown in [false, true].into_iter().take(1 + usize::from(wanted.may_hide)) {
                if let Some(&cell) = list(draft, place / 2, from_shown).first() {
                    self.queue.push(Reverse((cost + price(draft, cell, from_shown), place, from_shown, 0)));
                }
                self.look_ahead(draft, wanted, place, from_shown);
            }
        }
    }

    /// Tries the first cells at a place as the last step of the walk.
    fn look_ahead(&mut self, draft: &Draft, wanted: Wanted, place: Place, from_shown: bool) {
        for &cell in list(draft, place / 2, from_shown).iter().take(LAST_STEPS) {
            let cost = self.cost[place as usize] + price(draft, cell, from_shown);
            if self.best.is_some_and(|(best, ..)| best <= cost) {
                return;
            }
            if let Some((other, step)) = passage(draft, wanted, place, cell, from_shown)
                && closes(draft, wanted, other, draft.system.sign(other, cell) * step.1)
            {
                return self.offer(cost, place, step);
            }
        }
    }

    fn offer(&mut self, cost: u64, place: Place, step: Step) {
        if self.best.is_none_or(|(best, ..)| cost < best) {
            self.best = Some((cost, place, step));
        }
    }

    fn trace(&self, last: Place, step: Step) -> Vec<Step> {
        let mut steps = vec![step];
        let mut place = last;
        while place != self.start {
            let (before, step) = self.from[place as usize];
            steps.push(step);
            place = before;
        }
        steps
    }
}

/// Whether an imbalance brought to a node ends the walk there.
fn closes(draft: &Draft, wanted: Wanted, node: u32, imbalance: f64) -> bool {
    node == wanted.to.0 && (node == draft.system.ground() || imbalance == -wanted.to.1)
}

/// The cells at a node that are hidden, or that may be hidden.
fn list<'a>(draft: &'a Draft, node: u32, from_shown: bool) -> &'a [u32] {
    if from_shown { draft.system.cheapest(node) } else { &draft.hidden[node as usize] }
}

/// What passing a cell costs.
fn price(draft: &Draft, cell: u32, from_shown: bool) -> u64 {
    let loss = if from_shown { draft.system.loss[cell as usize].unwrap_or(0) } else { 0 };
    1 + loss * SCALE
}

/// Where a cell leads from a place, and how it must change to repair the imbalance there.
fn passage(draft: &Draft, wanted: Wanted, place: Place, cell: u32, from_shown: bool) -> Option<(u32, Step)> {
    let node = place / 2;
    let is_wrong_list = from_shown && draft.is_hidden[cell as usize];
    let direction = -imbalance_of(place) * draft.system.sign(node, cell);
    if cell == wanted.but || is_wrong_list || draft.room(cell, direction) < wanted.step {
        return None;
    }
    let [a, b] = draft.system.nodes[cell as usize];
    Some((if a == node { b } else { a }, (cell, direction)))
}
