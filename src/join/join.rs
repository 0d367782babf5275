//! The joining of one run: sources are read one after the other, so that only one is in memory at a time, and
//! every problem of every source is told, not the first.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Joined;
use super::areas::{self, Place};
use super::crosswalk::{Changes, Crosswalk};
use super::location::Locator;
use super::near;
use super::reading::Sources;
use super::route::Routes;
use super::sources::Joining;
use crate::area::{AreaCode, Geography};
use crate::assessment::Assessment;
use crate::join::UptakeCounts;
use crate::ledger::{Entry, Ledger};
use crate::problem::{Problem, Problems};
use crate::read;
use crate::read::boundaries::{BoundaryFile, BoundaryQuery};

/// Reads and joins every source. `None` when the areas or their people cannot be made out.
pub fn join(
    assessment: &Assessment,
    problems: &mut Problems,
    report: &mut dyn FnMut(&str),
) -> Option<Joined> {
    joined(assessment, None, problems, report)
}

/// The same with the areas just outside the place, those whose borders lie within so many metres, taken in.
///
/// # Errors
/// Every problem, where the files cannot be read or joined for the wider place.
pub fn with_rim(
    assessment: &Assessment,
    rim_m: f64,
    report: &mut dyn FnMut(&str),
) -> Result<Joined, Problems> {
    let mut problems = Problems::none();
    match joined(assessment, Some(rim_m), &mut problems, report) {
        Some(joined) if !problems.has_errors() => Ok(joined),
        _ => Err(problems),
    }
}

fn joined(
    assessment: &Assessment,
    rim_m: Option<f64>,
    problems: &mut Problems,
    report: &mut dyn FnMut(&str),
) -> Option<Joined> {
    let settings = &assessment.settings;
    let mut ledger = Ledger::default();
    report("look-ups");
    let (crosswalks, names) = lookups(assessment, &mut ledger, problems);
    report("boundaries");
    let geography = Geography::named(&settings.areas.geography);
    let boundaries = boundaries(assessment, &geography, problems);
    let found =
        boundaries.as_ref().map(|b| areas::place(assessment, b, (&crosswalks, &names), rim_m, problems));
    let place = found.flatten();
    let place = place.unwrap_or_else(|| areas::nowhere(geography.clone()));
    let locator = match &boundaries {
        Some(boundaries) => Locator::new(boundaries, &place),
        None => Locator::without_boundaries(),
    };
    if let Some(boundaries) = boundaries {
        ledger.entries.push(boundary_entry(assessment, boundaries, &place));
    }
    let routes = Routes::new(&place.areas, &place.known, &crosswalks);
    let scales = near::scales(assessment, &place.areas, &crosswalks, &names, problems);
    drop(crosswalks);
    let joining = Joining { routes: &routes, areas: place.areas.len(), tolerance: &settings.tolerance };
    // With the rim taken in, only areas are looked at together.
    let sees_people = rim_m.is_none() && assessment.has_partnership();
    let mut sources = Sources {
        assessment,
        joining,
        locator: &locator,
        ledger: &mut ledger,
        problems,
        report,
        sees_people,
    };
    let population = sources.population();
    let groups = sources.groups();
    let (deprivation, indicators) = sources.indicators();
    let crime = sources.crime();
    let (uptake, roll) = sources.uptake(&place.areas, population.as_ref(), &groups);
    let cohorts = sources.cohorts();
    report("sites and neighbours");
    let (areas, known) = (&place.areas, &place.known);
    let finding = near::Finding { assessment, areas, known, joining };
    let near = near::near(&finding, scales, &mut ledger, problems);
    sites_of_no_service(&near.sites, &uptake, problems);
    if place.areas.is_empty() {
        return None;
    }
    Some(Joined {
        areas: place.areas,
        population: population?,
        groups,
        deprivation,
        indicators,
        crime,
        uptake,
        roll,
        cohorts,
        near,
        ledger,
    })
}

/// The boundaries of all areas in the file.
fn boundaries(
    assessment: &Assessment,
    geography: &Geography,
    problems: &mut Problems,
) -> Option<BoundaryFile> {
    let settings = &assessment.settings;
    let path = assessment.path(&settings.areas.file);
    let query = BoundaryQuery {
        path: &path,
        code: settings.areas.code.as_deref(),
        name: settings.areas.name.as_deref(),
        layer: settings.areas.layer.as_deref(),
        crs: settings.areas.crs,
        geography,
    };
    read::boundaries::read(&query, problems)
}

