mod planted;
mod refused;
mod twin;

use proptest::prelude::*;
use rand::RngExt;
use rand_pcg::Pcg64;

use super::*;
use crate::join::near_areas::{Ground, Reach, circles, shaped};
use crate::windows::{Members, Shape};
use twin::Plain;

/// A made-up map.
#[derive(Debug, Clone)]
struct Map {
    centres: Vec<[f64; 2]>,
    keys: Vec<u64>,
    people: Vec<f64>,
    expected: Vec<f64>,
    observed: Vec<f64>,
    periods: usize,
}

impl Map {
    /// Areas strewn at random, about `events` events in each cell.
    fn strewn(areas: usize, periods: usize, events: f64, seed: u64) -> Self {
        let mut random = Pcg64::new(u128::from(seed), 7);
        let mut between = |low: f64, high: f64| random.random_range(low..high);
        let centres = (0..areas).map(|_| [between(0.0, 1e4), between(0.0, 1e4)]).collect();
        let people = (0..areas).map(|_| between(500.0, 2500.0).round()).collect();
        let expected: Vec<f64> = (0..areas * periods).map(|_| events * between(0.5, 1.5)).collect();
        let observed = expected.iter().map(|mean| (mean * between(0.4, 1.6)).round()).collect();
        let keys = (0..areas as u64).map(|area| 1000 + area * 37 % 1009).collect();
        Self { centres, keys, people, expected, observed, periods }
    }

    fn ground(&self) -> Ground<'_> {
        Ground { centres: &self.centres, keys: &self.keys, people: &self.people }
    }

    fn given(&self) -> Observation<'_> {
        let counts = Counts::Poisson { observed: &self.observed, expected: &self.expected };
        Observation { keys: &self.keys, people: &self.people, periods: self.periods, counts }
    }

    fn windows(&self, share: f64) -> [Windows; 1] {
        [circles(&self.ground(), Reach { largest_share: share, largest_radius_m: None }).expect("windows")]
    }

    fn scan(&self, settings: &Settings) -> Scan {
        scan(&self.given(), &self.windows(0.5), settings, None).expect("a scan")
    }

    /// The same map, its areas in another order.
    fn reordered(&self, order: &[usize]) -> Self {
        let cells = |values: &[f64]| -> Vec<f64> {
            order
                .iter()
                .flat_map(|&area| values[area * self.periods..(area + 1) * self.periods].to_vec())
                .collect()
        };
        Self {
            centres: order.iter().map(|&area| self.centres[area]).collect(),
            keys: order.iter().map(|&area| self.keys[area]).collect(),
            people: order.iter().map(|&area| self.people[area]).collect(),
            expected: cells(&self.expected),
            observed: cells(&self.observed),
            periods: self.periods,
        }
    }
}

fn settings(looking: Looking, replications: u32) -> Settings {
    Settings { looking, replications, most_clusters: usize::MAX, ..Settings::default() }
}

/// The quick scan and the plain loops find the same clusters and the same highest statistics.
fn same_as_plain(map: &Map, counts: Counts<'_>, shapes: &[Shape], share: f64, settings: Settings) {
    let given = Observation { counts, ..map.given() };
    let reach = Reach { largest_share: share, largest_radius_m: None };
    let windows = shaped(&map.ground(), reach, shapes).expect("windows");
    let found = scan(&given, &windows, &settings, None).expect("a scan");
    let plain = Plain { centres: &map.centres, given, shapes, share, settings };
    let expected = plain.clusters();
    assert_eq!(found.clusters.len(), expected.len());
    for (cluster, zone) in found.clusters.iter().zip(&expected) {
        assert!((cluster.statistic - zone.statistic).abs() < 1e-7, "{cluster:?} is not {zone:?}");
        let mut areas = cluster.areas.clone();
        areas.sort_unstable();
        assert_eq!(
            (areas, cluster.periods.start, cluster.periods.end),
            (zone.areas.clone(), zone.periods.0, zone.periods.1)
        );
    }
    for (quick, plain) in found.replications.iter().zip(plain.replications()) {
        assert!((quick - plain).abs() < 1e-7, "{quick} is not {plain}");
    }
}

#[test]
fn plain_loops_find_the_same_low_high_and_both() {
    let map = Map::strewn(60, 1, 12.0, 3);
    for looking in [Looking::Low, Looking::High, Looking::Both] {
        same_as_plain(&map, map.given().counts, &[Shape::CIRCLE], 0.5, settings(looking, 40));
    }
}

#[test]
fn plain_loops_find_the_same_in_windows_of_many_areas() {
    let map = Map::strewn(220, 1, 30.0, 16);
    for looking in [Looking::Low, Looking::High] {
        same_as_plain(&map, map.given().counts, &[Shape::CIRCLE], 0.5, settings(looking, 40));
    }
}

