//! How unusual a window is: the log-likelihood ratio under each model, the relative risk, and a bound on the ratio.

use crate::estimate::NoFigure;

/// The chance model of a scan, with the totals that it holds fixed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Model {
    /// Counts about an expectation; `events` in all.
    Poisson {
        /// All events.
        events: f64,
    },
    /// Cases among people who each are one or not.
    Bernoulli {
        /// All cases.
        cases: f64,
        /// All people.
        people: f64,
    },
}

/// Logarithm of the likelihood ratio of a window under the Poisson model: how much better two rates, one inside and
/// one outside, explain the counts than one rate for all.
///
/// `c·ln(c/e) + (C − c)·ln((C − c)/(C − e))` with `c` observed and `e` expected inside and `C` events in all, the
/// expectations of all areas summing to `C`. Zero where inside and outside agree; the same for high and low.
///
/// # Errors
/// [`NoFigure::NotACount`] unless `0 ≤ observed ≤ events`; [`NoFigure::NotADenominator`] unless
/// `0 ≤ expected ≤ events`; [`NoFigure::NoExpectedEvents`] where events are observed and none expected, inside or
/// outside.
///
/// # References
/// Kulldorff M (1997). A spatial scan statistic. *Communications in Statistics – Theory and Methods* 26:1481–1496.
/// <https://doi.org/10.1080/03610929708831995>
///
/// # Examples
/// The most likely cluster of leukaemia in upstate New York (SaTScan 9.6 prints 14.083511):
/// ```
/// use reachgap::estimate::scan::poisson_log_likelihood_ratio;
/// let ratio = poisson_log_likelihood_ratio(100.0, 58.282_709_306_184_43, 552.0)?;
/// assert!((ratio - 14.083_511).abs() < 5e-7);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn poisson_log_likelihood_ratio(observed: f64, expected: f64, events: f64) -> Result<f64, NoFigure> {
    if !(events.is_finite() && (0.0..=events).contains(&observed)) {
        return Err(NoFigure::NotACount);
    } else if !(0.0..=events).contains(&expected) {
        return Err(NoFigure::NotADenominator);
    } else if expected == 0.0 && observed > 0.0 || expected == events && observed < events {
        return Err(NoFigure::NoExpectedEvents);
    }
    Ok(Model::Poisson { events }.log_likelihood_ratio(observed, expected))
}

/// Logarithm of the likelihood ratio of a window under the Bernoulli model: how much better two proportions, one
/// inside and one outside, explain the cases than one proportion for all.
///
/// `c·ln(c/e) + (n − c)·ln((n − c)/(n − e))` and the same outside, with `c` cases among `n` people inside, `e = n·C/N`
/// and `C` cases among `N` people in all.
///
/// # Errors
/// [`NoFigure::MoreEventsThanPeople`], inside or outside; [`NoFigure::NotACount`], [`NoFigure::NotADenominator`].
///
/// # References
/// Kulldorff M (1997). A spatial scan statistic. *Communications in Statistics – Theory and Methods* 26:1481–1496.
/// <https://doi.org/10.1080/03610929708831995>
///
/// # Examples
/// ```
/// use reachgap::estimate::scan::bernoulli_log_likelihood_ratio;
/// // 3 of 4 inside, 1 of 4 outside: 6 ln 3 + 2 ln 1 − 8 ln 2.
/// let ratio = bernoulli_log_likelihood_ratio(3.0, 4.0, 4.0, 8.0)?;
/// assert!((ratio - (6.0 * 3.0_f64.ln() - 8.0 * 2.0_f64.ln())).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn bernoulli_log_likelihood_ratio(
    cases_inside: f64,
    people_inside: f64,
    cases: f64,
    people: f64,
) -> Result<f64, NoFigure> {
    if !(cases.is_finite() && (0.0..=cases).contains(&cases_inside)) {
        return Err(NoFigure::NotACount);
    } else if !(people.is_finite() && people > 0.0 && (0.0..=people).contains(&people_inside)) {
        return Err(NoFigure::NotADenominator);
    } else if cases_inside > people_inside || cases - cases_inside > people - people_inside {
        return Err(NoFigure::MoreEventsThanPeople);
    }
    let expected = people_inside * cases / people;
    Ok(Model::Bernoulli { cases, people }.log_likelihood_ratio(cases_inside, expected))
}

/// `c·ln(c/e)`, nothing where there is nothing.
fn term(observed: f64, expected: f64) -> f64 {
    if observed > 0.0 && expected > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
}

impl Model {
    /// All events.
    pub(super) const fn events(self) -> f64 {
        match self {
            Self::Poisson { events } => events,
            Self::Bernoulli { cases, .. } => cases,
        }
    }

    /// Never below zero.
    pub(super) fn log_likelihood_ratio(self, observed: f64, expected: f64) -> f64 {
        let outside = self.events() - observed;
        let events = term(observed, expected) + term(outside, self.events() - expected);
        let others = match self {
            Self::Poisson { .. } => 0.0,
            Self::Bernoulli { cases, people } => {
                let well = expected * (people - cases) / cases;
                let not = well + expected - observed;
                let all = people - cases;
                term(not, well) + term(all - not, all - well)
            }
        };
        (events + others).max(0.0)
    }

