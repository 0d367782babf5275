//! The stages of a national run that look at areas together, timed one by one on generated files, each with a digest of
//! its answer.
//!
//! `REACHGAP_STAGES=FOLDER cargo bench --bench places` prints one line of JSON for each stage. Without the variable it does
//! nothing. The folder holds `areas.geojson`, `centroids.csv`, `sites.csv`, `population.csv`, and `oe.csv` and `expected.csv`:
//! observed over expected, and expected, one line for each area in the order of the codes.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is measured is printed")]

mod timing;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use geo::MultiPolygon;
use reachgap::area::{AreaCode, Geography};
use reachgap::estimate::NoFigure;
use reachgap::estimate::access::{Catchment, two_step};
use reachgap::estimate::autocorrelation::{
    Alternative, Permutations, Trial, getis_ord, getis_ord_permuted, local_moran, moran, moran_permuted,
};
use reachgap::estimate::multiple_testing::Adjustment;
use reachgap::estimate::random::key;
use reachgap::estimate::scan::{Counts, Looking, Observation, Settings, scan};
use reachgap::join::near_areas::{Ground, Reach, circles};
use reachgap::join::neighbours::{Contiguity, contiguous};
use reachgap::join::reachable::within_distance;
use reachgap::problem::Problems;
use reachgap::read::boundaries::{self, BoundaryQuery};
use reachgap::read::table::{Table, TableQuery, read_table};
use serde_json::json;
use timing::{peak_of_memory, stage};

/// 95 % of a normal distribution lies within so many standard deviations.
const Z95: f64 = 1.959_963_984_540_054;

fn main() -> ExitCode {
    let Some(folder) = std::env::var_os("REACHGAP_STAGES").map(PathBuf::from) else {
        println!("nothing is timed: REACHGAP_STAGES names no folder of generated files");
        return ExitCode::SUCCESS;
    };
    match stages(&folder) {
        Some(()) => ExitCode::SUCCESS,
        None => ExitCode::FAILURE,
    }
}

/// What the stages work on.
struct Place {
    codes: Vec<AreaCode>,
    shapes: Vec<MultiPolygon<f64>>,
    keys: Vec<u64>,
    ratio: Vec<f64>,
    expected: Vec<f64>,
    people: Vec<f64>,
    centres: Vec<[f64; 2]>,
    sites: Vec<[f64; 2]>,
    capacity: Vec<f64>,
}

fn stages(folder: &Path) -> Option<()> {
    let place = Place::read(folder)?;
    let near = stage(
        "S6",
        || contiguous(&place.shapes, Contiguity::Queen, 0.0).ok(),
        |near| {
            let most = (0..near.len()).map(|area| near.members(area).len()).max();
            json!({ "links": near.links(), "islands": near.islands().len(), "max_nb": most })
        },
    )?;
    let values: Vec<Result<f64, NoFigure>> = place.ratio.iter().map(|value| Ok(*value)).collect();
    let shares = near.row_standardised();
    let trial = Trial {
        permutations: Permutations::Fixed(999),
        alternative: Alternative::Directed,
        rate: 1.0,
        ..Trial::default()
    };
    stage(
        "S7a",
        || moran_permuted(&values, &shares, &place.keys, &trial).ok(),
        |found| {
            let analytic = moran(&values, &shares, Alternative::TwoSided).ok().map(|moran| moran.value);
            json!({ "I": analytic, "p_sim": found.p })
        },
    )?;
    let two_sided = Trial { alternative: Alternative::TwoSided, rate: 0.05, ..trial };
    let adaptive = Permutations::Adaptive { exceedances: 20, at_most: 9999 };
    let as_run = Trial { permutations: adaptive, ..two_sided };
    for (name, trial) in
        [("S7b", &trial), ("S7b two-sided, tail", &two_sided), ("S7b as a run has it", &as_run)]
    {
        stage(
            name,
            || local_moran(&values, &shares, &place.keys, trial).ok(),
            |found| {
                let areas = || found.areas.iter().flatten();
                let sum: f64 = areas().map(|area| area.value).sum();
                let fdr = areas().filter(|area| area.test.adjusted <= 0.05).count();
                json!({ "sum_local": sum, "n_sig05": areas().filter(|a| a.test.p < 0.05).count(), "fdr": fdr })
            },
        )?;
    }
    let with_own = near.with_self(1.0);
    let adjustment = Adjustment::BenjaminiHochberg;
    stage(
        "S8",
        || getis_ord(&values, &with_own, Alternative::TwoSided, adjustment).ok(),
        |found| {
            let z = || found.iter().flatten().map(|area| area.z);
            let sum: f64 = z().map(f64::abs).sum();
            json!({ "hot": z().filter(|z| *z > Z95).count(), "cold": z().filter(|z| *z < -Z95).count(), "sum_abs_z": sum })
        },
    )?;
    stage(
        "S8p",
        || getis_ord_permuted(&values, &with_own, &place.keys, &trial).ok(),
        |found| json!({ "n_sig05": found.areas.iter().flatten().filter(|area| area.test.p < 0.05).count() }),
    )?;
    access(&place)?;
    scanned(&place)
}

