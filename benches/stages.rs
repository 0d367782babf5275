//! The stages of a national run, timed one by one on generated files, each with a digest of its answer.
//!
//! `REACHGAP_STAGES=FOLDER cargo bench --bench stages` prints one line of JSON for each stage: seconds, CPU
//! seconds and the digest, then the peak of memory. Without the variable it does nothing. The folder holds
//! `areas.geojson`, `crime/*.csv`, `uptake.csv` and `population.csv`; areas stand in the order of their codes.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what is measured is printed")]

mod timing;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use geo::{CoordsIter, MultiPolygon};
use jiff::civil::date;
use reachgap::area::{AreaCode, Geography};
use reachgap::estimate::{Confidence, interval};
use reachgap::join::grid;
use reachgap::join::place::{NOWHERE, PlaceIndex};
use reachgap::problem::Problems;
use reachgap::publish::drawing::numbers::Unit;
use reachgap::publish::drawing::picture::{USUAL_WIDTH, png};
use reachgap::publish::drawing::sheet::Words;
use reachgap::publish::maps::area_value::AreaValue;
use reachgap::publish::maps::choropleth::{Choropleth, choropleth};
use reachgap::publish::maps::classes::Scheme;
use reachgap::publish::maps::draw::draw;
use reachgap::publish::maps::fisher_jenks::upper_limits;
use reachgap::publish::maps::ground::{Ground, MapAreas};
use reachgap::publish::maps::style::MapStyle;
use reachgap::read::boundaries::{self, BoundaryQuery};
use reachgap::read::individuals::{IndividualColumns, IndividualQuery, IndividualRead, read_individuals};
use reachgap::read::police::{CrimeRead, PoliceColumns, read_police};
use reachgap::read::table::{TableQuery, read_table};
use reachgap::read::text::TextOptions;
use reachgap::step::Step;
use serde_json::{Value, json};
use timing::{peak_of_memory, stage};

/// The statuses in the order of their names, as digests number them.
const STATUSES: [Step; 6] =
    [Step::Completed, Step::Declined, Step::Disengaged, Step::Engaged, Step::Offered, Step::Referred];

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

fn stages(folder: &Path) -> Option<()> {
    let areas = stage("S1", || Areas::read(folder), Areas::digest)?;
    let crimes = stage("S2", || Crimes::read(folder, &areas), Crimes::digest)?;
    stage("S3", || Some(crimes.by_area_and_type(areas.codes.len())), |counts| Crimes::count_digest(counts))?;
    drop(crimes);
    let uptake = stage("S4", || Uptake::read(folder, &areas), Uptake::digest)?;
    let reach = stage("S5", || Reach::new(folder, &areas, &uptake), Reach::digest)?;
    drop(uptake);
    stage("S10", || Some(breaks(&reach.ratio)), |breaks| json!({ "breaks": breaks }))?;
    stage("S11", || map(areas, &reach.ratio), |bytes| json!({ "bytes": bytes.len() }))?;
    peak_of_memory();
    Some(())
}

/// What was read without error; every problem is printed.
fn sound<T>(read: Option<T>, problems: &Problems) -> Option<T> {
    if !problems.is_empty() {
        eprintln!("{problems}");
    }
    read.filter(|_| !problems.has_errors())
}

/// S1: the areas, indexed.
struct Areas {
    codes: Vec<AreaCode>,
    shapes: Vec<MultiPolygon<f64>>,
    index: PlaceIndex,
}

impl Areas {
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
        let mut problems = Problems::none();
        let file = boundaries::read(&query, &mut problems);
        let file = sound(file, &problems)?;
        let (codes, shapes): (Vec<AreaCode>, Vec<_>) =
            file.rows.into_iter().map(|r| (r.code, r.shape)).unzip();
        assert!(codes.is_sorted(), "digests number areas in the order of the file, we in the order of codes");
        let index = PlaceIndex::new(&shapes);
        Some(Self { codes, shapes, index })
    }

    fn digest(&self) -> Value {
        let vertices: usize = self.shapes.iter().map(CoordsIter::coords_count).sum();
        json!({ "n_areas": self.codes.len(), "n_vertices": vertices })
    }
}

