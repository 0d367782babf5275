//! The concentration index: whether something falls to the areas at one end of a ranking, such as the deprived.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::bootstrap::{self, Chance, Corrected, Draws};
use crate::estimate::empirical_bayes::AreaCount;
use crate::estimate::figure::finite;
use crate::estimate::{Confidence, Figure, Limits, Method, NoFigure, no_figure};

/// One area or group in a ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// What it is ranked by, such as its rank of deprivation with 1 the most deprived; only the order counts.
    pub rank: f64,
    /// Its people.
    pub people: f64,
    /// Its value, such as a proportion, a rate or a score of access.
    pub value: f64,
}

/// What the index is relative to.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Form {
    /// Nothing: `2Σ s(y − μ)(R − ½)`, in the units of the value (also called generalised).
    Absolute,
    /// The mean: the absolute index over μ.
    Relative,
    /// The range of the value: `4·absolute/(b − a)`, the same size for having and for not having (Erreygers 2009).
    Erreygers {
        /// The lowest the value can be.
        lowest: f64,
        /// The highest.
        highest: f64,
    },
    /// The most that the index could be at this mean: `absolute·(b − a)/((b − μ)(μ − a))` (Wagstaff 2005).
    Wagstaff {
        /// The lowest the value can be.
        lowest: f64,
        /// The highest.
        highest: f64,
    },
}

/// The concentration index of values that are taken as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConcentrationIndex {
    /// The index with the limits of its regression.
    pub figure: Figure,
    /// What it is relative to.
    pub form: Form,
    /// The mean value per person.
    pub mean: f64,
    /// The index without the loss from grouping people into areas or quantiles: times `1/(12σ²)`, which is
    /// `n²/(n² − 1)` for `n` groups of the same size.
    pub ungrouped: f64,
    /// Areas or groups compared.
    pub areas: usize,
}

/// The concentration index of values: above zero when they fall to the areas ranked last.
///
/// `C = 2Σ sᵢ(yᵢ − μ)(Rᵢ − ½)`, `sᵢ` the share of all people and `Rᵢ` the cumulative share up to the middle of the area;
/// then by its [`Form`]. Areas of the same rank stand in the middle of the share they have together, so that their
/// order does not count. With rank 1 the most deprived, an index above zero favours the least deprived.
///
/// Units: those of the value ([`Form::Absolute`]); else a number from −1 to 1.
///
/// Missing values: areas without people are left out.
///
/// # Errors
/// [`NoFigure::TooFewToCompare`] below two areas; [`NoFigure::NoVariation`] when all ranks are the same;
/// [`NoFigure::ZeroAverage`]; [`NoFigure::NotAValue`] for a value that is not finite, outside the range stated, or
/// negative where the index is relative to the mean; [`NoFigure::NotADenominator`].
///
/// # References
/// Kakwani N, Wagstaff A, van Doorslaer E (1997). Socioeconomic inequalities in health. *Journal of Econometrics*
/// 77:87–103. <https://doi.org/10.1016/S0304-4076(96)01807-6>; Erreygers G (2009). Correcting the concentration index.
/// *Journal of Health Economics* 28:504–515. <https://doi.org/10.1016/j.jhealeco.2008.02.003>; Wagstaff A (2005). The
/// bounds of the concentration index when the variable of interest is binary. *Health Economics* 14:429–432.
/// <https://doi.org/10.1002/hec.953>
///
/// # Examples
/// Five groups, as the tests of the R package `healthequal` (WHO): 7.3284202 and 0.17776859.
/// ```
/// use reachgap::estimate::inequality::concentration::{Form, Ranked, observed};
/// let people = [78.0, 91.0, 162.0, 103.0, 105.0];
/// let groups: Vec<Ranked> = (0..5)
///     .map(|k| Ranked { rank: k as f64, people: people[k], value: 20.0 + 10.0 * k as f64 })
///     .collect();
/// assert!((observed(&groups, Form::Absolute)? - 7.328_420_320_734_128).abs() < 1e-12);
/// assert!((observed(&groups, Form::Relative)? - 0.177_768_611_740_580_3).abs() < 1e-14);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn observed(areas: &[Ranked], form: Form) -> Result<f64, NoFigure> {
    let moments = Moments::of(&allowed(areas, form)?)?;
    finite(2.0 * moments.covariance * form.factor(moments.mean)?)
}

