//! Several barriers at once: crossings of attributes, with what adds up and what goes beyond kept apart.

mod main_effects;
mod spread;

use thiserror::Error;

use super::confidence::Confidence;
use super::figure::{Figure, finite};
use super::interval;
use super::no_figure::{self, NoFigure};
use super::regression::RegressionError;
use main_effects::Additive;
pub use main_effects::MainEffect;
pub use spread::Spread;

/// The people who share one level of every attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Stratum {
    /// The level of each attribute, counted from 0.
    pub levels: Vec<usize>,
    /// Events observed: people reached.
    pub events: f64,
    /// Events expected under the standard, already standardised for age, sex and need.
    pub expected: f64,
}

/// How strata are shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The confidence of all limits.
    pub confidence: Confidence,
    /// Strata with fewer expected events than this are marked as small.
    pub small_expected: f64,
}

/// What is found of one stratum.
#[derive(Debug, Clone, PartialEq)]
pub struct StratumFigures {
    /// The level of each attribute, counted from 0.
    pub levels: Vec<usize>,
    /// Events observed.
    pub events: f64,
    /// Events expected.
    pub expected: f64,
    /// Observed ÷ expected, with limits by the OHID rule.
    pub raw: Result<Figure, NoFigure>,
    /// The ratio that the main effects alone give.
    pub additive: Result<f64, NoFigure>,
    /// What goes beyond the main effects, drawn towards 1 by as much as chance explains; 1 is nothing beyond.
    pub interaction: Result<f64, NoFigure>,
    /// The limits of the interaction; none where strata differ from the main effects no more than by chance.
    pub interaction_limits: Result<interval::Limits, NoFigure>,
    /// The additive ratio times the interaction: the likeliest ratio of the stratum.
    pub shrunk: Result<f64, NoFigure>,
    /// Whether few events are expected of it.
    pub small: bool,
}

/// Strata with their additive and their interaction parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossings {
    /// The strata, in the order given.
    pub strata: Vec<StratumFigures>,
    /// The ratio of each level of each attribute to the level of that attribute with most expected events.
    pub main_effects: Vec<MainEffect>,
    /// Pearson's χ² of the main effects over its degrees of freedom; about 1 when they explain all but chance.
    pub dispersion: f64,
    /// How much strata differ before anything is explained.
    pub before: Spread,
    /// How much they differ from what the main effects give.
    pub after: Spread,
    /// The share of the variance of log ratios that the main effects explain; below 0 where they explain nothing.
    pub change_in_variance: Result<f64, NoFigure>,
}

/// Why crossings cannot be taken apart.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CrossingsError {
    /// A stratum must have one level for each attribute.
    #[error("stratum number {stratum} has {found} levels for {expected} attributes")]
    Length {
        /// The stratum, counted from 0.
        stratum: usize,
        /// Attributes.
        expected: usize,
        /// Levels found.
        found: usize,
    },
    /// A level beyond those that the attribute has.
    #[error("stratum number {stratum} has level {level} of attribute number {attribute}, which has {levels}")]
    UnknownLevel {
        /// The stratum, counted from 0.
        stratum: usize,
        /// The attribute, counted from 0.
        attribute: usize,
        /// The level found, counted from 0.
        level: usize,
        /// Levels of the attribute.
        levels: usize,
    },
    /// Two strata with the same levels.
    #[error("strata number {first} and {second} have the same levels; hint: add them up")]
    Repeated {
        /// The first of them, counted from 0.
        first: usize,
        /// The second, counted from 0.
        second: usize,
    },
    /// Events, observed or expected, that are negative or not finite.
    #[error("stratum number {stratum} has events that are negative or not finite")]
    NotACount {
        /// The stratum, counted from 0.
        stratum: usize,
    },
    /// The main effects cannot be fitted.
    #[error("the main effects cannot be fitted")]
    MainEffects(#[from] RegressionError),
}