/// S2: the crimes that have a place, and its area.
struct Crimes {
    read: CrimeRead,
    area_of_place: Vec<u32>,
}

impl Crimes {
    fn read(folder: &Path, areas: &Areas) -> Option<Self> {
        let files = std::fs::read_dir(folder.join("crime")).ok()?;
        let paths: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
        let mut problems = Problems::none();
        let columns = PoliceColumns::default();
        let read = read_police(&paths, &columns, TextOptions::default(), date(2026, 11, 22), &mut problems);
        let read = sound(read, &problems)?;
        let xs: Vec<f64> = read.places.iter().map(|place| place[0]).collect();
        let ys: Vec<f64> = read.places.iter().map(|place| place[1]).collect();
        let area_of_place = areas.index.locate_all(&xs, &ys);
        Some(Self { read, area_of_place })
    }

    /// The area and type of every crime that lies in an area.
    fn assigned(&self) -> impl Iterator<Item = (u32, u8)> {
        let area = |place: &u32| self.area_of_place.get(*place as usize).copied().unwrap_or(NOWHERE);
        self.read
            .place
            .iter()
            .map(area)
            .zip(self.read.category.iter().copied())
            .filter(|(a, _)| *a != NOWHERE)
    }

    fn digest(&self) -> Value {
        let located = self.read.place.iter().filter(|place| **place != CrimeRead::NONE).count();
        let chk: u64 = self.assigned().map(|(area, _)| u64::from(area) + 1).sum();
        json!({
            "rows": self.read.entry.rows_read, "kept": self.read.place.len(), "located": located,
            "assigned": self.assigned().count(), "chk": chk
        })
    }

    /// S3: counts by area and type; types stand in the order of their names.
    fn by_area_and_type(&self, areas: usize) -> Vec<Vec<u32>> {
        let mut counts = vec![vec![0; self.read.categories.len()]; areas];
        self.assigned().for_each(|(area, kind)| counts[area as usize][usize::from(kind)] += 1);
        counts
    }

    fn count_digest(counts: &[Vec<u32>]) -> Value {
        let cells = counts.iter().flatten().filter(|n| **n > 0).count();
        json!({ "cells": cells, "chk": weighted(counts) })
    }
}

/// The sum of counts, each times its row and column, numbered from one.
fn weighted(counts: &[Vec<u32>]) -> u64 {
    let row = |counts: &Vec<u32>| (1..).zip(counts).map(|(at, n): (u64, _)| at * u64::from(*n)).sum::<u64>();
    (1..).zip(counts).map(|(at, counts): (u64, _)| at * row(counts)).sum()
}

/// S4: contacts by area, ethnic group and status.
struct Uptake {
    rows: usize,
    by_point: usize,
    by_code: usize,
    groups: Vec<String>,
    /// By area; the statuses of one group stand together.
    counts: Vec<Vec<u32>>,
}

impl Uptake {
    fn read(folder: &Path, areas: &Areas) -> Option<Self> {
        let named = |header: &str| Some(header.to_owned());
        let columns = IndividualColumns {
            attributes: vec![("ethnic_group".into(), "ethnic_group".into())],
            status: named("status"),
            code: named("area_code"),
            longitude: named("longitude"),
            latitude: named("latitude"),
            ..IndividualColumns::default()
        };
        let nothing = (BTreeMap::new(), BTreeMap::new());
        let query = IndividualQuery {
            paths: &[folder.join("uptake.csv")],
            columns: &columns,
            statuses: &nothing.0,
            only: &nothing.1,
            text: TextOptions::default(),
            sheet: None,
            header_row: None,
            today: date(2026, 11, 22),
        };
        let mut problems = Problems::none();
        let read = read_individuals(&query, &mut problems);
        Self::count(&sound(read, &problems)?, areas)
    }

