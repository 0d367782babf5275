//! Dissimilarity: the share of a group that would have to move for it to be spread like everybody else.

use statrs::function::factorial::ln_binomial;

use super::bootstrap::{self, Chance, Corrected, Draws};
use crate::estimate::NoFigure;
use crate::estimate::empirical_bayes::AreaCount;

/// The index of dissimilarity with what chance adds to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dissimilarity {
    /// The index, what the chance in small areas adds to it, and the index without that, with its limits.
    pub index: Corrected,
    /// The index that would be expected if the group were spread over the areas at random.
    pub expected_if_even: f64,
    /// The index on a scale where the expected is 0 and complete separation 1 (Carrington and Troske); below zero where
    /// the group is spread more evenly than at random.
    pub carrington_troske: f64,
    /// Areas compared.
    pub areas: usize,
    /// Areas without people, left out.
    pub areas_without_people: usize,
}

/// The index of dissimilarity of a group: `D = ½ Σ |xᵢ/X − (tᵢ − xᵢ)/(T − X)|`.
///
/// `events` are the members of the group among the `people` of an area. 0: the group is the same share of every
/// area; 1: no area is shared. The same as `Σ tᵢ|pᵢ − P| / (2TP(1 − P))`.
///
/// Units: proportion of the group, 0 to 1.
///
/// Missing values: areas without people are left out; leave out areas with an unknown count.
///
/// # Errors
/// [`NoFigure::NobodyInGroup`]; [`NoFigure::NobodyOutsideGroup`]; [`NoFigure::TooFewToCompare`] below two areas;
/// [`NoFigure::MoreEventsThanPeople`] and the other faults of counts.
///
/// # References
/// Duncan OD, Duncan B (1955). A methodological analysis of segregation indexes. *American Sociological Review*
/// 20:210–217. <https://doi.org/10.2307/2088328>
///
/// # Examples
/// Four areas of 100 people with 10, 20, 30 and 40 members:
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::dissimilarity};
/// let areas = [10.0, 20.0, 30.0, 40.0].map(|events| AreaCount { events, people: 100.0 });
/// assert!((dissimilarity::observed(&areas)? - 0.266_666_666_666_666_66).abs() < 1e-15);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn observed(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    index(&bootstrap::peopled(areas, Chance::Members)?.0)
}

/// The index of dissimilarity with limits, and with what chance adds in small areas taken off.
///
/// Few members in an area make the index too high even where the group is spread evenly. Three answers are given:
/// the bias found by drawing each count anew from its binomial distribution, taken off, with pivotal limits; the index
/// that a random spread would give; and Carrington and Troske's scale, `(D − D₀)/(1 − D₀)` above that and `(D − D₀)/D₀`
/// below it. Where the group is spread almost evenly the bootstrap takes off too little: compare with
/// [`expected_if_even`].
///
/// Units and missing values as [`observed`].
///
/// # Errors
/// As [`observed`]; [`NoFigure::TooFewRepetitions`].
///
/// # References
/// Carrington WJ, Troske KR (1997). On measuring segregation in samples with small units. *Journal of Business &
/// Economic Statistics* 15:402–409. <https://doi.org/10.1080/07350015.1997.10524718>; Davison AC, Hinkley DV (1997).
/// *Bootstrap Methods and their Application*, section 5.2. <https://doi.org/10.1017/CBO9780511802843>
///
/// # Examples
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::{Draws, dissimilarity}};
/// let areas = [10.0, 20.0, 30.0, 40.0].map(|events| AreaCount { events, people: 100.0 });
/// let found = dissimilarity::dissimilarity(&areas, &Draws::new(1))?;
/// assert!((found.index.observed - 0.266_666_666_666_666_66).abs() < 1e-15);
/// assert!(found.index.bias > 0.0 && found.index.figure.value < found.index.observed);
/// assert!(found.carrington_troske < found.index.observed);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn dissimilarity(areas: &[AreaCount], draws: &Draws) -> Result<Dissimilarity, NoFigure> {
    let (mut areas, areas_without_people) = bootstrap::peopled(areas, Chance::Members)?;
    bootstrap::in_stable_order(&mut areas);
    let [found] =
        bootstrap::corrected(&areas, Chance::Members, draws, [(0.0, 1.0)], |areas| Ok([index(areas)?]))?;
    let expected_if_even = random_spread(&areas)?;
    let above = found.observed - expected_if_even;
    let scale = if above >= 0.0 { 1.0 - expected_if_even } else { expected_if_even };
    let carrington_troske = if scale > 0.0 { above / scale } else { 0.0 };
    Ok(Dissimilarity {
        index: found,
        expected_if_even,
        carrington_troske,
        areas: areas.len(),
        areas_without_people,
    })
}

