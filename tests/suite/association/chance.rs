//! What permutations say, beside moments, tails and the slow way.

use super::*;

#[test]
fn whole_map_permutations_agree_with_the_moments_of_randomisation() {
    let data = Oracle::of("columbus_crime");
    let (values, keys, neighbours) = (data.values("x"), data.keys(), data.neighbours().row_standardised());
    let trial = fixed(19_999, Alternative::TwoSided);
    let analytic = moran(&values, &neighbours, trial.alternative).unwrap();
    let deviate = analytic.randomisation.unwrap();
    let found = moran_permuted(&values, &neighbours, &keys, &trial).unwrap();
    assert!((found.mean - analytic.expectation).abs() < 5.0 * (deviate.variance / 2e4).sqrt());
    near(found.standard_deviation, deviate.variance.sqrt(), 0.03, "Moran");
    near(found.value, analytic.value, 1e-12, "Moran");
    assert_eq!(found.p, 2.0 / 20_000.0);

    let analytic = geary(&values, &neighbours, trial.alternative).unwrap();
    let found = geary_permuted(&values, &neighbours, &keys, &trial).unwrap();
    near(found.mean, 1.0, 0.005, "Geary");
    near(found.standard_deviation, analytic.randomisation.unwrap().variance.sqrt(), 0.03, "Geary");
    near(found.value, analytic.value, 1e-12, "Geary");

    let binary = data.neighbours();
    let analytic = general_g(&values, &binary, trial.alternative).unwrap();
    let found = general_g_permuted(&values, &binary, &keys, &trial).unwrap();
    near(found.mean, analytic.expectation, 0.005, "general G");
    near(found.standard_deviation, analytic.randomisation.unwrap().variance.sqrt(), 0.03, "general G");
    near(found.value, analytic.value, 1e-12, "general G");
}

fn found(local: &Local<LocalMoran>, level: f64) -> usize {
    local.areas.iter().flatten().filter(|area| area.test.p <= level).count()
}

#[test]
fn without_clusters_as_many_areas_are_unusual_as_the_level_says() {
    let neighbours = lattice(60).row_standardised();
    let keys: Vec<u64> = (0..3_600).map(|area| random::key(&area.to_string())).collect();
    let trials = [
        fixed(999, Alternative::TwoSided),
        fixed(999, Alternative::Greater),
        fixed(999, Alternative::Folded),
        Trial::default(),
    ];
    for trial in trials {
        let share = |seed| {
            let local = local_moran(&noise(3_600, seed), &neighbours, &keys, &trial).unwrap();
            found(&local, 0.05) as f64 / 3_600.0
        };
        let mean = (1..=4).map(share).sum::<f64>() / 4.0;
        // Standard error 0.0018 if areas were independent; neighbours are not quite.
        assert!((mean - 0.05).abs() < 0.007, "{trial:?}: {mean}");
    }
    // The direction chosen from the data doubles the findings.
    let directed = fixed(999, Alternative::Directed);
    let local = local_moran(&noise(3_600, 1), &neighbours, &keys, &directed).unwrap();
    assert!((found(&local, 0.05) as f64 / 3_600.0 - 0.1).abs() < 0.02);
}

#[test]
fn stopping_early_saves_permutations_and_agrees_with_making_them_all() {
    let neighbours = lattice(30).row_standardised();
    let keys: Vec<u64> = (0..900).collect();
    let values = noise(900, 4);
    let all = local_moran(&values, &neighbours, &keys, &fixed(9_999, Alternative::TwoSided)).unwrap();
    let adaptive = Permutations::Adaptive { exceedances: 20, at_most: 9_999 };
    let some =
        local_moran(&values, &neighbours, &keys, &Trial { permutations: adaptive, ..Trial::default() })
            .unwrap();
    let made: u32 = some.areas.iter().flatten().map(|area| area.test.permutations).sum();
    assert!(made < 900 * 600, "{made}");
    for (all, some) in all.areas.iter().flatten().zip(some.areas.iter().flatten()) {
        // The standard error is the p-value over √20; where there are fewer than 20, binomial.
        assert!(
            (all.test.p - some.test.p).abs() < 2.0 * all.test.p + 0.002,
            "{:?} {:?}",
            all.test,
            some.test
        );
    }
}

