//! The three standards that reach is set against. Each gives the expected count of every area; they are never mixed.

use crate::count::Count;

/// Equal reach: the benchmark rate of each stratum applied to each area's eligible people in it.
///
/// `people` holds one vector per stratum, aligned to the areas; `rates` one rate per stratum.
pub fn equal_reach(people: &[Vec<f64>], rates: &[Count]) -> Vec<Count> {
    let areas = people.first().map_or(0, Vec::len);
    let mut expected = vec![Count::ZERO; areas];
    for (stratum, rate) in people.iter().zip(rates) {
        for (sum, n) in expected.iter_mut().zip(stratum) {
            *sum += *rate * *n;
        }
    }
    expected
}

/// The place's own rate of each stratum: reached ÷ eligible. Where some of those reached are of an unknown
/// stratum, every rate is raised in proportion, so that the whole place is expected to reach what it reached.
///
/// Strata in which fewer than `threshold` were reached share one rate with each other, and with the next
/// smallest until together they have as many: a rate of their own would give their counts away.
pub fn own_rates(reached: Count, by_stratum: Option<&[f64]>, eligible: &[f64], threshold: u32) -> Vec<Count> {
    let Some(by_stratum) = by_stratum else {
        let everybody: f64 = eligible.iter().sum();
        return eligible.iter().map(|_| divide(reached, everybody)).collect();
    };
    // Somebody reached in a stratum where nobody is eligible has no rate: such people count as unknown.
    let known: f64 = by_stratum.iter().zip(eligible).filter(|(_, n)| **n > 0.0).map(|(r, _)| r).sum();
    let raise = divide(reached, known);
    let mut rates = vec![Count::ZERO; eligible.len()];
    let (pooled, apart) = sharing_a_rate(by_stratum, eligible, threshold);
    let together = divide(Count::exact(sum(&pooled, by_stratum)), sum(&pooled, eligible)).lowest;
    pooled.iter().for_each(|i| rates[*i] = raise * together);
    apart.iter().for_each(|i| rates[*i] = raise * (by_stratum[*i] / eligible[*i]));
    rates
}

/// The strata that share one rate, because few people were reached in them, and those that have their own. Strata
/// where nobody is eligible are in neither.
pub fn sharing_a_rate(by_stratum: &[f64], eligible: &[f64], threshold: u32) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<usize> = (0..eligible.len()).filter(|i| eligible[*i] > 0.0).collect();
    order.sort_by(|a, b| by_stratum[*a].total_cmp(&by_stratum[*b]).then(a.cmp(b)));
    let is_small = |i: &usize| by_stratum[*i] < f64::from(threshold) && by_stratum[*i] > 0.0;
    let (mut pooled, mut apart): (Vec<usize>, Vec<usize>) = order.into_iter().partition(is_small);
    while !pooled.is_empty() && sum(&pooled, by_stratum) < f64::from(threshold) && !apart.is_empty() {
        pooled.push(apart.remove(0));
    }
    (pooled, apart)
}

fn sum(strata: &[usize], of: &[f64]) -> f64 {
    strata.iter().map(|i| of[*i]).sum()
}

/// Reach in proportion to need: the equal-reach expectation, weighted from one at the lowest need to
/// `need_ratio` at the highest and scaled so that the whole place is expected to reach what it reached.
///
/// `need` is aligned to `expected`; an area without a need figure keeps the weight of the place's mean.
pub fn in_proportion_to_need(expected: &[Count], need: &[Option<f64>], need_ratio: f64) -> Vec<Count> {
    let known = || need.iter().flatten().copied();
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let span = high - low;
    let weight = |n: f64| if span > 0.0 { 1.0 + (need_ratio - 1.0) * (n - low) / span } else { 1.0 };
    let weighted = |f: &dyn Fn(f64) -> f64| -> f64 {
        expected.iter().zip(need).filter_map(|(e, n)| n.map(|n| e.middle() * f(n))).sum()
    };
    let scale = divide(Count::exact(weighted(&|_| 1.0)), weighted(&weight)).lowest;
    let share = |(e, n): (&Count, &Option<f64>)| n.map_or(*e, |n| *e * (weight(n) * scale));
    expected.iter().zip(need).map(share).collect()
}

fn divide(count: Count, by: f64) -> Count {
    if by > 0.0 { count * (1.0 / by) } else { Count::ZERO }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_place_is_expected_to_reach_what_it_reached() {
        let people = vec![vec![100.0, 300.0], vec![50.0, 50.0]];
        let eligible = [400.0, 100.0];
        let rates = own_rates(Count::exact(60.0), Some(&[40.0, 10.0]), &eligible, 5);
        let expected: Count = equal_reach(&people, &rates).into_iter().sum();
        assert!((expected.lowest - 60.0).abs() < 1e-9 && (expected.highest - 60.0).abs() < 1e-9);
    }

    #[test]
    fn strata_with_few_people_reached_share_one_rate() {
        let rates =
            own_rates(Count::exact(53.0), Some(&[2.0, 40.0, 1.0, 10.0]), &[10.0, 100.0, 10.0, 60.0], 5);
        assert_eq!(rates[0], rates[2]);
        assert_eq!(rates[0], rates[3]);
        assert!((rates[0].lowest - 13.0 / 80.0).abs() < 1e-12);
        assert!((rates[1].lowest - 0.4).abs() < 1e-12);
    }

    #[test]
    fn twice_the_need_is_due_twice_the_rate() {
        let expected =
            in_proportion_to_need(&[Count::exact(10.0), Count::exact(10.0)], &[Some(0.0), Some(9.0)], 2.0);
        assert!((expected[1].lowest / expected[0].lowest - 2.0).abs() < 1e-12);
        assert!((expected[0].lowest + expected[1].lowest - 20.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn no_standard_invents_or_loses_anyone(
            people in prop::collection::vec(1.0f64..1e4, 2..40),
            rate in 0.01f64..0.5, ratio in 1.0f64..5.0,
        ) {
            let reached: f64 = people.iter().sum::<f64>() * rate;
            let total: f64 = people.iter().sum();
            let rates = own_rates(Count::exact(reached), None, &[total], 5);
            let equal = equal_reach(std::slice::from_ref(&people), &rates);
            let need: Vec<Option<f64>> = people.iter().enumerate().map(|(i, _)| Some((i * 7 % 11) as f64)).collect();
            for expected in [equal.clone(), in_proportion_to_need(&equal, &need, ratio)] {
                let sum: Count = expected.into_iter().sum();
                prop_assert!((sum.lowest - reached).abs() < 1e-6 * reached);
            }
        }
    }
}
