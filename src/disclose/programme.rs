//! Linear programmes: what walks cannot decide, and exact ranges for small parts of a publication.
//!
//! Where every count concerned is whole, so are the variables: an intruder knows that people are whole.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use super::Cells;
use super::system::System;
use super::walk::{Draft, Step};

/// A bound that stands for "no bound" where variables are whole.
const BIG: f64 = 1e9;

/// How many branches of a search for whole numbers are tried before it is given up.
const BRANCHES: u64 = 2_000;

/// How many shown cells of each relation are considered for hiding.
const CANDIDATES: usize = 24;

/// The cells nearest to one: hidden ones and, if they may be hidden, the cheapest shown ones.
pub(super) fn near(draft: &Draft, cell: u32, size: usize, may_hide: bool) -> Vec<u32> {
    let system = draft.system;
    let mut found = vec![cell];
    let mut seen_cells: rustc_hash::FxHashSet<u32> = [cell].into_iter().collect();
    let mut seen_relations = rustc_hash::FxHashSet::default();
    let mut at = 0;
    while at < found.len() && found.len() < size {
        for relation in system.kept_around(found[at]) {
            if !seen_relations.insert(relation) {
                continue;
            }
            for next in usable(draft, relation, may_hide) {
                if found.len() < size && seen_cells.insert(next) {
                    found.push(next);
                }
            }
        }
        at += 1;
    }
    found
}

/// The cells of a relation that a programme may change: hidden ones first, then those of least loss.
fn usable(draft: &Draft, relation: u32, may_hide: bool) -> Vec<u32> {
    let members = draft.system.members(relation);
    let mut usable: Vec<u32> =
        members.iter().copied().filter(|&cell| draft.is_hidden[cell as usize]).collect();
    if may_hide {
        let loss = |&cell: &u32| Some((draft.system.loss[cell as usize]?, cell));
        let mut shown: Vec<(u64, u32)> =
            members.iter().filter(|&&cell| !draft.is_hidden[cell as usize]).filter_map(loss).collect();
        shown.sort_unstable();
        usable.extend(shown.into_iter().take(CANDIDATES).map(|(_, cell)| cell));
    }
    usable
}

/// The changes, among some cells, that move one cell as far as can be towards a wanted change.
pub(super) fn furthest(draft: &Draft, among: &[u32], cell: u32, wanted: f64) -> Option<Vec<Step>> {
    let system = draft.system;
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let is_whole = all_whole(system, among);
    let changes: Vec<Variable> = among
        .iter()
        .map(|&c| {
            let (low, high) = bounds(draft, c);
            if c == cell {
                variable(
                    &mut problem,
                    is_whole,
                    wanted.signum(),
                    (low.max(-wanted.abs()), high.min(wanted.abs())),
                )
            } else {
                variable(&mut problem, is_whole, 0.0, (low, high))
            }
        })
        .collect();
    let terms = |c: u32, at: usize, sign: f64| (c, vec![(changes[at], sign)]);
    balance(&mut problem, system, among, terms);
    let solution = solve(&problem)?;
    Some(steps(among, |at| solution[changes[at].idx()], is_whole))
}

/// The changes, among some cells, that move one cell by what is wanted and lose least by hiding.
pub(super) fn least_loss(draft: &Draft, among: &[u32], cell: u32, wanted: f64) -> Option<Vec<Step>> {
    let system = draft.system;
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let is_whole = all_whole(system, among) && wanted.fract() == 0.0;
    let changes: Vec<(Variable, Variable)> = among
        .iter()
        .map(|&c| {
            let (low, high) = if c == cell { (wanted.min(0.0), wanted.max(0.0)) } else { bounds(draft, c) };
            let is_hidden = draft.is_hidden[c as usize];
            let loss = if is_hidden { 0.01 } else { system.loss[c as usize].map_or(BIG, |loss| loss as f64) };
            let rise = variable(&mut problem, is_whole, loss, (0.0, high));
            let fall = variable(&mut problem, is_whole, loss, (0.0, -low));
            (rise, fall)
        })
        .collect();
    let terms = |c: u32, at: usize, sign: f64| (c, vec![(changes[at].0, sign), (changes[at].1, -sign)]);
    balance(&mut problem, system, among, terms);
    let own = changes[among.iter().position(|&c| c == cell)?];
    problem.add_constraint([(own.0, 1.0), (own.1, -1.0)], ComparisonOp::Eq, wanted);
    let solution = solve(&problem)?;
    Some(steps(among, |at| solution[changes[at].0.idx()] - solution[changes[at].1.idx()], is_whole))
}

