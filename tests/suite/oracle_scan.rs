//! The spatial scan against SaTScan, SpatialEpi and FleXScan; each file names its source in its first line.

use std::collections::BTreeMap;

use reachgap::estimate::scan::{
    Cluster, Compactness, Counts, Direction, Observation, Scan, Secondary, Settings,
    bernoulli_log_likelihood_ratio, scan,
};
use reachgap::join::near_areas::{Ground, Reach, circles, on_the_globe, shaped};
use reachgap::windows::{Shape, Windows};

type Row = BTreeMap<String, String>;

fn rows(name: &str) -> Vec<Row> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles").join(name);
    let reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(path);
    let rows: Vec<Row> = reader.unwrap().deserialize().map(Result::unwrap).collect();
    assert!(!rows.is_empty(), "{name}");
    rows
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} is {:?}", row[column]))
}

/// One map: what a scan is given.
struct Map {
    ids: Vec<u64>,
    places: Vec<[f64; 2]>,
    people: Vec<f64>,
    cases: Vec<f64>,
}

impl Map {
    fn of(file: &str, place: [&str; 2], cases: &str, people: &str) -> Self {
        let rows = rows(file);
        let column = |name: &str| rows.iter().map(|row| number(row, name)).collect();
        Self {
            ids: rows.iter().map(|row| row["id"].parse().unwrap()).collect(),
            places: rows.iter().map(|row| place.map(|axis| number(row, axis))).collect(),
            people: column(people),
            cases: column(cases),
        }
    }

    fn new_york() -> Self {
        Self::of("scan_ny_leukaemia.csv", ["lat", "lon"], "cases", "population")
    }

    fn ground(&self) -> Ground<'_> {
        Ground { centres: &self.places, keys: &self.ids, people: &self.people }
    }

    fn scan(&self, windows: &[Windows], settings: &Settings) -> Scan {
        let counts = Counts::Poisson { observed: &self.cases, expected: &self.people };
        let given = Observation { keys: &self.ids, people: &self.people, periods: 1, counts };
        scan(&given, windows, settings, None).unwrap()
    }

    /// The areas of a cluster by their own numbers, in order.
    fn members(&self, cluster: &Cluster) -> Vec<u64> {
        let mut members: Vec<u64> = cluster.areas.iter().map(|&area| self.ids[area]).collect();
        members.sort_unstable();
        members
    }
}

fn members(row: &Row) -> Vec<u64> {
    let mut members: Vec<u64> = row["members"].split(' ').map(|id| id.parse().unwrap()).collect();
    members.sort_unstable();
    members
}

fn share(largest_share: f64) -> Reach {
    Reach { largest_share, largest_radius_m: None }
}

/// The map of a case and its windows.
fn case(name: &str) -> (Map, Windows) {
    let north_carolina = |year: &str| {
        Map::of("scan_nc_sids.csv", ["x", "y"], &format!("cases{year}"), &format!("population{year}"))
    };
    let largest = share(name[name.len() - 2..].parse::<f64>().unwrap() / 100.0);
    if let Some(rest) = name.strip_prefix("nc_sids") {
        let map = north_carolina(&rest[..2]);
        let windows = circles(&map.ground(), largest).unwrap();
        return (map, windows);
    }
    let map = Map::new_york();
    let windows = if name.contains("lonlat") {
        let turned: Vec<[f64; 2]> =
            map.places.iter().map(|&[latitude, longitude]| [longitude, latitude]).collect();
        on_the_globe(&Ground { centres: &turned, ..map.ground() }, largest).unwrap()
    } else {
        circles(&map.ground(), largest).unwrap()
    };
    (map, windows)
}

#[test]
fn clusters_agree_with_satscan_and_spatialepi() {
    let expected = rows("scan_clusters.csv");
    let mut names: Vec<&str> = expected.iter().map(|row| row["case"].as_str()).collect();
    names.dedup();
    assert_eq!(names.len(), 6);
    for name in names {
        let (map, windows) = case(name);
        let windows = [windows];
        for (rule, secondary) in
            [("every window", Secondary::EveryWindow), ("best of each centre", Secondary::BestOfEachCentre)]
        {
            let replications = if rule == "every window" { 999 } else { 1 };
            let found = map.scan(&windows, &Settings { secondary, replications, ..Settings::default() });
            let rows: Vec<&Row> =
                expected.iter().filter(|row| row["case"] == name && row["rule"] == rule).collect();
            assert!(found.clusters.len() >= rows.len());
            for (row, cluster) in rows.iter().zip(&found.clusters) {
                let what = format!("{name}, {rule}, cluster {}", row["rank"]);
                assert_eq!(map.members(cluster), members(row), "{what}");
                assert!((cluster.log_likelihood_ratio - number(row, "llr")).abs() < 1e-9, "{what}");
                assert_eq!(cluster.observed, number(row, "cases"), "{what}");
                assert!((cluster.expected / number(row, "expected") - 1.0).abs() < 1e-9, "{what}");
                assert_eq!(cluster.direction, Direction::High);
                if rule == "every window" {
                    let risk = cluster.relative_risk.unwrap();
                    assert!((risk / number(row, "relative_risk") - 1.0).abs() < 1e-9, "{what}");
                    let apart = (cluster.p_value - number(row, "p")).abs();
                    assert!(apart < 0.05 && (apart < 0.03 || cluster.p_value > 0.5), "{what}: {apart}");
                    assert_eq!(cluster.people, number(row, "population"), "{what}");
                }
            }
        }
    }
}

#[test]
fn ellipses_agree_with_satscan_at_every_penalty() {
    let map = Map::new_york();
    let windows = shaped(&map.ground(), share(0.1), &Shape::usual()).unwrap();
    for (penalty, compactness) in
        [("free", Compactness::Free), ("medium", Compactness::Medium), ("strong", Compactness::Strong)]
    {
        let found = map.scan(&windows, &Settings { compactness, ..Settings::default() });
        let expected = rows("scan_ellipses.csv").into_iter().filter(|row| row["penalty"] == penalty);
        for (row, cluster) in expected.zip(&found.clusters) {
            let what = format!("{penalty}, cluster {}", row["rank"]);
            assert_eq!(map.members(cluster), members(&row), "{what}");
            assert!((cluster.log_likelihood_ratio - number(&row, "llr")).abs() < 1e-6, "{what}");
            assert!((cluster.statistic - number(&row, "statistic")).abs() < 1e-6, "{what}");
            assert_eq!(cluster.people, number(&row, "population"), "{what}");
            assert!((cluster.relative_risk.unwrap() - number(&row, "relative_risk")).abs() < 0.006, "{what}");
            assert_eq!(cluster.shape.ratio(), number(&row, "shape"), "{what}");
            let turned = (cluster.shape.degrees() - number(&row, "degrees")).rem_euclid(180.0);
            assert!(turned.min(180.0 - turned) < 1e-9, "{what}: {turned}");
            let apart = (cluster.p_value - number(&row, "p")).abs();
            assert!(apart < 0.05 && (apart < 0.03 || cluster.p_value > 0.5), "{what}: {apart}");
        }
    }
}

#[test]
fn bernoulli_ratios_agree_with_flexscan() {
    for row in rows("scan_binomial.csv") {
        let ratio =
            bernoulli_log_likelihood_ratio(number(&row, "cases"), number(&row, "people"), 552.0, 1_057_673.0);
        assert!((ratio.unwrap() - number(&row, "llr")).abs() < 5.1e-6, "{row:?}");
    }
}
