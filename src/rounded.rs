//! Numbers of people as they are published: rounded, and withheld where they or what they leave over are small.

/// How numbers of people are rounded, and which are too small to be shown.
///
/// A number is published to the nearest multiple of [`to`](Self::to) (halves upwards), and not at all where it is above
/// 0 and below [`threshold`](Self::threshold). A part of a whole is published only where the rest may be too.
///
/// # References
/// Higher Education Statistics Agency. *Rounding and suppression to anonymise statistics* (to the nearest five);
/// NHS Digital. *Disclosure control methodology for Hospital Episode Statistics and the Emergency Care Data Set*
/// (2018: small counts withheld, others to the nearest five, zeros shown); OpenSAFELY. *Statistical disclosure
/// control* (small counts withheld, then rounded to the nearest five).
///
/// # Examples
/// ```
/// use reachgap::rounded::Rounding;
/// let rounding = Rounding { to: 5, threshold: 5 };
/// assert_eq!(rounding.people(1_203.0), Some(1_205.0));
/// assert_eq!(rounding.people(3.0), None);
/// assert_eq!(rounding.people(0.0), Some(0.0));
/// // 13 of 31: the part and the rest are rounded, and the whole is their sum.
/// assert_eq!(rounding.part(13.0, 31.0), Some((15.0, 35.0)));
/// // 29 of 31 would tell that all but two are counted.
/// assert_eq!(rounding.part(29.0, 31.0), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// Numbers are published to the nearest multiple of this; 1 leaves them as they are.
    pub to: u32,
    /// Numbers above 0 and below this are withheld.
    pub threshold: u32,
}

impl Rounding {
    /// Below this a difference of fractional counts is taken for none.
    const NOTHING: f64 = 1e-9;

    /// The number of people as it is published; `None` where it is withheld, or is no number of people.
    ///
    /// Units: people; may be fractional. 0 stays 0.
    #[must_use]
    pub fn people(&self, n: f64) -> Option<f64> {
        if !n.is_finite() || n < -Self::NOTHING {
            return None;
        }
        let small = n > Self::NOTHING && n < f64::from(self.threshold);
        (!small).then(|| (n.max(0.0) / self.step()).round() * self.step())
    }

    /// A part of a whole, and the whole, as they are published: the part and the rest are rounded each, and the whole
    /// is their sum, so that nothing more than two roundings speaks of either.
    ///
    /// `None` where the part or the rest is withheld, or the part is more than the whole.
    #[must_use]
    pub fn part(&self, n: f64, of: f64) -> Option<(f64, f64)> {
        let (part, rest) = (self.people(n)?, self.people(of - n)?);
        Some((part, part + rest))
    }

    /// The nearest multiple, without withholding: for numbers that are a part of one that is shown.
    #[must_use]
    pub fn nearest(&self, n: f64) -> f64 {
        (n.max(0.0) / self.step()).round() * self.step()
    }

    /// What stands for a number that is withheld where it must be added to others.
    #[must_use]
    pub fn in_place_of_few(&self) -> f64 {
        f64::from(self.threshold) / 2.0
    }

    /// Parts of a whole brought to a total that is shown, so that no figure worked out from them rests on an exact part:
    /// the sums up to each part are rounded, and each part is the difference of two of them.
    ///
    /// Units: people. All parts are 0 where the total is, and where no sum is large enough the last that counts anybody
    /// takes all.
    #[must_use]
    pub fn spread(&self, parts: &[f64], total: f64) -> Vec<f64> {
        let (mut sum, mut rounded) = (0.0, 0.0);
        let next = |part: &f64| {
            sum += part;
            let own = self.nearest(sum) - rounded;
            rounded += own;
            own
        };
        let mut spread: Vec<f64> = parts.iter().map(next).collect();
        if rounded > 0.0 {
            spread.iter_mut().for_each(|part| *part *= total / rounded);
        } else if let Some(last) = parts.iter().rposition(|part| *part > 0.0) {
            spread[last] = total;
        }
        spread
    }

    /// The variance of the error of one rounded number, `to²/12`: that of an error which lies anywhere within half a
    /// step with the same chance. None without rounding.
    #[must_use]
    pub fn variance(&self) -> f64 {
        if self.to > 1 { self.step() * self.step() / 12.0 } else { 0.0 }
    }

