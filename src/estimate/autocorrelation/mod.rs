//! Spatial association: whether areas are like their neighbours, over the whole map and place by place.
//!
//! - over the whole map: [`moran()`], [`geary()`], [`general_g()`], [`rate_moran`] for rates of unlike populations,
//!   [`bivariate_moran`] for one measure against another, each with a permutation test;
//! - place by place: [`local_moran()`], [`local_bivariate_moran`], [`local_geary()`], [`getis_ord()`],
//!   [`local_join_counts`].
//!
//! A local statistic comes before its p-value, the p-value with the alternative it was asked for, what it rests on
//! and its adjusted form. Areas without a value, without neighbours or without anything to compare have a
//! [named reason](crate::estimate::NoFigure), never zero.

mod alternative;
mod bivariate;
mod draw;
mod error;
mod fourier;
mod geary;
mod general_g;
mod getis_ord;
mod global;
mod join_counts;
mod links;
mod local_geary;
mod local_moran;
mod moran;
mod permutation;
mod sample;
mod shuffle;
mod subset_sums;
mod trial;

pub use alternative::Alternative;
pub use bivariate::bivariate_moran;
pub use error::NoAssociation;
pub use geary::{geary, geary_permuted};
pub use general_g::{GeneralG, general_g, general_g_permuted};
pub use getis_ord::{GetisOrd, GetisOrdPermuted, getis_ord, getis_ord_permuted};
pub use global::{Deviate, Global};
pub use join_counts::{JoinCount, local_join_counts};
pub use local_geary::{LocalGeary, local_geary};
pub use local_moran::{LocalMoran, Quadrant, local_bivariate_moran, local_moran};
pub use moran::{moran, moran_permuted, rate_moran, standardised_rates};
pub use shuffle::Permuted;
pub use trial::{Basis, Local, Permutations, Reach, Test, Trial};
