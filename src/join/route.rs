//! Routes: from a code of any source's geography to the areas of the run, or out of the place.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::crosswalk::Crosswalk;
use crate::area::{AreaCode, AreaSet, Geography};

/// Where a code leads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Landing<'a> {
    /// To these areas of the run, with these shares; what is short of one lies outside the place.
    Areas(&'a [(u32, f64)]),
    /// To a known area outside the place.
    Outside,
    /// Nowhere: nobody knows the code.
    Unknown,
}

/// The way from one geography to the areas of the run.
#[derive(Debug, Clone, Default)]
pub struct Route {
    landings: FxHashMap<AreaCode, Vec<(u32, f64)>>,
}

impl Route {
    /// Where a code leads.
    pub fn landing(&self, code: &AreaCode) -> Landing<'_> {
        match self.landings.get(code) {
            None => Landing::Unknown,
            Some(shares) if shares.is_empty() => Landing::Outside,
            Some(shares) => Landing::Areas(shares),
        }
    }

    /// The one area of the run that most of this code's people live in, if any.
    pub fn main_area(&self, code: &AreaCode) -> Landing<'_> {
        match self.landing(code) {
            Landing::Areas(shares) => {
                let most = shares.iter().fold(&shares[0], |best, s| if s.1 > best.1 { s } else { best });
                Landing::Areas(std::slice::from_ref(most))
            }
            other => other,
        }
    }

    /// Whether the code is known at all.
    pub fn knows(&self, code: &AreaCode) -> bool {
        self.landings.contains_key(code)
    }
}

/// All routes of a run: one per geography that a look-up connects to the areas.
#[derive(Debug, Clone)]
pub struct Routes {
    target: Geography,
    routes: BTreeMap<Geography, Route>,
}

impl Routes {
    /// Makes the routes. `known` are codes of the areas' own geography that exist outside the place.
    pub fn new(areas: &AreaSet, known: &FxHashSet<AreaCode>, crosswalks: &[Crosswalk]) -> Self {
        let target = areas.geography().clone();
        let mut own = Route::default();
        let outside = crosswalks.iter().flat_map(|walk| outside_codes(walk, &target));
        for code in known.iter().chain(outside) {
            own.landings.entry(code.clone()).or_default();
        }
        for (index, area) in (0u32..).zip(areas.areas()) {
            own.landings.insert(area.code.clone(), vec![(index, 1.0)]);
        }
        let mut routes = BTreeMap::from([(target.clone(), own)]);
        for walk in crosswalks.iter().filter(|w| w.to == target) {
            let route = routes.entry(walk.from.clone()).or_default();
            for code in walk.codes() {
                let shares = walk.shares(code).unwrap_or_default().iter();
                let inside = shares.filter_map(|(to, share)| areas.position(to).map(|i| (i, *share)));
                route.landings.insert(code.clone(), inside.collect());
            }
        }
        Self { target, routes }
    }

    /// The areas' own geography.
    pub fn target(&self) -> &Geography {
        &self.target
    }

    /// The route from a geography, if a look-up connects it.
    pub fn from(&self, geography: &Geography) -> Option<&Route> {
        self.routes.get(geography)
    }

    /// The geography that knows most of these codes, with how many it knows; the areas' own on a tie.
    pub fn best_for<'a>(&self, codes: impl Iterator<Item = &'a AreaCode> + Clone) -> (&Geography, usize) {
        let known = |route: &Route| codes.clone().filter(|c| route.knows(c)).count();
        let own = (&self.target, self.routes.get(&self.target).map_or(0, known));
        self.routes.iter().fold(own, |best, (geography, route)| {
            let count = known(route);
            if count > best.1 { (geography, count) } else { best }
        })
    }
}

/// Codes of the areas' own geography that a look-up mentions.
fn outside_codes<'a>(walk: &'a Crosswalk, target: &Geography) -> Box<dyn Iterator<Item = &'a AreaCode> + 'a> {
    if walk.to == *target {
        Box::new(walk.found())
    } else if walk.from == *target {
        Box::new(walk.codes())
    } else {
        Box::new(std::iter::empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::Area;
    use crate::read::lookup::Pair;
    use geo::MultiPolygon;

    fn code(text: &str) -> AreaCode {
        AreaCode::parse(text).expect("a code")
    }

    fn routes() -> Routes {
        let area = |c: &str| (Area { code: code(c), name: c.into(), authority: 0 }, MultiPolygon(vec![]));
        let areas =
            AreaSet::new(Geography::named("lsoa21"), vec![], vec![area("B"), area("C")]).expect("distinct");
        let pair = |f: &str, t: &str| Pair { from: code(f), to: code(t), share: None };
        let people = [("B", 3.0), ("D", 1.0)].map(|(c, n)| (code(c), n)).into_iter().collect();
        let pairs = [pair("A", "B"), pair("A", "D"), pair("C", "C"), pair("E", "E")];
        let walk = Crosswalk::new(Geography::named("lsoa11"), Geography::named("lsoa21"), &pairs, &people);
        Routes::new(&areas, &FxHashSet::default(), &[walk])
    }

    #[test]
    fn a_split_across_the_edge_of_the_place_lands_partly_outside() {
        let routes = routes();
        let route = routes.from(&Geography::named("lsoa11")).expect("a route");
        assert_eq!(route.landing(&code("A")), Landing::Areas(&[(0, 0.75)]));
        assert_eq!(route.landing(&code("E")), Landing::Outside);
        assert_eq!(route.landing(&code("Z")), Landing::Unknown);
    }

    #[test]
    fn the_boundary_year_is_found_from_the_codes() {
        let routes = routes();
        let (found, known) = routes.best_for([code("A"), code("C")].iter());
        assert_eq!((found.name(), known), ("lsoa11", 2));
        let (found, _) = routes.best_for([code("C")].iter());
        assert_eq!(found.name(), "lsoa21");
    }
}
