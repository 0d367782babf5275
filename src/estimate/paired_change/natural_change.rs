//! What would have changed without the programme: by a comparison group, an earlier baseline, the population's mean.

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

use super::least_squares::{Moments, mean_figure, tested};
use super::{Person, Tested, changes};
use crate::estimate::confidence::Confidence;
use crate::estimate::figure::finite;
use crate::estimate::interval::Method;
use crate::estimate::no_figure::NoFigure;

/// The cohort against people measured at the same times without the programme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// People in the comparison group.
    pub people: usize,
    /// Their mean change.
    pub mean_change: f64,
    /// The cohort's mean change less theirs: Welch's limits and test.
    pub difference: Result<Tested, NoFigure>,
    /// The difference in `after` between people with the same `before`: regression on `before` and the group
    /// (analysis of covariance), which allows for groups that start apart.
    pub adjusted_difference: Result<Tested, NoFigure>,
}

impl Compared {
    pub(super) fn of(people: &[Person], others: &[Person], confidence: Confidence) -> Result<Self, NoFigure> {
        let theirs = changes(others);
        Ok(Self {
            people: others.len(),
            mean_change: finite(theirs.sum::<f64>() / others.len() as f64)?,
            difference: welch(people, others, confidence),
            adjusted_difference: same_before(people, others, confidence),
        })
    }
}

/// Welch's difference of the mean changes, with the degrees of freedom of Satterthwaite.
fn welch(people: &[Person], others: &[Person], confidence: Confidence) -> Result<Tested, NoFigure> {
    let part = |people: &[Person]| {
        let moments = Moments::of(changes(people).map(|change| (change, change)));
        let freedom = moments.freedom(1)?;
        Ok::<_, NoFigure>((moments.mean_x, moments.xx / freedom / moments.count, freedom))
    };
    let ((mean, error, freedom), (other_mean, other_error, other_freedom)) = (part(people)?, part(others)?);
    let both = error + other_error;
    if both == 0.0 {
        return Err(NoFigure::NoVariation);
    }
    let freedom = both * both / (error * error / freedom + other_error * other_error / other_freedom);
    tested(mean - other_mean, both.sqrt(), finite(freedom)?, Method::Welch, confidence)
}

/// The coefficient of the group beside `before`, both with the same slope.
fn same_before(people: &[Person], others: &[Person], confidence: Confidence) -> Result<Tested, NoFigure> {
    let moments = |people: &[Person]| Moments::of(people.iter().map(|person| (person.before, person.after)));
    let (ours, theirs) = (moments(people), moments(others));
    let within = Moments {
        count: ours.count + theirs.count,
        mean_x: ours.mean_x - theirs.mean_x,
        mean_y: ours.mean_y - theirs.mean_y,
        xx: ours.xx + theirs.xx,
        xy: ours.xy + theirs.xy,
        yy: ours.yy + theirs.yy,
    };
    let freedom = within.freedom(3)?;
    let slope = within.slope_alone()?;
    let variance = (within.yy - slope * within.xy).max(0.0) / freedom;
    let spread = 1.0 / ours.count + 1.0 / theirs.count + within.mean_x.powi(2) / within.xx;
    let difference = within.mean_y - slope * within.mean_x;
    tested(difference, (variance * spread).sqrt(), freedom, Method::StudentT, confidence)
}

/// The cohort against its own earlier baseline.
///
/// Two baselines halve what the choice of a bad moment adds: the mean of both lies nearer to what is usual for a
/// person than the one before the programme alone. All figures are over those who have an earlier baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarlierBaseline {
    /// People who have one.
    pub people: usize,
    /// The mean change from earlier to before: what changed by itself.
    pub natural_change: Result<Tested, NoFigure>,
    /// The mean change from the mean of both baselines to after.
    pub adjusted_change: Result<Tested, NoFigure>,
    /// What is left after regression to the population's mean, where that is known.
    pub towards_population: Option<Result<PopulationMean, NoFigure>>,
}

