//! What is near what: the points of the areas, their neighbours, the sites of services and the ways to them.

use geo::Centroid;

use super::crosswalk::Crosswalk;
use super::neighbours::{self, Contiguity, PointIndex, coarser};
use super::route::Landing;
use super::sources::Joining;
use super::{grid, sites};
use crate::area::{AreaCode, AreaSet, Crs, Geography};
use crate::assessment::{Assessment, Islands, NeighbourRule, NeighbourSettings, NeighbourWeights};
use crate::ledger::{Entry, Ledger};
use crate::neighbours::Neighbours;
use crate::problem::{Problem, Problems};
use crate::read;
use crate::read::points::Points;

use rustc_hash::{FxHashMap, FxHashSet};

/// Points, neighbours and sites, aligned to the areas.
#[derive(Debug, Clone, Default)]
pub struct Near {
    /// The point that stands for each area, in metres on the British National Grid.
    pub centres: Vec<[f64; 2]>,
    /// Whether the points are given (population-weighted, say), or are the middles of the areas.
    pub centres_given: bool,
    /// The neighbours of each area, where clusters are asked for.
    pub neighbours: Option<NeighbourFacts>,
    /// The same areas put together in larger ones.
    pub scales: Vec<Scale>,
    /// Sites of services.
    pub sites: Vec<sites::Site>,
    /// The ways to them that the user brings.
    pub travel: Option<sites::Travel>,
}

/// Neighbours, and how they were found.
#[derive(Debug, Clone)]
pub struct NeighbourFacts {
    /// The neighbours.
    pub neighbours: Neighbours,
    /// How they were found, in words.
    pub words: String,
    /// Areas without neighbours, as found.
    pub islands: Vec<u32>,
    /// Islands that were joined to their nearest area.
    pub joined: Vec<u32>,
}

/// Larger areas, each of several areas of the run.
#[derive(Debug, Clone)]
pub struct Scale {
    /// Which larger areas.
    pub geography: Geography,
    /// Their names, in order of their codes.
    pub names: Vec<String>,
    /// Their codes.
    pub codes: Vec<AreaCode>,
    /// The larger area of each area, by its place in `names`.
    pub of: Vec<Option<u32>>,
    /// The neighbours of the larger areas.
    pub neighbours: Neighbours,
}

/// What finding them needs.
pub(super) struct Finding<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) areas: &'a AreaSet,
    pub(super) known: &'a FxHashSet<AreaCode>,
    pub(super) joining: Joining<'a>,
}

/// Finds them.
pub(super) fn near(
    finding: &Finding<'_>,
    scales: Vec<Scale>,
    ledger: &mut Ledger,
    problems: &mut Problems,
) -> Near {
    let settings = &finding.assessment.settings;
    let (centres, centres_given) = finding.centres(ledger, problems);
    let sites = sites::sites(finding.assessment, ledger, problems);
    let travel = sites::travel(finding, &sites, ledger, problems);
    let wanted = settings.clusters.is_some() && !finding.areas.is_empty();
    let neighbours = wanted.then(|| finding.neighbours(&centres, ledger, problems)).flatten();
    let scales = scales
        .into_iter()
        .map(|scale| with_neighbours(scale, neighbours.as_ref(), settings.neighbours.weights))
        .collect();
    Near { centres, centres_given, neighbours, scales, sites, travel }
}

fn with_neighbours(mut scale: Scale, fine: Option<&NeighbourFacts>, weights: NeighbourWeights) -> Scale {
    if let Some(Ok(found)) = fine.map(|f| coarser(&f.neighbours, &scale.of, scale.names.len())) {
        scale.neighbours = weighed(&found, weights);
    }
    scale
}

fn weighed(neighbours: &Neighbours, weights: NeighbourWeights) -> Neighbours {
    match weights {
        NeighbourWeights::RowStandardised => neighbours.row_standardised(),
        NeighbourWeights::Binary => neighbours.binary(),
    }
}

