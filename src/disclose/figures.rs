//! Maps and charts that may be published.

use super::evidence::{Bar, Chart, Drawing, FunnelLimit, FunnelWords, Map, Picture, Point, Shown};
use super::service_tables::{Service, standard_name, standard_words};
use crate::assess::gap::{Gap, Verdict};
use crate::assess::{Findings, StandardFindings};
use crate::assessment::{Counted, Settings};
use crate::estimate::{Confidence, funnel};
use crate::join::Joined;
use crate::measure::{Measure, Missing, Value};

/// How many points the limits of a funnel are drawn with.
const FUNNEL_STEPS: usize = 200;
/// How much further along each point of a funnel's curve lies than the one before it.
const FUNNEL_STEP: f64 = 1.04;

fn shown<T: Copy>(value: Value<T>, may: bool) -> Shown<T> {
    match value {
        _ if !may => Shown::Suppressed,
        Value::Known(figure) => Shown::Value(figure),
        Value::Missing(reason) => Shown::Missing(reason),
    }
}

fn public(measure: &Measure<f64>) -> Vec<Shown<f64>> {
    measure.values.iter().map(|v| shown(*v, true)).collect()
}

/// Draws maps as the settings have them.
pub(super) struct Figures<'a> {
    pub(super) joined: &'a Joined,
    pub(super) settings: &'a Settings,
}

