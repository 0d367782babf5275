//! Maps and charts that may be published, as plain data.

use serde::Serialize;

use crate::assess::partnership::verdict::Verdict;
use crate::assessment::{DefinitionKind, Scheme};
use crate::measure::Missing;

/// A figure that may be drawn, or what stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Shown<T> {
    /// The figure.
    Value(T),
    /// Withheld so that nobody can be identified.
    Suppressed,
    /// There is none, for this reason.
    Missing(Missing),
}

/// A map that may be published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Map {
    /// Machine name: the file's name without its ending.
    pub id: String,
    /// Title.
    pub title: String,
    /// What the map shows, in a line.
    pub subtitle: String,
    /// What is drawn.
    pub picture: Picture,
    /// Areas to name, the most important first.
    pub named: Vec<usize>,
    /// Remarks below the legend.
    pub notes: Vec<String>,
    /// What is drawn over the areas.
    pub overlay: Vec<Overlay>,
    /// The table that holds its figures.
    pub table: String,
}

/// What is drawn over the areas of a map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Overlay {
    /// Outlines of windows.
    Windows {
        /// What they are.
        name: String,
        /// Whether their lines are dashed.
        dashed: bool,
        /// The windows.
        windows: Vec<Outline>,
    },
    /// Points.
    Sites {
        /// What they are.
        name: String,
        /// Where each is, in metres on the British National Grid, and its name.
        sites: Vec<([f64; 2], String)>,
    },
}

/// The outline of a window: an ellipse, or a circle where both half-axes are the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outline {
    /// Its middle, in metres on the British National Grid.
    pub centre_m: [f64; 2],
    /// The longer and the shorter half-axis, in metres.
    pub half_axes_m: (f64, f64),
    /// Angle of the longer axis, degrees anticlockwise from the east.
    pub degrees: f64,
    /// The number it bears.
    pub number: String,
    /// What is told of it.
    pub words: String,
}

/// What a map draws, one entry per area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Picture {
    /// Figures in classes.
    Classes {
        /// What the figure is, with its unit.
        heading: String,
        /// The figures.
        values: Vec<Shown<f64>>,
        /// Whether they are proportions, shown as percentages.
        percentage: bool,
        /// The style: `need`, `reach` or `ratio`.
        style: &'static str,
        /// How classes are made.
        scheme: Scheme,
        /// Stated upper limits of the classes instead.
        breaks: Option<Vec<f64>>,
        /// How many classes.
        classes: usize,
    },
    /// Categories of a style.
    Categories {
        /// What is judged.
        heading: String,
        /// The category of each area, by its place in the style.
        categories: Vec<Shown<usize>>,
        /// The style: `verdict` or `joint`.
        style: &'static str,
    },
    /// Two maps of the same figure side by side, in the same classes.
    Pair {
        /// What the figure is, with its unit.
        heading: String,
        /// What stands left, and its figures.
        left: (String, Vec<Shown<f64>>),
        /// What stands right, and its figures.
        right: (String, Vec<Shown<f64>>),
        /// The style.
        style: &'static str,
        /// How classes are made.
        scheme: Scheme,
        /// Stated upper limits of the classes instead.
        breaks: Option<Vec<f64>>,
        /// How many classes.
        classes: usize,
    },
    /// Need against reach, in thirds.
    NeedAndReach {
        /// The need index.
        need: Vec<Shown<f64>>,
        /// Reach.
        reach: Vec<Shown<f64>>,
        /// Whether reach is a proportion.
        percentage: bool,
    },
}

/// A chart that may be published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Machine name: the file's name without its ending.
    pub id: String,
    /// Title.
    pub title: String,
    /// What the chart shows, in a line.
    pub subtitle: String,
    /// What is drawn.
    pub drawing: Drawing,
    /// How many were left out because they are withheld.
    pub withheld: usize,
    /// Remarks below the chart.
    pub notes: Vec<String>,
    /// The table that holds its figures.
    pub table: String,
}

/// One point of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// Across.
    pub x: f64,
    /// Up.
    pub y: f64,
    /// The area's name.
    pub name: String,
    /// Its place among the areas to be named, if it is one of them.
    pub rank: Option<usize>,
}

/// The control limits of a funnel at one expected count.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FunnelLimit {
    /// Expected count.
    pub expected: f64,
    /// Lower and upper 95 % limit of the ratio.
    pub inner: (f64, f64),
    /// Lower and upper 99.8 % limit of the ratio.
    pub outer: (f64, f64),
}

/// What a funnel is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FunnelWords {
    /// What one point is, and what several are: "area", "areas".
    pub things: [&'static str; 2],
    /// What is counted across.
    pub size: &'static str,
    /// The ratio.
    pub value: &'static str,
    /// What a ratio of 1 means.
    pub benchmark: &'static str,
}

impl FunnelWords {
    /// Areas, by the people a service reaches there.
    pub const AREAS: Self = Self {
        things: ["area", "areas"],
        size: "People expected to be reached",
        value: "People reached ÷ people expected",
        benchmark: "as many as expected",
    };
}