/// Takes the ratios of crossed strata apart into main effects and what goes beyond them.
///
/// *Additive:* a Poisson regression of observed on expected with one term for each level of each attribute and none
/// for their crossings, `μ = E·exp(β₀ + Σβ)`; effects add on the log scale, and multiply as ratios. *Interaction:*
/// `O` is Poisson with mean `μ·u`, `u` gamma with mean 1 and variance `A`; given `O` its mean is
/// `(1/A + O)/(1/A + μ)`, the shrunk interaction. Its limits are quantiles of a gamma distribution with that mean,
/// whose variance also allows for `μ` and `A` being estimates (Prasad and Rao). `A` by the method of Paule and
/// Mandel: where `Σ(O − μ)²/(μ + Aμ²)` equals the degrees of freedom, 0 where it is below them at once. Variance of
/// log ratios: that of the log of the gamma, `ψ′(1/A)`; before (every stratum against the mean ratio) and after the
/// main effects, and the proportional change `1 − after/before`.
///
/// A level all of whose strata are without events has a ratio of 0 and takes no part in the rest of the regression.
/// Limits of main effects are those of the log coefficient, widened by √dispersion where that is above 1.
///
/// Units: ratio (1 is as expected). Missing values: strata without expected events have no ratio and are left out;
/// leave out people whose attributes are not all recorded.
///
/// # Errors
/// [`CrossingsError`].
///
/// # References
/// Merlo J (2018). Multilevel analysis of individual heterogeneity and discriminatory accuracy (MAIHDA) within an
/// intersectional framework. *Social Science & Medicine* 203:74–80. <https://doi.org/10.1016/j.socscimed.2017.12.026>;
/// Evans CR, Williams DR, Onnela J-P, Subramanian SV (2018). A multilevel approach to modeling health inequalities at
/// the intersection of multiple social identities. *Social Science & Medicine* 203:64–73.
/// <https://doi.org/10.1016/j.socscimed.2017.11.011>; Clayton D, Kaldor J (1987). Empirical Bayes estimates of
/// age-standardized relative risks for use in disease mapping. *Biometrics* 43:671–681.
/// <https://doi.org/10.2307/2532003>; Paule RC, Mandel J (1982). Consensus values and weighting factors. *Journal of
/// Research of the National Bureau of Standards* 87:377–385. <https://doi.org/10.6028/jres.087.022>; Prasad NGN, Rao
/// JNK (1990). The estimation of the mean squared error of small-area estimators. *Journal of the American Statistical
/// Association* 85:163–171. <https://doi.org/10.1080/01621459.1990.10475320>
///
/// # Examples
/// Two attributes whose effects multiply exactly, ratios 1, ½, ½ and ¼: nothing is left beyond the main effects.
/// ```
/// use reachgap::estimate::{Confidence, NoFigure, crossings::{Settings, Stratum, crossings}};
/// let stratum = |a, b, events| Stratum { levels: vec![a, b], events, expected: 80.0 };
/// let strata = [stratum(0, 0, 80.0), stratum(0, 1, 40.0), stratum(1, 0, 40.0), stratum(1, 1, 20.0)];
/// let apart = crossings(&[2, 2], &strata, &Settings { confidence: Confidence::P95, small_expected: 5.0 })?;
/// assert!((apart.strata[3].additive.unwrap() - 0.25).abs() < 1e-9);
/// assert_eq!(apart.strata[3].interaction, Ok(1.0));
/// assert_eq!(apart.strata[3].interaction_limits, Err(NoFigure::NoExtraVariation));
/// assert_eq!(apart.change_in_variance, Ok(1.0));
/// # Ok::<(), reachgap::estimate::crossings::CrossingsError>(())
/// ```
pub fn crossings(
    levels: &[usize],
    strata: &[Stratum],
    settings: &Settings,
) -> Result<Crossings, CrossingsError> {
    check(levels, strata)?;
    let additive = Additive::fit(levels, strata, settings.confidence)?;
    let counted = || strata.iter().filter(|stratum| stratum.expected > 0.0);
    let (events, expected) =
        counted().fold((0.0, 0.0), |sums, stratum| (sums.0 + stratum.events, sums.1 + stratum.expected));
    let overall = counted().map(|stratum| (stratum.events, stratum.expected * events / expected));
    let before = Spread::of(&overall.collect::<Vec<_>>(), counted().count().saturating_sub(1));
    let counts = additive.counts(strata);
    let after = Spread::of(&counts, additive.residual_degrees);
    let means: Vec<f64> = counts.iter().map(|(_, mean)| *mean).collect();
    let mut uncertainty = additive.log_variances(&means, after).into_iter().flatten();
    let mut figures = |(index, stratum)| {
        let fitted: Result<f64, NoFigure> = additive.fitted[index];
        let of_log = if fitted.is_ok_and(|fitted| fitted > 0.0) { uncertainty.next() } else { None };
        figures(stratum, fitted, after, of_log, settings)
    };
    Ok(Crossings {
        strata: strata.iter().enumerate().map(&mut figures).collect(),
        main_effects: additive.effects,
        dispersion: additive.dispersion,
        before,
        after,
        change_in_variance: change(before, after),
    })
}