impl Finding<'_> {
    /// The point of each area: as given, or the middle of its shape.
    fn centres(&self, ledger: &mut Ledger, problems: &mut Problems) -> (Vec<[f64; 2]>, bool) {
        let middle =
            |shape: &geo::MultiPolygon<f64>| shape.centroid().map_or([f64::NAN; 2], |p| [p.x(), p.y()]);
        let mut centres: Vec<[f64; 2]> = self.areas.shapes().iter().map(middle).collect();
        let Some(read) = read::centres::read(self.assessment, problems) else { return (centres, false) };
        let mut entry = Entry::new("centres");
        (entry.rows_read, entry.rows_used) = (read.file.rows, read.file.rows);
        let mut given = vec![false; centres.len()];
        for (code, point) in read.codes.iter().zip(on_grid(&read.points)) {
            match (code.as_ref().and_then(|code| self.areas.position(code)), point) {
                (Some(area), Some(point)) => {
                    centres[area as usize] = point;
                    given[area as usize] = true;
                    entry.placement.by_code += 1;
                }
                (None, _) if code.as_ref().is_some_and(|code| self.known.contains(code)) => {
                    entry.placement.outside_place += 1;
                }
                (None, None) => entry.placement.no_location += 1,
                _ => entry.placement.unknown_location += 1,
            }
        }
        let missing = given.iter().filter(|given| !**given).count();
        if missing > 0 {
            let what = format!(
                "no point for {missing} of the {} areas of the place; their middle is taken",
                given.len()
            );
            problems.push(Problem::warning(what).file(std::path::Path::new(&read.file.file)));
        }
        entry.files.push(read.file);
        ledger.entries.push(entry);
        (centres, true)
    }

    fn neighbours(
        &self,
        centres: &[[f64; 2]],
        ledger: &mut Ledger,
        problems: &mut Problems,
    ) -> Option<NeighbourFacts> {
        let settings = &self.assessment.settings.neighbours;
        let shapes = self.areas.shapes();
        let found = match settings.rule {
            NeighbourRule::Queen => {
                neighbours::contiguous(shapes, Contiguity::Queen, settings.tolerance_m).ok()?
            }
            NeighbourRule::Rook => {
                neighbours::contiguous(shapes, Contiguity::Rook, settings.tolerance_m).ok()?
            }
            NeighbourRule::Nearest => PointIndex::new(centres).nearest(settings.nearest),
            NeighbourRule::Within => PointIndex::new(centres).within(settings.within_m).ok()?,
            NeighbourRule::File => self.listed(ledger, problems)?,
        };
        let one_way = found.one_way().len();
        if one_way > 0 && settings.rule == NeighbourRule::File {
            let what = match one_way {
                1 => "1 link between neighbours has no link back".to_owned(),
                links => format!("{links} links between neighbours have no link back"),
            };
            problems
                .push(Problem::warning(what).hint("give each pair in both directions, unless this is meant"));
        }
        let islands = found.islands();
        let policy = match settings.islands {
            Islands::LeaveOut => neighbours::Islands::LeaveOut,
            Islands::Nearest => neighbours::Islands::Nearest,
        };
        let settled = neighbours::settled(&found, policy, centres);
        self.tell_islands(&islands, &settled.islands, problems);
        let joined: Vec<u32> = settled.joined.iter().map(|(island, _)| *island).collect();
        let neighbours = weighed(&settled.neighbours, settings.weights);
        Some(NeighbourFacts { neighbours, words: in_words(settings), islands, joined })
    }

    fn tell_islands(&self, islands: &[u32], left: &[u32], problems: &mut Problems) {
        if islands.is_empty() {
            return;
        }
        let named: Vec<&str> =
            islands.iter().take(5).map(|i| self.areas.areas()[*i as usize].code.as_str()).collect();
        let more = if islands.len() > named.len() { " and others" } else { "" };
        let (have, they, each) = match islands.len() {
            1 => ("area has", "it takes", "it"),
            _ => ("areas have", "they take", "each"),
        };
        let what = format!("{} {have} no neighbour: {}{more}", islands.len(), named.join(", "));
        let problem = if left.is_empty() {
            Problem::note(format!("{what}; {each} was given its nearest area"))
        } else if left.len() == self.areas.len() && self.areas.len() > 1 {
            Problem::warning(format!("{what}; nothing can be said of clusters"))
                .hint("raise neighbours.tolerance_m, or choose neighbours.rule = \"nearest\"")
        } else {
            Problem::warning(format!("{what}; {they} no part in clusters"))
                .hint("raise neighbours.tolerance_m, or set neighbours.islands = \"nearest\"")
        };
        problems.push(problem);
    }

    /// Neighbours from a list. Pairs that lead out of the place are counted and left out.
    fn listed(&self, ledger: &mut Ledger, problems: &mut Problems) -> Option<Neighbours> {
        let read = read::neighbour_list::read(self.assessment, problems)?;
        let mut entry = Entry::new("neighbours");
        entry.rows_read = read.file.rows;
        let codes: Vec<AreaCode> = self.areas.areas().iter().map(|area| area.code.clone()).collect();
        let leads_out = |code: &AreaCode| self.known.contains(code) && self.areas.position(code).is_none();
        let (mut rows, mut kept) = (Vec::new(), Vec::new());
        let pairs = read.from.iter().zip(read.to.iter()).zip(&read.weights).enumerate();
        for (row, ((from, to), weight)) in pairs {
            match (from, to) {
                (Some(from), Some(to)) if leads_out(from) || leads_out(to) => {
                    entry.drop_rows("leads out of the place", 1);
                }
                (Some(from), Some(to)) => {
                    kept.push(read.from.row_number(row));
                    rows.push(neighbours::GivenLink {
                        from: from.clone(),
                        to: to.clone(),
                        weight: Some(*weight),
                    });
                }
                _ => entry.drop_rows("a code is blank", 1),
            }
        }
        entry.rows_used = rows.len() as u64;
        entry.placement.by_code = entry.rows_used;
        let found = neighbours::given(&rows, &codes);
        let file = std::path::PathBuf::from(&read.file.file);
        entry.files.push(read.file);
        ledger.entries.push(entry);
        found
            .map_err(|faults| {
                let near = |code: &AreaCode| read::nearest(code.as_str(), codes.iter().map(AreaCode::as_str));
                problems
                    .extend(sites::link_problems(&faults, &kept, near).into_iter().map(|p| p.file(&file)));
            })
            .ok()
    }
}