    /// The variance of the error of one number as it is shown. A 0 is exact where every number that would be rounded
    /// to 0 is withheld.
    #[must_use]
    pub fn variance_of(&self, shown: f64) -> f64 {
        let exact = shown == 0.0 && 2 * u64::from(self.threshold) >= u64::from(self.to);
        if exact { 0.0 } else { self.variance() }
    }

    fn step(&self) -> f64 {
        f64::from(self.to.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FIVES: Rounding = Rounding { to: 5, threshold: 5 };

    #[test]
    fn small_numbers_are_withheld_and_none_stays_none() {
        let shown: Vec<_> = [0.0, 1.0, 4.0, 4.9, 5.0, 7.0, 8.0, 12.5].map(|n| FIVES.people(n)).into();
        let expected = [Some(0.0), None, None, None, Some(5.0), Some(5.0), Some(10.0), Some(15.0)];
        assert_eq!(shown, expected);
        assert!([-1.0, f64::NAN, f64::INFINITY].iter().all(|n| FIVES.people(*n).is_none()));
    }

    #[test]
    fn a_part_is_withheld_where_the_rest_is_small() {
        assert_eq!(FIVES.part(0.0, 12.0), Some((0.0, 10.0)));
        assert_eq!(FIVES.part(12.0, 12.0), Some((10.0, 10.0)));
        assert_eq!(FIVES.part(0.0, 0.0), Some((0.0, 0.0)));
        assert_eq!(FIVES.part(0.0, 3.0), None);
        assert_eq!(FIVES.part(9.0, 12.0), None);
        assert_eq!(FIVES.part(12.0, 9.0), None);
    }

    #[test]
    fn parts_are_differences_of_rounded_sums_and_keep_the_total() {
        // Sums 3, 4, 11, 13 become 5, 5, 10, 15.
        assert_eq!(FIVES.spread(&[3.0, 1.0, 7.0, 2.0], 15.0), [5.0, 0.0, 5.0, 5.0]);
        assert_eq!(FIVES.spread(&[3.0, 1.0, 7.0, 2.0], 30.0), [10.0, 0.0, 10.0, 10.0]);
        assert_eq!(FIVES.spread(&[1.0, 0.0, 1.0, 0.0], 5.0), [0.0, 0.0, 5.0, 0.0]);
        assert_eq!(FIVES.spread(&[0.0, 0.0], 0.0), [0.0, 0.0]);
        let exact = Rounding { to: 1, threshold: 0 };
        assert_eq!(exact.spread(&[3.0, 1.0, 7.0], 11.0), [3.0, 1.0, 7.0]);
    }

    #[test]
    fn rounding_to_one_changes_nothing_and_errs_by_nothing() {
        let exact = Rounding { to: 1, threshold: 0 };
        assert_eq!((exact.people(3.0), exact.variance()), (Some(3.0), 0.0));
        assert_eq!(Rounding { to: 0, ..exact }.people(3.0), Some(3.0));
    }

    #[test]
    fn a_shown_nought_is_exact_unless_small_numbers_are_rounded_to_it() {
        assert_eq!((FIVES.variance_of(0.0), FIVES.variance_of(5.0)), (0.0, 25.0 / 12.0));
        assert_eq!(Rounding { to: 5, threshold: 1 }.variance_of(0.0), 25.0 / 12.0);
    }

    proptest! {
        #[test]
        fn what_is_shown_is_a_multiple_within_half_a_step(n in 0u32..100_000, to in 1u32..21, threshold in 0u32..21) {
            let rounding = Rounding { to, threshold };
            match rounding.people(f64::from(n)) {
                None => prop_assert!(n > 0 && n < threshold),
                Some(shown) => {
                    prop_assert_eq!(shown % f64::from(to), 0.0);
                    prop_assert!((shown - f64::from(n)).abs() <= f64::from(to) / 2.0);
                }
            }
        }

        #[test]
        fn a_part_that_is_shown_is_no_more_than_its_whole(n in 0u32..500, rest in 0u32..500) {
            if let Some((part, whole)) = FIVES.part(f64::from(n), f64::from(n + rest)) {
                prop_assert!(part <= whole);
                prop_assert!(n == 0 || n >= 5);
                prop_assert!(rest == 0 || rest >= 5);
            }
        }
    }
}
