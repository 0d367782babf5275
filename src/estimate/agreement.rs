//! How far two definitions name the same people: kappa, Jaccard, overlap, and overlap against chance.

use super::confidence::Confidence;
use super::figure::{Figure, finite};
use super::interval::{self, Limits, Method};
use super::no_figure::{self, NoFigure};

/// People by whether two definitions cover them. Fractions of a person are allowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// People whom both definitions cover.
    pub both: f64,
    /// People whom the first definition alone covers.
    pub only_first: f64,
    /// People whom the second definition alone covers.
    pub only_second: f64,
    /// People whom neither covers.
    pub neither: f64,
}

impl Overlap {
    /// Cohen's kappa of the two definitions, with the limits of [`kappa`].
    ///
    /// A definition that covers nobody or everybody has no agreement beyond chance to measure.
    ///
    /// # Errors
    /// [`NoFigure::NobodyInGroup`] and [`NoFigure::NobodyOutsideGroup`] where either definition covers nobody or
    /// everybody; otherwise as [`kappa`].
    ///
    /// # Examples
    /// Counties of North Carolina in the highest fifth of two measures, as statsmodels 0.15.0 `cohens_kappa`:
    /// ```
    /// use reachgap::estimate::{Confidence, agreement::Overlap};
    /// let counties = Overlap { both: 8.0, only_first: 12.0, only_second: 12.0, neither: 68.0 };
    /// let kappa = counties.kappa(Confidence::P95)?;
    /// assert!((kappa.value - 0.25).abs() < 1e-12);
    /// assert!((kappa.limits.lower - 0.025_959_687_681_355_98).abs() < 1e-12);
    /// assert!((kappa.limits.upper - 0.474_040_312_318_643_3).abs() < 1e-12);
    /// # Ok::<(), reachgap::estimate::NoFigure>(())
    /// ```
    pub fn kappa(&self, confidence: Confidence) -> Result<Figure, NoFigure> {
        let people = self.people()?;
        let [first, second] = self.covered();
        if first == 0.0 || second == 0.0 {
            return Err(NoFigure::NobodyInGroup);
        }
        if first == people || second == people {
            return Err(NoFigure::NobodyOutsideGroup);
        }
        kappa(&[[self.neither, self.only_second], [self.only_first, self.both]], confidence)
    }

    /// Jaccard's index: of the people whom either definition covers, the share that both cover.
    ///
    /// `both / (both + only first + only second)`. Units: proportion, 0 to 1.
    ///
    /// # Errors
    /// [`NoFigure::NobodyInGroup`] where neither covers anybody; [`NoFigure::NotACount`].
    ///
    /// # References
    /// Jaccard P (1912). The distribution of the flora in the alpine zone. *New Phytologist* 11:37–50.
    /// <https://doi.org/10.1111/j.1469-8137.1912.tb05611.x>
    pub fn jaccard(&self) -> Result<f64, NoFigure> {
        self.people()?;
        share(self.both, self.both + self.only_first + self.only_second)
    }

    /// The overlap coefficient: of the people whom the smaller definition covers, the share that both cover.
    ///
    /// `both / min(first, second)`: 1 where one definition lies inside the other. Units: proportion, 0 to 1.
    ///
    /// # Errors
    /// [`NoFigure::NobodyInGroup`] where either covers nobody; [`NoFigure::NotACount`].
    ///
    /// # References
    /// Vijaymeena MK, Kavitha K (2016). A survey on similarity measures in text mining. *Machine Learning and
    /// Applications* 3(1):19–28. <https://doi.org/10.5121/mlaij.2016.3103>
    pub fn overlap_coefficient(&self) -> Result<f64, NoFigure> {
        self.people()?;
        let [first, second] = self.covered();
        share(self.both, first.min(second))
    }