impl Figures<'_> {
    fn classes(
        &self,
        heading: &str,
        values: Vec<Shown<f64>>,
        percentage: bool,
        style: &'static str,
        key: &str,
    ) -> Picture {
        let maps = &self.settings.maps;
        let breaks = maps.breaks.get(key).cloned();
        Picture::Classes {
            heading: heading.into(),
            values,
            percentage,
            style,
            scheme: maps.scheme,
            breaks,
            classes: maps.classes,
        }
    }

    /// The map of need, and of joint high deprivation and crime.
    pub(super) fn of_need(&self, need: Option<&Measure<f64>>, findings: &Findings) -> Vec<Map> {
        let mut maps = Vec::new();
        if let Some(need) = need {
            maps.push(Map {
                id: "need".into(),
                title: format!("{}: need", self.settings.title),
                subtitle: need.indicator.method.clone(),
                picture: self.classes(
                    "Need index (higher is more need)",
                    public(need),
                    false,
                    "need",
                    "need",
                ),
                named: self.highest(need),
                notes: Vec::new(),
                overlay: Vec::new(),
                table: "areas".into(),
            });
        }
        if let Some(joint) = &findings.joint {
            let category = |area: &Option<(bool, bool)>| match area {
                Some((d, c)) => Shown::Value(joint_category(*d, *c)),
                None => Shown::Missing(Missing::IngredientMissing),
            };
            maps.push(Map {
                id: "joint_high".into(),
                title: format!("{}: high deprivation and high crime", self.settings.title),
                subtitle:
                    "Areas among the fifth with most deprivation, the fifth with most recorded crime, or both"
                        .into(),
                picture: Picture::Categories {
                    heading: "Among the highest fifth".into(),
                    categories: joint.areas.iter().map(category).collect(),
                    style: "joint",
                },
                named: Vec::new(),
                notes: Vec::new(),
                overlay: Vec::new(),
                table: "areas".into(),
            });
        }
        maps
    }

    fn highest(&self, need: &Measure<f64>) -> Vec<usize> {
        let mut known: Vec<(usize, f64)> =
            need.values.iter().enumerate().filter_map(|(i, v)| v.known().map(|x| (i, x))).collect();
        known.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        known.into_iter().map(|(i, _)| i).take(self.settings.maps.labels).collect()
    }

    /// The maps of one service: reach, ratio, verdict, and need against reach.
    pub(super) fn of_service(&self, service: &Service<'_>, need: Option<&Measure<f64>>) -> Vec<Map> {
        let standard = &service.findings.standards[0];
        let named: Vec<usize> = service.shown_order().take(self.settings.maps.labels).collect();
        let name = &service.uptake.service;
        let table = format!("reach_{}_{}", service.id, standard_name(standard.standard));
        let map = |id: &str, title: &str, subtitle: &str, picture| Map {
            id: format!("{id}_{}", service.id),
            title: format!("{}: {title}", self.settings.title),
            subtitle: subtitle.into(),
            picture,
            named: named.clone(),
            notes: Vec::new(),
            overlay: Vec::new(),
            table: table.clone(),
        };
        let percentage = service.uptake.counted == Counted::People;
        let reach: Vec<Shown<f64>> = service
            .reach
            .values
            .iter()
            .zip(&service.shown.areas)
            .map(|(v, s)| shown(v.map(|e| e.value), *s))
            .collect();
        let heading =
            if percentage { "Share of eligible people reached" } else { "Contacts per eligible person" };
        let mut maps = vec![map(
            "reach",
            &format!("reach of {name}"),
            &meaning_of_reach(service),
            self.classes(heading, reach.clone(), percentage, "reach", "reach"),
        )];
        maps.extend(service.findings.standards.iter().map(|s| self.of_standard(service, s, &map)));
        maps.push(map(
            "verdict",
            &format!("verdict on {name}"),
            &format!("Standard: {}", standard_words(standard.standard)),
            verdicts(standard, service),
        ));
        if let Some(need) = need {
            let picture = Picture::NeedAndReach { need: public(need), reach, percentage };
            maps.push(map(
                "need_and_reach",
                &format!("need and reach of {name}"),
                "Each in thirds of the areas; need stays apart from reach",
                picture,
            ));
        }
        maps
    }

    fn of_standard(
        &self,
        service: &Service<'_>,
        standard: &StandardFindings,
        map: &dyn Fn(&str, &str, &str, Picture) -> Map,
    ) -> Map {
        let values = standard
            .gaps
            .iter()
            .zip(&service.gaps_shown)
            .map(|(g, s)| shown(g.ratio.map(|r| r.value), *s))
            .collect();
        let name = standard_name(standard.standard);
        let picture = self.classes("People reached ÷ people expected", values, false, "ratio", "gap");
        let mut map = map(
            &format!("gap_{name}"),
            &format!("gap in {}", service.uptake.service),
            &format!("Standard: {}", standard_words(standard.standard)),
            picture,
        );
        map.table = format!("reach_{}_{name}", service.id);
        map
    }

    /// The charts of one service: funnel, groups, and need against ratio.
    pub(super) fn charts(&self, service: &Service<'_>, need: Option<&Measure<f64>>) -> Vec<Chart> {
        let standard = &service.findings.standards[0];
        let name = &service.uptake.service;
        let table = format!("reach_{}_{}", service.id, standard_name(standard.standard));
        let chart = |id: &str, title: String, subtitle: &str, drawing| Chart {
            id: format!("{id}_{}", service.id),
            title: format!("{}: {title}", self.settings.title),
            subtitle: subtitle.into(),
            drawing,
            withheld: service.withheld(),
            notes: Vec::new(),
            table: table.clone(),
        };
        let mut charts = Vec::new();
        let points = self.points(service, standard, |gap, ratio, _| Some((gap.expected.middle(), ratio)));
        if !points.is_empty() {
            let limits = funnel_limits(&points);
            let subtitle =
                "Each point is an area. Between the lines is what chance alone would give (95 % and 99.8 %)";
            charts.push(chart(
                "funnel",
                format!("funnel plot of {name}"),
                subtitle,
                Drawing::Funnel { words: FunnelWords::AREAS, points, limits },
            ));
        }
        if let Some(need) = need {
            let points = self
                .points(service, standard, |_, ratio, area| need.values[area].known().map(|n| (n, ratio)));
            if let Some(need_split) = median(points.iter().map(|p| p.x)) {
                let subtitle = "Areas low on the right have much need and are reached less than expected";
                charts.push(chart(
                    "quadrant",
                    format!("need and reach of {name}"),
                    subtitle,
                    Drawing::Quadrant { points, need_split },
                ));
            }
        }
        for (group, shown) in service.findings.groups.iter().zip(&service.group_gaps_shown) {
            let bar = |(level, may): (&crate::assess::groups::GroupGap, &bool)| Bar {
                label: level.level.clone(),
                figure: self::shown(level.equal.ratio.map(|r| (r.value, r.lower, r.upper)), *may),
            };
            let bars: Vec<Bar> = group.levels.iter().zip(shown).map(bar).collect();
            if !bars.iter().any(|bar| matches!(bar.figure, Shown::Value(_))) {
                continue;
            }
            let words = group.name.replace('_', " ");
            let mut found = chart(
                &format!("groups_{}", super::service_tables::machine_name(&group.name)),
                format!("reach of {name} by {words}"),
                "Share of people reached over share of eligible people; 1 is parity. Bars show 95 % intervals",
                representation(bars),
            );
            found.withheld = shown.iter().filter(|s| !**s).count();
            found.table =
                format!("groups_{}_{}", service.id, super::service_tables::machine_name(&group.name));
            charts.push(found);
        }
        charts
    }

    fn points(
        &self,
        service: &Service<'_>,
        standard: &StandardFindings,
        place: impl Fn(&Gap, f64, usize) -> Option<(f64, f64)>,
    ) -> Vec<Point> {
        let named: Vec<usize> = service.shown_order().take(self.settings.maps.labels).collect();
        let point = |(area, gap): (usize, &Gap)| {
            let ratio = gap.ratio.known().filter(|_| service.gaps_shown[area])?;
            let (x, y) = place(gap, ratio.value, area)?;
            let rank = named.iter().position(|n| *n == area);
            let name = self.joined.areas.areas()[area].name.clone();
            Some(Point { x, y, name, rank })
        };
        standard.gaps.iter().enumerate().filter_map(point).collect()
    }
}

