//! Theil's index: inequality that divides into what lies between authorities and what lies within them.

use std::collections::BTreeMap;

use super::bootstrap::{self, Chance, Corrected, Draws};
use crate::estimate::NoFigure;
use crate::estimate::empirical_bayes::AreaCount;

/// Theil's index divided between and within parts, each with what chance adds to it taken off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decomposition {
    /// The index of all areas.
    pub total: Corrected,
    /// What lies between the parts: the index if every area of a part had the average of its part.
    pub between: Corrected,
    /// What lies within the parts: the index of each, weighted by its share of all events.
    pub within: Corrected,
    /// The share of the observed index that lies between the parts; missing when there is no inequality.
    pub share_between: Result<f64, NoFigure>,
}

/// Theil's index of events over people: `T = Σ sᵢ ln(sᵢ/nᵢ)`, `sᵢ` an area's share of all events and `nᵢ` of all people.
///
/// 0: every area has the same rate. An area without events adds nothing. Equal weights, as for incomes of single
/// people, are one person each.
///
/// Units: nats; at most `ln(1/n)` of the smallest area.
///
/// Missing values: areas without people are left out.
///
/// # Errors
/// [`NoFigure::NoEvents`]; [`NoFigure::TooFewToCompare`] below two areas; the faults of counts.
///
/// # References
/// Theil H (1967). *Economics and Information Theory*, chapter 4. North-Holland.
///
/// # Examples
/// Incomes of 10, 20, 30, 40 and 50:
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::theil};
/// let incomes = [10.0, 20.0, 30.0, 40.0, 50.0].map(|events| AreaCount { events, people: 1.0 });
/// assert!((theil::observed(&incomes)? - 0.119_687_593_583_509_24).abs() < 1e-15);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn observed(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    index(&bootstrap::peopled(areas, Chance::Events)?.0)
}

/// Theil's index with limits, and with what chance adds to it taken off.
///
/// Units and missing values as [`observed`].
///
/// # Errors
/// As [`observed`]; [`NoFigure::NoVariation`] when areas are drawn anew and all have the same rate;
/// [`NoFigure::TooFewRepetitions`].
///
/// # Examples
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::{Chance, Draws, theil}};
/// let reached = [12.0, 30.0, 25.0, 60.0].map(|events| AreaCount { events, people: 100.0 });
/// let found = theil::theil(&reached, Chance::Members, &Draws::new(1))?;
/// assert!(found.figure.limits.lower > 0.0 && found.figure.value < found.observed);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn theil(areas: &[AreaCount], chance: Chance, draws: &Draws) -> Result<Corrected, NoFigure> {
    let (mut areas, _) = bootstrap::peopled(areas, chance)?;
    bootstrap::in_stable_order(&mut areas);
    varies(&areas, chance)?;
    let [found] = bootstrap::corrected(&areas, chance, draws, [RANGE], |areas| Ok([index(areas)?]))?;
    Ok(found)
}

/// Theil's index divided between and within parts, such as authorities: the total, between and within.
///
/// `parts` names the part of each area. `between = Σ S ln(S/N)` over the parts' shares of events and people,
/// `within = Σ S·T` with the index of each part; their sum is the total.
///
/// Units and missing values as [`observed`].
///
/// # Errors
/// As [`observed`]; [`NoFigure::NotSupplied`] when there is not one part for each area.
///
/// # Examples
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::theil};
/// let incomes = [10.0, 20.0, 30.0, 40.0, 50.0].map(|events| AreaCount { events, people: 1.0 });
/// let [total, between, within] = theil::decomposed(&incomes, &[0, 0, 0, 1, 1])?;
/// assert!((between + within - total).abs() < 1e-15 && between > within);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn decomposed(areas: &[AreaCount], parts: &[u32]) -> Result<[f64; 3], NoFigure> {
    let (areas, ends) = in_parts(areas, parts, Chance::Events)?;
    shares_of(&areas, &ends)
}

/// Theil's index divided between and within parts, each with limits and with what chance adds to it taken off.
///
/// Units and missing values as [`observed`].
///
/// # Errors
/// As [`theil`] and [`decomposed`].
///
/// # References
/// Bourguignon F (1979). Decomposable income inequality measures. *Econometrica* 47:901–920.
/// <https://doi.org/10.2307/1914138>
///
/// # Examples
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::{Chance, Draws, theil}};
/// let reached = [12.0, 30.0, 25.0, 60.0].map(|events| AreaCount { events, people: 100.0 });
/// let found = theil::decomposition(&reached, &[7, 7, 9, 9], Chance::Members, &Draws::new(1))?;
/// assert!((found.between.observed + found.within.observed - found.total.observed).abs() < 1e-15);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn decomposition(
    areas: &[AreaCount],
    parts: &[u32],
    chance: Chance,
    draws: &Draws,
) -> Result<Decomposition, NoFigure> {
    let (areas, ends) = in_parts(areas, parts, chance)?;
    varies(&areas, chance)?;
    let index = |areas: &[AreaCount]| shares_of(areas, &ends);
    let [total, between, within] = bootstrap::corrected(&areas, chance, draws, [RANGE; 3], index)?;
    let share_between =
        if total.observed > 0.0 { Ok(between.observed / total.observed) } else { Err(NoFigure::NoVariation) };
    Ok(Decomposition { total, between, within, share_between })
}

/// The lowest and the highest that the index can be.
const RANGE: (f64, f64) = (0.0, f64::MAX);

/// Areas drawn with replacement say nothing of chance when they are all alike.
pub(super) fn varies(areas: &[AreaCount], chance: Chance) -> Result<(), NoFigure> {
    let alike = |two: &[AreaCount]| two[0].events * two[1].people == two[1].events * two[0].people;
    if chance == Chance::Areas && areas.windows(2).all(alike) { Err(NoFigure::NoVariation) } else { Ok(()) }
}

