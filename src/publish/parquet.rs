//! Private tables at full precision, as Parquet. They may hold figures that must not be published.

use std::io::Write;

use polars::prelude::{
    Column, DataFrame, IntoColumn, NamedFrom, ParquetCompression, ParquetWriter, PolarsError, Series,
};

use crate::publish::PublishError;

/// The rows of one row group: stated, so that the bytes do not depend on what a library chooses.
const ROW_GROUP: usize = 100_000;

/// One column of a private table. `None` stands where there is no figure.
#[derive(Debug, Clone, PartialEq)]
pub enum PrivateColumn {
    /// Words or codes.
    Text(Vec<Option<String>>),
    /// Numbers at full precision.
    Number(Vec<Option<f64>>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
}

/// Writes named columns of equal length; the same columns give the same bytes.
///
/// ```
/// use reachgap::publish::parquet::{PrivateColumn, write};
/// let codes = PrivateColumn::Text(vec![Some("E01000001".into()), None]);
/// let reached = PrivateColumn::Number(vec![Some(38.5), None]);
/// let mut bytes = Vec::new();
/// write(&mut bytes, &[("area_code", codes), ("reached", reached)])?;
/// assert_eq!(&bytes[..4], b"PAR1");
/// # Ok::<(), reachgap::publish::PublishError>(())
/// ```
///
/// # Errors
/// When columns differ in length or share a name, a number is not finite, or `out` cannot be written to.
pub fn write(out: &mut dyn Write, columns: &[(&str, PrivateColumn)]) -> Result<(), PublishError> {
    for (name, column) in columns {
        check(name, column)?;
    }
    let wrong = |error: PolarsError| PublishError::Private(error.to_string());
    let columns: Vec<Column> =
        columns.iter().map(|(name, column)| series(name, column).into_column()).collect();
    let mut frame = DataFrame::new_infer_height(columns).map_err(wrong)?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_row_group_size(Some(ROW_GROUP))
        .set_parallel(false)
        .finish(&mut frame)
        .map_err(wrong)?;
    Ok(out.write_all(&bytes)?)
}

fn check(name: &str, column: &PrivateColumn) -> Result<(), PublishError> {
    let PrivateColumn::Number(numbers) = column else { return Ok(()) };
    match numbers.iter().position(|number| number.is_some_and(|n| !n.is_finite())) {
        None => Ok(()),
        Some(row) => {
            Err(PublishError::Private(format!("row {}, column \"{name}\": not a finite number", row + 1)))
        }
    }
}

fn series(name: &str, column: &PrivateColumn) -> Series {
    match column {
        PrivateColumn::Text(texts) => Series::new(name.into(), texts),
        PrivateColumn::Number(numbers) => Series::new(name.into(), numbers),
        PrivateColumn::Whole(numbers) => Series::new(name.into(), numbers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{ParquetReader, SerReader};

    fn columns() -> Vec<(&'static str, PrivateColumn)> {
        vec![
            ("area_code", PrivateColumn::Text((0..40_000).map(|i| Some(format!("E01{i:06}"))).collect())),
            (
                "reach",
                PrivateColumn::Number((0..40_000).map(|i| (i % 7 > 0).then(|| f64::from(i) / 3.0)).collect()),
            ),
            (
                "rows",
                PrivateColumn::Whole((0..40_000).map(|i| (i % 5 > 0).then_some(i64::from(i))).collect()),
            ),
        ]
    }

    fn written(columns: &[(&str, PrivateColumn)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, columns).expect("written");
        bytes
    }

    #[test]
    fn every_digit_and_every_gap_comes_back() {
        let frame = ParquetReader::new(std::io::Cursor::new(written(&columns()))).finish().expect("Parquet");
        let reach = frame.column("reach").expect("a column").f64().expect("numbers");
        assert_eq!((reach.get(0), reach.get(1), reach.get(2)), (None, Some(1.0 / 3.0), Some(2.0 / 3.0)));
        let codes = frame.column("area_code").expect("a column").str().expect("text");
        assert_eq!(codes.get(39_999), Some("E01039999"));
        let rows = frame.column("rows").expect("a column").i64().expect("whole numbers");
        assert_eq!((rows.get(0), rows.get(1)), (None, Some(1)));
    }

    #[test]
    fn the_same_columns_give_the_same_bytes() {
        assert_eq!(written(&columns()), written(&columns()));
    }

    #[test]
    fn columns_that_do_not_fit_together_are_refused() {
        let short = [("a", PrivateColumn::Whole(vec![None])), ("b", PrivateColumn::Whole(vec![]))];
        assert!(matches!(write(&mut Vec::new(), &short), Err(PublishError::Private(_))));
        let infinite = [("a", PrivateColumn::Number(vec![Some(1.0), Some(f64::INFINITY)]))];
        let refused = write(&mut Vec::new(), &infinite).expect_err("infinite");
        assert!(refused.to_string().ends_with("row 2, column \"a\": not a finite number"), "{refused}");
    }
}
