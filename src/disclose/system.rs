//! One connected part of a publication, indexed for searching.

use super::implied;
use super::{Cells, Rule};

/// Stands for "no node" and "more than two nodes".
pub(super) const NONE: u32 = u32::MAX;

/// A part of a publication that no relation ties to the rest, with its cells renumbered from zero.
///
/// A *node* is a relation that must balance, or the ground: a node that need not balance, to which every
/// cell of fewer than two relations is tied. So most cells join exactly two nodes, and a set of changes
/// that keeps every relation true is a round walk from node to node.
#[derive(Debug)]
pub(super) struct System {
    /// The cells' numbers in the publication, ascending.
    pub(super) ids: Vec<u32>,
    /// The true counts.
    pub(super) value: Vec<f64>,
    /// The least value an intruder can give to each cell when it is hidden.
    pub(super) floor: Vec<f64>,
    /// The greatest.
    pub(super) ceiling: Vec<f64>,
    /// What hiding the cell loses; `None` where hiding it is of no use or not allowed.
    pub(super) loss: Vec<Option<u64>>,
    /// The two nodes each cell joins; `[NONE, NONE]` where it joins more.
    pub(super) nodes: Vec<[u32; 2]>,
    /// Whether some cell joins more than two nodes.
    pub(super) is_branched: bool,
    starts: Vec<u32>,
    members: Vec<u32>,
    around_starts: Vec<u32>,
    around: Vec<u32>,
    kept: Vec<bool>,
    cheapest_starts: Vec<u32>,
    cheapest: Vec<u32>,
}

impl System {
    /// The parts of a publication, each at least of a certain size so that small ones share the work.
    pub(super) fn parts(cells: &Cells, values: &[f64], rule: Option<&Rule>) -> Vec<Self> {
        let relations = cells.relations();
        batches(cells.len(), &relations)
            .into_iter()
            .map(|(ids, own)| Self::new(cells, values, rule, ids, &own, &relations))
            .collect()
    }

    fn new(
        cells: &Cells,
        values: &[f64],
        rule: Option<&Rule>,
        ids: Vec<u32>,
        own: &[u32],
        relations: &[&[u32]],
    ) -> Self {
        let each = |of: &dyn Fn(usize) -> f64| ids.iter().map(|&id| of(id as usize)).collect::<Vec<f64>>();
        let (value, floor) = (each(&|id| values[id]), each(&|id| cells.floor(id, rule)));
        let ceiling =
            each(&|id| if values[id].fract() == 0.0 { cells.ceiling(id).floor() } else { cells.ceiling(id) });
        let loss = ids.iter().map(|&id| loss(cells, id as usize, rule)).collect();
        let (mut starts, mut members) = (vec![0], Vec::new());
        for &relation in own {
            let local = |id: &u32| ids.binary_search(id).expect("a relation lies in one part") as u32;
            members.extend(relations[relation as usize].iter().map(local));
            starts.push(members.len() as u32);
        }
        let mut system = Self {
            ids,
            value,
            floor,
            ceiling,
            loss,
            starts,
            members,
            nodes: Vec::new(),
            is_branched: false,
            around_starts: Vec::new(),
            around: Vec::new(),
            kept: vec![true; own.len()],
            cheapest_starts: Vec::new(),
            cheapest: Vec::new(),
        };
        system.index_around();
        implied::drop_implied(&mut system);
        system.tie_to_nodes();
        system.order_by_loss();
        system
    }

    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// How many relations there are.
    pub(super) fn relations(&self) -> usize {
        self.starts.len() - 1
    }

    /// The members of a relation, total first.
    pub(super) fn members(&self, relation: u32) -> &[u32] {
        let relation = relation as usize;
        &self.members[self.starts[relation] as usize..self.starts[relation + 1] as usize]
    }

    /// The relations a cell is a member of.
    pub(super) fn around(&self, cell: u32) -> &[u32] {
        let cell = cell as usize;
        &self.around[self.around_starts[cell] as usize..self.around_starts[cell + 1] as usize]
    }

    /// Whether a relation says something that the other kept ones do not.
    pub(super) fn is_kept(&self, relation: u32) -> bool {
        self.kept[relation as usize]
    }

    /// Leaves a relation out of the search because the kept ones say the same.
    pub(super) fn drop_relation(&mut self, relation: u32) {
        self.kept[relation as usize] = false;
    }