/// The change beyond regression to the population's mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PopulationMean {
    /// `ρ`: how far a person's difference from the mean lasts from one measurement to the next, 0 to 1: the slope of
    /// earlier on before, which choosing people by `before` does not bias.
    pub lasting: f64,
    /// `(1 − ρ)(x̄ − μ)`: how far the mean before would move towards the population's mean by itself.
    pub regression_to_the_mean: f64,
    /// The mean of after less `μ + ρ(before − μ)`: the change beyond that. Its variance is that of the mean and, of
    /// `ρ`, `(x̄ − μ)²` times that of the slope; `n − 2` degrees of freedom; `μ` is taken as known.
    pub change_beyond: Result<Tested, NoFigure>,
}

impl EarlierBaseline {
    pub(super) fn of(
        people: &[Person],
        population_mean: Option<f64>,
        confidence: Confidence,
    ) -> Result<Self, NoFigure> {
        let known: Vec<(f64, Person)> =
            people.iter().filter_map(|person| Some((person.earlier?, *person))).collect();
        let natural = known.iter().map(|(earlier, person)| person.before - earlier);
        let adjusted = known.iter().map(|(earlier, person)| person.after - earlier.midpoint(person.before));
        Ok(Self {
            people: known.len(),
            natural_change: mean_figure(natural, confidence),
            adjusted_change: mean_figure(adjusted, confidence),
            towards_population: population_mean.map(|mean| PopulationMean::of(&known, mean, confidence)),
        })
    }
}

impl PopulationMean {
    fn of(known: &[(f64, Person)], mean: f64, confidence: Confidence) -> Result<Self, NoFigure> {
        let moments = Moments::of(known.iter().map(|(earlier, person)| (person.before, *earlier)));
        let (freedom, slope) = (moments.freedom(2)?, moments.slope_alone()?);
        let lasting = slope.clamp(0.0, 1.0);
        let beyond = known.iter().map(|(_, person)| person.after - mean - lasting * (person.before - mean));
        let beyond = Moments::of(beyond.map(|left| (left, left)));
        let slope_variance = (moments.yy - slope * moments.xy).max(0.0) / freedom / moments.xx;
        let variance = beyond.xx / (moments.count - 1.0) / moments.count
            + (moments.mean_x - mean).powi(2) * slope_variance;
        Ok(Self {
            lasting,
            regression_to_the_mean: finite((1.0 - lasting) * (moments.mean_x - mean))?,
            change_beyond: tested(beyond.mean_x, variance.sqrt(), freedom, Method::StudentT, confidence),
        })
    }
}

/// How far the mean of people chosen beyond a cut-off moves back towards the population's mean by itself.
///
/// `σw²/√(σw² + σb²)·C(z)`, `z = |cut-off − μ|/√(σw² + σb²)`, `C(z) = φ(z)/(1 − Φ(z))`: equation 1 of Barnett and
/// others. `σw` is the spread of one person's measurements, `σb` that of people's usual values, normal both.
///
/// `cut_off_distance` is the distance of the cut-off from the population's mean in the direction of choice (below 0
/// when the cut-off lies on the other side of the mean).
///
/// Units: those of the measure.
///
/// # Errors
/// [`NoFigure::NotAValue`] where an argument is not finite, a spread is negative, or both are 0;
/// [`NoFigure::TooLarge`] for a cut-off that nobody passes.
///
/// # References
/// Barnett AG, van der Pols JC, Dobson AJ (2005). Regression to the mean: what it is and how to deal with it.
/// *International Journal of Epidemiology* 34:215–220. <https://doi.org/10.1093/ije/dyh299>
///
/// # Examples
/// The authors' example: mean 60, standard deviation 15, people chosen at 40 or below; half of the variance within
/// people. R 4.2.2: 13.486.
/// ```
/// use reachgap::estimate::paired_change::regression_to_the_mean;
/// let spread = 15.0 * 0.5_f64.sqrt();
/// let back = regression_to_the_mean(20.0, spread, spread)?;
/// assert!((back - 13.486_011_521_026_70).abs() < 1e-9);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn regression_to_the_mean(
    cut_off_distance: f64,
    within_people: f64,
    between_people: f64,
) -> Result<f64, NoFigure> {
    let total = within_people.hypot(between_people);
    let sound = cut_off_distance.is_finite() && total.is_finite() && total > 0.0;
    if !sound || within_people < 0.0 || between_people < 0.0 {
        return Err(NoFigure::NotAValue);
    }
    let (normal, z) = (Normal::standard(), cut_off_distance / total);
    finite(within_people * (within_people / total) * normal.pdf(z) / normal.sf(z))
}
