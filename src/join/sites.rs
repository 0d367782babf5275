//! Sites of services, and the ways to them from each area.

use rustc_hash::FxHashSet;

use super::near::{Finding, area_of, on_grid};
use super::neighbours::LinkProblem;
use super::travel as matrix;
use crate::area::AreaCode;
use crate::assessment::Assessment;
use crate::ledger::{Entry, Ledger};
use crate::problem::{Problem, Problems};
use crate::read;

/// A site at which a service is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The service given there; `None` where every service is.
    pub service: Option<String>,
    /// What kind of site it is.
    pub kind: String,
    /// How many people it can serve; 1 where its file does not say.
    pub capacity: f64,
    /// Whether its file says.
    pub capacity_given: bool,
    /// Where it is, in metres on the British National Grid.
    pub point: [f64; 2],
}

/// The ways from areas to sites that a user brings.
#[derive(Debug, Clone, PartialEq)]
pub struct Travel {
    /// What a cost is, in words: "minutes by bus".
    pub unit: String,
    /// The ways, to all sites.
    pub ways: matrix::Travel,
}

/// The sites of every file, in order of their ids. Sites without a point are counted and left out.
pub(super) fn sites(assessment: &Assessment, ledger: &mut Ledger, problems: &mut Problems) -> Vec<Site> {
    let mut all = Vec::new();
    for settings in &assessment.settings.sites {
        let Some(read) = read::sites::read(assessment, settings, problems) else { continue };
        let before = all.len();
        let mut entry = Entry::new(format!("sites: {}", settings.file));
        entry.rows_read = read.file.rows;
        entry.drop_rows("left out by `only`", read.left_out);
        for (row, point) in on_grid(&read.points).into_iter().enumerate() {
            let Some(point) = point else {
                entry.drop_rows("no point on the British National Grid", 1);
                continue;
            };
            entry.rows_used += 1;
            entry.placement.by_point += 1;
            all.push(Site {
                id: read.ids[row].clone(),
                name: read.names[row].clone(),
                service: read.services.as_ref().map(|services| services[row].clone()),
                kind: read.kinds[row].clone(),
                capacity: read.capacities[row],
                capacity_given: settings.capacity.is_some(),
                point,
            });
        }
        if all.len() == before {
            problems.push(
                Problem::warning("none of its rows gives a site that can be used")
                    .file(std::path::Path::new(&read.file.file))
                    .hint("check `only` and the columns that say where sites are"),
            );
        }
        refuse_ids_of_other_files(&all[..before], &all[before..], problems);
        entry.files.push(read.file);
        ledger.entries.push(entry);
    }
    all.sort_by(|a, b| a.id.cmp(&b.id));
    if !assessment.settings.sites.is_empty() && !all.is_empty() && all.iter().all(|site| site.capacity <= 0.0)
    {
        problems.push(
            Problem::error("every site has a capacity of zero")
                .hint("check the column named by `capacity`, or leave it out: each site then counts as one"),
        );
    }
    all
}

/// Repeats within a file are refused where the file is read.
fn refuse_ids_of_other_files(others: &[Site], these: &[Site], problems: &mut Problems) {
    let met: FxHashSet<&str> = others.iter().map(|site| site.id.as_str()).collect();
    for site in these.iter().filter(|site| met.contains(site.id.as_str())) {
        problems.push(
            Problem::error(format!("the site id \"{}\" stands in two files", site.id))
                .hint("give every site an id of its own"),
        );
    }
}

