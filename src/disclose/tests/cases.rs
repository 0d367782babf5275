//! Cases whose ranges were computed elsewhere, and single cases worked out by hand.

use super::{Table, numbers};
use crate::disclose::{
    CellId, Cells, Fault, Intruder, Leak, Primary, Protection, Rule, Status, Zeros, attack, audit, protect,
};

/// A cell, and the range of an intruder: row, column, least, greatest.
type Range = (usize, usize, f64, f64);

/// One case of complementary suppression. Source: feasibility intervals by scipy 1.17.1 `linprog` (HiGHS),
/// least number of complementary cells by exhaustive search; threshold 5, zeros shown, cells not negative.
struct Case {
    counts: &'static [&'static [f64]],
    primary_only: &'static [Range],
    example: &'static [Range],
    least_cells: usize,
}

const ONE_SMALL_CELL: Case = Case {
    counts: &[&[20.0, 3.0, 15.0], &[12.0, 18.0, 30.0], &[25.0, 40.0, 22.0]],
    primary_only: &[(0, 1, 3.0, 3.0)],
    example: &[(0, 0, 2.0, 23.0), (0, 1, 0.0, 21.0), (1, 0, 9.0, 30.0), (1, 1, 0.0, 21.0)],
    least_cells: 3,
};

const TWO_ROWS_TIES: Case = Case {
    counts: &[
        &[3.0, 50.0, 14.0, 9.0],
        &[22.0, 2.0, 31.0, 18.0],
        &[40.0, 25.0, 4.0, 33.0],
        &[11.0, 19.0, 28.0, 60.0],
    ],
    primary_only: &[(0, 0, 3.0, 3.0), (1, 1, 2.0, 2.0), (2, 2, 4.0, 4.0)],
    example: &[
        (0, 0, 1.0, 17.0),
        (0, 2, 0.0, 16.0),
        (1, 0, 8.0, 24.0),
        (1, 1, 0.0, 16.0),
        (2, 1, 11.0, 27.0),
        (2, 2, 2.0, 18.0),
    ],
    least_cells: 3,
};

const ZEROS_AND_ONES: Case = Case {
    counts: &[
        &[0.0, 1.0, 30.0, 12.0],
        &[7.0, 0.0, 25.0, 8.0],
        &[16.0, 9.0, 0.0, 21.0],
        &[5.0, 14.0, 11.0, 4.0],
    ],
    primary_only: &[(0, 1, 1.0, 1.0), (3, 3, 4.0, 4.0)],
    example: &[(0, 1, 0.0, 13.0), (0, 3, 0.0, 13.0), (3, 1, 2.0, 15.0), (3, 3, 3.0, 16.0)],
    least_cells: 2,
};

fn check_ranges(table: &Table, expected: &[Range]) {
    let hidden: Vec<CellId> = expected.iter().map(|&(row, column, ..)| table.inner[row][column]).collect();
    let found = attack(&table.cells, &hidden, Intruder::Arithmetic).expect("the table adds up");
    for (bounds, &(row, column, lower, upper)) in found.iter().zip(expected) {
        assert_eq!(bounds.cell, table.inner[row][column]);
        assert!(bounds.is_exact);
        assert!((bounds.lower - lower).abs() < 1e-6, "cell {row}, {column}: {bounds:?}");
        assert!((bounds.upper - upper).abs() < 1e-6, "cell {row}, {column}: {bounds:?}");
    }
    assert_eq!(found.len(), expected.len());
}

fn check(case: &Case) {
    let table = Table::new(case.counts);
    check_ranges(&table, case.primary_only);
    check_ranges(&table, case.example);
    let protection = protect(&table.cells, &Rule::default()).expect("the table adds up");
    for &(row, column, ..) in case.primary_only {
        assert_eq!(protection.status(table.inner[row][column]), Status::Primary(Primary::SmallCount));
    }
    check_protection(&table, &protection);
    let further = protection.hidden().len() - case.primary_only.len();
    assert!(further <= case.least_cells + 1, "{further} further cells where {} do", case.least_cells);
}

