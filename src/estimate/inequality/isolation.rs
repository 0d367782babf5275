//! Isolation: how much of the neighbourhood of a group's average member is the group itself.

use super::bootstrap::{self, Chance, Corrected, Draws};
use super::dissimilarity::totals;
use crate::estimate::NoFigure;
use crate::estimate::empirical_bayes::AreaCount;

/// The isolation of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Isolation {
    /// The index, what chance adds to it, and the index without that, with its limits.
    pub index: Corrected,
    /// The share of the group among the *others* in the area of its average member, which chance does not raise;
    /// missing when every member is alone in an area.
    pub among_others: Result<f64, NoFigure>,
    /// The share of the group in all areas together: the isolation of a group that is spread evenly.
    pub share: f64,
    /// `(isolation − share)/(1 − share)`, the correlation ratio: 0 when spread evenly, 1 when nobody else lives in the
    /// group's areas.
    pub correlation_ratio: f64,
}

/// The isolation index of a group: `Σ (xᵢ/X)(xᵢ/tᵢ)`.
///
/// `events` are the members of the group among the `people` of an area.
///
/// Units: proportion, from the group's share of all people to 1.
///
/// Missing values: areas without people are left out.
///
/// # Errors
/// As [`dissimilarity::observed`](super::dissimilarity::observed).
///
/// # References
/// Lieberson S (1981). An asymmetrical approach to segregation. In: Peach C, Robinson V, Smith S (eds), *Ethnic
/// Segregation in Cities*, pages 61–82. Croom Helm, ISBN 978-0-7099-2015-0; Massey DS, Denton NA (1988). The dimensions
/// of residential segregation. *Social Forces* 67:281–315. <https://doi.org/10.1093/sf/67.2.281>
///
/// # Examples
/// Four areas of 100 people with 10, 20, 30 and 40 members: (1 + 4 + 9 + 16)/100.
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::isolation};
/// let areas = [10.0, 20.0, 30.0, 40.0].map(|events| AreaCount { events, people: 100.0 });
/// assert!((isolation::observed(&areas)? - 0.3).abs() < 1e-15);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn observed(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    index(&bootstrap::peopled(areas, Chance::Members)?.0)
}

/// The isolation index with limits, and two ways of taking off what chance adds.
///
/// Drawing counts anew finds the bias; counting the others only, `Σ (xᵢ/X)(xᵢ − 1)/(tᵢ − 1)`, has none.
///
/// Units and missing values as [`observed`].
///
/// # Errors
/// As [`observed`]; [`NoFigure::TooFewRepetitions`].
///
/// # Examples
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::{Draws, isolation}};
/// let areas = [10.0, 20.0, 30.0, 40.0].map(|events| AreaCount { events, people: 100.0 });
/// let found = isolation::isolation(&areas, &Draws::new(1))?;
/// assert!((found.among_others? - (90.0 + 380.0 + 870.0 + 1560.0) / 9_900.0).abs() < 1e-15);
/// assert!((found.correlation_ratio - (0.3 - 0.25) / 0.75).abs() < 1e-15);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn isolation(areas: &[AreaCount], draws: &Draws) -> Result<Isolation, NoFigure> {
    let (mut areas, _) = bootstrap::peopled(areas, Chance::Members)?;
    bootstrap::in_stable_order(&mut areas);
    let [index] =
        bootstrap::corrected(&areas, Chance::Members, draws, [(0.0, 1.0)], |areas| Ok([index(areas)?]))?;
    let (members, people) = totals(&areas)?;
    let share = members / people;
    let correlation_ratio = (index.observed - share) / (1.0 - share);
    Ok(Isolation { index, among_others: among_others(&areas), share, correlation_ratio })
}

fn index(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    let (members, _) = totals(areas)?;
    let own =
        |area: &AreaCount| if area.people > 0.0 { area.events * (area.events / area.people) } else { 0.0 };
    Ok(areas.iter().map(own).sum::<f64>() / members)
}

/// Members in areas of one person have no others, and are left out.
fn among_others(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    let (mut others, mut members) = (0.0, 0.0);
    for area in areas.iter().filter(|area| area.people > 1.0) {
        others += area.events * (area.events - 1.0).max(0.0) / (area.people - 1.0);
        members += area.events;
    }
    if members > 0.0 { Ok(others / members) } else { Err(NoFigure::TooFewToCompare) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_apart_from_everybody_is_alone() {
        let areas = [AreaCount { events: 9.0, people: 9.0 }, AreaCount { events: 0.0, people: 30.0 }];
        let found = isolation(&areas, &Draws::new(1)).unwrap();
        assert_eq!((found.index.observed, found.correlation_ratio, found.among_others), (1.0, 1.0, Ok(1.0)));
    }

    #[test]
    fn members_who_live_alone_have_no_others() {
        let areas = [AreaCount { events: 1.0, people: 1.0 }, AreaCount { events: 0.0, people: 3.0 }];
        assert_eq!(isolation(&areas, &Draws::new(1)).unwrap().among_others, Err(NoFigure::TooFewToCompare));
        assert_eq!(observed(&areas[..1]), Err(NoFigure::TooFewToCompare));
    }
}
