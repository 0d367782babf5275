//! Columns of text read as what they mean: counts, numbers, codes, dates and months.

pub mod code;
pub mod count;
pub mod date;
pub mod number;
