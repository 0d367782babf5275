//! Nothing to compare, too little to compare, and what cannot be asked.

use super::*;

const BOTH: Alternative = Alternative::TwoSided;

#[test]
fn too_few_permutations_are_told_where_no_tail_can_be_had() {
    let grid = lattice(20);
    let weight = |i: usize, j: u32| if j as usize == i + 1 { 1.0 } else { 0.5 };
    let lists = (0..400).map(|i| grid.members(i).iter().map(|&j| (j, weight(i, j))).collect());
    let weighted = Neighbours::from_weighted(lists.collect()).unwrap();
    let keys: Vec<u64> = (0..400).collect();
    let mut values = noise(400, 2);
    for i in [0, 1, 2, 20, 21, 22, 40, 41, 42] {
        values[i] = Ok(9.0);
    }
    let trial = fixed(999, Alternative::Greater);
    let local = local_moran(&values, &weighted, &keys, &trial).unwrap();
    assert_eq!(local.reach, Reach::OutOfReach { needed: 7_999, smallest: 0.001 });
    let local = local_geary(&values, &grid, &keys, &trial).unwrap();
    assert_eq!(local.reach, Reach::OutOfReach { needed: 7_999, smallest: 0.001 });
    let enough = local_moran(&values, &weighted, &keys, &fixed(7_999, Alternative::Greater)).unwrap();
    assert_eq!(enough.reach, Reach::Enough);
}

#[test]
fn islands_and_missing_values_have_their_reason() {
    let neighbours = Neighbours::from_lists(vec![vec![1], vec![0, 2], vec![1, 3], vec![2], vec![]]).unwrap();
    let keys = [5, 4, 3, 2, 1];
    let mut values: Values = [1.0, 5.0, 2.0, 4.0, 3.0].map(Ok).to_vec();
    let trial = Trial::default();
    let local = local_moran(&values, &neighbours, &keys, &trial).unwrap();
    assert_eq!(local.areas[4], Err(NoFigure::NoNeighbours));
    assert_eq!(moran(&values, &neighbours, BOTH).unwrap().islands, 1);
    values[1] = Err(NoFigure::NoEvents);
    values[4] = Ok(f64::INFINITY);
    let local = local_moran(&values, &neighbours, &keys, &trial).unwrap();
    let reasons: Vec<_> = local.areas.iter().map(|area| area.err()).collect();
    assert_eq!(
        reasons,
        [Some(NoFigure::NoNeighbours), Some(NoFigure::NoEvents), None, None, Some(NoFigure::NotFinite)]
    );
    let spots = getis_ord(&values, &neighbours.with_self(1.0), BOTH, BH).unwrap();
    assert_eq!(spots[0], Err(NoFigure::NoNeighbours));
    assert_eq!(
        local_geary(&values, &neighbours, &keys, &trial).unwrap().areas[0],
        Err(NoFigure::NoNeighbours)
    );
}

#[test]
fn nothing_to_compare_has_its_reason() {
    let neighbours = lattice(3);
    let keys: Vec<u64> = (0..9).collect();
    let equal: Values = vec![Ok(2.5); 9];
    assert_eq!(moran(&equal, &neighbours, BOTH), Err(NoFigure::NoVariation.into()));
    assert_eq!(geary(&equal, &neighbours, BOTH).unwrap_err().to_string(), "all areas have the same value");
    assert_eq!(general_g(&equal, &neighbours, BOTH), Err(NoFigure::NoVariation.into()));
    let local = local_moran(&equal, &neighbours, &keys, &Trial::default()).unwrap();
    assert!(local.areas.iter().all(|area| *area == Err(NoFigure::NoVariation)));
    let spots = getis_ord(&equal, &neighbours, BOTH, BH).unwrap();
    assert!(spots.iter().all(|area| *area == Err(NoFigure::NoVariation)));
    for few in 0..3_u32 {
        let chain = Neighbours::from_lists(
            (0..few).map(|i| if i == 0 && few == 2 { vec![1] } else { vec![] }).collect(),
        );
        let (chain, values) = (chain.unwrap(), (0..few).map(|x| Ok(f64::from(x))).collect::<Values>());
        let keys: Vec<u64> = (0..u64::from(few)).collect();
        assert_eq!(moran(&values, &chain, BOTH), Err(NoFigure::TooFewAreas.into()));
        let local = local_moran(&values, &chain, &keys, &Trial::default()).unwrap();
        assert!(local.areas.iter().all(|area| *area == Err(NoFigure::TooFewAreas)));
        let marked: Vec<_> = (0..few).map(|_| Ok(true)).collect();
        let joins = local_join_counts(&marked, &chain, BOTH, BH).unwrap();
        assert!(joins.iter().all(|area| *area == Err(NoFigure::TooFewAreas)));
    }
    let alone = Neighbours::from_lists(vec![vec![]; 9]).unwrap();
    let values = noise(9, 1);
    assert_eq!(moran(&values, &alone, BOTH), Err(NoFigure::NoNeighbours.into()));
    let local = local_moran(&values, &alone, &keys, &Trial::default()).unwrap();
    assert!(local.areas.iter().all(|area| *area == Err(NoFigure::NoNeighbours)));
}

#[test]
fn where_every_other_area_is_a_neighbour_nothing_is_unusual() {
    let lists = (0..6_u32).map(|i| (0..6).filter(|&j| j != i).collect()).collect();
    let all = Neighbours::from_lists(lists).unwrap();
    let values = noise(6, 3);
    let local = local_moran(&values, &all, &[1, 2, 3, 4, 5, 6], &fixed(99, BOTH)).unwrap();
    for area in local.areas.into_iter().map(Result::unwrap) {
        assert_eq!((area.test.p, area.z), (1.0, Err(NoFigure::NoVariation)));
    }
    assert_eq!(moran(&values, &all, BOTH).unwrap().randomisation, Err(NoFigure::NoVariation));
    let spots = getis_ord(&values, &all.with_self(1.0), BOTH, BH).unwrap();
    assert!(spots.iter().all(|area| *area == Err(NoFigure::NoVariation)));
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let (values, neighbours) = desmith();
    let keys: Vec<u64> = (0..10).collect();
    let refused =
        |keys: &[u64], trial: Trial| local_moran(&values, &neighbours, keys, &trial).unwrap_err().to_string();
    assert_eq!(refused(&keys[1..], Trial::default()), "9 values or keys for neighbours of 10 areas");
    let none = fixed(0, BOTH);
    assert_eq!(refused(&keys, none), "a permutation test needs at least one permutation and one exceedance");
    let rate = Trial { rate: 0.0, ..Trial::default() };
    assert_eq!(refused(&keys, rate), "the false discovery rate must be above 0 and at most 1, not 0");
    let negative = general_g(&values, &neighbours, Alternative::Greater).unwrap_err().to_string();
    assert_eq!(negative, "a share of the total needs values that are not negative");
    let nobody = standardised_rates(&[Ok(AreaCount { events: 0.0, people: 0.0 })]);
    assert_eq!(nobody, [Err(NoFigure::ZeroDenominator)]);
    let nothing = standardised_rates(&[Ok(AreaCount { events: 0.0, people: 9.0 }); 3]);
    assert_eq!(nothing, [Err(NoFigure::NoEvents); 3]);
}

#[test]
fn quadrants_are_words() {
    let words = [Quadrant::HighHigh, Quadrant::LowLow, Quadrant::LowAmongHigh, Quadrant::HighAmongLow];
    assert_eq!(
        words.map(|quadrant| quadrant.to_string()),
        ["high-high", "low-low", "low among high", "high among low"]
    );
}