    /// People whom both definitions cover against how many chance would bring: 1 where knowing one says nothing of the
    /// other.
    ///
    /// `both / (first·second/n)`; limits: exact Poisson limits of `both`, divided by the same. With both definitions'
    /// sizes given, the count spreads less than a Poisson count, so the limits are on the wide side, most so for
    /// definitions that cover much of the place; limits beyond what the sizes allow are cut to it.
    ///
    /// Units: ratio.
    ///
    /// # Errors
    /// [`NoFigure::NobodyInGroup`] where either covers nobody; [`NoFigure::NotACount`].
    ///
    /// # References
    /// Garwood F (1936). Fiducial limits for the Poisson distribution. *Biometrika* 28:437–442.
    /// <https://doi.org/10.1093/biomet/28.3-4.437>; the ratio is the *observed-to-expected ratio*, or *lift*, of two
    /// conditions in one person: Monchka BA and others (2022). The effect of disease co-occurrence measurement on
    /// multimorbidity networks. *BMC Medical Research Methodology* 22:165. <https://doi.org/10.1186/s12874-022-01607-8>
    ///
    /// # Examples
    /// 5 in both where chance brings 20·20/100 = 4; limits of 5 events as R 4.2.2 `poisson.test(5)`:
    /// ```
    /// use reachgap::estimate::{Confidence, agreement::Overlap};
    /// let people = Overlap { both: 5.0, only_first: 15.0, only_second: 15.0, neither: 65.0 };
    /// let found = people.observed_to_expected(Confidence::P95)?;
    /// assert!((found.value - 1.25).abs() < 1e-12);
    /// assert!((found.limits.lower - 1.623_486_390_118_42 / 4.0).abs() < 1e-9);
    /// assert!((found.limits.upper - 11.668_332_079_322_67 / 4.0).abs() < 1e-9);
    /// # Ok::<(), reachgap::estimate::NoFigure>(())
    /// ```
    pub fn observed_to_expected(&self, confidence: Confidence) -> Result<Figure, NoFigure> {
        let people = self.people()?;
        let [first, second] = self.covered();
        if first == 0.0 || second == 0.0 {
            return Err(NoFigure::NobodyInGroup);
        }
        let count = interval::exact_poisson(self.both, confidence)?;
        let limits = Limits {
            lower: count.lower.max((first + second - people).min(self.both)),
            upper: count.upper.min(first.min(second)),
            ..count
        };
        Figure { value: self.both, limits }.times(finite(people / first / second)?)
    }

    /// How many people each definition covers.
    fn covered(&self) -> [f64; 2] {
        [self.both + self.only_first, self.both + self.only_second]
    }

    /// All people, every cell a possible number.
    fn people(&self) -> Result<f64, NoFigure> {
        let cells = [self.both, self.only_first, self.only_second, self.neither];
        for cell in cells {
            no_figure::events(cell)?;
        }
        no_figure::denominator(cells.iter().sum())
    }
}

fn share(part: f64, whole: f64) -> Result<f64, NoFigure> {
    if whole == 0.0 { Err(NoFigure::NobodyInGroup) } else { finite(part / whole) }
}

