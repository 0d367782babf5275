//! Joining: the area a point lies in, by the index beside a plain loop; and codes moved by a look-up.

use divan::{Bencher, black_box};
use geo::{Contains, Coord, MultiPolygon, Point, Polygon};
use rand::RngExt;
use rand_pcg::Pcg64;
use reachgap::area::{Area, AreaCode, AreaSet, Geography};
use reachgap::join::crosswalk::Crosswalk;
use reachgap::join::place::{NOWHERE, PlaceIndex};
use reachgap::join::route::{Landing, Routes};
use reachgap::read::lookup::Pair;
use rustc_hash::{FxHashMap, FxHashSet};

fn main() {
    divan::main();
}

fn random() -> Pcg64 {
    Pcg64::new(20_240_601, 0x0a02_bdbf_7bb3_c0a7_ac28_fa16_a64a_bf96)
}

/// A square country of `side` × `side` areas, each with a wavy border of eighty points.
fn country(side: usize) -> Vec<MultiPolygon<f64>> {
    let area = |x: usize, y: usize| {
        let (south, north) = (edge(x, y), edge(x, y + 1));
        let (west, east) = (edge(y, x).map(swapped), edge(y, x + 1).map(swapped));
        let ring = south.chain(east).chain(north.rev()).chain(west.rev());
        MultiPolygon(vec![Polygon::new(ring.collect(), Vec::new())])
    };
    (0..side * side).map(|i| area(i % side, i / side)).collect()
}

/// The points along one side of an area, from one corner to the next.
fn edge(from: usize, lane: usize) -> impl DoubleEndedIterator<Item = Coord> {
    let (from, lane) = (from as f64, lane as f64);
    (0..=20).map(move |step| {
        let t = f64::from(step) / 20.0;
        let wave = if step % 20 == 0 { 0.0 } else { 0.1 * (std::f64::consts::TAU * t).sin() };
        Coord { x: from + t, y: lane + wave * (1.7 * lane).cos() }
    })
}

fn swapped(point: Coord) -> Coord {
    Coord { x: point.y, y: point.x }
}

fn points(count: usize, side: usize) -> (Vec<f64>, Vec<f64>) {
    let mut random = random();
    (0..count).map(|_| (random.random_range(0.0..side as f64), random.random_range(0.0..side as f64))).unzip()
}

/// The first area that holds each point, looking through all of them.
fn plain_loop(areas: &[MultiPolygon<f64>], xs: &[f64], ys: &[f64]) -> Vec<u32> {
    let place = |(x, y): (&f64, &f64)| {
        let found = areas.iter().position(|area| area.contains(&Point::new(*x, *y)));
        found.map_or(NOWHERE, |area| area as u32)
    };
    xs.iter().zip(ys).map(place).collect()
}

const SIDE: usize = 30;
const POINTS: usize = 2000;

#[divan::bench]
fn point_in_area_by_plain_loop(bencher: Bencher) {
    let (areas, (xs, ys)) = (country(SIDE), points(POINTS, SIDE));
    assert_eq!(plain_loop(&areas, &xs, &ys), PlaceIndex::new(&areas).locate_all(&xs, &ys));
    bencher.bench(|| plain_loop(black_box(&areas), &xs, &ys));
}

#[divan::bench]
fn point_in_area_by_index(bencher: Bencher) {
    let (areas, (xs, ys)) = (country(SIDE), points(POINTS, SIDE));
    let index = PlaceIndex::new(&areas);
    assert_eq!(index.locate_all(&xs, &ys), plain_loop(&areas, &xs, &ys));
    bencher.bench(|| black_box(&index).locate_all(&xs, &ys));
}

#[divan::bench]
fn index_of_33_856_areas(bencher: Bencher) {
    let areas = country(184);
    let middle = |index: &PlaceIndex| index.locate(92.5, 92.5);
    assert_eq!(middle(&PlaceIndex::new(&areas)), Some(92 * 184 + 92));
    bencher.bench(|| PlaceIndex::new(black_box(&areas)));
}

#[divan::bench(args = [10_000, 100_000, 1_000_000])]
fn points_in_33_856_areas(bencher: Bencher, count: usize) {
    let (areas, (xs, ys)) = (country(184), points(count, 184));
    let index = PlaceIndex::new(&areas);
    let placed = index.locate_all(&xs, &ys);
    assert!(
        placed.iter().zip(xs.iter().zip(&ys)).all(|(area, (x, y))| {
            *area == NOWHERE || areas[*area as usize].contains(&Point::new(*x, *y))
        })
    );
    bencher.bench(|| black_box(&index).locate_all(&xs, &ys));
}

fn code(letter: char, number: usize) -> AreaCode {
    AreaCode::parse(&format!("{letter}{number:08}")).expect("a letter and digits are a code")
}

/// Areas of which every twentieth is new: of two old ones, or one of two parts of an old one.
fn look_up(areas: usize) -> (Routes, Vec<AreaCode>) {
    let pair = |from: usize, to: usize| Pair { from: code('A', from), to: code('B', to), share: None };
    let pairs: Vec<Pair> = (0..areas)
        .flat_map(|i| match i % 20 {
            0 => vec![pair(i, i), pair(i, i + 1)],
            1 => vec![pair(i, i + 1)],
            _ => vec![pair(i, i)],
        })
        .collect();
    let people: FxHashMap<AreaCode, f64> = (0..=areas).map(|i| (code('B', i), 1000.0 + i as f64)).collect();
    let walk = Crosswalk::new(Geography::named("old"), Geography::named("new"), &pairs, &people);
    let area =
        |i: usize| (Area { code: code('B', i), name: String::new(), authority: 0 }, MultiPolygon(vec![]));
    let set = AreaSet::new(Geography::named("new"), Vec::new(), (0..=areas).map(area).collect());
    let set = set.expect("every code once");
    (Routes::new(&set, &FxHashSet::default(), &[walk]), (0..areas).map(|i| code('A', i)).collect())
}

/// A hundred people of each old area, moved to the new ones.
fn moved(routes: &Routes, codes: &[AreaCode], areas: usize) -> Vec<f64> {
    let route = routes.from(&Geography::named("old")).expect("the look-up gives a route");
    let mut people = vec![0.0; areas + 1];
    for code in codes {
        if let Landing::Areas(shares) = route.landing(code) {
            shares.iter().for_each(|(area, share)| people[*area as usize] += 100.0 * share);
        }
    }
    people
}

#[divan::bench(args = [3_376, 33_760])]
fn people_moved_by_look_up(bencher: Bencher, areas: usize) {
    let (routes, codes) = look_up(areas);
    let total: f64 = moved(&routes, &codes, areas).iter().sum();
    assert!((total - 100.0 * areas as f64).abs() < 1e-6, "nobody is lost: {total}");
    bencher.bench(|| moved(black_box(&routes), &codes, areas));
}
