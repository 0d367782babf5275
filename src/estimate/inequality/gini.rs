//! The Gini coefficient: how far the areas' rates are apart, on average, relative to their mean.

use super::bootstrap::{self, Chance, Corrected, Draws};
use super::theil::varies;
use crate::estimate::NoFigure;
use crate::estimate::empirical_bayes::AreaCount;

/// The Gini coefficient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gini {
    /// The coefficient, what chance does to it, and the coefficient without that, with its limits.
    pub index: Corrected,
    /// The observed coefficient over the highest that so few areas can have, `1 − Σ n²` of their shares of people: for
    /// equal shares, times `n/(n − 1)`.
    pub over_its_highest: f64,
}

/// The Gini coefficient of events over people: twice the area between the Lorenz curve and the diagonal.
///
/// Areas in the order of their rates, `G = 1 − Σ nᵢ(Cᵢ + Cᵢ₋₁)`, `C` the cumulative share of events and `nᵢ` the
/// area's share of people. Equal weights, as for incomes of single people, are one person each. Not multiplied by
/// `n/(n − 1)`.
///
/// Units: proportion, from 0 (equal rates) towards 1.
///
/// Missing values: areas without people are left out.
///
/// # Errors
/// [`NoFigure::NoEvents`]; [`NoFigure::TooFewToCompare`] below two areas; the faults of counts.
///
/// # References
/// Gini C (1912). *Variabilità e mutabilità*. Cuppini, Bologna; Lerman RI, Yitzhaki S (1989). Improving the accuracy of
/// estimates of Gini coefficients. *Journal of Econometrics* 42:43–47. <https://doi.org/10.1016/0304-4076(89)90074-2>
///
/// # Examples
/// Incomes of 10, 20, 30, 40 and 50:
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::gini};
/// let incomes = [10.0, 20.0, 30.0, 40.0, 50.0].map(|events| AreaCount { events, people: 1.0 });
/// assert!((gini::observed(&incomes)? - 0.266_666_666_666_666_66).abs() < 1e-15);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn observed(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    index(&bootstrap::peopled(areas, Chance::Events)?.0)
}

/// The Gini coefficient with limits, and with what chance does to it taken off.
///
/// Counts of few people raise the coefficient, a small sample of areas lowers it: [`Chance`] says which is allowed for.
///
/// Units and missing values as [`observed`].
///
/// # Errors
/// As [`observed`]; [`NoFigure::NoVariation`] when areas are drawn anew and all have the same rate;
/// [`NoFigure::TooFewRepetitions`].
///
/// # Examples
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::{Chance, Draws, gini}};
/// let incomes = [10.0, 20.0, 30.0, 40.0, 50.0].map(|events| AreaCount { events, people: 1.0 });
/// let found = gini::gini(&incomes, Chance::Areas, &Draws::new(1))?;
/// assert!((found.over_its_highest - 1.0 / 3.0).abs() < 1e-15);
/// assert!(found.index.bias < 0.0, "five people are too few to show the whole spread");
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn gini(areas: &[AreaCount], chance: Chance, draws: &Draws) -> Result<Gini, NoFigure> {
    let (mut areas, _) = bootstrap::peopled(areas, chance)?;
    bootstrap::in_stable_order(&mut areas);
    varies(&areas, chance)?;
    let [found] = bootstrap::corrected(&areas, chance, draws, [(0.0, 1.0)], |areas| Ok([index(areas)?]))?;
    let people: f64 = areas.iter().map(|area| area.people).sum();
    let squares: f64 = areas.iter().map(|area| (area.people / people).powi(2)).sum();
    Ok(Gini { index: found, over_its_highest: (found.observed / (1.0 - squares)).min(1.0) })
}

/// The Gini index of segregation: the Gini coefficient of a group's shares, over the highest it can have.
///
/// `G/(1 − P)` with `P` the group's share of all people: `ΣΣ tᵢtⱼ|pᵢ − pⱼ| / (2T²P(1 − P))`.
///
/// Units: proportion, 0 to 1.
///
/// # Errors
/// As [`dissimilarity::observed`](super::dissimilarity::observed).
///
/// # References
/// Massey DS, Denton NA (1988). The dimensions of residential segregation. *Social Forces* 67:281–315.
/// <https://doi.org/10.1093/sf/67.2.281>
///
/// # Examples
/// Two areas that share nobody:
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::gini};
/// let apart = [AreaCount { events: 5.0, people: 5.0 }, AreaCount { events: 0.0, people: 15.0 }];
/// assert!((gini::segregation(&apart)? - 1.0).abs() < 1e-15);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn segregation(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    let (areas, _) = bootstrap::peopled(areas, Chance::Members)?;
    let (members, people) = super::dissimilarity::totals(&areas)?;
    Ok(index(&areas)? / (1.0 - members / people))
}

fn index(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    let (events, people) = areas.iter().fold((0.0, 0.0), |(e, p), area| (e + area.events, p + area.people));
    if events == 0.0 {
        return Err(NoFigure::NoEvents);
    }
    let mut by_rate: Vec<(f64, AreaCount)> = areas
        .iter()
        .filter(|area| area.people > 0.0)
        .map(|area| (area.events / area.people, *area))
        .collect();
    by_rate.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.people.total_cmp(&b.1.people)));
    let (mut cumulative, mut doubled) = (0.0, 0.0);
    for (_, area) in by_rate {
        doubled += area.people / people * (2.0 * cumulative + area.events);
        cumulative += area.events;
    }
    Ok((1.0 - doubled / events).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_compared_gives_the_same() {
        let areas: Vec<AreaCount> = [(3.0, 20.0), (0.0, 5.0), (7.0, 9.0), (11.0, 60.0)]
            .map(|(events, people)| AreaCount { events, people })
            .to_vec();
        let pairs = areas.iter().flat_map(|a| areas.iter().map(move |b| (a, b)));
        let apart: f64 =
            pairs.map(|(a, b)| a.people * b.people * (a.events / a.people - b.events / b.people).abs()).sum();
        let (events, people) = (21.0, 94.0);
        let expected = apart / (2.0 * people * people * events / people);
        assert!((observed(&areas).unwrap() - expected).abs() < 1e-14);
    }

    #[test]
    fn gaps_are_named() {
        let none = [AreaCount { events: 0.0, people: 5.0 }; 3];
        assert_eq!(observed(&none), Err(NoFigure::NoEvents));
        assert_eq!(observed(&none[..1]), Err(NoFigure::TooFewToCompare));
        let alike = [AreaCount { events: 1.0, people: 5.0 }; 3];
        assert_eq!(observed(&alike), Ok(0.0));
        assert_eq!(gini(&alike, Chance::Areas, &Draws::new(1)), Err(NoFigure::NoVariation));
        assert!(gini(&alike, Chance::Members, &Draws::new(1)).is_ok());
    }
}