/// The index expected if the members of the group were dealt out at random among all people: the mean over all
/// permutations of people, exactly.
///
/// `Σ E|xᵢ − tᵢX/T| · T / (2X(T − X))` where `xᵢ` is hypergeometric, whose mean deviation is
/// `2m(T − X − t + m)/T · P(x = m)` with `m` the first whole number above its mean. Counts are rounded to whole people.
///
/// Units and missing values as [`observed`].
///
/// # Errors
/// As [`observed`].
///
/// # Examples
/// Two areas of one person each, one of them a member: they are always apart.
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::dissimilarity};
/// let pair = [AreaCount { events: 1.0, people: 1.0 }, AreaCount { events: 0.0, people: 1.0 }];
/// assert!((dissimilarity::expected_if_even(&pair)? - 1.0).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn expected_if_even(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    random_spread(&bootstrap::peopled(areas, Chance::Members)?.0)
}

/// Members and people of all areas.
pub(super) fn totals(areas: &[AreaCount]) -> Result<(f64, f64), NoFigure> {
    let (members, people) = areas.iter().fold((0.0, 0.0), |(x, t), area| (x + area.events, t + area.people));
    if members == 0.0 {
        Err(NoFigure::NobodyInGroup)
    } else if members >= people {
        Err(NoFigure::NobodyOutsideGroup)
    } else {
        Ok((members, people))
    }
}

fn index(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    let (members, people) = totals(areas)?;
    let apart =
        |area: &AreaCount| (area.events / members - (area.people - area.events) / (people - members)).abs();
    Ok((0.5 * areas.iter().map(apart).sum::<f64>()).min(1.0))
}

fn random_spread(areas: &[AreaCount]) -> Result<f64, NoFigure> {
    let whole: Vec<AreaCount> = areas
        .iter()
        .map(|area| AreaCount { events: area.events.round(), people: area.people.round() })
        .collect();
    let (members, people) = totals(&whole)?;
    let deviations: f64 = whole.iter().map(|area| mean_deviation(people, members, area.people)).sum();
    Ok((deviations * people / (2.0 * members * (people - members))).min(1.0))
}

