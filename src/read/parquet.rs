//! Tables from Parquet.

use polars::prelude::{AnyValue, Column, DataFrame, ParquetReader, SerReader};

use crate::problem::{Problem, Problems};
use crate::read::column::TextColumn;
use crate::read::format;
use crate::read::table::{Parts, TableQuery};
use crate::read::whole_file;
use crate::read::written::number;

/// Reads a table from Parquet, every column as text.
pub(crate) fn read(query: &TableQuery<'_>, problems: &mut Problems) -> Option<Parts> {
    match try_read(query) {
        Ok(parts) => Some(parts),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

fn try_read(query: &TableQuery<'_>) -> Result<Parts, Problem> {
    let (file, _) = format::open(query.path)?;
    let unreadable = |cause: &dyn std::fmt::Display| {
        Problem::error(format!("the Parquet file cannot be read: {cause}"))
            .file(query.path)
            .hint("write it again, or save it as CSV")
    };
    let mut reader = ParquetReader::new(file);
    let schema = reader.schema().map_err(|e| unreadable(&e))?;
    let (kept, not_kept): (Vec<String>, Vec<String>) =
        schema.iter_names().map(ToString::to_string).partition(|name| query.keeps(name));
    let frame = reader.with_columns(Some(kept.clone())).finish().map_err(|e| unreadable(&e))?;
    let mut columns = Vec::new();
    for name in &kept {
        let column = frame.column(name).map_err(|e| unreadable(&e))?;
        columns.push(as_text(column).map_err(|e| unreadable(&e).column(name))?);
    }
    let (columns, row_numbers) = without_blank_rows(columns, &frame);
    let file = whole_file::read(query.path, "Parquet".into())?;
    Ok(Parts { file, headers: kept, not_kept, columns, row_numbers })
}

/// A column as text: what is null is blank, a number as short as is exact.
fn as_text(column: &Column) -> Result<TextColumn, polars::prelude::PolarsError> {
    let mut text = TextColumn::default();
    for row in 0..column.len() {
        match column.get(row)? {
            AnyValue::Null => text.push(""),
            AnyValue::String(cell) => text.push(cell),
            AnyValue::Float64(value) => text.push(&number(value)),
            AnyValue::Float32(value) => text.push(&value.to_string()),
            AnyValue::Binary(_) | AnyValue::List(_) => {
                polars::prelude::polars_bail!(ComputeError: "the column holds lists or bytes")
            }
            other => text.push(&other.to_string()),
        }
    }
    Ok(text)
}

/// Takes rows out that hold nothing. The header counts as row 1.
fn without_blank_rows(columns: Vec<TextColumn>, frame: &DataFrame) -> (Vec<TextColumn>, Vec<u32>) {
    let rows = frame.height();
    let blank = |row: usize| columns.iter().all(|column| column.cell(row).trim().is_empty());
    let kept: Vec<usize> = (0..rows).filter(|row| !blank(*row)).collect();
    let numbers = kept.iter().map(|row| u32::try_from(row + 2).unwrap_or(u32::MAX)).collect();
    if kept.len() == rows {
        return (columns, numbers);
    }
    let shorter = |column: &TextColumn| {
        let mut short = TextColumn::default();
        kept.iter().for_each(|row| short.push(column.cell(*row)));
        short
    };
    (columns.iter().map(shorter).collect(), numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::table::read_table;
    use polars::prelude::{IntoColumn, NamedFrom, ParquetWriter, Series};

    #[test]
    fn every_column_of_a_parquet_file_is_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("p.parquet");
        let columns = vec![
            Series::new("code".into(), ["01", "02", "03"]).into_column(),
            Series::new("n".into(), [Some(3_i64), None, Some(5)]).into_column(),
            Series::new("x".into(), [3.0_f64, 0.1, -1.5]).into_column(),
        ];
        let mut frame = DataFrame::new(3, columns).expect("a frame");
        ParquetWriter::new(std::fs::File::create(&path).expect("a file"))
            .finish(&mut frame)
            .expect("written");
        let mut problems = Problems::none();
        let table = read_table(&TableQuery::new(&path), &mut problems).expect("read");
        assert_eq!(table.headers(), ["code", "n", "x"]);
        let row = |r: usize| (0..3).map(|c| table.cell(c, r).to_owned()).collect::<Vec<_>>();
        assert_eq!([row(0), row(1), row(2)], [["01", "3", "3"], ["02", "", "0.1"], ["03", "5", "-1.5"]]);
        assert_eq!(table.row_number(0), 2);
        assert!(problems.is_empty());
    }

    #[test]
    fn a_damaged_parquet_file_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("p.parquet");
        std::fs::write(&path, b"PAR1 and then nothing of the kind").expect("written");
        let mut problems = Problems::none();
        assert!(read_table(&TableQuery::new(&path), &mut problems).is_none());
        assert!(problems.to_string().contains("the Parquet file cannot be read"), "{problems}");
    }
}
