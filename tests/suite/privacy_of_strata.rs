//! An intruder reads standardised reach beside the plain counts, and what the place's own rates expect of every area.
//! Each is an equation about how many people of each age were reached where.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use tempfile::TempDir;

use crate::hidden_place::HiddenPlace;
use crate::outputs::{number, reachgap, table};

const BANDS: [&str; 3] = ["4-6", "7-9", "10-12"];
/// Eligible people of each band, by area.
const ELIGIBLE: [[u32; 3]; 12] = [
    [40, 55, 31],
    [52, 37, 44],
    [35, 61, 50],
    [60, 42, 38],
    [47, 33, 57],
    [58, 49, 36],
    [39, 45, 62],
    [44, 58, 41],
    [63, 40, 52],
    [36, 51, 45],
    [55, 46, 34],
    [42, 38, 59],
];
/// People reached of each band, by area: three of them few in one band, one with few people at all.
const REACHED: [[u32; 3]; 12] = [
    [3, 20, 12],
    [15, 12, 18],
    [11, 22, 9],
    [20, 2, 14],
    [14, 10, 21],
    [17, 16, 8],
    [12, 14, 25],
    [2, 0, 1],
    [19, 13, 17],
    [9, 18, 15],
    [16, 11, 6],
    [13, 12, 4],
];

/// One area as it is published.
#[derive(Debug)]
struct Area {
    reached: Option<f64>,
    expected: f64,
    /// Standardised reach with its limits.
    standardised: Option<[f64; 3]>,
}

struct Published {
    _folder: TempDir,
    areas: Vec<Area>,
    threshold: f64,
    zeros_shown: bool,
}

fn publish(reached: &[[u32; 3]; 12], rule: &'static str) -> Published {
    let folder = tempfile::tempdir().unwrap();
    write(reached, rule, folder.path());
    reachgap(folder.path(), &["run", "assessment.toml", "--quiet"]);
    let rows = table(&folder.path().join("reachgap-output"), "reach_mentoring_equal_reach");
    let areas = rows.iter().map(|row| {
        let columns = ["reach_standardised", "reach_standardised_lower", "reach_standardised_upper"];
        let figures = columns.map(|column| number(row, column));
        Area {
            reached: number(row, "reached"),
            expected: number(row, "expected").unwrap(),
            standardised: figures[0].map(|value| [value, figures[1].unwrap(), figures[2].unwrap()]),
        }
    });
    let threshold = if rule.contains("10") { 10.0 } else { 5.0 };
    Published { areas: areas.collect(), _folder: folder, threshold, zeros_shown: !rule.contains("suppress") }
}

fn write(reached: &[[u32; 3]; 12], rule: &'static str, folder: &Path) {
    let totals = reached.map(|of_bands| of_bands.iter().sum());
    let place = HiddenPlace { rule, ..HiddenPlace::of(&totals) };
    place.write(folder);
    let (mut people, mut records) =
        ("code,age,people\n".to_owned(), "person,date,status,code,group,age\n".to_owned());
    for area in 0..=reached.len() {
        let code = HiddenPlace::code(area);
        for (band, name) in BANDS.iter().enumerate() {
            let eligible = ELIGIBLE.get(area).map_or(30, |of_bands| of_bands[band]);
            writeln!(people, "{code},{name},{eligible}").unwrap();
            for person in 0..reached.get(area).map_or(0, |of_bands| of_bands[band]) {
                let group = if person % 3 == 0 { "Beta" } else { "Alpha" };
                let day = 1 + person % 28;
                let age = 5 + 3 * band;
                writeln!(records, "p{area}-{band}-{person},2025-03-{day:02},engaged,{code},{group},{age}")
                    .unwrap();
            }
        }
    }
    fs::write(folder.join("people.csv"), people).unwrap();
    fs::write(folder.join("mentoring.csv"), records).unwrap();
    let file: PathBuf = folder.join("assessment.toml");
    let text = fs::read_to_string(&file).unwrap();
    let text = text
        .replace(
            "count = \"people\"\n",
            "count = \"people\"\nage = \"age\"\nages = \"4-12\"\nage_bands = [\"4-6\", \"7-9\", \"10-12\"]\n",
        )
        .replace("status = \"status\"\n", "status = \"status\"\nage = \"age\"\n")
        .replace("covariates = [\"imd\"]\n", "covariates = [\"imd\"]\nstandardise = [\"age\"]\n");
    fs::write(file, text).unwrap();
}

fn of_place(band: usize) -> f64 {
    ELIGIBLE.iter().map(|of_bands| f64::from(of_bands[band])).sum()
}