fn check_protection(table: &Table, protection: &Protection) {
    let hidden = protection.hidden();
    for bounds in attack(&table.cells, &hidden, Intruder::KnowsRule(Rule::default())).expect("it adds up") {
        assert!(bounds.upper - bounds.lower >= 1.0, "{bounds:?}");
        if matches!(protection.status(bounds.cell), Status::Primary(_)) {
            assert!(bounds.upper - bounds.lower >= 3.0, "{bounds:?}");
        }
    }
    for line in &table.lines {
        assert_ne!(line.iter().filter(|&&cell| !protection.is_shown(cell)).count(), 1);
    }
    let shown = numbers(&table.cells, protection);
    assert_eq!(audit(&table.cells, &Rule::default(), &shown).expect("it adds up").leaks, []);
}

#[test]
fn one_small_cell() {
    check(&ONE_SMALL_CELL);
}

#[test]
fn two_rows_with_ties() {
    check(&TWO_ROWS_TIES);
}

#[test]
fn zeros_and_ones() {
    check(&ZEROS_AND_ONES);
    let table = Table::new(ZEROS_AND_ONES.counts);
    let protection = protect(&table.cells, &Rule::default()).expect("it adds up");
    for (row, column) in [(0, 0), (1, 1), (2, 2)] {
        assert!(protection.is_shown(table.inner[row][column]), "a shown zero protects nothing");
    }
}

#[test]
fn the_audit_reports_a_small_cell_that_subtraction_gives_away() {
    let table = Table::new(ONE_SMALL_CELL.counts);
    let small = table.inner[0][1];
    let shown: Vec<Option<f64>> =
        table.cells.ids().map(|cell| (cell != small).then(|| table.cells.lowest[cell.index()])).collect();
    let found = audit(&table.cells, &Rule::default(), &shown).expect("it adds up");
    assert_eq!(found.leaks, [Leak::Subtracted { cell: small, lower: 3.0, upper: 3.0 }]);
}

#[test]
fn the_audit_reports_a_small_count_that_is_shown_and_a_number_that_is_not_the_count() {
    let table = Table::new(ONE_SMALL_CELL.counts);
    let mut shown: Vec<Option<f64>> =
        table.cells.ids().map(|cell| Some(table.cells.lowest[cell.index()])).collect();
    shown[table.inner[2][2].index()] = Some(23.0);
    let found = audit(&table.cells, &Rule::default(), &shown).expect("it adds up");
    let expected = [Leak::Shown(table.inner[0][1], Primary::SmallCount), Leak::Misstated(table.inner[2][2])];
    assert_eq!(found.leaks, expected);
}

#[test]
fn the_audit_subtracts_between_nested_geographies() {
    let mut cells = Cells::default();
    let areas: Vec<CellId> = [3.0, 30.0, 40.0, 50.0].map(|n| cells.add(n)).into();
    let (west, east) = (cells.add(33.0), cells.add(90.0));
    let place = cells.add(123.0);
    cells.relation(west, &areas[..2]);
    cells.relation(east, &areas[2..]);
    cells.relation(place, &[west, east]);
    let shown = [None, Some(30.0), Some(40.0), Some(50.0), None, Some(90.0), Some(123.0)];
    let found = audit(&cells, &Rule::default(), &shown).expect("it adds up");
    assert!(found.leaks.contains(&Leak::Subtracted { cell: areas[0], lower: 3.0, upper: 3.0 }));
    let protection = protect(&cells, &Rule::default()).expect("it adds up");
    let found = audit(&cells, &Rule::default(), &numbers(&cells, &protection)).expect("it adds up");
    assert_eq!(found.leaks, []);
    assert_eq!(protection.hidden(), [areas[0], areas[1]]);
}

#[test]
fn the_difference_of_overlapping_geographies_is_protected_when_it_is_a_cell() {
    let mut cells = Cells::default();
    let (ward, catchment) = (cells.add(40.0), cells.add(43.0));
    let apart = protect(&cells, &Rule::default()).expect("it adds up");
    assert!(apart.is_shown(ward) && apart.is_shown(catchment), "nobody said that one contains the other");
    let ring = cells.add(3.0);
    cells.relation(catchment, &[ward, ring]);
    let protection = protect(&cells, &Rule::default()).expect("it adds up");
    assert!(!protection.is_shown(ward) || !protection.is_shown(catchment));
}

