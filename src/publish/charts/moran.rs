//! Moran scatter: each area's figure against the mean of its neighbours, in four named quadrants.

use super::{ChartError, finite, not_drawn};
use crate::number_words::number;
use crate::publish::drawing::numbers::{areas, count};
use crate::publish::drawing::sheet::Words;
use crate::publish::maps::area_value::AreaValue;

pub use super::moran_drawing::draw;

/// An area in a Moran scatter.
#[derive(Debug, Clone, PartialEq)]
pub struct MoranPoint {
    /// Its name.
    pub name: String,
    /// Its figure and that of its neighbours, if they may be shown; an area without neighbours has none.
    pub value: AreaValue<Association>,
}

/// An area's figure and that of its neighbours.
///
/// Units: standard deviations from the mean of all areas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Association {
    /// The area's own figure.
    pub own: f64,
    /// The weighted mean of its neighbours' figures.
    pub neighbours: f64,
    /// Whether its local statistic is unusual after correction for the number of areas.
    pub unusual: bool,
}

/// What a Moran scatter is to show.
#[derive(Debug, Clone)]
pub struct MoranScatter<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// What the figure is, below the plot, for example "Observed ÷ expected".
    pub heading: String,
    /// The areas.
    pub points: &'a [MoranPoint],
    /// Moran's I, the slope of the line; the neighbours' weights are taken to sum to one for each area.
    pub morans_i: f64,
    /// How unusual it is, in a sentence or two.
    pub notes: Vec<String>,
    /// Areas to name, the most important first; only unusual ones are named, and no more than a dozen.
    pub named: &'a [usize],
    /// Figures resting on fewer people than this are suppressed.
    pub fewer_than: u32,
}

/// A quarter of a Moran scatter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quarter {
    /// Above the mean, and its neighbours too.
    HighAmongHigh,
    /// Below the mean, and its neighbours too.
    LowAmongLow,
    /// Below the mean, its neighbours above.
    LowAmongHigh,
    /// Above the mean, its neighbours below.
    HighAmongLow,
}

impl Quarter {
    pub(super) const ALL: [Quarter; 4] =
        [Quarter::LowAmongLow, Quarter::HighAmongHigh, Quarter::LowAmongHigh, Quarter::HighAmongLow];

    /// The quarter of an area; the mean itself counts as low.
    pub(super) fn of(value: Association) -> Self {
        match (value.own > 0.0, value.neighbours > 0.0) {
            (true, true) => Quarter::HighAmongHigh,
            (false, false) => Quarter::LowAmongLow,
            (false, true) => Quarter::LowAmongHigh,
            (true, false) => Quarter::HighAmongLow,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Quarter::HighAmongHigh => "High among high",
            Quarter::LowAmongLow => "Low among low",
            Quarter::LowAmongHigh => "Low among high",
            Quarter::HighAmongLow => "High among low",
        }
    }
}

impl MoranScatter<'_> {
    pub(super) fn shown(&self) -> impl Iterator<Item = (&MoranPoint, Association)> {
        self.points.iter().filter_map(|point| point.value.shown().map(|value| (point, *value)))
    }

    /// How many unusual areas a quarter holds.
    pub(super) fn unusual(&self, quarter: Quarter) -> usize {
        self.shown().filter(|(_, v)| v.unusual && Quarter::of(*v) == quarter).count()
    }

    /// How many areas are not unusual.
    pub(super) fn usual(&self) -> usize {
        self.shown().filter(|(_, v)| !v.unusual).count()
    }

    pub(super) fn index(&self) -> String {
        format!("Moran’s I {}", number(self.morans_i, 3))
    }

    pub(super) fn not_drawn(&self) -> Option<String> {
        let values: Vec<&AreaValue<Association>> = self.points.iter().map(|point| &point.value).collect();
        not_drawn(&values, self.fewer_than, ("area", "areas"))
    }

    /// The chart in words, for those who do not see it.
    pub fn alt_text(&self) -> String {
        let each: Vec<String> = Quarter::ALL
            .iter()
            .map(|q| format!("{}: {}", q.words().to_lowercase(), count(self.unusual(*q))))
            .collect();
        let start = format!(
            "Moran scatter of {}: {} of each area against the mean of its neighbours, in standard deviations. {}. \
             Unusual areas, {}; not unusual: {}.",
            areas(self.shown().count()),
            self.heading,
            self.index(),
            each.join("; "),
            count(self.usual()),
        );
        let rest = self.notes.iter().cloned().chain(self.not_drawn());
        std::iter::once(start).chain(rest).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn check(&self) -> Result<(), ChartError> {
        if self.shown().next().is_none() {
            return Err(ChartError::Nothing);
        }
        finite("Moran’s I", [&self.morans_i])?;
        let values: Vec<(f64, f64)> = self.shown().map(|(_, v)| (v.own, v.neighbours)).collect();
        finite("the figure of area", values.iter().map(|v| &v.0))?;
        finite("the neighbours’ figure of area", values.iter().map(|v| &v.1))
    }
}