/// The ways to the sites, where a user brings them.
pub(super) fn travel(
    finding: &Finding<'_>,
    sites: &[Site],
    ledger: &mut Ledger,
    problems: &mut Problems,
) -> Option<Travel> {
    let settings = finding.assessment.settings.access.travel.as_ref()?;
    let read = read::travel::read(finding.assessment, problems)?;
    let file = std::path::PathBuf::from(&read.file.file);
    if finding.areas.is_empty() || sites.is_empty() {
        return None;
    }
    let mut entry = Entry::new("travel");
    entry.rows_read = read.file.rows;
    let areas: Vec<&str> = finding.areas.areas().iter().map(|area| area.code.as_str()).collect();
    let ids: Vec<&str> = sites.iter().map(|site| site.id.as_str()).collect();
    // A code of another boundary year stands for the area that most of its people live in.
    let known = |code: &AreaCode| match area_of(finding, &read.geography, code) {
        Some(Ok(area)) => areas[area as usize].to_owned(),
        _ => code.to_string(),
    };
    let from: Vec<String> =
        read.codes.iter().map(|code| code.as_ref().map(known).unwrap_or_default()).collect();
    let mut trips: Vec<matrix::Trip<'_>> = from
        .iter()
        .zip(&read.sites)
        .zip(&read.costs)
        .map(|((from, to), cost)| matrix::Trip { from, to, cost: *cost })
        .collect();
    let cost = |trip: &matrix::Trip<'_>| trip.cost.unwrap_or(f64::INFINITY);
    trips.sort_by(|a, b| (a.from, a.to).cmp(&(b.from, b.to)).then(cost(a).total_cmp(&cost(b))));
    let before = trips.len();
    trips.dedup_by_key(|trip| (trip.from, trip.to));
    entry.drop_rows("a pair that stands in a row before, at no higher cost", (before - trips.len()) as u64);
    let found = matrix::matched(&trips, &areas, &ids);
    let tell = |why: matrix::NotTravel| Problem::error(why.to_string()).file(&file).hint(why.cure());
    let ways = found.map_err(|why| problems.push(tell(why))).ok()?;
    if ways.direction == matrix::Direction::SiteToArea {
        problems.push(
            Problem::warning(
                "its ways run from sites to areas; each is taken to cost the same the other way",
            )
            .file(&file)
            .hint("are `area` and `site` the right way round?"),
        );
    }
    entry.drop_rows("no way from the area to the site", ways.without_cost as u64);
    entry.rows_used = (trips.len() - ways.without_cost) as u64;
    entry.placement.by_code = entry.rows_used - ways.unmatched as u64;
    entry.placement.outside_place = ways.unmatched as u64;
    let missing = ways.reachable.missing_pairs();
    if missing > 0 {
        entry.notes.push(format!(
            "{missing} of {} pairs of an area and a site have no cost: the site counts as out of reach.",
            areas.len() * ids.len()
        ));
    }
    entry.files.push(read.file);
    ledger.entries.push(entry);
    Some(Travel { unit: settings.unit.clone(), ways })
}

/// What is wrong with a list of neighbours, as problems with the rows of the file. `rows` are the numbers of
/// the rows that were judged.
pub(super) fn link_problems<'c>(
    faults: &[LinkProblem],
    rows: &[u64],
    near: impl Fn(&AreaCode) -> Option<&'c str>,
) -> Problems {
    let mut problems = Problems::none();
    let at = |row: usize| rows.get(row).copied().unwrap_or_default();
    for fault in faults {
        let (row, what, hint) = match fault {
            LinkProblem::UnknownArea { row, code } => {
                let hint = near(code).map(|near| format!("did you mean {near}?"));
                (row, format!("there is no area {code}"), hint)
            }
            LinkProblem::Itself { row, code } => {
                (row, format!("area {code} is given as its own neighbour"), Some("remove the row".into()))
            }
            LinkProblem::Twice { row, first, from, to } => {
                let what = format!("the link from {from} to {to} is in row {} already", at(*first));
                (row, what, Some("remove one of the two".into()))
            }
            LinkProblem::Weight { row, from, to, weight } => {
                let what = format!("the weight from {from} to {to} is {weight}, not a number above zero");
                (row, what, Some("leave out pairs that are no neighbours".into()))
            }
            LinkProblem::NoWeight { row, from, to } => {
                (row, format!("the link from {from} to {to} has no weight"), None)
            }
        };
        let problem = Problem::error(what).row(at(*row));
        problems.push(match hint {
            Some(hint) => problem.hint(hint),
            None => problem,
        });
    }
    problems
}