#[test]
fn windows_that_need_four_bytes_for_each_member_find_the_same() {
    let map = Map::strewn(80, 1, 12.0, 17);
    let [narrow] = map.windows(0.5);
    let Members::Narrow(members) = narrow.members() else { panic!("few areas have narrow windows") };
    let wide = members.iter().map(|list| list.iter().map(|place| u32::from(*place)).collect()).collect();
    let unfinished = (0..80).map(|place| narrow.unfinished(place).into()).collect();
    let wide = Windows::new(Shape::CIRCLE, narrow.areas().to_vec(), Members::Wide(wide), unfinished);
    assert_eq!(wide.total_members(), narrow.total_members());
    let settings = settings(Looking::Both, 40);
    let found = |windows| scan(&map.given(), &[windows], &settings, None).expect("a scan");
    assert_eq!(found(wide), found(narrow));
}

#[test]
fn plain_loops_find_the_same_with_rare_and_with_very_many_events() {
    for events in [0.3, 20_000.0] {
        let map = Map::strewn(50, 1, events, 4);
        same_as_plain(&map, map.given().counts, &[Shape::CIRCLE], 0.3, settings(Looking::Both, 33));
    }
}

#[test]
fn plain_loops_find_the_same_ellipses() {
    let map = Map::strewn(25, 1, 9.0, 5);
    same_as_plain(&map, map.given().counts, &Shape::usual(), 0.4, settings(Looking::Low, 5));
}

#[test]
fn plain_loops_find_the_same_among_cases_and_people() {
    let map = Map::strewn(50, 1, 12.0, 6);
    let counts = Counts::Bernoulli { cases: &map.observed, people: &map.people };
    same_as_plain(&map, counts, &[Shape::CIRCLE], 0.5, settings(Looking::Both, 20));
    let most: Vec<f64> = map.people.iter().map(|people| (people * 0.8).round()).collect();
    let counts = Counts::Bernoulli { cases: &most, people: &map.people };
    same_as_plain(&map, counts, &[Shape::CIRCLE], 0.5, settings(Looking::Both, 20));
}

#[test]
fn plain_loops_find_the_same_in_space_and_time() {
    let map = Map::strewn(30, 6, 5.0, 7);
    for looking in [Looking::Low, Looking::High] {
        same_as_plain(&map, map.given().counts, &[Shape::CIRCLE], 0.5, settings(looking, 10));
    }
}

#[test]
fn plain_loops_find_the_same_where_many_areas_are_equally_far() {
    let mut map = Map::strewn(49, 1, 10.0, 8);
    map.centres = (0..49).map(|i| [f64::from(i % 7) * 100.0, f64::from(i / 7) * 100.0]).collect();
    map.centres[48] = map.centres[0];
    same_as_plain(&map, map.given().counts, &[Shape::CIRCLE], 0.5, settings(Looking::Both, 20));
}

#[test]
fn a_run_on_one_thread_and_on_three_is_the_same() {
    let map = Map::strewn(120, 1, 8.0, 9);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| map.scan(&settings(Looking::Low, 150)))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn an_early_end_keeps_the_replications_made_so_far() {
    let map = Map::strewn(60, 1, 12.0, 10);
    let mut observed = map.expected.clone();
    observed.iter_mut().for_each(|count| *count = count.round());
    let map = Map { observed, ..map };
    let all = map.scan(&settings(Looking::High, 500));
    let early = map.scan(&Settings { enough_exceedances: Some(10), ..settings(Looking::High, 500) });
    let made = early.replications.len();
    assert!(early.ended_early && made < 500);
    assert_eq!(early.replications, all.replications[..made]);
    assert_eq!(early.clusters[0].p_value, 10.0 / made as f64);
    let reached = |ratio: &&f64| **ratio >= early.clusters[0].statistic;
    assert_eq!(early.replications.iter().filter(reached).count(), 10);
    assert!(early.replications[made - 1] >= early.clusters[0].statistic);
}

#[test]
fn a_cluster_in_time_lasts_as_long_as_it_was_planted() {
    let mut map = Map::strewn(40, 12, 20.0, 12);
    map.observed = map.expected.iter().map(|mean| mean.round()).collect();
    let planted = map.windows(0.5)[0].nearest(0, 6);
    for area in &planted {
        (4..7).for_each(|period| map.observed[area * 12 + period] *= 2.0);
    }
    let found = map.scan(&settings(Looking::High, 99));
    assert_eq!(found.clusters[0].periods, 4..7);
    let mut areas = found.clusters[0].areas.clone();
    areas.sort_unstable();
    let mut planted = planted;
    planted.sort_unstable();
    assert_eq!(areas, planted);
    assert_eq!(found.clusters[0].p_value, 0.01);
}

