//! Sites of services, and the ways to them from each area.

use rustc_hash::FxHashMap;

use super::near::{Finding, area_of, on_grid};
use super::neighbours::LinkProblem;
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
    /// How many people it can serve.
    pub capacity: f64,
    /// Where it is, in metres on the British National Grid.
    pub point: [f64; 2],
}

/// The ways from areas to sites that a user brings.
#[derive(Debug, Clone, PartialEq)]
pub struct Travel {
    /// What a cost is, in words: "minutes by bus".
    pub unit: String,
    /// Area, site and cost, in order of areas and sites.
    pub ways: Vec<(u32, u32, f64)>,
    /// Pairs of an area and a site for which there is no cost.
    pub missing_pairs: usize,
}

/// The sites of every file, in order of their ids. Sites without a point are counted and left out.
pub(super) fn sites(assessment: &Assessment, ledger: &mut Ledger, problems: &mut Problems) -> Vec<Site> {
    let mut all = Vec::new();
    for settings in &assessment.settings.sites {
        let Some(read) = read::sites::read(assessment, settings, problems) else { continue };
        let mut entry = Entry::new(format!("sites: {}", settings.file));
        entry.rows_read = read.file.rows;
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
                point,
            });
        }
        entry.files.push(read.file);
        ledger.entries.push(entry);
    }
    all.sort_by(|a, b| a.id.cmp(&b.id));
    for pair in all.windows(2).filter(|pair| pair[0].id == pair[1].id) {
        problems.push(Problem::error(format!("the site id \"{}\" stands in two files", pair[0].id)));
    }
    if !assessment.settings.sites.is_empty() && !all.is_empty() && all.iter().all(|site| site.capacity <= 0.0)
    {
        problems.push(
            Problem::error("every site has a capacity of zero")
                .hint("check the column named by `capacity`, or leave it out: each site then counts as one"),
        );
    }
    all
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
    let mut entry = Entry::new("travel");
    entry.rows_read = read.file.rows;
    let place: FxHashMap<&str, u32> = sites.iter().map(|site| site.id.as_str()).zip(0..).collect();
    let (mut ways, mut strangers) = (Vec::new(), Vec::new());
    for ((code, site), cost) in read.codes.iter().zip(&read.sites).zip(&read.costs) {
        let Some(code) = code else {
            entry.drop_rows("the area code is blank", 1);
            continue;
        };
        let Some(site) = place.get(site.as_str()) else {
            strangers.push(site);
            entry.drop_rows("no such site", 1);
            continue;
        };
        let Some(cost) = cost else {
            entry.drop_rows("no way from the area to the site", 1);
            continue;
        };
        entry.rows_used += 1;
        match area_of(finding, &read.geography, code) {
            Some(Ok(area)) => {
                entry.placement.by_code += 1;
                ways.push((area, *site, *cost));
            }
            Some(Err(())) => entry.placement.outside_place += 1,
            None => entry.placement.unknown_location += 1,
        }
    }
    if let Some(first) = strangers.first() {
        let near = read::nearest(first, sites.iter().map(|site| site.id.as_str()));
        let what = format!(
            "{} rows name sites that [[sites]] does not have, the first is \"{first}\"",
            strangers.len()
        );
        let problem = if strangers.len() as u64 == entry.rows_read {
            Problem::error(what)
        } else {
            Problem::warning(what)
        };
        let cure = "are the columns of area and site the right way round?";
        let hint = near.map_or_else(|| cure.to_owned(), |near| format!("did you mean \"{near}\"? {cure}"));
        problems.push(problem.file(&file).column(&settings.site).hint(hint));
    }
    ways.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    let before = ways.len();
    ways.dedup_by_key(|way| (way.0, way.1));
    if ways.len() < before {
        let what = format!(
            "{} pairs of an area and a site stand more than once; the least cost counts",
            before - ways.len()
        );
        problems.push(Problem::warning(what).file(&file));
    }
    if ways.is_empty() && !finding.areas.is_empty() && !sites.is_empty() {
        problems.push(
            Problem::error("no row leads from an area of the place to a site")
                .file(&file)
                .hint("check `area` and `site`, and the geography of the codes"),
        );
    }
    let missing_pairs = finding.areas.len() * sites.len() - ways.len();
    if missing_pairs > 0 {
        entry.notes.push(format!(
            "{missing_pairs} of {} pairs of an area and a site have no cost: the site counts as out of reach.",
            finding.areas.len() * sites.len()
        ));
    }
    entry.files.push(read.file);
    ledger.entries.push(entry);
    Some(Travel { unit: settings.unit.clone(), ways, missing_pairs })
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