/// One bar with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// The figure with its lower and upper limit.
    pub figure: Shown<(f64, f64, f64)>,
}

/// One group of a cohort, before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangedPeople {
    /// Who.
    pub name: String,
    /// How many, rounded.
    pub people: Shown<f64>,
    /// Means before and after, and the mean change, each with its limits.
    pub figures: Shown<[Between; 3]>,
    /// Share and rounded number of those who improved, stayed the same and got worse.
    pub directions: [Shown<(Between, f64)>; 3],
}

/// One area of a Moran scatter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AmongNeighbours {
    /// Its own standardised value, the mean of its neighbours', and whether it is unusual.
    pub value: Shown<(f64, f64, bool)>,
    /// The area's name.
    pub name: String,
}

/// A test of a definition, as a row of a chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerdictBar {
    /// The agency.
    pub agency: String,
    /// The definition and what was measured, in a few words.
    pub title: String,
    /// The claim.
    pub kind: DefinitionKind,
    /// The ratio with its limits, or in words why there is none.
    pub ratio: Result<Between, String>,
    /// The ratio from which it matters to the agency.
    pub threshold: f64,
    /// The verdict.
    #[serde(skip)]
    pub verdict: Verdict,
}

/// Still waiting: one group's curve at stated days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WaitingLine {
    /// Who.
    pub name: String,
    /// Day, share still waiting with its limits, rounded number still followed; none where people are few.
    pub still_waiting: Option<Vec<(u32, Between, f64)>>,
    /// The median in days, where half were seen.
    pub median: Option<(f64, Option<f64>, Option<f64>)>,
}

/// A figure with its lower and upper limit.
pub type Between = (f64, f64, f64);

/// What a chart draws.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Drawing {
    /// Tests of definitions with their verdicts.
    Verdicts {
        /// One row per test.
        rows: Vec<VerdictBar>,
    },
    /// Sets and their combinations.
    Upset {
        /// Title and agency of each set, and its rounded size.
        sets: Vec<(String, String, Shown<f64>)>,
        /// The sets of each combination, and its rounded size.
        combinations: Vec<(Vec<usize>, Shown<f64>)>,
    },
    /// People at each step of the way through a service.
    Attrition {
        /// The two groups.
        groups: [String; 2],
        /// The steps, with the rounded number of each group's people; `None` where the step is not recorded.
        steps: Vec<(String, Option<[Shown<f64>; 2]>)>,
    },
    /// Time from referral to engagement.
    Waiting {
        /// The groups.
        lines: Vec<WaitingLine>,
    },
    /// Means before and after.
    PairedChange {
        /// What was measured.
        unit: String,
        /// Whether less is better.
        lower_is_better: bool,
        /// The groups.
        groups: Vec<ChangedPeople>,
    },
    /// Each area's value against the mean of its neighbours.
    MoranScatter {
        /// One point per area.
        points: Vec<AmongNeighbours>,
        /// Moran's I: the slope.
        morans_i: f64,
    },
    /// Moran's I by distance.
    Correlogram {
        /// What is expected without any likeness.
        expected: f64,
        /// From and to (metres), pairs, and the statistic with the limits of chance.
        classes: Vec<(f64, f64, u64, Shown<Between>)>,
    },
    /// One statistic at several scales.
    Scales {
        /// What the statistic is.
        heading: String,
        /// What each interval is.
        interval: String,
        /// Name of the scale, how many areas, and the figure.
        scales: Vec<(String, usize, Shown<Between>)>,
    },
    /// Cumulative share of people against cumulative share of reach.
    Concentration {
        /// Shares from (0, 0) to (1, 1), the most deprived first.
        curve: Vec<(f64, f64)>,
        /// The index with its limits.
        index: Between,
    },
    /// Rates by part of the people, with the line of the slope index.
    Slope {
        /// What parts are made by.
        by: String,
        /// Whether rates are proportions.
        percentage: bool,
        /// Name, share of people and rate of each part, the most deprived first.
        parts: Vec<(String, f64, Shown<Between>)>,
        /// The line at the most and at the least deprived end.
        line: (f64, f64),
        /// The slope index.
        slope: Between,
        /// The relative index.
        relative: Option<Between>,
    },
    /// Ratio of observed to expected against the expected count, with control limits.
    Funnel {
        /// What the points are and what the axes measure.
        words: FunnelWords,
        /// One point for each.
        points: Vec<Point>,
        /// Its control limits.
        limits: Vec<FunnelLimit>,
    },
    /// Representation by group, with intervals, against one.
    Groups {
        /// What the figure is.
        heading: String,
        /// One bar per group.
        bars: Vec<Bar>,
    },
    /// Need against the ratio of observed to expected.
    Quadrant {
        /// One point per area.
        points: Vec<Point>,
        /// Where the need axis is divided.
        need_split: f64,
    },
}