#[test]
fn a_small_number_of_people_not_reached_is_hidden_too() {
    let mut cells = Cells::default();
    let reached = cells.add(37.0);
    cells.out_of(reached, 40.0);
    let protection = protect(&cells, &Rule::default()).expect("it adds up");
    assert_eq!(protection.status(reached), Status::Primary(Primary::SmallComplement));
    let relaxed = Rule { protect_complement: false, ..Rule::default() };
    assert!(protect(&cells, &relaxed).expect("it adds up").is_shown(reached));
}

#[test]
fn the_number_eligible_bounds_what_an_intruder_must_consider() {
    let mut cells = Cells::default();
    let (few, many) = (cells.add(3.0), cells.add(50.0));
    let total = cells.add(53.0);
    cells.out_of(few, 10.0);
    cells.out_of(many, 60.0);
    cells.relation(total, &[few, many]);
    let bounds = attack(&cells, &[few, many], Intruder::Arithmetic).expect("it adds up");
    assert_eq!((bounds[0].lower, bounds[0].upper), (0.0, 10.0));
    assert_eq!((bounds[1].lower, bounds[1].upper), (43.0, 53.0));
}

#[test]
fn a_zero_among_few_is_shown_where_a_total_of_zero_says_it_anyway() {
    let mut cells = Cells::default();
    let groups: Vec<CellId> = (0..2).map(|_| cells.add(0.0)).collect();
    let total = cells.add(0.0);
    cells.relation(total, &groups);
    cells.out_of(groups[0], 2.0);
    cells.out_of(groups[1], 90.0);
    cells.out_of(total, 92.0);
    assert!(protect(&cells, &Rule::default()).expect("it adds up").hidden().is_empty());
}

#[test]
fn a_zero_is_hidden_where_very_few_are_eligible() {
    let mut cells = Cells::default();
    let (none_of_two, none_of_many) = (cells.add(0.0), cells.add(0.0));
    cells.out_of(none_of_two, 2.0);
    cells.out_of(none_of_many, 200.0);
    let protection = protect(&cells, &Rule::default()).expect("it adds up");
    assert_eq!(protection.status(none_of_two), Status::Primary(Primary::FewEligible));
    assert!(protection.is_shown(none_of_many));
}

#[test]
fn more_people_than_are_eligible_bound_nothing() {
    let mut cells = Cells::default();
    let reached = cells.add(45.0);
    cells.out_of(reached, 40.0);
    assert!(protect(&cells, &Rule::default()).expect("it adds up").is_shown(reached));
}

#[test]
fn five_ones_under_a_total_of_five_are_not_given_away_by_the_rule() {
    let mut cells = Cells::default();
    let ones: Vec<CellId> = (0..5).map(|_| cells.add(1.0)).collect();
    let other = cells.add(60.0);
    let five = cells.add(5.0);
    let all = cells.add(65.0);
    cells.relation(five, &ones);
    cells.relation(all, &[five, other]);
    let hidden = Intruder::KnowsRule(Rule::default());
    let bounds = attack(&cells, &ones, hidden).expect("it adds up");
    assert!(bounds.iter().all(|b| b.lower == 1.0 && b.upper == 1.0), "no zero is hidden, so each is one");
    let protection = protect(&cells, &Rule::default()).expect("it adds up");
    assert!(!protection.is_shown(five) && !protection.is_shown(other));
}

#[test]
fn a_total_that_everybody_knows_gives_away_what_it_must() {
    let mut cells = Cells::default();
    let part = cells.add(3.0);
    let none = cells.add(0.0);
    let total = cells.add(3.0);
    cells.relation(total, &[part, none]);
    cells.public(total);
    let protection = protect(&cells, &Rule::default()).expect("it adds up");
    assert_eq!(protection.given_away(), [part]);
    let shown = [None, Some(0.0), Some(3.0)];
    let found = audit(&cells, &Rule::default(), &shown).expect("it adds up");
    assert_eq!((found.leaks, found.already_public), (vec![], vec![part]));
}

