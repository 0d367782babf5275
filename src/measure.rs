//! Measures: a number with its interval and its meaning, or the named reason why there is none.

use serde::Serialize;

/// A number with the interval it is known to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The figure itself. Where the source suppressed part of the count, the middle of what is possible.
    pub value: f64,
    /// The lower confidence limit; with suppressed input, that of the lowest possible count.
    pub lower: f64,
    /// The upper confidence limit; with suppressed input, that of the highest possible count.
    pub upper: f64,
}

/// A figure, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Value<T> {
    /// The figure.
    Known(T),
    /// Why there is no figure.
    Missing(Missing),
}

impl<T: Copy> Value<T> {
    /// The figure, if there is one.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(figure) => Some(figure),
            Self::Missing(_) => None,
        }
    }

    /// The reason, if there is no figure.
    pub fn missing(self) -> Option<Missing> {
        match self {
            Self::Known(_) => None,
            Self::Missing(reason) => Some(reason),
        }
    }

    /// The same figure in other terms.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Value<U> {
        match self {
            Self::Known(figure) => Value::Known(change(figure)),
            Self::Missing(reason) => Value::Missing(reason),
        }
    }
}

/// Why an area has no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Missing {
    /// Nobody there is eligible, so there is no rate.
    NobodyEligible,
    /// The source has no row for the area.
    NotInSource,
    /// The publisher left the cell blank or suppressed it.
    SuppressedBySource,
    /// No month or provider covering the area was observed.
    NotObserved,
    /// No source records it.
    NotRecorded,
    /// Fewer events than the method needs.
    TooFewEvents,
    /// More people were counted than are eligible, so there is no proportion.
    MoreThanEligible,
    /// All areas have the same value, so nothing can be said relative to their spread.
    NoVariation,
    /// No neighbouring area takes part.
    NoNeighbours,
    /// No way to a site is known.
    NoSite,
    /// An ingredient of the figure is itself missing.
    IngredientMissing,
}

impl Missing {
    /// The reason in a reader's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NobodyEligible => "nobody eligible lives here",
            Self::NotInSource => "the source has no row for this area",
            Self::SuppressedBySource => "suppressed by the publisher of the source",
            Self::NotObserved => "no data covers this area",
            Self::NotRecorded => "no source records it",
            Self::TooFewEvents => "too few events for this method",
            Self::MoreThanEligible => "more people counted than are eligible",
            Self::NoVariation => "all areas have the same value",
            Self::NoNeighbours => "no neighbouring area takes part",
            Self::NoSite => "no way to a site is known",
            Self::IngredientMissing => "one of its parts is missing",
        }
    }
}

/// Which way a measure points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// A higher figure means more need.
    HighIsNeed,
    /// A lower figure means more need, as with ranks where 1 is most deprived.
    LowIsNeed,
}

/// What a measure means: a number never travels without it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Indicator {
    /// Short name, for example `imd` or `library_reach`.
    pub id: String,
    /// Its name in a reader's words.
    pub label: String,
    /// The unit, for example `proportion`, `per 1,000 people a year`, `rank`.
    pub unit: String,
    /// What is counted, where something is.
    pub numerator: Option<String>,
    /// Out of whom, where there is a denominator.
    pub denominator: Option<String>,
    /// The period the figures speak of.
    pub period: String,
    /// Who published it.
    pub source: String,
    /// How it was computed.
    pub method: String,
    /// Which way it points.
    pub polarity: Polarity,
}

/// One figure per area, with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure<T> {
    /// What the figures mean.
    pub indicator: Indicator,
    /// One per area, aligned to the run's [`AreaSet`](crate::area::AreaSet).
    pub values: Vec<Value<T>>,
}
