//! Evidence tables as CSV: one wide file per table, one long file of every figure, and the data dictionary.
//!
//! UTF-8 without a byte-order mark, commas, CRLF line ends, quotes only where needed (RFC 4180, Shafranovich
//! 2005). Numbers as [`figures::plain`] writes them, gaps as `[c]`, `[x]` and `[z]`. A text that begins with
//! `=`, `+`, `-`, `@`, a tab or a return would be run as a formula by a spreadsheet, so an apostrophe
//! is put before it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use crate::disclose::evidence::{Cell, Column, ColumnKind, Table};
use crate::publish::staging::Staging;
use crate::publish::{PublishError, figures};

/// The folder of the CSV files in the output folder.
pub const FOLDER: &str = "public/tables";

/// Writes every CSV file of the tables: `<table>.csv` for each, `long.csv` and `data-dictionary.csv`.
///
/// # Errors
/// When a table is faulty, its name is no good as a file name, or the disk refuses.
pub fn write_all(staging: &Staging, tables: &[&Table]) -> Result<(), PublishError> {
    for table in tables {
        staging.write(&format!("{FOLDER}/{}.csv", table.id), |out| write_wide(out, table))?;
    }
    staging.write(&format!("{FOLDER}/long.csv"), |out| write_long(out, tables))?;
    staging.write(&format!("{FOLDER}/data-dictionary.csv"), |out| write_dictionary(out, tables))
}

/// Writes a table as it is: one row per row, headed by the columns' machine names.
///
/// # Errors
/// When the table is faulty or `out` cannot be written to.
pub fn write_wide(out: &mut dyn Write, table: &Table) -> Result<(), PublishError> {
    figures::check(table)?;
    let mut file = file(out);
    file.write_record(table.columns.iter().map(|c| c.id.as_str())).map_err(io::Error::from)?;
    for row in &table.rows {
        let cells = table.columns.iter().zip(row).map(|(column, cell)| written(column, cell).into_owned());
        file.write_record(cells).map_err(io::Error::from)?;
    }
    Ok(file.flush()?)
}

/// Writes every figure of the tables on a row of its own: the table, what the row is about, the measure,
/// the value, and where there is none the marker and the reason.
///
/// What a row is about is told by the table's first columns of text, as many as it takes to tell its
/// rows apart; a table that has no such column leaves that cell empty. Other texts are only in the wide files.
///
/// # Errors
/// When a table is faulty or `out` cannot be written to.
pub fn write_long(out: &mut dyn Write, tables: &[&Table]) -> Result<(), PublishError> {
    tables.iter().try_for_each(|table| figures::check(table))?;
    let keys: Vec<Vec<&Column>> = tables.iter().map(|table| key_columns(table)).collect();
    let mut names: Vec<&str> = Vec::new();
    for column in keys.iter().flatten() {
        if !names.contains(&column.id.as_str()) {
            names.push(&column.id);
        }
    }
    let mut file = file(out);
    let head = ["table"].iter().chain(&names).chain(&["measure", "value", "marker", "reason"]);
    file.write_record(head).map_err(io::Error::from)?;
    for table in tables {
        write_figures(&mut file, table, &names)?;
    }
    Ok(file.flush()?)
}

/// Writes what every column of every table means.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_dictionary(out: &mut dyn Write, tables: &[&Table]) -> Result<(), PublishError> {
    let mut file = file(out);
    let head = ["table", "table_title", "column", "label", "kind", "decimals", "description"];
    file.write_record(head).map_err(io::Error::from)?;
    for table in tables {
        for column in &table.columns {
            let (kind, decimals) = kind_words(column.kind);
            let row =
                [&table.id, &table.title, &column.id, &column.label, kind, &decimals, &column.description];
            file.write_record(row.map(|text| safe(text).into_owned())).map_err(io::Error::from)?;
        }
    }
    Ok(file.flush()?)
}

/// What a kind of column is called in the data dictionary, and its decimals.
pub(crate) fn kind_words(kind: ColumnKind) -> (&'static str, String) {
    let words = match kind {
        ColumnKind::Text => return ("text", String::new()),
        ColumnKind::Count => "count",
        ColumnKind::Proportion => "proportion from 0 to 1",
        ColumnKind::Decimal(_) => "number",
    };
    (words, figures::decimals(kind).to_string())
}

fn file(out: &mut dyn Write) -> Writer<&mut dyn Write> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out)
}

fn write_figures(
    file: &mut Writer<&mut dyn Write>,
    table: &Table,
    names: &[&str],
) -> Result<(), PublishError> {
    let own = key_columns(table);
    let keys: Vec<Option<usize>> =
        names.iter().map(|name| own.iter().position(|column| column.id == *name)).collect();
    for row in &table.rows {
        let about: Vec<Cow<'_, str>> = keys
            .iter()
            .map(|key| key.map_or(Cow::Borrowed(""), |key| written(own[key], &row[key])))
            .collect();
        for (column, cell) in table.columns.iter().zip(row).filter(|(c, _)| c.kind != ColumnKind::Text) {
            file.write_field(&table.id).map_err(io::Error::from)?;
            for key in &about {
                file.write_field(key.as_bytes()).map_err(io::Error::from)?;
            }
            let (value, mark) = match figures::marker(cell) {
                Some(marker) => (Cow::Borrowed(""), marker.mark()),
                None => (written(column, cell), ""),
            };
            let tail = [column.id.as_str(), &value, mark, figures::reason(cell).unwrap_or("")];
            file.write_record(tail).map_err(io::Error::from)?;
        }
    }
    Ok(())
}

