//! The standard that providers are held to: their own people with the rates of all comparable providers together.

use crate::rounded::Rounding;

/// People of one stratum at one provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stratum {
    /// Those who came long enough ago.
    pub(super) engaged: u64,
    /// Those of them who completed.
    pub(super) completed: u64,
}

impl Stratum {
    pub(super) fn plus(self, other: Self) -> Self {
        Self { engaged: self.engaged + other.engaged, completed: self.completed + other.completed }
    }
}

/// One provider in numbers that may be shown: by pool of strata those who completed and those who did not.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spread {
    completed: Vec<f64>,
    rest: Vec<f64>,
}

impl Spread {
    /// Spreads the rounded totals over pools as the counts are spread, by differences of rounded sums: exact shares would
    /// tell how few of a provider's people are in one pool.
    pub(super) fn of(
        strata: &[Stratum],
        pools: &[usize],
        (completed, engaged): (f64, f64),
        rounding: Rounding,
    ) -> Self {
        let sums = pooled(strata, pools);
        let all: Vec<u64> = sums.iter().map(|s| s.engaged).collect();
        let part: Vec<u64> = sums.iter().map(|s| s.completed).collect();
        let rest: Vec<u64> = sums.iter().map(|s| s.engaged - s.completed).collect();
        let scaled = |counts: &[u64], total: f64| scaled(counts, &all, total, rounding);
        Self { completed: scaled(&part, completed), rest: scaled(&rest, engaged - completed) }
    }
}

/// Counts scaled so that they sum to a total; where all are 0, the total is spread as `else_as` is.
fn scaled(counts: &[u64], else_as: &[u64], total: f64, rounding: Rounding) -> Vec<f64> {
    let counts = if counts.iter().all(|n| *n == 0) { else_as } else { counts };
    rounding.spread(&counts.iter().map(|n| *n as f64).collect::<Vec<f64>>(), total)
}

fn pooled(strata: &[Stratum], pools: &[usize]) -> Vec<Stratum> {
    let mut sums = vec![Stratum::default(); pools.iter().max().map_or(0, |most| most + 1)];
    strata.iter().zip(pools).for_each(|(stratum, pool)| sums[*pool] = sums[*pool].plus(*stratum));
    sums
}

/// Puts strata together whose numbers over all providers may not be shown: by stratum, its pool. Where those together
/// may not be shown either, the next smallest joins them.
pub(super) fn pools(all: &[Stratum], rounding: Rounding) -> Vec<usize> {
    let shows = |s: Stratum| s.engaged > 0 && rounding.part(s.completed as f64, s.engaged as f64).is_some();
    let mut own: Vec<bool> = all.iter().map(|stratum| shows(*stratum)).collect();
    loop {
        let together = all.iter().zip(&own).filter(|(_, own)| !**own).map(|(s, _)| *s);
        let together = together.fold(Stratum::default(), Stratum::plus);
        if together.engaged == 0 || shows(together) {
            break;
        }
        let Some(next) = (0..all.len()).filter(|s| own[*s]).min_by_key(|s| all[*s].engaged) else { break };
        own[next] = false;
    }
    let mut next = 0;
    let alone = own.iter().map(|own| {
        next += usize::from(*own);
        if *own { next } else { 0 }
    });
    alone.collect()
}

/// What a provider's people would do at the rates of all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Expected {
    /// Those expected to complete.
    pub(super) completed: f64,
    /// The variance of the number who complete, by chance alone: the sum of `r(1 − r)` over people.
    pub(super) variance: f64,
}

/// Those expected to complete at each provider with the rates of all together, pool by pool: indirect standardisation.
/// The expected sum to those who did complete.
pub(super) fn expected(spreads: &[Spread]) -> Vec<Expected> {
    let pools = spreads.first().map_or(0, |spread| spread.completed.len());
    let rate = |pool: usize| {
        let completed: f64 = spreads.iter().map(|s| s.completed[pool]).sum();
        let rest: f64 = spreads.iter().map(|s| s.rest[pool]).sum();
        if completed > 0.0 { completed / (completed + rest) } else { 0.0 }
    };
    let rates: Vec<f64> = (0..pools).map(rate).collect();
    let of = |spread: &Spread| {
        let people = || spread.completed.iter().zip(&spread.rest).map(|(c, r)| c + r).zip(&rates);
        Expected {
            completed: people().map(|(n, r)| n * r).sum(),
            variance: people().map(|(n, r)| n * r * (1.0 - r)).sum(),
        }
    };
    spreads.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVES: Rounding = Rounding { to: 5, threshold: 5 };

    fn stratum((completed, engaged): (u64, u64)) -> Stratum {
        Stratum { engaged, completed }
    }

    #[test]
    fn small_strata_share_a_rate() {
        let pools_of = |counts: &[(u64, u64)]| {
            let strata: Vec<Stratum> = counts.iter().copied().map(stratum).collect();
            pools(&strata, FIVES)
        };
        assert_eq!(pools_of(&[(10, 20), (30, 60)]), [1, 2]);
        assert_eq!(pools_of(&[(10, 20), (3, 60), (6, 9), (30, 60)]), [1, 0, 0, 2]);
        // Three of sixty may not be shown, and nobody else may not: the smaller of the others joins them.
        assert_eq!(pools_of(&[(10, 20), (3, 60), (30, 60)]), [0, 0, 1]);
        assert_eq!(pools_of(&[(0, 0), (10, 20)]), [0, 1]);
        assert_eq!(pools_of(&[(1, 2)]), [0]);
    }

    #[test]
    fn totals_are_those_shown_and_the_expected_sum_to_the_observed() {
        let providers = [
            [stratum((13, 31)), stratum((7, 19)), stratum((0, 2))],
            [stratum((21, 23)), stratum((40, 71)), stratum((1, 1))],
        ];
        let all: Vec<Stratum> = (0..3).map(|s| providers[0][s].plus(providers[1][s])).collect();
        let pools = pools(&all, FIVES);
        assert_eq!(pools, [0, 1, 0]);
        let totals = [(20.0, 50.0), (60.0, 95.0)];
        let spreads: Vec<Spread> = providers
            .iter()
            .zip(totals)
            .map(|(strata, totals)| Spread::of(strata, &pools, totals, FIVES))
            .collect();
        for (spread, (completed, engaged)) in spreads.iter().zip(totals) {
            assert!((spread.completed.iter().sum::<f64>() - completed).abs() < 1e-9);
            assert!((spread.rest.iter().sum::<f64>() - (engaged - completed)).abs() < 1e-9);
        }
        let expected: f64 = expected(&spreads).iter().map(|e| e.completed).sum();
        assert!((expected - 80.0).abs() < 1e-9);
    }

    #[test]
    fn completions_of_unknown_strata_are_spread_as_people_are() {
        assert_eq!(scaled(&[0, 0], &[10, 30], 8.0, FIVES), [2.0, 6.0]);
        assert_eq!(scaled(&[0, 0], &[0, 0], 8.0, FIVES), [0.0, 0.0]);
    }
}
