//! Tables and figures as the template sees them.

use serde::{Serialize, Serializer};

use super::model::Figure;
use super::picture;
use crate::disclose::evidence::{Cell, ColumnKind, Table};
use crate::publish::figures::{self, Marker};

/// A text of at most so many characters is kept on one line.
const BRIEF: usize = 20;

#[derive(Serialize)]
struct TableView<'a> {
    id: &'a str,
    title: &'a str,
    description: &'a str,
    columns: Vec<ColumnView<'a>>,
    rows: Vec<Vec<CellView>>,
    keys: Vec<String>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct ColumnView<'a> {
    label: &'a str,
    number: bool,
}

#[derive(Serialize)]
struct CellView {
    text: String,
    /// How it is set: `number`, `gap`, `brief` (kept on one line), or several.
    class: String,
}

#[derive(Serialize)]
struct FigureView<'a> {
    id: &'a str,
    title: &'a str,
    alt: &'a str,
    caption: &'a str,
    png_file: &'a str,
    /// Markup that is safe as it is.
    picture: String,
}

/// Serialises tables with their cells written for readers.
pub(super) fn tables<S: Serializer>(tables: &[Table], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(tables.iter().map(table))
}

/// Serialises figures with their pictures ready to be placed.
pub(super) fn figures<S: Serializer>(figures: &[Figure], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(figures.iter().map(|figure| FigureView {
        id: &figure.id,
        title: &figure.title,
        alt: &figure.alt,
        caption: &figure.caption,
        png_file: &figure.png_file,
        picture: picture::placed(figure),
    }))
}

fn table(table: &Table) -> TableView<'_> {
    let number = |kind| kind != ColumnKind::Text;
    TableView {
        id: &table.id,
        title: &table.title,
        description: &table.description,
        columns: table
            .columns
            .iter()
            .map(|c| ColumnView { label: &c.label, number: number(c.kind) })
            .collect(),
        rows: table
            .rows
            .iter()
            .map(|row| row.iter().zip(&table.columns).map(|(c, column)| cell(c, column.kind)).collect())
            .collect(),
        keys: figures::markers_in(table).into_iter().map(|marker| key(marker, table)).collect(),
        notes: &table.notes,
    }
}

fn cell(cell: &Cell, kind: ColumnKind) -> CellView {
    let text = figures::shown(kind, cell);
    let classes = [
        ("number", kind != ColumnKind::Text),
        ("gap", figures::marker(cell).is_some()),
        ("brief", kind == ColumnKind::Text && text.chars().count() <= BRIEF),
    ];
    let class: Vec<&str> = classes.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect();
    CellView { text, class: class.join(" ") }
}

/// What a marker means in this table; for missing figures with the reasons that occur.
fn key(marker: Marker, table: &Table) -> String {
    let mut reasons: Vec<&str> = Vec::new();
    if marker == Marker::NotAvailable {
        for reason in table.rows.iter().flatten().filter_map(figures::reason) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    let why = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join("; ")) };
    format!("{} {}{why}", marker.mark(), marker.meaning())
}