/// The first columns of text, as many as it takes to tell the rows apart.
fn key_columns(table: &Table) -> Vec<&Column> {
    let leading = table.columns.iter().take_while(|c| c.kind == ColumnKind::Text).count();
    let enough = (1..leading).find(|&taken| {
        let mut seen = HashSet::with_capacity(table.rows.len());
        table.rows.iter().all(|row| seen.insert(row[..taken].iter().map(text).collect::<Vec<_>>()))
    });
    table.columns[..enough.unwrap_or(leading)].iter().collect()
}

fn text(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) => text,
        other => figures::marker(other).map_or("", figures::Marker::mark),
    }
}

fn written<'a>(column: &Column, cell: &'a Cell) -> Cow<'a, str> {
    match cell {
        Cell::Text(text) => safe(text),
        other => Cow::Owned(figures::cell(column.kind, other)),
    }
}

/// A text that no spreadsheet takes for a formula.
fn safe(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample;
    use proptest::prelude::*;

    fn text_of(write: impl FnOnce(&mut dyn Write) -> Result<(), PublishError>) -> String {
        let mut bytes = Vec::new();
        write(&mut bytes).expect("written");
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn a_wide_table_holds_plain_numbers_and_markers() {
        let csv = text_of(|out| write_wide(out, &sample::areas()));
        let mut lines = csv.split("\r\n");
        assert_eq!(
            lines.next(),
            Some(
                "area_code,area_name,authority,need_fifth,eligible,reached,reach,reach_lower,reach_upper,\
                  people_short,priority,verdict"
            )
        );
        assert_eq!(
            lines.next(),
            Some("E01000001,Ashdown East,Northbridge,5,412,38,0.0922,0.0679,0.1241,44.4,0.91,under-served")
        );
        assert!(csv.contains("[c],[c],[c],[c]") && csv.contains("[x],[x]"));
    }

    #[test]
    fn all_files_stand_in_the_output_folder() {
        let parent = tempfile::tempdir().expect("a folder");
        let staging = Staging::begin(&parent.path().join("out"), false).expect("begins");
        write_all(&staging, &[&sample::areas(), &sample::groups()]).expect("written");
        let names: Vec<String> = staging.written().into_iter().map(|written| written.file).collect();
        let expected =
            ["areas", "data-dictionary", "groups", "long"].map(|n| format!("public/tables/{n}.csv"));
        assert_eq!(names, expected);
    }

    #[test]
    fn quotes_commas_and_line_ends_are_escaped() {
        let mut table = sample::groups();
        table.rows.truncate(1);
        table.rows[0][0] = Cell::Text("say \"hello\",\nthen go".into());
        let csv = text_of(|out| write_wide(out, &table));
        assert!(csv.contains("\"say \"\"hello\"\",\nthen go\""), "{csv}");
    }

    #[test]
    fn a_text_that_looks_like_a_formula_is_defused() {
        for text in ["=1+1", "+44", "-x", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(safe(text), format!("'{text}"));
        }
        assert_eq!(safe("under-served"), "under-served");
    }

    #[test]
    fn a_negative_number_stays_a_number() {
        let mut table = sample::areas();
        table.rows.truncate(1);
        table.rows[0][9] = Cell::Number(-12.34);
        assert!(text_of(|out| write_wide(out, &table)).contains(",-12.3,"));
    }

    #[test]
    fn the_long_file_holds_every_figure_once() {
        let (areas, groups) = (sample::areas(), sample::groups());
        let csv = text_of(|out| write_long(out, &[&areas, &groups]));
        let figures =
            |t: &Table| t.rows.len() * t.columns.iter().filter(|c| c.kind != ColumnKind::Text).count();
        assert_eq!(csv.matches("\r\n").count(), 1 + figures(&areas) + figures(&groups));
        assert!(csv.starts_with("table,area_code,dimension,group,measure,value,marker,reason\r\n"), "{csv}");
        assert!(csv.contains("areas,E01000001,,,reached,38,,\r\n"));
        assert!(csv.contains(",reached,,[c],\r\n"));
        assert!(csv.contains(",reached,,[x],no data covers this area\r\n"));
        assert!(csv.contains("groups,,Age,4 to 7,"));
    }

    #[test]
    fn the_dictionary_explains_every_column() {
        let areas = sample::areas();
        let csv = text_of(|out| write_dictionary(out, &[&areas]));
        assert_eq!(csv.matches("\r\n").count(), 1 + areas.columns.len());
        assert!(csv.contains("reach,Reach,proportion from 0 to 1,4,"));
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_is_never_a_formula(text in "\\PC*|[=+@\t\r-].{0,5}|\"*,\n") {
            let mut table = sample::groups();
            table.rows.truncate(1);
            table.rows[0][0] = Cell::Text(text.clone());
            let csv = text_of(|out| write_wide(out, &table));
            let mut reader = ::csv::Reader::from_reader(csv.as_bytes());
            let row = reader.records().next().expect("a row").expect("a record");
            prop_assert_eq!(row[0].strip_prefix('\'').filter(|_| row[0] != text).unwrap_or(&row[0]), text);
            prop_assert!(!row[0].starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
