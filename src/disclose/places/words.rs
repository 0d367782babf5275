//! What was found of areas looked at together, in sentences.

use super::Together;
use crate::assess::places::access::AccessGap;
use crate::assess::places::clusters::{ClusterFindings, unusual};
use crate::assess::places::inequality::InequalityFindings;
use crate::assess::places::scan::{Found, ScanFindings};
use crate::assessment::Counted;
use crate::estimate::autocorrelation::{Quadrant, Reach};
use crate::estimate::scan::Direction;
use crate::number_words::{number, percentage, things, thousands};

/// A Moran's I below this is called slight, however small its p-value.
const SLIGHT: f64 = 0.1;

impl Together<'_> {
    /// One paragraph on where areas lie together, one on access, one on inequality.
    pub(super) fn all_words(&self) -> Vec<String> {
        let found = self.found();
        let mut first = Vec::new();
        if let Some(clusters) = &found.clusters {
            first.extend(self.of_clusters(clusters));
            first.extend(self.of_scales());
            first.extend(self.of_rim());
        }
        match &found.scan {
            Some(Ok(scan)) => first.extend(self.of_scan(scan)),
            Some(Err(why)) => first.push(format!("No scan could be made: {why}.")),
            None => {}
        }
        match &found.scan_of_time {
            Some(Ok(scan)) => first.extend(self.of_time(scan)),
            Some(Err(why)) => first.push(format!("No scan of time could be made: {why}.")),
            None => {}
        }
        let paragraphs = [first, self.of_access(), self.of_inequality()];
        paragraphs.into_iter().filter(|p| !p.is_empty()).map(|p| p.join(" ")).collect()
    }

    fn name(&self, area: usize) -> &str {
        &self.joined.areas.areas()[area].name
    }

    fn of_clusters(&self, found: &ClusterFindings) -> Vec<String> {
        let mut told = vec![match &found.association.moran_permuted {
            Err(why) => format!("Whether areas reached less lie together cannot be said: {why}."),
            Ok(moran) if moran.p > found.level => format!(
                "Areas reached less lie no nearer together than chance has it: Moran’s I is {} (p = {}).",
                number(moran.value, 2),
                number(moran.p, 3)
            ),
            Ok(moran) => {
                let how = match (moran.value > 0.0, moran.value.abs() < SLIGHT) {
                    (true, true) => "are slightly like their neighbours in reach",
                    (true, false) => "are like their neighbours in reach",
                    (false, _) => "are unlike their neighbours in reach",
                };
                format!(
                    "Areas {how}: Moran’s I is {} where 0 would be no pattern, more than chance explains (p = {}, {} permutations).",
                    number(moran.value, 2),
                    number(moran.p, 3),
                    thousands(f64::from(moran.permutations))
                )
            }
        }];
        let kind = |wanted: Quadrant| -> Vec<usize> {
            let is = |area: &usize| {
                self.own(*area) && unusual(&found.areas[*area].moran, found.level) == Some(wanted)
            };
            (0..found.areas.len()).filter(is).collect()
        };
        let (low, alone) = (kind(Quadrant::LowLow), kind(Quadrant::LowAmongHigh));
        let tested = found.areas.iter().filter(|area| area.moran.is_ok()).count();
        if tested > 0 {
            let named = self.service.shown_order().filter(|area| low.contains(area)).take(3);
            let names: Vec<&str> = named.map(|area| self.name(area)).collect();
            let such_as = if names.is_empty() {
                String::new()
            } else {
                format!(", first among them {}", names.join(", "))
            };
            told.push(format!(
                "Of {tested_areas}, {low} unusually little reached among areas reached little{such_as}; {alone} unusually little reached among areas that are not (adjusted for so many areas, at {level}).",
                tested_areas = things(tested as u64, "area", "areas"),
                low = is_or_are(low.len()),
                alone = is_or_are(alone.len()),
                level = percentage(found.level)
            ));
        }
        match found.reach {
            Some(Reach::OutOfReach { needed, smallest }) => told.push(format!(
                "A single unusual area could not have been seen: {} permutations cannot give a p-value below {}, and {} would be needed.",
                thousands(1.0 / smallest - 1.0),
                number(smallest, 5),
                thousands(needed as f64)
            )),
            Some(Reach::ByTail { areas }) if areas > 0 => told.push(format!(
                "The p-values of {} are smaller than permutations can show and come from the tail of their distribution.",
                things(areas as u64, "area", "areas")
            )),
            _ => {}
        }
        told
    }

    fn of_scales(&self) -> Vec<String> {
        let told = |scale: &crate::assess::places::scales::ScaleFindings| {
            let survives = scale.survives?;
            Some(format!(
                "At the scale of {}, {} of the eligible people who live in such areas live in a larger area of the same kind.",
                scale.geography,
                percentage(survives)
            ))
        };
        self.found().scales.iter().filter_map(told).collect()
    }

    fn of_rim(&self) -> Option<String> {
        let rim = self.found().rim.as_ref()?;
        let changed: Vec<&str> =
            rim.changed.iter().filter(|(a, _, _)| self.own(*a)).map(|(a, _, _)| self.name(*a)).collect();
        let change = match changed.len() {
            0 => "no area of the place changes its kind".to_owned(),
            n => format!(
                "{} change{} kind ({})",
                things(n as u64, "area", "areas"),
                if n == 1 { "s its" } else { " their" },
                changed.iter().take(5).copied().collect::<Vec<_>>().join(", ")
            ),
        };
        Some(format!(
            "With {} just outside the place taken in, {change}.",
            things(rim.areas as u64, "area", "areas")
        ))
    }

    fn of_scan(&self, scan: &ScanFindings) -> Vec<String> {
        let unusual: Vec<&Found> = scan.clusters.iter().filter(|found| found.unusual).collect();
        if unusual.is_empty() {
            return vec![format!(
                "The scan finds no group of areas that differs from the rest by more than chance explains ({} random maps).",
                thousands(scan.replications as f64)
            )];
        }
        let mut told = vec![format!(
            "The scan finds {} that differ{} from the rest by more than chance explains.",
            things(unusual.len() as u64, "group of areas", "groups of areas"),
            if unusual.len() == 1 { "s" } else { "" }
        )];
        told.extend(unusual.iter().take(3).enumerate().map(|(n, found)| self.of_group(n + 1, found)));
        told
    }

    fn of_group(&self, n: usize, found: &Found) -> String {
        let how = match found.cluster.direction {
            Direction::Low => "fewer",
            Direction::High => "more",
        };
        let areas = things(found.areas.len() as u64, "area", "areas");
        let people = thousands(found.cluster.people);
        let what = if self.group_may(found, false) {
            format!(
                "{} were reached where {} would be expected",
                thousands(found.cluster.observed),
                thousands(found.cluster.expected)
            )
        } else {
            format!("{how} were reached than expected")
        };
        format!(
            "Group {n} has {areas} around {} with {people} eligible people: {what} (p = {}).",
            self.name(found.areas[0]),
            number(found.cluster.p_value, 3)
        )
    }

    fn of_time(&self, scan: &ScanFindings) -> Vec<String> {
        let groups = self.told_groups(scan, true);
        let Some(first) = groups.first().filter(|found| found.unusual) else {
            return vec!["Of no stretch of time can it be told that a group of areas differed from the rest by more than chance explains.".into()];
        };
        let name = |at: usize| scan.periods.get(at).map(String::as_str).unwrap_or_default();
        let how = match first.cluster.direction {
            Direction::Low => "fewer",
            Direction::High => "more",
        };
        vec![format!(
            "Looking at time too, {how} than expected were reached from {} to {} in {} around {}.",
            name(first.periods.start),
            name(first.periods.end.saturating_sub(1)),
            things(first.areas.len() as u64, "area", "areas"),
            self.name(first.areas[0])
        )]
    }

    fn of_access(&self) -> Vec<String> {
        let Some(access) = &self.found().access else { return Vec::new() };
        let gaps = &self.service.findings.standards[0].gaps;
        let count = |wanted: AccessGap| {
            (0..gaps.len()).filter(|a| self.own(*a) && access.gap(*a, &gaps[*a]) == wanted).count()
        };
        let (far, near) = (count(AccessGap::FarUnderServed), count(AccessGap::NearUnderServed));
        let unit = if access.straight { "metres" } else { access.unit.as_str() };
        let mut told = vec![format!(
            "{} within reach of the place or the nearest to some area.",
            match access.sites.len() {
                1 => "1 site of the service is".to_owned(),
                n => format!("{} sites of the service are", thousands(n as f64)),
            }
        )];
        if far + near == 0 {
            told.push("No area is found under-served, so distance has nothing to explain.".into());
        } else {
            let all = things((far + near) as u64, "under-served area", "under-served areas");
            let why = if far > 0 { ": distance may be why" } else { "" };
            let limit = thousands(access.far);
            told.push(format!("Of {all}, {} far from a site ({limit} {unit} or more){why}.", lie(far)));
        }
        if near > 0 {
            told.push(format!(
                "{} near one and under-served still: they slip through the net for another reason.",
                lie(near)
            ));
        }
        match access.catchment.as_ref().map(|found| found.out_of_reach.len()) {
            Ok(0) => {}
            Ok(1) => told.push("1 area has no site within the catchment.".into()),
            Ok(areas) => {
                told.push(format!("{} areas have no site within the catchment.", thousands(areas as f64)));
            }
            Err(why) => told.push(format!("Places within reach cannot be given: {why}.")),
        }
        if let Some(asymmetry) = &access.asymmetry {
            told.push(format!(
                "For {} the way there and the way back differ; the way there counts.",
                things(
                    asymmetry.differing as u64,
                    "pair of an area and a site",
                    "pairs of an area and a site"
                )
            ));
        }
        told
    }

    fn of_inequality(&self) -> Vec<String> {
        let Some(found) = &self.found().inequality else { return Vec::new() };
        let mut told = Vec::new();
        match &found.slope {
            Ok(slope) => {
                let (value, lower, upper) = (slope.sii.value, slope.sii.limits.lower, slope.sii.limits.upper);
                let people = self.service.uptake.counted == Counted::People;
                let written =
                    |figure: f64| if people { number(figure * 100.0, 1) } else { number(figure, 3) };
                let unit = if people { " percentage points" } else { "" };
                let who = if lower > 0.0 {
                    "the least deprived are reached more"
                } else if upper < 0.0 {
                    "the most deprived are reached more"
                } else {
                    "the interval does not tell who is reached more"
                };
                told.push(format!(
                    "By {}, reach changes by {}{unit} from the most to the least deprived (slope index of inequality, 95% interval {} to {}): {who}.",
                    found.by,
                    written(value),
                    written(lower),
                    written(upper)
                ));
                if let Ok(relative) = &slope.rii {
                    told.push(format!(
                        "The least deprived are reached {} times as often as the most deprived ({} to {}).",
                        number(relative.value, 2),
                        number(relative.limits.lower, 2),
                        number(relative.limits.upper, 2)
                    ));
                }
            }
            Err(why) => told.push(format!("No slope of reach along deprivation can be given: {why}.")),
        }
        told.extend(self.between_authorities(found));
        told
    }

    fn between_authorities(&self, found: &InequalityFindings) -> Option<String> {
        let several = self.joined.areas.authorities().len() > 1;
        let share = found.theil.ok()?.share_between.ok().filter(|_| several)?;
        Some(format!(
            "Of the inequality between areas, {} lies between authorities and the rest within them (Theil).",
            percentage(share.clamp(0.0, 1.0))
        ))
    }
}

/// How many lie somewhere.
fn lie(count: usize) -> String {
    match count {
        0 => "none lies".into(),
        1 => "1 lies".into(),
        count => format!("{} lie", thousands(count as f64)),
    }
}

fn is_or_are(count: usize) -> String {
    format!("{} {}", thousands(count as f64), if count == 1 { "is" } else { "are" })
}
