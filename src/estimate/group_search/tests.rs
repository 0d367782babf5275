use proptest::prelude::*;
use rand_distr::{Distribution, Poisson};

use super::*;
use crate::estimate::random::stream;

const SETTINGS: Settings = Settings {
    min_expected: 5.0,
    level: 0.05,
    largest_ratio: 1.0,
    most_found: 20,
    confidence: Confidence::P95,
};

/// The share of people at each level of six attributes.
const SHARES: [&[f64]; 6] = [
    &[0.5, 0.365, 0.135],
    &[0.45, 0.415, 0.135],
    &[0.5, 0.3, 0.2],
    &[0.6, 0.25, 0.15],
    &[0.7, 0.3],
    &[0.8, 0.2],
];

/// Cells of a place with so many expected events, the attributes independent of each other.
fn place(shares: &[&[f64]], total: f64) -> (Vec<usize>, Vec<Cell>) {
    let mut cells = vec![Cell { levels: vec![], events: 0.0, expected: total }];
    for shares in shares {
        let split = |cell: &Cell| {
            let with = |(level, share): (usize, &f64)| {
                let mut levels = cell.levels.clone();
                levels.push(Some(level));
                Cell { levels, events: 0.0, expected: cell.expected * share }
            };
            shares.iter().enumerate().map(with).collect::<Vec<_>>()
        };
        cells = cells.iter().flat_map(split).collect();
    }
    (shares.iter().map(|shares| shares.len()).collect(), cells)
}

fn belongs(cell: &Cell, group: &[(usize, usize)]) -> bool {
    group.iter().all(|&(attribute, level)| cell.levels[attribute] == Some(level))
}

/// Draws the events of every cell; the group has `ratio` times as many as expected, the others the same rate.
fn draw(cells: &mut [Cell], group: &[(usize, usize)], ratio: f64, seed: u64) {
    for (key, cell) in cells.iter_mut().enumerate() {
        let mean = cell.expected * if belongs(cell, group) { ratio } else { 1.0 };
        let mut random = stream(seed, key as u64);
        cell.events = Poisson::new(mean).map_or(0.0, |poisson| poisson.sample(&mut random));
    }
}

fn plain(group: &Group) -> Vec<(usize, usize)> {
    group.iter().map(|level| (level.attribute, level.level)).collect()
}

/// In how many of so many runs the planted group, and nobody else, is named.
fn exactly_found(group: &[(usize, usize)], ratio: f64, total: f64, runs: u64) -> usize {
    let (levels, mut cells) = place(&SHARES, total);
    let found = |seed: &u64| {
        draw(&mut cells, group, ratio, *seed);
        let searched = search(&levels, &cells, &SETTINGS).unwrap();
        searched.found.len() == 1 && plain(&searched.found[0].group) == group
    };
    (0..runs).filter(found).count()
}

#[test]
fn a_planted_attribute_is_named_and_nobody_else() {
    let found = exactly_found(&[(0, 2)], 0.6, 2_300.0, 200);
    assert!(found >= 180, "{found} of 200");
}

#[test]
fn a_planted_crossing_is_named_and_neither_its_parents_nor_its_children() {
    // 42 expected among 2,300: 0.135 × 0.135 of the place.
    let found = exactly_found(&[(0, 2), (1, 2)], 0.3, 2_300.0, 200);
    assert!(found >= 180, "{found} of 200");
}

#[test]
fn a_planted_crossing_of_three_is_named_and_nobody_else() {
    // 84 expected among 23,000.
    let found = exactly_found(&[(0, 2), (1, 2), (2, 2)], 0.4, 23_000.0, 200);
    assert!(found >= 180, "{found} of 200");
}

#[test]
fn two_planted_groups_that_overlap_are_both_named() {
    let (levels, mut cells) = place(&SHARES, 20_000.0);
    draw(&mut cells, &[(0, 2)], 0.6, 11);
    for cell in cells.iter_mut().filter(|cell| belongs(cell, &[(3, 2), (4, 1)])) {
        cell.events = (cell.events * 0.5).round();
    }
    let searched = search(&levels, &cells, &SETTINGS).unwrap();
    let mut found: Vec<_> = searched.found.iter().map(|found| plain(&found.group)).collect();
    found.sort();
    assert_eq!(found, [vec![(0, 2)], vec![(3, 2), (4, 1)]]);
    assert_eq!(searched.ended, Ended::NothingLeft);
    assert!(searched.next_corrected_p.unwrap() > 0.05);
}

