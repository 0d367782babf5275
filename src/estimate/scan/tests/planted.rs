//! Clusters that were planted are found, and none where none was.

use rand_distr::{Binomial, Distribution, Gamma, Poisson};

use super::*;

const LEVEL: f64 = 0.05;

fn p_of_first(found: &Scan) -> f64 {
    found.clusters.first().map_or(1.0, |cluster| cluster.p_value)
}

/// The map with counts as if there were no cluster.
fn without_cluster(mut map: Map, run: u64) -> Map {
    let cells = Cells::of(&map.given()).expect("counts");
    map.observed.fill(0.0);
    Lots::new(&cells.null, &map.keys, map.periods, run)
        .draw(0, |cell, count| map.observed[cell] = f64::from(count));
    map
}

/// Alarms at p ≤ 0.05 are as many as chance allows: 99 replications, 200 maps.
#[test]
fn false_alarms_keep_to_the_level() {
    let map = Map::strewn(40, 1, 20.0, 11);
    let windows = map.windows(0.5);
    let p_values: Vec<f64> = (0..200)
        .map(|run| {
            let map = without_cluster(map.clone(), 999 + run);
            let settings = Settings { seed: run, ..settings(Looking::Low, 99) };
            p_of_first(&scan(&map.given(), &windows, &settings, None).expect("a scan"))
        })
        .collect();
    let alarms = p_values.iter().filter(|p| **p <= LEVEL).count();
    // Binomial, 200 runs at 0.05: 3 to 18 in all but one of a hundred cases. Mean of p 0.505, standard error 0.02.
    assert!((3..=18).contains(&alarms), "{alarms} alarms");
    let mean = p_values.iter().sum::<f64>() / 200.0;
    assert!((mean - 0.505).abs() < 0.06, "mean p {mean}");
}

/// Areas that differ by a sixth for reasons of their own: Poisson counts of a rate drawn from a gamma distribution.
fn with_own_rates(map: &Map, run: u64) -> Map {
    let mut random = Pcg64::new(u128::from(run), 40);
    let own = Gamma::new(40.0, 1.0 / 40.0).expect("a distribution");
    let mut draw = |mean: f64| {
        let rate = mean * own.sample(&mut random);
        Poisson::new(rate).expect("a distribution").sample(&mut random)
    };
    Map { observed: map.expected.iter().map(|mean| draw(*mean)).collect(), ..map.clone() }
}

/// Both counts divided by how many times chance the areas vary (Zhang, Zhang and Lin 2012,
/// <https://doi.org/10.1002/sim.4404>).
fn divided_by_dispersion(map: &Map) -> Map {
    let scale = map.observed.iter().sum::<f64>() / map.expected.iter().sum::<f64>();
    let square = |(o, e): (&f64, &f64)| (o - e * scale).powi(2) / (e * scale);
    let squares: f64 = map.observed.iter().zip(&map.expected).map(square).sum();
    let dispersion = squares / (map.observed.len() - 1) as f64;
    let divided = |values: &[f64]| values.iter().map(|value| value / dispersion).collect();
    Map { observed: divided(&map.observed), expected: divided(&map.expected), ..map.clone() }
}

#[test]
fn areas_that_differ_raise_alarms_unless_counts_are_divided_by_their_dispersion() {
    let map = Map::strewn(40, 1, 60.0, 21);
    let windows = map.windows(0.5);
    let alarms = |change: fn(&Map) -> Map| {
        let p = |run| {
            let map = change(&with_own_rates(&map, run));
            p_of_first(&scan(&map.given(), &windows, &settings(Looking::Low, 99), None).expect("a scan"))
        };
        (0..200).filter(|&run| p(run) <= LEVEL).count()
    };
    let (plain, divided) = (alarms(Map::clone), alarms(divided_by_dispersion));
    assert!(plain > 60 && divided <= 18, "{plain} and {divided} alarms in 200 maps");
}

/// Areas planted, found, and both.
type Marks = [f64; 3];

/// A cluster of 8 to 15 of 400 areas in which only 40 to 65 % of the events are left.
fn planted_and_found(seed: u64) -> Marks {
    let map = Map::strewn(400, 1, 25.0, 100 + seed);
    let windows = map.windows(0.1);
    let mut map = without_cluster(map, seed);
    let mut random = Pcg64::new(u128::from(seed), 65);
    let planted = windows[0].nearest(20 * seed as usize, random.random_range(8..16));
    let left = random.random_range(0.4..0.65);
    for &area in &planted {
        let thinned = Binomial::new(map.observed[area] as u64, left).expect("a distribution");
        map.observed[area] = thinned.sample(&mut random) as f64;
    }
    let found = scan(&map.given(), &windows, &settings(Looking::Low, 99), None).expect("a scan");
    assert!(p_of_first(&found) <= LEVEL, "seed {seed}: p {}", p_of_first(&found));
    let unusual = found.clusters.iter().filter(|cluster| cluster.p_value <= LEVEL);
    let found: Vec<usize> = unusual.flat_map(|cluster| cluster.areas.clone()).collect();
    let both = found.iter().filter(|area| planted.contains(area)).count();
    [planted.len(), found.len(), both].map(|count| count as f64)
}

#[test]
fn planted_clusters_are_found_in_all_of_20_maps() {
    let marks: Vec<Marks> = (0..20).map(planted_and_found).collect();
    let sum = |place: usize| marks.iter().map(|marks| marks[place]).sum::<f64>();
    let (recall, precision) = (sum(2) / sum(0), sum(2) / sum(1));
    assert!(recall > 0.9 && precision > 0.85, "recall {recall}, precision {precision}");
}
