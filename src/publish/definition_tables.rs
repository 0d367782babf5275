//! Tables of a partnership as its pages show them: without the columns that only programs need, and limits beside their
//! figure, so that a table fits the page.

use super::figures::shown;
use super::outputs::below_title;
use crate::disclose::evidence::{Cell, Column, ColumnKind, Table};
use crate::words::capital;

/// Columns that a page leaves out, by the beginning of the table's name; a name that ends in `*` stands for all that
/// begin so.
const LEFT_OUT: [(&str, &[&str]); 9] = [
    (
        "definitions",
        &[
            "definition",
            "claim",
            "people_short",
            "threshold",
            "ratio_if_none",
            "ratio_if_all",
            "unknown",
            "p",
            "detectable",
        ],
    ),
    (
        "definitions_pairs",
        &[
            "kappa_lower",
            "kappa_upper",
            "against_chance_lower",
            "against_chance_upper",
            "areas_only_first",
            "areas_only_second",
            "kappa_of_areas",
        ],
    ),
    ("searched_", &["p"]),
    ("barriers_crossed", &["small"]),
    (
        "pathways_",
        &[
            "too_early_*",
            "on_referred*",
            "on_completed*",
            "*_identified",
            "declined_referred",
            "on_*_lower",
            "on_*_upper",
        ],
    ),
    ("providers_", &["share_lower", "share_upper", "funnel_*"]),
    ("not_recorded_", &["people", "missing", "others_lower", "others_upper", "p"]),
    ("cohort_", &[]),
    ("equality", &["protected", "*_share", "mean_distance"]),
];

/// Two columns told in one, as "155 of 1,685": the part, the whole, and the heading.
const OF: [(&str, &str, &str); 2] =
    [("events", "people", "It happened to"), ("events_compared", "people_compared", "Of those compared")];

/// Whether a pattern stands for a name.
fn stands_for(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end)
        }
        None => pattern == name,
    }
}

/// A table as a page shows it: only the rows of the definition whose page it is.
pub(super) fn for_page(table: &Table, title: &str, definition: Option<&str>) -> Table {
    let mut page = Table { title: below_title(&table.title, title), ..table.clone() };
    if let (Some(at), true) = (table.column("missing"), table.id.starts_with("not_recorded_")) {
        page.rows.retain(|row| row[at] != Cell::Number(0.0));
        page.notes.push("What is missing of nobody is in the file only.".into());
    }
    if let (Some(id), Some(at), "definitions") = (definition, table.column("definition"), table.id.as_str()) {
        page.rows.retain(|row| row[at] == Cell::Text(id.to_owned()));
    }
    let of_table = |begins: &str| match begins.ends_with('_') {
        true => table.id.starts_with(begins),
        false => table.id == begins,
    };
    let left_out = LEFT_OUT.iter().filter(|(begins, _)| of_table(begins)).flat_map(|(_, names)| *names);
    let left_out: Vec<&str> = left_out.copied().collect();
    keep(&mut page, |column| !left_out.iter().any(|pattern| stands_for(pattern, &column.id)));
    if table.id == "definitions" {
        OF.iter().for_each(|of| join_of(&mut page, *of));
        if definition.is_some() {
            keep(&mut page, |column| !["agency", "title"].contains(&column.id.as_str()));
        }
        leave_out_if_all(&mut page, "hangs_on_unknown", "no");
    }
    if table.id == "equality" {
        join_evidence(&mut page);
    }
    if table.id.starts_with("pathways_") {
        let first = page.columns.iter().find(|c| c.id.starts_with("people_")).map(|c| c.id.clone());
        keep(&mut page, |column| !column.id.starts_with("people_") || Some(&column.id) == first.as_ref());
        join_who(&mut page);
    }
    join_limits(&mut page);
    page
}

fn keep(table: &mut Table, wanted: impl Fn(&Column) -> bool) {
    let kept: Vec<bool> = table.columns.iter().map(wanted).collect();
    let mut at = kept.iter();
    table.columns.retain(|_| *at.next().unwrap_or(&true));
    for row in &mut table.rows {
        let mut at = kept.iter();
        row.retain(|_| *at.next().unwrap_or(&true));
    }
}

fn leave_out_if_all(table: &mut Table, id: &str, word: &str) {
    let Some(at) = table.column(id) else { return };
    if table.rows.iter().all(|row| row[at] == Cell::Text(word.to_owned())) {
        keep(table, |column| column.id != id);
    }
}

/// Figure and limits in one column: "0.62 (0.51 to 0.75)".
fn join_limits(table: &mut Table) {
    let figures: Vec<String> = table.columns.iter().map(|column| column.id.clone()).collect();
    for id in figures {
        let at = |ending: &str| table.column(&format!("{id}{ending}"));
        let (Some(value), Some(lower), Some(upper)) = (at(""), at("_lower"), at("_upper")) else { continue };
        let kind = table.columns[value].kind;
        // A figure without limits stands alone.
        for row in &mut table.rows {
            if matches!((&row[value], &row[lower]), (Cell::Number(_), Cell::Missing(_))) {
                let alone = Cell::Text(shown(kind, &row[value]));
                (row[value], row[lower], row[upper]) =
                    (alone, Cell::Text(String::new()), Cell::Text(String::new()));
            }
        }
        join(table, [value, lower, upper], |[value, lower, upper]| {
            let told = |cell: &Cell| shown(kind, cell);
            match lower {
                Cell::Text(_) => told(value),
                _ => format!("{} ({} to {})", told(value), told(lower), told(upper)),
            }
        });
    }
}

