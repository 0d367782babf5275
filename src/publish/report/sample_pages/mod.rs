//! A made-up partnership of five agencies, for the tests of the pages on definitions.

use super::*;
use crate::disclose::evidence::{Cell, Column, ColumnKind, Table};

mod definition;
mod partnership;

pub(super) use definition::definition;
pub(super) use partnership::partnership;

fn texts<const N: usize>(of: [&str; N]) -> Vec<String> {
    of.map(str::to_owned).to_vec()
}

fn number(value: &str, label: &str, note: Option<&str>) -> KeyNumber {
    KeyNumber { value: value.into(), label: label.into(), note: note.map(str::to_owned) }
}

fn figure(id: &str, title: &str, alt: &str, caption: &str) -> Figure {
    Figure {
        id: id.into(),
        title: title.into(),
        alt: alt.into(),
        caption: caption.into(),
        svg: super::tests::look(id).unwrap_or_else(super::tests::drawing),
        png: None,
        png_file: format!("../charts/{id}.png"),
    }
}

fn table(
    id: &str,
    title: &str,
    description: &str,
    columns: &[(&str, ColumnKind)],
    rows: Vec<Vec<Cell>>,
) -> Table {
    let column = |(place, (label, kind)): (usize, &(&str, ColumnKind))| Column {
        id: format!("column_{place}"),
        label: (*label).into(),
        description: (*label).into(),
        kind: *kind,
    };
    Table {
        id: id.into(),
        title: title.into(),
        description: description.into(),
        columns: columns.iter().enumerate().map(column).collect(),
        rows,
        notes: Vec::new(),
    }
}

fn text(words: &str) -> Cell {
    Cell::Text(words.into())
}

fn section(id: &str, heading: &str, section: Section) -> NamedSection {
    NamedSection { id: id.into(), heading: heading.into(), section }
}

fn cautions() -> Vec<Caution> {
    vec![
        Caution {
            warning: true,
            text: "the review of this definition was due on 14 March 2026".into(),
            hint: Some("ask its owner whether it still holds".into()),
        },
        Caution {
            warning: false,
            text: "the ethnic group of 6.2% of those reached is not recorded; the verdict is the same whatever it is"
                .into(),
            hint: None,
        },
    ]
}

fn methods() -> Vec<Method> {
    vec![Method {
        name: "Representation ratio".into(),
        words: "A group's share of those reached, set against its share of all who are eligible.".into(),
        formula: Some("ratio = (group reached ÷ all reached) ÷ (group eligible ÷ all eligible)".into()),
        reference: Some(
            "Katz D et al. (1978) Obtaining confidence intervals for the risk ratio, doi:10.2307/2530610"
                .into(),
        ),
    }]
}