/// The concentration index of values with the limits of its regression.
///
/// The index is the slope of `2σ²·y`, made relative to the mean or range, on the cumulative share `R`, with the shares
/// of people as weights. The limits are Student's t with two fewer degrees of freedom than areas, and standard errors
/// that allow for unequal spread. The areas are taken as a sample of areas and the mean as known; for the chance in
/// counts use [`of_counts`].
///
/// Units and missing values as [`observed`].
///
/// # Errors
/// As [`observed`]; [`NoFigure::TooFewToCompare`] below three areas; [`NoFigure::NoVariation`] when all values are the
/// same.
///
/// # References
/// O'Donnell O, van Doorslaer E, Wagstaff A, Lindelow M (2008). *Analyzing Health Equity Using Household Survey Data*,
/// chapter 8. World Bank. <https://doi.org/10.1596/978-0-8213-6933-3>; MacKinnon JG, White H (1985). Some
/// heteroskedasticity-consistent covariance matrix estimators. *Journal of Econometrics* 29:305–325.
/// <https://doi.org/10.1016/0304-4076(85)90158-7>; Clarke P, Van Ourti T (2010). Calculating the concentration index
/// when income is grouped. *Journal of Health Economics* 29:151–157. <https://doi.org/10.1016/j.jhealeco.2009.10.011>
///
/// # Examples
/// ```
/// use reachgap::estimate::{Confidence, inequality::concentration::{Form, Ranked, index}};
/// let groups: Vec<Ranked> = [20.0, 34.0, 37.0, 51.0, 60.0]
///     .iter()
///     .zip(1..)
///     .map(|(&value, rank)| Ranked { rank: f64::from(rank), people: 100.0, value })
///     .collect();
/// let found = index(&groups, Form::Relative, Confidence::P95)?;
/// assert!(found.figure.limits.lower > 0.0);
/// assert!((found.ungrouped / found.figure.value - 25.0 / 24.0).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn index(areas: &[Ranked], form: Form, confidence: Confidence) -> Result<ConcentrationIndex, NoFigure> {
    let areas = allowed(areas, form)?;
    if areas.len() < 3 {
        return Err(NoFigure::TooFewToCompare);
    } else if areas.windows(2).all(|two| two[0].value == two[1].value) {
        return Err(NoFigure::NoVariation);
    }
    let moments = Moments::of(&areas)?;
    let factor = form.factor(moments.mean)?;
    let value = finite(2.0 * moments.covariance * factor)?;
    let half_width = moments.standard_error(&areas, factor) * t(confidence, areas.len() - 2);
    let method = Method::RobustRegression;
    let limits = Limits { lower: finite(value - half_width)?, upper: finite(value + half_width)?, method };
    Ok(ConcentrationIndex {
        figure: Figure { value, limits },
        form,
        mean: moments.mean,
        ungrouped: value / (12.0 * moments.variance),
        areas: areas.len(),
    })
}