/// Cohen's kappa of two classifications into the same classes: agreement beyond chance.
///
/// `κ = (pₒ − pₑ)/(1 − pₑ)`, with `pₒ = Σ pᵢᵢ` and `pₑ = Σ pᵢ.p.ᵢ`. Limits `κ ∓ z·SE`, with the standard error that does
/// not suppose `κ = 0`: `SE² = (A + B − C) / (n(1 − pₑ)²)`, `A = Σ pᵢᵢ(1 − (pᵢ. + p.ᵢ)(1 − κ))²`,
/// `B = (1 − κ)² Σ_{i≠j} pᵢⱼ(p.ᵢ + pⱼ.)²`, `C = (κ − pₑ(1 − κ))²`. Limits are cut to −1 and 1. Where all agree the standard
/// error is 0 and both limits are 1, which says nothing of how few they were.
///
/// `table[i][j]` are those put into class `i` by the first and class `j` by the second.
///
/// Units: 1 is full agreement, 0 what chance brings, below 0 less than chance.
///
/// # Errors
/// [`NoFigure::ZeroDenominator`] without anybody; [`NoFigure::NoVariation`] where both put all into one class; faults:
/// [`NoFigure::NotACount`]; [`NoFigure::NotAValue`] where the table is not square.
///
/// # References
/// Cohen J (1960). A coefficient of agreement for nominal scales. *Educational and Psychological Measurement* 20:37–46.
/// <https://doi.org/10.1177/001316446002000104>; Fleiss JL, Cohen J, Everitt BS (1969). Large sample standard errors of
/// kappa and weighted kappa. *Psychological Bulletin* 72:323–327. <https://doi.org/10.1037/h0028106>
///
/// # Examples
/// ```
/// use reachgap::estimate::{Confidence, agreement::kappa};
/// let found = kappa(&[[20.0, 5.0], [10.0, 15.0]], Confidence::P95)?;
/// assert!((found.value - 0.4).abs() < 1e-12);
/// # Ok::<(), reachgap::estimate::NoFigure>(())
/// ```
pub fn kappa<Row: AsRef<[f64]>>(table: &[Row], confidence: Confidence) -> Result<Figure, NoFigure> {
    let shares = Shares::of(table)?;
    let by_chance: f64 = shares.first.iter().zip(&shares.second).map(|(a, b)| a * b).sum();
    let room = 1.0 - by_chance;
    if room < 1e-12 {
        return Err(NoFigure::NoVariation);
    }
    let agreed: f64 = (0..table.len()).map(|class| shares.cells[class][class]).sum();
    let value = (agreed - by_chance) / room;
    let error = (shares.variance(value, by_chance).max(0.0) / shares.people).sqrt() / room;
    let spread = finite(confidence.z() * error)?;
    let limits = Limits {
        lower: (value - spread).max(-1.0),
        upper: (value + spread).min(1.0),
        method: Method::FleissCohenEveritt,
    };
    Ok(Figure { value: finite(value)?, limits })
}