/// Bars of representation by group.
fn representation(bars: Vec<Bar>) -> Drawing {
    Drawing::Groups { heading: "Share of people reached ÷ share of eligible people".into(), bars }
}

fn meaning_of_reach(service: &Service<'_>) -> String {
    let about = &service.reach.indicator;
    let numerator = about.numerator.clone().unwrap_or_default();
    let denominator = about.denominator.clone().unwrap_or_default();
    crate::words::capital(&format!("{numerator}, out of {denominator}, {}", about.period))
}

fn verdicts(standard: &StandardFindings, service: &Service<'_>) -> Picture {
    let category = |gap: &Gap| Verdict::ALL.iter().position(|v| *v == gap.verdict).unwrap_or_default();
    let one = |(gap, may): (&Gap, &bool)| match (may, gap.ratio) {
        (false, _) => Shown::Suppressed,
        (true, Value::Missing(reason)) => Shown::Missing(reason),
        (true, Value::Known(_)) => Shown::Value(category(gap)),
    };
    let categories = standard.gaps.iter().zip(&service.gaps_shown).map(one).collect();
    Picture::Categories {
        heading: "What the 95 % interval allows one to say".into(),
        categories,
        style: "verdict",
    }
}

/// The category of an area in the style `joint`, by whether its deprivation and its crime are high.
fn joint_category(high_deprivation: bool, high_crime: bool) -> usize {
    match (high_deprivation, high_crime) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    }
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

/// The control limits of the ratio, at expected counts spread evenly over the width of the plot.
fn funnel_limits(points: &[Point]) -> Vec<FunnelLimit> {
    let furthest = points.iter().fold(1.0f64, |most, p| most.max(p.x)) * 1.05;
    let (inner, outer) = (Curves::new(furthest, Confidence::P95), Curves::new(furthest, Confidence::P998));
    let at = |step: usize| {
        let expected = furthest * step as f64 / FUNNEL_STEPS as f64;
        FunnelLimit { expected, inner: inner.at(expected), outer: outer.at(expected) }
    };
    (1..=FUNNEL_STEPS).map(at).collect()
}

/// The two curves of one level: through the points at which 1, 2, 3 … events are just unusual.
struct Curves {
    lower: Vec<(f64, f64)>,
    upper: Vec<(f64, f64)>,
}

impl Curves {
    fn new(furthest: f64, confidence: Confidence) -> Self {
        let (mut lower, mut upper) = (Vec::new(), Vec::new());
        let mut observed = 1.0f64;
        while observed <= furthest * 2.0 + 20.0 {
            if let Ok(point) = funnel::ratio_point(observed, confidence) {
                lower.push((point.expected_at_lower, observed / point.expected_at_lower));
                upper.push((point.expected_at_upper, observed / point.expected_at_upper));
            }
            observed = (observed * FUNNEL_STEP).ceil().max(observed + 1.0);
        }
        Self { lower, upper }
    }

    /// Limits at one expected count; below the first point of the lower curve no count is too few.
    fn at(&self, expected: f64) -> (f64, f64) {
        let on = |curve: &[(f64, f64)], before: f64| {
            let next = curve.partition_point(|(x, _)| *x < expected);
            match (next.checked_sub(1).map(|i| curve[i]), curve.get(next)) {
                (Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * (expected - x0) / (x1 - x0),
                (Some((_, last)), None) => last,
                _ => before,
            }
        };
        (on(&self.lower, 0.0), on(&self.upper, self.upper.first().map_or(1.0, |p| p.1)))
    }
}