/// The exact range of one hidden cell among all the hidden cells tied to it.
///
/// `None` when the solver gives no proven answer.
pub(super) fn exact(draft: &Draft, among: &[u32], cell: u32) -> Option<(f64, f64)> {
    let mut ends = [0.0; 2];
    for (end, direction) in ends.iter_mut().zip([-1.0, 1.0]) {
        let room = draft.room(cell, direction).min(BIG);
        let steps = furthest(draft, among, cell, direction * room)?;
        let change: f64 = steps.iter().filter(|&&(c, _)| c == cell).map(|&(_, by)| by).sum();
        let is_unbounded = change.abs() >= BIG;
        *end =
            if is_unbounded { direction * f64::INFINITY } else { draft.system.value[cell as usize] + change };
    }
    Some((ends[0], ends[1]))
}

/// Gives values to counts that their source suppressed, so that every relation holds; leaves them as they
/// are where no such values exist.
pub(super) fn complete(cells: &Cells, relations: &[&[u32]], values: &mut [f64]) {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let unknown: Vec<usize> = (0..cells.len()).filter(|&cell| !cells.is_known(cell)).collect();
    let is_whole = relations
        .iter()
        .flat_map(|members| members.iter())
        .all(|&cell| cells.lowest[cell as usize].fract() == 0.0);
    let mut variables = vec![None; cells.len()];
    for &cell in &unknown {
        let range = (cells.lowest[cell], cells.highest[cell]);
        variables[cell] = Some(variable(&mut problem, is_whole, 1.0, range));
    }
    for members in relations.iter().filter(|m| m.iter().any(|&cell| variables[cell as usize].is_some())) {
        let (mut terms, mut known) = (Vec::new(), 0.0);
        for (at, &cell) in members.iter().enumerate() {
            let sign = if at == 0 { -1.0 } else { 1.0 };
            match variables[cell as usize] {
                Some(variable) => terms.push((variable, sign)),
                None => known += sign * values[cell as usize],
            }
        }
        problem.add_constraint(terms, ComparisonOp::Eq, -known);
    }
    let Some(solution) = solve(&problem) else { return };
    for (cell, variable) in unknown.into_iter().filter_map(|cell| Some((cell, variables[cell]?))) {
        let value = solution[variable.idx()];
        values[cell] = if is_whole { value.round() } else { value };
    }
}

/// How far a cell may fall and rise.
fn bounds(draft: &Draft, cell: u32) -> (f64, f64) {
    (-draft.room(cell, -1.0).max(0.0), draft.room(cell, 1.0).max(0.0))
}

fn all_whole(system: &System, among: &[u32]) -> bool {
    among.iter().all(|&cell| system.value[cell as usize].fract() == 0.0)
}

fn variable(problem: &mut Problem, is_whole: bool, gain: f64, (low, high): (f64, f64)) -> Variable {
    if is_whole {
        problem.add_integer_var(gain, (low.max(-BIG).ceil() as i32, high.min(BIG).floor() as i32))
    } else {
        problem.add_var(gain, (low.max(-BIG), high.min(BIG)))
    }
}

/// Adds one equation for every relation: the changes of its members cancel.
fn balance(
    problem: &mut Problem,
    system: &System,
    among: &[u32],
    terms: impl Fn(u32, usize, f64) -> (u32, Vec<(Variable, f64)>),
) {
    let mut rows: Vec<(u32, usize)> = Vec::new();
    for (at, &cell) in among.iter().enumerate() {
        rows.extend(system.kept_around(cell).map(|relation| (relation, at)));
    }
    rows.sort_unstable();
    for row in rows.chunk_by(|a, b| a.0 == b.0) {
        let relation = row[0].0;
        let all: Vec<(Variable, f64)> = row
            .iter()
            .flat_map(|&(_, at)| terms(among[at], at, system.sign(relation, among[at])).1)
            .collect();
        problem.add_constraint(all, ComparisonOp::Eq, 0.0);
    }
}

fn solve(problem: &Problem) -> Option<Vec<f64>> {
    let mut options = SolveOptions::default();
    options.node_limit = Some(BRANCHES);
    let solution = problem.solve_with(options).ok()?.into_solution().ok()?;
    Some(solution.iter().map(|(_, value)| value).collect())
}

fn steps(among: &[u32], change: impl Fn(usize) -> f64, is_whole: bool) -> Vec<Step> {
    let tidy = |by: f64| if is_whole { by.round() } else { by };
    let changed = among.iter().enumerate().map(|(at, &cell)| (cell, tidy(change(at))));
    changed.filter(|&(_, by)| by.abs() > 1e-7).collect()
}