#[test]
fn with_nothing_planted_hardly_ever_is_anybody_named() {
    let (levels, mut cells) = place(&SHARES, 2_300.0);
    let named = (0..400_u64).filter(|seed| {
        draw(&mut cells, &[], 1.0, 1_000 + seed);
        !search(&levels, &cells, &SETTINGS).unwrap().found.is_empty()
    });
    // At most 5 % of 400; Holm and small counts make it fewer.
    let named = named.count();
    assert!(named <= 20, "{named} of 400");
}

#[test]
fn a_child_that_is_nearly_its_parent_is_named_by_the_parents_simpler_name() {
    // Nine in ten of those at level 1 of the first attribute are at level 1 of the second.
    let cell = |a, b, events, expected| Cell { levels: vec![Some(a), Some(b)], events, expected };
    let cells =
        [cell(0, 0, 520.0, 500.0), cell(0, 1, 430.0, 400.0), cell(1, 0, 9.0, 10.0), cell(1, 1, 41.0, 90.0)];
    let searched = search(&[2, 2], &cells, &SETTINGS).unwrap();
    assert_eq!(plain(&searched.found[0].group), [(0, 1)]);
    assert_eq!(searched.found.len(), 1);
}

#[test]
fn two_names_for_the_same_people_are_both_told() {
    let cell = |a, b, events, expected| Cell { levels: vec![Some(a), Some(b)], events, expected };
    let cells = [cell(0, 0, 520.0, 500.0), cell(0, 1, 430.0, 400.0), cell(1, 2, 40.0, 90.0)];
    let searched = search(&[2, 3], &cells, &SETTINGS).unwrap();
    assert_eq!(searched.found.len(), 1);
    assert_eq!(plain(&searched.found[0].group), [(0, 1)]);
    let others: Vec<_> = searched.found[0].same_people.iter().map(plain).collect();
    assert_eq!(others, [vec![(1, 2)], vec![(0, 1), (1, 2)]]);
}

#[test]
fn people_without_a_record_are_left_out_of_both_sides() {
    // Those not recorded have events and nobody expected: they must make no other group look neglected.
    let cell = |level, events, expected| Cell { levels: vec![level], events, expected };
    let known = [cell(Some(0), 30.0, 60.0), cell(Some(1), 90.0, 60.0)];
    let with = [known.to_vec(), vec![cell(None, 500.0, 0.0)]].concat();
    let (alone, with) = (search(&[2], &known, &SETTINGS).unwrap(), search(&[2], &with, &SETTINGS).unwrap());
    assert_eq!(alone, with);
    assert_eq!(alone.found[0].expected, 60.0);
    assert_eq!(alone.found[0].ratio.unwrap().value, 0.5);
}

#[test]
fn a_group_without_any_event_is_named_with_a_ratio_of_zero() {
    let (levels, mut cells) = place(&SHARES, 2_300.0);
    draw(&mut cells, &[(0, 2), (1, 2)], 0.0, 5);
    let searched = search(&levels, &cells, &SETTINGS).unwrap();
    assert_eq!(plain(&searched.found[0].group), [(0, 2), (1, 2)]);
    let ratio = searched.found[0].ratio.unwrap();
    assert_eq!((ratio.value, ratio.limits.lower), (0.0, 0.0));
    assert!(searched.found[0].shrunk_ratio.unwrap() > 0.0);
    assert_eq!(searched.found.len(), 1);
}

#[test]
fn small_groups_and_ratios_near_one_are_left_alone_when_asked() {
    let (levels, mut cells) = place(&SHARES, 2_300_000.0);
    draw(&mut cells, &[(0, 2)], 0.9, 3);
    let all = search(&levels, &cells, &SETTINGS).unwrap();
    assert_eq!(plain(&all.found[0].group), [(0, 2)]);
    let far = search(&levels, &cells, &Settings { largest_ratio: 0.8, ..SETTINGS }).unwrap();
    assert!(far.found.is_empty());
    let few = search(&levels, &cells, &Settings { most_found: 0, ..SETTINGS }).unwrap();
    assert_eq!((few.found.len(), few.ended), (0, Ended::MostFound));
    let large = search(&levels, &cells, &Settings { min_expected: 1e9, ..SETTINGS }).unwrap();
    assert_eq!((large.all_tested(), large.next_corrected_p), (0, None));
}

#[test]
fn one_level_alone_has_nobody_to_be_compared_with() {
    let cells = [Cell { levels: vec![Some(0)], events: 10.0, expected: 90.0 }];
    let searched = search(&[1], &cells, &SETTINGS).unwrap();
    assert_eq!((searched.all_tested(), searched.found.len()), (0, 0));
}

