//! Checking a published claim: does the percentage follow from the figures printed beside it?

use std::str::FromStr;

use thiserror::Error;

use super::confidence::Confidence;
use super::figure::finite;
use super::interval::{self, Limits};
use super::no_figure::NoFigure;
use crate::count::Count;

/// The most decimals a printed number may have.
const MOST_DECIMALS: u32 = 4;
/// How many possible cohort sizes are listed.
const SIZES_LISTED: usize = 5;

/// A number as it was printed, with as many decimals as it had: 9.8 stands for anything from 9.75 to 9.85.
///
/// # Examples
/// ```
/// use reachgap::estimate::published_change::Printed;
/// let printed: Printed = "9.8".parse()?;
/// assert_eq!((printed.lowest(), printed.value(), printed.highest()), (9.75, 9.8, 9.85));
/// let whole: Printed = "-40".parse()?;
/// assert_eq!((whole.lowest(), whole.highest()), (-40.5, -39.5));
/// # Ok::<(), reachgap::estimate::published_change::NotPrinted>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Printed {
    /// The number in units of its last decimal.
    units: i64,
    decimals: u32,
}

/// What was given is not a number as it would be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "not a number as printed; hint: write it as it stands, such as 9.8 or -40, with at most {MOST_DECIMALS} decimals and no % sign"
)]
pub struct NotPrinted;

impl Printed {
    /// The number itself.
    #[must_use]
    pub fn value(self) -> f64 {
        self.units as f64 / self.last_decimal()
    }

    /// The lowest number that is rounded to it.
    #[must_use]
    pub fn lowest(self) -> f64 {
        (2 * self.units - 1) as f64 / (2.0 * self.last_decimal())
    }

    /// The highest number that is rounded to it.
    #[must_use]
    pub fn highest(self) -> f64 {
        (2 * self.units + 1) as f64 / (2.0 * self.last_decimal())
    }

    fn last_decimal(self) -> f64 {
        10_u32.pow(self.decimals).into()
    }
}

impl FromStr for Printed {
    type Err = NotPrinted;

    fn from_str(text: &str) -> Result<Self, NotPrinted> {
        let text = text.trim().replace('−', "-");
        let digits = text.strip_prefix('-').unwrap_or(&text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let decimals = u32::try_from(fraction.len()).map_err(|_| NotPrinted)?;
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let pointless = digits.contains('.') && fraction.is_empty();
        if whole.is_empty() || whole.len() > 9 || pointless || decimals > MOST_DECIMALS {
            return Err(NotPrinted);
        }
        if !plain(whole) || !plain(fraction) {
            return Err(NotPrinted);
        }
        let units: i64 = format!("{whole}{fraction}").parse().map_err(|_| NotPrinted)?;
        Ok(Self { units: if text.starts_with('-') { -units } else { units }, decimals })
    }
}

/// A change as it follows from the printed figures, and as it was claimed; proportions, −0.33 is a fall of a third.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangeFigures {
    /// After ÷ before, less 1.
    pub change: f64,
    /// The lowest change that the rounding of both figures allows.
    pub lowest: f64,
    /// The highest change that the rounding of both figures allows.
    pub highest: f64,
    /// The change claimed.
    pub claimed: f64,
    /// The lowest change that would be printed as the claim.
    pub claimed_lowest: f64,
    /// The highest change that would be printed as the claim.
    pub claimed_highest: f64,
}

/// Whether a claimed change follows from the figures printed beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ChangeCheck {
    /// Some figures that would be rounded to those printed give a change that would be rounded to the claim.
    Agrees(ChangeFigures),
    /// No figures that would be rounded to those printed do.
    Contradicts(ChangeFigures),
    /// The printed figures have no relative change.
    CannotBeChecked(NoFigure),
}

