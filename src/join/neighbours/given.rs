//! Neighbours as somebody gives them: one row for each link.

use rustc_hash::FxHashMap;
use thiserror::Error;

use crate::area::AreaCode;
use crate::neighbours::Neighbours;

/// One row of a file of neighbours.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenLink {
    /// The area.
    pub from: AreaCode,
    /// Its neighbour.
    pub to: AreaCode,
    /// How much the neighbour weighs, where weights are given.
    pub weight: Option<f64>,
}

/// What is wrong with a row. Rows are counted from 0.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum LinkProblem {
    /// An area that is not among those of the run.
    #[error("row {row}: there is no area {code}")]
    UnknownArea {
        /// The row.
        row: usize,
        /// The code nobody knows.
        code: AreaCode,
    },
    /// An area is given as its own neighbour.
    #[error("row {row}: area {code} is given as its own neighbour")]
    Itself {
        /// The row.
        row: usize,
        /// The area.
        code: AreaCode,
    },
    /// The same link was given before.
    #[error("row {row}: the link from {from} to {to} is in row {first} already")]
    Twice {
        /// The row.
        row: usize,
        /// The row that gave it first.
        first: usize,
        /// The area.
        from: AreaCode,
        /// Its neighbour.
        to: AreaCode,
    },
    /// The weight is not above zero.
    #[error("row {row}: the weight from {from} to {to} is {weight}, not a number above zero")]
    Weight {
        /// The row.
        row: usize,
        /// The area.
        from: AreaCode,
        /// Its neighbour.
        to: AreaCode,
        /// The weight given.
        weight: f64,
    },
    /// Other rows have weights, this one has none.
    #[error("row {row}: the link from {from} to {to} has no weight, though other rows have one")]
    NoWeight {
        /// The row.
        row: usize,
        /// The area.
        from: AreaCode,
        /// Its neighbour.
        to: AreaCode,
    },
}

/// Neighbours from rows that name them, aligned to `codes`.
///
/// Each row is a link in one direction, as given: nothing is added, and [`Neighbours::one_way`] tells which
/// links are not returned. Without weights in any row, every link weighs one. An area that no row starts from is
/// an island.
///
/// # Errors
/// Everything that is wrong, in the order of the rows: unknown areas, areas that are their own neighbours, links
/// given twice, weights that are not above zero or missing in some rows only.
///
/// # Examples
/// ```
/// use reachgap::area::AreaCode;
/// use reachgap::join::neighbours::{GivenLink, given};
/// let code = |text| AreaCode::parse(text).expect("a code");
/// let link = |from, to| GivenLink { from: code(from), to: code(to), weight: None };
/// let neighbours = given(&[link("A", "B"), link("B", "A"), link("C", "B")], &[code("A"), code("B"), code("C")])?;
/// assert_eq!(neighbours.members(2), [1]);
/// assert_eq!(neighbours.one_way(), [(2, 1)]);
/// # Ok::<(), Vec<reachgap::join::neighbours::LinkProblem>>(())
/// ```
pub fn given(rows: &[GivenLink], codes: &[AreaCode]) -> Result<Neighbours, Vec<LinkProblem>> {
    let positions: FxHashMap<&AreaCode, u32> = codes.iter().zip(0..).collect();
    let weighted = rows.iter().any(|row| row.weight.is_some());
    let mut first_rows: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    let mut lists = vec![Vec::new(); codes.len()];
    let mut problems = Vec::new();
    for (row, link) in rows.iter().enumerate() {
        let known = problems.len();
        let ends = [&link.from, &link.to].map(|code| {
            let position = positions.get(code).copied();
            if position.is_none() {
                problems.push(LinkProblem::UnknownArea { row, code: code.clone() });
            }
            position
        });
        problems.extend(weight_problem(row, link, weighted));
        if let [Some(from), Some(to)] = ends {
            let first = *first_rows.entry((from, to)).or_insert(row);
            problems.extend(place_problem(row, first, link));
            if problems.len() == known {
                lists[from as usize].push((to, link.weight.unwrap_or(1.0)));
            }
        }
    }
    if problems.is_empty() {
        Ok(Neighbours::from_weighted(lists).expect("every row has been checked"))
    } else {
        Err(problems)
    }
}

fn weight_problem(row: usize, link: &GivenLink, weighted: bool) -> Option<LinkProblem> {
    let (from, to) = (link.from.clone(), link.to.clone());
    match link.weight {
        Some(weight) if weight.is_finite() && weight > 0.0 => None,
        Some(weight) => Some(LinkProblem::Weight { row, from, to, weight }),
        None => weighted.then_some(LinkProblem::NoWeight { row, from, to }),
    }
}

fn place_problem(row: usize, first: usize, link: &GivenLink) -> Option<LinkProblem> {
    let (from, to) = (link.from.clone(), link.to.clone());
    if from == to {
        Some(LinkProblem::Itself { row, code: from })
    } else {
        (first < row).then_some(LinkProblem::Twice { row, first, from, to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> AreaCode {
        AreaCode::parse(text).expect("a code")
    }

    fn row(from: &str, to: &str, weight: Option<f64>) -> GivenLink {
        GivenLink { from: code(from), to: code(to), weight }
    }

    #[test]
    fn weights_are_kept_and_areas_without_rows_are_islands() {
        let codes = [code("A"), code("B"), code("C")];
        let neighbours = given(&[row("B", "A", Some(0.5)), row("A", "B", Some(2.0))], &codes).expect("links");
        assert_eq!((neighbours.weight(0, 1), neighbours.weight(1, 0)), (Some(2.0), Some(0.5)));
        assert_eq!(neighbours.islands(), [2]);
        assert_eq!(neighbours.one_way(), [(0, 1), (1, 0)]);
    }

    #[test]
    fn no_rows_are_no_neighbours() {
        assert_eq!(given(&[], &[code("A")]).expect("links").islands(), [0]);
    }

    #[test]
    fn everything_wrong_is_named_in_the_order_of_rows() {
        let rows = [
            row("A", "X", Some(1.0)),
            row("A", "B", Some(1.0)),
            row("B", "B", Some(1.0)),
            row("A", "B", Some(3.0)),
            row("B", "A", Some(0.0)),
            row("A", "C", None),
            row("C", "A", Some(f64::INFINITY)),
        ];
        let problems = given(&rows, &[code("A"), code("B"), code("C")]).expect_err("refused");
        let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "row 0: there is no area X",
                "row 2: area B is given as its own neighbour",
                "row 3: the link from A to B is in row 1 already",
                "row 4: the weight from B to A is 0, not a number above zero",
                "row 5: the link from A to C has no weight, though other rows have one",
                "row 6: the weight from C to A is inf, not a number above zero",
            ]
        );
    }
}