/// Points in metres on the British National Grid; those off the grid are `None`.
pub(super) fn on_grid(points: &Points) -> Vec<Option<[f64; 2]>> {
    let metres = |point: [f64; 2]| match points.crs {
        Crs::BritishNationalGrid => Some(point),
        Crs::Wgs84 => grid::to_grid(point[0], point[1]).ok().map(|(e, n)| [e, n]),
    };
    points.points.iter().map(|point| point.and_then(metres)).collect()
}

fn in_words(settings: &NeighbourSettings) -> String {
    let found = match settings.rule {
        NeighbourRule::Queen => {
            format!("areas whose borders come within {} m of each other", settings.tolerance_m)
        }
        NeighbourRule::Rook => {
            format!("areas that share a length of border, to within {} m", settings.tolerance_m)
        }
        NeighbourRule::Nearest => format!("the {} nearest areas", settings.nearest),
        NeighbourRule::Within => format!("areas whose middles lie within {} m", settings.within_m),
        NeighbourRule::File => "the pairs of a given list".into(),
    };
    let weights = match settings.weights {
        NeighbourWeights::RowStandardised => "the neighbours of each area weigh one together",
        NeighbourWeights::Binary => "every neighbour weighs one",
    };
    format!("{found}; {weights}")
}

/// The larger areas that a look-up puts the areas in. An area that lies in several counts to the one that has most
/// of its people.
pub(super) fn scales(
    assessment: &Assessment,
    areas: &AreaSet,
    crosswalks: &[Crosswalk],
    names: &FxHashMap<AreaCode, String>,
    problems: &mut Problems,
) -> Vec<Scale> {
    let wanted = assessment.settings.clusters.iter().flat_map(|clusters| &clusters.scales);
    let scale = |name: &String| {
        let geography = Geography::named(name);
        let walk = crosswalks.iter().find(|w| w.from == *areas.geography() && w.to == geography)?;
        let main = |code: &AreaCode| {
            let shares = walk.shares(code)?;
            shares
                .iter()
                .fold(shares.first()?, |best, s| if s.1 > best.1 { s } else { best })
                .0
                .clone()
                .into()
        };
        let larger: Vec<Option<AreaCode>> = areas.areas().iter().map(|area| main(&area.code)).collect();
        let mut codes: Vec<AreaCode> = larger.iter().flatten().cloned().collect();
        codes.sort();
        codes.dedup();
        let of = |code: &Option<AreaCode>| {
            code.as_ref().and_then(|c| codes.binary_search(c).ok()).map(|i| i as u32)
        };
        let of: Vec<Option<u32>> = larger.iter().map(of).collect();
        let without = of.iter().filter(|unit| unit.is_none()).count();
        if without > 0 {
            problems.push(Problem::warning(format!("the look-up puts {without} areas in no {geography}")));
        }
        let named = |code: &AreaCode| names.get(code).cloned().unwrap_or_else(|| code.to_string());
        let names = codes.iter().map(named).collect();
        Some(Scale { geography, names, codes, of, neighbours: Neighbours::default() })
    };
    wanted.filter_map(scale).collect()
}

/// Where a code of a travel table leads.
pub(super) fn area_of(
    finding: &Finding<'_>,
    geography: &Geography,
    code: &AreaCode,
) -> Option<Result<u32, ()>> {
    let route = finding.joining.routes.from(geography)?;
    Some(match route.main_area(code) {
        Landing::Areas(shares) => shares.first().map(|(area, _)| *area).ok_or(()),
        Landing::Outside => Err(()),
        Landing::Unknown => return None,
    })
}
