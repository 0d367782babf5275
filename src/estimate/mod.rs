//! Counts become measures: rates, standardisation, smoothing, need.
//!
//! Everything here works on numbers and slices. It opens no file, knows no column name and draws no chart.
//! Every figure is finite and names its method, or is missing for a [named reason](NoFigure).

pub mod access;
pub mod agreement;
pub mod autocorrelation;
pub mod confidence;
pub mod crossings;
pub mod empirical_bayes;
pub mod figure;
pub mod funnel;
mod gamma_quantile;
pub mod group_search;
pub mod imd;
pub mod inequality;
pub mod interval;
pub mod measures;
pub mod multiple_testing;
pub mod need;
pub mod no_figure;
pub mod overdispersion;
pub mod paired_change;
pub mod published_change;
pub mod random;
pub mod rate;
pub mod regression;
pub mod representation;
pub mod scan;
pub mod score_test;
pub mod standard_population;
pub mod standardise;
pub mod stratified_ratio;
pub mod survival;

pub use confidence::Confidence;
pub use figure::{Figure, FigureRange};
pub use interval::{Limits, Method};
pub use no_figure::NoFigure;