/// The concentration index of counts, such as people reached among those eligible, with limits that allow for the
/// chance in them.
///
/// `ranks` holds what each area is ranked by. The values are events over people; a count known only as a range is the
/// caller's to settle.
///
/// Units: as [`observed`].
///
/// Missing values: areas without people are left out.
///
/// # Errors
/// As [`observed`]; [`NoFigure::NotSupplied`] when there is not one rank for each area;
/// [`NoFigure::TooFewRepetitions`].
///
/// # Examples
/// ```
/// use reachgap::estimate::{empirical_bayes::AreaCount, inequality::{Chance, Draws, concentration}};
/// use concentration::{Form, of_counts};
/// let reached = [12.0, 20.0, 31.0, 44.0].map(|events| AreaCount { events, people: 100.0 });
/// let found = of_counts(&reached, &[1.0, 2.0, 3.0, 4.0], Form::Relative, Chance::Members, &Draws::new(1))?;
/// assert!(found.figure.limits.lower > 0.0);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn of_counts(
    areas: &[AreaCount],
    ranks: &[f64],
    form: Form,
    chance: Chance,
    draws: &Draws,
) -> Result<Corrected, NoFigure> {
    if areas.len() != ranks.len() {
        return Err(NoFigure::NotSupplied);
    }
    bootstrap::peopled(areas, chance)?;
    let mut ranked: Vec<(f64, AreaCount)> =
        ranks.iter().copied().zip(areas.iter().copied()).filter(|(_, area)| area.people > 0.0).collect();
    ranked.sort_unstable_by(|(a, x), (b, y)| {
        a.total_cmp(b).then(x.people.total_cmp(&y.people)).then(x.events.total_cmp(&y.events))
    });
    let (ranks, areas): (Vec<f64>, Vec<AreaCount>) = ranked.into_iter().unzip();
    let index = |areas: &[AreaCount]| {
        let value = |area: &AreaCount| if area.people > 0.0 { area.events / area.people } else { 0.0 };
        let valued =
            |(area, &rank): (&AreaCount, &f64)| Ranked { rank, people: area.people, value: value(area) };
        Ok([observed(&areas.iter().zip(&ranks).map(valued).collect::<Vec<_>>(), form)?])
    };
    let [found] = bootstrap::corrected(&areas, chance, draws, [(f64::MIN, f64::MAX)], index)?;
    Ok(found)
}

/// The areas by rank, their values such as the form allows.
fn allowed(areas: &[Ranked], form: Form) -> Result<Vec<Ranked>, NoFigure> {
    let areas = in_order(areas)?;
    if areas.iter().all(|area| form.allows(area.value)) { Ok(areas) } else { Err(NoFigure::NotAValue) }
}

/// The areas with people by rank, checked; then by people and value, so that the order given changes nothing.
pub(super) fn in_order(areas: &[Ranked]) -> Result<Vec<Ranked>, NoFigure> {
    let mut ordered = Vec::with_capacity(areas.len());
    for area in areas {
        match no_figure::denominator(area.people) {
            Err(NoFigure::ZeroDenominator) => continue,
            checked => checked?,
        };
        if !(area.rank.is_finite() && area.value.is_finite()) {
            return Err(NoFigure::NotAValue);
        }
        ordered.push(*area);
    }
    ordered.sort_unstable_by(|a, b| {
        a.rank.total_cmp(&b.rank).then(a.people.total_cmp(&b.people)).then(a.value.total_cmp(&b.value))
    });
    if ordered.len() < 2 { Err(NoFigure::TooFewToCompare) } else { Ok(ordered) }
}

impl Form {
    /// What the absolute index is multiplied by.
    fn factor(self, mean: f64) -> Result<f64, NoFigure> {
        match self {
            Self::Absolute => Ok(1.0),
            Self::Relative if mean == 0.0 => Err(NoFigure::ZeroAverage),
            Self::Relative => finite(1.0 / mean),
            Self::Erreygers { lowest, highest } | Self::Wagstaff { lowest, highest }
                if !(lowest < highest && (lowest..=highest).contains(&mean)) =>
            {
                Err(NoFigure::NotAValue)
            }
            Self::Erreygers { lowest, highest } => finite(4.0 / (highest - lowest)),
            // Everybody at the bottom or the top: the index has nowhere to go.
            Self::Wagstaff { lowest, highest } if mean == lowest || mean == highest => {
                Err(NoFigure::NoVariation)
            }
            Self::Wagstaff { lowest, highest } => {
                finite((highest - lowest) / ((highest - mean) * (mean - lowest)))
            }
        }
    }

