//! The ledger in words and as tables: where the numbers come from.

use super::model::{Point, Section};
use crate::disclose::evidence::{Cell, Column, ColumnKind, Table};
use crate::ledger::{Coverage, Entry, Ledger};
use crate::number_words::{percentage, things, whole};
use crate::words::{self, capital, listed};

/// More months or providers than this are not listed one by one.
const MOST_LISTED: usize = 8;

/// The section *Where the numbers come from*: a paragraph for each source, what became of its rows, and why
/// rows were left out. Of the sources named in `withheld` only the number of rows read is told.
pub fn sources_of(ledger: &Ledger, withheld: &[String]) -> Section {
    let mut tables = vec![rows_table(ledger, withheld)];
    tables.extend(left_out_table(ledger, withheld));
    let points = ledger.entries.iter().map(|entry| point(entry, withheld.contains(&entry.source)));
    Section { points: points.collect(), tables, ..Section::default() }
}

fn point(entry: &Entry, withheld: bool) -> Point {
    if withheld {
        let words = "Each row speaks of one person. What became of the rows is withheld, as some of the numbers are small; \
                     the record of the run, which stays inside, has them.";
        return Point { about: capital(&entry.source), words: words.to_owned() };
    }
    let mut sentences = vec![read(entry)];
    sentences.extend(placed(entry).filter(|_| !entry.source.starts_with("look-up")));
    sentences.extend(observed(entry));
    sentences.extend(entry.notes.iter().cloned());
    Point { about: capital(&entry.source), words: sentences.join(" ") }
}

fn read(entry: &Entry) -> String {
    let files = things(entry.files.len() as u64, "file", "files");
    let rows = things(entry.rows_read, "row was", "rows were");
    if entry.rows_used == entry.rows_read {
        return format!("{rows} read from {files}, and all of them used.");
    }
    let left_out = entry.rows_read.saturating_sub(entry.rows_used);
    format!("{rows} read from {files}, {} used and {} left out.", whole(entry.rows_used), whole(left_out))
}

fn placed(entry: &Entry) -> Option<String> {
    let placement = &entry.placement;
    let total = placement.total();
    if total == 0 {
        return None;
    }
    if placement.placed() == total {
        return Some("Every row in use was placed in an area of the place.".to_owned());
    }
    let share = |rows: u64| format!("{} ({})", whole(rows), percentage(rows as f64 / total as f64));
    let mut parts = vec![format!("{} were placed in an area of the place", share(placement.placed()))];
    if placement.outside_place > 0 {
        parts.push(format!("{} lie outside it", share(placement.outside_place)));
    }
    if placement.unplaced() > 0 {
        parts.push(format!("{} could not be placed in any area", share(placement.unplaced())));
    }
    Some(format!("Of the rows in use, {}.", listed(&parts)))
}

fn observed(entry: &Entry) -> Option<String> {
    let all = entry.coverage.len();
    if all == 0 {
        return None;
    }
    let of = |wanted: Coverage| -> Vec<String> {
        entry.coverage.iter().filter(|(_, seen)| **seen == wanted).map(|(name, _)| period(name)).collect()
    };
    let (partial, absent) = (of(Coverage::Partial), of(Coverage::Absent));
    let mut sentence = format!("It covers {} of {}", entry.periods_observed(), kinds(entry, all));
    if !absent.is_empty() {
        sentence.push_str(&format!("; absent: {}", briefly(&absent)));
    }
    if !partial.is_empty() {
        sentence.push_str(&format!("; seen only in part: {}", briefly(&partial)));
    }
    sentence.push('.');
    Some(sentence)
}

fn kinds(entry: &Entry, all: usize) -> String {
    if entry.coverage.keys().all(|name| month(name).is_some()) {
        things(all as u64, "month", "months")
    } else {
        things(all as u64, "provider or month", "providers and months")
    }
}

/// `2021-05` as `May 2021`; any other name as it is.
fn period(name: &str) -> String {
    month(name).unwrap_or_else(|| name.to_owned())
}

fn month(name: &str) -> Option<String> {
    let (year, month) = name.split_once('-')?;
    let year: u16 = year.parse().ok()?;
    Some(format!("{} {year}", words::month(month.parse().ok()?)?))
}

fn briefly(names: &[String]) -> String {
    if names.len() <= MOST_LISTED {
        return listed(names);
    }
    let shown = &names[..MOST_LISTED];
    format!("{} and {} more", shown.join(", "), whole((names.len() - MOST_LISTED) as u64))
}

fn column(id: &str, label: &str, kind: ColumnKind, description: &str) -> Column {
    Column { id: id.into(), label: label.into(), description: description.into(), kind }
}

