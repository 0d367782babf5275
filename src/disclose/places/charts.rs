//! Charts of clusters, scales and inequality.

use super::Together;
use crate::assess::places::clusters::{ClusterFindings, unusual};
use crate::assess::places::inequality::InequalityFindings;
use crate::assessment::NeighbourWeights;
use crate::disclose::evidence::{AmongNeighbours, Between, Chart, Drawing, Shown};
use crate::estimate::Figure;
use crate::estimate::autocorrelation::Permuted;
use crate::measure::Missing;

/// 95 % of a normal distribution lies within so many standard deviations.
const Z95: f64 = 1.959_963_984_540_054;

impl Together<'_> {
    pub(super) fn all_charts(&self) -> Vec<Chart> {
        let found = self.found();
        let mut charts = Vec::new();
        if let Some(clusters) = &found.clusters {
            charts.extend(self.moran_chart(clusters));
            charts.extend(self.correlogram(clusters));
            charts.extend(self.scales_chart(clusters));
        }
        if let Some(inequality) = &found.inequality {
            charts.extend(self.slope_chart(inequality));
            charts.extend(self.concentration_chart(inequality));
        }
        charts
    }

    fn chart(&self, id: &str, title: &str, subtitle: &str, drawing: Drawing, table: &str) -> Chart {
        Chart {
            id: self.id(id),
            title: self.title(&format!("{title}, {}", self.service.uptake.service)),
            subtitle: subtitle.into(),
            drawing,
            withheld: 0,
            notes: Vec::new(),
            table: self.id(table),
        }
    }

    fn moran_chart(&self, found: &ClusterFindings) -> Option<Chart> {
        // With other weights the slope of the points is not Moran's I.
        if self.settings.neighbours.weights != NeighbourWeights::RowStandardised {
            return None;
        }
        let moran = found.association.moran.as_ref().ok()?;
        // Values come as deviates whose spread is not quite one: the axes are in standard deviations of them.
        let known: Vec<f64> = found.standardised.iter().filter_map(|value| value.ok()).collect();
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        let spread = (known.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / known.len() as f64).sqrt();
        let point = |area: usize| {
            let value = match (found.standardised[area], found.surroundings[area]) {
                _ if !self.own(area) => Shown::Suppressed,
                (Ok(own), Some(beside)) => {
                    let is_unusual = unusual(&found.areas[area].moran, found.level).is_some();
                    Shown::Value(((own - mean) / spread, (beside - mean) / spread, is_unusual))
                }
                (Ok(_), None) => Shown::Missing(Missing::NoNeighbours),
                (Err(why), _) => Shown::Missing(Missing::from(why)),
            };
            AmongNeighbours { value, name: self.joined.areas.areas()[area].name.clone() }
        };
        let points: Vec<AmongNeighbours> = (0..self.joined.areas.len()).map(point).collect();
        if spread <= 0.0 || !points.iter().any(|point| matches!(point.value, Shown::Value(_))) {
            return None;
        }
        let drawing = Drawing::MoranScatter { points, morans_i: moran.value };
        let subtitle = "Each point is an area: left, fewer reached than expected; low, so are its neighbours";
        Some(self.chart(
            "moran_scatter",
            "reach of areas and of their neighbours",
            subtitle,
            drawing,
            "places",
        ))
    }

    fn correlogram(&self, found: &ClusterFindings) -> Option<Chart> {
        let classes = &self.found().correlogram;
        let expected = found.association.moran.as_ref().ok()?.expectation;
        let class = |class: &crate::assess::places::DistanceClass| {
            let figure = match class
                .moran
                .and_then(|moran| Ok((moran.value, moran.expectation, moran.randomisation?)))
            {
                Ok((value, expected, test)) => {
                    let width = Z95 * test.variance.sqrt();
                    Shown::Value((value, expected - width, expected + width))
                }
                Err(why) => Shown::Missing(Missing::from(why)),
            };
            (class.from_m, class.to_m, class.pairs as u64, figure)
        };
        let classes: Vec<(f64, f64, u64, Shown<Between>)> = classes.iter().map(class).collect();
        let any = classes.iter().any(|class| matches!(class.3, Shown::Value(_)));
        let subtitle = "How far likeness reaches: pairs of areas by the distance between their middles";
        any.then(|| {
            self.chart(
                "correlogram",
                "likeness of reach by distance",
                subtitle,
                Drawing::Correlogram { expected, classes },
                "association",
            )
        })
    }

    fn scales_chart(&self, found: &ClusterFindings) -> Option<Chart> {
        let scales = &self.found().scales;
        if scales.is_empty() {
            return None;
        }
        let figure = |found: &Result<Permuted, String>| match found {
            Ok(found) => {
                let width = Z95 * found.standard_deviation;
                Shown::Value((found.value, found.value - width, found.value + width))
            }
            Err(_) => Shown::Missing(Missing::IngredientMissing),
        };
        let own = (
            self.joined.areas.geography().to_string(),
            self.found().counts.iter().flatten().count(),
            figure(&found.association.moran_permuted),
        );
        let larger = scales.iter().map(|scale| (scale.geography.clone(), scale.units, figure(&scale.moran)));
        let drawing = Drawing::Scales {
            heading: "Moran’s I of people reached ÷ people expected".into(),
            interval: "95% spread of chance".into(),
            scales: std::iter::once(own).chain(larger).collect(),
        };
        let subtitle =
            "The same question asked of larger areas; the spread is that of random maps, about each value";
        Some(self.chart("scales", "likeness of reach at several scales", subtitle, drawing, "association"))
    }

    fn slope_chart(&self, found: &InequalityFindings) -> Option<Chart> {
        let (parts, slope) = (found.parts.as_ref().ok()?, found.slope.ok()?);
        let all: f64 = parts.iter().map(|part| part.eligible).sum();
        let part = |(number, part): (usize, &crate::assess::places::inequality::Part)| {
            let figure = match part.rate {
                _ if !self.is_not_small(part.reached) => Shown::Suppressed,
                Ok((value, limits)) => Shown::Value((value, limits.lower, limits.upper)),
                Err(why) => Shown::Missing(Missing::from(why)),
            };
            ((number + 1).to_string(), part.eligible / all, figure)
        };
        let drawing = Drawing::Slope {
            by: found.by.clone(),
            percentage: self.service.uptake.counted == crate::assessment::Counted::People,
            parts: parts.iter().enumerate().map(part).collect(),
            line: (slope.most_deprived, slope.most_deprived + slope.sii.value),
            slope: between(&slope.sii),
            relative: slope.rii.ok().as_ref().map(between),
        };
        let subtitle = "Slope index of inequality: the difference between the two ends of the line";
        Some(self.chart("slope", "reach by deprivation", subtitle, drawing, "inequality_parts"))
    }

    fn concentration_chart(&self, found: &InequalityFindings) -> Option<Chart> {
        let (curve, index) = (found.curve.as_ref().ok()?, found.concentration.ok()?);
        let curve = curve.iter().map(|point| (point.people, point.amount)).collect();
        let drawing = Drawing::Concentration { curve, index: between(&index.figure) };
        let subtitle = format!(
            "Areas by {}, the most deprived first; on the straight line reach would be even",
            found.by
        );
        Some(self.chart("concentration", "concentration of reach", &subtitle, drawing, "inequality"))
    }
}

fn between(figure: &Figure) -> Between {
    (figure.value, figure.limits.lower, figure.limits.upper)
}
