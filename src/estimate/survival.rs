//! Time until something happens, when some people are no longer followed: Kaplan–Meier and the log-rank test.

mod log_rank;
mod median;
#[cfg(test)]
mod survival_tests;

use std::collections::BTreeMap;

pub use log_rank::{LogRank, log_rank};
pub use median::Median;

use super::confidence::Confidence;
use super::figure::Figure;
use super::interval::{self, Limits, Method};
use super::no_figure::NoFigure;

/// What happened on one day since the start of waiting, counted over people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Days since the start.
    pub day: u32,
    /// People to whom it happened on this day.
    pub happened: u64,
    /// People to whom it had not happened, and who were followed no longer than this day.
    pub ended: u64,
}

/// Waiting times of single people, counted by day: how long each was followed, and whether it happened then.
///
/// In order of days, one entry for each day on which anything happened or ended.
#[must_use]
pub fn by_day(waits: impl IntoIterator<Item = (u32, bool)>) -> Vec<Day> {
    merged(waits.into_iter().map(|(day, happened)| Day {
        day,
        happened: u64::from(happened),
        ended: u64::from(!happened),
    }))
}

/// Days in order, each once.
fn merged(days: impl IntoIterator<Item = Day>) -> Vec<Day> {
    let mut counts = BTreeMap::new();
    for Day { day, happened, ended } in days {
        let (events, others): &mut (u64, u64) = counts.entry(day).or_default();
        *events = events.saturating_add(happened);
        *others = others.saturating_add(ended);
    }
    counts.into_iter().map(|(day, (happened, ended))| Day { day, happened, ended }).collect()
}

/// The curve after one day on which it happened to somebody.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Days since the start.
    pub day: u32,
    /// People still followed on this day to whom it had not happened before.
    pub at_risk: u64,
    /// People to whom it happened on this day.
    pub happened: u64,
    /// The share of people to whom it has not happened by the end of this day.
    pub survival: f64,
    /// Greenwood's variance of that share; not defined where the share is 0.
    pub variance: Result<f64, NoFigure>,
    /// Log–log limits of that share; not defined where the share is 0.
    pub limits: Result<Limits, NoFigure>,
}

/// The Kaplan–Meier curve: the share of people to whom it has not happened yet, day by day.
///
/// `S(t) = Π (1 − dⱼ/nⱼ)` over days `j ≤ t` on which it happened to `dⱼ` of the `nⱼ` people still followed. Greenwood's
/// variance `S² Σ dⱼ/(nⱼ(nⱼ − dⱼ))`. Limits on the scale of `log(−log S)`: `S^exp(±z·√(Σ dⱼ/(nⱼ(nⱼ − dⱼ))) / |ln S|)`, as
/// `conf.type = "log-log"` of R's `survival`. Somebody followed until a day is followed on that day: events come before
/// ends.
///
/// Rests on ends that say nothing of what would have happened: people lost because they were about to be seen, or because
/// they no longer wanted to be, bias it.
///
/// # References
/// Kaplan EL, Meier P (1958). Nonparametric estimation from incomplete observations. *Journal of the American Statistical
/// Association* 53:457–481. <https://doi.org/10.1080/01621459.1958.10501452>; Greenwood M (1926). *The Natural Duration of
/// Cancer*. Reports on Public Health and Medical Subjects 33; Kalbfleisch JD, Prentice RL (1980). *The Statistical
/// Analysis of Failure Time Data*, page 15. ISBN 978-0-471-05519-8
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    days: Vec<Day>,
    people: u64,
    steps: Vec<Step>,
    confidence: Confidence,
}

