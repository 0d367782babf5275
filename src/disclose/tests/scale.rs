//! A publication of national shape.

use super::super::{CellId, Cells, Rule, audit, protect};

/// Areas in authorities of about a hundred, by six groups with a total, in one nation.
pub(super) fn nation(areas: usize, seed: u64) -> Cells {
    let mut cells = Cells::default();
    let mut state = seed;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1u32 << 31)
    };
    let authorities: Vec<Vec<CellId>> = (0..areas.div_ceil(110))
        .map(|authority| {
            let members = 110.min(areas - authority * 110);
            let rows = (0..members).map(|_| area(&mut cells, &mut random)).collect();
            sum(&mut cells, rows)
        })
        .collect();
    sum(&mut cells, authorities);
    cells
}

fn area(cells: &mut Cells, random: &mut impl FnMut() -> f64) -> Vec<CellId> {
    const SHARES: [f64; 6] = [60.0, 12.0, 5.0, 4.0, 2.0, 1.0];
    let size = 2.0 * random();
    let counts = SHARES.map(|share| (share * size * 2.0 * random()).floor());
    let mut row = vec![cells.add(counts.iter().sum())];
    row.extend(counts.map(|n| cells.add(n)));
    cells.relation(row[0], &row[1..]);
    row
}

fn sum(cells: &mut Cells, parts: Vec<Vec<CellId>>) -> Vec<CellId> {
    let row: Vec<CellId> = (0..7)
        .map(|column| {
            let members: Vec<CellId> = parts.iter().map(|row| row[column]).collect();
            let total = cells.add(members.iter().map(|cell| cells.lowest[cell.index()]).sum());
            cells.relation(total, &members);
            total
        })
        .collect();
    cells.relation(row[0], &row[1..]);
    row
}

#[test]
fn three_thousand_areas_by_six_groups_are_protected() {
    let cells = nation(3_000, 1);
    let protection = protect(&cells, &Rule::default()).expect("it adds up");
    let shown: Vec<Option<f64>> =
        cells.ids().map(|cell| protection.is_shown(cell).then(|| cells.lowest[cell.index()])).collect();
    let found = audit(&cells, &Rule::default(), &shown).expect("it adds up");
    assert_eq!(found, Default::default());
}

/// Five services over England. Run with `cargo test --release --lib disclose -- --ignored --nocapture`.
#[test]
#[ignore = "takes seconds, and says how many"]
fn five_services_over_england_take_seconds() {
    let rule = Rule::default();
    let start = std::time::Instant::now();
    let mut cells = Cells::default();
    (1..=std::env::var("SERVICES").map_or(5, |s| s.parse().unwrap()))
        .for_each(|service| cells.append(nation(33_755, service)));
    println!("{} cells made in {:?}", cells.len(), start.elapsed());
    let start = std::time::Instant::now();
    let protection = protect(&cells, &rule).expect("it adds up");
    let secondary =
        protection.statuses().iter().filter(|s| matches!(s, super::super::Status::Secondary { .. }));
    println!(
        "{} hidden, {} of them secondary, in {:?}",
        protection.hidden().len(),
        secondary.count(),
        start.elapsed()
    );
    let start = std::time::Instant::now();
    let shown: Vec<Option<f64>> =
        cells.ids().map(|cell| protection.is_shown(cell).then(|| cells.lowest[cell.index()])).collect();
    assert_eq!(audit(&cells, &rule, &shown).expect("it adds up"), Default::default());
    println!("audited in {:?}", start.elapsed());
}