/// The areas part after part, and where each part ends, in an order that the names of parts cannot change.
fn in_parts(
    areas: &[AreaCount],
    parts: &[u32],
    chance: Chance,
) -> Result<(Vec<AreaCount>, Vec<usize>), NoFigure> {
    if areas.len() != parts.len() {
        return Err(NoFigure::NotSupplied);
    }
    bootstrap::peopled(areas, chance)?;
    let mut by_part: BTreeMap<u32, Vec<AreaCount>> = BTreeMap::new();
    for (area, part) in areas.iter().zip(parts).filter(|(area, _)| area.people > 0.0) {
        by_part.entry(*part).or_default().push(*area);
    }
    let mut by_part: Vec<Vec<AreaCount>> = by_part.into_values().collect();
    by_part.iter_mut().for_each(|areas| bootstrap::in_stable_order(areas));
    let order =
        |a: &AreaCount, b: &AreaCount| a.people.total_cmp(&b.people).then(a.events.total_cmp(&b.events));
    by_part.sort_by(|a, b| {
        let first = a.iter().zip(b).map(|(a, b)| order(a, b)).find(|order| order.is_ne());
        first.unwrap_or(a.len().cmp(&b.len()))
    });
    let ends = by_part.iter().scan(0, |end, areas| {
        *end += areas.len();
        Some(*end)
    });
    Ok((by_part.concat(), ends.collect()))
}

fn sums(areas: &[AreaCount]) -> (f64, f64) {
    areas.iter().fold((0.0, 0.0), |(events, people), area| (events + area.events, people + area.people))
}

/// `s ln(s/n)` of the shares of events and people; 0 without events.
fn term((events, people): (f64, f64), (all_events, all_people): (f64, f64)) -> f64 {
    let share = events / all_events;
    if share > 0.0 { share * (share / (people / all_people)).ln() } else { 0.0 }
}

fn index(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    let all = sums(areas);
    if all.0 == 0.0 {
        return Err(NoFigure::NoEvents);
    }
    let total: f64 = areas.iter().map(|area| term((area.events, area.people), all)).sum();
    // Rounding alone can take an index of nothing below zero.
    Ok(total.max(0.0))
}

/// Total, between and within, of areas that stand part after part.
fn shares_of(areas: &[AreaCount], ends: &[usize]) -> Result<[f64; 3], NoFigure> {
    let all = sums(areas);
    let (mut between, mut within, mut begin) = (0.0, 0.0, 0);
    for &end in ends {
        let part = &areas[begin..end];
        let of_part = sums(part);
        between += term(of_part, all);
        if of_part.0 > 0.0 {
            within += of_part.0 / all.0 * index(part)?;
        }
        begin = end;
    }
    Ok([index(areas)?, between.max(0.0), within])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn areas(counts: &[(u32, u32)]) -> Vec<AreaCount> {
        counts.iter().map(|&(x, t)| AreaCount { events: x.into(), people: t.into() }).collect()
    }

    #[test]
    fn equal_rates_are_equal_and_one_area_with_all_is_the_most() {
        assert_eq!(observed(&areas(&[(1, 5), (2, 10)])), Ok(0.0));
        let most = observed(&areas(&[(9, 1), (0, 3)])).unwrap();
        assert!((most - 4.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn gaps_are_named() {
        assert_eq!(observed(&areas(&[(0, 5), (0, 6)])), Err(NoFigure::NoEvents));
        assert_eq!(decomposed(&areas(&[(1, 5), (2, 6)]), &[1]), Err(NoFigure::NotSupplied));
        let alike = theil(&areas(&[(1, 5), (2, 10)]), Chance::Areas, &Draws::new(1));
        assert_eq!(alike, Err(NoFigure::NoVariation));
    }

    #[test]
    fn parts_with_the_same_rates_have_nothing_between_them() {
        let [total, between, within] =
            decomposed(&areas(&[(1, 10), (3, 10), (3, 10), (1, 10)]), &[1, 1, 2, 2]).unwrap();
        assert!(between.abs() < 1e-15);
        assert!((within - total).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn naming_parts_and_ordering_areas_change_nothing(
            counts in prop::collection::vec((0..20_u32, 20..90_u32, 0..4_u32), 2..30),
            turn in 0..30_usize,
        ) {
            let draws = Draws { repetitions: 80, ..Draws::new(3) };
            let found = |counts: &[(u32, u32, u32)]| {
                let areas: Vec<_> = counts.iter().map(|&(x, t, _)| (x, t)).collect();
                let parts: Vec<u32> = counts.iter().map(|count| count.2).collect();
                decomposition(&super::tests::areas(&areas), &parts, Chance::Members, &draws)
            };
            let mut other: Vec<_> = counts.iter().map(|&(x, t, part)| (x, t, 900 - 7 * part)).collect();
            other.rotate_left(turn % counts.len());
            prop_assert_eq!(found(&counts), found(&other));
        }

        #[test]
        fn between_and_within_make_the_total(counts in prop::collection::vec((0..20_u32, 20..90_u32, 0..4_u32), 2..30)) {
            let areas: Vec<AreaCount> =
                counts.iter().map(|&(x, t, _)| AreaCount { events: x.into(), people: t.into() }).collect();
            let parts: Vec<u32> = counts.iter().map(|count| count.2).collect();
            if let Ok([total, between, within]) = decomposed(&areas, &parts) {
                prop_assert!((between + within - total).abs() < 1e-12);
            }
        }
    }
}