impl Curve {
    /// The curve of people counted by day, in any order.
    ///
    /// # Errors
    /// [`NoFigure::NobodyInGroup`] without anybody.
    ///
    /// # Examples
    /// Remission of leukaemia under 6-mercaptopurine in weeks (Freireich and others 1963), as R `survival` 3.5-3:
    /// ```
    /// use reachgap::estimate::{Confidence, survival::{Curve, by_day}};
    /// let relapsed = [6, 6, 6, 7, 10, 13, 16, 22, 23];
    /// let followed = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
    /// let waits = relapsed.map(|week| (week, true)).into_iter().chain(followed.map(|week| (week, false)));
    /// let curve = Curve::of(&by_day(waits), Confidence::P95)?;
    /// let after_twelve = curve.at(12)?;
    /// assert!((after_twelve.value - 0.752_941_176_470_588_2).abs() < 1e-12);
    /// assert!((after_twelve.limits.lower - 0.503_199_510_799_956_5).abs() < 1e-12);
    /// assert!((after_twelve.limits.upper - 0.889_361_835_169_265_4).abs() < 1e-12);
    /// assert_eq!(curve.median().days, Ok(23.0));
    /// # Ok::<(), reachgap::estimate::NoFigure>(())
    /// ```
    pub fn of(days: &[Day], confidence: Confidence) -> Result<Self, NoFigure> {
        let days = merged(days.iter().copied());
        let people =
            days.iter().map(|day| day.happened.saturating_add(day.ended)).fold(0, u64::saturating_add);
        if people == 0 {
            return Err(NoFigure::NobodyInGroup);
        }
        let (mut at_risk, mut survival, mut sum) = (people, 1.0, 0.0);
        let mut steps = Vec::new();
        for day in &days {
            if day.happened > 0 {
                let (n, d) = (at_risk as f64, day.happened as f64);
                survival *= (n - d) / n;
                sum += d / n / (n - d);
                steps.push(Step::new(day, at_risk, survival, sum, confidence));
            }
            at_risk = at_risk.saturating_sub(day.happened).saturating_sub(day.ended);
        }
        Ok(Self { days, people, steps, confidence })
    }

    /// How many people the curve stands on.
    #[must_use]
    pub const fn people(&self) -> u64 {
        self.people
    }

    /// The days on which it happened to somebody, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The last day on which anybody was followed.
    #[must_use]
    pub fn last_day(&self) -> u32 {
        self.days.last().map_or(0, |day| day.day)
    }

    /// People still followed on a day to whom it had not happened before.
    #[must_use]
    pub fn at_risk(&self, day: u32) -> u64 {
        let gone = |before: &Day| before.happened.saturating_add(before.ended);
        let gone: u64 = self.days.iter().take_while(|before| before.day < day).map(gone).sum();
        self.people.saturating_sub(gone)
    }

    /// The share of people to whom it has not happened by the end of a day, with limits.
    ///
    /// Before the first event the share is 1 and log–log limits do not exist: the limits are Wilson's of none among
    /// those still followed (R says 1 to 1). Where the share is 0, they are Wilson's of all among those to whom it
    /// happened (R says nothing).
    ///
    /// Units: proportion, 0 to 1.
    ///
    /// # Errors
    /// [`NoFigure::NotFollowedSoLong`] after the last day on which anybody was followed, unless it had happened to all.
    pub fn at(&self, day: u32) -> Result<Figure, NoFigure> {
        let steps = self.steps.partition_point(|step| step.day <= day);
        let Some(step) = steps.checked_sub(1).map(|last| self.steps[last]) else {
            self.followed_until(day)?;
            let still = self.at_risk(day) as f64;
            return Ok(Figure { value: 1.0, limits: interval::wilson(still, still, self.confidence)? });
        };
        if step.survival == 0.0 {
            let happened: u64 = self.steps.iter().map(|step| step.happened).sum();
            return Ok(Figure {
                value: 0.0,
                limits: interval::wilson(0.0, happened as f64, self.confidence)?,
            });
        }
        self.followed_until(day)?;
        Ok(Figure { value: step.survival, limits: step.limits? })
    }

    fn followed_until(&self, day: u32) -> Result<(), NoFigure> {
        if day <= self.last_day() { Ok(()) } else { Err(NoFigure::NotFollowedSoLong) }
    }
}

impl Step {
    /// The step, given the share left after it and the sum of Greenwood's terms so far.
    fn new(day: &Day, at_risk: u64, survival: f64, sum: f64, confidence: Confidence) -> Self {
        let defined = survival > 0.0 && sum.is_finite();
        let limits = || {
            let factor = (confidence.z() * sum.sqrt() / survival.ln().abs()).exp();
            Limits {
                lower: survival.powf(factor),
                upper: survival.powf(1.0 / factor),
                method: Method::LogLog,
            }
        };
        Self {
            day: day.day,
            at_risk,
            happened: day.happened,
            survival,
            variance: if defined { Ok(survival * survival * sum) } else { Err(NoFigure::LimitsUndefined) },
            limits: if defined { Ok(limits()) } else { Err(NoFigure::LimitsUndefined) },
        }
    }
}
