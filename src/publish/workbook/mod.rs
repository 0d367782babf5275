//! The workbook: evidence tables as XLSX by the conventions for accessible British government spreadsheets.
//!
//! A cover, a contents sheet with links, notes, then one table to a sheet. Every table is a marked-up Excel
//! table with a unique name and one header row. No merged cells, frozen panes, filters, fills, macros or
//! hidden sheets; no empty cell inside a table; columns 16 or 32 wide; wrapped headers; the cursor in A1; title,
//! author and language among the document's properties. Numbers are numbers.
//!
//! References: Government Analysis Function, *Releasing statistics in spreadsheets* (2024).

mod front;
mod height;
mod names;
mod sheet;

use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::disclose::evidence::Table;
use crate::publish::{PublishError, TableFault, figures};
use names::Names;

/// The rows of a worksheet, less the lines above a table and its header.
const MOST_ROWS: usize = 1_048_576 - sheet::HEADER_ROW as usize - 1;
const MOST_COLUMNS: usize = 16_384;

/// What the cover says, and what the document's properties hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// The assessment's title.
    pub title: String,
    /// Who publishes it.
    pub author: String,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// Sentences on what the workbook is about, one to a line.
    pub about: Vec<String>,
    /// Year, month and day of the run: the date the document bears, so that the same run gives the same bytes.
    pub date: (u16, u8, u8),
}

/// Writes the workbook.
///
/// # Errors
/// When a table is faulty or too large for a worksheet, or `out` cannot be written to.
pub fn write(out: &mut dyn Write, cover: &Cover, tables: &[&Table]) -> Result<(), PublishError> {
    for table in tables {
        figures::check(table)?;
        fits(table)?;
    }
    let bytes = bytes(cover, tables).map_err(|error| match error {
        XlsxError::IoError(source) => PublishError::Stream(source),
        other => PublishError::Workbook(other.to_string()),
    })?;
    Ok(out.write_all(&bytes)?)
}

fn fits(table: &Table) -> Result<(), PublishError> {
    let (rows, columns) = (table.rows.len(), table.columns.len());
    let fault = if rows > MOST_ROWS {
        TableFault::TooManyRows { rows, most: MOST_ROWS }
    } else if columns > MOST_COLUMNS {
        TableFault::TooManyColumns { columns, most: MOST_COLUMNS }
    } else {
        return Ok(());
    };
    Err(PublishError::Table { table: table.id.clone(), fault })
}

fn bytes(cover: &Cover, tables: &[&Table]) -> Result<Vec<u8>, XlsxError> {
    let names = Names::of(tables);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(cover)?);
    front::cover(workbook.add_worksheet(), cover)?;
    front::contents(workbook.add_worksheet(), tables, &names)?;
    let notes = front::notes(workbook.add_worksheet(), tables, &names)?;
    for (position, table) in tables.iter().enumerate() {
        sheet::table(workbook.add_worksheet_with_low_memory()?, table, &names, position, &notes[position])?;
    }
    front::dictionary(workbook.add_worksheet(), tables, &names)?;
    workbook.save_to_buffer()
}

fn properties(cover: &Cover) -> Result<DocProperties, XlsxError> {
    let (year, month, day) = cover.date;
    Ok(DocProperties::new()
        .set_title(&cover.title)
        .set_subject(cover.about.first().map_or("", String::as_str))
        .set_author(&cover.author)
        .set_keywords(cover.keywords.join(", "))
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?)
        .set_custom_property("Language", "en-GB"))
}

#[cfg(test)]
mod tests;