    /// Whether each value is one that the form allows.
    fn allows(self, value: f64) -> bool {
        match self {
            Self::Absolute => true,
            Self::Relative => value >= 0.0,
            Self::Erreygers { lowest, highest } | Self::Wagstaff { lowest, highest } => {
                (lowest..=highest).contains(&value)
            }
        }
    }
}

/// What values and their ranks have in common.
struct Moments {
    /// The mean value per person.
    mean: f64,
    /// Of values and cumulative shares.
    covariance: f64,
    /// Of cumulative shares.
    variance: f64,
    /// The cumulative share of people up to the middle of each area, or of all areas of its rank.
    shares: Vec<f64>,
    people: f64,
}

impl Moments {
    fn of(areas: &[Ranked]) -> Result<Self, NoFigure> {
        let people: f64 = areas.iter().map(|area| area.people).sum();
        let mean = finite(areas.iter().map(|area| area.people * area.value).sum::<f64>() / people)?;
        let shares = middles(areas, people);
        let (mut covariance, mut variance) = (0.0, 0.0);
        for (area, share) in areas.iter().zip(&shares) {
            let weight = area.people / people;
            covariance += weight * (area.value - mean) * (share - 0.5);
            variance += weight * (share - 0.5) * (share - 0.5);
        }
        if areas.windows(2).all(|two| two[0].rank == two[1].rank) {
            return Err(NoFigure::NoVariation);
        }
        Ok(Self { mean, covariance, variance, shares, people })
    }

    /// The robust standard error of the slope of `2σ²·factor·y` on the cumulative share.
    fn standard_error(&self, areas: &[Ranked], factor: f64) -> f64 {
        let slope = self.covariance / self.variance;
        let spread = |(area, share): (&Ranked, &f64)| {
            let residual = area.value - self.mean - slope * (share - 0.5);
            (area.people / self.people * (share - 0.5) * residual).powi(2)
        };
        let squares: f64 = areas.iter().zip(&self.shares).map(spread).sum();
        let count = areas.len() as f64;
        2.0 * factor.abs() * (squares * count / (count - 2.0)).sqrt()
    }
}

/// The cumulative share of people up to the middle of each rank.
fn middles(areas: &[Ranked], people: f64) -> Vec<f64> {
    let mut shares = Vec::with_capacity(areas.len());
    let mut before = 0.0;
    for same in areas.chunk_by(|a, b| a.rank == b.rank) {
        let here: f64 = same.iter().map(|area| area.people).sum();
        shares.resize(shares.len() + same.len(), (before + 0.5 * here) / people);
        before += here;
    }
    shares
}