#[test]
fn counts_that_are_not_whole_are_kept() {
    let mut map = Map::strewn(40, 1, 12.0, 13);
    let whole = map.scan(&settings(Looking::High, 20));
    map.observed.iter_mut().for_each(|count| *count += 0.01);
    let fractional = map.scan(&settings(Looking::High, 20));
    assert!((fractional.events - whole.events - 0.4).abs() < 1e-9);
    assert_eq!(fractional.replications, whole.replications);
    let apart = fractional.clusters[0].statistic - whole.clusters[0].statistic;
    assert!(apart != 0.0 && apart.abs() < 0.1);
}

#[test]
fn gini_prefers_the_small_clusters_that_hold_the_events() {
    // Two pairs of areas with three times the events, far apart, in a row of twenty.
    let mut map = Map::strewn(20, 1, 50.0, 14);
    map.centres = (0..20).map(|i| [f64::from(i) + 0.001 * f64::from(i * i), 0.0]).collect();
    (map.people, map.expected) = (vec![100.0; 20], vec![50.0; 20]);
    map.observed = vec![30.0; 20];
    [4, 5, 10, 11].iter().for_each(|&area| map.observed[area] = 150.0);
    let shares = Shares { shares: vec![0.1, 0.4, 0.5], level: 0.05 };
    let found =
        scan(&map.given(), &map.windows(0.5), &settings(Looking::High, 99), Some(&shares)).expect("a scan");
    let best = found.best_collection.expect("clusters");
    assert_eq!((best.largest_share, best.clusters.len()), (0.1, 2));
    // 600 of 1,080 events in one fifth of those expected.
    assert!((best.gini - (600.0 / 1080.0 - 0.2)).abs() < 1e-9, "{}", best.gini);
    let all = scan(&map.given(), &map.windows(0.5), &settings(Looking::High, 99), None).expect("a scan");
    assert_eq!((all.best_collection, &all.clusters), (None, &found.clusters));
}

#[test]
fn relative_risks_of_areas_compare_each_with_all_others() {
    let mut map = Map::strewn(4, 1, 10.0, 15);
    (map.expected, map.observed) = (vec![10.0; 4], vec![20.0, 0.0, 10.0, 10.0]);
    let found = map.scan(&settings(Looking::Both, 9));
    let risks: Vec<f64> = found.relative_risks.iter().map(|risk| risk.expect("a risk")).collect();
    assert!((risks[0] - 3.0).abs() < 1e-12 && risks[1] == 0.0 && (risks[2] - 1.0).abs() < 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_areas_changes_nothing(seed in 0_u64..1000, order in Just((0..30).collect::<Vec<usize>>()).prop_shuffle()) {
        let map = Map::strewn(30, 2, 6.0, seed);
        let other = map.reordered(&order);
        let settings = settings(Looking::Both, 32);
        let (one, two) = (map.scan(&settings), other.scan(&settings));
        prop_assert_eq!(&one.replications, &two.replications);
        prop_assert_eq!(one.clusters.len(), two.clusters.len());
        for (a, b) in one.clusters.iter().zip(&two.clusters) {
            let named: Vec<usize> = b.areas.iter().map(|&area| order[area]).collect();
            prop_assert_eq!(&a.areas, &named);
            prop_assert_eq!(a.statistic, b.statistic);
            prop_assert_eq!(a.p_value, b.p_value);
        }
    }

    #[test]
    fn shifting_and_turning_the_plane_changes_nothing(seed in 0_u64..1000, degrees in 0.0_f64..360.0, shift in -1e5_f64..1e5) {
        let map = Map::strewn(30, 1, 6.0, seed);
        let turn = degrees.to_radians().sin_cos();
        let centres = map.centres.iter().map(|[x, y]| [x * turn.1 - y * turn.0 + shift, x * turn.0 + y * turn.1 - shift]);
        let other = Map { centres: centres.collect(), ..map.clone() };
        let settings = settings(Looking::High, 32);
        let (one, two) = (map.scan(&settings), other.scan(&settings));
        prop_assert_eq!(one, two);
    }

    #[test]
    fn multiplying_what_is_expected_changes_next_to_nothing(seed in 0_u64..1000, factor in 0.01_f64..100.0) {
        let map = Map::strewn(30, 1, 6.0, seed);
        let expected = map.expected.iter().map(|expected| expected * factor).collect();
        let other = Map { expected, ..map.clone() };
        let (one, two) = (map.scan(&settings(Looking::Low, 1)), other.scan(&settings(Looking::Low, 1)));
        for (a, b) in one.clusters.iter().zip(&two.clusters) {
            prop_assert!((a.statistic - b.statistic).abs() < 1e-9);
            prop_assert_eq!(&a.areas, &b.areas);
        }
    }
}