    fn count(read: &IndividualRead, areas: &Areas) -> Option<Self> {
        let (by_point, area_of_code) = (points(read, areas), codes(read, areas));
        let groups = read.category("ethnic_group")?;
        let mut found = Self {
            rows: read.rows(),
            by_point: 0,
            by_code: 0,
            groups: groups.levels.clone(),
            counts: vec![vec![0; groups.levels.len() * STATUSES.len()]; areas.codes.len()],
        };
        for row in 0..read.rows() {
            let area = match read.point(row) {
                Some(_) => by_point[row],
                None => area_of_code.get(read.code[row] as usize).copied().unwrap_or(NOWHERE),
            };
            let status = read.status[row].and_then(|s| STATUSES.iter().position(|known| *known == s));
            let (Some(counts), Some(status)) = (found.counts.get_mut(area as usize), status) else {
                continue;
            };
            *(if read.point(row).is_some() { &mut found.by_point } else { &mut found.by_code }) += 1;
            counts[usize::from(groups.values[row]) * STATUSES.len() + status] += 1;
        }
        Some(found)
    }

    fn digest(&self) -> Value {
        let cells = self.counts.iter().flatten().filter(|n| **n > 0).count();
        let area = |counts: &Vec<u32>| {
            let by_group: Vec<Vec<u32>> = counts.chunks(STATUSES.len()).map(<[u32]>::to_vec).collect();
            weighted(&by_group)
        };
        let chk: u64 = (1..).zip(&self.counts).map(|(at, counts): (u64, _)| at * area(counts)).sum();
        json!({
            "rows": self.rows, "pip": self.by_point, "by_code": self.by_code, "cells": cells, "chk": chk
        })
    }

    /// People engaged or completed, by group, of one area.
    fn reached(&self, area: usize) -> impl Iterator<Item = f64> {
        self.counts[area]
            .chunks(STATUSES.len())
            .map(|of_group| f64::from(of_group[0]) + f64::from(of_group[3]))
    }
}

fn points(read: &IndividualRead, areas: &Areas) -> Vec<u32> {
    let place = |row: usize| read.point(row).unwrap_or([f64::INFINITY; 2]);
    let xs: Vec<f64> = (0..read.rows()).map(|row| place(row)[0]).collect();
    let ys: Vec<f64> = (0..read.rows()).map(|row| place(row)[1]).collect();
    areas.index.locate_all(&xs, &ys)
}

/// The area of each distinct code.
fn codes(read: &IndividualRead, areas: &Areas) -> Vec<u32> {
    let position = |code: &AreaCode| areas.codes.binary_search(code).map_or(NOWHERE, |at| at as u32);
    read.codes.iter().map(position).collect()
}

/// S5: reach set against what the groups of each area would lead one to expect.
struct Reach {
    ratio: Vec<f64>,
    sums: [f64; 7],
}

impl Reach {
    fn new(folder: &Path, areas: &Areas, uptake: &Uptake) -> Option<Self> {
        let people = people(folder, areas, &uptake.groups)?;
        let groups = 0..uptake.groups.len();
        let reached: Vec<Vec<f64>> = (0..people.len()).map(|area| uptake.reached(area).collect()).collect();
        let total = |table: &[Vec<f64>], group: usize| table.iter().map(|row| row[group]).sum::<f64>();
        let rates: Vec<f64> = groups.map(|g| total(&reached, g) / total(&people, g)).collect();
        let (mut ratio, mut sums) = (Vec::with_capacity(people.len()), [0.0; 7]);
        for (people, reached) in people.iter().zip(&reached) {
            let observed: f64 = reached.iter().sum();
            let expected: f64 = people.iter().zip(&rates).map(|(people, rate)| people * rate).sum();
            ratio.push(observed / expected);
            let limits = interval::byar(observed, Confidence::P95).ok()?;
            let shares = proportions(reached, people)?;
            let here =
                [observed, expected, observed / expected, limits.lower / expected, limits.upper / expected];
            let here = here.into_iter().chain(shares);
            sums.iter_mut().zip(here).for_each(|(sum, value)| *sum += value);
        }
        Some(Self { ratio, sums })
    }