/// Byar's limits of a count, at 95 % confidence.
fn byar(count: f64) -> [f64; 2] {
    let z = 1.959_963_984_540_054;
    let at = |n: f64, z: f64| n * (1.0 - 1.0 / (9.0 * n) + z / (3.0 * n.sqrt())).powi(3);
    [at(count, -z), at(count + 1.0, z)]
}

/// Every set of strata of an area that agrees with its count and its standardised reach, limits and all.
fn agreeing(area: usize, count: f64, published: [f64; 3]) -> Vec<[u32; 3]> {
    let of = ELIGIBLE[area];
    let weights = [0, 1, 2].map(of_place);
    let sum: f64 = weights.iter().sum();
    let limits = byar(count);
    let mut found = Vec::new();
    for a in 0..=of[0] {
        for b in 0..=of[1] {
            let c = count - f64::from(a + b);
            if c < 0.0 || c > f64::from(of[2]) {
                continue;
            }
            let events = [f64::from(a), f64::from(b), c];
            let part =
                |band: usize, power: i32| (weights[band] / f64::from(of[band])).powi(power) * events[band];
            let rate = [0, 1, 2].map(|band| part(band, 1)).iter().sum::<f64>() / sum;
            let step = ([0, 1, 2].map(|band| part(band, 2)).iter().sum::<f64>() / count).sqrt() / sum;
            let figures = [rate, rate + step * (limits[0] - count), rate + step * (limits[1] - count)];
            if figures.iter().zip(published).all(|(figure, shown)| (figure - shown).abs() <= 0.000_050_01) {
                found.push([a, b, c as u32]);
            }
        }
    }
    found
}

/// The range of every stratum of every area that agrees with all that is published.
fn attack(published: &Published) -> Vec<[(f64, f64); 3]> {
    let mut problem = Variables::new(published);
    let all = || (0..12).flat_map(|area| (0..3).map(move |band| (area, band)));
    let mut ranges = vec![[(0.0, 0.0); 3]; 12];
    for (area, band) in all() {
        ranges[area][band] = problem.range(area, band);
    }
    ranges
}

/// Unknowns with what each counts for, and between which numbers their sum lies.
type Condition = (Vec<(usize, f64)>, f64, f64);

/// The strata of every area as unknowns, and what is published as conditions on them.
struct Variables {
    bounds: Vec<[(f64, f64); 3]>,
    conditions: Vec<Condition>,
}

impl Variables {
    fn new(published: &Published) -> Self {
        let mut own = Self { bounds: Vec::new(), conditions: Vec::new() };
        for (at, area) in published.areas.iter().enumerate() {
            let mut bounds = ELIGIBLE[at].map(|n| (0.0, f64::from(n)));
            let cells = [0, 1, 2].map(|band| (3 * at + band, 1.0)).to_vec();
            if let Some(reached) = area.reached {
                own.conditions.push((cells, reached, reached));
            } else if published.zeros_shown {
                own.conditions.push((cells, 1.0, f64::INFINITY));
            }
            if let (Some(reached), Some(figures)) = (area.reached, area.standardised) {
                let sets = agreeing(at, reached, figures);
                assert!(!sets.is_empty(), "nothing agrees with {area:?}");
                for (band, bound) in bounds.iter_mut().enumerate() {
                    let of_band = || sets.iter().map(|set| f64::from(set[band]));
                    *bound = (of_band().fold(f64::INFINITY, f64::min), of_band().fold(0.0, f64::max));
                }
            }
            own.bounds.push(bounds);
            // What is expected: the eligible people of each band times the place's own rate, which is all
            // the people reached of the band over all its eligible people.
            let rate = |cell: usize| f64::from(ELIGIBLE[at][cell % 3]) / of_place(cell % 3);
            let terms = (0..36).map(|cell| (cell, rate(cell))).collect();
            own.conditions.push((terms, area.expected - 0.050_001, area.expected + 0.050_001));
        }
        own
    }

    /// The whole numbers between which one stratum of one area must lie.
    fn range(&mut self, area: usize, band: usize) -> (f64, f64) {
        let ends = [OptimizationDirection::Minimize, OptimizationDirection::Maximize].map(|direction| {
            let mut problem = Problem::new(direction);
            let gain = |a: usize, b: usize| if (a, b) == (area, band) { 1.0 } else { 0.0 };
            let cells: Vec<Variable> = (0..36)
                .map(|cell| problem.add_var(gain(cell / 3, cell % 3), self.bounds[cell / 3][cell % 3]))
                .collect();
            for (terms, least, most) in &self.conditions {
                let terms: Vec<(Variable, f64)> = terms.iter().map(|(c, by)| (cells[*c], *by)).collect();
                problem.add_constraint(terms.clone(), ComparisonOp::Ge, *least);
                if most.is_finite() {
                    problem.add_constraint(terms, ComparisonOp::Le, *most);
                }
            }
            problem.solve().unwrap().into_solution().unwrap().objective()
        });
        let range = ((ends[0] - 1e-6).ceil(), (ends[1] + 1e-6).floor());
        self.bounds[area][band] = range;
        range
    }
}

