//! Judging the features of a layer: every problem told at once, every area kept once.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::crs::{Extent, settled};
use super::layer::{Feature, Layer};
use super::repair::{LARGEST_CHANGE, Unrepairable};
use super::shaping::{Fault, Shaped, extent, shaped};
use super::validity::Flaw;
use super::{Boundary, BoundaryFile, BoundaryQuery, column};
use crate::area::{AreaCode, Crs, Geography};
use crate::ledger::FileRead;
use crate::problem::{Problem, Problems};

/// How many areas are named one by one with the same kind of problem.
const NAMED: u64 = 20;

/// The areas of a layer. Problems are added without the name of the file.
pub(super) fn judge(
    query: &BoundaryQuery<'_>,
    layer: Layer,
    problems: &mut Problems,
) -> Option<BoundaryFile> {
    if layer.features.is_empty() {
        problems.push(Problem::error("the file holds no features, so there are no areas"));
        return None;
    }
    let geography = query.geography;
    let code = told(column::of_codes(query.code, geography, &layer), problems);
    let name = told(column::of_names(query.name, geography, &layer), problems);
    let crs = told(settled(query.crs, &layer.crs, &extent_of(&layer)), problems);
    let (code, name, (crs, warning)) = (code?, name?, crs?);
    if let Some(warning) = warning {
        problems.push(warning);
    }
    let file = FileRead {
        file: query.path.display().to_string(),
        bytes: layer.fingerprint.bytes,
        hash: layer.fingerprint.hash,
        rows: layer.features.len() as u64,
        geography: Some(geography.name().to_owned()),
        layout: format!("{}; {crs}; codes in \"{}\"", layer.layout, layer.columns[code]),
    };
    let header = &layer.columns[code];
    let seen: Vec<Seen> = layer.features.into_par_iter().map(|f| Seen::of(f, code, name, crs)).collect();
    let rows = Judgement { geography, header, crs, problems, told: FxHashMap::default() }.rows(seen);
    Some(BoundaryFile { file, crs, rows })
}

fn told<T>(outcome: Result<T, Problem>, problems: &mut Problems) -> Option<T> {
    outcome.map_err(|problem| problems.push(problem)).ok()
}

/// The extent of the first feature that has one.
fn extent_of(layer: &Layer) -> Extent {
    let extents = layer.features.iter().filter_map(|feature| extent(&feature.outline));
    extents.into_iter().find(|extent| *extent != Extent::NONE).unwrap_or(Extent::NONE)
}

/// One feature, as far as it can be judged by itself.
struct Seen {
    code: Option<AreaCode>,
    name: Option<String>,
    shape: Result<Shaped, Fault>,
}

impl Seen {
    fn of(feature: Feature, code: usize, name: Option<usize>, crs: Crs) -> Self {
        let name = name.and_then(|column| feature.cell(column)).map(str::trim);
        Self {
            code: feature.cell(code).and_then(AreaCode::parse),
            name: name.filter(|n| !n.is_empty()).map(str::to_owned),
            shape: shaped(feature.outline, crs),
        }
    }
}

/// The judgement of features one after another.
struct Judgement<'a> {
    geography: &'a Geography,
    header: &'a str,
    crs: Crs,
    problems: &'a mut Problems,
    /// How often each kind of problem was told by the area's name.
    told: FxHashMap<&'static str, u64>,
}