fn access(place: &Place) -> Option<()> {
    let catchment = Catchment::stepped(&[(1500.0, 1.0), (3000.0, 0.68), (5000.0, 0.22)]).ok()?;
    let found = || {
        let reachable = within_distance(&place.centres, &place.sites, 5000.0).ok()?;
        let access = two_step(&reachable, &place.people, &place.capacity, &catchment).ok()?;
        Some((reachable.pairs(), access.scores))
    };
    stage("S9", found, |(pairs, scores)| {
        let weighted: f64 = scores.iter().zip(&place.people).map(|(score, people)| score * people).sum();
        let zero = scores.iter().filter(|score| **score == 0.0).count();
        json!({ "pairs": pairs, "sum_A": scores.iter().sum::<f64>(), "sum_A_pop": weighted, "zero": zero })
    })
    .map(|_| ())
}

/// S12: windows of at most a tenth of the people, fewer than expected, all 999 replications.
fn scanned(place: &Place) -> Option<()> {
    let ground = Ground { centres: &place.centres, keys: &place.keys, people: &place.people };
    let reach = Reach { largest_share: 0.1, largest_radius_m: None };
    let windows = stage(
        "S12_zones",
        || circles(&ground, reach).ok(),
        |windows| json!({ "zones": windows.total_members() }),
    )?;
    let observed: Vec<f64> = place.ratio.iter().zip(&place.expected).map(|(r, e)| (r * e).round()).collect();
    let counts = Counts::Poisson { observed: &observed, expected: &place.expected };
    let given = Observation { keys: &place.keys, people: &place.people, periods: 1, counts };
    let settings = Settings { looking: Looking::Low, replications: 999, ..Settings::default() };
    stage(
        "S12_scan",
        || scan(&given, std::slice::from_ref(&windows), &settings, None).ok(),
        |found| {
            let first = found.clusters.first();
            json!({
                "centre": first.map(|c| place.codes[c.centre].as_str()), "n_areas": first.map(|c| c.areas.len()),
                "llr": first.map(|c| c.log_likelihood_ratio), "p": first.map(|c| c.p_value)
            })
        },
    )?;
    peak_of_memory();
    Some(())
}

impl Place {
    fn read(folder: &Path) -> Option<Self> {
        let (path, geography) = (folder.join("areas.geojson"), Geography::named("lsoa21"));
        let query = BoundaryQuery {
            path: &path,
            code: None,
            name: None,
            layer: None,
            crs: None,
            geography: &geography,
        };
        let file = boundaries::read(&query, &mut Problems::none())?;
        let (codes, shapes): (Vec<AreaCode>, Vec<_>) =
            file.rows.into_iter().map(|r| (r.code, r.shape)).unzip();
        let centres = table(folder, "centroids.csv")?;
        let sites = table(folder, "sites.csv")?;
        Some(Self {
            keys: codes.iter().map(|code| key(code.as_str())).collect(),
            people: people(&table(folder, "population.csv")?, &codes)?,
            ratio: numbers(&table(folder, "oe.csv")?, "oe")?,
            expected: numbers(&table(folder, "expected.csv")?, "expected")?,
            centres: points(&centres)?,
            capacity: numbers(&sites, "capacity")?,
            sites: points(&sites)?,
            codes,
            shapes,
        })
    }
}

fn table(folder: &Path, name: &str) -> Option<Table> {
    let path = folder.join(name);
    let mut problems = Problems::none();
    let table = read_table(&TableQuery::new(&path), &mut problems);
    if table.is_none() {
        eprintln!("{problems}");
    }
    table
}

fn numbers(table: &Table, header: &str) -> Option<Vec<f64>> {
    let column = table.column(header)?;
    (0..table.rows()).map(|row| table.cell(column, row).parse().ok()).collect()
}

fn points(table: &Table) -> Option<Vec<[f64; 2]>> {
    let (x, y) = (numbers(table, "easting")?, numbers(table, "northing")?);
    Some(x.into_iter().zip(y).map(|(x, y)| [x, y]).collect())
}

fn people(table: &Table, codes: &[AreaCode]) -> Option<Vec<f64>> {
    let (code, count) = (table.column("LSOA21CD")?, numbers(table, "population")?);
    let mut people = vec![0.0; codes.len()];
    for (row, count) in count.into_iter().enumerate() {
        let at = codes.binary_search_by(|known| known.as_str().cmp(table.cell(code, row))).ok()?;
        people[at] += count;
    }
    Some(people)
}