/// A table as shares of all people, with the shares of each class.
struct Shares {
    people: f64,
    cells: Vec<Vec<f64>>,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Shares {
    fn of<Row: AsRef<[f64]>>(table: &[Row]) -> Result<Self, NoFigure> {
        let classes = table.len();
        if table.iter().any(|row| row.as_ref().len() != classes) {
            return Err(NoFigure::NotAValue);
        }
        let mut people = 0.0;
        for &cell in table.iter().flat_map(AsRef::as_ref) {
            people += no_figure::events(cell)?;
        }
        let people = no_figure::denominator(people)?;
        let share = |row: &Row| -> Vec<f64> { row.as_ref().iter().map(|cell| cell / people).collect() };
        let cells: Vec<Vec<f64>> = table.iter().map(share).collect();
        let first = cells.iter().map(|row| row.iter().sum()).collect();
        let second = (0..classes).map(|class| cells.iter().map(|row| row[class]).sum()).collect();
        Ok(Self { people, cells, first, second })
    }

    /// `A + B − C` of Fleiss, Cohen and Everitt.
    fn variance(&self, kappa: f64, by_chance: f64) -> f64 {
        let rest = 1.0 - kappa;
        let mut sum = 0.0;
        for (i, row) in self.cells.iter().enumerate() {
            for (j, cell) in row.iter().enumerate() {
                let margins = self.second[i] + self.first[j];
                sum += cell * if i == j { (1.0 - margins * rest).powi(2) } else { (margins * rest).powi(2) };
            }
        }
        sum - (kappa - by_chance * rest).powi(2)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn overlap(both: f64, only_first: f64, only_second: f64, neither: f64) -> Overlap {
        Overlap { both, only_first, only_second, neither }
    }

    #[test]
    fn counties_agree_as_in_other_packages() {
        // scikit-learn 1.9.1: counties of North Carolina in the highest fifth of two measures.
        let counties = overlap(8.0, 12.0, 12.0, 68.0);
        assert!((counties.jaccard().unwrap() - 0.25).abs() < 1e-15);
        assert!((counties.overlap_coefficient().unwrap() - 0.4).abs() < 1e-15);
        assert!((counties.observed_to_expected(Confidence::P95).unwrap().value - 2.0).abs() < 1e-15);
    }

    #[test]
    fn fifths_of_columbus_agree_as_in_other_packages() {
        // statsmodels 0.15.0 `cohens_kappa`, R vcd 1.4-11 and psych 2.2.9: 49 neighbourhoods in fifths of two measures.
        let table = [
            [6.0, 3.0, 0.0, 0.0, 1.0],
            [4.0, 4.0, 2.0, 0.0, 0.0],
            [0.0, 2.0, 4.0, 1.0, 2.0],
            [0.0, 1.0, 2.0, 5.0, 2.0],
            [0.0, 0.0, 1.0, 4.0, 5.0],
        ];
        let found = kappa(&table, Confidence::P95).unwrap();
        assert!((found.value - 0.361_979_166_666_666_63).abs() < 1e-12);
        assert!((found.limits.lower - 0.187_074_421_098_069_2).abs() < 1e-12);
        assert!((found.limits.upper - 0.536_883_912_235_264).abs() < 1e-12);
    }

    #[test]
    fn definitions_that_cover_nobody_or_everybody_are_a_named_reason() {
        let p95 = Confidence::P95;
        let empty = overlap(0.0, 0.0, 0.0, 0.0);
        assert_eq!(empty.kappa(p95), Err(NoFigure::ZeroDenominator));
        assert_eq!(empty.jaccard(), Err(NoFigure::ZeroDenominator));
        let nobody = overlap(0.0, 0.0, 3.0, 4.0);
        assert_eq!(nobody.kappa(p95), Err(NoFigure::NobodyInGroup));
        assert_eq!(nobody.jaccard(), Ok(0.0));
        assert_eq!(nobody.overlap_coefficient(), Err(NoFigure::NobodyInGroup));
        assert_eq!(nobody.observed_to_expected(p95), Err(NoFigure::NobodyInGroup));
        assert_eq!(overlap(0.0, 0.0, 0.0, 4.0).jaccard(), Err(NoFigure::NobodyInGroup));
        let everybody = overlap(3.0, 4.0, 0.0, 0.0);
        assert_eq!(everybody.kappa(p95), Err(NoFigure::NobodyOutsideGroup));
        assert_eq!(everybody.observed_to_expected(p95).unwrap().value, 1.0);
        assert_eq!(overlap(-1.0, 4.0, 0.0, 0.0).jaccard(), Err(NoFigure::NotACount));
        assert_eq!(kappa(&[[1.0, 0.0], [0.0, 0.0]], p95), Err(NoFigure::NoVariation));
        assert_eq!(kappa(&[[1.0, 0.0, 2.0], [0.0, 0.0, 2.0]], p95), Err(NoFigure::NotAValue));
    }

    #[test]
    fn an_overlap_of_nobody_still_has_an_upper_limit() {
        let found = overlap(0.0, 20.0, 20.0, 60.0).observed_to_expected(Confidence::P95).unwrap();
        assert_eq!((found.value, found.limits.lower), (0.0, 0.0));
        assert!((found.limits.upper - 3.688_879_454 / 4.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn which_definition_comes_first_changes_nothing(
            (both, first, second, neither) in (0.1..9e6_f64, 0.1..9e6_f64, 0.1..9e6_f64, 0.1..9e6_f64),
        ) {
            let (one, other) = (overlap(both, first, second, neither), overlap(both, second, first, neither));
            let (a, b) = (one.kappa(Confidence::P95).unwrap(), other.kappa(Confidence::P95).unwrap());
            prop_assert!((a.value - b.value).abs() < 1e-9 && (a.limits.lower - b.limits.lower).abs() < 1e-9);
            prop_assert!((-1.0..=1.0).contains(&a.limits.lower) && (-1.0..=1.0).contains(&a.limits.upper));
            prop_assert!(one.jaccard().unwrap() <= one.overlap_coefficient().unwrap());
            let found = one.observed_to_expected(Confidence::P95).unwrap();
            prop_assert!(found.limits.lower <= found.value * (1.0 + 1e-12));
            prop_assert!(found.value <= found.limits.upper * (1.0 + 1e-12));
            // More in both than chance brings is agreement beyond chance.
            prop_assert!((found.value - 1.0) * a.value >= -1e-12);
        }
    }
}