/// Checks a claimed percentage change against the printed figures before and after.
///
/// `after/before − 1`, at the ends of what the rounding of both allows; the claim agrees if the range of what would
/// be printed as it overlaps. That the figures agree does not make the change real: see
/// [`paired_change`](super::paired_change).
///
/// `claimed_percent` is signed: "down 40 %" is −40. Units of the result: proportion.
///
/// Missing values: a figure before that may be zero or below gives [`ChangeCheck::CannotBeChecked`].
///
/// # References
/// Brown NJL, Heathers JAJ (2017). The GRIM test: a simple technique detects numerous anomalies in the reporting of
/// results in psychology. *Social Psychological and Personality Science* 8:363–369.
/// <https://doi.org/10.1177/1948550616673876>
///
/// # Examples
/// Fixed-term exclusions in North Yorkshire, "down 40 %, from an average of 9.8 to 6.6 a school year":
/// ```
/// use reachgap::estimate::published_change::{ChangeCheck, check_change};
/// let ChangeCheck::Contradicts(found) = check_change("9.8".parse()?, "6.6".parse()?, "-40".parse()?) else {
///     panic!("the claim does not follow");
/// };
/// assert!((found.change - -0.326_530_612_244_898).abs() < 1e-12); // 32.7 %, a third
/// assert!((found.lowest - -0.335_025_380_710_660).abs() < 1e-12); // 6.55 / 9.85
/// assert!((found.highest - -0.317_948_717_948_718).abs() < 1e-12); // 6.65 / 9.75
/// assert!(matches!(check_change("9.8".parse()?, "6.6".parse()?, "-33".parse()?), ChangeCheck::Agrees(_)));
/// # Ok::<(), reachgap::estimate::published_change::NotPrinted>(())
/// ```
#[must_use]
pub fn check_change(before: Printed, after: Printed, claimed_percent: Printed) -> ChangeCheck {
    match change_figures(before, after, claimed_percent) {
        Err(reason) => ChangeCheck::CannotBeChecked(reason),
        // What rounds to both ends counts; the arithmetic is good to fifteen digits.
        Ok(found)
            if found.lowest <= found.claimed_highest + 1e-12
                && found.highest >= found.claimed_lowest - 1e-12 =>
        {
            ChangeCheck::Agrees(found)
        }
        Ok(found) => ChangeCheck::Contradicts(found),
    }
}

fn change_figures(before: Printed, after: Printed, claimed: Printed) -> Result<ChangeFigures, NoFigure> {
    match before.lowest() {
        _ if before.highest() < 0.0 => return Err(NoFigure::NoRatio),
        lowest if lowest <= 0.0 => return Err(NoFigure::ZeroAverage),
        _ => {}
    }
    // A negative figure after is furthest from zero, relatively, where the figure before is smallest.
    let lowest = after.lowest() / if after.lowest() < 0.0 { before.lowest() } else { before.highest() };
    let highest = after.highest() / if after.highest() < 0.0 { before.highest() } else { before.lowest() };
    Ok(ChangeFigures {
        change: finite(after.value() / before.value() - 1.0)?,
        lowest: finite(lowest - 1.0)?,
        highest: finite(highest - 1.0)?,
        claimed: claimed.value() / 100.0,
        claimed_lowest: claimed.lowest() / 100.0,
        claimed_highest: claimed.highest() / 100.0,
    })
}

/// The counts that a printed share of a cohort may stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShareFigures {
    /// People in the cohort.
    pub people: u64,
    /// The lowest count that is printed as this share.
    pub lowest_count: u64,
    /// The highest count that is printed as this share.
    pub highest_count: u64,
    /// Wilson's limits of the share, for every count between.
    pub limits: Limits,
}

/// Whether a printed share can be of a cohort of this size.
#[derive(Debug, Clone, PartialEq)]
pub enum ShareCheck {
    /// These counts are printed as the share.
    Agrees(ShareFigures),
    /// No count is: the nearest lie on either side.
    Contradicts {
        /// People in the cohort.
        people: u64,
        /// The largest count whose share lies below the printed one.
        below: u64,
        /// The smallest count whose share lies above it.
        above: u64,
    },
    /// The size of the cohort is not known, so the share has neither a count nor an interval.
    SizeNotKnown {
        /// The smallest cohorts that can have this share, smallest first.
        smallest: Vec<u64>,
    },
    /// The share is not one, or the cohort has nobody in it.
    CannotBeChecked(NoFigure),
}

