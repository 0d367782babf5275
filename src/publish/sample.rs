//! A small made-up place for the tests of this room: thirty areas, some suppressed, some without data.

use crate::count::Count;
use crate::disclose::evidence::{Cell, Column, ColumnKind, Table};
use crate::ledger::{Amount, Coverage, Entry, FileRead, Ledger, Placement};
use crate::measure::Missing;

const NAMES: [&str; 10] =
    ["Ashdown", "Brook", "Castle", "Dene", "Elm Park", "Fairfield", "Gorse", "Harbour", "Inns", "Kingsway"];
const SIDES: [&str; 3] = ["East", "Central", "West"];

fn column(id: &str, label: &str, kind: ColumnKind, description: &str) -> Column {
    Column { id: id.into(), label: label.into(), description: description.into(), kind }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

/// The evidence table of thirty areas.
pub(crate) fn areas() -> Table {
    use ColumnKind::{Count, Decimal, Proportion, Text};
    Table {
        id: "areas".into(),
        title: "Library reach by area, Northbridge, 2021".into(),
        description: "One row per area (LSOA 2021). Each row sets those reached against those eligible."
            .into(),
        columns: vec![
            column("area_code", "Area code", Text, "ONS code of the area, LSOA 2021"),
            column("area_name", "Area", Text, "Name of the area"),
            column("authority", "Authority", Text, "Local authority the area lies in"),
            column(
                "need_fifth",
                "Need fifth (5 is most need)",
                Count,
                "Fifth of the need index, 5 is most need",
            ),
            column("eligible", "Eligible children", Count, "Children aged 4 to 12, mid-2020, ONS"),
            column("reached", "Children reached", Count, "Eligible children with a library contact in 2021"),
            column("reach", "Reach", Proportion, "Children reached out of eligible children"),
            column("reach_lower", "Reach, lower limit", Proportion, "Lower 95% limit of reach (Wilson)"),
            column("reach_upper", "Reach, upper limit", Proportion, "Upper 95% limit of reach (Wilson)"),
            column("people_short", "People short", Decimal(1), "Expected less observed under equal reach"),
            column("priority", "Priority", Decimal(2), "People short times need index, scaled to 1"),
            column("verdict", "Verdict", Text, "Whether the interval allows a verdict"),
        ],
        rows: (0..30).map(area_row).collect(),
        notes: vec![
            "Reach is set against equal reach: the place's own rate applied to each area.".into(),
            "Counts below 5 are withheld, and so is what would reveal them.".into(),
        ],
    }
}

fn area_row(i: usize) -> Vec<Cell> {
    let mut row = vec![
        text(format!("E0100{:04}", i + 1)),
        text(format!("{} {}", NAMES[i / 3], SIDES[i % 3])),
        text(if i < 18 { "Northbridge" } else { "South & \"Old\" Town <1974>" }),
        Cell::Number(5.0 - (i / 6) as f64),
    ];
    let eligible = 412.0 - 7.0 * i as f64;
    row.push(Cell::Number(eligible));
    row.extend(match i {
        7 | 19 => withheld(),
        12 => missing(Missing::NotObserved),
        25 => missing(Missing::NotInSource),
        _ => known(i, eligible),
    });
    row
}

fn known(i: usize, eligible: f64) -> Vec<Cell> {
    let reach = if i == 0 { 38.0 / 412.0 } else { 0.08 + 0.008 * i as f64 };
    let half = 0.031;
    let short = 0.2 * eligible - reach * eligible;
    let verdict = match i {
        0..=11 => "under-served",
        12..=18 => "as expected",
        19..=22 => "cannot tell",
        _ => "over-served",
    };
    let (lower, upper) = if i == 0 { (0.0679, 0.1241) } else { (reach - half, reach + half) };
    [(reach * eligible).round(), reach, lower, upper, short, 0.91 - 0.03 * i as f64]
        .map(Cell::Number)
        .into_iter()
        .chain([text(verdict)])
        .collect()
}

fn withheld() -> Vec<Cell> {
    let mut cells = vec![Cell::Suppressed; 6];
    cells.push(text("cannot tell"));
    cells
}

fn missing(reason: Missing) -> Vec<Cell> {
    let mut cells = vec![Cell::Missing(reason); 6];
    cells.push(Cell::NotApplicable);
    cells
}

/// The evidence table of population groups.
pub(crate) fn groups() -> Table {
    use ColumnKind::{Count, Proportion, Text};
    let rows = [
        ("Age", "4 to 7", 4_120.0, Some(0.21)),
        ("Age", "8 to 12", 5_308.0, Some(0.19)),
        ("Ethnic group", "Asian or Asian British", 1_204.0, Some(0.126)),
        ("Ethnic group", "White", 7_610.0, Some(0.214)),
        ("Ethnic group", "Gypsy or Irish Traveller", 41.0, None),
    ];
    let row = |(dimension, group, eligible, reach): (&str, &str, f64, Option<f64>)| {
        let mut row = vec![text(dimension), text(group), Cell::Number(eligible)];
        row.extend(match reach {
            Some(reach) => [Cell::Number((reach * eligible).round()), Cell::Number(reach)],
            None => [Cell::Suppressed, Cell::Suppressed],
        });
        row
    };
    Table {
        id: "groups".into(),
        title: "Library reach by population group, Northbridge, 2021".into(),
        description: "One row per group. Groups of one dimension add up to everybody.".into(),
        columns: vec![
            column("dimension", "Dimension", Text, "What the groups are made by"),
            column("group", "Group", Text, "The group"),
            column("eligible", "Eligible children", Count, "Children of the group, aged 4 to 12"),
            column("reached", "Children reached", Count, "Of these, with a library contact in 2021"),
            column("reach", "Reach", Proportion, "Children reached out of eligible children"),
        ],
        rows: rows.into_iter().map(row).collect(),
        notes: vec![],
    }
}

fn file(name: &str, rows: u64, geography: Option<&str>) -> FileRead {
    FileRead {
        file: name.into(),
        bytes: rows * 61,
        hash: blake3::hash(name.as_bytes()).to_hex().to_string(),
        rows,
        geography: geography.map(str::to_owned),
        layout: "UTF-8, commas".into(),
    }
}

/// A ledger of three sources, with absent months, dropped rows and rows that could not be placed.
pub(crate) fn ledger() -> Ledger {
    let mut population = Entry::new("population");
    population.files = vec![file("people/lsoa-age.csv", 30, Some("lsoa21"))];
    (population.rows_read, population.rows_used) = (30, 30);
    population.placement = Placement { by_code: 30, ..Placement::default() };
    let all = Count::exact(9_428.0);
    population.amount = Amount { total: all, placed: all, ..Amount::default() };

    Ledger { entries: vec![population, crime(), uptake()] }
}

fn crime() -> Entry {
    let mut crime = Entry::new("crime");
    let months = (1..=12).map(|m| format!("2021-{m:02}"));
    crime.coverage = months.map(|m| (m, Coverage::Observed)).collect();
    crime.coverage.insert("2021-05".into(), Coverage::Absent);
    crime.coverage.insert("2021-07".into(), Coverage::Absent);
    crime.coverage.insert("2021-11".into(), Coverage::Partial);
    crime.files = vec![
        file("crime/2021-01.csv", 9_870, Some("lsoa21")),
        file("crime/2021-02.csv", 9_104, Some("lsoa11")),
    ];
    crime.rows_read = 18_974;
    crime.rows_used = 18_950;
    crime.drop_rows("the month is outside the period", 24);
    crime.placement = Placement {
        by_code: 16_900,
        by_point: 212,
        outside_place: 700,
        no_location: 1_138,
        ..Placement::default()
    };
    crime.amount = Amount {
        total: Count::exact(18_950.0),
        placed: Count::exact(17_112.0),
        outside_place: Count::exact(700.0),
        unplaced: Count::exact(1_138.0),
    };
    crime.notes = vec!["Rates use the ten months observed, of which one is partial.".into()];
    crime
}

fn uptake() -> Entry {
    let mut uptake = Entry::new("uptake: library");
    uptake.files = vec![file("uptake/library.xlsx", 1_960, Some("lsoa11"))];
    (uptake.rows_read, uptake.rows_used) = (1_960, 1_948);
    uptake.drop_rows("a repeat of an earlier row", 12);
    uptake.placement =
        Placement { by_code: 1_900, by_postcode: 36, unknown_location: 12, ..Placement::default() };
    uptake.amount = Amount {
        total: Count::between(1_948.0, 1_972.0),
        placed: Count::between(1_936.0, 1_960.0),
        outside_place: Count::ZERO,
        unplaced: Count::exact(12.0),
    };
    uptake
}