#[test]
fn a_count_suppressed_by_its_source_stays_hidden_and_so_does_its_total() {
    let mut cells = Cells::default();
    let (starred, known) = (cells.add_between(1.0, 4.0), cells.add(20.0));
    let total = cells.add_uncertain(21.0, 24.0);
    cells.relation(total, &[starred, known]);
    let protection = protect(&cells, &Rule::default()).expect("it adds up");
    assert_eq!(protection.status(starred), Status::Primary(Primary::SuppressedBySource));
    assert_eq!(protection.status(total), Status::Primary(Primary::SuppressedBySource));
    assert!(protection.is_shown(known));
}

#[test]
fn counts_suppressed_by_their_source_are_made_to_agree_with_a_known_total() {
    let mut cells = Cells::default();
    let starred: Vec<CellId> = (0..2).map(|_| cells.add_between(1.0, 4.0)).collect();
    let known = cells.add(10.0);
    let total = cells.add(15.0);
    cells.relation(total, &[starred[0], starred[1], known]);
    let bounds = attack(&cells, &starred, Intruder::Arithmetic).expect("1 to 4 and 1 to 4 can make 5");
    assert_eq!((bounds[0].lower, bounds[0].upper), (1.0, 4.0));
}

#[test]
fn a_total_that_differs_from_its_parts_is_refused() {
    let mut cells = Cells::default();
    let (a, b, total) = (cells.add(3.0), cells.add(4.0), cells.add(8.0));
    cells.relation(total, &[a, b]);
    let expected = Fault::Unbalanced { total, difference: 1.0 };
    assert_eq!(protect(&cells, &Rule::default()), Err(expected));
}

#[test]
fn what_is_no_count_or_no_sum_is_refused() {
    let mut cells = Cells::default();
    let wrong = cells.add(f64::NAN);
    assert_eq!(protect(&cells, &Rule::default()), Err(Fault::NotACount(wrong)));
    let mut cells = Cells::default();
    let twice = cells.add(6.0);
    let part = cells.add(3.0);
    cells.relation(twice, &[part, part]);
    assert_eq!(protect(&cells, &Rule::default()), Err(Fault::NotASum(twice)));
}

#[test]
fn a_single_area_shares_the_fate_of_its_authority() {
    let mut cells = Cells::default();
    let (area, authority) = (cells.add(3.0), cells.add(3.0));
    cells.relation(authority, &[area]);
    let protection = protect(&cells, &Rule::default()).expect("it adds up");
    assert_eq!(protection.hidden(), [area, authority]);
    assert_eq!(protection.given_away(), []);
}

#[test]
fn a_figure_may_be_shown_only_with_every_count_behind_it() {
    let table = Table::new(ONE_SMALL_CELL.counts);
    let protection = protect(&table.cells, &Rule::default()).expect("it adds up");
    let (small, large) = (table.inner[0][1], table.inner[2][2]);
    assert!(protection.may_show(&[large]) && protection.may_show(&[]));
    assert!(!protection.may_show(&[large, small]));
}

#[test]
fn hidden_zeros_are_as_good_as_any_small_count() {
    let table = Table::new(ZEROS_AND_ONES.counts);
    let rule = Rule { zeros: Zeros::Suppress, ..Rule::default() };
    let protection = protect(&table.cells, &rule).expect("it adds up");
    assert_eq!(protection.status(table.inner[0][0]), Status::Primary(Primary::SmallCount));
    let found = audit(&table.cells, &rule, &numbers(&table.cells, &protection)).expect("it adds up");
    assert_eq!(found.leaks, []);
}

#[test]
fn an_empty_publication_gives_nothing_away() {
    let protection = protect(&Cells::default(), &Rule::default()).expect("nothing to add up");
    assert!(protection.hidden().is_empty());
}