/// Checks a printed share against the size of the cohort, or lists the smallest cohorts it can be of.
///
/// A count `k` of `n` is printed as the share if `100·k/n` lies within half a unit of its last decimal, both ends
/// included, in whole-number arithmetic. Several counts may do, for large cohorts; the limits then hold for each.
///
/// Units: the share is given in per cent, as printed; limits are proportions.
///
/// # References
/// Brown NJL, Heathers JAJ (2017). The GRIM test. *Social Psychological and Personality Science* 8:363–369.
/// <https://doi.org/10.1177/1948550616673876>
///
/// # Examples
/// "37.2 % improved their attendance": no cohort below 43 people can have that share.
/// ```
/// use reachgap::estimate::{Confidence, published_change::{ShareCheck, check_share}};
/// let unknown = check_share("37.2".parse()?, None, Confidence::P95);
/// assert_eq!(unknown, ShareCheck::SizeNotKnown { smallest: vec![43, 78, 86, 94, 113] });
/// let of_43 = check_share("37.2".parse()?, Some(43), Confidence::P95);
/// assert!(matches!(of_43, ShareCheck::Agrees(found) if found.lowest_count == 16));
/// let of_50 = check_share("37.2".parse()?, Some(50), Confidence::P95);
/// assert_eq!(of_50, ShareCheck::Contradicts { people: 50, below: 18, above: 19 });
/// # Ok::<(), reachgap::estimate::published_change::NotPrinted>(())
/// ```
#[must_use]
pub fn check_share(percent: Printed, people: Option<u64>, confidence: Confidence) -> ShareCheck {
    if percent.units < 0 || percent.value() > 100.0 {
        return ShareCheck::CannotBeChecked(NoFigure::NotAValue);
    }
    match people {
        Some(0) => ShareCheck::CannotBeChecked(NoFigure::ZeroDenominator),
        Some(people) => of_known_size(percent, people, confidence),
        None => {
            let possible = |people: &u64| counts(percent, *people).is_some();
            ShareCheck::SizeNotKnown { smallest: (1..).filter(possible).take(SIZES_LISTED).collect() }
        }
    }
}

fn of_known_size(percent: Printed, people: u64, confidence: Confidence) -> ShareCheck {
    let Some((lowest_count, highest_count)) = counts(percent, people) else {
        let below = (percent.value() / 100.0 * people as f64).floor() as u64;
        return ShareCheck::Contradicts { people, below, above: below + 1 };
    };
    let range = Count::between(lowest_count as f64, highest_count as f64);
    match interval::wilson_over(range, people as f64, confidence) {
        Ok(limits) => ShareCheck::Agrees(ShareFigures { people, lowest_count, highest_count, limits }),
        Err(reason) => ShareCheck::CannotBeChecked(reason),
    }
}

