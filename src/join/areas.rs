//! The areas of the run: which of the boundary file's areas make up the place, and the authority each lies in.

use std::collections::BTreeMap;
use std::path::Path;

use geo::MultiPolygon;
use rustc_hash::{FxHashMap, FxHashSet};

use super::crosswalk::Crosswalk;
use super::{grid, neighbours};
use crate::area::{Area, AreaCode, AreaSet, Authority, Crs, Geography};
use crate::assessment::Assessment;
use crate::problem::{Problem, Problems};
use crate::read::boundaries::BoundaryFile;

/// The areas of the run, and the codes of the boundary file that lie outside the place.
#[derive(Debug)]
pub struct Place {
    /// The areas.
    pub areas: AreaSet,
    /// Every code of the boundary file.
    pub known: FxHashSet<AreaCode>,
    /// For every boundary of the file, its area, or `u32::MAX` outside the place.
    pub area_of_boundary: Vec<u32>,
}

/// A place without areas, for judging the other inputs when the boundaries cannot be used.
pub fn nowhere(geography: Geography) -> Place {
    let areas = AreaSet::empty(geography);
    Place { areas, known: FxHashSet::default(), area_of_boundary: Vec::new() }
}

/// Picks the areas of the place, with those outside it whose borders lie within `rim_m` metres where that is given,
/// and finds their authorities.
pub fn place(
    assessment: &Assessment,
    boundaries: &BoundaryFile,
    (crosswalks, names): (&[Crosswalk], &FxHashMap<AreaCode, String>),
    rim_m: Option<f64>,
    problems: &mut Problems,
) -> Option<Place> {
    let settings = &assessment.settings;
    let geography = Geography::named(&settings.areas.geography);
    let chosen = Chosen::new(assessment, &geography, crosswalks);
    let mut rows: Vec<usize> =
        (0..boundaries.rows.len()).filter(|row| chosen.holds(&boundaries.rows[*row].code)).collect();
    chosen.report_unmatched(boundaries, problems);
    if rows.is_empty() {
        problems.push(
            Problem::error("none of its areas lies in the place")
                .file(&assessment.path(&settings.areas.file))
                .hint("check `place`, and that a look-up ties its codes to the areas"),
        );
        return None;
    }
    if let Some(rim_m) = rim_m {
        rows.extend(rim(boundaries, &rows, rim_m));
    }
    let authority = Authorities::new(assessment, &geography, crosswalks, names);
    let shapes: Vec<MultiPolygon<f64>> = rows.iter().map(|row| boundaries.rows[*row].shape.clone()).collect();
    let codes: Vec<&AreaCode> = rows.iter().map(|row| &boundaries.rows[*row].code).collect();
    let shapes = planar(shapes, boundaries.crs, &codes, &assessment.path(&settings.areas.file), problems)?;
    let (authorities, of_code) = authority.of(codes.iter().copied(), problems);
    let area = |row: &usize| {
        let boundary = &boundaries.rows[*row];
        let name = boundary.name.clone().filter(|n| !n.trim().is_empty());
        let name = name.or_else(|| names.get(&boundary.code).cloned());
        let name = name.unwrap_or_else(|| boundary.code.to_string());
        Area { code: boundary.code.clone(), name, authority: of_code[&boundary.code] }
    };
    let pairs = rows.iter().map(area).zip(shapes).collect();
    let areas = AreaSet::new(geography, authorities, pairs)
        .map_err(|code| {
            problems.push(Problem::error(format!("area {code} stands twice in the boundary file")));
        })
        .ok()?;
    let position = |b: &crate::read::boundaries::Boundary| areas.position(&b.code).unwrap_or(u32::MAX);
    let area_of_boundary = boundaries.rows.iter().map(position).collect();
    let known = boundaries.rows.iter().map(|b| b.code.clone()).collect();
    Some(Place { areas, known, area_of_boundary })
}

/// The boundaries just outside the place.
fn rim(boundaries: &BoundaryFile, inside: &[usize], rim_m: f64) -> Vec<usize> {
    let mut is_inside = vec![false; boundaries.rows.len()];
    inside.iter().for_each(|row| is_inside[*row] = true);
    let shapes: Vec<MultiPolygon<f64>> = boundaries.rows.iter().map(|row| row.shape.clone()).collect();
    let shapes = match boundaries.crs {
        Crs::BritishNationalGrid => shapes,
        Crs::Wgs84 => match grid::shapes_to_grid(shapes) {
            Ok(shapes) => shapes,
            Err(_) => return Vec::new(),
        },
    };
    let found = neighbours::rim(&shapes, &is_inside, rim_m).unwrap_or_default();
    found.into_iter().map(|row| row as usize).collect()
}

/// Shapes in metres on the British National Grid.
fn planar(
    shapes: Vec<MultiPolygon<f64>>,
    crs: Crs,
    codes: &[&AreaCode],
    file: &Path,
    problems: &mut Problems,
) -> Option<Vec<MultiPolygon<f64>>> {
    if crs == Crs::BritishNationalGrid {
        return Some(shapes);
    }
    match grid::shapes_to_grid(shapes) {
        Ok(shapes) => Some(shapes),
        Err(off) => {
            let first =
                off.first().and_then(|o| codes.get(o.shape)).map(ToString::to_string).unwrap_or_default();
            problems.push(
                Problem::error(format!(
                    "{} areas lie off the British National Grid, the first is {first}",
                    off.len()
                ))
                .file(file)
                .hint("the grid covers Great Britain only; check `areas.crs` and the place"),
            );
            None
        }
    }
}