impl Judgement<'_> {
    fn rows(mut self, seen: Vec<Seen>) -> Vec<Boundary> {
        let mut rows = Vec::with_capacity(seen.len());
        let mut first_rows: FxHashMap<AreaCode, u64> = FxHashMap::default();
        for (row, Seen { code, name, shape }) in (1_u64..).zip(seen) {
            let whom = code.as_ref().map_or_else(|| format!("feature {row}"), |code| format!("area {code}"));
            let shape = match shape {
                Ok(shaped) => {
                    self.tell_mended(row, &whom, &shaped);
                    shaped.shape
                }
                Err(fault) => {
                    self.tell_fault(row, &whom, fault);
                    geo::MultiPolygon(Vec::new())
                }
            };
            let Some(code) = self.code(row, code) else { continue };
            if let Some(first) = first_rows.get(&code) {
                let what = format!("area {code} is there already, as feature {first}");
                self.tell("areas that are there already", Problem::error(what).column(self.header).row(row));
                continue;
            }
            first_rows.insert(code.clone(), row);
            rows.push(Boundary { code, name, shape });
        }
        rows
    }

    fn code(&mut self, row: u64, code: Option<AreaCode>) -> Option<AreaCode> {
        let Some(code) = code else {
            let problem = Problem::error("the code is missing").column(self.header).row(row);
            self.problems.push(problem.hint("every area needs a code"));
            return None;
        };
        if !self.geography.accepts(&code) {
            let what = format!("{code} is not a code of {} ({})", self.geography, self.geography.example());
            self.tell(
                "codes that are not of the geography",
                Problem::error(what)
                    .column(self.header)
                    .row(row)
                    .hint("check the geography, and that codes are stored as text"),
            );
        }
        Some(code)
    }

    /// Tells a problem that names an area; after the first few, those of one kind are counted together.
    fn tell(&mut self, kind: &'static str, problem: Problem) {
        let told = self.told.entry(kind).or_default();
        *told += 1;
        if *told <= NAMED {
            self.problems.push(problem);
        } else {
            let more = Problem { what: format!("more {kind}"), hint: None, ..problem };
            self.problems.push(more);
        }
    }

    fn tell_mended(&mut self, row: u64, whom: &str, shaped: &Shaped) {
        if shaped.closed > 0 {
            let what = format!("{whom}: a ring did not come back to its start and was closed");
            self.tell("areas with a ring that was closed", Problem::warning(what).row(row));
        }
        if let Some((flaw, change)) = &shaped.mended {
            let flaw = self.words(flaw);
            let what = format!("{whom}: {flaw}; repaired, {}", changed(*change));
            self.tell("areas with a shape that was repaired", Problem::warning(what).row(row));
        }
    }

    fn tell_fault(&mut self, row: u64, whom: &str, fault: Fault) {
        let (kind, what) = match fault {
            // Faults of a whole file are told once, with the features counted.
            Fault::Misfit(misfit) => return self.problems.push(misfit.problem(self.crs).row(row)),
            Fault::NotAnArea(found) => {
                let problem = Problem::error(format!("the geometry is {found}, not an area")).row(row);
                return self.problems.push(problem.hint("boundaries must be polygons"));
            }
            Fault::Missing => ("areas without a shape", "it has no shape".to_owned()),
            Fault::NotFinite => {
                ("areas with such coordinates", "a coordinate is missing or not a finite number".to_owned())
            }
            Fault::Open => {
                ("areas with an open ring", "a ring stops far from its start, as if cut short".to_owned())
            }
            Fault::Invalid(flaw, why) => (
                "areas with a shape that cannot be repaired",
                format!("{}; {}", self.words(&flaw), because(why)),
            ),
            Fault::GaveUp => {
                ("areas with a shape that cannot be repaired", "its shape cannot be judged".to_owned())
            }
        };
        let hint = "correct the shape in the boundary file, or get the file again from its publisher";
        self.tell(kind, Problem::error(format!("{whom}: {what}")).row(row).hint(hint));
    }

    fn words(&self, flaw: &Flaw) -> String {
        match (flaw.at, self.crs) {
            (Some(at), Crs::Wgs84) => format!("{} near {:.5}, {:.5}", flaw.what, at.x, at.y),
            (Some(at), Crs::BritishNationalGrid) => format!("{} near {:.0}, {:.0}", flaw.what, at.x, at.y),
            (None, _) => flaw.what.to_owned(),
        }
    }
}

fn because(why: Unrepairable) -> String {
    match why {
        Unrepairable::NothingLeft => "a repair would leave nothing of it".to_owned(),
        Unrepairable::AreaChanges(change) if !change.is_finite() => {
            "its loops cancel out, so a repair would be a guess".to_owned()
        }
        Unrepairable::AreaChanges(change) => format!(
            "a repair would change its area by {}, more than {} %",
            percent(change),
            LARGEST_CHANGE * 100.0
        ),
        Unrepairable::StillInvalid => "it cannot be repaired".to_owned(),
    }
}

/// What a repair did to the area.
fn changed(change: f64) -> String {
    if change.abs() < 5e-7 {
        "with the area it had".to_owned()
    } else {
        format!("its area changed by {}", percent(change))
    }
}

/// A change as a percentage with its sign.
fn percent(change: f64) -> String {
    format!("{:+.4} %", change * 100.0)
}
