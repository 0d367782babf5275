//! Which providers of a service are comparable, and how they compare.

use super::standard::{self, Expected, Spread, Stratum};
use super::{Compared, LEAST_EXPECTED, ProviderFinding, Tally, Why};
use crate::assess::partnership::share::{NoShare, Share, Showing};
use crate::estimate::Confidence;
use crate::estimate::funnel::{self, FunnelLimits};
use crate::estimate::overdispersion::{
    Deviation, Overdispersion, WINSORISED_SHARE, Widening, overdispersion,
};
use crate::measure::Estimate;

/// The findings of one service's providers, and how much more than chance the comparable ones differ.
pub(super) fn compare(
    named: &[(usize, &Tally)],
    months: u32,
    names: &[String],
    showing: Showing,
) -> (Vec<ProviderFinding>, Option<Overdispersion>) {
    let alone = named.len() == 1;
    let finding = |(at, tally): &(usize, &Tally)| {
        let all = tally.all();
        let completion = showing.share(all.completed, all.engaged);
        let not_comparable = reasons(tally, completion, months, alone);
        let provider = names[*at].clone();
        ProviderFinding {
            provider,
            completion,
            compared: None,
            not_comparable,
            waiting: tally.waiting(showing),
        }
    };
    let mut findings: Vec<ProviderFinding> = named.iter().map(finding).collect();
    few_expected(&mut findings);
    let fit = |findings: &[ProviderFinding]| -> Vec<usize> {
        (0..findings.len()).filter(|at| findings[*at].not_comparable.is_empty()).collect()
    };
    if let [only] = fit(&findings)[..] {
        findings[only].not_comparable.push(Why::NoOtherComparable);
    }
    let fit = fit(&findings);
    let tallies: Vec<&Tally> = fit.iter().map(|at| named[*at].1).collect();
    let shares: Vec<Share> = fit.iter().filter_map(|at| findings[*at].completion.ok()).collect();
    let (compared, spread) = against_all(&tallies, &shares, showing);
    for (at, compared) in fit.into_iter().zip(compared) {
        match compared {
            Ok(compared) => findings[at].compared = Some(compared),
            Err(why) => findings[at].not_comparable.push(why),
        }
    }
    (findings, spread)
}

/// What in a provider's own records stands against a comparison.
fn reasons(tally: &Tally, completion: Result<Share, NoShare>, months: u32, alone: bool) -> Vec<Why> {
    let own = tally.months.count();
    let mut why = Vec::new();
    why.extend(alone.then_some(Why::Only));
    why.extend((tally.endings == 0).then_some(Why::NoEndings));
    why.extend(
        (4 * u64::from(own) < 3 * u64::from(months)).then_some(Why::FewMonths { months: own, of: months }),
    );
    why.extend((5 * tally.unknown() > tally.all().engaged).then_some(Why::CaseMixUnknown));
    why.extend(match completion {
        Err(NoShare::Nobody) => Some(Why::Nobody),
        Err(_) => Some(Why::Withheld),
        Ok(_) => None,
    });
    why
}

/// Marks providers of which too few completions are expected, at the rate of all others that are comparable so far.
fn few_expected(findings: &mut [ProviderFinding]) {
    let so_far = findings.iter().filter(|finding| finding.not_comparable.is_empty());
    let shares: Vec<Share> = so_far.filter_map(|finding| finding.completion.ok()).collect();
    let completed: f64 = shares.iter().map(|share| share.part).sum();
    let engaged: f64 = shares.iter().map(|share| share.of).sum();
    for finding in findings.iter_mut().filter(|finding| finding.not_comparable.is_empty()) {
        let few = finding.completion.is_ok_and(|share| share.of * completed < LEAST_EXPECTED * engaged);
        finding.not_comparable.extend(few.then_some(Why::FewExpected));
    }
}

/// One provider while it is compared.
struct Held {
    share: Share,
    expected: Expected,
    standard_error: f64,
}

impl Held {
    /// `O/E` about 1: the chance of single people, and the rounding of the counts, to both of which `O − E` owes.
    fn new(share: Share, expected: Expected, rounding_variance: f64) -> Self {
        let rate = expected.completed / share.of;
        let rounding = rounding_variance * ((1.0 - rate) * (1.0 - rate) + rate * rate);
        let standard_error = (expected.variance + rounding).sqrt() / expected.completed;
        Self { share, expected, standard_error }
    }

    fn deviation(&self) -> Deviation {
        let difference = self.share.part / self.expected.completed - 1.0;
        Deviation { difference, standard_error: self.standard_error }
    }

    fn compared(&self, spread: &Overdispersion) -> Compared {
        let limits = |confidence| {
            let limits = spread.limits(1.0, self.standard_error, Widening::Additive, confidence);
            FunnelLimits { lower: limits.lower.max(0.0), ..limits }
        };
        let (inner, outer) = (limits(Confidence::P95), limits(Confidence::P998));
        let per = self.share.of / self.expected.completed;
        let Estimate { lower, upper, .. } = self.share.share;
        let value = self.share.part / self.expected.completed;
        Compared {
            expected: self.expected.completed,
            ratio: Estimate { value, lower: lower * per, upper: upper * per },
            standard_error: self.standard_error,
            inner,
            outer,
            band: funnel::band(value, inner, outer),
        }
    }
}

/// Every comparable provider against all of them together.
fn against_all(
    tallies: &[&Tally],
    shares: &[Share],
    showing: Showing,
) -> (Vec<Result<Compared, Why>>, Option<Overdispersion>) {
    let strata = tallies.first().map_or(0, |tally| tally.known().len());
    let of_all = |s: usize| tallies.iter().map(|t| t.known()[s]).fold(Stratum::default(), Stratum::plus);
    let all: Vec<Stratum> = (0..strata).map(of_all).collect();
    let pools = standard::pools(&all, showing.rounding);
    let spread = |(tally, share): (&&Tally, &Share)| {
        Spread::of(tally.known(), &pools, (share.part, share.of), showing.rounding)
    };
    let spreads: Vec<Spread> = tallies.iter().zip(shares).map(spread).collect();
    let variance = showing.rounding.variance();
    let held = standard::expected(&spreads).into_iter().zip(shares);
    let held: Vec<Held> = held.map(|(expected, share)| Held::new(*share, expected, variance)).collect();
    let deviations: Vec<Deviation> = held.iter().map(Held::deviation).collect();
    match overdispersion(&deviations, WINSORISED_SHARE) {
        Ok(spread) => (held.iter().map(|held| Ok(held.compared(&spread))).collect(), Some(spread)),
        Err(_) => (held.iter().map(|_| Err(Why::AllAlike)).collect(), None),
    }
}