fn is_small(count: u32, published: &Published) -> bool {
    f64::from(count) < published.threshold && (count > 0 || !published.zeros_shown)
}

/// What `attack` finds that the rule forbids.
fn leaks(reached: &[[u32; 3]; 12], published: &Published) -> Vec<String> {
    let ranges = attack(published);
    let mut told = Vec::new();
    for (area, of_bands) in reached.iter().enumerate() {
        for (band, count) in of_bands.iter().enumerate() {
            let (low, high) = ranges[area][band];
            assert!((low..=high).contains(&f64::from(*count)), "the attack is wrong of {area}, {band}");
            // As wide as the small counts are; or the column says nothing of the area.
            let small = published.threshold - if published.zeros_shown { 2.0 } else { 1.0 };
            let wanted = small.min(f64::from(ELIGIBLE[area][band]));
            if is_small(*count, published) && high - low < wanted {
                told.push(format!("area {area}, band {band}: {count} is {low} to {high}"));
            }
        }
        let hidden = published.areas[area].reached.is_none();
        let sum = |end: fn(&(f64, f64)) -> f64| ranges[area].iter().map(end).sum::<f64>();
        if hidden && sum(|r| r.1) - sum(|r| r.0) < 1.0 {
            told.push(format!("area {area}: its count follows"));
        }
    }
    told
}

const RULES: [&str; 4] = [
    "threshold = 5\nzeros = \"show\"",
    "threshold = 5\nzeros = \"suppress\"",
    "threshold = 10\nzeros = \"show\"",
    "threshold = 10\nzeros = \"suppress\"",
];

#[test]
fn no_small_stratum_of_an_area_follows_from_standardised_reach() {
    for rule in RULES {
        let published = publish(&REACHED, rule);
        assert_eq!(leaks(&REACHED, &published), Vec::<String>::new(), "{rule}");
    }
}

/// One area has a small stratum, and every other area could show its figure: subtraction would tell.
#[test]
fn a_single_small_stratum_does_not_follow_from_all_the_others() {
    let mut reached = REACHED;
    (reached[3], reached[7], reached[11]) = ([20, 9, 14], [12, 10, 11], [13, 12, 9]);
    let published = publish(&reached, RULES[0]);
    assert!(published.areas.iter().all(|area| area.reached.is_some()));
    assert_eq!(leaks(&reached, &published), Vec::<String>::new());
    let shown = published.areas.iter().filter(|area| area.standardised.is_some()).count();
    assert!((6..=10).contains(&shown), "{shown} areas show their standardised reach");
}

/// The attack is strong enough: with only the figure of the one area withheld it finds the count.
#[test]
fn the_attack_finds_what_withholding_one_figure_would_leave_open() {
    let mut reached = REACHED;
    (reached[3], reached[7], reached[11]) = ([20, 9, 14], [12, 10, 11], [13, 12, 9]);
    let mut published = publish(&reached, RULES[0]);
    for (at, area) in published.areas.iter_mut().enumerate().skip(1) {
        area.standardised = Some(figures(at, reached[at]));
    }
    assert_eq!(leaks(&reached, &published).len(), 1);
}

/// Standardised reach with Dobson's limits, as it would be published.
fn figures(area: usize, reached: [u32; 3]) -> [f64; 3] {
    let weights = [0, 1, 2].map(of_place);
    let sum: f64 = weights.iter().sum();
    let count = f64::from(reached.iter().sum::<u32>());
    let part = |band: usize, power: i32| {
        (weights[band] / f64::from(ELIGIBLE[area][band])).powi(power) * f64::from(reached[band])
    };
    let rate = (0..3).map(|band| part(band, 1)).sum::<f64>() / sum;
    let step = ((0..3).map(|band| part(band, 2)).sum::<f64>() / count).sqrt() / sum;
    let limits = byar(count).map(|limit| rate + step * (limit - count));
    [rate, limits[0], limits[1]].map(|figure| (figure * 10_000.0).round() / 10_000.0)
}

/// Two places that differ only in the bands of the people reached in areas whose figure is withheld.
#[test]
fn the_publication_does_not_depend_on_strata_that_are_withheld() {
    let mut other = REACHED;
    (other[0], other[3]) = ([4, 19, 12], [19, 3, 14]);
    let [first, second] = [REACHED, other].map(|reached| publish(&reached, RULES[0]));
    for (area, (one, two)) in first.areas.iter().zip(&second.areas).enumerate() {
        assert_eq!(format!("{one:?}"), format!("{two:?}"), "area {area}");
    }
}