    /// Rate inside over rate outside.
    pub(super) fn relative_risk(self, observed: f64, expected: f64) -> Result<f64, NoFigure> {
        let (events, expected_outside) = (self.events() - observed, self.events() - expected);
        if expected <= 0.0 || expected_outside <= 0.0 {
            Err(NoFigure::NoExpectedEvents)
        } else if events <= 0.0 {
            Err(NoFigure::NoEvents)
        } else {
            crate::estimate::figure::finite((observed / expected) / (events / expected_outside))
        }
    }

    /// `w(e)` such that a window with expectation `e` whose observed count lies less than `w·√t` from it has a ratio
    /// below `t`, for every `t` up to [`Self::HIGHEST_BOUND`]. It rises and then falls with `e`, so that over a stretch
    /// of expectations it is least at one of the ends.
    ///
    /// Each term of the ratio is `m·h(d/m)` with `h(u) = (1 + u)·ln(1 + u) − u ≤ u²`, and `≤ u²/(2 − |u|)`, where
    /// `d = c − e` and `m` is the expectation that the term belongs to (inside, outside; of those with and without).
    /// So the ratio is at most `d²·Σ1/m`, and little more than half of that where all `m` are large.
    pub(super) fn width(self, expected: f64) -> f64 {
        let least = expected.min(self.events() - expected) * self.odds().min(1.0);
        if least <= 0.0 {
            return 0.0;
        }
        // Where the count lies within √(2t·m) of m for t = 30, |u| is at most √(60/m).
        let sharper = 2.0 - (2.0 * Self::HIGHEST_BOUND / least).sqrt();
        (sharper.max(1.0) * self.parallel(expected)).sqrt()
    }

    /// `1/Σ1/m`: the ratio is at most the square of the difference between observed and expected over this.
    pub(super) fn parallel(self, expected: f64) -> f64 {
        expected * (self.events() - expected) / (self.events() * (1.0 + self.odds().recip()))
    }

    /// People who are no case over those who are; without end in the Poisson model.
    fn odds(self) -> f64 {
        match self {
            Self::Poisson { .. } => f64::INFINITY,
            Self::Bernoulli { cases, people } => (people - cases) / cases,
        }
    }

    /// The highest ratio that [`Self::width`] is used for.
    pub(super) const HIGHEST_BOUND: f64 = 30.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unusual_has_ratio_zero_and_both_directions_are_alike() {
        let model = Model::Poisson { events: 100.0 };
        assert_eq!(model.log_likelihood_ratio(20.0, 20.0), 0.0);
        let half = Model::Poisson { events: 40.0 };
        assert_eq!(half.log_likelihood_ratio(5.0, 20.0), half.log_likelihood_ratio(35.0, 20.0));
    }

    #[test]
    fn a_window_without_events_and_one_with_all_have_finite_ratios() {
        let model = Model::Poisson { events: 100.0 };
        assert!((model.log_likelihood_ratio(0.0, 20.0) + 100.0 * 0.8_f64.ln()).abs() < 1e-10);
        assert!((model.log_likelihood_ratio(100.0, 20.0) - 100.0 * 5.0_f64.ln()).abs() < 1e-10);
        assert_eq!(model.relative_risk(100.0, 20.0), Err(NoFigure::NoEvents));
        assert_eq!(model.relative_risk(0.0, 20.0), Ok(0.0));
        let people = Model::Bernoulli { cases: 3.0, people: 9.0 };
        assert!(people.log_likelihood_ratio(3.0, 1.0) > 0.0);
    }

    #[test]
    fn what_cannot_be_observed_or_expected_is_refused() {
        assert_eq!(poisson_log_likelihood_ratio(3.0, 1.0, 2.0), Err(NoFigure::NotACount));
        assert_eq!(poisson_log_likelihood_ratio(1.0, f64::NAN, 2.0), Err(NoFigure::NotADenominator));
        assert_eq!(poisson_log_likelihood_ratio(1.0, 0.0, 2.0), Err(NoFigure::NoExpectedEvents));
        assert_eq!(bernoulli_log_likelihood_ratio(3.0, 2.0, 4.0, 8.0), Err(NoFigure::MoreEventsThanPeople));
    }

    #[test]
    fn no_count_within_the_width_has_a_higher_ratio() {
        let models = [
            Model::Poisson { events: 500.0 },
            Model::Poisson { events: 50_000.0 },
            Model::Bernoulli { cases: 500.0, people: 700.0 },
            Model::Bernoulli { cases: 500.0, people: 90_000.0 },
        ];
        for model in models {
            for step in 1..400 {
                let expected = model.events() * f64::from(step) / 400.0;
                for bound in [0.5_f64, 3.0, 8.0, 20.0, 30.0] {
                    let width = model.width(expected) * bound.sqrt();
                    for observed in [expected - width, expected + width] {
                        let inside = match model {
                            Model::Poisson { events } => (0.0..=events).contains(&observed),
                            Model::Bernoulli { cases, people } => {
                                let eligible = expected * people / cases;
                                (0.0..=eligible.min(cases)).contains(&observed)
                                    && cases - observed <= people - eligible
                            }
                        };
                        if inside {
                            let ratio = model.log_likelihood_ratio(observed, expected);
                            assert!(
                                ratio <= bound * (1.0 + 1e-9),
                                "{model:?} {expected} {observed}: {ratio}"
                            );
                        }
                    }
                }
            }
        }
    }
}
