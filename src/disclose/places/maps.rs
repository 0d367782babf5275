//! Maps of clusters, hot and cold spots, the scan's windows, access, and smoothed beside raw.

use super::Together;
use crate::assess::places::access::{AccessFindings, AccessGap};
use crate::assess::places::clusters::{ClusterFindings, unusual};
use crate::assess::places::scan::{Found, ScanFindings};
use crate::assess::places::smoothed::Smoothed;
use crate::disclose::evidence::{Map, Outline, Overlay, Picture, Shown};
use crate::estimate::NoFigure;
use crate::estimate::autocorrelation::Quadrant;
use crate::estimate::scan::Direction;
use crate::measure::Missing;
use crate::number_words::{number, things};

/// How many windows are drawn and told of on a map.
const MOST_WINDOWS: usize = 8;
/// Levels at which hot and cold spots are shown, with their places beyond "not unusual" in the style.
const SPOTS: [(f64, usize, usize); 3] = [(0.01, 0, 6), (0.05, 1, 5), (0.10, 2, 4)];
/// "Not unusual" in the style of hot spots.
const NO_SPOT: usize = 3;

impl Together<'_> {
    pub(super) fn all_maps(&self) -> Vec<Map> {
        let found = self.found();
        let mut maps = Vec::new();
        if let Some(clusters) = &found.clusters {
            maps.push(self.cluster_map(clusters));
            maps.push(self.hot_spot_map(clusters));
        }
        maps.extend(found.smoothed.as_ref().map(|smoothed| self.smoothed_map(smoothed)));
        maps.extend(self.scan().map(|scan| self.scan_map(scan)));
        if let Some(access) = &found.access {
            maps.push(self.distance_map(access));
            maps.extend(self.places_map(access));
            maps.push(self.access_gap_map(access));
        }
        maps
    }

    fn map(&self, id: &str, title: &str, subtitle: &str, picture: Picture) -> Map {
        Map {
            id: self.id(id),
            title: self.title(&format!("{title}, {}", self.service.uptake.service)),
            subtitle: subtitle.into(),
            picture,
            named: Vec::new(),
            notes: Vec::new(),
            overlay: Vec::new(),
            table: self.id("places"),
        }
    }

    fn categories(
        &self,
        heading: &str,
        style: &'static str,
        of: impl Fn(usize) -> Shown<usize>,
        needs_own: bool,
    ) -> Picture {
        let area = |area: usize| if needs_own && !self.own(area) { Shown::Suppressed } else { of(area) };
        let categories = (0..self.joined.areas.len()).map(area).collect();
        Picture::Categories { heading: heading.into(), categories, style }
    }

    fn cluster_map(&self, found: &ClusterFindings) -> Map {
        let of =
            |area: usize| match (&found.areas[area].moran, unusual(&found.areas[area].moran, found.level)) {
                (_, Some(Quadrant::HighHigh)) => Shown::Value(0),
                (_, Some(Quadrant::LowLow)) => Shown::Value(1),
                (_, Some(Quadrant::LowAmongHigh)) => Shown::Value(2),
                (_, Some(Quadrant::HighAmongLow)) => Shown::Value(3),
                (Ok(_), None) => Shown::Value(4),
                (Err(NoFigure::NoNeighbours), None) => Shown::Value(5),
                (Err(why), None) => Shown::Missing(Missing::from(*why)),
            };
        let picture = self.categories("Reach of the area, among its neighbours", "local-moran", of, true);
        let mut map = self.map(
            "clusters",
            "clusters of reach",
            "Local Moran of reached ÷ expected: which areas are unusually like or unlike their neighbours",
            picture,
        );
        map.notes.push(format!("Unusual: adjusted p-value at most {}", found.level));
        let bounds = found.areas.iter().filter(|area| !area.holds_at_bounds).count();
        if bounds > 0 {
            map.notes.push(format!(
                "For {} the kind depends on counts that the source withheld; the table says which",
                things(bounds as u64, "area", "areas")
            ));
        }
        map.named = self.first_low(found);
        map
    }

    /// Unusually low areas among low ones, in order of priority.
    fn first_low(&self, found: &ClusterFindings) -> Vec<usize> {
        let low = |area: &usize| unusual(&found.areas[*area].moran, found.level) == Some(Quadrant::LowLow);
        self.service.shown_order().filter(low).take(self.settings.maps.labels).collect()
    }

    fn hot_spot_map(&self, found: &ClusterFindings) -> Map {
        let of = |area: usize| match found.areas[area].hot_spot {
            Err(why) => Shown::Missing(Missing::from(why)),
            Ok(spot) => {
                let level = SPOTS.iter().find(|(level, _, _)| spot.test.adjusted <= *level);
                Shown::Value(
                    level.map_or(NO_SPOT, |(_, many, few)| if spot.statistic.z > 0.0 { *many } else { *few }),
                )
            }
        };
        let picture = self.categories("The area and its neighbours together", "hot-spots", of, true);
        self.map(
            "hot_spots",
            "hot and cold spots of reach",
            "Gi* of reached ÷ expected: where unusually few or many are reached",
            picture,
        )
    }

    fn smoothed_map(&self, found: &Smoothed) -> Map {
        let ratio = |area: usize| match self.found().counts[area] {
            Some(count) => Ok(count.observed.middle() / count.expected),
            None => Err(NoFigure::NoExpectedEvents),
        };
        let figures = |of: &dyn Fn(usize) -> Result<f64, NoFigure>| -> Vec<Shown<f64>> {
            let area = |area: usize| match of(area) {
                _ if !self.own(area) => Shown::Suppressed,
                Ok(figure) => Shown::Value(figure),
                Err(why) => Shown::Missing(Missing::from(why)),
            };
            (0..self.joined.areas.len()).map(area).collect()
        };
        let maps = &self.settings.maps;
        let picture = Picture::Pair {
            heading: "People reached ÷ people expected".into(),
            left: ("As counted".into(), figures(&ratio)),
            right: ("Smoothed by its neighbours".into(), figures(&|area| found.towards_neighbours[area])),
            style: "ratio",
            scheme: maps.scheme,
            breaks: maps.breaks.get("gap").cloned(),
            classes: maps.classes,
        };
        self.map(
            "smoothed",
            "gap as counted and smoothed",
            "Smoothed: drawn towards the mean of the neighbourhood by as much as chance explains",
            picture,
        )
    }

    fn scan_map(&self, found: &ScanFindings) -> Map {
        let unusual: Vec<(usize, &Found)> =
            found.clusters.iter().enumerate().filter(|(_, cluster)| cluster.unusual).collect();
        let mut category = vec![3; self.joined.areas.len()];
        let first_low = unusual.iter().find(|(_, c)| c.cluster.direction == Direction::Low).map(|(n, _)| *n);
        for (n, cluster) in &unusual {
            let of = match cluster.cluster.direction {
                Direction::High => 2,
                Direction::Low if Some(*n) == first_low => 0,
                Direction::Low => 1,
            };
            cluster.areas.iter().for_each(|area| category[*area] = of);
        }
        let of = |area: usize| match self.found().counts[area] {
            None => Shown::Missing(Missing::NobodyEligible),
            Some(_) => Shown::Value(category[area]),
        };
        let picture = self.categories("Groups of areas found by scan", "scan", of, false);
        let mut map = self.map(
            "scan",
            "groups of areas found by scan",
            "Windows of any place and size in which reach differs from the rest by more than chance explains",
            picture,
        );
        map.table = self.id("scan");
        let outline = |(n, cluster): &(usize, &Found)| Outline {
            centre_m: cluster.centre_m,
            half_axes_m: cluster.half_axes_m,
            degrees: cluster.degrees,
            number: (n + 1).to_string(),
            words: self.window_words(cluster),
        };
        let drawn = unusual.iter().filter(|(_, cluster)| cluster.half_axes_m.1 > 0.0).take(MOST_WINDOWS);
        let windows: Vec<Outline> = drawn.map(outline).collect();
        if windows.is_empty() {
            map.notes.push(format!("No window has a p-value of {} or less", found.level));
        } else {
            map.overlay.push(Overlay::Windows { name: "Window of the scan".into(), dashed: false, windows });
        }
        map
    }

    fn window_words(&self, found: &Found) -> String {
        let areas = things(found.areas.len() as u64, "area", "areas");
        if !self.group_may(found, false) {
            return areas;
        }
        let share = number(found.cluster.observed / found.cluster.expected * 100.0, 0);
        format!("{areas}, {share}% of expected")
    }

    fn sites(&self, found: &AccessFindings) -> Vec<Overlay> {
        let sites = found.sites.iter().map(|site| &self.joined.near.sites[*site]);
        let mut kinds: Vec<&str> = sites.clone().map(|site| site.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let of = |kind: &str| Overlay::Sites {
            name: crate::words::capital(kind),
            sites: sites
                .clone()
                .filter(|site| site.kind == kind)
                .map(|site| (site.point, site.name.clone()))
                .collect(),
        };
        kinds.into_iter().map(of).collect()
    }

    fn access_figures(
        &self,
        id: &str,
        title: &str,
        subtitle: &str,
        heading: &str,
        values: Vec<Shown<f64>>,
        found: &AccessFindings,
    ) -> Map {
        let maps = &self.settings.maps;
        let picture = Picture::Classes {
            heading: heading.into(),
            values,
            percentage: false,
            style: "access",
            scheme: maps.scheme,
            breaks: None,
            classes: maps.classes,
        };
        let mut map = self.map(id, title, subtitle, picture);
        map.overlay = self.sites(found);
        map
    }

    fn distance_map(&self, found: &AccessFindings) -> Map {
        let (heading, scale) = if found.straight {
            ("Kilometres to the nearest site".to_owned(), 0.001)
        } else {
            (format!("To the nearest site, {}", found.unit), 1.0)
        };
        let of = |nearest: &Option<(u32, f64)>| match nearest {
            Some((_, cost)) => Shown::Value(cost * scale),
            None => Shown::Missing(Missing::NoSite),
        };
        let values = found.nearest.iter().map(of).collect();
        let way = if found.straight {
            "In a straight line from the area's point"
        } else {
            "As the travel table has it"
        };
        self.access_figures("distance", "way to the nearest site", way, &heading, values, found)
    }

    fn places_map(&self, found: &AccessFindings) -> Option<Map> {
        let access = found.catchment.as_ref().ok()?;
        let (_, words, per) = self.places_within_reach();
        let values = access.scores.iter().map(|score| Shown::Value(score * per)).collect();
        let subtitle = "Shared with everybody who can reach the same sites (floating catchment areas)";
        let heading = format!("{words} within reach");
        Some(self.access_figures(
            "places_within_reach",
            "places within reach",
            subtitle,
            &heading,
            values,
            found,
        ))
    }

    fn access_gap_map(&self, found: &AccessFindings) -> Map {
        let gaps = &self.service.findings.standards[0].gaps;
        let of = |area: usize| {
            Shown::Value(match found.gap(area, &gaps[area]) {
                AccessGap::FarUnderServed => 0,
                AccessGap::NearUnderServed => 1,
                AccessGap::FarNot => 2,
                AccessGap::NearNot => 3,
                AccessGap::CannotTell => 4,
            })
        };
        let picture = self.categories("Distance and reach together", "access-gap", of, true);
        let far = if found.straight {
            format!("{} m", number(found.far, 0))
        } else {
            format!("{} {}", number(found.far, 0), found.unit)
        };
        let subtitle =
            format!("Far: {far} or more to the nearest site. Under-served: by the standard of the headline");
        let mut map = self.map("access_and_reach", "access and reach", &subtitle, picture);
        map.overlay = self.sites(found);
        map
    }
}