/// The codes that make up the place.
struct Chosen<'a> {
    everything: bool,
    wanted: Vec<(Geography, &'a [String])>,
    inside: FxHashSet<AreaCode>,
    own: Vec<&'a String>,
    unmatched: Vec<String>,
}

impl<'a> Chosen<'a> {
    fn new(assessment: &'a Assessment, geography: &Geography, crosswalks: &[Crosswalk]) -> Self {
        let place = &assessment.settings.place;
        let mut chosen = Self {
            everything: place.is_empty(),
            wanted: place.iter().map(|(g, codes)| (Geography::named(g), codes.as_slice())).collect(),
            inside: FxHashSet::default(),
            own: Vec::new(),
            unmatched: Vec::new(),
        };
        for (higher, codes) in &chosen.wanted {
            if higher == geography {
                chosen.own.extend(codes.iter());
                continue;
            }
            let mut matched: BTreeMap<&String, bool> = codes.iter().map(|c| (c, false)).collect();
            for walk in crosswalks.iter().filter(|w| w.from == *geography && w.to == *higher) {
                for code in walk.codes() {
                    let Some((to, _)) = walk.shares(code).and_then(|s| s.first()) else { continue };
                    if let Some((_, hit)) = matched.iter_mut().find(|(pattern, _)| matches(pattern, to)) {
                        *hit = true;
                        chosen.inside.insert(code.clone());
                    }
                }
            }
            chosen
                .unmatched
                .extend(matched.into_iter().filter(|(_, hit)| !hit).map(|(c, _)| format!("{higher} {c}")));
        }
        chosen
    }

    fn holds(&self, code: &AreaCode) -> bool {
        self.everything || self.inside.contains(code) || self.own.iter().any(|pattern| matches(pattern, code))
    }

    fn report_unmatched(&self, boundaries: &BoundaryFile, problems: &mut Problems) {
        let own = self.own.iter().filter(|p| !boundaries.rows.iter().any(|b| matches(p, &b.code)));
        let all = self.unmatched.iter().cloned().chain(own.map(|c| (*c).clone()));
        for code in all {
            problems.push(
                Problem::error(format!("`place` names {code}, which no look-up or boundary has"))
                    .hint("check the code and its year: authorities were merged and recoded"),
            );
        }
    }
}

/// Whether a code is meant by a pattern: the code itself, or its beginning followed by `*`.
fn matches(pattern: &str, code: &AreaCode) -> bool {
    let pattern = pattern.trim();
    match pattern.strip_suffix('*') {
        Some(beginning) => {
            let text = code.as_str();
            text.len() >= beginning.len() && text[..beginning.len()].eq_ignore_ascii_case(beginning)
        }
        None => pattern.eq_ignore_ascii_case(code.as_str()),
    }
}

/// Which authority each area lies in.
struct Authorities<'a> {
    walk: Option<&'a Crosswalk>,
    names: &'a FxHashMap<AreaCode, String>,
}

impl<'a> Authorities<'a> {
    /// The authority's geography is the stated one, or that of `place`, or the first look-up's from the areas.
    fn new(
        assessment: &Assessment,
        geography: &Geography,
        crosswalks: &'a [Crosswalk],
        names: &'a FxHashMap<AreaCode, String>,
    ) -> Self {
        let stated = assessment.settings.areas.authority.as_deref();
        let stated =
            stated.or(assessment.settings.place.keys().next().map(String::as_str)).map(Geography::named);
        let walk =
            crosswalks.iter().find(|w| w.from == *geography && stated.as_ref().is_some_and(|s| w.to == *s));
        Self { walk, names }
    }

    /// The authorities in order of their codes, and the position of each area's among them.
    fn of<'c>(
        &self,
        codes: impl Iterator<Item = &'c AreaCode> + Clone,
        problems: &mut Problems,
    ) -> (Vec<Authority>, FxHashMap<AreaCode, u32>) {
        let authority = |code: &AreaCode| {
            let shares = self.walk.and_then(|w| w.shares(code));
            shares.and_then(|s| s.first()).map(|(to, _)| to.clone())
        };
        let found: BTreeMap<AreaCode, Option<AreaCode>> = codes.map(|c| (c.clone(), authority(c))).collect();
        let mut distinct: Vec<Option<AreaCode>> = found.values().cloned().collect();
        distinct.sort();
        distinct.dedup();
        let without = found.values().filter(|a| a.is_none()).count();
        if self.walk.is_some() && without > 0 {
            problems.push(Problem::warning(format!("{without} areas are in no authority of the look-up")));
        }
        let named = |code: &Option<AreaCode>| match code {
            Some(code) => Authority {
                code: code.to_string(),
                name: self.names.get(code).cloned().unwrap_or_else(|| code.to_string()),
            },
            None => Authority { code: String::new(), name: "Whole place".into() },
        };
        let position =
            |authority: &Option<AreaCode>| distinct.binary_search(authority).unwrap_or_default() as u32;
        let positions = found.iter().map(|(code, authority)| (code.clone(), position(authority))).collect();
        (distinct.iter().map(named).collect(), positions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_may_be_named_by_the_beginning_of_its_codes() {
        let code = AreaCode::parse("E06000023").expect("a code");
        assert!(matches("E06000023", &code) && matches("e06*", &code) && matches("E*", &code));
        assert!(!matches("W*", &code) && !matches("E06000024", &code));
    }
}