#[test]
fn what_cannot_be_searched_is_refused_by_name() {
    let cell = |levels, events, expected| Cell { levels, events, expected };
    let fine = cell(vec![Some(0)], 1.0, 1.0);
    let refused = |levels: &[usize], cells: &[Cell]| search(levels, cells, &SETTINGS).unwrap_err();
    assert_eq!(refused(&[], &[]), GroupSearchError::Attributes { found: 0 });
    assert_eq!(refused(&[2; 7], &[]), GroupSearchError::Attributes { found: 7 });
    assert_eq!(refused(&[1_000, 1_000, 1_000], &[]), GroupSearchError::TooManyGroups);
    assert_eq!(refused(&[usize::MAX; 3], &[]), GroupSearchError::TooManyGroups);
    assert_eq!(refused(&[1], &[]), GroupSearchError::NoEvents);
    assert_eq!(refused(&[1], &[cell(vec![Some(0)], 0.0, 1.0)]), GroupSearchError::NoEvents);
    assert_eq!(
        refused(&[1], &[fine.clone(), cell(vec![], 1.0, 1.0)]),
        GroupSearchError::Length { cell: 1, expected: 1, found: 0 }
    );
    let beyond = refused(&[1], &[cell(vec![Some(1)], 1.0, 1.0)]);
    assert_eq!(beyond.to_string(), "cell number 0 has level 1 of attribute number 0, which has 1");
    for wrong in [f64::NAN, f64::INFINITY, -1.0] {
        let wrong = [cell(vec![Some(0)], wrong, 1.0)];
        assert_eq!(refused(&[1], &wrong), GroupSearchError::NotACount { cell: 0 });
    }
    let settings = Settings { level: 0.0, ..SETTINGS };
    assert_eq!(search(&[1], &[fine], &settings), Err(GroupSearchError::NotSettings));
}

/// The names of those found under a new numbering of attributes and levels.
fn renamed(found: &FoundGroup, order: &[usize], turn: usize, levels: &[usize]) -> Vec<(usize, usize)> {
    let rename = |level: &Level| {
        let place = order.iter().position(|&attribute| attribute == level.attribute).unwrap();
        (place, (level.level + turn) % levels[level.attribute])
    };
    let mut group: Vec<_> = found.group.iter().map(rename).collect();
    group.sort_unstable();
    group
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_and_the_names_of_attributes_levels_and_cells_change_nothing(
        seed in 0_u64..1_000_000,
        order in Just(vec![0, 1, 2, 3]).prop_shuffle(),
        turn in 0_usize..6,
        attribute in 0_usize..4,
    ) {
        let (levels, mut cells) = place(&SHARES[..4], 3_000.0);
        draw(&mut cells, &[(attribute, 1), ((attribute + 1) % 4, 1)], 0.4, seed);
        let found = search(&levels, &cells, &SETTINGS).unwrap();
        let moved = cells.iter().rev().map(|cell| Cell {
            levels: order.iter().map(|&a| cell.levels[a].map(|l| (l + turn) % levels[a])).collect(),
            ..*cell
        });
        let moved: Vec<Cell> = moved.collect();
        let moved_levels: Vec<usize> = order.iter().map(|&a| levels[a]).collect();
        let again = search(&moved_levels, &moved, &SETTINGS).unwrap();
        prop_assert_eq!(found.tested, again.tested);
        let expected: Vec<_> = found.found.iter().map(|f| renamed(f, &order, turn, &levels)).collect();
        let names: Vec<_> = again.found.iter().map(|f| plain(&f.group)).collect();
        prop_assert_eq!(names, expected);
        for (a, b) in found.found.iter().zip(&again.found) {
            prop_assert!((a.p / b.p - 1.0).abs() < 1e-6);
            prop_assert!((a.ratio.unwrap().value - b.ratio.unwrap().value).abs() < 1e-9);
        }
    }

    #[test]
    fn every_figure_is_finite_or_a_named_reason(
        counts in prop::collection::vec((0_u8..40, 0_u8..40, prop::option::of(0_usize..3), prop::option::of(0_usize..2)), 1..30),
    ) {
        let cells: Vec<Cell> = counts.iter().map(|&(events, expected, a, b)| Cell {
            levels: vec![a, b],
            events: f64::from(events),
            expected: f64::from(expected),
        }).collect();
        let settings = Settings { min_expected: 0.5, level: 1.0, ..SETTINGS };
        if let Ok(searched) = search(&[3, 2], &cells, &settings) {
            for found in &searched.found {
                prop_assert!(found.expected.is_finite() && found.expected_after_others.is_finite());
                prop_assert!((0.0..=1.0).contains(&found.p) && (0.0..=1.0).contains(&found.corrected_p));
                prop_assert!(found.ratio.is_ok_and(|ratio| ratio.value.is_finite()));
                prop_assert!(found.shrunk_ratio.is_ok_and(f64::is_finite));
            }
        }
    }
}
