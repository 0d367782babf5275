//! The probability of so few events in a group, given all events: the lower tail of a binomial.

use statrs::function::gamma::ln_gamma;

/// Steps after which the continued fraction is taken as it is; it settles in about the square root of the events.
const MOST_STEPS: u32 = 20_000;

/// `ln P(Binomial(all, share) ≤ events)`; 0 (a probability of 1) unless fewer events than expected.
///
/// The regularised incomplete beta function `I(1 − share; all − events, events + 1)` by its continued fraction
/// (DLMF 8.17.22, by Lentz's method), in logarithms, so that no probability is too small for it. Fractions of an
/// event are allowed.
pub(super) fn log_p(events: f64, all: f64, share: f64) -> f64 {
    if events >= all * share || share >= 1.0 {
        return 0.0;
    }
    let (a, b, x) = (all - events, events + 1.0, 1.0 - share);
    let front = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * (-share).ln_1p() + b * share.ln() - a.ln();
    (front + fraction(a, b, x).ln()).min(0.0)
}

/// The continued fraction `1/(1 + d₁/(1 + d₂/(1 + …)))` of the incomplete beta function.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let above_zero = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / above_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in (1..=MOST_STEPS).map(f64::from) {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let start = value;
        for term in [even, odd] {
            d = 1.0 / above_zero(1.0 + term * d);
            c = above_zero(1.0 + term / c);
            value *= d * c;
        }
        if (value / start - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_agrees_with_r() {
        // R 4.2.2 `pbinom(x, n, p, log.p = TRUE)`.
        let cases = [
            (10.0, 100.0, 0.4, -24.478_814_392_199),
            (13.0, 2_300.0, 42.0 / 2_300.0, -15.794_151_113_666_8),
            (0.0, 2_300.0, 0.005, -11.528_846_194_151_8),
            (99_000.0, 1e6, 0.1, -7.764_135_201_113_64),
            (4_990_000.0, 1e7, 0.5, -22.784_945_856_044_2),
            (4_000_000.0, 1e7, 0.5, -201_362.301_324_807),
            (20.0, 1e7, 1e-5, -50.012_417_750_036_2),
        ];
        for (events, all, share, expected) in cases {
            let found = log_p(events, all, share);
            assert!((found - expected).abs() < 1e-8 * f64::max(1.0, expected.abs()), "{found} {expected}");
        }
    }

    #[test]
    fn as_many_as_expected_is_no_finding() {
        for (events, all, share) in [(4.0, 10.0, 0.4), (10.0, 10.0, 0.4), (10.0, 10.0, 1.0), (0.0, 10.0, 0.0)]
        {
            assert_eq!(log_p(events, all, share), 0.0);
        }
    }

    #[test]
    fn fractions_of_an_event_lie_between_their_neighbours() {
        let tail = |events| log_p(events, 100.0, 0.4);
        assert!(tail(0.0) < tail(0.5) && tail(0.5) < tail(1.0));
        assert!((tail(0.0) - 100.0 * 0.6_f64.ln()).abs() < 1e-12);
    }
}