/// Tells of sites whose service is none that was assessed.
fn sites_of_no_service(sites: &[super::sites::Site], uptake: &[UptakeCounts], problems: &mut Problems) {
    let mut strangers: Vec<&str> = sites
        .iter()
        .filter_map(|site| site.service.as_deref())
        .filter(|service| !uptake.iter().any(|u| u.service.eq_ignore_ascii_case(service)))
        .collect();
    strangers.sort_unstable();
    strangers.dedup();
    for stranger in strangers {
        let near = read::nearest(stranger, uptake.iter().map(|u| u.service.as_str()));
        let problem =
            Problem::warning(format!("[[sites]] has sites of \"{stranger}\", which no [[uptake]] is about"));
        problems.push(match near {
            Some(near) => problem.hint(format!("did you mean \"{near}\"?")),
            None => problem,
        });
    }
}

type Names = FxHashMap<AreaCode, String>;

/// Reads the look-ups; the names they give to areas come with them.
fn lookups(assessment: &Assessment, ledger: &mut Ledger, problems: &mut Problems) -> (Vec<Crosswalk>, Names) {
    let (mut crosswalks, mut names) = (Vec::new(), Names::default());
    for (i, lookup) in assessment.settings.lookup.iter().enumerate() {
        let Some(file) = read::lookup::read(assessment, lookup, problems) else { continue };
        let mut entry = Entry::new(format!("look-up {}", i + 1));
        entry.rows_read = file.file.rows;
        entry.rows_used = file.file.rows;
        entry.placement.by_code = file.file.rows;
        entry.files.push(file.file);
        entry.files.extend(file.people_file);
        for relation in file.relations {
            if relation.blank > 0 {
                entry.notes.push(format!("{} rows without a code on one side tie nothing.", relation.blank));
            }
            names.extend(relation.names);
            let walk = Crosswalk::new(relation.from, relation.to, &relation.pairs, &file.people);
            entry.notes.push(changes_in_words(&walk, &relation.changes));
            if walk.changes.shared_equally > 0 && walk.changes.split + walk.changes.complex > 0 {
                problems.push(
                    Problem::warning(format!(
                        "{} split areas of {} are shared out equally, for want of people to weight by",
                        walk.changes.shared_equally, walk.from
                    ))
                    .hint("give the look-up `weights`: people by area of the later year"),
                );
            }
            crosswalks.push(walk);
        }
        ledger.entries.push(entry);
    }
    (crosswalks, names)
}

/// What the look-up does, from its own change codes where it has them.
fn changes_in_words(walk: &Crosswalk, codes: &BTreeMap<String, u64>) -> String {
    let Changes { unchanged, split, merged, complex, .. } = walk.changes;
    let (from, to) = (&walk.from, &walk.to);
    if split + complex == 0 && merged > unchanged {
        let higher: FxHashSet<&AreaCode> = walk.found().collect();
        return format!("{} areas of {from} lie in {} of {to}.", unchanged + merged, higher.len());
    }
    let mut words = format!(
        "{from} to {to}: {unchanged} areas unchanged, {split} split, {merged} merged, {complex} both."
    );
    if !codes.is_empty() {
        let rows: Vec<String> = codes.iter().map(|(code, rows)| format!("{code} {rows}")).collect();
        words.push_str(&format!(" Rows by the look-up's own change code: {}.", rows.join(", ")));
    }
    words
}

fn boundary_entry(
    assessment: &Assessment,
    boundaries: read::boundaries::BoundaryFile,
    place: &Place,
) -> Entry {
    let mut entry = Entry::new("areas");
    let rows = boundaries.rows.len() as u64;
    let inside = place.areas.len() as u64;
    (entry.rows_read, entry.rows_used) = (rows, rows);
    (entry.placement.by_code, entry.placement.outside_place) = (inside, rows - inside);
    let mut file = boundaries.file;
    file.file = assessment.name_of(std::path::Path::new(&file.file));
    entry.files.push(file);
    entry
}