fn t(confidence: Confidence, freedom: usize) -> f64 {
    StudentsT::new(0.0, 1.0, freedom as f64).map_or(f64::INFINITY, |t| t.inverse_cdf(1.0 - confidence.tail()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn groups(values: &[f64]) -> Vec<Ranked> {
        values
            .iter()
            .zip(1..)
            .map(|(&value, rank)| Ranked { rank: f64::from(rank), people: 10.0, value })
            .collect()
    }

    #[test]
    fn ranks_are_cumulative_shares_to_the_middle() {
        // From the tests of the R package healthequal.
        let people = [78.0, 91.0, 162.0, 103.0, 105.0];
        let areas: Vec<Ranked> =
            (0..5).map(|k| Ranked { rank: k as f64, people: people[k], value: 0.0 }).collect();
        let expected = [0.072_356_22, 0.229_128_01, 0.463_821_89, 0.709_647_5, 0.902_597_4];
        for (found, expected) in middles(&areas, 539.0).iter().zip(expected) {
            assert!((found - expected).abs() < 5e-9);
        }
    }

    #[test]
    fn having_and_not_having_mirror_each_other_by_erreygers_and_wagstaff() {
        let (having, lacking) = (groups(&[0.1, 0.3, 0.2, 0.6]), groups(&[0.9, 0.7, 0.8, 0.4]));
        let bounds = [
            Form::Erreygers { lowest: 0.0, highest: 1.0 },
            Form::Wagstaff { lowest: 0.0, highest: 1.0 },
            Form::Absolute,
        ];
        for form in bounds {
            let (one, other) = (observed(&having, form).unwrap(), observed(&lacking, form).unwrap());
            assert!((one + other).abs() < 1e-15 && one > 0.0, "{form:?}");
        }
        // Absolute 2·Σ¼(y − 0.3)(R − ½) = 0.0875, R = ⅛, ⅜, ⅝, ⅞; mean 0.3.
        assert!((observed(&having, Form::Absolute).unwrap() - 0.0875).abs() < 1e-15);
        assert!((observed(&having, bounds[0]).unwrap() - 0.35).abs() < 1e-15);
        assert!((observed(&having, bounds[1]).unwrap() - 0.0875 / 0.21).abs() < 1e-15);
    }

    #[test]
    fn gaps_and_faults_are_named() {
        let same_rank: Vec<Ranked> =
            groups(&[1.0, 2.0, 3.0]).iter().map(|g| Ranked { rank: 1.0, ..*g }).collect();
        assert_eq!(observed(&same_rank, Form::Absolute), Err(NoFigure::NoVariation));
        assert_eq!(observed(&groups(&[0.0, 0.0]), Form::Relative), Err(NoFigure::ZeroAverage));
        assert_eq!(observed(&groups(&[-1.0, 2.0]), Form::Relative), Err(NoFigure::NotAValue));
        assert_eq!(observed(&groups(&[1.0]), Form::Absolute), Err(NoFigure::TooFewToCompare));
        assert_eq!(observed(&groups(&[1.0, f64::NAN]), Form::Absolute), Err(NoFigure::NotAValue));
        let share = Form::Wagstaff { lowest: 0.0, highest: 1.0 };
        assert_eq!(observed(&groups(&[0.5, 1.5]), share), Err(NoFigure::NotAValue));
        assert_eq!(observed(&groups(&[1.0, 1.0]), share), Err(NoFigure::NoVariation));
        let limits = |values: &[f64]| index(&groups(values), Form::Relative, Confidence::P95).unwrap_err();
        assert_eq!(limits(&[1.0, 2.0]), NoFigure::TooFewToCompare);
        assert_eq!(limits(&[2.0, 2.0, 2.0]), NoFigure::NoVariation);
    }

    proptest! {
        #[test]
        fn order_changes_nothing(values in prop::collection::vec((0..5_u8, 1..90_u32, 0.0..1.0_f64), 3..30), turn in 0..30_usize) {
            let areas: Vec<Ranked> = values
                .iter()
                .map(|&(rank, people, value)| Ranked { rank: rank.into(), people: people.into(), value })
                .collect();
            let mut turned = areas.clone();
            turned.rotate_left(turn % areas.len());
            prop_assert_eq!(
                index(&areas, Form::Relative, Confidence::P95),
                index(&turned, Form::Relative, Confidence::P95)
            );
        }

        #[test]
        fn turning_the_ranking_round_turns_the_sign(values in prop::collection::vec((0..9_u8, 1..90_u32, 0.1..1.0_f64), 3..30)) {
            let areas = |sign: f64| -> Vec<Ranked> {
                let ranked = |&(rank, people, value): &(u8, u32, f64)| Ranked {
                    rank: sign * f64::from(rank),
                    people: people.into(),
                    value,
                };
                values.iter().map(ranked).collect()
            };
            if let (Ok(up), Ok(down)) = (observed(&areas(1.0), Form::Relative), observed(&areas(-1.0), Form::Relative)) {
                prop_assert!((up + down).abs() < 1e-12 && (-1.0..=1.0).contains(&up));
            }
        }
    }
}