/// The lowest and the highest count of so many people printed as this share.
fn counts(percent: Printed, people: u64) -> Option<(u64, u64)> {
    // |k/n − units/(100·10ᵈ)| ≤ 1/(200·10ᵈ), times 200·10ᵈ·n.
    let scale = 200 * 10_i128.pow(percent.decimals);
    let (units, people) = (i128::from(percent.units), i128::from(people));
    let (low, high) = ((2 * units - 1) * people, (2 * units + 1) * people);
    let lowest = low.max(0).div_euclid(scale) + i128::from(low.max(0).rem_euclid(scale) > 0);
    let highest = high.div_euclid(scale).min(people);
    (lowest <= highest).then_some((u64::try_from(lowest).ok()?, u64::try_from(highest).ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn printed(text: &str) -> Printed {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_read_as_printed() {
        assert_eq!(printed(" 37.20 ").value(), 37.2);
        assert_eq!((printed("37.20").lowest(), printed("37.20").highest()), (37.195, 37.205));
        assert_eq!(printed("−40"), printed("-40"));
        assert_eq!(printed("0").highest(), 0.5);
        for wrong in ["", "-", ".", "9.", ".5", "1e3", "4 %", "nan", "1,000", "+4", "--4", "1.2.3", "0.12345"]
        {
            assert_eq!(wrong.parse::<Printed>(), Err(NotPrinted), "{wrong}");
        }
        assert_eq!("9".repeat(30).parse::<Printed>(), Err(NotPrinted));
    }

    #[test]
    fn a_claim_agrees_up_to_the_edge_of_its_rounding() {
        // 10 → 7.5 is 25 % exactly; 10 (9.5 to 10.5) → 7.5 (7.45 to 7.55) is −29.0 % to −20.5 %.
        let check = |claim| check_change(printed("10"), printed("7.5"), printed(claim));
        assert!(matches!(check("-25"), ChangeCheck::Agrees(_)));
        assert!(matches!(check("-29"), ChangeCheck::Agrees(_)));
        assert!(matches!(check("-30"), ChangeCheck::Contradicts(_)));
        assert!(matches!(check("25"), ChangeCheck::Contradicts(_)));
    }

    #[test]
    fn figures_without_a_relative_change_cannot_be_checked() {
        let check = |before, after| check_change(printed(before), printed(after), printed("-40"));
        assert_eq!(check("0", "6.6"), ChangeCheck::CannotBeChecked(NoFigure::ZeroAverage));
        assert_eq!(check("-3", "6.6"), ChangeCheck::CannotBeChecked(NoFigure::NoRatio));
        let ChangeCheck::Contradicts(found) = check("2", "-1") else { panic!("down 150 %") };
        assert_eq!((found.lowest, found.change, found.highest), (-2.0, -1.5, -1.2));
    }

    #[test]
    fn a_share_of_a_known_cohort_has_its_count_and_limits() {
        let ShareCheck::Agrees(found) = check_share(printed("37.2"), Some(43), Confidence::P95) else {
            panic!("16 of 43")
        };
        assert_eq!((found.lowest_count, found.highest_count), (16, 16));
        assert_eq!(found.limits, interval::wilson(16.0, 43.0, Confidence::P95).unwrap());
        let ShareCheck::Agrees(large) = check_share(printed("37"), Some(10_000), Confidence::P95) else {
            panic!("several counts")
        };
        assert_eq!((large.lowest_count, large.highest_count), (3_650, 3_750));
    }

    #[test]
    fn nobody_and_everybody_can_be_printed() {
        let counts = |share, people| match check_share(printed(share), Some(people), Confidence::P95) {
            ShareCheck::Agrees(found) => (found.lowest_count, found.highest_count),
            other => panic!("{other:?}"),
        };
        assert_eq!(counts("0", 3), (0, 0));
        assert_eq!(counts("100", 3), (3, 3));
        assert_eq!(counts("100", u64::MAX).1, u64::MAX);
    }

    #[test]
    fn what_is_no_share_cannot_be_checked() {
        let check = |share, people| check_share(printed(share), people, Confidence::P95);
        assert_eq!(check("101", None), ShareCheck::CannotBeChecked(NoFigure::NotAValue));
        assert_eq!(check("-4", Some(9)), ShareCheck::CannotBeChecked(NoFigure::NotAValue));
        assert_eq!(check("4", Some(0)), ShareCheck::CannotBeChecked(NoFigure::ZeroDenominator));
    }

    proptest! {
        #[test]
        fn every_real_share_agrees_with_its_cohort(people in 1_u64..5_000, part in 0.0..=1.0_f64, decimals in 0_usize..4) {
            let count = (part * people as f64).round() as u64;
            let share = format!("{:.decimals$}", 100.0 * count as f64 / people as f64);
            let found = check_share(printed(&share), Some(people), Confidence::P95);
            let holds = matches!(found, ShareCheck::Agrees(f) if (f.lowest_count..=f.highest_count).contains(&count));
            prop_assert!(holds, "{share} of {people}");
        }

        #[test]
        fn every_real_change_agrees(before in 0.6..500.0_f64, after in 0.0..500.0_f64, decimals in 0_usize..3) {
            let text = |value: f64, decimals: usize| format!("{value:.decimals$}");
            let claim = text(100.0 * (after / before - 1.0), decimals);
            let found = check_change(printed(&text(before, decimals)), printed(&text(after, decimals)), printed(&claim));
            prop_assert!(matches!(found, ChangeCheck::Agrees(_)), "{found:?}");
        }
    }
}