/// A part and its whole in one column.
fn join_of(table: &mut Table, (part, whole, heading): (&str, &str, &str)) {
    let (Some(part), Some(whole)) = (table.column(part), table.column(whole)) else { return };
    table.columns[part].label = heading.into();
    join(table, [part, whole], |[part, whole]| {
        format!("{} of {}", shown(ColumnKind::Count, part), shown(ColumnKind::Count, whole))
    });
}

/// Whose ways, in one column.
fn join_who(table: &mut Table) {
    let (Some(by), Some(name)) = (table.column("by"), table.column("name")) else { return };
    table.columns[by].label = "Who".into();
    join(table, [by, name], |[by, name]| match (by, name) {
        (Cell::Text(by), Cell::Text(name)) if by != name => capital(&format!("{by} {name}")),
        (_, name) => capital(&shown(ColumnKind::Text, name)),
    });
}

/// Ratios of the equality table with the strength of their evidence beside them: their limits are in the file.
fn join_evidence(table: &mut Table) {
    for id in ["need", "access", "uptake", "outcome"] {
        keep(table, |column| column.id != format!("{id}_lower") && column.id != format!("{id}_upper"));
        let at = (table.column(id), table.column(&format!("{id}_evidence")));
        let (Some(value), Some(evidence)) = at else { continue };
        let kind = table.columns[value].kind;
        join(table, [value, evidence], |[value, evidence]| {
            format!("{}, {}", shown(kind, value), shown(ColumnKind::Text, evidence))
        });
    }
    keep(table, |column| column.id != "reach_evidence");
}

/// Cells of several columns told in the first of them. Where it holds no figure, or another holds none, the gap stands.
fn join<const N: usize>(table: &mut Table, at: [usize; N], told: impl Fn([&Cell; N]) -> String) {
    for row in &mut table.rows {
        let gap = at.iter().map(|at| &row[*at]).find(|cell| !matches!(cell, Cell::Number(_) | Cell::Text(_)));
        row[at[0]] = match gap {
            Some(gap) => gap.clone(),
            None => Cell::Text(told(at.map(|at| &row[at]))),
        };
    }
    table.columns[at[0]].kind = ColumnKind::Text;
    let gone: Vec<String> = at[1..].iter().map(|at| table.columns[*at].id.clone()).collect();
    keep(table, |column| !gone.contains(&column.id));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(id: &str, columns: &[(&str, ColumnKind)], row: Vec<Cell>) -> Table {
        let column = |(id, kind): &(&str, ColumnKind)| Column {
            id: (*id).into(),
            label: (*id).into(),
            description: String::new(),
            kind: *kind,
        };
        Table {
            id: id.into(),
            title: "Place: a table".into(),
            description: String::new(),
            columns: columns.iter().map(column).collect(),
            rows: vec![row],
            notes: Vec::new(),
        }
    }

    fn ids(table: &Table) -> Vec<&str> {
        table.columns.iter().map(|column| column.id.as_str()).collect()
    }

    #[test]
    fn limits_stand_beside_their_figure() {
        let two = ColumnKind::Decimal(2);
        let columns = [("who", ColumnKind::Text), ("ratio", two), ("ratio_lower", two), ("ratio_upper", two)];
        let row = vec![Cell::Text("Asian".into()), Cell::Number(0.62), Cell::Number(0.5), Cell::Number(0.75)];
        let page = for_page(&table("plus_groups", &columns, row), "Place", None);
        assert_eq!((page.title.as_str(), ids(&page)), ("A table", vec!["who", "ratio"]));
        assert_eq!(page.rows[0][1], Cell::Text("0.62 (0.50 to 0.75)".into()));
        let row = vec![Cell::Text("Asian".into()), Cell::Suppressed, Cell::Suppressed, Cell::Suppressed];
        let page = for_page(&table("plus_groups", &columns, row), "Place", None);
        assert_eq!(page.rows[0][1], Cell::Suppressed);
    }

    #[test]
    fn a_part_is_told_with_its_whole_and_programs_keep_their_columns_in_the_file() {
        let columns = [
            ("definition", ColumnKind::Text),
            ("events", ColumnKind::Count),
            ("people", ColumnKind::Count),
            ("hangs_on_unknown", ColumnKind::Text),
        ];
        let row = vec![
            Cell::Text("asian".into()),
            Cell::Number(155.0),
            Cell::Number(1685.0),
            Cell::Text("no".into()),
        ];
        let page = for_page(&table("definitions", &columns, row.clone()), "Place", Some("asian"));
        assert_eq!(ids(&page), ["events"]);
        assert_eq!(page.rows, [vec![Cell::Text("155 of 1,685".into())]]);
        assert!(for_page(&table("definitions", &columns, row), "Place", Some("deaf")).rows.is_empty());
    }

    #[test]
    fn a_star_stands_for_any_letters() {
        assert!(stands_for("on_*_lower", "on_offered_lower") && stands_for("*_share", "need_share"));
        assert!(!stands_for("on_*_lower", "on_lower") && !stands_for("p", "people"));
    }
}
