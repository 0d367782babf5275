//! Cohort outcomes: the same people before and after, with what would have changed without the programme.

mod least_squares;
mod natural_change;

use std::fmt;

use statrs::function::beta::beta_reg;

use super::confidence::Confidence;
use super::figure::{Figure, finite};
use super::interval::{Limits, Method};
use super::no_figure::NoFigure;
use super::rate;
use least_squares::{Moments, mean_figure, quantile};
pub use natural_change::{Compared, EarlierBaseline, PopulationMean, regression_to_the_mean};

/// One person of a cohort, measured twice or more; everybody must have both `before` and `after`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Person {
    /// The measure before the programme: attendance, exclusions, an assessment score.
    pub before: f64,
    /// The same measure after it.
    pub after: f64,
    /// The same measure well before the programme, where there is one.
    pub earlier: Option<f64>,
    /// How much of the programme the person had: visits, hours, weeks.
    pub dose: Option<f64>,
}

/// A cohort and what it is compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cohort<'a> {
    /// The people of the programme.
    pub people: &'a [Person],
    /// Whether a fall is good, as of exclusions.
    pub lower_is_better: bool,
    /// People measured at the same times who did not have the programme.
    pub comparison: Option<&'a [Person]>,
    /// The mean of the whole population that the cohort was chosen from, in the same measure.
    pub population_mean: Option<f64>,
}

/// An estimate with Student's t limits and its two-sided p-value against no difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tested {
    /// The estimate and its limits.
    pub figure: Figure,
    /// The probability of an estimate as far from 0 by chance.
    pub p: f64,
}

/// How many changed for the better, not at all, and for the worse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Improvement {
    /// The share who changed for the better, with Wilson's limits.
    pub improved: Figure,
    /// The share who did not change.
    pub unchanged: Figure,
    /// The share who changed for the worse.
    pub worse: Figure,
    /// The sign test, two-sided and exact, of improved against worse; 1 where nobody changed.
    pub sign_test_p: f64,
}

/// What a change from before to after must not be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caution {
    /// People chosen because their figures were bad get better on average without any programme.
    RegressionToTheMean,
}

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RegressionToTheMean => {
                "there is neither a comparison group nor an earlier baseline: people chosen because their figures \
                 were bad get better on average without any programme (regression to the mean), so this change \
                 cannot be put down to it"
            }
        })
    }
}

/// What changed in a cohort.
#[derive(Debug, Clone, PartialEq)]
pub struct PairedChange {
    /// People measured before and after.
    pub people: usize,
    /// Their mean before.
    pub mean_before: f64,
    /// Their mean after.
    pub mean_after: f64,
    /// The mean change, after less before.
    pub mean_change: f64,
    /// The mean change with limits and the paired t test.
    pub change: Result<Tested, NoFigure>,
    /// The change of the mean as a proportion of the mean before: −0.33 is a fall of a third; Fieller's limits.
    pub relative_change: Result<Figure, NoFigure>,
    /// Who improved.
    pub improvement: Improvement,
    /// The change per unit of dose, over those whose dose is known.
    pub change_per_dose: Result<Tested, NoFigure>,
    /// Against people without the programme, where there are any.
    pub compared: Option<Result<Compared, NoFigure>>,
    /// Against an earlier baseline, where there is one.
    pub earlier: Option<Result<EarlierBaseline, NoFigure>>,
    /// What must be said beside the change.
    pub caution: Option<Caution>,
}