/// The mean deviation of the members among `drawn` of `people`, `members` in all.
fn mean_deviation(people: f64, members: f64, drawn: f64) -> f64 {
    let above = (drawn * members / people).floor() + 1.0;
    if above > drawn || above > members {
        return 0.0;
    }
    let choose = |of: f64, some: f64| ln_binomial(of as u64, some as u64);
    let probability =
        choose(members, above) + choose(people - members, drawn - above) - choose(people, drawn);
    2.0 * above * (people - members - drawn + above) / people * probability.exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn areas(counts: &[(u32, u32)]) -> Vec<AreaCount> {
        counts.iter().map(|&(x, t)| AreaCount { events: x.into(), people: t.into() }).collect()
    }

    #[test]
    fn both_formulas_agree() {
        let some = areas(&[(3, 20), (0, 5), (7, 9), (11, 60)]);
        let (members, people) = totals(&some).unwrap();
        let average = members / people;
        let by_share: f64 = some.iter().map(|a| a.people * (a.events / a.people - average).abs()).sum();
        let by_share = by_share / (2.0 * people * average * (1.0 - average));
        assert!((observed(&some).unwrap() - by_share).abs() < 1e-14);
    }

    #[test]
    fn groups_without_anybody_inside_or_outside_are_named() {
        assert_eq!(observed(&areas(&[(0, 5), (0, 6)])), Err(NoFigure::NobodyInGroup));
        assert_eq!(observed(&areas(&[(5, 5), (6, 6)])), Err(NoFigure::NobodyOutsideGroup));
        assert_eq!(observed(&areas(&[(2, 5)])), Err(NoFigure::TooFewToCompare));
        assert_eq!(observed(&areas(&[(6, 5), (1, 9)])), Err(NoFigure::MoreEventsThanPeople));
        assert_eq!(observed(&areas(&[(5, 5), (0, 6)])), Ok(1.0));
        assert_eq!(observed(&areas(&[(1, 5), (2, 10)])), Ok(0.0));
    }

    #[test]
    fn the_expected_index_is_the_mean_over_every_permutation() {
        // Eight people, three of them members, in areas of 2, 1 and 5: all 56 choices of the members.
        let sizes = [0, 0, 1, 2, 2, 2, 2, 2];
        let mut total = (0.0, 0.0);
        for chosen in (0..256_u32).filter(|chosen| chosen.count_ones() == 3) {
            let mut counts = [(0, 2), (0, 1), (0, 5)];
            (0..8).filter(|person| chosen >> person & 1 == 1).for_each(|person| counts[sizes[person]].0 += 1);
            total = (total.0 + observed(&areas(&counts)).unwrap(), total.1 + 1.0);
        }
        let expected = expected_if_even(&areas(&[(2, 2), (1, 1), (0, 5)])).unwrap();
        assert!((expected - total.0 / total.1).abs() < 1e-12, "{expected}, not {}", total.0 / total.1);
    }

    #[test]
    fn counts_spread_at_random_come_out_near_nothing() {
        // 400 areas of 30 people, every tenth a member, dealt out by a fixed rule that looks like chance.
        let mut state = 7_u64;
        let mut chance = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as f64 / f64::from(1_u32 << 31)
        };
        let mut member = || u32::from(chance() < 0.1);
        let spread: Vec<(u32, u32)> = (0..400).map(|_| ((0..30).map(|_| member()).sum(), 30)).collect();
        let found = dissimilarity(&areas(&spread), &Draws::new(5)).unwrap();
        assert!(found.index.observed > 0.2, "small areas look apart");
        assert!(found.carrington_troske.abs() < 0.03);
        assert!(found.index.figure.value < found.index.observed - 0.05);
    }

    proptest! {
        #[test]
        fn naming_and_order_change_nothing(
            counts in prop::collection::vec((0..20_u32, 20..90_u32), 2..30),
            turn in 0..30_usize,
        ) {
            let draws = Draws { repetitions: 100, ..Draws::new(3) };
            let mut turned = counts.clone();
            turned.rotate_left(turn % counts.len());
            prop_assert_eq!(dissimilarity(&areas(&counts), &draws), dissimilarity(&areas(&turned), &draws));
        }

        #[test]
        fn the_index_and_its_limits_lie_between_none_and_all(counts in prop::collection::vec((0..20_u32, 20..90_u32), 2..30)) {
            let draws = Draws { repetitions: 100, ..Draws::new(3) };
            if let Ok(found) = dissimilarity(&areas(&counts), &draws) {
                let figure = found.index.figure;
                prop_assert!(0.0 <= figure.limits.lower && figure.limits.lower <= figure.value);
                prop_assert!(figure.value <= figure.limits.upper && figure.limits.upper <= 1.0);
                prop_assert!((0.0..=1.0).contains(&found.expected_if_even));
            }
        }
    }
}