    fn digest(&self) -> Value {
        let [o, e, ratio, byar_lo, byar_hi, wilson_lo, wilson_hi] = self.sums;
        json!({
            "O": o, "E": e, "sum_oe": ratio, "byar_lo": byar_lo, "byar_hi": byar_hi,
            "wilson_lo": wilson_lo, "wilson_hi": wilson_hi
        })
    }
}

/// The sums of Wilson's lower and upper limits over the groups of an area.
fn proportions(reached: &[f64], people: &[f64]) -> Option<[f64; 2]> {
    let mut sums = [0.0; 2];
    for (reached, people) in reached.iter().zip(people).filter(|(_, people)| **people > 0.0) {
        let limits = interval::wilson(reached.min(*people), *people, Confidence::P95).ok()?;
        sums[0] += limits.lower;
        sums[1] += limits.upper;
    }
    Some(sums)
}

/// People by area and group, over all ages.
fn people(folder: &Path, areas: &Areas, groups: &[String]) -> Option<Vec<Vec<f64>>> {
    let path = folder.join("population.csv");
    let mut problems = Problems::none();
    let table = read_table(&TableQuery::new(&path), &mut problems);
    let table = sound(table, &problems)?;
    let column = |header: &str| table.headers().iter().position(|h| h == header);
    let (code, group, count) = (column("LSOA21CD")?, column("ethnic_group")?, column("population")?);
    let mut people = vec![vec![0.0; groups.len()]; areas.codes.len()];
    let mut at = 0;
    for row in 0..table.rows() {
        let code = table.cell(code, row);
        if areas.codes.get(at).is_none_or(|known| known.as_str() != code) {
            at = areas.codes.binary_search_by(|known| known.as_str().cmp(code)).ok()?;
        }
        let group = groups.iter().position(|known| known == table.cell(group, row))?;
        people[at][group] += table.cell(count, row).parse::<f64>().ok()?;
    }
    Some(people)
}

/// S10: five Fisher–Jenks classes.
fn breaks(ratio: &[f64]) -> Vec<f64> {
    let mut sorted = ratio.to_vec();
    sorted.sort_by(f64::total_cmp);
    upper_limits(&sorted, 5)
}

/// S11: the map of the ratios as a picture, from the shapes in degrees on.
fn map(areas: Areas, ratio: &[f64]) -> Option<Vec<u8>> {
    let shapes = grid::shapes_to_grid(areas.shapes).ok()?;
    let codes: Vec<String> = areas.codes.iter().map(ToString::to_string).collect();
    let places = MapAreas { codes: &codes, names: &codes, authorities: &[], shapes: &shapes };
    let ground = Ground::new(&places).ok()?;
    let values: Vec<AreaValue> = ratio.iter().map(|value| AreaValue::Value(*value)).collect();
    let words = Words {
        title: "Reach beside what was expected".into(),
        subtitle: None,
        source: "Generated".into(),
        date: "2023".into(),
        licence: "None".into(),
    };
    let choropleth = choropleth(
        &ground,
        &Choropleth {
            words,
            heading: "People reached ÷ people expected".into(),
            values: &values,
            unit: Unit::Number,
            scheme: &Scheme::FisherJenks(5),
            style: &MapStyle::embedded("ratio").ok()?,
            fewer_than: 5,
            named: &[],
        },
    );
    png(&draw(&choropleth.ok()?, &ground).ok()?, USUAL_WIDTH).ok()
}
