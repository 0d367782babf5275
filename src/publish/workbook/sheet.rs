//! One table on one worksheet.

use rust_xlsxwriter::{
    Format, FormatAlign, Table as ExcelTable, TableColumn, TableStyle, Url, Worksheet, XlsxError,
};

use super::height;
use super::names::{Names, link_to};
use crate::disclose::evidence::{Cell, ColumnKind, Table};
use crate::publish::figures;

/// The row of a data sheet, counted from 0, that holds the table's header.
pub(super) const HEADER_ROW: u32 = 5;

/// What Excel calls paper of the size A4.
const A4: u8 = 9;
/// The widths that columns have, in characters.
pub(super) const NARROW: f64 = 16.0;
pub(super) const WIDE: f64 = 32.0;
/// A text column with a longer text than this is wide.
const NARROW_TEXT: usize = 14;

/// Which of the numbered notes belong to a table: the first and the last number.
pub(super) type NoteRange = Option<(usize, usize)>;

/// Writes an evidence table with the lines above it that the conventions ask for.
pub(super) fn table(
    sheet: &mut Worksheet,
    table: &Table,
    names: &Names,
    position: usize,
    notes: &NoteRange,
) -> Result<(), XlsxError> {
    sheet.set_name(names.sheet(position))?;
    sheet.write_string_with_format(0, 0, &table.title, &title_format())?;
    let about = format!("This worksheet contains one table. {}", table.description);
    for (line, row) in [about, markers_line(table), notes_line(notes)].into_iter().zip(1..) {
        sheet.write_string_with_format(row, 0, line, &line_format())?;
    }
    sheet.write_url(4, 0, Url::new(link_to("Contents")).set_text("Go to the contents"))?;
    let columns: Vec<Head<'_>> = table
        .columns
        .iter()
        .zip(0..)
        .map(|(column, at)| Head { label: &column.label, kind: column.kind, width: width(table, at) })
        .collect();
    let rows = table.rows.iter().map(Vec::as_slice);
    marked_up(sheet, HEADER_ROW, names.table(position), &table.title, &columns, rows)
}

/// Prints a sheet on the breadth of one page.
pub(super) fn printed(sheet: &mut Worksheet) -> &mut Worksheet {
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0)
}

/// One column of a marked-up table.
pub(super) struct Head<'a> {
    /// Its heading.
    pub(super) label: &'a str,
    /// What it holds.
    pub(super) kind: ColumnKind,
    /// How wide it is, in characters.
    pub(super) width: f64,
}

/// Writes a marked-up Excel table whose header stands in row `header`.
///
/// Everything is written from the top down, so that a large sheet need not be held in memory.
pub(super) fn marked_up<'a>(
    sheet: &mut Worksheet,
    header: u32,
    name: &str,
    alt_text: &str,
    columns: &[Head<'_>],
    rows: impl ExactSizeIterator<Item = &'a [Cell]>,
) -> Result<(), XlsxError> {
    let last_row = header + u32::try_from(rows.len()).unwrap_or(u32::MAX).max(1);
    let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let mut excel = Vec::with_capacity(columns.len());
    for ((head, label), column) in columns.iter().zip(distinct(columns)).zip(0..) {
        sheet.set_column_width(column, head.width)?.set_column_format(column, &cell_format(head))?;
        excel.push(TableColumn::new().set_header(label).set_header_format(header_format(head.kind)));
    }
    let table = ExcelTable::new()
        .set_name(name)
        .set_alt_text_title(name)
        .set_alt_text(alt_text)
        .set_style(TableStyle::None)
        .set_autofilter(false)
        .set_banded_rows(false)
        .set_columns(&excel);
    sheet.add_table(header, 0, last_row, last_column, &table)?;
    // Header letters are bold, hence a little wider.
    sheet
        .set_row_height(header, height::of_row(columns.iter().map(|head| (head.label, head.width * 0.95))))?;
    for (row, place) in rows.zip(header + 1..) {
        for ((cell, head), column) in row.iter().zip(columns).zip(0..) {
            write_cell(sheet, place, column, head.kind, cell)?;
        }
        let height = height::of_row(row.iter().zip(columns).map(|(cell, head)| (text_of(cell), head.width)));
        if height > height::LINE {
            sheet.set_row_height(place, height)?;
        }
    }
    printed(sheet).set_repeat_rows(header, header)?;
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    kind: ColumnKind,
    cell: &Cell,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Number(value) => sheet.write_number(row, column, figures::rounded(kind, *value))?,
        other => sheet.write_string(row, column, figures::cell(kind, other))?,
    };
    Ok(())
}

/// Excel wants the headers of a table to differ, whatever their letter case.
fn distinct(columns: &[Head<'_>]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::with_capacity(columns.len());
    for head in columns {
        let mut label = head.label.to_owned();
        let mut number = 1;
        while labels.iter().any(|earlier| earlier.to_lowercase() == label.to_lowercase()) {
            number += 1;
            label = format!("{} ({number})", head.label);
        }
        labels.push(label);
    }
    labels
}

fn width(table: &Table, column: usize) -> f64 {
    let long = table.rows.iter().any(|row| text_of(&row[column]).chars().count() > NARROW_TEXT);
    if long { WIDE } else { NARROW }
}

fn text_of(cell: &Cell) -> &str {
    if let Cell::Text(text) = cell { text } else { "" }
}

fn markers_line(table: &Table) -> String {
    let used: Vec<String> = figures::markers_in(table)
        .into_iter()
        .map(|marker| format!("{} means {}", marker.mark(), marker.meaning()))
        .collect();
    if used.is_empty() { "Every cell of the table has a value.".to_owned() } else { used.join("; ") + "." }
}

fn notes_line(notes: &NoteRange) -> String {
    match notes {
        None => "No notes belong to this table.".to_owned(),
        Some((first, last)) if first == last => format!("See note {first} in the worksheet called Notes."),
        Some((first, last)) => format!("See notes {first} to {last} in the worksheet called Notes."),
    }
}

/// The title of a sheet.
pub(super) fn title_format() -> Format {
    Format::new().set_bold().set_font_size(16)
}

/// A line above a table: it keeps its own format where its column has another.
pub(super) fn line_format() -> Format {
    Format::new().set_align(FormatAlign::Left)
}

fn header_format(kind: ColumnKind) -> Format {
    let format = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    match kind {
        ColumnKind::Text => format.set_align(FormatAlign::Left).set_indent(1),
        _ => format.set_align(FormatAlign::Right),
    }
}

fn cell_format(head: &Head<'_>) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match head.kind {
        ColumnKind::Text => format.set_align(FormatAlign::Left).set_indent(1).set_text_wrap(),
        ColumnKind::Count => format.set_align(FormatAlign::Right).set_num_format("#,##0"),
        ColumnKind::Proportion => format.set_align(FormatAlign::Right).set_num_format("0.0%"),
        ColumnKind::Decimal(0) => format.set_align(FormatAlign::Right).set_num_format("#,##0"),
        ColumnKind::Decimal(decimals) => format
            .set_align(FormatAlign::Right)
            .set_num_format(format!("#,##0.{}", "0".repeat(usize::from(decimals)))),
    }
}
