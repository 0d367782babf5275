//! Waiting: the share of people not yet seen by days since referral (Kaplan–Meier), for one or two groups.

use super::ChartError;
use super::groups::{Rate, rates_hold};
use super::labels::told;
use crate::number_words::{number, percentage, things};
use crate::publish::drawing::sheet::Words;
use crate::publish::maps::area_value::AreaValue;

/// A step of the curve: from this day on the share holds, until the next step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaitingStep {
    /// Days since referral.
    pub day: f64,
    /// Share not yet seen, with its interval, from 0 to 1.
    pub not_seen: Rate,
}

/// The day by which half had been seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MedianWait {
    /// Days since referral.
    pub days: f64,
    /// Lower limit of its interval, where it is reached.
    pub lower: Option<f64>,
    /// Upper limit of its interval, where it is reached.
    pub upper: Option<f64>,
}

/// A curve of waiting, after disclosure control.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingCurve {
    /// The steps in the order of days; before the first, nobody has been seen.
    pub steps: Vec<WaitingStep>,
    /// The day up to which people were followed; the curve ends there.
    pub followed_to: f64,
    /// The day by which half had been seen, or why there is none ("fewer than half were seen in 180 days").
    pub median: AreaValue<MedianWait>,
}

/// A group of people who wait.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingGroup {
    /// Its name.
    pub name: String,
    /// Its curve, if it may be shown.
    pub curve: AreaValue<WaitingCurve>,
    /// People still waiting and followed at each of the chart's days, in their order; a day without one has a dash.
    pub at_risk: Vec<AreaValue<u64>>,
}

/// What a chart of waiting is to show.
#[derive(Debug, Clone)]
pub struct Waiting<'a> {
    /// Title, subtitle, source, date and licence.
    pub words: Words,
    /// The share, above the plot: "Not yet seen, % of people referred".
    pub heading: String,
    /// Days, below the plot: "Days since referral".
    pub days_heading: String,
    /// What the intervals are, for example "95% interval".
    pub interval_name: String,
    /// One group, or two: the definition's people first. Others are not drawn.
    pub groups: &'a [WaitingGroup],
    /// Days along the axis, in increasing order; see [`waiting_days`].
    pub days: &'a [f64],
    /// Remarks below the key.
    pub notes: Vec<String>,
    /// Numbers of people smaller than this are suppressed.
    pub fewer_than: u32,
}

/// How many groups are drawn.
const MOST_GROUPS: usize = 2;
/// Steps between the days of an axis: weeks, four weeks, and so on.
const DAY_STEPS: [f64; 8] = [1.0, 2.0, 7.0, 14.0, 28.0, 56.0, 91.0, 182.0];

/// Round days for the axis of a wait, from 0 to the last that is not beyond the end; at most nine.
///
/// Missing values: an end that is not above 0, or is infinite, gives 0 alone.
///
/// ```
/// use reachgap::publish::charts::waiting::waiting_days;
/// assert_eq!(waiting_days(180.0), [0.0, 28.0, 56.0, 84.0, 112.0, 140.0, 168.0]);
/// ```
pub fn waiting_days(end: f64) -> Vec<f64> {
    if !(end.is_finite() && end > 0.0) {
        return vec![0.0];
    }
    let fits = |step: &f64| end / step <= 8.0;
    let step = DAY_STEPS.into_iter().find(fits).unwrap_or_else(|| 364.0 * (end / (364.0 * 8.0)).ceil());
    (0..=(end / step).floor() as usize).map(|n| n as f64 * step).collect()
}

impl WaitingCurve {
    /// The share not yet seen on a day, as far as people were followed.
    pub(super) fn on(&self, day: f64) -> Option<Rate> {
        let all = Rate { value: 1.0, lower: 1.0, upper: 1.0 };
        let passed = self.steps.iter().take_while(|step| step.day <= day).last();
        (day <= self.followed_to).then(|| passed.map_or(all, |step| step.not_seen))
    }
}

/// Days in words.
fn days(days: f64) -> String {
    let decimals = usize::from((days - days.round()).abs() > 0.049);
    format!("{} {}", number(days, decimals), if days == 1.0 { "day" } else { "days" })
}