    /// The kept relations a cell is a member of.
    pub(super) fn kept_around(&self, cell: u32) -> impl Iterator<Item = u32> + '_ {
        self.around(cell).iter().copied().filter(|&relation| self.is_kept(relation))
    }

    /// The node that need not balance.
    pub(super) fn ground(&self) -> u32 {
        self.relations() as u32
    }

    /// What a rise of one in this cell adds to the imbalance of a node: a total takes away, a part adds.
    pub(super) fn sign(&self, node: u32, cell: u32) -> f64 {
        if node != self.ground() && self.members(node)[0] == cell { -1.0 } else { 1.0 }
    }

    /// The cells that may be hidden at a node, the least loss first.
    pub(super) fn cheapest(&self, node: u32) -> &[u32] {
        let node = node as usize;
        &self.cheapest[self.cheapest_starts[node] as usize..self.cheapest_starts[node + 1] as usize]
    }

    /// How far apart the bounds are that everybody knows.
    pub(super) fn public_width(&self, cell: u32) -> f64 {
        self.ceiling[cell as usize] - self.floor[cell as usize]
    }

    fn index_around(&mut self) {
        let mut counts = vec![0u32; self.len() + 1];
        for &cell in &self.members {
            counts[cell as usize + 1] += 1;
        }
        for i in 1..counts.len() {
            counts[i] += counts[i - 1];
        }
        self.around_starts.clone_from(&counts);
        self.around = vec![0; self.members.len()];
        for relation in 0..self.relations() {
            for at in self.starts[relation]..self.starts[relation + 1] {
                let cell = self.members[at as usize] as usize;
                self.around[counts[cell] as usize] = relation as u32;
                counts[cell] += 1;
            }
        }
    }

    fn tie_to_nodes(&mut self) {
        let ground = self.ground();
        let nodes: Vec<[u32; 2]> = (0..self.len() as u32)
            .map(|cell| {
                let mut kept = self.kept_around(cell);
                match (kept.next(), kept.next(), kept.next()) {
                    (_, _, Some(_)) => [NONE; 2],
                    (first, second, None) => [first.unwrap_or(ground), second.unwrap_or(ground)],
                }
            })
            .collect();
        self.is_branched = nodes.contains(&[NONE; 2]);
        self.nodes = nodes;
    }

    fn order_by_loss(&mut self) {
        let mut order: Vec<(u64, u32)> =
            self.loss.iter().zip(0u32..).filter_map(|(&loss, cell)| Some((loss?, cell))).collect();
        order.sort_unstable();
        let mut at = vec![0u32; self.relations() + 2];
        let ties = |nodes: [u32; 2]| nodes.into_iter().filter(|&node| node != NONE);
        for &(_, cell) in &order {
            ties(self.nodes[cell as usize]).for_each(|node| at[node as usize + 1] += 1);
        }
        for i in 1..at.len() {
            at[i] += at[i - 1];
        }
        self.cheapest_starts.clone_from(&at);
        self.cheapest = vec![0; at.last().map_or(0, |&n| n as usize)];
        for &(_, cell) in &order {
            for node in ties(self.nodes[cell as usize]) {
                self.cheapest[at[node as usize] as usize] = cell;
                at[node as usize] += 1;
            }
        }
    }
}

/// What hiding a cell loses: ten thresholds for the cell and one for each person counted in it.
///
/// So two small cells are given up before one large total, and the fewer the better. A cell that everybody
/// knows, and a zero where zeros are shown, are never given up.
fn loss(cells: &Cells, cell: usize, rule: Option<&Rule>) -> Option<u64> {
    let rule = rule?;
    let count = cells.lowest[cell];
    let is_of_use = !cells.public[cell] && cells.is_known(cell) && count > 0.0;
    is_of_use.then(|| u64::from(rule.threshold) * 10 + count.ceil() as u64)
}

/// The cells and relations of each part, small parts put together, in order of their first cells.
fn batches(cells: usize, relations: &[&[u32]]) -> Vec<(Vec<u32>, Vec<u32>)> {
    const ENOUGH: usize = 4096;
    let first = first_of_part(cells, relations);
    let mut order: Vec<u32> = (0..cells as u32).collect();
    order.sort_by_key(|&cell| first[cell as usize]);
    let mut batch_of_first = vec![0u32; cells];
    let mut batches: Vec<(Vec<u32>, Vec<u32>)> = Vec::new();
    for part in order.chunk_by(|&a, &b| first[a as usize] == first[b as usize]) {
        if batches.last().is_none_or(|(ids, _)| ids.len() >= ENOUGH) {
            batches.push((Vec::new(), Vec::new()));
        }
        batch_of_first[part[0] as usize] = batches.len() as u32 - 1;
        let at = batches.len() - 1;
        batches[at].0.extend_from_slice(part);
    }
    for (relation, members) in (0u32..).zip(relations) {
        let batch = batch_of_first[first[members[0] as usize] as usize] as usize;
        batches[batch].1.push(relation);
    }
    batches.iter_mut().for_each(|(ids, _)| ids.sort_unstable());
    batches
}

/// For each cell, the first cell of the part it belongs to.
fn first_of_part(cells: usize, relations: &[&[u32]]) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..cells as u32).collect();
    for members in relations {
        for &member in &members[1..] {
            let (a, b) = (root(&mut parent, members[0]), root(&mut parent, member));
            parent[a.max(b) as usize] = a.min(b);
        }
    }
    (0..cells as u32).map(|cell| root(&mut parent, cell)).collect()
}

/// The first cell of the part that a cell is in, as far as parts have been put together.
fn root(parent: &mut [u32], mut cell: u32) -> u32 {
    while parent[cell as usize] != cell {
        parent[cell as usize] = parent[parent[cell as usize] as usize];
        cell = parent[cell as usize];
    }
    cell
}
