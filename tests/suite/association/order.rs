//! What must change nothing: order, scale and threads.

use proptest::prelude::*;

use super::*;

/// The same areas in another order.
fn reordered(
    values: &[f64],
    neighbours: &Neighbours,
    keys: &[u64],
    order: &[usize],
) -> (Values, Neighbours, Vec<u64>) {
    let mut place = vec![0; order.len()];
    order.iter().enumerate().for_each(|(new, &old)| place[old] = new as u32);
    let list = |&old: &usize| neighbours.of(old).map(|(j, weight)| (place[j as usize], weight)).collect();
    (
        order.iter().map(|&old| Ok(values[old])).collect(),
        Neighbours::from_weighted(order.iter().map(list).collect()).unwrap(),
        order.iter().map(|&old| keys[old]).collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_order_of_areas_changes_nothing(
        values in prop::collection::vec(-5_i32..5, 25),
        order in Just((0..25_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        prop_assume!(values.iter().any(|&value| value != values[0]));
        let values: Vec<f64> = values.into_iter().map(|value| f64::from(value) / 7.0).collect();
        let neighbours = lattice(5).row_standardised();
        let keys: Vec<u64> = (0..25).map(|area| random::key(&format!("E0{area}"))).collect();
        let here: Values = values.iter().map(|&value| Ok(value)).collect();
        let (there, their, theirs) = reordered(&values, &neighbours, &keys, &order);
        let trial = Trial::default();
        let one = local_moran(&here, &neighbours, &keys, &trial).unwrap();
        let other = local_moran(&there, &their, &theirs, &trial).unwrap();
        for (new, &old) in order.iter().enumerate() {
            let (one, other) = (one.areas[old].unwrap(), other.areas[new].unwrap());
            prop_assert!((one.value - other.value).abs() < 1e-9);
            // An area at the mean but for rounding may fall on either side of it.
            if (values[old] - values.iter().sum::<f64>() / 25.0).abs() > 1e-9 {
                prop_assert_eq!(one.test.p, other.test.p);
                prop_assert_eq!(one.test.permutations, other.test.permutations);
            }
        }
        let one = moran_permuted(&here, &neighbours, &keys, &trial).unwrap();
        let other = moran_permuted(&there, &their, &theirs, &trial).unwrap();
        prop_assert_eq!(one.p, other.p);
    }

    #[test]
    fn scaling_values_or_weights_changes_no_test(
        values in prop::collection::vec(0.0..10.0_f64, 25),
        scale in 0.01..100.0_f64,
    ) {
        let neighbours = lattice(5).row_standardised();
        let keys: Vec<u64> = (0..25).collect();
        let trial = Trial { rate: 1.0, ..fixed(99, Alternative::TwoSided) };
        let here: Values = values.iter().map(|&value| Ok(value)).collect();
        let there: Values = values.iter().map(|&value| Ok(value * scale + 3.0)).collect();
        let heavier = (0..25).map(|i| neighbours.of(i).map(|(j, weight)| (j, weight * scale)).collect()).collect();
        let heavier = Neighbours::from_weighted(heavier).unwrap();
        let one = local_moran(&here, &neighbours, &keys, &trial).unwrap();
        let other = local_moran(&there, &heavier, &keys, &trial).unwrap();
        for (one, other) in one.areas.iter().zip(&other.areas) {
            prop_assert_eq!(one.unwrap().test.p, other.unwrap().test.p);
            prop_assert_eq!(one.unwrap().quadrant, other.unwrap().quadrant);
        }
        let star = |w: &Neighbours| getis_ord(&here, &w.with_self(w.weights(0)[0]), Alternative::TwoSided, BH).unwrap();
        let (one, other) = (star(&neighbours)[0].unwrap().z, star(&heavier)[0].unwrap().z);
        prop_assert!((one - other).abs() < 1e-9);
    }

    #[test]
    fn local_moran_statistics_add_up_to_the_global_one(values in prop::collection::vec(-9.0..9.0_f64, 25)) {
        let values: Values = values.into_iter().map(Ok).collect();
        let neighbours = lattice(5);
        let keys: Vec<u64> = (0..25).collect();
        let local = local_moran(&values, &neighbours, &keys, &fixed(9, Alternative::TwoSided)).unwrap();
        let sum: f64 = local.areas.iter().flatten().map(|area| area.value).sum();
        let global = moran(&values, &neighbours, Alternative::TwoSided).unwrap().value;
        prop_assert!((sum - global * neighbours.links() as f64 * 24.0 / 25.0).abs() < 1e-9);
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let data = Oracle::of("ncsids_nwr74");
    let (values, keys, neighbours) = (data.values("x"), data.keys(), data.neighbours().row_standardised());
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let trial = Trial::default();
            let local = local_moran(&values, &neighbours, &keys, &trial).unwrap();
            let spots = getis_ord_permuted(&values, &neighbours.with_self(1.0), &keys, &trial).unwrap();
            (local, spots, moran_permuted(&values, &neighbours, &keys, &trial).unwrap())
        })
    };
    assert_eq!(run(1), run(3));
}