/// The share of the variance of log ratios that is gone.
fn change(before: Spread, after: Spread) -> Result<f64, NoFigure> {
    if before.of_log_ratios == 0.0 {
        return Err(NoFigure::NoExtraVariation);
    }
    finite(1.0 - after.of_log_ratios / before.of_log_ratios)
}

fn figures(
    stratum: &Stratum,
    fitted: Result<f64, NoFigure>,
    spread: Spread,
    of_log_fitted: Option<f64>,
    settings: &Settings,
) -> StratumFigures {
    let Stratum { events, expected, .. } = *stratum;
    let additive = fitted.and_then(|fitted| finite(fitted / expected));
    let apart = fitted.and_then(|fitted| if fitted > 0.0 { Ok(fitted) } else { Err(NoFigure::NoEvents) });
    let interaction = apart.and_then(|fitted| finite(spread.shrunk(events, fitted)));
    let shrunk = match (additive, interaction) {
        (Ok(additive), Ok(interaction)) => finite(additive * interaction),
        // No event at any of its levels: the main effects alone say 0.
        (additive, _) => additive,
    };
    StratumFigures {
        levels: stratum.levels.clone(),
        events,
        expected,
        raw: raw(events, expected, settings.confidence),
        additive,
        interaction,
        interaction_limits: apart.and_then(|fitted| {
            let of_log = of_log_fitted.ok_or(NoFigure::LimitsUndefined)?;
            spread.limits(events, fitted, of_log, settings.confidence)
        }),
        shrunk,
        small: expected < settings.small_expected,
    }
}

fn raw(events: f64, expected: f64, confidence: Confidence) -> Result<Figure, NoFigure> {
    let expected = no_figure::expected(expected)?;
    Figure { value: events, limits: interval::ohid_count(events, confidence)? }.times(1.0 / expected)
}

fn check(levels: &[usize], strata: &[Stratum]) -> Result<(), CrossingsError> {
    let mut seen = std::collections::BTreeMap::new();
    for (stratum, found) in strata.iter().enumerate() {
        if found.levels.len() != levels.len() {
            let (expected, found) = (levels.len(), found.levels.len());
            return Err(CrossingsError::Length { stratum, expected, found });
        }
        for (attribute, (&level, &levels)) in found.levels.iter().zip(levels).enumerate() {
            if level >= levels {
                return Err(CrossingsError::UnknownLevel { stratum, attribute, level, levels });
            }
        }
        if [found.events, found.expected].iter().any(|value| !value.is_finite() || *value < 0.0) {
            return Err(CrossingsError::NotACount { stratum });
        }
        if let Some(first) = seen.insert(&found.levels, stratum) {
            return Err(CrossingsError::Repeated { first, second: stratum });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
