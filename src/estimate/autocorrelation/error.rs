//! Why an association could not be tested at all.

use thiserror::Error;

use crate::estimate::no_figure::NoFigure;

/// Why nothing can be said about association.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NoAssociation {
    /// Values, keys and neighbours must be given for the same areas.
    #[error("{given} values or keys for neighbours of {areas} areas")]
    Length {
        /// Areas that have a list of neighbours.
        areas: usize,
        /// Values or keys given.
        given: usize,
    },
    /// A test needs at least one permutation, and must wait for at least one exceedance.
    #[error("a permutation test needs at least one permutation and one exceedance")]
    NoPermutations,
    /// The false-discovery rate asked for is not possible.
    #[error("the false discovery rate must be above 0 and at most 1, not {0}")]
    Rate(f64),
    /// There is no figure for the areas as a whole.
    #[error(transparent)]
    NoFigure(#[from] NoFigure),
}