fn rows_table(ledger: &Ledger, withheld: &[String]) -> Table {
    use ColumnKind::{Count, Proportion, Text};
    let row = |entry: &Entry| {
        let placement = &entry.placement;
        let counts = [
            entry.files.len() as u64,
            entry.rows_read,
            entry.rows_used,
            entry.rows_read.saturating_sub(entry.rows_used),
            placement.placed(),
            placement.outside_place,
            placement.unplaced(),
        ];
        let mut row = vec![Cell::Text(capital(&entry.source))];
        row.extend(counts.map(|count| Cell::Number(count as f64)));
        row.push(Cell::Number(entry.unplaced_share()));
        if withheld.contains(&entry.source) {
            row.iter_mut().skip(2).for_each(|cell| *cell = Cell::Suppressed);
        }
        row
    };
    Table {
        id: "sources".into(),
        title: "What became of every row that was read".into(),
        description: "Read = used + left out. Used = in the place + outside it + not placed.".into(),
        columns: vec![
            column("source", "Source", Text, "The source"),
            column("files", "Files", Count, "Files read"),
            column("rows_read", "Rows read", Count, "Rows of data in them"),
            column("rows_used", "Used", Count, "Rows that count or were judged for their place"),
            column("rows_left_out", "Left out", Count, "Rows left out, for a stated reason"),
            column("placed", "In the place", Count, "Rows in use placed in an area of the place"),
            column("outside", "Outside it", Count, "Rows in use in a known area outside the place"),
            column("unplaced", "Not placed", Count, "Rows in use whose area cannot be told"),
            column("unplaced_share", "Not placed, share", Proportion, "Rows not placed out of rows in use"),
        ],
        rows: ledger.entries.iter().map(row).collect(),
        notes: vec![],
    }
}

fn left_out_table(ledger: &Ledger, withheld: &[String]) -> Option<Table> {
    let row = |entry: &Entry, reason: &str, rows: u64| {
        vec![Cell::Text(capital(&entry.source)), Cell::Text(reason.to_owned()), Cell::Number(rows as f64)]
    };
    let rows: Vec<Vec<Cell>> = ledger
        .entries
        .iter()
        .filter(|entry| !withheld.contains(&entry.source))
        .flat_map(|entry| entry.dropped.iter().map(move |(reason, rows)| row(entry, reason, *rows)))
        .collect();
    (!rows.is_empty()).then(|| Table {
        id: "left-out".into(),
        title: "Why rows were left out".into(),
        description: "Every row that was read and not used.".into(),
        columns: vec![
            column("source", "Source", ColumnKind::Text, "The source"),
            column("reason", "Why", ColumnKind::Text, "The reason"),
            column("rows", "Rows", ColumnKind::Count, "Rows left out for it"),
        ],
        rows,
        notes: vec![],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample;

    #[test]
    fn each_source_is_told_in_words() {
        let points = sources_of(&sample::ledger(), &[]).points;
        assert_eq!(points[0].about, "Population");
        assert_eq!(
            points[0].words,
            "30 rows were read from 1 file, and all of them used. Every row in use was placed in an area of the \
             place."
        );
        assert_eq!(
            points[1].words,
            "18,974 rows were read from 2 files, 18,950 used and 24 left out. Of the rows in use, 17,112 (90.3%) \
             were placed in an area of the place, 700 (3.7%) lie outside it and 1,138 (6.0%) could not be placed \
             in any area. It covers 10 of 12 months; absent: May 2021 and July 2021; seen only in part: November \
             2021. Rates use the ten months observed, of which one is partial."
        );
    }

    #[test]
    fn of_a_withheld_source_no_number_of_rows_is_told() {
        let mut ledger = sample::ledger();
        ledger.entries[2].of_people = true;
        let told = sources_of(&ledger, &["uptake: library".to_owned()]);
        assert!(!told.points[2].words.contains(|c: char| c.is_ascii_digit()));
        assert!(told.tables[0].rows[2][2..].iter().all(|cell| *cell == Cell::Suppressed));
        assert!(told.tables[1].rows.iter().all(|row| row[0] != Cell::Text("Uptake: library".into())));
    }

    #[test]
    fn the_rows_of_the_table_add_up() {
        let table = &sources_of(&sample::ledger(), &[]).tables[0];
        let at = |row: &[Cell], id: &str| match table.column(id).map(|c| &row[c]) {
            Some(Cell::Number(value)) => *value,
            other => panic!("{other:?}"),
        };
        for row in &table.rows {
            assert_eq!(at(row, "rows_read"), at(row, "rows_used") + at(row, "rows_left_out"));
            assert_eq!(at(row, "rows_used"), at(row, "placed") + at(row, "outside") + at(row, "unplaced"));
        }
    }
}