/// The change of a cohort from before to after, and as far as the data allow what of it would have come by itself.
///
/// Mean change `d̄` with limits `d̄ ∓ t·s/√n` and the paired t test, `n − 1` degrees of freedom. Relative change
/// `ȳ/x̄ − 1` with Fieller's limits: the ratios `θ` at which the mean of `y − θx` is not significant. Improved,
/// unchanged and worse as shares with Wilson's limits; the sign test leaves the unchanged out. Dose: the slope of
/// the change on the dose by least squares. Regression to the mean: see [`Compared`] and [`EarlierBaseline`]; with
/// neither, a [`Caution`] goes with the figures.
///
/// Units: those of the measure; shares and relative change are proportions. Missing values: leave out people not
/// measured twice, and report how many; those without a dose or an earlier baseline take no part in those figures.
///
/// # Errors
/// [`NoFigure::NotSupplied`] without anybody; [`NoFigure::NotAValue`] where a value is not finite;
/// [`NoFigure::TooLarge`].
///
/// # References
/// Student (1908). The probable error of a mean. *Biometrika* 6:1–25. <https://doi.org/10.1093/biomet/6.1.1>; Fieller
/// EC (1954). Some problems in interval estimation. *Journal of the Royal Statistical Society B* 16:175–185.
/// <https://doi.org/10.1111/j.2517-6161.1954.tb00159.x>; Barnett AG, van der Pols JC, Dobson AJ (2005). Regression to
/// the mean: what it is and how to deal with it. *International Journal of Epidemiology* 34:215–220.
/// <https://doi.org/10.1093/ije/dyh299>
///
/// # Examples
/// Student's sleep data, hours gained with two drugs by the same ten people; R 4.2.2 `t.test(paired = TRUE)`:
/// ```
/// use reachgap::estimate::{Confidence, paired_change::{Cohort, Person, paired_change}};
/// let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
/// let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
/// let person = |(&before, after)| Person { before, after, earlier: None, dose: None };
/// let people: Vec<Person> = first.iter().zip(second).map(person).collect();
/// let cohort = Cohort { people: &people, lower_is_better: false, comparison: None, population_mean: None };
/// let found = paired_change(&cohort, Confidence::P95)?;
/// let change = found.change?;
/// assert!((change.figure.value - 1.58).abs() < 1e-12);
/// assert!((change.figure.limits.lower - 0.700_114_236_723_0).abs() < 1e-9);
/// assert!((change.p - 0.002_832_890_197_384).abs() < 1e-9);
/// assert!(found.caution.is_some());
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn paired_change(cohort: &Cohort<'_>, confidence: Confidence) -> Result<PairedChange, NoFigure> {
    let people = checked(cohort.people)?;
    if cohort.population_mean.is_some_and(|mean| !mean.is_finite()) {
        return Err(NoFigure::NotAValue);
    }
    let pairs = Moments::of(people.iter().map(|person| (person.before, person.after)));
    let compared = cohort.comparison.map(|others| Compared::of(people, checked(others)?, confidence));
    let earlier = people.iter().any(|person| person.earlier.is_some());
    let earlier = earlier.then(|| EarlierBaseline::of(people, cohort.population_mean, confidence));
    let by_comparison = matches!(compared, Some(Ok(Compared { difference: Ok(_), .. })));
    let by_earlier = matches!(earlier, Some(Ok(EarlierBaseline { adjusted_change: Ok(_), .. })));
    Ok(PairedChange {
        people: people.len(),
        mean_before: finite(pairs.mean_x)?,
        mean_after: finite(pairs.mean_y)?,
        mean_change: finite(pairs.mean_y - pairs.mean_x)?,
        change: mean_figure(changes(people), confidence),
        relative_change: relative_change(&pairs, confidence),
        improvement: improvement(people, cohort.lower_is_better, confidence)?,
        change_per_dose: change_per_dose(people, confidence),
        compared,
        earlier,
        caution: (!by_comparison && !by_earlier).then_some(Caution::RegressionToTheMean),
    })
}

fn checked(people: &[Person]) -> Result<&[Person], NoFigure> {
    let known = |person: &Person| {
        let values = [Some(person.before), Some(person.after), person.earlier, person.dose];
        values.into_iter().flatten().all(f64::is_finite)
    };
    match people {
        [] => Err(NoFigure::NotSupplied),
        people if people.iter().all(known) => Ok(people),
        _ => Err(NoFigure::NotAValue),
    }
}

/// After less before, of everybody.
fn changes(people: &[Person]) -> impl Iterator<Item = f64> + Clone {
    people.iter().map(|person| person.after - person.before)
}

/// The ratio of two means of the same people, less 1, with Fieller's limits.
fn relative_change(pairs: &Moments, confidence: Confidence) -> Result<Figure, NoFigure> {
    if pairs.mean_x <= 0.0 {
        return Err(if pairs.mean_x == 0.0 { NoFigure::ZeroAverage } else { NoFigure::NoRatio });
    }
    let value = finite(pairs.mean_y / pairs.mean_x - 1.0)?;
    let freedom = pairs.freedom(1)?;
    let reach = quantile(confidence, freedom).powi(2) / (pairs.count * freedom);
    let a = pairs.mean_x.powi(2) - reach * pairs.xx;
    let b = pairs.mean_x * pairs.mean_y - reach * pairs.xy;
    let c = pairs.mean_y.powi(2) - reach * pairs.yy;
    // With a mean before that may be 0 by chance, the ratio may be anything.
    if a <= 0.0 {
        return Err(NoFigure::LimitsUndefined);
    }
    let root = (b * b - a * c).max(0.0).sqrt();
    let (lower, upper) = (finite((b - root) / a - 1.0)?, finite((b + root) / a - 1.0)?);
    Ok(Figure { value, limits: Limits { lower, upper, method: Method::Fieller } })
}

fn improvement(
    people: &[Person],
    lower_is_better: bool,
    confidence: Confidence,
) -> Result<Improvement, NoFigure> {
    let (fallen, risen) = changes(people).fold((0.0, 0.0), |(fallen, risen), change| match change {
        change if change < 0.0 => (fallen + 1.0, risen),
        change if change > 0.0 => (fallen, risen + 1.0),
        _ => (fallen, risen),
    });
    let (improved, worse) = if lower_is_better { (fallen, risen) } else { (risen, fallen) };
    let all = people.len() as f64;
    let share = |count: f64| rate::proportion(count, all, confidence);
    Ok(Improvement {
        improved: share(improved)?,
        unchanged: share(all - improved - worse)?,
        worse: share(worse)?,
        sign_test_p: sign_test(improved, worse),
    })
}

/// Twice the smaller tail of the binomial with a probability of ½.
fn sign_test(improved: f64, worse: f64) -> f64 {
    let (fewer, more) = (improved.min(worse), improved.max(worse));
    if fewer == more { 1.0 } else { (2.0 * beta_reg(more, fewer + 1.0, 0.5)).min(1.0) }
}

fn change_per_dose(people: &[Person], confidence: Confidence) -> Result<Tested, NoFigure> {
    let known = people.iter().filter_map(|person| Some((person.dose?, person.after - person.before)));
    let known = Moments::of(known);
    if known.count == 0.0 {
        return Err(NoFigure::NotSupplied);
    }
    known.slope(confidence)
}

#[cfg(test)]
mod tests;
