//! The sheets that explain: cover, contents, notes, and the data dictionary at the end.

use rust_xlsxwriter::{Format, Url, Worksheet, XlsxError};

use super::Cover;
use super::height;
use super::names::{FRONT, Names, front_table, link_to};
use super::sheet::{Head, NARROW, NoteRange, WIDE, line_format, marked_up, printed, title_format};
use crate::disclose::evidence::{Cell, ColumnKind, Table};
use crate::publish::csv::kind_words;
use crate::publish::figures::Marker;
use crate::words;

/// The row of a front sheet, counted from 0, that holds its table's header.
const HEADER_ROW: u32 = 3;
/// The width of the cover's one column, in characters.
const COVER_WIDTH: f64 = 80.0;
/// The width of a column of sentences, in characters.
const SENTENCES: f64 = 80.0;

/// Writes the cover: title, what it is about, how to find one's way.
pub(super) fn cover(sheet: &mut Worksheet, cover: &Cover) -> Result<(), XlsxError> {
    sheet.set_name(FRONT[0])?.set_column_width(0, COVER_WIDTH)?;
    sheet.write_string_with_format(0, 0, &cover.title, &title_format().set_text_wrap())?;
    let wrapped = Format::new().set_text_wrap();
    let (year, month, day) = cover.date;
    let month = words::month(month).unwrap_or_default();
    let by = format!("Published by {}. Run on {day} {month} {year}.", cover.author);
    let lines = cover.about.iter().cloned().chain([
        by,
        "Every worksheet holds one table. The worksheet called Notes explains the markers and numbered notes; \
         the worksheet called Data dictionary explains every column."
            .to_owned(),
        "Percentages are shown with one decimal; the cells hold the proportion from 0 to 1, to four decimals."
            .to_owned(),
    ]);
    let mut row = 1;
    for line in lines {
        sheet.set_row_height(row, height::of_row([(line.as_str(), COVER_WIDTH)].into_iter()))?;
        sheet.write_string_with_format(row, 0, line, &wrapped)?;
        row += 1;
    }
    sheet.write_url(row, 0, Url::new(link_to(FRONT[1])).set_text("Go to the contents"))?;
    printed(sheet);
    Ok(())
}

/// Writes the contents: every worksheet with a link to it.
pub(super) fn contents(sheet: &mut Worksheet, tables: &[&Table], names: &Names) -> Result<(), XlsxError> {
    sheet.set_name(FRONT[1])?;
    top(sheet, "Contents", "This worksheet contains one table: every worksheet, with a link to it.")?;
    let mut listed = vec![(FRONT[2].to_owned(), "What the markers and numbered notes mean".to_owned())];
    let of_tables = tables.iter().enumerate();
    listed.extend(of_tables.map(|(i, table)| (names.sheet(i).to_owned(), table.title.clone())));
    listed.push((FRONT[3].to_owned(), "What every column means".to_owned()));
    let rows: Vec<[Cell; 2]> =
        listed.iter().map(|(name, title)| [Cell::Text(name.clone()), Cell::Text(title.clone())]).collect();
    text_table(sheet, FRONT[1], &[("Worksheet", WIDE), ("What it holds", SENTENCES)], &rows)?;
    let link = Format::new().set_hyperlink().set_indent(1);
    for ((name, _), row) in listed.iter().zip(HEADER_ROW + 1..) {
        sheet.write_url_with_format(row, 0, Url::new(link_to(name)).set_text(name), &link)?;
    }
    Ok(())
}

/// Writes the markers and the numbered notes of all tables; says which numbers belong to which table.
pub(super) fn notes(
    sheet: &mut Worksheet,
    tables: &[&Table],
    names: &Names,
) -> Result<Vec<NoteRange>, XlsxError> {
    sheet.set_name(FRONT[2])?;
    top(
        sheet,
        "Notes",
        "This worksheet contains one table: the markers used in cells, then the numbered notes.",
    )?;
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut rows: Vec<[Cell; 3]> =
        Marker::ALL.iter().map(|m| [text(m.mark()), text(m.meaning()), text("any")]).collect();
    let mut ranges = Vec::with_capacity(tables.len());
    let mut number = 0;
    for (position, table) in tables.iter().enumerate() {
        let first = number + 1;
        for note in &table.notes {
            number += 1;
            rows.push([Cell::Text(format!("note {number}")), text(note), text(names.sheet(position))]);
        }
        ranges.push((number >= first).then_some((first, number)));
    }
    let heads = [("Marker or note", NARROW), ("What it means", SENTENCES), ("Worksheet", WIDE)];
    text_table(sheet, FRONT[2], &heads, &rows)?;
    Ok(ranges)
}

/// Writes what every column of every table means.
pub(super) fn dictionary(sheet: &mut Worksheet, tables: &[&Table], names: &Names) -> Result<(), XlsxError> {
    sheet.set_name(FRONT[3])?;
    top(sheet, "Data dictionary", "This worksheet contains one table: every column of every worksheet.")?;
    let mut rows: Vec<[Cell; 5]> = Vec::new();
    for (position, table) in tables.iter().enumerate() {
        rows.extend(table.columns.iter().map(|column| {
            let (kind, _) = kind_words(column.kind);
            [names.sheet(position), &column.label, &column.id, kind, &column.description]
                .map(|text| Cell::Text(text.to_owned()))
        }));
    }
    let heads = [
        ("Worksheet", WIDE),
        ("Column", WIDE),
        ("Name in CSV files", WIDE),
        ("Kind", WIDE),
        ("What it means", SENTENCES),
    ];
    text_table(sheet, FRONT[3], &heads, &rows)?;
    Ok(())
}

fn top(sheet: &mut Worksheet, title: &str, about: &str) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, title, &title_format())?;
    sheet.write_string_with_format(1, 0, about, &line_format())?;
    let (to, words) = if title == FRONT[1] { (FRONT[0], "cover") } else { (FRONT[1], "contents") };
    sheet.write_url(2, 0, Url::new(link_to(to)).set_text(format!("Go to the {words}")))?;
    Ok(())
}

fn text_table<const N: usize>(
    sheet: &mut Worksheet,
    name: &str,
    heads: &[(&str, f64); N],
    rows: &[[Cell; N]],
) -> Result<(), XlsxError> {
    let columns: Vec<Head<'_>> =
        heads.iter().map(|&(label, width)| Head { label, kind: ColumnKind::Text, width }).collect();
    marked_up(sheet, HEADER_ROW, &front_table(name), name, &columns, rows.iter().map(<[Cell; N]>::as_slice))
}