impl Waiting<'_> {
    /// The groups that are drawn.
    pub(super) fn drawn(&self) -> &[WaitingGroup] {
        &self.groups[..self.groups.len().min(MOST_GROUPS)]
    }

    /// The curves that may be shown, with the places of their groups.
    pub(super) fn curves(&self) -> impl Iterator<Item = (usize, &WaitingCurve)> {
        self.drawn().iter().enumerate().filter_map(|(place, group)| group.curve.shown().map(|c| (place, c)))
    }

    /// When half of a group had been seen, in words.
    pub(super) fn median_told(&self, group: &WaitingGroup) -> String {
        let median = |curve: &WaitingCurve| told(&curve.median, self.fewer_than, |m| self.half_seen(m));
        told(&group.curve, self.fewer_than, median)
    }

    fn half_seen(&self, median: &MedianWait) -> String {
        let limits = match (median.lower, median.upper) {
            (Some(lower), Some(upper)) => format!("{} to {}", number(lower, 0), number(upper, 0)),
            (Some(lower), None) => format!("{} or more", number(lower, 0)),
            (None, Some(upper)) => format!("up to {}", number(upper, 0)),
            (None, None) => "limits not reached".to_owned(),
        };
        format!("half were seen within {} ({} {limits})", days(median.days), self.interval_name)
    }

    fn day_told(&self, group: &WaitingGroup, place: usize, day: f64) -> Option<String> {
        let share = group.curve.shown()?.on(day)?;
        let rate = format!(
            "{} ({} to {})",
            percentage(share.value),
            percentage(share.lower),
            percentage(share.upper)
        );
        let at_risk = group.at_risk.get(place).map(|people| {
            let people = told(people, self.fewer_than, |n| things(*n, "person", "people"));
            format!(", still waiting: {people}")
        });
        Some(format!("after {} {rate}{}", days(day), at_risk.unwrap_or_default()))
    }

    fn group_told(&self, group: &WaitingGroup) -> String {
        let each: Vec<String> = self
            .days
            .iter()
            .enumerate()
            .filter_map(|(place, day)| self.day_told(group, place, *day))
            .collect();
        let each =
            if each.is_empty() { String::new() } else { format!(" Not yet seen: {}.", each.join("; ")) };
        format!("{}: {}.{each}", group.name, self.median_told(group))
    }

    /// The chart in words, for those who do not see it: each group's median wait, and its share on each day.
    pub fn alt_text(&self) -> String {
        let start = format!(
            "Curves of waiting: {}, by {}, with {}.",
            self.heading, self.days_heading, self.interval_name
        );
        std::iter::once(start)
            .chain(self.drawn().iter().map(|group| self.group_told(group)))
            .chain(self.notes.iter().cloned())
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub(super) fn check(&self) -> Result<(), ChartError> {
        if self.curves().next().is_none() {
            return Err(ChartError::Nothing);
        }
        super::finite("the day", self.days)?;
        let negative = self.days.first().is_some_and(|day| *day < 0.0).then_some(0);
        let before = self.days.windows(2).position(|pair| pair[1] <= pair[0]).map(|before| before + 1);
        if let Some(index) = negative.or(before) {
            return Err(ChartError::NoCurve { what: "the days of the axis", index });
        }
        self.curves().try_for_each(|(_, curve)| curve_holds(curve))
    }
}

/// Refuses a curve that is not one of waiting: days that do not increase, shares that rise or leave 0 to 1.
fn curve_holds(curve: &WaitingCurve) -> Result<(), ChartError> {
    super::finite("the last day followed, of curve", [&curve.followed_to])?;
    super::finite("the day of step", curve.steps.iter().map(|step| &step.day))?;
    let what = ("the share not yet seen at step", "the interval of step");
    rates_hold(what, curve.steps.iter().map(|step| step.not_seen))?;
    if let Some(index) = curve.steps.iter().position(|step| !(0.0..=1.0).contains(&step.not_seen.value)) {
        let figure = curve.steps[index].not_seen.value;
        return Err(ChartError::OutOfRange { what: what.0, index, figure, range: "from 0 to 1" });
    }
    let follows =
        |pair: &[WaitingStep]| pair[1].day > pair[0].day && pair[1].not_seen.value <= pair[0].not_seen.value;
    let first = curve.steps.first().is_some_and(|step| step.day < 0.0).then_some(0);
    let disorder = curve.steps.windows(2).position(|pair| !follows(pair)).map(|before| before + 1);
    match first.or(disorder) {
        Some(index) => Err(ChartError::NoCurve { what: "the curve of waiting", index }),
        None => Ok(()),
    }
}

pub use super::waiting_drawing::draw;