#[test]
fn the_tail_agrees_with_a_million_permutations() {
    let side = 40;
    let neighbours = lattice(side).row_standardised();
    let keys: Vec<u64> = (0..1_600).collect();
    let mut values = noise(1_600, 8);
    // A few planted clusters, from mild to strong.
    for (corner, height) in [(205, 1.5), (620, 2.0), (1_015, 2.5), (1_330, 3.0)] {
        for place in [corner, corner + 1, corner + side as usize, corner + side as usize + 1, corner - 1] {
            values[place] = Ok(height + 0.1 * (place % 7) as f64);
        }
    }
    let tail = local_moran(&values, &neighbours, &keys, &fixed(999, Alternative::Greater)).unwrap();
    let Reach::ByTail { areas } = tail.reach else { panic!("{:?}", tail.reach) };
    assert!(areas > 5, "{areas}");
    // Only the areas in question, each with a million permutations.
    let unusual: Vec<usize> =
        (0..1_600).filter(|&i| tail.areas[i].unwrap().test.basis == Basis::Tail).collect();
    let million = Trial { rate: 1.0, ..fixed(1_000_000, Alternative::Greater) };
    let lists = |i: usize| if unusual.contains(&i) { neighbours.of(i).collect() } else { vec![] };
    let only = Neighbours::from_weighted((0..1_600).map(lists).collect()).unwrap();
    let counted = local_moran(&values, &only, &keys, &million).unwrap();
    for &i in &unusual {
        let (p, counted) = (tail.areas[i].unwrap().test.p, counted.areas[i].unwrap().test.p);
        let error = (p / 1e6).sqrt();
        assert!((p - counted).abs() < 4.0 * error + 2e-6 + 0.01 * p, "{i}: {p} is not {counted}");
        assert!(p > counted - 4.0 * error - 2e-6);
    }
}

/// One permutation after another, every neighbour drawn from a list of the others: the slow way.
#[must_use]
fn plain(values: &[f64], neighbours: &Neighbours, permutations: u32, seed: u64) -> Vec<f64> {
    use rand::Rng;
    let n = values.len();
    let mean = values.iter().sum::<f64>() / n as f64;
    let sum = |neighbours: &mut dyn Iterator<Item = (usize, f64)>| {
        neighbours.map(|(j, weight)| weight * (values[j] - mean)).sum::<f64>()
    };
    let p = |area: usize| {
        let mut random = random::stream(seed, area as u64);
        let own = values[area] - mean;
        let observed = own * sum(&mut neighbours.of(area).map(|(j, weight)| (j as usize, weight)));
        let mut others: Vec<usize> = (0..n).filter(|&other| other != area).collect();
        let (mut up, mut low) = (0_u32, 0_u32);
        for _ in 0..permutations {
            let k = neighbours.members(area).len();
            for place in 0..k {
                others.swap(place, place + (random.next_u64() % (n - 1 - place) as u64) as usize);
            }
            let drawn = neighbours.weights(area).iter().zip(&others).map(|(weight, &other)| (other, *weight));
            let simulated = own * sum(&mut drawn.into_iter());
            up += u32::from(simulated >= observed - 1e-10);
            low += u32::from(simulated <= observed + 1e-10);
        }
        (2.0 * f64::from(up.min(low) + 1) / f64::from(permutations + 1)).min(1.0)
    };
    (0..n).map(p).collect()
}

#[test]
fn permutations_side_by_side_agree_with_one_after_another() {
    let data = Oracle::of("columbus_crime");
    let neighbours = data.neighbours().row_standardised();
    let slow = plain(&data.numbers("x"), &neighbours, 9_999, 1);
    let trial = Trial { rate: 1.0, ..fixed(9_999, Alternative::TwoSided) };
    let fast = local_moran(&data.values("x"), &neighbours, &data.keys(), &trial).unwrap();
    for (slow, fast) in slow.into_iter().zip(fast.areas) {
        let p = fast.unwrap().test.p;
        assert!((p - slow).abs() < 6.0 * (2.0 * p / 1e4).sqrt() + 1e-3, "{p} is not {slow}");
    }
}
